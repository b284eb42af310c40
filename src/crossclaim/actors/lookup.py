"""Whom a name may mean on a day in a country, with the reasons: a reading's ranking, without a text around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from crossclaim.actors.index import Actor, ActorIndex
from crossclaim.actors.roles import roles_of
from crossclaim.actors.setting import Setting
from crossclaim.model import ActorReading

__all__ = ["look_up"]

_LISTED, _ROLE, _PERSON, _SPELT, _PART = range(5)


class _Bearer(NamedTuple):
    """One whom the name may mean, and how: the lower ``how``, the surer."""

    how: int
    actor: Actor
    why: str


def look_up(
    name: str, index: ActorIndex, *, day: date | None, country: str | None, name_of: Callable[[str], str | None]
) -> list[ActorReading]:
    """Who may be meant, the likelier first; ``country`` is ISO 3166-1 alpha-2, ``name_of`` gives its name.

    As in a text, entries of the user's own come first, then parties that there were on the day, then those of the
    country. Parties whose names only hold the words come last.
    """
    setting = Setting((country,) if country else (), frozenset(), day, name_of)
    found: dict[str, _Bearer] = {}
    for bearer in _bearers(" ".join(name.split()), index, setting):
        found.setdefault(bearer.actor.id, bearer)
    ranked = sorted(found.values(), key=lambda bearer: _unlikely(bearer, setting))
    return [_reading(bearer, setting) for bearer in ranked]


def _unlikely(bearer: _Bearer, setting: Setting) -> tuple[bool, bool, bool, bool, int, str]:
    actor, year = bearer.actor, setting.day.year if setting.day else None
    away = setting.country is not None and actor.country not in {None, setting.country}
    return bearer.how == _PART, not actor.own, not actor.was_active(year), away, bearer.how, actor.name


def _reading(bearer: _Bearer, setting: Setting) -> ActorReading:
    evidence = (bearer.why, *_fits(bearer.actor, setting))
    return bearer.actor.reading("").model_copy(update={"evidence": evidence})


def _fits(actor: Actor, setting: Setting) -> Iterator[str]:
    if actor.own:
        yield "in a list of your own"
    if setting.day:
        there = "there was such a party" if actor.was_active(setting.day.year) else "there was no such party"
        yield f"{there} in {setting.day.year}{_years(actor)}"
    elif years := _years(actor):
        yield f"active{years}"
    if setting.country and actor.country == setting.country:
        yield f"of {setting.name_of(setting.country) or setting.country}"
    elif setting.country:
        yield f"of {setting.name_of(actor.country) or actor.country}" if actor.country else "at home in no one country"


def _years(actor: Actor) -> str:
    first, last = actor.active
    if first is None and last is None:
        return ""
    return f" (from {first})" if last is None else f" (until {last})" if first is None else f" ({first} to {last})"


def _bearers(name: str, index: ActorIndex, setting: Setting) -> Iterator[_Bearer]:
    for actor in index.names.get(name):
        yield _Bearer(_LISTED, actor, "this is its name" if name == actor.name else "this is one of its names")
    for role in roles_of(name):
        holder = setting.holder(role, index)
        if holder and holder.id:
            yield _Bearer(_ROLE, index.by_id[holder.id], holder.evidence[0])
    for post in index.people.get(name):
        first, last, year = post.person.first, post.person.last, setting.day.year if setting.day else None
        then = year is None or ((first or year) <= year <= (last or year))
        since, until = first or "some year", last or "now"
        told = f"{post.person.name} was its {post.person.role or 'leader or speaker'}, {since} to {until}"
        yield _Bearer(_PERSON if then else _PART, post.actor, told if then else f"{told}, not then")
    for actor in index.spellings.sounding(name):
        yield _Bearer(_SPELT, actor, f"a name of it is spelt much like this: {actor.name}")
    words = set(name.casefold().split())
    for actor in index.by_id.values():
        held = next((other for other in actor.names if words <= set(other.casefold().split())), None)
        if held:
            yield _Bearer(_PART, actor, f"a name of it holds these words: {held}")
