"""统一社会信用代码 (GB 32100-2015), 组织机构代码 (GB 11714), 注册号 (15 digits), and the company's key.

A credit code is 1 authority + 1 kind + 6 division of the registering authority + 9 organisation code + 1
check character. Letters I, O, S, V, Z are not used. The division is the authority's, not the place of
business.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dagster_project.identity.text import half_width

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_VALUE = {sign: value for value, sign in enumerate(SIGNS)}
_LOOKS_LIKE = str.maketrans({"O": "0", "I": "1"})
_SEPARATORS = re.compile(r"[-_.·'’`\"]")
DESTROYED = "被电子表格变成了科学计数法，位数已丢失"
_SCIENTIFIC = re.compile(r"^\d(\.\d+)?E\+?\d+$")


class Code(NamedTuple):
    """A code as used. `value` is '' when it can't be used; `note` says what was mended, or why it can't
    (Chinese).
    """

    value: str
    note: str


def organisation_check(body: str) -> str:
    """The check character of the first eight characters of an organisation code (GB 11714)."""
    total = sum(
        w * (ord(s) - 48 if s.isdigit() else ord(s) - 55)
        for w, s in zip(_ORGANISATION_WEIGHTS, body, strict=True)
    )
    return "0X987654321"[total % 11]


def uscc_check(body: str) -> str:
    """The check character of the first seventeen characters of a credit code (GB 32100)."""
    return SIGNS[(31 - sum(w * _VALUE[s] for w, s in zip(_WEIGHTS, body, strict=True)) % 31) % 31]


def is_uscc(code: str) -> bool:
    """Whether the 18 upper-case characters are a credit code: alphabet, outer check and inner
    organisation-code check.
    """
    if len(code) != 18 or any(sign not in _VALUE for sign in code) or not code[2:8].isdigit():
        return False
    return uscc_check(code[:17]) == code[17] and organisation_check(code[8:16]) == code[16]


def is_registration_no(code: str) -> bool:
    """Whether the 15 digits are a registration number: ISO 7064 MOD 11,10 over the first fourteen."""
    if len(code) != 15 or not (code.isascii() and code.isdigit()):
        return False
    product = 10
    for sign in code[:14]:
        product = ((product + int(sign)) % 10 or 10) * 2 % 11
    return (product + int(code[14])) % 10 == 1


def tidy(code: str) -> str:
    """A code without spaces, separators and width differences, upper case; a float's `.0` dropped."""
    code = half_width(code).upper()
    code = code.removesuffix(".0") if code[:-2].isdigit() else code
    return code if _SCIENTIFIC.match(code) else _SEPARATORS.sub("", code)


def is_destroyed(code: str) -> bool:
    """Whether a spreadsheet turned a long code into a number and lost its digits: 9.13701E+17."""
    return bool(_SCIENTIFIC.match(half_width(code).upper()))


def read_uscc(text: str) -> Code:
    """A credit code out of a cell: spaces out, letters O and I mended to 0 and 1 when only so the checks
    hold.

    >>> read_uscc("91140100MAOJR3YW8Q")
    Code(value='91140100MA0JR3YW8Q', note='字母O、I已改为数字0、1，校验通过')
    """
    code = tidy(text)
    if is_uscc(code):
        return Code(code, "")
    if is_destroyed(text):
        return Code("", DESTROYED)
    mended = code.translate(_LOOKS_LIKE)
    if mended != code and is_uscc(mended):
        return Code(mended, "字母O、I已改为数字0、1，校验通过")
    if len(code) == 15 and is_registration_no(code):
        return Code("", "是15位注册号，不是统一社会信用代码")
    if len(code) != 18:
        return Code("", f"应为18位，实为{len(code)}位")
    wrong = sorted({sign for sign in code if sign not in _VALUE})
    if wrong:
        return Code("", f"含有代码不用的字符：{'、'.join(wrong)}")
    if code.isdigit() and code.endswith("000"):
        return Code("", "末几位是0，像是被电子表格截断，校验不通过")
    return Code("", "校验码不符")


def company_key(uscc: str = "", registration_no: str = "", register_id: str = "") -> str:
    """The company_id of a register row: the valid USCC, else `R:` + registration number, else `X:` + the
    register's id.

    A valid code standing in any of the three columns is recognised; '' when there is no identifier at all.
    """
    codes = [tidy(text) for text in (uscc or "", registration_no or "", register_id or "")]
    for code in codes:
        for form in (code, code.translate(_LOOKS_LIKE)):
            if is_uscc(form):
                return form
    for code in codes:
        if is_registration_no(code):
            return f"R:{code}"
    if codes[1]:
        return f"R:{codes[1]}"
    return f"X:{(register_id or uscc).strip()}" if codes[2] or codes[0] else ""


def valid_usccs(codes: pa.StringArray) -> np.ndarray:
    """is_uscc() over an array of upper-case codes without nulls, a million in under a second."""
    valid = np.zeros(len(codes), bool)
    rows = np.flatnonzero(np.asarray(pa.compute.binary_length(codes)) == 18)
    if not len(rows):
        return valid
    text = "".join(codes.take(pa.array(rows)).to_pylist())
    signs = np.frombuffer(text.encode("latin-1", "replace"), np.uint8)
    if len(signs) != 18 * len(rows):
        return np.array([is_uscc(code) for code in codes.to_pylist()])
    signs = signs.reshape(-1, 18)
    table = np.full(256, -1)
    for sign, value in _VALUE.items():
        table[ord(sign)] = value
    values = table[signs]
    letters = np.where(signs < 58, signs.astype(int) - 48, signs.astype(int) - 55)
    ok = (values >= 0).all(axis=1) & (signs[:, 2:8] < 58).all(axis=1)
    ok &= (31 - values[:, :17] @ np.array(_WEIGHTS) % 31) % 31 == values[:, 17]
    inner = np.frombuffer(b"0X987654321", np.uint8)[letters[:, 8:16] @ np.array(_ORGANISATION_WEIGHTS) % 11]
    valid[rows] = ok & (inner == signs[:, 16])
    return valid
