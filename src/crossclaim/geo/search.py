"""Places of one name, ranked as a report's would be, each with what speaks for and against it in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from crossclaim.geo.candidates import Candidate, Slot
from crossclaim.geo.distances import kilometres
from crossclaim.geo.gazetteer import Gazetteer, PlaceRow
from crossclaim.geo.names import name_key
from crossclaim.geo.resolution import CountrySupport, score_parts
from crossclaim.model import Precision

__all__ = ["Effect", "RankedPlace", "find_place", "search_places"]

_NEAR_WEIGHT = 5.0  # as much as a document's country, where both are one place
_NEAR_KM = 500.0
_KINDS = {
    "admin1": "a province",
    "admin2": "a district",
    "area": "a quarter or named spot",
    "base": "a base",
    "camp": "a camp",
    "crossing": "a border crossing or checkpoint",
    "facility": "a single structure",
    "village": "a hamlet without a count of inhabitants",
}


class Effect(NamedTuple):
    """One thing that raises (above 0) or lowers a place's rank, by how much, and why."""

    weight: float
    reason: str


class RankedPlace(NamedTuple):
    """A place with its effects; ``score`` is their sum."""

    row: PlaceRow
    effects: tuple[Effect, ...]

    @property
    def score(self) -> float:
        """The sum of the effects."""
        return sum(effect.weight for effect in self.effects)


def search_places(
    gazetteer: Gazetteer, name: str, *, country: str | None = None, near: PlaceRow | None = None
) -> list[RankedPlace]:
    """The places of that name, likeliest first.

    ``country`` (ISO 3166-1 alpha-2) leaves out those elsewhere; ``near`` is a place that the text speaks of, too: its
    country and its surroundings come first. A name that is not in the gazetteer is looked up with another article or a
    final h and, in a country that is given or told by ``near``, in another romanisation.
    """
    rows, loose = _rows(gazetteer, name, country, near)
    candidate = replace(_candidate(name), rows=rows)
    home = near.country if near is not None else None
    support = CountrySupport({home: 1.0} if home else {}, {})
    capitals = {gazetteer.capital(row.country) for row in rows if row.country}
    ranked = [
        RankedPlace(row, tuple(_effects(row, candidate, support, capitals, gazetteer, near, loose))) for row in rows
    ]
    return sorted(ranked, key=lambda place: (-place.score, place.row.id))


def find_place(gazetteer: Gazetteer, words: str) -> PlaceRow | None:
    """The likeliest place of "Kunduz", "Kunduz, AF" or "Imam Sahib, Kunduz"; None where there is none."""
    name, comma, within = (part.strip() for part in words.rpartition(","))
    if not comma:
        name, within = words, ""
    country = gazetteer.country_code(within) if within else None
    rows = (place.row for place in search_places(gazetteer, name, country=country))
    lying = (row for row in rows if country or not within or name_key(row.admin1 or "") == name_key(within))
    return next(lying, None)


def _candidate(name: str) -> Candidate:
    """The name as if it stood alone in a text."""
    return Candidate(0, 1, 0, len(name), name, [], Slot.LOCATED)


def _rows(
    gazetteer: Gazetteer, name: str, country: str | None, near: PlaceRow | None
) -> tuple[list[PlaceRow], str | None]:
    """The rows, and how the name had to be changed to find them."""
    home = country or (near.country if near is not None else None)
    tries: Iterator[tuple[list[PlaceRow], str | None]] = iter(
        (
            (gazetteer.lookup(name), None),
            (gazetteer.lookup(name, loose=True), "found with another article or final h"),
            (gazetteer.lookup_spelling(name, [home] if home else []), "found in another romanisation: same consonants"),
        )
    )
    for rows, loose in tries:
        inside = [row for row in rows if country is None or row.country == country]
        if inside:
            return inside, loose
    return [], None


def _effects(
    row: PlaceRow,
    candidate: Candidate,
    support: CountrySupport,
    capitals: Iterable[PlaceRow | None],
    gazetteer: Gazetteer,
    near: PlaceRow | None,
    loose: str | None,
) -> Iterator[Effect]:
    reasons = {
        "prominence": _prominence(row),
        "country": f"in {row.country}, which the text speaks of",
        "exact": f"'{row.name}' is its main name here",
        "sea": "a water's name comes before that of the land on its coast",
        "shared": "a town in it has the same name: alone, the name means the town",
    }
    for part, weight in score_parts(row, candidate, support, list(capitals)):
        if weight:
            yield Effect(round(weight, 2), reasons[part])
    if loose is not None:
        yield Effect(0.0, loose)
    elif name_key(row.name) != name_key(candidate.name):
        yield Effect(0.0, f"'{candidate.name}' is another name of it")
    if near is not None:
        yield _nearness(row, near, gazetteer)


def _prominence(row: PlaceRow) -> str:
    if row.population and row.precision is Precision.LOCALITY:
        return f"a town or village of {row.population:,} inhabitants"
    return _KINDS.get(row.kind, "a settlement without a count of inhabitants" if row.kind == "populated" else _a(row))


def _a(row: PlaceRow) -> str:
    return f"an {row.kind}" if row.kind[0] in "aeiou" else f"a {row.kind}"


def _nearness(row: PlaceRow, near: PlaceRow, gazetteer: Gazetteer) -> Effect:
    if row.lat is None or row.lon is None or near.lat is None or near.lon is None:
        return Effect(0.0, f"has no point to measure from {near.name}")
    distance = kilometres(row.lat, row.lon, near.lat, near.lon)
    weight = _NEAR_WEIGHT * max(0.0, 1 - distance / _NEAR_KM)
    if row.country != near.country and row.country in gazetteer.neighbours(near.country or ""):
        return Effect(round(weight, 2), f"{distance:,.0f} km from {near.name}, across the border")
    return Effect(round(weight, 2), f"{distance:,.0f} km from {near.name}")
