"""What stands in the way of serving is said before anything is promised."""

from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path

import pytest

from dagster_project.console.pool import NoReleaseError
from dagster_project.console.server import Address, serve
from dagster_project.console.users import Users
from dagster_project.settings import Settings


def refused(home: Path, address: Address, error: type[Exception]) -> str:
    told: list[str] = []
    with pytest.raises(error) as raised:
        serve(Settings.of(home / "raw", home, "2026-11-20"), address, told.append)
    assert told == []
    return str(raised.value)


@pytest.fixture
def home(tmp_path):
    Users(tmp_path).add("a", "city", "", "一个够长的密码 2026")
    return tmp_path


def test_nobody_could_sign_in(tmp_path):
    assert "pool user add" in refused(tmp_path, Address(), ValueError)


def test_no_release(home):
    assert "pool refresh" in refused(home, Address(port=0), NoReleaseError)


def test_a_release_that_is_broken(home):
    release = home / "releases" / "2026-11-20_001"
    release.mkdir(parents=True)
    (home / "current").symlink_to(release)
    (release / "pool.duckdb").write_bytes(b"half a file")
    assert "pool.duckdb" in refused(home, Address(port=0), NoReleaseError)


def test_a_port_that_is_taken(home):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "--port" in refused(home, Address(port=taken.getsockname()[1]), ValueError)


def test_a_certificate_that_is_none(home):
    paper = home / "paper.pem"
    paper.write_text("no certificate", encoding="utf-8")
    assert "PEM" in refused(home, Address(port=0, certificate=paper, key=paper), ValueError)


@pytest.mark.parametrize(
    ("address", "word"),
    [(Address(host="0.0.0.0"), "加密"), (Address(certificate=Path("c.pem")), "--key")],
)
def test_open_to_a_network_only_with_encryption(home, address, word):
    assert word in refused(home, address, ValueError)
