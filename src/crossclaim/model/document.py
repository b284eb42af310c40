"""Captures and the documents read from them."""

from __future__ import annotations

import datetime
from datetime import date
from hashlib import sha256

from pydantic import BaseModel, ConfigDict, model_validator

from crossclaim.errors import SpanError
from crossclaim.model.span import OffsetMap, Span
from crossclaim.model.vocabulary import SegmentKind

__all__ = ["Capture", "DateShown", "Document", "Flag", "PublishedDate", "Segment"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class Capture(_Record):
    """Bytes as they were obtained. Its id is their sha256; it never changes."""

    content: bytes
    source: str
    media_type: str | None = None
    retrieved: datetime.datetime | None = None
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """The sha256 of the content, in hexadecimal."""
        return sha256(self.content).hexdigest()


class Segment(_Record):
    """One part of a document, with the reason where it was set aside."""

    kind: SegmentKind
    start: int
    end: int
    reason: str | None = None


class PublishedDate(_Record):
    """The document's own date and how it was found; ``method`` is given, metadata, dateline, text or url.

    ``evidence`` says where it stands and what else names it.
    """

    date: date
    method: str
    span: Span | None = None
    evidence: tuple[str, ...] = ()


class DateShown(_Record):
    """A day that may be the document's own: ``source`` is page, metadata or address, ``why`` says where it stands.

    ``other`` is the second reading of a date such as 05/06/2015. ``changed`` marks a day on which a page was changed,
    which need not be the day it was published.
    """

    date: date
    source: str
    why: str
    span: Span | None = None
    other: datetime.date | None = None
    changed: bool = False


class Flag(_Record):
    """A named, explained warning. A hint, never a filter."""

    name: str
    explanation: str
    spans: tuple[Span, ...] = ()


class Document(_Record):
    """The text read from a capture. Segments are ordered and disjoint; the text never changes.

    ``dates`` are the days that may be its own: those of the metadata as it is read, all once it is dated.
    """

    id: str
    text: str
    segments: tuple[Segment, ...]
    offsets: OffsetMap
    capture_id: str | None = None
    title: str | None = None
    language: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: PublishedDate | None = None
    dates: tuple[DateShown, ...] = ()
    flags: tuple[Flag, ...] = ()

    @model_validator(mode="after")
    def _segments_lie_in_text(self) -> Document:
        reached = 0
        for segment in self.segments:
            if not reached <= segment.start < segment.end <= len(self.text):
                raise SpanError(f"{self.id}: segment [{segment.start}:{segment.end}] overlaps or leaves the text")
            reached = segment.end
        return self

    def span(self, start: int, end: int) -> Span:
        """The exact span of ``text[start:end]``."""
        return Span.of(self.id, self.text, start, end)
