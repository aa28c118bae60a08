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
    decided, by_people = (match.loc[list(ties), column].to_dict() for column in ("company_id", "decided_at"))
    follow: dict[int, int] = {}
    for at, others in sorted(ties.items()):
        companies = {
            decided[other]: other for other in sorted(others, reverse=True) if pd.notna(decided[other])
        }
        if pd.isna(decided[at]) and len(companies) == 1 and not by_people[at]:
            follow[at] = next(iter(companies.values()))
    match = match.copy()
    theirs, known = list(follow), list(follow.values())
    match.loc[theirs, "decision"], match.loc[theirs, "rule"] = "accept", "told_rename"
    for column, source in (
        ("company_id", "company_id"),
        ("candidate_id", "company_id"),
        ("candidate_name", "candidate_name"),
        ("probability", "probability"),
    ):
        match.loc[theirs, column] = match.loc[known, source].to_numpy()
    return match
