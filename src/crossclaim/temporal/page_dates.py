"""Dates of pages that are not in English: a day, a month's name and a year in a short line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from crossclaim.temporal.calendars import from_islamic, from_solar

__all__ = ["PageDate", "find_page_dates"]

# "Publié le 12 mai 2016 à 18h40 | par la rédaction": longer lines are sentences of the report.
_LINE = 70
# "3-9 November 2014", "du 3 au 9 novembre 2014": a period that is reported on, not the day of the page.
_PERIOD = re.compile(r"(?:\d\s?[-–—/]|\b(?:to|and|bis|und|au|al|et|y|e|до|по|do|i|ile))\s*$", re.IGNORECASE)
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")


class PageDate(NamedTuple):
    """A date at ``text[start:end]``; ``islamic`` ones may be a day or two off."""

    start: int
    end: int
    day: date
    islamic: bool


def find_page_dates(text: str, start: int, end: int) -> Iterator[PageDate]:
    """The whole dates in short lines of ``text[start:end]``, their months named in another language than English.

    >>> [found.day for found in find_page_dates("Ostrivka, 4 de junio de 2015", 0, 28)]
    [datetime.date(2015, 6, 4)]
    """
    months = _months()
    for match in _dates().finditer(text, start, end):
        calendar, month = months.get(match["month"].lower(), ("", 0))
        yield from _page_date(text, match, (calendar, int(match["year"]), month, int(match["day"])))
    for match in _EAST_ASIAN.finditer(text, start, end):
        yield from _page_date(text, match, ("gregorian", int(match[1]), int(match[2]), int(match[3])))


def _page_date(text: str, match: re.Match[str], written: tuple[str, int, int, int]) -> Iterator[PageDate]:
    calendar, year, month, day = written
    line_end = text.find("\n", match.end())
    line = text[text.rfind("\n", 0, match.start()) + 1 : line_end if line_end >= 0 else len(text)]
    if len(line) > _LINE or _PERIOD.search(text, max(0, match.start() - 8), match.start()):
        return
    convert = {"gregorian": date, "islamic": from_islamic, "solar": from_solar}.get(calendar)
    if convert is None:  # an odd letter that only looks like one of the name without case
        return
    try:
        yield PageDate(match.start(), match.end(), convert(year, month, day), calendar == "islamic")
    except ValueError:  # 31 June, or a year of another calendar
        return


@cache
def _months() -> dict[str, tuple[str, int]]:
    table = tomllib.loads(files("crossclaim.temporal").joinpath("page_dates.toml").read_text(encoding="utf-8"))
    return {
        name: (language["calendar"], number)
        for language in table["language"]
        for number, names in enumerate(language["months"], start=1)
        for name in names.split("|")
    }


@cache
def _dates() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_months(), key=len, reverse=True))
    return re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:\.|º|er)?\s{{0,2}}(?:de\s)?(?P<month>{names})\.?(?:\sdel?)?,?\s{{1,2}}"
        r"(?P<year>\d{4})(?!\d)",
        re.IGNORECASE,
    )
