"""How fast the desk's pages come: a store behind ``crossclaim serve``, asked as somebody who looks around asks it.

``python bench/desk.py ADDRESS [--rounds N] [--readers N] [--seed N]``. ADDRESS is a store with events in it, such as
``bench/store.py`` fills. Nothing is written.

Each reader begins at the overview without a filter; then adds, changes or takes away one condition at a time, looks at
an event of the list now and then, and searches. Values of a filter are drawn by how frequent they are in the store. Of
a view three answers are measured, as the page asks for them one after the other: the list, what map and timeline draw,
and the counts beside the list; ``shown`` is the first two together. Times are from the request until the last byte.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from urllib.parse import urlencode

from crossclaim.store import Facets, open_store

Times = dict[str, list[float]]
CHANGES = ("country", "type", "actor", "source", "flag", "days", "text", "nothing")
EVENT = re.compile(r'data-event="([^"]+)"')
COUNTS = re.compile(r'hx-get="(/overview/counts[^"]*)"')


@contextmanager
def serving(address: str) -> Iterator[int]:
    """A desk at a free port of this machine."""
    command = [sys.executable, "-m", "crossclaim", "serve", "--store", address, "--port", "0", "--no-open"]
    desk = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield port_of(desk)
    finally:
        desk.terminate()
        desk.wait(30)


def port_of(desk: subprocess.Popen[str]) -> int:
    """The port as the desk names it, once it answers there."""
    started = time.perf_counter()
    for line in desk.stdout or ():
        if found := re.search(r"http://[^/]*:(\d+)", line):
            threading.Thread(target=desk.communicate, daemon=True).start()
            first_answer(int(found[1]))
            print(f"started and answered after {time.perf_counter() - started:.1f} s", flush=True)
            return int(found[1])
    raise SystemExit("the desk did not start")


def first_answer(port: int) -> None:
    for _ in range(600):
        with suppress(ConnectionRefusedError):
            connection = HTTPConnection("127.0.0.1", port, timeout=120)
            connection.request("GET", "/static/desk.css")
            connection.getresponse().read()
            return
        time.sleep(0.1)
    raise SystemExit("the desk does not answer")


class Reader:
    """Somebody who looks around, and how long each answer took in milliseconds."""

    def __init__(self, port: int, facets: Facets, seed: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=120)
        self.chance = random.Random(seed)
        self.facets = facets
        self.times: Times = defaultdict(list)

    def look_around(self, rounds: int) -> None:
        asked = dict[str, str]()
        events = self.view("first view", asked)
        for _ in range(rounds):
            asked = self.changed(asked)
            events = self.view("filter", asked) or events
            if events and self.chance.random() < 0.5:
                self.get("event page", f"/events/{self.chance.choice(events)}")
            if self.chance.random() < 0.2:
                self.get("search", f"/search?{urlencode({'text': self.word()})}")

    def view(self, kind: str, asked: dict[str, str]) -> list[str]:
        """The events listed; map, timeline and counts are asked for as the page does."""
        query = f"?{urlencode(sorted(asked.items()))}" if asked else ""
        listed = self.get(f"{kind}: list", f"/{query}", partial=kind == "filter")
        self.get(f"{kind}: map and timeline", f"/overview/data{query}")
        self.times[f"{kind}: shown"].append(
            self.times[f"{kind}: list"][-1] + self.times[f"{kind}: map and timeline"][-1]
        )
        if found := COUNTS.search(listed):
            self.get(f"{kind}: counts", found[1].replace("&amp;", "&"), partial=True)
        return EVENT.findall(listed)

    def changed(self, asked: dict[str, str]) -> dict[str, str]:
        """The filter with one condition more, another one, or one less; four at most."""
        change = self.chance.choice(CHANGES)
        if change == "nothing" or len(asked) > 3:
            kept = list(asked.items())[1:]
            return dict(kept)
        return asked | self.condition(change)

    def condition(self, change: str) -> dict[str, str]:
        if change == "days":
            month = self.drawn(self.facets.months)
            return {"since": f"{month}-01", "until": f"{month}-28"}
        if change == "text":
            return {"text": self.word()}
        values = {
            "country": self.facets.countries,
            "type": self.facets.types,
            "actor": self.facets.actors,
            "source": self.facets.sources,
            "flag": self.facets.flags,
        }
        return {change: self.drawn(values[change])}

    def word(self) -> str:
        """A word of a party's name, or of what is done to one."""
        return self.chance.choice([self.drawn(self.facets.actors).split()[0], "killing", "bombed", "attacked"])

    def drawn(self, counts: tuple[tuple[str, int], ...]) -> str:
        return self.chance.choices([value for value, _ in counts], [count for _, count in counts])[0]

    def get(self, kind: str, path: str, *, partial: bool = False) -> str:
        headers = {"Accept": "text/html", **({"HX-Request": "true"} if partial else {})}
        started = time.perf_counter()
        self.connection.request("GET", path, headers=headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        self.times[kind].append((time.perf_counter() - started) * 1000)
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {text[:200]}")
        return text


def told(times: Times) -> Iterator[str]:
    for kind, values in sorted(times.items()):
        tail = sorted(values)[int(len(values) * 0.95)]
        yield f"{kind:32} {len(values):5}   median {statistics.median(values):7.1f} ms   p95 {tail:7.1f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", metavar="ADDRESS")
    parser.add_argument("--rounds", type=int, default=100, help="changes of the filter by each reader")
    parser.add_argument("--readers", type=int, default=1, help="who look around at the same time")
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    with open_store(options.store, create=True) as store:
        facets = store.event_facets(most=200)
    with serving(options.store) as port:
        readers = [Reader(port, facets, options.seed + number) for number in range(options.readers)]
        threads = [threading.Thread(target=reader.look_around, args=(options.rounds,)) for reader in readers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    together: Times = defaultdict(list)
    for reader in readers:
        for kind, values in reader.times.items():
            together[kind] += values
    print("\n".join(told(together)))


if __name__ == "__main__":
    main()
