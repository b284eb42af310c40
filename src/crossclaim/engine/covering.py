"""Where only one side reports."""

from __future__ import annotations

from dataclasses import dataclass

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
    sides = {source: party for source, party in reader.alignments().items() if party is not None}
    rows = reader.coverage(wanted, sides)
    found = [Coverage(side, month, events, only) for side, month, events, only in rows]
    return tuple(sorted(found, key=lambda one: (one.month or "", one.side or ""), reverse=True))
