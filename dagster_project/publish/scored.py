"""The assessments of one company, for every reader that shows them: clauses and indicators with the facts behind."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import duckdb

from dagster_project.publish import words
from dagster_project.publish.terminal import plain

UNKNOWN = "：不知道"


@dataclass(frozen=True)
class Clause:
    """One clause as it stands: `route` names its group, `facts` the facts it rests on, in words."""

    route: str
    is_base: bool
    status: str
    margin: Decimal | None
    text: str
    citation: str
    assumed: bool
    facts: list[str]


@dataclass(frozen=True)
class Indicator:
    """One indicator: its interval of points, and its facts in words."""

    category: str
    title: str
    low: Decimal
    high: Decimal
    full: Decimal
    known: bool
    assumed: bool
    citation: str
    facts: list[str]


@dataclass(frozen=True)
class Assessed:
    """One standard's judgement of one company today, for a new application. low, high: points, None where it has none."""

    standard_id: str
    title: str
    tier_title: str
    status: str
    low: Decimal | None
    high: Decimal | None
    bar: Decimal | None
    coverage: Decimal | None
    assumed: bool
    clauses: list[Clause]
    indicators: list[Indicator]


def read_assessed(connection: duckdb.DuckDBPyConnection, company_id: str) -> list[Assessed]:
    """Every assessment of today, up the ladder; [] where no standard applies."""
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
    facts = _facts(connection, company_id) if found else {}
    return [
        Assessed(
            *(
                *row,
                _clauses(connection, company_id, row[0], facts | _scores(connection, company_id, row[0])),
                _indicators(connection, company_id, row[0], facts),
            )
        )
        for row in found
    ]


def _scores(connection, company_id: str, standard: str) -> dict[str, str]:
    """What clauses call score_total and score_CATEGORY, in words."""
    found = connection.execute(
        """
        select 'score_total', '评价得分', score_min, score_max from assessment
        where company_id = $company and basis = 'today' and purpose = 'new' and standard_id = $standard
            and score_min is not null
        union all
        select 'score_' || s.category_id, c.title || '得分', s.score_min, s.score_max
        from category_score s join categories c using (standard_id, category_id)
        where s.company_id = $company and s.basis = 'today' and s.standard_id = $standard""",
        {"company": company_id, "standard": standard},
    ).fetchall()
    return {metric: f"{title}：{interval(low, high)}" for metric, title, low, high in found}


def _clauses(connection, company_id: str, standard: str, facts: dict[str, str]) -> list[Clause]:
    """Base conditions, then each route, in the order of the standard's rows, with the known facts of each."""
    found = connection.execute(
        """
        with written as (
            select standard_id, role, route, clause, min(rowid) as row_order, min(route_title) as route_title,
                count(*) > 1 and count(distinct alternative) = count(*) as is_choice
            from conditions group by all
        ),
        asked as (
            select role, route, clause, list(distinct metric order by metric) as metrics from condition_result
            where company_id = $company and basis = 'today' and standard_id = $standard group by all
        )
        select coalesce(w.route_title, r.route), r.role = 'base', r.status, r.margin, r.text, r.citation,
            r.assumption, q.metrics, w.is_choice
        from clause_result r join written w using (standard_id, role, route, clause)
        left join asked q using (role, route, clause)
        where r.company_id = $company and r.basis = 'today' and r.standard_id = $standard
        order by r.role, w.row_order""",
        {"company": company_id, "standard": standard},
    ).fetchall()
    return [
        Clause(*(*row, _of_clause(row[2], metrics or [], facts, is_choice)))
        for *row, metrics, is_choice in found
    ]


def _of_clause(status: str, metrics: list[str], facts: dict[str, str], is_choice: bool) -> list[str]:
    """A clause's facts; one that isn't known is told where the clause waits for it. is_choice: one of them is enough."""
    told = [(metric in facts, facts.get(metric, UNKNOWN)) for metric in metrics]
    waits = status in ("unknown", "person")
    lines = [text for named, text in told if (waits and named) or UNKNOWN not in text]
    return ["满足任一：", *lines] if is_choice and len(lines) > 1 else lines


def _indicators(connection, company_id: str, standard: str, facts: dict[str, str]) -> list[Indicator]:
    found = connection.execute(
        """select coalesce(c.title, i.category_id), coalesce(n.title, i.indicator_id), i.score_min,
            i.score_max, i.full_points, i.is_known, i.assumption, n.citation, i.metrics
        from indicator_score i
        left join indicators n on n.standard_id = i.standard_id and n.indicator_id = i.indicator_id
        left join categories c on c.standard_id = i.standard_id and c.category_id = i.category_id
        where i.company_id = ? and i.basis = 'today' and i.standard_id = ?
        order by c.category_order nulls last, n.indicator_order nulls last, i.indicator_id""",
        [company_id, standard],
    ).fetchall()
    return [
        Indicator(*(*row, [facts.get(m, m + UNKNOWN) for m in _split(metrics)])) for *row, metrics in found
    ]


def _split(metrics: str | None) -> list[str]:
    return sorted({name.strip() for name in str(metrics or "").split(";") if name.strip()})


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


def interval(low, high) -> str:
    """A score interval as people write it: 64 分, or 12.5～88 分."""
    return f"{plain(low)} 分" if low == high else f"{plain(low)}～{plain(high)} 分"


def value(kind: str, low, high, text: str | None, unit: str, legend: dict[int, str] | None = None) -> str:
    """A fact in words: 是, 不详（是或否）, 120.5 万元, 不少于 2 件, 省级 (by the metric's legend), 不知道."""
    if text:
        return text
    if low is None and high is None:
        return "不知道"
    if kind == "flag":
        return "是" if low == 1 else "否" if high == 0 else words.UNSETTLED

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
