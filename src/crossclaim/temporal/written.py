"""How points in time are read that the words themselves place: dates, months, seasons, years, feasts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from crossclaim.model import Precision
from crossclaim.temporal.calendars import (
    easter,
    from_islamic,
    from_julian,
    from_solar,
    islamic_month_length,
    solar_month_length,
)
from crossclaim.temporal.expressions import Parts, Relation, TimeKind
from crossclaim.temporal.frame import RECENT, TOLERANCE, ReadingFrame
from crossclaim.temporal.intervals import Interval, around, days_of_month, days_of_year, shift_months, told_step

__all__ = ["WRITTEN"]

_ONE_DAY = timedelta(1)
# How many times as far a day in the past is as one ahead, to a narrative that goes forward.
_BACKWARD = 2


def _date(parts: Parts, frame: ReadingFrame) -> Interval | None:
    if "iso" in parts or "numeric" in parts:
        day = _written(parts)
        return Interval(day, day, Precision.DAY, "a date as written")
    if "dtg" in parts:
        return _date_time_group(str(parts["dtg"]), frame)
    month, first = _month_and_day(parts)
    last = int(parts.get("last_day", first))
    if "days" in parts:
        first, last = (int(number) for number in str(parts["days"]).split("/"))
    year = _year_of(parts, frame)
    rule = "a date with its year"
    if year is None:
        year, rule = _nearest_year(lambda year: date(year, month, first), frame)
    if year is None:
        return None
    start, end = date(year, month, first), date(year, month, last)
    if start > end:  # "30-2 September": the first day is the month's before
        start = shift_months(start, -1)
    if parts.get("tail_style"):
        start, end, rule = from_julian(start), from_julian(end), f"{rule}, from the Julian calendar"
    return Interval(start, end, Precision.DAY if start == end else Precision.DAYS, rule)


def _date_time_group(written: str, frame: ReadingFrame) -> Interval | None:
    """The day of 141530ZAUG21 as stated, its time zone not applied; without a month the latest such day."""
    letters = re.fullmatch(r"(\d{2})\s?(\d{2})(\d{2})[A-Za-z]\s?(?:([A-Za-z]{3})\s?(\d+))?", written)
    if letters is None or int(letters[2]) > 24 or int(letters[3]) > 59:
        return None
    rule = f"date-time group, {letters[2]}:{letters[3]} of its zone"
    if letters[4]:
        year = int(letters[5]) if len(letters[5]) == 4 else _whole_year(int(letters[5]))
        day = date(year, _MONTHS.index(letters[4].lower()) + 1, int(letters[1]))
        return Interval(day, day, Precision.PART_OF_DAY, rule)
    found = _month_day({"day": int(letters[1])}, frame._replace(forward=False))
    return found and found._replace(precision=Precision.PART_OF_DAY, rule=f"{rule}, {found.rule}")


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _whole_year(short: int) -> int:
    """The year of '16 or '70: of this century up to 2049."""
    return short + (2000 if short < 50 else 1900)


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
        figures = re.sub(r"\D", "/", str(parts["iso"]).partition("T")[0])
        if "/" not in figures:
            return date.fromisoformat(figures)
        year, month, day = (int(number) for number in figures.split("/"))
        # No report tells of the years 1300 to 1420: these are of the Solar Hijri calendar.
        return from_solar(year, month, day) if 1300 <= year <= 1420 else date(year, month, day)
    first, second, year = (int(number) for number in re.split(r"\D", str(parts["numeric"])))
    year = year if year > 99 else _whole_year(year)
    month_first = second > 12 or (
        first <= 12 and "tail_is_weekday" in parts and date(year, second, first).weekday() != parts["tail_is_weekday"]
    )
    return date(year, first, second) if month_first else date(year, second, first)


def _year_of(parts: Parts, frame: ReadingFrame) -> int | None:
    if "year" in parts:
        return int(parts["year"])
    if "year_first" in parts:
        return int(parts["year_first"])
    if "year_short" in parts:
        return _whole_year(int(str(parts["year_short"])[1:3]))
    if "years" in parts:
        return int(str(parts["years"])[:4])
    if "glued" in parts:
        return int(str(parts["glued"])[-4:])
    if frame.previous and frame.previous.start and "that_year" in parts:
        return frame.previous.start.year
    if frame.anchor and "years_ago" in parts:
        return frame.anchor.year - int(parts["years_ago"])
    if frame.anchor and "year_modifier" in parts:
        return frame.anchor.year + int(parts["year_modifier"])
    return None


def _nearest_year(day_in: Callable[[int], date], frame: ReadingFrame) -> tuple[int | None, str]:
    """The latest year with the day on or before the anchor, a few days' tolerance; ahead, the earliest after it.

    A year that the text has just named goes first ("In 2014 the front moved west, and on 7 July ...") unless the day
    would lie in the weeks before the anchor, of which reports speak without a year.
    """
    named = _year_beside(day_in, frame)
    if frame.anchor is None:
        return named, "a date, of the year of the time named before"
    year, anchor = frame.anchor.year, frame.anchor
    years = (year, year + 1, year + 2, year + 3, year + 4) if frame.forward else range(year + 1, year - 9, -1)
    for candidate in years:
        try:
            day = day_in(candidate)
        except ValueError:  # 29 February in a common year
            continue
        if (day >= anchor) if frame.forward else (day <= anchor + TOLERANCE):
            if frame.year_named and named and named != candidate and not frame.forward and anchor - day > RECENT:
                return named, "a date, of the year of the time named before"
            return candidate, "a date, in the year that puts it nearest to that day"
    return None, ""


def _year_beside(day_in: Callable[[int], date], frame: ReadingFrame) -> int | None:
    """In a text without a day of its own, the year that puts the day nearest to the date named before it, or after."""
    before = frame.previous.start if frame.previous else None
    if before is None:
        return None
    if frame.previous and frame.previous.precision in {Precision.YEAR, Precision.YEARS} and frame.previous.end:
        return frame.previous.end.year if frame.previous.precision is Precision.YEAR else before.year
    distances = {}
    for year in (before.year, before.year + 1, before.year - 1):
        try:
            distance = day_in(year) - before
            # A narrative goes forward: after June 1941 December is that year's, though the one before is as near.
            distances[year] = distance if distance >= timedelta(0) else _BACKWARD * -distance
        except ValueError:  # 29 February in a common year
            continue
    return min(distances, key=distances.__getitem__, default=None)


def _month_day(parts: Parts, frame: ReadingFrame) -> Interval | None:
    base = frame.anchor or (frame.previous.start if frame.previous else None)
    if base is None:
        return None
    month_step = parts.get("month_modifier", parts.get("month_modifier_bare"))
    if month_step is not None:
        month = shift_months(base.replace(day=1), int(month_step))
        start, end = (month.replace(day=int(parts.get(name, parts["day"]))) for name in ("day", "last_day"))
        precision = Precision.DAY if start == end else Precision.DAYS
        return Interval(start, end, precision, f"that day of {told_step('month', int(month_step))}")
    steps = range(3) if frame.forward and frame.anchor else range(0, -4, -1)
    for step in steps:
        month = shift_months(base.replace(day=1), step)
        try:
            start, end = (month.replace(day=int(parts.get(name, parts["day"]))) for name in ("day", "last_day"))
        except ValueError:
            continue
        if (start >= base) if frame.forward and frame.anchor else (start <= base + TOLERANCE or not frame.anchor):
            precision = Precision.DAY if start == end else Precision.DAYS
            return Interval(start, end, precision, "day of the nearest month")
    return None


def _month(parts: Parts, frame: ReadingFrame) -> Interval | None:
    if "numeric_month" in parts:
        year, month = sorted((int(number) for number in re.split(r"\D", str(parts["numeric_month"]))), reverse=True)
        return Interval(*days_of_month(year, month), Precision.MONTH, "month as written")
    month = int(parts["month"])
    found = _year_of(parts, frame) or _nearest_year_of_month(month, parts, frame)
    if found is None:
        return None
    year = found
    if "first_month" in parts:
        return _months(int(parts["first_month"]), month, year)
    first, last = {"early": (1, 10), "mid": (15, 15), "late": (21, None)}.get(str(parts.get("section")), (1, None))
    if parts.get("section") == "mid" and frame.relation is not Relation.SINCE:
        first, last = 11, 20
    precision = Precision.DAYS if "section" in parts else Precision.MONTH
    return Interval(*days_of_month(year, month, first, last), precision, "a month, its year written or the latest")


def _months(first: int, last: int, year: int) -> Interval:
    start, _ = days_of_month(year - (first > last), first)
    return Interval(start, days_of_month(year, last)[1], Precision.SEASON, "months, its year written or the latest")


def _nearest_year_of_month(month: int, parts: Parts, frame: ReadingFrame) -> int | None:
    if frame.anchor and not frame.year_named:
        return _year_of_month(month, parts, frame.anchor, forward=frame.forward)
    named = _year_beside(lambda year: date(year, month, 1), frame)
    if not frame.anchor:
        return named
    year = _year_of_month(month, parts, frame.anchor, forward=frame.forward)
    recent = frame.anchor - date(year, month, 1) <= RECENT + timedelta(31)
    return year if frame.forward or recent or named is None else named


def _year_of_month(month: int, parts: Parts, anchor: date, *, forward: bool) -> int:
    if forward or parts.get("modifier") == 1:
        return anchor.year + (month < anchor.month)
    latest = anchor + TOLERANCE
    return anchor.year - (month > latest.month and latest.year == anchor.year)


def _year(parts: Parts, frame: ReadingFrame) -> Interval:
    if "years" in parts:
        first, second = (int(number) for number in re.split(r"\D", str(parts["years"])))
        parts = {"year": first, "last_year": first - first % 100 + second + (100 if second < first % 100 else 0)}
    year = int(parts["year"])
    last = int(parts.get("last_year", year))
    if "last_year_short" in parts:
        last = year - year % 100 + int(parts["last_year_short"])
    months = {"early": (1, 4), "mid": (6, 8), "late": (10, 12)}.get(str(parts.get("section")), (1, 12))
    precision = Precision.YEARS if last != year else Precision.SEASON if "section" in parts else Precision.YEAR
    start, end = days_of_year(year, *months)
    if parts.get("section") == "mid" and frame.relation is Relation.SINCE:
        start = date(year, 6, 1)
    return Interval(start, max(end, days_of_year(last)[1]) if last > year else end, precision, "a year as written")


def _half(parts: Parts, frame: ReadingFrame) -> Interval | None:
    if "month" not in parts:
        year, first = _year_of(parts, frame), 1 if parts["ordinal"] == 1 else 7
        return Interval(*days_of_year(year, first, first + 5), Precision.SEASON, "half year") if year else None
    whole = _month({name: parts[name] for name in ("month", "year", "year_short") if name in parts}, frame)
    if whole is None or whole.start is None:
        return None
    first, last = (1, 15) if parts["ordinal"] == 1 else (16, None)
    days = days_of_month(whole.start.year, whole.start.month, first, last)
    return Interval(*days, Precision.DAYS, f"half of the {whole.rule.removeprefix('a ')}")


def _quarter(parts: Parts, frame: ReadingFrame) -> Interval | None:
    year, first = _year_of(parts, frame), min(int(parts["ordinal"]), 4) * 3 - 2
    return Interval(*days_of_year(year, first, first + 2), Precision.SEASON, "quarter") if year else None


def _week(parts: Parts, frame: ReadingFrame) -> Interval | None:
    """The seven days of the nth week of a month, counted from its first day, or its last seven."""
    named = frame.previous.start if frame.previous else None
    if "that_month" in parts:
        whole = around(named, "month", "month named before") if named else None
    else:
        whole = _month(parts, frame)
    if whole is None or whole.start is None or whole.end is None:
        return None
    rank = int(parts["rank"])
    start = whole.start + timedelta(7 * (rank - 1)) if rank > 0 else whole.end - timedelta(6)
    return Interval(
        start,
        min(start + timedelta(6), whole.end),
        Precision.WEEK,
        f"week {rank} of the {whole.rule.removeprefix('a ')}",
    )


def _decade(parts: Parts, _frame: ReadingFrame) -> Interval:
    if "decade_word" in parts:
        first = int(parts["decade_word"])
    elif "decade_short" in parts:
        short = int(str(parts["decade_short"])[1:3])
        first = short + (1900 if short > 20 else 2000)
    else:
        first = int(str(parts["decade"])[:4])
    start, end = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(str(parts.get("section")), (0, 9))
    return Interval(date(first + start, 1, 1), date(first + end, 12, 31), Precision.YEARS, "decade")


def _century(parts: Parts, _frame: ReadingFrame) -> Interval:
    """The years 1900 to 1999 of the 20th century, as they are spoken of."""
    first = (int(parts["century"]) - 1) * 100
    if "rank" in parts:
        decade = first + 10 * (int(parts["rank"]) - 1 if int(parts["rank"]) > 0 else 9)
        return Interval(date(max(decade, 1), 1, 1), date(decade + 9, 12, 31), Precision.YEARS, "decade of the century")
    return Interval(date(max(first, 1), 1, 1), date(first + 99, 12, 31), Precision.YEARS, "century")


def _before_christ(_parts: Parts, _frame: ReadingFrame) -> Interval | None:
    return None  # the calendar of records begins with the year 1


def _holiday(parts: Parts, frame: ReadingFrame) -> Interval | None:
    def day_in(year: int) -> date:
        if "church" in parts:
            return easter(year, str(parts["church"])) + timedelta(int(parts["easter"]))
        return date(year, int(parts["month"]), int(parts["day"]))

    year, rule = _year_of(parts, frame), "a year as written"
    if year is None:
        year, rule = _nearest_year(day_in, frame)
    return around(day_in(year), "day", f"named day, {rule}") if year else None


def _other_calendar(parts: Parts, frame: ReadingFrame) -> Interval | None:
    """A date, month or year of the Islamic or Solar Hijri calendar; without a year the latest before the anchor."""
    islamic = parts["calendar"] == "islamic"
    name = "Islamic calendar, tabular" if islamic else "Solar Hijri calendar"
    day, month, year = _other_figures(parts)
    if year is not None:
        return _other_interval(year, month, day, name)
    latest = _latest_day(parts, frame)
    if latest is None:
        return None
    near = round((latest.year - 621.5) * (1.0307 if islamic else 1)) + 2
    for candidate in range(near, near - 5, -1):
        found = _other_interval(candidate, month, day, f"{name}, latest year")
        if found.start and found.start <= latest:
            return found
    return None


def _latest_day(parts: Parts, frame: ReadingFrame) -> date | None:
    """The day up to which a feast or month is looked for: the end of the civil year beside it, else the anchor."""
    if "year" in parts:
        return date(int(parts["year"]), 12, 31)
    return frame.anchor + TOLERANCE if frame.anchor else None


def _other_figures(parts: Parts) -> tuple[int | None, int | None, int | None]:
    if "figures" in parts:
        figures = [int(number) for number in re.split(r"\D", str(parts["figures"]))]
        return figures[0], figures[1], figures[2]
    named = [int(parts[name]) for name in ("hijri", "rabi", "jumada", "dhu", "solar", "month") if name in parts]
    day, year = (int(parts[name]) if name in parts else None for name in ("day", "calendar_year"))
    return day, named[0] if named else None, year


def _other_interval(year: int, month: int | None, day: int | None, name: str) -> Interval:
    convert, length = (
        (from_islamic, islamic_month_length) if name.startswith("Islamic") else (from_solar, solar_month_length)
    )
    if month is None:
        start, end = convert(year, 1, 1), convert(year + 1, 1, 1) - _ONE_DAY
        return Interval(start, end, Precision.YEAR, f"year of the {name}")
    if day is None:
        end = convert(year, month, length(year, month))
        return Interval(convert(year, month, 1), end, Precision.MONTH, f"month of the {name}")
    return around(convert(year, month, day), "day", f"day of the {name}")


def _season(parts: Parts, frame: ReadingFrame) -> Interval | None:
    month, year = int(parts["season"]), _year_of(parts, frame)
    rule = "season of the northern hemisphere"
    if year is None and "step" in parts:
        return _season_beside(month, int(parts["step"]), frame)
    if year is None and frame.anchor:
        year = _year_of_season(month, parts, frame.anchor, forward=frame.forward)
    elif year is None and frame.previous and frame.previous.start:
        year, rule = frame.previous.start.year, f"{rule}, of the year named before"
    if year is None:
        return None
    return Interval(*days_of_year(year, month, month + 2), Precision.SEASON, rule)


def _year_of_season(month: int, parts: Parts, anchor: date, *, forward: bool) -> int:
    if parts.get("modifier") == 1 or (forward and "modifier" not in parts):
        return anchor.year + (month <= anchor.month)
    began = anchor.year - (month > anchor.month)
    held = began == anchor.year and anchor.month < month + 3
    return began - (parts.get("modifier") == -1 and held)


def _season_beside(month: int, step: int, frame: ReadingFrame) -> Interval | None:
    """The season after, before or in which the time named before falls, else none."""
    named = frame.previous.start if frame.previous else None
    if named is None or frame.previous is None:
        return None
    reached = frame.previous.end or named
    year = named.year
    if step > 0:
        year = reached.year + (month <= reached.month)
    elif step < 0:
        year = named.year - (month + 2 >= named.month)
    return Interval(*days_of_year(year, month, month + 2), Precision.SEASON, "season beside the time named before")


WRITTEN: dict[TimeKind, Callable[[Parts, ReadingFrame], Interval | None]] = {
    TimeKind.DATE: _date,
    TimeKind.MONTH_DAY: _month_day,
    TimeKind.MONTH: _month,
    TimeKind.YEAR: _year,
    TimeKind.HALF: _half,
    TimeKind.QUARTER: _quarter,
    TimeKind.WEEK: _week,
    TimeKind.DECADE: _decade,
    TimeKind.CENTURY: _century,
    TimeKind.BEFORE_CHRIST: _before_christ,
    TimeKind.HOLIDAY: _holiday,
    TimeKind.OTHER_CALENDAR: _other_calendar,
    TimeKind.SEASON: _season,
}
