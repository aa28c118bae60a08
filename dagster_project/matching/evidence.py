"""Evidence for pairs of a mention and a registered name: one word an item, as columns of a frame.

Items and what they can say (labels and weights: weights.yaml):
  name       exact | plain | lettered | respelled | former | told_former | variant      the whole name as registered now (plain: but
             for a note that does not say who it is; lettered: but for brackets and punctuation), as it once was, as the list says that
             it once was; respelled: part by part the same
  code       agrees | near | contradicts | silent
  trade, industry, number, group, form, branch, note, region, town      see differences.Difference
  rarity     unique | few_elsewhere | few | some_elsewhere | some | common     companies of the register that bear the trade
             name (1, to 5, to 30); elsewhere: no other of them where the published name places the company
  chance     none | tiny | low | some | high      where trade names differ: how many of the names with that place and industry
             would share the characters that agree by chance (under 0.001, 0.01, 0.1, more)
  departures none | one_small | one_large | short | kin | household | two | more | slip_and_more      how many parts differ, see
             departures.py
  whole      same | slip | gap | sign | two | none      whole names character by character, see one_edit.whole_edit
  list_region agrees | alone | contradicts | silent         the list's own region, else its address, against the company's county
             (alone: elsewhere, but of the very name, and nobody else bears trade name and industry)
  dates      before_founded | fine | silent   the list tells of something before the company was founded
"""

import numpy as np
import pandas as pd

from dagster_project.identity.names import Name
from dagster_project.identity.place_words import county_chains
from dagster_project.matching.brackets import as_registered
from dagster_project.matching.commonness import chances, rarities
from dagster_project.matching.departures import departures, put_relatives, put_respelled
from dagster_project.matching.differences import Difference, compare
from dagster_project.matching.index import NameIndex
from dagster_project.matching.one_edit import whole_edit
from dagster_project.matching.published_codes import compare_codes
from dagster_project.matching.words import Words

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


def gather_evidence(
    pairs: pd.DataFrame, mentions: pd.DataFrame, parsed: list[Name], index: NameIndex
) -> pd.DataFrame:
    """`pairs` (mention, name_row) with a column for each of ITEMS (categories: the words that weights.yaml knows) and company
    (row in index.companies).

    mentions: published_code, region_code, first_date (date or None), by position; parsed: their names, by position.
    """
    mention, rows = pairs["mention"].to_numpy(), pairs["name_row"].to_numpy()
    company = index.names["company"].to_numpy()[rows]
    counties = index.companies["county_code"].to_numpy()[company]
    lists = mentions["region_code"].to_numpy(object)
    asked = [parsed[m] for m in mention.tolist()]
    known = [index.parsed[r] for r in rows.tolist()]
    folded = np.array([name.folded for name in parsed], dtype=object)[mention]
    registered = index.names["folded"].to_numpy()[rows]
    former = index.names["is_former"].to_numpy()[rows].astype(bool)
    words = Words(len(pairs))
    told = _told(folded == registered, asked, known, former)
    words.put("name", told)
    signed = np.array([not name.folded.isalnum() for name in parsed], dtype=bool)[mention]
    for pair in np.flatnonzero(signed | index.names["is_signed"].to_numpy()[rows]).tolist():
        asked[pair] = as_registered(asked[pair], known[pair])
        folded[pair] = asked[pair].folded
        if told[pair] == "variant" and asked[pair] is known[pair]:
            words.put_where(pair, "name", "former" if former[pair] else "lettered")
    chains = county_chains()
    words.put_all(
        Difference._fields,
        [
            compare(a, b, c, chains.get(c, ()))
            for a, b, c in zip(asked, known, counties.tolist(), strict=True)
        ],
    )
    words.put("rarity", rarities(index, asked, known, company.tolist(), lists[mention].tolist()))
    words.put("chance", chances(index, asked, known, words.tell("trade")))
    _weigh_parts(words, former)
    put_respelled(words)
    words.put("departures", departures(words))
    words.put("whole", whole_edit(folded, registered))
    codes = mentions["published_code"].to_numpy()[mention]
    theirs = (
        index.companies[column].to_numpy()[company] for column in ("company_id", "uscc", "registration_no")
    )
    words.put("code", compare_codes(codes, *theirs))
    words.put("list_region", _list_regions(lists[mention], counties))
    _weigh_places(words, known, index)
    put_relatives(words, asked, known)
    founded = index.companies["established_on"].to_numpy()[company]
    words.put("dates", _dates(mentions["first_date"].to_numpy()[mention], founded))
    return words.beside({"mention": mention, "name_row": rows, "company": company}, ITEMS)


