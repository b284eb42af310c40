"""Points told by direction and distance: "20 km south of Aleppo"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import cos, radians, sin
from typing import NamedTuple

from crossclaim.geo.distances import KM_PER_DEGREE
from crossclaim.model import PlaceReading, Precision

__all__ = ["Offset", "displaced", "find_offset"]

_BEARINGS = {
    "north": 0.0,
    "northeast": 45.0,
    "east": 90.0,
    "southeast": 135.0,
    "south": 180.0,
    "southwest": 225.0,
    "west": 270.0,
    "northwest": 315.0,
}
_KILOMETRES = {"km": 1.0, "kilometre": 1.0, "kilometer": 1.0, "mile": 1.609344, "nautical mile": 1.852}
_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100}
_WORDS = {word: number for number, word in enumerate(_NUMBERS, 1)} | {"fifteen": 15, "twenty": 20} | _TENS
_SPOTS = frozenset({Precision.POINT, Precision.LOCALITY})
_DOUBT = 0.2  # of a told distance: it is rounded, and its direction one of eight
_ROOM = 90  # code points before a name in which its distance stands
_FURTHEST = 1_500.0  # kilometres; what stands farther off is not placed by its distance
_BEFORE = re.compile(
    rf"\b(?P<number>\d{{1,4}}(?:[.,]\d{{1,2}})?|{'|'.join(_WORDS)})[\s-]*"
    r"(?P<unit>km|kilomet(?:re|er)|nautical mile|mile)s?,?\s+(?:away\s+)?(?:to\s+the\s+|due\s+)?"
    r"(?P<compass>(?:north|south)(?:[\s-]?(?:east|west))?|east|west)(?:ern)?(?:wards?)?\s+(?:of|from)\s+(?:the\s+)?"
    r"(?:(?:[a-z-]+\s+){0,2}(?:city|town|village|capital|port)(?:\s+of)?,?\s+)?$",
    re.IGNORECASE,
)


class Offset(NamedTuple):
    """A distance in kilometres and a bearing in degrees from north, told by the words from ``start`` on."""

    start: int
    kilometres: float
    bearing: float
    words: str


def find_offset(text: str, start: int) -> Offset | None:
    """The distance and direction told right before the name that starts at ``start``."""
    match = _BEFORE.search(text, max(0, start - _ROOM), start)
    if match is None:
        return None
    number = _WORDS.get(match["number"].lower()) or float(match["number"].replace(",", "."))
    unit = match["unit"].lower().replace("meter", "metre")
    kilometres = number * _KILOMETRES[unit]
    bearing = _BEARINGS[re.sub(r"[\s-]", "", match["compass"].lower())]
    words = " ".join(match[0].split()).rstrip(",")
    return Offset(match.start(), kilometres, bearing, words) if kilometres <= _FURTHEST else None


def displaced(readings: Sequence[PlaceReading], offset: Offset) -> tuple[PlaceReading, ...]:
    """The readings moved by the offset; the names stay those of the places from which it is told.

    From an area it is told from the border, as a rule, and not from the middle: its readings stay.
    """
    return tuple(_moved(reading, offset) for reading in readings)


def _moved(reading: PlaceReading, offset: Offset) -> PlaceReading:
    if reading.lat is None or reading.lon is None or reading.precision not in _SPOTS:
        return reading
    north = offset.kilometres * cos(radians(offset.bearing)) / KM_PER_DEGREE
    across = KM_PER_DEGREE * max(0.01, cos(radians(reading.lat)))
    east = offset.kilometres * sin(radians(offset.bearing)) / across
    lat = min(90.0, max(-90.0, reading.lat + north))
    lon = (reading.lon + east + 180.0) % 360.0 - 180.0
    evidence = (*reading.evidence, f"{offset.words} {reading.name}")
    radius = (reading.radius_km or 0.0) + _DOUBT * offset.kilometres
    return reading.model_copy(
        update={
            "lat": round(lat, 4),
            "lon": round(lon, 4),
            "radius_km": round(radius, 1),
            "off_km": round(offset.kilometres, 1),
            "evidence": evidence,
        }
    )
