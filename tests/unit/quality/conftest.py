"""A build of one list, its checks, and deliveries of it to audit."""

from __future__ import annotations

import duckdb
import pytest

from dagster_project.quality import expectations

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
