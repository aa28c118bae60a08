"""The matching step of a refresh: lake/<source>/rows.parquet -> lake/matching/*.parquet. The only module here that touches files."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dagster_project.matching.index import NameIndex
from dagster_project.matching.mentions import NOT_LISTS, read_mentions
from dagster_project.matching.register import TEXTS, build_register
from dagster_project.matching.tables import SCHEMAS, frames

REGISTER_COLUMNS = [*TEXTS, "established_on", "evidence", "delivery_date", "is_current"]
LIST_COLUMNS = [
    "name",
    "owners",
    "new_owners",
    "new_name",
    "uscc",
    "published_code",
    "company_id",
    "county",
    "zone",
    "address",
    "granted_on",
    "recognised_on",
    "issued_on",
    "awarded_on",
    "paid_on",
    "penalised_on",
    "listed_on",
    "evidence",
]


@dataclass
class MatchReport:
    """What the matching step did: names (mentions) by outcome, companies, and what people should know (Chinese)."""

    mentions: int = 0
    people: int = 0
    accepted: int = 0
    review: int = 0
    unmatched: int = 0
    companies: int = 0
    provisional: int = 0
    by_source: dict[str, dict[str, int]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def run_matching(lake: Path, sources: Iterable[str], regions, progress=None) -> MatchReport:
    """Resolve every name on every list and write mention, mention_row, match, match_candidate, company, company_name and
    company_alias to lake/matching/. `sources`: names of the contracts."""
    lake = Path(lake)
    say = progress or (lambda text: None)
    company, names, alias = build_register(_rows(lake, "company_registry", REGISTER_COLUMNS), regions)
    decisions = (
        _rows(lake, "match_decision", None)
        if (lake / "match_decision" / "rows.parquet").exists()
        else pd.DataFrame()
    )
    tables, problems = frames(
        company,
        names,
        alias,
        NameIndex.build(company, names, say),
        _lists(lake, sorted(set(sources) - NOT_LISTS), regions),
        decisions,
        regions,
        say,
    )
    folder = lake / "matching"
    folder.mkdir(parents=True, exist_ok=True)
    for table, frame in tables.items():
        _write(folder / f"{table}.parquet", frame, SCHEMAS[table])
    return _report(tables, problems, say)


def _lists(lake: Path, sources: list[str], regions) -> list[tuple[pd.DataFrame, pd.DataFrame]]:
    """mentions.read_mentions of every source that the lake has, in their order."""
    there = [source for source in sources if (lake / source / "rows.parquet").exists()]
    return [read_mentions(source, _rows(lake, source, LIST_COLUMNS), regions) for source in there]


def _rows(lake: Path, source: str, columns: list[str] | None) -> pd.DataFrame:
    path = lake / source / "rows.parquet"
    held = pq.read_schema(path).names
    table = pq.read_table(
        path, columns=None if columns is None else [column for column in columns if column in held]
    )
    frame = table.to_pandas(date_as_object=True)
    missing = [column for column in (columns or []) if source == "company_registry" and column not in held]
    return frame.assign(**dict.fromkeys(missing, None))


def _write(path: Path, frame: pd.DataFrame, schema: pa.Schema) -> None:
    frame = frame.reindex(columns=schema.names)
    table = pa.Table.from_pandas(frame, schema=schema, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(table, path)


def _report(tables: dict[str, pd.DataFrame], problems: list[str], say) -> MatchReport:
    match = tables["match"].merge(
        tables["mention"][["mention_id", "source", "kind"]], on="mention_id", how="left"
    )
    match["outcome"] = match["decision"].where(match["kind"].eq("organisation"), "person")
    counts = match.groupby(["source", "outcome"], sort=True).size()
    by_source: dict[str, dict[str, int]] = {}
    for (source, outcome), count in counts.items():
        by_source.setdefault(source, {})[outcome] = int(count)
    total = match["outcome"].value_counts()
    report = MatchReport(
        mentions=len(match),
        people=int(total.get("person", 0)),
        accepted=int(total.get("accept", 0)),
        review=int(total.get("review", 0)),
        unmatched=int(total.get("none", 0)),
        companies=len(tables["company"]),
        provisional=int(tables["company"]["is_provisional"].sum()),
        by_source=by_source,
        problems=problems,
    )
    say(
        f"名称 {report.mentions} 个：确定 {report.accepted}，待人工核对 {report.review}，无对应企业 {report.unmatched}，个人 {report.people}；"
        f"企业 {report.companies} 家，其中仅见于名单 {report.provisional} 家"
    )
    for problem in problems:
        say(f"注意：{problem}")
    return report
