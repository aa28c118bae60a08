"""What stands on lists, written as it is read: lake/<source>/rows.parquet -> mention and mention_row of lake/matching/."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from dagster_project.matching.files import read_rows, rows_of, writing
from dagster_project.matching.mentions import MENTION, MENTION_ROW, in_order, read_mentions
from dagster_project.matching.tables import SCHEMAS

COLUMNS = [
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


class Told(NamedTuple):
    """Of all the rows, those that say more than a name."""

    renames: pd.DataFrame  # mention_row, of rows that hold a new name
    titled: set[str]  # mention_id of owners of recognised titles


def write_lists(lake: Path, sources: list[str], regions) -> Told:
    """read_mentions of every source that the lake has, in their order: mention sorted by its key, mention_row each source's by
    evidence, role, owner_rank and mention_id."""
    mentions, renames = [pd.DataFrame(columns=MENTION)], [pd.DataFrame(columns=MENTION_ROW)]
    titled: set[str] = set()
    folder = lake / "matching"
    with writing(folder / "mention_row.parquet", SCHEMAS["mention_row"]) as add:
        for source in sources:
            if not rows_of(lake, source).exists():
                continue
            mention, rows = read_mentions(source, read_rows(lake, source, COLUMNS), regions)
            add(rows)
            mentions.append(mention)
            renamed = rows["role"].eq("new_name")
            if renamed.any():
                renames.append(rows[rows["evidence"].isin(rows.loc[renamed, "evidence"])])
            if source == "recognised_title":
                titled = set(rows.loc[rows["role"].eq("owner"), "mention_id"])
    with writing(folder / "mention.parquet", SCHEMAS["mention"]) as add:
        add(in_order(pd.concat(mentions, ignore_index=True), ["mention_id"]))
    return Told(pd.concat(renames, ignore_index=True), titled)
