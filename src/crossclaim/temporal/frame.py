"""What a point in time is read against."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from crossclaim.temporal.expressions import Relation
from crossclaim.temporal.intervals import Interval

__all__ = ["RECENT", "TOLERANCE", "ReadingFrame"]

# A page is often dated a few days before the text was last edited: "on 7 June" on 5 June is this June.
TOLERANCE = timedelta(7)
# Of the weeks before it is written a report speaks without naming the year.
RECENT = timedelta(45)


class ReadingFrame(NamedTuple):
    """What an expression is read against: the page's day, the interval read before it, whether it lies ahead.

    ``year_named`` says that the interval before it was named with its year, just before it.
    """

    anchor: date | None
    previous: Interval | None
    forward: bool
    relation: Relation
    year_named: bool = False
