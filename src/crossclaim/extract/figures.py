"""The figures of a claim: which quantities it gives, what each counts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence, Set
from functools import cache
from typing import NamedTuple, TypeVar

from crossclaim.extract.cues import has_cue, last_word, noun_class
from crossclaim.extract.grammar import grammar
from crossclaim.extract.quantities import QuantityMention
from crossclaim.extract.triggers import Trigger
from crossclaim.model import FigureKind, Unit

__all__ = ["FigureDraft", "draft_figures", "draft_tolls"]

Spanned = TypeVar("Spanned", Trigger, QuantityMention)

FARTHEST = 14  # words between a number and the verb that says what became of those counted
_REACH = 250  # characters that so many words take at most
_ALREADY_COUNTED = 4.0  # what it costs a number, in words, to join an effect that has one
_ALREADY_COUNTED_PASSIVE = 5.0
_CLAUSE_BETWEEN = 8  # the same for each other effect, semicolon or full stop between them

_BY_CLASS = {
    "munitions": FigureKind.MUNITIONS,
    "aircraft": FigureKind.AIRCRAFT,
    "vehicles": FigureKind.VEHICLES,
    "weapons": FigureKind.WEAPONS,
    "buildings": FigureKind.OTHER,
    "incidents": FigureKind.OTHER,
}
_EQUIPMENT = {"vehicles", "aircraft", "weapons"}
_OF_PEOPLE = {
    FigureKind.KILLED,
    FigureKind.INJURED,
    FigureKind.CAPTURED,
    FigureKind.ABDUCTED,
    FigureKind.MISSING,
    FigureKind.DISPLACED,
}


class FigureDraft(NamedTuple):
    """A quantity with what it counts, and the effect that says so where one does."""

    mention: QuantityMention
    kind: FigureKind
    trigger: Trigger | None
    own: bool = False  # lost by the party that tells or acts: "the army lost four soldiers"


class _Found(NamedTuple):
    """What a stretch of text holds: its counts, all triggers, and those that say what became of somebody."""

    text: str
    quantities: Sequence[QuantityMention]
    triggers: Sequence[Trigger]
    effects: Sequence[Trigger]
    starts: Sequence[int]  # of the effects
    subjects: Mapping[int, Sequence[QuantityMention]]  # what stands right before an effect, by the effect's start
    with_object: Set[int]  # starts of effects with a count for an object


def draft_figures(
    text: str, quantities: Sequence[QuantityMention], triggers: Sequence[Trigger], *, tolls: bool = True
) -> list[FigureDraft]:
    """What each count among ``quantities`` counts, by the nearest effect it can belong to; the rest by their noun.

    With ``tolls``, what a toll has come to is one of the toll, whatever effect is nearer.
    """
    found = _find(text, quantities, triggers)
    tolled = {draft.mention.start: draft for draft in _tolls(found)} if tolls else {}
    drafts: list[FigureDraft] = []
    for mention in quantities:
        draft = tolled.get(mention.start)
        if draft is None and _is_count(mention):
            draft = _draft(found, mention, drafts[-1] if drafts else None)
        if draft:
            drafts.append(draft)
    return drafts


def draft_tolls(text: str, quantities: Sequence[QuantityMention], triggers: Sequence[Trigger]) -> list[FigureDraft]:
    """What the tolls of a text have come to: "the death toll has risen to 23", "put the number of wounded at 62"."""
    return _tolls(_find(text, quantities, triggers))


def _tolls(found: _Found) -> list[FigureDraft]:
    drafts = (_tolled(found, mention) for mention in found.quantities if _is_count(mention))
    return [draft for draft in drafts if draft]


def _find(text: str, quantities: Sequence[QuantityMention], triggers: Sequence[Trigger]) -> _Found:
    effects = [trigger for trigger in triggers if trigger.group.kind and trigger.group.role != "weapon"]
    return _Found(
        text=text,
        quantities=quantities,
        triggers=triggers,
        effects=effects,
        starts=[effect.start for effect in effects],
        subjects={effect.start: _subjects(text, effect, quantities) for effect in effects},
        with_object={effect.start for effect in effects if _has_object(text, effect, quantities, effects)},
    )


def _is_count(mention: QuantityMention) -> bool:
    """Whether a quantity counts something; a bare "none" does not."""
    return mention.quantity.unit is Unit.COUNT and (mention.quantity.low != 0 or mention.of is not None)


def _draft(found: _Found, mention: QuantityMention, previous: FigureDraft | None) -> FigureDraft | None:
    return (
        _inherited(found.text, mention, previous)
        or _taken(found, mention, previous)
        or _lost(found.text, mention)
        or _linked(found, mention)
        or _by_noun(found.text, mention)
    )


def _tolled(found: _Found, mention: QuantityMention) -> FigureDraft | None:
    """The 23 of "the death toll from the blast has risen to 23, with 46 wounded": that of the toll, however far."""
    if noun_class(found.text, mention.of) is not None:
        return None
    words = grammar("figures.clause_start").split(found.text[max(0, mention.start - _REACH) : mention.start])[-1]
    head = max(grammar("figures.toll").finditer(words), key=re.Match.start, default=None)
    if head is None or not _has_come_to(words, head):
        return None
    start = mention.start - len(words) + head.start()
    between = (other for other in _near(found.quantities, mention) if start < other.start < mention.start)
    if any(_is_another(found.text, other) for other in between):
        return None  # "was put at 8, in addition to 12 injured": it has come to the first
    effects = (effect for effect in _near(found.effects, mention) if start < effect.end <= mention.start)
    return _of_toll(words, head, mention, [effect for effect in effects if effect.group.kind in _OF_PEOPLE])


def _of_toll(
    words: str, head: re.Match[str], mention: QuantityMention, effects: Sequence[Trigger]
) -> FigureDraft | None:
    """What the toll that ``words`` tell of counts: the dead, or those whose number it says that it is."""
    first = effects[0] if effects else None
    if not head["counted"]:
        return FigureDraft(mention, FigureKind.KILLED, first)
    if len({effect.group.kind for effect in effects}) > 1 and grammar("figures.both").search(words, head.end()):
        return None  # "the number of killed and wounded has risen to 62"
    if first and first.group.kind:
        return FigureDraft(mention, first.group.kind, first)
    taken = grammar("figures.takes").search(words, head.end())
    return FigureDraft(mention, FigureKind.CAPTURED, None) if taken else None


def _is_another(text: str, mention: QuantityMention) -> bool:
    """Whether a number before that of a toll takes its place: "an air strike" and "from 11" do not."""
    former = grammar("figures.former").search(text, max(0, mention.start - 8), mention.start)
    return not former and not _is_singular(text, mention)


def _has_come_to(words: str, head: re.Match[str]) -> bool:
    """Whether ``words`` run from a toll to its number: "toll rose to", "brought the toll to", "the wounded number"."""
    moved = grammar("figures.moves").search(words, max(0, head.start() - 24))
    to = grammar("figures.to_number").search(words, head.end())
    return bool((moved and to) or grammar("figures.reaches").search(words, head.end()))


def _inherited(text: str, mention: QuantityMention, previous: FigureDraft | None) -> FigureDraft | None:
    """The five of "12 people, including five children": the part shares the whole's fate."""
    if previous is None or mention.start - previous.mention.end > 90:
        return None
    before = text[max(previous.mention.end, mention.start - 40) : mention.start]
    if mention.of is None and previous.trigger and grammar("figures.share").match(text, mention.end):
        return FigureDraft(mention, previous.kind, previous.trigger)
    if grammar("figures.inherits").search(before) or grammar("figures.part").match(text, mention.end):
        return FigureDraft(mention, previous.kind, previous.trigger)
    return None


