"""Whose side a number counts, as far as the words beside it tell: the counted noun, and who lost or took what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from crossclaim.extract.cues import cue_words
from crossclaim.extract.evidence import ActorEvidence, Reach
from crossclaim.extract.quantities import QuantityMention
from crossclaim.extract.sides import is_armed
from crossclaim.model import ActorReading, Participant, Whose

__all__ = ["told_sides"]

Sides = tuple[Participant | None, Participant | None]

_REACH = 60  # code points from a party to the number of what it lost or took
_OTHER = {Whose.A: Whose.B, Whose.B: Whose.A}


def told_sides(text: str, mention: QuantityMention, actors: Reach[ActorEvidence], sides: Sides) -> Iterator[Whose]:
    """The side that the counted noun names and the side that the verb before the number tells, where they tell one."""
    if mention.of is not None:
        counted = [actor.reading for actor in actors.touching(*mention.of) if actor.reading]
        named = {side for reading in counted if (side := _side_of(reading, sides))}
        yield from named if len(named) == 1 else ()
    if verb := _by_verb(text, mention, actors, sides):
        yield verb


def _side_of(reading: ActorReading, sides: Sides) -> Whose | None:
    """The side whose party a reading names, else whose kind it is, else the one of which the report tells no kind."""
    parties = [side.actor if side else None for side in sides]
    for is_like in (_is_named, _is_of_kind, _may_be):
        like = [whose for whose, party in zip((Whose.A, Whose.B), parties, strict=True) if is_like(reading, party)]
        if like:
            return like[0] if len(like) == 1 else None
    return None


def _is_named(reading: ActorReading, party: ActorReading | None) -> bool:
    return party is not None and party.name == reading.name


def _is_of_kind(reading: ActorReading, party: ActorReading | None) -> bool:
    """Whether "soldiers" are the side that is an army, "terrorists" the one that is a rebel group."""
    return bool(party and is_armed(reading) and party.kind is reading.kind and _may_be_of(reading, party))


def _may_be(reading: ActorReading, party: ActorReading | None) -> bool:
    """Whether "soldiers" may be "the invaders", of whom no kind is told."""
    return bool(party and is_armed(reading) and party.kind is None and _may_be_of(reading, party))


def _may_be_of(reading: ActorReading, party: ActorReading) -> bool:
    """Whether no other country tells the two apart."""
    return reading.country is None or party.country is None or reading.country == party.country


def _by_verb(text: str, mention: QuantityMention, actors: Reach[ActorEvidence], sides: Sides) -> Whose | None:
    """Its own where the acting side "lost four men", the other side's where it "destroyed two tanks"."""
    for actor in reversed(actors.touching(max(0, mention.start - _REACH), mention.start)):
        between = text[actor.end : mention.start]
        if actor.reading is None or not (found := _deed().fullmatch(between)):
            continue
        if side := _side_of(actor.reading, sides):
            return side if found["loses"] else _OTHER[side]
    return None


@cache
def _deed() -> re.Pattern[str]:
    loses, takes = ("|".join(cue_words(name)) for name in ("loses", "takes"))
    helping = r"(?:(?:have|has|had|also|then|later|already|reportedly|in turn)\s+)*"
    return re.compile(
        rf"\s+{helping}(?:(?P<loses>{loses})|(?:{takes}))\s+(?:another\s+|a\s+further\s+)?", re.IGNORECASE
    )
