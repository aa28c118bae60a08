"""A file in, sheets of text cells out. The kind is told from the file's first bytes, its name only helps
where they can't.
"""

from __future__ import annotations

import codecs
import itertools
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from dagster_project.ingest.readers.base import BROKEN, BROKEN_REMEDY, Sheet, UnreadableError
from dagster_project.ingest.readers.delimited import read_delimited
from dagster_project.ingest.readers.docx import read_docx
from dagster_project.ingest.readers.encoding import encoding_of
from dagster_project.ingest.readers.html import read_html
from dagster_project.ingest.readers.pdf import read_pdf
from dagster_project.ingest.readers.spreadsheet import check_archive, read_xlsx
from dagster_project.ingest.readers.xls import read_xls
from dagster_project.ingest.readers.xml import read_cnipa

__all__ = ["READABLE", "REFUSED", "Sheet", "UnreadableError", "is_junk", "read_sheets"]

READABLE = frozenset(
    [".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".docx", ".pdf", ".html", ".htm", ".xml", ".zip"]
)
REFUSED = {
    ".et": ("WPS 表格", "请用 WPS 打开，另存为 xlsx"), ".ett": ("WPS 表格", "请用 WPS 打开，另存为 xlsx"),
    ".doc": ("Word 97-2003 文档", "请打开后另存为 docx"), ".wps": ("WPS 文字", "请打开后另存为 docx"),
    ".ofd": ("OFD 版式文件", "请索取 Word、Excel 版，或另存为带文字层的 PDF"), ".rar": ("RAR 压缩包", "请解压，或改成 zip"),
    ".7z": ("7z 压缩包", "请解压，或改成 zip"), ".xlsb": ("二进制工作簿", "请打开后另存为 xlsx"),
    ".ods": ("OpenDocument 表格", "请打开后另存为 xlsx"), ".rtf": ("RTF 文档", "请打开后另存为 docx"),
    ".jpg": ("图片", "请索取文字版；不做图像识别，以免认错"), ".jpeg": ("图片", "请索取文字版；不做图像识别，以免认错"),
    ".png": ("图片", "请索取文字版；不做图像识别，以免认错"), ".tif": ("图片", "请索取文字版；不做图像识别，以免认错"),
}  # fmt: skip
_PACKED = frozenset([".xlsx", ".xlsm", ".xls", ".docx", ".pdf", ".zip"])
_MADE_OF = {"OFD.xml": ".ofd", "xl/workbook.bin": ".xlsb", "content.xml": ".ods"}
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LARGEST_MEMBER = 2 << 30


def is_junk(name: str) -> bool:
    """Files that an office program or a file system leaves behind."""
    if name in (".", ".."):
        return False
    return name.startswith((".", "~$", "__MACOSX")) or name in ("Thumbs.db", "desktop.ini")


def read_sheets(path: Path) -> Iterator[Sheet]:
    """The sheets of a file, in order; rows are streamed where the format allows it.

    Raises UnreadableError, which says what the file is and what to do, at once or while rows are read.
    """
    with open(path, "rb") as file:
        head = file.read(4096)
    suffix = path.suffix.lower()
    if not head:
        raise UnreadableError("文件是空的（0 字节）", "请重新导出后提交")
    if head.startswith(_OLE):
        content = path.read_bytes()
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise UnreadableError("文件加了密码", "请去掉密码后重新提交")
        if "WordDocument".encode("utf-16-le") in content:
            raise UnreadableError(*REFUSED[".doc"])
        yield from read_xls(path)
    elif head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        yield from _read_packed(path)
    elif head.startswith(b"%PDF"):
        yield from read_pdf(path)
    elif head.startswith((b"Rar!", b"7z\xbc\xaf")) or suffix in REFUSED:
        kind, remedy = REFUSED.get(suffix, REFUSED[".rar"])
        raise UnreadableError(kind, remedy)
    elif head.startswith(_PICTURES):
        raise UnreadableError(*REFUSED[".png"])
    elif suffix in _PACKED and not _is_text(path, head):
        raise UnreadableError(BROKEN, BROKEN_REMEDY)
    else:
        yield from _read_text(path, head)


def _is_text(path: Path, head: bytes) -> bool:
    """Whether a file is text: an export under a workbook's name may be html or csv."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    if any(byte < 9 or 13 < byte < 32 for byte in head if byte != 27):
        return False
    try:
        return bool(encoding_of(path))
    except UnreadableError:
        return False


def _read_text(path: Path, head: bytes) -> Iterator[Sheet]:
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if b"patentdocument" in start[:2000]:
        yield from read_cnipa(path)
    elif b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise UnreadableError("Excel 2003 XML 表格", "请用 Excel 或 WPS 打开，另存为 xlsx")
    elif start.startswith(b"mime-version:"):
        raise UnreadableError("单个文件网页（MHTML）", "请用 Excel 或 WPS 打开，另存为 xlsx")
    elif start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<body")) or (
        start.startswith(b"<")
        and (b"<table" in start or b"<html" in start or path.suffix.lower() in (".html", ".htm"))
    ):
        yield from read_html(path)
    elif start.startswith(b"<?xml"):
        yield from read_cnipa(path)
    elif start.startswith((b"{", b"[")) and b'":' in start:
        raise UnreadableError("JSON 数据", "请导出为 xlsx 或 CSV 后重新提交")
    else:
        yield from read_delimited(path)


def _read_packed(path: Path) -> Iterator[Sheet]:
    check_archive(path)
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if any(entry.flag_bits & 1 for entry in archive.infolist()):
            raise UnreadableError("压缩包加了密码", "请去掉密码后重新打包")
    if "xl/workbook.xml" in names:
        yield from read_xlsx(path)
    elif "word/document.xml" in names:
        yield from read_docx(path)
    elif kinds := [kind for kind in (path.suffix.lower(), *map(_MADE_OF.get, names)) if kind in REFUSED]:
        raise UnreadableError(*REFUSED[kinds[0]])
    else:
        yield from _read_zip(path)


def _read_zip(path: Path) -> Iterator[Sheet]:
    """The sheets of every member, in order of name; a zip inside a zip is refused, no path of the archive
    is written to.
    """
    with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory() as folder:
        members = [(_member_name(entry), entry) for entry in archive.infolist() if not entry.is_dir()]
        members = [
            (name, e) for name, e in members if not any(is_junk(part) for part in PurePosixPath(name).parts)
        ]
        if not members:
            raise UnreadableError("压缩包是空的", "请重新打包")
        members.sort(key=lambda member: member[0])
        for (name, _), (following, _) in itertools.pairwise(members):
            if name == following:
                raise UnreadableError(f"压缩包里有两个文件都叫 {name}", "请只留一个，或改名后重新打包")
        told = False
        unread = [name for name, _ in members if not _may_be_read(name)]
        for number, (name, entry) in enumerate(members):
            suffix = PurePosixPath(name).suffix.lower()
            if suffix == ".zip":
                raise UnreadableError(f"压缩包里还有压缩包 {name}", "请解压一层后重新提交")
            if name in unread:
                with archive.open(entry) as packed:
                    if _is_list(packed.read(4096)):
                        raise UnreadableError(
                            f"{name} 像是名单，但扩展名不是名单文件的",
                            "请改成原来的扩展名（如 .csv、.xlsx）后重新打包",
                        )
                continue
            if entry.file_size > _LARGEST_MEMBER:
                raise UnreadableError(f"{name} 解开后超过 2 GB", "请拆分后重新提交")
            target = Path(folder) / f"{number}{suffix}"
            try:
                with archive.open(entry) as packed, open(target, "wb") as out:
                    shutil.copyfileobj(packed, out, 1 << 20)
            except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
                raise UnreadableError(f"{name} 解不开（损坏）", "请重新打包后提交") from error
            try:
                for sheet in read_sheets(target):
                    sheet.member = name
                    if unread and not told:
                        told = True
                        sheet.notes.append(
                            f"压缩包里有 {len(unread)} 个不是名单文件的未读：{'、'.join(unread[:5])}"
                        )
                    yield sheet
            except UnreadableError as error:
                raise UnreadableError(
                    f"{name}：{error.found}", error.remedy, error.sheet, error.row
                ) from error
            target.unlink()


def _may_be_read(name: str) -> bool:
    suffix = PurePosixPath(name).suffix.lower()
    return suffix in READABLE or suffix in REFUSED


def _is_list(head: bytes) -> bool:
    """Whether a file under another suffix begins as lists do: a workbook, a document, a page, or lines with
    delimiters.
    """
    if head.startswith((_OLE, b"PK\x03\x04", b"%PDF", b"Rar!", b"7z\xbc\xaf")):
        return True
    if b"\0" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    text = head.decode("utf-16" if b"\0" in head else "gb18030", "replace").lower()
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    return "<table" in text or any(
        len(lines) > 1
        and all(line.count(sign) > 0 and line.count(sign) == lines[0].count(sign) for line in lines[:3])
        for sign in ",\t;|"
    )


def _member_name(entry: zipfile.ZipInfo) -> str:
    """A member's name; archives made on Chinese Windows hold GBK bytes that the format calls cp437."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename
