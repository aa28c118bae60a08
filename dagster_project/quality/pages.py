"""Data Docs that read without a network, in Chinese: an index of our own, and Great Expectations' pages mended."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from dagster_project.publish.quality import GRADE, RESULT
from dagster_project.quality.audit import CheckResult

_FETCHED = re.compile(r"<script[^>]*\bsrc=[\"']?https?:[^>]*>\s*</script>|<(?:link|img)\b[^>]*https?:[^>]*>")
# what its pages say to everybody, or would do by scripts: the letter to subscribe to, the filter, the run's internals
_NEEDLESS = re.compile(
    r"<footer>.*?</footer>|<(p) class=\"lead\">.*?</p>|<div class=\"card mb-3\">.*?</label>\s*</div>\s*</div>\s*</div>\s*</div>",
    re.DOTALL,
)
_STYLE = """<style>
body { font: 14px/1.5 "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; margin: 1.5em }
table { border-collapse: collapse } td, th { border: 1px solid #ccc; padding: .2em .5em; text-align: left; vertical-align: top }
tr:nth-child(even) td { background: #f7f9fb } h1, h4 { color: #1f3a5f } h5, h6 { font-size: 1em; margin: 1em 0 .3em }
.failed { color: #c62828; font-weight: bold } .unknown { color: #757575 } img { max-width: 100% }
.breadcrumb { list-style: none; padding: 0 } [id$="-parent"], .modal, .breadcrumb-item.active { display: none }
.fa-check-circle::before { content: "✔ 通过"; color: #2e7d32; font-style: normal }
.fa-times::before { content: "✘ 未通过"; color: #c62828; font-style: normal }
</style>"""
# What stands between two tags of its pages.
_CHINESE = {
    "Expectation Validation Result": "检查结果", "Expectation Suite": "检查项", "Expectation Suite:": "检查项：",
    "Expectation Suite Name": "检查项", "Expectation Suites": "检查项", "Validation Results": "检查结果",
    "Table of Contents": "目录", "Overview": "概况", "Home": "首页", "Notes": "说明", "Notes:": "说明：",
    "Status": "结果", "Status:": "结果：", "Succeeded": "", "Failed": "", ".": "", "Expectation": "应为",
    "Observed Value": "实测", "Statistics": "统计", "Evaluated Expectations": "检查项数",
    "Successful Expectations": "通过", "Unsuccessful Expectations": "未通过", "Success Percent": "通过的比例",
    "Data asset: None": "", "maximum value must be less than or equal to": "不高于",
    "maximum value must be greater than or equal to": "不低于", "and less than or equal to": "、不高于",
    "Info": "程序", "Great Expectations Version": "Great Expectations 版本", "Data Docs": "质量检查",
    "Data documentation compiled by Great Expectations": "质量检查",
}  # fmt: skip

_TO_OURS = (
    '<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=../index.html">'
    '</head><body><a href="../index.html">质量检查</a></body></html>\n'
)


def write_pages(results: Sequence[CheckResult], docs: Path) -> None:
    """Write docs/index.html, failed checks first, and mend the pages below docs/quality/ for a reader offline."""
    titles = {f"{result.table}.{result.key}": result.title for result in results}
    for page in (docs / "quality").rglob("*.html"):
        page.write_text(_mended(page.read_text(encoding="utf-8"), titles), encoding="utf-8")
    pages = {
        page.parents[2].name: page for page in sorted((docs / "quality" / "validations").rglob("*.html"))
    }
    rows = sorted(results, key=lambda r: (r.status != "failed", r.severity != "block", r.table))
    lines = "\n".join(_row(result, pages.get(result.table), docs) for result in rows)
    counts = Counter(result.status for result in results)
    told = "，".join(f"{word} {counts[status]}" for status, word in RESULT.items())
    text = (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>质量检查</title>{_STYLE}</head><body>'
        f'<h1>质量检查</h1><p>共 {len(results)} 项：{told}　<a href="trend.svg">走势图</a></p>'
        "<table><tr><th>结果</th><th>检查</th><th>实测与界限</th><th>怎么办</th><th>问题行</th></tr>"
        f"{lines}</table></body></html>\n"
    )
    (docs / "index.html").write_text(text, encoding="utf-8")
    if pages:  # its own index lists nothing without scripts
        (docs / "quality" / "index.html").write_text(_TO_OURS, encoding="utf-8")


def _mended(text: str, titles: dict[str, str]) -> str:
    """A page of Great Expectations without what it fetches and what is no use here, its words in Chinese."""

    def said(match: re.Match) -> str:
        words = " ".join(match[1].split())
        return f">{html.escape(titles.get(words) or _CHINESE.get(words, match[1]))}<" if words else match[0]

    text = _NEEDLESS.sub("", _FETCHED.sub("", text)).replace("</head>", f"{_STYLE}</head>", 1)
    head, body, rest = text.partition("</head>")
    return head + body + re.sub(r">([^<>]+)<", said, rest)


def _row(result: CheckResult, page: Path | None, docs: Path) -> str:
    """One check as a row of the index; its title leads to the page of its table."""
    title = html.escape(result.title)
    if page is not None:
        title = f'<a href="{html.escape(page.relative_to(docs).as_posix())}">{title}</a>'
    word = RESULT[result.status]
    if result.status == "failed":
        word += f"（{GRADE[result.severity]}）"
    rows = f'<a href="rows/{html.escape(result.rows)}">{html.escape(result.rows)}</a>' if result.rows else ""
    cells = (word, title, html.escape(result.measured), html.escape(result.advice), rows)
    return f'<tr class="{result.status}">' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
