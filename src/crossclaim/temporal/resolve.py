"""Resolves time expressions to closed intervals of days.

The conventions are those of news English read on its day of writing: a weekday is the latest one, so is a month without
a year; "last night" reaches from the day before into the day itself; "last week" runs from Monday to Sunday.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crossclaim.model import Precision, TimeReading
from crossclaim.temporal.expressions import Relation, TimeExpression, TimeKind
from crossclaim.temporal.intervals import Interval
from crossclaim.temporal.rules import ReadingFrame, part_of_day, read_point

__all__ = ["resolve_time", "resolve_times"]

_DAYS = frozenset({Precision.DAY, Precision.PART_OF_DAY, Precision.DAYS, Precision.WEEK})
# "After Tuesday's attack", "after Friday prayers": the day of the event, not the days that follow.
_EVENTS = frozenset({"tail_prayers", "tail_possessive"})
_OPEN = TimeReading(start_date=None, end_date=None)


def resolve_time(
    expression: TimeExpression, anchor: date | None, *, previous: TimeReading | None = None, cumulative: bool = False
) -> TimeReading:
    """The days an expression names, both ends None where nothing anchors it.

    ``anchor`` is the day the text was written. ``previous`` is the reading of the time named before it, for "the next
    day" and "at dawn". ``cumulative`` says that a total is counted from an onset on: "the war that began in 2011" then
    reaches to the anchor.
    """
    context = Interval(previous.start_date, previous.end_date, previous.precision, "") if previous else None
    frame = ReadingFrame(anchor, context, expression.forward, expression.relation)
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
    named: TimeReading | None = None
    day: TimeReading | None = None
    for expression in expressions:
        without_year = anchor is None and expression.kind in {TimeKind.DATE, TimeKind.MONTH}
        previous = named if without_year or _names_long_unit(expression) else day
        reading = resolve_time(expression, anchor, previous=previous, cumulative=cumulative)
        readings.append(reading)
        if not expression.reporting and _can_be_leant_on(expression, reading):
            named = reading
            day = reading if reading.precision in _DAYS else day
    return readings


def _names_long_unit(expression: TimeExpression) -> bool:
    return bool(expression.parts.get("whole")) or expression.parts.get("unit") in {"month", "year", "decade"}


def _can_be_leant_on(expression: TimeExpression, reading: TimeReading) -> bool:
    if expression.relation is not Relation.ON or not reading.start_date or not reading.end_date:
        return False
    return expression.kind.places and expression.kind not in {TimeKind.PRESENT, TimeKind.DECADE}


def _interval(expression: TimeExpression, frame: ReadingFrame) -> Interval | None:
    first = read_point(expression.kind, expression.parts, frame)
    if expression.last is None or first is None:
        return part_of_day(first, expression.parts)
    last = part_of_day(read_point(expression.kind, expression.last, frame), expression.last)
    if last is None or not (first.start and last.end):
        return first
    first = _earlier_start(first, last, expression, frame)
    if not first.start or first.start > last.end:
        return last
    precision = Precision.DAYS if first.precision in {Precision.DAY, Precision.PART_OF_DAY} else first.precision
    return Interval(first.start, last.end, precision, f"from {first.rule} to {last.rule}")


def _earlier_start(first: Interval, last: Interval, expression: TimeExpression, frame: ReadingFrame) -> Interval:
    """The first end read as the latest before the second: from Friday to Tuesday, between January and May 2015."""
    if "year" in expression.parts or not last.start:
        return first
    nearer = read_point(expression.kind, expression.parts, frame._replace(anchor=last.start, forward=False))
    return nearer or first


def _related(interval: Interval, expression: TimeExpression, frame: ReadingFrame, *, cumulative: bool) -> Interval:
    start, end, precision, rule = interval
    relation, anchor = frame.relation, frame.anchor
    if relation is Relation.SINCE or (cumulative and expression.onset):
        if anchor is None or start is None or start > anchor:
            return interval
        return Interval(start, anchor, Precision.DAY if start == anchor else Precision.DAYS, f"since {rule}")
    if relation is Relation.UNTIL and expression.kind.places:
        start = anchor if frame.forward and anchor and end and anchor <= end else None
        return interval._replace(start=start, precision=Precision.DAYS, rule=f"until {rule}")
    if relation is Relation.AFTER and expression.parts.keys().isdisjoint(_EVENTS):
        return Interval(start, None, precision, f"after {rule}")
    return interval


def _reading(interval: Interval, expression: TimeExpression, frame: ReadingFrame) -> TimeReading:
    start, end, precision, rule = interval
    if start is None and end is None:
        return _OPEN
    if start and end and start > end:
        return _OPEN
    against: tuple[str, ...] = ()
    if expression.kind not in {TimeKind.YEAR, TimeKind.DECADE} and frame.anchor and "year" not in expression.parts:
        against = (f"anchor {frame.anchor.isoformat()}",)
    return TimeReading(start_date=start, end_date=end, precision=precision, evidence=(*against, f"rule {rule}"))
