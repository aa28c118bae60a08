"""The city's workbook: totals, awards, what was refused."""

from __future__ import annotations

import openpyxl
from unit.publish.books import CITY, column

from dagster_project.publish.exports import write_exports


def test_the_city_workbook_is_for_reading_and_holds_totals_awards_and_quarantine(exports):
    book = openpyxl.load_workbook(exports / CITY)
    assert book.sheetnames == [
        "封面", "各县汇总", "反馈冲突", "培育对象", "复核预警", "变化", "名称待核", "目标进度", "方案目标",
        "奖补测算", "无服务专员", "隔离清单",
    ]  # fmt: skip
    totals = {row[0].value: [c.value for c in row[3:]] for row in book["各县汇总"].iter_rows(min_row=3)}
    assert totals["孝义市"] == [2, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1], (
        "the last two: with and without a specialist"
    )
    assert totals["孝义经开区"] == [1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0]
    assert totals["交口县"] == [0] * 12
    assert "走访日期" not in [cell.value for cell in book["培育对象"][2]]
    assert [c.value for c in column(book["隔离清单"], "实为")] == ["'=1+1", None]
    assert [c.value for c in column(book["隔离清单"], "后来读到")] == ["登记.csv#表1!3", None]


def test_the_citys_totals_count_a_zones_company_once(exports):
    book = openpyxl.load_workbook(exports / CITY)
    sheet = book["各县汇总"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert (rows[0][0], rows[0][2]) == ("吕梁市合计", "全部县（市、区）")
    counties = [row[3:] for row in rows[1:] if row[2] == "县（市、区）"]
    assert rows[0][3:] == [sum(column) for column in zip(*counties, strict=True)]
    assert sheet["A3"].font.bold and not sheet["A4"].font.bold


def test_awards_add_up_by_award_and_altogether(pool_with, tmp_path):
    more = """insert into award_budget values
        ('lvliang_city', '141102', '离石区', 2026, 'recognition', 'city_specialised', 2, 3, 20, 30, 20, 30, '吕梁方案 二（七）15', false),
        ('ip', '141102', '离石区', 2026, 'ip_purchase', null, 0, null, 0, null, 0, null, '山西省方案', false)"""
    write_exports(pool_with(more), tmp_path / "out")
    sheet = openpyxl.load_workbook(tmp_path / "out" / CITY)["奖补测算"]
    rows = [[cell.value for cell in row[:7]] for row in sheet.iter_rows(min_row=3)]
    assert rows[:3] == [
        ["吕梁市合计", 2026, "全部奖补", None, None, 30, 40],
        ["吕梁市合计", 2026, "知识产权交易", 0, None, 0, None],
        ["吕梁市合计", 2026, "市级专精特新中小企业", 3, 4, 30, 40],
    ]
    assert len(rows) == 6
    csv = (tmp_path / "out" / "csv" / "奖补测算_示例数据.csv").read_text(encoding="utf-8-sig")
    assert "合计" not in csv, "the plain table adds up by itself"
