"""What somebody points at in a document made the value of a claim's field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crossclaim.extract.quantities import find_quantities
from crossclaim.model import (
    ActorReading,
    AttributionKind,
    Claim,
    ClaimField,
    Document,
    FigureKind,
    Mention,
    Operator,
    PlaceReading,
    Quantity,
    SourcedClaim,
    Span,
    TimeReading,
    Unit,
    Whose,
)
from crossclaim.store import Reader
from crossclaim.web.desk import Desk
from crossclaim.web.pages.matrix import FIELDS
from crossclaim.web.pages.words import shown, told_words

__all__ = ["POINTED", "Wanted", "field_words", "value_of"]

# The fields whose words are pointed at; the others are chosen from a list.
POINTED = (
    ClaimField.SIDE_A,
    ClaimField.SIDE_B,
    ClaimField.PLACE,
    ClaimField.TIME,
    ClaimField.ATTRIBUTION,
    ClaimField.FIGURES,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form asks to put in place of a field: words by their range, or one of a list."""

    field: ClaimField
    start: int
    end: int
    choice: str
    kind: FigureKind
    whose: Whose
    speaker: AttributionKind

    @property
    def values(self) -> dict[str, list[str]]:
        """The fields of the form, to be sent once more."""
        return {name: [str(getattr(self, name))] for name in self.__slots__}


def value_of(desk: Desk, claim: SourcedClaim, wanted: Wanted) -> Any:
    """The JSON of the field as it is to be.

    What selected words resolve to is what reading the document found for the same words, else what the lists know.
    Where none were selected, the report does not tell the field.

    Raises:
        SpanError: the range lies outside the text, or holds nothing but blanks.
    """
    field = wanted.field
    if field is ClaimField.CUMULATIVE:
        return wanted.choice == "true"
    if field not in POINTED:
        return wanted.choice
    if wanted.end <= wanted.start:
        return _UNTOLD.get(field)
    return _pointed(desk, claim, wanted)


_UNTOLD: dict[ClaimField, Any] = {ClaimField.FIGURES: [], ClaimField.ATTRIBUTION: {"kind": "narrator"}}


def _pointed(desk: Desk, claim: SourcedClaim, wanted: Wanted) -> Any:
    """The JSON of a field whose words stand in a range of the text, in code points."""
    store, document_id = desk.store, claim.heading.document_id
    document = store.document(document_id)
    span = _span(document, wanted.start, wanted.end)
    match wanted.field:
        case ClaimField.SIDE_A | ClaimField.SIDE_B:
            actor = _reading(store, document_id, span, ActorReading) or _actor(desk, span, claim.claim)
            return {"span": span.model_dump(), "actor": actor and actor.model_dump(mode="json")}
        case ClaimField.PLACE | ClaimField.TIME:
            kind = PlaceReading if wanted.field is ClaimField.PLACE else TimeReading
            reading = _reading(store, document_id, span, kind)
            return {"span": span.model_dump(), "reading": reading and reading.model_dump(mode="json")}
        case ClaimField.ATTRIBUTION:
            return {"kind": wanted.speaker.value, "source": span.model_dump(), "cue": None, "parent": None}
        case _:
            return _figures(claim.claim, document, span, wanted.kind, wanted.whose)


def field_words(claim: Claim, field: ClaimField) -> str:
    """What a claim says in one field, in words."""
    match field:
        case ClaimField.FIGURES:
            told = [f"“{shown(one.span.quote)}” {told_words(one)}" for one in claim.figures]
            return "; ".join(told) or "none"
        case ClaimField.ATTRIBUTION:
            source = claim.attribution.source
            return shown(source.quote) if source else "the report itself"
        case ClaimField.CUMULATIVE:
            return "a total over a period" if claim.cumulative else "one occurrence"
        case _:
            told_field = FIELDS[field.value](claim)
            return told_field[0] if told_field else "not told"


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
