"""Columns of words as small numbers: a million comparisons of words become look-ups in a table of a few."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import pandas as pd

from dagster_project.matching.decision import load_weights


@lru_cache(maxsize=1)
def _numbered() -> tuple[dict[str, list[str]], dict[str, dict[str, int]]]:
    """The words of every item, and the place of each among them."""
    values = {item: list(told) for item, told in load_weights()["items"].items()}
    return values, {item: {word: code for code, word in enumerate(told)} for item, told in values.items()}


class Words:
    """Evidence being gathered: an item a column, its words those of weights.yaml. Raises KeyError for any other word."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._codes: dict[str, np.ndarray] = {}
        self._values, self._number = _numbered()

    def put(self, item: str, words: Iterable[str]) -> None:
        """A column, a word a row."""
        number = self._number[item]
        words = words.tolist() if isinstance(words, np.ndarray) else words
        self._codes[item] = np.fromiter(map(number.__getitem__, words), np.int8, self.size)

    def put_all(self, items: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
        """Columns at once, out of tuples of words of which many are alike."""
        kinds = {row: kind for kind, row in enumerate(dict.fromkeys(rows))}
        kind = np.fromiter(map(kinds.__getitem__, rows), np.int64, self.size)
        for position, item in enumerate(items):
            number = self._number[item]
            told = np.fromiter((number[row[position]] for row in kinds), np.int8, len(kinds))
            self._codes[item] = told[kind]

    def put_where(self, rows: np.ndarray | int, item: str, word: str) -> None:
        """Another word in some rows."""
        self._codes[item][rows] = self._number[item][word]

    def are(self, item: str, *words: str) -> np.ndarray:
        """Which rows say one of `words`."""
        return np.array([value in words for value in self._values[item]])[self._codes[item]]

    def none(self) -> np.ndarray:
        """No row."""
        return np.zeros(self.size, dtype=bool)

    def tell(self, item: str) -> list[str]:
        """A column as words."""
        return np.array(self._values[item], dtype=object)[self._codes[item]].tolist()

    def beside(self, columns: dict[str, np.ndarray], items: Iterable[str]) -> pd.DataFrame:
        """A frame of `columns` and, as categories, `items`."""
        told = {
            item: pd.Categorical.from_codes(self._codes[item], categories=self._values[item])
            for item in items
        }
        return pd.DataFrame(columns | told, copy=False)
