"""How each kind of point in time is read: from its own words, from the anchor, or from the time named before it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from crossclaim.model import Precision
from crossclaim.temporal.expressions import Parts, Relation, TimeKind
from crossclaim.temporal.intervals import (
    Interval,
    around,
    days_of_month,
    days_of_year,
    open_until,
    shift_months,
    unit_ahead,
)

__all__ = ["ReadingFrame", "part_of_day", "read_point"]

# A page is often dated a few days before the text was last edited: "on 7 June" on 5 June is this June.
TOLERANCE = timedelta(7)
_ONE_DAY = timedelta(1)


class ReadingFrame(NamedTuple):
    """What an expression is read against: the page's day, the interval read before it, whether it lies ahead."""

    anchor: date | None
    previous: Interval | None
    forward: bool
    relation: Relation


def read_point(kind: TimeKind, parts: Parts, frame: ReadingFrame) -> Interval | None:
    """The days a point names, None where it has nothing to be read against.

    Raises:
        OverflowError, ValueError: there is no such day.
    """
    rule = _ABSOLUTE.get(kind)
    if rule:
        return rule(parts, frame)
    if kind in _LEANING:
        base = frame.previous.start if frame.previous and frame.previous.start else frame.anchor
        return _LEANING[kind](parts, frame, base) if base else None
    anchored = _ANCHORED.get(kind)
    return anchored(parts, frame, frame.anchor) if anchored and frame.anchor else None


def part_of_day(interval: Interval | None, parts: Parts) -> Interval | None:
    """A night reaches into the next day; any other part keeps to its own."""
    if interval is None or interval.start is None or interval.start != interval.end:
        return interval
    part = _part(parts)
    if part is None:
        return interval
    end = interval.start + _ONE_DAY if part == "night" and "day_offset" not in interval.rule else interval.end
    return Interval(interval.start, end, Precision.PART_OF_DAY, f"{interval.rule}, {part}")


def _part(parts: Parts) -> str | None:
    named = [str(parts[name]) for name in ("lead_part", "part", "tail_part") if name in parts]
    if named:
        return named[0] if len(named) == 1 or named[0] != "night" else named[-1]
    return "hour" if any(name in parts for name in ("lead_hour", "lead_hour_number", "tail_hour")) else None


def _date(parts: Parts, frame: ReadingFrame) -> Interval | None:
    if "iso" in parts or "numeric" in parts:
        day = _written(parts)
        return Interval(day, day, Precision.DAY, "date as written")
    month, first = _month_and_day(parts)
    last = int(parts.get("last_day", first))
    year = _year_of(parts, frame)
    if year is None:
        year = _nearest_year(lambda year: date(year, month, first), frame)
    if year is None:
        return None
    start, end = date(year, month, first), date(year, month, last)
    if start > end:  # "30-2 September": the first day is the month's before
        start = shift_months(start, -1)
    return Interval(start, end, Precision.DAY if start == end else Precision.DAYS, "date, year as written or nearest")


def _month_and_day(parts: Parts) -> tuple[int, int]:
    if "slash" in parts:
        first, second = (int(number) for number in str(parts["slash"]).split("/"))
        return (second, first) if second <= 12 else (first, second)
    if "glued" in parts:
        return int(parts["month"]), int(str(parts["glued"])[:-4])
    return int(parts["month"]), int(parts.get("day", parts.get("day_word", 1)))


def _written(parts: Parts) -> date:
    """The date of 2016-06-15 or 15.06.2016; day first unless that is impossible.

    Raises:
        ValueError: there is no such day.
    """
    if "iso" in parts:
        return date.fromisoformat(str(parts["iso"]))
    first, second, year = (
        int(number) for number in str(parts["numeric"]).replace(".", "/").replace("-", "/").split("/")
    )
    return date(year, second, first) if second <= 12 else date(year, first, second)


def _year_of(parts: Parts, frame: ReadingFrame) -> int | None:
    if "year" in parts:
        return int(parts["year"])
    if "glued" in parts:
        return int(str(parts["glued"])[-4:])
    if frame.anchor and "years_ago" in parts:
        return frame.anchor.year - int(parts["years_ago"])
    if frame.anchor and "year_modifier" in parts:
        return frame.anchor.year + int(parts["year_modifier"])
    return None


