"""The score of one company, indicator by indicator, and its conditions, clause by clause."""

from __future__ import annotations

import duckdb

from dagster_project.publish import words
from dagster_project.publish.terminal import plain, section

ASSUMED = "　〔推定〕"


def scores(connection: duckdb.DuckDBPyConnection, company_id: str) -> list[str]:
    """Every assessment of today: its status, score interval, clauses, and indicators with their facts."""
    found = connection.execute(
        """
        select a.standard_id, coalesce(s.title, a.standard_id), coalesce(t.tier_title, a.tier), a.status,
            a.score_min, a.score_max, a.pass_score, a.coverage, a.assumption
        from assessment a left join standards s on s.standard_id = a.standard_id
        left join tiers t on t.tier = a.tier
        where a.company_id = ? and a.basis = 'today' and a.purpose = 'new'
        order by t.ladder_order nulls last, a.tier, a.standard_id""",
        [company_id],
    ).fetchall()
    if not found:
        return [*section("对照标准"), "  基准日没有适用的标准，或企业不在评定范围内"]
    facts = _facts(connection, company_id)
    lines = []
    for standard, title, tier, status, low, high, bar, coverage, assumed in found:
        lines += section(f"对照标准　{tier}：{title}")
        told = f"  结论：{words.term(words.CLAUSE, status)}"
        if high is not None:
            told += f"　得分 {interval(low, high)}" + (f"（及格 {plain(bar)}）" if bar is not None else "")
        if coverage is not None:
            told += f"　数据覆盖 {float(coverage):.0%}"
        lines.append(told + (ASSUMED if assumed else ""))
        lines += _clauses(connection, company_id, standard)
        lines += _indicators(connection, company_id, standard, facts)
    return lines


def interval(low, high) -> str:
    """A score interval as people write it: 64 分, or 12.5～88 分."""
    return f"{plain(low)} 分" if low == high else f"{plain(low)}～{plain(high)} 分"


def _clauses(connection, company_id: str, standard: str) -> list[str]:
    found = connection.execute(
        """select role, route, clause, status, margin, text, citation, assumption from clause_result
        where company_id = ? and basis = 'today' and standard_id = ?
        order by role, route, clause""",
        [company_id, standard],
    ).fetchall()
    lines = []
    for role, route, clause, status, margin, text, citation, assumed in found:
        group = "基本条件" if role == "base" else f"路径 {route}"
        edge = f"（余量 {float(margin):.1%}）" if margin is not None else ""
        mark = ASSUMED if assumed else ""
        lines.append(f"  [{words.term(words.CLAUSE, status)}] {group} {clause}　{text}{edge}{mark}")
        if citation:
            lines.append(f"      出处：{citation}")
    return lines


def _indicators(connection, company_id: str, standard: str, facts: dict[str, str]) -> list[str]:
    found = connection.execute(
        """select coalesce(c.title, i.category_id), coalesce(n.title, i.indicator_id), i.score_min,
            i.score_max, i.full_points, i.is_known, i.assumption, i.metrics, n.citation
        from indicator_score i
        left join indicators n on n.standard_id = i.standard_id and n.indicator_id = i.indicator_id
        left join categories c on c.standard_id = i.standard_id and c.category_id = i.category_id
        where i.company_id = ? and i.basis = 'today' and i.standard_id = ?
        order by c.category_order nulls last, n.indicator_order nulls last, i.indicator_id""",
        [company_id, standard],
    ).fetchall()
    lines, category = [], None
    for group, title, low, high, full, known, assumed, metrics, citation in found:
        if group != category:
            lines.append(f"  —— {group}")
            category = group
        mark = ("" if known else "　缺数据") + (ASSUMED if assumed else "")
        lines.append(f"    {title}　{interval(low, high)} / 满分 {plain(full)}{mark}")
        lines += [f"        {facts.get(metric, f'{metric}：不知道')}" for metric in _split(metrics)]
        if citation:
            lines.append(f"        出处：{citation}")
    return lines


def _facts(connection, company_id: str) -> dict[str, str]:
    """{metric: its value, period and evidence in words} of today, the unknown ones among them."""
    found = connection.execute(
        """select s.metric, s.title, coalesce(s.unit, ''), s.kind, m.value_low, m.value_high, m.value_text,
            m.period, m.evidence, m.note
        from metrics s left join company_metric m
            on m.metric = s.metric and m.company_id = ? and m.basis = 'today'
        order by s.metric""",
        [company_id],
    ).fetchall()
    told = {}
    for metric, title, unit, kind, low, high, text, period, evidence, note in found:
        parts = (str(period or ""), note or "", f"依据：{evidence}" if evidence else "")
        tail = "；".join(part for part in parts if part)
        told[metric] = f"{title}：{value(kind, low, high, text, unit)}" + (f"（{tail}）" if tail else "")
    return told


def value(kind: str, low, high, text: str | None, unit: str) -> str:
    """A fact in words: 是, 120.5 万元, 不少于 2 件, 不知道."""
    if text:
        return text
    if low is None and high is None:
        return "不知道"
    if kind == "flag" and low == high:
        return "是" if low == 1 else "否"
    tail = f" {unit}" if unit else ""
    if high is None:
        return f"不少于 {plain(low)}{tail}"
    if low is None:
        return f"不多于 {plain(high)}{tail}"
    return f"{plain(low)}{tail}" if low == high else f"{plain(low)}～{plain(high)}{tail}"


def _split(metrics) -> list[str]:
    if metrics is None:
        return []
    names = metrics if isinstance(metrics, list) else str(metrics).replace(";", ",").split(",")
    return sorted({name.strip() for name in names if name.strip()})
