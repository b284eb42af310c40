"""The list of known actors, loaded once and looked up by any of their names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from crossclaim.errors import ResourceError
from crossclaim.model import ActorKind, ActorReading
from crossclaim.text.phrases import PhraseIndex, name_case_rule

__all__ = ["Actor", "ActorIndex", "load_actors"]


class Actor(NamedTuple):
    """One known party: ``country`` is ISO 3166-1 alpha-2, ``active`` the first and last year, None where open.

    ``metonyms`` are those of its names that are a place's too ("Kyiv"); they name it only where they act.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None
    names: tuple[str, ...]
    active: tuple[int | None, int | None]
    metonyms: frozenset[str] = frozenset()

    def was_active(self, year: int | None) -> bool:
        """Whether the party existed in ``year``, as far as is known."""
        first, last = self.active
        return year is None or ((first is None or first <= year) and (last is None or year <= last))

    def reading(self, evidence: str) -> ActorReading:
        """The party as what a mention may mean, for the reason given."""
        return ActorReading(id=self.id, name=self.name, kind=self.kind, country=self.country, evidence=(evidence,))


class ActorIndex:
    """Known actors by every name; ambiguous names keep all their bearers."""

    def __init__(self, actors: Iterable[Actor], *, demonyms: Mapping[str, str] | None = None) -> None:
        """``demonyms`` maps a people's name ("Syrian") to its country's code."""
        self.by_id = {actor.id: actor for actor in actors}
        self.demonyms = {word.casefold(): country for word, country in (demonyms or {}).items()}
        self.names = PhraseIndex(
            ((name, actor) for actor in self.by_id.values() for name in actor.names), case_rule=name_case_rule
        )

    @classmethod
    def load(cls, *, demonyms: Mapping[str, str] | None = None) -> ActorIndex:
        """The bundled list."""
        return cls(load_actors(), demonyms=demonyms)

    def government(self, country: str | None) -> Actor | None:
        """The government of a country by its code, where the list has it."""
        return self.by_id.get(f"gov-{country.lower()}") if country else None


@cache
def load_actors() -> tuple[Actor, ...]:
    """Every actor of the bundled list.

    Raises:
        ResourceError: the list is damaged.
    """
    try:
        return tuple(_rows())
    except (ValueError, KeyError) as error:
        raise ResourceError(f"actors.jsonl: {error}") from error


def _rows() -> Iterator[Actor]:
    with files(__package__).joinpath("actors.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            metonyms = row.get("metonyms", ())
            parts = ([row["name"]], *(row.get(part, ()) for part in ("aliases", "native", "hostile")), metonyms)
            names = tuple(dict.fromkeys(name for part in parts for name in part))
            first, last = row.get("active") or (None, None)
            kind = ActorKind(row["kind"])
            yield Actor(row["id"], row["name"], kind, row.get("country"), names, (first, last), frozenset(metonyms))
