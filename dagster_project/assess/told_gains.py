"""What a company can mend, as it stands in the results: next bands, the smallest set that reaches the line, clauses' gaps."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa

from dagster_project import assess
from dagster_project.assess.gains import category_needs, next_bands, smallest_set

STEP_TYPE = pa.struct(
    [(name, pa.string()) for name in ("category_id", "indicator_id", "metric")]
    + [(name, pa.float64()) for name in ("value", "target")]
    + [("direction", pa.string()), ("target_included", pa.bool_())]
    + [(name, pa.float64()) for name in ("change", "effort", "score_now", "score_next", "gain")]
    + [("text", pa.string()), ("citation", pa.string()), ("assumption", pa.bool_())]
)
GAP_TYPE = pa.struct(
    [(name, pa.string()) for name in ("route", "clause", "metric")]
    + [(name, pa.float64()) for name in ("value", "target")]
    + [("direction", pa.string()), ("target_included", pa.bool_())]
    + [(name, pa.float64()) for name in ("change", "effort")]
    + [("text", pa.string()), ("citation", pa.string()), ("assumption", pa.bool_())]
)
GAINS_TYPE = pa.struct(
    [
        ("next_bands", pa.list_(STEP_TYPE)),
        (
            "smallest_set",
            pa.struct(
                [(name, pa.float64()) for name in ("needed", "gain", "effort")]
                + [("steps", pa.list_(STEP_TYPE))]
            ),
        ),
        ("clause_gaps", pa.list_(GAP_TYPE)),
    ]
)


def gains(connection: duckdb.DuckDBPyConnection, size: int) -> pa.Array:
    """Each company's next bands, the smallest set of improvements that reaches the pass score (null: none does), and what its
    failing clauses take."""
    steps = _by_company(connection, assess.STEPS, "indicator_id::varchar, metric::varchar, gain, abs(change)")
    gaps = _by_company(connection, assess.GAPS, "condition_id")
    [(standard_id,)] = connection.execute("select standard_id::varchar from standards").fetchall()
    needs = category_needs(connection, standard_id)
    categories: dict[int, dict] = {}
    for company, category, score in connection.execute(
        "select company_id, category_id::varchar, score_min from category_score order by all"
    ).fetchall():
        if category in needs:
            categories.setdefault(company, {})[category] = (score, needs[category])
    told: list[dict[str, Any]] = [
        {"next_bands": [], "smallest_set": None, "clause_gaps": []} for _ in range(size)
    ]
    for company, score, pass_score in connection.execute(
        "select company_id, score_min, pass_score from assessment order by company_id"
    ).fetchall():
        mine = steps.get(company, [])
        told[company]["next_bands"] = [_told(step, STEP_TYPE) for step in next_bands(mine)]
        told[company]["clause_gaps"] = [_told(gap, GAP_TYPE) for gap in gaps.get(company, [])]
        if score is not None and pass_score is not None and mine:
            plan = smallest_set(mine, score, pass_score, categories.get(company))
            told[company]["smallest_set"] = plan and {
                "needed": float(plan.needed),
                "gain": float(plan.gain),
                "effort": float(plan.effort),
                "steps": [_told(step, STEP_TYPE) for step in plan.steps],
            }
    return pa.array(told, GAINS_TYPE)


def _by_company(connection: duckdb.DuckDBPyConnection, model: str, order: str) -> dict[int, list[dict]]:
    """The rows of one of assess.ASKED, unpacked, by company."""
    table = connection.sql(assess.model_sql(model))
    names = ", ".join(
        f"{name}::varchar as {name}" if str(kind).startswith("ENUM") else name
        for name, kind in zip(table.columns, table.types, strict=True)
    )
    found: dict[int, list[dict]] = {}
    for row in table.project(names).order(f"company_id, {order}").fetchall():
        one = dict(zip(table.columns, row, strict=True))
        found.setdefault(one["company_id"], []).append(one)
    return found


def _told(row: Mapping[str, Any], shape: pa.StructType) -> dict:
    return {
        field.name: float(row[field.name]) if isinstance(row[field.name], Decimal) else row[field.name]
        for field in shape
    }
