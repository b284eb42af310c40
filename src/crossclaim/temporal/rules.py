"""How each kind of point in time is read: from its own words, from the anchor, or from the time named before it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from crossclaim.model import Precision
from crossclaim.temporal.expressions import Parts, TimeKind
from crossclaim.temporal.frame import ReadingFrame
from crossclaim.temporal.intervals import Interval, around, open_until, told_count, told_step, unit_ahead
from crossclaim.temporal.written import WRITTEN

__all__ = ["part_of_day", "read_point", "week_of"]

_ONE_DAY = timedelta(1)
# Fewer hours ago than this are of the same day; the hour of writing is not known.
_HALF_DAY = 12


def read_point(kind: TimeKind, parts: Parts, frame: ReadingFrame) -> Interval | None:
    """The days a point names, None where it has nothing to be read against.

    Raises:
        OverflowError, ValueError: there is no such day.
    """
    rule = WRITTEN.get(kind)
    if rule:
        return rule(parts, frame)
    if kind in _LEANING:
        base = frame.previous.start if frame.previous and frame.previous.start else frame.anchor
        return _LEANING[kind](parts, frame, base) if base else None
    anchored = _ANCHORED.get(kind)
    # "the end of the year" in a narrative without a day of its own: of the year named before
    named = frame.previous.end if frame.previous and "section" in parts and kind is TimeKind.CALENDAR else None
    anchor = frame.anchor or named
    return anchored(parts, frame, anchor) if anchored and anchor else None


def part_of_day(interval: Interval | None, parts: Parts) -> Interval | None:
    """A night reaches into the next day; any other part keeps to its own."""
    if interval is None or interval.start is None or interval.start != interval.end:
        return interval
    part = _part(parts)
    if part is None:
        return interval
    if "lead_toward" in parts:
        before = interval.start - _ONE_DAY
        return Interval(
            before,
            interval.end,
            Precision.PART_OF_DAY,
            f"the night that ends on the {interval.rule.removeprefix('the ')}",
        )
    end = interval.start + _ONE_DAY if part == "night" and "day_offset" not in interval.rule else interval.end
    rule = interval.rule.removesuffix(f", {part}")
    return Interval(interval.start, end, Precision.PART_OF_DAY, f"{rule}, {part}")


def week_of(interval: Interval | None, parts: Parts) -> Interval | None:
    """The week that the words in front of a day make of it: the week of 9 May, the week ending 15 May."""
    mode = parts.get("lead_week")
    if interval is None or interval.start is None or mode is None:
        return interval
    if mode == "of":
        return around(interval.start, "week", f"week of the {interval.rule.removeprefix('the ')}")
    days = timedelta(6 if mode == "beginning" else -6)
    first, last = sorted((interval.start, interval.start + days))
    return Interval(first, last, Precision.WEEK, f"week {mode} on the {interval.rule.removeprefix('the ')}")


def _part(parts: Parts) -> str | None:
    named = [str(parts[name]) for name in ("lead_part", "part", "tail_part") if name in parts]
    if named:
        return named[0] if len(named) == 1 or named[0] != "night" else named[-1]
    return "hour" if any(name in parts for name in ("lead_hour", "lead_hour_number", "tail_hour")) else None


def _weekday(parts: Parts, frame: ReadingFrame, anchor: date) -> Interval:
    back = (anchor.weekday() - int(parts["weekday"])) % 7
    modifier = parts.get("modifier")
    if "week_modifier" in parts:
        day = anchor + timedelta(int(parts["weekday"]) - anchor.weekday() + 7 * int(parts["week_modifier"]))
        return around(day, "day", f"that weekday in {told_step('week', int(parts['week_modifier']))}")
    if modifier == -2:
        return around(anchor - timedelta((back or 7) + 7), "day", "the last such weekday but one before that day")
    if modifier == 1 or (frame.forward and modifier != -1):
        ahead = -back % 7 or (7 if modifier == 1 else 0)
        return around(anchor + timedelta(ahead), "day", "the first such weekday from that day on")
    if modifier == -1 and not back:
        back = 7
    return around(anchor - timedelta(back), "day", "the latest such weekday up to that day")


def _day_offset(parts: Parts, _frame: ReadingFrame, anchor: date) -> Interval:
    days = 2 * int(parts["before_yesterday"]) if "before_yesterday" in parts else int(parts["offset"])
    return around(anchor + timedelta(days), "day", told_step("day", days))


def _night(parts: Parts, _frame: ReadingFrame, anchor: date) -> Interval:
    if parts.get("part") not in {None, "night"}:
        return Interval(anchor - _ONE_DAY, anchor - _ONE_DAY, Precision.PART_OF_DAY, "the evening before that day")
    start = anchor + timedelta(int(parts["offset"]))
    return Interval(start, start + _ONE_DAY, Precision.PART_OF_DAY, "a night, which reaches into the next day")


def _calendar(parts: Parts, frame: ReadingFrame, anchor: date) -> Interval | None:
    unit, step = str(parts["unit"]), int(parts.get("modifier", 0))
    if "section" in parts and unit == "year":
        return WRITTEN[TimeKind.YEAR]({"year": anchor.year + step, "section": parts["section"]}, frame)
    if "section" in parts:
        first = anchor if unit in {"day", "week", "weekend", "fortnight"} else anchor.replace(day=1)
        return _section_of(around(unit_ahead(first, unit, step), unit, told_step(unit, step)), str(parts["section"]))
    if unit == "day":
        return around(anchor + timedelta(step), "day", told_step("day", step))
    if unit == "weekend":
        ahead = 7 if step == 1 or frame.forward else 7 * (step + 1) if step < -1 else 0
        return around(anchor + timedelta(ahead), unit, "the nearest weekend")
    if step == 0 and unit == "week" and anchor.weekday() == 0 and not frame.forward:
        step = -1  # a Monday's "this week" looks back on the week that has just ended
    if step:
        return around(
            unit_ahead(anchor.replace(day=1) if unit != "week" else anchor, unit, step), unit, told_step(unit, step)
        )
    whole = around(anchor, unit, f"that {unit} so far")
    if "before" in parts and whole.start and whole.start < anchor:
        return whole._replace(end=anchor - _ONE_DAY)
    return whole._replace(start=anchor) if frame.forward or "later" in parts else whole._replace(end=anchor)


def _section_of(whole: Interval, section: str) -> Interval:
    """The first, middle or last third of a unit."""
    if whole.start is None or whole.end is None:
        return whole
    days = (whole.end - whole.start).days + 1
    first, last = {"early": (0, days // 3), "mid": (days // 3, 2 * days // 3)}.get(section, (2 * days // 3, days))
    start, end = whole.start + timedelta(first), whole.start + timedelta(max(last, first + 1) - 1)
    return Interval(start, end, Precision.DAYS, f"{section} part of the unit")


def _to_date(_parts: Parts, _frame: ReadingFrame, anchor: date) -> Interval:
    return around(anchor, "day", "that very day")


def _window(parts: Parts, _frame: ReadingFrame, anchor: date) -> Interval:
    unit, count = str(parts["unit"]), _count(parts)
    if count is None:
        return open_until(anchor, f"some {unit}s up to that day")
    return Interval(
        unit_ahead(anchor, unit, -count), anchor, Precision.DAYS, f"{told_count(count, unit)} up to that day"
    )


def _span(parts: Parts, frame: ReadingFrame, anchor: date) -> Interval:
    """The days up to the anchor: "in four days" counts it, "in 24 hours" reaches a day back."""
    unit, count = str(parts["unit"]), _count(parts)
    if frame.forward and count and "within" not in parts and unit != "hour":
        return around(unit_ahead(anchor, unit, count), unit, f"{told_count(count, unit)} from that day")
    if frame.forward:
        return _window_ahead(parts, frame, anchor)
    if count is None:
        return around(anchor, "day", "within that day") if unit == "hour" else open_until(anchor, f"some {unit}s")
    start = unit_ahead(anchor, unit, -count)
    return Interval(
        start if unit == "hour" else start + _ONE_DAY,
        anchor,
        Precision.DAYS,
        f"{told_count(count, unit)} up to that day",
    )


def _window_ahead(parts: Parts, _frame: ReadingFrame, anchor: date) -> Interval:
    unit, count = str(parts["unit"]), _count(parts)
    if count is None:
        return Interval(anchor, None, Precision.DAYS, f"some {unit}s from that day on")
    return Interval(
        anchor, unit_ahead(anchor, unit, count), Precision.DAYS, f"{told_count(count, unit)} from that day on"
    )


def _ago(parts: Parts, _frame: ReadingFrame, anchor: date) -> Interval:
    unit, count = str(parts["unit"]), _count(parts, otherwise=0 if parts["unit"] == "hour" else None)
    if count is None:
        return open_until(anchor, f"some {unit}s before that day")
    if unit == "hour" and count < _HALF_DAY:
        return Interval(anchor, anchor, Precision.PART_OF_DAY, f"{told_count(count, 'hour')} before, on that day")
    if unit == "hour":
        return Interval(
            unit_ahead(anchor, unit, -count), anchor, Precision.DAYS, f"{told_count(count, 'hour')} before that day"
        )
    if "exact" in parts:
        day = unit_ahead(anchor + timedelta(int(parts["exact"])), unit, -count)
        return around(day, "day", f"{told_count(count, unit)} before the day beside it")
    return around(unit_ahead(anchor, unit, -count), unit, f"{told_count(count, unit)} before that day")


def _present(_parts: Parts, _frame: ReadingFrame, anchor: date) -> Interval:
    return around(anchor, "day", "that very day")


def _vague(parts: Parts, _frame: ReadingFrame, anchor: date) -> Interval | None:
    return open_until(anchor, "some time up to that day") if parts.get("until_anchor") else None


# Points that lean on the time named before


def _window_after(parts: Parts, _frame: ReadingFrame, base: date) -> Interval:
    unit, count = str(parts["unit"]), _count(parts)
    end = unit_ahead(base, unit, count) if count else None
    return Interval(base + _ONE_DAY, end, Precision.DAYS, f"{told_count(count, unit)} after the time named before")


def _shift(parts: Parts, frame: ReadingFrame, base: date) -> Interval:
    unit, count, direction = str(parts["unit"]), _count(parts), int(parts["direction"])
    if parts.get("from_event"):
        return Interval(None, None, None, "")
    if unit == "hour":
        return around(base, "day", "hours from the time named before")
    if count is None:
        return Interval(None, None, None, "")
    if direction > 0 and frame.previous is None:
        return Interval(None, None, None, "")  # "two days later": than something the text did not date
    if unit == "week" and frame.previous and frame.previous.start == frame.previous.end:
        unit, count = "day", 7 * count
    if direction > 0 and frame.previous and frame.previous.end and unit in {"day", "week"}:
        base = frame.previous.end if frame.previous.precision is not Precision.PART_OF_DAY else base
    return around(
        unit_ahead(base, unit, direction * count), unit, f"{told_step(unit, direction * count)} the time just told of"
    )


def _is_run(interval: Interval) -> bool:
    """Whether an interval is several days, after the last of which "the next day" comes."""
    return interval.precision in {Precision.DAYS, Precision.WEEK}


def _nth(parts: Parts, frame: ReadingFrame, base: date) -> Interval | None:
    """The seventh day of the offensive that began on the day named before, which is its first."""
    if frame.previous is None or frame.previous.precision is not Precision.DAY:
        return None
    unit, nth = str(parts["unit"]), int(parts["nth"])
    if unit == "day":
        return around(unit_ahead(base, unit, nth - 1), unit, f"{unit} {nth} from the day named before")
    start = unit_ahead(base, unit, nth - 1)
    return Interval(
        start, unit_ahead(base, unit, nth) - _ONE_DAY, Precision.DAYS, f"{unit} {nth} from the day just told of"
    )


def _running(parts: Parts, frame: ReadingFrame, base: date) -> Interval | None:
    """A run up to the day named beside it, else to the anchor: the third day running began two days before."""
    count = int(parts.get("tens", 0)) + int(parts.get("nth", parts.get("count", 0)))
    if not count:
        return None
    if frame.previous and frame.previous.end:
        base = frame.previous.end if frame.previous.precision is not Precision.PART_OF_DAY else base
    weekday = parts.get("weekday", parts.get("weekday_run"))
    if weekday is not None:
        last = base - timedelta((base.weekday() - int(weekday)) % 7)
        return Interval(last - timedelta(7 * (count - 1)), last, Precision.DAYS, f"{count} weeks running, to that day")
    unit = str(parts.get("unit", parts.get("unit_run", "day")))
    night = parts.get("night") is not None
    start = unit_ahead(base, unit, -(count - (0 if unit == "hour" or night else 1)))
    return Interval(
        start, base, Precision.DAYS, f"{told_count(count, unit)} running, up to the day beside it or to that day"
    )


def _next(parts: Parts, frame: ReadingFrame, base: date) -> Interval | None:
    unit, direction = str(parts.get("unit", "day")), int(parts["direction"])
    if direction > 0 and frame.previous is None:
        return Interval(None, None, None, "")  # the day of publication has no day after it yet
    if direction > 0 and frame.previous and frame.previous.end and unit == "day" and _is_run(frame.previous):
        base = frame.previous.end
    start = unit_ahead(base, unit, direction)
    return part_of_day(around(start, unit, f"{told_step(unit, direction)} the time just told of"), parts)


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


_ANCHORED: dict[TimeKind, Callable[[Parts, ReadingFrame, date], Interval | None]] = {
    TimeKind.WEEKDAY: _weekday,
    TimeKind.DAY_OFFSET: _day_offset,
    TimeKind.NIGHT: _night,
    TimeKind.CALENDAR: _calendar,
    TimeKind.DAY_PART_TO_DATE: _to_date,
    TimeKind.WINDOW: _window,
    TimeKind.LASTING: _window,
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
    TimeKind.NTH: _nth,
    TimeKind.RUNNING: _running,
    TimeKind.SAME: _same,
    TimeKind.PART: _part_alone,
}
