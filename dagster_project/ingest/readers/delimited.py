"""csv and txt: the encoding, the delimiter, and records numbered as a spreadsheet shows them.

The encoding is the byte-order mark's, else UTF-16 where zero bytes and its characters say so, else UTF-8, else GB18030
(which holds GBK and GB2312) or Big5, told apart by the everyday characters. Cells
with such a character go to quarantine.
"""

from __future__ import annotations

import codecs
import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from dagster_project.ingest.readers.base import Row, Sheet, UnreadableError

csv.field_size_limit(10_000_000)
_BLOCK = 1 << 22
_LINES = 1 << 20  # characters of lines that are held at a time
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_REMEDY = "请用原软件另存为“CSV UTF-8”或 xlsx 后重新提交"
_LONGEST_RECORD = 200
_LEARNT = 5_000
_GB, _BIG5 = range(0xB0, 0xD8), range(0xA4, 0xC7)  # first bytes of the everyday characters (level 1)
_PAIRS = re.compile(rb"[\x81-\xfe][\x40-\xfe]")
_WRITTEN = re.compile(
    "[\\t\\r\\n -~\u00b7\u2010-\u2027\u2160-\u217f\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+"
)
_PRIVATE = re.compile("[\ue000-\uf8ff\u0080-\u009f]")


def encoding_of(path: Path) -> str:
    """The file's encoding. Raises UnreadableError when it is no text."""
    with open(path, "rb") as file:
        head = file.read(1 << 16)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    if b"\0" in head:
        likely = max(("utf-16-le", "utf-16-be"), key=lambda name: _written(head, name))
        if _written(head, likely) > 0.95:
            return likely
        if head.count(b"\0") * 20 > len(head):  # a few are damage, many are no text
            raise UnreadableError("不是文本文件", "请另存为 xlsx 或 CSV 后重新提交")
    if _is_whole_utf8(path):
        return "utf-8"
    bad, high, _ = _damage(path, "utf-8")
    # GB18030 reads as UTF-8 with an error at nearly every character, damaged UTF-8 with a few
    if bad * 20 <= high:
        return "utf-8"
    likely = "cp950" if _common(head, _BIG5) > 0.8 and _common(head, _GB) < 0.4 else "gb18030"
    bad, high, odd = _damage(path, likely)
    if (bad + odd) * 20 > high:
        raise UnreadableError(f"编码认不出（{high} 个字里有 {bad + odd} 个是乱码）", _REMEDY)
    return likely


def _common(head: bytes, everyday: range) -> float:
    """The share of two-byte characters whose first byte is that of everyday ones. Measured on lists: of GB in
    GB's range 0.9 and more, of Big5 0.2 and less; of Big5 in its own 0.85 and more, of GB 0.6 and less.
    """
    pairs = _PAIRS.findall(head)
    return sum(pair[0] in everyday for pair in pairs) / max(1, len(pairs))


def _written(head: bytes, name: str) -> float:
    """The share of characters that Chinese lists are written in, were the bytes in this encoding."""
    text = head[: len(head) // 2 * 2].decode(name, "replace")
    return sum(map(len, _WRITTEN.findall(text))) / max(1, len(text))


def _is_whole_utf8(path: Path) -> bool:
    """Whether the file is UTF-8 without a single character that can't be decoded, as most are."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with open(path, "rb") as file:
        try:
            while block := file.read(_BLOCK):
                if "\ufffd" in decoder.decode(block):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _damage(path: Path, name: str) -> tuple[int, int, int]:
    """How many characters can't be decoded, are not ASCII, and are in no font (private use)."""
    decoder = codecs.getincrementaldecoder(name)("replace")
    bad = high = odd = 0
    with open(path, "rb") as file:
        while block := file.read(_BLOCK):
            text = decoder.decode(block)
            bad, high, odd = _count(text, bad, high, odd)
    return _count(decoder.decode(b"", final=True), bad, high, odd)


def _count(text: str, bad: int, high: int, odd: int) -> tuple[int, int, int]:
    if text.isascii():
        return bad, high, odd
    outside = _PRIVATE.findall(text)
    return (
        bad + text.count("\ufffd"),
        high + len(text) - len(text.encode("ascii", "ignore")),
        odd + len(outside),
    )


def _delimiter(lines: list[str]) -> str:
    """The delimiter with which most records have the same number of cells, over one."""
    best = (0, 0, ",")
    for rank, sign in enumerate(",\t;|"):
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=sign) if len(cells) > 1)
        if widths:
            width, count = min(widths.items(), key=lambda item: (-item[1], -item[0]))
            best = max(best, (count, width, sign), key=lambda b: (b[0], b[1], -rank))
    return best[2]


