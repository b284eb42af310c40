"""What a time expression says, before anything is known of the day it was written."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

__all__ = ["Parts", "Relation", "TimeExpression", "TimeKind"]

Parts = Mapping[str, int | str]


class TimeKind(StrEnum):
    """How an expression places a time."""

    DATE = "date"
    MONTH_DAY = "month_day"
    WEEKDAY = "weekday"
    MONTH = "month"
    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    DECADE = "decade"
    CENTURY = "century"
    BEFORE_CHRIST = "before_christ"
    HOLIDAY = "holiday"
    OTHER_CALENDAR = "other_calendar"
    WEEK = "week"
    SEASON = "season"
    DAY_OFFSET = "day_offset"
    NIGHT = "night"
    CALENDAR = "calendar"
    DAY_PART_TO_DATE = "day_part_to_date"
    WINDOW = "window"
    LASTING = "lasting"
    SPAN = "span"
    WINDOW_AHEAD = "window_ahead"
    WINDOW_AFTER = "window_after"
    AGO = "ago"
    SHIFT = "shift"
    NEXT = "next"
    SAME = "same"
    NTH = "nth"
    RUNNING = "running"
    PART = "part"
    PRESENT = "present"
    VAGUE = "vague"
    DURATION = "duration"
    RECURRING = "recurring"
    STATUS = "status"

    @property
    def places(self) -> bool:
        """Whether such an expression says when; a duration, "recently", "former" or "on Fridays" does not."""
        return self not in {TimeKind.DURATION, TimeKind.RECURRING, TimeKind.STATUS, TimeKind.VAGUE}

    @property
    def leans_on_text(self) -> bool:
        """Whether it is read from the time named before it in the text ("the next day"), not from the page's date."""
        return self in {
            TimeKind.SHIFT,
            TimeKind.NEXT,
            TimeKind.SAME,
            TimeKind.PART,
            TimeKind.WINDOW_AFTER,
            TimeKind.NTH,
            TimeKind.RUNNING,
        }


class Relation(StrEnum):
    """How the time bounds what happened."""

    ON = "on"
    SINCE = "since"
    UNTIL = "until"
    BEFORE = "before"
    AFTER = "after"


class TimeExpression(NamedTuple):
    """A time as written at ``text[start:end]``, its preposition included.

    ``parts`` and, in a range, ``last`` hold what the words gave (month, day, count ...). ``reporting`` says that it
    belongs only to a verb of saying ("said on Monday"), ``forward`` that it lies ahead ("will meet on Friday"),
    ``onset`` that something began then ("the war that began in 2011"). ``points`` are the places of its points in time
    without prepositions, half-open like ``start:end``: one, or the two ends of a range.
    """

    start: int
    end: int
    kind: TimeKind
    relation: Relation
    parts: Parts
    last: Parts | None = None
    reporting: bool = False
    forward: bool = False
    onset: bool = False
    points: tuple[tuple[int, int], ...] = ()
