"""Rules that never bend, each on fictional companies; short names as plans and newspapers write them."""

from datetime import date

import pandas as pd
import pytest
from unit.matching.fictional import code

from dagster_project.identity.place_words import place_words
from dagster_project.identity.regions import Regions
from dagster_project.matching.characters import same_sound
from dagster_project.matching.resolve import resolve
from dagster_project.matching.stand_alone import match_tables, register_index

HELD = [
    ("孝义市澜沧轴承有限公司", "孝义市"),
    ("汾阳市禾穗粮机有限公司", "汾阳市"),
    ("交城县瀚屿橡胶制品有限公司", "交城县"),
    ("交城县瀚屿橡胶制品有限公司东社分公司", "交城县"),
    ("山西峤岚集团有限公司", "离石区"),
    ("文水县黛溪纸箱厂", "文水县"),
    ("文水县第一砖瓦厂", "文水县"),
    ("离石区熠川炭素有限公司", "离石区"),
    ("中阳县熠川建材有限公司", "中阳县"),
    ("吕梁市翀霄科技有限公司", "离石区"),
    ("吕梁市建设工程质量监督检测站", "离石区"),
]


def ask(name: str, more: tuple = (), **told):
    """The decision row for one name against HELD and `more` (name, county)."""
    held = [*HELD, *more]
    registry = pd.DataFrame(
        {"company_id": [code(100 + n) for n in range(len(held))], "name": [n for n, _ in held],
         "county_code": [county for _, county in held]}
    )  # fmt: skip
    index = register_index(registry, Regions.load())
    index.companies["established_on"] = date(2015, 6, 1)
    mention = {"name": name, "published_code": "", "region_code": "", "first_date": None} | told
    return resolve(index, pd.DataFrame([mention]))[0].iloc[0]


@pytest.mark.parametrize(
    "name",
    [
        "孝义市澜仓轴承有限公司",  # 沧, 仓: one sound
        "交城县瀚屿橡胶有限公司",  # a general word dropped
        "文水黛溪纸箱厂",
        "交城县瀚屿橡胶制品有限责任公司",
        "山西峤岚（集团）有限公司",
        "中阳县熠川建有材限公司",  # two characters exchanged where the industry ends
    ],
)
def test_a_slip_with_nobody_near_is_accepted(name):
    assert ask(name)["decision"] == "accept"


def test_two_candidates_near_each_other():
    twin = (("孝义市澜苍轴承有限公司", "孝义市"),)
    row = ask("孝义市澜仓轴承有限公司", twin)
    assert (row["decision"], row["rule"]) == ("review", "rivals")


def test_a_word_that_sounds_like_two_names():
    twins = (("孝义市岚舟铸造有限公司", "孝义市"), ("孝义市岚洲铸造有限公司", "孝义市"))
    assert ask("孝义市兰舟铸造有限公司", twins)["decision"] != "accept"


def test_words_changed_beside_a_namesake():
    twin = (("孝义市岚舟铸造有限公司", "孝义市"), ("孝义市岚舟铸造安装有限公司", "孝义市"))
    assert ask("孝义市岚舟铸造制造有限公司", twin)["rule"] == "rivals"


