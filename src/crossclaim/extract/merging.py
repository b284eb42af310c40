"""Several sentences, one claim: details joined to what they detail, repeats dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crossclaim.extract.drafts import ClaimDraft
from crossclaim.extract.sides import Sides
from crossclaim.model import ClaimClass, Modality

__all__ = ["drop_repeats", "merge_drafts"]


def merge_drafts(text: str, drafts: Sequence[ClaimDraft]) -> list[ClaimDraft]:
    """The drafts with those that only add detail joined to the one before."""
    merged: list[ClaimDraft] = []
    for draft in drafts:
        if merged and _continues(text, merged[-1], draft):
            merged[-1] = _joined(merged[-1], draft)
        else:
            merged.append(draft)
    return merged


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
    kept: list[ClaimDraft] = []
    for draft in drafts:
        twin = next((other for other in kept if _says_the_same(text, other, draft)), None)
        if twin is None:
            kept += [] if _only_mentions_again(draft, kept) else [draft]
        elif twin.attributed is None and draft.attributed is not None:
            kept[kept.index(twin)] = draft
    return sorted(kept, key=lambda draft: draft.start)


def _only_mentions_again(draft: ClaimDraft, before: Sequence[ClaimDraft]) -> bool:
    """Whether a draft comes back to an occurrence ("the strikes drew protests") without a figure, place or time."""
    if draft.figures or draft.modality is not Modality.ACTUAL or draft.has_own_place or draft.has_own_time:
        return False
    return any(other.type is draft.type for other in before)


def _says_the_same(text: str, one: ClaimDraft, other: ClaimDraft) -> bool:
    if one.attributed is not None and other.attributed is not None and not _same_asserter(one, other):
        return False
    words, more = _words(text, one), _words(text, other)
    shared = len(words & more) / max(1, min(len(words), len(more)))
    figures, others = _figure_keys(one), _figure_keys(other)
    if figures and others:
        return figures == others and shared >= SAME_WORDS
    return not figures and not others and one.modality is other.modality and shared >= 0.75


SAME_WORDS = 0.5  # two sentences with the same figures are one claim from here on, measured on the train parts


def _words(text: str, draft: ClaimDraft) -> set[str]:
    return set(re.findall(r"\w{3,}", text[draft.start : draft.end].casefold()))


def _figure_keys(draft: ClaimDraft) -> list[tuple[str, float | None, float | None]]:
    return sorted(
        (figure.kind, figure.mention.quantity.low or -1, figure.mention.quantity.high or -1) for figure in draft.figures
    )
