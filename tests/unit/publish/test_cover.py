"""What a workbook's cover says."""

from __future__ import annotations

import openpyxl
import pytest
from unit.publish.books import CITY, EMPTY, XIAOYI, ZONE, cells

from dagster_project.feedback.corrections import FORM
from dagster_project.publish.exports import write_exports


@pytest.mark.parametrize("name", [XIAOYI, CITY])
def test_how_to_send_a_workbook_back_is_said_once_and_on_its_cover(exports, name):
    said = {place: text for place, text in cells(exports / name).items() if "/收到日期" in str(text)}
    assert {sheet for sheet, _ in said} == {"封面"}
    [text] = said.values()
    assert "county_feedback/收到日期/" in text and FORM in text and "match_decision" not in text


def test_the_cover_puts_held_deliveries_first_and_says_what_to_do(exports):
    sheet = openpyxl.load_workbook(exports / EMPTY)["封面"]
    lines = [cell.value for cell in sheet["A"] if cell.value]
    held = next(i for i, line in enumerate(lines) if "未能读取" in line)
    assert held < next(i for i, line in enumerate(lines) if line == "概况")
    assert "高企11月.xlsx" in lines[held + 1]
    assert "“证书编号”" in lines[held + 1]
    assert "把列名改回“证书编号”" in lines[held + 1]
    problem = next(c for c in sheet["A"] if c.value and "高企11月.xlsx" in c.value)
    assert problem.font.color.rgb == "FFB00020"
    assert not [line for line in lines if "编码无法识别" in line], (
        "a later full list was read: no longer a problem"
    )


def test_the_cover_says_date_sample_and_each_sources_newest_delivery(exports):
    text = "\n".join(str(v) for (sheet, _), v in cells(exports / ZONE).items() if sheet == "封面")
    assert "2026年11月20日" in text
    assert "示例数据" in text
    assert "所在县：孝义市" in text
    sheet = openpyxl.load_workbook(exports / ZONE)["封面"]
    sources = {row[0].value: [c.value for c in row[1:8]] for row in sheet.iter_rows() if row[0].value}
    assert sources["高新技术企业名单"] == [
        "省科技厅", "2026-11-10", "2025-12-01", "最新一批未采用，沿用上一批", 12, 12, 0,
    ]  # fmt: skip
    assert sources["失信名单"][3] == "逾期 71 天"
    assert sources["科技型中小企业名单"][1:4] == ["—", "—", "尚未收到"]


def test_real_data_carries_no_sample_mark(pool_with, tmp_path):
    pool = pool_with("update stg_run set is_sample = false")
    write_exports(pool, tmp_path / "out")
    names = [p.name for p in (tmp_path / "out").rglob("*") if p.is_file()]
    assert not [name for name in names if "示例" in name]
    text = "\n".join(str(v) for v in cells(tmp_path / "out" / "141181_孝义市.xlsx").values())
    assert "示例数据" not in text
