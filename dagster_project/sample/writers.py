"""Tables that are written row by row: CSV and workbooks in constant memory."""

from __future__ import annotations

import csv
from abc import ABC, abstractmethod
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from . import layouts
from .calendar import File
from .cells import cell, title

CREATED = datetime(2026, 1, 1)
CSV_SHEET = "表1"
"""How a CSV's only table is named in evidence."""


class Table(ABC):
    """One file of a delivery being written. `add` gives sheet (or page) and row as the file shows it."""

    def __init__(self, path: Path, source: str, names: tuple[str, ...], file: File) -> None:
        self.path, self.source, self.file = path, source, file
        self.names = layouts.columns(source, names)
        self.kinds = [layouts.kind(source, name) for name in self.names]
        self.titles = [
            title(layouts.heading(source, name, file.variant), unit, file)
            for name, (_, unit) in zip(self.names, self.kinds, strict=True)
        ]
        self.count = 0
        path.parent.mkdir(parents=True, exist_ok=True)

    def add(self, values: dict) -> tuple[str, int]:
        """Write one row of values by column; returns (sheet, row number)."""
        cells = [
            cell(values.get(name), kind, unit, self.file)
            for name, (kind, unit) in zip(self.names, self.kinds, strict=True)
        ]
        self.count += 1
        return self.write(cells)

    @abstractmethod
    def write(self, cells: list[object]) -> tuple[str, int]:
        """Write one row of cells as this kind of file does; returns (sheet, row number)."""

    @abstractmethod
    def close(self) -> None:
        """End the file as its kind wants it."""


class Csv(Table):
    """UTF-8 with a byte order mark, or GB18030."""

    def __init__(self, path: Path, source: str, names: tuple[str, ...], file: File) -> None:
        super().__init__(path, source, names, file)
        encoding = "gb18030" if file.form == "gb18030" else "utf-8-sig"
        self.stream = open(path, "w", encoding=encoding, newline="")  # noqa: SIM115 (closed by close)
        self.writer = csv.writer(self.stream, lineterminator="\r\n")
        self.writer.writerow(["序号", *self.titles])

    def write(self, cells: list[object]) -> tuple[str, int]:
        self.writer.writerow([self.count, *cells])
        return CSV_SHEET, self.count + 1

    def close(self) -> None:
        self.stream.close()


class Workbook(Table):
    """A plain sheet: headings in the first row."""

    first = 1
    sheet_name = "名单"

    def __init__(self, path: Path, source: str, names: tuple[str, ...], file: File) -> None:
        super().__init__(path, source, names, file)
        self.book = xlsxwriter.Workbook(
            str(path), {"constant_memory": file.form == "xlsx", "strings_to_formulas": False}
        )
        self.book.set_properties({"created": CREATED, "author": "示例数据"})
        self.day_format = self.book.add_format({"num_format": "yyyy/m/d"})
        self.sheet = self.book.add_worksheet(self.sheet_name)
        self.head()

    def head(self) -> None:
        self._row(0, ["序号", *self.titles])

    def _row(self, at: int, cells: list[object]) -> None:
        for column, value in enumerate(cells):
            if isinstance(value, date):
                self.sheet.write_datetime(
                    at, column, datetime(value.year, value.month, value.day), self.day_format
                )
            elif isinstance(value, (int, float)):
                self.sheet.write_number(at, column, value)
            elif value != "":
                self.sheet.write_string(at, column, str(value))

    def write(self, cells: list[object]) -> tuple[str, int]:
        at = self.first + self.count - 1
        self._row(at, [self.count, *cells])
        return self.sheet_name, at + 1

    def close(self) -> None:
        self.book.close()


class Merged(Workbook):
    """A title row over the table, a blank row, two-line merged headings, a note under the table."""

    first = 4
    sheet_name = "Sheet1"

    def head(self) -> None:
        last = len(self.titles)
        self.sheet.merge_range(0, 0, 0, last, f"{self.path.stem}（示例数据）")
        self.sheet.merge_range(2, 0, 3, 0, "序号")
        groups = layouts.GROUPS.get(self.source, ())
        size = -(-last // len(groups)) if groups else 0
        for number, group in enumerate(groups):
            start, end = 1 + number * size, min((number + 1) * size, last)
            if start < end:
                self.sheet.merge_range(2, start, 2, end, group)
            elif start == end:
                self.sheet.write_string(2, start, group)
        for at, text in enumerate(self.titles, start=1):
            if groups:
                self.sheet.write_string(3, at, text)
            else:
                self.sheet.merge_range(2, at, 3, at, text)

    def close(self) -> None:
        self.sheet.write_string(
            self.first + self.count, 0, "注：本表为示例数据，企业均为虚构；数据以各部门正式公布为准。"
        )
        super().close()


class Form(Table):
    """An application form: labels and values side by side, one company a file."""

    sheet_name = "申请书"

    def write(self, cells: list[object]) -> tuple[str, int]:
        book = xlsxwriter.Workbook(str(self.path), {"strings_to_formulas": False})
        book.set_properties({"created": CREATED, "author": "示例数据"})
        sheet = book.add_worksheet(self.sheet_name)
        sheet.merge_range(0, 0, 0, 3, "专精特新中小企业申请书（示例数据）")
        for at, (label, value) in enumerate(zip(self.titles, cells, strict=True)):
            row, column = 1 + at // 2, at % 2 * 2
            sheet.write_string(row, column, label)
            sheet.write_string(row, column + 1, str(value))
        sheet.write_string(2 + len(cells) // 2, 0, "审核意见")
        sheet.write_string(3 + len(cells) // 2, 0, "企业（盖章）")
        book.close()
        return self.sheet_name, 2

    def close(self) -> None:
        """The file was written whole with its only row."""
