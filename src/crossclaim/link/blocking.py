"""Where to look for claims on the same occurrence: keys that such claims share, and few others do.

Two claims are compared where they share a key. Keys join a stretch of time, a place and a class of event; claims that
lack time or place take their report's date and their parties instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from itertools import product
from math import floor

from crossclaim.link.features import CROWDS, KM_PER_DEGREE, VIOLENT, kilometres
from crossclaim.link.traits import Traits

__all__ = ["MOST_KEYS", "are_far", "block_keys", "document_key", "stable_hash"]

BUCKET_DAYS = 4
LEEWAY_DAYS = 1  # either way: "overnight" is the one day or the other
LOOK_BACK_DAYS = 4  # an undated claim is of the days before its report
LONGEST_DAYS = 12  # of a time that is covered whole; of a longer one, its ends
CELL_DEGREES = 1.0
FARTHEST_REACH_KM = 30.0  # a place of wider reach is found by its province
FARTHEST_DAYS = 2  # between claims that both tell their day
FARTHEST_KM = 50.0  # beyond the reach of two places that one can point at
MOST_KEYS = 48  # of a claim, whatever it says


def block_keys(traits: Traits) -> tuple[int, ...]:
    """The keys of a claim, sorted and none twice, each a positive integer of 63 bits; at most ``MOST_KEYS``."""
    family = _family(traits)
    when = sorted(_buckets(traits))
    keys = {_of_document(traits.document)}
    keys |= {f"{family} {day} {where}" for day, where in product(when, sorted(_places(traits)))}
    keys |= {f"{family} {day} {who}" for day, who in product(when, sorted(_parties(traits)))}
    return tuple(sorted(stable_hash(key) for key in sorted(keys)[:MOST_KEYS]))


def document_key(document_id: str) -> int:
    """The key that all claims of a document share."""
    return stable_hash(_of_document(document_id))


def _of_document(document_id: str) -> str:
    return f"document {document_id}"


def are_far(one: Traits, other: Traits) -> bool:
    """Whether two claims that share a key lie too far apart for one occurrence, as many in a capital do.

    Keys are coarse: on busy days hundreds of claims share one. This takes out most of those pairs at little cost; it
    looks at nothing but the two, so that it is the same whatever else is there.
    """
    if one.document == other.document:
        return False
    return _are_days_apart(one, other) or _are_elsewhere(one, other)


def _are_days_apart(one: Traits, other: Traits) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return max(one.start - other.end, other.start - one.end) > FARTHEST_DAYS


def _are_elsewhere(one: Traits, other: Traits) -> bool:
    """Whether each is in a place of its own that one can point at, the two well apart."""
    if one.area or other.area or one.lat is None or other.lat is None or one.lon is None or other.lon is None:
        return False
    if one.place == other.place:
        return False
    return kilometres(one, other) > one.reach + other.reach + FARTHEST_KM


def stable_hash(text: str) -> int:
    """The same positive integer of 63 bits on every machine: it fits a signed BIGINT."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 1


def _family(traits: Traits) -> str:
    """Claims of different families are compared within a document only."""
    if traits.is_total:
        return "total"
    if traits.group in VIOLENT:
        return "violence"
    return "crowd" if traits.group in CROWDS else traits.group


def _buckets(traits: Traits) -> set[str]:
    days: set[int] = set()
    for start, end in _stretches(traits):
        days |= {(day) // BUCKET_DAYS for day in range(start - LEEWAY_DAYS, end + LEEWAY_DAYS + 1)}
    return {str(day) for day in days} or {"undated"}


def _stretches(traits: Traits) -> Iterator[tuple[int, int]]:
    if traits.start is None or traits.end is None:
        if traits.published is not None:
            yield traits.published - LOOK_BACK_DAYS, traits.published
    elif traits.end - traits.start < LONGEST_DAYS:
        yield traits.start, traits.end
    else:
        yield traits.start, traits.start
        yield traits.end, traits.end


def _places(traits: Traits) -> Iterator[str]:
    """The province, the cells that a place reaches into, and the name where the gazetteer knows neither."""
    if traits.country and traits.admin1:
        yield f"in {traits.country} {traits.admin1}"
    if traits.lat is not None and traits.lon is not None and not traits.area:
        yield from _cells(traits.lat, traits.lon, min(traits.reach, FARTHEST_REACH_KM))
    elif traits.place and not traits.admin1:
        yield f"at {traits.place}"


def _cells(lat: float, lon: float, reach: float) -> Iterator[str]:
    """The cells of a degree that the place's surroundings touch: one for most, four near a corner."""
    off = reach / KM_PER_DEGREE / CELL_DEGREES
    rows = {floor(lat / CELL_DEGREES + step) for step in (-off, off)}
    columns = {floor(lon / CELL_DEGREES + step) % 360 for step in (-off, off)}
    yield from (f"cell {row} {column}" for row, column in product(rows, columns))


def _parties(traits: Traits) -> Iterator[str]:
    """Who against whom, in either order: for claims that do not tell where, and for those that do to meet them."""
    for one, other in product(traits.side_a[:2], traits.side_b[:2]):
        yield "between " + " and ".join(sorted((one.key, other.key)))
    sides = traits.side_a or traits.side_b
    if sides and not (traits.side_a and traits.side_b):
        yield f"by or on {sides[0].key}"
