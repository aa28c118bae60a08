"""Evidence `departures`: how many parts of two names differ, and whether the two are relatives rather than one hand's slip."""

import numpy as np

from dagster_project.identity.names import Name
from dagster_project.matching.words import Words

# A name that says the same, part by part: only 市 or 县, or 责任, come or go.
_RESPELLED = {
    "trade": ("same", "none"), "industry": ("same",), "form": ("same", "spelling"), "branch": ("none", "same"),
    "note": ("none", "same"), "group": ("same",), "number": ("same",), "town": ("none", "same"),
}  # fmt: skip
# Forms of those who mostly trade under a person's name.
_HOUSEHOLDS = ("shop", "store", "farm")
# Differences that one company's name shows often, each by itself.
_SMALL = {
    "trade": ("doubled", "sound", "look", "swap", "gap", "lost", "affix"), "industry": ("slip", "letter", "sign", "general", "added", "sister"), "group": ("one_sided",),
    "form": ("slip", "conversion", "missing"), "region": ("slip", "nested", "county_city", "address", "dropped", "placed", "other_reading"), "town": ("one_sided",),
    "branch": (), "note": (), "number": (),
}  # fmt: skip


def put_respelled(words: Words) -> None:
    """Name `respelled`: another spelling, part by part the same."""
    respelled = words.are("name", "variant") & words.are("region", "same", "none")
    for item, values in _RESPELLED.items():
        respelled &= words.are(item, *values)
    words.put_where(respelled, "name", "respelled")


def departures(words: Words) -> np.ndarray:
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


def put_relatives(words: Words, asked: list[Name], known: list[Name]) -> None:
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
