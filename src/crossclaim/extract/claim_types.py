"""The type of a claim: the most specific and most violent its words allow."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import NamedTuple

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
_KILLING = {"kill", "direct_killing"}
_VIOLENT = {ClaimClass.EXPLOSION, ClaimClass.BATTLE, ClaimClass.CIVILIANS}
_GROUND = {ClaimType.GOVERNMENT_REGAINS_TERRITORY, ClaimType.NON_STATE_ACTOR_OVERTAKES_TERRITORY}
_POINTING = {"blast", "bombard"}  # words whose means is told elsewhere
_BACKGROUND = {  # what a sentence on a toll names beside it
    ClaimType.EXCESSIVE_FORCE_AGAINST_PROTESTERS,
    ClaimType.PEACEFUL_PROTEST,
    ClaimType.OTHER_STRATEGIC,
    ClaimType.ARMED_CLASH,
    ClaimType.ARRESTS,
    ClaimType.AGREEMENT,
}


class _Words(NamedTuple):
    """What the triggers of a claim tell: types of occurrences, types by means alone, names of trigger groups."""

    told: frozenset[ClaimType]
    weapons: frozenset[ClaimType]
    names: frozenset[str]

    @property
    def harms(self) -> bool:
        return bool(self.names & _HARM)


def choose_type(
    quote: str, triggers: Sequence[Trigger], sides: Sides, *, cumulative: bool, before: ClaimType | None
) -> ClaimType:
    """The type told by the triggers of a claim, its sides and, for words that point back, the type claimed before."""
    words = _read(triggers)
    if cumulative and _is_toll(quote, words, sides):
        return ClaimType.TALLY
    if ClaimType.PEACEFUL_PROTEST in words.told and words.names & {*_KILLING, "die"}:
        return ClaimType.EXCESSIVE_FORCE_AGAINST_PROTESTERS
    disarmed = ClaimType.DISRUPTED_WEAPONS_USE in words.told or grammar("types.shot_down").search(quote)
    if disarmed and not words.harms:
        return ClaimType.DISRUPTED_WEAPONS_USE
    if explosions := _explosions(quote, words, before):
        return _foremost(explosions)
    if "territory_lost" in words.names:
        return _ground_lost(quote, sides)
    if "territory" in words.names and not grammar("types.person_captured").search(quote):
        return _territory(quote, sides)
    return _without_explosion(quote, words, sides, before)


def _read(triggers: Sequence[Trigger]) -> _Words:
    events = [trigger for trigger in triggers if trigger.group.role != "weapon"]
    told = frozenset(trigger.group.type for trigger in events if trigger.group.type)
    weapons = frozenset(
        trigger.group.type for trigger in triggers if trigger.group.role == "weapon" and trigger.group.type
    )
    names = frozenset(trigger.group.name for trigger in events)
    if names & _KILLING:  # the death of the abducted weighs more than the abduction
        told -= {ClaimType.ABDUCTION_FORCED_DISAPPEARANCE}
    return _Words(told, weapons, names)


def _foremost(types: Set[ClaimType]) -> ClaimType:
    return next(claim_type for claim_type in _ORDER if claim_type in types)


def _is_toll(quote: str, words: _Words, sides: Sides) -> bool:
    """Whether a total counts the dead of a period or a whole war rather than of occurrences of one type."""
    of_period = sides.a is None or has_cue("whole_war", quote)
    return of_period and bool(words.names & _DEATHS) and words.told <= _BACKGROUND


def _explosions(quote: str, words: _Words, before: ClaimType | None) -> Set[ClaimType]:
    """The explosions told, by name or by their means where somebody is harmed, else by what "the blast" points to."""
    pointing = words.names & _POINTING
    told, weapons = words.told & _EXPLOSIONS, words.weapons & _EXPLOSIONS
    if not (words.harms or pointing):
        return told
    if ClaimType.AIR_DRONE_STRIKE in weapons:
        told |= {ClaimType.AIR_DRONE_STRIKE}
    if told or weapons:
        return told or weapons
    return _pointed_at(quote, words.names, before) if pointing else told


def _without_explosion(quote: str, words: _Words, sides: Sides, before: ClaimType | None) -> ClaimType:
    fled = bool(words.names & _FLIGHT)
    direct = bool(words.names & _DIRECT)
    chosen = _foremost(words.told) if words.told else None
    if chosen and not _is_beside(chosen, words):
        return chosen
    if not words.harms and (words.weapons or fled):
        return _foremost(words.weapons) if words.weapons else ClaimType.TALLY
    if before and not direct and ClaimClass.of(before) in _VIOLENT:
        return ClaimType.ARMED_CLASH if before in _GROUND else before
    return chosen if chosen and not words.harms else _against_whom(quote, sides, direct=direct)


def _is_beside(chosen: ClaimType, words: _Words) -> bool:
    """Whether the type told is only the setting of deaths or flight: "killed since the protests began"."""
    if chosen is ClaimType.AGREEMENT:  # "agreed to exchange the bodies of the dead"
        return bool(words.names & (_HARM - {"die", "casualties"}))
    if chosen is ClaimType.ARMED_CLASH:
        return bool(words.names & _FLIGHT)
    return chosen in _BACKGROUND and (words.harms or bool(words.names & _FLIGHT))


def _pointed_at(quote: str, names: Set[str], before: ClaimType | None) -> Set[ClaimType]:
    """What "the blast" or "the bombardment" points back to, else what the word means when it stands alone."""
    if before in _EXPLOSIONS and ("bombard" in names or grammar("types.definite_blast").search(quote)):
        return {before}
    if "blast" in names:
        return {ClaimType.REMOTE_EXPLOSIVE_LANDMINE_IED}
    return {ClaimType.SHELLING_ARTILLERY_MISSILE}


def _ground_lost(quote: str, sides: Sides) -> ClaimType:
    """Ground lost by a state is taken by others, ground lost by others is taken by a state, as far as is known."""
    loser = sides.b.reading.kind if sides.b and sides.b.reading else None
    if sides.a is None and loser is ActorKind.STATE_FORCES:
        return ClaimType.NON_STATE_ACTOR_OVERTAKES_TERRITORY
    if sides.a is None and loser in {ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA}:
        return ClaimType.GOVERNMENT_REGAINS_TERRITORY
    return _territory(quote, sides)


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
