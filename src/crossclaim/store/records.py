"""What is put into a store and what comes out, beside the records of :mod:`crossclaim.model`."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from crossclaim.model import (
    ClaimClass,
    ClaimType,
    Document,
    Event,
    Heading,
    Mention,
    PlaceReading,
    ReviewState,
    Source,
    SourcedClaim,
    Span,
)

__all__ = [
    "Activity",
    "Box",
    "Change",
    "ClaimRecord",
    "DocumentRecord",
    "DocumentVersion",
    "EventRecord",
    "Facets",
    "Filter",
    "FlagSubject",
    "Head",
    "Near",
    "Neighbour",
    "Page",
    "Run",
    "SourceRevision",
    "Standing",
]

Row = TypeVar("Row")


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class Run(_Record):
    """What read a document: the version of crossclaim, the sha256 of the model, settings, and what it ran on."""

    crossclaim: str
    extractor: str
    model_hash: str | None = None
    settings: dict[str, Any] = {}
    python: str | None = None
    onnxruntime: str | None = None


class ClaimRecord(_Record):
    """A claim with what linking keeps of it.

    The store knows nothing of what ``traits`` (any JSON) and ``keys`` (integers of up to 64 bits) mean.
    """

    sourced: SourcedClaim
    traits: Any = None
    keys: tuple[int, ...] = ()


class DocumentRecord(_Record):
    """A document with everything read from it, as one transaction puts it down.

    The store knows the document as ``heading.document_id``; ``document.id`` is the reader's own name for it and the one
    its spans carry. Every claim has this heading and an id that no other claim of the store has.
    """

    heading: Heading
    document: Document
    claims: tuple[ClaimRecord, ...] = ()
    mentions: tuple[Mention, ...] = ()
    fingerprints: tuple[int, ...] = ()
    dropped: int = Field(default=0, ge=0)
    run_id: str | None = None

    @property
    def id(self) -> str:
        """The document's id in the store."""
        return self.heading.document_id

    @model_validator(mode="after")
    def _claims_are_of_this_document(self) -> DocumentRecord:
        strangers = [record.sourced.id for record in self.claims if record.sourced.heading != self.heading]
        if strangers:
            raise ValueError(f"{self.id}: claims under another heading: {', '.join(strangers)}")
        return self


class EventRecord(_Record):
    """An event with the place it is filtered by: the reading that its place field was decided for.

    ``published`` is the first and the last day of publication of what tells of it: it is found by these where it has no
    day of its own, as a claim is.
    """

    event: Event
    place: PlaceReading | None = None
    published: tuple[date, date] | None = None


class FlagSubject(StrEnum):
    """What flags are put on apart; those of an event are part of the event."""

    DOCUMENT = "document"
    CLAIM = "claim"


class Box(_Record):
    """A box of WGS84 degrees; ``west`` greater than ``east`` crosses the 180th meridian."""

    south: float = Field(ge=-90, le=90)
    west: float = Field(ge=-180, le=180)
    north: float = Field(ge=-90, le=90)
    east: float = Field(ge=-180, le=180)


class Near(_Record):
    """All within ``km`` kilometres of a point in WGS84 degrees."""

    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    km: float = Field(gt=0)


class Filter(_Record):
    """What claims, events or documents have to fulfil, all of it. An empty filter takes all that is in force.

    ``since`` and ``until`` take what overlaps those days; what has no day of its own goes by its documents'. ``place``,
    ``actor`` and ``source`` are names, without regard to case and accents, and for the latter two ids as well. A claim
    has its document's flags too. An event is taken where one of its claims has the actor, source, document or text.
    ``text`` is words and "quoted phrases", all of which the quote holds (title or text, of a document). ``state`` is
    how far people are with the claim or event. Documents are filtered by days, source (their outlet), flag, document
    and text; they have none of the rest. What is corrected goes by its corrected values.
    """

    since: date | None = None
    until: date | None = None
    box: Box | None = None
    near: Near | None = None
    place: str | None = None
    country: str | None = None
    admin1: str | None = None
    actor: str | None = None
    type: ClaimType | None = None
    claim_class: ClaimClass | None = None
    source: str | None = None
    flag: str | None = None
    document: str | None = None
    event: str | None = None
    text: str | None = None
    state: ReviewState | None = None
    superseded: bool = False


class Page(_Record, Generic[Row]):
    """Some rows, latest day first, and what to ask the next ones with; ``after`` is None on the last page."""

    rows: tuple[Row, ...]
    after: str | None = None


class Facets(_Record):
    """How many claims or events there are of each value, most frequent first; months as 2024-10, latest first.

    ``total`` is exact. Of more than are ``counted`` one by one, the other numbers are estimated from those: a sample by
    chance, the same whenever the same things are in the store; values that are rare may be missing.
    """

    total: int
    counted: int = 0
    types: tuple[tuple[str, int], ...] = ()
    countries: tuple[tuple[str, int], ...] = ()
    actors: tuple[tuple[str, int], ...] = ()
    sources: tuple[tuple[str, int], ...] = ()
    flags: tuple[tuple[str, int], ...] = ()
    months: tuple[tuple[str, int], ...] = ()
    states: tuple[tuple[str, int], ...] = ()

    @property
    def about(self) -> bool:
        """Whether the counts are estimates."""
        return self.counted < self.total


class DocumentVersion(_Record):
    """One version of a lineage."""

    id: str
    lineage: str
    version: int
    previous: str | None
    superseded: bool
    title: str | None
    url: str | None
    published: date | None


class Change(_Record):
    """An edit between two versions: the words that were there, and the span of what stands there now.

    ``span`` is None where words were taken out; ``at`` is where in the new text it happened, in code points.
    """

    before: str
    span: Span | None
    at: int


class Neighbour(_Record):
    """A claim as linking sees it; ``keys`` are those of the block keys asked for that it has."""

    claim_id: str
    document_id: str
    traits: Any
    keys: tuple[int, ...] = ()


class SourceRevision(_Record):
    """A source as somebody left it. Revisions count from 1; the highest is in force."""

    source: Source
    revision: int
    changed_by: str
    changed_at: datetime


class Activity(_Record):
    """One entry of the audit chain as a feed shows it; ``subject`` is ``<kind>:<id>``."""

    seq: int
    at: datetime
    by: str
    action: str
    subject: str


class Standing(_Record):
    """How an event stands in the way to publication.

    ``weight`` is how many people it tells of as killed, injured or captured: each figure at its largest bound, figures
    of a part of them ("children") left out.
    """

    event_id: str
    state: ReviewState
    weight: float
    contradictions: int
    flags: int


class Head(_Record):
    """How long the audit chain is and the hash of its last entry; noted elsewhere, it proves that chain later on."""

    count: int = 0
    hash: str = ""
