"""Nobody in without a session; what each role may open."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest
from console.conftest import PASSWORD
from playwright.sync_api import expect

from dagster_project.console.users import Users


def test_a_county_sees_its_own_overview(visitor, site):
    page = visitor("county")
    expect(page.get_by_role("heading", name="本地情况")).to_be_visible()
    expect(page.get_by_text("文水县", exact=True).first).to_be_visible()
    assert "孝义市" not in page.content()


def test_the_city_sees_every_county(visitor):
    page = visitor("city")
    expect(page.get_by_role("cell", name="孝义市")).to_be_visible()
    expect(page.get_by_text("示例数据：")).to_be_visible()


def test_a_new_password_ends_the_session(visitor, site):
    Users(site.home).add("leaver", "city", "", PASSWORD)
    page = visitor("leaver")
    Users(site.home).add("leaver", "city", "", PASSWORD + "!")
    page.goto(site.url + "/")
    expect(page).to_have_url(site.url + "/login")


@pytest.mark.parametrize("path", ["/", "/_nicegui_ws/socket.io/", "/nowhere"])
def test_no_session_no_answer(visitor, site, path):
    visitor("reader")  # the server is up
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(site.url + path)
    assert refused.value.code == 401
