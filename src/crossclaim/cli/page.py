"""One document's claims as a page to be read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import PurePath

from rich.console import Console
from rich.text import Text

from crossclaim.cli.plain import first_words, isolate, plain
from crossclaim.model import (
    Attribution,
    AttributionKind,
    Claim,
    Document,
    DocumentResult,
    Figure,
    FigureKind,
    Operator,
    Participant,
    Place,
    Segment,
    Span,
    Time,
    TimeReading,
    Unit,
    Whose,
    shared_names,
)

__all__ = [
    "GUTTER",
    "claim_heading",
    "compose_head",
    "compose_page",
    "compose_quote",
    "quoted",
    "short_name",
    "wording",
    "wrapped",
]

GUTTER = 4
LABEL = 9
# Longer lines are hard to follow back to their start.
MEASURE = 100
ASIDE_LABEL = 13
ASIDE_WORDS = 24
ASIDE_SHOWN = 20
# As the evidence says it. A list of places has no entry of its own either, but its places may each have one.
UNLISTED = "not in the gazetteer"


def compose_page(result: DocumentResult, console: Console) -> Iterator[Text]:
    """The lines of one document's page, none wider than the console."""
    document = result.document
    yield from compose_head(document, console)
    for number, claim in enumerate(result.claims, start=1):
        yield Text()
        yield from _claim(number, claim, console)
    if not result.claims:
        yield Text()
        yield _line(GUTTER, Text("No claim found."))
    aside = [segment for segment in document.segments if not segment.kind.carries_claims]
    if aside:
        yield Text()
        yield from _aside(document, aside, console)


@cache
def wording() -> Mapping[str, Mapping[str, str]]:
    """The table's words, by group and identifier."""
    own = tomllib.loads((files("crossclaim.cli") / "wording.toml").read_text(encoding="utf-8"))
    return {**shared_names(), **own}


def compose_head(document: Document, console: Console) -> Iterator[Text]:
    """What stands above the claims: title, origin, day of publication and flags."""
    yield Text("─" * console.width, style="dim")
    if document.title:
        yield from wrapped(Text(quoted(document.title), style="bold"), console, indent=0)
    origin = (document.outlet, document.url or short_name(document.id))
    yield from wrapped(Text(" · ".join(quoted(part) for part in origin if part)), console, indent=0)
    yield from wrapped(_published(document), console, indent=0)
    for flag in document.flags:
        yield from wrapped(Text(f"! {plain(flag.name)}: {plain(flag.explanation)}", style="yellow"), console, indent=0)
    yield Text("─" * console.width, style="dim")


def short_name(name: str) -> str:
    """The name of a file without its folders; any other name as it is."""
    return name if "://" in name else PurePath(name).name or name


def _published(document: Document) -> Text:
    published = document.published
    if published is None:
        return Text("published: not known, so relative dates stay open (set it with --published)")
    how = wording()["published"].get(published.method, plain(published.method))
    words = f": “{_words(published.span)}”" if published.span else ""
    return Text(f"published {published.date}, {how}{words}")


def _claim(number: int, claim: Claim, console: Console) -> Iterator[Text]:
    yield from wrapped(claim_heading(claim), console, indent=GUTTER, label=f"{number:>2}  ", label_style="bold")
    for label, values in _rows(claim):
        for value in values:
            yield from wrapped(value, console, indent=GUTTER + LABEL, label=f"{'':{GUTTER}}{label}")
            label = ""
    yield from compose_quote(claim.quote, console)


def claim_heading(claim: Claim) -> Text:
    """What is claimed, with its modality where that is not the plain one."""
    heading = Text(wording()["claim_type"][claim.type], style="bold")
    for mark in (wording()["modality"][claim.modality], "CUMULATIVE" if claim.cumulative else ""):
        if mark:
            heading.append(" · ").append(mark, style="yellow")
    return heading


def _rows(claim: Claim) -> Iterator[tuple[str, list[Text]]]:
    yield "says", [_attribution(claim.attribution)]
    if claim.side_a or claim.side_b:
        yield "sides", [Text(" → ").join((_side(claim.side_a), _side(claim.side_b)))]
    if claim.place:
        yield "place", [_place(claim.place)]
    if claim.time:
        yield "date", [_time(claim.time)]
    if claim.figures:
        yield "figures", [_figure(figure) for figure in claim.figures]


def _attribution(attribution: Attribution) -> Text:
    said = Text("narrator" if attribution.kind is AttributionKind.NARRATOR else _source(attribution))
    if attribution.parent:
        said.append(", cited by ").append_text(_attribution(attribution.parent))
    return said


