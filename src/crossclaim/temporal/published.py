"""The day a document was published, with how it is known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from crossclaim.model import DateShown, PublishedDate, Segment, SegmentKind, Span
from crossclaim.temporal.expressions import Relation, TimeExpression, TimeKind
from crossclaim.temporal.lexicon import load_lexicon
from crossclaim.temporal.page_dates import find_page_dates
from crossclaim.temporal.recognize import find_times
from crossclaim.temporal.resolve import has_year, resolve_time

__all__ = ["DateCandidate", "choose_published", "find_date_candidates", "find_published"]

# A page's own date stands at its head; texts that lost their markup carry headline and byline before it.
HEAD = 450
# Statements carry place and date under their last line.
FOOT = 250
# Room for "Date of publication:" before a date.
_LABEL_ROOM = 32
# So many days that stand loosely at the head are those of a list.
_LIST = 3
_URL_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})[/_-](\d{1,2})[/_-](\d{1,2})(?!\d)|(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)")
_URL_YEAR = re.compile(r"/((?:19|20)\d{2})/")
_PREPOSITIONS = re.compile(
    r"\b(?:on|in|since|from|of|by|until|after|before|between|to|and|during|as of)(?: the)?\s*$", re.IGNORECASE
)
_LEAD = re.compile(
    r"(?:(?:on|the|of|at|as of|in|since|from|by|until|till|after|before|between|during|up to|prior to)\s+)+",
    re.IGNORECASE,
)
# "By Lina on December 14th, 2016", "Posted by Nour on Sun, 14 Sep 2014"
_BYLINE = re.compile(r"(?:^|\n)(?:(?:posted|published|written|compiled|filed) )?by [^\n.]{2,40}? on\s*$", re.IGNORECASE)
_DATELINE_END = re.compile(r"\s*(?:\([^()\n]{1,40}\)\s*)?(?:[-–—:]|\)\s*[-–—:]|\n)")
_DATELINE_PLACE = re.compile(r"[A-Z][^\n]*[,(]\s*$|\)\s*[-–—]\s*$")
_DIGIT, _YEAR = re.compile(r"\d"), re.compile(r"\d{4}")
_DATE_TIME_GROUP = re.compile(r"\d{6}[A-Z]\s?[A-Z]{3}")
_FOOT_LINE = re.compile(r"(?:^|\n)[^\n.]{0,40}(?:,\s*|\n)$")

_LABELLED, _LINE, _DATELINE, _LOOSE, _METADATA, _ADDRESS, _ASIDE = range(1, 8)
_WHY = {
    _LABELLED: "labelled as the page's date",
    _LINE: "at the start of a line of the page",
    _DATELINE: "in the dateline",
    _LOOSE: "at the head or the foot of the text",
    _METADATA: "the metadata",
    _ADDRESS: "the address",
    _ASIDE: "a change of the page, or beside the text",
}


class DateCandidate(NamedTuple):
    """A day that may be the document's own, why it may be, and where it is shown (half-open, None beside the text).

    ``rank`` says how plainly, 1 the plainest. ``source`` is page, metadata or address; ``other`` is the second reading
    of a date such as 05/06/2015; ``changed`` marks a day on which the page was changed,
    ``beside`` one that stands beside the report, among other stories or in the page's furniture.
    """

    rank: int
    day: date
    method: str
    source: str
    why: str
    start: int | None = None
    end: int | None = None
    other: date | None = None
    changed: bool = False
    beside: bool = False


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

    What was given (by the user, or by the capture's metadata) wins unless ``prefer_text`` puts what the page shows
    first: in collections whose metadata dates the event or the crawl, the page knows better. A dateline without a year
    ("KABUL, Dec 9 -") takes the year of ``given`` or of the address.
    """
    if given and not prefer_text:
        return given
    return choose_published(doc_id, text, find_date_candidates(text, segments=segments, url=url, given=given), given)


def find_date_candidates(
    text: str,
    *,
    segments: Sequence[Segment] = (),
    url: str | None = None,
    given: PublishedDate | None = None,
    stated: Sequence[DateShown] = (),
) -> list[DateCandidate]:
    """Every day that page, metadata or address may mean as the document's own, the plainest first.

    ``stated`` are the days in a page's metadata, ``given`` the one of them that is taken.
    """
    found = list(_shown(text, segments, _known_year(url, given)))
    if given:
        named = next((day.why for day in stated if day.date == given.date and not day.changed), None)
        why = f"{_WHY[_METADATA]}: {named}" if named else _WHY[_METADATA]
        found.append(DateCandidate(_METADATA, given.date, given.method, "metadata", why))
    found += _also_stated(stated, given)
    address = _from_url(url)
    if address:
        found.append(DateCandidate(_ADDRESS, address, "url", "address", _WHY[_ADDRESS]))
    return sorted(found, key=lambda candidate: (candidate.rank, candidate.start or 0))


