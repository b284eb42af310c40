"""Place mentions to readings: a slim gazetteer, and the rules that find and resolve names in context."""

from crossclaim.geo.gazetteer import Gazetteer, PlaceRow
from crossclaim.geo.mentions import PlaceContext, PlaceMention, find_places, find_toponyms
from crossclaim.geo.nominals import NominalPlace, find_nominal_places

__all__ = [
    "Gazetteer",
    "NominalPlace",
    "PlaceContext",
    "PlaceMention",
    "PlaceRow",
    "find_nominal_places",
    "find_places",
    "find_toponyms",
]
