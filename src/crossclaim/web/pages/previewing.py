"""What something would change, shown before it is done: events as they are and as they would be, figure by figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from fastapi import Request
from fastapi.responses import HTMLResponse

from crossclaim.engine import Preview
from crossclaim.model import Event, EventFigure
from crossclaim.web.desk import desk_of
from crossclaim.web.pages.overview import listed_events
from crossclaim.web.pages.rendering import render
from crossclaim.web.pages.words import event_title, figure_words, low_best_high

__all__ = ["Change", "Moved", "moved_figures", "show_preview"]


@dataclass(frozen=True, slots=True)
class Change:
    """What is changed in the first place, in words, where that is one field."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure of an event that would be another: low, best and high now and then, empty where there is none."""

    event: str
    figure: str
    before: str
    after: str


def show_preview(
    request: Request, told: Preview, action: str, verb: str, fields: dict[str, list[str]], change: Change | None = None
) -> HTMLResponse:
    """The part of a page that shows what would change and asks whether to do it; ``fields`` are then sent on."""
    store = desk_of(request).store
    moved = list(moved_figures(told.before, told.after))
    return render(
        request,
        "_preview.html",
        change=change,
        before=listed_events(store, told.before),
        after=listed_events(store, told.after),
        moved=[(title, list(rows)) for title, rows in groupby(moved, key=lambda one: one.event)],
        action=action,
        verb=verb,
        fields=[(name, value) for name, values in fields.items() for value in values],
    )


def moved_figures(before: Sequence[Event], after: Sequence[Event]) -> Iterator[Moved]:
    """The figures that differ between each event and the one that it would become."""
    for named, was, now in _paired(before, after):
        old, new = _by_row(was), _by_row(now)
        for row in dict.fromkeys((*old, *new)):
            words = _words(old.get(row)), _words(new.get(row))
            if words[0] != words[1]:
                yield Moved(event_title(named), figure_words(new.get(row) or old[row]), *words)


def _paired(
    before: Sequence[Event], after: Sequence[Event]
) -> Iterator[tuple[Event, Sequence[EventFigure], Sequence[EventFigure]]]:
    """Each event that would be, its figures beside those of the one that it shares most claims with."""
    left = {event.id: event for event in before}
    for now in after:
        shared = {name: len({*event.claims} & {*now.claims}) for name, event in left.items()}
        nearest = max(shared, key=shared.__getitem__, default=None)
        was = left.pop(nearest) if nearest and shared[nearest] else None
        yield now, was.figures if was else (), now.figures
    yield from ((was, was.figures, ()) for was in left.values())


def _by_row(figures: Sequence[EventFigure]) -> dict[tuple[str, str | None, str | None], EventFigure]:
    return {(one.kind.value, one.party, one.of): one for one in figures}


def _words(figure: EventFigure | None) -> str:
    return low_best_high(figure) if figure else ""
