"""What somebody points at in a document made the value of a claim's field."""

from __future__ import annotations

from typing import Any

from crossclaim.extract.quantities import find_quantities
from crossclaim.model import (
    ActorReading,
    Claim,
    ClaimField,
    Document,
    FigureKind,
    Mention,
    Operator,
    PlaceReading,
    Quantity,
    Span,
    TimeReading,
    Unit,
    Whose,
)
from crossclaim.store import Reader
from crossclaim.web.desk import Desk

__all__ = ["POINTED", "value_of"]

# The fields whose words are pointed at; the others are chosen from a list.
POINTED = (
    ClaimField.SIDE_A,
    ClaimField.SIDE_B,
    ClaimField.PLACE,
    ClaimField.TIME,
    ClaimField.ATTRIBUTION,
    ClaimField.FIGURES,
)


def value_of(
    desk: Desk,
    claim: Claim,
    field: ClaimField,
    document_id: str,
    *,
    start: int,
    end: int,
    kind: FigureKind,
    whose: Whose,
) -> Any:
    """The JSON of a field whose words are ``start:end`` of the document, in code points.

    What the words resolve to is what reading the document found for the same words, else what the lists know.

    Raises:
        SpanError: the range is empty or lies outside the text.
    """
    document = desk.store.document(document_id)
    span = _span(document, start, end)
    match field:
        case ClaimField.SIDE_A | ClaimField.SIDE_B:
            reading = _reading(desk.store, document_id, span, ActorReading) or _actor(desk, span, claim)
            value: Any = {"span": span.model_dump(), "actor": reading and reading.model_dump(mode="json")}
        case ClaimField.PLACE:
            place = _reading(desk.store, document_id, span, PlaceReading)
            value = {"span": span.model_dump(), "reading": place and place.model_dump(mode="json")}
        case ClaimField.TIME:
            time = _reading(desk.store, document_id, span, TimeReading)
            value = {"span": span.model_dump(), "reading": time and time.model_dump(mode="json")}
        case ClaimField.ATTRIBUTION:
            value = {"kind": "named", "source": span.model_dump(), "cue": None, "parent": None}
        case _:
            value = _figures(claim, document, span, kind, whose)
    return value


def _span(document: Document, start: int, end: int) -> Span:
    """The span without the blanks at its ends: they come along where words are selected."""
    words = document.text[max(start, 0) : max(end, 0)]
    first = start + len(words) - len(words.lstrip())
    return document.span(first, first + len(words.strip()))


def _reading(store: Reader, document_id: str, span: Span, kind: type[Any]) -> Any:
    """What reading found for these words: for the same span, else for the same words elsewhere, else for a part."""
    mentions = [one for one in store.mentions(document_id) if one.readings and isinstance(one.readings[0], kind)]
    near = sorted(mentions, key=lambda one: _distance(one, span))
    return next((one.readings[0] for one in near if _distance(one, span) is not _APART), None)


_APART = (9, 0)


def _distance(mention: Mention, span: Span) -> tuple[int, int]:
    other = mention.span
    if (other.start, other.end) == (span.start, span.end):
        return 0, 0
    if other.quote.casefold() == span.quote.casefold():
        return 1, abs(other.start - span.start)
    if span.start <= other.start and other.end <= span.end:
        return 2, len(span.quote) - len(other.quote)
    return _APART


def _actor(desk: Desk, span: Span, claim: Claim) -> ActorReading | None:
    place = claim.place.reading if claim.place else None
    time = claim.time.reading if claim.time else None
    day = time.start_date if time else None
    found = desk.look_up_actor(span.quote, day=day, country=place.country if place else None)
    return found[0] if found else None


def _figures(claim: Claim, document: Document, span: Span, kind: FigureKind, whose: Whose) -> list[Any]:
    """The claim's figures with this one in place of those that share words with it."""
    kept = [one for one in claim.figures if one.span.end <= span.start or span.end <= one.span.start]
    found = [one for one in find_quantities(document.text, span.start, span.end) if one.quantity.unit is Unit.COUNT]
    quantity = found[0].quantity if found else Quantity(op=Operator.VAGUE, low=None, high=None)
    figure = {"span": span.model_dump(), "kind": kind, "of": None, "whose": whose, "quantity": quantity.model_dump()}
    figures = [*(one.model_dump(mode="json") for one in kept), figure]
    return sorted(figures, key=lambda one: one["span"]["start"])
