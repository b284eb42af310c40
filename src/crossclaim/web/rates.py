"""How many requests of one caller are answered: a bucket for each that fills at a steady rate."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

__all__ = ["Rates"]

_MOST_KNOWN = 20_000


class Rates:
    """Buckets of ``burst`` requests, filled by ``per_second``."""

    def __init__(self, *, per_second: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second, self._burst, self._clock = per_second, burst, clock
        self._lock = Lock()
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, caller: str, cost: float = 1.0) -> float:
        """Take from a caller's bucket; 0 where there was enough in it, else in how many seconds there will be."""
        now = self._clock()
        with self._lock:
            if len(self._buckets) > _MOST_KNOWN:
                self._drop_full(now)
            left = self._left(caller, now)
            if left < cost:
                return (cost - left) / self._per_second
            self._buckets[caller] = (left - cost, now)
            return 0.0

    def _left(self, caller: str, now: float) -> float:
        left, at = self._buckets.get(caller, (float(self._burst), now))
        return min(float(self._burst), left + (now - at) * self._per_second)

    def _drop_full(self, now: float) -> None:
        self._buckets = {
            caller: bucket for caller, bucket in self._buckets.items() if self._left(caller, now) < self._burst
        }
