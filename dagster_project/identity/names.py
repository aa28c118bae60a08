"""Company names: folded for comparison, and taken apart into 行政区划, 字号, 行业, 组织形式, branch and notes.

The order of the parts is that of 《企业名称登记管理规定》第六条; words live in name_words.yaml. The published text is never
changed: what this module returns stands beside it.
"""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

from dagster_project.identity.place_words import Place, place_words, read_places

WORDS = Path(__file__).with_name("name_words.yaml")
_BREAK = "\ue000"  # private use: never in a name, survives folding
_BRACKETS = re.compile(r"\(((?:[^()]|\([^()]*\))*)\)?")  # one pair may stand inside another
# A part of a public body: 某某局某某分局, 某某中心某某分中心.
_PART = re.compile(
    r"^(.{4,}(?:局|院|中心|所|馆|学|校|社|银行))(.{0,6}(?:分局|分院|分中心|分所|分站|分馆|分校|分社|分行|支行|支队|大队))$"
)
# A list's own number before a name: 1.某某公司, 12、某某公司, (3)某某公司, (四)某某公司.
_LISTED = re.compile(r"^(?:\(?\d{1,3}\)|\([一二三四五六七八九十]{1,3}\)|\d{1,3}[.、])(?=[一-鿿])")
# Brackets and what else stands between words; & or + belong to a name.
_SIGNS = re.compile(r"(?<!\d)[()·.,、。:;/\\|?!~-]+|[()·.,、。:;/\\|?!~-]+(?!\d)")
_WHOLE = ("有限公司", "责任公司", "合作社")  # forms that nothing of the name follows
_FORMER = re.compile(r"^(?:原企业名称|原名称?|曾用名|更名前|现更名为|现名|原)[:为]?")


class Name(NamedTuple):
    """A parsed name. `places` the place words at the head, `bracketed` those in brackets;
    `former` names told in （原…）; `notes` other words in brackets."""

    folded: str
    places: tuple[Place, ...]
    bracketed: tuple[Place, ...]
    trade: str
    industry: str
    form: str
    form_class: str
    branch: str
    notes: tuple[str, ...]
    former: tuple[str, ...]
    body: str  # 字号 and 行业
    seats: tuple[Place, ...]  # `places` and `bracketed` above a town
    towns: frozenset[str]  # stems of the towns among `places`

    plain: (
        str  # folded, without notes that do not say who it is: former names, where it sits, a list's number
    )


@lru_cache(maxsize=1)
def words() -> dict:
    """name_words.yaml, with forms as {last character: [(form, class)], longest first} and industries as a set."""
    raw = yaml.load(WORDS.read_text(encoding="utf-8"), yaml.CSafeLoader)
    forms = [(form, kind) for kind, forms in raw["forms"].items() for form in forms]
    by_end: dict[str, list[tuple[str, str]]] = {}
    for form, kind in sorted(forms, key=lambda pair: (-len(pair[0]), pair[0])):
        by_end.setdefault(form[-1], []).append((form, kind))
    return {
        "residue": tuple(raw["residue"]),
        "forms": by_end,
        "form_class": dict(forms),
        "conversion": {frozenset(pair) for pair in raw["conversion"]},
        "branch_ends": tuple(sorted(raw["branch_ends"], key=lambda end: (-len(end), end))),
        "ownership_notes": frozenset(raw["ownership_notes"]),
        "general_trades": tuple(sorted(raw["general_trades"], key=lambda word: (-len(word), word))),
        "place_notes": tuple(raw["place_notes"]),
        "public_ends": tuple(raw["public_ends"]),
        "industries": frozenset(raw["industries"].split()),
        "product_tails": frozenset(raw["product_tails"]),
    }


