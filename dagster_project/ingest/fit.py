"""Which contracts a file could be a delivery of: ranked by how many of its headings each of them knows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dagster_project.ingest.contract import Contract
from dagster_project.ingest.faults import is_clean
from dagster_project.ingest.inspect import Head, check_file, heads, layout_of
from dagster_project.ingest.layout import Layout

LEAST = 40
_NEAR = 85


@dataclass(frozen=True)
class Fit:
    """How well a contract fits the file's best table.

    score: 0 to 100, half of it the share of the table's headings that the contract knows, half the share of
    the contract's required columns that the table has; under LEAST nothing is said of it. fed: contract columns that get a heading. clean: it could
    be taken as it is.
    """

    contract: Contract
    head: Head
    layout: Layout
    score: int
    known: int
    headings: int
    fed: int
    missing: tuple[str, ...]
    clean: bool

    @property
    def unknown(self) -> list[str]:
        """The headings that the contract doesn't know."""
        return [self.layout.headings[p].replace("\n", "") for p in self.layout.unknown]

    @property
    def is_near(self) -> bool:
        """Whether the file rather is a faulty delivery of this list than a new list."""
        return self.clean or (self.score >= _NEAR and not self.missing)


def rank(path: Path, contracts: dict[str, Contract]) -> list[Fit]:
    """The contracts that know a heading of the file, the likeliest first; ties by columns fed, then by name.

    Raises ValueError where there is no such file, UnreadableError where it can't be read.
    """
    check_file(path)
    tables = list(heads(path))
    best: dict[str, Fit] = {}
    for contract in contracts.values():
        for head in tables:
            fit = _fit(contract, head)
            if fit and (contract.source not in best or _order(fit) < _order(best[contract.source])):
                best[contract.source] = fit
    return sorted(best.values(), key=_order)


def tied(fits: list[Fit]) -> bool:
    """Whether nothing tells the first of the ranked contracts from the second."""
    return len(fits) > 1 and _order(fits[0])[:3] == _order(fits[1])[:3]


def _order(fit: Fit) -> tuple:
    return (not fit.clean, -fit.score, -fit.fed, fit.contract.source)


def _fit(contract: Contract, head: Head) -> Fit | None:
    layout = layout_of(contract, head)
    if layout is None:
        return None
    headings = sum(bool(text.strip()) for text in layout.headings)
    known = headings - len(layout.unknown)
    fed = {*layout.columns, *layout.ranges}
    required = [c for c in contract.columns.values() if c.required and c.default is None]
    missing = tuple(c.title for c in required if c.name not in fed)
    present = 1 - len(missing) / max(1, len(required))
    score = round(50 * known / headings + 50 * present)
    if score < LEAST:
        return None
    clean = is_clean(contract, layout)
    return Fit(contract, head, layout, score, known, headings, len(fed), missing, clean)
