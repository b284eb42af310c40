"""How a text treats a milestone, and the sentence that does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from crossclaim.assess.milestones import Milestone
from crossclaim.assess.words import Word

__all__ = ["Sentence", "Stance", "Treatment", "treat"]

# A name is talked about before the thing exists: a mission is planned, an accord is drafted.
NAMING_TIME = timedelta(days=90)
LONGEST = 1500
LEFT, RIGHT = 110, 110  # how far around a word its cues may stand


class Stance(StrEnum):
    """How a text holds a milestone."""

    COMING = "coming"
    GOING_ON = "going on"
    PAST = "past"
    RECENT = "just past"
    NAMED = "named"


class Treatment(NamedTuple):
    """``text[start:end]`` treats ``milestone`` so; ``day`` is the last day to write that, or the first one."""

    milestone: Milestone
    stance: Stance
    start: int
    end: int
    day: date

    @property
    def bounds_end(self) -> bool:
        """Whether the text was written before ``day`` rather than after it."""
        return self.stance in {Stance.COMING, Stance.GOING_ON, Stance.RECENT}


class Sentence(NamedTuple):
    """A sentence with its words, and the one behind it."""

    text: str
    start: int
    end: int
    words: Sequence[Word]
    next_end: int
    is_news: bool  # its document names days as news does: "on Monday"
    is_led: bool  # the one beside it speaks of "the President" in office
    around: frozenset[str]  # words of this sentence and of those beside it

    def left(self, start: int) -> str:
        """What stands before ``start``, back to a semicolon or colon."""
        return re.split(r"[;:]", self.text[max(self.start, start - LEFT) : start])[-1]

    def right(self, end: int) -> str:
        """What stands behind ``end``."""
        return self.text[end : min(self.end, end + RIGHT)]

    @property
    def quote(self) -> str:
        """The sentence itself, as far as sentences go that people write."""
        return self.text[self.start : min(self.end, self.start + LONGEST)]


def treat(milestone: Milestone, stance: Stance, start: int, end: int) -> Treatment:
    """The treatment, with the day by which it bounds the writing of the text."""
    match stance:
        case Stance.COMING | Stance.GOING_ON:
            day = milestone.end
        case Stance.NAMED:
            day = max(date.min + NAMING_TIME, milestone.start) - NAMING_TIME
        case _:
            day = milestone.start
    return Treatment(milestone, stance, start, end, day)
