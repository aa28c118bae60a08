"""Patent numbers of the CNIPA: publication numbers (CN104751825B) and application numbers (201510163325.6).

Publication: CN + digits + kind. Granted kinds: B (invention), U (utility model), S (design), and before
2010 C, Y, D. A is an application that was only published: never a grant. Application: year, kind (1
invention, 2 utility model, 3 design, 8 and 9 PCT), seven digits, a check digit; before October 2003 two
digits of year, kind and five digits. Check: sum of digits x (2..9, 2..5) mod 11, 10 written X.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dagster_project.identity.codes import DESTROYED, is_destroyed
from dagster_project.identity.text import half_width

GRANTED_KINDS = "BUSCYD"
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_PUBLICATION = re.compile(r"^(?:CN)?(\d{7,9})([A-Z])\d?$")
_APPLICATION = re.compile(r"^(?:CN|ZL)?(\d{12}|\d{8})(?:\.?([\dX]))?$")


class Number(NamedTuple):
    """A number in one form. `value` is '' when it can't be used; `note` says why (Chinese)."""

    value: str
    note: str


def application_check(digits: str) -> str:
    """The check character of an application number's 12 (or, before October 2003, 8) digits."""
    return "0123456789X"[sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=False)) % 11]


def read_publication(text: str) -> Number:
    """A publication number as CN + digits + kind letter. Kind A and foreign numbers can't be used as a grant.

    >>> read_publication(" cn 102889890 B ").value
    'CN102889890B'
    """
    match = _PUBLICATION.match(half_width(text).upper().replace(".", ""))
    if not match:
        return Number("", "不是中国专利的授权公告号")
    digits, kind = match.groups()
    if kind not in GRANTED_KINDS:
        return Number(
            "", f"种类为{kind}：只是公布的申请，尚未授权" if kind == "A" else f"种类{kind}不是授权公告"
        )
    return Number(f"CN{digits}{kind}", "")


def read_application(text: str) -> Number:
    """An application number as digits.check, the check digit added where it is missing.

    >>> read_application("ZL201510163325.6"), read_application("2.02E+12").value
    (Number(value='201510163325.6', note=''), '')
    """
    code = (
        half_width(text).upper().removesuffix(".0")
        if text.endswith(".0") and len(text) < 11
        else half_width(text).upper()
    )
    if is_destroyed(code):
        return Number("", DESTROYED)
    match = _APPLICATION.match(code)
    if not match:
        return Number("", "不是中国专利申请号")
    digits, check = match.groups()
    if check and check != application_check(digits):
        return Number("", "申请号校验位不符")
    return Number(f"{digits}.{application_check(digits)}", "")


def valid_applications(texts: pa.StringArray) -> np.ndarray:
    """Which of the texts (none null) are application numbers of twelve digits as read_application gives them."""
    valid = np.zeros(len(texts), bool)
    rows = np.flatnonzero(np.asarray(pa.compute.match_substring_regex(texts, r"^\d{12}\.[\dX]$")))
    if len(rows):
        signs = np.frombuffer("".join(texts.take(pa.array(rows)).to_pylist()).encode(), np.uint8).reshape(
            -1, 14
        )
        total = (signs[:, :12].astype(int) - ord("0")) @ np.array(_WEIGHTS)
        valid[rows] = np.frombuffer(b"0123456789X", np.uint8)[total % 11] == signs[:, 13]
    return valid
