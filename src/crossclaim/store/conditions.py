"""What a filter asks, condition by condition: as a test on a row, and as the numbers of all rows that pass it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
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
from crossclaim.model import ClaimClass, ClaimType, ReviewState
from crossclaim.store import schema
from crossclaim.store.database import EARTH_KM
from crossclaim.store.folding import fold
from crossclaim.store.records import Box, Filter, Near
from crossclaim.store.rows import LASTING
from crossclaim.store.words import containing, said_in

__all__ = [
    "CLAIM_LISTING",
    "DOCUMENT_LISTING",
    "EVENT_LISTING",
    "Condition",
    "Listing",
    "box_around",
    "conditions",
    "has_points",
]

KM_PER_DEGREE = math.radians(1) * EARTH_KM
# How many of its numbers are gathered while one row is read or tested, in a store of a million claims: those of a name
# or of a column's value stand in an index, in the order of the rows; so do a word's, and to look for a word in a quote
# takes long; a flag's are ids, each of which is looked up.
_COLUMNS, _NAMES, _WORDS, _FLAGS = 10, 5, 20, 1


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

Test = ColumnElement[bool]


@dataclass(frozen=True)
class Condition:
    """One condition: a test on a row, and the numbers of all rows that pass it, any of them more than once.

    ``around`` gives the numbers of more rows than pass, where an index tells those and rows have to be read for the
    others. ``sized`` is what is counted to know how many pass, where something cheaper tells it roughly; ``guessed``
    says that the database's own guess has to do for that. ``gain`` is how many numbers are gathered in the time that
    one row takes. ``own`` says that the row itself tells, and needs no look at others.
    """

    test: Test
    numbers: Select[Any] | None
    sized: Select[Any] | None = None
    gain: int = 0
    guessed: bool = False
    around: Select[Any] | None = None
    own: bool = False


@dataclass(frozen=True)
class _OfClaims:
    """The same of claims: a test on the number of one, wherever that stands."""

    test: Callable[[ColumnElement[int]], Test]
    numbers: Select[Any]
    gain: int
    guessed: bool = False


def conditions(connection: Connection, listing: Listing, wanted: Filter, address: str) -> Iterator[Condition]:
    """What a filter asks of a listing.

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
    if listing is DOCUMENT_LISTING:
        yield from _of_documents(connection, wanted, address)
    else:
        for of_claims in _by_claims(connection, wanted, address):
            yield _through_claims(of_claims) if listing is EVENT_LISTING else _of_claims(of_claims)
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
    close = select(table.c.seq).where(table.c.day.between(near, until))
    short = close.where(table.c.last_day >= since, table.c.lasting.is_(False))
    lasting = select(table.c.seq).where(table.c.lasting.is_(True), table.c.last_day >= since, table.c.day <= until)
    ending = select(table.c.seq).where(table.c.lasting.is_(True), table.c.last_day >= since)
    numbers, around = union_all(short, lasting).subquery(), union_all(close, ending).subquery()
    lasts = and_(table.c.day <= until, table.c.last_day >= since)
    yield Condition(lasts, select(numbers.c.seq), close, _COLUMNS, around=select(around.c.seq), own=True)


def _columns(connection: Connection, listing: Listing, wanted: Filter) -> Iterator[Condition]:
    values = {
        "country": wanted.country,
        "type": wanted.type.value if wanted.type else None,
        "place_folded": fold(wanted.place) if wanted.place is not None else None,
    }
    for name, value in values.items():
        if value is not None:
            yield _column(connection, listing, name, value)
    if wanted.admin1 is not None:
        yield Condition(listing.table.c.admin1 == wanted.admin1, None)
    if wanted.claim_class is not None:
        yield _in_class(listing, wanted.claim_class)


def _column(connection: Connection, listing: Listing, name: str, value: str) -> Condition:
    column = listing.table.c[name]
    # SQLite takes an index on such a column where it can, however many rows it gives; as a test it must not.
    tested = column.concat("") if connection.dialect.name == "sqlite" else column
    return Condition(tested == value, select(listing.seq).where(column == value), gain=_COLUMNS, own=True)


def _in_class(listing: Listing, claim_class: ClaimClass) -> Condition:
    """Types have an index, and every type is of one class."""
    types = [claim_type.value for claim_type in ClaimType if ClaimClass.of(claim_type) is claim_class]
    numbers = select(listing.seq).where(listing.table.c.type.in_(types))
    return Condition(listing.table.c["class"] == claim_class.value, numbers, gain=_COLUMNS, own=True)


def _areas(connection: Connection, listing: Listing, wanted: Filter) -> Iterator[Condition]:
    if wanted.box is not None:
        inside = _inside(listing.table, wanted.box)
        yield Condition(inside, select(listing.seq).where(inside), gain=_COLUMNS, own=True)
    if wanted.near is not None:
        close = _close_to(listing.table, wanted.near, connection)
        around = select(listing.seq).where(_inside(listing.table, box_around(wanted.near)))
        yield Condition(close, select(listing.seq).where(close), around, _COLUMNS, around=around, own=True)


def _inside(table: Table, box: Box) -> Test:
    across = (
        table.c.lon.between(box.west, box.east)
        if box.west <= box.east
        else or_(table.c.lon >= box.west, table.c.lon <= box.east)
    )
    return and_(table.c.lat.between(box.south, box.north), across)


