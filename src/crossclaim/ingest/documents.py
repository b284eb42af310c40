"""Documents from a text and what is known of it: one place for titles, segments and given dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from crossclaim.errors import InputError
from crossclaim.ingest.decoding import check_storable
from crossclaim.ingest.options import ReadOptions
from crossclaim.ingest.segments import find_segments
from crossclaim.ingest.titles import find_title, stands_apart
from crossclaim.model import Document, Flag, OffsetMap, PublishedDate, Segment, SegmentKind

__all__ = ["Known", "Origin", "compose_document", "read_date", "read_record"]

_BEFORE_TITLE = "\n\n"
_DATE_FORMATS = ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%Y/%m/%d")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document comes from: its input's name, and the id and media type of the capture."""

    source: str
    capture_id: str | None = None
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What an input says about its text, beside the text."""

    doc: str | None = None
    title: str | None = None
    published: PublishedDate | None = None
    url: str | None = None
    outlet: str | None = None
    flags: tuple[Flag, ...] = field(default=())


def compose_document(text: str, origin: Origin, known: Known) -> Document:
    """The document of a plain text.

    A title given beside the text is marked where the text starts with it. Where it does not, the title is appended
    after the text and a blank line, as a segment of its own: offsets into the text that was given stay valid, and the
    offset map leads nowhere for the title.
    """
    length = len(text)
    text, segments = _with_title(text, known.title) if known.title else (text, find_segments(text))
    title = next((text[part.start : part.end] for part in segments if part.kind is SegmentKind.TITLE), None)
    return Document(
        id=known.doc or known.url or origin.source,
        text=text,
        segments=segments,
        offsets=OffsetMap.identity(length),
        capture_id=origin.capture_id,
        title=known.title or title,
        outlet=known.outlet,
        url=known.url,
        published=known.published,
        flags=known.flags,
    )


def read_record(record: Mapping[str, object], origin: Origin, options: ReadOptions) -> Document:
    """The document of one record of a table, whose keys are the fields of ``options.FIELDS``.

    Raises:
        InputError: the text is missing, blank, no text, or not storable.
    """
    source = origin.source
    text = record.get("text")
    if not isinstance(text, str):
        raise InputError(source, "no text" if text is None else f"text is no string but {type(text).__name__}")
    if not text.strip():
        raise InputError(source, "no text")
    if len(text) > options.max_bytes:
        raise InputError(source, f"larger than {options.max_bytes} bytes")
    check_storable(text, source)
    published, flags = _given_date(record.get("published"), options)
    fields = {name: _short_field(record, name, source) for name in ("doc", "title", "url", "outlet")}
    return compose_document(text, origin, Known(published=published, flags=flags, **fields))


def read_date(given: str) -> date | None:
    """The day of an ISO date or time, or of a date with its month in English; None for anything else."""
    given = given.strip()
    try:
        return datetime.fromisoformat(given).date()
    except ValueError:
        pass
    for form in _DATE_FORMATS:
        try:
            return datetime.strptime(given[:40], form).date()  # noqa: DTZ007 - the day as the source prints it
        except ValueError:
            continue
    return None


def _with_title(text: str, title: str) -> tuple[str, tuple[Segment, ...]]:
    found = find_title(text, title)
    if found is None:
        return _append_title(text, title)
    # Where the sentence runs on ("Army kills 5 in Hama, monitor says"), a title cut out of it would break it in two.
    return text, find_segments(text, title=found) if stands_apart(text, found) else find_segments(text)


def _append_title(text: str, title: str) -> tuple[str, tuple[Segment, ...]]:
    start = len(text) + len(_BEFORE_TITLE)
    reason = "title given beside the text"
    appended = Segment(kind=SegmentKind.TITLE, start=start, end=start + len(title), reason=reason)
    # A first line that looks like a title is not the title: that one is known.
    kept = (
        part.model_copy(update={"kind": SegmentKind.BODY}) if part.kind is SegmentKind.TITLE else part
        for part in find_segments(text)
    )
    return f"{text}{_BEFORE_TITLE}{title}", (*kept, appended)


def _short_field(record: Mapping[str, object], name: str, source: str) -> str | None:
    given = record.get(name)
    if given is None or isinstance(given, (dict, list)):
        return None
    check_storable(str(given), f"{source} ({name})")
    return str(given).strip() or None


def _given_date(given: object, options: ReadOptions) -> tuple[PublishedDate | None, tuple[Flag, ...]]:
    fallback = PublishedDate(date=options.published, method="given") if options.published else None
    if given is None or not str(given).strip():
        return fallback, ()
    if isinstance(given, str) and (day := read_date(given)):
        return PublishedDate(date=day, method="metadata"), ()
    explanation = "the date of publication that came with the text is no ISO date (2016-06-15) and was left out"
    return fallback, (Flag(name="published_not_read", explanation=explanation),)
