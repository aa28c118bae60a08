"""A pool.duckdb of five fictional companies, for everything that reads a finished build, and its workbooks and CSVs."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dagster_project.publish.exports import write_exports

POOL_SQL = Path(__file__).with_name("pool.sql")


def pytest_configure(config) -> None:
    config.addinivalue_line("markers", "workbooks: the test looks at the workbooks of a release")


def make_pool(path: Path, *more: str) -> Path:
    """Write the fixture's tables to `path`, then run the statements of `more` on it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute(POOL_SQL.read_text(encoding="utf-8"))
        for statement in more:
            connection.execute(statement)
    return path


@pytest.fixture(scope="session")
def pool(tmp_path_factory) -> Path:
    return make_pool(tmp_path_factory.mktemp("build") / "pool.duckdb")


@pytest.fixture(scope="session")
def exports(pool, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    write_exports(pool, folder)
    return folder


@pytest.fixture
def pool_with(tmp_path):
    """A builder of pools that differ from the fixture by a few statements."""
    return lambda *statements: make_pool(tmp_path / "build" / "pool.duckdb", *statements)
