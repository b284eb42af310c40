"""Several sentences, one claim: details joined to what they detail, repeats dropped."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from crossclaim.extract.drafts import ClaimDraft
from crossclaim.extract.sides import Sides, same_party
from crossclaim.model import ClaimClass, Modality

__all__ = ["drop_repeats", "merge_drafts"]

Range = tuple[int, int]


def merge_drafts(text: str, drafts: Sequence[ClaimDraft], sentences: Sequence[Range]) -> list[ClaimDraft]:
    """The drafts with those that only add detail joined to the one before.

    ``sentences`` are all that carries claims: a caption between two of them keeps drafts apart.
    """
    merged: list[ClaimDraft] = []
    for draft in drafts:
        if merged and _continues(text, merged[-1], draft) and not _aside(text, merged[-1].end, draft.start, sentences):
            merged[-1] = _joined(merged[-1], draft)
        else:
            merged.append(draft)
    return merged


def _aside(text: str, start: int, end: int, sentences: Sequence[Range]) -> bool:
    """Whether words between ``start`` and ``end`` belong to no sentence: a caption, a comment, a share button."""
    reached = start
    for first, last in sentences[max(bisect_right(sentences, (start,)) - 1, 0) : bisect_left(sentences, (end,))]:
        if text[reached:first].strip():
            return True
        reached = max(reached, last)
    return bool(text[reached:end].strip())


def _continues(text: str, first: ClaimDraft, second: ClaimDraft) -> bool:
    """Whether ``second`` only adds detail to ``first``: same asserter and type, next to it, nothing of its own."""
    between = text[first.sentence[1] : second.start]
    if second.sentence == first.sentence or len(between) > FARTHEST or _ITEM.search(between):
        return False
    if not _same_asserter(first, second) or first.modality is not second.modality:
        return False
    own_place = second.has_own_place and second.place != first.place
    if own_place or second.has_own_time or first.cumulative != second.cumulative:
        return False
    events = {trigger.group.type for trigger in second.triggers if trigger.group.role == "event"} - {None}
    return events <= {first.type} and ClaimClass.of(first.type) is ClaimClass.of(second.type)


FARTHEST = 60  # code points between two sentences that may still tell one occurrence
_ITEM = re.compile(r"\n[ \t]*(?:[•*‣◦·–—-]|\d{1,3}[.)])\s")  # each item of a list is told for itself


def _same_asserter(first: ClaimDraft, second: ClaimDraft) -> bool:
    one, other = first.attributed, second.attributed
    return (one and one.source) == (other and other.source)


def _joined(first: ClaimDraft, second: ClaimDraft) -> ClaimDraft:
    return replace(
        first,
        end=second.end,
        triggers=first.triggers + second.triggers,
        figures=first.figures + second.figures,
        sides=Sides(first.sides.a or second.sides.a, first.sides.b or second.sides.b),
        place=first.place or second.place,
        time=first.time or second.time,
        score=max(first.score, second.score),
    )


def drop_repeats(text: str, drafts: Sequence[ClaimDraft]) -> list[ClaimDraft]:
    """Drafts without those that another says again: a lead restated by a source is that source's one claim."""
    kept: list[_Said] = []
    for said in (_Said(draft, _words(text, draft), _figure_keys(draft)) for draft in drafts):
        twin = next((other for other in kept[-REACH:] if _says_the_same(other, said)), None)
        if twin is None:
            kept += [] if _only_mentions_again(said.draft, kept[-REACH:]) else [said]
        elif twin.draft.attributed is None and said.draft.attributed is not None:
            kept[kept.index(twin)] = said
    return sorted((said.draft for said in kept), key=lambda draft: draft.start)


REACH = 12  # claims back that a sentence may restate or come back to
SAME_WORDS = 0.5  # two sentences with the same figures are one claim from here on, measured on the train parts
SAME_WORDS_WITHOUT_FIGURES = 0.75


class _Said(NamedTuple):
    """A draft with the words and figures by which it is compared."""

    draft: ClaimDraft
    words: frozenset[str]
    figures: tuple[tuple[str, str], ...]


def _only_mentions_again(draft: ClaimDraft, before: Sequence[_Said]) -> bool:
    """Whether a draft comes back to an occurrence ("the strikes drew protests") without a figure, place or time."""
    if draft.figures or draft.modality is not Modality.ACTUAL or draft.has_own_place or draft.has_own_time:
        return False
    if any(trigger.form == "past" and trigger.group.role == "event" for trigger in draft.triggers):
        return False
    return any(said.draft.type is draft.type for said in before)


def _says_the_same(one: _Said, other: _Said) -> bool:
    first, second = one.draft, other.draft
    if first.attributed is not None and second.attributed is not None and not _same_asserter(first, second):
        return False
    if first.modality is not second.modality or _differ(first, second):
        return False
    shared = len(one.words & other.words) / max(1, min(len(one.words), len(other.words)))
    if one.figures and other.figures:
        return one.figures == other.figures and shared >= SAME_WORDS
    return not one.figures and not other.figures and shared >= SAME_WORDS_WITHOUT_FIGURES


def _differ(first: ClaimDraft, second: ClaimDraft) -> bool:
    """Whether each names a place, a day or a perpetrator of its own, and not the same: two occurrences alike."""
    places = {_place_name(draft) for draft in (first, second) if draft.has_own_place}
    days = {_day(draft) for draft in (first, second) if draft.has_own_time} - {None}
    parties = [draft.sides.a for draft in (first, second) if draft.sides.a is not None and not draft.sides.a.generic]
    by_others = len(parties) == 2 and not same_party(parties[0], parties[1])
    return len(places) == 2 or len(days) == 2 or by_others


def _place_name(draft: ClaimDraft) -> str | None:
    return draft.place.reading.name if draft.place and draft.place.reading else None


def _day(draft: ClaimDraft) -> date | None:
    return draft.time.reading.start_date if draft.time and draft.time.reading else None


def _words(text: str, draft: ClaimDraft) -> frozenset[str]:
    return frozenset(re.findall(r"\w{3,}", text[draft.start : draft.end].casefold()))


def _figure_keys(draft: ClaimDraft) -> tuple[tuple[str, str], ...]:
    quantities = ((figure.kind, figure.mention.quantity) for figure in draft.figures)
    return tuple(sorted((kind.value, f"{quantity.low}..{quantity.high}") for kind, quantity in quantities))
