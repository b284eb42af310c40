"""Claims, events and documents by filter, page by page, whatever the database knows of its rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossclaim.errors import StoreError
from crossclaim.model import ClaimClass, ClaimType, Flag
from crossclaim.store import Box, Filter, FlagSubject, Near, Store, listing, open_store
from crossclaim.store import facets as facets_module
from crossclaim.store.conditions import box_around
from crossclaim.store.folding import fold, split_query
from store.samples import HOSPITAL, SEVARE, TAVEUNI, ULIASTAI, claims_of, event_of, put, report

CLASH = report("Fighters attacked a post at Uliastai. More.", lineage="clash")
STRIKE = report(
    "An air strike hit Sévaré near the bridge. More.",
    lineage="strike",
    name="Steppe News",
    place=SEVARE,
    days=(date(2024, 3, 1), date(2024, 3, 2)),
    type_=ClaimType.AIR_DRONE_STRIKE,
    speakers=(),
)
WAR = report(
    "Over 7,800 were killed in the war, al-Qasr said. More.",
    lineage="war",
    place=TAVEUNI,
    days=(date(2022, 2, 1), date(2024, 8, 31)),
    type_=ClaimType.TALLY,
)
UNDATED = report("Somewhere someone fell. More.", lineage="undated", published=None, place=None, days=None)
SPRING = date(2023, 4, 4)
ALL = {"clash": CLASH, "strike": STRIKE, "war": WAR, "undated": UNDATED}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled_address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The four reports, each claim an event."""
    if request.param == "sqlite":
        address = str(tmp_path_factory.mktemp("filled") / "store.sqlite")
    else:
        address = request.getfixturevalue("cluster").new_database()
    flag = Flag(name="single_source", explanation="one outlet")
    places = {"clash": ULIASTAI, "strike": SEVARE, "war": TAVEUNI, "undated": None}
    with open_store(address, create=True) as made, made.write(by="ana") as writer:
        put(writer, *ALL.values())
        events = [event_of(*claims_of(record), place=places[name], flags=(flag,)) for name, record in ALL.items()]
        writer.replace_events([], events)
        writer.put_all_flags(FlagSubject.CLAIM, {f"{CLASH.id}-c1": [flag]})
        writer.put_all_flags(FlagSubject.DOCUMENT, {STRIKE.id: [flag]})
    return address


