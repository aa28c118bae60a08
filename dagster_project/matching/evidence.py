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
  departures none | one_small | one_large | short | kin | household | two | more | slip_and_more      how many parts differ, see
             _departures and _put_relatives
  whole      same | slip | gap | sign | two | none      whole names character by character, see one_edit.whole_edit
  list_region agrees | alone | contradicts | silent         the list's own region, else its address, against the company's county
             (alone: elsewhere, but of the very name, and nobody else bears trade name and industry)
  dates      before_founded | fine | silent   the list tells of something before the company was founded
"""

from collections.abc import Collection

import numpy as np
import pandas as pd

from dagster_project.identity.names import Name
from dagster_project.identity.place_words import county_chains
from dagster_project.matching.differences import Difference, compare
from dagster_project.matching.index import NameIndex, crowd_key
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
# A name that says the same, part by part: only 市 or 县, or 责任, come or go.
_RESPELLED = {
    "trade": ("same", "none"), "industry": ("same",), "form": ("same", "spelling"), "branch": ("none", "same"),
    "note": ("none", "same"), "group": ("same",), "number": ("same",), "town": ("none", "same"),
}  # fmt: skip
# Of any two characters of trade names in a register, one pair in 100 sounds alike; fewer look so; one in 50 says its neighbour again.
_ALIKE = {"sound": 1 / 100, "look": 1 / 500, "doubled": 1 / 50}
# Forms of those who mostly trade under a person's name.
_HOUSEHOLDS = ("shop", "store", "farm")
# Differences that one company's name shows often, each by itself.
_SMALL = {
    "trade": ("doubled", "sound", "look", "swap", "gap", "lost", "affix"), "industry": ("slip", "letter", "sign", "general", "added", "sister"), "group": ("one_sided",),
    "form": ("slip", "conversion", "missing"), "region": ("slip", "nested", "county_city", "address", "dropped", "placed", "other_reading"), "town": ("one_sided",),
    "branch": (), "note": (), "number": (),
}  # fmt: skip


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
    words = Words(len(pairs))
    chains = county_chains()
    words.put_all(
        Difference._fields,
        [
            compare(a, b, c, chains.get(c, ()))
            for a, b, c in zip(asked, known, counties.tolist(), strict=True)
        ],
    )
    folded = np.array([name.folded for name in parsed], dtype=object)[mention]
    registered = index.names["folded"].to_numpy()[rows]
    former = index.names["is_former"].to_numpy()[rows].astype(bool)
    words.put("name", _names(folded == registered, asked, known, former))
    words.put("rarity", _rarities(index, asked, known, company.tolist(), lists[mention].tolist()))
    words.put("chance", _chances(index, asked, known, words.tell("trade")))
    # 环球 for 新环球: a character lost, or another company where many bear what is left
    words.put_where(words.are("trade", "lost") & ~words.are("chance", "tiny", "low"), "trade", "affix")
    # what many bear is no trade name (广播电视台): the place says who it is
    placed = words.are("region", "nested", "county_city", "dropped", "address") | words.are(
        "town", "one_sided"
    )
    words.put_where(words.are("rarity", "common") & placed, "region", "seat")
    # what several firms bear, 一汽物流 and 一汽国际物流: a word of business, or another form, tells one of them from the other
    many = words.are("rarity", "some", "common")
    words.put_where(many & words.are("form", "conversion"), "form", "changed")
    # 昆岚股份有限公司 and 昆岚生物股份有限公司: a whole name without a line of business is the group's own
    whole = words.are("form", "same", "spelling", "conversion") & ~former
    # 锦某劳务 and 贵阳锦某建筑劳务: neither place nor line of business holds the two together
    unplaced = words.are("region", "dropped") & words.are("industry", "added")
    sister = (many & words.are("industry", "added")) | (whole & (words.are("industry", "missing") | unplaced))
    words.put_where(sister, "industry", "sister")
    respelled = words.are("name", "variant") & words.are("region", "same", "none")
    for item, values in _RESPELLED.items():
        respelled &= words.are(item, *values)
    words.put_where(respelled, "name", "respelled")
    words.put("departures", _departures(words))
    words.put("whole", whole_edit(folded, registered))
    codes = mentions["published_code"].to_numpy()[mention]
    theirs = (
        index.companies[column].to_numpy()[company] for column in ("company_id", "uscc", "registration_no")
    )
    words.put("code", compare_codes(codes, *theirs))
    words.put("list_region", _list_regions(lists[mention], counties))
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
    _put_relatives(words, asked, known)
    alone = words.are("list_region", "contradicts") & words.are("name", "exact", "plain")
    for row in np.flatnonzero(alone).tolist():
        if index.twins(known[row]) <= 1:
            words.put_where(row, "list_region", "alone")
    founded = index.companies["established_on"].to_numpy()[company]
    words.put("dates", _dates(mentions["first_date"].to_numpy()[mention], founded))
    return words.beside({"mention": mention, "name_row": rows, "company": company}, ITEMS)


def _names(same: np.ndarray, asked: list[Name], known: list[Name], former: np.ndarray) -> np.ndarray:
    plain = np.array([a.plain == b.plain for a, b in zip(asked, known, strict=True)], dtype=bool)
    return np.select(
        [~same.astype(bool) & ~plain, former, same.astype(bool)], ["variant", "former", "exact"], "plain"
    )


def _rarities(
    index: NameIndex, asked: list[Name], known: list[Name], companies: list[int], told: list[str]
) -> list[str]:
    """How many companies bear the trade name, and whether another of them could be the one that the published name means: one
    where the name, else its list (`told`, a county code), places it; without a place, any."""
    seats = index.companies["county_code"].to_numpy()
    found = []
    for query, name, company, county in zip(asked, known, companies, told, strict=True):
        bearers: Collection[int] = index.trades.get(name.trade, ())
        if query.trade != name.trade and (others := query.trade and index.trades.get(query.trade)):
            bearers = {*bearers, *others}
        if not name.trade or len(bearers) > 30:
            found.append("common")
        elif len(bearers) == 1:
            found.append("unique")
        else:
            place = _place_of(query) or (county[:4],)
            found.append("few" if len(bearers) <= 5 else "some")
            for other in bearers:
                if other != company:
                    seat = seats[other]
                    if seat.startswith(place) or place[0].startswith(seat):
                        break
            else:
                found[-1] += "_elsewhere"
    return found


def _place_of(query: Name) -> tuple[str, ...]:
    """Codes of the last place that a name tells; () where it tells none."""
    for place in (*query.bracketed[::-1], *query.places[::-1]):
        if place.codes:
            return place.codes
    return ()


def _departures(words: Words) -> np.ndarray:
    """How many parts differ: none, one (small or large), two, more, a slip in the trade name beside another difference, or words
    and legal form where no place says who it is (kin)."""
    same = {**_RESPELLED, "region": ("same", "none")}
    apart, large = words.none().astype(int), words.none()
    for item, values in same.items():
        apart += ~words.are(item, *values)
        large |= ~words.are(item, *values, *_SMALL[item])
    slip = words.are("trade", *_SMALL["trade"])
    # 云岫, as plans and newspapers write: neither place nor form, all that is written agrees
    bare = words.are("region", "dropped") & words.are("form", "missing") & words.are("trade", "same")
    bare &= words.are("industry", "same", "general", "added", "sister", "missing")
    # 云岫股份有限公司, 云岫科技有限公司: not one hand's slip, two firms of a group
    kin = (
        words.are("region", "none") & words.are("trade", "same") & words.are("form", "conversion", "changed")
    )
    kin &= ~words.are("industry", "same", "slip")
    told = [apart == 0, slip & (apart > 1), (apart == 1) & ~large, apart == 1, bare, kin, apart == 2]
    return np.select(told, ["none", "slip_and_more", "one_small", "one_large", "short", "kin", "two"], "more")


def _put_relatives(words: Words, asked: list[Name], known: list[Name]) -> None:
    """Departures `kin` and `household`, where neither the list's region nor a code holds the two together: two firms of one group, as
    like as one firm's two names, and two households. Where a county is written, its firms are few, and words or form may slip."""
    unheld = words.are("name", "variant") & ~words.are("list_region", "agrees")
    unheld &= ~words.are("code", "agrees", "near")
    converted = words.are("form", "conversion")
    otherwise = words.are("trade", "same") & ~words.are("industry", "same", "slip")
    # 昆岚能源装备 and 昆岚装备, known all over the country; 昆岚技术股份 and the 昆岚技术有限 of one city
    kin = otherwise & words.are("region", "none") | words.are("region", "dropped") & converted
    for row in np.flatnonzero(unheld & otherwise & converted).tolist():
        seats = asked[row].seats
        kin[row] |= not seats or seats[-1].level != "county"
    words.put_where(unheld & kin, "departures", "kin")
    slip = words.are("trade", *_SMALL["trade"])
    other = words.are("trade", "gap", "lost") | words.are("departures", "short")
    for row in np.flatnonzero(unheld & (slip | other)).tolist():
        form, kind = known[row].form, known[row].form_class
        # 赵云岫 and 赵云秀; 赵云岫 and 赵云岫服务部; 云岫山服务队 and 云岫山海服务队
        nobody = not kind and not known[row].folded.isascii()  # English names say their form otherwise
        if nobody or (other[row] and (kind in _HOUSEHOLDS or form == "队")):
            words.put_where(row, "departures", "household")


def _chances(index: NameIndex, asked: list[Name], known: list[Name], trades: list[str]) -> list[str]:
    return [
        "none" if trade in ("same", "none") else _chance(index, query, name, trade)
        for query, name, trade in zip(asked, known, trades, strict=True)
    ]


def _chance(index: NameIndex, query: Name, known: Name, trade: str) -> str:
    """`trade`: how the trade names differ; a character that sounds or looks like the other agrees as well, if less."""
    expected = float(index.crowds.get(crowd_key(known), 0) * len(known.trade))
    expected *= _ALIKE.get(trade, 1.0)
    for sign in set(query.trade) & set(known.trade):
        expected *= index.signs.get(sign, 0.0)
    return "tiny" if expected < 1e-3 else "low" if expected < 1e-2 else "some" if expected < 0.1 else "high"


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
