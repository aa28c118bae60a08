"""csv and txt: the delimiter, and the one table of such a file."""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dagster_project.ingest.readers.base import Sheet, UnreadableError
from dagster_project.ingest.readers.encoding import encoding_of
from dagster_project.ingest.readers.records import Records, open_text


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
    with open_text(path, encoding) as file:
        sample = [line.replace("\0", "") for line in itertools.islice(file, 200)]
    sheet = Sheet("表1", (), delimited=True)
    sheet.rows = Records(path, encoding, delimiter or _delimiter(sample), sheet)
    yield sheet
