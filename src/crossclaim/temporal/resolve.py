"""Resolves time expressions to closed intervals of days.

The conventions are those of news English read on its day of writing: a weekday is the latest one, so is a month without
a year; "last night" reaches from the day before into the day itself; "last week" runs from Monday to Sunday.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from crossclaim.model import Precision, TimeReading
from crossclaim.temporal.expressions import Parts, Relation, TimeExpression, TimeKind
from crossclaim.temporal.frame import ReadingFrame
from crossclaim.temporal.intervals import Interval
from crossclaim.temporal.rules import part_of_day, read_point, week_of

__all__ = ["has_year", "resolve_time", "resolve_times"]

_YEAR_PARTS = frozenset(
    {
        "year",
        "years",
        "year_first",
        "year_short",
        "iso",
        "numeric",
        "glued",
        "numeric_month",
        "calendar_year",
        "figures",
    }
)
_DAYS = frozenset({Precision.DAY, Precision.PART_OF_DAY, Precision.DAYS, Precision.WEEK})
# "After Tuesday's attack", "after Friday prayers": the day of the event, not the days that follow.
_EVENTS = frozenset({"tail_prayers", "tail_possessive"})
_OPEN = TimeReading(start_date=None, end_date=None)


def resolve_time(
    expression: TimeExpression,
    anchor: date | None,
    *,
    previous: TimeReading | None = None,
    cumulative: bool = False,
    year_named: bool = False,
) -> TimeReading:
    """The days an expression names, both ends None where nothing anchors it.

    ``anchor`` is the day the text was written. ``previous`` is the reading of the time named before it, for "the next
    day" and "at dawn". ``cumulative`` says that a total is counted from an onset on: "the war that began in 2011" then
    reaches to the anchor. ``year_named`` says that ``previous`` was named with its year just before ("In 2014 the front
    moved west, and on 7 July ...").
    """
    context = Interval(previous.start_date, previous.end_date, previous.precision, "") if previous else None
    frame = ReadingFrame(anchor, context, expression.forward, expression.relation, year_named)
    try:
        interval = _interval(expression, frame)
        if interval is None:
            return _OPEN
        return _reading(_related(interval, expression, frame, cumulative=cumulative), expression, frame)
    except (OverflowError, ValueError):  # 31 June, the year 0: written so, but no day
        return _OPEN


def resolve_times(
    expressions: Sequence[TimeExpression], anchor: date | None, *, cumulative: bool = False
) -> list[TimeReading]:
    """One reading an expression, in order; each may lean on the nearest day named before it.

    Without an ``anchor``, a date without a year is of the year that puts it nearest to the date named before it.
    """
    readings: list[TimeReading] = []
    named: tuple[TimeExpression, TimeReading] | None = None
    day: tuple[TimeExpression, TimeReading] | None = None
    for place, expression in enumerate(expressions):
        year_named = _year_just_named(named, expression)
        without_year = (anchor is None or year_named) and expression.kind in _OPEN_YEAR
        before = named if without_year or _names_long_unit(expression, named) else day
        if expression.kind is TimeKind.RUNNING:
            before = _beside(expression, expressions[place + 1 : place + 2], day, anchor)
        reading = resolve_time(
            expression, anchor, previous=before and before[1], cumulative=cumulative, year_named=year_named
        )
        readings.append(reading)
        if not expression.reporting and _can_be_leant_on(expression, reading):
            named = expression, reading
            day = named if reading.precision in _DAYS else day
        elif expression.relation is not Relation.ON and has_year(expression):
            # "By October 1941" is no day to count from, but its year is heard in "in November".
            named = expression, resolve_time(expression._replace(relation=Relation.ON), anchor)
    return readings


_OPEN_YEAR = frozenset({TimeKind.DATE, TimeKind.MONTH, TimeKind.SEASON, TimeKind.HOLIDAY, TimeKind.WEEK, TimeKind.HALF})
# How far, in characters, a year is heard that is named once.
_HEARD = 160


def _year_just_named(before: tuple[TimeExpression, TimeReading] | None, expression: TimeExpression) -> bool:
    if before is None or expression.kind not in {TimeKind.DATE, TimeKind.MONTH, TimeKind.HOLIDAY}:
        return False
    if Relation.SINCE in {expression.relation, before[0].relation} or expression.forward:
        return False
    return expression.start - before[0].end <= _HEARD and has_year(before[0])


def has_year(expression: TimeExpression) -> bool:
    """Whether the words themselves name the year."""
    written = str(expression.parts.get("dtg", "Z"))  # 141530ZAUG21 names its year, 141530Z does not
    return not expression.parts.keys().isdisjoint(_YEAR_PARTS) or written[-1].isdigit()


def _beside(
    expression: TimeExpression,
    following: Sequence[TimeExpression],
    before: tuple[TimeExpression, TimeReading] | None,
    anchor: date | None,
) -> tuple[TimeExpression, TimeReading] | None:
    """The day named in the words around a run of days ("for the second day on New Year's Day"), if there is one."""
    if before and expression.start - before[0].end <= _HEARD // 2:
        return before
    if following and following[0].start - expression.end <= _HEARD // 8 and not following[0].kind.leans_on_text:
        reading = resolve_time(following[0], anchor)
        return (following[0], reading) if reading.precision is Precision.DAY else None
    return None


def _names_long_unit(expression: TimeExpression, named: tuple[TimeExpression, TimeReading] | None) -> bool:
    """Whether it may lean on a month or year: "that month" on a month, not on a year."""
    parts = expression.parts
    if parts.get("whole") or parts.keys() & {"that_year", "that_month", "step"}:
        return True
    in_year = named is not None and named[1].precision in {Precision.YEAR, Precision.YEARS, Precision.SEASON}
    return parts.get("unit") in ({"year", "decade"} if in_year else {"month", "year", "decade"})


def _can_be_leant_on(expression: TimeExpression, reading: TimeReading) -> bool:
    if expression.relation is not Relation.ON or not reading.start_date or not reading.end_date:
        return False
    return expression.kind.places and expression.kind not in {TimeKind.PRESENT, TimeKind.DECADE}


def _interval(expression: TimeExpression, frame: ReadingFrame) -> Interval | None:
    if expression.last is None:
        first = read_point(expression.kind, expression.parts, frame)
        return week_of(part_of_day(first, expression.parts), expression.parts)
    return _range(expression, expression.last, frame)


def _range(expression: TimeExpression, last_parts: Parts, frame: ReadingFrame) -> Interval | None:
    """From the first of two points to the last; each takes from the other the year, or the direction, it lacks."""
    first = read_point(expression.kind, expression.parts, frame) if _is_of(expression.kind, expression.parts) else None
    if first and first.start and (frame.forward or has_year(expression)):
        frame = frame._replace(anchor=first.start, previous=first, forward=True) if first.start else frame
    last = part_of_day(read_point(expression.kind, last_parts, frame), last_parts)
    if last is None or not (last.start and last.end):
        return first
    if not _is_of(expression.kind, expression.parts):  # "overnight into Sunday"
        return Interval(
            last.start - timedelta(1),
            last.end,
            Precision.PART_OF_DAY,
            f"the night into the {last.rule.removeprefix('the ')}",
        )
    first = _earlier_start(first, last, expression, frame)
    if not first or not first.start or first.start > last.end:
        return last
    precision = Precision.DAYS if first.precision in {Precision.DAY, Precision.PART_OF_DAY} else first.precision
    return Interval(first.start, last.end, precision, f"from {first.rule} to {last.rule}")


def _is_of(kind: TimeKind, parts: Parts) -> bool:
    return kind is not TimeKind.WEEKDAY or "weekday" in parts


def _earlier_start(
    first: Interval | None, last: Interval, expression: TimeExpression, frame: ReadingFrame
) -> Interval | None:
    """The first end read as the latest before the second: from Friday to Tuesday, between January and May 2015."""
    if has_year(expression) or not last.start:
        return first
    nearer = read_point(expression.kind, expression.parts, frame._replace(anchor=last.start, forward=False))
    return nearer if nearer and nearer.start and nearer.start <= last.start else first


def _related(interval: Interval, expression: TimeExpression, frame: ReadingFrame, *, cumulative: bool) -> Interval:
    start, end, precision, rule = interval
    relation, anchor = frame.relation, frame.anchor
    if relation is Relation.SINCE or (cumulative and expression.onset):
        if anchor is None or start is None or start > anchor:
            return interval
        return Interval(start, anchor, Precision.DAY if start == anchor else Precision.DAYS, f"since {rule}")
    if relation is Relation.UNTIL and expression.kind.places:
        return interval._replace(start=None, precision=Precision.DAYS, rule=f"until {rule}")
    if relation is Relation.BEFORE and expression.kind.places:
        ended = start - timedelta(1) if start else end
        return Interval(None, ended, Precision.DAYS, f"before {rule}")
    if relation is Relation.AFTER and expression.parts.keys().isdisjoint(_EVENTS):
        return Interval(start, None, precision, f"after {rule}")
    return interval


def _reading(interval: Interval, expression: TimeExpression, frame: ReadingFrame) -> TimeReading:
    start, end, precision, rule = interval
    if start is None and end is None:
        return _OPEN
    if start and end and start > end:
        return _OPEN
    evidence = (*_against(expression, frame, rule), f"read as {rule}")
    return TimeReading(start_date=start, end_date=end, precision=precision, evidence=evidence)


def _against(expression: TimeExpression, frame: ReadingFrame, rule: str) -> tuple[str, ...]:
    """What the words were read against: the time named before them or the day of the document, and which way."""
    leant = frame.previous if expression.kind.leans_on_text or "named before" in rule else None
    if leant and leant.start:
        return (f"counted from {leant.start.isoformat()}, the time named before it",)
    if frame.anchor is None or has_year(expression) or expression.kind in {TimeKind.DECADE, TimeKind.CENTURY}:
        return ()
    anchor = f"counted from {frame.anchor.isoformat()}"
    return (anchor, "the words around it speak of what is to come") if frame.forward else (anchor,)
