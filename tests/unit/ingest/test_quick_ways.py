"""The quick ways of reading say what the thorough ones say."""

import itertools

import pytest

from dagster_project.ingest import load_contracts
from dagster_project.ingest.body import _are_companies
from dagster_project.ingest.lines import is_count, may_be_line, may_close
from dagster_project.ingest.readers.delimited import read_delimited
from dagster_project.ingest.resemble import may_open_table

OPENINGS = ["", "注：", "合计", "小计3家", "单位：", "单位为", "以万元为单位", "第一批", "第2页", "附件一", "（一）", "一、", "截至2024", "共5家",
            "以上共", "填表人", "来源：", "email", "3", "转下页", "2024年", "落款时间：", "企业名称", "称号", "此致", "甲"]  # fmt: skip
ENDS = ["公司", "公司（盖章）", "有限公司", "某某科技（集团）有限公司", "局", "县人民政府", "公司："]


@pytest.mark.parametrize("source", ["high_tech_enterprise", "patent_grant"])
def test_what_is_told_as_a_company_is_none_of_the_other_lines(source):
    contract = load_contracts()[source]
    texts = ["".join(pair) for pair in itertools.product(OPENINGS, ENDS)]
    plain = _are_companies(contract, texts)
    assert plain.any()
    for text in itertools.compress(texts, plain):
        assert not (is_count(text) or may_be_line(text) or may_close(text) or may_open_table(text)), text
        assert not contract.may_be_heading(text)


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\0"])
def test_lines_are_counted_whatever_the_file_ends_with(tmp_path, end):
    path = tmp_path / "a.csv"
    lines = [
        "企业名称,县",
        *(f"示例{n}公司,虚\0构县" if n == 7 else f"示例{n}公司,虚构县" for n in range(90_000)),
    ]
    path.write_text("\n".join(lines) + end, encoding="utf-8", newline="")
    (sheet,) = read_delimited(path)
    rows = list(sheet.rows)
    assert [number for number, _ in rows] == list(range(1, 90_002))
    assert rows[8] == (9, ["示例7公司", "虚构县"]) and rows[-1][1] == ["示例89999公司", "虚构县"]
    zeros = 2 if end == "\0" else 1
    assert f"有 {zeros} 处空字节，已略去" in sheet.notes
    assert any("没有换行" in note for note in sheet.notes) == (end in ("", "\0"))
