"""Expectations are loaded strictly, measured in DuckDB, and judged on both sides."""

from __future__ import annotations

import re
from datetime import date

import duckdb
import pyarrow.parquet as pq
import pytest
import yaml

from dagster_project.ingest import load_contracts
from dagster_project.publish.history import SCHEMAS
from dagster_project.quality import CheckResult, expectations, failing, judge, measures, trend
from dagster_project.quality.pages import write_pages
from dagster_project.settings import DBT_PROJECT, EXPECTATIONS

AS_OF = date(2026, 11, 20)
TABLE = """
table: stg_titles
source: recognised_title
title: 称号名单
checks:
  - {measure: volume_ratio, title: 行数比, min: 0.6, max: 1.8, advice: 核对}
  - {measure: filled, column: valid_to, title: 有效期填充率, min: 0.5, severity: warn, advice: 补要}
  - {measure: quarantined_share, title: 隔离比例, max: 0.05, advice: 改正}
  - {measure: days_overdue, title: 逾期天数, max: 0, advice: 催}
  - {measure: rows, title: 行数, min: 1, advice: 检查}
"""


@pytest.fixture
def checks(tmp_path):
    (tmp_path / "titles.yaml").write_text(TABLE, encoding="utf-8")
    return {check.measure: check for check in expectations.load(tmp_path)}


@pytest.fixture
def build():
    connection = duckdb.connect()
    connection.execute("create table stg_titles (name varchar, valid_to date, delivery_date date)")
    connection.execute(
        "insert into stg_titles select '企业' || n, case when n % 4 = 0 then date '2027-01-01' end, date '2026-10-21'"
        " from range(8) as t(n)"
    )
    connection.execute("insert into stg_titles values ('早先的一行', '2027-01-01', '2026-10-01')")
    connection.execute(
        "create table stg_delivery (source varchar, delivery_date date, status varchar, rows_read int,"
        " rows_quarantined int, files varchar)"
    )
    connection.execute("create table stg_contract (source varchar, cadence_days int)")
    connection.execute("insert into stg_contract values ('recognised_title', 30)")
    return connection


def deliver(build, day: str, rows: int, quarantined: int = 0, status: str = "read") -> None:
    build.execute(
        "insert into stg_delivery values ('recognised_title', ?, ?, ?, ?, ?)",
        [day, status, rows, quarantined, f"名单_{day}.xlsx"],
    )


def test_nothing_delivered_is_nothing_to_measure(build, checks):
    assert {measures.measure(build, check, AS_OF) for check in checks.values()} == {None}


def test_half_of_a_list_blocks_and_a_doubled_one_warns(build, checks):
    deliver(build, "2026-10-01", 100)
    deliver(build, "2026-11-01", 50)
    deliver(build, "2026-11-10", 7, status="held")  # a delivery that wasn't read can't be compared
    figure = measures.measure(build, checks["volume_ratio"], AS_OF)
    assert figure == 0.5
    assert checks["volume_ratio"].severity(figure) == "block"
    assert checks["volume_ratio"].severity(2.0) == "warn"
    told = measures.deliveries_in_words(build, "recognised_title")
    assert (
        told
        == "最新一批 2026-11-01 收到的 名单_2026-11-01.xlsx，50 行；上一批 2026-10-01 收到的 名单_2026-10-01.xlsx，100 行"
    )


def test_first_delivery_has_nothing_to_compare_with(build, checks):
    deliver(build, "2026-11-01", 50)
    assert measures.measure(build, checks["volume_ratio"], AS_OF) is None


def test_figures_of_the_newest_delivery(build, checks):
    deliver(build, "2026-10-01", 100, quarantined=50)
    deliver(build, "2026-10-21", 100, quarantined=3)
    assert measures.measure(build, checks["quarantined_share"], AS_OF) == 0.03
    assert measures.measure(build, checks["days_overdue"], AS_OF) == 0  # 30 days after, cadence 30
    assert measures.measure(build, checks["days_overdue"], date(2026, 11, 23)) == 3
    assert measures.measure(build, checks["filled"], AS_OF) == 0.25
    assert measures.measure(build, checks["rows"], AS_OF) == 8, "the newest delivery's alone"


def test_judged_at_the_bounds_and_beyond(checks):
    low, high = checks["volume_ratio"], checks["quarantined_share"]
    filled, rows = checks["filled"], checks["rows"]
    verdict = judge.judge([(low, 0.6), (high, 0.0501), (filled, 0.25), (rows, 1.0)], AS_OF, docs=None)
    assert verdict == {
        "stg_titles.volume_ratio": True,
        "stg_titles.quarantined_share": False,
        "stg_titles.filled_valid_to": False,
        "stg_titles.rows": True,
    }
    assert filled.severity(0.25) == "warn"


def test_data_docs_are_written(tmp_path, checks):
    judge.judge([(checks["rows"], 1.0)], AS_OF, docs=tmp_path)
    assert (tmp_path / "index.html").exists()


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("{measure: rows, title: 行数, min: 1}", "advice"),
        ("{measure: rows, title: 行数, advice: 查}", "min"),
        ("{measure: weight, title: 行数, min: 1, advice: 查}", "measure"),
        ("{measure: rows, title: 行数, min: 1, advice: 查, colour: red}", "colour"),
        ("{measure: rows, title: 行数, min: 1, advice: 查, severity: block}", "severity"),
        ("{measure: filled, title: 填充率, min: 1, advice: 查}", "column"),
        ("{measure: days_overdue, title: 逾期, max: 0, advice: 查}", "source"),
    ],
)
def test_a_check_that_says_too_little_is_refused(tmp_path, line, word):
    (tmp_path / "bad.yaml").write_text(f"table: t\ntitle: 表\nchecks:\n  - {line}\n", encoding="utf-8")
    with pytest.raises(expectations.ExpectationError, match=word):
        expectations.load(tmp_path)


