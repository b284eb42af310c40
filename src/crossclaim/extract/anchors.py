"""Where and when a claim says it happened: the place and time nearest to its trigger."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import cache

from crossclaim.extract.cues import cue_words, has_cue
from crossclaim.extract.evidence import PlaceEvidence, TimeEvidence, within
from crossclaim.extract.grammar import grammar
from crossclaim.extract.triggers import Trigger
from crossclaim.model import Precision

__all__ = ["choose_place", "choose_time", "is_cumulative"]


def choose_place(
    text: str, places: Sequence[PlaceEvidence], start: int, end: int, trigger: Trigger
) -> PlaceEvidence | None:
    """The place in ``start:end`` nearest to the trigger, finer ones first.

    Where people went or came from is not where it happened.
    """
    found = [
        place
        for place in within(places, start, end)
        if not _elsewhere().search(text, max(0, place.start - 30), place.start)
    ]
    return min(found, key=lambda place: _place_cost(place, trigger), default=None)


_COARSE = {Precision.COUNTRY: 2, Precision.REGION: 1, Precision.ADMIN1: 1}


def _place_cost(place: PlaceEvidence, trigger: Trigger) -> tuple[int, int]:
    coarse = _COARSE.get(place.reading.precision, 0) if place.reading else 0
    return coarse, max(place.start - trigger.end, trigger.start - place.end)


def choose_time(times: Sequence[TimeEvidence], start: int, end: int, trigger: Trigger) -> TimeEvidence | None:
    """The time in ``start:end`` nearest to the trigger, dated ones first; one that dates only the report is none."""
    found = [time for time in within(times, start, end) if not time.reporting]
    return min(found, key=lambda time: _time_cost(time, trigger), default=None)


def _time_cost(time: TimeEvidence, trigger: Trigger) -> tuple[bool, bool, int]:
    undated = time.reading is None or time.reading.start_date is None
    return undated, time.present, max(time.start - trigger.end, trigger.start - time.end)


@cache
def _elsewhere() -> re.Pattern[str]:
    leads = "|".join(cue_words("elsewhere"))
    return re.compile(rf"(?<!\w)(?:{leads})\s+(?:the\s+)?$", re.IGNORECASE)


LONG_PERIOD = timedelta(days=14)  # from here on a count of dead is one of many incidents


def is_cumulative(quote: str, time: TimeEvidence | None, *, counts: bool) -> bool:
    """Whether the words or the period make what is told a total over several incidents.

    ``counts`` says that something is counted: "the biggest attack so far" is no total.
    """
    reading = time.reading if time else None
    known = reading is not None and reading.start_date is not None and reading.end_date is not None
    if not counts and not known:
        return False
    if has_cue("cumulative", quote) or (counts and grammar("claims.war_total").search(quote)):
        return True
    if reading is None or reading.start_date is None or reading.end_date is None:
        return False
    return reading.end_date - reading.start_date >= LONG_PERIOD and reading.precision is not Precision.MONTH
