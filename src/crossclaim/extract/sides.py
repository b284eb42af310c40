"""Who did it and to whom: the parties around a trigger word, by shallow grammar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from crossclaim.extract.cues import has_cue, last_word
from crossclaim.extract.evidence import ActorEvidence
from crossclaim.extract.triggers import Trigger
from crossclaim.model import ActorKind, ActorReading

__all__ = ["Sides", "find_sides", "is_armed", "same_party"]

_BE = re.compile(r"\b(?:was|were|been|be|being|is|are|got|getting|gets|came under)\b(?:\W+\w+ly)?\W*$", re.IGNORECASE)
_BY = re.compile(r"^\W*(?:\w+\W+){0,3}?(?:by|at the hands of)\W+(?:\w+\W+){0,3}$", re.IGNORECASE)
_FROM = re.compile(r"^\W*(?:\w+\W+){0,3}?(?:by|from|at the hands of)\W+(?:\w+\W+){0,3}$", re.IGNORECASE)
_ON = re.compile(r"^\W*(?:\w+\W+){0,4}?(?:on|against|targeting|at|of|into|towards)\W+(?:\w+\W+){0,4}$", re.IGNORECASE)
_WITH = re.compile(r"^\W*(?:\w+\W+){0,4}?(?:with|against|and)\W+(?:\w+\W+){0,4}$", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\W+(?:\w+\W+){0,3}$|\bpitted\W+(?:\w+\W+){0,3}$", re.IGNORECASE)
_AND = re.compile(r"^\W*(?:\w+\W+){0,6}?(?:and|against|with)\W+(?:\w+\W+){0,3}$", re.IGNORECASE)
_BREAK = re.compile(r"[;.!?]\s|\bwhile\b|\bwhereas\b", re.IGNORECASE)
_CLAUSE = re.compile(r"\b(?:that|which|who|where|when|after|before|as)\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"^['’]?s?\W*(?:\w+\W+){0,2}$", re.IGNORECASE)
_UNARMED_DEEDS = {
    "protest",
    "protest_intervention",
    "riot",
    "mob",
    "agreement",
    "displace",
    "handover",
    "strategic",
    "loot_burn",
}
# Verbs that carry an attack named by a noun.
_DOING = re.compile(
    r"\b(?:launch|carr(?:y|ies|ied) out|carrying out|conduct|began|begin|start|mount|stage|wag(?:e|ed|ing)|perform|"
    r"intensif|resum|continu|step|unleash|deliver|made|make|commit|perpetrat|execut|fir(?:e|ed|ing)|drop|plant|deton|throw|"
    r"threw|hurl|us(?:e|ed|ing)|escalat|responded|retaliat|accept|claim)\w*",
    re.IGNORECASE,
)
_ITS = re.compile(r"\b(?:its|their|his)\W+(?:\w+\W+){0,2}$", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are)\W+(?:\w+ly\W+)?\w+ed\b", re.IGNORECASE)
_OBLIQUE = re.compile(
    r"\b(?:against|on|of|in|from|with|by|to|at|near|targeting|for)\W+(?:the\W+|a\W+)?$", re.IGNORECASE
)
_NAMED_KINDS = {
    ActorKind.STATE_FORCES,
    ActorKind.REBEL_GROUP,
    ActorKind.POLITICAL_MILITIA,
    ActorKind.IDENTITY_MILITIA,
    ActorKind.EXTERNAL_FORCES,
}


class Sides(NamedTuple):
    """The party said to have acted and the party said to have been acted upon, each None where the words name none."""

    a: ActorEvidence | None
    b: ActorEvidence | None


def find_sides(
    text: str,
    start: int,
    end: int,
    triggers: Sequence[Trigger],
    actors: Sequence[ActorEvidence],
    *,
    victims: Sequence[tuple[int, int]] = (),
) -> Sides:
    """The sides of what ``text[start:end]`` tells; every trigger votes, the surest rule first.

    ``victims`` are the nouns counted as dead, wounded or taken: who they name was acted upon.
    """
    inside = [actor for actor in actors if start <= actor.start and actor.end <= end]
    a = None
    b = _victim(text, victims, inside)
    for trigger in sorted(triggers, key=lambda trigger: (-_certainty(trigger), trigger.start)):
        found = _by_trigger(text, start, trigger, inside)
        if a is None and found.a is not None and _can_act(found.a, trigger) and not _is_one(found.a, b):
            a = found.a
        if b is None and found.b is not None and not _is_one(found.b, a):
            b = found.b
        if a and b:
            break
    return _completed(text, a, b, triggers, inside)


def _completed(
    text: str,
    a: ActorEvidence | None,
    b: ActorEvidence | None,
    triggers: Sequence[Trigger],
    actors: Sequence[ActorEvidence],
) -> Sides:
    """The sides with a gap filled by an armed party that no trigger reaches but that stands where a subject stands."""
    others = [
        actor for actor in actors if actor not in (a, b) and not same_party(actor, a) and not same_party(actor, b)
    ]
    armed = [actor for actor in others if is_armed(actor.reading) is not False]
    if a is None and any(trigger.group.name == "agreement" for trigger in triggers):
        a = next(iter(armed), None)
    if a is None:
        first = min((trigger.start for trigger in triggers), default=0)
        a = next(
            (
                actor
                for actor in armed
                if actor.end <= first and not _OBLIQUE.search(text, max(0, actor.start - 24), actor.start)
            ),
            None,
        )
    if b is None and any(trigger.group.name in {"agreement", "clash"} for trigger in triggers):
        b = next((actor for actor in armed if actor is not a), None)
    return Sides(a, b)


def _is_one(one: ActorEvidence, other: ActorEvidence | None) -> bool:
    return one == other or same_party(one, other)


def same_party(one: ActorEvidence, other: ActorEvidence | None) -> bool:
    """Whether two mentions are read as the same party."""
    if other is None or one.reading is None or other.reading is None:
        return False
    return one.reading.name == other.reading.name


def _victim(text: str, victims: Sequence[tuple[int, int]], actors: Sequence[ActorEvidence]) -> ActorEvidence | None:
    for start, end in victims:
        known = next((actor for actor in actors if actor.start < end and start < actor.end), None)
        if known or not has_cue("not_party", last_word(text, (start, end))):
            return known or ActorEvidence(start, end, None, generic=True)
    return None


def _can_act(actor: ActorEvidence, trigger: Trigger) -> bool:
    """Whether a party may be the one who acted: unarmed people march, flee and sign, they do not shell."""
    return is_armed(actor.reading) is not False or trigger.group.name in _UNARMED_DEEDS


def _certainty(trigger: Trigger) -> float:
    return trigger.group.weight + (0.3 if trigger.is_verb else 0.0) - (0.5 if trigger.group.role == "weapon" else 0.0)


def _by_trigger(text: str, start: int, trigger: Trigger, actors: Sequence[ActorEvidence]) -> Sides:
    before = [
        actor for actor in actors if actor.end <= trigger.start and not _BREAK.search(text, actor.end, trigger.start)
    ]
    after = [
        actor for actor in actors if actor.start >= trigger.end and not _BREAK.search(text, trigger.end, actor.start)
    ]
    if trigger.is_verb:
        return _around_verb(text, start, trigger, before, after)
    return _around_noun(text, trigger, before, after)


def _around_verb(
    text: str, start: int, trigger: Trigger, before: Sequence[ActorEvidence], after: Sequence[ActorEvidence]
) -> Sides:
    agent = _first(text, trigger.end, after, _BY)
    passive = trigger.form in {"past", "participle"} and (
        _BE.search(text, max(start, trigger.start - 30), trigger.start) is not None or agent is not None
    )
    subject = _subject(text, trigger, before)
    if trigger.group.victim_is_subject:
        return Sides(agent, subject)
    if passive:
        return Sides(agent, subject)
    obj = next((actor for actor in after if actor is not agent and actor.start - trigger.end < 90), None)
    return Sides(subject, obj)


def _subject(text: str, trigger: Trigger, before: Sequence[ActorEvidence]) -> ActorEvidence | None:
    # The nearest party wins unless it sits in a phrase of its own ("the offensive against the rebels killed ...").
    for actor in reversed(before):
        lead = text[max(0, actor.start - 24) : actor.start]
        if not _OBLIQUE.search(lead):
            return actor
    return before[-1] if before else None


def _around_noun(text: str, trigger: Trigger, before: Sequence[ActorEvidence], after: Sequence[ActorEvidence]) -> Sides:
    agent = _first(text, trigger.end, after, _FROM)
    target = _first(text, trigger.end, [actor for actor in after if actor is not agent], _ON)
    if trigger.group.name == "clash":
        first = _first(text, trigger.end, after, _BETWEEN)
        if first:
            second = _first(text, first.end, [actor for actor in after if actor.start > first.start], _AND)
            return Sides(first, second)
        target = target or _first(text, trigger.end, after, _WITH)
    if before and trigger.group.victim_is_subject:
        return Sides(agent, target or before[-1])
    if agent is None and before:
        agent = _agent_before(text, trigger, before)
    return Sides(agent, target)


def _agent_before(text: str, trigger: Trigger, before: Sequence[ActorEvidence]) -> ActorEvidence | None:
    """The party of "the regime's air strikes", "rebel fire", "the group began its assault", "the army carried out raids"."""
    near = before[-1]
    if _POSSESSIVE.match(text[near.end : trigger.start]):
        return near
    subject = _subject(text, trigger, before)
    between = text[subject.end : trigger.start] if subject else ""
    doing = len(between) < 120 and (_DOING.search(between) or _ITS.search(between))
    return subject if doing and not _PASSIVE.search(between) else None


def _first(text: str, origin: int, actors: Sequence[ActorEvidence], pattern: re.Pattern[str]) -> ActorEvidence | None:
    for actor in actors:
        if actor.start - origin > 120:
            return None
        if pattern.search(text[origin : actor.start]):
            return actor
    return None


def is_armed(reading: ActorReading | None) -> bool | None:
    """Whether a party bears arms by its kind; None where the kind is unknown."""
    if reading is None or reading.kind is None:
        return None
    return reading.kind in _NAMED_KINDS
