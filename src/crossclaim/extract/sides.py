"""Who did it and to whom: the parties around a trigger word, by shallow grammar."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from crossclaim.extract.cues import has_cue, last_word
from crossclaim.extract.evidence import ActorEvidence
from crossclaim.extract.grammar import grammar
from crossclaim.extract.triggers import Trigger
from crossclaim.model import ActorKind, ActorReading

__all__ = ["Sides", "find_sides", "is_armed", "same_party"]

_NEAR = 24  # characters that hold a preposition and an article before a party
_OBJECT_REACH = 90  # characters from a verb to its object
_PHRASE_REACH = 120  # characters from a trigger to a party that a preposition ties to it
_CLAUSE_REACH = 600  # characters from a trigger to any party of its clause

_ARMED = {
    ActorKind.STATE_FORCES,
    ActorKind.REBEL_GROUP,
    ActorKind.POLITICAL_MILITIA,
    ActorKind.IDENTITY_MILITIA,
    ActorKind.EXTERNAL_FORCES,
}
_UNARMED_DEEDS = {  # what those who bear no arms do too, by trigger group
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
_MUTUAL = {"agreement", "clash"}  # what takes two sides, by trigger group


class Sides(NamedTuple):
    """The party said to have acted and the party said to have been acted upon, each None where the words name none."""

    a: ActorEvidence | None
    b: ActorEvidence | None


class _Clause(NamedTuple):
    """A trigger with the parties before and behind it that no other clause keeps apart from it, in text order."""

    text: str
    start: int
    trigger: Trigger
    before: Sequence[ActorEvidence]
    after: Sequence[ActorEvidence]
    named: ActorEvidence | None  # by the trigger itself: "a mob", "gunmen", "Israeli air strikes"


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
    sides = Sides(None, None) if _is_mutual(text, triggers) else Sides(None, _victim(text, victims, inside))
    for trigger in sorted(triggers, key=lambda trigger: (-_certainty(trigger), trigger.start)):
        sides = _voted(sides, trigger, _by_trigger(_clause(text, start, trigger, inside)))
        if sides.a and sides.b:
            break
    return _completed(text, sides, triggers, inside)


def _is_mutual(text: str, triggers: Sequence[Trigger]) -> bool:
    """Whether the fight itself names both sides: "clashes between herders and farmers left 19 people dead"."""
    fights = (trigger for trigger in triggers if trigger.group.name == "clash" and trigger.form == "noun")
    return any(text[fight.end : fight.end + 40].lstrip().startswith("between ") for fight in fights)


def same_party(one: ActorEvidence, other: ActorEvidence | None) -> bool:
    """Whether two mentions are read as the same party."""
    if other is None or one.reading is None or other.reading is None:
        return False
    return one.reading.name == other.reading.name


def is_armed(reading: ActorReading | None) -> bool | None:
    """Whether a party bears arms by its kind; None where the kind is unknown."""
    if reading is None or reading.kind is None:
        return None
    return reading.kind in _ARMED


# --- the votes of victims and triggers


def _victim(text: str, victims: Sequence[tuple[int, int]], actors: Sequence[ActorEvidence]) -> ActorEvidence | None:
    for start, end in victims:
        known = next((actor for actor in actors if actor.start < end and start < actor.end), None)
        if known or not has_cue("not_party", last_word(text, (start, end))):
            return known or ActorEvidence(start, end, None, generic=True)
    return None


def _certainty(trigger: Trigger) -> float:
    return trigger.group.weight + (0.3 if trigger.is_verb else 0.0) - (0.5 if trigger.group.role == "weapon" else 0.0)


def _voted(sides: Sides, trigger: Trigger, found: Sides) -> Sides:
    """``sides`` with their gaps filled by what a trigger found, unless that would put one party on both sides."""
    a, b = sides
    if a is None and found.a is not None and _can_act(found.a, trigger) and not _is_one(found.a, b):
        a = found.a
    if b is None and found.b is not None and not _is_one(found.b, a):
        b = found.b
    return Sides(a, b)


def _can_act(actor: ActorEvidence, trigger: Trigger) -> bool:
    """Whether a party may be the one who acted: unarmed people march, flee and sign, they do not shell."""
    return _does_violence(actor.reading) is not False or trigger.group.name in _UNARMED_DEEDS


def _does_violence(reading: ActorReading | None) -> bool | None:
    """Whether a party uses violence by its kind: those who bear arms, and crowds; None where the kind is unknown."""
    crowd = reading is not None and reading.kind is ActorKind.RIOTERS
    return True if crowd else is_armed(reading)


def _is_one(one: ActorEvidence, other: ActorEvidence | None) -> bool:
    return one == other or same_party(one, other)


def _completed(text: str, sides: Sides, triggers: Sequence[Trigger], actors: Sequence[ActorEvidence]) -> Sides:
    """The sides with a gap filled by an armed party that no trigger reaches but that stands where a subject stands."""
    a, b = sides
    groups = {trigger.group.name for trigger in triggers}
    armed = [
        actor
        for actor in actors
        if is_armed(actor.reading) is not False and not _is_one(actor, a) and not _is_one(actor, b)
    ]
    if a is None and "agreement" in groups:
        a = next(iter(armed), None)
    if a is None:
        first = min((trigger.start for trigger in triggers), default=0)
        a = next((actor for actor in armed if actor.end <= first and not _is_oblique(text, actor)), None)
    if b is None and groups & _MUTUAL:
        b = next((actor for actor in armed if actor is not a), None)
    return Sides(a, b)


# --- the grammar around one trigger


def _clause(text: str, start: int, trigger: Trigger, actors: Sequence[ActorEvidence]) -> _Clause:
    ends = grammar("sides.break")
    first = bisect_left(actors, trigger.start - _CLAUSE_REACH, key=lambda actor: actor.end)
    last = bisect_right(actors, trigger.end + _CLAUSE_REACH, key=lambda actor: actor.start)
    near = actors[first:last]
    before = [a for a in near if a.end <= trigger.start and not ends.search(text, a.end, trigger.start)]
    after = [a for a in near if a.start >= trigger.end and not ends.search(text, trigger.end, a.start)]
    named = next((a for a in near if a.start < trigger.end and trigger.start < a.end), None)
    return _Clause(text, start, trigger, before, after, named)


def _by_trigger(clause: _Clause) -> Sides:
    if clause.named and _can_act(clause.named, clause.trigger):
        return Sides(clause.named, _around_noun(clause).b)
    if pair := _pair_before(clause):
        return pair
    if clause.trigger.is_verb:
        return _around_verb(clause)
    if clause.trigger.group.name == "clash":
        return _around_clash(clause)
    if clause.trigger.group.name == "territory_lost":
        return _of_ground_lost(clause)
    return _around_noun(clause)


def _around_verb(clause: _Clause) -> Sides:
    """The sides of "the army shelled the rebels", "rebels were killed by the army", "rebels died"."""
    agent = _first(clause, "sides.by")
    subject = _subject(clause)
    if clause.trigger.group.victim_is_subject or _is_passive(clause, agent):
        return Sides(agent, subject)
    reach = clause.trigger.end + _OBJECT_REACH
    return Sides(subject, next((actor for actor in clause.after if actor is not agent and actor.start < reach), None))


def _is_passive(clause: _Clause, agent: ActorEvidence | None) -> bool:
    if clause.trigger.form not in {"past", "participle"}:
        return False
    start = clause.trigger.start
    return agent is not None or bool(grammar("sides.passive").search(clause.text, max(clause.start, start - 30), start))


def _of_ground_lost(clause: _Clause) -> Sides:
    """The sides of "the army lost control of the town", "the base fell to the rebels"."""
    taker = None
    if clause.text[clause.trigger.end - 3 : clause.trigger.end] in {" to", " of"}:
        taker = next((actor for actor in clause.after if actor.start - clause.trigger.end < _NEAR), None)
    return Sides(taker, clause.before[-1] if clause.before and taker is None else None)


def _around_noun(clause: _Clause, *extra: str) -> Sides:
    """The sides of "an attack on the rebels by the army", "the army's shelling of the town"."""
    agent = _first(clause, "sides.from")
    target = _first(clause, "sides.on", other_than=agent)
    for pattern in extra:
        target = target or _first(clause, pattern)
    if clause.before and clause.trigger.group.victim_is_subject:
        return Sides(agent, target or clause.before[-1])
    return Sides(agent or _agent_before(clause), target)


def _around_clash(clause: _Clause) -> Sides:
    """The sides of "clashes between the army and rebels", "the army's battle with rebels"."""
    first = _first(clause, "sides.between")
    if first is None:
        return _around_noun(clause, "sides.with")
    behind = [actor for actor in clause.after if actor.start > first.start]
    return Sides(first, _first(clause._replace(after=behind), "sides.and", origin=first.end))


def _pair_before(clause: _Clause) -> Sides | None:
    """The sides of "the army and the rebels signed a truce", "herders and farmers clashed": both are the subject."""
    if clause.trigger.group.name not in _MUTUAL or len(clause.before) < 2 or clause.after:
        return None
    one, other = clause.before[-2:]
    return Sides(one, other) if grammar("sides.paired").search(clause.text[one.end : other.start]) else None


def _agent_before(clause: _Clause) -> ActorEvidence | None:
    """The party of "the regime's air strikes", "rebel fire", "the army carried out raids"."""
    if not clause.before:
        return None
    near, start = clause.before[-1], clause.trigger.start
    if grammar("sides.possessive").match(clause.text[near.end : start]):
        return near
    subject = _subject(clause)
    between = clause.text[subject.end : start] if subject else ""
    doing = grammar("sides.doing").search(between) or grammar("sides.own").search(between)
    return subject if doing and len(between) < _PHRASE_REACH and not grammar("sides.suffered").search(between) else None


def _subject(clause: _Clause) -> ActorEvidence | None:
    """The nearest party before the trigger that stands in no phrase of its own, else the nearest of all.

    In "the army in its offensive against the rebels killed ..." that is the army.
    """
    free = (actor for actor in reversed(clause.before) if not _is_oblique(clause.text, actor))
    return next(free, clause.before[-1] if clause.before else None)


def _is_oblique(text: str, actor: ActorEvidence) -> bool:
    return grammar("sides.oblique").search(text, max(0, actor.start - _NEAR), actor.start) is not None


def _open_end(clause: _Clause) -> int:
    """Where the words behind a trigger begin, with the preposition that a phrase ends in: the "on" of "fired on"."""
    trigger = clause.trigger
    last_blank = clause.text.rfind(" ", trigger.start, trigger.end) if trigger.form == "phrase" else -1
    return trigger.end if last_blank < 0 else last_blank


def _first(
    clause: _Clause, pattern: str, *, origin: int | None = None, other_than: ActorEvidence | None = None
) -> ActorEvidence | None:
    """The first party behind the trigger, or ``origin``, that ``pattern`` ties to it."""
    origin = _open_end(clause) if origin is None else origin
    for actor in clause.after:
        if actor is other_than:
            continue
        if actor.start - origin > _PHRASE_REACH:
            return None
        if grammar(pattern).search(clause.text[origin : actor.start]):
            return actor
    return None
