"""People's verdicts: read from match_decision rows, they win over the machine for ever.

A verdict is about a name. Where it also tells a code, a source or a county, it holds for mentions with just those; a verdict
without a code leaves mentions alone whose own code is another company's. A county judges its own names and companies
only: what its workbook says of another county's is not used. Verdicts on one mention are read in the order in
which they were given; the latest wins, and what it replaced is told in the note.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from dagster_project.identity.codes import is_uscc
from dagster_project.identity.names import fold_name
from dagster_project.matching.given_at import given_at
from dagster_project.matching.published_codes import clean_code
from dagster_project.matching.terms import VERDICTS

COLUMNS = [
    "name",
    "uscc",
    "source",
    "county",
    "verdict",
    "company_id",
    "candidate_name",
    "decided_by",
    "decided_at",
    "note",
    "evidence",
    "delivery_date",
    "place",
    "seal",
]
# The locked cells of 名称待核 in the order of their seal (publish/sheets/common.py), as the sheet heads them.
_SEALED = {"name": "名单上的名称", "uscc": "公布的代码", "source": "来源", "county": "县（市、区）", "company_id": "对应企业编号",
           "candidate_name": "对应企业名称"}  # fmt: skip
# A county's or zone's own file, as the workbooks handed out are named; the region's ends in 00. A row's own mark goes before
# the name of the file, which anybody may change.
_SENDER = re.compile(r"(?:^|[/!])Z?(\d{4}(?!00)\d\d)_[^/]*#")
_COUNTY = re.compile(r"Z?(\d{4}(?!00)\d\d)")


@dataclass
class Ruling:
    """What people decided about one mention: `company_id` (same), or `not_registered`, and the companies it is not."""

    company_id: str = ""
    not_registered: bool = False
    forbidden: set[str] = field(default_factory=set)
    decided_by: str = ""
    decided_at: str = ""
    note: str = ""


def apply_verdicts(
    decisions: pd.DataFrame,
    mentions: pd.DataFrame,
    known: set[str],
    aliases: dict[str, str],
    registered_since: dict[str, date],
    regions=None,
    county_of: dict[str, str] | None = None,
) -> tuple[dict[int, Ruling], list[str]]:
    """decisions: COLUMNS (missing ones are empty); mentions: source, folded_name, published_code, region_code.

    known: company ids; aliases: superseded id -> id; registered_since: folded registered name -> date since when; county_of: company id -> code.
    Returns ({position of mention: ruling}, problems in Chinese).
    """
    if decisions.empty:
        return {}, []
    problems: list[str] = []
    verdicts = _usable(decisions, known, aliases, regions, problems, county_of or {})
    by_name: dict[str, list[int]] = {}
    wanted = {verdict["folded"] for verdict in verdicts}
    for position, name in enumerate(mentions["folded_name"].tolist()):
        if name in wanted:
            by_name.setdefault(name, []).append(position)
    applied: dict[int, list[dict]] = {}
    for verdict in verdicts:
        for position in by_name.get(verdict["folded"], []):
            if _concerns(verdict, mentions.iloc[position], known):
                applied.setdefault(position, []).append(verdict)
    rulings = {}
    told: dict[str, None] = {}
    for position, mine in sorted(applied.items()):
        rulings[position] = _settle(mine, registered_since, told)
    return rulings, problems + list(told)


def _usable(
    decisions: pd.DataFrame,
    known: set[str],
    aliases: dict[str, str],
    regions,
    problems: list[str],
    county_of: dict[str, str],
) -> list[dict]:
    """Verdicts that say enough, in the order in which they were given; what is wrong with the others goes to `problems`."""
    frame = pd.DataFrame(
        {
            c: decisions[c] if c in decisions else pd.Series([""] * len(decisions), dtype=object)
            for c in COLUMNS
        }
    )
    frame = frame.astype(object).where(frame.notna(), "").astype(str)
    # A verdict that bears no date was given when it was received, not before all others.
    given = frame["decided_at"].map(given_at)
    frame["given"] = given.where(given.ne(""), frame["delivery_date"])
    frame = frame.sort_values(
        ["given", "delivery_date", "evidence", "verdict", "company_id"], kind="stable"
    ).drop(columns="given")
    usable = []
    for row in frame.drop_duplicates().to_dict("records"):
        changed = _changed(row)
        row["company_id"] = aliases.get(row["company_id"], row["company_id"])
        where = f"{row['evidence'] or '判定文件'}：“{row['name']}”判定为{VERDICTS.get(row['verdict'], row['verdict'])}"
        row |= {"folded": fold_name(row["name"]), "code": clean_code(row["uscc"]), "region": ""}
        if row["county"] and regions is not None:
            row["region"] = regions.find(row["county"]) or ""
        sender = _COUNTY.fullmatch(row["place"]) if row["place"] else _SENDER.search(row["evidence"])
        if changed:
            problems.append(f"{where}，但锁定单元格“{changed}”被改动；未采用，请用新下发的工作簿重新填写")
        elif sender and {row["region"], county_of.get(row["company_id"])} - {"", None, sender[1]}:
            problems.append(f"{where}，名称或企业在别的县，应由市局判定；未采用")
        elif row["verdict"] not in VERDICTS:
            problems.append(f"{where}，应为：{'、'.join(VERDICTS.values())}之一；未采用")
        elif row["verdict"] in ("same", "different") and not row["company_id"]:
            problems.append(f"{where}，但未填企业标识；未采用，请补填 company_id")
        elif row["verdict"] == "same" and row["company_id"] not in known:
            problems.append(f"{where}，但登记名录中没有 {row['company_id']}；未采用，请核对企业标识")
        else:
            usable.append(row)
            if row["decided_at"] and not given_at(row["decided_at"]):
                told = f"判定时间“{row['decided_at']}”认不出，先后按收到的日期算（没有的算最早）；请写成 2026-01-31"
                problems.append(f"{where}，{told}")
    return usable


def _changed(row: dict[str, str]) -> str:
    """The locked cell of a workbook's row that is not as its seal has it; '' where all are, or there is no seal."""
    for at, (column, title) in enumerate(_SEALED.items()):
        mark = row["seal"][4 * at : 4 * at + 4]
        if mark and mark != hashlib.md5(row[column].encode()).hexdigest()[:4]:
            return title
    return ""


