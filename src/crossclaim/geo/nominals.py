"""Which place "the town", "the province" or "the capital" is: one named before it, or that country's."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from crossclaim.geo.gazetteer import Gazetteer, PlaceRow
from crossclaim.geo.mentions import PlaceMention
from crossclaim.geo.resolution import reading_of
from crossclaim.model import PlaceReading, Precision

__all__ = ["NominalPlace", "find_nominal_places"]

Range = tuple[int, int]

_SETTLEMENT = frozenset({Precision.POINT, Precision.LOCALITY})
_AREA = frozenset({Precision.ADMIN1, Precision.ADMIN2, Precision.REGION})
_CALLED: Mapping[str, frozenset[Precision]] = {
    **dict.fromkeys(
        ("town", "city", "village", "camp", "neighbourhood", "neighborhood", "suburb", "port"), _SETTLEMENT
    ),
    **dict.fromkeys(("district", "locality", "area"), _SETTLEMENT | {Precision.ADMIN2}),
    **dict.fromkeys(("province", "governorate", "oblast"), frozenset({Precision.ADMIN1})),
    **dict.fromkeys(("region", "enclave", "valley"), _AREA),
    "state": frozenset({Precision.ADMIN1}),
    "country": frozenset({Precision.COUNTRY}),
}
_VAGUE = frozenset(
    {"state", "country", "area", "region", "locality", "port", "camp"}
)  # often no place: "the state said"
_SEAT_OF = {"provincial": Precision.ADMIN1, "regional": Precision.ADMIN1, "state": Precision.ADMIN1}
FARTHEST = 2000  # code points back that a noun may take up a place
_NOMINAL = re.compile(
    r"\b(?P<article>the|this|that)\s+(?:(?:same|whole|entire|besieged|embattled|\w+-held)\s+)?"
    rf"(?P<noun>{'|'.join(_CALLED)})\b(?!['’]?s?[ ,]+(?:of\b|called\b|named\b|(?-i:[A-Z]|al-)))",
    re.IGNORECASE,
)
_CAPITAL = re.compile(
    r"\bthe\s+(?:(?P<seat>provincial|regional|state)\s+)?capital\b(?![ ,]+(?:of\b|city of\b|(?-i:[A-Z]|al-)))",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\b(?:in|inside|into|within|across|throughout|around|near|outside|of|from|to|at|on|over|through|leav\w+|enter\w*|reach\w*)"
    r"(?:\s+(?:parts|most|much|all|the (?:rest|north|south|east|west|centre|center|outskirts))(?: of)?)?\s+$",
    re.IGNORECASE,
)
_FROM_THERE = re.compile(r"\b(?:north|south|east|west)(?:[- ]?(?:east|west))?(?:ward)? (?:of|from) $", re.IGNORECASE)
_ROOM = 40  # code points before a noun in which a preposition is looked for


class NominalPlace(NamedTuple):
    """A noun at ``text[start:end]`` that stands for a place; ``named`` is where that is named, None of a capital."""

    start: int
    end: int
    readings: tuple[PlaceReading, ...]
    named: Range | None


def find_nominal_places(
    text: str, ranges: Sequence[Range], mentions: Sequence[PlaceMention], gazetteer: Gazetteer
) -> list[NominalPlace]:
    """The nouns in the ranges that take up one of ``mentions`` (in text order) or name a capital, in order."""
    found = [
        *(each for start, end in ranges for each in _taken_up(text, start, end, mentions)),
        *(each for start, end in ranges for each in _capitals(text, start, end, mentions, gazetteer)),
    ]
    return sorted(each for each in found if not _touches(mentions, each.start, each.end))


def _taken_up(text: str, start: int, end: int, mentions: Sequence[PlaceMention]) -> Iterator[NominalPlace]:
    for match in _NOMINAL.finditer(text, start, end):
        noun = match["noun"].lower()
        if noun in _VAGUE and not _PLACED.search(text, max(start, match.start() - _ROOM), match.start()):
            continue
        fitting = [each for each in _before(mentions, match.start()) if each.readings[0].precision in _CALLED[noun]]
        # "a car bomb in al-Bab, north-east of Aleppo": only says where al-Bab is
        meant = next((each for each in fitting if not _is_yardstick(text, each)), next(iter(fitting), None))
        if meant is not None:
            words = text[meant.start : meant.end]
            readings = tuple(_because(reading, f"'{match[0]}' takes up '{words}'") for reading in meant.readings)
            yield NominalPlace(match.start(), match.end(), readings, (meant.start, meant.end))


def _is_yardstick(text: str, mention: PlaceMention) -> bool:
    return _FROM_THERE.search(text, max(0, mention.start - _ROOM), mention.start) is not None


def _capitals(
    text: str, start: int, end: int, mentions: Sequence[PlaceMention], gazetteer: Gazetteer
) -> Iterator[NominalPlace]:
    for match in _CAPITAL.finditer(text, start, end):
        for each in _around(mentions, match.start()):
            row = _seat(each.readings[0], match["seat"], gazetteer)
            if row is not None:
                home = gazetteer.country(each.readings[0].country or "")
                of = each.readings[0].admin1 if match["seat"] else home.name if home else each.readings[0].country
                yield NominalPlace(match.start(), match.end(), (reading_of(row, [f"capital of {of}"]),), None)
                break


def _seat(reading: PlaceReading, seat: str | None, gazetteer: Gazetteer) -> PlaceRow | None:
    """The capital of the reading's country or, "the provincial capital", the largest town of its province."""
    if reading.country is None:
        return None
    if seat is None:
        return gazetteer.capital(reading.country)
    return gazetteer.largest_town(reading.country, reading.admin1) if reading.admin1 else None


def _before(mentions: Sequence[PlaceMention], start: int) -> Iterator[PlaceMention]:
    """The mentions that end before ``start``, nearest first, none too far off."""
    for at in range(bisect_right(mentions, start, key=_start) - 1, -1, -1):
        if start - mentions[at].end > FARTHEST:
            return
        if mentions[at].end <= start:
            yield mentions[at]


def _around(mentions: Sequence[PlaceMention], start: int) -> Iterator[PlaceMention]:
    """The mentions before ``start``, nearest first, then those behind it."""
    yield from _before(mentions, start)
    yield from mentions[bisect_right(mentions, start, key=_start) :]


def _touches(mentions: Sequence[PlaceMention], start: int, end: int) -> bool:
    at = bisect_right(mentions, start, key=_start)
    return any(each.start < end and start < each.end for each in mentions[max(0, at - 1) : at + 1])


def _because(reading: PlaceReading, reason: str) -> PlaceReading:
    return reading.model_copy(update={"evidence": (*reading.evidence, reason)})


def _start(mention: PlaceMention) -> int:
    return mention.start
