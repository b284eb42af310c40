"""Days of other calendars in the civil one: Islamic, Solar Hijri, Julian, and the date of Easter.

Own arithmetic, since it is four short formulas that do not change; the tests compare them with dates that are known.
"""

from __future__ import annotations

from datetime import date, timedelta

__all__ = ["easter", "from_islamic", "from_julian", "from_solar", "islamic_month_length", "solar_month_length"]

# 16 July 622 Julian, the civil epoch, as a proleptic Gregorian ordinal (Reingold and Dershowitz, Calendrical
# Calculations, ch. 7).
_ISLAMIC_EPOCH = 227015
# One day before 1 Farvardin 1 (ch. 15), as the cycle counts it. Leap years by the cycle of 33
# years, which agrees with the equinox from 1244 to 1472.
_SOLAR_EPOCH = 226895
_SOLAR_LEAP = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
_SOLAR_YEARS = range(1244, 1473)


def from_islamic(year: int, month: int, day: int) -> date:
    """The day of an Islamic date by the tabular civil calendar; what is announced may differ by a day or two.

    >>> from_islamic(1435, 1, 10)
    datetime.date(2013, 11, 14)

    Raises:
        ValueError: there is no such month or day.
    """
    if not 1 <= day <= islamic_month_length(year, month):
        raise ValueError(f"no Islamic day {year}-{month}-{day}")
    days = 29 * (month - 1) + month // 2 + (year - 1) * 354 + (3 + 11 * year) // 30
    return date.fromordinal(_ISLAMIC_EPOCH - 1 + days + day)


def islamic_month_length(year: int, month: int) -> int:
    """29 or 30 days.

    Raises:
        ValueError: there is no such month.
    """
    if not (1 <= month <= 12 and year > 0):
        raise ValueError(f"no Islamic month {year}-{month}")
    return 30 if month % 2 or (month == 12 and (11 * year + 14) % 30 < 11) else 29


def from_solar(year: int, month: int, day: int) -> date:
    """The day of a date of the Solar Hijri calendar of Iran and Afghanistan, for the years 1244 to 1472.

    >>> from_solar(1388, 3, 25)
    datetime.date(2009, 6, 15)

    Raises:
        ValueError: there is no such month or day, or the year lies outside.
    """
    if not 1 <= day <= solar_month_length(year, month):
        raise ValueError(f"no Solar Hijri day {year}-{month}-{day}")
    cycles, rest = divmod(year - 1, 33)
    leaps = 8 * cycles + sum(leap <= rest for leap in _SOLAR_LEAP)
    days = 31 * (month - 1) if month < 8 else 186 + 30 * (month - 7)
    return date.fromordinal(_SOLAR_EPOCH - 1 + 365 * (year - 1) + leaps + days + day)


def solar_month_length(year: int, month: int) -> int:
    """29, 30 or 31 days.

    Raises:
        ValueError: there is no such month, or the year lies outside 1244 to 1472.
    """
    if not (1 <= month <= 12 and year in _SOLAR_YEARS):
        raise ValueError(f"no Solar Hijri month {year}-{month}")
    if month < 7:
        return 31
    return 30 if month < 12 or year % 33 in _SOLAR_LEAP else 29


def from_julian(day: date) -> date:
    """The Gregorian day of a Julian ("Old Style") date with the same numbers.

    >>> from_julian(date(1917, 10, 25))
    datetime.date(1917, 11, 7)
    """
    century = (day.year - (day.month < 3)) // 100
    return day + timedelta(century - century // 4 - 2)


def easter(year: int, church: str) -> date:
    """Easter Sunday as a Gregorian day, of the "western" or the "orthodox" churches (Meeus, Astronomical Algorithms).

    >>> easter(2022, "orthodox")
    datetime.date(2022, 4, 24)
    """
    if church == "orthodox":
        moon = (19 * (year % 19) + 15) % 30
        month, day = divmod(moon + (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7 + 114, 31)
        return from_julian(date(year, month, day + 1))
    century, golden = year // 100, year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - moon - year % 100 % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)
