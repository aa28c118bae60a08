"""CNIPA XML: patents as published, under the headings of a gazette table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from dagster_project.ingest.readers.base import Row, Sheet, UnreadableError, safe_parser

CNIPA_HEADINGS = ["授权公告号", "申请号", "发明名称", "专利权人", "授权公告日", "申请日", "主分类号", "地址"]


def read_cnipa(path: Path) -> Iterator[Sheet]:
    """The patents of a CNIPA XML file under the headings of a gazette table; the first patent is row 1."""
    data = path.read_bytes()
    if b"<!ENTITY" in data.replace(b"\0", b""):
        raise UnreadableError("XML 里自定义了实体，不予展开", "请重新下载原始文件")
    try:
        root = etree.fromstring(data, safe_parser())
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
    applications = _named(record, "ApplicationReference")[:1]
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
        "".join(_first(application, "DocNumber") for application in applications),
        _first(record, "InventionTitle") or _first(record, "DesignTitle"),
        "; ".join(dict.fromkeys(name for name in names if name)),
        _first(publication, "Date") or record.get("datePublication", ""),
        "".join(_first(application, "Date") for application in applications),
        _first(record, "ClassificationIPCRDetails", "ClassificationIPCR", "Text"),
        address,
    ]