def choose_published(
    doc_id: str, text: str, candidates: Sequence[DateCandidate], given: PublishedDate | None = None
) -> PublishedDate | None:
    """The day that most of page, metadata and address name, of those the plainest; None where none is plain.

    A date in figures that may be read in two orders takes the one that another candidate or a weekday in the text bears
    out. Several days that stand loosely at the head, none of them labelled, are those of a list.
    """
    read = [_in_order(candidate, candidates, text) for candidate in candidates]
    known = [candidate for candidate in read if candidate]
    asides = [candidate for candidate in known if not (candidate.source == "metadata" and candidate.rank == _ASIDE)]
    sure = [candidate for candidate in known if candidate.rank < _ASIDE] or ([] if None in read else asides)
    days = {candidate.day for candidate in sure}
    if not sure or (len(days) >= _LIST and all(found.rank == _LOOSE for found in sure)):
        return None
    sources = {day: {found.source for found in sure if found.day == day} for day in days}
    best = min(sure, key=lambda found: (-len(sources[found.day]), found.rank, found.start or 0))
    best = _without_slip_of_january(best, sure)
    if best.source == "metadata" and given:
        return given
    span = None if best.start is None or best.end is None else Span.of(doc_id, text, best.start, best.end)
    also = tuple(f"also the {source}" for source in sorted(sources[best.day] - {best.source}))
    return PublishedDate(date=best.day, method=best.method, span=span, evidence=(best.why, *also))


def _also_stated(stated: Sequence[DateShown], given: PublishedDate | None) -> Iterator[DateCandidate]:
    """Further days of the metadata, each once; none of them is followed where the first is none."""
    seen = {(given.date, False)} if given else set()
    for day in stated:
        if (day.date, day.changed) not in seen:
            seen.add((day.date, day.changed))
            yield DateCandidate(_ASIDE, day.date, "metadata", "metadata", day.why, changed=day.changed)


# Choosing


def _in_order(candidate: DateCandidate, others: Sequence[DateCandidate], text: str) -> DateCandidate | None:
    """The candidate in the order of its figures that something else bears out, None where nothing does."""
    if candidate.other is None:
        return candidate
    readings = {candidate.day, candidate.other}
    told = {other.day for other in others if other.other is None} & readings
    told = told or {day for day in readings if day.weekday() in _weekdays(text)}
    return candidate._replace(day=told.pop()) if len(told) == 1 else None


def _weekdays(text: str) -> set[int]:
    """The weekdays named at the head of a report, which mostly tells of its own day."""
    return {int(time.parts["weekday"]) for time in find_times(text, 0, min(len(text), HEAD)) if "weekday" in time.parts}


def _without_slip_of_january(best: DateCandidate, sure: Sequence[DateCandidate]) -> DateCandidate:
    """In January old years are still written by hand; an address made by a machine that names the next one is right."""
    if best.source != "page" or best.day.month != 1:
        return best
    next_year = best.day.replace(year=best.day.year + 1)
    return next((other for other in sure if other.source == "address" and other.day == next_year), best)


def _known_year(url: str | None, given: PublishedDate | None) -> date | None:
    """A day of the year that is known from elsewhere."""
    if given:
        return given.date
    from_url = _from_url(url)
    if from_url:
        return from_url
    year = _URL_YEAR.search(url or "")
    return date(int(year[1]), 12, 31) if year else None


# Finding


def _shown(text: str, segments: Sequence[Segment], known: date | None) -> Iterator[DateCandidate]:
    """What the page shows, each place once: its dateline segments, its heads, else the date under it."""
    ranges = [(segment.start, segment.end) for segment in segments if segment.kind is SegmentKind.DATELINE]
    head = next((segment.start for segment in segments if segment.kind.carries_claims), 0)
    seen: set[int | None] = set()
    for start, end in [*ranges, *_heads(text, head)]:
        for candidate in (*_candidates(text, start, end, known), *_foreign(text, start, end)):
            if candidate.start not in seen:
                seen.add(candidate.start)
                yield from _placed(candidate, segments)
    if not seen:
        yield from _signed(text)


def _placed(candidate: DateCandidate, segments: Sequence[Segment]) -> Iterator[DateCandidate]:
    """The candidate, an aside where it stands beside the report; none where it dates a comment."""
    segment = next((part for part in segments if part.start <= (candidate.start or 0) < part.end), None)
    if segment and segment.kind is SegmentKind.BOILERPLATE and segment.reason != "byline":
        yield candidate._replace(rank=_ASIDE, why=_WHY[_ASIDE], beside=True)
    elif segment is None or segment.kind is not SegmentKind.COMMENT:
        yield candidate


def _heads(text: str, body: int) -> list[tuple[int, int]]:
    """Where the page's own date may stand: at the head of the page and of its body, which usually are one stretch."""
    if body <= HEAD:
        return [(0, min(len(text), body + HEAD))]
    return [(0, HEAD), (body, min(len(text), body + HEAD))]


