"""Abbreviations that a text gives in brackets behind a full name, and what they mean from there on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crossclaim.actors.index import Actor, ActorIndex
from crossclaim.actors.mentions import ActorMention
from crossclaim.actors.setting import Setting
from crossclaim.actors.unheard import has_group_shape, proposed_kind
from crossclaim.actors.wording import pattern
from crossclaim.model import ActorKind, ActorReading

__all__ = ["find_abbreviated", "of_a_state"]

Range = tuple[int, int]

_ARMED = frozenset({ActorKind.STATE_FORCES, ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA})


def find_abbreviated(text: str, ranges: Sequence[Range], index: ActorIndex, setting: Setting) -> Iterator[ActorMention]:
    """The full names that an abbreviation stands behind, and each of its later uses, in no order."""
    for match in (match for start, end in ranges for match in pattern("in_brackets").finditer(text, start, end)):
        reading = _introduced(text, match, index, setting)
        if reading is None:
            continue
        initials = match["initials"]
        yield ActorMention(match.start("name"), match.end(), (reading,), generic=False)
        again = reading.model_copy(
            update={"evidence": (f"{initials} was introduced as short for {match['name']}", *reading.evidence)}
        )
        for use in re.finditer(rf"(?<![\w(]){re.escape(initials)}(?!\w)", text[match.end() :]):
            yield ActorMention(match.end() + use.start(), match.end() + use.end(), (again,), generic=False)


def _introduced(text: str, match: re.Match[str], index: ActorIndex, setting: Setting) -> ActorReading | None:
    name, initials = match["name"], match["initials"]
    lead = pattern("lead_in").match(name)
    name = name[lead.end() :] if lead else name
    owner = pattern("possessor").match(name)
    full = index.names.get(name) or (index.names.get(name[owner.end() :]) if owner else ())
    short = index.names.get(initials)
    both = [actor for actor in full if actor in short] or list(full)
    if not both:
        both = [actor for actor in short if _shares_words(name, actor)]
    if both:
        near = text[max(0, match.start() - 40) : match.end() + 60]
        return _best(both, near, setting).reading(f"full name of {initials}, in the list of actors")
    part = next((m for m in index.names.find(name) if m.values[0].kind in _ARMED and m.end - m.start > 5), None)
    if part and part.values[0].id.removeprefix("gov-") == part.values[0].id:
        return part.values[0].reading(f"part of the name {name}")
    if reading := of_a_state(name, index, setting):
        return reading
    if len(name.split()) < 2 or not has_group_shape(name):
        return None
    evidence = (f"brought up with its initials {initials}, not in the list of actors",)
    return ActorReading(id=None, name=name, kind=proposed_kind(name), country=setting.country, evidence=evidence)


def _best(actors: Sequence[Actor], near: str, setting: Setting) -> Actor:
    rank = {country: place for place, country in enumerate(setting.countries)}
    year = setting.day.year if setting.day else None

    def unlikely(actor: Actor) -> tuple[bool, bool, bool, int]:
        qualifier = re.search(r"\((.+)\)", actor.name)
        told = qualifier is not None and qualifier[1] in near
        return not actor.own, not told, not actor.was_active(year), rank.get(actor.country or "", len(rank))

    return min(actors, key=unlikely)


def _shares_words(name: str, actor: Actor) -> bool:
    """Whether more than half of the longer words of ``name`` are in one of the actor's names, but for endings."""
    words = _telling(name)
    return any(2 * len(words & _telling(other)) > len(words) for other in actor.names)


def _telling(name: str) -> set[str]:
    return {word.casefold()[:6] for word in re.findall(r"\w{4,30}", name)}


def of_a_state(name: str, index: ActorIndex, setting: Setting) -> ActorReading | None:
    """The state whose forces a name tells by its country: "Australian Defence Force", "Armed Forces of Colombia"."""
    words = name.split()
    if proposed_kind(name, speaks=False) in {ActorKind.POLITICAL_MILITIA, ActorKind.IDENTITY_MILITIA}:
        return None
    if pattern("state_shape").search(name) is None:
        return None
    for size in (2, 1):
        people = " ".join(words[:size]).casefold()
        country = index.countries.get(people.removesuffix("'s").removesuffix("’s"))
        if country and len(words) > size:
            return setting.holder("government", index, country)
    tail = re.search(r"\bof (?:the )?([A-Z][\w ]{2,40})$", name)
    governments = [a for a in index.names.get(tail[1]) if tail and a.id.startswith("gov-")] if tail else []
    if governments:
        return governments[0].reading(f"forces of {tail[1] if tail else ''}")
    if pattern("state_shape_alone").match(name):
        return setting.holder("government", index)
    return None
