"""The document's own date, against which "on Sunday" is read."""

from __future__ import annotations

from datetime import timedelta

from crossclaim.model import Document, Flag, PublishedDate
from crossclaim.temporal import find_published

__all__ = ["date_document"]

TOLERANCE = timedelta(days=1)  # time zones and midnight set page and metadata a day apart


def date_document(document: Document) -> Document:
    """The document with its date found: the user's word first, then what the page shows, then metadata and address.

    A date in a collection's metadata is often the crawl's or the event's; where the page shows another, the page is
    followed and the conflict flagged.
    """
    given = document.published
    told = given is not None and given.method == "given"
    published = find_published(
        document.id,
        document.text,
        segments=document.segments,
        url=document.url,
        given=given,
        prefer_text=not told,
    )
    conflict = _conflict(given, published)
    flags = (*document.flags, conflict) if conflict else document.flags
    return document.model_copy(update={"published": published, "flags": flags})


def _conflict(given: PublishedDate | None, published: PublishedDate | None) -> Flag | None:
    if given is None or published is None or abs(given.date - published.date) <= TOLERANCE:
        return None
    return Flag(
        name="page_date_conflict",
        explanation=f"the page shows {published.date}, its metadata says {given.date}; the page is followed",
        spans=(published.span,) if published.span else (),
    )