@lru_cache(maxsize=1)
def _table() -> tuple[dict[int, str | None], re.Pattern]:
    """Characters to their folded form: traditional to simplified (OpenCC t2s), brackets, dots and dashes to one kind,
    whitespace, quotes, zero-width and control characters to nothing; and what finds such characters."""
    import opencc

    han = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00))]
    simple = opencc.OpenCC("t2s").convert("\n".join(han)).split("\n")
    table = {ord(a): b for a, b in zip(han, simple, strict=True) if a != b and len(b) == 1}
    for code in range(0x10000):
        if code != ord(_BREAK) and not 0xD800 <= code < 0xE000 and not 0x3400 <= code < 0xA000:
            char = chr(code)
            if char.isspace() or unicodedata.category(char) in ("Cc", "Cf", "Mn", "Zs"):
                table[code] = None
    table |= dict.fromkeys(map(ord, "〔【[{〈《<﹙〖〘〚"), "(")
    table |= dict.fromkeys(map(ord, "〕】]}〉》>﹚〗〙〛"), ")")
    table |= dict.fromkeys(map(ord, "•・‧∙⋅●"), "·") | dict.fromkeys(map(ord, "–—―－‐‑−─_"), "-")
    table |= dict.fromkeys(map(ord, "\"'“”‘’「」『』`*"), None)
    return table, re.compile(f"[{re.escape(''.join(map(chr, sorted(table))))}]")


def fold_name(text: str | None) -> str:
    """One name folded for comparison: width, brackets, traditional characters, spaces, zero-width and control characters."""
    return fold_names([text or ""])[0]


def fold_names(texts: list[str]) -> list[str]:
    """`fold_name` for a column, in one pass, each distinct name once (a million take seconds)."""
    distinct = list(dict.fromkeys(texts))
    folded = _BREAK.join(distinct).replace("（", "(").replace("）", ")").split(_BREAK)
    if len(folded) != len(distinct):  # a name holds the mark itself: one by one, without it
        folded = [fold_name(text.replace(_BREAK, "")) for text in distinct]
    for row, text in enumerate(folded):
        if not unicodedata.is_normalized("NFKC", text):  # few are not: to normalise all takes longest
            folded[row] = unicodedata.normalize("NFKC", text)
    table, odd = _table()
    joined = odd.sub(lambda sign: table[ord(sign[0])] or "", _BREAK.join(folded))
    folded = joined.upper().split(_BREAK) if texts else []
    residue = words()["residue"]
    trimmed = [_trim(text, residue) for text in folded]
    if len(distinct) == len(texts):
        return trimmed
    return list(map(dict(zip(distinct, trimmed, strict=True)).__getitem__, texts))


def letters(folded: str) -> str:
    """A folded name without brackets and other punctuation, which lists lose and add; 1-2 stays apart from 12."""
    return folded if folded.isalnum() else _SIGNS.sub("", folded)


def _trim(text: str, residue: tuple) -> str:
    text = text.strip("。.,;、:!?/-")
    if text[:1].isdigit() or text.startswith("("):
        text = _LISTED.sub("", text)
    if text.endswith(residue):
        for tail in residue:
            if text.endswith(tail) and len(text) > len(tail):
                text = text[: -len(tail)]
    if "(" in text and text.count("(") > text.count(")"):
        text += ")"
    return text


@lru_cache(maxsize=1 << 18)
def parse(folded: str) -> Name:
    """A folded name taken apart. Never fails: what can't be told stays in the trade name."""
    text, plain, notes, former, inner_places, ownership = _brackets(folded)
    text, branch = _branch(text)
    text, form, form_class = _form(text)
    if not form and ownership:
        form, form_class = ownership, words()["form_class"].get(ownership, "")
    if not branch and form_class:
        branch = next((note for note in notes if note.endswith(words()["branch_ends"])), "")
    places, body = read_places(text)
    trade, industry = _split(body)
    if not trade and places and places[-1].text == places[-1].stem and places[-1].level == "county":
        body = places.pop().text + body  # 新华书店, 长安汽车销售: a trade name that is also a county's
        trade, industry = _split(body)
    seats = tuple(place for place in (*places, *inner_places) if place.level != "town")
    towns = frozenset(place.stem for place in places if place.level == "town")
    return Name(
        folded, tuple(places), inner_places, trade, industry, form, form_class, branch, notes, former, trade + industry,
        seats, towns, plain,
    )  # fmt: skip


