"""Evidence for pairs of a mention and a registered name: one word an item, as columns of a frame.

Items and what they can say (labels and weights: weights.yaml):
  name       exact | former | variant         the whole name as registered now, as it once was, or neither
  code       agrees | near | contradicts | silent
  trade, industry, form, branch, number, region, town      see differences.Difference
  rarity     unique | few | some | common     companies of the register that bear the trade name
  length     short | medium | long            characters of trade and industry that both names share
  list_region agrees | city | contradicts | silent         the list's own region, else its address, against the company's county
  dates      before_founded | fine | silent   the list tells of something before the company was founded
"""

import numpy as np
import pandas as pd

from dagster_project.identity.names import Name
from dagster_project.identity.place_words import county_chains
from dagster_project.matching.differences import Difference, compare
from dagster_project.matching.index import NameIndex
from dagster_project.matching.published_codes import compare_codes

ITEMS = [
    "name",
    "code",
    "trade",
    "industry",
    "form",
    "branch",
    "number",
    "region",
    "town",
    "rarity",
    "length",
    "list_region",
    "dates",
]


def gather_evidence(
    pairs: pd.DataFrame, mentions: pd.DataFrame, parsed: list[Name], index: NameIndex
) -> pd.DataFrame:
    """`pairs` (mention, name_row) with a column for each of ITEMS and company (row in index.companies).

    mentions: published_code, region_code, first_date (date or None), by position; parsed: their names, by position.
    """
    companies, names = index.companies, index.names
    mention = pairs["mention"].to_numpy()
    rows = pairs["name_row"].to_numpy()
    company = names["company"].to_numpy()[rows]
    counties = companies["county_code"].to_numpy()[company]
    chains = county_chains()
    out = pairs[["mention", "name_row"]].reset_index(drop=True)
    out["company"] = company
    differences = [
        compare(parsed[m], index.parsed[r], county, chains.get(county, ()))
        for m, r, county in zip(mention.tolist(), rows.tolist(), counties.tolist(), strict=True)
    ]
    for position, item in enumerate(Difference._fields):
        out[item] = [difference[position] for difference in differences]
    exact = [
        parsed[m].folded == index.parsed[r].folded
        for m, r in zip(mention.tolist(), rows.tolist(), strict=True)
    ]
    former = names["is_former"].to_numpy()[rows]
    out["name"] = np.where(exact, np.where(former, "former", "exact"), "variant")
    out["rarity"] = [
        _rarity(index, parsed[m], index.parsed[r])
        for m, r in zip(mention.tolist(), rows.tolist(), strict=True)
    ]
    out["length"] = [_length(index.parsed[r]) for r in rows.tolist()]
    codes = mentions["published_code"].to_numpy()[mention]
    out["code"] = compare_codes(
        codes,
        companies["company_id"].to_numpy()[company],
        companies["uscc"].to_numpy()[company],
        companies["registration_no"].to_numpy()[company],
    )
    out["list_region"] = [
        _region(a, b) for a, b in zip(mentions["region_code"].to_numpy()[mention], counties, strict=True)
    ]
    alone = out["list_region"].eq("contradicts") & out["name"].eq("exact")
    for row in np.flatnonzero(alone):
        if index.twins(index.parsed[rows[row]].folded) <= 1:
            out.loc[row, "list_region"] = "alone"
    out["dates"] = _dates(
        mentions["first_date"].to_numpy()[mention], companies["established_on"].to_numpy()[company]
    )
    return out


def _rarity(index: NameIndex, query: Name, known: Name) -> str:
    if not known.trade:
        return "common"
    count = max(index.trades.get(known.trade, 1), index.trades.get(query.trade, 0) if query.trade else 0)
    return "unique" if count <= 1 else "few" if count <= 5 else "some" if count <= 30 else "common"


def _length(known: Name) -> str:
    size = len(known.body)
    return "short" if size <= 4 else "medium" if size <= 6 else "long"


def _region(told: str, county: str) -> str:
    """The list's county code against the company's."""
    if not told or not county:
        return "silent"
    if told.startswith(county) or county.startswith(told):
        return "agrees"
    return "city" if told[:4] == county[:4] else "contradicts"


def _dates(first: np.ndarray, founded: np.ndarray) -> np.ndarray:
    first, founded = pd.to_datetime(pd.Series(first)), pd.to_datetime(pd.Series(founded))
    known = first.notna() & founded.notna()
    return np.where(~known, "silent", np.where(first < founded, "before_founded", "fine"))
