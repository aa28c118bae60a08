"""Evidence for pairs of a mention and a registered name: one word an item, as columns of a frame.

Items and what they can say (labels and weights: weights.yaml):
  name       exact | plain | respelled | former | told_former | variant      the whole name as registered now (plain: but for a note that
             does not say who it is), as it once was, as the list says that it once was; respelled: part by part the same
  code       agrees | near | contradicts | silent
  trade, industry, number, group, form, branch, note, region, town      see differences.Difference
  rarity     unique | few_elsewhere | few | some_elsewhere | some | common     companies of the register that bear the trade
             name (1, to 5, to 30); elsewhere: no other of them where the published name places the company
  chance     none | tiny | low | some | high      where trade names differ: how many of the names with that place and industry
             would share the characters that agree by chance (under 0.001, 0.01, 0.1, more)
  departures none | one_small | one_large | short | two | more | slip_and_more      how many parts differ, see _departures
  whole      same | slip | gap | sign | two | none      whole names character by character, see one_edit.whole_edit
  list_region agrees | alone | contradicts | silent         the list's own region, else its address, against the company's county
             (alone: elsewhere, but of the very name, and nobody else bears trade name and industry)
  dates      before_founded | fine | silent   the list tells of something before the company was founded
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from dagster_project.identity.names import Name
from dagster_project.identity.place_words import county_chains
from dagster_project.matching.differences import Difference, compare
from dagster_project.matching.index import NameIndex, crowd_key
from dagster_project.matching.one_edit import whole_edit
from dagster_project.matching.published_codes import compare_codes

ITEMS = [
    "name",
    "code",
    *Difference._fields,
    "rarity",
    "chance",
    "departures",
    "whole",
    "list_region",
    "dates",
]
# A name that says the same, part by part: only 市 or 县, or 责任, come or go.
_RESPELLED = {
    "trade": ("same", "none"), "industry": ("same",), "form": ("same", "spelling"), "branch": ("none", "same"),
    "note": ("none", "same"), "group": ("same",), "number": ("same",), "town": ("none", "same"),
}  # fmt: skip
# Of any two characters of trade names in a register, one pair in 100 sounds alike; fewer look so.
_ALIKE = {"sound": 1 / 100, "look": 1 / 500}
# Differences that one company's name shows often, each by itself.
_SMALL = {
    "trade": ("doubled", "sound", "look", "swap", "gap", "lost", "affix"), "industry": ("slip", "letter", "sign", "general", "added"), "group": ("one_sided",),
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
        out[item] = _words(difference[position] for difference in differences)
    former = names["is_former"].to_numpy()[rows]
    out["name"] = _words(
        _name(parsed[m], index.parsed[r], is_former)
        for m, r, is_former in zip(mention.tolist(), rows.tolist(), former.tolist(), strict=True)
    )
    seats = companies["county_code"].tolist()
    lists = mentions["region_code"].tolist()
    out["rarity"] = _words(
        _rarity(index, parsed[m], index.parsed[r], c, seats, lists[m])
        for m, r, c in zip(mention.tolist(), rows.tolist(), company.tolist(), strict=True)
    )
    out["chance"] = [
        "none" if trade in ("same", "none") else _chance(index, parsed[m], index.parsed[r], trade)
        for trade, m, r in zip(out["trade"].tolist(), mention.tolist(), rows.tolist(), strict=True)
    ]
    # 环球 for 新环球: a character lost, or another company where many bear what is left
    out.loc[out["trade"].eq("lost") & ~out["chance"].isin(["tiny", "low"]), "trade"] = "affix"
    # what many bear is no trade name (广播电视台): the place says who it is
    generic = out["rarity"].eq("common") & (
        out["region"].isin(["nested", "dropped", "address"]) | out["town"].eq("one_sided")
    )
    out.loc[generic, "region"] = "seat"
    respelled = out["name"].eq("variant") & out["region"].isin(["same", "none"])
    for item, values in _RESPELLED.items():
        respelled &= out[item].isin(values)
    out.loc[respelled, "name"] = "respelled"
    out["departures"] = _departures(out)
    asked = np.array([name.folded for name in parsed], dtype=object)
    out["whole"] = whole_edit(asked[mention], names["folded"].to_numpy()[rows])
    codes = mentions["published_code"].to_numpy()[mention]
    out["code"] = _words(
        compare_codes(
            codes,
            companies["company_id"].to_numpy()[company],
            companies["uscc"].to_numpy()[company],
            companies["registration_no"].to_numpy()[company],
        )
    )
    told = mentions["region_code"].astype(object).to_numpy()[mention]
    out["list_region"] = _words(_region(a, b) for a, b in zip(told, counties, strict=True))
    # 统计局, as exact as it may be: there is one in every place
    placeless = (
        out["region"].eq("none") & out["rarity"].isin(["some", "common"]) & out["list_region"].ne("agrees")
    )
    public = _words(index.parsed[r].form_class for r in rows.tolist()) == "institution"
    out.loc[placeless & public, "region"] = "seat"
    alone = out["list_region"].eq("contradicts") & out["name"].isin(["exact", "plain"])
    for row in np.flatnonzero(alone):
        if index.twins(index.parsed[rows[row]]) <= 1:
            out.loc[row, "list_region"] = "alone"
    out["dates"] = _dates(
        mentions["first_date"].to_numpy()[mention], companies["established_on"].to_numpy()[company]
    )
    return out.astype(dict.fromkeys(ITEMS, object))


def _words(values: Iterable[str]) -> np.ndarray:
    """A column of words as objects: looked up and compared many times faster than as Arrow strings."""
    return np.array(list(values), dtype=object)


def _name(query: Name, known: Name, is_former: bool) -> str:
    if query.folded != known.folded and query.plain != known.plain:
        return "variant"
    if is_former:
        return "former"
    return "exact" if query.folded == known.folded else "plain"


def _rarity(index: NameIndex, query: Name, known: Name, company: int, seats: list[str], told: str) -> str:
    """How many companies bear the trade name, and whether another of them could be the one that the published name means: one
    where the name, else its list (`told`, a county code), places it; without a place, any."""
    if not known.trade:
        return "common"
    bearers = set(index.trades.get(known.trade, ())) | {company}
    if query.trade and query.trade != known.trade:
        bearers |= set(index.trades.get(query.trade, ()))
    if len(bearers) == 1:
        return "unique"
    if len(bearers) > 30:
        return "common"
    place = next((p.codes for p in reversed(query.places + query.bracketed) if p.codes), (told[:4],))
    near = any(
        seats[other].startswith(place) or place[0].startswith(seats[other]) for other in bearers - {company}
    )
    return ("few" if len(bearers) <= 5 else "some") + ("" if near else "_elsewhere")


def _departures(out: pd.DataFrame) -> np.ndarray:
    """How many parts differ: none, one (small or large), two, more, or a slip in the trade name beside another difference."""
    same = {**_RESPELLED, "region": ("same", "none")}
    apart = sum((~out[item].isin(values)).to_numpy(int) for item, values in same.items())
    large = np.zeros(len(out), bool)
    for item, values in _SMALL.items():
        large |= ~out[item].isin(same[item] + values).to_numpy(bool)
    slip = out["trade"].isin(_SMALL["trade"]).to_numpy(bool)
    # 云岫, as plans and newspapers write: neither place nor form, all that is written agrees
    bare = out["region"].eq("dropped") & out["form"].eq("missing")
    bare &= out["trade"].eq("same") & out["industry"].isin(["same", "general", "added", "missing"])
    told = [apart == 0, slip & (apart > 1), (apart == 1) & ~large, apart == 1, bare, apart == 2]
    return np.select(told, ["none", "slip_and_more", "one_small", "one_large", "short", "two"], "more")


def _chance(index: NameIndex, query: Name, known: Name, trade: str) -> str:
    """`trade`: how the trade names differ; a character that sounds or looks like the other agrees as well, if less."""
    expected = float(index.crowds.get(crowd_key(known), 0) * len(known.trade))
    expected *= _ALIKE.get(trade, 1.0)
    for sign in set(query.trade) & set(known.trade):
        expected *= index.signs.get(sign, 0.0)
    return "tiny" if expected < 1e-3 else "low" if expected < 1e-2 else "some" if expected < 0.1 else "high"


def _region(told: str, county: str) -> str:
    """The list's county code against the company's."""
    if not told or not county:
        return "silent"
    return "agrees" if told.startswith(county) or county.startswith(told) else "contradicts"


def _dates(first: np.ndarray, founded: np.ndarray) -> np.ndarray:
    seen, begun = pd.to_datetime(pd.Series(first)), pd.to_datetime(pd.Series(founded))
    known = seen.notna() & begun.notna()
    return np.where(~known, "silent", np.where(seen < begun, "before_founded", "fine"))
