"""The day a document was published, with how it is known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from crossclaim.model import PublishedDate, Segment, SegmentKind, Span
from crossclaim.temporal.expressions import Relation, TimeExpression, TimeKind
from crossclaim.temporal.lexicon import load_lexicon
from crossclaim.temporal.recognize import find_times
from crossclaim.temporal.resolve import resolve_time

__all__ = ["find_published"]

# A page's own date stands at its head; texts that lost their markup carry headline and byline before it.
HEAD = 450
# Statements carry place and date under their last line.
FOOT = 250
# Room for "Date of publication:" before a date.
_LABEL_ROOM = 32
_URL_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})[/_-](\d{1,2})[/_-](\d{1,2})(?!\d)|(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)")
_URL_YEAR = re.compile(r"/((?:19|20)\d{2})/")
_PREPOSITIONS = re.compile(
    r"\b(?:on|in|since|from|of|by|until|after|before|between|to|and|during|as of)(?: the)?\s*$", re.IGNORECASE
)
_LEAD = re.compile(
    r"(?:(?:on|the|of|at|as of|in|since|from|by|until|till|after|before|between|during|up to|prior to)\s+)+",
    re.IGNORECASE,
)
_DATELINE_END = re.compile(r"\s*(?:\([^()\n]{1,40}\)\s*)?(?:[-–—:]|\)\s*[-–—:]|\n)")
_DIGIT, _YEAR = re.compile(r"\d"), re.compile(r"\d{4}")
_FOOT_LINE = re.compile(r"(?:^|\n)[^\n.]{0,40}(?:,\s*|\n)$")


class _Candidate(NamedTuple):
    rank: int
    start: int
    end: int
    day: date
    method: str


def find_published(
    doc_id: str,
    text: str,
    *,
    segments: Sequence[Segment] = (),
    url: str | None = None,
    given: PublishedDate | None = None,
    prefer_text: bool = False,
) -> PublishedDate | None:
    """The day the document was published, None where neither input, text nor address shows it.

    What was given (by the user, or by the capture's metadata) wins over the page's own date line, a dateline, and the
    address, in that order. ``prefer_text`` puts a whole date shown by the text first: in collections whose metadata
    dates the event or the crawl, the page knows better. A dateline without a year ("KABUL, Dec 9 -") takes the year of
    ``given`` or of the address.
    """
    if given and not prefer_text:
        return given
    shown = _shown(doc_id, text, segments, _known_year(url, given))
    return shown or given or _from_url(url)


def _known_year(url: str | None, given: PublishedDate | None) -> date | None:
    """A day of the year that is known from elsewhere."""
    if given:
        return given.date
    from_url = _from_url(url)
    if from_url:
        return from_url.date
    year = _URL_YEAR.search(url or "")
    return date(int(year[1]), 12, 31) if year else None


def _shown(doc_id: str, text: str, segments: Sequence[Segment], known: date | None) -> PublishedDate | None:
    ranges = [(segment.start, segment.end) for segment in segments if segment.kind is SegmentKind.DATELINE]
    head = next((segment.start for segment in segments if segment.kind.carries_claims), 0)
    candidates = [
        candidate for start, end in [*ranges, *_heads(text, head)] for candidate in _candidates(text, start, end, known)
    ]
    candidates = candidates or list(_signed(text))
    if not candidates:
        return None
    best = min(candidates, key=lambda candidate: (candidate.rank, candidate.start))
    span = Span.of(doc_id, text, best.start, best.end)
    return PublishedDate(date=best.day, method=best.method, span=span)


def _heads(text: str, body: int) -> list[tuple[int, int]]:
    """Where the page's own date may stand: at the head of the page and of its body, which usually are one stretch."""
    if body <= HEAD:
        return [(0, min(len(text), body + HEAD))]
    return [(0, HEAD), (body, min(len(text), body + HEAD))]


def _candidates(text: str, start: int, end: int, known: date | None) -> Iterator[_Candidate]:
    # Most heads show no date; without figures for one there is no need to look for it.
    if not (_DIGIT if known else _YEAR).search(text, start, end):
        return
    for time in find_times(text, start, end):
        if time.kind is not TimeKind.DATE or time.last or "last_day" in time.parts or "slash" in time.parts:
            continue
        first = _own_start(text, time)
        rank = _rank(text, first, time)
        day = resolve_time(time._replace(relation=Relation.ON, forward=False), known).start_date if rank else None
        if rank and day and (_has_year(time) or (known and rank == _DATELINE)):
            method = "dateline" if rank == _DATELINE else "text"
            yield _Candidate(rank, first, time.end, day, method)


def _signed(text: str) -> Iterator[_Candidate]:
    """The date under a statement, alone in its line or behind a place."""
    foot = max(0, len(text) - FOOT)
    for time in find_times(text, foot) if _YEAR.search(text, foot) else ():
        if time.kind is not TimeKind.DATE or not _has_year(time) or time.last or "last_day" in time.parts:
            continue
        alone = re.compile(r"[.\s]*(?:\n|\Z)").match(text, time.end)
        day = resolve_time(time, None).start_date
        if alone and day and _FOOT_LINE.search(text[max(0, time.start - 60) : time.start]):
            yield _Candidate(_LOOSE, time.start, time.end, day, "text")


_LABELLED, _LINE, _DATELINE, _LOOSE = 1, 2, 3, 4


def _rank(text: str, first: int, time: TimeExpression) -> int:
    """How plainly a date is the page's own, 1 the plainest; 0 where a preposition makes it part of the report."""
    before = text[max(0, first - _LABEL_ROOM) : first]
    if _label().search(before):
        return _LABELLED
    if _PREPOSITIONS.search(before) or time.start < first:
        return 0
    line_start = not before.strip() or before.rstrip(" \t[(|").endswith("\n") or (first < 3)
    if _has_year(time) and line_start:
        return _LINE
    if (
        _DATELINE_END.match(text, time.end)
        and "\n" not in before[-2:]
        and re.search(r"[A-Z][^\n]*[,(]\s*$|\)\s*[-–—]\s*$", before)
    ):
        return _DATELINE
    return _LOOSE if _has_year(time) else 0


def _own_start(text: str, time: TimeExpression) -> int:
    """Where the date itself begins, the preposition left out where a label took it in ("posted on 5 May 2016")."""
    lead = _LEAD.match(text, time.start, time.end)
    return lead.end() if lead else time.start


def _has_year(time: TimeExpression) -> bool:
    return not time.parts.keys().isdisjoint({"year", "iso", "numeric", "glued"})


@cache
def _label() -> re.Pattern[str]:
    labels = sorted(load_lexicon().labels, key=len, reverse=True)
    words = "|".join(map(re.escape, labels))
    return re.compile(rf"(?:^|[^\w])(?:{words})[:,\s]*(?:on\s+|at\s+)?$", re.IGNORECASE)


def _from_url(url: str | None) -> PublishedDate | None:
    """The day in an address such as /2016/06/15/ or /20160615/."""
    for match in _URL_DAY.finditer(url or ""):
        year, month, day = (int(number) for number in match.groups() if number)
        try:
            return PublishedDate(date=date(year, month, day), method="url")
        except ValueError:  # /2016/99/ numbers something else
            continue
    return None
