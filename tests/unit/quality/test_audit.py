"""Expectations are loaded strictly, measured in DuckDB, and judged on both sides."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest
from unit.quality.audits import AS_OF, deliver, figure, new

from dagster_project.quality import deliveries, expectations, failing, judge, measures
from dagster_project.settings import EXPECTATIONS


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


def test_a_share_of_a_handful_of_rows_says_nothing(build, checks):
    deliver(build, "2026-11-01", 4, quarantined=4)
    assert figure(build, checks["accepted_share"]) is None
    assert figure(build, checks["filled"]) is None


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
