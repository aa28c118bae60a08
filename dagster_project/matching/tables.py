"""Mentions, the register and people's verdicts -> the matching tables, as frames of a fixed shape and order."""

import json

import pandas as pd
import pyarrow as pa

from dagster_project.identity.names import fold_names
from dagster_project.matching.decisions_by_people import Ruling, apply_verdicts
from dagster_project.matching.index import NameIndex
from dagster_project.matching.mentions import MENTION, MENTION_ROW, in_order
from dagster_project.matching.provisional import add_provisional
from dagster_project.matching.register import COMPANY, NAME
from dagster_project.matching.renames import follow_renames
from dagster_project.matching.resolve import resolve

_TEXT, _NUMBER = pa.string(), pa.int64()


def _schema(texts: str, **others) -> pa.Schema:
    return pa.schema([(name, others.get(name, _TEXT)) for name in texts.split()])


SCHEMAS = {
    "mention": _schema(" ".join(MENTION), row_count=_NUMBER, first_date=pa.date32()),
    "mention_row": _schema(" ".join(MENTION_ROW), owner_rank=_NUMBER, owner_count=_NUMBER),
    "match": _schema(
        "mention_id decision company_id candidate_id candidate_name rule probability match_evidence decided_by decided_at note",
        probability=pa.float64(),
    ),
    "match_candidate": _schema(
        "mention_id rank candidate_id candidate_name probability match_evidence",
        rank=_NUMBER,
        probability=pa.float64(),
    ),
    "company": _schema(" ".join(COMPANY), is_provisional=pa.bool_()),
    "company_name": _schema(" ".join(NAME) + " folded_name"),
    "company_alias": _schema("alias_id company_id reason"),
}


def frames(
    company: pd.DataFrame,
    names: pd.DataFrame,
    alias: pd.DataFrame,
    index: NameIndex,
    mention: pd.DataFrame,
    renames: pd.DataFrame,
    titled: set[str],
    decisions: pd.DataFrame,
    regions,
    progress=None,
) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """The tables of SCHEMAS but those of lists, as frames sorted by their keys (match in the order of `mention`), and problems to
    tell (Chinese). `renames`, `titled`: lists.Told."""
    known = set(company["company_id"])
    since = (
        dict(zip(index.names["folded"][~index.names["is_former"]], _since(index, company), strict=True))
        if len(company)
        else {}
    )
    rulings, problems = apply_verdicts(
        decisions,
        mention,
        known,
        dict(zip(alias["alias_id"], alias["company_id"], strict=True)),
        since,
        regions,
        dict(zip(company["company_id"], company["county_code"], strict=True)),
    )
    match, candidate = match_mentions(index, mention, rulings, regions, progress)
    del index
    match = follow_renames(mention, match, renames)
    match, provisional = add_provisional(mention, match, regions, known, titled)
    match.insert(0, "mention_id", mention["mention_id"])
    if len(provisional):
        told = [
            (row.company_id, name, "registered" if folded == row.folded else "former", evidence)
            for row in provisional.itertuples()
            for folded, (name, evidence) in sorted(row.names.items())
        ]
        names = pd.concat([names[NAME], pd.DataFrame(told, columns=NAME)], ignore_index=True)
        company = pd.concat([company[COMPANY], provisional[COMPANY]], ignore_index=True)
    return {
        "match": match,
        "match_candidate": in_order(candidate, ["mention_id", "rank"]),
        "company": in_order(company, ["company_id"]),
        "company_name": in_order(
            names.assign(folded_name=fold_names(names["name"].tolist())),
            ["company_id", "kind", "name"],
            descending=("kind",),
        ),
        "company_alias": in_order(alias, ["alias_id"]),
    }, problems


def _since(index: NameIndex, company: pd.DataFrame) -> list:
    known = company.set_index("company_id")["known_since"]
    ids = index.companies["company_id"].to_numpy()[index.names["company"].to_numpy()]
    return known.reindex(ids[~index.names["is_former"].to_numpy()]).tolist()


