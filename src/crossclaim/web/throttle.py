"""Logins that fail: slower and slower for whoever tries, without locking anybody else out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from threading import Lock

__all__ = ["Throttle", "network_of"]

# So many wrong passwords are free; from there on, each doubles the wait, up to a quarter of an hour.
_FREE_OF_PAIR = 5
_FREE_OF_ADDRESS = 20
_FREE_OF_NAME = 50
_LONGEST = 900.0
_FORGOTTEN_AFTER = 3600.0
_MOST_KNOWN = 20_000


@dataclass(slots=True)
class _Failures:
    count: int = 0
    last: float = 0.0


class Throttle:
    """Counts failures by name and address together, by address, and by name.

    The count by name stops a guess spread over many addresses. It does not hold for addresses from which the user has
    logged in before: nobody can lock somebody else out of the desk they use.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._failures: dict[tuple[str, str], _Failures] = {}
        self._trusted: set[tuple[str, str]] = set()

    def wait(self, name: str, address: str) -> float:
        """How many seconds this name may not be tried from this address."""
        with self._lock:
            return max(self._left(key, free) for key, free in self._counts(name.casefold(), network_of(address)))

    def failed(self, name: str, address: str) -> None:
        """Note a wrong password."""
        now = self._clock()
        with self._lock:
            self._forget(now)
            name, network = name.casefold(), network_of(address)
            for key in ((name, network), ("", network), (name, "")):
                failures = self._failures.setdefault(key, _Failures())
                failures.count, failures.last = failures.count + 1, now

    def succeeded(self, name: str, address: str) -> None:
        """Note a right one: the pair starts anew, and the name may be tried from there whatever others do."""
        pair = (name.casefold(), network_of(address))
        with self._lock:
            self._failures.pop(pair, None)
            if len(self._trusted) < _MOST_KNOWN:
                self._trusted.add(pair)

    def _counts(self, name: str, network: str) -> list[tuple[tuple[str, str], int]]:
        counts = [((name, network), _FREE_OF_PAIR)]
        if (name, network) not in self._trusted:
            counts += [(("", network), _FREE_OF_ADDRESS), ((name, ""), _FREE_OF_NAME)]
        return counts

    def _left(self, key: tuple[str, str], free: int) -> float:
        failures = self._failures.get(key)
        if failures is None or failures.count < free:
            return 0.0
        pause = min(2.0 ** min(failures.count - free, 20), _LONGEST)
        return max(0.0, failures.last + pause - self._clock())

    def _forget(self, now: float) -> None:
        if len(self._failures) < _MOST_KNOWN:
            return
        kept = {key: each for key, each in self._failures.items() if now - each.last < _FORGOTTEN_AFTER}
        # Still too many: those of fewest failures go, never the stubborn ones.
        worst = sorted(kept.items(), key=lambda pair: -pair[1].count)[: _MOST_KNOWN // 2]
        self._failures = dict(worst)


def network_of(address: str) -> str:
    """The address, of IPv6 its first 64 bits: one line has all of those."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(parsed) if parsed.version == 4 else ":".join(parsed.exploded.split(":")[:4])
