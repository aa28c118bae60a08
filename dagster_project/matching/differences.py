"""What differs between a published and a registered name, told the way a reader would tell it.

Every comparison answers with one word a field; decision weights and Chinese labels for them stand in weights.yaml.
"""

import re
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from dagster_project.identity.names import Name, words
from dagster_project.matching.characters import look_alike, same_sound

_NUMERALS = {
    a: str(i)
    for i, group in enumerate(
        (
            "0零〇",
            "1一壹甲",
            "2二贰乙两",
            "3三叁丙",
            "4四肆丁",
            "5五伍",
            "6六陆",
            "7七柒",
            "8八捌",
            "9九玖",
            "十拾",
            "百佰",
        )
    )
    for a in group
}
_SIDES = frozenset("东南西北")


class Difference(NamedTuple):
    """trade: same|sound|look|swap|gap|other|different|none; industry: same|slip|added|missing|changed|different;
    form: same|spelling|conversion|missing|changed; branch: none|same|one_sided|differs; number: same|differs;
    region: same|nested|address|none|silent|conflict; town: none|same|one_sided|conflict."""

    trade: str
    industry: str
    form: str
    branch: str
    number: str
    region: str
    town: str


def compare(query: Name, known: Name, county: str = "", chain: tuple[str, ...] = ()) -> Difference:
    """Differences of a published name (`query`) from a registered one (`known`), whose company lies in `county`
    (code or '') with place stems `chain`."""
    if query.folded == known.folded:
        return Difference(
            "same" if known.trade else "none",
            "same",
            "same",
            "same" if known.branch else "none",
            "same",
            "same" if known.places else "none",
            "none",
        )
    trade, industry, number = _bodies(query, known, chain)
    return Difference(
        trade,
        industry,
        _form(query, known),
        _branch(query, known),
        number,
        _region(query, known, county),
        _town(query, known),
    )


def _region(query: Name, known: Name, county: str) -> str:
    mine = [place for place in query.places if place.level not in ("town", "country")]
    theirs = [place for place in known.places if place.level not in ("town", "country")]
    if not mine and not theirs:
        return "none"
    if not mine or not theirs:
        told = (mine or theirs)[-1].codes
        return "address" if mine and county and _nested(told, (county,)) else "silent"
    if mine[-1].stem == theirs[-1].stem and mine[-1].codes == theirs[-1].codes:
        return "same"
    if _nested(mine[-1].codes, theirs[-1].codes):
        return "nested"
    return "address" if county and _nested(mine[-1].codes, (county,)) else "conflict"


def _nested(mine: tuple, theirs: tuple) -> bool:
    return any(a.startswith(b) or b.startswith(a) for a in mine for b in theirs)


def _town(query: Name, known: Name) -> str:
    mine = {place.stem for place in query.places if place.level == "town"}
    theirs = {place.stem for place in known.places if place.level == "town"}
    if mine == theirs:
        return "same" if mine else "none"
    return "conflict" if mine and theirs else "one_sided"


def _form(query: Name, known: Name) -> str:
    if query.form == known.form:
        return "same"
    if not query.form or not known.form:
        return "missing"
    if query.form_class == known.form_class and query.form_class in (
        "limited",
        "joint",
        "cooperative",
        "partnership",
        "factory",
    ):
        return "spelling"
    if frozenset((query.form_class, known.form_class)) in words()["conversion"]:
        return "conversion"
    return "changed"


def _branch(query: Name, known: Name) -> str:
    if query.branch == known.branch:
        return "same" if query.branch else "none"
    return "differs" if query.branch and known.branch else "one_sided"


def _bodies(query: Name, known: Name, chain: tuple[str, ...]) -> tuple[str, str, str]:
    (qt, qi), (kt, ki) = _align_heads(query, known, chain)
    qb, kb = qt + qi, kt + ki
    if qb == kb:
        return ("same" if kt else "none"), "same", "same"
    number = "same" if _numbers(qb) == _numbers(kb) else "differs"
    if qt == kt:
        return ("same" if kt else "none"), _industry(qi, ki), number
    if _swapped(qb, kb):
        return ("swap", "same", number) if _swapped(qb, kb) <= len(kt) else ("same", "slip", number)
    trade_ops, industry_ops = _operations(qb, kb, len(qt), len(kt))
    trade = _trade(trade_ops, qt, kt)
    industry = "same" if not industry_ops else _industry_ops(industry_ops, qb, kb)
    return trade, industry, number


def _align_heads(query: Name, known: Name, chain: tuple[str, ...]) -> tuple[tuple[str, str], tuple[str, str]]:
    """Drop from one body's head a place word that the other name, or the company's county, tells (东昌府区 without 聊城市,
    悦庄 for 悦庄镇): a place is no part of the trade name."""
    mine, theirs = (query.trade, query.industry), (known.trade, known.industry)
    if query.body[:2] != known.body[:2] and query.body and known.body:
        mine = _without(mine, [place.stem for place in known.places] + list(chain), theirs)
        theirs = _without(theirs, [place.stem for place in query.places] + list(chain), mine)
    return mine, theirs


