"""The type of a claim: the most specific and most violent its words allow."""

from __future__ import annotations

from collections.abc import Sequence

from crossclaim.extract.cues import has_cue
from crossclaim.extract.grammar import grammar
from crossclaim.extract.sides import Sides, is_armed
from crossclaim.extract.triggers import Trigger
from crossclaim.model import ActorKind, ClaimClass, ClaimType

__all__ = ["choose_type"]

# Where several fit, the more specific and more violent: weapons decide before who was hit.
_ORDER = (
    ClaimType.CHEMICAL_WEAPON,
    ClaimType.SUICIDE_BOMB,
    ClaimType.SEXUAL_VIOLENCE,
    ClaimType.EXCESSIVE_FORCE_AGAINST_PROTESTERS,
    ClaimType.ABDUCTION_FORCED_DISAPPEARANCE,
    ClaimType.AIR_DRONE_STRIKE,
    ClaimType.SHELLING_ARTILLERY_MISSILE,
    ClaimType.GRENADE,
    ClaimType.REMOTE_EXPLOSIVE_LANDMINE_IED,
    ClaimType.MOB_VIOLENCE,
    ClaimType.VIOLENT_DEMONSTRATION,
    ClaimType.PROTEST_WITH_INTERVENTION,
    ClaimType.LOOTING_PROPERTY_DESTRUCTION,
    ClaimType.NON_VIOLENT_TRANSFER_OF_TERRITORY,
    ClaimType.DISRUPTED_WEAPONS_USE,
    ClaimType.HEADQUARTERS_OR_BASE_ESTABLISHED,
    ClaimType.ARMED_CLASH,
    ClaimType.PEACEFUL_PROTEST,
    ClaimType.AGREEMENT,
    ClaimType.ARRESTS,
    ClaimType.CHANGE_TO_GROUP_ACTIVITY,
    ClaimType.OTHER_STRATEGIC,
)
_EXPLOSIONS = {claim_type for claim_type in ClaimType if ClaimClass.of(claim_type) is ClaimClass.EXPLOSION}
_HARM = {"kill", "direct_killing", "die", "injure", "attack", "direct_attack", "destroy", "casualties"}
_DEATHS = {"kill", "direct_killing", "die", "injure", "casualties"}
_DIRECT = {"direct_killing", "direct_attack"}
_FLIGHT = {"displace", "flee"}
_POINTING = {"blast", "bombard"}  # words whose means is told elsewhere
_BACKGROUND = {  # what a sentence on a toll names beside it
    ClaimType.EXCESSIVE_FORCE_AGAINST_PROTESTERS,
    ClaimType.PEACEFUL_PROTEST,
    ClaimType.OTHER_STRATEGIC,
    ClaimType.ARMED_CLASH,
    ClaimType.ARRESTS,
    ClaimType.AGREEMENT,
}


def choose_type(
    quote: str, triggers: Sequence[Trigger], sides: Sides, *, cumulative: bool, before: ClaimType | None
) -> ClaimType:
    """The type told by the triggers of a claim, its sides and, for words that point back, the type claimed before."""
    told, weapons, names = _told(triggers)
    harmed = names & _HARM
    if cumulative and harmed & _DEATHS and told <= _BACKGROUND and (sides.a is None or has_cue("whole_war", quote)):
        return ClaimType.TALLY
    if ClaimType.PEACEFUL_PROTEST in told and harmed & {"kill", "direct_killing", "die"}:
        return ClaimType.EXCESSIVE_FORCE_AGAINST_PROTESTERS
    if ClaimType.ABDUCTION_FORCED_DISAPPEARANCE in told and names & {"kill", "direct_killing"}:
        told -= {ClaimType.ABDUCTION_FORCED_DISAPPEARANCE}
    if ClaimType.AIR_DRONE_STRIKE in weapons and (harmed or names & _POINTING):
        told |= {ClaimType.AIR_DRONE_STRIKE}
    specific = told & _EXPLOSIONS or (weapons & _EXPLOSIONS if harmed or names & _POINTING else set())
    if not specific and names & _POINTING:
        specific = _pointed_at(quote, names, before)
    if specific:
        return next(claim_type for claim_type in _ORDER if claim_type in specific)
    if "territory" in names:
        return _territory(quote, sides)
    chosen = next((claim_type for claim_type in _ORDER if claim_type in told), None)
    if chosen and not names & _FLIGHT and not (harmed and chosen in _BACKGROUND):
        return chosen
    if weapons and not harmed:
        return next(claim_type for claim_type in _ORDER if claim_type in weapons)
    if names & _FLIGHT and not harmed:
        return ClaimType.TALLY
    if (
        before
        and not names & _DIRECT
        and ClaimClass.of(before) in {ClaimClass.EXPLOSION, ClaimClass.BATTLE, ClaimClass.CIVILIANS}
    ):
        return before
    return chosen if chosen and not harmed else _against_whom(quote, sides, direct=bool(names & _DIRECT))


def _told(triggers: Sequence[Trigger]) -> tuple[set[ClaimType], set[ClaimType], set[str]]:
    events = [trigger for trigger in triggers if trigger.group.role != "weapon"]
    told = {trigger.group.type for trigger in events if trigger.group.type}
    weapons = {trigger.group.type for trigger in triggers if trigger.group.role == "weapon" and trigger.group.type}
    return told, weapons, {trigger.group.name for trigger in events}


def _pointed_at(quote: str, names: set[str], before: ClaimType | None) -> set[ClaimType]:
    """What "the blast" or "the bombardment" points back to, else what the word means when it stands alone."""
    if before in _EXPLOSIONS and ("bombard" in names or grammar("types.definite_blast").search(quote)):
        return {before}
    if "blast" in names:
        return {ClaimType.REMOTE_EXPLOSIVE_LANDMINE_IED}
    return {ClaimType.SHELLING_ARTILLERY_MISSILE}


def _territory(quote: str, sides: Sides) -> ClaimType:
    kind = sides.a.reading.kind if sides.a and sides.a.reading else None
    if kind in {ActorKind.STATE_FORCES, ActorKind.EXTERNAL_FORCES}:
        return ClaimType.GOVERNMENT_REGAINS_TERRITORY
    if kind in {ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA, ActorKind.IDENTITY_MILITIA}:
        return ClaimType.NON_STATE_ACTOR_OVERTAKES_TERRITORY
    first = grammar("types.taking").split(quote, maxsplit=1)[0]
    if has_cue("government", first):
        return ClaimType.GOVERNMENT_REGAINS_TERRITORY
    return ClaimType.NON_STATE_ACTOR_OVERTAKES_TERRITORY


def _against_whom(quote: str, sides: Sides, *, direct: bool) -> ClaimType:
    kind = sides.b.reading.kind if sides.b and sides.b.reading else None
    if kind in {ActorKind.CIVILIANS, ActorKind.PROTESTERS}:
        return ClaimType.ATTACK
    if is_armed(sides.b.reading if sides.b else None):
        return ClaimType.ARMED_CLASH
    if direct:
        return ClaimType.ATTACK
    return ClaimType.ATTACK if has_cue("civilian", quote) else ClaimType.ARMED_CLASH