def _close_to(table: Table, near: Near, connection: Connection) -> Test:
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


def _of_documents(connection: Connection, wanted: Filter, address: str) -> Iterator[Condition]:
    """What is asked of documents themselves."""
    seq, dialect = schema.DOCUMENTS.c.seq, connection.dialect.name
    if wanted.document is not None:
        own = seq == _document_seq(connection, wanted.document, address)
        yield Condition(own, select(seq).where(own))
    if wanted.text is not None:
        said = said_in("documents", wanted.text, seq, dialect)
        numbers = containing("documents", wanted.text, dialect)
        # PostgreSQL has to read what it finds there, row by row, to say how many there are.
        yield Condition(said, numbers, gain=_WORDS, guessed=dialect == "postgresql")
    if wanted.source is not None:
        yield _column(connection, DOCUMENT_LISTING, "outlet_id", _source_id(wanted.source))


def _by_claims(connection: Connection, wanted: Filter, address: str) -> Iterator[_OfClaims]:
    """What asks about single claims; events pass where one of their claims does."""
    if wanted.actor is not None:
        yield _named(schema.CLAIM_ACTORS, _actor_is(connection, wanted.actor))
    if wanted.source is not None:
        yield _named(schema.CLAIM_SOURCES, _source_is(connection, wanted.source))
    if wanted.document is not None:
        seq = _document_seq(connection, wanted.document, address)
        of_document = select(schema.CLAIMS.c.seq).where(schema.CLAIMS.c.document == seq)
        yield _OfClaims(lambda number: number.in_(of_document), of_document, gain=_NAMES)
    if wanted.text is not None:
        query, dialect = wanted.text, connection.dialect.name
        numbers = containing("claims", query, dialect)
        yield _OfClaims(
            lambda number: said_in("claims", query, number, dialect), numbers, _WORDS, dialect == "postgresql"
        )


def _document_seq(connection: Connection, document_id: str, address: str) -> int:
    seq: int | None = connection.scalar(select(schema.DOCUMENTS.c.seq).where(schema.DOCUMENTS.c.id == document_id))
    if seq is None:
        raise StoreError(address, f"there is no document {document_id}")
    return seq


def _actor_is(connection: Connection, actor: str) -> Test:
    actors = schema.CLAIM_ACTORS.c
    known = connection.scalar(select(literal(1)).where(actors.actor_id == actor).limit(1))
    return actors.actor_id == actor if known else actors.folded == fold(actor)


def _source_is(connection: Connection, source: str) -> Test:
    sources = schema.CLAIM_SOURCES.c
    known = connection.scalar(select(literal(1)).where(sources.source_id == source).limit(1))
    return sources.source_id == source if known else sources.folded == fold(source)


def _source_id(source: str) -> str:
    return source if source.startswith("outlet:") else f"outlet:{fold(source)}"


def _named(table: Table, named: Test) -> _OfClaims:
    def test(number: ColumnElement[int]) -> Test:
        return exists(select(1).select_from(table).where(table.c.claim == number, named).correlate_except(table))

    return _OfClaims(test, select(table.c.claim).where(named), gain=_NAMES)


def _of_claims(condition: _OfClaims) -> Condition:
    return Condition(condition.test(schema.CLAIMS.c.seq), condition.numbers, None, condition.gain, condition.guessed)


def _through_claims(condition: _OfClaims) -> Condition:
    inside = schema.EVENT_CLAIMS
    of_event = select(1).select_from(inside).where(inside.c.event == schema.EVENTS.c.seq)
    test = exists(of_event.where(condition.test(inside.c.claim)).correlate(schema.EVENTS))
    few = condition.numbers.subquery()
    numbers = select(inside.c.event).join(few, next(iter(few.c)) == inside.c.claim)
    return Condition(test, numbers, condition.numbers, condition.gain, condition.guessed)


def _flagged(listing: Listing, name: str) -> Condition:
    flags, table = schema.FLAGS.c, listing.table
    kind = table.name.removesuffix("s")
    named = and_(flags.name == name, flags.kind == kind)
    test = exists(select(1).where(named, flags.subject == table.c.id).correlate(table))
    numbers = select(table.c.seq).join_from(schema.FLAGS, table, table.c.id == flags.subject).where(named)
    own = Condition(test, numbers, select(flags.subject).where(named), gain=_FLAGS)
    return own if listing is not CLAIM_LISTING else _flagged_with_document(own, numbers, name)


def _flagged_with_document(own: Condition, numbers: Select[Any], name: str) -> Condition:
    flags, claims, documents = schema.FLAGS.c, schema.CLAIMS.c, schema.DOCUMENTS.c
    named = and_(flags.name == name, flags.kind == "document")
    flagged = select(documents.seq).join_from(schema.FLAGS, schema.DOCUMENTS, documents.id == flags.subject)
    flagged = flagged.where(named)
    either = union_all(numbers, select(claims.seq).where(claims.document.in_(flagged))).subquery()
    of_either = select(flags.subject).where(flags.name == name, flags.kind.in_(["claim", "document"]))
    of_document = exists(flagged.where(documents.seq == claims.document).correlate(schema.CLAIMS))
    return replace(own, test=or_(own.test, of_document), numbers=select(either.c.seq), sized=of_either)


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
