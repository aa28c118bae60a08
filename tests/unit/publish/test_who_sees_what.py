"""A workbook holds its own place's companies, and of the names in doubt nothing of another's."""

from __future__ import annotations

import openpyxl
from unit.publish.books import CITY, LISHI, XIAOYI, ZONE, cells, column

from dagster_project.publish.exports import write_exports


def test_a_county_holds_no_other_countys_company(exports):
    for name, foreign in (
        (XIAOYI, ["虚水丁", "HYPERLINK"]),
        (LISHI, ["虚山甲", "虚山乙"]),
        (ZONE, ["虚山乙", "虚水"]),
    ):
        text = "\n".join(str(value) for value in cells(exports / name).values())
        assert not [word for word in foreign if word in text], name


def test_a_candidate_of_another_county_is_not_named_beside_a_doubtful_name(pool_with, tmp_path):
    pool = pool_with("update match_review set county_code = '141102'")
    write_exports(pool, tmp_path / "out")
    lishi = cells(tmp_path / "out" / LISHI)
    assert not [value for value in lishi.values() if "虚山乙" in str(value)], "not even to be judged there"
    city = openpyxl.load_workbook(tmp_path / "out" / CITY)["名称待核"]
    assert column(city, "对应企业名称")[0].value == "虚山乙新材料有限公司"


def test_why_two_names_are_alike_is_told_in_words(pool_with, tmp_path):
    items = (
        '[{"label": "代码一致", "weight": 9.0, "side": "for"}, {"label": "括注不同", "weight": -1.7, "side": "contradiction"},'
        ' {"label": "数字一致", "weight": -0.6, "side": ""}, {"label": "同音", "weight": 2, "side": "for"}]'
    )
    change = f"update match_review set match_evidence = '{items}', rule = 'rivals'"
    write_exports(pool_with(change), tmp_path / "out")
    sheet = openpyxl.load_workbook(tmp_path / "out" / XIAOYI)["名称待核"]
    assert column(sheet, "为什么像")[0].value == "另有同样相近的企业；矛盾：括注不同；支持：代码一致、同音"


def test_the_characters_that_tell_two_names_apart_are_marked(exports):
    sheet = openpyxl.load_workbook(exports / XIAOYI, rich_text=True)["名称待核"]
    for heading, sign in (("名单上的名称", "已"), ("对应企业名称", "乙")):
        text = column(sheet, heading)[0].value
        marks = [str(run) for run in text if getattr(getattr(run, "font", None), "b", False)]
        assert marks == [sign] and "".join(map(str, text)).startswith("虚山")


def test_other_candidates_of_another_county_stay_with_the_city(exports):
    city = openpyxl.load_workbook(exports / CITY)["名称待核"]
    assert (
        column(city, "其他相近企业")[0].value
        == "虚山甲新材料有限公司（孝义市）、虚水丁机械有限公司（离石区）"
    )
    county = openpyxl.load_workbook(exports / XIAOYI)["名称待核"]
    assert column(county, "其他相近企业")[0].value == "虚山甲新材料有限公司（孝义市）；外县另有 1 家，见市局"


def test_a_rival_in_another_county_is_counted_however_unlikely(pool_with, tmp_path):
    change = """update match_review set rule = 'rivals';
        delete from stg_match_candidate where rank = 2;
        update stg_match_candidate set rank = 2, probability = 0.001 where rank = 3"""
    write_exports(pool_with(change), tmp_path / "out")
    sheet = openpyxl.load_workbook(tmp_path / "out" / XIAOYI)["名称待核"]
    assert column(sheet, "其他相近企业")[0].value == "外县另有 1 家，见市局"


def test_the_host_county_sees_the_zones_company_too(exports):
    for name in (XIAOYI, ZONE):
        book = openpyxl.load_workbook(exports / name)
        assert "虚山甲新材料有限公司" in [c.value for c in column(book["培育对象"], "企业名称")]
