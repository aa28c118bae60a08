"""index.html and the banks' white list: what leaves the house for a file share and for banks."""

from __future__ import annotations

import re
from urllib.parse import unquote

import openpyxl

from dagster_project.publish.exports import write_exports


def test_the_page_links_every_file_and_nothing_else(exports):
    page = (exports / "index.html").read_text(encoding="utf-8")
    linked = {unquote(path) for path in re.findall(r'href="([^"]+)"', page)}
    files = {path.relative_to(exports).as_posix() for path in exports.rglob("*") if path.is_file()}
    assert linked == files - {"index.html"}
    assert not re.search(r"<script|https?:|src=|@import|url\(", page), "it works from a file share, offline"


def test_the_page_draws_each_place_with_its_own_figures(exports):
    page = (exports / "index.html").read_text(encoding="utf-8")
    [candidates] = re.findall(r"<td class=place>孝义市</td><td class=n>(\d+)</td>.*?可申报 1", page)[:1]
    assert candidates == "2"
    assert "<tr class=zone><td class=place>孝义经开区</td>" in page
    assert "示例数据" in page


def test_titles_without_a_review_are_told_apart_from_those_that_are_watched(pool_with, tmp_path):
    more = """insert into title by name select * replace ('91990000MA00000018|city' as title_id, null as valid_to) from title
        where title_id = '91990000MA00000018|innovative_sme|2024-01-10'"""
    write_exports(pool_with(more), tmp_path / "out")
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "<b>2</b>有效的称号（1 个不设有效期，不复核）</div>" in page


def test_the_page_says_which_county_to_call(pool_with, tmp_path):
    more = """insert into county_progress(county_code, zone_code, place, year, tier, tier_title, target, done, in_pool, gap) values
        ('141130', null, '交口县', 2026, 'little_giant', '专精特新“小巨人”企业', 1, 1, 0, 0),
        ('141130', null, '交口县', 2025, 'little_giant', '专精特新“小巨人”企业', 9, 0, 0, 9)"""
    write_exports(pool_with(more), tmp_path / "out")
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    [table] = re.findall(r"<table class=progress>.*?</table>", page, re.S)
    rows = re.findall(r"<td class=place>(.*?)</td><td class=n>(.*?)</td><td>(.*?)</td>", table)
    told = [(place, sums, re.sub("<.*?>", "", call)) for place, sums, call in rows]
    assert told == [
        ("合计", "2/9", "各地差额共 7"),
        ("孝义市", "1/5", "差 4，后备不足，还缺 4"),
        ("离石区", "0/2", "差 2，后备不足，还缺 1"),
        ("孝义经开区", "0/1", "差 1，后备不足，还缺 1"),
        ("交口县", "1/1", "已完成"),
    ]
    assert table.index("创新型") < table.index("小巨人"), "tiers stand in the order of the ladder"


def test_the_white_list_holds_titles_in_force_and_no_figure_of_ours(exports):
    book = openpyxl.load_workbook(exports / "银行" / "银行白名单_示例数据.xlsx")
    assert book.sheetnames == ["银行白名单"], "no cover: it counts candidates and risks"
    rows = [[cell.value for cell in row] for row in book["银行白名单"].iter_rows(min_row=2)]
    assert rows[0] == [
        "企业名称",
        "统一社会信用代码",
        "称号",
        "省级以上",
        "认定日期",
        "有效期至",
        "公告文件",
        "县（市、区）",
    ]
    assert [row[0] for row in rows[1:]] == ["虚山甲新材料有限公司"]
