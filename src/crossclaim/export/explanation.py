"""What each part of a claim rests on and what else it may mean: the words of ``crossclaim read --explain``."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from pydantic import BaseModel, ConfigDict, Field

from crossclaim.model import (
    ActorReading,
    Attribution,
    AttributionKind,
    Claim,
    DateShown,
    DocumentResult,
    Figure,
    Mention,
    Operator,
    Participant,
    PlaceReading,
    Span,
    TimeReading,
    Unit,
    Whose,
)

__all__ = ["DateShownOutput", "SlotExplanation", "explain_claim", "explain_dates", "tell_reading"]


class SlotExplanation(BaseModel):
    """What one part of a claim rests on."""

    model_config = ConfigDict(frozen=True)

    slot: str = Field(
        description="The part: side_a, side_b, place, time, figure, attribution, modality, type or claim."
    )
    text: str | None = Field(description="The report's words, null where it has none of its own.")
    reading: str | None = Field(description="What they are read as, null where they are not resolved.")
    evidence: list[str] = Field(description="What that rests on, one phrase each.")
    runners_up: list[str] = Field(description="What else they may mean, the likelier first.")


class DateShownOutput(BaseModel):
    """A day that may be the document's own."""

    model_config = ConfigDict(frozen=True)

    date: datetime.date = Field(description="The day.")
    source: str = Field(description="Who shows it: page, metadata or address.")
    why: str = Field(description="Where it stands.")
    other: datetime.date | None = Field(description="The second reading of a date such as 05/06/2015, else null.")
    followed: bool = Field(description="Whether it is the day that the document is taken to be of.")


def explain_dates(result: DocumentResult) -> list[DateShownOutput]:
    """Every day that may be the document's own, the plainest first."""
    published = result.document.published
    return [_date(shown, published.date if published else None) for shown in result.document.dates]


def _date(shown: DateShown, followed: datetime.date | None) -> DateShownOutput:
    return DateShownOutput(
        date=shown.date,
        source=shown.source,
        why=shown.why,
        other=shown.other,
        followed=followed is not None and followed in {shown.date, shown.other},
    )


def explain_claim(claim: Claim, mentions: Sequence[Mention]) -> list[SlotExplanation]:
    """The parts of a claim in the order that a page shows them; ``mentions`` hold the runners-up of its readings."""
    reasons = _by_part(claim.reasons)
    parts = [
        _attribution(claim, reasons),
        *_side("side_a", claim.side_a, mentions, reasons),
        *_side("side_b", claim.side_b, mentions, reasons),
        *_place(claim, mentions, reasons),
        *_time(claim, reasons),
        *map(_figure, claim.figures),
        _part("modality", None, claim.modality, (), reasons),
        _part("type", None, claim.type.replace("_", " "), (), reasons),
        _part("claim", None, "a claim", (), reasons),
    ]
    return [part for part in parts if part.evidence or part.slot == "modality"]


def tell_reading(reading: PlaceReading | TimeReading | ActorReading) -> str:
    """A reading in a few words: what it is called and what tells it from its namesakes."""
    match reading:
        case ActorReading():
            kind = str(reading.kind).replace("_", " ") if reading.kind else "kind unknown"
            country = f", {reading.country}" if reading.country else ""
            return f"{reading.name} ({kind}{country})"
        case PlaceReading():
            parts = dict.fromkeys(part for part in (reading.name, reading.admin2, reading.admin1) if part)
            where = f", {reading.country}" if reading.country else ""
            return f"{', '.join(parts) or 'not resolved'}{where}" + (f" ({reading.precision})" if parts else "")
        case TimeReading():
            return _days(reading)


def _days(reading: TimeReading) -> str:
    first, last = reading.start_date, reading.end_date
    if first is None and last is None:
        return "not resolved"
    if first == last:
        return f"{first}"
    return f"{first} to {last}" if first and last else f"from {first}" if first else f"until {last}"


# --- the parts


def _attribution(claim: Claim, reasons: dict[str, list[str]]) -> SlotExplanation:
    said = claim.attribution
    source = said.source.quote if said.source else None
    weighed = [] if said.kind is AttributionKind.NARRATOR else [*reasons.get("source", ()), *reasons.get("cue", ())]
    told = [*_chain(said), *weighed]
    return _part("attribution", source, said.kind, told, reasons)


def _chain(said: Attribution) -> Iterator[str]:
    if said.kind is AttributionKind.NARRATOR:
        yield "the report states it in its own voice"
    if said.cue:
        yield f"“{_line(said.cue.quote)}” brings it in"
    if said.kind is AttributionKind.UNNAMED:
        yield "the source is not named" if said.source else "no source is given"
    if said.parent:
        yield f"passed on by {_line(said.parent.source.quote) if said.parent.source else 'the report'}"