def _taken(found: _Found, mention: QuantityMention, previous: FigureDraft | None) -> FigureDraft | None:
    """The number of "captured 18 soldiers and two tanks", "17 captured": people and things taken, not ground."""
    counted = noun_class(found.text, mention.of)
    if counted in {"incidents", "buildings", "parties"}:
        return None
    for trigger in _near(found.triggers, mention):
        if trigger.group.name == "territory" and _takes(found.text, trigger, mention, previous):
            return FigureDraft(mention, _BY_CLASS[counted] if counted else FigureKind.CAPTURED, trigger)
    return None


def _takes(text: str, trigger: Trigger, mention: QuantityMention, previous: FigureDraft | None) -> bool:
    if not grammar("figures.takes").match(text, trigger.start):
        return False
    if mention.end <= trigger.start:
        in_noun = trigger.end <= _end(mention)  # "310 captured soldiers"
        return in_noun or grammar("figures.taken").search(text[_end(mention) : trigger.start]) is not None
    gap = text[trigger.end : mention.start]
    if len(gap) <= 2 or (len(gap) <= 60 and grammar("figures.inherits").search(gap)):
        return True  # "captured 18 soldiers", "seized an arsenal that included four rifles"
    if previous is None or previous.trigger is not trigger:
        return False
    return grammar("figures.and").search(text[_end(previous.mention) : mention.start]) is not None


