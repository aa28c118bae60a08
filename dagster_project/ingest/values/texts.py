"""Text, names and codes. What was published is kept; what can't be read is refused."""

from __future__ import annotations

import re

from dagster_project.identity import codes, patents
from dagster_project.identity.text import clean, half_width
from dagster_project.ingest.contract import Column
from dagster_project.ingest.values.base import Bad, Mended, is_blank, is_nothing


def parse_text(text: str, column: Column) -> str | None:
    text = clean(text)
    if "\ufffd" in text:
        raise Bad("能认读的文字", "含有乱码", "请用原软件另存为 UTF-8 的 CSV 或 xlsx 后重新提交")
    return None if is_blank(text) else text


_BREAKS = re.compile(r"\s*[\r\n\t]+\s*")


def close_up(text: str) -> str:
    """A cell that was broken over lines, in one line."""
    return _BREAKS.sub("", text)


_NOT_A_NAME = re.compile(r"[\W\d_]*")


def parse_name(text: str, column: Column) -> str | None:
    """A name as published; a cell broken over lines is closed up. A number or punctuation alone is no name."""
    name = parse_text(close_up(text), column)
    if name is None or is_nothing(name):
        return None
    if _NOT_A_NAME.fullmatch(name):
        raise Bad("企业名称", "不像名称：没有文字", "请核对是否错列")
    return name


_SEPARATORS = re.compile(r"[;；|｜\r\n\t]+|(?<=[\u4e00-\u9fff）)])\s*[,，、]\s*(?=[\u4e00-\u9fff（(])")


def parse_names(text: str, column: Column) -> str | None:
    """Several names of one cell, in order, joined by '; '."""
    names = [clean(part).strip("，,、") for part in _SEPARATORS.split(text)]
    kept = [name for name in names if not is_nothing(name)]
    if any("\ufffd" in name for name in kept):
        raise Bad("能认读的文字", "含有乱码", "请用原软件另存为 UTF-8 的 CSV 或 xlsx 后重新提交")
    return "; ".join(kept) or None


def parse_uscc(text: str, column: Column) -> str | Mended | None:
    if is_nothing(text):
        return None
    code, note = codes.read_uscc(text)
    if code:
        return Mended(code, note) if note else code
    tidy = codes.tidy(text)
    if codes.is_registration_no(tidy):
        return Mended(tidy, note)
    raise Bad("统一社会信用代码（18位，校验通过）", note, "请对照营业执照核对；单元格请设为文本格式")


def parse_code(text: str, column: Column) -> str | Mended | None:
    """A published code, kept: spaces and width folded, upper case."""
    if is_nothing(text):
        return None
    if codes.is_destroyed(text):
        return Mended(None, f"{codes.DESTROYED}，不能使用")
    if "\ufffd" in text:
        raise Bad("能认读的代码", "含有乱码")
    code = half_width(text).upper()
    return code.removesuffix(".0") if code.removesuffix(".0").isdigit() else code


def parse_publication(text: str, column: Column) -> str | None:
    if is_nothing(text):
        return None
    number, note = patents.read_publication(text)
    if not number:
        raise Bad("授权公告号，如 CN104751825B", note, "只计已授权的专利；号码请对照公报核对")
    return number


def parse_application(text: str, column: Column) -> str | Mended | None:
    if is_nothing(text):
        return None
    number, note = patents.read_application(text)
    return number or Mended(None, note)


def parse_certificate(text: str, column: Column) -> str | None:
    if is_nothing(text):
        return None
    if codes.is_destroyed(text):
        raise Bad(f"{column.title}的文字", codes.DESTROYED, "请把该列设为文本格式，对照证书或公告重新填写")
    code = codes.tidy(text)
    if not re.match(column.options.get("pattern", ""), code):
        example = column.options.get("example") or column.options["pattern"]
        raise Bad(f"{column.title}，如 {example}", "格式不符", "请对照证书或公告核对")
    return code
