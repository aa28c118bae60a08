"""Rows that say themselves that a company was renamed: what is known of one name holds for the other."""

import pandas as pd


def follow_renames(mentions: pd.DataFrame, match: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """match (by position of mention) with undecided names accepted whose row names them beside a decided one.

    rows: mention_row; a row with an owner and a new_name is a rename. A name that rows tie to several companies, or that
    people decided, is left alone.
    """
    old = rows[rows["role"].eq("owner") & rows["owner_count"].eq(1)]
    told = old.merge(rows[rows["role"].eq("new_name")], on=["source", "evidence"], suffixes=("_old", "_new"))
    position = pd.Series(mentions.index, index=mentions["mention_id"])
    ties: dict[int, set[int]] = {}
    for a, b in zip(told["mention_id_old"].map(position), told["mention_id_new"].map(position), strict=True):
        ties.setdefault(a, set()).add(b)
        ties.setdefault(b, set()).add(a)
    match = match.copy()
    decided = match["company_id"].to_dict()
    for at, others in sorted(ties.items()):
        companies = {
            decided[other]: other for other in sorted(others, reverse=True) if pd.notna(decided[other])
        }
        if pd.isna(decided[at]) and len(companies) == 1 and not match.at[at, "decided_at"]:
            (company_id, other), *_ = companies.items()
            match.loc[at, ["decision", "rule", "company_id"]] = ("accept", "told_rename", company_id)
            match.loc[at, ["candidate_id", "candidate_name"]] = (
                company_id,
                match.at[other, "candidate_name"],
            )
            match.loc[at, "probability"] = match.at[other, "probability"]
    return match