def _nearest_year(day_in: Callable[[int], date], frame: ReadingFrame) -> int | None:
    """The latest year with the day on or before the anchor, a few days' tolerance; ahead, the earliest after it."""
    if frame.anchor is None:
        return _year_beside(day_in, frame)
    year, anchor = frame.anchor.year, frame.anchor
    years = (year, year + 1, year + 2, year + 3, year + 4) if frame.forward else range(year + 1, year - 5, -1)
    for candidate in years:
        try:
            day = day_in(candidate)
        except ValueError:  # 29 February in a common year
            continue
        if (day >= anchor) if frame.forward else (day <= anchor + TOLERANCE):
            return candidate
    return None


def _year_beside(day_in: Callable[[int], date], frame: ReadingFrame) -> int | None:
    """In a text without a day of its own, the year that puts the day nearest to the date named before it."""
    before = frame.previous.start if frame.previous else None
    if before is None:
        return None
    distances = {}
    for year in (before.year, before.year + 1, before.year - 1):
        try:
            distances[year] = abs(day_in(year) - before)
        except ValueError:  # 29 February in a common year
            continue
    return min(distances, key=distances.__getitem__, default=None)


def _month_day(parts: Parts, frame: ReadingFrame) -> Interval | None:
    if frame.anchor is None:
        return None
    base = frame.anchor
    for back in range(4):
        month = shift_months(base.replace(day=1), -back)
        try:
            start, end = (month.replace(day=int(parts.get(name, parts["day"]))) for name in ("day", "last_day"))
        except ValueError:
            continue
        if start <= base + TOLERANCE:
            precision = Precision.DAY if start == end else Precision.DAYS
            return Interval(start, end, precision, "day of the latest month")
    return None


def _month(parts: Parts, frame: ReadingFrame) -> Interval | None:
    month = int(parts["month"])
    year = _year_of(parts, frame)
    if year is None and frame.anchor:
        year = _year_of_month(month, parts, frame.anchor, forward=frame.forward)
    elif year is None:
        year = _year_beside(lambda year: date(year, month, 1), frame)
    if year is None:
        return None
    if "first_month" in parts:
        return _months(int(parts["first_month"]), month, year)
    first, last = {"early": (1, 10), "mid": (15, 15), "late": (21, None)}.get(str(parts.get("section")), (1, None))
    if parts.get("section") == "mid" and frame.relation is Relation.ON:
        first, last = 11, 20
    precision = Precision.DAYS if "section" in parts else Precision.MONTH
    return Interval(*days_of_month(year, month, first, last), precision, "month, year as written or latest")


def _months(first: int, last: int, year: int) -> Interval:
    start, _ = days_of_month(year - (first > last), first)
    return Interval(start, days_of_month(year, last)[1], Precision.SEASON, "months, year as written or latest")


def _year_of_month(month: int, parts: Parts, anchor: date, *, forward: bool) -> int:
    if forward or parts.get("modifier") == 1:
        return anchor.year + (month < anchor.month)
    latest = anchor + TOLERANCE
    return anchor.year - (month > latest.month and latest.year == anchor.year)


def _year(parts: Parts, frame: ReadingFrame) -> Interval:
    year = int(parts["year"])
    last = int(parts.get("last_year", year))
    months = {"early": (1, 4), "mid": (6, 8), "late": (10, 12)}.get(str(parts.get("section")), (1, 12))
    precision = Precision.YEARS if last != year else Precision.SEASON if "section" in parts else Precision.YEAR
    start, end = days_of_year(year, *months)
    if parts.get("section") == "mid" and frame.relation is Relation.SINCE:
        start = date(year, 6, 1)
    return Interval(start, max(end, days_of_year(last)[1]) if last > year else end, precision, "year as written")


def _half(parts: Parts, _frame: ReadingFrame) -> Interval:
    first = 1 if parts["ordinal"] == 1 else 7
    return Interval(*days_of_year(int(parts["year"]), first, first + 5), Precision.SEASON, "half year")


def _quarter(parts: Parts, _frame: ReadingFrame) -> Interval:
    first = min(int(parts["ordinal"]), 4) * 3 - 2
    return Interval(*days_of_year(int(parts["year"]), first, first + 2), Precision.SEASON, "quarter")


def _decade(parts: Parts, _frame: ReadingFrame) -> Interval:
    first = int(str(parts["decade"])[:4])
    start, end = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(str(parts.get("section")), (0, 9))
    return Interval(date(first + start, 1, 1), date(first + end, 12, 31), Precision.YEARS, "decade")


