"""`write_sample`: company by company into all lists at once, so that memory does not grow."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from itertools import chain
from pathlib import Path

from .answers import answers
from .calendar import BIG, Delivery, File
from .documents import Docx, Html, Pdf
from .doubtful import doubtful
from .junk import junk
from .kinds import DECK_SIZE
from .life import live
from .outsiders import outsiders
from .rows import Row, rows
from .truth import Truth
from .writers import Csv, Form, Merged, Table, Workbook

MARK = "SAMPLE"
_FORMS = {
    "csv": Csv,
    "gb18030": Csv,
    "xlsx": Workbook,
    "merged": Merged,
    "form": Form,
    "pdf": Pdf,
    "docx": Docx,
    "html": Html,
}


class Raw:
    """The raw/ folder being written: one open table a file, opened by its first row."""

    def __init__(self, folder: Path, companies: int, seed: int) -> None:
        self.folder, self.big = folder, companies > BIG
        self.mark = f"示例数据：企业均为虚构，不得与真实名单混用。companies={companies} seed={seed}\n"
        self.tables: dict[tuple[str, date, str], Table] = {}
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).write_text(self.mark, encoding="utf-8")

    def add(self, row: Row) -> tuple[str, str, int]:
        """Write a row into the first of its files that has room; returns (file under raw, sheet, row)."""
        for file in row.delivery.files:
            written = self.tables.get((row.delivery.source, row.delivery.day, file.name))
            full = file.limit is not None and written is not None and written.count >= file.limit
            if full or (file.county and file.county != row.county_code):
                continue
            table = written or self._table(row.delivery, file)
            sheet, number = table.add(row.values)
            return table.path.relative_to(self.folder).as_posix(), sheet, number
        raise ValueError(f"没有文件接收这一行：{row.delivery.source} {row.delivery.day}")

    def _table(self, delivery: Delivery, file: File) -> Table:
        name, form = file.name, file.form
        if self.big and form in ("xlsx", "merged"):
            name, form = f"{name.rsplit('.', 1)[0]}.csv", "csv"
        path = self.folder / delivery.source / delivery.day.isoformat() / name
        table = _FORMS[form](path, delivery.source, delivery.columns, file._replace(name=name, form=form))
        (path.parent / MARK).write_text(self.mark, encoding="utf-8")
        self.tables[delivery.source, delivery.day, file.name] = table
        return table

    def close(self) -> None:
        for table in self.tables.values():
            table.close()


def write_sample(
    out: Path, companies: int, seed: int, progress: Callable[[int, int], None] | None = None
) -> dict[str, int]:
    """Write a fictional region into out/raw and its truth into out/truth; returns row counts by source.

    The same companies and seed give the same files: CSV, PDF, Word and web pages byte for byte, workbooks by
    cells. `progress(done, companies)` is called once a deck of companies. An earlier sample is replaced.
    Raises ValueError when companies is below 1 or out holds something else than an earlier sample.
    """
    if companies < 1:
        raise ValueError(f"企业数至少为 1：{companies}")
    out = Path(out)
    if (out / "raw").exists() and not (out / "raw" / MARK).exists():
        raise ValueError(f"{out / 'raw'} 里不是示例数据，不覆盖：请换一个目录")
    for name in ("raw", "truth"):
        shutil.rmtree(out / name, ignore_errors=True)
    raw, truth = Raw(out / "raw", companies, seed), Truth(out / "truth")
    for start in range(0, companies, DECK_SIZE):
        for number in range(start, min(start + DECK_SIZE, companies)):
            company = live(number, seed)
            truth.company(company)
            for row in rows(company, seed):
                _write(row, raw, truth)
        for row in outsiders(start // DECK_SIZE, seed):
            _write(row, raw, truth)
        for item in junk(seed) if start == 0 else ():
            truth.quarantine(*raw.add(item.row), item.column, item.reason)
        if progress:
            progress(min(start + DECK_SIZE, companies), companies)
    for row in chain(doubtful(companies, seed), answers(companies, seed)):
        _write(row, raw, truth)
    raw.close()
    truth.close(companies, seed)
    counts: dict[str, int] = {}
    for (source, _, _), table in raw.tables.items():
        counts[source] = counts.get(source, 0) + table.count
    return counts


def _write(row: Row, raw: Raw, truth: Truth) -> None:
    file, sheet, number = raw.add(row)
    truth.code(row.values.get("uscc") or "")
    truth.mentions(row.delivery.source, f"{file}#{sheet}!{number}", row.mentions)
