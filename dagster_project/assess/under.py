"""What a standard would do to today's titles: their reviews, judged by it instead of the one that applies.

The facts are the published ones, projected to each title's review as the watch has them: on what is certain by then, and
if nothing changes. The engine is the nightly one, over the standards as they are entered now: one with a date to come
need not have been published.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from dagster_project import assess
from dagster_project.sql import quoted


@dataclass(frozen=True)
class Clause:
    """How many titles a clause makes fall, for certain or if nothing changes; and leaves unknown or to a person."""

    text: str
    citation: str
    fails: int
    fails_unchanged: int
    unknown: int
    person: int


@dataclass(frozen=True)
class Title:
    """One title: who, when, the level of today's watch, the result (publish.under.RESULT) and the clauses it hangs on."""

    name: str
    uscc: str | None
    county: str | None
    tier_title: str
    valid_to: date
    review_on: date
    level: str
    result: str
    clauses: str


@dataclass(frozen=True)
class Outcome:
    """before: titles whose review comes before the standard is in force; they are judged by it all the same. endless:
    titles in force of its tier (tier_title) that have no end, and so no review.
    """

    title: str
    in_force_from: date
    tier_title: str
    endless: int
    before: int
    titles: list[Title]
    clauses: list[Clause]


def review_under(pool: Path, standard_id: str) -> Outcome:
    """Every watched title of the standard's tier, held against it.

    Raises ValueError when there is no such standard, or it is not one for the titles of a tier, and where the publication
    is an earlier version's, whose tables today's models don't fit.
    """
    with assess.engine() as connection:
        found = connection.execute(
            "select tier, title, in_force_from from standards where standard_id = ? and kind = 'tier'",
            [standard_id],
        ).fetchall()
        if not found:
            known = connection.execute(
                "select standard_id from standards where kind = 'tier' order by 1"
            ).fetchall()
            raise ValueError(f"没有可用于复核的标准 {standard_id}；有：{'、'.join(row[0] for row in known)}")
        [(tier, title, in_force_from)] = found
        connection.execute(f"attach {quoted(pool)} as published (read_only)")
        try:
            connection.execute(
                "create temp table watched as select * from published.review_watch where tier = ?", [tier]
            )
            [(tier_title, endless)] = connection.execute(_ENDLESS, [tier]).fetchall()
            _subjects(connection, standard_id, tier)
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise ValueError("现行发布是旧版程序做的，请先运行 pool refresh 再试算") from error
        assess.run(connection)
        titles = [Title(*row) for row in connection.execute(_TITLES).fetchall()]
        clauses = [Clause(*row) for row in connection.execute(_CLAUSES).fetchall()]
    before = sum(t.review_on < in_force_from for t in titles)
    return Outcome(title, in_force_from, tier_title, endless, before, titles, clauses)


def _subjects(connection: duckdb.DuckDBPyConnection, standard_id: str, tier: str) -> None:
    """Each watched title twice, with its facts: for certain (review) and if nothing changes (carried)."""
    connection.execute(
        """insert into assessment_subject
        select w.company_id, k.kind || ':' || w.title_id, w.review_on, w.title_id, ?, 'review', ?, w.county_code, null, false
        from watched as w cross join (select unnest(['review', 'carried']) as kind) as k""",
        [standard_id, tier],
    )
    connection.execute(
        """insert into company_metric
        select m.company_id, m.basis, m.metric, m.value_low, m.value_high, m.value_text, m.assumption
        from published.company_metric as m inner join assessment_subject as s using (company_id, basis)"""
    )


_ENDLESS = """
    select k.tier_title, count(t.title_id)
    from published.tiers as k
    left join (
        select t.title_id, t.tier
        from published.title as t
        inner join published.company as c using (company_id)
        inner join published.stg_region_county as g on c.county_code = g.county_code
        where t.in_force and t.valid_to is null
    ) as t on k.tier = t.tier
    where k.tier = ?
    group by k.tier_title
"""
_TITLES = """
    select w.name, w.uscc, w.county, w.tier_title, w.valid_to, w.review_on, w.level,
        case
            when a.status = 'not_met' then 'fails' when n.status = 'not_met' then 'fails_unchanged'
            when n.status = 'met' then 'passes' else n.status
        end as result,
        coalesce((
            select string_agg(c.text || '〔' || c.citation || '〕', '；' order by c.role, c.clause)
            from clause_result as c
            where c.company_id = w.company_id and c.status = n.status
                and c.basis = case when a.status = 'not_met' then a.basis else n.basis end
                and (c.role = 'base' or c.route = case when a.status = 'not_met' then a.best_route else n.best_route end)
                and n.status <> 'met'
        ), '')
    from watched as w
    inner join assessment as a on a.company_id = w.company_id and a.basis = 'review:' || w.title_id
    inner join assessment as n on n.company_id = w.company_id and n.basis = 'carried:' || w.title_id
    order by list_position(['fails', 'fails_unchanged', 'unknown', 'person', 'passes'], result), w.valid_to, w.title_id
"""
_CLAUSES = """
    with judged as (
        select c.text, c.citation, c.clause, c.role, c.company_id, c.status, split_part(c.basis, ':', 1) as kind,
            substr(c.basis, strpos(c.basis, ':') + 1) as title_id
        from clause_result as c
        inner join assessment as a using (company_id, basis)
        where c.role = 'base' or c.route = a.best_route
    ),
    told as (
        select role, clause, min(text) as text, min(citation) as citation, title_id,
            bool_or(kind = 'review' and status = 'not_met') as fails,
            bool_or(kind = 'carried' and status = 'not_met') as carried,
            bool_or(kind = 'carried' and status = 'unknown') as unknown,
            bool_or(kind = 'carried' and status = 'person') as person
        from judged group by role, clause, title_id
    )
    select min(text), min(citation), count(*) filter (where fails), count(*) filter (where carried and not fails),
        count(*) filter (where unknown), count(*) filter (where person)
    from told group by role, clause
    having bool_or(fails or carried or unknown or person)
    order by 3 desc, 4 desc, 5 desc, 6 desc, 1
"""
