"""Yearly reports in yuan instead of 万元: caught by file, behind a correction, row by row."""

from __future__ import annotations

import duckdb
from unit.quality.audits import AS_OF

from dagster_project.quality import CheckResult, deliveries, expectations, failing, measures
from dagster_project.quality.audit import judged
from dagster_project.settings import EXPECTATIONS


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
