"""Evidence for pairs of a mention and a registered name: one word an item, as columns of a frame.

Items and what they can say (labels and weights: weights.yaml):
  name       exact | plain | respelled | former | told_former | variant      the whole name as registered now (plain: but for a note that
             does not say who it is), as it once was, as the list says that it once was; respelled: part by part the same
  code       agrees | near | contradicts | silent
  trade, industry, number, group, form, branch, note, region, town      see differences.Difference
  rarity     unique | few | some | common     companies of the register that bear the trade name
  crowd      none | alone | few | many | mass      where trade names differ: names with that place and industry
  departures none | one_small | one_large | two | more | slip_and_more      how many parts differ, see _departures
  list_region agrees | alone | contradicts | silent         the list's own region, else its address, against the company's county
             (alone: elsewhere, but of the very name, and nobody else bears trade name and industry)
  dates      before_founded | fine | silent   the list tells of something before the company was founded
"""

import numpy as np
import pandas as pd

from dagster_project.identity.names import Name
from dagster_project.identity.place_words import county_chains
from dagster_project.matching.differences import Difference, compare
from dagster_project.matching.index import NameIndex, crowd_key
from dagster_project.matching.published_codes import compare_codes

ITEMS = ["name", "code", *Difference._fields, "rarity", "crowd", "departures", "list_region", "dates"]
# A name that says the same, part by part: only 市 or 县, or 责任, come or go.
_RESPELLED = {
    "trade": ("same",), "industry": ("same",), "form": ("same", "spelling"), "branch": ("none", "same"),
    "note": ("none", "same"), "group": ("same",), "number": ("same",), "town": ("none", "same"),
}  # fmt: skip
# Differences that one company's name shows often, each by itself.
_SMALL = {
    "trade": ("doubled", "sound", "look", "swap", "gap"), "industry": ("slip", "letter", "general", "added"), "group": ("one_sided",),
    "form": ("slip", "conversion", "missing"), "region": ("slip", "nested", "address", "dropped"), "town": ("one_sided",),
    "branch": (), "note": (), "number": (),
}  # fmt: skip


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
    former = names["is_former"].to_numpy()[rows]
    out["name"] = [
        _name(parsed[m], index.parsed[r], is_former)
        for m, r, is_former in zip(mention.tolist(), rows.tolist(), former.tolist(), strict=True)
    ]
    out["rarity"] = [
        _rarity(index, parsed[m], index.parsed[r])
        for m, r in zip(mention.tolist(), rows.tolist(), strict=True)
    ]
    out["crowd"] = [
        "none" if trade in ("same", "none") else _crowd(index, index.parsed[r])
        for trade, r in zip(out["trade"].tolist(), rows.tolist(), strict=True)
    ]
    respelled = out["name"].eq("variant") & out["region"].eq("same")
    for item, values in _RESPELLED.items():
        respelled &= out[item].isin(values)
    out.loc[respelled, "name"] = "respelled"
    out["departures"] = _departures(out)
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
    alone = out["list_region"].eq("contradicts") & out["name"].isin(["exact", "plain"])
    for row in np.flatnonzero(alone):
        if index.twins(index.parsed[rows[row]]) <= 1:
            out.loc[row, "list_region"] = "alone"
    out["dates"] = _dates(
        mentions["first_date"].to_numpy()[mention], companies["established_on"].to_numpy()[company]
    )
    return out


def _name(query: Name, known: Name, is_former: bool) -> str:
    if query.folded != known.folded and query.plain != known.plain:
        return "variant"
    if is_former:
        return "former"
    return "exact" if query.folded == known.folded else "plain"


def _rarity(index: NameIndex, query: Name, known: Name) -> str:
    if not known.trade:
        return "common"
    count = max(index.trades.get(known.trade, 1), index.trades.get(query.trade, 0) if query.trade else 0)
    return "unique" if count <= 1 else "few" if count <= 5 else "some" if count <= 30 else "common"


def _departures(out: pd.DataFrame) -> np.ndarray:
    """How many parts differ: none, one (small or large), two, more, or a slip in the trade name beside another difference."""
    same = {**_RESPELLED, "region": ("same", "none")}
    apart = sum((~out[item].isin(values)).to_numpy(int) for item, values in same.items())
    large = np.zeros(len(out), bool)
    for item, values in _SMALL.items():
        large |= ~out[item].isin(same[item] + values).to_numpy(bool)
    slip = out["trade"].isin(_SMALL["trade"]).to_numpy(bool)
    told = [apart == 0, slip & (apart > 1), (apart == 1) & ~large, apart == 1, apart == 2]
    return np.select(told, ["none", "slip_and_more", "one_small", "one_large", "two"], "more")


def _crowd(index: NameIndex, known: Name) -> str:
    count = index.crowds.get(crowd_key(known), 0)
    return "alone" if count <= 2 else "few" if count <= 20 else "many" if count <= 200 else "mass"


def _region(told: str, county: str) -> str:
    """The list's county code against the company's."""
    if not told or not county:
        return "silent"
    return "agrees" if told.startswith(county) or county.startswith(told) else "contradicts"


def _dates(first: np.ndarray, founded: np.ndarray) -> np.ndarray:
    first, founded = pd.to_datetime(pd.Series(first)), pd.to_datetime(pd.Series(founded))
    known = first.notna() & founded.notna()
    return np.where(~known, "silent", np.where(first < founded, "before_founded", "fine"))