def test_a_name_registered_twice_is_told_apart_by_its_region_alone():
    twice = (("山西岚舟铸造有限公司", "孝义市"), ("山西岚舟铸造有限公司", "汾阳市"))
    assert (ask("山西岚舟铸造有限公司", twice)[["decision", "rule"]] == ["review", "rivals"]).all()
    assert ask("山西岚舟铸造有限公司", twice, region_code="141182")["company_id"] == code(100 + len(HELD) + 1)


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("岚县青禾家具店", "岚县青禾家具有限公司"),
        ("岚县青禾家具有限公司A", "岚县青禾家具有限公司"),
        ("山西青禾铝业有限公司", "山西青禾（集团）铝业有限公司"),
        ("青禾家具（离石）有限公司", "青禾家具（山西）有限公司"),
        ("岚县青禾交通局示例分局", "岚县青禾交通局"),
        ("岚县人民政府", "岚县示例镇人民政府"),
        ("岚县新青禾家具有限公司", "岚县青禾家具有限公司"),
    ],
)
def test_another_body_of_nearly_the_same_name(name, held):
    assert ask(name, ((held, "岚县"),))["decision"] != "accept"


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("岚县青禾柏货经营部", "岚县青禾百货经营部"),  # no numeral, a slip
        ("岚县青禾柏川砖瓦1厂", "岚县青禾柏川砖瓦一厂"),
        ("青禾柏川家具（河南）有限公司", "河南青禾柏川家具有限公司"),  # the province, not 河南县
    ],
)
def test_written_otherwise(name, held):
    assert ask(name, ((held, ""),))["company_id"] == code(100 + len(HELD))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("孝义市澜沧轴承有限公司", {"published_code": code(9)}),  # another's code
        ("孝义市澜仓轴承有限公司", {"region_code": "141182"}),  # the list says another county
        ("孝义市澜沧轴承有限公司", {"first_date": date(2014, 1, 1)}),  # a patent from before it was founded
        ("汾阳市澜沧轴承有限公司", {}),  # another county
        ("交城县瀚屿橡胶制品有限公司城南分公司", {}),  # another branch
        ("孝义市澜沧轴承有限公司二厂", {}),  # a branch is not its parent
        ("山西峤岚集团矿业有限公司", {}),  # a daughter is not its group
        ("文水县第二砖瓦厂", {}),  # a number
        ("孝义市新澜沧轴承有限公司", {}),  # a character more makes another trade name
        ("孝义市建设工程质量监督检测站", {}),  # a public body is who it is by its place
    ],
)
def test_a_contradiction_is_never_accepted(name, told):
    assert ask(name, **told)["decision"] != "accept"


def test_words_and_form_changed_where_no_place_says_who_it_is():
    held = (("霜岫黛溪科技有限公司", "离石区"),)
    row = ask("霜岫黛溪股份有限公司", held)
    assert (row["decision"], row["rule"]) == ("review", "contradiction")
    assert "kin" in row["match_evidence"]
    assert ask("霜岫黛溪科技股份有限公司", held)["decision"] == "accept", "the form alone is a conversion"
    assert ask("霜岫黛溪股份有限公司", held, published_code=code(100 + len(HELD)))["decision"] == "accept"


def test_words_alone_changed_where_no_place_says_who_it_is_unless_the_list_does():
    held = (("霜岫黛溪装备有限公司", "离石区"),)
    assert ask("霜岫黛溪能源装备有限公司", held)["decision"] == "review"
    assert ask("霜岫黛溪能源装备有限公司", held, region_code="141102")["decision"] == "accept"


def test_a_short_name_that_two_bear_is_nobody_s_even_where_the_second_is_no_candidate():
    near = [
        (f"孝义市桁弈{sign}超市", "孝义市") for sign in "睿恺诚琮懋"
    ]  # so many are nearer than the longer name
    held = (("中阳县桁弈皋酒坊有限公司", "中阳县"), ("中阳县桁弈皋再生资源科技有限公司", "中阳县"))
    row = ask("桁弈皋", (*held, *near))
    assert (row["decision"], row["rule"]) == ("review", "rivals")


def test_households_go_by_their_persons_names():
    held = (("文水县赵黛林服务部", "文水县"),)
    assert ask("文水县赵黛林海服务部", held)["decision"] == "review", "a sign more is more likely another"
    assert ask("赵黛林", held)["decision"] != "accept", "a person is not the shop"
    assert ask("文水县赵黛霖服务部", held)["decision"] == "accept", "one sound is one hand's slip"


def test_the_very_name_of_a_university_needs_no_place():
    held = (
        ("东北橡胶大学", ""),
        *((f"东北{word}有限公司", "") for word in ("炭素", "铸造", "陶瓷", "果业", "粮机", "印务")),
    )
    assert ask("东北橡胶大学", held, region_code="141102")["decision"] == "accept"


def test_a_city_s_firm_is_not_that_of_a_city_within_it():
    held = (("汾阳市霜岫橡胶有限公司", "汾阳市"), ("离石区黛溪橡胶有限公司", "离石区"))
    row = ask("吕梁霜岫橡胶有限公司", held)
    assert (row["decision"], row["rule"], row["candidate_name"]) == ("review", "contradiction", held[0][0])
    assert ask("吕梁黛溪橡胶有限公司", held)["decision"] == "accept", "a district's firm goes by either"


