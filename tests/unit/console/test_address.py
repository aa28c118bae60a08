"""What is chosen in a table goes through the page's address and back; what the address says wrongly counts for nothing."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from dagster_project.console.address import read_asked, read_shown, written
from dagster_project.console.asked import Asked, Filter

COUNTY = Filter("county", "县", "select 1", "county = ?")
COLUMNS = {"name": "企业名称", "county": "县", "score": "得分"}
USUAL = ["name", "county"]


def parts(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (Asked(), USUAL),
        (Asked({"county": "甲&乙=丙 县"}, "氢能（山", "score", True, 3), ["name", "score"]),
        (Asked(by="score"), ["county"]),
    ],
)
def test_there_and_back(asked, shown):
    given = parts(written("/companies", asked, shown, USUAL))
    assert read_asked(given, (COUNTY,), COLUMNS) == asked
    assert read_shown(given, COLUMNS, USUAL) == shown


def test_nothing_chosen_leaves_the_address_bare():
    assert written("/companies", Asked(), USUAL, USUAL) == "/companies"


@pytest.mark.parametrize("page", ["0", "-1", "1e30", "²", "9" * 30, ""])
@pytest.mark.parametrize("sort", ["1; drop table company", "-", "name desc", ""])
def test_only_what_there_is_is_asked(page, sort):
    given = {"page": page, "sort": sort, "columns": "uscc,1", "other": "x"}
    asked = read_asked(given, (COUNTY,), COLUMNS)
    assert (asked.page, asked.order, asked.chosen) == (1, "", {})
    assert read_shown(given, COLUMNS, USUAL) == USUAL
