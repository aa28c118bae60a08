"""The pages on quality and the picture of its trend."""

from __future__ import annotations

import re
from datetime import date

import pyarrow.parquet as pq
from unit.quality.audits import AS_OF

from dagster_project.publish.history import SCHEMAS
from dagster_project.quality import CheckResult, judge, trend
from dagster_project.quality.pages import write_pages


def history_of(tmp_path, figures):
    """A quality history of one check, a publication a day."""
    table = SCHEMAS["quality"].empty_table()
    for day, figure in enumerate(figures, start=1):
        pq.write_table(table, tmp_path / "earlier.parquet")
        result = CheckResult("t", "rows", "行数", "warn", "passed", figure, 1, None, "查")
        table = trend.history([result], date(2026, 11, day), tmp_path / "earlier.parquet")
    return table


def test_the_trend_keeps_every_night_and_the_same_history_gives_the_same_picture(tmp_path):
    table = history_of(tmp_path, [4.0, 3.0, None, 1.0])
    assert table["figure"].to_pylist() == [4.0, 3.0, None, 1.0]
    pictures = [tmp_path / "one.svg", tmp_path / "two.svg"]
    for path in pictures:
        trend.plot(table, path)
    assert pictures[0].read_bytes() == pictures[1].read_bytes()
    text = pictures[0].read_text(encoding="utf-8")
    assert "行数" in text and "http://" not in text.replace("http://www.w3.org", "").replace(
        "http://purl.org", ""
    ).replace("http://creativecommons.org", "")


def test_the_pages_read_in_chinese_and_fetch_nothing(checks, tmp_path):
    good = judge.judge([(checks["rows"], 0.0), (checks["filled"], 0.7)], AS_OF, tmp_path / "quality")
    results = [
        CheckResult(check.table, check.key, check.title, "warn", status, 0.0, check.low, check.high, "核对")
        for check, status in ((checks["rows"], "failed"), (checks["filled"], "passed"))
    ]
    assert good == {"stg_titles.rows": False, "stg_titles.filled_valid_to": True}
    write_pages(results, tmp_path)
    pages = {page: page.read_text(encoding="utf-8") for page in tmp_path.rglob("*.html")}
    [validation] = [text for page, text in pages.items() if "validations" in page.parts]
    assert "称号名单：行数" in validation and "称号名单：有效期填充率" in validation
    shown = re.sub(r"<(style|script).*?</\1>|<[^>]*>", " ", validation, flags=re.DOTALL)
    assert "不低于" in shown and "Expectation Validation" not in shown and "Subscribe" not in shown
    for text in pages.values():
        assert not re.search(r"<(?:script|link|img)[^>]*https?:", text)
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "共 2 项：通过 1，未通过 1，无从测量 0" in index
    assert index.index("称号名单：行数") < index.index("称号名单：有效期填充率"), "what failed stands first"


def test_data_docs_are_written(tmp_path, checks):
    judge.judge([(checks["rows"], 1.0)], AS_OF, docs=tmp_path)
    assert (tmp_path / "index.html").exists()
