"""Rows of a standard that don't do what they seem to: told when it is read aloud, before anybody is judged by it."""

from __future__ import annotations

from difflib import get_close_matches

import duckdb
import yaml

from dagster_project.publish.terminal import plain
from dagster_project.seeds import SEEDS
from dagster_project.sql import quoted

_USED = """
    select 'bands.csv 的指标 ' || indicator_id, metric from bands where standard_id = $id
    union select 'conditions.csv 的 ' || condition_id, metric from conditions
    where standard_id = $id and not starts_with(metric, 'score_')
    order by all
"""
# A standard's seeds, each with the column that tells its rows apart.
_ROWS = {
    "standards": "standard_id",
    "categories": "category_id",
    "indicators": "indicator_id",
    "bands": "indicator_id",
    "conditions": "condition_id",
    "applicability": "tier",
}
_PASSED = """
    select s.pass_score, s.score_metric from standards as s
    where s.standard_id = $id and s.pass_score is not null and not exists (
        select 1 from conditions as c
        where c.standard_id = s.standard_id and starts_with(c.metric, s.score_metric) and c.value = s.pass_score
    )
"""
_NEIGHBOURS = """
    select
        indicator_id, metric, lower_bound, upper_bound, upper_inclusive, lead(lower_bound) over w as next_bound,
        lead(lower_inclusive) over w as next_inclusive, row_number() over w = 1 as is_first,
        lead(metric) over w is null as is_last
    from bands where standard_id = $id
    window w as (partition by indicator_id, metric order by lower_bound nulls first, upper_bound nulls last)
    order by indicator_id, metric, lower_bound nulls first
"""


def faults(connection: duckdb.DuckDBPyConnection, standard_id: str) -> list[str]:
    """A line a fault: a cell that is missing or none of the words it may be, a metric that nobody defined, a pass score that
    no condition asks for, bands with a hole or that overlap.
    """
    return [
        f"！！ {told}"
        for told in (
            *_cells(connection, standard_id),
            *_unknown(connection, standard_id),
            *_pass(connection, standard_id),
            *_bands(connection, standard_id),
        )
    ]


def _cells(connection, standard_id: str) -> list[str]:
    """By the data tests in the .yml beside each seed, which a refresh would stop at."""
    lines = []
    for seed, key in _ROWS.items():
        described = yaml.safe_load((SEEDS / "standards" / f"{seed}.yml").read_text(encoding="utf-8"))
        for column in described["seeds"][0]["columns"]:
            name = column["name"]
            for test in column.get("data_tests", ()):
                if test == "not_null":
                    fails, why = f"{name} is null", "没有写"
                elif "accepted_values" in test:
                    words = [str(word) for word in test["accepted_values"]["arguments"]["values"]]
                    fails = f"{name}::varchar not in ({', '.join(map(quoted, words))})"
                    why = f"只能是 {'、'.join(words)}"
                else:
                    continue
                rows = connection.execute(
                    f"select string_agg(distinct {key}::varchar, '、' order by {key}::varchar) from {seed}"
                    f" where standard_id = $id and {fails}",
                    {"id": standard_id},
                ).fetchall()
                lines += [f"{seed}.csv 的 {keys}：{name} {why}" for (keys,) in rows if keys]
    return lines


def _unknown(connection, standard_id: str) -> list[str]:
    known = [row[0] for row in connection.execute("select metric from metrics order by rowid").fetchall()]
    lines = []
    for place, metric in connection.execute(_USED, {"id": standard_id}).fetchall():
        if metric not in known:
            near = "、".join(get_close_matches(metric, known, 2))
            told = f"{place}：metrics.csv 里没有 {metric}，这一行不起作用"
            lines.append(told + (f"；是不是 {near}？" if near else ""))
    return lines


def _pass(connection, standard_id: str) -> list[str]:
    return [
        f"及格分 {plain(score)} 只是写着，不判定：conditions.csv 里要有一行 {metric} >= {plain(score)}"
        for score, metric in connection.execute(_PASSED, {"id": standard_id}).fetchall()
    ]


def _bands(connection, standard_id: str) -> list[str]:
    lines = []
    for row in connection.execute(_NEIGHBOURS, {"id": standard_id}).fetchall():
        indicator, metric, lower, upper, inclusive, following, next_inclusive, is_first, is_last = row
        place = f"bands.csv 的指标 {indicator}（{metric}）"
        if is_first and lower is not None:
            lines.append(f"{place}：{plain(lower)} 以下没有档")
        if is_last and upper is not None:
            lines.append(f"{place}：{plain(upper)} 以上没有档")
        if is_last:
            continue
        if (
            upper is None
            or following is None
            or upper > following
            or (upper == following and inclusive and next_inclusive)
        ):
            lines.append(f"{place}：{plain(following)} 处有两档重叠")
        elif upper < following:
            lines.append(f"{place}：{plain(upper)} 与 {plain(following)} 之间没有档")
        elif not (inclusive or next_inclusive):
            lines.append(f"{place}：恰为 {plain(upper)} 的没有档")
    return lines