def _brackets(text: str) -> tuple[str, str, tuple, tuple, tuple, str]:
    if "(" not in text:
        return text, text, (), (), (), ""
    known, owned = place_words(), words()["ownership_notes"]
    text = text.replace("(集团)", "集团")  # 瑾泽(集团)铝业: who it is, not how it is owned
    if "(" not in text:
        return text, text, (), (), (), ""
    notes, former, places, ownership, plain = [], [], [], "", text
    for note in _BRACKETS.findall(text):
        told = _FORMER.match(note)
        if told:
            former.append(note[told.end() :])
            plain = plain.replace(f"({note})", "")
        elif place := _place_in_brackets(note, known):
            places.append(place)
        elif note in owned:
            ownership = note if note.startswith(("有限公司", "有限责任")) else ownership
        elif note.isdigit() or note.endswith(words()["place_notes"]):
            plain = plain.replace(
                f"({note})", ""
            )  # a number is a list's own; a place is where the company sits
        elif note:
            notes.append(note)
    return _BRACKETS.sub("", text), plain, tuple(notes), tuple(former), tuple(places), ownership


def _place_in_brackets(note: str, known: dict) -> Place | None:
    """The widest place that a word in brackets means: (河南) is the province, (茌平县) a district today."""
    meanings = known.get(note) or (known.get(note[:-1]) if note.endswith(("省", "市", "县", "区")) else None)
    return min(meanings, key=lambda place: len(place.codes[0])) if meanings else None


def _branch(text: str) -> tuple[str, str]:
    """Text after a legal person's form is a branch: 某某有限公司莘县分公司 -> (某某有限公司, 莘县分公司).

    After a whole form whatever stands there is another than the company (药房, 工会, 清算组), unless a company's form ends it too.
    """
    at = max(text.rfind("公司", 0, len(text) - 2), text.rfind("合作社", 0, len(text) - 3) + 1)
    if at > 2:
        cut = at + 2
        tail = text[cut:]
        whole = text.endswith(_WHOLE, 0, cut) and not tail.endswith(("公司", "合作社", "联合社", "联社"))
        if whole or tail.endswith(words()["branch_ends"]):
            return text[:cut], tail
    if text.endswith(("分公司", "支公司", "分店", "分厂")) and len(text) > 7:
        return text[:-3] if text.endswith("公司") else text[:-2], text[-3:]
    part = _PART.match(text)
    return (part[1], part[2]) if part else (text, "")


def _form(text: str) -> tuple[str, str, str]:
    for form, kind in words()["forms"].get(text[-1:], ()):
        if text.endswith(form) and len(text) - len(form) >= 2:
            # 酒坊, 饭店 say what is sold as well: of one trade name they are one line of business, whatever the form
            word = kind == "store" and len(form) == 1 and _ends_in_trade(text)
            return (text if word else text[: -len(form)]), form, kind
    return text, "", ""


def _ends_in_trade(text: str) -> bool:
    """Whether a trade word of two or three characters ends a text and leaves a trade name before it."""
    known = words()["industries"]
    return any(len(text) >= size + 2 and text[-size:] in known for size in (2, 3))


def _split(body: str) -> tuple[str, str]:
    """(字号, 行业): the industry is the longest run of known words at the end that leaves a trade name of two
    characters, else of one, else nothing (a name of trade words alone)."""
    known, tails, size = words()["industries"], words()["product_tails"], len(body)
    starts = {size}
    for end in range(size, 0, -1):
        if end in starts:
            sizes = [n for n in (1, 2, 3, 4, 5) if end >= n and body[end - n : end] in known]
            starts.update(end - n for n in sizes)
            if not sizes and body[end - 1] in tails:  # 塑料桶, 纺织品: what a known word is made into
                starts.update(
                    end - 1 - n for n in (2, 3, 4) if end > n and body[end - 1 - n : end - 1] in known
                )
    cut = min((start for start in starts if start >= 2), default=size)
    if 0 in starts:
        cut = 0
    return body[:cut], body[cut:]