@pytest.fixture(params=["few", "walking"])
def filled(request: pytest.FixtureRequest, filled_address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store read once from the rarest condition, once by walking down the days."""
    monkeypatch.setattr(listing, "FEW", 5_000 if request.param == "few" else 0)
    with open_store(filled_address) as opened:
        yield opened


FILTERS = [
    (Filter(), "clash strike war undated"),
    (Filter(since=date(2024, 10, 8)), "clash"),
    (Filter(until=date(2024, 10, 7)), "strike war undated"),
    (Filter(since=date(2024, 3, 2), until=date(2024, 3, 31)), "strike war"),  # both reach into that month
    (Filter(since=date(2024, 3, 3), until=date(2024, 3, 31)), "war"),
    (Filter(since=date(2024, 9, 1), until=date(2024, 9, 30)), ""),
    (Filter(box=Box(south=40, west=90, north=50, east=100)), "clash"),
    (Filter(box=Box(south=-20, west=170, north=20, east=-170)), "war"),  # across the 180th meridian
    (Filter(box=Box(south=-20, west=-10, north=20, east=0)), "strike"),
    (Filter(near=Near(lat=47.0, lon=96.84, km=100)), "clash"),  # 82 km off
    (Filter(near=Near(lat=47.0, lon=96.84, km=80)), ""),
    (Filter(near=Near(lat=-16.85, lon=-179.9, km=50)), "war"),  # 14 km off, on the other side of the meridian
    (Filter(near=Near(lat=89.9, lon=0, km=9000)), "clash strike"),
    (Filter(place="severe"), ""),
    (Filter(place="SEVARE"), "strike"),
    (Filter(country="MN"), "clash"),
    (Filter(country="MN", type=ClaimType.TALLY), ""),
    (Filter(admin1="Mopti"), "strike"),
    (Filter(type=ClaimType.TALLY), "war"),
    (Filter(claim_class=ClaimClass.EXPLOSION), "strike"),
    (Filter(actor="khangai-front"), "clash strike war undated"),
    (Filter(actor="army of ZAVKHAN", country="ML"), "strike"),
    (Filter(actor="nobody"), ""),
    (Filter(source="outlet:steppe news"), "strike"),
    (Filter(source="Steppe News"), "strike"),
    (Filter(source=HOSPITAL.id), "clash war undated"),
    (Filter(document=CLASH.id), "clash"),
    (Filter(event=event_of(*claims_of(WAR)).event.id), "war"),
    (Filter(text="sévaré"), "strike"),
    (Filter(text="Severe OR sevare"), ""),  # every word counts, none is an operator
    (Filter(text="BRIDGE sevare"), "strike"),
    (Filter(text='"near the bridge"'), "strike"),
    (Filter(text='"the near bridge"'), ""),
    (Filter(text="7,800"), "war"),
    (Filter(text="al-qasr"), "war"),
    (Filter(text="qasr-al"), ""),
    (Filter(text="killed", since=date(2024, 8, 31), until=date(2024, 8, 31)), "war"),
    (Filter(text="  "), ""),
    (Filter(superseded=True), "clash strike war undated"),
]


@pytest.mark.parametrize(("wanted", "names"), FILTERS)
def test_claims_and_events_by_filter(filled: Store, wanted: Filter, names: str) -> None:
    records = [ALL[name] for name in names.split()]
    assert filled.claims(wanted).rows == claims_of(*records)
    assert [event.claims for event in filled.events(wanted).rows] == [
        tuple(claim.id for claim in claims_of(record)) for record in records
    ]
    assert filled.claim_facets(wanted).total == filled.event_facets(wanted).total == len(records)


def test_flags_of_claims_are_those_of_their_documents_too(filled: Store) -> None:
    flagged = Filter(flag="single_source")
    assert filled.claims(flagged).rows == claims_of(CLASH, STRIKE)
    assert len(filled.events(flagged).rows) == 4
    assert filled.document_ids(flagged).rows == (STRIKE.id,)
    assert filled.claims(Filter(flag="recycled")).rows == ()


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Filter(text="post is attacked"), "clash strike war undated"),  # the title they share
        (Filter(text="somewhere"), "undated"),
        (Filter(text="bridge", since=date(2024, 10, 9)), "strike"),
        (Filter(since=date(2024, 10, 10)), ""),
        (Filter(source="Steppe News"), "strike"),
        (Filter(document=WAR.id), "war"),
    ],
)
def test_documents_by_filter(filled: Store, wanted: Filter, names: str) -> None:
    assert set(filled.document_ids(wanted).rows) == {ALL[name].id for name in names.split()}


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (Filter(document="none"), "there is no document none"),
        (Filter(event="none"), "there is no event none"),
    ],
)
def test_a_filter_by_what_is_not_there_is_refused(filled: Store, wanted: Filter, reason: str) -> None:
    with pytest.raises(StoreError, match=reason):
        filled.claims(wanted)


def test_documents_have_no_place(filled: Store) -> None:
    with pytest.raises(StoreError, match="documents cannot be filtered by country"):
        filled.document_ids(Filter(country="MN"))


@pytest.mark.parametrize("after", ["", "x", "2024-99-01 a"])
def test_a_page_goes_on_only_where_one_ended(filled: Store, after: str) -> None:
    with pytest.raises(StoreError, match="is not where a page ended"):
        filled.claims(after=after)


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_pages_together_are_the_whole(store: Store, limit: int) -> None:
    records = [
        report(f"Post {i} attacked. More.", lineage=str(i), days=(day := date(2024, 1, 1 + i % 3), day))
        for i in range(14)
    ]
    with store.write(by="ana") as writer:
        put(writer, *records)
    listed = [claim for page in pages(store, limit) for claim in page]
    expected = sorted(
        claims_of(*records), key=lambda claim: (-claim.claim.time.reading.start_date.toordinal(), claim.id)
    )  # type: ignore[union-attr]
    assert listed == expected


def pages(store: Store, limit: int) -> Iterator[tuple[object, ...]]:
    page = store.claims(limit=limit)
    yield page.rows
    while page.after:
        page = store.claims(limit=limit, after=page.after)
        assert page.rows
        yield page.rows


def test_facets_count_each_value(filled: Store) -> None:
    facets = filled.claim_facets()
    assert facets.types[0] == ("armed_clash", 2)
    assert facets.countries == (("FJ", 1), ("ML", 1), ("MN", 1))
    assert facets.actors == (("Army of Zavkhan", 4), ("Khangai Front", 4))
    assert facets.sources[0] == ("outlet:khangai voice", 3)
    assert facets.flags == (("single_source", 2),)
    assert facets.months == (("2024-10", 1), ("2024-03", 1), ("2022-02", 1))
    events = filled.event_facets(Filter(country="MN"))
    assert (events.total, events.actors[0], events.flags) == (1, ("Army of Zavkhan", 1), (("single_source", 1),))
    assert len(filled.claim_facets(most=1).actors) == 1


def test_sources_are_counted_one_by_one(filled: Store) -> None:
    assert filled.source_counts(most=100)[0] == ("outlet:khangai voice", 3)
    assert len(filled.source_counts(most=1)) == 1


@pytest.fixture(params=["few", "walking"])
def many(request: pytest.FixtureRequest, store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Six hundred reports, of which more than a hundred are not counted one by one."""
    monkeypatch.setattr(facets_module, "EXACT", 100)
    monkeypatch.setattr(listing, "FEW", 5_000 if request.param == "few" else 0)
    with store.write(by="ana") as writer:
        for number in range(600):
            place = ULIASTAI if number % 3 else SEVARE
            one = report(
                lineage=f"https://example.org/{number}", place=place, days=(SPRING, SPRING), keys=(), fingerprints=()
            )
            put(writer, one)
            writer.replace_events([], [event_of(*claims_of(one), place=place)])
    return store


def test_of_very_many_a_sample_is_counted(many: Store) -> None:
    for found in (many.claim_facets(), many.event_facets()):
        assert (found.total, found.about) == (600, True)
        assert 60 < found.counted < 150
        counts = dict(found.countries)
        assert 300 < counts["MN"] < 500  # four hundred
        assert abs(counts["MN"] + counts["ML"] - 600) <= 1
        assert found.types == (("armed_clash", 600),)
        assert dict(found.actors)["Khangai Front"] == 600
    assert many.source_counts(most=1)[0][1] == 600


@pytest.mark.parametrize(
    ("wanted", "total"),
    [
        (Filter(country="ML"), 200),
        (Filter(text="attacked", country="MN"), 400),
        (Filter(actor="Khangai Front"), 600),
        (Filter(text="nothing"), 0),
    ],
)
def test_totals_are_exact_however_many(many: Store, wanted: Filter, total: int) -> None:
    assert [many.claim_facets(wanted).total, many.event_facets(wanted).total] == [total, total]


@pytest.mark.parametrize(
    "query", ['"', "'", "a AND", "NEAR(", "quote:x", "*", "-", "a*", "(", "\0", "\ud800", "%", "x:*", "!", "& |", "ß"]
)
def test_no_query_is_an_error(filled: Store, query: str) -> None:
    filled.claims(Filter(text=query))
    filled.document_ids(Filter(text=query))


@given(st.text())
def test_a_query_is_letters_and_digits(query: str) -> None:
    for piece in split_query(query):
        assert '"' not in piece
        assert fold(piece)
        assert fold(fold(piece)) == fold(piece)


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(0.1, 20_000))
def test_a_box_around_a_circle_holds_its_middle(lat: float, lon: float, km: float) -> None:
    box = box_around(Near(lat=lat, lon=lon, km=km))
    assert box.south <= lat <= box.north
    assert box.west <= lon <= box.east if box.west <= box.east else lon >= box.west or lon <= box.east


