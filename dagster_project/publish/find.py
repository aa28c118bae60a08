"""Companies by code, name, former name or a part of one; else those with the nearest names."""

from __future__ import annotations

import bisect
import itertools
from dataclasses import dataclass

import duckdb
from rapidfuzz import fuzz, process

from dagster_project.identity.names import fold_name, fold_names

NEAR = 50  # percent alike: below it a proposal only misleads
NEAR_PART = 75  # of a part of a name: one of four characters otherwise
# characters: what is longer is a whole name, and to look for it within names takes too long
LONGEST_PART = 16
SHORTEST_CODE = 4  # characters of a code's part
_END = "\n"  # stands in no folded name


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
        self._names = fold_names([hit.by_name for hit in self._hits])
        self._coded: dict[str, list[Hit]] = {}
        for hit in self._hits:
            for code in {hit.company_id.upper(), hit.uscc.upper()} - {""}:
                self._coded.setdefault(code, []).append(hit)
        self._in_names, self._in_codes = _Texts(self._names), _Texts(list(self._coded))

    def find(self, asked: str) -> list[Hit]:
        """Companies that fit, exact ones only where there are any; the nearest first: those whose name has least
        besides what was asked, then by name and id, then those whose code has it as a part. Empty when none fits."""
        text = _folded(asked)
        if not text or _END in text:
            return []
        if text in self._coded:
            return _once(sorted(self._coded[text], key=_by_name))
        if exact := self._in_names.equal(text):
            return _once(sorted((self._hits[at] for at in exact), key=_by_name))
        found = sorted(self._in_names.holding(text), key=lambda at: (len(self._names[at]), at))
        return _once([*(self._hits[at] for at in found), *self._coded_in_part(text)])

    def _coded_in_part(self, text: str) -> list[Hit]:
        if len(text) < SHORTEST_CODE or not (text.isascii() and text.isalnum()):
            return []
        codes = list(self._coded.values())
        return sorted((hit for at in self._in_codes.holding(text) for hit in codes[at]), key=_by_name)

    def near(self, asked: str, most: int = 5) -> list[Hit]:
        """The companies whose names, or a part of them, are most alike what was asked, best first; where equal, those
        whose whole name is more alike, then by name."""
        text = _folded(asked)
        if not text or not self._hits:
            return []
        wholes = process.extract(
            text, self._names, scorer=fuzz.ratio, processor=None, score_cutoff=NEAR, limit=4 * most
        )
        parts = []
        if len(text) <= LONGEST_PART:
            parts = process.extract(
                text,
                self._names,
                scorer=fuzz.partial_ratio,
                processor=None,
                score_cutoff=NEAR_PART,
                limit=4 * most,
            )
        # a name shorter than what was asked is no whole that has it as a part
        best = {at: score for _, score, at in parts if len(self._names[at]) >= len(text)}
        for _, score, at in wholes:
            best[at] = max(score, best.get(at, 0))

        def rank(at: int) -> tuple[float, float, tuple[str, str, str]]:
            return -best[at], -fuzz.ratio(text, self._names[at]), _by_name(self._hits[at])

        return _once([self._hits[at] for at in sorted(best, key=rank)])[:most]


class _Texts:
    """Many texts one after the other: a part is looked for in one text, not in a hundred thousand."""

    def __init__(self, texts: list[str]) -> None:
        self._text = _END.join(["", *texts, ""])
        self._begins = list(itertools.accumulate((len(text) + 1 for text in texts), initial=1))

    def equal(self, text: str) -> list[int]:
        """The positions of the texts that are `text`."""
        return self._at(f"{_END}{text}{_END}", 1)

    def holding(self, part: str) -> list[int]:
        """The positions of the texts that hold `part`."""
        return self._at(part, 0)

    def _at(self, part: str, before: int) -> list[int]:
        """The positions of the texts that hold `part`, whose first `before` signs stand before the text."""
        found, at = [], self._text.find(part)
        while at >= 0:
            name = bisect.bisect_right(self._begins, at + before) - 1
            found.append(name)
            at = self._text.find(part, self._begins[name + 1] - before)
        return found


def _folded(asked: str) -> str:
    """What was asked, folded as names are; without the bracket that folding closes, which may be where it was cut."""
    text = fold_name(asked)
    return text[:-1] if text.endswith(")") and fold_name(asked + "某") != text + "某" else text


def _by_name(hit: Hit) -> tuple[str, str, str]:
    return hit.name, hit.company_id, hit.by_name


def _once(hits: list[Hit]) -> list[Hit]:
    """Each company once, in order, under the first of the names that fitted."""
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.company_id, hit)
    return list(first.values())
