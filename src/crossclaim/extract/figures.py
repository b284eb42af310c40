"""The figures of a claim: which quantities it gives, what each counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from crossclaim.extract.cues import has_cue, last_word, noun_class
from crossclaim.extract.quantities import QuantityMention
from crossclaim.extract.triggers import Trigger
from crossclaim.model import FigureKind, Unit

__all__ = ["FigureDraft", "draft_figures"]

FARTHEST = 14  # words between a number and the verb that says what became of those counted

_BY_CLASS = {
    "munitions": FigureKind.MUNITIONS,
    "aircraft": FigureKind.AIRCRAFT,
    "vehicles": FigureKind.VEHICLES,
    "weapons": FigureKind.WEAPONS,
    "buildings": FigureKind.OTHER,
    "incidents": FigureKind.OTHER,
}
_OF_PEOPLE = {
    FigureKind.KILLED,
    FigureKind.INJURED,
    FigureKind.CAPTURED,
    FigureKind.ABDUCTED,
    FigureKind.MISSING,
    FigureKind.DISPLACED,
}
_INHERITS = re.compile(
    r"(?:includ(?:ing|es?|ed)|among (?:them|whom|those)|of (?:them|whom|which)|mostly|comprising)\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_PART = re.compile(r"\W{0,2}of (?:them|whom|these|those|the (?:dead|wounded|victims))\b", re.IGNORECASE)
_BE = re.compile(r"\b(?:was|were|been|be|being|is|are|got|left)\b(?:\W+\w+){0,2}\W*$", re.IGNORECASE)
_TAKES = re.compile(r"(?:captur|seiz|tak|took)", re.IGNORECASE)
_TAKEN = re.compile(r"\W+(?:(?:were|was|have been|had been|also)\W+){0,2}", re.IGNORECASE)
_LOST = re.compile(r"\b(?:lost|lose|loses|losing|loss of)\s+(?:only\s+|just\s+)?$", re.IGNORECASE)
_WORDS = re.compile(r"\w+")


class FigureDraft(NamedTuple):
    """A quantity with what it counts."""

    mention: QuantityMention
    kind: FigureKind
    trigger: Trigger | None


def draft_figures(text: str, quantities: Sequence[QuantityMention], triggers: Sequence[Trigger]) -> list[FigureDraft]:
    """What each count among ``quantities`` counts, by the nearest effect it can belong to; the rest by their noun."""
    effects = [trigger for trigger in triggers if trigger.group.kind and trigger.group.role != "weapon"]
    drafts: list[FigureDraft] = []
    for mention in quantities:
        if mention.quantity.unit is not Unit.COUNT or (mention.quantity.low == 0 and not mention.of):
            continue
        previous = drafts[-1] if drafts else None
        draft = (
            _inherited(text, mention, previous)
            or _taken(text, mention, triggers)
            or _lost(text, mention)
            or _linked(text, mention, effects, quantities)
        )
        draft = draft or _by_noun(text, mention)
        if draft:
            drafts.append(draft)
    return drafts


def _inherited(text: str, mention: QuantityMention, previous: FigureDraft | None) -> FigureDraft | None:
    """ "12 people, including five children": the part shares the whole's fate."""
    if previous is None or mention.start - previous.mention.end > 90:
        return None
    before = text[max(previous.mention.end, mention.start - 40) : mention.start]
    if _INHERITS.search(before) or _PART.match(text, mention.end):
        return FigureDraft(mention, previous.kind, previous.trigger)
    return None


def _taken(text: str, mention: QuantityMention, triggers: Sequence[Trigger]) -> FigureDraft | None:
    """ "Captured 18 soldiers", "seized two tanks", "17 captured": people and things taken, not ground."""
    for trigger in triggers:
        if trigger.group.name != "territory" or not _TAKES.match(text, trigger.start):
            continue
        counted = noun_class(text, mention.of)
        if counted in {"incidents", "buildings"}:
            continue
        end = mention.of[1] if mention.of else mention.end
        near = 0 <= mention.start - trigger.end <= 2 or _TAKEN.fullmatch(
            text[end : trigger.start] if end <= trigger.start else "-"
        )
        if near:
            return FigureDraft(mention, _BY_CLASS[counted] if counted else FigureKind.CAPTURED, trigger)
    return None


