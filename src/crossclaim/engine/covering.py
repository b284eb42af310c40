"""Where only one side reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crossclaim.engine.rating import rated
from crossclaim.model import Source
from crossclaim.store import Filter, Reader

__all__ = ["Coverage", "coverage"]

_EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one side tells of in a month: how many events it tells of, and of how many nobody else does.

    ``side`` is the party that sources speak for, None for those that speak for none, ``month`` as 2024-10, None where
    events have no day.
    """

    side: str | None
    month: str | None
    events: int
    only: int


def coverage(reader: Reader, wanted: Filter = _EVERYTHING) -> tuple[Coverage, ...]:
    """By side and month, the latest month first; an event counts for every side that a claim of it speaks for.

    Raises:
        StoreError: as for ``Reader.events``.
    """
    sides = {source.id: source.alignment for source in _sources(reader) if source.alignment is not None}
    rows = reader.coverage(wanted, sides)
    found = [Coverage(side, month, events, only) for side, month, events, only in rows]
    return tuple(sorted(found, key=lambda one: (one.month or "", one.side or ""), reverse=True))


def _sources(reader: Reader) -> Iterator[Source]:
    """Every source that a claim has, as rated or else as it was first heard."""
    first = reader.first_claims()
    claims = {claim.id: claim for claim in rated(reader.sourced_claims(sorted(set(first.values()))), reader)}
    for source_id, claim_id in first.items():
        claim = claims[claim_id]
        voices = (*claim.speakers, *((claim.heading.outlet,) if claim.heading.outlet else ()))
        yield from (voice for voice in voices if voice.id == source_id)
