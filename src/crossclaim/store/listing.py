"""Claims, events and documents by filter, a page at a time, latest day first.

Every condition can be put in two ways: as a test on a row, and as the numbers of all rows that pass it. A page is read
from the condition with the fewest rows where one has few, and else by walking down the days and testing: where even the
rarest condition takes many rows, a page is full soon. That keeps a page's time within bounds on either database,
whatever its planner knows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    text,
    union_all,
)

from crossclaim.errors import StoreError
from crossclaim.model import ReviewState
from crossclaim.store import schema
from crossclaim.store.database import EARTH_KM
from crossclaim.store.folding import fold
from crossclaim.store.records import Box, Filter, Near, Page
from crossclaim.store.rows import LASTING
from crossclaim.store.words import containing, said_in

__all__ = [
    "CLAIM_LISTING",
    "DOCUMENT_LISTING",
    "EVENT_LISTING",
    "Condition",
    "Listing",
    "conditions",
    "list_ids",
    "narrowed",
    "passing",
]

# Up to so many rows are sorted for a page; of more, a page is found by walking.
FEW = 5_000
KM_PER_DEGREE = math.radians(1) * EARTH_KM


@dataclass(frozen=True)
class Listing:
    """What is listed, and which fields of a filter mean something to it."""

    table: Table
    fields: frozenset[str]
    has_versions: bool

    @property
    def seq(self) -> Any:
        """The column that numbers the rows."""
        return self.table.c.seq


_COMMON = {"since", "until", "source", "flag", "document", "text", "superseded"}
_LOCATED = {"box", "near", "place", "country", "admin1", "actor", "type", "claim_class", "event", "state"}
CLAIM_LISTING = Listing(schema.CLAIMS, frozenset(_COMMON | _LOCATED), has_versions=True)
EVENT_LISTING = Listing(schema.EVENTS, frozenset(_COMMON | _LOCATED), has_versions=False)
DOCUMENT_LISTING = Listing(schema.DOCUMENTS, frozenset(_COMMON), has_versions=True)


@dataclass(frozen=True)
class Condition:
    """One condition: a test on a row, and the numbers of all rows that pass it."""

    test: ColumnElement[bool]
    numbers: Select[Any] | None


def list_ids(
    connection: Connection, listing: Listing, wanted: Filter, *, limit: int, after: str | None, address: str
) -> Page[str]:
    """One page of ids, latest day first, within a day by id."""
    table = listing.table
    query = select(table.c.id, table.c.day)
    for test in narrowed(connection, listing, wanted, address):
        query = query.where(test)
    if after is not None:
        query = query.where(_beyond(table, after, address))
    rows = connection.execute(query.order_by(table.c.day.desc(), table.c.id).limit(limit + 1)).all()
    more = len(rows) > limit
    last = rows[limit - 1] if more else None
    return Page[str](rows=tuple(row.id for row in rows[:limit]), after=f"{last.day} {last.id}" if last else None)


def narrowed(connection: Connection, listing: Listing, wanted: Filter, address: str) -> list[ColumnElement[bool]]:
    """The tests of a filter, the rarest condition given as the rows that pass it where those are few."""
    found = list(conditions(connection, listing, wanted, address))
    rarest, few = None, FEW + 1
    for condition in found:
        if condition.numbers is not None:
            count = count_up_to(connection, condition.numbers, few)
            rarest, few = (condition, count) if count < few else (rarest, few)
    tests = [condition.test for condition in found if condition is not rarest]
    if rarest is not None and rarest.numbers is not None:
        tests.append(listing.seq.in_(rarest.numbers))
    return tests


def _beyond(table: Table, after: str, address: str) -> ColumnElement[bool]:
    day, _, row_id = after.partition(" ")
    try:
        reached = date.fromisoformat(day)
    except ValueError as error:
        raise StoreError(address, f"{after!r} is not where a page ended") from error
    return and_(table.c.day <= reached, or_(table.c.day < reached, table.c.id > row_id))


def passing(connection: Connection, listing: Listing, wanted: Filter, address: str) -> list[ColumnElement[bool]]:
    """The tests of a filter for counting all rows that pass: by the rows of each condition, however many these are."""
    found = conditions(connection, listing, wanted, address, however_many=True)
    return [condition.test if condition.numbers is None else listing.seq.in_(condition.numbers) for condition in found]


def conditions(
    connection: Connection, listing: Listing, wanted: Filter, address: str, *, however_many: bool = False
) -> Iterator[Condition]:
    """What a filter asks of a listing; the numbers of rows also where they are very many, if that is said.

    Raises:
        StoreError: it asks what this listing does not have, or names a document or event that is not there.
    """
    asked = {name for name, value in wanted if value is not None}
    if asked - listing.fields:
        raise StoreError(
            address, f"{listing.table.name} cannot be filtered by {', '.join(sorted(asked - listing.fields))}"
        )
    if listing.has_versions and not wanted.superseded:
        yield Condition(listing.table.c.superseded.is_(False), None)
    yield from _days(listing, wanted)
    yield from _columns(connection, listing, wanted)
    yield from _areas(connection, listing, wanted)
    for of_claims in _by_claims(connection, wanted, address, documents=listing is DOCUMENT_LISTING):
        yield (
            of_claims
            if listing is not EVENT_LISTING
            else _through_claims(connection, of_claims, however_many=however_many)
        )
    if wanted.source is not None and listing is DOCUMENT_LISTING:
        yield _column(connection, listing, "outlet_id", _source_id(wanted.source))
    if wanted.flag is not None:
        yield _flagged(listing, wanted.flag)
    if wanted.event is not None:
        yield _of_event(connection, listing, wanted.event, address)
    if wanted.state is not None:
        yield _in_state(listing, wanted.state)


def _days(listing: Listing, wanted: Filter) -> Iterator[Condition]:
    table = listing.table
    if wanted.since is None and wanted.until is None:
        return
    since, until = wanted.since or date.min, wanted.until or date.max
    if "last_day" not in table.c:
        within = table.c.day.between(since, until)
        yield Condition(within, select(table.c.seq).where(within))
        return
    # What began up to a month before is looked through; what lasts longer is found by its end.
    near = max(since, date.min + LASTING) - LASTING
    short = select(table.c.seq).where(
        table.c.day.between(near, until), table.c.last_day >= since, table.c.lasting.is_(False)
    )
    lasting = select(table.c.seq).where(table.c.lasting.is_(True), table.c.last_day >= since, table.c.day <= until)
    numbers = union_all(short, lasting).subquery()
    yield Condition(and_(table.c.day <= until, table.c.last_day >= since), select(numbers.c.seq))


def _columns(connection: Connection, listing: Listing, wanted: Filter) -> Iterator[Condition]:
    values = {
        "country": wanted.country,
        "type": wanted.type.value if wanted.type else None,
        "place_folded": fold(wanted.place) if wanted.place is not None else None,
    }
    for name, value in values.items():
        if value is not None:
            yield _column(connection, listing, name, value)
    for name, value in (("admin1", wanted.admin1), ("class", wanted.claim_class and wanted.claim_class.value)):
        if value is not None:
            yield Condition(listing.table.c[name] == value, None)


def _column(connection: Connection, listing: Listing, name: str, value: str) -> Condition:
    column = listing.table.c[name]
    # SQLite takes an index on such a column where it can, however many rows it gives; as a test it must not.
    tested = column.concat("") if connection.dialect.name == "sqlite" else column
    return Condition(tested == value, select(listing.seq).where(column == value))


def _areas(connection: Connection, listing: Listing, wanted: Filter) -> Iterator[Condition]:
    if wanted.box is not None:
        inside = _inside(listing.table, wanted.box)
        yield Condition(inside, select(listing.seq).where(inside))
    if wanted.near is not None:
        close = _close_to(listing.table, wanted.near, connection)
        yield Condition(close, select(listing.seq).where(close))


def _inside(table: Table, box: Box) -> ColumnElement[bool]:
    across = (
        table.c.lon.between(box.west, box.east)
        if box.west <= box.east
        else or_(table.c.lon >= box.west, table.c.lon <= box.east)
    )
    return and_(table.c.lat.between(box.south, box.north), across)


def _close_to(table: Table, near: Near, connection: Connection) -> ColumnElement[bool]:
    if connection.dialect.name == "postgresql" and has_points(connection):
        values = {"near_lon": near.lon, "near_lat": near.lat, "near_metres": near.km * 1000}
        return text(
            f"ST_DWithin((ST_SetSRID(ST_MakePoint({table.name}.lon, {table.name}.lat), 4326)::geography), "
            "ST_SetSRID(ST_MakePoint(:near_lon, :near_lat), 4326)::geography, :near_metres, false)"
        ).bindparams(*(bindparam(name, value) for name, value in values.items()))  # type: ignore[return-value]
    return and_(_inside(table, box_around(near)), _distance(table, near, connection) <= near.km)


def has_points(connection: Connection) -> bool:
    """Whether this PostgreSQL database has an index of points, which PostGIS makes."""
    return connection.scalar(text("SELECT to_regclass('ix_claims_point') IS NOT NULL")) is True


def box_around(near: Near) -> Box:
    """The smallest box that holds the circle; all longitudes where it reaches a pole."""
    height = near.km / KM_PER_DEGREE
    south, north = near.lat - height, near.lat + height
    if south <= -90 or north >= 90:
        return Box(south=max(south, -90), west=-180, north=min(north, 90), east=180)
    ratio = math.sin(math.radians(min(height, 90))) / math.cos(math.radians(near.lat))
    width = math.degrees(math.asin(min(1.0, ratio)))
    west, east = near.lon - width, near.lon + width
    if width >= 90:
        return Box(south=south, west=-180, north=north, east=180)
    return Box(south=south, west=(west + 180) % 360 - 180, north=north, east=(east + 180) % 360 - 180)


def _distance(table: Table, near: Near, connection: Connection) -> ColumnElement[float]:
    if connection.dialect.name == "sqlite":
        return func.crossclaim_km(table.c.lat, table.c.lon, near.lat, near.lon)
    half_lat = func.sin(func.radians(table.c.lat - near.lat) / 2)
    half_lon = func.sin(func.radians(table.c.lon - near.lon) / 2)
    shrunk = func.cos(func.radians(table.c.lat)) * math.cos(math.radians(near.lat))
    haversine = half_lat * half_lat + shrunk * half_lon * half_lon
    return 2 * EARTH_KM * func.asin(func.least(1.0, func.sqrt(haversine)))


def _by_claims(connection: Connection, wanted: Filter, address: str, *, documents: bool) -> Iterator[Condition]:
    """What asks about single claims; events pass where one of their claims does."""
    claims = schema.CLAIMS.c
    if wanted.actor is not None:
        yield _named(schema.CLAIM_ACTORS, _actor_is(connection, wanted.actor))
    if wanted.source is not None and not documents:
        yield _named(schema.CLAIM_SOURCES, _source_is(connection, wanted.source))
    if wanted.document is not None:
        seq = connection.scalar(select(schema.DOCUMENTS.c.seq).where(schema.DOCUMENTS.c.id == wanted.document))
        if seq is None:
            raise StoreError(address, f"there is no document {wanted.document}")
        column = schema.DOCUMENTS.c.seq if documents else claims.document
        yield Condition(column == seq, select(column.table.c.seq).where(column == seq))
    if wanted.text is not None:
        table, dialect = (schema.DOCUMENTS if documents else schema.CLAIMS), connection.dialect.name
        said = said_in(table.name, wanted.text, table.c.seq, dialect)
        yield Condition(said, containing(table.name, wanted.text, dialect))


def _actor_is(connection: Connection, actor: str) -> ColumnElement[bool]:
    actors = schema.CLAIM_ACTORS.c
    known = connection.scalar(select(literal(1)).where(actors.actor_id == actor).limit(1))
    return actors.actor_id == actor if known else actors.folded == fold(actor)


def _source_is(connection: Connection, source: str) -> ColumnElement[bool]:
    sources = schema.CLAIM_SOURCES.c
    known = connection.scalar(select(literal(1)).where(sources.source_id == source).limit(1))
    return sources.source_id == source if known else sources.folded == fold(source)


def _source_id(source: str) -> str:
    return source if source.startswith("outlet:") else f"outlet:{fold(source)}"


def _named(table: Table, named: ColumnElement[bool]) -> Condition:
    test = exists(select(1).where(table.c.claim == schema.CLAIMS.c.seq, named).correlate(schema.CLAIMS))
    return Condition(test, select(table.c.claim).where(named).distinct())


def _through_claims(connection: Connection, condition: Condition, *, however_many: bool) -> Condition:
    inside, claims, events = schema.EVENT_CLAIMS.c, schema.CLAIMS, schema.EVENTS
    through = select(1).select_from(schema.EVENT_CLAIMS).join(claims, claims.c.seq == inside.claim)
    test = exists(through.where(inside.event == events.c.seq, condition.test).correlate(events))
    many = not however_many and condition.numbers is not None
    if condition.numbers is None or (many and count_up_to(connection, condition.numbers, FEW + 1) > FEW):
        return Condition(test, None)
    few = condition.numbers.subquery()
    number = next(iter(few.c))
    numbers = select(inside.event).join(few, number == inside.claim).distinct()
    return Condition(test, numbers)


def count_up_to(connection: Connection, numbers: Select[Any], most: int) -> int:
    """How many rows there are, counted no further than ``most``."""
    return connection.scalar(select(func.count()).select_from(numbers.limit(most).subquery())) or 0


def _flagged(listing: Listing, name: str) -> Condition:
    flags, table = schema.FLAGS.c, listing.table
    kind = table.name.removesuffix("s")
    named = and_(flags.name == name, flags.kind == kind)
    test = exists(select(1).where(named, flags.subject == table.c.id).correlate(table))
    numbers = select(table.c.seq).join_from(schema.FLAGS, table, table.c.id == flags.subject).where(named)
    if listing is not CLAIM_LISTING:
        return Condition(test, numbers)
    documents = schema.DOCUMENTS.c
    of_document = and_(flags.name == name, flags.kind == "document")
    flagged = select(documents.seq).join_from(schema.FLAGS, schema.DOCUMENTS, documents.id == flags.subject)
    flagged = flagged.where(of_document)
    with_document = select(table.c.seq).where(table.c.document.in_(flagged))
    either = union_all(numbers, with_document).subquery()
    tests = or_(test, exists(flagged.where(documents.seq == table.c.document).correlate(table)))
    return Condition(tests, select(either.c.seq).distinct())


def _in_state(listing: Listing, state: ReviewState) -> Condition:
    """Of claims only those have a row that somebody has looked at."""
    if listing is EVENT_LISTING:
        kept, number = schema.EVENT_STANDINGS, schema.EVENT_STANDINGS.c.event
    else:
        kept, number = schema.CLAIM_STATES, schema.CLAIM_STATES.c.claim
    own = select(1).where(number == listing.seq).correlate(listing.table)
    if state is ReviewState.SUGGESTED and listing is not EVENT_LISTING:
        return Condition(~exists(own), None)
    return Condition(exists(own.where(kept.c.state == state.value)), select(number).where(kept.c.state == state.value))


def _of_event(connection: Connection, listing: Listing, event_id: str, address: str) -> Condition:
    seq = connection.scalar(select(schema.EVENTS.c.seq).where(schema.EVENTS.c.id == event_id))
    if seq is None:
        raise StoreError(address, f"there is no event {event_id}")
    if listing is EVENT_LISTING:
        return Condition(schema.EVENTS.c.seq == seq, select(schema.EVENTS.c.seq).where(schema.EVENTS.c.seq == seq))
    inside = schema.EVENT_CLAIMS.c
    numbers = select(inside.claim).where(inside.event == seq)
    return Condition(schema.CLAIMS.c.seq.in_(numbers), numbers)
