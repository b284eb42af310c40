"""Who speaks for whom: whether a source belongs to a side of a claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from crossclaim.model.claim import ActorReading, Participant
from crossclaim.model.source import Source
from crossclaim.model.vocabulary import ActorKind

__all__ = ["Ties", "fights", "fold_name", "is_allied", "speaks_for", "speaks_for_side"]

_ARMED = frozenset({ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA, ActorKind.IDENTITY_MILITIA})
# Who fights a state. Between communities a state's offices are no party.
_OPPOSED = frozenset({ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA})
_OF_STATES = frozenset({ActorKind.STATE_FORCES, ActorKind.EXTERNAL_FORCES})


class Ties(NamedTuple):
    """How actors belong together, by id: ``parents`` maps a part to its whole, ``allies`` an actor to its allies."""

    parents: Mapping[str, str] = MappingProxyType({})
    allies: Mapping[str, frozenset[str]] = MappingProxyType({})

    def wholes(self, actor: str) -> Iterator[str]:
        """The actor and everything that it is a part of, nearest first."""
        seen: set[str] = set()
        at: str | None = actor
        while at is not None and at not in seen:
            seen.add(at)
            yield at
            at = self.parents.get(at)

    def are_one(self, first: str, second: str) -> bool:
        """Whether one is the other or a part of it."""
        return first in self.wholes(second) or second in self.wholes(first)

    def are_allied(self, first: str, second: str) -> bool:
        """Whether both are one or on one side, by themselves or through what they are a part of."""
        ours, theirs = set(self.wholes(first)), set(self.wholes(second))
        allied = {ally for actor in ours for ally in self.allies.get(actor, ())}
        allied |= {actor for other in theirs for ally in self.allies.get(other, ()) if ally in ours for actor in theirs}
        return self.are_one(first, second) or bool(allied & theirs)


def fold_name(name: str) -> str:
    """A name as names are compared: without case, an article before it, and odd blanks."""
    return " ".join(name.casefold().split()).removeprefix("the ")


def speaks_for(source: Source | None, actor: ActorReading | None, ties: Ties) -> bool:
    """Whether a source's party is this actor, a part of it, or what it is a part of; False where neither is known."""
    if source is None or actor is None or source.alignment is None:
        return False
    if source.alignment_id and actor.id:
        return ties.are_one(source.alignment_id, actor.id)
    return fold_name(source.alignment) == fold_name(actor.name) or _are_one_state(source, actor)


def is_allied(source: Source | None, actor: ActorReading, ties: Ties) -> bool:
    """Whether a source's party is on one side with this actor; False where one of them is in no list of actors."""
    if source is None or source.alignment_id is None or actor.id is None:
        return False
    return ties.are_allied(source.alignment_id, actor.id)


def fights(source: Source | None, sides: Sequence[ActorReading], country: str | None) -> bool:
    """Whether a source speaks for a party to the conflict, be it none of the ``sides`` of the occurrence itself.

    An armed group's voice always does; a state's does where an armed group that fights states is a side, in the state's
    own country: the ``country`` of the place, or that of a side.
    """
    if source is None or source.alignment is None:
        return False
    if source.alignment_kind in _ARMED:
        return True
    at_home = source.country is not None and source.country in (country, *(actor.country for actor in sides))
    opposed = any(actor.kind in _OPPOSED for actor in sides)
    return source.alignment_kind in _OF_STATES and at_home and opposed


def _are_one_state(source: Source, actor: ActorReading) -> bool:
    """A government's source and "government forces" of its country, which have no entry of their own."""
    state = ActorKind.STATE_FORCES
    same_country = source.country is not None and source.country == actor.country
    return actor.id is None and actor.kind is state and source.alignment_kind is state and same_country


def speaks_for_side(source: Source | None, side: Participant | None, ties: Ties) -> bool:
    """The same for a side of a claim; a side without a reading is compared by its words."""
    if side is None or source is None or source.alignment is None:
        return False
    if side.actor is not None:
        return speaks_for(source, side.actor, ties)
    return fold_name(source.alignment) == fold_name(side.span.quote)
