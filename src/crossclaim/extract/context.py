"""What a claim leaves unsaid and the claims before it, or its speaker, supply."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crossclaim.extract.attribution import AttributedContent
from crossclaim.extract.drafts import ClaimDraft
from crossclaim.extract.evidence import ActorEvidence, Evidence, within
from crossclaim.extract.sides import Sides, is_armed, same_party
from crossclaim.model import ActorKind, ClaimClass, Modality

__all__ = ["carry_over", "speak_for_itself"]


def carry_over(draft: ClaimDraft, before: Sequence[ClaimDraft], evidence: Evidence) -> ClaimDraft:
    """Place, time and parties that the words leave out, from the claim before or the place named last."""
    place, time = draft.place, draft.time
    if place is None:
        earlier = [place for place in evidence.places if place.end <= draft.start]
        place = before[-1].place if before and before[-1].place else earlier[-1] if earlier else None
    if time is None and before and not draft.cumulative and not before[-1].cumulative:
        time = before[-1].time
    sides = draft.sides
    if before and ClaimClass.of(before[-1].type) is ClaimClass.of(draft.type):
        sides = _inherited(sides, before[-1].sides)
    return replace(draft, place=place, time=time, sides=sides)


def _inherited(sides: Sides, before: Sides) -> Sides:
    """The sides with gaps filled from the claim before; where its parties have changed places, so do the fillings."""
    a, b = sides
    if any(actor is not None and actor.reading and actor.reading.kind is None for actor in sides):
        return sides  # "the enemy": which side of the claim before that is, only the speaker knows
    if (a and _may_be(a, before.b)) or (b and _may_be(b, before.a)):
        before = Sides(before.b, before.a)
    if a is None and before.a is not None and not (b and _may_be(b, before.a)):
        a = before.a
    if b is None and before.b is not None and not (a and _may_be(a, before.b)):
        b = before.b
    return Sides(a, b)


def _may_be(one: ActorEvidence, other: ActorEvidence | None) -> bool:
    """Whether two mentions are one party, or may be: "the terrorists" and the rebel group named before."""
    if other is None or same_party(one, other):
        return other is not None
    kinds = {actor.reading.kind for actor in (one, other) if actor.reading}
    return (one.generic or other.generic) and len(kinds) == 1 and kinds <= _FIGHTERS


_FIGHTERS = {ActorKind.STATE_FORCES, ActorKind.REBEL_GROUP}


def speak_for_itself(
    text: str, start: int, sides: Sides, attributed: AttributedContent | None, modality: Modality, evidence: Evidence
) -> Sides:
    """The sides where a party speaks of itself: it denies, owns up, or tells what it or "its men" did."""
    speaker = _speaking_party(attributed, evidence)
    if attributed is None or speaker is None:
        return sides
    a, b = sides
    if _SELF.match(text, start) and not _PASSIVE.match(text, start) and not _is(speaker, b):
        a, b = speaker, b or (a if a and not _is(speaker, a) else None)
    elif a is None and (modality is Modality.DENIED or attributed.rule == "responsibility") and not _is(speaker, b):
        a = speaker
    return Sides(_of_speaker(a, speaker), _of_speaker(b, speaker))


def _of_speaker(actor: ActorEvidence | None, speaker: ActorEvidence) -> ActorEvidence | None:
    """A party that the speaker calls its own, or that an army speaking of "soldiers" leaves unsaid to be its own."""
    if actor is None or not actor.generic or speaker.reading is None or actor.reading is None:
        return actor
    state = ActorKind.STATE_FORCES
    soldiers = actor.reading.kind is state and speaker.reading.kind is state and not speaker.generic
    return actor._replace(reading=speaker.reading) if actor.own or soldiers else actor


LONGEST_NAME = 200  # code points
_SELF = re.compile(r"(?:it|they|we|he|she)\s", re.IGNORECASE)  # "the group said | it had taken the town"


_PASSIVE = re.compile(r"(?:it|they|we|he|she)\s(?:was|were|had been|has been|have been)\b", re.IGNORECASE)


def _speaking_party(attributed: AttributedContent | None, evidence: Evidence) -> ActorEvidence | None:
    source = attributed.source if attributed else None
    if source is None:
        return None
    near = within(evidence.actors, source[0] - LONGEST_NAME, source[1] + LONGEST_NAME)
    inside = (actor for actor in near if source[0] < actor.end and actor.start < source[1])
    return next((actor for actor in inside if is_armed(actor.reading)), None)


def _is(one: ActorEvidence, other: ActorEvidence | None) -> bool:
    return other is not None and other.reading is not None and other.reading == one.reading