def _source(attribution: Attribution) -> str:
    source = _words(attribution.source) if attribution.source else "a source"
    unnamed = ["unnamed"] if attribution.kind is AttributionKind.UNNAMED else []
    cue = [f"“{_words(attribution.cue)}”"] if attribution.cue else []
    notes = ", ".join(cue + unnamed)
    return f"{source} ({notes})" if notes else source


def _side(side: Participant | None) -> Text:
    if side is None:
        return Text("?")
    return _resolved(side.span, plain(side.actor.name) if side.actor else None)


def _place(place: Place) -> Text:
    reading = place.reading
    if reading is None:
        return _resolved(place.span, "not resolved")
    parts = dict.fromkeys(part for part in (reading.name, reading.admin1, reading.country) if part)
    missing = f"; {UNLISTED}" if reading.gazetteer_id is None and UNLISTED in reading.evidence else ""
    return _resolved(place.span, ", ".join(map(plain, parts)) + missing)


def _time(time: Time) -> Text:
    return _resolved(time.span, _days(time.reading) if time.reading else "not resolved")


def _days(reading: TimeReading) -> str:
    match reading.start_date, reading.end_date:
        case None, None:
            return "not resolved"
        case first, None:
            return f"from {first}"
        case None, last:
            return f"until {last}"
        case first, last:
            return f"{first}" if first == last else f"{first} to {last}"


def _resolved(span: Span, reading: str | None) -> Text:
    text = Text(_words(span))
    return text.append(f" [{reading}]", style="cyan") if reading else text


def _figure(figure: Figure) -> Text:
    unit = "" if figure.quantity.unit is Unit.COUNT else f" ({figure.quantity.unit})"
    of = _words(figure.of) if figure.of else ""
    kind, of = (of, "") if of and figure.kind is FigureKind.OTHER else (figure.kind, of)
    side = f"side {figure.whose.upper()}" if figure.whose in {Whose.A, Whose.B} else ""
    notes = ", ".join(note for note in (of, side) if note)
    return Text().append(_bounds(figure), style="bold").append(f"{unit} {kind}" + (f" ({notes})" if notes else ""))


def _bounds(figure: Figure) -> str:
    quantity = figure.quantity
    bounds = [_number(bound) for bound in (quantity.low, quantity.high) if bound is not None]
    match quantity.op:
        case _ if not bounds:
            return _words(figure.span)
        case Operator.RANGE:
            return " to ".join(bounds)
        case operator:
            return f"{operator} {bounds[0]}"


def _number(number: float) -> str:
    return f"{int(number):,}" if number == int(number) else f"{number:,}"


def compose_quote(span: Span, console: Console) -> Iterator[Text]:
    """The exact words of a claim, set off from what is read from them."""
    for line in _fold(Text(plain(span.quote)), console, min(console.width - GUTTER - 2, MEASURE)):
        yield _line(GUTTER, Text("│ ", style="dim").append(isolate(line.plain), style="dim"))


def _aside(document: Document, segments: list[Segment], console: Console) -> Iterator[Text]:
    yield _line(GUTTER, Text("Set aside", style="bold"))
    for segment in segments[:ASIDE_SHOWN]:
        reason = f"  ({plain(segment.reason)})" if segment.reason else ""
        room = min(max(console.width - GUTTER - ASIDE_LABEL - len(reason) - 1, ASIDE_WORDS), MEASURE)
        words = isolate(first_words(document.text[segment.start : segment.end], room))
        value = Text(words).append(reason, style="dim")
        yield from wrapped(value, console, indent=GUTTER + ASIDE_LABEL, label=f"{'':{GUTTER}}{segment.kind}")
    if len(segments) > ASIDE_SHOWN:
        yield _line(GUTTER, Text(f"and {len(segments) - ASIDE_SHOWN} more"))


def _words(span: Span) -> str:
    return quoted(span.quote)


def quoted(text: str) -> str:
    """Words of a report as they can stand in a line of the page."""
    return isolate(plain(text))


def wrapped(value: Text, console: Console, *, indent: int, label: str = "", label_style: str = "dim") -> Iterator[Text]:
    """The value folded at blanks, ``label`` standing in the indentation of its first line."""
    for line in _fold(value, console, console.width - indent):
        yield Text().append(f"{label:{indent}}", style=label_style).append_text(line)
        label = ""


def _fold(value: Text, console: Console, width: int) -> list[Text]:
    lines = list(value.wrap(console, max(width, 10), overflow="fold"))
    for line in lines:
        line.rstrip()
    return lines


def _line(indent: int, value: Text) -> Text:
    return Text(" " * indent).append_text(value)
