"""Brackets lost, added or moved: two names of the same letters are one text as a list writes it."""

import pandas as pd
import pytest

from dagster_project.identity.names import fold_name, parse
from dagster_project.matching.brackets import as_registered
from dagster_project.matching.stand_alone import match_tables


def ask(name: str, *held: str, **told) -> pd.Series:
    """The answer to one name, where companies A, B ... hold `held` (now;formerly)."""
    names = [text.partition(";") for text in held]
    registry = pd.DataFrame(
        {"company_id": list("ABCDE")[: len(held)], "name": [now for now, _, _ in names],
         "former_names": [once for *_, once in names]}
    )  # fmt: skip
    return match_tables(registry, pd.DataFrame([{"name": name} | told])).iloc[0]


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("纮嵘绎山西肥业有限公司", "纮嵘绎（山西）肥业有限公司"),
        ("纮嵘绎（山西）肥业有限公司", "纮嵘绎山西肥业有限公司"),
        ("纮嵘绎肥业陕西有限公司", "纮嵘绎肥业（陕西）有限公司"),
        ("纮嵘绎东京肥业有限公司", "纮嵘绎（东京）肥业有限公司"),  # a place that no list of divisions holds
        ("纮嵘绎东莞肥业有限公司太原分公司", "纮嵘绎（东莞）肥业有限公司太原分公司"),
        ("纮嵘绎肥业有限公司段村镇", "纮嵘绎肥业有限公司（段村镇）"),
        ("山西纮嵘绎中心（有限合伙）", "山西纮嵘绎中心有限合伙"),
        ("纮嵘绎·古丽肥业有限公司", "纮嵘绎古丽肥业有限公司"),
    ],
)
def test_the_same_letters_are_the_same_text(name, held):
    found = ask(name, held, "瑾翊（河南）肥业有限公司")
    assert (found["company_id"], found["rule"]) == ("A", "lettered")


@pytest.mark.parametrize(
    "held",
    [
        ("纮嵘绎山西肥业有限公司", "纮嵘绎（山西）肥业有限公司"),
        ("纮嵘绎山西肥业有限公司", "瑾翊肥业有限公司;纮嵘绎（山西）肥业有限公司"),
        ("纮嵘绎（山西）肥业有限公司", "瑾翊肥业有限公司;纮嵘绎山西肥业有限公司"),
        ("纮嵘绎肥业（山西）有限公司;纮嵘绎-山西肥业有限公司", "纮嵘绎（山西）肥业有限公司"),
    ],
)
@pytest.mark.parametrize("name", ["纮嵘绎山西肥业有限公司", "纮嵘绎（山西）肥业有限公司"])
def test_two_that_may_be_so_written_are_for_a_person(name, held):
    assert ask(name, *held)["decision"] == "review"


def test_a_note_left_out_is_no_bracket_lost():
    assert ask("纮嵘绎肥业有限公司", "纮嵘绎肥业有限公司", "纮嵘绎肥业有限公司（段村镇）")["rule"] == "exact"


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("云岫山西肥业有限责任公司", "云岫(山西)肥业有限责任公司"),
        ("云岫山西省肥业公司", "云岫(山西省)肥业公司"),
        ("云秀肥业山西有限公司（原云秀厂）", "云秀肥业(山西)有限公司"),
        ("山西云岫肥业公司", "山西云岫肥业公司"),  # the place stands at the head
        ("云岫四川肥业公司", "云岫四川肥业公司"),  # another place
        ("云岫肥业公司山西分公司", "云岫肥业公司山西分公司"),  # the branch's place
        ("云岫（太原）肥业公司", "云岫(太原)肥业公司"),
        ("云岫（山西）肥业有限公司太原分公司", "云岫(山西)肥业有限公司太原分公司"),
    ],
)
def test_a_place_is_read_as_the_registered_name_writes_it(name, read):
    assert as_registered(parse(fold_name(name)), parse("云岫(山西)肥业有限公司")).folded == read


def test_a_county_in_brackets_is_found_without_them():
    # 大新 and 凯赛金乡 begin as places do
    for name, held in (
        ("大新深圳医药公司", "大新（深圳）医药有限公司"),
        ("凯赛金乡生物材料公司", "凯赛（金乡）生物材料有限公司"),
    ):
        assert ask(name, held)["candidate_id"] == "A"
        assert ask(name, held)["decision"] != "none"


def test_brackets_lost_and_another_form_where_every_pair_of_characters_is_common():
    others = [f"云岫{chr(0x4E00 + n)}肥业有限公司" for n in range(200)]
    registry = (
        pd.DataFrame({"name": [*others, "云岫（河南）肥业有限公司"]}).rename_axis("company_id").reset_index()
    )
    for name in ("云岫河南肥业有限责任公司", "云岫河南肥业股份有限公司"):
        found = match_tables(registry, pd.DataFrame([{"name": name}])).iloc[0]
        assert found["candidate_name"] == "云岫（河南）肥业有限公司"
    registry["name"] = [*others, "云岫河南肥业有限公司"]
    found = match_tables(registry, pd.DataFrame([{"name": "云岫（河南）肥业有限责任公司"}])).iloc[0]
    assert found["candidate_name"] == "云岫河南肥业有限公司"
