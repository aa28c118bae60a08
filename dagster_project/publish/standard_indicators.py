"""The indicators of a standard as a person reads them: categories, indicators, bands with whose each end is."""

from __future__ import annotations

from itertools import groupby

from dagster_project.publish.standard_words import Notes, border, region, unit_of
from dagster_project.publish.terminal import plain, section
from dagster_project.sql import dicts

COMBINED = {"best": "取得分最高的一项", "sum": "各项相加"}


def indicators(connection, standard: dict, notes: Notes) -> list[str]:
    categories = dicts(
        connection,
        "select * from categories where standard_id = ? order by category_order",
        [standard["standard_id"]],
    )
    lines = section("评分指标") if categories else []
    for category in categories:
        least = f"，不得低于 {plain(category['min_points'])} 分" if category["min_points"] else ""
        mark = notes.mark(category, category["citation"])
        lines.append(f"  —— {category['title']}　满分 {plain(category['full_points'])} 分{least}{mark}")
        for row in dicts(
            connection,
            "select * from indicators where standard_id = ? and category_id = ? order by indicator_order",
            [standard["standard_id"], category["category_id"]],
        ):
            lines += _indicator(connection, row, notes)
    return lines


def _indicator(connection, indicator: dict, notes: Notes) -> list[str]:
    bands = dicts(
        connection,
        """select b.*, m.title as metric_title, m.unit, m.kind, i.citation as indicator_citation, d.trust from bands as b
        inner join metrics as m using (metric) inner join documents as d on b.document_id = d.document_id
        inner join indicators as i using (standard_id, indicator_id)
        where b.standard_id = ? and b.indicator_id = ? order by b.band_order""",
        [indicator["standard_id"], indicator["indicator_id"]],
    )
    several = len({band["metric"] for band in bands}) > 1
    rule = COMBINED.get(indicator["combine"], "怎样合计不详") + "，" if several else ""
    where = "" if indicator["region"] in ("*", None) else f"，只用于{region(indicator['region'])}"
    lines = [
        f"  {indicator['indicator_order']}. {indicator['title']}（{rule}满分 {plain(indicator['full_points'])} 分{where}）"
        f"{notes.mark(indicator, indicator['citation'])}　出处：{indicator['citation'] or '没有写'}"
    ]
    for _, group in groupby(bands, key=lambda band: band["metric"]):
        lines += _bands(list(group), several, notes)
    return lines


def _bands(bands: list[dict], several: bool, notes: Notes) -> list[str]:
    """The bands of one metric, the range in words first (so that it is seen whose the end is), then the document's words."""
    if bands[0]["kind"] == "flag":
        yes, *no = sorted(bands, key=lambda band: -band["points"])
        cited = "" if yes["citation"] == bands[0]["indicator_citation"] else f"　出处：{yes['citation']}"
        other = f"；否则 {plain(no[0]['points'])} 分{notes.mark(no[0], no[0]['citation'])}" if no else ""
        if no and no[0]["points"]:  # a band of its own in the document
            other += f"　出处：{no[0]['citation']}"
        return [f"       {yes['text']}{notes.mark(yes, yes['citation'])}{other}{cited}"]
    lines = [f"       {bands[0]['metric_title']}："] if several else []
    for band in bands:
        mark = notes.mark(band, band["citation"]) or border(band)
        span = (
            f"每满 {plain(band['per_unit'])}{unit_of(band['unit'])}得 {plain(band['points'])} 分"
            if band["per_unit"] is not None
            else f"{_range(band)}　{plain(band['points'])} 分"
        )
        lines.append(f"       {'  ' if several else ''}{span}{mark}　{_label(band)}：{band['text']}")
    return lines


def _label(band: dict) -> str:
    """Whose words a band's text is: the document's, the sense of one not held word for word, or what was read into it."""
    if band["assumption"]:
        return "推定"
    return "原文" if band["trust"] == "verbatim" else "条文大意"


def _range(band: dict) -> str:
    low, high, unit = band["lower_bound"], band["upper_bound"], unit_of(band["unit"])
    parts = []
    if low is not None:
        parts.append(f"{'不低于' if band['lower_inclusive'] else '高于'} {plain(low)}{unit}")
    if high is not None:
        parts.append(f"{'不高于' if band['upper_inclusive'] else '低于'} {plain(high)}{unit}")
    return "、".join(parts) or "任何数"