def _season(parts: Parts, frame: ReadingFrame) -> Interval | None:
    month, year = int(parts["season"]), _year_of(parts, frame)
    if year is None:
        if frame.anchor is None:
            return None
        began = frame.anchor.year - (month > frame.anchor.month)
        held = began == frame.anchor.year and frame.anchor.month < month + 3
        year = began - (parts.get("modifier") == -1 and held)
    return Interval(*days_of_year(year, month, month + 2), Precision.SEASON, "season of the northern hemisphere")


def _weekday(parts: Parts, frame: ReadingFrame, anchor: date) -> Interval:
    back = (anchor.weekday() - int(parts["weekday"])) % 7
    modifier = parts.get("modifier")
    if modifier == 1 or (frame.forward and modifier != -1):
        ahead = -back % 7 or (7 if modifier == 1 else 0)
        return around(anchor + timedelta(ahead), "day", "weekday, the first on or after the anchor")
    if modifier == -1 and not back:
        back = 7
    return around(anchor - timedelta(back), "day", "weekday, the latest on or before the anchor")


def _day_offset(parts: Parts, _frame: ReadingFrame, anchor: date) -> Interval:
    days = 2 * int(parts["before_yesterday"]) if "before_yesterday" in parts else int(parts["offset"])
    return around(anchor + timedelta(days), "day", f"{days:+d} days")


def _night(parts: Parts, _frame: ReadingFrame, anchor: date) -> Interval:
    if parts.get("part") not in {None, "night"}:
        return Interval(anchor - _ONE_DAY, anchor - _ONE_DAY, Precision.PART_OF_DAY, "the evening before the anchor")
    start = anchor + timedelta(int(parts["offset"]))
    return Interval(start, start + _ONE_DAY, Precision.PART_OF_DAY, "night, into the next day")


def _calendar(parts: Parts, frame: ReadingFrame, anchor: date) -> Interval:
    unit, step = str(parts["unit"]), int(parts.get("modifier", 0))
    if unit == "day":
        return around(anchor + timedelta(step), "day", f"{step:+d} days")
    if unit == "weekend":
        ahead = timedelta(7) if step == 1 or frame.forward else timedelta(0)
        return around(anchor + ahead, unit, "the latest weekend")
    if step == 0 and unit == "week" and anchor.weekday() == 0 and not frame.forward:
        step = -1  # a Monday's "this week" looks back on the week that has just ended
    if step:
        return around(
            unit_ahead(anchor.replace(day=1) if unit != "week" else anchor, unit, step), unit, f"{unit} {step:+d}"
        )
    whole = around(anchor, unit, f"{unit} so far")
    if "earlier" in parts and whole.start and whole.start < anchor:
        return whole._replace(end=anchor - _ONE_DAY)
    return whole._replace(start=anchor) if frame.forward else whole._replace(end=anchor)


def _to_date(_parts: Parts, _frame: ReadingFrame, anchor: date) -> Interval:
    return around(anchor, "day", "the anchor's day")


def _window(parts: Parts, _frame: ReadingFrame, anchor: date) -> Interval:
    unit, count = str(parts["unit"]), _count(parts)
    if count is None:
        return open_until(anchor, f"some {unit}s up to the anchor")
    return Interval(unit_ahead(anchor, unit, -count), anchor, Precision.DAYS, f"{count} {unit} up to the anchor")


def _span(parts: Parts, frame: ReadingFrame, anchor: date) -> Interval:
    """The days up to the anchor: "in four days" counts it, "in 24 hours" reaches a day back."""
    unit, count = str(parts["unit"]), _count(parts)
    if frame.forward:
        return _window_ahead(parts, frame, anchor)
    if count is None:
        return (
            around(anchor, "day", "within the anchor's day") if unit == "hour" else open_until(anchor, f"some {unit}s")
        )
    start = unit_ahead(anchor, unit, -count)
    return Interval(
        start if unit == "hour" else start + _ONE_DAY, anchor, Precision.DAYS, f"{count} {unit} to the anchor"
    )


def _window_ahead(parts: Parts, _frame: ReadingFrame, anchor: date) -> Interval:
    unit, count = str(parts["unit"]), _count(parts)
    if count is None:
        return Interval(anchor, None, Precision.DAYS, f"some {unit}s from the anchor on")
    return Interval(anchor, unit_ahead(anchor, unit, count), Precision.DAYS, f"{count} {unit} from the anchor on")


