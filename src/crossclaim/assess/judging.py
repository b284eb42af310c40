"""How one sentence treats the milestones that it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from crossclaim.assess.events import judge_awaited, judge_events, judge_holders, judge_towns
from crossclaim.assess.milestones import MilestoneTable
from crossclaim.assess.persons import judge_persons
from crossclaim.assess.treatments import Sentence, Stance, Treatment
from crossclaim.assess.wording import load_wording

__all__ = ["judge_sentence"]

# How long ago what happened "on Monday" or "last month" can have been, reports being late.
_REACH = {"week_right": timedelta(days=21), "month_right": timedelta(days=62)}


def judge_sentence(sentence: Sentence, table: MilestoneTable, company: set[str]) -> list[Treatment]:
    """How a sentence treats milestones, of namesakes one each. ``company`` are all words of the document."""
    treatments = [
        *judge_events(sentence, table),
        *judge_persons(sentence, table, company),
        *judge_towns(sentence, table),
        *judge_holders(sentence, table),
        *judge_awaited(sentence, table, company),
    ]
    return _cautious([*treatments, *_just_past(sentence, treatments)])


def _just_past(sentence: Sentence, treatments: Iterable[Treatment]) -> Iterator[Treatment]:
    """Of what has been, what happened "on Monday" or "this month": the text was written soon after it."""
    cues = load_wording().cues
    past = [one for one in treatments if one.stance is Stance.PAST and one.milestone.kind.happens_once]
    if not past or cues["told_time"].search(sentence.quote):
        return
    for treatment in past:
        if cues["since"].search(sentence.left(treatment.end)):
            continue
        right = sentence.right(treatment.end)
        for name, reach in _REACH.items():
            match = cues[name].search(right)
            if match:
                day = treatment.milestone.end + min(reach, date.max - treatment.milestone.end)
                yield Treatment(treatment.milestone, Stance.RECENT, treatment.start, treatment.end + match.end(), day)


def _cautious(treatments: Iterable[Treatment]) -> list[Treatment]:
    """Of namesakes in one sentence (Goma fell twice), what holds for all: the last to come, the first that has been."""
    kept: dict[tuple[object, ...], Treatment] = {}
    for treatment in treatments:
        milestone = treatment.milestone
        named = milestone.subject if milestone.kind.is_fate else milestone.object or milestone.subject
        key = (treatment.bounds_end, milestone.kind, named)
        rival = kept.get(key)
        if rival is None or (treatment.day > rival.day) == treatment.bounds_end:
            kept[key] = treatment
    return list(kept.values())