def _without(body: tuple[str, str], stems: list[str], other: tuple[str, str]) -> tuple[str, str]:
    for stem in stems:
        if len(stem) >= 2 and body[0].startswith(stem):
            rest = re.sub(r"^(?:[省市县区镇乡]|街道)", "", body[0][len(stem) :])
            if rest and rest[0] == (other[0] + other[1])[:1]:
                return rest, body[1]
    return body


def _numbers(text: str) -> list[str]:
    return sorted(
        _NUMERALS.get(char, char) for char in text if char in _NUMERALS or char.isdigit() or char in _SIDES
    )


def _swapped(a: str, b: str) -> int:
    """1-based place of two neighbours exchanged, when that is the only difference; else 0."""
    if len(a) != len(b):
        return 0
    apart = [i for i in range(len(a)) if a[i] != b[i]]
    if (
        len(apart) == 2
        and apart[1] == apart[0] + 1
        and a[apart[0]] == b[apart[1]]
        and a[apart[1]] == b[apart[0]]
    ):
        return apart[0] + 1
    return 0


def _operations(a: str, b: str, cut_a: int, cut_b: int) -> tuple[list, list]:
    """(kind, text in a, text in b, doubled) of edits in the trade name, and in the industry."""
    trade, industry = [], []
    for op in Levenshtein.opcodes(a, b):
        if op.tag == "equal":
            continue
        mine, theirs = a[op.src_start : op.src_end], b[op.dest_start : op.dest_end]
        doubled = bool(mine) and not theirs and a[op.src_start - len(mine) : op.src_start] == mine
        doubled = doubled or (bool(mine) and not theirs and a[op.src_end : op.src_end + len(mine)] == mine)
        in_trade = op.dest_start < cut_b if theirs else (op.src_start < cut_a and op.dest_start <= cut_b)
        (trade if in_trade else industry).append((op.tag, mine, theirs, doubled))
    return trade, industry


def _slip(mine: str, theirs: str) -> str:
    """sound | look | other for texts of one length replaced by each other."""
    kinds = {
        "sound" if same_sound(a, b) else "look" if look_alike(a, b) else "other"
        for a, b in zip(mine, theirs, strict=True)
    }
    return "other" if "other" in kinds else "look" if "look" in kinds else "sound"


def _trade(ops: list, mine: str, theirs: str) -> str:
    if not ops:
        return "same"
    shared = len(theirs) - sum(max(len(b), 0) for _, _, b, _ in ops)
    if len(ops) == 1:
        tag, a, b, doubled = ops[0]
        if doubled:
            return "sound"
        if tag == "replace" and len(a) == len(b):
            kind = _slip(a, b)
            if kind != "other":
                return kind
            return "other" if shared >= 1 and len(a) == 1 else "different"
        if max(len(a), len(b)) == 1:
            return "gap" if min(len(mine), len(theirs)) >= 2 else "other"
    if all(tag == "replace" and len(a) == len(b) and _slip(a, b) != "other" for tag, a, b, _ in ops):
        return "look"
    return "other" if shared >= 2 and sum(max(len(a), len(b)) for _, a, b, _ in ops) <= 2 else "different"


def _industry(mine: str, theirs: str) -> str:
    """Compare what two companies of one trade name do."""
    if mine == theirs:
        return "same"
    if not mine or not theirs:
        return "missing"
    if _swapped(mine, theirs) or sorted(mine) == sorted(theirs):
        return "slip"
    ops = [
        (
            op.tag,
            mine[op.src_start : op.src_end],
            theirs[op.dest_start : op.dest_end],
            op.dest_start == op.dest_end
            and mine[op.src_start : op.src_end]
            in (
                mine[max(0, 2 * op.src_start - op.src_end) : op.src_start],
                mine[op.src_end : 2 * op.src_end - op.src_start],
            ),
        )
        for op in Levenshtein.opcodes(mine, theirs)
        if op.tag != "equal"
    ]
    return _industry_ops(ops, mine, theirs)


def _industry_ops(ops: list, mine: str, theirs: str) -> str:
    if len(ops) == 1:
        tag, a, b, doubled = ops[0]
        if doubled or (tag == "replace" and len(a) == len(b) and _slip(a, b) != "other"):
            return "slip"
        if max(len(a), len(b)) == 1 and tag != "replace":
            return "slip" if (a or b) not in "厂店部社" else "changed"
    if all(tag in ("insert", "delete") for tag, *_ in ops):
        return "added"
    kept = len(theirs) - sum(len(b) for _, _, b, _ in ops)
    return "changed" if kept >= 1 else "different"
