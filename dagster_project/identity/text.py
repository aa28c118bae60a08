"""Folding text for comparison. What was published is never changed: a folded text stands beside it.

Rules: Unicode NFKC (full width to half width, compatibility forms), white space, controls and zero-width
marks out, one kind of middle dot and of dash, lower case.
"""

from __future__ import annotations

import re
import unicodedata

import pyarrow as pa
import pyarrow.compute as pc

# format characters (Cf) and variation selectors: zero-width, bidi and byte-order marks, soft hyphen
_MARKS = (
    "\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0001-\U000e01ef"
)
_CONTROLS = "\u0000-\u001f\u007f-\u009f"
_DROPPED = re.compile(f"[{_MARKS}{_CONTROLS}\\s]+")
_CLEANED = re.compile(f"[{_MARKS}\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]+")
_PLAIN = "^[\u4e00-\u9fff（）()A-Za-z0-9]*$"
_DOTS = re.compile("[·•‧∙⋅・●]")
_DASHES = re.compile("[‐‑‒–—―−─]")


def fold(text: str) -> str:
    """The text as it is compared: NFKC, no spaces, controls or zero-width marks, dots and dashes alike,
    lower case.

    >>> fold("山西 （集团）\u200b有限公司")
    '山西(集团)有限公司'
    """
    if (
        text.isalnum()
        and unicodedata.is_normalized("NFKC", text)
        and min(text) >= "\u4e00"
        and max(text) <= "\u9fff"
    ):
        return text  # most names: nothing but Chinese characters
    text = _DROPPED.sub("", unicodedata.normalize("NFKC", text))
    if text.isascii():
        return text.lower()
    text = _DASHES.sub("-", _DOTS.sub("·", text)).lower()
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text))


def fold_array(texts: pa.StringArray) -> pa.StringArray:
    """fold() over an array, each distinct text once; nulls stay null."""
    encoded = texts.dictionary_encode()
    distinct = encoded.dictionary
    # most names: Chinese characters, letters, digits and brackets
    folded = pc.ascii_lower(pc.replace_substring(pc.replace_substring(distinct, "（", "("), "）", ")"))
    odd = pc.invert(pc.match_substring_regex(distinct, _PLAIN))
    rest = [fold(text) for text in distinct.filter(odd).to_pylist()]
    folded = pc.replace_with_mask(folded, odd, pa.array(rest, pa.string()))
    return pc.take(folded, encoded.indices)


def clean(text: str) -> str:
    """The text as it is kept: outer white space, controls and zero-width marks out, everything else as
    published.
    """
    return text.strip() if text.isprintable() else _CLEANED.sub("", text).strip()


def half_width(text: str) -> str:
    """NFKC with spaces and marks out and dashes alike, letter case kept: for numbers, dates and codes."""
    return _DASHES.sub("-", _DROPPED.sub("", unicodedata.normalize("NFKC", text)))


_NUMERALS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}


def chinese_number(text: str) -> int | None:
    """The number of Chinese numerals up to 99, or digit by digit (二〇一九 is 2019); None for anything else.

    >>> chinese_number("二十九"), chinese_number("二〇一九"), chinese_number("廿三"), chinese_number("百")
    (29, 2019, 23, None)
    """
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.partition("十")
    if ten:
        known = len(tens) <= 1 and len(ones) <= 1 and set(tens + ones) <= set(_NUMERALS)
        return 10 * _NUMERALS.get(tens, 1) + _NUMERALS.get(ones, 0) if known else None
    if not text or any(sign not in _NUMERALS for sign in text):
        return None
    return int("".join(str(_NUMERALS[sign]) for sign in text))