@pytest.mark.parametrize("name", ["翀霄科技", "吕梁翀霄科技"])
def test_a_short_name_that_only_one_can_mean(name):
    row = ask(name)
    assert row["candidate_name"] == "吕梁市翀霄科技有限公司"
    assert row["decision"] in ("accept", "review")


def test_a_short_name_of_two_is_first_in_review():
    row = ask("熠川")
    assert row["decision"] != "accept"


def test_renamed_counties_are_one_place():
    renamed, merged = place_words()["苍山县"][0], place_words()["胶南市"][0]
    assert (renamed.stem, renamed.codes) == ("兰陵", ("371324",))
    assert (merged.stem, merged.codes) == ("胶南", ("370211",)), "part of a district, not the district"


def test_nearly_the_same_sound():
    assert same_sound("质", "资") and same_sound("城", "成") and same_sound("京", "金")
    assert not same_sound("沧", "云")


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("岚县漱砚建材门市部", "岚县漱砚建材有限公司"),  # its outlet, or what it was before
        ("岚县漱砚种植专业合作联社", "岚县漱砚种植专业合作社"),  # another legal person
        ("岚县新漱砚棠建材有限公司", "岚县漱砚棠建材有限公司"),
        ("岚县漱砚建材有限公司", "岚县漱砚鑫建材有限公司"),
        ("交口建材有限公司", "岚县交口建材有限公司"),  # 交口 is a county as well
        ("天津漱砚建材有限公司", "漱砚建材有限公司"),  # registered in another place
        ("山西漱砚股份有限公司", "山西漱砚生物股份有限公司"),
    ],
)
def test_what_may_be_another_is_left_to_a_person(name, held):
    found = ask(name, ((held, "岚县"),))
    assert found["decision"] != "accept"
    coded = ask(name, ((held, "岚县"),), published_code=code(100 + len(HELD)))
    assert (coded["decision"], coded["candidate_name"]) == ("accept", held)


def test_the_list_s_own_county_says_that_a_county_s_name_is_a_trade_name():
    found = ask("交口建材有限公司", (("岚县交口建材有限公司", "岚县"),), region_code="141127")
    assert (found["decision"], found["candidate_name"]) == ("accept", "岚县交口建材有限公司")


def test_a_county_far_away_is_no_other_reading():
    assert ask("东方建材有限公司", (("岚县东方建材有限公司", "岚县"),))["decision"] == "accept"


def test_the_only_company_that_a_person_ruled_out_is_told():
    registry = pd.DataFrame({"company_id": ["1"], "name": ["岚县漱砚建材有限公司"]})
    asked = pd.DataFrame({"name": ["岚县漱砚建材有限公司"]})
    ruled = pd.DataFrame({"name": asked["name"], "verdict": ["different"], "company_id": ["1"]})
    found = match_tables(registry, asked, ruled).iloc[0]
    assert (found["decision"], found["rule"]) == ("none", "people_different")
    assert "人工判定：不是岚县漱砚建材有限公司" in found["evidence"]


@pytest.mark.parametrize(("ruled_out", "decision"), [("1", "review"), ("2", "accept")])
def test_that_it_is_not_one_of_two_says_nothing_of_the_other_unless_it_bears_the_name(ruled_out, decision):
    """Of two companies that were alike enough to ask, the one left is not taken for being left."""
    registry = pd.DataFrame(
        {"company_id": ["1", "2"], "name": ["山西漱砚建材有限公司", "岚县漱砚建材有限公司"]}
    )
    asked = pd.DataFrame({"name": ["山西漱砚建材有限责任公司"]})
    ruled = pd.DataFrame({"name": asked["name"], "verdict": ["different"], "company_id": [ruled_out]})
    assert match_tables(registry, asked).iloc[0]["rule"] == "rivals"
    found = match_tables(registry, asked, ruled).iloc[0]
    assert found["decision"] == decision and (decision == "accept") == bool(found["company_id"])
    is_told = "人工判定：不是山西漱砚建材有限公司" in found["evidence"]
    assert is_told == (decision == "review"), "who judges next knows it"
