"""dbt's data tests on a finished build, a query a table: the tests are read from dbt's manifest, where their YAML stands.

dbt runs each test as a node of its own, which costs it more than all models together; one query judges all tests of a
table in a few thousandths of a second. What a test means is what dbt's macro of its name says (dbt-core 1.11,
`tests/generic/`, and macros/test_unique_key.sql): a pipeline test holds both against each other on damaged tables.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dagster_project.sql import quoted

# Settings that would change what a test means, at dbt's defaults; another value is refused, not passed over.
DEFAULTS = {"where": None, "limit": None, "severity": "ERROR", "fail_calc": "count(*)", "error_if": "!= 0"}
_REF = re.compile(r"ref\('(\w+)'\)")


class DataTestError(ValueError):
    """A data test that this module can't run as dbt would; the message names it and says what to do."""


@dataclass(frozen=True)
class DataTest:
    """One test. unique_id: dbt's own; file: where it is written, in dbt_models/; table: the model or seed that it stands
    under; failures: a query's column that counts what fails, over that table as `t`; fails: the condition under which a
    row of `t` is part of it.
    """

    unique_id: str
    name: str
    file: str
    table: str
    failures: str
    fails: str


def load(manifest: Path) -> list[DataTest]:
    """Every generic data test of a manifest, by table. Raises DataTestError for a kind or a setting not known here."""
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"]
    generic = {key: node for key, node in nodes.items() if node.get("test_metadata")}
    found = [
        DataTest(key, node["name"], node["original_file_path"], *_meant(node, nodes))
        for key, node in generic.items()
    ]
    return sorted(found, key=lambda test: (test.table, test.unique_id))


def run(pool: Path, tests: list[DataTest]) -> Iterator[tuple[DataTest, int]]:
    """Each test with how much fails on the build at `pool`; 0 where it passes. Raises duckdb.Error."""
    with duckdb.connect(str(pool), read_only=True) as connection:
        for table in dict.fromkeys(test.table for test in tests):
            mine = [test for test in tests if test.table == table]
            columns = ", ".join(
                ["count(*)", *(test.failures for test in mine)]
            )  # so that it is one row always
            [(_, *counts)] = connection.execute(f"select {columns} from {table} as t").fetchall()
            yield from zip(mine, counts, strict=True)


def rows(pool: Path, test: DataTest) -> list[dict[str, object]]:
    """The first rows that fail a test, three at most, as column -> value; what is empty is left out."""
    with duckdb.connect(str(pool), read_only=True) as connection:
        found = connection.execute(f"select * from {test.table} as t where {test.fails} limit 3")
        names = [column[0] for column in found.description or ()]
        told = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return [{name: cell for name, cell in row.items() if cell is not None} for row in told]


def _meant(node: dict, nodes: dict) -> tuple[str, str, str]:
    """(table, failures, fails) of a test's node."""
    meant = node["test_metadata"]
    changed = [name for name, usual in DEFAULTS.items() if node["config"].get(name, usual) != usual]
    attached = nodes.get(node["attached_node"] or "")
    write = _KINDS.get(meant["name"])
    if changed or attached is None or write is None:
        why = f"设置 {changed}" if changed else f"类型 {meant['name']}"
        raise DataTestError(
            f"数据测试 {node['name']}：{why} 不在 data_tests.py 里。改用 not_null、unique、unique_key、"
            "accepted_values、relationships，或写成 dbt_models/tests/ 里的一条 SQL"
        )
    arguments = {name: value for name, value in meant["kwargs"].items() if name != "model"}
    table = attached["alias"]
    try:
        return table, *write(table, **arguments)
    except TypeError as error:
        raise DataTestError(f"数据测试 {node['name']}：参数 {sorted(arguments)} 不认识") from error


def _not_null(table: str, column_name: str) -> tuple[str, str]:
    fails = f"t.{column_name} is null"
    return f"count(*) filter (where {fails})", fails


def _unique(table: str, column_name: str) -> tuple[str, str]:
    twice = (
        f"select {column_name} from {table} where {column_name} is not null group by all having count(*) > 1"
    )
    return f"(select count(*) from ({twice}))", f"t.{column_name} in ({twice})"


def _unique_key(table: str, columns: list[str]) -> tuple[str, str]:
    """Only rows whose key's hash is there twice are held against each other by the key: a number is grouped by in a third of
    the time and memory that three texts take."""
    key = ", ".join(columns)
    suspect = f"hash({key}) in (select hash({key}) from {table} group by all having count(*) > 1)"
    twice = f"select {key} from {table} where {suspect} group by {key} having count(*) > 1"
    # an empty cell of a key is one value of it, as in a grouping
    same = " and ".join(f"t.{column} is not distinct from k.{column}" for column in columns)
    return f"(select count(*) from ({twice}))", f"exists (from ({twice}) as k where {same})"


def _accepted_values(table: str, column_name: str, values: list[str]) -> tuple[str, str]:
    fails = f"t.{column_name} not in ({', '.join(map(quoted, values))})"
    return f"count(*) filter (where {fails})", fails


def _relationships(table: str, column_name: str, to: str, field: str) -> tuple[str, str]:
    parent = _REF.fullmatch(to)
    if parent is None:
        raise TypeError(to)
    anti = f"anti join {parent[1]} as p on c.{column_name} = p.{field}"
    return (
        f"(select count(*) from {table} as c {anti} where c.{column_name} is not null)",
        f"t.{column_name} is not null and not exists (from {parent[1]} as p where p.{field} = t.{column_name})",
    )


_KINDS: dict[str, Callable[..., tuple[str, str]]] = {
    "not_null": _not_null,
    "unique": _unique,
    "unique_key": _unique_key,
    "accepted_values": _accepted_values,
    "relationships": _relationships,
}
