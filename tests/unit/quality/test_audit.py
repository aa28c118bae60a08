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
from dagster_project.quality import CheckResult, deliveries, expectations, failing, judge, measures, trend
from dagster_project.quality.audit import judged
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
  - {measure: accepted_share, title: 可用比例, min: 0.95, block_below: 0.5, advice: 改正}
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
    connection.execute(
        "create table stg_titles (name varchar, valid_to date, delivery_date date, evidence varchar,"
        " file varchar default '名单.xlsx', is_current boolean default true, superseded_by varchar default '')"
    )
    connection.execute(
        "insert into stg_titles (name, valid_to, delivery_date) select '企业' || n, case when n % 4 = 0 then date '2027-01-01' end, date '2026-10-21'"
        " from range(8) as t(n)"
    )
    connection.execute(
        "insert into stg_titles (name, valid_to, delivery_date) values ('早先的一行', '2027-01-01', '2026-10-01')"
    )
    connection.execute(
        "create table stg_delivery (source varchar, delivery_date date, status varchar, rows_read int,"
        " rows_accepted int, files varchar, file_hash varchar)"
    )
    connection.execute("create table stg_contract (source varchar, cadence_days int)")
    connection.execute("insert into stg_contract values ('recognised_title', 30)")
    return connection


def deliver(build, day: str, rows: int, quarantined: int = 0, status: str = "read") -> None:
    build.execute(
        "insert into stg_delivery values ('recognised_title', ?, ?, ?, ?, ?, ?)",
        [day, status, rows, rows - quarantined, f"名单_{day}.xlsx", f"hash {day}"],
    )


def new(build, *published: str) -> list[deliveries.Delivery]:
    """The deliveries to audit, when those of some days were published."""
    vouched = {("recognised_title", date.fromisoformat(day), f"hash {day}") for day in published}
    return deliveries.to_audit(build, "recognised_title", "stg_titles", vouched)


def figure(build, check, as_of=AS_OF, published=()):
    """The figure that a check is judged by."""
    build.execute("set variable as_of = $value", {"value": as_of})
    worst = measures.worst(check, measures.measure(build, check, new(build, *published)))
    return None if worst is None else worst.value


def test_nothing_delivered_is_nothing_to_measure(build, checks):
    assert {figure(build, check) for check in checks.values()} == {None}


def test_half_of_a_list_blocks_and_a_doubled_one_warns(build, checks):
    deliver(build, "2026-10-01", 100)
    deliver(build, "2026-11-01", 50)
    deliver(build, "2026-11-10", 7, status="held")  # a delivery that wasn't read can't be compared
    assert figure(build, checks["volume_ratio"]) == 0.5
    assert checks["volume_ratio"].severity(0.5) == "block"
    assert checks["volume_ratio"].severity(2.0) == "warn"
    told = deliveries.in_words(build, new(build)[0])
    assert (
        told
        == "新到一批 2026-11-01 收到的 名单_2026-11-01.xlsx，50 行；上一批 2026-10-01 收到的 名单_2026-10-01.xlsx，100 行"
    )


def test_a_wrong_list_sent_twice_is_no_measure_of_itself(build, checks):
    for day, rows in (("2026-10-01", 100), ("2026-11-01", 50), ("2026-11-02", 50)):
        deliver(build, day, rows)
    assert figure(build, checks["volume_ratio"], published=["2026-10-01"]) == 0.5
    assert figure(build, checks["volume_ratio"], published=["2026-10-01", "2026-11-01"]) == 1


def test_first_delivery_has_nothing_to_compare_with(build, checks):
    deliver(build, "2026-11-01", 50)
    assert figure(build, checks["volume_ratio"]) is None


def test_figures_of_the_newest_delivery(build, checks):
    deliver(build, "2026-10-01", 100, quarantined=30)
    deliver(build, "2026-10-21", 100, quarantined=3)
    assert figure(build, checks["accepted_share"]) == 0.97, (
        "of a stock what warns is told of the newest alone"
    )
    assert figure(build, checks["days_overdue"]) == 0  # 30 days after, cadence 30
    assert figure(build, checks["days_overdue"], date(2026, 11, 23)) == 3
    assert figure(build, checks["filled"]) == 0.25
    assert figure(build, checks["rows"]) == 8, "the newest delivery's alone"


@pytest.mark.parametrize("published", [(), ("2026-10-01",)])
def test_what_blocked_goes_on_blocking_after_a_later_delivery(build, checks, published):
    """Until it is withdrawn, corrected row by row, or published by somebody who widened the bound."""
    check = checks["accepted_share"]
    deliver(build, "2026-10-01", 100)
    deliver(build, "2026-10-21", 100, quarantined=90)
    deliver(build, "2026-11-01", 8)
    build.execute(
        "insert into stg_titles (name, delivery_date) select '更正' || n, date '2026-11-01' from range(8) as t(n)"
    )
    assert figure(build, check, published=published) == 0.1
    [wrong] = [one for one in new(build, *published) if one.day == date(2026, 10, 21)]
    assert "2026-11-01 又收到一批，没有替换它" in deliveries.in_words(build, wrong)
    assert figure(build, check, published=["2026-10-01", "2026-10-21"]) == 1
    build.execute("begin")
    build.execute(
        "update stg_titles set is_current = false, superseded_by = '更正' where delivery_date = '2026-10-21'"
    )
    assert figure(build, check, published=published) == 1
    build.execute("rollback")
    build.execute("update stg_delivery set status = 'withdrawn' where delivery_date = '2026-10-21'")
    assert figure(build, check, published=published) == 1


