"""Where and when the events of a filter lie, counted in the database: what a map and a timeline draw."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Integer, cast, func, select

from crossclaim.store import schema
from crossclaim.store.conditions import EVENT_LISTING
from crossclaim.store.listing import narrowed
from crossclaim.store.reader import Reader
from crossclaim.store.records import Box, Filter
from crossclaim.store.rows import NO_DAY

__all__ = ["Cell", "Spot", "count_cells", "count_days", "list_spots", "reach_of"]

_EVENTS = schema.EVENTS.c


class Spot(NamedTuple):
    """One event on the map, in WGS84 degrees; ``radius_km`` is how far from that point its place may reach."""

    id: str
    lat: float
    lon: float
    radius_km: float | None
    claim_class: str
    type: str
    place: str | None
    start: date | None
    end: date | None
    independent: int


class Cell(NamedTuple):
    """Events of one cell of a grid: how many, and the middle of where they lie."""

    lat: float
    lon: float
    events: int


def list_spots(reader: Reader, wanted: Filter, *, most: int) -> tuple[Spot, ...]:
    """The events of a filter that have a point, at most so many."""
    columns = (
        _EVENTS.id, _EVENTS.lat, _EVENTS.lon, _EVENTS.radius_km, _EVENTS["class"], _EVENTS.type, _EVENTS.place,
        _EVENTS.start_date, _EVENTS.end_date, _EVENTS.independent,
    )  # fmt: skip
    with reader.connected() as connection:
        tests = narrowed(connection, EVENT_LISTING, wanted, reader.address)
        asked = select(*columns).where(*tests, _EVENTS.lat.is_not(None), _EVENTS.lon.is_not(None))
        return tuple(Spot._make(row) for row in connection.execute(asked.limit(most)))


def count_cells(reader: Reader, wanted: Filter, *, degrees: float) -> tuple[Cell, ...]:
    """The events of a filter that have a point, counted by a grid of so many degrees."""
    row = cast(func.floor((_EVENTS.lat + 90) / degrees), Integer)
    column = cast(func.floor((_EVENTS.lon + 180) / degrees), Integer)
    with reader.connected() as connection:
        tests = narrowed(connection, EVENT_LISTING, wanted, reader.address)
        asked = select(func.avg(_EVENTS.lat), func.avg(_EVENTS.lon), func.count()).where(
            *tests, _EVENTS.lat.is_not(None), _EVENTS.lon.is_not(None)
        )
        return tuple(Cell._make(cell) for cell in connection.execute(asked.group_by(row, column)))


def count_days(reader: Reader, wanted: Filter) -> tuple[tuple[date, str, int], ...]:
    """How many events of each class there are on each day, earliest first; undated ones are left out."""
    with reader.connected() as connection:
        tests = narrowed(connection, EVENT_LISTING, wanted, reader.address)
        asked = select(_EVENTS.day, _EVENTS["class"], func.count()).where(*tests, _EVENTS.day != NO_DAY)
        rows: Any = connection.execute(asked.group_by(_EVENTS.day, _EVENTS["class"]).order_by(_EVENTS.day))
        return tuple((day, name, count) for day, name, count in rows)


def reach_of(reader: Reader, wanted: Filter) -> tuple[int, Box | None]:
    """How many events of a filter have a point, and the box that holds them all, None where none has."""
    with reader.connected() as connection:
        tests = narrowed(connection, EVENT_LISTING, wanted, reader.address)
        lat, lon = _EVENTS.lat, _EVENTS.lon
        asked = select(func.count(), func.min(lat), func.min(lon), func.max(lat), func.max(lon))
        count, south, west, north, east = connection.execute(
            asked.where(*tests, lat.is_not(None), lon.is_not(None))
        ).one()
    return count, Box(south=south, west=west, north=north, east=east) if count else None
