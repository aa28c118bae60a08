"""Workbooks that come back whole: one sheet of them is read, what was filled in is an answer, the rest is not."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil

import openpyxl
import pyarrow.parquet as pq
import pytest
from unit.publish.conftest import make_pool

from dagster_project.ingest import ingest_source, load_contracts, scan
from dagster_project.publish.exports import write_exports

COUNTY, CITY = "141181_孝义市_示例数据.xlsx", "141100_吕梁市_汇总_示例数据.xlsx"
MORE = [
    """insert into match_review select 'm5', 'credit_blacklist', '=虚山丙有限公司', '', '141181', '141181',
        '91990000MA00000018', '虚山甲新材料有限公司', 'variant', 0.7, '-1分', true, '-', 1, 2, 'credit_blacklist/x.csv##3'""",
    """insert into match_review select 'm6', 'tech_sme', '虚山戊有限公司', '', null, '141181',
        '91990000MA00000026', '虚山乙新材料有限公司', 'variant', 0.6, '', false, '', 1, 3, 'tech_sme/x.csv##3'""",
]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sent")
    write_exports(make_pool(folder / "build" / "pool.duckdb", *MORE), folder / "out")
    return folder / "out"


@pytest.fixture
def exports(written, tmp_path):
    return shutil.copytree(written, tmp_path / "out")


def fill(path, sheet, key, answers):
    """Write {heading: value} into the rows whose cell under `key` is the answer's; save in place."""
    book = openpyxl.load_workbook(path)
    at = {cell.value: cell.column for cell in book[sheet][2]}
    for row in book[sheet].iter_rows(min_row=3):
        for heading, value in answers.get(row[at[key] - 1].value, {}).items():
            row[at[heading] - 1].value = value
    book.save(path)


def read(source, tmp_path, *paths):
    """Drop files into raw/<source>/2026-11-21 and ingest; (report, rows, notes)."""
    folder = tmp_path / "raw" / source / "2026-11-21"
    folder.mkdir(parents=True)
    for path in paths:
        (folder / path.name).write_bytes(path.read_bytes())
    contracts = load_contracts()
    found = scan(tmp_path / "raw", contracts, dt.date(2026, 11, 30))
    report = ingest_source(contracts[source], found.deliveries, tmp_path / "lake")
    rows = pq.read_table(tmp_path / "lake" / source / "rows.parquet").to_pylist()
    return report, rows, pq.read_table(tmp_path / "lake" / "note" / f"{source}.parquet").to_pylist()


@pytest.mark.parametrize("name", [COUNTY, CITY])
def test_a_whole_workbook_gives_exactly_the_verdicts_filled_in(exports, tmp_path, name):
    verdicts = {
        "虚山已新材料有限公司": {
            "判定": "同一企业",
            "判定人": "张三",
            "判定时间": dt.date(2026, 11, 20),
            "备注": "已核",
        },
        "'=虚山丙有限公司": {"判定": "不是同一企业"},
    }
    fill(exports / name, "名称待核", "名单上的名称", verdicts)
    report, rows, notes = read("match_decision", tmp_path, exports / name)
    assert report.problems == [] and (report.rows_accepted, report.rows_quarantined) == (2, 0)
    told = ("name", "source", "county", "verdict", "company_id", "decided_by", "decided_at", "note")
    assert [tuple(row[key] for key in told) for row in rows] == [
        (
            "虚山已新材料有限公司",
            "tech_sme",
            "孝义市",
            "same",
            "91990000MA00000026",
            "张三",
            "2026-11-20",
            "已核",
        ),
        (
            "=虚山丙有限公司",
            "credit_blacklist",
            "孝义市",
            "different",
            "91990000MA00000018",
            None,
            None,
            None,
        ),
    ]
    assert all(row["evidence"].endswith(f"{name}#名称待核!{row['row']}") for row in rows)
    assert any("1 行没有填写判定" in note["found"] for note in notes), "the undecided name is accounted for"
    assert any("其他表未读：封面" in note for note in report.notes)


SEALED = ("name", "uscc", "source", "county", "company_id", "candidate_name")


@pytest.mark.parametrize("name", [COUNTY, CITY])
def test_names_bear_the_seal_of_their_locked_cells_as_they_are_read_back(exports, tmp_path, name):
    verdicts = {
        text: {"判定": "未登记"} for text in ("虚山已新材料有限公司", "'=虚山丙有限公司", "虚山戊有限公司")
    }
    fill(exports / name, "名称待核", "名单上的名称", verdicts)
    _, rows, _ = read("match_decision", tmp_path, exports / name)
    seals = {
        "".join(hashlib.md5((row[key] or "").encode()).hexdigest()[:4] for key in SEALED) for row in rows
    }
    assert {row["seal"] for row in rows} == seals and len(seals) == 3
    assert {row["place"] for row in rows} == {name[:6]}


