"""Names as people type them, where a store knows the party, source or place by another one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from crossclaim.actors.index import Actor, load_actors
from crossclaim.assess import load_sources
from crossclaim.engine import find_source
from crossclaim.errors import StoreError
from crossclaim.geo import Gazetteer
from crossclaim.model import ActorReading, Source
from crossclaim.store import Filter, Reader

__all__ = ["party_called", "source_called", "with_known_names"]

_SHOWN = 5


def with_known_names(reader: Reader, wanted: Filter) -> Filter:
    """The filter with each name that no claim has replaced by another of the same party, source or place."""
    found = {
        "actor": _first_told(reader, wanted.actor, _party_ids, lambda name: Filter(actor=name)),
        "source": _first_told(reader, wanted.source, _source_ids, lambda name: Filter(source=name)),
        "place": _first_told(reader, wanted.place, _place_names, lambda name: Filter(place=name)),
    }
    return wanted.model_copy(update={field: name for field, name in found.items() if name is not None})


def _first_told(
    reader: Reader, name: str | None, others: Callable[[str], Iterable[str]], ask: Callable[[str], Filter]
) -> str | None:
    """The name where claims have it, else the first other one that claims have, else the name."""
    if name is None or _is_told(reader, ask(name)):
        return name
    return next((other for other in others(name) if _is_told(reader, ask(other))), name)


def _is_told(reader: Reader, wanted: Filter) -> bool:
    return bool(reader.claim_ids(wanted.model_copy(update={"superseded": True}), limit=1).rows)


def source_called(reader: Reader, name: str) -> Source:
    """The source of that id or name, or that the list of sources knows by it.

    Raises:
        StoreError: no claim has it.
    """
    for called in (name, *_source_ids(name)):
        if source := find_source(reader, called):
            return source
    raise StoreError(reader.address, f"there is no source {name}")


def party_called(reader: Reader, name: str) -> ActorReading:
    """The party of that id or name: one that claims of the store name, else one of the list.

    Raises:
        StoreError: nobody is called so, or several parties are.
    """
    for claim in reader.claims(Filter(actor=name), limit=1).rows:
        sides = [side.actor for side in (claim.claim.side_a, claim.claim.side_b) if side and side.actor]
        for party in sides:
            if name.casefold() in (party.name.casefold(), (party.id or "").casefold()):
                return party
    found = list(_parties(name))
    if not found:
        raise StoreError(
            reader.address, f"no party is called {name}, here or in the list (crossclaim actors find {name})"
        )
    if len(found) > 1:
        shown = ", ".join(f"{actor.name} ({actor.id})" for actor in found[:_SHOWN])
        raise StoreError(reader.address, f"several parties are called {name}, give the id of one: {shown}")
    return found[0].reading("named by a person")


def _parties(name: str) -> Iterator[Actor]:
    """Those of the list with that id, else with that name, whole."""
    wanted = name.casefold()
    actors = load_actors()
    if by_id := [actor for actor in actors if actor.id == wanted]:
        yield from by_id
        return
    yield from (actor for actor in actors if wanted in {known.casefold() for known in (actor.name, *actor.names)})


def _party_ids(name: str) -> Iterator[str]:
    for actor in _parties(name):
        yield from (actor.id, actor.name)


def _source_ids(name: str) -> Iterator[str]:
    table = load_sources()
    for source in (table.find_source(name), table.find_speaker(name)):
        if source is not None:
            yield from (source.id, source.name)


def _place_names(name: str) -> Iterator[str]:
    with Gazetteer.open(None) as gazetteer:
        yield from dict.fromkeys(place.name for place in gazetteer.lookup(name, loose=True))
