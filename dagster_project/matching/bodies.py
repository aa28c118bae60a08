"""Trade name and industry of two names compared character by character: which slip of hand, eye or ear tells them apart?"""

import re
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import Levenshtein

from dagster_project.identity.divisions import SHARED, read_divisions
from dagster_project.identity.names import Name, words
from dagster_project.identity.place_words import Place
from dagster_project.identity.place_words import stem as stem_of
from dagster_project.matching.characters import look_alike, same_sound

_ORDER = (
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
_NUMERALS = {sign: group[0] for group in _ORDER for sign in group}
_SIDES = frozenset("东南西北")
_COUNTING = re.compile(f"[{''.join(_NUMERALS)}{''.join(sorted(_SIDES))}0-9A-Za-z]")
_TRADES = frozenset("工商农外国经科")
_GROUP = "集团"
_KIN = frozenset(
    "新老大小金鑫兴"
)  # with one of these before or behind it, a trade name is another firm's own


def compare_bodies(query: Name, known: Name, chain: tuple[str, ...]) -> tuple[str, str, str, str]:
    """(trade, industry, number, group) as differences.Difference tells them; `chain`: stems of the known company's places."""
    (qt, qi), (kt, ki) = _align_heads(query, known, chain)
    mine, theirs, group = qt + qi, kt + ki, "same"
    if mine == theirs:
        return ("same" if kt else "none"), "same", "same", "same"
    if not query.form and not qi and qt and theirs.startswith(qt) and kt != qt:
        return "affix", "missing", "same", "same"  # 云岫, where 云岫山某某公司 may be meant as well
    if (_GROUP in mine) != (_GROUP in theirs):
        qt, qi, kt, ki = (part.replace(_GROUP, "") for part in (qt, qi, kt, ki))
        mine, theirs, group = qt + qi, kt + ki, "one_sided"
    number = "same" if _numbers(mine) == _numbers(theirs) or _misread(mine, theirs) else "differs"
    if number == "differs" and _placed_apart(mine, theirs):
        number = "placed"
    if query.folded.isascii() and known.folded.isascii():
        number = "same"  # letters spell an English name, they count nothing in it
    if qt == kt or mine == theirs:
        return ("same" if kt else "none"), _industry(qi, ki) if qt == kt else "same", number, group
    swapped = _swapped(mine, theirs)
    if swapped:
        return ("swap", "same", number, group) if swapped <= len(kt) else ("same", "slip", number, group)
    in_trade, in_industry = _operations(mine, theirs, len(qt), len(kt))
    return _trade(in_trade, qt, kt), _industry_words(in_industry, theirs), number, group


def _align_heads(query: Name, known: Name, chain: tuple[str, ...]) -> tuple[tuple[str, str], tuple[str, str]]:
    """Drop from one body's head a place that the other name, or the company's county, tells (东昌府区 without 聊城市, 悦庄 for
    悦庄镇): a place is no part of the trade name."""
    mine, theirs = (query.trade, query.industry), (known.trade, known.industry)
    head, other = query.body[:2], known.body[:2]
    if head != other and head and other:
        mine = _without(mine, known.places, chain, theirs)
        theirs = _without(theirs, query.places, chain, mine)
    return mine, theirs


def _without(
    body: tuple[str, str], places: tuple[Place, ...], chain: tuple[str, ...], other: tuple[str, str]
) -> tuple[str, str]:
    begins = (other[0] or other[1])[0]
    if begins not in body[0][2:]:  # what is left must begin as the other does
        return body
    for stem in (*(place.stem for place in places), *chain):
        if len(stem) >= 2 and body[0].startswith(stem):
            rest = re.sub(r"^(?:[省市县区镇乡]|街道)", "", body[0][len(stem) :])
            if rest and rest[0] == begins:
                return rest, body[1]
    return body


def _numbers(text: str) -> list[str]:
    """Numerals, points of the compass and letters in their order: 一厂 is not 二厂, 城南 is not 城北, A is not B."""
    told = _COUNTING.findall(text)
    if not told:
        return told
    return [
        _NUMERALS.get(sign, sign) for sign in _COUNTING.findall(text.replace("五金", "").replace("百货", ""))
    ]


def _placed_apart(mine: str, theirs: str) -> bool:
    """Whether a place that just one of two bodies names holds all the numerals and points of the compass that tell them apart: 云岫山西
    and 云岫. Two places are two: 河南 is not 河北."""
    bare = [_placed().sub("", text) for text in (mine, theirs)]
    return (bare[0] == mine) != (bare[1] == theirs) and _numbers(bare[0]) == _numbers(bare[1])


@lru_cache(maxsize=1)
def _placed() -> re.Pattern:
    """Provinces and cities, by name and by stem, and counties by name, that hold a sign of _COUNTING: 山西, 四川, 济南市, 东阳市; 城北 by
    itself is a direction."""
    found = set()
    for row in read_divisions()[0].values():
        found |= {row["province"], stem_of(row["province"], "province"), row["county"]}
        if row["city"] not in SHARED:
            found |= {row["city"], stem_of(row["city"], "city")}
    signed = sorted((word for word in found if _COUNTING.search(word)), key=lambda word: (-len(word), word))
    return re.compile("|".join(signed))


def _counts(sign: str) -> bool:
    return bool(_COUNTING.match(sign))


def _misread(mine: str, theirs: str) -> bool:
    """Whether one character took the place of a numeral that it sounds or looks like, and is none itself: 柏货 for 百货."""
    if len(mine) != len(theirs):
        return False
    apart = [pair for pair in zip(mine, theirs, strict=True) if pair[0] != pair[1]]
    if len(apart) != 1:
        return False
    return _counts(apart[0][0]) != _counts(apart[0][1]) and _slip(*apart[0]) != "other"


def _swapped(a: str, b: str) -> int:
    """1-based place of two neighbours exchanged, when that is the only difference; else 0."""
    if len(a) != len(b) or a == b:
        return 0
    at = 0
    while a[at] == b[at]:
        at += 1
    return at + 1 if a[at:] == b[at + 1 : at + 2] + b[at] + b[at + 2 :] else 0


def _edits(a: str, b: str) -> list[tuple[str, str, int, int, bool]]:
    """(text in a, text in b, where in a, where in b, whether a only says a word twice) of every edit."""
    edits = []
    steps: Any = Levenshtein.opcodes(a, b).as_list()  # as it is typed, a step's places may be texts
    for tag, start, end, at, stop in steps:
        if tag != "equal":
            mine, twice = a[start:end], False
            if tag == "delete":
                twice = mine in (a[max(0, start - len(mine)) : start], a[end : end + len(mine)])
            edits.append((mine, b[at:stop], start, at, twice))
    return edits


def _operations(a: str, b: str, cut_a: int, cut_b: int) -> tuple[list, list]:
    """Edits in the trade name, and in the industry; the known name (b) says where the one ends."""
    trade: list = []
    industry: list = []
    for edit in _edits(a, b):
        _, theirs, at_a, at_b, _ = edit
        in_trade = at_b < cut_b if theirs else (at_a < cut_a and at_b <= cut_b)
        (trade if in_trade else industry).append(edit)
    return trade, industry


def _slip(mine: str, theirs: str) -> str:
    """sound | look | other for texts of one length that stand for each other; 1 and 一 are one sound."""
    if len(mine) == 1:
        return _taken_for(mine, theirs)
    told = "sound"
    for a, b in zip(mine, theirs, strict=True):
        kind = _taken_for(a, b)
        if kind == "other":
            return kind
        told = kind if kind == "look" else told
    return told


def _taken_for(a: str, b: str) -> str:
    if same_sound(a, b) or _NUMERALS.get(a, a) == _NUMERALS.get(b, b):
        return "sound"
    return "look" if look_alike(a, b) else "other"


def _trade(edits: list, mine: str, theirs: str) -> str:
    if not edits:
        return "same"
    if len(edits) == 1:
        a, b, _, _, doubled = edits[0]
        slip = _slip(a, b) if len(a) == len(b) else "doubled" if doubled else ""
        if slip in ("sound", "doubled"):
            return slip  # 兰舟 for 岚洲: a word is typed by its sound, and comes out whole
        if slip == "look":
            return "look" if len(a) == 1 or len(a) < len(theirs) else "other"
        if max(len(a), len(b)) == 1 and len(a) != len(b):
            # 新云岫 is not 云岫: two characters and one more make another trade name
            shorter = min(len(mine), len(theirs))
            if shorter >= 2 and _renewed(*sorted((mine, theirs), key=len)):
                return "affix"
            short = "affix" if len(mine) > len(theirs) else "lost"
            return "gap" if shorter >= 3 else short if shorter == 2 else "other"
    elif not [edit for edit in edits if len(edit[0]) != len(edit[1])]:
        slip = _slip("".join([edit[0] for edit in edits]), "".join([edit[1] for edit in edits]))
        if slip == "sound":
            return "sound"
        if slip == "look":
            return "look" if len(edits) == 2 and len(theirs) >= 3 else "other"
    changed = sum([max(len(edit[0]), len(edit[1])) for edit in edits])
    return "other" if changed <= max(1, len(theirs) // 2) else "different"


def _renewed(short: str, long: str) -> bool:
    """新科润达 for 科润达: a whole trade name with one of _KIN before or behind it."""
    return (long[1:] == short and long[0] in _KIN) or (long[:-1] == short and long[-1] in _KIN)


def _industry(mine: str, theirs: str) -> str:
    """Compare what two companies of one trade name do."""
    if mine == theirs:
        return "same"
    if not mine or not theirs:
        return "general" if _general(mine + theirs) else "missing"
    if sorted(mine) == sorted(theirs):
        return "slip"
    return _industry_words(_edits(mine, theirs), theirs)


def _industry_words(edits: list, theirs: str) -> str:
    if not edits:
        return "same"
    if len(edits) == 1:
        a, b, _, _, doubled = edits[0]
        if doubled or (len(a) == len(b) and _slip(a, b) != "other"):
            return "slip"
    one_sided = all(not a or not b for a, b, *_ in edits)
    if one_sided and all(_general(a + b) for a, b, *_ in edits):
        return "general"
    if len(edits) == 1 and len(edits[0][0] + edits[0][1]) == 1:
        return "letter"
    if (
        len(edits) == 1
        and len(edits[0][0]) == len(edits[0][1]) == 1
        and not set(edits[0][0] + edits[0][1]) & _TRADES
    ):
        return "sign"  # 精工机器, 精工机械; but 工贸 and 商贸 are two lines of business
    if one_sided:
        return "added"
    if all(_general(a) and _general(b) for a, b, *_ in edits):
        return "general_changed"
    kept = len(theirs) - sum([len(b) for _, b, *_ in edits])
    return "changed" if kept >= 1 else "different"


@lru_cache(maxsize=1 << 12)
def _general(text: str) -> bool:
    """Whether a text is made of general trade words alone."""
    known = words()["general_trades"]
    while text:
        head = next((word for word in known if text.startswith(word)), None)
        if head is None:
            return False
        text = text[len(head) :]
    return True
