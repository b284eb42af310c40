"""Nouns for rebels that mean the one rebel group a document names: "64 terrorists", "our fighters"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crossclaim.actors import ActorMention
from crossclaim.model import ActorKind, ActorReading

__all__ = ["take_up_named"]

_NON_STATE = frozenset({ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA, ActorKind.IDENTITY_MILITIA})


def take_up_named(text: str, parties: Sequence[ActorMention]) -> Iterator[ActorMention]:
    """The parties, with rebels of no name read as the group named before them where the document names but one.

    A document that names two armed groups beside the state's forces leaves open which of them "the rebels" are. So does
    one that names a group of the list: where many are known, "rebels" are often all of them. But "our fighters" are of
    the group that is named.
    """
    named = [party for party in parties if not party.generic and party.readings and _is_armed_group(party.readings[0])]
    groups = {party.readings[0].name: party for party in reversed(named)}
    only = next(iter(groups.values())) if len(groups) == 1 else None
    for party in parties:
        yield _taken_up(text, party, only) if only and _may_mean(text, party, only) else party


def _is_armed_group(reading: ActorReading) -> bool:
    return reading.kind in _NON_STATE


def _may_mean(text: str, party: ActorMention, group: ActorMention) -> bool:
    """Whether nobody is named and the group, of the same kind and country, was named before."""
    if not party.generic or not party.readings or party.start < group.end:
        return False
    reading, named = party.readings[0], group.readings[0]
    told_here = named.id is None or text[party.start : party.end].casefold().startswith("our ")
    same_country = reading.country is None or named.country is None or reading.country == named.country
    return reading.id is None and reading.kind is named.kind is ActorKind.REBEL_GROUP and told_here and same_country


def _taken_up(text: str, party: ActorMention, group: ActorMention) -> ActorMention:
    words, name = text[party.start : party.end], text[group.start : group.end]
    because = f"“{words}” are of “{name}”, the only armed group that the report names"
    reading = group.readings[0]
    return party._replace(readings=(reading.model_copy(update={"evidence": (because, *reading.evidence)}),))