def test_a_name_without_a_county_of_its_own_comes_back_without_one(exports, tmp_path):
    fill(exports / COUNTY, "名称待核", "名单上的名称", {"虚山戊有限公司": {"判定": "同一企业"}})
    _, [row], _ = read("match_decision", tmp_path, exports / COUNTY)
    assert (row["name"], row["county"]) == ("虚山戊有限公司", None), "a county would keep it from its mention"


def test_verdicts_on_one_name_on_two_lists_both_stand(tmp_path, pool_with):
    pool = pool_with(
        "insert into match_review select * replace ('m7' as mention_id, 'penalty' as source) from match_review"
    )
    write_exports(pool, tmp_path / "out")
    answer = {"判定": "未登记", "判定时间": dt.date(2026, 11, 20)}
    fill(tmp_path / "out" / CITY, "名称待核", "名单上的名称", {"虚山已新材料有限公司": answer})
    _, rows, _ = read("match_decision", tmp_path, tmp_path / "out" / CITY)
    assert [(row["source"], row["is_current"]) for row in rows] == [("tech_sme", True), ("penalty", True)]


def test_a_whole_workbook_gives_exactly_the_answers_filled_in(exports, tmp_path):
    answers = {"revenue": {"填报值": 1234.5, "填报人": "李四", "填报日期": dt.date(2026, 11, 20)}}
    fill(exports / COUNTY, "缺什么问什么", "指标", answers)
    report, rows, notes = read("county_feedback", tmp_path, exports / COUNTY)
    assert report.problems == [] and report.rows_quarantined == 0
    told = ("company_id", "name", "metric", "period", "value", "answered_by", "answered_on")
    assert [tuple(row[key] for key in told) for row in rows] == [
        (
            "91990000MA00000018",
            "虚山甲新材料有限公司",
            "revenue",
            "2025",
            "1234.5",
            "李四",
            dt.date(2026, 11, 20),
        )
    ]
    assert any("1 行没有填写" in note["found"] for note in notes)


def test_the_citys_workbook_goes_where_the_counties_go(exports, tmp_path):
    fill(exports / CITY, "名称待核", "名单上的名称", {"虚山戊有限公司": {"判定": "未登记"}})
    folder = tmp_path / "raw" / "county_feedback" / "2026-11-21"
    folder.mkdir(parents=True)
    (exports / CITY).rename(folder / CITY)
    contracts = load_contracts()
    found = scan(tmp_path / "raw", contracts, dt.date(2026, 11, 30))
    reports = {
        source: ingest_source(contracts[source], found.deliveries, tmp_path / "lake")
        for source in ("county_feedback", "county_visit", "match_decision")
    }
    assert [report.problems for report in reports.values()] == [[], [], []]
    assert [report.rows_accepted for report in reports.values()] == [0, 0, 1], (
        "a sheet without columns to fill in tells of no visit"
    )


def test_workbooks_in_an_archive_are_each_read_by_that_sheet(exports, tmp_path):
    import zipfile

    fill(exports / COUNTY, "名称待核", "名单上的名称", {"虚山戊有限公司": {"判定": "未登记"}})
    fill(exports / CITY, "名称待核", "名单上的名称", {"虚山戊有限公司": {"判定": "同一企业"}})
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for name in (COUNTY, CITY):
            archive.write(exports / name, name)
    report, rows, _ = read("match_decision", tmp_path, tmp_path / "all.zip")
    assert report.problems == []
    assert {(row["file"].split("!")[1], row["verdict"]) for row in rows} == {
        (COUNTY, "not_registered"),
        (CITY, "same"),
    }


def test_an_answer_is_about_company_metric_and_period_whatever_it_is_called_by_then(tmp_path):
    folder = tmp_path / "answers"
    folder.mkdir()
    head = "企业编号,企业名称,指标,期间,填报值\n"
    (folder / "a.csv").write_text(head + "X:1,甲公司,revenue,2025,1\nX:1,甲公司,revenue,2024,1\n", "utf-8")
    (folder / "b.csv").write_text(
        head
        + "X:1,甲新公司,revenue,2025,2\n,乙公司,revenue,2025,3\n,丙公司,revenue,2025,4\nX:1,甲公司,staff,2025,\n",
        "utf-8",
    )
    _, rows, _ = read("county_feedback", tmp_path, folder / "a.csv", folder / "b.csv")
    assert {(r["name"], r["period"], r["value"]) for r in rows if r["is_current"]} == {
        ("甲公司", "2024", "1"),
        ("甲新公司", "2025", "2"),
        ("乙公司", "2025", "3"),
        ("丙公司", "2025", "4"),
    }
