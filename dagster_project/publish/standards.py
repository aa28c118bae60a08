"""The standards as a person reads them: the list, and one whole, from the very rows that judge."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from itertools import groupby

import duckdb

from dagster_project import assess
from dagster_project.assess.results import Done
from dagster_project.publish import words
from dagster_project.publish.terminal import plain, section, table
from dagster_project.settings import DBT_PROJECT

ASSUMED = "〔推定〕"
KIND = {
    "tier": "梯度认定标准",
    "size": "企业划型",
    "list": "名单准入条件",
    "entry": "培育库入库条件",
    "watch": "重点关注对象",
    "target": "努力目标（不是认定标准）",
}
TRUST = {
    "verbatim": "全文在手",
    "copies": "两处以上公开文本互证",
    "copy": "一处公开文本",
    "paraphrase": "仅见转述，未见原文",
    "memory": "凭记忆，未核对原文",
}
OPERATOR = {">=": "不低于", ">": "高于", "<=": "不高于", "<": "低于", "=": "为", "!=": "不为"}
NUMERALS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def outcome(done: Done) -> str:
    """What an assessment of a facts table came to, in words: counts by status, and the columns passed over."""
    counts = "，".join(
        f"{name} {done.statuses[code]}" for code, name in words.CLAUSE.items() if code in done.statuses
    )
    lines = [f"共 {done.companies} 家" + (f"：{counts}" if counts else "")]
    if done.passed_over:
        lines.append(f"不在量的目录中的列，没有用：{'、'.join(done.passed_over)}")
    return "\n".join(lines)


def listed() -> str:
    """Every standard: its id, title, document, when it is in force, and what it judges."""
    with assess.engine() as connection:
        rows = _rows(
            connection,
            """select s.*, d.short_title, d.number from standards as s inner join documents as d using (document_id)
            order by s.rowid""",
        )
    titles = _tiers()
    told = [
        (
            row["standard_id"],
            row["title"],
            row["number"] or row["short_title"],
            _span(row["in_force_from"], row["in_force_to"]) + (ASSUMED if row["assumption"] else ""),
            _judges(row, titles),
        )
        for row in rows
    ]
    return "\n".join(table(("编号", "名称", "文件", "施行", "判定什么"), told, indent=""))


def shown(standard_id: str) -> str:
    """One standard whole: document, whom it judges and when, conditions, indicators, and what rests on a reading.

    Raises ValueError for an unknown id.
    """
    with assess.engine() as connection:
        found = _rows(connection, "select * from standards where standard_id = ?", standard_id)
        if not found:
            known = connection.execute(
                "select string_agg(standard_id, '、' order by rowid) from standards"
            ).fetchone()
            raise ValueError(f"没有标准 {standard_id}；已录入：{known[0]}")
        notes = _Notes()
        return "\n".join(
            [
                *_head(connection, found[0], notes),
                *_applicability(connection, found[0], notes),
                *_conditions(connection, standard_id, notes),
                *_indicators(connection, found[0], notes),
                *notes.lines(),
            ]
        )


class _Notes:
    """The notes met on the way, each told once at the end, with the places that it belongs to."""

    def __init__(self) -> None:
        self.places: dict[str, list[str]] = {}

    def mark(self, row: dict, place: str) -> str:
        """The row's mark; its note is kept."""
        if row.get("note"):
            places = self.places.setdefault(row["note"], [])
            places += [] if place in places else [place]
        return ASSUMED if row["assumption"] else ""

    def lines(self) -> list[str]:
        told = [f"  · {'、'.join(_shortened(places))}：{note}" for note, places in self.places.items()]
        return [*section("推定与说明"), *told] if told else []


def _shortened(places: list[str]) -> list[str]:
    """Places with the document and annex named once: 方案 附件2 二1A、二1B."""
    heads = [place.rpartition(" ")[0] for place in places]
    return [
        place.rpartition(" ")[2] if n and heads[n] and heads[n] == heads[n - 1] else place
        for n, place in enumerate(places)
    ]


def _head(connection, standard: dict, notes: _Notes) -> list[str]:
    [document] = _rows(connection, "select * from documents where document_id = ?", standard["document_id"])
    number = f"（{document['number']}）" if document["number"] else ""
    issuer = "，".join(
        part
        for part in (document["issuer"], f"{document['issued_on']} 印发" if document["issued_on"] else "")
        if part
    )
    lines = [
        f"{standard['title']}　{standard['standard_id']}",
        f"  文件：《{document['title']}》{number}　{issuer}",
        f"  所据文本：{TRUST[document['trust']]}" + (f"；{document['note']}" if document["note"] else ""),
        f"  施行：{_span(standard['in_force_from'], standard['in_force_to'])}{notes.mark(standard, '标准')}"
        f"　适用地区：{_region(standard['region'])}",
        f"  判定：{_judges(standard, _tiers())}　出处：{standard['citation']}",
    ]
    if standard["pass_score"] is not None:
        full = f"，满分 {plain(standard['full_points'])} 分" if standard["full_points"] is not None else ""
        title = (
            ""
            if standard["full_points"] is not None
            else f"（{_metric(connection, standard['score_metric'])}）"
        )
        lines.append(f"  及格：{plain(standard['pass_score'])} 分{title}{full}")
    return lines


