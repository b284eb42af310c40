"""The overview: map, timeline, facets and list of the events that a filter takes, all of one address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse

from crossclaim.engine import coverage, find_source, rated
from crossclaim.model import ClaimClass, Event, FigureKind, ReviewState, SourcedClaim
from crossclaim.store import Box, Facets, Reader
from crossclaim.store.density import Spot, count_cells, count_days, list_spots, reach_of
from crossclaim.web.desk import desk_of
from crossclaim.web.pages.access import READING
from crossclaim.web.pages.query import Asked, read_query
from crossclaim.web.pages.rendering import render
from crossclaim.web.pages.words import (
    country_name,
    day_words,
    days_words,
    figure_words,
    low_best_high,
    name_of,
    shown,
    voice_words,
)

__all__ = ["Listed", "listed_events", "router"]

Value = TypeVar("Value")

router = APIRouter(include_in_schema=False)

_LISTED = 40
_LISTED_KINDS = (FigureKind.KILLED, FigureKind.INJURED, FigureKind.CAPTURED)
_LISTED_FIGURES = 3
# Up to so many events are drawn one by one; of more, the cells of a grid are.
_SPOTS = 1500
# Up to so many events are counted before their list is shown.
_FEW = 1000
_CELLS_ACROSS = 40
_FACET_VALUES = 8
_SIDES = 6
_DAILY, _WEEKLY = 120, 800


@dataclass(frozen=True, slots=True)
class Listed:
    """An event of a list with what stands beside it."""

    event: Event
    claim_class: ClaimClass
    place: Any
    side_a: Any
    side_b: Any
    voices: Sequence[str]
    figures: Sequence[tuple[str, str]]
    denied: bool
    state: str
    published: date | None


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value that a view can be narrowed to: its name, how many events have it, where that leads."""

    name: str
    count: int
    link: str
    chosen: bool


@router.get("/", dependencies=[READING])
def overview(request: Request) -> HTMLResponse:
    """The overview, or the part of it that follows a filter. Very many events are counted after the list is shown."""
    asked, store = read_query(request), desk_of(request).store
    page = store.events(asked.wanted, limit=_LISTED, after=request.query_params.get("after"))
    few = store.few_events(asked.wanted, most=_FEW)
    return render(
        request,
        "overview.html",
        asked=asked,
        chosen=list(_chosen(asked, store)),
        listed=listed_events(store, page.rows, store.event_states([event.id for event in page.rows])),
        more=page.after and asked.link("/", after=page.after),
        empty=not page.rows and not asked.values,
        tiles=desk_of(request).settings.tiles,
        states=tuple(ReviewState),
        few=few,
        late=False,
        **(_counts(request, asked) if few else {}),
        coverage=_coverage(request, asked) if few else [],
    )


@router.get("/overview/counts", dependencies=[READING])
def counts(request: Request) -> HTMLResponse:
    """How many events a view has, and of which values: what is put into a page that was shown before."""
    asked = read_query(request)
    return render(request, "_counts.html", asked=asked, late=True, **_counts(request, asked))


@router.get("/overview/coverage", dependencies=[READING])
def covered(request: Request) -> HTMLResponse:
    """Who reports what, asked for when somebody unfolds it."""
    asked = read_query(request)
    return render(request, "_coverage_rows.html", coverage=_coverage(request, asked))


def _counts(request: Request, asked: Asked) -> dict[str, Any]:
    store = desk_of(request).store

    def count() -> Facets:
        return store.event_facets(asked.wanted, most=_FACET_VALUES)

    facets = _kept(request, asked, "facets", count)
    return {"total": facets.total, "facets": list(_facets(facets, asked, store))}


def _kept(request: Request, asked: Asked, what: str, count: Callable[[], Value]) -> Value:
    """What is counted for a filter: once, until something is written."""
    desk = desk_of(request)
    return desk.counted.get(desk.store.head().hash, (what, asked.wanted), count)


@router.get("/overview/data", dependencies=[READING])
def drawn(request: Request) -> JSONResponse:
    """What the map and the timeline of a filter draw; ``view`` is the box that the map shows."""
    asked, store = read_query(request), desk_of(request).store
    return JSONResponse(_kept(request, asked, "drawn", lambda: _drawn(store, asked)))


def _drawn(store: Reader, asked: Asked) -> dict[str, Any]:
    located, reach = reach_of(store, asked.wanted)
    return {
        "located": located,
        "reach": [reach.south, reach.west, reach.north, reach.east] if reach else None,
        **_map(store, asked, located, reach),
        "timeline": draw_timeline(count_days(store, asked.wanted)),
    }


@dataclass(frozen=True, slots=True)
class Covered:
    """How much of what a side tells of nobody else does."""

    side: str
    link: str
    events: int
    only: int


def _coverage(request: Request, asked: Asked) -> list[Covered]:
    """By side, over all months of the view: the events that it tells of, and those that only it does."""
    store, events, only = desk_of(request).store, Counter[str | None](), Counter[str | None]()
    for one in _kept(request, asked, "coverage", lambda: coverage(store, asked.wanted)):
        events[one.side] += one.events
        only[one.side] += one.only
    return [
        Covered(shown(side) if side else "sources of no party", asked.link("/"), told, only[side])
        for side, told in events.most_common(_SIDES)
    ]