def _concerns(verdict: dict, mention: pd.Series, known: set[str]) -> bool:
    if verdict["source"] and verdict["source"] != mention["source"]:
        return False
    if verdict["region"] and verdict["region"] != mention["region_code"]:
        return False
    code = mention["published_code"]
    if verdict["code"]:
        return verdict["code"] == code
    if not code or code == verdict["company_id"] or verdict["verdict"] in ("different", "withdrawn"):
        return True
    return not is_uscc(code) or (verdict["verdict"] == "not_registered" and code not in known)


def _settle(verdicts: list[dict], registered_since: dict[str, date], told: dict[str, None]) -> Ruling:
    """Verdicts on one mention, oldest first, into one ruling; contradictions are added to `told`."""
    ruling, before = Ruling(), None
    for verdict in verdicts:
        kind, company = verdict["verdict"], verdict["company_id"]
        who = f"{verdict['decided_by'] or '未署名'}（{verdict['decided_at'] or '未注明时间'}）"
        standing = (
            VERDICTS["same"] + ruling.company_id
            if ruling.company_id
            else VERDICTS["not_registered"]
            if ruling.not_registered
            else ""
        )
        against = (
            (
                kind == "same"
                and (
                    ruling.not_registered
                    or ruling.company_id not in ("", company)
                    or company in ruling.forbidden
                )
            )
            or (kind == "different" and ruling.company_id == company)
            or (kind == "not_registered" and ruling.company_id != "")
        )
        note = verdict["note"]
        if before and (against or kind == "withdrawn"):
            replaced = f"{who}判定{VERDICTS[kind]}，取代{before}的判定" + (
                f"（{standing}）" if standing else ""
            )
            note = f"{note}；{replaced}" if note else replaced
            if against:
                told[f"“{verdict['name']}”的人工判定前后不一：{replaced}"] = None
        if kind == "same":
            ruling = Ruling(company, False, ruling.forbidden - {company})
        elif kind == "different":
            keep = "" if ruling.company_id == company else ruling.company_id
            ruling = Ruling(keep, ruling.not_registered, ruling.forbidden | {company})
        elif kind == "not_registered":
            ruling = Ruling("", True, ruling.forbidden)
            since, given = registered_since.get(verdict["folded"]), given_at(verdict["decided_at"])
            if since is not None and given and str(since)[:10] > given[:10]:
                ruling.not_registered = False
                note = f"{who}判定未登记，此后该名称已于 {str(since)[:10]} 见于登记名录，判定失效"
        else:
            ruling = Ruling()
        ruling.decided_by, ruling.decided_at, ruling.note = verdict["decided_by"], verdict["decided_at"], note
        before = who
    return ruling
