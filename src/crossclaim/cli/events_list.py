"""Many events for people, each in a few lines: what, when, where, who, how many, by whose word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rich.console import Console
from rich.text import Text

from crossclaim.cli.page import quoted, wording, wrapped
from crossclaim.cli.voices import name_voices
from crossclaim.model import Event, EventFigure, FigureKind, SourcedClaim
from crossclaim.reconcile import FigureHistory

__all__ = [
    "BOUNDS",
    "bounds_of",
    "counted",
    "event_days",
    "event_lines",
    "figure_name",
    "in_order",
    "place_words",
    "side",
]

_SHOWN_FIRST = (FigureKind.KILLED, FigureKind.INJURED, FigureKind.CAPTURED)
_VOICES_SHOWN = 8
_INDENT = 4
_LABEL = 10
# Three numbers, each as wide as "100,000".
BOUNDS = 24


def in_order(events: Sequence[Event]) -> list[Event]:
    """The events with their days as they come, and within a day those of most sources first.

    One without a day came by the day of publication, and stays with those it came among.
    """
    groups = list[tuple[date | None, list[Event]]]()
    day: date | None = None
    for event in events:
        day = event.start or day
        if not groups or groups[-1][0] != day:
            groups.append((day, list[Event]()))
        groups[-1][1].append(event)
    ordered = (sorted(group, key=lambda event: (-event.sources, -event.articles)) for _, group in groups)
    return [event for group in ordered for event in group]


def event_lines(event: Event, claims: Sequence[SourcedClaim], console: Console) -> Iterator[Text]:
    """The lines of one event, none wider than the console."""
    yield from wrapped(_head(event), console, indent=0)
    for label, values in _rows(event, claims):
        for value in values:
            yield from wrapped(value, console, indent=_INDENT + _LABEL, label=f"{'':{_INDENT}}{label}")
            label = ""


def _head(event: Event) -> Text:
    parts = (
        event_days(event.start, event.end),
        wording()["claim_type"][event.type],
        place_words(_value(event, "place")),
    )
    head = Text("  ".join(parts), style="bold")
    marks = (wording()["modality"].get(str(_value(event, "modality")), ""), "TOTAL" if event.tally else "")
    for mark in filter(None, marks):
        head.append(" · ").append(mark, style="yellow")
    return head


def _rows(event: Event, claims: Sequence[SourcedClaim]) -> Iterator[tuple[str, list[Text]]]:
    yield "sides", [Text(f"{side(_value(event, 'side_a'))} → {side(_value(event, 'side_b'))}")]
    if event.figures:
        yield "figures", list(_figures(event.figures))
    voices = name_voices(claims)
    more = len(voices) - _VOICES_SHOWN
    yield "voices", [*map(Text, voices[:_VOICES_SHOWN]), *([Text(f"and {more} more")] if more > 0 else [])]
    grade = f", graded {event.grade}" if event.grade else ""
    told = f"{counted(event.sources, 'independent source')} in {counted(event.articles, 'document')}{grade}"
    yield "told by", [Text(told)]
    if flags := sorted({flag.name for flag in event.flags}):
        yield "warnings", [Text(", ".join(flags).replace("_", " "), style="yellow")]
    yield "event", [Text(event.id, style="dim")]


def _figures(figures: Sequence[EventFigure]) -> Iterator[Text]:
    shown = [figure for figure in figures if figure.kind in _SHOWN_FIRST and figure.of is None]
    if shown:
        yield Text(f"{'low':>7} {'best':>7} {'high':>7}", style="dim")
    for figure in shown:
        yield Text(f"{bounds_of(figure)}  ").append(figure_name(figure))
    if others := len(figures) - len(shown):
        yield Text(
            f"{'and ' if shown else ''}{counted(others, 'figure')} of {'other ' if shown else ''}things or parts"
        )


def bounds_of(figure: EventFigure) -> str:
    """Low, best and high in columns, an open one as a dash."""
    return " ".join(f"{_number(bound):>7}" for bound in (figure.low, figure.best, figure.high))


def figure_name(figure: EventFigure | FigureHistory) -> str:
    """What a figure counts: ``killed of Army (children)``."""
    party = f"of {quoted(figure.party)}" if figure.party else "(side not told)"
    return f"{figure.kind} {party}{f' ({quoted(figure.of)})' if figure.of else ''}"


def _number(bound: float | None) -> str:
    return "–" if bound is None else f"{bound:,.6g}" if bound % 1 else f"{bound:,.0f}"


def event_days(start: date | None, end: date | None) -> str:
    """The days of an event; an unknown end as a question mark."""
    if start is None and end is None:
        return "undated"
    return str(start) if start == end else f"{start or '?'} to {end or '?'}"


def place_words(value: Any) -> str:
    """The place of an event in words: name, province, country."""
    if not isinstance(value, Mapping):
        return "place unknown" if value is None else quoted(str(value))
    parts = [value.get("name"), value.get("admin1"), value.get("country")]
    return ", ".join(dict.fromkeys(quoted(str(part)) for part in parts if part))


def side(value: Any) -> str:
    """A side of an event in words, a question mark where nobody tells it."""
    if value is None:
        return "?"
    return quoted(str(value.get("name", value) if isinstance(value, Mapping) else value))


def _value(event: Event, name: str) -> Any:
    return event.fields[name].value if name in event.fields else None


def counted(number: int, noun: str) -> str:
    """How many of what: ``1 source``, ``2,000 sources``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
