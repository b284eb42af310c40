"""How far two points lie apart.

Standard library only: the gazetteer's build runs where nothing else of this package can be imported.
"""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

__all__ = ["KM_PER_DEGREE", "kilometres"]

EARTH_RADIUS = 6371.0  # kilometres, the mean
KM_PER_DEGREE = 111.2  # of latitude


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The great-circle distance of two points in degrees (haversine formula)."""
    south, north = radians(lat), radians(other_lat)
    across = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(sqrt(min(1.0, across)))