def _weigh_parts(words: Words, former: np.ndarray) -> None:
    """What a part's difference says where many bear the trade name, or where nothing else holds two names together."""
    # 云岫 for 新云岫: a character lost, or another company where many bear what is left
    words.put_where(words.are("trade", "lost") & ~words.are("chance", "tiny", "low"), "trade", "affix")
    # what many bear is no trade name (广播电视台): the place says who it is
    placed = words.are("region", "nested", "county_city", "dropped", "address") | words.are(
        "town", "one_sided"
    )
    words.put_where(words.are("rarity", "common") & placed, "region", "seat")
    # what several firms bear, 云岫物流 and 云岫国际物流: a word of business, or another form, tells one of them from the other
    many = words.are("rarity", "some", "common")
    words.put_where(many & words.are("form", "conversion"), "form", "changed")
    # 昆岚股份有限公司 and 昆岚生物股份有限公司: a whole name without a line of business is the group's own
    whole = words.are("form", "same", "spelling", "conversion") & ~former
    # 锦某劳务 and 贵阳锦某建筑劳务: neither place nor line of business holds the two together
    unplaced = words.are("region", "dropped") & words.are("industry", "added")
    sister = (many & words.are("industry", "added")) | (whole & (words.are("industry", "missing") | unplaced))
    words.put_where(sister, "industry", "sister")


def _weigh_places(words: Words, known: list[Name], index: NameIndex) -> None:
    """What the list's own county says of the name's place, and what a name without any can't say."""
    # the list's own county says which reading is meant
    reread = words.are("region", "other_reading") & words.are("list_region", "agrees")
    words.put_where(reread, "region", "dropped")
    # 统计局, as exact as it may be: there is one in every place
    placeless = words.are("rarity", "some", "common") | words.are("whole", "slip", "gap", "sign")
    placeless &= words.are("region", "none")
    exact = words.are("name", "exact")
    for row in np.flatnonzero(placeless & ~words.are("list_region", "agrees")).tolist():
        # a 大学 of that very name there is only once in the country
        if known[row].form_class == "institution" and not (known[row].form == "大学" and exact[row]):
            words.put_where(row, "region", "seat")
    alone = words.are("list_region", "contradicts") & words.are("name", "exact", "plain", "lettered")
    for row in np.flatnonzero(alone).tolist():
        if index.twins(known[row]) <= 1:
            words.put_where(row, "list_region", "alone")


def _told(same: np.ndarray, asked: list[Name], known: list[Name], former: np.ndarray) -> np.ndarray:
    """What the whole names say, brackets and punctuation as they stand."""
    plain = np.array([a.plain == b.plain for a, b in zip(asked, known, strict=True)], dtype=bool)
    told = [~same.astype(bool) & ~plain, former, same.astype(bool)]
    return np.select(told, ["variant", "former", "exact"], "plain")


def _list_regions(told: np.ndarray, counties: np.ndarray) -> list[str]:
    """The list's county code against the company's."""
    return [
        "silent" if not a or not b else "agrees" if a.startswith(b) or b.startswith(a) else "contradicts"
        for a, b in zip(told.tolist(), counties.tolist(), strict=True)
    ]


def _dates(first: np.ndarray, founded: np.ndarray) -> np.ndarray:
    told = np.full(len(first), "silent", dtype=object)
    known = np.flatnonzero(pd.notna(first) & pd.notna(founded))
    seen, begun = pd.to_datetime(pd.Series(first[known])), pd.to_datetime(pd.Series(founded[known]))
    told[known] = np.where(seen < begun, "before_founded", "fine")
    return told
