"""The blank form of a list, and an empty raw/ for a bureau's own lists. Both in Chinese, both readable as
they are.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from dagster_project.ingest.contract import Column, Contract
from dagster_project.ingest.deliveries import NOTE, SAMPLE

ROWS = 500
"""Rows of the form that carry checks and drop-downs."""
SHEET, FIRST_ROW = "填报", 3
_NOTE = "说明：带 * 的必填；不知道的请留空，不要填 0；一行一条，从表头下一行填起。"
_TITLE = {"bold": True, "font_size": 14}
_KINDS = {
    "text": "文字", "name": "企业全称，与营业执照一致", "names": "名称，几个之间用分号隔开", "uscc": "18位统一社会信用代码",
    "code": "代码，按文本填写", "date": "日期，如 2026-03-31", "integer": "整数", "number": "数字", "percent": "百分数：35 表示 35%",
    "flag": "是 或 否；不知道请留空", "choice": "从下拉中选", "patent_publication": "如 CN104751825B",
    "patent_application": "如 201510163325.6", "certificate": "按证书填写",
}  # fmt: skip


def form_columns(contract: Contract) -> list[Column]:
    """The columns of the form, in the contract's order."""
    return [column for column in contract.columns.values() if column.form and "derived" not in column.options]


def heading(column: Column) -> str:
    """A column's heading in the form: * for required, the unit in brackets."""
    unit = f"（{column.unit}）" if column.unit else ""
    return f"{'*' if column.required else ''}{column.headings[0]}{unit}"


def write_template(contract: Contract, path: Path) -> None:
    """Write the blank form of a source as xlsx: 填报 (a row a record), 填表说明, and the hidden 选项 of the drop-downs.

    Cells are checked as they are filled in. Read back through the same contract, it gives the rows filled in. Raises
    ValueError when the contract has no form columns.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        begin_form(book, sheet, contract, _NOTE)
        end_form(book, sheet, contract, 0)


def begin_form(
    book: Workbook, sheet: Worksheet, contract: Contract, note: str, mark: str = ""
) -> list[Format]:
    """Write what stands above the rows, down to the headings; the look of each column's cells. `mark` stands before the
    title, `note` under it. Rows from top to bottom, as a workbook in constant memory has to be written. Raises ValueError
    when the contract has no form columns.
    """
    columns = form_columns(contract)
    if not columns:
        raise ValueError(f"{contract.source} 没有可填报的列")
    book.set_properties({"title": contract.title, "created": dt.datetime(2026, 1, 1)})
    title = f"{mark}{contract.title}填报表"
    sheet.merge_range(0, 0, 0, min(len(columns) - 1, 7), title, book.add_format(_TITLE))
    sheet.write(1, 0, note, book.add_format({"font_color": "#666666"}))
    return _write_headings(book, sheet, columns)


def end_form(book: Workbook, sheet: Worksheet, contract: Contract, filled: int) -> None:
    """Write the checks of the cells and the other sheets. Empty cells of the `filled` rows are yellow until they are
    filled in.
    """
    columns = form_columns(contract)
    guide, options = book.add_worksheet("填表说明"), book.add_worksheet("选项")
    options.hide()
    last = FIRST_ROW - 1 + max(ROWS, filled)
    for position, column in enumerate(columns):
        if rule := _validation(column, position):
            sheet.data_validation(FIRST_ROW, position, last, position, rule)
    words = [shown_choices(column) if column.type == "choice" else [] for column in columns]
    for row, offered in enumerate(zip_longest(*words)):
        options.write_row(row, 0, offered)
    if filled:  # a rule, not a fill: what is typed in is no longer missing
        yellow = {"type": "blanks", "format": book.add_format({"bg_color": "#FFF2A8"})}
        sheet.conditional_format(FIRST_ROW, 0, FIRST_ROW + filled - 1, len(columns) - 1, yellow)
    _write_guide(book, guide, contract, columns)


def _write_headings(book: Workbook, sheet: Worksheet, columns: list[Column]) -> list[Format]:
    styles = {
        required: book.add_format(
            {"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter", "align": "center",
             "bg_color": "#FCE4D6" if required else "#DDEBF7"}
        )
        for required in (True, False)
    }  # fmt: skip
    text, date, number = (book.add_format({"num_format": form}) for form in ("@", "yyyy-mm-dd", "General"))
    looks = {"date": date, "integer": number, "number": number, "percent": number}
    sheet.set_row(FIRST_ROW - 1, 48)
    sheet.freeze_panes(FIRST_ROW, 1)
    for position, column in enumerate(columns):
        sheet.write(FIRST_ROW - 1, position, heading(column), styles[column.required])
        width = 30 if column.type in ("name", "names") else 16
        sheet.set_column(position, position, width, looks.get(column.type, text))
    return [looks.get(column.type, text) for column in columns]


def shown(column: Column, value: object) -> str | int | float | dt.date | None:
    """A value of the lake as a person fills it in, so that it reads back as it was; None for unknown."""
    if value is None or value == "":
        return None
    if column.type == "flag":
        return "是" if value else "否"
    if column.type == "choice":
        return dict(zip(column.choices, shown_choices(column), strict=True)).get(str(value), str(value))
    if isinstance(value, Decimal):
        ambiguous = column.options.get("ambiguous_below")
        if column.type == "percent" and ambiguous is not None and abs(value) <= ambiguous:
            return f"{value.normalize():f}%"  # a bare 0.5 could be a fraction, and would be refused
        return int(value) if value == value.to_integral_value() else float(value)
    return value if isinstance(value, int | float | dt.date) else str(value)


def shown_choices(column: Column) -> list[str]:
    """What the drop-down of a choice offers: each value as it is written in Chinese, the first spelling of a code."""
    return [
        spellings[0] if value.isascii() and spellings else value
        for value, spellings in column.choices.items()
    ]


def _validation(column: Column, position: int) -> dict | None:
    """The check of a column's cells, with a message that says what is expected."""
    title = column.title[:28]
    base = {"error_title": "请检查", "error_message": (column.help or _KINDS[column.type])[:200], "input_title": title,
            "input_message": (column.help or _KINDS[column.type])[:200]}  # fmt: skip
    if column.type == "flag":
        return base | {"validate": "list", "source": ["是", "否"]}
    if column.type == "choice":
        words = shown_choices(column)
        letter = xl_col_to_name(position)
        # a word that is read as one of these (制造业 is 工业) may be typed: Excel asks, and lets it pass
        more = any(spellings and not value.isascii() for value, spellings in column.choices.items())
        keep = more or column.options.get("otherwise") == "keep"
        return base | {
            "validate": "list", "source": f"=选项!${letter}$1:${letter}${len(words)}",
            "error_type": "warning" if keep else "stop",
        }  # fmt: skip
    if column.type == "date":
        return base | {
            "validate": "date",
            "criteria": "between",
            "minimum": dt.date(1900, 1, 1),
            "maximum": dt.date(2099, 12, 31),
        }
    if (
        column.type in ("integer", "number", "percent")
        and not column.options.get("words")
        and not column.options.get("strip")
    ):
        low = column.min if column.min is not None else -999_999_999
        high = column.max if column.max is not None else 999_999_999
        kind = "integer" if column.type == "integer" else "decimal"
        return base | {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}
    return base | {"validate": "any"} if column.help else None


