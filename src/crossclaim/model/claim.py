"""Mentions, their readings, and the claims assembled from them."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field, model_validator

from crossclaim.model.document import Document
from crossclaim.model.span import Span
from crossclaim.model.vocabulary import (
    ActorKind,
    AttributionKind,
    ClaimType,
    FigureKind,
    MentionLabel,
    Modality,
    Operator,
    Precision,
    Unit,
    Whose,
)

__all__ = [
    "ActorReading",
    "Attribution",
    "Claim",
    "DocumentResult",
    "Figure",
    "Mention",
    "Participant",
    "Place",
    "PlaceReading",
    "Quantity",
    "Reading",
    "Time",
    "TimeReading",
]

BOUNDS = {
    Operator.EXACT: "low = high",
    Operator.ABOUT: "low = high",
    Operator.MORE_THAN: "low only",
    Operator.AT_LEAST: "low only",
    Operator.FEWER_THAN: "high only",
    Operator.AT_MOST: "high only",
    Operator.RANGE: "low < high",
    Operator.VAGUE: "neither",
}


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class Quantity(_Record):
    """A number as its words bound it: "at least 12" has low 12 and no high; "dozens" has neither."""

    op: Operator
    low: int | float | None
    high: int | float | None
    unit: Unit = Unit.COUNT

    @model_validator(mode="after")
    def _bounds_fit_operator(self) -> Quantity:
        low, high = self.low, self.high
        shape = _shape(low, high)
        if shape != BOUNDS[self.op] and not (self.unit is not Unit.COUNT and shape == "neither"):
            raise ValueError(f"operator {self.op} wants {BOUNDS[self.op]}, has low {low} and high {high}")
        return self


def _shape(low: float | None, high: float | None) -> str:
    """How two bounds stand to each other, in the words of ``BOUNDS``."""
    if low is None:
        return "neither" if high is None else "high only"
    if high is None:
        return "low only"
    if low == high:
        return "low = high"
    return "low < high" if low < high else "high < low"


class PlaceReading(_Record):
    """What a place mention resolves to; coordinates are WGS84 degrees, None where only the area is known.

    ``radius_km`` is how far from that point the place may reach, None where that is unknown. ``off_km`` is how far off
    the place named the words put it, 0 where they only say near it, None where they put it there; of an unknown place
    in a small known area, how far off that area's middle it may be. ``kind`` is the gazetteer's kind of place.
    """

    name: str
    precision: Precision
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    radius_km: float | None = Field(default=None, ge=0)
    gazetteer_id: str | None = None
    kind: str | None = None
    off_km: float | None = Field(default=None, ge=0)
    evidence: tuple[str, ...] = ()


class TimeReading(_Record):
    """A closed interval of days; both ends None where the expression has no anchor."""

    start_date: date | None
    end_date: date | None
    precision: Precision | None = None
    evidence: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _start_before_end(self) -> TimeReading:
        if self.start_date and self.end_date and self.start_date > self.end_date:
            raise ValueError(f"interval starts {self.start_date} after it ends {self.end_date}")
        return self


class ActorReading(_Record):
    """Who an actor mention names; ``id`` is None for patterns such as "Rebels (Syria)"."""

    id: str | None
    name: str
    kind: ActorKind | None = None
    country: str | None = None
    evidence: tuple[str, ...] = ()


Reading = PlaceReading | TimeReading | ActorReading | Quantity


class Mention(_Record):
    """A span with a label; ``readings`` are ranked, runners-up kept."""

    label: MentionLabel
    span: Span
    score: float | None = None
    readings: tuple[PlaceReading, ...] | tuple[TimeReading, ...] | tuple[ActorReading, ...] | tuple[Quantity, ...] = ()


class Participant(_Record):
    """One side of a claim in the report's words, and who that is if known."""

    span: Span
    actor: ActorReading | None = None


class Place(_Record):
    """Where, in the report's words and as resolved."""

    span: Span
    reading: PlaceReading | None = None


class Time(_Record):
    """When, in the report's words and as resolved."""

    span: Span
    reading: TimeReading | None = None


class Figure(_Record):
    """A number the claim gives: what it counts and on whose side."""

    span: Span
    kind: FigureKind
    of: Span | None
    whose: Whose
    quantity: Quantity


class Attribution(_Record):
    """Who asserts. A chain (an agency citing a governor citing a hospital) runs up through ``parent``."""

    kind: AttributionKind
    source: Span | None = None
    cue: Span | None = None
    parent: Attribution | None = None

    @model_validator(mode="after")
    def _narrator_cites_nobody(self) -> Attribution:
        if self.kind is AttributionKind.NARRATOR and (self.source or self.cue):
            raise ValueError("a narrator has neither source nor cue")
        return self


class Claim(_Record):
    """One asserter's statement on one occurrence or tally.

    ``score`` is how sure the extractor is that the quote is a claim: a probability for the learned one, a weight from
    0 to 1 for the rules. ``reasons`` say what the claim and its parts rest on, one phrase each. ``occurrence`` is the
    same number for claims of the document that are held to tell of one occurrence.
    """

    id: str
    type: ClaimType
    quote: Span
    attribution: Attribution
    score: float | None = None
    side_a: Participant | None = None
    side_b: Participant | None = None
    place: Place | None = None
    time: Time | None = None
    figures: tuple[Figure, ...] = ()
    modality: Modality = Modality.ACTUAL
    cumulative: bool = False
    occurrence: int | None = None
    reasons: tuple[str, ...] = ()


class DocumentResult(_Record):
    """Everything read from one document; ``dropped`` counts candidates given up because a span was not exact."""

    document: Document
    claims: tuple[Claim, ...] = ()
    mentions: tuple[Mention, ...] = ()
    dropped: int = Field(default=0, ge=0)
