"""Codes as lists publish them (whole, masked, old, mistyped) against a company's."""

import re
from functools import lru_cache

import numpy as np
from rapidfuzz.distance import Levenshtein

from dagster_project.identity.codes import read_uscc, tidy

_MASK = re.compile(r"[*X×#]{3,}")
_MASKED = frozenset("*X×#")


@lru_cache(maxsize=1 << 16)
def clean_code(code: str) -> str:
    """A published code as compared: a valid USCC (O and I mended when the check then holds), else the tidied text."""
    return (read_uscc(code).value or tidy(code)) if code else ""


def company_codes(company_id: str, uscc: str, registration_no: str) -> tuple[str, ...]:
    """Every code that means the company: its key, USCC, registration number and organisation code (USCC 9th to 17th)."""
    organisation = uscc[8:17] if len(uscc) == 18 else ""
    return tuple(
        code
        for code in dict.fromkeys((company_id.split(":", 1)[-1], uscc, registration_no, organisation))
        if code
    )


def compare_codes(
    published: np.ndarray, ids: np.ndarray, usccs: np.ndarray, registrations: np.ndarray
) -> list[str]:
    """agrees | near | contradicts | silent, row by row."""
    columns = (published.tolist(), ids.tolist(), usccs.tolist(), registrations.tolist())
    return [
        "silent" if not row[0] else "agrees" if row[0] == row[2] else compare_code(*row)
        for row in zip(*columns, strict=True)
    ]


@lru_cache(maxsize=1 << 18)
def compare_code(published: str, company_id: str, uscc: str, registration_no: str) -> str:
    """One published code against one company's. Codes of different lengths say nothing: lists hold old numbers beside new."""
    code = clean_code(published)
    known = company_codes(company_id, uscc, registration_no)
    if not code or code in known:
        return "agrees" if code else "silent"
    rivals = [text for text in known if len(text) == len(code)]
    if not rivals:
        return "silent"
    if _MASK.search(code):
        told = [[(a, b) for a, b in zip(code, text, strict=True) if a not in _MASKED] for text in rivals]
        if all(len(shown) < 4 for shown in told):
            return "silent"
        return "near" if any(all(a == b for a, b in shown) for shown in told) else "contradicts"
    if company_id.startswith("X:") and not uscc and not registration_no:
        return "silent"
    apart = min(Levenshtein.distance(code, text) for text in rivals)
    return "near" if apart <= 2 and len(code) >= 15 else "contradicts"
