"""However the rows of a filter are found, they are those that plain reading of the records finds."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

import pytest

from crossclaim.model import ClaimClass, ClaimType, Flag, Source, SourcedClaim
from crossclaim.store import Box, DocumentRecord, Filter, FlagSubject, Near, Page, Store, listing, open_store
from crossclaim.store.database import distance_km
from crossclaim.store.density import count_cells, count_days, list_spots, reach_of
from crossclaim.store.folding import says
from store.samples import HOSPITAL, SEVARE, TAVEUNI, ULIASTAI, claims_of, event_of, outlet, report

PLACES = {"MN": ULIASTAI, "ML": SEVARE, "FJ": TAVEUNI}
TYPES = (ClaimType.ARMED_CLASH, ClaimType.ATTACK, ClaimType.SHELLING_ARTILLERY_MISSILE)
OUTLETS = ("Khangai Voice", "Steppe News", "River Post")
WORDS = ("bridge", "market", "convoy", "depot")
FLAGS = ("single_source", "unattributed")
FIRST = date(2024, 1, 1)


@dataclass
class Told:
    """A claim or an event as plainly as a filter sees it."""

    id: str
    claims: tuple[SourcedClaim, ...]
    flags: set[str] = field(default_factory=set)

    @property
    def first(self) -> SourcedClaim:
        return self.claims[0]

    @property
    def days(self) -> tuple[date, date]:
        time = self.first.claim.time
        assert time is not None
        assert time.reading is not None
        start, end = time.reading.start_date, time.reading.end_date
        assert start is not None
        assert end is not None
        return start, end


@dataclass
class Ground:
    """A store, and what it holds."""

    store: Store
    claims: list[Told]
    events: list[Told]


def passes(told: Told, wanted: Filter) -> bool:
    """What a filter means, said once more without a database."""
    first, last = told.days
    place = told.first.claim.place
    assert place is not None
    reading = place.reading
    assert reading is not None
    assert reading.lat is not None
    assert reading.lon is not None
    tests = {
        "since": lambda day: last >= day,
        "until": lambda day: first <= day,
        "country": lambda code: reading.country == code,
        "place": lambda name: reading.name == name,
        "type": lambda name: told.first.claim.type is name,
        "claim_class": lambda name: ClaimClass.of(told.first.claim.type) is name,
        "box": lambda box: box.south <= reading.lat <= box.north and box.west <= reading.lon <= box.east,
        "near": lambda near: (distance_km(reading.lat, reading.lon, near.lat, near.lon) or 0) <= near.km,
        "source": lambda name: any(name in {voice.id for voice in voices(claim)} for claim in told.claims),
        "actor": lambda name: name == "khangai-front",
        "text": lambda words: any(says(claim.claim.quote.quote, words) for claim in told.claims),
        "flag": lambda name: name in told.flags,
        "document": lambda name: any(claim.heading.document_id == name for claim in told.claims),
    }
    return all(tests[name](value) for name, value in wanted if value is not None and name in tests)


def voices(claim: SourcedClaim) -> Iterator[Source]:
    yield from claim.speakers
    if claim.heading.outlet:
        yield claim.heading.outlet


def listed(found: list[Told], wanted: Filter) -> list[str]:
    rows = [told for told in found if passes(told, wanted)]
    return [told.id for told in sorted(rows, key=lambda told: (-told.days[0].toordinal(), told.id))]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def ground(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """Two hundred reports drawn by chance; claims of one day, place and type are one event."""
    if request.param == "sqlite":
        address = str(tmp_path_factory.mktemp("ground") / "store.sqlite")
    else:
        address = request.getfixturevalue("cluster").new_database()
    with open_store(address, create=True) as store:
        yield fill(store, random.Random(8))


def fill(store: Store, chance: random.Random) -> Ground:
    records = [made(chance, number) for number in range(200)]
    together: dict[object, list[SourcedClaim]] = defaultdict(list)
    for record in records:
        for claim in claims_of(record):
            time, place = claim.claim.time, claim.claim.place
            together[claim.claim.type, time and time.reading, place and place.reading].append(claim)
    claims = {claim.id: Told(claim.id, (claim,)) for record in records for claim in claims_of(record)}
    events = []
    with store.write(by="ana") as writer:
        for record in records:
            writer.put_document(record)
            if chance.random() < 0.3:
                put_flag(writer.put_flags, FlagSubject.DOCUMENT, record.id, name := chance.choice(FLAGS))
                for claim in claims_of(record):
                    claims[claim.id].flags.add(name)
        for told in chance.sample(list(claims.values()), 60):
            told.flags.add(name := chance.choice(FLAGS))
            put_flag(writer.put_flags, FlagSubject.CLAIM, told.id, name)
        for several in together.values():
            name = chance.choice(FLAGS)
            place = several[0].claim.place
            record_ = event_of(
                *several, place=place.reading if place else None, flags=(Flag(name=name, explanation="drawn"),)
            )
            events.append(Told(record_.event.id, tuple(several), {name}))
            writer.replace_events([], [record_])
    return Ground(store, list(claims.values()), events)


def put_flag(put: Callable[..., None], subject: FlagSubject, of: str, name: str) -> None:
    put(subject, of, [Flag(name=name, explanation="drawn")])


def made(chance: random.Random, number: int) -> DocumentRecord:
    words = [chance.choice(WORDS) for _ in range(4)]
    start = FIRST + timedelta(days=chance.randrange(40))
    return report(
        f"Fighters attacked the {words[0]} near the {words[1]}. A {words[2]} by the {words[3]} burned.",
        lineage=str(number),
        quotes=(f"Fighters attacked the {words[0]} near the {words[1]}", f"A {words[2]} by the {words[3]} burned"),
        name=chance.choice(OUTLETS),
        place=chance.choice(list(PLACES.values())),
        days=(start, start + timedelta(days=chance.choice((0, 0, 3, 50)))),
        type_=chance.choice(TYPES),
        speakers=(HOSPITAL,) if chance.random() < 0.2 else (),
        keys=(),
        fingerprints=(),
    )


def some_filter(chance: random.Random, documents: list[str]) -> Filter:
    place = chance.choice(list(PLACES.values()))
    assert place.lat is not None
    assert place.lon is not None
    since = FIRST + timedelta(days=chance.randrange(-5, 60))
    values = {
        "since": since,
        "until": since + timedelta(days=chance.choice((0, 7, 30))),
        "country": place.country,
        "place": place.name,
        "type": chance.choice(TYPES),
        "claim_class": chance.choice(list(ClaimClass)),
        "box": Box(south=place.lat - 1, west=place.lon - 0.01, north=place.lat + 1, east=place.lon + 0.01),
        "near": Near(lat=place.lat, lon=place.lon, km=chance.choice((1, 50))),
        "source": chance.choice([HOSPITAL.id, *(outlet(name).id for name in OUTLETS)]),
        "actor": "khangai-front",
        "text": chance.choice([*WORDS, '"near the bridge"', "market depot", "nothing"]),
        "flag": chance.choice(FLAGS),
        "document": chance.choice(documents),
    }
    asked = chance.sample(list(values), chance.randrange(1, 5))
    return Filter.model_validate({name: values[name] for name in asked})


def every_page(ask: Callable[..., Page[str]], wanted: Filter, limit: int) -> list[str]:
    rows, after = list[str](), None
    for _ in count():
        page = ask(wanted, limit=limit, after=after)
        rows += page.rows
        after = page.after
        if after is None:
            return rows
    raise AssertionError


# How many rows are sorted at once, and counted; how long is walked before others are gathered.
BOUNDS = [(5_000, 100_000, 8), (0, 100_000, 8), (0, 1, 8), (10, 50, 1), (0, 100_000, 0)]


@pytest.mark.parametrize(("few", "most", "patience"), BOUNDS)
def test_every_way_finds_what_plain_reading_finds(
    ground: Ground, few: int, most: int, patience: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("FEW", few), ("MOST", most), ("PATIENCE", patience)):
        monkeypatch.setattr(listing, name, value)
    chance, found = random.Random(few + patience + most), 0
    documents = [told.first.heading.document_id for told in ground.claims]
    for _ in range(60):
        wanted, limit = some_filter(chance, documents), chance.choice((1, 7, 50))
        claims, events = listed(ground.claims, wanted), listed(ground.events, wanted)
        assert every_page(ground.store.claim_ids, wanted, limit) == claims, wanted
        assert every_page(ground.store.event_ids, wanted, limit) == events, wanted
        found += len(claims)
    assert found > 500


@pytest.mark.parametrize("many", [20_000, 0])
def test_what_is_drawn_are_the_events_of_the_list(ground: Ground, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MANY", many)
    chance = random.Random(3)
    documents = [told.first.heading.document_id for told in ground.claims]
    for wanted in (Filter(), *(some_filter(chance, documents) for _ in range(60))):
        rows = [told for told in ground.events if passes(told, wanted)]
        assert {spot.id for spot in list_spots(ground.store, wanted, most=1000)} == {told.id for told in rows}
        assert reach_of(ground.store, wanted)[0] == len(rows)
        assert sum(cell.events for cell in count_cells(ground.store, wanted, degrees=1)) == len(rows)
        days = defaultdict[tuple[date, str], int](int)
        for told in rows:
            days[told.days[0], ClaimClass.of(told.first.claim.type).value] += 1
        assert {(day, name): events for day, name, events in count_days(ground.store, wanted)} == days
        assert ground.store.event_facets(wanted).total == len(rows)
        assert ground.store.claim_facets(wanted).total == len([one for one in ground.claims if passes(one, wanted)])
