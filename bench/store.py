"""How large a store grows and how fast it answers: a store of synthetic claims, made and asked.

``python bench/store.py [--claims N] [--at ADDRESS] [--rounds N] [--verify]``. ADDRESS is a path or a postgresql://
address where nothing is yet; without it a SQLite file in a temporary folder.

The generator. Names, sentences and places are made up from syllables, by a seeded generator: the same claims every
time. What is skewed in the world is skewed here. Places, parties and sources follow Zipf's law (the n-th is named in
proportion to 1/n). Time comes in bursts: half of all claims fall into one of two hundred campaigns of 5 to 120 days. A
document carries one to six claims, few carrying many. Figures are log-normal. Three claims in five tell of an
occurrence that an earlier one tells of; an event is made for each occurrence, as linking would.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from itertools import accumulate, islice
from pathlib import Path

from crossclaim.model import (
    ActorReading,
    Attribution,
    AttributionKind,
    Claim,
    ClaimType,
    Document,
    Event,
    Figure,
    FigureKind,
    Heading,
    Link,
    OffsetMap,
    Operator,
    Participant,
    Place,
    PlaceReading,
    Precision,
    Profile,
    Quantity,
    Segment,
    SegmentKind,
    Source,
    SourcedClaim,
    SourceKind,
    Time,
    TimeReading,
    Whose,
)
from crossclaim.store import (
    Box,
    ClaimRecord,
    DocumentRecord,
    EventRecord,
    Filter,
    Near,
    Store,
    Writer,
    open_store,
    verify,
)

FIRST_DAY, DAYS = date(2014, 1, 1), 3650
SYLLABLES = ["ba", "de", "ki", "lo", "mu", "na", "re", "si", "to", "va", "zu", "sha", "kha", "dar", "gol", "min"]
VERBS = {
    ClaimType.ARMED_CLASH: "clashed with",
    ClaimType.SHELLING_ARTILLERY_MISSILE: "shelled positions of",
    ClaimType.AIR_DRONE_STRIKE: "bombed",
    ClaimType.ATTACK: "attacked",
    ClaimType.REMOTE_EXPLOSIVE_LANDMINE_IED: "set off a charge against",
    ClaimType.ARRESTS: "arrested members of",
}
FILLING = "The area has been fought over for months and people there say that roads remain closed to traders. "
CHUNK = 10_000  # documents in one transaction

Occurrence = tuple[int, date, int, int, ClaimType, int]  # place, day, side a, side b, what, how many killed
Told = tuple[int, Occurrence]


class Zipf:
    """Numbers from 0, the n-th in proportion to 1 / (n + 1)."""

    def __init__(self, size: int) -> None:
        self._sums = list(accumulate(1 / (n + 1) for n in range(size)))

    def draw(self, chance: random.Random) -> int:
        return bisect(self._sums, chance.random() * self._sums[-1])


class World:
    """Places, parties, sources and campaigns, and reports on them."""

    def __init__(self, claims: int, seed: int = 7) -> None:
        self.chance = random.Random(seed)
        names = self._names()
        self.places = [self._place(next(names)) for _ in range(max(200, claims // 100))]
        self.actors = [ActorReading(id=f"actor-{n}", name=f"{next(names)} Front") for n in range(2000)]
        self.outlets = [self._source(next(names), SourceKind.OUTLET) for _ in range(1000)]
        self.speakers = [self._source(next(names), SourceKind.SPEAKER) for _ in range(5000)]
        self.zipf = {size: Zipf(size) for size in {len(self.places), 2000, 1000, 5000, 50}}
        self.campaigns = [(self.chance.randrange(DAYS), self.chance.randrange(5, 120)) for _ in range(200)]

    def _names(self) -> Iterator[str]:
        seen = set()
        while True:
            name = "".join(self.chance.choice(SYLLABLES) for _ in range(4)).capitalize()
            if name not in seen:
                seen.add(name)
                yield name

    def _place(self, name: str) -> PlaceReading:
        country = Zipf(50).draw(self.chance)
        lat, lon = (
            (country * 37 % 110) - 40 + self.chance.gauss(0, 3),
            (country * 71 % 340) - 170 + self.chance.gauss(0, 3),
        )
        code = chr(65 + country // 10) + chr(65 + country % 10)
        admin1 = f"Province {self.chance.randrange(20)}"
        return PlaceReading(
            name=name, precision=Precision.LOCALITY, country=code, admin1=admin1, lat=lat, lon=lon, radius_km=5
        )

    def _source(self, name: str, kind: SourceKind) -> Source:
        return Source(id=f"{kind}:{name.lower()}", name=name, kind=kind)

    def _day(self) -> date:
        if self.chance.random() < 0.5:
            start, length = self.chance.choice(self.campaigns)
            return FIRST_DAY + timedelta(days=min(start + self.chance.randrange(length), DAYS))
        return FIRST_DAY + timedelta(days=self.chance.randrange(DAYS))

    def occurrence(self) -> Occurrence:
        chance = self.chance
        killed = max(1, int(chance.lognormvariate(1.5, 1.2)))
        type_ = list(VERBS)[min(int(chance.expovariate(0.7)), len(VERBS) - 1)]
        place = self.zipf[len(self.places)].draw(chance)
        return place, self._day(), self.zipf[2000].draw(chance), self.zipf[2000].draw(chance), type_, killed

    def documents(self, claims: int) -> Iterator[tuple[DocumentRecord, tuple[int, ...]]]:
        """Documents of so many claims in all, each with the numbers of the occurrences its claims tell of."""
        recent: list[Told] = []
        made = occurrences = number = 0
        while made < claims:
            told: list[Told] = []
            for _ in range(min(1 + int(self.chance.expovariate(0.33)), 6)):
                if recent and self.chance.random() < 0.6:
                    told.append(self.chance.choice(recent))
                else:
                    told.append((occurrences, self.occurrence()))
                    occurrences += 1
                    recent = [*recent[-200:], told[-1]]
            yield self.document(number, [what for _, what in told]), tuple(which for which, _ in told)
            number += 1
            made += len(told)

    def document(self, number: int, told: list[Occurrence]) -> DocumentRecord:
        chance = self.chance
        outlet = self.outlets[self.zipf[1000].draw(chance)]
        sentences = [
            f"{self.actors[a].name} {VERBS[kind]} {self.actors[b].name} at {self.places[place].name} on {day}, "
            f"killing at least {killed}."
            for place, day, a, b, kind, killed in told
        ]
        text = " ".join(f"{sentence} {FILLING * chance.randrange(1, 4)}" for sentence in sentences)
        lineage = f"https://{outlet.name.lower()}.example/{number}"
        document = Document(
            id=lineage,
            text=text,
            segments=(Segment(kind=SegmentKind.BODY, start=0, end=len(text)),),
            offsets=OffsetMap.identity(len(text)),
            title=f"Report {number} from {self.places[told[0][0]].name}",
            language="en",
            url=lineage,
        )
        published = max(day for _, day, *_ in told) + timedelta(days=1)
        heading = Heading(
            document_id=sha256(f"{lineage}\0{text}".encode()).hexdigest()[:20],
            lineage=lineage,
            title=document.title,
            outlet=outlet,
            url=lineage,
            published=published,
        )
        claims = tuple(self._claim(document, heading, i, sentences[i], what) for i, what in enumerate(told))
        fingerprints = tuple(chance.getrandbits(63) for _ in range(16))
        return DocumentRecord(heading=heading, document=document, claims=claims, fingerprints=fingerprints)

    def _claim(
        self,
        document: Document,
        heading: Heading,
        number: int,
        sentence: str,
        what: Occurrence,
    ) -> ClaimRecord:
        place, day, a, b, kind, killed = what
        start = document.text.index(sentence)

        def span(words: str) -> object:
            at = document.text.index(words, start)
            return document.span(at, at + len(words))

        reading = self.places[place]
        speaker = self.speakers[self.zipf[5000].draw(self.chance)]
        claim = Claim(
            id=f"c{number + 1}",
            type=kind,
            quote=span(sentence),
            attribution=Attribution(kind=AttributionKind.NARRATOR),
            score=0.9,
            side_a=Participant(span=span(self.actors[a].name), actor=self.actors[a]),
            side_b=Participant(span=span(self.actors[b].name), actor=self.actors[b]),
            place=Place(span=span(reading.name), reading=reading),
            time=Time(span=span(str(day)), reading=TimeReading(start_date=day, end_date=day, precision=Precision.DAY)),
            figures=(
                Figure(
                    span=span(f"at least {killed}"),
                    kind=FigureKind.KILLED,
                    of=None,
                    whose=Whose.B,
                    quantity=Quantity(op=Operator.AT_LEAST, low=killed, high=None),
                ),
            ),
        )
        speakers = (speaker,) if self.chance.random() < 0.5 else ()
        sourced = SourcedClaim(
            id=f"{heading.document_id}-c{number + 1}", claim=claim, heading=heading, speakers=speakers
        )
        week = day.toordinal() // 7
        keys = tuple(place * 2**32 + (week + shift) * 8 + list(VERBS).index(kind) for shift in (0, 1))
        traits = {
            "type": kind,
            "day": str(day),
            "lat": reading.lat,
            "lon": reading.lon,
            "a": a,
            "b": b,
            "killed": killed,
        }
        return ClaimRecord(sourced=sourced, traits=traits, keys=keys)


def fill(store: Store, world: World, claims: int) -> int:
    """Load documents, links and events through the public way; the number of claims."""
    members: dict[int, list[SourcedClaim]] = defaultdict(list)
    documents = world.documents(claims)
    made = 0
    while chunk := list(islice(documents, CHUNK)):
        with store.write(by="bench") as writer:
            for record, told in chunk:
                writer.put_document(record)
                writer.put_links(record.id, _links(record, told, members))
                made += len(told)
    with store.write(by="bench") as writer:
        everything = iter(members.values())
        while group := list(islice(everything, CHUNK)):
            writer.replace_events([], [event_of(claims) for claims in group])
    return made


def _links(record: DocumentRecord, told: tuple[int, ...], members: dict[int, list[SourcedClaim]]) -> Iterator[Link]:
    linked = set()
    for claim, which in zip(record.claims, told, strict=True):
        for other in members[which][-3:]:
            first, second = sorted((claim.sourced.id, other.id))
            if (first, second) not in linked:
                linked.add((first, second))
                yield Link(first=first, second=second, probability=0.97, evidence=(("place", 2.0), ("time", 1.5)))
        members[which].append(claim.sourced)


def event_of(claims: list[SourcedClaim]) -> EventRecord:
    ids = tuple(sorted(claim.id for claim in claims))
    first = claims[0].claim
    day = first.time.reading.start_date if first.time and first.time.reading else None
    event = Event(
        id="e" + sha256("\0".join(ids).encode()).hexdigest()[:16],
        profile=Profile.ACLED,
        claims=ids,
        type=first.type,
        start=day,
        end=day,
        fields={},
        articles=len(ids),
        sources=1,
    )
    return EventRecord(event=event, place=first.place.reading if first.place else None)


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
    chance, place = world.chance, world.places[world.zipf[len(world.places)].draw(world.chance)]
    any_place = chance.choice(world.places)
    since = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    values = {
        "country": place.country,
        "place": any_place.name,
        "actor": world.actors[world.zipf[2000].draw(chance)].id,
        "source": world.outlets[world.zipf[1000].draw(chance)].id,
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
    "text",
    "text country",
    "text since until",
)


def report(store: Store, world: World, rounds: int) -> None:
    for kind, ask in (("claims", store.claims), ("events", store.events)):
        for fields in FILTERS:
            print(f"{kind} by {fields or 'nothing':22}", measure(rounds, lambda: ask(some_filter(world, fields))))  # noqa: B023
    print(f"{'documents by text':32}", measure(rounds, lambda: store.document_ids(some_filter(world, "text"))))
    print(f"{'facets of a country':32}", measure(3, lambda: store.claim_facets(some_filter(world, "country"))))
    print(f"{'facets of everything':32}", measure(1, store.claim_facets))
    extra = world.documents(10**9)
    print(f"{'one more document':32}", measure(rounds, lambda: add_one(store, world, next(extra)[0])))


def add_one(store: Store, world: World, record: DocumentRecord) -> None:
    """A document's rows, and what linking asks for: the neighbours by key, their links and events."""
    renamed = f"{record.heading.lineage}/{world.chance.random()}"
    heading = record.heading.model_copy(
        update={"lineage": renamed, "document_id": sha256(renamed.encode()).hexdigest()[:20]}
    )
    claims = tuple(
        claim.model_copy(
            update={
                "sourced": claim.sourced.model_copy(
                    update={"id": f"{heading.document_id}-{claim.sourced.claim.id}", "heading": heading}
                )
            }
        )
        for claim in record.claims
    )
    fresh = record.model_copy(update={"heading": heading, "claims": claims})
    with store.write(by="bench") as writer:
        write_one(writer, fresh)


def write_one(writer: Writer, record: DocumentRecord) -> None:
    writer.put_document(record)
    found = writer.neighbours([key for claim in record.claims for key in claim.keys])
    ids = [neighbour.claim_id for neighbour in found]
    writer.links(ids)
    writer.events_of(ids)
    writer.sharing_fingerprints(record.fingerprints)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--at")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--verify", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        address = options.at or str(Path(folder) / "store.sqlite")
        with open_store(address, create=True) as store:
            world = World(options.claims)
            start = time.perf_counter()
            made = fill(store, world, options.claims)
            taken = time.perf_counter() - start
            print(f"{made} claims in {taken:.0f} s ({made / taken:.0f} a second), made and loaded")
            print(" ".join(f"{name} {count}" for name, count in store.counts().items()))
            if store.database.path:
                print(f"size {store.database.path.stat().st_size / 1e6:.0f} MB")
            report(store, world, options.rounds)
            if options.verify:
                start = time.perf_counter()
                problems = sum(1 for _ in verify(store))
                print(f"verify {time.perf_counter() - start:.0f} s, {problems} problems")
            print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