def _applicability(connection, standard: dict, notes: _Notes) -> list[str]:
    rows = _rows(
        connection,
        "select * from applicability where standard_id = ? order by rowid",
        standard["standard_id"],
    )
    lines = []
    for row in rows:
        cohort = ""
        if row["cohort_from"] or row["cohort_to"]:
            cohort = f"，{_span(row['cohort_from'], row['cohort_to'])}认定的"
        lines.append(
            f"  {words.PURPOSE[row['purpose']]}：{_span(row['judged_from'], row['judged_to'])}判定的"
            f"{cohort}，{_region(row['region'])}{notes.mark(row, '适用 ' + row['citation'])}　出处：{row['citation']}"
        )
    return [*section("用来判谁（梯度：" + _tiers().get(standard["tier"], "") + "）"), *lines] if lines else []


def _conditions(connection, standard_id: str, notes: _Notes) -> list[str]:
    rows = _rows(
        connection,
        """select c.*, m.title as metric_title, m.unit, m.kind, g.title as category_title
        from conditions as c left join metrics as m using (metric)
        left join categories as g on g.standard_id = c.standard_id and c.metric = 'score_' || g.category_id
        where c.standard_id = ? order by c.role, c.rowid""",
        standard_id,
    )
    routes = list(dict.fromkeys(row["route"] for row in rows if row["role"] == "route"))
    lines = []
    for (role, route), group in groupby(rows, key=lambda row: (row["role"], row["route"])):
        clauses = list(group)
        title = clauses[0]["route_title"]
        if role == "base":
            lines += section(f"{title}（都要满足）")
        else:
            either = f"路径 {routes.index(route) + 1}/{len(routes)}：" if len(routes) > 1 else "条件："
            rule = "各条都要满足；任一路径满足即可" if len(routes) > 1 else "各条都要满足"
            lines += section(f"{either}{title}（{rule}）")
        for number, (_, one) in enumerate(groupby(clauses, key=_same_clause), start=1):
            lines += _clause(number, list(one), notes)
    return lines


def _same_clause(row: dict) -> tuple:
    return row["clause"], row["purpose"], row["judged_from"], row["judged_to"]


def _clause(number: int, rows: list[dict], notes: _Notes) -> list[str]:
    """A clause: its text; where it has several rows, its alternatives, each with all its rows."""
    first = rows[0]
    when = []
    if first["purpose"] != "both":
        when.append(f"只用于{words.PURPOSE[first['purpose']]}")
    if first["judged_from"] or first["judged_to"]:
        when.append(f"{_span(first['judged_from'], first['judged_to'])}判定的")
    told = f"（{'，'.join(when)}）" if when else ""
    alternatives = [list(group) for _, group in groupby(rows, key=lambda row: row["alternative"])]
    marks = [[notes.mark(row, row["citation"]) or _border(row) for row in group] for group in alternatives]
    if len(rows) == 1 and first["operator"] in ("is_true", "is_false"):
        person = "（由人工判定）" if first["judged_by"] == "person" else ""
        return [f"  {number}. {first['clause_text']}{told}{person}{marks[0][0]}　出处：{first['citation']}"]
    if len(rows) == 1:
        return [
            f"  {number}. {first['clause_text']}{told}{marks[0][0]}",
            f"       即：{_bound(first)}　出处：{first['citation']}",
        ]
    lines = [f"  {number}. {first['clause_text']}{told}"]
    for n, group in enumerate(alternatives):
        lead = f"{_numeral(n)}" if len(alternatives) > 1 else "即："
        rule = "，且".join(_bound(row) + mark for row, mark in zip(group, marks[n], strict=True))
        cited = "、".join(dict.fromkeys(row["citation"] for row in group))
        lines.append(f"       {lead}{rule}　出处：{cited}")
    if len(alternatives) > 1:
        lines.insert(1, "       满足任一：")
    return lines


def _bound(row: dict) -> str:
    """A condition row in words: 上年度研发费用不低于 50 万元."""
    title = (
        row["metric_title"]
        or {"score_total": "评价得分"}.get(row["metric"])
        or f"{row['category_title']}得分"
    )
    judged = "（由人工判定）" if row["judged_by"] == "person" else ""
    if row["operator"] in ("is_true", "is_false"):
        return f"{title}：{'是' if row['operator'] == 'is_true' else '否'}{judged}"
    if row["text_value"] is not None:
        return f"{title}{OPERATOR[row['operator']]}{row['text_value']}{judged}"
    unit = row["unit"] if row["metric_title"] else "分"
    return f"{title}{OPERATOR[row['operator']]} {plain(row['value'])}{_unit(unit)}{judged}"


def _border(row: dict) -> str:
    return "〔恰在界限时推定〕" if row["border_assumption"] else ""