def match_mentions(
    index: NameIndex, mention: pd.DataFrame, rulings: dict[int, Ruling], regions, progress
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(match without mention_id, by position of mention; match_candidate): people are set aside, verdicts laid over."""
    told = mention["region_code"].astype(object)
    silent = told.eq("") & mention["address"].ne("")
    cache = {
        address: regions.in_address(address) or ""
        for address in dict.fromkeys(mention.loc[silent, "address"])
    }
    told = told.where(~silent, mention["address"].map(cache).fillna(""))
    names = mention[["name", "folded_name", "published_code", "first_date"]].assign(region_code=told)
    organisations = mention.index[mention["kind"].eq("organisation")]
    place = {position: at for at, position in enumerate(organisations)}
    forbidden = {
        (place[p], company) for p, ruling in rulings.items() if p in place for company in ruling.forbidden
    }
    found, candidates = resolve(index, names.loc[organisations], progress, forbidden=forbidden)
    match = found.set_index(organisations).reindex(mention.index)
    people = mention["kind"].eq("person")
    match.loc[people, ["decision", "rule", "probability", "match_evidence"]] = ("none", "person", 0.0, "[]")
    match["decided_by"], match["decided_at"], match["note"] = "", "", ""
    registered = (
        dict(zip(index.companies["company_id"], _registered_names(index), strict=True)) if rulings else {}
    )
    for position, ruling in sorted(rulings.items()):
        _lay(match, position, ruling, registered)
    ids = mention["mention_id"].to_numpy()[organisations.to_numpy()]
    return match, candidates.assign(mention_id=ids[candidates["mention"].to_numpy(int)])


def _registered_names(index: NameIndex) -> list[str]:
    first = index.names[~index.names["is_former"]].drop_duplicates("company").set_index("company")["name"]
    return first.reindex(range(len(index.companies))).fillna("").tolist()


def _lay(match: pd.DataFrame, position: int, ruling: Ruling, registered: dict[str, str]) -> None:
    """Lay a person's verdict over the machine's decision."""
    match.loc[position, ["decided_by", "decided_at", "note"]] = (
        ruling.decided_by,
        ruling.decided_at,
        ruling.note,
    )
    if ruling.company_id or ruling.not_registered:
        label = "人工判定：同一企业" if ruling.company_id else "人工判定：未登记"
        text = json.dumps(
            [
                {
                    "item": "people",
                    "value": "same" if ruling.company_id else "not_registered",
                    "label": label,
                    "side": "for" if ruling.company_id else "against",
                }
            ],
            ensure_ascii=False,
        )
        match.loc[position, ["decision", "rule", "match_evidence"]] = (
            ("accept", "people", text) if ruling.company_id else ("none", "people_not_registered", text)
        )
        match.loc[position, "probability"] = 1.0 if ruling.company_id else 0.0
        match.loc[position, "company_id"] = ruling.company_id or None
    elif ruling.forbidden:
        if match.at[position, "decision"] == "accept" and match.at[position, "rule"] == "variant":
            # that it is not the one says nothing of the other whose name is like it: a person is to say so
            match.loc[position, ["decision", "company_id"]] = ("review", None)
        if match.at[position, "decision"] == "none":
            match.loc[position, "rule"] = "people_different"
        if match.at[position, "decision"] != "accept":
            names = "、".join(sorted(registered.get(company, company) for company in ruling.forbidden))
            told = {
                "item": "people",
                "value": "different",
                "label": f"人工判定：不是{names}",
                "side": "against",
            }
            text = json.dumps([told, *json.loads(match.at[position, "match_evidence"])], ensure_ascii=False)
            match.loc[position, "match_evidence"] = text
    if ruling.company_id:
        match.loc[position, ["candidate_id", "candidate_name"]] = (
            ruling.company_id,
            registered.get(ruling.company_id, ""),
        )
