"""The score of one company, indicator by indicator, and its conditions, clause by clause."""

from __future__ import annotations

import duckdb

from dagster_project.publish import words
from dagster_project.publish.explain_gain import clause_gaps, gains
from dagster_project.publish.scored import Assessed, interval, read_assessed
from dagster_project.publish.terminal import plain, section

ASSUMED = "　〔推定〕"


def scores(connection: duckdb.DuckDBPyConnection, company_id: str) -> list[str]:
    """Every assessment of today: its status, score interval, clauses, and indicators with their facts."""
    found = read_assessed(connection, company_id)
    if not found:
        return [*section("对照标准"), "  基准日没有适用的标准，或企业不在评定范围内"]
    lines = []
    for one in found:
        lines += section(f"对照标准　{one.tier_title}：{one.title}")
        told = f"  结论：{words.term(words.CLAUSE, one.status)}"
        if one.high is not None:
            told += f"　得分 {interval(one.low, one.high)}" + (
                f"（及格 {plain(one.bar)}）" if one.bar is not None else ""
            )
        if one.coverage is not None:
            told += f"　数据覆盖 {float(one.coverage):.0%}"
        lines.append(told + (ASSUMED if one.assumed else ""))
        lines += [*_clauses(one), *clause_gaps(connection, company_id, one.standard_id), *_indicators(one)]
        lines += gains(connection, company_id, one.standard_id, one.low, one.bar)
    return lines


def _clauses(one: Assessed) -> list[str]:
    lines, group = [], None
    for clause in one.clauses:
        if (clause.is_base, clause.route) != group:
            lines.append(f"  —— {clause.route}" if clause.is_base else f"  —— 路径：{clause.route}")
            group = (clause.is_base, clause.route)
        edge = f"（余量 {float(clause.margin):.1%}）" if clause.margin is not None else ""
        mark = ASSUMED if clause.assumed else ""
        status = words.term(words.CLAUSE, clause.status)
        lines.append(f"    [{status}] {clause.text}{edge}{mark}　出处：{clause.citation}")
        lines += [f"        {fact}" for fact in clause.facts]
    return lines


def _indicators(one: Assessed) -> list[str]:
    lines, category = [], None
    for each in one.indicators:
        if each.category != category:
            lines.append(f"  —— 指标：{each.category}")
            category = each.category
        mark = ("" if each.known else "　缺数据") + (ASSUMED if each.assumed else "")
        points = f"{interval(each.low, each.high)} / 满分 {plain(each.full)}"
        lines.append(f"    {each.title}　{points}{mark}　出处：{each.citation}")
        lines += [f"        {fact}" for fact in each.facts]
    return lines
