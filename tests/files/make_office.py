"""Have LibreOffice save the workbooks and documents of the matrix once more: as web pages, csv and macro workbooks.

    python tests/files/make_office.py

Run make_sheets.py and make_documents.py first. Needs LibreOffice.
"""

from make_common import HERE, office

SHEETS = (
    "days_since_1904", "errors", "form", "formulas_stored", "merged_county", "offset_table", "plain",
    "several_tables_in_a_sheet", "strings_in_place", "tables_side_by_side", "titles_notes_subtotals", "two_line_headings",
)  # fmt: skip
TEXTS = ("errors", "form", "formulas_stored", "tables_side_by_side", "two_line_headings")
DOCUMENTS = ("cells_over_lines", "form", "merged", "nested", "plain", "table_in_parts")
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
MACROS = "xlsm:Calc MS Excel 2007 VBA XML"

if __name__ == "__main__":
    for name in SHEETS:
        book = HERE / f"xlsx/{name}.xlsx"
        office(book, f"html/{name}_sheet_office.html", "html")
        office(book, f"xlsx/{name}_office.xlsm", MACROS)
    for name in TEXTS:
        office(HERE / f"xlsx/{name}.xlsx", f"csv/{name}_sheet_office.csv", AS_SHOWN)
    for name in DOCUMENTS:
        office(HERE / f"docx/{name}.docx", f"html/{name}_document_office.html", "html")
