"""Who is signed in now, and how often a sign-in may be tried. In memory: a restart signs everybody out."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from dagster_project.console.users import User, Users

IDLE = 2 * 3600  # seconds without a request after which a session ends
LONGEST = 12 * 3600
TRIES, FROM_ONE_PLACE, WINDOW = (
    5,
    30,
    15 * 60,
)  # failed sign-ins of a name, of an address, and the seconds they count


class SignedOut(Exception):
    """The session has ended: signed out, idle, too old, or its user changed."""


class TooManyTries(Exception):
    """Too many failed sign-ins: the name or the address must wait."""


@dataclass
class _Session:
    name: str
    stamp: str
    began: float
    seen: float


class Sessions:
    """Sessions by token. A session holds only while its user's entry (password, role, place) is what it was."""

    def __init__(self, users: Users, clock: Callable[[], float] = time.monotonic) -> None:
        self._users, self._clock = users, clock
        self._open: dict[str, _Session] = {}
        self._failed: dict[str, deque[float]] = {}
        self._counting = threading.Lock()

    def sign_in(self, name: str, password: str, address: str) -> str | None:
        """A new session's token; None when name or password is wrong. Raises TooManyTries."""
        # a name is held for the address that tried it alone: a stranger can't lock an office out
        keys = {f"{name} from {address}": TRIES, f"from {address}": FROM_ONE_PLACE}
        with self._counting:
            if any(len(self._recent(key)) >= most for key, most in keys.items()):
                raise TooManyTries
            # counted before the slow look at the password, so that guesses at the same moment are counted too
            now = self._clock()
            for key in keys:
                self._failed.setdefault(key, deque()).append(now)
        user = self._users.verified(name, password)
        if user is None:
            return None
        with self._counting:
            self._failed.pop(f"{name} from {address}", None)
            others = self._failed.get(f"from {address}", deque())
            if now in others:
                others.remove(now)
        token = secrets.token_urlsafe(32)
        self._open[_digest(token)] = _Session(user.name, _stamp(user), now, now)
        return token

    def user(self, token: str | None) -> User:
        """The session's user as the users' file has it now. Raises SignedOut."""
        session, user = self._held(token)
        if session is None or user is None:
            self.sign_out(token)
            raise SignedOut
        session.seen = self._clock()
        return user

    def holds(self, token: str | None) -> bool:
        """Whether the session would still be taken; unlike `user`, no sign of life."""
        return self._held(token)[1] is not None

    def _held(self, token: str | None) -> tuple[_Session | None, User | None]:
        """The session and its user, who is None when it has ended."""
        session = self._open.get(_digest(token or ""))
        if session is None:
            return None, None
        user, now = self._users.all().get(session.name), self._clock()
        ended = now - session.seen > IDLE or now - session.began > LONGEST
        return session, user if user and not ended and _stamp(user) == session.stamp else None

    def sign_out(self, token: str | None) -> None:
        """End a session; nothing happens when there is none."""
        self._open.pop(_digest(token or ""), None)

    def _recent(self, key: str) -> deque[float]:
        failed = self._failed.get(key, deque())
        while failed and self._clock() - failed[0] > WINDOW:
            failed.popleft()
        if not failed:
            self._failed.pop(key, None)
        return failed


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _stamp(user: User) -> str:
    return f"{user.role}|{user.place}|{user.password_hash}"
