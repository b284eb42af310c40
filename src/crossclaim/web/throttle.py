"""Logins that fail: slower and slower for whoever tries, without locking anybody else out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
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
            return self._wait(name.casefold(), network_of(address))

    def attempt(self, name: str, address: str) -> float:
        """0 where the name may be tried now, which counts as failed until ``succeeded``; else the seconds to wait.

        Counted before the password is looked at: a hundred tries at the same time are a hundred tries.
        """
        with self._lock:
            if left := self._wait(name.casefold(), network_of(address)):
                return left
            self._note(name.casefold(), network_of(address))
            return 0.0

    def failed(self, name: str, address: str) -> None:
        """Note a wrong password."""
        with self._lock:
            self._note(name.casefold(), network_of(address))

    def succeeded(self, name: str, address: str) -> None:
        """Note a right one: the pair starts anew, and the name may be tried from there whatever others do."""
        name, network = name.casefold(), network_of(address)
        with self._lock:
            self._failures.pop((name, network), None)
            for key in (("", network), (name, "")):
                if (failures := self._failures.get(key)) and failures.count:
                    failures.count -= 1
            if len(self._trusted) < _MOST_KNOWN:
                self._trusted.add((name, network))

    def _wait(self, name: str, network: str) -> float:
        return max(self._left(key, free) for key, free in self._counts(name, network))

    def _note(self, name: str, network: str) -> None:
        now = self._clock()
        self._forget(now)
        for key in ((name, network), ("", network), (name, "")):
            failures = self._failures.setdefault(key, _Failures())
            if now - failures.last >= _FORGOTTEN_AFTER:
                failures.count = 0  # a wrong word a day is no guessing
            failures.count, failures.last = failures.count + 1, now

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
    """The address, of IPv6 its first 64 bits: one line has all of those.

    An address of IPv4 that a socket of IPv6 tells of is that address, and a port that a proxy tells of is left out.
    """
    bare = address.removeprefix("[").partition("]")[0] if address.startswith("[") else address
    try:
        parsed = ip_address(bare.partition(":")[0] if bare.count(":") == 1 else bare)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped) if mapped else ":".join(parsed.exploded.split(":")[:4])
    return str(parsed)