def _candidates(text: str, start: int, end: int, known: date | None) -> Iterator[DateCandidate]:
    # Most heads show no date; without figures for one there is no need to look for it.
    if not any(pattern.search(text, start, end) for pattern in (_DIGIT if known else _YEAR, _DATE_TIME_GROUP)):
        return
    for time in find_times(text, start, end):
        if not _is_whole_day(time):
            continue
        first = _own_start(text, time)
        rank = _rank(text, first, time)
        day = resolve_time(time._replace(relation=Relation.ON, forward=False), known).start_date if rank else None
        if rank and day and (has_year(time) or (known and rank in {_LINE, _DATELINE})):
            method = "dateline" if rank == _DATELINE else "text"
            changed = _changed().search(text[max(0, first - _LABEL_ROOM) : first]) is not None
            other = _other_order(time, day)
            yield DateCandidate(rank, day, method, "page", _WHY[rank], first, time.end, other, changed)


def _is_whole_day(time: TimeExpression) -> bool:
    parts = time.parts
    if time.last or parts.keys() & {"last_day", "slash", "days"}:
        return False
    if time.kind is TimeKind.OTHER_CALENDAR:
        return "day" in parts and "calendar_year" in parts
    written = re.split(r"\D", str(parts.get("numeric", "")))
    return time.kind is TimeKind.DATE and not (len(written) == 3 and len(written[2]) == 2)


def _other_order(time: TimeExpression, day: date) -> date | None:
    """The second reading of 05/06/2015; with dots or dashes the day stands first."""
    if "/" not in str(time.parts.get("numeric", "")) or day.month == day.day or "tail_is_weekday" in time.parts:
        return None
    try:
        return day.replace(month=day.day, day=day.month)
    except ValueError:  # 25/06: no month has that number
        return None


def _foreign(text: str, start: int, end: int) -> Iterator[DateCandidate]:
    """Date lines in other languages, the civil day rather than the Islamic one beside it."""
    found = list(find_page_dates(text, start, end)) if _YEAR.search(text, start, end) else []
    # "5 April 2017" is Dutch as well as English; as English it has been read with its preposition.
    english = [(time.start, time.end) for time in find_times(text, start, end) if has_year(time)] if found else []
    found = [page for page in found if not any(first < page.end and page.start < last for first, last in english)]
    civil = [page_date for page_date in found if not page_date.islamic]
    for page_date in civil or found:
        changed = _changed().search(text, max(0, page_date.start - _LABEL_ROOM), page_date.start)
        rank = _ASIDE if changed else _LINE
        yield DateCandidate(
            rank, page_date.day, "text", "page", _WHY[rank], page_date.start, page_date.end, changed=changed is not None
        )


def _signed(text: str) -> Iterator[DateCandidate]:
    """The date under a statement, alone in its line or behind a place."""
    foot = max(0, len(text) - FOOT)
    for time in find_times(text, foot) if _YEAR.search(text, foot) else ():
        if not _is_whole_day(time) or not has_year(time):
            continue
        alone = re.compile(r"[.\s]*(?:\n|\Z)").match(text, time.end)
        day = resolve_time(time, None).start_date
        if alone and day and _FOOT_LINE.search(text[max(0, time.start - 60) : time.start]):
            yield DateCandidate(_LOOSE, day, "text", "page", _WHY[_LOOSE], time.start, time.end)


def _rank(text: str, first: int, time: TimeExpression) -> int:
    """How plainly a date is the page's own, 1 the plainest; 0 where a preposition makes it part of the report."""
    before = text[max(0, first - _LABEL_ROOM) : first]
    if _changed().search(before):
        return _ASIDE
    if _label().search(before) or _BYLINE.search(text[max(0, first - 2 * _LABEL_ROOM) : first]):
        return _LABELLED
    if _PREPOSITIONS.search(before) or time.start < first:
        return 0
    starts_line = not before.strip() or before.rstrip(" \t[(|").endswith("\n") or (first < 3)
    ends_line = text[time.end : time.end + 1] in {"", "\n"}
    if starts_line and (has_year(time) or ends_line):
        return _LINE
    if _DATELINE_END.match(text, time.end) and "\n" not in before[-2:] and _DATELINE_PLACE.search(before):
        return _DATELINE
    return _LOOSE if has_year(time) else 0


def _own_start(text: str, time: TimeExpression) -> int:
    """Where the date itself begins, the preposition left out where a label took it in ("posted on 5 May 2016")."""
    lead = _LEAD.match(text, time.start, time.end)
    return lead.end() if lead else time.start


@cache
def _label() -> re.Pattern[str]:
    return _labels(load_lexicon().labels)


@cache
def _changed() -> re.Pattern[str]:
    return _labels(load_lexicon().changed)


def _labels(words: Sequence[str]) -> re.Pattern[str]:
    either = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"(?:^|[^\w])(?:{either})[:,\s]*(?:on\s+|at\s+)?$", re.IGNORECASE)


def _from_url(url: str | None) -> date | None:
    """The day in an address such as /2016/06/15/ or /20160615/."""
    for match in _URL_DAY.finditer(url or ""):
        year, month, day = (int(number) for number in match.groups() if number)
        try:
            return date(year, month, day)
        except ValueError:  # /2016/99/ numbers something else
            continue
    return None