def _side(
    slot: str, side: Participant | None, mentions: Sequence[Mention], reasons: dict[str, list[str]]
) -> Iterator[SlotExplanation]:
    if side is None:
        yield from _unsaid(slot, reasons)
        return
    others = [] if side.actor is None else _runners_up(side.span, side.actor, mentions)
    told = side.actor.evidence if side.actor else ("the words name nobody known",)
    reading = tell_reading(side.actor) if side.actor else None
    yield _part(slot, side.span.quote, reading, told, reasons, others)


def _place(claim: Claim, mentions: Sequence[Mention], reasons: dict[str, list[str]]) -> Iterator[SlotExplanation]:
    if claim.place is None:
        yield from _unsaid("place", reasons)
        return
    span, reading = claim.place.span, claim.place.reading
    others = _runners_up(span, reading, mentions) if reading else []
    told = reading.evidence if reading else ("no place of the gazetteer is named",)
    yield _part("place", span.quote, tell_reading(reading) if reading else None, told, reasons, others)


def _time(claim: Claim, reasons: dict[str, list[str]]) -> Iterator[SlotExplanation]:
    if claim.time is None:
        yield from _unsaid("time", reasons)
        return
    reading = claim.time.reading
    told = reading.evidence if reading and reading.evidence else ("nothing to count it from",)
    yield _part("time", claim.time.span.quote, tell_reading(reading) if reading else None, told, reasons)


def _unsaid(slot: str, reasons: dict[str, list[str]]) -> Iterator[SlotExplanation]:
    """A part that was left empty, where some words were weighed for it."""
    if any("“" in reason for reason in reasons.get(slot, ())):
        yield _part(slot, None, None, ("left open",), reasons)


_BOUNDS = {
    Operator.EXACT: "the number itself",
    Operator.MORE_THAN: "more than that, no upper bound",
    Operator.AT_LEAST: "that or more, no upper bound",
    Operator.FEWER_THAN: "fewer than that, no lower bound",
    Operator.AT_MOST: "that or fewer, no lower bound",
    Operator.ABOUT: "about that number",
    Operator.RANGE: "from the first number to the second",
    Operator.VAGUE: "words without a number, kept as words",
}
_WHOSE = {
    Whose.A: "they belong to side A",
    Whose.B: "they belong to side B",
    Whose.OTHER: "they belong to neither side",
    Whose.UNKNOWN: "whose they are is not said",
}


def _figure(figure: Figure) -> SlotExplanation:
    quantity = figure.quantity
    bounds = dict.fromkeys(f"{bound:g}" for bound in (quantity.low, quantity.high) if bound is not None)
    unit = "" if quantity.unit is Unit.COUNT else f" ({quantity.unit})"
    op = "" if quantity.op in {Operator.RANGE, Operator.VAGUE} else f"{quantity.op} "
    number = f"{op}{' to '.join(bounds)}" if bounds else _line(figure.span.quote)
    told = [f"“{_line(figure.span.quote)}” says {_BOUNDS[quantity.op]}"]
    told += [f"counts “{_line(figure.of.quote)}”"] if figure.of else ["what is counted is not said beside it"]
    return SlotExplanation(
        slot="figure",
        text=figure.span.quote,
        reading=f"{number}{unit} {figure.kind}",
        evidence=[*told, _WHOSE[figure.whose]],
        runners_up=[],
    )


def _part(
    slot: str,
    text: str | None,
    reading: str | None,
    told: Iterable[str],
    reasons: dict[str, list[str]],
    others: Sequence[str] = (),
) -> SlotExplanation:
    evidence = [*told, *reasons.get(slot, ())]
    return SlotExplanation(slot=slot, text=text, reading=reading, evidence=evidence, runners_up=list(others))


def _by_part(reasons: Iterable[str]) -> dict[str, list[str]]:
    """The reasons of a claim by the part that each begins with."""
    parts: dict[str, list[str]] = {}
    for reason in reasons:
        part, _, told = reason.partition(": ")
        parts.setdefault(part, []).append(f"words of saying: {told}" if part == "cue" else told)
    return parts


def _runners_up(span: Span, reading: ActorReading | PlaceReading, mentions: Sequence[Mention]) -> list[str]:
    """What else the words may mean that ``reading`` was taken from."""
    touching = [m for m in mentions if m.readings and m.span.start < span.end and span.start < m.span.end]
    ranked = next((m.readings for m in touching if _is_named(reading, m.readings[0])), ())
    others = (other for other in ranked[1:] if isinstance(other, ActorReading | PlaceReading))
    return list(dict.fromkeys(tell_reading(other) for other in others))


def _is_named(reading: ActorReading | PlaceReading, first: object) -> bool:
    return type(first) is type(reading) and getattr(first, "name", None) == reading.name


def _line(words: str) -> str:
    return " ".join(words.split())
