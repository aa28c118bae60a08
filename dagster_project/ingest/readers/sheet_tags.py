"""What stands out in the XML of a worksheet, found by searches that pass by all other cells: asked cell by cell, a
register's million cells would take longer than to read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dagster_project.ingest.readers.base import NO_RESULT, column_letters

Place = tuple[int, int]
_ATTRIBUTE = re.compile(rb"\b([rst]|hidden|min|max)=[\"']([^\"']*)[\"']")
_PREFIX = re.compile(rb"<(\w+:)?worksheet\b")
_PIECE = 1 << 22  # bytes of rows whose addresses are held at a time
NOWHERE = ((1 << 20, 1 << 14), (-1, -1))


class SheetTags:
    """A worksheet's rows and cells, every one with its address. Places are (row, column), 0-based."""

    def __init__(self, data: bytes) -> None:
        prefix = _PREFIX.search(data)
        self._prefix = (prefix[1] or b"") if prefix else b""
        end = data.rfind(b"sheetData>")  # cells and formulas beyond it are none of the sheet's
        self._data = data[:end] if end >= 0 else data
        if self._pattern(rb"<(?:row|c)\b(?![^>]*\br=)").search(self._data):
            self._data = self._addressed()

    def hidden_rows(self) -> list[int]:
        return [int(given[b"r"]) - 1 for given in self._hidden(b"row")]

    def hidden_columns(self) -> list[int]:
        spans = [(int(given[b"min"]) - 1, int(given[b"max"])) for given in self._hidden(b"col")]
        return [column for first, last in spans for column in range(first, min(last, 1 << 14))]

    def formatted(self, formats: Iterable[bytes]) -> Iterator[tuple[Place, bytes]]:
        """The cells in one of the formats, told by their indices."""
        if wanted := b"|".join(formats):
            for given, _ in self._cells(rb"s=[\"'](?:" + wanted + rb")[\"']"):
                yield _place(given[b"r"]), given[b"s"]

    def texts(self) -> Iterator[tuple[Place, str]]:
        """The cells that hold an error, with it, and those with a formula without a stored value."""
        value = self._pattern(rb"\s*(?:<f\b[^>]*(?:/>|>[^<]*</f>)\s*)?<v\b[^>]*>([^<]*)")
        for given, end in self._cells(rb"t=[\"']e[\"']"):
            if found := value.match(self._data, end):
                yield _place(given[b"r"]), found[1].decode("utf-8", "replace")
        for match in self._pattern(rb"<f\b").finditer(self._data):
            begin = self._data.rfind(b"<" + self._prefix + b"c ", 0, match.start())
            end = self._data.index(b">", begin) + 1
            given = dict(_ATTRIBUTE.findall(self._data, begin, end))
            found = value.match(self._data, end)
            # a text formula may well have an empty result; a number can't
            if given.get(b"t") != b"str" and not (found and found[1]):
                yield _place(given[b"r"]), NO_RESULT

    def corners(self) -> tuple[Place, Place]:
        """The first and the last row and column that hold something; NOWHERE where nothing does."""
        held = self._pattern(
            rb"<c\b[^>]*?\br=[\"']([A-Za-z]+)([0-9]+)[\"'][^>]*>\s*(?:<f\b[^>]*(?:/>|>[^<]*</f>)\s*)?<(?:v|is)\b"
        )
        (top, left), (bottom, right) = NOWHERE
        begin, row = 0, b"<" + self._prefix + b"row"
        while begin >= 0:
            following = self._data.find(row, begin + _PIECE)
            found = held.findall(self._data, begin, following if following >= 0 else len(self._data))
            begin = following
            if found:
                rows = [int(digits) - 1 for digits in {digits for _, digits in found}]
                columns = [_column(letters) for letters in {letters for letters, _ in found}]
                top, left = min(top, *rows), min(left, *columns)
                bottom, right = max(bottom, *rows), max(right, *columns)
        return (top, left), (bottom, right)

    def _hidden(self, tag: bytes) -> list[dict[bytes, bytes]]:
        hidden = self._pattern(b"<" + tag + rb"\b(?=[^>]*\bhidden=[\"'](?:1|true)[\"'])[^>]*>")
        return [dict(_ATTRIBUTE.findall(match[0])) for match in hidden.finditer(self._data)]

    def _cells(self, attribute: bytes) -> Iterator[tuple[dict[bytes, bytes], int]]:
        """The cells with an attribute: what is said of each, and where its content begins."""
        for match in self._pattern(rb"<c\b(?=[^>]*\b" + attribute + rb")[^>]*>").finditer(self._data):
            yield dict(_ATTRIBUTE.findall(match[0])), match.end()

    def _pattern(self, text: bytes) -> re.Pattern[bytes]:
        """A pattern for tags as this sheet writes them, with a prefix (x:) or without."""
        return re.compile(re.sub(rb"<(/?)(?=[(a-z])", rb"<\1" + self._prefix, text))

    def _addressed(self) -> bytes:
        """The rows and cells that have no address given the one that follows the last."""
        row, column = -1, -1

        def given(match: re.Match[bytes]) -> bytes:
            nonlocal row, column
            told = dict(_ATTRIBUTE.findall(match[2]))
            if match[1].endswith(b"row"):
                row, column = int(told[b"r"]) - 1 if b"r" in told else row + 1, -1
                return match[0] if b"r" in told else match[1] + b' r="%d"' % (row + 1) + match[2]
            row, column = _place(told[b"r"]) if b"r" in told else (row, column + 1)
            address = b' r="%s%d"' % (column_letters(column).encode(), row + 1)
            return match[0] if b"r" in told else match[1] + address + match[2]

        return self._pattern(rb"(<(?:row|c)\b)([^>]*)").sub(given, self._data)


def _place(address: bytes) -> Place:
    """AB12 as (11, 27)."""
    letters = address.rstrip(b"0123456789")
    return int(address[len(letters) :]) - 1, _column(letters)


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + letter - 64
    return column - 1
