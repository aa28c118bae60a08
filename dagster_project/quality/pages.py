"""Data Docs that read without a network: an index of our own, and Great Expectations' pages without what they fetch."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from pathlib import Path

from dagster_project.publish.quality import RESULT
from dagster_project.quality.audit import CheckResult

_FETCHED = re.compile(r"<script[^>]*\bsrc=[\"']?https?:[^>]*>\s*</script>|<(?:link|img)\b[^>]*https?:[^>]*>")
_STYLE = """<style>
body { font: 14px/1.5 "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; margin: 1.5em }
table { border-collapse: collapse } td, th { border: 1px solid #ccc; padding: .2em .5em; text-align: left; vertical-align: top }
.failed { color: #c62828; font-weight: bold } .unknown { color: #757575 } img { max-width: 100% }
</style>"""


def write_pages(results: Sequence[CheckResult], docs: Path) -> None:
    """Write docs/index.html, failed checks first, and mend the pages below docs/quality/ for a reader offline."""
    for page in (docs / "quality").rglob("*.html"):
        text = _FETCHED.sub("", page.read_text(encoding="utf-8"))
        page.write_text(text.replace("</head>", f"{_STYLE}</head>", 1), encoding="utf-8")
    pages = {
        page.parents[2].name: page for page in sorted((docs / "quality" / "validations").rglob("*.html"))
    }
    rows = sorted(results, key=lambda r: (r.status != "failed", r.severity != "block", r.table))
    lines = "\n".join(_row(result, pages.get(result.table), docs) for result in rows)
    text = (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>质量检查</title>{_STYLE}</head><body>'
        '<h1>质量检查</h1><p><a href="trend.svg">走势图</a></p>'
        "<table><tr><th>结果</th><th>检查</th><th>实测与界限</th><th>怎么办</th><th>问题行</th></tr>"
        f"{lines}</table></body></html>\n"
    )
    (docs / "index.html").write_text(text, encoding="utf-8")


def _row(result: CheckResult, page: Path | None, docs: Path) -> str:
    """One check as a row of the index; its title leads to the page of its table."""
    title = html.escape(result.title)
    if page is not None:
        title = f'<a href="{html.escape(page.relative_to(docs).as_posix())}">{title}</a>'
    word = RESULT[result.status]
    if result.status == "failed":
        word += "（拦截）" if result.severity == "block" else "（提醒）"
    rows = f'<a href="rows/{html.escape(result.rows)}">{html.escape(result.rows)}</a>' if result.rows else ""
    cells = (word, title, html.escape(result.measured), html.escape(result.advice), rows)
    return f'<tr class="{result.status}">' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
