"""The workbooks of the fixture's pool, as a reader opens them."""

import openpyxl

XIAOYI, ZONE, LISHI, EMPTY, CITY = (
    f"{name}_示例数据.xlsx"
    for name in (
        "141181_孝义市",
        "Z141181_孝义经开区",
        "141102_离石区",
        "141130_交口县",
        "141100_吕梁市_汇总",
    )
)


def cells(path):
    """{(sheet, cell): value} of a whole workbook, empty cells left out."""
    book = openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def column(sheet, heading):
    """The cells under a heading (row 2), from the first row of data."""
    for cell in sheet[2]:
        if cell.value == heading:
            return [row[cell.column - 1] for row in sheet.iter_rows(min_row=3)]
    raise AssertionError(f"{sheet.title} has no column {heading}: {[c.value for c in sheet[2]]}")