def _map(store: Reader, asked: Asked, located: int, reach: Box | None) -> dict[str, Any]:
    if located <= _SPOTS or reach is None:
        return {"spots": [_spot(spot) for spot in list_spots(store, asked.wanted, most=_SPOTS)], "cells": []}
    degrees = max(reach.north - reach.south, reach.east - reach.west, 0.01) / _CELLS_ACROSS
    return {"spots": [], "cells": count_cells(store, asked.wanted, degrees=degrees)}


def _spot(spot: Spot) -> dict[str, Any]:
    return {
        "id": spot.id,
        "lat": spot.lat,
        "lon": spot.lon,
        "km": spot.radius_km,
        "class": spot.claim_class,
        "sources": spot.independent,
        "label": f"{name_of(spot.type, 'claim_type')}, {shown(spot.place or '')}, {days_words(spot.start, spot.end)}",
    }


def draw_timeline(days: Sequence[tuple[date, str, int]]) -> dict[str, Any]:
    """Counts by class in columns of a day, a week or a month, whichever keeps them readable; gaps count as zero."""
    if not days:
        return {"columns": [], "series": []}
    first, last = days[0][0], days[-1][0]
    span = (last - first).days
    step = "day" if span <= _DAILY else "week" if span <= _WEEKLY else "month"
    counts: dict[str, Counter[date]] = {}
    for day, name, count in days:
        counts.setdefault(name, Counter())[_begin(day, step)] += count
    starts = list(_steps(_begin(first, step), last, step))
    return {
        "step": step,
        "columns": [
            {"since": start.isoformat(), "until": _end(start, step).isoformat(), "label": _label(start, step)}
            for start in starts
        ],
        "series": [
            {"class": each.value, "name": name_of(each, "claim_class"), "counts": [counts[each][day] for day in starts]}
            for each in ClaimClass
            if each in counts
        ],
    }


def _label(start: date, step: str) -> str:
    """What a column is called: by its first day, a month by its name."""
    return day_words(start).partition(" ")[2] if step == "month" else day_words(start)


def _begin(day: date, step: str) -> date:
    if step == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if step == "week" else day


def _end(start: date, step: str) -> date:
    if step == "month":
        return (start.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return start + timedelta(days=6 if step == "week" else 0)


def _steps(start: date, last: date, step: str) -> Iterator[date]:
    while start <= last:
        yield start
        start = _end(start, step) + timedelta(days=1)


def listed_events(store: Reader, events: Sequence[Event], states: Mapping[str, str] | None = None) -> list[Listed]:
    """The events with what a list shows beside each; one question to the store for all."""
    some = store.sourced_claims(claim for event in events for claim in event.claims[:12])
    claims = {claim.id: claim for claim in rated(some, store)}
    return [
        _listed(event, [claims[claim] for claim in event.claims if claim in claims], states or {}) for event in events
    ]


def _listed(event: Event, claims: Sequence[SourcedClaim], states: Mapping[str, str]) -> Listed:
    return Listed(
        event=event,
        claim_class=ClaimClass.of(event.type),
        **{name: event.fields[name].value if name in event.fields else None for name in ("place", "side_a", "side_b")},
        voices=list(dict.fromkeys(map(voice_words, claims))),
        figures=figure_lines(event),
        denied=any(flag.name == "denied" for flag in event.flags),
        state=states.get(event.id, "suggested"),
        published=min((one.heading.published for one in claims if one.heading.published), default=None),
    )


def figure_lines(event: Event, most: int = _LISTED_FIGURES) -> list[tuple[str, str]]:
    """The killed, injured and captured of each side: bounds and what they count. Sides are not added up here."""
    figures = [figure for figure in event.figures if figure.kind in _LISTED_KINDS and figure.of is None]
    return [(low_best_high(figure), figure_words(figure)) for figure in figures[:most]]


def _chosen(asked: Asked, store: Reader) -> Iterator[tuple[str, str, str]]:
    """The conditions of a view: what each is called, its value in words, and the view without it."""
    names = {"claim_class": "class", "text": "words", "box": "map area"}
    for name, value in asked.values.items():
        words = "as drawn" if name == "box" else _value_words(name, value, store)
        yield names.get(name, name.replace("_", " ")), words, asked.link("/", **{name: None})


def _value_words(name: str, value: str, store: Reader) -> str:
    if name == "source":
        source = find_source(store, value)
        return shown(source.name if source else value)
    if name == "country":
        return country_name(value)
    group = {"type": "claim_type", "claim_class": "claim_class", "state": "state", "flag": "flag"}.get(name)
    return name_of(value, group) if group else shown(value)


def _facets(facets: Facets, asked: Asked, store: Reader) -> Iterator[tuple[str, list[FacetValue]]]:
    rows: Iterable[tuple[str, str, Iterable[tuple[str, int]]]] = (
        ("Type", "type", facets.types),
        ("Country", "country", facets.countries),
        ("Actor or side", "actor", facets.actors),
        ("Source", "source", facets.sources),
        ("Flag", "flag", facets.flags),
    )
    for title, name, counts in rows:
        values = [
            FacetValue(
                name=_value_words(name, value, store),
                count=count,
                link=asked.link("/", **{name: None if asked.values.get(name) == value else value}),
                chosen=asked.values.get(name) == value,
            )
            for value, count in counts
        ]
        if values:
            yield title, values
