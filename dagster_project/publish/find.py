"""Which company a person means: by code, name, former name or a part of one; else the nearest names."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
from rapidfuzz import fuzz, process

from dagster_project.identity.names import fold, fold_all

MOST_SHOWN = 20
NEAR = 50  # percent alike: below it a proposal only misleads


@dataclass(frozen=True)
class Hit:
    """A company that fits what was asked: its id, registered name, code, county, and the name that fitted."""

    company_id: str
    name: str
    uscc: str
    county: str
    by_name: str


def find(connection: duckdb.DuckDBPyConnection, asked: str) -> list[Hit]:
    """Companies that fit, exact ones only where there are any; by name, then id. Empty when none fits.

    Folded as matching folds: width, brackets, case and traditional characters don't matter. An empty text fits nothing.
    """
    text = fold(asked)
    if not text:
        return []
    named = _named(connection)
    exact = [hit for hit in named if text in (hit.company_id.upper(), hit.uscc.upper())]
    if exact:
        return _once(exact)
    names = list(zip(fold_all([hit.by_name for hit in named]), named, strict=True))
    exact = [hit for name, hit in names if name == text]
    return _once(exact or [hit for name, hit in names if text in name])


def near(connection: duckdb.DuckDBPyConnection, asked: str, most: int = 5) -> list[Hit]:
    """The companies whose names are most alike what was asked, best first, by name where equal."""
    text = fold(asked)
    named = _named(connection)
    if not text or not named:
        return []
    found = process.extract(
        text, fold_all([hit.by_name for hit in named]), scorer=fuzz.ratio, processor=None, limit=4 * most
    )
    ranked = sorted(found, key=lambda one: (-one[1], named[one[2]].name, named[one[2]].company_id))
    return _once([named[index] for _, score, index in ranked if score >= NEAR], keep_order=True)[:most]


def _named(connection: duckdb.DuckDBPyConnection) -> list[Hit]:
    """Every company under each of its names, in a total order."""
    return [
        Hit(*row)
        for row in connection.execute(
            """
            select c.company_id, c.name, coalesce(c.uscc, ''), coalesce(c.county, ''), n.name
            from company c join (
                select company_id, name from stg_company_name union select company_id, name from company
            ) n on n.company_id = c.company_id
            order by c.name, c.company_id, n.name"""
        ).fetchall()
    ]


def _once(hits: list[Hit], keep_order: bool = False) -> list[Hit]:
    """Each company once, under the first of the names that fitted."""
    first: dict[str, Hit] = {}
    for hit in hits if keep_order else sorted(hits, key=lambda h: (h.name, h.company_id, h.by_name)):
        first.setdefault(hit.company_id, hit)
    return list(first.values())
