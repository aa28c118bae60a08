"""Codes of fictional companies: check digits right, under a registering authority that does not exist."""

from __future__ import annotations

from dagster_project.identity.codes import SIGNS, organisation_check, uscc_check
from dagster_project.identity.patents import application_check

AUTHORITY = "149900"
"""Digits 3-8 of every code: no division has this number, so no code can be a real company's."""

_SPACE = 31**6
_STEP = 387_420_489  # coprime with 31, so that neighbours' codes look unlike and no two are equal


def organisation_code(number: int, seed: int, prefix: str = "MA") -> str:
    """The 9-character organisation code of a company number: GB 11714 check included."""
    value = (number * _STEP + seed * 7_919 + 12_345) % _SPACE
    body = prefix + "".join(SIGNS[value // 31**place % 31] for place in range(5, -1, -1))
    return body + organisation_check(body)


def uscc(number: int, seed: int, kind: str = "91", prefix: str = "MA") -> str:
    """The credit code of a company number (GB 32100). `kind`: 91 company, 92 trader, 93 co-operative."""
    body = kind + AUTHORITY + organisation_code(number, seed, prefix)
    return body + uscc_check(body)


def broken(code: str) -> str:
    """The code with a wrong last check character."""
    return code[:-1] + SIGNS[(SIGNS.index(code[-1]) + 7) % 31]


def registration_no(number: int, seed: int) -> str:
    """A 15-digit registration number of before 2015: authority, 8 digits, check (ISO 7064 MOD 11,10)."""
    body = AUTHORITY + f"{(number * 7_368_787 + seed * 104_729) % 10**8:08d}"
    product = 10
    for sign in body:
        product = (product + int(sign)) % 10 or 10
        product = product * 2 % 11
    return body + str((11 - product) % 10)


def publication_no(number: int, kind: str = "B") -> str:
    """A publication number beyond those given out: CN, type (1 invention, 2 model), 9, 7 digits, kind."""
    return f"CN{2 if kind == 'U' else 1}9{number % 10**7:07d}{kind}"


def application_no(year: int, number: int, kind: int = 1) -> str:
    """A patent application number with its check digit: year, kind (1 invention, 2 model), 7 digits."""
    body = f"{year}{kind}{number % 10**7:07d}"
    return f"{body}.{application_check(body)}"


def certificate_no(year: int, number: int) -> str:
    """A high-tech certificate number of Shanxi (14): GR, year, province, six digits from 900000 on."""
    return f"GR{year}14{(900_000 + number) % 10**6:06d}"


def tech_sme_no(year: int, number: int) -> str:
    """An entry number in the tech-SME registry: year, authority, A8, six digits or more."""
    return f"{year}{AUTHORITY}A8{number:06d}"