def test_two_checks_of_one_name_are_refused(tmp_path):
    line = "  - {measure: rows, title: 行数, min: 1, advice: 查}\n"
    (tmp_path / "bad.yaml").write_text(f"table: t\ntitle: 表\nchecks:\n{line}{line}", encoding="utf-8")
    with pytest.raises(expectations.ExpectationError, match="同名"):
        expectations.load(tmp_path)


def test_shipped_expectations_load_and_watch_every_source():
    sources = {check.source for check in expectations.load(EXPECTATIONS)}
    contracts = {path.stem for path in (EXPECTATIONS.parent / "dagster_project" / "sources").glob("*.yaml")}
    assert contracts <= sources


def test_a_share_of_a_handful_of_rows_says_nothing(build, checks):
    deliver(build, "2026-11-01", 4, quarantined=4)
    assert measures.measure(build, checks["quarantined_share"], AS_OF) is None
    assert measures.measure(build, checks["filled"], AS_OF) is None


def test_no_check_twice():
    """dbt owns keys, relations, accepted values and what must be there; ingest what its contract requires."""
    required = {
        (f"stg_{source}", column.name)
        for source, contract in load_contracts().items()
        for column in contract.columns.values()
        if column.required
    }
    for file in (DBT_PROJECT / "models").rglob("*.yml"):
        for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models", []):
            tested = [c["name"] for c in model.get("columns", []) if "not_null" in c.get("data_tests", [])]
            required |= {(model["name"], column) for column in tested}
    checks = expectations.load(EXPECTATIONS)
    twice = [
        c.name for c in checks if c.measure == "filled" and (c.table, c.column) in required and not c.where
    ]
    assert twice == []
    assert len({check.name for check in checks}) == len(checks)


def test_the_rows_behind_a_failure_are_told_by_file_sheet_and_row(tmp_path):
    connection = duckdb.connect()
    connection.execute(
        """
        create table stg_tech_sme as select '企业' as name, '=1+1' as uscc, 'tech_sme/2026-11-01/一.csv' as file,
            '表1' as sheet, n + 2 as "row", date '2026-11-01' as delivery_date, 2019 as year from range(6) as t(n);
        create table stg_delivery as select 'tech_sme' as source, date '2026-11-01' as delivery_date, 'read' as status
        """
    )
    [check] = [c for c in expectations.load(EXPECTATIONS) if c.name == "stg_tech_sme.share_year"]
    assert failing.write_failing(connection, check, 0.0, AS_OF, tmp_path) == "tech_sme.share_year.csv"
    lines = (tmp_path / "tech_sme.share_year.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "文件,表,行,列,内容,问题,处理"
    assert len(lines) == 7 and lines[1].startswith("tech_sme/2026-11-01/一.csv,表1,2,年度,2019,")


def history_of(tmp_path, figures):
    """A quality history of one check, a publication a day."""
    table = SCHEMAS["quality"].empty_table()
    for day, figure in enumerate(figures, start=1):
        pq.write_table(table, tmp_path / "earlier.parquet")
        result = CheckResult("t", "rows", "行数", "warn", "passed", figure, 1, None, "查")
        table = trend.history([result], date(2026, 11, day), tmp_path / "earlier.parquet")
    return table


def test_the_trend_keeps_every_night_and_the_same_history_gives_the_same_picture(tmp_path):
    table = history_of(tmp_path, [4.0, 3.0, None, 1.0])
    assert table["figure"].to_pylist() == [4.0, 3.0, None, 1.0]
    pictures = [tmp_path / "one.svg", tmp_path / "two.svg"]
    for path in pictures:
        trend.plot(table, path)
    assert pictures[0].read_bytes() == pictures[1].read_bytes()
    text = pictures[0].read_text(encoding="utf-8")
    assert "行数" in text and "http://" not in text.replace("http://www.w3.org", "").replace(
        "http://purl.org", ""
    ).replace("http://creativecommons.org", "")


def test_the_pages_read_in_chinese_and_fetch_nothing(checks, tmp_path):
    good = judge.judge([(checks["rows"], 0.0), (checks["filled"], 0.7)], AS_OF, tmp_path / "quality")
    results = [
        CheckResult(check.table, check.key, check.title, "warn", status, 0.0, check.low, check.high, "核对")
        for check, status in ((checks["rows"], "failed"), (checks["filled"], "passed"))
    ]
    assert good == {"stg_titles.rows": False, "stg_titles.filled_valid_to": True}
    write_pages(results, tmp_path)
    pages = {page: page.read_text(encoding="utf-8") for page in tmp_path.rglob("*.html")}
    [validation] = [text for page, text in pages.items() if "validations" in page.parts]
    assert "称号名单：行数" in validation and "称号名单：有效期填充率" in validation
    shown = re.sub(r"<(style|script).*?</\1>|<[^>]*>", " ", validation, flags=re.DOTALL)
    assert "不低于" in shown and "Expectation Validation" not in shown and "Subscribe" not in shown
    for text in pages.values():
        assert not re.search(r"<(?:script|link|img)[^>]*https?:", text)
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "共 2 项：通过 1，未通过 1，无从测量 0" in index
    assert index.index("称号名单：行数") < index.index("称号名单：有效期填充率"), "what failed stands first"
