"""csv and txt: the encoding, the delimiter, and records numbered as a spreadsheet shows them.

The encoding is the byte-order mark's, else UTF-16 where zero bytes and its characters say so, else UTF-8, else GB18030
(which holds GBK and GB2312), whichever decodes the whole file with the fewest unreadable characters. Cells
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

from dagster_project.ingest.readers.base import Row, Sheet, UnreadableError

csv.field_size_limit(10_000_000)
_BLOCK = 1 << 22
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_REMEDY = "请用原软件另存为“CSV UTF-8”或 xlsx 后重新提交"
_LONGEST_RECORD = 200
_NOT_ASCII = re.compile(r"[\x00-\x7f]+")
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
        raise UnreadableError("不是文本文件", "请另存为 xlsx 或 CSV 后重新提交")
    bad, high, _ = _damage(path, "utf-8")
    # GB18030 reads as UTF-8 with an error at nearly every character, damaged UTF-8 with a few
    if bad * 20 <= high:
        return "utf-8"
    bad, high, odd = _damage(path, "gb18030")
    if (bad + odd) * 20 > high:
        raise UnreadableError(f"编码认不出（{high} 个字里有 {bad + odd} 个是乱码）", _REMEDY)
    return "gb18030"


def _written(head: bytes, name: str) -> float:
    """The share of characters that Chinese lists are written in, were the bytes in this encoding."""
    text = head[: len(head) // 2 * 2].decode(name, "replace")
    return sum(map(len, _WRITTEN.findall(text))) / max(1, len(text))


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
    return bad + text.count("\ufffd"), high + len(_NOT_ASCII.sub("", text)), odd + len(outside)


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
    """The one table of a csv or txt file, streamed; the delimiter is told from the lines where none is given.
    Raises UnreadableError for an empty file, or a quote never closed.
    """
    if path.stat().st_size == 0:
        raise UnreadableError("文件是空的（0 字节）", "请重新导出后提交")
    encoding = encoding_of(path)
    with open(path, encoding=encoding, errors="replace", newline="") as file:
        sample = [line.replace("\0", "") for line in itertools.islice(file, 200)]
    yield Sheet("表1", _records(path, encoding, delimiter or _delimiter(sample)), delimited=True)


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    with open(path, encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        begin = 0
        for number, cells in enumerate(reader, 1):
            if reader.line_num - begin > _LONGEST_RECORD:
                raise UnreadableError(
                    f"第 {number} 行的引号没有配对，一直延续到第 {reader.line_num} 行",
                    "请补上或去掉这个引号",
                    "表1",
                    number,
                )
            begin = reader.line_num
            if cells:
                yield number, cells
