"""The quick ways of reading say what the thorough ones say."""

import csv
import io
import itertools
import random
from pathlib import Path

import pyarrow as pa
import pytest
from files.matrix import HERE, run

from dagster_project.ingest import body, load_contracts
from dagster_project.ingest.body import _are_companies
from dagster_project.ingest.lines import is_count, may_be_line, may_close
from dagster_project.ingest.readers import records
from dagster_project.ingest.readers.base import Sheet, UnreadableError
from dagster_project.ingest.readers.delimited import read_delimited
from dagster_project.ingest.resemble import may_open_table

OPENINGS = ["", "注：", "合计", "小计3家", "单位：", "单位为", "以万元为单位", "第一批", "第2页", "附件一", "（一）", "一、", "截至2024", "共5家",
            "以上共", "填表人", "来源：", "email", "3", "转下页", "2024年", "落款时间：", "企业名称", "称号", "此致", "甲"]  # fmt: skip
ENDS = [
    "公司",
    "公司（盖章）",
    "有限公司",
    "某某科技（集团）有限公司",
    "某某 有限公司",
    "专业合作社",
    "企业名称厂",
    "CN104751825B",
    "GR202414",
    "局",
    "县人民政府",
    "公司：",
]


@pytest.mark.parametrize("source", ["high_tech_enterprise", "patent_grant"])
def test_what_is_told_as_a_company_is_none_of_the_other_lines(source):
    contract = load_contracts()[source]
    texts = ["".join(pair) for pair in itertools.product(OPENINGS, ENDS)]
    plain = _are_companies(contract, pa.array(texts))
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


def records_of(path: Path, count: int) -> list:
    """Its first row, then the others `count` at a time; what is told and raised, too."""
    sheet = Sheet("表1", ())
    reader = records.Records(path, "utf-8", ",", sheet)
    found: list = []
    try:
        found += itertools.islice(reader, 1)
        while taken := reader.take(count):
            assert len(taken) <= count
            found += taken
    except UnreadableError as error:
        found.append(error.found)
    return [*found, sheet.cut, sheet.notes]


def careful(monkeypatch) -> None:
    """Every record is read by the csv module."""
    monkeypatch.setattr(records, "even_rows", lambda *_: None)


@pytest.mark.parametrize("size", [17, 400])
def test_lines_at_once_are_what_the_csv_module_reads(tmp_path, monkeypatch, size):
    monkeypatch.setattr(records, "_FIRST", 8)
    monkeypatch.setattr(records, "_TEXT", size)
    chance, path = random.Random(size), tmp_path / "a.csv"
    cells = ["甲", "", " ", "12", '"a,b"', '"x""y"', 'a"b', '"q"r', "\ufeff", "\t", "NULL", "\0"]
    many = 0
    for _ in range(25):
        odd = chance.random() < 0.3
        rows = [
            ",".join(chance.choices(cells[: 4 if odd else 12], k=chance.choice([3, 3, 3, 2]) if odd else 3))
            + chance.choice(["\n", "\r\n"] if not odd else ["\n", "\n\n", "\r", '"\n', ""])
            for _ in range(30)
        ]
        path.write_text("".join(rows), encoding="utf-8", newline="")
        for count in (7, 100):
            quick = records_of(path, count)
            with monkeypatch.context() as patch:
                careful(patch)
                assert records_of(path, count) == quick
        if isinstance(quick[-3], tuple) and not quick[-2]:
            text = "".join(rows).replace("\0", "")
            assert quick[:-2] == [
                (n, found) for n, found in enumerate(csv.reader(io.StringIO(text, newline="")), 1) if found
            ]
            many += 1
    assert many > 10


@pytest.mark.parametrize("name", sorted(path.name for path in HERE.glob("csv/*")))
def test_both_ways_make_the_same_of_every_csv(tmp_path, monkeypatch, name):
    monkeypatch.setattr(records, "_FIRST", 20)
    monkeypatch.setattr(records, "_TEXT", 90)
    quick = run(f"csv/{name}", tmp_path / "quick")
    careful(monkeypatch)
    assert run(f"csv/{name}", tmp_path / "careful") == quick


def test_rows_keep_their_numbers_and_faults_among_many_even_ones(bureau, monkeypatch):
    monkeypatch.setattr(records, "_TEXT", 20_000)
    monkeypatch.setattr(body, "BLOCK", 2_500)
    lines = [
        "2024年高新技术企业名单",
        "企业名称,证书编号",
        *(f"示例{n}公司,GR2021{n:08d}" for n in range(7_000)),
    ]
    lines[3_001], lines[6_002] = "示例缺号公司", ""
    lines[6_503] += ",多一格"
    lines[6_604:6_606] = ['"示例', '换行公司",GR202199999999']
    lines.append("合计,6999")
    text = "\n".join(lines) + "\n"

    def tables() -> list:
        bureau.put("high_tech_enterprise/2026-01-05/a.csv", text)
        bureau.read("high_tech_enterprise")
        names = ("quarantine", "note")
        return [
            bureau.rows("high_tech_enterprise"),
            *(bureau.table(n, "high_tech_enterprise") for n in names),
        ]

    quick = tables()
    by_row = {row["row"]: row["name"] for row in quick[0]}
    assert by_row[3] == "示例0公司" and by_row[6_503] == "示例6500公司" and by_row[7_001] == "示例6999公司"
    assert [row["row"] for row in quick[1]] == [3_002, 6_504]
    careful(monkeypatch)
    bureau.lake = bureau.lake.with_name("again")
    assert tables() == quick
