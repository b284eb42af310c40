"""Who is logged in: kept by the server, known to the browser by a random name only."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from threading import Lock

__all__ = ["Session", "Sessions"]

_LONGEST_DAYS = 7
_MOST_OF_ONE = 20


@dataclass(frozen=True, slots=True)
class Session:
    """One login; ``proof`` is of the password it was made with, so that another password ends it."""

    user: str
    proof: str
    made: float
    seen: float


class Sessions:
    """The sessions of one process, in memory: they end with it.

    They end ``hours`` after they were last used, and a week after the login at the latest.
    """

    def __init__(self, *, hours: float = 12.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._idle = hours * 3600
        self._longest = _LONGEST_DAYS * 86400
        self._clock = clock
        self._lock = Lock()
        self._sessions: dict[str, Session] = {}
        self.secret = secrets.token_bytes(32)

    def start(self, user: str, password_hash: str) -> str:
        """The name of a new session; of one user's, the oldest end where there are too many."""
        token, now = secrets.token_urlsafe(32), self._clock()
        with self._lock:
            self._drop_ended(now)
            own = [key for key, session in self._sessions.items() if session.user == user]
            for key in own[: max(0, len(own) + 1 - _MOST_OF_ONE)]:
                del self._sessions[key]
            self._sessions[_key(token)] = Session(user, _key(password_hash), now, now)
        return token

    def find(self, token: str) -> Session | None:
        """The session of that name, which so was used now; None where there is none or it has ended."""
        key, now = _key(token), self._clock()
        with self._lock:
            session = self._sessions.get(key)
            if session is None or self._has_ended(session, now):
                self._sessions.pop(key, None)
                return None
            self._sessions[key] = replace(session, seen=now)
            return session

    def end(self, token: str) -> None:
        """Log out."""
        with self._lock:
            self._sessions.pop(_key(token), None)

    def end_all(self, user: str) -> None:
        """Log a user out everywhere."""
        with self._lock:
            for key in [key for key, session in self._sessions.items() if session.user == user]:
                del self._sessions[key]

    def is_of(self, session: Session, password_hash: str | None) -> bool:
        """Whether the session was made with the password that its user has now."""
        return password_hash is not None and secrets.compare_digest(session.proof, _key(password_hash))

    def _has_ended(self, session: Session, now: float) -> bool:
        return now - session.seen > self._idle or now - session.made > self._longest

    def _drop_ended(self, now: float) -> None:
        for key in [key for key, session in self._sessions.items() if self._has_ended(session, now)]:
            del self._sessions[key]


def _key(token: str) -> str:
    # Kept by its digest: neither a dump of the memory nor the time that a look-up takes gives a session away.
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
