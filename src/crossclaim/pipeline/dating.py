"""The document's own date, against which "on Sunday" is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from datetime import date, timedelta

from crossclaim.model import DateShown, Document, Flag, PublishedDate, Span
from crossclaim.temporal import DateCandidate, choose_published, find_date_candidates

__all__ = ["date_document"]


def date_document(document: Document) -> Document:
    """The document with its date found: the user's word first, then what page, metadata and address show.

    A day that two of the three name is followed. Else it is the page's: a date in a collection's metadata is often the
    crawl's or the event's. Other days that are shown as its own are flagged, with where they stand.
    """
    given = document.published
    if given and given.method == "given":
        return document
    candidates = find_date_candidates(
        document.text, segments=document.segments, url=document.url, given=given, stated=document.dates
    )
    published = choose_published(document.id, document.text, candidates, given)
    flags = (*document.flags, *_conflict(document, published, candidates))
    dates = tuple(_shown(document, found) for found in candidates)
    return document.model_copy(update={"published": published, "dates": dates, "flags": flags})


def _shown(document: Document, found: DateCandidate) -> DateShown:
    span = None if found.start is None or found.end is None else document.span(found.start, found.end)
    return DateShown(
        date=found.day, source=found.source, why=found.why, span=span, other=found.other, changed=found.changed
    )


def _conflict(
    document: Document, published: PublishedDate | None, candidates: Sequence[DateCandidate]
) -> Iterator[Flag]:
    """One flag for all other days that are shown, none where every place shows the day that is followed."""
    day = published.date if published else None
    plain = {found.day for found in candidates if found.other is None}
    others = [found for found in candidates if _differs(found, day, plain)]
    if not others or (day is None and plain and len(plain) == 1 and len(others) == 1):
        return
    shown = "; ".join(dict.fromkeys(_told(found, day) for found in others))
    yield Flag(
        name="page_date_conflict",
        explanation=f"{day or 'none'} is followed, but there is also {shown}",
        spans=tuple(
            Span.of(document.id, document.text, found.start, found.end)
            for found in others
            if found.start is not None and found.end is not None
        ),
    )


_NEXT_DAY = timedelta(1)  # one moment is of two days in two zones, and what is written in the evening is put up later


def _differs(found: DateCandidate, day: date | None, plain: Set[date]) -> bool:
    """Whether a place shows another day of publication than the one that is followed.

    A later change is none, nor is the day before or after, nor the day of something beside the report. A date in
    figures is one where no other place bears it out.
    """
    if found.beside and day is not None and not found.changed:
        return False
    if found.other:
        return day not in _readings(found) or day not in plain
    if day is None:
        return not found.changed
    return found.day < day - _NEXT_DAY if found.changed else abs(found.day - day) > _NEXT_DAY


def _readings(found: DateCandidate) -> set[date]:
    """Both readings of 05/06/2015, the one of any other date."""
    return {found.day, found.other} if found.other else {found.day}


def _told(found: DateCandidate, day: date | None) -> str:
    days = sorted(_readings(found) - {day})
    return f"{' or '.join(map(str, days))} ({found.why})"
