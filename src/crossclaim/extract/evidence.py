"""What the stages found in one document, as claim assembly wants it: ranges with their best reading."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, Protocol, TypeVar

from crossclaim.extract.attribution import AttributedContent
from crossclaim.extract.quantities import QuantityMention
from crossclaim.extract.triggers import Trigger
from crossclaim.model import ActorReading, PlaceReading, TimeReading, Unit

__all__ = ["ActorEvidence", "Evidence", "PlaceEvidence", "Reach", "TimeEvidence", "within"]


class _Ranged(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


R = TypeVar("R", bound=_Ranged)


def within(ordered: Sequence[R], start: int, end: int) -> tuple[R, ...]:
    """Those of ``ordered``, which is by start, that lie wholly in ``start:end``; keeps long texts linear."""
    first = bisect_left(ordered, start, key=_start)
    last = bisect_left(ordered, end, lo=first, key=_start)
    return tuple(ranged for ranged in ordered[first:last] if ranged.end <= end)


def _start(ranged: _Ranged) -> int:
    return ranged.start


class Reach(Generic[R]):
    """Ranges by where they lie, to look up what touches a stretch of text without going through all of them."""

    def __init__(self, ranged: Iterable[R]) -> None:
        self.ordered = sorted(ranged, key=_start)
        self._longest = max((one.end - one.start for one in self.ordered), default=0)

    def touching(self, start: int, end: int) -> list[R]:
        """Those that share a code point with ``start:end``, by start."""
        first = bisect_left(self.ordered, start - self._longest, key=_start)
        last = bisect_left(self.ordered, end, lo=first, key=_start)
        return [one for one in self.ordered[first:last] if one.end > start]


class ActorEvidence(NamedTuple):
    """A party named at ``text[start:end]``.

    ``generic`` for "rebels" and the like, ``own`` for "our men", "its forces".
    """

    start: int
    end: int
    reading: ActorReading | None
    generic: bool = False
    own: bool = False


class PlaceEvidence(NamedTuple):
    """A place at ``text[start:end]``; of a noun that takes it up ("the town"), ``named`` is where it is named."""

    start: int
    end: int
    reading: PlaceReading | None
    named: tuple[int, int] | None = None


class TimeEvidence(NamedTuple):
    """A time at ``text[start:end]``.

    ``reporting`` when it dates the statement, not what is stated; ``present`` for "now" and the like; ``total`` is the
    reading in a total counted from then on ("the war, which began in 2011, has killed ..."). Of "since 2011" the point
    itself, which a claim may quote alone, begins at ``point_start`` and reads ``point``. ``lasting`` is a length up to
    the day of writing ("for two years").
    """

    start: int
    end: int
    reading: TimeReading | None
    reporting: bool = False
    present: bool = False
    total: TimeReading | None = None
    point: TimeReading | None = None
    point_start: int = 0
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything found in the parts of a document that carry claims, each list in text order.

    ``singular_counts`` are those without a number word: "a child", "nobody". ``nominal_places`` are nouns that take up
    a place named before ("the town") or stand for a capital.
    """

    sentences: tuple[tuple[int, int], ...]
    triggers: tuple[Trigger, ...] = ()
    quantities: tuple[QuantityMention, ...] = ()
    singular_counts: tuple[QuantityMention, ...] = ()
    actors: tuple[ActorEvidence, ...] = ()
    places: tuple[PlaceEvidence, ...] = ()
    nominal_places: tuple[PlaceEvidence, ...] = ()
    times: tuple[TimeEvidence, ...] = ()
    attributed: tuple[AttributedContent, ...] = ()

    def counts_in(self, start: int, end: int) -> list[QuantityMention]:
        """What is counted in ``start:end``, by number or by article, in order."""
        found = (*within(self.quantities, start, end), *within(self.singular_counts, start, end))
        counts = (mention for mention in found if mention.quantity.unit is Unit.COUNT)
        return sorted(counts, key=lambda mention: (mention.start, mention.end))

    def triggers_in(self, start: int, end: int) -> tuple[Trigger, ...]:
        """The triggers that lie wholly in ``start:end``."""
        return within(self.triggers, start, end)