def test_what_warns_is_told_of_every_delivery_since_the_last_publication(build, checks):
    deliver(build, "2026-10-01", 100)
    deliver(build, "2026-10-21", 100, quarantined=10)
    deliver(build, "2026-11-01", 8)
    assert figure(build, checks["accepted_share"], published=["2026-10-01"]) == 0.9


def test_judged_at_the_bounds_and_beyond(checks):
    low, high = checks["volume_ratio"], checks["days_overdue"]
    filled, rows = checks["filled"], checks["rows"]
    verdict = judge.judge([(low, 0.6), (high, 1.0), (filled, 0.25), (rows, 1.0)], AS_OF, docs=None)
    assert verdict == {
        "stg_titles.volume_ratio": True,
        "stg_titles.days_overdue": False,
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
        ("{measure: rows, title: 行数, min: 1, block_below: 2, advice: 查}", "block_below"),
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
    assert figure(build, checks["accepted_share"]) is None
    assert figure(build, checks["filled"]) is None


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
    for file in (DBT_PROJECT / "tests").glob("*.sql"):
        text = file.read_text(encoding="utf-8")
        models = re.findall(r"ref\('(\w+)'\)", text)
        asked = re.findall(r"coalesce\((\w+), ''\) = ''", text)
        required |= {(model, column) for model in models for column in asked}
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
            '表1' as sheet, n + 2 as "row", date '2026-11-01' as delivery_date, 2019 as year, true as is_current,
            '' as superseded_by, 'tech_sme/2026-11-01/一.csv#表1!' || n as evidence from range(6) as t(n);
        create table stg_delivery as select 'tech_sme' as source, date '2026-11-01' as delivery_date, 'read' as status,
            '一' as file_hash
        """
    )
    [check] = [c for c in expectations.load(EXPECTATIONS) if c.name == "stg_tech_sme.share_year"]
    figures = measures.measure(
        connection, check, deliveries.to_audit(connection, "tech_sme", check.table, ())
    )
    assert failing.write_failing(connection, check, figures, tmp_path) == "tech_sme.share_year.csv"
    lines = (tmp_path / "tech_sme.share_year.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "文件,表,行,列,内容,问题,处理"
    assert len(lines) == 7 and lines[1].startswith("tech_sme/2026-11-01/一.csv,表1,2,年度,2019,")


def reports(*files: tuple[str, str, int, int]) -> duckdb.DuckDBPyConnection:
    """Yearly reports in files: (day, file, rows, what R&D of 50 万元 was multiplied by)."""
    connection = duckdb.connect()
    connection.execute(
        """
        create table stg_company_report (name varchar, file varchar, sheet varchar, "row" int, delivery_date date,
            evidence varchar, is_current boolean, superseded_by varchar, revenue int, main_revenue int, rd_expense int);
        create table stg_delivery (source varchar, delivery_date date, files varchar, file_hash varchar, status varchar,
            rows_read int, rows_accepted int)
        """
    )
    for day, file, rows, times in files:
        connection.execute(
            "insert into stg_company_report select '企业' || n, $file, '表1', n + 2, $day, $file || n, true, '', 1000, 1000,"
            " 50 * $times from range($rows) as t(n)",
            {"file": file, "day": day, "rows": rows, "times": times},
        )
    connection.execute(
        "insert into stg_delivery select 'company_report', delivery_date, string_agg(distinct file, '; ' order by file),"
        " delivery_date::varchar, 'read', count(*), count(*) from stg_company_report group by delivery_date"
    )
    return connection


def audited(connection, *names: str) -> dict[str, CheckResult]:
    """The results of some checks on company_report, by key."""
    checks = [
        c for c in expectations.load(EXPECTATIONS) if c.table == "stg_company_report" and c.key in names
    ]
    return {result.key: result for result in judged(connection, checks, AS_OF)}


def test_one_countys_file_in_yuan_among_others_blocks_and_is_named():
    files = (("2026-11-18", "甲县.csv", 59, 1), ("2026-11-18", "乙县.csv", 12, 10_000))
    found = audited(reports(*files), "share_rd_expense")["share_rd_expense"]
    assert (found.status, found.severity, found.figure) == ("failed", "block", 0)
    assert "2026-11-18 收到的" in found.deliveries and "其中 乙县.csv" in found.deliveries


def test_research_in_yuan_is_caught_behind_a_later_correction():
    files = (("2026-11-18", "一.csv", 25, 10_000), ("2026-11-19", "二.csv", 3, 1))
    found = audited(reports(*files), "share_rd_expense")["share_rd_expense"]
    assert (found.status, found.severity) == ("failed", "block")
    assert "2026-11-18 收到的" in found.deliveries and "2026-11-19 又收到一批" in found.deliveries


def test_a_handful_of_rows_in_yuan_warns_row_by_row(tmp_path):
    files = (("2026-11-18", "甲县.csv", 59, 1), ("2026-11-18", "乙县.csv", 3, 10_000))
    connection = reports(*files)
    found = audited(connection, "share_rd_expense", "rows_rd_expense")
    assert found["share_rd_expense"].status == "passed"
    assert (found["rows_rd_expense"].status, found["rows_rd_expense"].figure) == ("failed", 3)
    [check] = [c for c in expectations.load(EXPECTATIONS) if c.name == "stg_company_report.rows_rd_expense"]
    new = deliveries.to_audit(connection, check.source, check.table, ())
    failing.write_failing(connection, check, measures.measure(connection, check, new), tmp_path)
    lines = (tmp_path / "company_report.rows_rd_expense.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["乙县.csv"] * 3


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
