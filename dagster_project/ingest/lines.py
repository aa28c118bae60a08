"""Lines of a table that are no rows of the list: notes, subtotals, section titles, blank templates.

They are told apart only by what they look like: a note's opening word, a subtotal's word, one cell over the
whole width. Every such line is written down with its reason; whatever does not look like one is a row, and
a bad row goes to quarantine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dagster_project.identity.text import clean

_LABELS = (
    "注|备注|说明|附注|填表人|填报人|制表人?|填报单位|制表单位|审核人?|负责人|联系人|联系电话"
    "|数据来源|资料来源|来源"
)
_NOTE = re.compile(
    rf"^[\s(（\[【*※]*(?:(?:{_LABELS}|\w{{2}}(?:时间|日期))\s*[\d一二三]*\s*[:：、.．]"
    r"|[\u4e00-\u9fff]{0,6}(?:合\s*计|小\s*计|总\s*计|共\s*计|累\s*计)(?:$|[\s:：\d(（])"
    r"|(?:金额|货币|计量)?单位(?:[:：]|均?为)|以[亿万千百元]{1,3}为单位"
    r"|(?:以上|本页|本表)?\s*共\s*计?\s*\d+\s*[家户条项个件]|截[至止]\s*\d|第\s*\d+\s*页)"
)
_NUMERAL = "[一二三四五六七八九十]+"
_SECTION = re.compile(
    rf"^(?:{_NUMERAL}、|[(（]{_NUMERAL}[)）]|第{_NUMERAL}[部批章]|附[件表]\s*(?:\d|{_NUMERAL}|[:：]))"
)
CLOSING = "落款"
TITLES = ("表内标题", "表内标题或附注", "只有序号等不用的列")
"""Of the reasons that why_no_row gives, those of lines that may be titles of the rows below."""
# What stands under a list and names no company: 单位负责人：张三, （盖章）, 2026年1月5日, 以下空白, the issuing body's name
_LABELLED = re.compile(r"^(?!(?:企业|公司|单位)(?:名称|全称)?[:：])[^:：\d]{1,15}(?<!http)(?<!https)[:：]")
_CLOSING = re.compile(
    r"^(?:[(（][^()（）]*[)）]|(?:单位)?(?:公章|盖章|签章|签字|章)|(?:本页|此页)?以?下?(?:无正文|空白)|(?:全文)?完"
    r"|未完待续|谢谢[!！]?|此致|特此(?:公告|公示|通知)|[转接](?:上|下)页|续表|e-?mail.*"
    r"|(?:\d{4}|[〇○零一二三四五六七八九]{4})\s*年\s*[\d一二三四五六七八九十]{1,2}\s*月(?:\s*[\d一二三四五六七八九十]{1,3}\s*日)?)$",
    re.I,
)
_ISSUER = re.compile(r"(?:局|厅|委员会|委|人民政府|管委会|办公室)(?:[(（](?:公章|盖章|章|代章)[)）])?$")
_COUNT = re.compile(r"^\d[\d,.]*\s*[家户条项个件名]?$")


@dataclass(frozen=True)
class Line:
    """A line set aside: where it stands, why it is no row (Chinese), and its text."""

    file: str
    sheet: str
    row: int
    why: str
    text: str


def may_be_line(text: str) -> bool:
    """Whether the text opens like a note, a subtotal or a section title."""
    return bool(_NOTE.match(text) or _SECTION.match(text))


def may_close(text: str) -> bool:
    """Whether a text could stand under a list: a label with a colon, a seal, a day, the issuing body."""
    return bool(_LABELLED.match(text) or _CLOSING.match(text) or _ISSUER.search(text))


def is_count(text: str) -> bool:
    """Whether a cell says how many: 5家, as a subtotal does where a row has its name."""
    return bool(_COUNT.match(text))


def why_no_row(cells: list[str], used: set[int], anchors: set[int], wide: bool) -> str:
    """Why a line is no row of the list, '' when it is one.

    used: positions that feed a column; anchors: those of the first required column; wide: a cell spans
    several columns.
    """
    filled = [(position, cell.strip()) for position, cell in enumerate(cells) if cell.strip()]
    if not filled:
        return "空行"
    anchored = any(position in anchors for position, _ in filled)
    if wide and len(filled) > 1 and len({text for _, text in filled}) == 1:
        return "表内标题或附注"
    if _NOTE.match(filled[0][1]) or (not anchored and any(_NOTE.match(text) for _, text in filled)):
        return "附注或合计"
    if len(filled) == 1 and _SECTION.match(filled[0][1]):
        return "表内标题"
    if not anchored and not any(position in used for position, _ in filled):
        return "只有序号等不用的列"
    return CLOSING if _closes([text for _, text in filled], len(used)) else ""


def _closes(texts: list[str], columns: int) -> bool:
    """Whether all that a line says stands under lists, not in them; an issuing body alone, where rows have more cells."""
    labelled = [bool(_LABELLED.match(text)) for text in texts]
    if len(texts) == 1:
        return (
            labelled[0] or bool(_CLOSING.match(texts[0])) or (columns > 1 and bool(_ISSUER.search(texts[0])))
        )
    # a row may hold a day or a bracket, but begins with neither, nor with a label
    return labelled[0] and all(
        labelled[i] or labelled[i - 1] or _CLOSING.match(texts[i]) for i in range(1, len(texts))
    )


def text_of(cells: list[str]) -> str:
    """A line's cells as one text, repeated ones (of a merged cell) once."""
    return " | ".join(dict.fromkeys(clean(cell) for cell in cells if cell.strip()))[:200]