def _indicators(connection, standard: dict, notes: _Notes) -> list[str]:
    categories = _rows(
        connection,
        "select * from categories where standard_id = ? order by category_order",
        standard["standard_id"],
    )
    lines = section("评分指标") if categories else []
    for category in categories:
        least = f"，不得低于 {plain(category['min_points'])} 分" if category["min_points"] else ""
        mark = notes.mark(category, category["citation"])
        lines.append(f"  —— {category['title']}　满分 {plain(category['full_points'])} 分{least}{mark}")
        for row in _rows(
            connection,
            "select * from indicators where standard_id = ? and category_id = ? order by indicator_order",
            standard["standard_id"],
            category["category_id"],
        ):
            lines += _indicator(connection, row, notes)
    return lines


def _indicator(connection, indicator: dict, notes: _Notes) -> list[str]:
    bands = _rows(
        connection,
        """select b.*, m.title as metric_title, m.unit, m.kind, i.citation as indicator_citation from bands as b
        inner join metrics as m using (metric) inner join indicators as i using (standard_id, indicator_id)
        where b.standard_id = ? and b.indicator_id = ? order by b.band_order""",
        indicator["standard_id"],
        indicator["indicator_id"],
    )
    several = len({band["metric"] for band in bands}) > 1
    rule = {"best": "取得分最高的一项", "sum": "各项相加"}[indicator["combine"]] + "，" if several else ""
    where = "" if indicator["region"] == "*" else f"，只用于{_region(indicator['region'])}"
    lines = [
        f"  {indicator['indicator_order']}. {indicator['title']}（{rule}满分 {plain(indicator['full_points'])} 分{where}）"
        f"{notes.mark(indicator, indicator['citation'])}　出处：{indicator['citation']}"
    ]
    for _, group in groupby(bands, key=lambda band: band["metric"]):
        lines += _bands(list(group), several, notes)
    return lines


def _bands(bands: list[dict], several: bool, notes: _Notes) -> list[str]:
    """The bands of one metric, the range in words first (so that it is seen whose the end is), then the document's words."""
    if bands[0]["kind"] == "flag":
        yes, *no = sorted(bands, key=lambda band: -band["points"])
        cited = "" if yes["citation"] == bands[0]["indicator_citation"] else f"　出处：{yes['citation']}"
        other = f"；否则 {plain(no[0]['points'])} 分{notes.mark(no[0], no[0]['citation'])}" if no else ""
        return [f"       {yes['text']}{notes.mark(yes, yes['citation'])}{other}{cited}"]
    lines = [f"       {bands[0]['metric_title']}："] if several else []
    for band in bands:
        mark = notes.mark(band, band["citation"]) or _border(band)
        span = (
            f"每满 {plain(band['per_unit'])}{_unit(band['unit'])}得 {plain(band['points'])} 分"
            if band["per_unit"] is not None
            else f"{_range(band)}　{plain(band['points'])} 分"
        )
        lines.append(f"       {'  ' if several else ''}{span}{mark}　原文：{band['text']}")
    return lines


def _range(band: dict) -> str:
    low, high, unit = band["lower_bound"], band["upper_bound"], _unit(band["unit"])
    parts = []
    if low is not None:
        parts.append(f"{'不低于' if band['lower_inclusive'] else '高于'} {plain(low)}{unit}")
    if high is not None:
        parts.append(f"{'不高于' if band['upper_inclusive'] else '低于'} {plain(high)}{unit}")
    return "、".join(parts) or "任何数"


def _judges(standard: dict, titles: dict[str, str]) -> str:
    kind = KIND[standard["kind"]]
    return f"{titles[standard['tier']]}：{kind}" if standard["tier"] else kind


def _metric(connection, metric: str) -> str:
    found = connection.execute("select title from metrics where metric = ?", [metric]).fetchone()
    return found[0] if found else metric


def _numeral(n: int) -> str:
    return NUMERALS[n] if n < len(NUMERALS) else f"（{n + 1}）"


def _unit(unit: str | None) -> str:
    return "" if not unit else unit if unit == "%" else f" {unit}"


def _span(start, end) -> str:
    if start and end:
        return f"{start} 至 {end} "
    return f"{start} 起" if start else f"{end} 以前" if end else "不限期"


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, *parameters: object) -> list[dict]:
    cursor = connection.execute(sql, list(parameters))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _seed(name: str) -> Iterable[dict[str, str]]:
    with open(DBT_PROJECT / "seeds" / f"{name}.csv", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _tiers() -> dict[str, str]:
    """{tier: its Chinese title}."""
    return {row["tier"]: row["tier_title"] for row in _seed("tiers")}


def _region(code: str) -> str:
    """A region of the seeds in words: 全国, or the division's name; the code itself where it is no division."""
    if code == "*":
        return "全国"
    for row in _seed("divisions"):
        for level in ("province", "city", "county"):
            if row[f"{level}_code"] == code:
                return row[level]
    return code
