"""Reads what counties answered: lake/county_feedback and lake/county_visit -> lake/answer, one row a statement.

A figure is typed by the column of its fact (feedback/facts.py). What can't be read stays, with why and what was
expected; dbt judges whose it is, whether it counts and what it replaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dagster_project.feedback.corrections import FORM, parse_corrections
from dagster_project.feedback.facts import Named, facts, named, near
from dagster_project.ingest.contract import DECIMAL
from dagster_project.ingest.contract_file import load_contracts
from dagster_project.ingest.lake import write_rows
from dagster_project.ingest.values import Bad, Mended, read_value

ANSWER = pa.schema(
    [("source", pa.string()), ("evidence", pa.string()), ("part", pa.int32()), ("asked", pa.string()),
     ("shown", pa.string()), ("metric", pa.string()), ("fiscal_year", pa.int32()), ("is_year_of_item", pa.bool_()),
     ("value", DECIMAL), ("why_not", pa.string()), ("note", pa.string())]
)  # fmt: skip
_YEAR = re.compile(r"(20\d\d)")
_NOT_UNDERSTOOD = f"“{{}}”看不明白，请写成 {FORM}"
_NO_NUMBER = "工作簿外的材料"


def write_answers(lake: Path) -> None:
    """Write lake/answer/answer.parquet, an empty table too. why_not: noted (nothing to read), not_understood,
    unknown_metric, wrong_type, out_of_range; fiscal_year is what was told with the answer, null where nothing was.
    """
    rows = [*_of_questions(_rows(lake, "county_feedback")), *_of_visits(_rows(lake, "county_visit"))]
    write_rows(rows, ANSWER, lake / "answer" / "answer.parquet")


def unusable(source: str, rows: Iterable[dict]) -> list[str]:
    """Of rows that were only looked at, what can't be read as a figure of its fact, a line each in Chinese; [] for a source
    that asks for no figures. What stands here will not be used; what will be, dbt judges.
    """
    read = {"county_feedback": _of_questions, "county_visit": _of_visits}.get(source)
    blank = dict.fromkeys(load_contracts()[source].columns)
    told = (
        read([blank | row | {"evidence": f"第 {row['row']} 行 {row['name']}"} for row in rows])
        if read
        else ()
    )
    return [
        f"{one['evidence']} {one['asked'] or ''}：{one.get('note') or _NOT_UNDERSTOOD.format(one['shown'])}"
        for one in told
        if one.get("why_not") not in (None, "noted")
    ]


def _rows(lake: Path, source: str) -> list[dict]:
    path = lake / source / "rows.parquet"
    return pq.read_table(path).to_pylist() if path.is_file() else []


def _of_questions(rows: list[dict]) -> Iterator[dict]:
    for row in rows:
        what = named(row["metric"], row["metric_title"])
        year = _YEAR.search(row["period"] or "")
        told = {
            "source": "county_feedback", "evidence": row["evidence"], "part": 0,
            "asked": row["metric_title"] or row["metric"],
            "fiscal_year": int(year[1]) if year else what and what.year,
            "is_year_of_item": not year and bool(what and what.year),
        }  # fmt: skip
        if row["value"] is None:
            kept = "；".join(text for text in (row["answer"], row["note"]) if text)
            yield told | {"shown": kept or None, "metric": what and what.fact, "why_not": "noted"}
        elif year and what and what.year not in (None, int(year[1])):
            note = f"指标写的是 {what.year} 年，期间填的是 {year[1]}，应为同一年"
            yield told | {"shown": row["value"], "metric": what.fact, "why_not": "wrong_type", "note": note}
        elif row["period"] and not year:
            note = f"期间填的是“{row['period']}”，应为年度，如 2025"
            yield told | {
                "shown": row["value"],
                "metric": what and what.fact,
                "why_not": "wrong_type",
                "note": note,
            }
        else:
            unit = row["unit"] or (what.unit if what else "")
            yield told | _read(what, told["asked"], row["value"], unit)


def _of_visits(rows: list[dict]) -> Iterator[dict]:
    for row in rows:
        read, rest = parse_corrections(row["corrections"] or "")
        told = {"source": "county_visit", "evidence": row["evidence"]}
        for part, one in enumerate(read, 1):
            what = named(None, one.title)
            year = {"fiscal_year": what and what.year, "is_year_of_item": bool(what and what.year)}
            found = _read(what, one.title, one.value, what.unit if what else "")
            yield told | year | {"part": part, "asked": one.title} | found
        if rest:
            yield told | {"part": 0, "asked": "更正", "shown": rest, "why_not": "not_understood"}


def _read(what: Named | None, asked: str | None, shown: str, unit: str) -> dict:
    """The figure that was told of a fact, or why there is none. asked: as the row names the fact."""
    if what is None:
        others = "、".join(near(asked or ""))
        unknown = f"没有叫“{asked or ''}”的指标" + (f"；相近的：{others}" if others else "")
        return {"shown": shown, "why_not": "unknown_metric", "note": unknown}
    column, found = facts()[what.fact], {"shown": shown, "metric": what.fact}
    if column.type == "text":
        return found | {"why_not": "wrong_type", "note": f"填的是“{shown}”，应为{_NO_NUMBER}"}
    try:
        value = read_value(shown, column, unit)
    except Bad as error:
        why = "out_of_range" if error.is_out_of_range else "wrong_type"
        # a grade's first word is the one that a workbook offers
        grades = {grade: word for word, grade in reversed(column.options.get("words", {}).items())}
        wanted = (
            f"{'、'.join(grades[grade] for grade in sorted(grades))}之一"
            if grades
            else f"{error.expected}：{error.reason}"
        )
        return found | {"why_not": why, "note": f"填的是“{shown}”，应为{wanted}"}
    if value is None:
        return found | {"why_not": "noted", "note": "答复为不知道"}
    note = value.note if isinstance(value, Mended) else None
    return found | {"value": value.value if isinstance(value, Mended) else value, "note": note}
