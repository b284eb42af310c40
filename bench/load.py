"""Many people at one desk: readers and writers for some minutes, what each kind of request took, and what failed.

``crossclaim serve --store STORE --port 8123 --no-open`` in one terminal, a store of ``bench/store.py`` without users
(a desk with users counts requests), and in another ``python bench/load.py http://127.0.0.1:8123 [--readers N]
[--writers N] [--minutes T] [--pause SECONDS]``.

A reader opens the overview, narrows it, opens events and documents and searches; a writer adds a report and waits until
it is read, decides on a claim, or says that two are the same or different. Between two requests each pauses for
``--pause`` seconds on average; with 0 they press as hard as they can. An answer of 429 or 5xx, none within a minute and
a broken connection are errors; 404 and 409 are refusals: another one has changed what was asked for. Needs nothing but
the standard library. Ends with 1 where there was an error.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from threading import Lock, Thread
from typing import Any
from urllib.parse import quote, urlsplit

API = "/api/v1"
FAILED = 1
WORDS = ["attacked", "clashed", "killed", "shelled", "bombed", "village", "soldiers"]
TIMEOUT = 60.0


@dataclass
class Taken:
    """Seconds and outcomes by kind of request."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    refused: Counter[str] = field(default_factory=Counter)
    errors: Counter[tuple[str, str]] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)

    def note(self, kind: str, seconds: float, status: int, reason: str) -> None:
        with self.lock:
            self.seconds[kind].append(seconds)
            if status == 0 or status == 429 or status >= 500:
                self.errors[kind, f"{status} {reason}"] += 1
            elif status >= 400:
                self.refused[f"{kind} {status}"] += 1