def _lost(text: str, mention: QuantityMention) -> FigureDraft | None:
    """The number of "the army lost four soldiers": its dead, or the things it lost."""
    if not grammar("figures.lost").search(text, max(0, mention.start - 24), mention.start):
        return None
    counted = noun_class(text, mention.of)
    if counted in _EQUIPMENT:
        return FigureDraft(mention, FigureKind.DESTROYED, None, own=True)
    return FigureDraft(mention, FigureKind.KILLED, None, own=True) if counted is None and mention.of else None


def _linked(found: _Found, mention: QuantityMention) -> FigureDraft | None:
    """The count as one of the effect that costs least to reach, where that effect befalls what is counted."""
    costs = [
        (cost, effect)
        for effect in _near(found.effects, mention)
        if (cost := _cost(found, mention, effect)) is not None
    ]
    if not costs:
        return None
    cost, effect = min(costs, key=lambda pair: pair[0])
    kind = _befalls(found.text, effect, mention)
    return FigureDraft(mention, kind, effect) if cost <= FARTHEST and kind else None


def _befalls(text: str, effect: Trigger, mention: QuantityMention) -> FigureKind | None:
    """The kind of figure an effect gives what is counted, None where it cannot befall that: houses do not die."""
    kind, counted = effect.group.kind, noun_class(text, mention.of)
    if effect.group.name == "casualties" and mention.quantity.high == 0:
        return FigureKind.KILLED  # "no casualties" says that nobody died
    if kind in _OF_PEOPLE:
        # "a resident who fled to the capital said": a speaker is described, not counted.
        fits = counted is None and not (kind is FigureKind.DISPLACED and _is_singular(text, mention))
        return kind if fits else None
    if kind is FigureKind.DESTROYED:
        return _ruined(text, effect, mention, counted)
    singular = _is_singular(text, mention)
    if kind is FigureKind.MUNITIONS and counted != "munitions":
        return None
    if kind is FigureKind.FIGHTERS and (counted is not None or singular):
        return None
    return None if kind is FigureKind.OTHER and singular else kind


def _ruined(text: str, effect: Trigger, mention: QuantityMention, counted: str | None) -> FigureKind | None:
    """What destruction or looting makes of what is counted: "22 rifles carried off", "50 terrorists destroyed"."""
    if effect.group.name == "loot_burn" and counted in {"weapons", "vehicles"}:
        return _BY_CLASS[counted]
    if counted is None and mention.of and has_cue("fighters", last_word(text, mention.of)):
        return FigureKind.KILLED
    if counted == "aircraft":
        return FigureKind.AIRCRAFT
    elided = mention.of is None and not _is_singular(text, mention)
    return FigureKind.DESTROYED if elided or counted in {*_EQUIPMENT, "buildings", "munitions"} else None


def _is_singular(text: str, mention: QuantityMention) -> bool:
    return text[mention.start : mention.end].casefold().startswith(("a ", "an "))


def _by_noun(text: str, mention: QuantityMention) -> FigureDraft | None:
    """A count that no effect claims, by what it counts; "a bus" without an effect is a thing, not a figure."""
    counted = noun_class(text, mention.of)
    singular = _is_singular(text, mention)
    downed = counted == "aircraft" and grammar("figures.downed").search(text, max(0, mention.start - 48), mention.start)
    if counted in _BY_CLASS and (counted == "munitions" or downed or not singular):
        return FigureDraft(mention, _BY_CLASS[counted], None)
    if mention.of and not singular and has_cue("fighters", last_word(text, mention.of)):
        return FigureDraft(mention, FigureKind.FIGHTERS, None)
    return None


# --- how far an effect is from a number


def _cost(found: _Found, mention: QuantityMention, effect: Trigger) -> float | None:
    """Words between number and effect, with a surcharge for what lies between; None where grammar forbids the pair."""
    gap = _gap(found.text, mention, effect)
    if gap is None:
        return 0.0  # the quantity's own noun holds the effect: "12 wounded soldiers"
    ends = gap.count(";") + len(grammar("figures.clause_end").findall(gap))
    cost = len(_words().findall(gap)) + _CLAUSE_BETWEEN * (ends + _verbs_between(gap, mention, effect))
    if cost > FARTHEST:
        return None
    before = mention.end <= effect.start
    base = _cost_before(found, effect, gap) if before else _cost_behind(found, mention, effect)
    return None if base is None else base + cost + _CLAUSE_BETWEEN * _effects_between(found, mention, effect)


