"""A slow answer to an older question never stands over a newer one; what is asked by name has the nearest first."""

from __future__ import annotations

import asyncio
import csv
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from unittest.mock import AsyncMock

import duckdb
import pytest

from dagster_project.console.asked import Asked, Filter, Question
from dagster_project.console.elsewhere import read_elsewhere
from dagster_project.console.grid import Grid
from dagster_project.console.take import csv_of, named
from dagster_project.publish.context import Context
from dagster_project.publish.find import Directory
from dagster_project.publish.tables import Column, Table

TABLE = Table(
    title="表",
    query="select * from company",
    order="company_id",
    columns=(Column("name", "企业名称"), Column("county", "县")),
)
COUNTY = Filter("county", "县", "select distinct county from company", "county = ?")


@pytest.fixture
def connection():
    connection = duckdb.connect()
    connection.execute("""
        create table company as select * from (values
            ('1', '甲市长长长氢能装备有限公司', 'U1', '甲'), ('2', '乙氢能装备有限公司', '', '乙'),
            ('3', '丙食品有限公司', 'U3', '乙')) t(company_id, name, uscc, county)""")
    connection.execute(
        "create table stg_company_name as select '3' as company_id, '丁丁氢能装备股份公司' as name"
    )
    return connection


class Visit:
    """A visit whose queries for `slow` wait until they are let go."""

    def __init__(self, connection, slow: str | None = None) -> None:
        self._connection, self._slow = connection, slow
        self.asked, self.go_on = asyncio.Event(), asyncio.Event()
        self.request = SimpleNamespace(query_params={})

    async def rows(self, sql, parameters=None):
        if self._slow in (parameters or []):
            self.asked.set()
            await self.go_on.wait()
        found = self._connection.execute(sql, parameters or [])
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    async def found(self, asked):
        names = Directory(self._connection)
        hits = names.find(asked)
        return [hit.company_id for hit in hits or names.near(asked)], not hits


def run(work):
    """What a coroutine comes to, in a thread of its own: a test in a browser leaves a loop running in the worker's."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def test_an_older_slower_answer_is_dropped(connection):
    visit = Visit(connection, "甲")
    grid = Grid(visit, TABLE, (COUNTY,), ("name", "county"))
    grid._remember, grid._on_paper, grid._look_elsewhere = lambda: None, SimpleNamespace(text=""), AsyncMock()
    grid._grid, grid._told = SimpleNamespace(update=lambda: None), SimpleNamespace(text="")

    async def two():
        older = asyncio.create_task(grid._chose("county", "甲"))
        await visit.asked.wait()
        await grid._chose("county", "乙")
        visit.go_on.set()
        await older

    run(two())
    assert [row["county"] for row in grid._grid.rows] == ["乙", "乙"] and grid._told.text == "共 2 行"
    assert grid._on_paper.text == "表　条件：县：乙。共 2 行"


@pytest.mark.parametrize(
    ("asked", "ids", "near"),
    [
        ("氢能装备", ["2", "3", "1"], False),
        ("乙氢能装备有限公司", ["2"], False),
        ("u3", ["3"], False),
        ("乙氢能妆备有限公司", ["2"], True),
        ("", ["1", "2", "3"], False),
    ],
)
def test_nearest_first(connection, asked, ids, near):
    async def ask():
        visit = Visit(connection)
        question = await Question.of(visit, TABLE, (COUNTY,), Asked(text=asked))
        return await question.page(visit, "company_id", 1)

    answer = run(ask())
    found = [row["company_id"] for row in answer.rows]
    assert found[: len(ids)] == ids and answer.near == near


def test_a_page_beyond_the_last_is_the_last(connection):
    async def ask():
        visit = Visit(connection)
        question = await Question.of(visit, TABLE, (COUNTY,), Asked({"county": "乙"}))
        return await question.page(visit, "company_id", 7)

    answer = run(ask())
    assert (answer.page, answer.total, len(answer.rows)) == (1, 2, 2)


def test_who_is_found_but_not_in_the_table_is_told_whatever_the_filters(connection):
    table = replace(TABLE, only="company_id <> '2'")

    async def ask():
        visit = Visit(connection)
        question = await Question.of(visit, table, (COUNTY,), Asked({"county": "丙"}, "氢能装备"))
        return await read_elsewhere(visit, table, question)

    assert [(row["company_id"], row["total"]) for row in run(ask())] == [("2", 1)]


@pytest.mark.parametrize(
    ("asked", "found", "near"),
    [
        ("长长氢能妆备", [], ["1"]),  # a part, one character wrong
        ("4900MA60PM", ["4"], []),  # a part of a code
        ("4900", ["4"], []),
        ("490", [], []),
        ("戊（山", ["4"], []),  # cut at the bracket
    ],
)
def test_a_part_with_a_mistake_and_a_part_of_a_code(connection, asked, found, near):
    connection.execute("insert into company values ('4', '戊（山西）煤机公司', '9114900MA60PM9C', '乙')")
    names = Directory(connection)
    assert [hit.company_id for hit in names.find(asked)] == found
    assert [hit.company_id for hit in names.near(asked)][:1] == near or found


def test_names_that_meet_in_the_text_are_not_one(connection):
    assert Directory(connection).find("公司甲市") == []


@pytest.mark.parametrize(("is_sample", "mark"), [(True, "示例数据"), (False, "")])
def test_what_is_taken_along_says_its_day_and_whether_it_is_the_sample(is_sample, mark):
    context = Context(date(2026, 11, 20), "141100", "吕梁市", "city", is_sample, None)
    text = csv_of([Column("name", "企业名称")], [{"name": "=甲"}], context).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))
    assert row == {"企业名称": "'=甲", "基准日": "2026-11-20", "数据性质": mark}
    name = named("141121_文水县_示例数据" if is_sample else "141121_文水县", ".xlsx", context)
    assert name == f"141121_文水县_2026-11-20{'_示例数据' * is_sample}.xlsx"