class Visitor:
    """One browser: a connection, a cookie, the token that changes carry."""

    def __init__(self, address: str, taken: Taken, chance: random.Random, pause: float) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._connection = HTTPConnection(self._host, self._port, timeout=TIMEOUT)
        self._headers: dict[str, str] = {}
        self._taken, self.chance, self._pause = taken, chance, pause

    def arrive(self) -> None:
        """Get the cookie of a visit and its token."""
        self._connection.request("GET", f"{API}/session")
        answer = self._connection.getresponse()
        self._headers["X-CSRF-Token"] = json.load(answer)["csrf"]
        self._headers["Cookie"] = (answer.getheader("set-cookie") or "").partition(";")[0]

    def ask(self, kind: str, path: str, *, told: Any = None, page: bool = False, part: bool = False) -> Any:
        """Ask once, note how long it took, and pause; what came, None where it is no JSON."""
        start = time.perf_counter()
        try:
            status, content = self._ask(path, told, page, part)
        except (OSError, HTTPException) as error:
            self._connection.close()
            status, content = 0, type(error).__name__.encode()
        failed = status == 0 or status >= 400
        self._taken.note(kind, time.perf_counter() - start, status, content[:200].decode("utf-8", "replace"))
        time.sleep(self.chance.expovariate(1 / self._pause) if self._pause else 0)
        return None if failed or page else json.loads(content or b"null")

    def _ask(self, path: str, told: Any, page: bool, part: bool) -> tuple[int, bytes]:
        headers = self._headers | ({"Accept": "text/html"} if page else {}) | ({"HX-Request": "true"} if part else {})
        body = None if told is None else json.dumps(told)
        if told is not None:
            headers["Content-Type"] = "application/json"
        self._connection.request("GET" if told is None else "POST", path, body, headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read()


@dataclass(frozen=True)
class Known:
    """What is in the store, to be asked for."""

    events: list[tuple[str, list[str]]]
    documents: list[str]
    countries: list[str]


def look_around(visitor: Visitor) -> Known:
    """Some events with their claims, documents and countries."""
    events = visitor.ask("start", f"{API}/events?limit=500")["rows"]
    documents = visitor.ask("start", f"{API}/documents?limit=500")["rows"]
    facets = visitor.ask("start", f"{API}/facets/claims")
    countries = [country for country, _ in facets["countries"]]
    return Known([(each["id"], each["claims"]) for each in events], [each["id"] for each in documents], countries)


def read(visitor: Visitor, known: Known) -> None:
    """What one looks at next."""
    chance = visitor.chance
    narrowed = f"/?country={chance.choice(known.countries)}&since={chance.randrange(2014, 2024)}-01-01"
    asked: list[Callable[[], Any]] = [
        lambda: visitor.ask("overview", "/", page=True),
        lambda: visitor.ask("filter change", narrowed, page=True, part=True),
        lambda: visitor.ask("event page", f"/events/{chance.choice(known.events)[0]}", page=True),
        lambda: visitor.ask("document page", f"/documents/{chance.choice(known.documents)}", page=True),
        lambda: visitor.ask("search page", f"/search?text={quote(chance.choice(WORDS))}", page=True),
        lambda: visitor.ask("events by the API", f"{API}/events?limit=50&country={chance.choice(known.countries)}"),
    ]
    chance.choices(asked, weights=[1, 3, 3, 2, 1, 1])[0]()


def write(visitor: Visitor, known: Known) -> None:
    """What one adds or decides next."""
    chance = visitor.chance
    chance.choice([add, decide, judge])(visitor, known)


def add(visitor: Visitor, _: Known) -> None:
    day, dead = visitor.chance.randrange(1, 28), visitor.chance.randrange(2, 90)
    place = visitor.chance.choice(["Aleppo", "Kidal", "Goma", "Maiduguri", "Kabul", "Homs"])
    text = f"Gunmen killed {dead} soldiers near {place} on {day} May 2023, police said. No group claimed the attack."
    known = visitor.ask("add", f"{API}/additions", told={"text": text, "outlet": f"outlet {day}"})
    end = time.monotonic() + TIMEOUT
    while known and known["state"] in ("waiting", "running") and time.monotonic() < end:
        known = visitor.ask("how far is it", f"{API}/additions/{known['id']}")
    if known and known["state"] != "done":
        visitor._taken.note("add", 0, 0, f"{known['state']}: {known['failure']}")


def decide(visitor: Visitor, known: Known) -> None:
    _, claims = visitor.chance.choice(known.events)
    state = visitor.chance.choice(["accepted", "contested", "rejected", "in_review"])
    visitor.ask("review", f"{API}/reviews", told={"claims": [visitor.chance.choice(claims)], "state": state})


def judge(visitor: Visitor, known: Known) -> None:
    (_, some), (_, others) = visitor.chance.sample(known.events, 2)
    pair = visitor.chance.sample(some, 2) if len(some) > 1 else [some[0], others[0]]
    verdict = visitor.chance.choice(["same", "different", "unsure"])
    told = {"first": pair[0], "second": pair[1], "verdict": verdict, "why": "a try"}
    visitor.ask("judge", f"{API}/judgements", told=told)


@contextmanager
def running(threads: list[Thread]) -> Iterator[None]:
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join()


def keep_on(visitor: Visitor, act: Callable[[Visitor, Known], None], known: Known, end: float) -> None:
    visitor.arrive()
    while time.monotonic() < end:
        act(visitor, known)


def report(taken: Taken, seconds: float) -> int:
    """Print what was taken; how many errors there were."""
    print(f"{'':20}{'requests':>9}{'a second':>10}{'median':>10}{'p95':>10}{'longest':>10}{'errors':>8}")
    for kind, each in sorted(taken.seconds.items()):
        spread = sorted(second * 1000 for second in each)
        wrong = sum(count for (of, _), count in taken.errors.items() if of == kind)
        times = statistics.median(spread), spread[int(len(spread) * 0.95)], spread[-1]
        shown = "".join(f"{time:>7.0f} ms" for time in times)
        print(f"{kind:20}{len(each):>9}{len(each) / seconds:>10.1f}{shown}{wrong:>8}")
    for what, count in taken.refused.most_common():
        print(f"refused: {what} ({count})")
    for (kind, reason), count in taken.errors.most_common(20):
        print(f"error: {kind}: {reason} ({count})")
    return sum(taken.errors.values())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--writers", type=int, default=5)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two requests of one, on average")
    options = parser.parse_args()
    taken = Taken()

    def visitor(number: int) -> Visitor:
        return Visitor(options.address, taken, random.Random(number), options.pause)

    first = visitor(0)
    first.arrive()
    known = look_around(first)
    taken.seconds.clear()
    start, end = time.monotonic(), time.monotonic() + options.minutes * 60
    acts = [read] * options.readers + [write] * options.writers
    threads = [Thread(target=keep_on, args=(visitor(n), act, known, end)) for n, act in enumerate(acts, start=1)]
    with running(threads):
        print(f"{options.readers} readers and {options.writers} writers for {options.minutes:g} minutes", flush=True)
    return FAILED if report(taken, time.monotonic() - start) else 0


if __name__ == "__main__":
    sys.exit(main())
