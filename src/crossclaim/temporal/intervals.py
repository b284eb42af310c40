"""Closed intervals of days: units of the calendar around a day, and steps from it."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from crossclaim.model import Precision

__all__ = [
    "Interval",
    "around",
    "days_of_month",
    "days_of_year",
    "open_until",
    "shift_months",
    "told_count",
    "told_step",
    "unit_ahead",
]

_PRECISIONS = {
    "hour": Precision.DAY,
    "day": Precision.DAY,
    "week": Precision.WEEK,
    "weekend": Precision.DAYS,
    "fortnight": Precision.DAYS,
    "month": Precision.MONTH,
    "quarter": Precision.SEASON,
    "year": Precision.YEAR,
    "decade": Precision.YEARS,
}


class Interval(NamedTuple):
    """Days from ``start`` to ``end``, both inclusive, None where open, with the rule that gave them."""

    start: date | None
    end: date | None
    precision: Precision | None
    rule: str


def open_until(day: date, rule: str) -> Interval:
    """Everything up to ``day``, its beginning unknown."""
    return Interval(None, day, Precision.DAYS, rule)


def days_of_month(year: int, month: int, first: int = 1, last: int | None = None) -> tuple[date, date]:
    """The first and last day of a month, or of a part of it.

    Raises:
        ValueError: there is no such month or day.
    """
    return date(year, month, first), date(year, month, last or monthrange(year, month)[1])


def days_of_year(year: int, first: int = 1, last: int = 12) -> tuple[date, date]:
    """The first and last day of a year, or of the months ``first`` to ``last`` in it; ``last`` may pass December."""
    end_year, end_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    return date(year, first, 1), days_of_month(end_year, end_month)[1]


def shift_months(day: date, months: int) -> date:
    """The same day of the month, ``months`` later, or the last day where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def around(day: date, unit: str, rule: str) -> Interval:
    """The calendar unit that holds ``day``; weeks run from Monday to Sunday."""
    precision = _PRECISIONS[unit]
    if unit in {"hour", "day"}:
        return Interval(day, day, precision, rule)
    if unit in {"week", "fortnight"}:
        monday = day - timedelta(day.weekday())
        return Interval(monday, monday + timedelta(6 if unit == "week" else 13), precision, rule)
    if unit == "weekend":
        saturday = day - timedelta((day.weekday() - 5) % 7)
        return Interval(saturday, saturday + timedelta(1), precision, rule)
    return Interval(*_long_unit(day, unit), precision, rule)


def _long_unit(day: date, unit: str) -> tuple[date, date]:
    if unit == "month":
        return days_of_month(day.year, day.month)
    if unit == "quarter":
        first = (day.month - 1) // 3 * 3 + 1
        return days_of_year(day.year, first, first + 2)
    start = day.year - day.year % 10 if unit == "decade" else day.year
    return date(start, 1, 1), date(start + (9 if unit == "decade" else 0), 12, 31)


def unit_ahead(day: date, unit: str, count: int) -> date:
    """The day ``count`` units later, earlier where ``count`` is negative. Hours round up to whole days.

    Raises:
        OverflowError, ValueError: the day lies outside the calendar.
    """
    if unit == "hour":
        days = -(-abs(count) // 24)
        return day + timedelta(days if count > 0 else -days)
    if unit in {"month", "quarter", "year", "decade"}:
        return shift_months(day, count * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit])
    return day + timedelta(count * {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}[unit])


def told_step(unit: str, steps: int) -> str:
    """So many units later, or earlier where ``steps`` is negative, in words: "the week before", "3 days after"."""
    if steps == 0:
        return f"the same {unit}"
    way = "after" if steps > 0 else "before"
    return f"the {unit} {way}" if abs(steps) == 1 else f"{told_count(abs(steps), unit)} {way}"


def told_count(count: int | None, unit: str) -> str:
    """So many units in words: "1 day", "24 hours", "some weeks" where ``count`` is None."""
    return f"{'some' if count is None else count} {unit}" + ("" if count == 1 else "s")
