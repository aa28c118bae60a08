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


def test_a_county_that_left_the_region_is_told_so(visitor, site):
    Users(site.home).add("elsewhere", "county", "140581", PASSWORD)
    page = visitor("elsewhere")
    expect(page.get_by_text("您的县（市、区）不在现行发布里")).to_be_visible()


def test_a_release_that_is_gone_is_one_calm_page(visitor, site):
    page = visitor("city")
    expect(page.get_by_role("cell", name="孝义市")).to_be_visible()
    current = site.home / "current"
    kept = current.readlink()
    current.unlink()
    try:
        expect(page.get_by_text("请管理员在服务器上运行 pool restore")).to_be_visible()
        page.goto(site.url + "/companies")
        expect(page.get_by_text("发布读不了", exact=True)).to_be_visible()
        page.goto(site.url + "/lists")
        expect(page.get_by_text("把收到的文件原样放进来")).to_be_visible()
    finally:
        current.symlink_to(kept)
    page.goto(site.url + "/")
    expect(page.get_by_role("cell", name="孝义市")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/_nicegui_ws/socket.io/", "/nowhere"])
def test_no_session_no_answer(visitor, site, path):
    visitor("reader")  # the server is up
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(site.url + path)
    assert refused.value.code == 401
