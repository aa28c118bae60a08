"""What a refresh would not take of a filled workbook: the nightly models themselves over its rows alone, nothing kept.

The figures are read by feedback/, whose they are and what was changed is judged by dbt's own models over the pool in
force. Run by `bounded`: nothing here draws.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
from openpyxl.utils import get_column_letter

from dagster_project.assess.models import model
from dagster_project.console.look import Upload, look_at_workbook
from dagster_project.feedback.answers import write_answers
from dagster_project.identity.names import fold_name
from dagster_project.ingest.inspect import Inspection, View
from dagster_project.ingest.lake import write_rows
from dagster_project.publish.context import Place
from dagster_project.publish.find import Directory
from dagster_project.sql import dicts, quoted

ASKED, VISITED, RULED = "county_feedback", "county_visit", "match_decision"
MOST_ROWS = 100_000  # far more than a county has companies
ANEW = (
    *(f"stg_{name}" for name in (ASKED, VISITED, RULED, "answer")),
    *("feedback_row", "feedback_answer", "name_verdict"),
)
# what later stands in its place is no fault of the row
_REFUSED = """
    with told as (
        select distinct r.source, r.row_no, r.name, if(r.refused is null, coalesce(a.title, a.asked), null) as about,
            if(r.refused is null, a.shown, null) as shown, coalesce(r.refused, a.refused) as outcome,
            coalesce(r.detail, if(r.refused is null, a.detail, null)) as detail, r.refused is not null as is_of_row
        from feedback_row r left join feedback_answer a using (source, evidence)
        union all
        select 'match_decision', s.row, d.name, null, d.told, if(d.changed = '', 'not_yours', 'locked_changed'),
            nullif(d.changed, ''), true
        from name_verdict d join stg_match_decision s using (evidence)
        where d.is_foreign or d.changed <> '' or d.company_id not in (select company_id from company)
    )
    select t.*, o.outcome_title, o.advice from told t join feedback_outcomes o using (outcome)
    where outcome not in ('superseded', 'noted') order by source, row_no, about"""


@dataclass(frozen=True)
class Sender:
    """Who sends a workbook in: their place, the pool they are held against, the path in raw/ it would get, the day."""

    place: Place
    pool: Path
    file: str
    day: date


@dataclass(frozen=True)
class Refused:
    """Something in a row that would not count. heading, cell: such as 填报值 and J4, '' for the whole row; about: which
    fact. is_row: nothing of the row would count."""

    source: str
    sheet: str
    row: int
    heading: str
    cell: str
    name: str
    about: str
    shown: str
    problem: str
    remedy: str
    is_row: bool


@dataclass(frozen=True)
class Returned:
    """A filled workbook: what each source reads of it, and what of that would not count."""

    found: dict[str, Inspection]
    refused: list[Refused]

    @property
    def good(self) -> int:
        """How many rows would count, at least in part."""
        read = sum(one.tray.accepted for one in self.found.values() if not one.held)
        return read - len({(one.source, one.row) for one in self.refused if one.is_row})


def look_at_returned(upload: Upload, sender: Sender, folder: Path) -> Returned | str:
    """A filled workbook, read and judged as a refresh would; else why it can't be read (Chinese)."""
    found = look_at_workbook(upload, (ASKED, VISITED, RULED), MOST_ROWS, folder)
    return found if isinstance(found, str) else Returned(found, refused(found, sender, folder))


def refused(found: dict[str, Inspection], sender: Sender, folder: Path) -> list[Refused]:
    """Row by row what would not count. folder: for what is read, on the way.

    A county's rows are held against its own companies alone: no answer tells what stands elsewhere. A row without a
    company's number is the company's of exactly that code or name; what a refresh matches beyond that is not told here.
    """
    lake = folder / "lake"
    views: dict[tuple[str, int], View] = {}
    for source, one in found.items():
        rows = []
        for view, row in [] if one.held else _rows(one):
            views[source, row["row"]] = view
            rows.append(row | _lineage(sender, view, row["row"]))
        write_rows(rows, one.contract.schema, lake / source / "rows.parquet")
    if not views:
        return []
    write_answers(lake)
    with duckdb.connect(config={"threads": 2}) as connection:
        _prepare(connection, sender, lake)
        told = dicts(connection, _REFUSED)
    return [_told(row, found[row["source"]], views[row["source"], row["row_no"]], sender) for row in told]


