"""Place mentions to readings: a slim gazetteer, and the rules that find and resolve names in context."""

from crossclaim.geo.gazetteer import Gazetteer, PlaceRow
from crossclaim.geo.mentions import PlaceContext, PlaceMention, find_places

__all__ = ["Gazetteer", "PlaceContext", "PlaceMention", "PlaceRow", "find_places"]
