"""The users' file is written under a lock, and a county's user has a county."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from dagster_project.console.places import place_named
from dagster_project.console.users import Users

PASSWORD = "一个够长的密码 2026"


def test_of_many_added_at_once_none_is_lost(tmp_path):
    names = [f"用户{number}" for number in range(12)]
    with ThreadPoolExecutor(len(names)) as several:
        list(several.map(lambda name: Users(tmp_path).add(name, "city", "", PASSWORD), names))
    assert sorted(Users(tmp_path).all()) == sorted(names)


def test_a_county_or_a_zone_by_its_code(tmp_path):
    assert place_named(tmp_path, "141121").endswith("文水县")
    assert place_named(tmp_path, "Z141102") == "吕梁经开区"


@pytest.mark.parametrize(
    ("code", "word"), [("141199", "141102"), ("孝义市", "141181"), ("999", "六位"), ("", "六位")]
)
def test_no_such_county(tmp_path, code, word):
    with pytest.raises(ValueError, match=word):
        place_named(tmp_path, code)
