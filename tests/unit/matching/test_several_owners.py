"""Cells that hold several names: nothing is accepted, nothing is lost, and their order changes nothing."""

from itertools import permutations

import pandas as pd
import pytest

from dagster_project.matching.several_owners import owners_in
from dagster_project.matching.stand_alone import match_tables

HELD = pd.DataFrame({"company_id": ["1", "2"], "name": ["岚县漱砚建材有限公司", "岚县槐溪粮油有限公司"]})
TOLD = ["decision", "company_id", "candidate_id", "rule", "probability", "evidence"]


def ask(names: list[str], **told) -> pd.DataFrame:
    return match_tables(HELD, pd.DataFrame({"name": names} | told))


@pytest.mark.parametrize("between", ["、", ";", "；", "\n", " | "])
@pytest.mark.parametrize(
    "owners",
    [("岚县漱砚建材有限公司", "王虚构"), ("岚县漱砚建材有限公司", "某某大学", "岚县槐溪粮油有限公司")],
)
def test_the_order_of_owners_changes_nothing(owners, between):
    found = ask([between.join(order) for order in permutations(owners)])
    assert set(found["decision"]) == {"review"} and set(found["candidate_id"]) == {"1"}
    assert len(found[TOLD].drop_duplicates()) == 1
    assert f"一格里有 {len(owners)} 个名称" in found["evidence"][0]


def test_the_order_of_rows_changes_nothing():
    cells = [
        "岚县漱砚建材有限公司\n岚县槐溪粮油有限公司",
        "岚县漱砚建材有限公司岚县槐溪粮油有限公司",
        "岚县漱砚建材\n有限公司",
    ]
    there, back = ask(cells), ask(cells[::-1])
    pd.testing.assert_frame_equal(there[TOLD], back[TOLD].iloc[::-1].reset_index(drop=True))


def test_names_that_no_company_bears_stay_as_they_were():
    assert ask(["王虚构、李示例"])["decision"][0] == "none"


def test_a_wrapped_name_is_one():
    assert ask(["岚县漱砚建材\n有限公司"])["decision"][0] == "accept"
    assert owners_in("岚县漱砚\n建材有限公司") == ["岚县漱砚建材有限公司"]
