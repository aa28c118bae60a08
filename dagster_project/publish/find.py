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


class Directory:
    """Every company under each of its names, folded as matching folds: width, brackets, case and traditional
    characters don't matter. Made once for many questions."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._hits = [
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
        self._names = fold_all([hit.by_name for hit in self._hits])

    def find(self, asked: str) -> list[Hit]:
        """Companies that fit, exact ones only where there are any; by name, then id. Empty when none fits."""
        text = fold(asked)
        if not text:
            return []
        exact = [hit for hit in self._hits if text in (hit.company_id.upper(), hit.uscc.upper())]
        if exact:
            return _once(exact)
        named = list(zip(self._names, self._hits, strict=True))
        exact = [hit for name, hit in named if name == text]
        return _once(exact or [hit for name, hit in named if text in name])

    def near(self, asked: str, most: int = 5) -> list[Hit]:
        """The companies whose names are most alike what was asked, best first, by name where equal."""
        text = fold(asked)
        if not text or not self._hits:
            return []
        found = process.extract(text, self._names, scorer=fuzz.ratio, processor=None, limit=4 * most)
        ranked = sorted(
            found, key=lambda one: (-one[1], self._hits[one[2]].name, self._hits[one[2]].company_id)
        )
        return _once([self._hits[index] for _, score, index in ranked if score >= NEAR], keep_order=True)[
            :most
        ]


def _once(hits: list[Hit], keep_order: bool = False) -> list[Hit]:
    """Each company once, under the first of the names that fitted."""
    first: dict[str, Hit] = {}
    for hit in hits if keep_order else sorted(hits, key=lambda h: (h.name, h.company_id, h.by_name)):
        first.setdefault(hit.company_id, hit)
    return list(first.values())
