"""docx, html and pdf tables, and CNIPA XML: tables of text in documents made for reading."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

from dagster_project.ingest.readers.base import Row, Sheet, Span, UnreadableError, fill_spans
from dagster_project.ingest.readers.delimited import encoding_of
from dagster_project.ingest.readers.spreadsheet import check_archive

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _parser(huge: bool = False) -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=huge)


def read_docx(path: Path) -> Iterator[Sheet]:
    """Every table of a Word document, 表1, 表2 ... in order. Raises UnreadableError when there is none."""
    check_archive(path)
    try:
        with zipfile.ZipFile(path) as archive:
            tree = etree.fromstring(archive.read("word/document.xml"), _parser(huge=True))
    except (KeyError, etree.XMLSyntaxError, zipfile.BadZipFile) as error:
        raise UnreadableError("不是 Word 文档，或已损坏", "请重新另存为 docx") from error
    tables = list(tree.iter(f"{_W}tbl"))
    if not tables:
        raise UnreadableError("文档里没有表格", "请提供带表格的文件（docx 或 xlsx）")
    for number, table in enumerate(tables, 1):
        cells, spans = _docx_table(table)
        wide: set[int] = set()
        yield Sheet(
            f"表{number}", fill_spans(iter(cells), spans, wide), wide=wide, loose=True, continues=number > 1
        )


def _docx_table(table) -> tuple[list[tuple[int, list[str]]], list[Span]]:
    rows: list[tuple[int, list[str]]] = []
    spans: list[Span] = []
    open_down: dict[int, Span] = {}
    for number, row in enumerate(table.findall(f"{_W}tr")):
        cells: list[str] = []
        before = row.find(f"{_W}trPr/{_W}gridBefore")
        cells.extend([""] * (int(before.get(f"{_W}val", 0)) if before is not None else 0))
        for cell in [c for c in row.iter(f"{_W}tc") if next(c.iterancestors(f"{_W}tr")) is row]:
            properties = cell.find(f"{_W}tcPr")
            span = properties.find(f"{_W}gridSpan") if properties is not None else None
            width = int(span.get(f"{_W}val", 1)) if span is not None else 1
            merge = properties.find(f"{_W}vMerge") if properties is not None else None
            left, right = len(cells), len(cells) + width - 1
            goes_on = merge is not None and merge.get(f"{_W}val") != "restart" and left in open_down
            if goes_on:
                start = open_down[left]
                open_down[left] = Span(start.top, left, number, right)
            else:
                if left in open_down:
                    spans.append(open_down.pop(left))
                if merge is not None or width > 1:
                    open_down[left] = Span(number, left, number, right)
            cells.extend(["" if goes_on else _docx_text(cell), *[""] * (width - 1)])
        rows.append((number, cells))
    return rows, spans + list(open_down.values())


def _docx_text(cell) -> str:
    lines = []
    for paragraph in cell.iter(f"{_W}p"):
        parts = []
        for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
            parts.append(
                node.text or "" if node.tag == f"{_W}t" else ("\t" if node.tag == f"{_W}tab" else "\n")
            )
        lines.append("".join(parts))
    return "\n".join(line for line in lines if line)


def read_html(path: Path) -> Iterator[Sheet]:
    """Every innermost table of a page. Raises UnreadableError when there is none."""
    data = path.read_bytes()
    named = re.search(rb"<meta[^>]+charset=[\"']?([-\w]+)", data[:4096], re.I)
    encoding = named[1].decode("ascii").lower() if named else encoding_of(path)
    encoding = "gb18030" if encoding in ("gb2312", "gbk", "gb_2312-80") else encoding
    try:
        data.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        encoding = encoding_of(path)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", data.decode(encoding, "replace"))
    tree = (
        html.fromstring(text, parser=html.HTMLParser(no_network=True, huge_tree=True))
        if text.strip()
        else None
    )
    tables = [] if tree is None else [t for t in tree.iter("table") if t.find(".//table") is None]
    if not tables:
        raise UnreadableError("网页里没有表格", "请另存网页中的名单为 xlsx，或下载附件")
    for number, table in enumerate(tables, 1):
        cells, spans = _html_table(table)
        wide: set[int] = set()
        yield Sheet(
            f"表{number}", fill_spans(iter(cells), spans, wide), wide=wide, loose=True, continues=number > 1
        )


def _html_table(table) -> tuple[list[tuple[int, list[str]]], list[Span]]:
    rows: list[tuple[int, list[str]]] = []
    spans: list[Span] = []
    taken: dict[int, int] = {}  # column -> last row that a cell from above covers
    for number, row in enumerate(table.iter("tr")):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            while taken.get(len(cells), -1) >= number:
                cells.append("")
            down, across = _count(cell.get("rowspan")), _count(cell.get("colspan"))
            left = len(cells)
            cells.extend([_html_text(cell), *[""] * (across - 1)])
            if down > 1 or across > 1:
                spans.append(Span(number, left, number + down - 1, left + across - 1))
            if down > 1:
                taken.update({column: number + down - 1 for column in range(left, left + across)})
        rows.append((number, cells))
    return rows, spans


def _count(text: str | None) -> int:
    return min(max(int(text), 1), 1000) if text and text.strip().isdigit() else 1


def _html_text(cell) -> str:
    for node in cell.iter("br"):
        node.tail = "\n" + (node.tail or "")
    return re.sub(r"[ \t\r\n\xa0]+", " ", cell.text_content()).strip()


def read_pdf(path: Path) -> Iterator[Sheet]:
    """The ruled tables of a PDF page by page (第1页 ...), rows counted within the page over its tables.

    Raises UnreadableError for a PDF without a text layer, without a table, or that can't be opened.
    """
    import pdfplumber

    try:
        document = pdfplumber.open(path)
    except Exception as error:  # pdfminer raises many types on broken files
        raise UnreadableError("PDF 打不开（损坏或加密）", "请重新下载，或索取 Word、Excel 版") from error
    tables = characters = 0
    with document:
        for page in document.pages:
            characters += len(page.chars)
            cells = [row for table in page.extract_tables() for row in table]
            tables += bool(cells)
            rows: list[Row] = [(n, [_pdf_text(c) for c in row]) for n, row in enumerate(cells, 1)]
            page.close()
            if rows:
                yield Sheet(f"第{page.page_number}页", rows, loose=True, continues=True)
    if not characters:
        raise UnreadableError("PDF 没有文字层（扫描件）", "请索取文字版或 Excel 版；不做图像识别，以免认错")
    if not tables:
        raise UnreadableError("PDF 里没有带框线的表格", "请索取 Word 或 Excel 版")


_BETWEEN_CHINESE = re.compile(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])|\n(?=[\d\W])|(?<=[\d\W])\n")


def _pdf_text(cell: str | None) -> str:
    """A cell's lines closed up: PDF breaks a cell where it is narrow. Between two Latin words a space remains."""
    return _BETWEEN_CHINESE.sub("", (cell or "").strip()).replace(
        "\n", "" if cell and cell.isdigit() else " "
    )


