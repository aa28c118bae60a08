"""Files written by several processes: the same ones, and a process that fails stops them all with its words."""

from __future__ import annotations

from collections import deque

import duckdb
import pytest

from dagster_project.publish import sharing
from dagster_project.publish.exports import pieces_of, write_exports
from dagster_project.publish.sharing import WriteError, _Helper


def files(folder) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_processes_write_what_one_writes(pool, tmp_path, monkeypatch):
    alone = write_exports(pool, tmp_path / "alone")
    monkeypatch.setattr(sharing, "ROWS_EACH", 1)
    monkeypatch.setattr(sharing, "cores", lambda: 2)
    served = []
    serve = _Helper.serve
    monkeypatch.setattr(_Helper, "serve", lambda self, *rest: (served.append(self), serve(self, *rest)))
    assert list(write_exports(pool, tmp_path / "shared").items()) == list(alone.items())
    assert len(served) == 1 and served[0]._process.returncode is not None
    assert files(tmp_path / "shared") == files(tmp_path / "alone")


@pytest.mark.parametrize(
    "killed, words", [(True, "强行终止，多半是内存不足"), (False, "No such file or directory|does not exist")]
)
def test_a_helper_that_fails_says_why_and_nobody_begins_another_piece(pool, tmp_path, killed, words):
    with duckdb.connect(str(pool), read_only=True) as connection:
        pieces = pieces_of(connection)
    last = len(pieces) - 1
    waiting = deque([last, 0])
    helper = _Helper(pool, tmp_path / "missing", tmp_path)
    if killed:
        helper.kill()
    with pytest.raises(WriteError, match=words) as stop:
        helper.serve(pieces, waiting, {})
    helper.end()
    assert pieces[last].name in str(stop.value) and not waiting
