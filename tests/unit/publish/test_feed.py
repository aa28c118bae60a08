"""The dated feed: every change with its day, its place, and the facts beneath it."""

import csv
import json

import duckdb

from dagster_project.publish.context import read_context
from dagster_project.publish.feed import write_feed


def test_a_change_has_its_day_its_place_and_the_facts_that_changed(pool, tmp_path):
    with duckdb.connect(str(pool), read_only=True) as connection:
        context = read_context(connection)
        written = write_feed(connection, tmp_path, context, "_示例数据")
    name = f"变化_{context.as_of}_示例数据"
    told = json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8"))
    with open(tmp_path / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert written == {f"{name}.csv": len(rows), f"{name}.json": len(told["changes"])} and rows
    entered = next(change for change in told["changes"] if change["change"] == "entered")
    assert (entered["as_of"], entered["as_of_before"]) == ("2026-11-20", "2026-11-13")
    assert entered["county_code"] == "141102"
    assert [fact["evidence"] for fact in entered["facts"]] == ["tech_sme/2026-10-20/名单.html#表1!7"]
    assert [row["company_id"] for row in rows] == [change["company_id"] for change in told["changes"]]
