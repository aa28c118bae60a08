"""What changed on a day, for other systems: one CSV and one JSON a publication, with the day in their names."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.publish.context import Context
from dagster_project.sql import dicts

_CHANGES = """
    select x.change, x.company_id, x.name, x.county_code, x.zone_code, x.tier, x."before", x."after", x.reason, x.evidence
    from pool_change as x order by all"""
_FACTS = "select company_id, metric, title, before, after, evidence from change_fact order by all"


def write_feed(
    connection: duckdb.DuckDBPyConnection, folder: Path, context: Context, mark: str
) -> dict[str, int]:
    """Write folder/变化_<as-of>{mark}.csv and .json; {file: changes}.

    A change has the day, the day it is compared with, its kind (entered, left, tier, status, score, level), whom and where,
    before and after, the reason in words and its evidence; in the JSON the single facts that changed stand beneath it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = context.as_of_before
    days = {"as_of": context.as_of.isoformat(), "as_of_before": before and before.isoformat()}
    changes = [days | change for change in dicts(connection, _CHANGES)]
    facts: dict[str, list[dict[str, Any]]] = {}
    for fact in dicts(connection, _FACTS):
        facts.setdefault(fact.pop("company_id"), []).append(fact)
    name = f"变化_{context.as_of}{mark}"
    with open(folder / f"{name}.csv", "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, [*days, *_names(connection, _CHANGES)])
        writer.writeheader()
        writer.writerows(changes)
    told = days | {
        "region_code": context.region_code,
        "is_sample": context.is_sample,
        "changes": [change | {"facts": facts.get(change["company_id"], [])} for change in changes],
    }
    text = json.dumps(told, ensure_ascii=False, indent=1)
    (folder / f"{name}.json").write_text(text, encoding="utf-8")
    return {f"{name}.csv": len(changes), f"{name}.json": len(changes)}


def _names(connection: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    return [column[0] for column in connection.execute(sql).description]
