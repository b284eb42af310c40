"""Events for people: a line each, or one with its voices side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rich.console import Console
from rich.text import Text

from crossclaim.cli.page import wording
from crossclaim.cli.plain import first_words, plain
from crossclaim.model import Event, EventFigure, FieldValue, Figure, FigureKind, SourcedClaim

__all__ = ["event_days", "event_lines", "event_page", "figure_range", "place_words"]

_SHOWN_FIRST = (FigureKind.KILLED, FigureKind.INJURED, FigureKind.CAPTURED)
_QUOTE = 240


def event_lines(event: Event) -> Iterator[Text]:
    """Two lines or three: what, when, where; who; figures, voices and flags."""
    head = Text(event_days(event.start, event.end), style="bold")
    head.append(f"  {wording()['claim_type'][event.type]}", style="bold").append(
        f"  {place_words(_value(event, 'place'))}"
    )
    if event.tally:
        head.append("  TOTAL", style="yellow")
    yield head
    yield Text(f"  {_sides(event)}")
    figures = "; ".join(
        figure_range(figure) for figure in event.figures if figure.kind in _SHOWN_FIRST and not figure.of
    )
    if figures:
        yield Text(f"  {figures}")
    flags = sorted({flag.name for flag in event.flags})
    last = Text(
        f"  {_counted(event.sources, 'source')}, {_counted(event.articles, 'document')}  ·  {event.id}", style="dim"
    )
    if event.grade:
        last.append(f"  ·  {event.grade}")
    if flags:
        last.append("  ! " + ", ".join(flags), style="yellow")
    yield last


def event_page(
    event: Event, claims: Sequence[SourcedClaim], reasons: Mapping[str, str], console: Console
) -> Iterator[Text]:
    """One event whole: its fields with support and dissent, its figures, and every voice side by side.

    ``reasons`` are what the rules that chose are in words, by name.
    """
    voices = {claim.id: f"[{number}]" for number, claim in enumerate(claims, start=1)}
    yield Text("─" * console.width, style="dim")
    yield Text(f"Event {event.id}  ({event.profile})", style="bold")
    yield Text(f"{_counted(event.sources, 'independent source')} in {_counted(event.articles, 'document')}")
    yield Text("─" * console.width, style="dim")
    for name, field in event.fields.items():
        yield from _field(name, field, voices, reasons)
    yield Text()
    yield from _figures(event.figures, voices, reasons)
    for claim in claims:
        yield Text()
        yield from _voice(claim, voices[claim.id])
    if event.contradictions:
        yield Text()
        yield Text("Contradictions", style="bold")
    for contradiction in event.contradictions:
        first, second = (
            " ".join(voices.get(one, one) for one in side) for side in (contradiction.first, contradiction.second)
        )
        yield Text(f"  {contradiction.kind}: {first} against {second}: {plain(contradiction.explanation)}")
    if event.flags:
        yield Text()
        yield Text("Warning signs", style="bold")
    for flag in event.flags:
        yield Text(f"  ! {plain(flag.name)}: {plain(flag.explanation)}", style="yellow")


def _field(name: str, field: FieldValue, voices: Mapping[str, str], reasons: Mapping[str, str]) -> Iterator[Text]:
    if field.value is None and not field.dissent:
        return
    said = " ".join(voices.get(claim, claim) for claim in field.support)
    line = (
        Text(f"  {name.replace('_', ' '):<9} ")
        .append(_words(name, field.value), style="bold")
        .append(f"  {said}", style="dim")
    )
    yield line
    for value, claims in field.dissent:
        against = " ".join(voices.get(claim, claim) for claim in claims)
        yield Text(f"  {'':<9} against that: {_words(name, value)}  {against}", style="yellow")
    yield Text(f"  {'':<9} by: {reasons.get(field.rule, field.rule)}", style="dim")


def _figures(figures: Sequence[EventFigure], voices: Mapping[str, str], reasons: Mapping[str, str]) -> Iterator[Text]:
    if not figures:
        yield Text("  No figures.")
        return
    yield Text(f"  {'figure':<40} {'low':>7} {'best':>7} {'high':>7}", style="bold")
    for figure in figures:
        counted = f"{figure.kind} {_party(figure)}{f' ({figure.of})' if figure.of else ''}"
        bounds = " ".join(f"{_number(bound):>7}" for bound in (figure.low, figure.best, figure.high))
        said = " ".join(voices.get(claim, claim) for claim in figure.claims)
        yield Text(f"  {first_words(counted, 40):<40} {bounds}  ").append(said, style="dim")
        yield Text(f"  {'':<4}by: {reasons.get(figure.rule, figure.rule)}", style="dim")
        for claim, reason in figure.left_out:
            yield Text(f"  {'':<4}without {voices.get(claim, claim)}: {reason}", style="dim")


def _voice(claim: SourcedClaim, number: str) -> Iterator[Text]:
    asserter = claim.asserter
    who = plain(asserter.name) if asserter else "the report itself"
    outlet = claim.heading.outlet.name if claim.heading.outlet else claim.heading.lineage
    published = claim.heading.published
    head = Text(f"{number:<4} ").append(who, style="bold")
    if claim.speakers and outlet:
        head.append(f", in {plain(outlet)}")
    head.append(f"  {published or 'undated'}  {claim.id}", style="dim")
    modality = wording()["modality"][claim.claim.modality]
    if modality:
        head.append(f"  {modality}", style="yellow")
    yield head
    if figures := "; ".join(map(_told, claim.claim.figures)):
        yield Text(f"     {figures}")
    yield Text(f"     “{first_words(claim.claim.quote.quote, _QUOTE)}”", style="italic")


def _told(figure: Figure) -> str:
    counted = f" {plain(figure.of.quote)}" if figure.of else ""
    return f"{plain(figure.span.quote)}{counted} {figure.kind}"


def figure_range(figure: EventFigure) -> str:
    """A figure as ``killed of Army 5 / 7 / 12`` (low / best / high), an open bound as a dash."""
    bounds = " / ".join(map(_number, (figure.low, figure.best, figure.high)))
    return f"{figure.kind} {_party(figure)} {bounds}"


def _party(figure: EventFigure) -> str:
    return f"of {plain(figure.party)}" if figure.party else "(side not told)"


def _number(bound: float | None) -> str:
    return "–" if bound is None else f"{bound:,.6g}"


def event_days(start: date | None, end: date | None) -> str:
    """The days of an event; an unknown end as a question mark."""
    if start is None and end is None:
        return "undated"
    return str(start) if start == end else f"{start or '?'} to {end or '?'}"


def place_words(value: Any) -> str:
    """The place of an event in words: name, province, country."""
    if not isinstance(value, Mapping):
        return "place unknown" if value is None else plain(str(value))
    parts = [value.get("name"), value.get("admin1"), value.get("country")]
    return ", ".join(dict.fromkeys(plain(str(part)) for part in parts if part))


def _words(name: str, value: Any) -> str:
    if value is None:
        return "unknown"
    if name == "place":
        return place_words(value)
    if isinstance(value, Mapping) and "start" in value:
        return str(value["start"]) if value["start"] == value["end"] else f"{value['start']} to {value['end']}"
    if isinstance(value, Mapping):
        return plain(str(value.get("name", value)))
    return wording()["claim_type"].get(str(value), plain(str(value))) if name == "type" else plain(str(value))


def _value(event: Event, name: str) -> Any:
    return event.fields[name].value if name in event.fields else None


def _sides(event: Event) -> str:
    first, second = (_words("side", _value(event, name)) for name in ("side_a", "side_b"))
    return f"{first} → {second}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