CNIPA_HEADINGS = ["授权公告号", "申请号", "发明名称", "专利权人", "授权公告日", "申请日", "主分类号", "地址"]


def read_cnipa(path: Path) -> Iterator[Sheet]:
    """The patents of a CNIPA XML file under the headings of a gazette table; the first patent is row 1."""
    try:
        root = etree.parse(str(path), _parser(huge=True)).getroot()
    except etree.XMLSyntaxError as error:
        raise UnreadableError("XML 不完整或已损坏", "请重新下载") from error
    records = [
        n
        for n in root.iter()
        if isinstance(n.tag, str) and etree.QName(n).localname == "PatentDocumentAndRelated"
    ]
    if not records:
        raise UnreadableError(
            "不是国家知识产权局的专利 XML", "请提供 business:PatentDocumentAndRelated 格式，或表格"
        )
    rows: list[Row] = [(0, CNIPA_HEADINGS)]
    rows += [(number, _patent(record)) for number, record in enumerate(records, 1)]
    yield Sheet("表1", rows)


def _named(node, *path: str) -> list:
    """Descendants by local names, one step a name."""
    found = [node]
    for name in path:
        found = [
            n
            for f in found
            for n in f.iter()
            if isinstance(n.tag, str) and etree.QName(n).localname == name and n is not f
        ]
    return found


def _first(node, *path: str) -> str:
    texts = [" ".join("".join(n.itertext()).split()) for n in _named(node, *path)]
    return next((text for text in texts if text), "")


def _patent(record) -> list[str]:
    publication = (_named(record, "PublicationReference") or [record])[0]
    application = (_named(record, "ApplicationReference") or [record])[0]
    kind = _first(publication, "Kind") or record.get("kind", "")
    number = _first(publication, "DocNumber") or record.get("docNumber", "")
    number = re.sub(r"[A-Z]\d?$", "", number.removeprefix("CN"))
    holders = _named(record, "AssigneeDetails", "Assignee") or _named(record, "ApplicantDetails", "Applicant")
    names = [_first(holder, "Name") for holder in holders]
    address = next(
        (a for a in (_first(h, "Address", "Text") or _first(h, "Address") for h in holders) if a), ""
    )
    return [
        f"CN{number}{kind}",
        _first(application, "DocNumber"),
        _first(record, "InventionTitle") or _first(record, "DesignTitle"),
        "; ".join(dict.fromkeys(name for name in names if name)),
        _first(publication, "Date") or record.get("datePublication", ""),
        _first(application, "Date"),
        _first(record, "ClassificationIPCRDetails", "ClassificationIPCR", "Text"),
        address,
    ]