def _rows(one: Inspection) -> Iterator[tuple[View, dict]]:
    """The accepted rows, each with the table it stands in."""
    rows = iter(one.first)
    for view in one.views:
        for row in itertools.islice(rows, view.rows):
            yield view, row


def _lineage(sender: Sender, view: View, row: int) -> dict:
    """What a row bears when its file is delivered."""
    evidence = f"{sender.file}#{view.sheet}!{row}"
    return {
        "file": sender.file, "sheet": view.sheet, "delivery_date": sender.day, "evidence": evidence,
        "is_current": True,
    }  # fmt: skip


def _prepare(connection: duckdb.DuckDBPyConnection, sender: Sender, lake: Path) -> None:
    """The models of ANEW over what was read, all other tables the pool's; its companies the sender's own."""
    connection.execute(f"attach {quoted(sender.pool)} as published (read_only); create schema lake")
    for path in sorted(lake.glob("*/*.parquet")):
        connection.execute(
            f"create table lake.{path.parent.name} as select * from read_parquet({quoted(path)})"
        )
    tables = connection.execute(
        "select table_name from information_schema.tables where table_catalog = 'published'"
    ).fetchall()
    for (table,) in tables:
        if table not in {*ANEW, "company", "row_company"}:
            connection.execute(f"create view {table} as select * from published.main.{table}")
    mine = f"select * from published.main.company where {sender.place.filter}"
    connection.execute(f"create table company as {mine}", sender.place.parameters)
    connection.execute("create table row_company as select * from published.main.row_company limit 0")
    for name in ANEW:
        if name == "feedback_row":
            _find_owners(connection)
        connection.execute(f"create table {name} as {model(name)[0]}")


def _find_owners(connection: duckdb.DuckDBPyConnection) -> None:
    """The companies of rows that bear no number known here, where code or name is one company's alone."""
    rows = connection.execute(
        """select source, evidence, uscc, name from (
            select 'county_feedback' as source, * from stg_county_feedback
            union all by name select 'county_visit' as source, * from stg_county_visit
        ) t where not exists (select 1 from company c join stg_company_alias a using (company_id)
            where t.company_id in (c.company_id, a.alias_id))"""
    ).fetchall()
    if not rows:
        return
    directory = Directory(connection)
    for source, evidence, uscc, name in rows:
        hits = directory.find(uscc or "") or [
            hit for hit in directory.find(name) if fold_name(hit.by_name) == fold_name(name)
        ]
        if len(hits) == 1:
            connection.execute(
                "insert into row_company by name select ? as source, ? as evidence, 'owner' as role, ? as company_id",
                [source, evidence, hits[0].company_id],
            )


def _told(row: dict, one: Inspection, view: View, sender: Sender) -> Refused:
    detail, outcome = row["detail"] or "", row["outcome"]
    if outcome in ("not_yours", "unknown_company") and sender.place.level != "city":
        detail = f"{sender.place.name}没有这家企业，或这一行来自别处的工作簿"
    key = _column(row)
    places = view.layout.columns.get(key, [])
    # the seed's advice is about what was sent already
    advice = (row["advice"] or "").removeprefix("没有采用：")
    return Refused(
        source=row["source"], sheet=view.sheet, row=row["row_no"],
        heading=one.contract.columns[key].title if key else "",
        cell=f"{get_column_letter(places[0][0] + 1)}{row['row_no']}" if places else "",
        name=row["name"] or "", about=row["about"] or "", shown=row["shown"] or "",
        problem=row["outcome_title"], remedy="；".join(filter(None, (detail, advice))),
        is_row=row["is_of_row"] or row["source"] == ASKED,
    )  # fmt: skip


def _column(row: dict) -> str:
    """The column whose cell is at fault, '' for the whole row."""
    source, outcome, asked = row["source"], row["outcome"], row["source"] == ASKED
    if outcome in ("not_yours", "unknown_company"):
        return "name"
    if outcome == "locked_changed" or source == RULED:
        return ""
    if row["is_of_row"]:
        return "answered_on" if asked else "visited_on"
    if outcome == "unknown_metric" and asked:
        return "metric_title"
    if asked:
        return "period" if (row["detail"] or "").startswith("期间") else "value"
    return "corrections"