@pytest.mark.parametrize("length", [30, 31, 32, 400])
def test_a_claim_is_found_on_every_day_it_lasts(store: Store, length: int) -> None:
    start = date(2024, 1, 1)
    record = report(days=(start, start + timedelta(days=length)))
    with store.write(by="ana") as writer:
        put(writer, record)
    for day, found in ((-1, 0), (0, 1), (length // 2, 1), (length, 1), (length + 1, 0)):
        on = start + timedelta(days=day)
        assert len(store.claims(Filter(since=on, until=on)).rows) == found, day


@pytest.mark.parametrize(
    ("days", "published", "found"),
    [
        (None, date(2024, 10, 9), (date(2024, 10, 9), date(2024, 10, 9))),  # no day: that of publication
        ((date(2024, 10, 1), None), date(2024, 10, 9), (date(2024, 10, 1), date(2024, 10, 9))),  # "since 1 October"
        ((date(2024, 10, 10), None), date(2024, 10, 9), (date(2024, 10, 10), date(2024, 11, 10))),  # "in coming days"
        ((None, date(2024, 10, 7)), date(2024, 10, 9), (date(2024, 10, 7), date(2024, 10, 7))),
        ((date(2024, 10, 6), date(2024, 10, 7)), date(2024, 10, 9), (date(2024, 10, 6), date(2024, 10, 7))),
    ],
)
def test_events_are_found_by_the_days_of_their_claims(
    store: Store, days: tuple[date | None, date | None] | None, published: date, found: tuple[date, date]
) -> None:
    record = report(days=days, published=published)
    event = event_of(*claims_of(record)).model_copy(update={"published": (published, published)})
    with store.write(by="ana") as writer:
        put(writer, record)
        writer.replace_events([], [event])
    first, last = found
    around = [first - timedelta(days=1), first, last, last + timedelta(days=1)]
    for asked, there in zip(around, (False, True, True, False), strict=True):
        on = Filter(since=asked, until=asked)
        assert bool(store.claims(on).rows) is bool(store.events(on).rows) is there, asked
    assert store.undated_events() == frozenset()


@pytest.mark.parametrize("few", [0, 1, 2, 3, 5, 6, 100])
def test_no_event_is_missed_where_a_condition_takes_many_claims(
    store: Store, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [report("One. Two. Three.", lineage=str(i), quotes=("One", "Two", "Three")) for i in range(2)]
    with store.write(by="ana") as writer:
        put(writer, *records)
        writer.replace_events([], [event_of(*claims_of(record)) for record in records])
    monkeypatch.setattr(listing, "FEW", few)
    assert len(store.events(Filter(actor="khangai-front")).rows) == 2
