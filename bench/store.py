"""How large a store grows and how fast it answers: a store of synthetic claims, made, asked and checked.

``python bench/store.py [--claims N] [--at ADDRESS] [--filled] [--minutes N] [--rounds N] [--rebuild]
[--verify]``. ADDRESS is a path or a postgresql:// address where nothing is yet, or with ``--filled`` what this has
filled before; without it a SQLite file in a temporary folder. ``--minutes`` ends the filling early, ``--rounds`` is how
often each thing is asked.

The claims are those of ``bench/world.py``, which tells what they are like. They go in as those of read documents do:
linked, put together to events, reconciled and flagged by the engine. Of every step the time on the clock stands beside
the processor's time of this process, since other work on the machine slows the first and hardly the second.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from crossclaim.engine import Tools, load_policy, load_results, put_result, rebuild, remade_events
from crossclaim.engine.tools import describe_run
from crossclaim.model import DocumentResult
from crossclaim.pipeline import ExtractorName, load_resources
from crossclaim.store import Box, Filter, Near, Store, open_store, verify

sys.path.insert(0, str(Path(__file__).parent))

from world import DAYS, FIRST_DAY, VERBS, World

STEP = 50_000  # claims between two lines of progress


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Says how long a step took, on the clock and of the processor, and how busy the machine was at its end."""
    start, busy = time.perf_counter(), time.process_time()
    yield
    taken, used = time.perf_counter() - start, time.process_time() - busy
    say(f"{what}: {taken:.0f} s, processor {used:.0f} s, load {os.getloadavg()[0]:.1f}")


def say(words: str) -> None:
    print(words, flush=True)


def fill(store: Store, world: World, tools: Tools, *, minutes: float | None) -> int:
    """Load the world's documents, for so many minutes at most; the number of claims."""
    made, start, told = 0, time.perf_counter(), STEP

    def in_time() -> Iterator[tuple[str, DocumentResult]]:
        for result in world.results():
            if minutes is not None and time.perf_counter() - start > minutes * 60:
                return
            yield result

    for added in load_results(in_time(), store, tools, by="bench"):
        made += added.claims
        if made >= told:
            taken = time.perf_counter() - start
            say(f"  {made} claims after {taken:.0f} s, {made / taken:.0f} a second")
            told += STEP
    return made


def measure(rounds: int, ask: Callable[[], object]) -> str:
    """Median and 95th percentile of some rounds in milliseconds, and the processor's time of this process alone."""
    taken, busy = [], []
    for _ in range(rounds):
        start, started = time.perf_counter(), time.process_time()
        ask()
        taken.append((time.perf_counter() - start) * 1000)
        busy.append((time.process_time() - started) * 1000)
    wall, processor = percentiles(taken), percentiles(busy)
    return f"median {wall[0]:7.1f} ms   p95 {wall[1]:7.1f} ms   processor {processor[0]:7.1f}, {processor[1]:7.1f} ms"


def percentiles(values: list[float]) -> tuple[float, float]:
    return statistics.median(values), sorted(values)[int(len(values) * 0.95)]


def some_filter(world: World, fields: str) -> Filter:
    """A filter as a user would make it: values as frequent as they are in the world, or any."""
    chance, place = world.chance, world.places[world.draw(world.places)]
    any_place = chance.choice(world.places)
    since = FIRST_DAY + timedelta(days=chance.randrange(world.days))
    values = {
        "country": place.country,
        "place": any_place.name,
        "actor": world.actors[world.draw(world.actors)].id,
        "flag": chance.choice(["unattributed", "copied_text", "single_source"]),
        "source": world.outlets[world.draw(world.outlets)],
        "type": chance.choice(list(VERBS)),
        "since": since,
        "until": since + timedelta(days=chance.choice((0, 7, 30, 365))),
        "box": Box(south=-90, west=-180, north=90, east=180).model_copy(
            update={
                "south": any_place.lat - 1,
                "north": any_place.lat + 1,
                "west": any_place.lon - 1,
                "east": any_place.lon + 1,
            }
        ),
        "near": Near(lat=max(-90, min(90, any_place.lat)), lon=max(-180, min(180, any_place.lon)), km=50),
        "text": chance.choice(
            ["killing", "bombed", "charge", place.name, any_place.name, f'"attacked {world.actors[0].name}"']
        ),
    }
    return Filter.model_validate({name: values[name] for name in fields.split()})


