"""Days of other calendars against dates that histories give in both."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from crossclaim.temporal.calendars import (
    easter,
    from_islamic,
    from_julian,
    from_solar,
    islamic_month_length,
    solar_month_length,
)


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        (1, 1, 1, date(622, 7, 19)),  # 16 July by the Julian calendar
        (1400, 1, 1, date(1979, 11, 21)),
        (1435, 1, 10, date(2013, 11, 14)),
        (1437, 9, 1, date(2016, 6, 7)),
        (1445, 3, 22, date(2023, 10, 7)),
    ],
)
def test_islamic_days(year: int, month: int, day: int, expected: date) -> None:
    assert from_islamic(year, month, day) == expected


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        (1357, 11, 22, date(1979, 2, 11)),
        (1359, 6, 31, date(1980, 9, 22)),
        (1388, 3, 22, date(2009, 6, 12)),
        (1395, 1, 1, date(2016, 3, 20)),
        (1400, 5, 24, date(2021, 8, 15)),
        (1403, 12, 30, date(2025, 3, 20)),  # a leap year
    ],
)
def test_solar_days(year: int, month: int, day: int, expected: date) -> None:
    assert from_solar(year, month, day) == expected


def test_months_follow_each_other_without_gap() -> None:
    months = [(year, month) for year in range(1300, 1460) for month in range(1, 13)]
    for (year, month), (next_year, next_month) in pairwise(months):
        for convert, length in ((from_islamic, islamic_month_length), (from_solar, solar_month_length)):
            last = convert(year, month, length(year, month))
            assert convert(next_year, next_month, 1) - last == timedelta(1)


@pytest.mark.parametrize(
    ("church", "day"),
    [
        ("western", date(2016, 3, 27)),
        ("western", date(1954, 4, 18)),
        ("western", date(1981, 4, 19)),
        ("orthodox", date(2014, 4, 20)),
        ("orthodox", date(2022, 4, 24)),
        ("orthodox", date(2024, 5, 5)),
    ],
)
def test_easter(church: str, day: date) -> None:
    assert easter(day.year, church) == day


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (date(1825, 12, 14), date(1825, 12, 26)),
        (date(1900, 2, 28), date(1900, 3, 12)),  # before the day that the new style left out
        (date(1917, 10, 25), date(1917, 11, 7)),
    ],
)
def test_old_style(old: date, new: date) -> None:
    assert from_julian(old) == new


@pytest.mark.parametrize("convert", [from_islamic, from_solar])
@pytest.mark.parametrize("written", [(1400, 0, 1), (1400, 13, 1), (1400, 1, 32), (1400, 12, 31), (0, 1, 1)])
def test_what_is_no_day_is_refused(convert: object, written: tuple[int, int, int]) -> None:
    assert callable(convert)
    with pytest.raises(ValueError, match="no "):
        convert(*written)