def _ago(parts: Parts, _frame: ReadingFrame, anchor: date) -> Interval:
    unit, count = str(parts["unit"]), _count(parts, otherwise=0 if parts["unit"] == "hour" else None)
    if count is None:
        return open_until(anchor, f"some {unit}s before the anchor")
    if unit == "hour":
        return Interval(unit_ahead(anchor, unit, -count), anchor, Precision.DAYS, f"{count} hours before the anchor")
    return around(unit_ahead(anchor, unit, -count), unit, f"{count} {unit} before the anchor")


def _present(_parts: Parts, _frame: ReadingFrame, anchor: date) -> Interval:
    return around(anchor, "day", "the anchor's day")


def _vague(parts: Parts, _frame: ReadingFrame, anchor: date) -> Interval | None:
    return open_until(anchor, "some time up to the anchor") if parts.get("until_anchor") else None


# Points that lean on the time named before


def _window_after(parts: Parts, _frame: ReadingFrame, base: date) -> Interval:
    unit, count = str(parts["unit"]), _count(parts)
    end = unit_ahead(base, unit, count) if count else None
    return Interval(base + _ONE_DAY, end, Precision.DAYS, f"{count or 'some'} {unit} after the time named before")


def _shift(parts: Parts, frame: ReadingFrame, base: date) -> Interval:
    unit, count, direction = str(parts["unit"]), _count(parts), int(parts["direction"])
    if parts.get("from_event"):
        return Interval(None, None, None, "")
    if unit == "hour":
        return around(base, "day", "hours from the time named before")
    if count is None:
        return Interval(None, None, None, "")
    if direction > 0 and frame.previous and frame.previous.end and unit in {"day", "week"}:
        base = frame.previous.end if frame.previous.precision is not Precision.PART_OF_DAY else base
    return around(
        unit_ahead(base, unit, direction * count), unit, f"{direction * count:+d} {unit} from the time before"
    )


def _next(parts: Parts, _frame: ReadingFrame, base: date) -> Interval | None:
    unit, direction = str(parts.get("unit", "day")), int(parts["direction"])
    start = unit_ahead(base, unit, direction)
    return part_of_day(around(start, unit, f"{direction:+d} {unit} from the time before"), parts)


def _same(parts: Parts, frame: ReadingFrame, base: date) -> Interval | None:
    if frame.previous and parts.get("whole"):
        return frame.previous._replace(rule="the time named before")
    return part_of_day(around(base, str(parts.get("unit", "day")), "of the time named before"), parts)


def _part_alone(parts: Parts, frame: ReadingFrame, base: date) -> Interval | None:
    previous = frame.previous
    one_day = previous is not None and previous.precision in {Precision.DAY, Precision.PART_OF_DAY}
    day = base if one_day else frame.anchor
    return part_of_day(around(day, "day", "on the day named before"), parts) if day else None


def _count(parts: Parts, *, otherwise: int | None = None) -> int | None:
    """How many units: a number, 1 where a single unit stands without one, None where the count is left open."""
    if "count" in parts:
        return int(parts["count"])
    return otherwise if "some" in parts or parts.get("plural") else 1


_ABSOLUTE: dict[TimeKind, Callable[[Parts, ReadingFrame], Interval | None]] = {
    TimeKind.DATE: _date,
    TimeKind.MONTH_DAY: _month_day,
    TimeKind.MONTH: _month,
    TimeKind.YEAR: _year,
    TimeKind.HALF: _half,
    TimeKind.QUARTER: _quarter,
    TimeKind.DECADE: _decade,
    TimeKind.SEASON: _season,
}
_ANCHORED: dict[TimeKind, Callable[[Parts, ReadingFrame, date], Interval | None]] = {
    TimeKind.WEEKDAY: _weekday,
    TimeKind.DAY_OFFSET: _day_offset,
    TimeKind.NIGHT: _night,
    TimeKind.CALENDAR: _calendar,
    TimeKind.DAY_PART_TO_DATE: _to_date,
    TimeKind.WINDOW: _window,
    TimeKind.SPAN: _span,
    TimeKind.WINDOW_AHEAD: _window_ahead,
    TimeKind.AGO: _ago,
    TimeKind.PRESENT: _present,
    TimeKind.VAGUE: _vague,
}
_LEANING: dict[TimeKind, Callable[[Parts, ReadingFrame, date], Interval | None]] = {
    TimeKind.WINDOW_AFTER: _window_after,
    TimeKind.SHIFT: _shift,
    TimeKind.NEXT: _next,
    TimeKind.SAME: _same,
    TimeKind.PART: _part_alone,
}
