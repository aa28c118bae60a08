"""Work in forks: the same as in one process, and told when one of them ends."""

import os
import signal
from functools import partial

import pytest
from unit.matching.test_run import fill, run

from dagster_project.matching import forked, tables
from dagster_project.matching import run as step


@pytest.fixture()
def two(monkeypatch):
    monkeypatch.setattr(forked, "processes", lambda most: 2)


def test_tables_are_the_same_from_two_processes_as_from_one(lake, regions, monkeypatch):
    fill(lake)
    monkeypatch.setattr(forked, "processes", lambda most: 1)
    said: list[str] = []
    alone = run(lake, regions, said)
    kept = {path.name: path.read_bytes() for path in (lake.folder / "matching").iterdir()}
    begun, forks = [], forked._forks
    monkeypatch.setattr(forked, "_forks", lambda work, count: (begun.append(count), forks(work, count))[1])
    monkeypatch.setattr(forked, "processes", lambda most: 2)
    monkeypatch.setattr(step, "WORTH", 0)
    monkeypatch.setattr(tables, "resolve", partial(tables.resolve, batch=2))
    heard: list[str] = []
    assert run(lake, regions, heard) == alone
    assert begun == [1, 2], "lists beside the register; then names"
    assert {path.name: path.read_bytes() for path in (lake.folder / "matching").iterdir()} == kept
    assert [text for text in heard if text not in said] == [
        f"企业名称匹配：{at}/11" for at in (2, 4, 6, 8, 10)
    ]


def test_results_stand_in_the_order_of_tasks(two):
    assert list(forked.over(lambda task: (task, os.getpid() != here), range(9))) == [
        (n, True) for n in range(9)
    ]


here = os.getpid()


def test_what_went_wrong_in_a_process_is_raised_here(two):
    def fails(task):
        raise ValueError(f"row {task}")

    with pytest.raises(ValueError, match="row 0"):
        list(forked.over(fails, range(3)))
    with pytest.raises(ValueError, match="row None"), forked.beside(partial(fails, None), True) as found:
        found()


def test_a_process_that_is_killed_is_told(two):
    def end(task):
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(forked.ForkError, match="强行终止"):
        list(forked.over(end, range(3)))
    with pytest.raises(forked.ForkError, match="强行终止"), forked.beside(partial(end, None), True) as found:
        found()


def test_one_core_forks_nothing(monkeypatch):
    monkeypatch.setattr(forked, "cores", lambda: 1)
    assert list(forked.over(lambda task: os.getpid(), range(3))) == [os.getpid()] * 3
    with forked.beside(os.getpid, True) as found:
        assert found() == os.getpid()