def read_delimited(path: Path, delimiter: str = "") -> Iterator[Sheet]:
    """The one table of a csv or txt file, streamed; zero bytes left out and told, and a file that ends within
    a record. The delimiter is told from the lines where none is given.

    Raises UnreadableError for an empty file, or a quote never closed.
    """
    if path.stat().st_size == 0:
        raise UnreadableError("文件是空的（0 字节）", "请重新导出后提交")
    encoding = encoding_of(path)
    with _open(path, encoding) as file:
        sample = [line.replace("\0", "") for line in itertools.islice(file, 200)]
    sheet = Sheet("表1", (), delimited=True)
    sheet.rows = _records(path, encoding, delimiter or _delimiter(sample), sheet)
    yield sheet


def _open(path: Path, encoding: str) -> TextIO:
    return open(path, encoding=encoding, errors="replace", newline="")


def _records(path: Path, encoding: str, delimiter: str, sheet: Sheet) -> Iterator[Row]:
    begin = end = number = width = 0
    cells: list[str] = []
    lasts: set[str] = set()  # what the last cell says in the first rows
    with _open(path, encoding) as file:
        lines = _Lines(file)
        reader = csv.reader(itertools.chain.from_iterable(lines), delimiter=delimiter)
        for number, cells in enumerate(reader, 1):
            begin, end = end, reader.line_num
            if end - begin > 1 and (
                end - begin > _LONGEST_RECORD
                or any("\n" in cell and cell.count(delimiter) >= max(2, len(cells) - 1) for cell in cells)
            ):
                raise _open_quote(number, end)
            if end == lines.unended:
                break
            if cells:
                width = len(cells)
                if number < _LEARNT:
                    lasts.add(cells[-1])
                yield number, cells
    if lines.zeros:
        sheet.notes.append(f"有 {lines.zeros} 处空字节，已略去")
    if lines.unended or end - begin > 1:
        with _open(path, encoding) as file:
            try:
                list(csv.reader(itertools.islice(file, begin, None), delimiter=delimiter, strict=True))
            except csv.Error as error:
                if "unexpected end" in str(error):
                    raise _open_quote(number, end) from None
    if lines.unended:
        if any(cells) and (len(cells) < width or (len(cells) == width and _is_part(cells[-1], lasts))):
            sheet.cut = number
            sheet.notes.append(f"第 {number} 行没有写完，文件像是中断了")
        elif any(cells):
            sheet.notes.append(f"第 {number} 行后面没有换行，请核对它是不是文件的最后一行、有没有写完")
        if cells:
            yield number, cells


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


class _Lines:
    """The lines of a file without zero bytes, many at a time. unended: the number of the line that ends without a line
    break, so that the file may be cut there; 0 for none, or while it is not read. zeros: lines that had zero bytes.
    """

    def __init__(self, file: TextIO) -> None:
        self.file, self.unended, self.zeros = file, 0, 0

    def __iter__(self) -> Iterator[list[str]]:
        count = 0
        while lines := self.file.readlines(_LINES):
            if "\0" in "".join(lines):
                self.zeros += sum("\0" in line for line in lines)
                lines = [line.replace("\0", "") for line in lines]
            count += len(lines)
            if lines[-1][-1:] not in "\r\n":
                self.unended = count
            yield lines
