"""Who may sign in: names, roles and argon2 hashes in home/console/users.json, which `pool user` writes."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

ROLES = {"city": "市局", "county": "县级", "reader": "查看"}
SHORTEST_PASSWORD = 10
_HASHER = PasswordHasher()
# what a wrong name is held against, so that it takes as long to refuse as a wrong password
_NOBODY = _HASHER.hash("no such user")


class BrokenUsers(ValueError):
    """The users' file can't be read; the message names it and says what to do."""


@dataclass(frozen=True)
class User:
    """A person who may sign in. place: the county's or zone's code for the role county, else ''."""

    name: str
    role: str
    place: str
    password_hash: str

    @property
    def may_decide(self) -> bool:
        """May judge names, answer and send in lists; a reader only looks."""
        return self.role in ("city", "county")


class Users:
    """The users' file. Read afresh at each question, so that a removed user or a new password counts at once."""

    def __init__(self, home: Path) -> None:
        self.path = home / "console" / "users.json"

    def all(self) -> dict[str, User]:
        """{name: user}, by name. Raises BrokenUsers when the file can't be read."""
        if not self.path.exists():
            return {}
        try:
            return {row["name"]: User(**row) for row in json.loads(self.path.read_text(encoding="utf-8"))}
        except (TypeError, KeyError, ValueError, OSError) as error:
            raise BrokenUsers(
                f"{self.path} 不是用户文件（{error}）：请从备份恢复，或删去后重建用户"
            ) from error

    def add(self, name: str, role: str, place: str, password: str) -> None:
        """Add a user, or give one a new role, place and password; their open sessions end.

        Raises ValueError for an empty name, an unknown role or a short password.
        """
        if not name.strip() or not name.isprintable():
            raise ValueError("用户名不能为空，也不能有控制字符")
        if role not in ROLES:
            raise ValueError(f"没有 {role} 这个角色；可用：{'、'.join(ROLES)}")
        if len(password) < SHORTEST_PASSWORD:
            raise ValueError(f"密码至少 {SHORTEST_PASSWORD} 位")
        user = User(name, role, place, _HASHER.hash(password))
        with self._locked():
            self._write(self.all() | {name: user})

    def remove(self, name: str) -> None:
        """Remove a user; their open sessions end. Raises ValueError when there is no such user."""
        with self._locked():
            users = self.all()
            if name not in users:
                raise ValueError(f"没有用户 {name}；现有：{'、'.join(users) or '无'}")
            del users[name]
            self._write(users)

    def verified(self, name: str, password: str) -> User | None:
        """The user when the password is right, else None; as slow for a name that isn't there."""
        user = self.all().get(name)
        try:
            _HASHER.verify(user.password_hash if user else _NOBODY, password)
        except (VerifyMismatchError, InvalidHashError):
            return None
        return user

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """From reading the file to writing it: of two that add at once, the second reads what the first wrote."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with open(self.path.with_suffix(".lock"), "a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _write(self, users: dict[str, User]) -> None:
        partial = self.path.with_suffix(".partial")
        rows = [asdict(users[name]) for name in sorted(users)]
        with open(
            os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            json.dump(rows, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(self.path)
