"""The records of a delimited text, numbered as a spreadsheet shows them; what is uneven, quoted over lines or damaged is
read record by record, what is plain in between many lines at once.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from dagster_project.ingest.readers.base import Row, Sheet, UnreadableError
from dagster_project.ingest.readers.even import Rows, even_rows, together

csv.field_size_limit(10_000_000)
# characters that are read at a time: of the file's head, which is seldom even, and later
_FIRST, _TEXT = 1 << 15, 1 << 21
_LONGEST_RECORD = 200
_LEARNT = 5_000


class Records:
    """The rows of a delimited file: one by one, or as many as wanted at once."""

    def __init__(self, path: Path, encoding: str, delimiter: str, sheet: Sheet) -> None:
        self._pieces = _pieces(path, encoding, delimiter, sheet)
        self._piece: Rows = []
        self._at = 0

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        while self._at == len(self._piece):
            self._piece, self._at = list(next(self._pieces)), 0
        self._at += 1
        return self._piece[self._at - 1]

    def take(self, count: int) -> Rows:
        """The next `count` rows, fewer only at the end."""
        parts: list[Rows] = []
        while count:
            if self._at == len(self._piece):
                piece = next(self._pieces, None)
                if piece is None:
                    break
                self._piece, self._at = piece, 0
            parts.append(self._piece[self._at : self._at + count])
            self._at += len(parts[-1])
            count -= len(parts[-1])
        return together(parts) if parts else []


def _pieces(path: Path, encoding: str, delimiter: str, sheet: Sheet) -> Iterator[Rows]:
    """Raises UnreadableError for a quote that is never closed; a file that ends within a record is told on the sheet."""
    begin = end = number = width = 0
    cells: list[str] = []
    lasts: set[str] = set()  # what the last cell says in the first rows
    with open_text(path, encoding) as file:
        texts = _Texts(file)
        for text in texts.pieces:
            even = None if texts.is_unended else even_rows(text, delimiter, number + 1)
            if even:
                lasts.update(even.columns[-1][: max(0, _LEARNT - 1 - number)].to_pylist())
                number, width, end = number + len(even), even.width, end + len(even)
                begin = end - 1
                yield even
                continue
            lines, before = _Lines(text, texts), end
            rows: list[Row] = []
            wrong: UnreadableError | None = None
            reader = csv.reader(itertools.chain.from_iterable(lines), delimiter=delimiter)
            try:
                for cells in reader:
                    number += 1
                    begin, end = end, before + reader.line_num
                    if end - begin > 1 and _is_open(cells, end - begin, delimiter):
                        wrong = _open_quote(number, end)
                        break
                    if texts.is_unended and reader.line_num == lines.count:
                        break
                    if cells:
                        width = len(cells)
                        if number < _LEARNT:
                            lasts.add(cells[-1])
                        rows.append((number, cells))
                    if reader.line_num == lines.count:
                        break
            except csv.Error:  # longer than any cell
                wrong = _open_quote(number + 1, before + reader.line_num)
            yield rows
            if wrong:
                raise wrong
    if texts.zeros:
        sheet.notes.append(f"有 {texts.zeros} 处空字节，已略去")
    if texts.is_unended or end - begin > 1:
        with open_text(path, encoding) as file:
            try:
                list(csv.reader(itertools.islice(file, begin, None), delimiter=delimiter, strict=True))
            except csv.Error as error:
                if "unexpected end" in str(error):
                    raise _open_quote(number, end) from None
    if texts.is_unended:
        if any(cells) and (len(cells) < width or (len(cells) == width and _is_part(cells[-1], lasts))):
            sheet.cut = number
            sheet.notes.append(f"第 {number} 行没有写完，文件像是中断了")
        elif any(cells):
            sheet.notes.append(f"第 {number} 行后面没有换行，请核对它是不是文件的最后一行、有没有写完")
        if cells:
            yield [(number, cells)]


def open_text(path: Path, encoding: str) -> TextIO:
    """A file's text with its line ends as they are; what can't be decoded is U+FFFD."""
    return open(path, encoding=encoding, errors="replace", newline="")


def _is_open(cells: list[str], lines: int, delimiter: str) -> bool:
    """Whether a record of several lines rather is one with a quote that isn't closed: too long, or with rows in a cell."""
    rows = max(2, len(cells) - 1)
    return lines > _LONGEST_RECORD or any("\n" in cell and cell.count(delimiter) >= rows for cell in cells)


def _is_part(text: str, lasts: set[str]) -> bool:
    """Whether the text at the end of a file seems a part of what others of its column say: the beginning of one of them
    (样板 of 样板市), or shorter where all are as long (a day, a code).
    """
    if text in lasts:
        return False
    as_long = {len(other) for other in sorted(lasts)[1:]}  # the heading may be among them
    if len(lasts) > 3 and len(as_long) == 1 and as_long != {1}:
        return len(text) < as_long.pop()
    is_figure = text[-1:].isdigit() and not any("-" in other or "/" in other for other in lasts)
    return not is_figure and any(other.startswith(text) for other in lasts)


def _open_quote(number: int, line: int) -> UnreadableError:
    return UnreadableError(
        f"第 {number} 行的引号没有配对，一直延续到第 {line} 行",
        "请补上或去掉这个引号；文件不完整的请重新导出",
        "表1",
        number,
    )


class _Texts:
    """A file's text in pieces that end with a line, zero bytes left out. is_unended: whether the piece is the file's last
    line, without a line break, so that the file may be cut there. zeros: lines that had zero bytes.
    """

    def __init__(self, file: TextIO) -> None:
        self.is_unended, self.zeros = False, 0
        self.pieces = self._read(file)

    def _read(self, file: TextIO) -> Iterator[str]:
        rest, size = "", _FIRST
        while text := file.read(size):
            rest, size = rest + text, _TEXT
            # a line break may be cut between its two signs
            if whole := rest.rfind("\n") + 1 or rest.rfind("\r", 0, -1) + 1:
                yield self._without_zeros(rest[:whole])
                rest = rest[whole:]
        if rest := self._without_zeros(rest):
            self.is_unended = rest[-1] not in "\r\n"
            yield rest

    def _without_zeros(self, text: str) -> str:
        if "\0" not in text:
            return text
        self.zeros += sum("\0" in line for line in io.StringIO(text, newline=""))
        return text.replace("\0", "")


class _Lines:
    """The lines of a text, then those of the following ones: asked for while a record goes on. count: of lines given."""

    def __init__(self, text: str, texts: _Texts) -> None:
        self._text, self._texts, self.count = text, texts, 0

    def __iter__(self) -> Iterator[list[str]]:
        for text in itertools.chain([self._text], self._texts.pieces):
            lines = list(io.StringIO(text, newline=""))
            self.count += len(lines)
            yield lines