def _write_guide(book, guide, contract: Contract, columns: list[Column]) -> None:
    bold = book.add_format({"bold": True})
    guide.set_column(0, 0, 38)
    guide.set_column(1, 3, 30)
    lines = [contract.title, f"用途：{contract.purpose}", f"填报：{contract.publisher}"]
    lines.append(f"填好后不必改格式，原样放进 {contract.source}/<收到日期>/ 文件夹即可读取。")
    for row, line in enumerate(lines):
        guide.write(row, 0, line, bold if row == 0 else None)
    guide.write_row(len(lines) + 1, 0, ["栏目", "怎么填", "是否必填", "补充"], bold)
    for row, column in enumerate(columns, len(lines) + 2):
        what = _KINDS[column.type] + (f"，单位：{column.unit}" if column.unit else "")
        guide.write_row(row, 0, [column.headings[0], what, "必填" if column.required else "", column.help])


def init_raw(directory: Path, contracts: dict[str, Contract]) -> None:
    """An empty raw/: a folder a source, each with a note (说明.txt) on what belongs into it. Notes there
    are rewritten.

    Raises ValueError when the directory holds the fictional sample.
    """
    directory = Path(directory)
    if (directory / SAMPLE).exists():
        raise ValueError(f"{directory} 是示例数据目录，不能放真实名单；请另选目录")
    for contract in contracts.values():
        folder = directory / contract.source
        folder.mkdir(parents=True, exist_ok=True)
        (folder / NOTE).write_text(_note(contract), encoding="utf-8")


def _note(contract: Contract) -> str:
    required = [c.title for c in contract.columns.values() if c.required]
    groups = [
        "、".join(contract.columns[n].title for n in group)
        for group in contract.identify_by
        if len(group) > 1
    ]
    delivery = "每次给全量，新的一批替代上一批" if contract.delivery == "full" else "每次给新增部分，逐批累加"
    if contract.replaces_by:
        titles = "、".join(contract.columns[name].title for name in contract.replaces_by)
        delivery = f"每次给全量，按“{titles}”分别替代上一批"
    lines = [
        contract.title,
        f"来源：{contract.publisher}",
        f"用途：{contract.purpose}",
        f"更新方式：{delivery}；一般 {contract.cadence_days} 天内应有新的一批",
        f"必需：{'是，读不了就停止刷新' if contract.required else '否，没有则相关事实记为未知'}",
        f"每行必须有：{'、'.join(required)}" + "".join(f"；{group}至少一个" for group in groups),
        f"含敏感信息：{'是，请控制知悉范围' if contract.sensitive else '否'}",
        "",
        f"放法：在本文件夹下建以收到日期命名的文件夹（如 {contract.source}/2026-11-15/），把收到的文件原样放进去，不要改内容。",
        "可读格式：xlsx、xls、csv、txt、docx、pdf（有文字层）、html、国知局专利 xml、zip。",
        f"撤回一批：pool withdraw {contract.source} 收到日期 --why 原因（在那个文件夹里留下 WITHDRAWN.txt）；不要删除文件。",
        f"空白填报表：pool template {contract.source}",
    ]
    return "\r\n".join(lines) + "\r\n"
