"""csv and txt: the delimiter, and the one table of such a file."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dagster_project.ingest.readers.base import Sheet, UnreadableError
from dagster_project.ingest.readers.encoding import encoding_of
from dagster_project.ingest.readers.records import Records, open_text

_GAP = re.compile(r"[ \u3000]{2,}")


def _delimiter(lines: list[str]) -> str:
    """The delimiter with which most records have the same number of cells, over one."""
    best = (0, 0, ",")
    for rank, sign in enumerate(",\t;|"):
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=sign) if len(cells) > 1)
        if widths:
            width, count = min(widths.items(), key=lambda item: (-item[1], -item[0]))
            best = max(best, (count, width, sign), key=lambda b: (b[0], b[1], -rank))
    return best[2]


def _is_aligned(lines: list[str]) -> bool:
    """Whether columns are made by spaces: no line has a delimiter, and most are parted by wide gaps into as many parts."""
    filled = [line.strip() for line in lines if line.strip()]
    if len(filled) < 3 or any(sign in line for line in filled for sign in ",\t;|"):
        return False
    ((parts, count),) = Counter(len(_GAP.split(line)) for line in filled).most_common(1)
    return parts > 1 and 2 * count > len(filled)


def read_delimited(path: Path, delimiter: str = "") -> Iterator[Sheet]:
    """The one table of a csv or txt file, streamed; zero bytes left out and told, and a file that ends within
    a record. The delimiter is told from the lines where none is given.

    Raises UnreadableError for an empty file, or a quote never closed.
    """
    if path.stat().st_size == 0:
        raise UnreadableError("文件是空的（0 字节）", "请重新导出后提交")
    encoding = encoding_of(path)
    with open_text(path, encoding) as file:
        sample = [line.replace("\0", "") for line in itertools.islice(file, 200)]
    if not delimiter and _is_aligned(sample):
        raise UnreadableError("用空格对齐的文本，分不出列", "请导出为 CSV 或 xlsx 后重新提交")
    sheet = Sheet("表1", (), delimited=True)
    sheet.rows = Records(path, encoding, delimiter or _delimiter(sample), sheet)
    yield sheet
