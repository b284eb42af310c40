"""Claims of an event side by side: a column for each claim, a row for each field, and who agrees with whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from crossclaim.model import Claim, Event, EventFigure, FieldValue, Participant, SourcedClaim, Span
from crossclaim.reconcile import ToldFigure
from crossclaim.web.pages.words import (
    days_words,
    figure_words,
    low_best_high,
    modality_words,
    name_of,
    outlet_words,
    place_words,
    shown,
    source_words,
    value_words,
)

__all__ = ["FIELDS", "By", "Cell", "Matrix", "Row", "lay_out", "link_to", "voice_of"]


class By(StrEnum):
    """What the columns are put together by."""

    SOURCE = "source"
    SIDE = "side"


class Stand(StrEnum):
    """How a claim stands to what the event says in a field."""

    AGREES = "agrees"
    DIFFERS = "differs"
    SILENT = "silent"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one claim says in one field: the reading, the report's words where they are others, where they stand."""

    stand: Stand
    words: str = ""
    quote: str = ""
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One field: what the event says, by which rule, and every claim's cell."""

    name: str
    value: str
    rule: str
    cells: Sequence[Cell]

    @property
    def is_disputed(self) -> bool:
        """Whether any claim says something else."""
        return any(cell.stand is Stand.DIFFERS for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole table: ``groups`` are the headings over the columns and how many columns each spans."""

    columns: Sequence[SourcedClaim]
    groups: Sequence[tuple[str, int]]
    rows: Sequence[Row]


def lay_out(event: Event, claims: Sequence[SourcedClaim], told: Sequence[ToldFigure], by: By) -> Matrix:
    """The claims in columns, those of one source or side beside each other."""
    grouped = by_group(claims, by)
    columns = [claim for _, group in grouped for claim in group]
    fields = [_field(name, event.fields[name], columns, event) for name in FIELDS if name in event.fields]
    figures = [_figure(figure, columns, told) for figure in event.figures]
    return Matrix(columns, [(name, len(group)) for name, group in grouped], [*fields, *figures])


def by_group(claims: Sequence[SourcedClaim], by: By) -> list[tuple[str, list[SourcedClaim]]]:
    """The claims by source or by side, each group in the order of publication, the group heard first first."""

    def key(claim: SourcedClaim) -> str:
        return voice_of(claim) if by is By.SOURCE else side_of(claim)

    def age(claim: SourcedClaim) -> tuple[str, str]:
        return str(claim.heading.published or "9999"), claim.id

    first: dict[str, tuple[str, str]] = {}
    for claim in sorted(claims, key=age):
        first.setdefault(key(claim), age(claim))
    ordered = sorted(claims, key=lambda claim: (first[key(claim)], age(claim)))
    return [(name, list(group)) for name, group in groupby(ordered, key=key)]


def voice_of(claim: SourcedClaim) -> str:
    """Who asserts it."""
    return source_words(claim.asserter) if claim.asserter else outlet_words(claim.heading)


def side_of(claim: SourcedClaim) -> str:
    """The party that whoever asserts it speaks for."""
    asserter = claim.asserter
    return shown(asserter.alignment) if asserter and asserter.alignment else "no party known"


def link_to(claim: SourcedClaim, span: Span | None = None) -> str:
    """Where the words stand: the document's page, opened at the claim and the span."""
    return f"/documents/{claim.heading.document_id}?claim={claim.id}#at-{(span or claim.claim.quote).start}"


def _side(side: Participant | None) -> tuple[str, Span] | None:
    if side is None:
        return None
    return shown(side.actor.name if side.actor else side.span.quote), side.span


def _place(claim: Claim) -> tuple[str, Span] | None:
    if claim.place is None:
        return None
    reading = claim.place.reading
    words = place_words(reading.model_dump()) if reading else f"{shown(claim.place.span.quote)} (not resolved)"
    return words, claim.place.span


def _time(claim: Claim) -> tuple[str, Span] | None:
    if claim.time is None:
        return None
    reading = claim.time.reading
    return (days_words(reading.start_date, reading.end_date) if reading else "not resolved"), claim.time.span


# What a claim says in a field, in words, and where they stand; None where it does not say.
FIELDS: dict[str, Callable[[Claim], tuple[str, Span | None] | None]] = {
    "type": lambda claim: (name_of(claim.type, "claim_type"), None),
    "side_a": lambda claim: _side(claim.side_a),
    "side_b": lambda claim: _side(claim.side_b),
    "place": _place,
    "time": _time,
    "modality": lambda claim: (modality_words(claim.modality) or "said to have happened", None),
}


def _field(name: str, field: FieldValue, columns: Sequence[SourcedClaim], event: Event) -> Row:
    cells = [_cell(name, field, claim) for claim in columns]
    if name in ("side_a", "side_b"):
        cells = [_turned(cell, name, event) for cell in cells]
    return Row(name_of(name, "field"), value_words(field.value, name), field.rule, cells)


def _cell(name: str, field: FieldValue, claim: SourcedClaim) -> Cell:
    told = FIELDS[name](claim.claim)
    if told is None:
        return Cell(Stand.SILENT)
    words, span = told
    against = {one for _, claim_ids in field.dissent for one in claim_ids}
    stand = Stand.AGREES if claim.id in field.support else Stand.DIFFERS if claim.id in against else Stand.SILENT
    quote = shown(span.quote) if span and shown(span.quote).casefold() != words.casefold() else ""
    return Cell(stand, words, quote, link_to(claim, span) if span else "")


def _turned(cell: Cell, name: str, event: Event) -> Cell:
    """The cell with a note where the claim tells the same two sides the other way round."""
    other = event.fields.get("side_b" if name == "side_a" else "side_a")
    is_turned = other is not None and other.value is not None and cell.words == value_words(other.value, name)
    if cell.stand is Stand.AGREES and is_turned and cell.words != value_words(event.fields[name].value, name):
        return replace(cell, note="the same sides, told the other way round")
    return cell


def _figure(figure: EventFigure, columns: Sequence[SourcedClaim], told: Sequence[ToldFigure]) -> Row:
    row = list(of_row(figure, told))
    left_out = dict(figure.left_out)
    cells = [_figure_cell(claim, [one for one in row if one.claim == claim.id], left_out, figure) for claim in columns]
    return Row(figure_words(figure), low_best_high(figure), figure.rule, cells)


def of_row(figure: EventFigure, told: Iterable[ToldFigure]) -> Iterator[ToldFigure]:
    """What was told of this very figure."""
    return (one for one in told if (one.kind, one.party, one.of) == (figure.kind, figure.party, figure.of))


def _figure_cell(
    claim: SourcedClaim, told: Sequence[ToldFigure], left_out: dict[str, str], figure: EventFigure
) -> Cell:
    words = ", ".join(dict.fromkeys(shown(one.words) for one in told if one.words))
    if claim.id in left_out:
        return Cell(Stand.LEFT_OUT, words, link=link_to(claim, span_of(claim, told)), note=left_out[claim.id])
    if not words:
        return Cell(Stand.SILENT)
    fits = figure.best is None or any(_holds(one, figure.best) for one in told)
    return Cell(Stand.AGREES if fits else Stand.DIFFERS, words, link=link_to(claim, span_of(claim, told)))


def _holds(one: ToldFigure, number: float) -> bool:
    """Whether a number lies within what was told."""
    return (one.low is None or one.low <= number) and (one.high is None or number <= one.high)


def span_of(claim: SourcedClaim, told: Sequence[ToldFigure]) -> Span | None:
    """The words of a figure in the claim, None where the claim does not have them as they are told."""
    words = {one.words for one in told}
    return next((figure.span for figure in claim.claim.figures if figure.span.quote in words), None)
