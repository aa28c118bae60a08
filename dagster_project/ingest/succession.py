"""The rows of all deliveries of a source side by side: which of them are current, and what a delivery changed.

Positions count the rows of all deliveries in order of delivery, file and line.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dagster_project.ingest.contract import Contract

NONE = -1


@dataclass(frozen=True)
class Succession:
    """keys, scopes: of every row, as numbers that are the same where the texts are; delivery: the number of each row's delivery, of `deliveries` in all (those
    without a row count as well).
    """

    contract: Contract
    keys: np.ndarray
    scopes: np.ndarray
    delivery: np.ndarray
    deliveries: int

    @cached_property
    def _order(self) -> np.ndarray:
        """Positions by key, those of a key in order."""
        return np.argsort(self.keys, kind="stable").astype(np.int32)

    @cached_property
    def following(self) -> np.ndarray:
        """For each row the position of the next row with its key, NONE where there is none."""
        following = np.full(len(self.keys), NONE, np.int32)
        order = self._order
        same = self.keys[order[:-1]] == self.keys[order[1:]]
        following[order[:-1][same]] = order[1:][same]
        return following

    def current(self) -> np.ndarray:
        """A row is current when no later row has its key and, in a full list, its delivery is the newest of
        its scope.
        """
        current = self.following == NONE
        if self.contract.delivery == "full" and len(current):
            scopes = self.scopes
            # an empty full delivery clears the list where it has one scope only
            newest = np.full(scopes.max() + 1, NONE if self.contract.replaces_by else self.deliveries - 1)
            np.maximum.at(newest, scopes, self.delivery)
            current &= self.delivery == newest[scopes]
        return current

    def steps(self) -> Steps:
        """What each delivery did to the one before it; see Steps."""
        if self.deliveries < 2:
            none = np.zeros(0, np.int32)
            return Steps(none, none, none, none, none, none, none, none)
        order, codes = self._order, self.keys[self._order]
        day = self.delivery[order]
        last = np.ones(len(order), bool)  # the row that counts, where a delivery has a key twice
        last[:-1] = (codes[:-1] != codes[1:]) | (day[:-1] != day[1:])
        rows, codes, day = order[last], codes[last], day[last]
        same = codes[:-1] == codes[1:]
        before, after = np.full(len(rows), NONE, np.int32), np.full(len(rows), NONE, np.int32)
        before[1:][same], after[:-1][same] = day[:-1][same], day[1:][same]
        earlier_row = np.full(len(rows), NONE, np.int32)
        earlier_row[1:][same] = rows[:-1][same]
        if self.contract.delivery == "append":
            added = (before == NONE) & (day > 0)
            again, gone = _ascending(rows, before != NONE), np.zeros(len(rows), bool)
            return Steps(rows[again], earlier_row[again], rows[added], day[added], day[added] - 1,
                         rows[gone], day[gone], day[gone])  # fmt: skip
        expected, due = self._neighbours(rows, day)
        again = _ascending(rows, (before != NONE) & (before == expected))
        added = (expected != NONE) & (before != expected)
        gone = (due != NONE) & (after != due)
        return Steps(rows[again], earlier_row[again], rows[added], day[added], expected[added],
                     rows[gone], day[gone], due[gone])  # fmt: skip

    def _neighbours(self, rows: np.ndarray, day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Of each row's delivery, the one before and the one after it that gave the row's scope; NONE for none."""
        if not self.contract.replaces_by:
            return day - 1, np.where(day + 1 < self.deliveries, day + 1, NONE)
        place = self.scopes[rows].astype(np.int64) * self.deliveries + day
        given = np.unique(place)
        at = np.searchsorted(given, place)
        padded = np.concatenate([[-self.deliveries], given, [-self.deliveries]])
        scope = place // self.deliveries
        neighbours = (padded[at], padded[at + 2])
        before, after = (
            np.where(found // self.deliveries == scope, found % self.deliveries, NONE) for found in neighbours
        )
        return before, after


def _ascending(rows: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Where the chosen rows stand, in order of row."""
    found = np.flatnonzero(chosen)
    return found[np.argsort(rows[found])]


@dataclass(frozen=True)
class Steps:
    """Rows by what their delivery did with their key, as positions, with the numbers of deliveries.

    again: given before, in the row `earlier` (in a full list, by the delivery before), in order of row. added: not given before;
    added_before is the delivery compared with. gone: no longer given by the delivery gone_after.
    """

    again: np.ndarray
    earlier: np.ndarray
    added: np.ndarray
    added_day: np.ndarray
    added_before: np.ndarray
    gone: np.ndarray
    gone_day: np.ndarray
    gone_after: np.ndarray
