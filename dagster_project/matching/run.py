"""The matching step of a refresh: lake/<source>/rows.parquet -> lake/matching/*.parquet. Lists are read in a process of their own
meanwhile the register is, where there is a core for it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from dagster_project.matching import forked
from dagster_project.matching.files import read_rows, rows_of, writing
from dagster_project.matching.index import NameIndex
from dagster_project.matching.lists import write_lists
from dagster_project.matching.mentions import NOT_LISTS
from dagster_project.matching.register import TEXTS, build_register
from dagster_project.matching.tables import SCHEMAS, frames

REGISTER_COLUMNS = [*TEXTS, "established_on", "evidence", "delivery_date", "is_current"]
WORTH = 50_000  # rows of lists; fewer are read sooner than a process has begun


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
    (lake / "matching").mkdir(parents=True, exist_ok=True)
    lists = sorted(set(sources) - NOT_LISTS)
    with forked.beside(lambda: write_lists(lake, lists, regions), _rows(lake, lists) >= WORTH) as told:
        company, names, alias = build_register(_register(lake), regions)
        held = [NameIndex.build(company, names, say)]
        renames, titled = told()
    mention = pq.read_table(lake / "matching" / "mention.parquet").to_pandas(date_as_object=False)
    decided = rows_of(lake, "match_decision")
    decisions = pq.read_table(decided).to_pandas(date_as_object=True) if decided.exists() else pd.DataFrame()
    # the index leaves with pop(): frames lets go of it as soon as names are decided
    tables, problems = frames(
        company, names, alias, held.pop(), mention, renames, titled, decisions, regions, say
    )
    report = _report(mention, tables, problems)
    for table in list(tables):
        with writing(lake / "matching" / f"{table}.parquet", SCHEMAS[table]) as add:
            add(tables.pop(table))
    _tell(report, say)
    return report


def _rows(lake: Path, sources: list[str]) -> int:
    """Rows of lists, all together."""
    paths = [rows_of(lake, source) for source in sources]
    return sum(pq.read_metadata(path).num_rows for path in paths if path.exists())


def _register(lake: Path) -> pd.DataFrame:
    rows = read_rows(lake, "company_registry", REGISTER_COLUMNS)
    return rows.assign(**dict.fromkeys(set(REGISTER_COLUMNS) - set(rows), None))


def _report(mention: pd.DataFrame, tables: dict[str, pd.DataFrame], problems: list[str]) -> MatchReport:
    """`mention` and match are of one order."""
    outcome = tables["match"]["decision"].where(mention["kind"].eq("organisation"), "person")
    by_source: dict[str, dict[str, int]] = {}
    for (source, told), count in outcome.groupby([mention["source"], outcome], sort=True).size().items():
        by_source.setdefault(source, {})[told] = int(count)
    total = outcome.value_counts()
    return MatchReport(
        mentions=len(outcome),
        people=int(total.get("person", 0)),
        accepted=int(total.get("accept", 0)),
        review=int(total.get("review", 0)),
        unmatched=int(total.get("none", 0)),
        companies=len(tables["company"]),
        provisional=int(tables["company"]["is_provisional"].sum()),
        by_source=by_source,
        problems=problems,
    )


def _tell(report: MatchReport, say) -> None:
    say(
        f"名称 {report.mentions} 个：确定 {report.accepted}，待人工核对 {report.review}，无对应企业 {report.unmatched}，个人 {report.people}；"
        f"企业 {report.companies} 家，其中仅见于名单 {report.provisional} 家"
    )
    for problem in report.problems:
        say(f"注意：{problem}")
