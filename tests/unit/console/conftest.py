"""Passwords are hashed here in no time: the page's own setting takes a tenth of a second each, by intent, and guesses are many."""

import pytest
from argon2 import PasswordHasher

from dagster_project.console import users


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(users, "_HASHER", quick)
    monkeypatch.setattr(users, "_NOBODY", quick.hash("no such user"))
