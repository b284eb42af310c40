"""The list of known actors, loaded once and looked up by any of their names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, NamedTuple

from crossclaim.actors.spellings import Spellings
from crossclaim.errors import ResourceError
from crossclaim.model import ActorKind, ActorReading
from crossclaim.text.phrases import CaseRule, PhraseIndex, name_case_rule

__all__ = ["Actor", "ActorIndex", "Person", "Post", "Relation", "load_actors", "make_actor"]


class Relation(NamedTuple):
    """Another party by its id, and the first and last year that it was an ally or an enemy, None where open."""

    id: str
    first: int | None = None
    last: int | None = None


class Person(NamedTuple):
    """Somebody who led or spoke for a party, and the first and last year of that, None where open."""

    name: str
    role: str
    first: int | None
    last: int | None


class Actor(NamedTuple):
    """One known party: ``country`` is ISO 3166-1 alpha-2, ``active`` the first and last year, None where open.

    ``metonyms`` are those of its names that are a place's too ("Kyiv"); they name it only where they act. ``parent`` is
    the id of the party that it is a part of. ``own`` marks an entry of the user's file, which wins over the others.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None
    names: tuple[str, ...]
    active: tuple[int | None, int | None]
    metonyms: frozenset[str] = frozenset()
    parent: str | None = None
    side_of: tuple[Relation, ...] = ()
    against: tuple[Relation, ...] = ()
    persons: tuple[Person, ...] = ()
    source: str | None = None
    own: bool = False

    def was_active(self, year: int | None) -> bool:
        """Whether the party existed in ``year``, as far as is known."""
        first, last = self.active
        return year is None or ((first is None or first <= year) and (last is None or year <= last))

    def reading(self, evidence: str) -> ActorReading:
        """The party as what a mention may mean, for the reason given."""
        return ActorReading(id=self.id, name=self.name, kind=self.kind, country=self.country, evidence=(evidence,))


class Post(NamedTuple):
    """A person with the party that he led or spoke for; ``whole`` where the name filed is more than the surname."""

    actor: Actor
    person: Person
    whole: bool


class ActorIndex:
    """Known actors by every name; ambiguous names keep all their bearers."""

    def __init__(
        self,
        actors: Iterable[Actor],
        *,
        demonyms: Mapping[str, str] | None = None,
        names: PhraseIndex[Actor] | None = None,
    ) -> None:
        """``demonyms`` maps a people's name ("Syrian") to its country's code; ``names`` files all names, if at hand."""
        self.by_id = {actor.id: actor for actor in actors}
        self.demonyms = {word.casefold(): country for word, country in (demonyms or {}).items()}
        self.names = names or PhraseIndex(
            ((name, actor) for actor in self.by_id.values() for name in actor.names), case_rule=name_case_rule
        )

    @cached_property
    def people(self) -> PhraseIndex[Post]:
        """Those who lead or speak for the actors, by full name, nickname and surname."""
        return PhraseIndex(_posts(self.by_id.values()), case_rule=lambda _: CaseRule.INITIAL)

    @cached_property
    def countries(self) -> Mapping[str, str]:
        """Countries and peoples, in small letters, to ISO 3166-1 alpha-2 codes."""
        names = {
            name.casefold(): actor.country
            for actor in self.by_id.values()
            if actor.id.startswith("gov-") and actor.country
            for name in actor.metonyms
            if name == actor.name.removeprefix("Government of ")
        }
        return names | self.demonyms

    @cached_property
    def spellings(self) -> Spellings:
        """The actors' names by sound and stem."""
        return Spellings(self.by_id.values(), self.countries)

    def government(self, country: str | None) -> Actor | None:
        """The government of a country by its code, where the list has it."""
        return self.by_id.get(f"gov-{country.lower()}") if country else None


@cache
def load_actors() -> tuple[Actor, ...]:
    """Every actor of the bundled list.

    Raises:
        ResourceError: the list is damaged.
    """
    return _parse(files(__package__).joinpath("actors.jsonl").read_text(encoding="utf-8"), "actors.jsonl")


def _parse(text: str, source: str) -> tuple[Actor, ...]:
    actors = []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            actors += [make_actor(json.loads(line))] if line.strip() else []
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ResourceError(f"{source}:{number}: {error!r}") from error
    return tuple(actors)


def make_actor(row: Mapping[str, Any], *, own: bool = False) -> Actor:
    """The actor of one entry of a list; ``own`` where it is the user's.

    Raises:
        KeyError, ValueError, TypeError, AttributeError: the entry is not as it should be.
    """
    metonyms = row.get("metonyms", ())
    parts = ([row["name"]], *(row.get(part, ()) for part in ("aliases", "native", "hostile")), metonyms)
    first, last = row.get("active") or (None, None)
    return Actor(
        id=row["id"],
        name=row["name"],
        kind=ActorKind(row["kind"]),
        country=row.get("country"),
        names=tuple(dict.fromkeys(name for part in parts for name in part)),
        active=(first, last),
        metonyms=frozenset(metonyms),
        parent=row.get("parent"),
        side_of=tuple(map(_relation, row.get("side_of", ()))),
        against=tuple(map(_relation, row.get("against", ()))),
        persons=tuple(Person(p["name"], p.get("role", ""), p.get("from"), p.get("to")) for p in row.get("persons", ())),
        source=row.get("source"),
        own=own,
    )


def _relation(entry: str | Mapping[str, Any]) -> Relation:
    return Relation(entry) if isinstance(entry, str) else Relation(entry["id"], entry.get("from"), entry.get("to"))


_NICKNAME = re.compile(r"\(([^)]{2,60})\)")
_TITLES = re.compile(
    r"^(?:(?:mullah|mawlawi|sheikh|shaykh|general|gen\.?|colonel|col\.?|captain|commander|president|marshal|field"
    r"|lieutenant|lt\.?|brigadier|major|maj\.?|admiral|sir|prince|king|sultan|emir|amir|ayatollah|sayyed|sayyid|dr\.?)"
    r"\s){1,4}",
    re.IGNORECASE,
)
_SHORTEST_SURNAME = 4


def _posts(actors: Iterable[Actor]) -> Iterator[tuple[str, Post]]:
    for actor in actors:
        for person in actor.persons:
            written = dict(reversed(list(_ways_to_write(person.name))))
            yield from ((name, Post(actor, person, whole)) for name, whole in written.items())


def _ways_to_write(name: str) -> Iterator[tuple[str, bool]]:
    """A person's names, each with whether it is more than the surname: nicknames stand in brackets behind the name."""
    full = _TITLES.sub("", _NICKNAME.sub("", name).strip())
    parts = full.split()
    for written in (full, *_NICKNAME.findall(name)):
        yield written, " " in written
    if len(parts) < 2:
        return
    yield f"{parts[0]} {parts[-1]}", True
    surnames = {parts[-1], parts[-1].removeprefix("al-")}
    if len(parts) == 3:  # "Salva Kiir Mayardit" is Kiir as often as not
        yield f"{parts[0]} {parts[1]}", True
        surnames.add(parts[1])
    if "-" in parts[0]:
        yield f"{parts[0].partition('-')[0]} {parts[-1]}", True
    yield from ((surname, False) for surname in surnames if len(surname) >= _SHORTEST_SURNAME)
