"""Sessions end when they should, and sign-ins are limited."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from dagster_project.console.sessions import (
    FROM_ONE_PLACE,
    IDLE,
    LONGEST,
    TRIES,
    WINDOW,
    Sessions,
    SignedOut,
    TooManyTries,
)
from dagster_project.console.users import Users

PASSWORD = "一个够长的密码 2026"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def users(tmp_path):
    users = Users(tmp_path)
    users.add("a", "county", "141121", PASSWORD)
    return users


@pytest.fixture
def sessions(users, clock):
    return Sessions(users, clock)


def test_a_session_is_its_user(sessions):
    token = sessions.sign_in("a", PASSWORD, "x")
    assert sessions.user(token).place == "141121"


@pytest.mark.parametrize(("name", "password"), [("a", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_wrong_name_or_password(sessions, name, password):
    assert sessions.sign_in(name, password, "x") is None


@pytest.mark.parametrize("token", [None, "", "made up"])
def test_no_session(sessions, token):
    with pytest.raises(SignedOut):
        sessions.user(token)


def test_ends_when_idle_and_when_old(sessions, clock):
    token = sessions.sign_in("a", PASSWORD, "x")
    clock.now = IDLE - 1
    sessions.user(token)
    clock.now += IDLE + 1
    with pytest.raises(SignedOut):
        sessions.user(token)
    token, began = sessions.sign_in("a", PASSWORD, "x"), clock.now
    while clock.now + IDLE < began + LONGEST:
        clock.now += IDLE
        sessions.user(token)
    clock.now = began + LONGEST + 1
    with pytest.raises(SignedOut):
        sessions.user(token)


@pytest.mark.parametrize(
    "change",
    [
        lambda users: users.add("a", "county", "141121", PASSWORD + "2"),
        lambda users: users.add("a", "county", "141122", PASSWORD),
        lambda users: users.remove("a"),
    ],
)
def test_ends_when_its_user_changes(sessions, users, change):
    token = sessions.sign_in("a", PASSWORD, "x")
    change(users)
    with pytest.raises(SignedOut):
        sessions.user(token)


def test_sign_in_is_held_after_too_many_tries_and_let_go_later(sessions, clock):
    for _ in range(TRIES):
        assert sessions.sign_in("a", "wrong", "x") is None
    with pytest.raises(TooManyTries):
        sessions.sign_in("a", PASSWORD, "x")
    assert sessions.sign_in("a", PASSWORD, "elsewhere"), "a stranger locks nobody out"
    for number in range(FROM_ONE_PLACE):
        sessions.sign_in(f"guess {number}", "wrong", "y")
    with pytest.raises(TooManyTries):
        sessions.sign_in("a", PASSWORD, "y")
    clock.now = WINDOW + 1
    assert sessions.sign_in("a", PASSWORD, "x")


def test_guesses_at_the_same_moment_are_all_counted(sessions, users, monkeypatch):
    asked, all_there = [], threading.Barrier(TRIES)

    def slow(name, password):
        asked.append(password)
        all_there.wait(60)  # none is answered before as many as may be have come

    def guess(number: int) -> bool:
        try:
            return sessions.sign_in("a", f"guess {number}", "x") is not None
        except TooManyTries:
            return False

    monkeypatch.setattr(users, "verified", slow)
    with ThreadPoolExecutor(20) as threads:
        assert not any(threads.map(guess, range(20)))
    assert len(asked) == TRIES


def test_a_right_password_is_no_guess(sessions, users, monkeypatch):
    monkeypatch.setattr(users, "verified", lambda name, password: users.all()[name])
    for _ in range(FROM_ONE_PLACE + 1):
        assert sessions.sign_in("a", PASSWORD, "x")


def test_the_file_holds_no_password_and_is_ones_own(users):
    text = users.path.read_text(encoding="utf-8")
    assert PASSWORD not in text and "argon2id" in text
    assert users.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "role", "password"), [("", "city", PASSWORD), ("b", "chief", PASSWORD), ("b", "city", "short")]
)
def test_what_no_user_may_be(users, name, role, password):
    with pytest.raises(ValueError):
        users.add(name, role, "", password)
