"""The score of one company, indicator by indicator, and its conditions, clause by clause."""

from __future__ import annotations

import duckdb

from dagster_project.publish import words
from dagster_project.publish.explain_gain import gains
from dagster_project.publish.terminal import plain, section

ASSUMED = "　〔推定〕"
UNKNOWN = "：不知道"


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
        lines += _clauses(connection, company_id, standard, facts)
        lines += _indicators(connection, company_id, standard, facts)
        lines += gains(connection, company_id, standard, low, bar)
    return lines


def interval(low, high) -> str:
    """A score interval as people write it: 64 分, or 12.5～88 分."""
    return f"{plain(low)} 分" if low == high else f"{plain(low)}～{plain(high)} 分"


def _clauses(connection: duckdb.DuckDBPyConnection, company_id: str, standard: str, facts: dict) -> list[str]:
    """Base conditions, then each route, in the order of the standard's rows, with the known facts under each."""
    found = connection.execute(
        """
        with written as (
            select standard_id, role, route, clause, min(rowid) as row_order, min(route_title) as route_title
            from conditions group by all
        ),
        asked as (
            select role, route, clause, list(distinct metric order by metric) as metrics from condition_result
            where company_id = $company and basis = 'today' and standard_id = $standard group by all
        )
        select r.role, coalesce(w.route_title, r.route), r.status, r.margin, r.text, r.citation, r.assumption,
            q.metrics
        from clause_result r join written w using (standard_id, role, route, clause)
        left join asked q using (role, route, clause)
        where r.company_id = $company and r.basis = 'today' and r.standard_id = $standard
        order by r.role, w.row_order""",
        {"company": company_id, "standard": standard},
    ).fetchall()
    lines, group = [], None
    for role, route, status, margin, text, citation, assumed, metrics in found:
        if (role, route) != group:
            lines.append(f"  —— {route}" if role == "base" else f"  —— 路径：{route}")
            group = (role, route)
        edge = f"（余量 {float(margin):.1%}）" if margin is not None else ""
        mark = ASSUMED if assumed else ""
        lines.append(f"    [{words.term(words.CLAUSE, status)}] {text}{edge}{mark}　出处：{citation}")
        for metric in metrics or []:
            told = facts.get(metric, UNKNOWN)
            if (status in ("unknown", "person") and metric in facts) or UNKNOWN not in told:
                lines.append(f"        {told}")
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
            lines.append(f"  —— 指标：{group}")
            category = group
        mark = ("" if known else "　缺数据") + (ASSUMED if assumed else "")
        lines.append(f"    {title}　{interval(low, high)} / 满分 {plain(full)}{mark}　出处：{citation}")
        lines += [f"        {facts.get(metric, metric + UNKNOWN)}" for metric in _split(metrics)]
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
        told[metric] = f"{title}：{value(kind, low, high, text, unit, words.LEGENDS.get(metric))}" + (
            f"（{tail}）" if tail else ""
        )
    return told


def value(kind: str, low, high, text: str | None, unit: str, legend: dict[int, str] | None = None) -> str:
    """A fact in words: 是, 120.5 万元, 不少于 2 件, 省级 (by the metric's legend), 不知道."""
    if text:
        return text
    if low is None and high is None:
        return "不知道"
    if kind == "flag" and low == high:
        return "是" if low == 1 else "否"

    def shown(number) -> str:
        word = (legend or {}).get(number)
        return word or f"{plain(number)}{unit if unit == '%' else f' {unit}' if unit else ''}"

    if high is None:
        return f"不少于 {shown(low)}"
    if low is None:
        return f"不多于 {shown(high)}"
    if low == high:
        return shown(low)
    return f"{shown(low) if legend else plain(low)}～{shown(high)}"


def _split(metrics: str | None) -> list[str]:
    if metrics is None:
        return []
    return sorted({name.strip() for name in str(metrics).split(";") if name.strip()})