def _verbs_between(gap: str, mention: QuantityMention, effect: Trigger) -> int:
    """Whether another verb takes the number: "killed around 40 and located more than 15 tunnel shafts"."""
    if effect.start >= mention.start:
        return 0
    return bool(grammar("figures.other_verb").search(gap))


def _gap(text: str, mention: QuantityMention, effect: Trigger) -> str | None:
    """What stands between a number with its noun and an effect; None where they overlap."""
    if effect.start >= mention.end:
        return text[min(max(_end(mention), mention.end), effect.start) : effect.start]
    return text[effect.end : mention.start] if effect.end <= mention.start else None


def _effects_between(found: _Found, mention: QuantityMention, effect: Trigger) -> int:
    first, last = min(effect.end, mention.end), max(effect.start, mention.start)
    between = bisect_left(found.starts, last) - bisect_left(found.starts, first)
    return between - (first <= effect.start < last)


def _cost_before(found: _Found, effect: Trigger, gap: str) -> float | None:
    """What it costs to stand before an effect across ``gap``: "12 people were killed"."""
    if effect.form == "ing":
        return None
    active = effect.form == "past" and not grammar("figures.passive").search(gap[-40:])
    # "Two bombers killed 12": an active verb with an object of its own has another victim.
    if active and effect.group.name != "die" and effect.start in found.with_object:
        return None
    return 1.0


def _cost_behind(found: _Found, mention: QuantityMention, effect: Trigger) -> float | None:
    """What it costs to stand behind an effect: "killed 12 people"."""
    text, cost = found.text, 0.0
    if grammar("figures.agent").search(text, max(effect.end, mention.start - 12), mention.start):
        return None
    if effect.form != "ing":
        # "10 killed 15 injured", "30 wounded and 12 arrested": an effect that has its number already.
        if grammar("figures.passive").search(text[max(0, effect.start - 30) : effect.start]):
            cost = _ALREADY_COUNTED_PASSIVE
        elif _has_subject(found, effect, mention):
            cost = _ALREADY_COUNTED
    dies = effect.group.name == "die" and effect.form in {"past", "noun"}
    if dies and not grammar("figures.dead_number").search(text[effect.end : effect.end + 12]):
        cost += _ALREADY_COUNTED
    return cost


def _has_subject(found: _Found, effect: Trigger, mention: QuantityMention) -> bool:
    """Whether the first quantity right before ``effect``, other than ``mention``, is a count."""
    subject = next((other for other in found.subjects[effect.start] if other is not mention), None)
    return subject is not None and subject.quantity.unit is Unit.COUNT


def _subjects(text: str, effect: Trigger, quantities: Sequence[QuantityMention]) -> list[QuantityMention]:
    """The quantities that stand before ``effect`` with at most a word between."""
    return [
        other
        for other in _near(quantities, effect)
        if _end(other) <= effect.start and len(_words().findall(text[_end(other) : effect.start])) <= 1
    ]


def _has_object(text: str, effect: Trigger, quantities: Sequence[QuantityMention], effects: Sequence[Trigger]) -> bool:
    """Whether a count right behind ``effect`` is its object: "killed 12", not "64 killed, 30 wounded"."""
    return any(
        other.quantity.unit is Unit.COUNT
        and 0 < other.start - effect.end <= 3
        and text[effect.end : other.start].isspace()
        and not _has_effect_behind(other, effects)
        for other in _near(quantities, effect)
    )


def _has_effect_behind(mention: QuantityMention, effects: Sequence[Trigger]) -> bool:
    """Whether an effect stands right behind a count: the 15 of "10 killed 15 injured", which lost its comma."""
    return any(0 < effect.start - _end(mention) <= 1 for effect in _near(effects, mention))


def _near(ordered: Sequence[Spanned], mention: QuantityMention | Trigger) -> Sequence[Spanned]:
    """Those of ``ordered``, which is by start, that words may tie to ``mention``; keeps long lists linear."""
    first = bisect_left(ordered, mention.start - _REACH, key=lambda spanned: spanned.start)
    last = bisect_left(ordered, mention.end + _REACH, key=lambda spanned: spanned.start)
    return ordered[first:last]


def _end(mention: QuantityMention) -> int:
    return mention.of[1] if mention.of else mention.end


@cache
def _words() -> re.Pattern[str]:
    return re.compile(r"\w+")