FILTERS = (
    "",
    "country",
    "place",
    "actor",
    "source",
    "type country",
    "since until",
    "since until country",
    "country actor",
    "actor source type",
    "box",
    "near since until",
    "flag",
    "flag country",
    "text",
    "text country",
    "text since until",
)


def report(store: Store, world: World, tools: Tools, rounds: int) -> None:
    """Pages of fifty by many filters, and one more document, linked."""
    for kind, ask in (("claims", store.claims), ("events", store.events)):
        for fields in FILTERS:
            taken = measure(rounds, lambda: ask(some_filter(world, fields)))  # noqa: B023
            say(f"{kind} by {fields or 'nothing':22} {taken}")
    say(f"{'documents by text':32} {measure(rounds, lambda: store.document_ids(some_filter(world, 'text')))}")
    say(f"{'facets of a country':32} {measure(3, lambda: store.claim_facets(some_filter(world, 'country')))}")
    say(f"{'facets of everything':32} {measure(1, store.claim_facets)}")
    fresh = [world.one_more(number) for number in range(rounds)]
    more = iter(fresh)
    say(f"{'one more document':32} {measure(rounds, lambda: add_one(store, tools, *next(more)))}")
    claims = sum(len(result.claims) for _, result in fresh) / rounds
    say(f"{'':32} of {claims:.1f} claims on average, which got {links_of(store, fresh):.1f} links")


def add_one(store: Store, tools: Tools, lineage: str, result: DocumentResult) -> None:
    put_result(result, store, tools, by="bench", lineage=lineage)


def links_of(store: Store, added: list[tuple[str, DocumentResult]]) -> float:
    """How many links a document of these got on average."""
    documents = [store.versions(lineage)[-1].id for lineage, _ in added]
    return sum(len(store.links(store.claim_ids_of([each]))) for each in documents) / len(documents)


def size_mb(store: Store) -> float:
    if store.database.path:
        return store.database.path.stat().st_size / 1e6
    with store.connected() as connection:
        return float(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0) / 1e6


def synthetic_tools() -> Tools:
    resources = load_resources(extractor=ExtractorName.RULES)
    return Tools(resources, describe_run("bench"), load_policy())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--at")
    parser.add_argument("--filled", action="store_true", help="the store holds the claims already")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--minutes", type=float, help="stop filling after so many")
    parser.add_argument("--rebuild", action="store_true")
    parser.add_argument("--verify", action="store_true")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(options.at or str(Path(folder) / "store.sqlite"), create=True) as store,
    ):
        run(store, synthetic_tools(), options)


def run(store: Store, tools: Tools, options: argparse.Namespace) -> None:
    world = World(options.claims)
    if options.filled:
        for _ in world.results():
            pass  # the world tells again what the documents to be added are on
    else:
        with timed("filled"):
            say(f"{fill(store, world, tools, minutes=options.minutes)} claims")
    say(" ".join(f"{name} {count}" for name, count in store.counts().items()))
    say(f"{world.days} days told of of the world's {DAYS}")
    say(f"size {size_mb(store):.0f} MB, memory {memory_mb():.0f} MB")
    report(store, world, tools, options.rounds)
    if options.verify:
        with timed("verified"):
            say(f"{sum(1 for _ in verify(store))} problems")
    if options.rebuild:
        with timed("rebuilt"):
            for _ in rebuild(store, tools.policy, by="bench"):
                pass
        with timed("verified against a rebuild"):
            say(f"{sum(1 for _ in verify(store, rebuild=lambda reader: remade_events(reader, tools.policy)))} problems")
    say(f"memory {memory_mb():.0f} MB")


def memory_mb() -> float:
    """The most that this process held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
