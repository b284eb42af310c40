"""What a claim leaves unsaid and the claims before it, or its speaker, supply."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crossclaim.extract.drafts import ClaimDraft
from crossclaim.extract.evidence import ActorEvidence, Evidence
from crossclaim.extract.sides import Sides, is_armed, same_party
from crossclaim.model import ClaimClass, Modality

__all__ = ["carry_over"]


def carry_over(text: str, draft: ClaimDraft, before: Sequence[ClaimDraft], evidence: Evidence) -> ClaimDraft:
    """Place, time and parties that the words leave out, from the claim before or the place named last."""
    place, time = draft.place, draft.time
    if place is None:
        earlier = [place for place in evidence.places if place.end <= draft.start]
        place = before[-1].place if before and before[-1].place else earlier[-1] if earlier else None
    if time is None and before and not draft.cumulative and not before[-1].cumulative:
        time = before[-1].time
    sides = _speaker_as_party(text, draft, evidence)
    if before and ClaimClass.of(before[-1].type) is ClaimClass.of(draft.type):
        sides = _inherited(sides, before[-1].sides)
    return replace(draft, place=place, time=time, sides=sides)


def _inherited(sides: Sides, before: Sides) -> Sides:
    """The sides with gaps filled from the claim before; where its parties have changed places, so do the fillings."""
    a, b = sides
    if (a and same_party(a, before.b)) or (b and same_party(b, before.a)):
        before = Sides(before.b, before.a)
    if a is None and before.a is not None and not (b and same_party(before.a, b)):
        a = before.a
    if b is None and before.b is not None and not (a and same_party(before.b, a)):
        b = before.b
    return Sides(a, b)


def _speaker_as_party(text: str, draft: ClaimDraft, evidence: Evidence) -> Sides:
    """The sides where a party speaks of itself: it denies, owns up, or tells what "its men" did."""
    speaker = _speaking_party(draft, evidence)
    a, b = draft.sides
    if speaker is None:
        return draft.sides
    tells_of_itself = _SELF.match(text, draft.start) is not None
    owns_up = draft.attributed is not None and draft.attributed.rule == "responsibility"
    if a is None and (draft.modality is Modality.DENIED or owns_up or tells_of_itself) and not _is(speaker, b):
        a = speaker
    if a is not None and a.own and a.generic:
        a = a._replace(reading=speaker.reading)
    if b is not None and b.own and b.generic:
        b = b._replace(reading=speaker.reading)
    return Sides(a, b)


_SELF = re.compile(r"(?:it|they|we|he|she)\s", re.IGNORECASE)  # "the group said | it had taken the town"


def _speaking_party(draft: ClaimDraft, evidence: Evidence) -> ActorEvidence | None:
    source = draft.attributed.source if draft.attributed else None
    if source is None:
        return None
    inside = (actor for actor in evidence.actors if source[0] < actor.end and actor.start < source[1])
    return next((actor for actor in inside if is_armed(actor.reading)), None)


def _is(one: ActorEvidence, other: ActorEvidence | None) -> bool:
    return other is not None and other.reading is not None and other.reading == one.reading
