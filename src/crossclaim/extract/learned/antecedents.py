"""Which place "the town" is: the last one named before it that can be called so."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from crossclaim.extract.evidence import PlaceEvidence
from crossclaim.model import Precision

__all__ = ["named_before"]

_SETTLEMENT = frozenset({Precision.POINT, Precision.LOCALITY, None})
_AREA = frozenset({Precision.ADMIN1, Precision.ADMIN2, Precision.REGION})
# What a place called so can be; None is a place that the gazetteer does not know, a village more often than not.
CALLED: Mapping[str, frozenset[Precision | None]] = {
    **dict.fromkeys(("town", "city", "village", "camp", "neighbourhood", "neighborhood", "suburb"), _SETTLEMENT),
    **dict.fromkeys(("district", "locality", "area"), _SETTLEMENT | {Precision.ADMIN2}),
    **dict.fromkeys(("province", "governorate", "state", "oblast"), frozenset({Precision.ADMIN1})),
    **dict.fromkeys(("region", "enclave", "valley"), _AREA),
    "country": frozenset({Precision.COUNTRY}),
}
FARTHEST = 2000  # code points back that a noun may take up a place
_BARE = re.compile(r"(?:the|this|that)\s+(?:(?:same|whole|entire|besieged|\w+-held)\s+)?(?P<noun>\w+)", re.IGNORECASE)


def named_before(text: str, start: int, end: int, places: Sequence[PlaceEvidence]) -> PlaceEvidence | None:
    """The place that ``text[start:end]`` takes up, if it is a noun with an article alone; ``places`` by start.

    None for everything else, and where no place before it can be called so.
    """
    bare = _BARE.fullmatch(text[start:end])
    wanted = CALLED.get(bare["noun"].lower()) if bare else None
    if wanted is None:
        return None
    for at in range(bisect_right(places, start, key=_start) - 1, -1, -1):
        if start - places[at].end > FARTHEST:
            return None
        if places[at].end <= start and _precision(places[at]) in wanted:
            return places[at]
    return None


def _start(place: PlaceEvidence) -> int:
    return place.start


def _precision(place: PlaceEvidence) -> Precision | None:
    return place.reading.precision if place.reading else None