def _lost(text: str, mention: QuantityMention) -> FigureDraft | None:
    """ "The army lost four soldiers": its dead, or the things it lost."""
    if not _LOST.search(text, max(0, mention.start - 24), mention.start):
        return None
    counted = noun_class(text, mention.of)
    if counted in {"vehicles", "aircraft", "weapons"}:
        return FigureDraft(mention, FigureKind.DESTROYED, None)
    return FigureDraft(mention, FigureKind.KILLED, None) if counted is None and mention.of else None


def _linked(
    text: str, mention: QuantityMention, effects: Sequence[Trigger], quantities: Sequence[QuantityMention]
) -> FigureDraft | None:
    costs = [
        (cost, number)
        for number, effect in enumerate(effects)
        if (cost := _cost(text, mention, effect, effects, quantities)) is not None
    ]
    if not costs:
        return None
    cost, number = min(costs)
    effect = effects[number]
    kind = _kind(text, mention, effect)
    return FigureDraft(mention, kind, effect) if cost <= FARTHEST and kind else None


def _cost(
    text: str,
    mention: QuantityMention,
    effect: Trigger,
    effects: Sequence[Trigger],
    quantities: Sequence[QuantityMention],
) -> float | None:
    """Words between number and effect, with a surcharge for what lies between; None where grammar forbids the pair."""
    end = mention.of[1] if mention.of else mention.end
    if effect.start >= mention.end:
        start = max(end, mention.end)
        gap = text[min(start, effect.start) : effect.start]
        # "Two bombers killed 12": an active verb with an object of its own has another victim.
        if (
            effect.form == "past"
            and not _BE.search(gap[-40:])
            and _has_object(effect, quantities)
            and effect.group.name != "die"
        ):
            return None
        if effect.form == "ing":
            return None
        base = 1.0
    elif effect.end <= mention.start:
        gap = text[effect.end : mention.start]
        base = 0.0
        if effect.form != "ing":
            passive = _BE.search(text[max(0, effect.start - 30) : effect.start]) is not None
            # "10 killed 15 injured", "30 wounded and 12 arrested": an effect that has its number already.
            base = 5.0 if passive else 4.0 if _has_subject(text, effect, mention, quantities) else 0.0
        if (
            effect.group.name == "die"
            and effect.form in {"past", "noun"}
            and not re.match(r"\W+(?:of|toll|to|at)\b", text[effect.end : effect.end + 12])
        ):
            base += 4
    else:
        return 0.0  # the quantity's own noun holds the effect: "12 wounded soldiers"
    between = [
        other
        for other in effects
        if other is not effect and min(effect.end, mention.end) <= other.start < max(effect.start, mention.start)
    ]
    breaks = gap.count(";") * 8 + len(re.findall(r"\.\s", gap)) * 8
    return base + len(_WORDS.findall(gap)) + 8 * len(between) + breaks


def _has_subject(text: str, effect: Trigger, mention: QuantityMention, quantities: Sequence[QuantityMention]) -> bool:
    for other in quantities:
        end = other.of[1] if other.of else other.end
        if other is not mention and end <= effect.start and len(_WORDS.findall(text[end : effect.start])) <= 1:
            return other.quantity.unit is Unit.COUNT
    return False


def _has_object(effect: Trigger, quantities: Sequence[QuantityMention]) -> bool:
    return any(0 < other.start - effect.end <= 3 and other.quantity.unit is Unit.COUNT for other in quantities)


def _kind(text: str, mention: QuantityMention, effect: Trigger) -> FigureKind | None:
    kind = effect.group.kind
    counted = noun_class(text, mention.of)
    if kind in _OF_PEOPLE and counted is not None:
        return None if counted != "incidents" else None
    if kind is FigureKind.DESTROYED and counted not in {"vehicles", "aircraft", "weapons", "buildings", "munitions"}:
        return None
    if kind is FigureKind.MUNITIONS and counted != "munitions":
        return None
    return kind


def _by_noun(text: str, mention: QuantityMention) -> FigureDraft | None:
    """A count that no effect claims, by what it counts; "a bus" without an effect is a thing, not a figure."""
    counted = noun_class(text, mention.of)
    singular = text[mention.start : mention.end].casefold().startswith(("a ", "an "))
    if counted == "munitions" or (counted in _BY_CLASS and not singular):
        return FigureDraft(mention, _BY_CLASS[counted], None)
    if mention.of and not singular and has_cue("fighters", last_word(text, mention.of)):
        return FigureDraft(mention, FigureKind.FIGHTERS, None)
    return None
