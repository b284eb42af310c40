"""Which place a name means, given what the document says of countries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from crossclaim.geo.candidates import Candidate, Slot
from crossclaim.geo.distances import kilometres
from crossclaim.geo.gazetteer import Gazetteer, PlaceRow
from crossclaim.geo.names import name_key
from crossclaim.model import PlaceReading, Precision

__all__ = [
    "CountrySupport",
    "country_support",
    "dominant_country",
    "lies_in",
    "rank_rows",
    "reading_of",
    "resolve_alone",
    "score_parts",
    "sure_places",
    "unresolved_reading",
]

_SUPPORT_WEIGHT = 5.0  # as much as five powers of ten of inhabitants: a document's country beats a larger namesake
_TYPE_WEIGHT = 4.0
_ASKED_WEIGHT = 4.0
_DEMONYM_WEIGHT = 0.5  # "Russian jets", "US-led": nationalities tell actors as much as scenes
_DEMONYMS_AT_MOST = 2.0
_LOCATED_WEIGHT = 2.0
_UNPLACED_WEIGHT = 0.7  # "Russia's Investigative Committee", a dateline
_VOTES_FROM = 4.0  # prominence: 10,000 inhabitants
_SMALL_WEIGHT = 0.3
_ALIAS_WEIGHT = 0.6
_VOTES_UNPLACED_FROM = 5.0
_BARE_NAME = 3.0  # a district's own name alone means the town that it is named after
_PEOPLE_WEIGHT = 0.3  # for each digit of the number of inhabitants
_KNOWN_FROM = 5.7  # prominence: some 700,000 inhabitants
_ECLIPSED_BY = 1.8
_RIVAL_WITHIN = 2.0  # prominence: a namesake a hundred times smaller is no rival
_EXACT_WEIGHT = 2.0
_SHARED_NAME = 6.0
_SEA_WEIGHT = 10.0  # more than a country's support
_VILLAGE_AT_MOST = 50_000
_OF_TOWN = frozenset({"outskirts", "suburb", "suburbs"})  # have no provinces: of the two named so, the town's
_OWN_SHARE = 0.15
_OWN_SHARE_OF_SMALL = 0.3
_FOREIGN_BELOW = 4.7  # prominence under which a namesake in a country the text hardly names is not believed
_KNOWN_TOWN_FROM = 4.1  # prominence from which a town in a slot is believed where every toponym is wanted
_FOREIGN_ALIAS_BELOW = 6.5
_ALIKE = 0.72  # SequenceMatcher ratio between romanisations of one name
_DOMINANT = 0.4  # share of all votes
_REACH_KM = {"populated": 60.0, "village": 60.0, "camp": 30.0, "base": 30.0, "area": 30.0}
_AREA_REACH_KM = 150.0
_TYPE_OF_KIND = {
    "admin1": "admin1",
    "admin2": "admin2",
    "populated": "settlement",
    "village": "settlement",
    "camp": "settlement",
}
_PRECISION_OF_TYPE = {"admin1": Precision.ADMIN1, "admin2": Precision.ADMIN2, "area": Precision.REGION}
_MOST_READINGS = 4
_METROPOLIS = 6.0  # prominence of a million inhabitants
_KNOWN_CAPITAL = 5.3  # prominence of 300,000 inhabitants: Athens, but not Victoria of the Seychelles
_SURE_LEAD = 2.0  # over the next place of a name, from which its first tells where the text's other places lie
_ONE_SPOT_KM = 60.0  # rows of a name no farther apart do not make it doubtful
_TOLD_PROVINCE = 2.0  # "Granada, a coffee town in eastern Antioquia"
_SAME_PROVINCE = 1.0
_COMPANY_KM = ((40.0, 2.5), (100.0, 1.5), (200.0, 1.0))
_IN_COMPANY = 2.0
_NO_COMPANY = frozenset({"country", "continent", "sea", "river"})


class CountrySupport(dict[str, float]):
    """How much a document speaks of each country, 0 to 1, 1 being the most; ``own`` is each name's part in that.

    ``wide`` where every toponym is wanted: then a name known over the world is not taken for a small namesake's.
    ``company`` are the names that can hardly mean more than one place, with that: where the others are looked for.
    """

    def __init__(
        self, shares: Mapping[str, float], own: Mapping[tuple[str, str], float], *, wide: bool = False
    ) -> None:
        super().__init__(shares)
        self.own = own
        self.wide = wide
        self.company: tuple[tuple[str, PlaceRow], ...] = ()

    def apart_from(self, country: str, key: str) -> float:
        """The share of the country that does not come from that name itself."""
        return self.get(country, 0.0) - self.own.get((country, key), 0.0)


def country_support(
    candidates: Iterable[Candidate], demonyms: Mapping[str, int], countries: Iterable[str], *, wide: bool = False
) -> CountrySupport:
    """What a document says of countries: by their names, by nationalities, by its places, by the countries given."""
    votes: dict[str, float] = defaultdict(float)
    for country, count in demonyms.items():
        votes[country] += min(_DEMONYM_WEIGHT * count, _DEMONYMS_AT_MOST)
    for country in countries:
        votes[country] += _ASKED_WEIGHT
    # A name votes once: "Madaya" ten times says no more of Myanmar, which has one too, than once.
    named: dict[tuple[str, str], float] = {}
    for candidate in candidates:
        for country, weight in _likely_countries(candidate).items():
            key = (country, name_key(candidate.name))
            located = weight * (_LOCATED_WEIGHT if candidate.slot >= Slot.LOCATED else _UNPLACED_WEIGHT)
            named[key] = max(named.get(key, 0.0), located)
    for (country, _), weight in named.items():
        votes[country] += weight
    most = max(votes.values(), default=0.0) or 1.0
    shares = {country: count / most for country, count in votes.items()}
    return CountrySupport(shares, {key: weight / most for key, weight in named.items()}, wide=wide)


def sure_places(
    candidates: Iterable[Candidate], support: CountrySupport, gazetteer: Gazetteer
) -> tuple[tuple[str, PlaceRow], ...]:
    """The names, as keys, whose first place leads over all others that lie elsewhere, with that place."""
    sure: dict[str, PlaceRow] = {}
    for candidate in candidates:
        if not candidate.rows or candidate.slot < Slot.NONE:
            continue
        scored = _score_rows(candidate.rows, candidate, support, gazetteer)
        score, first = scored[0]
        rivals = (other for other, row in scored[1:] if not _is_one_spot(first, row))
        lead = score - max(rivals, default=0.0)
        if (
            first.kind not in _NO_COMPANY
            and lead >= _SURE_LEAD
            and not _is_foreign(first, candidate, support, gazetteer)
        ):
            sure.setdefault(name_key(candidate.name), first)
    return tuple(sure.items())


def _is_one_spot(first: PlaceRow, second: PlaceRow) -> bool:
    if None in {first.lat, first.lon, second.lat, second.lon}:
        return first.country == second.country and first.admin1 == second.admin1
    return kilometres(first.lat, first.lon, second.lat, second.lon) <= _ONE_SPOT_KM  # type: ignore[arg-type]


def _company_of(row: PlaceRow, candidate: Candidate, support: CountrySupport) -> tuple[float, str]:
    """How near the place lies to one that the text surely names otherwise, 0 to 2.5, and that one's name."""
    key = name_key(candidate.name)
    if row.kind in _NO_COMPANY:
        return 0.0, ""
    return max(
        ((_nearness(row, other), other.name) for name, other in support.company if name != key), default=(0.0, "")
    )


def _nearness(row: PlaceRow, other: PlaceRow) -> float:
    nearest = 0.0
    if row.admin1 and other.admin1 and row.country == other.country and name_key(row.admin1) == name_key(other.admin1):
        nearest = _TOLD_PROVINCE if other.kind == "admin1" else _SAME_PROVINCE
    if "admin1" in {row.kind, other.kind} or None in {row.lat, row.lon, other.lat, other.lon}:
        return nearest
    distance = kilometres(row.lat, row.lon, other.lat, other.lon)  # type: ignore[arg-type]
    return max(nearest, next((weight for reach, weight in _COMPANY_KM if distance <= reach), 0.0))


def dominant_country(support: CountrySupport) -> str | None:
    """The country a document is about, None where it is about several."""
    total = sum(support.values())
    country = max(sorted(support), key=lambda code: support[code], default=None)
    return country if country is not None and support[country] / total >= _DOMINANT else None


def rank_rows(candidate: Candidate, support: CountrySupport, gazetteer: Gazetteer) -> tuple[list[PlaceRow], list[str]]:
    """The places the name may mean, likeliest first, and what was looked up loosely to find them."""
    rows: list[PlaceRow] = candidate.rows
    evidence: list[str] = []
    if not rows and candidate.slot >= Slot.LOCATED and not candidate.part:
        rows, evidence = _rows_alike(candidate.name, support, gazetteer)
    return [row for _, row in _score_rows(rows, candidate, support, gazetteer)], evidence


def _score_rows(
    rows: Sequence[PlaceRow], candidate: Candidate, support: CountrySupport, gazetteer: Gazetteer
) -> list[tuple[float, PlaceRow]]:
    capitals = {gazetteer.capital(country) for country in {row.country for row in rows} if country}
    scored = ((sum(part for _, part in score_parts(row, candidate, support, capitals)), row) for row in rows)
    return sorted(scored, key=lambda each: (-each[0], each[1].id))


def lies_in(inner: PlaceRow, outer: PlaceReading, outer_kind: str | None) -> bool:
    """Whether a place can lie in another, by country, by admin-1 name, else by distance."""
    if inner.country and outer.country and inner.country != outer.country:
        return False
    if outer.precision is Precision.COUNTRY:
        return inner.kind != "country"
    if inner.kind == "country":
        return False
    same_area = bool(outer.admin1 and inner.admin1 and name_key(outer.admin1) == name_key(inner.admin1))
    if outer.precision is Precision.ADMIN1:
        return same_area and inner.kind != "admin1"
    named_alike = bool(outer.admin1) and name_key(outer.name) == name_key(outer.admin1 or "")
    if same_area and named_alike:
        return True
    distance = _kilometres(inner, outer)
    reach = _REACH_KM.get(outer_kind or "", _AREA_REACH_KM)
    return distance is not None and distance < reach and (same_area or outer.admin1 is None or distance < reach / 2)


def reading_of(row: PlaceRow, evidence: Sequence[str]) -> PlaceReading:
    """The place as a reading."""
    return PlaceReading(
        name=row.name,
        precision=row.precision,
        country=row.country,
        admin1=row.admin1,
        admin2=row.admin2,
        lat=row.lat,
        lon=row.lon,
        radius_km=row.radius,
        gazetteer_id=row.ref,
        kind=row.kind,
        evidence=tuple(evidence),
    )


def unresolved_reading(
    candidate: Candidate, country: str | None, admin1: str | None, evidence: Sequence[str]
) -> PlaceReading:
    """A place the gazetteer does not have: its name as printed, no coordinates."""
    return PlaceReading(
        name=candidate.name,
        precision=_PRECISION_OF_TYPE.get(candidate.type_noun or "", Precision.LOCALITY),
        country=country,
        admin1=candidate.name if candidate.type_noun == "admin1" else admin1,
        evidence=(*evidence, "not in the gazetteer"),
    )


def resolve_alone(candidate: Candidate, support: CountrySupport, gazetteer: Gazetteer) -> tuple[PlaceReading, ...]:
    """Ranked readings of a name that stands alone; none where nothing speaks for a place."""
    rows, loose = rank_rows(candidate, support, gazetteer)
    country = dominant_country(support)
    evidence = [*candidate.evidence, *loose]
    home = gazetteer.country(country) if country else None
    near = [*evidence, f"the text is about {home.name if home else country}"]
    readings = [
        reading_of(
            row, [*(near if country and row.country == country else evidence), *_neighbour(row, candidate, support)]
        )
        for row in rows[:_MOST_READINGS]
    ]
    if rows and not _is_foreign(rows[0], candidate, support, gazetteer):
        return tuple(readings)
    if candidate.slot < Slot.LOCATED and rows:
        return ()
    return (unresolved_reading(candidate, country, None, candidate.evidence), *readings)


def _neighbour(row: PlaceRow, candidate: Candidate, support: CountrySupport) -> list[str]:
    weight, name = _company_of(row, candidate, support)
    return [f"near or in {name}, which the text names, too"] if weight >= _IN_COMPANY else []


def _is_foreign(row: PlaceRow, candidate: Candidate, support: CountrySupport, gazetteer: Gazetteer) -> bool:
    """Whether a place lies where the text has no business, and is too small or too differently named to be meant."""
    if row.country is None or row.kind == "country":
        return False
    if candidate.small and row.population > _VILLAGE_AT_MOST:
        return True
    if _company_of(row, candidate, support)[0] >= _IN_COMPANY:
        return False
    if support.company and candidate.part and row.kind == "populated":
        return True  # a street or quarter that is called as a town far off
    share = support.apart_from(row.country, name_key(candidate.name))
    key = name_key(candidate.name)
    if all(support.apart_from(other, key) <= 0 for other in support):
        return False  # nothing else is known of the text's country
    if share >= (_OWN_SHARE if row.prominence >= _VOTES_FROM else _OWN_SHARE_OF_SMALL):
        return False
    if row.kind == "admin1":
        return candidate.type_noun in {"admin2", "settlement"}
    if _is_province_seat(row, candidate):
        return False
    alias = not _spelled_alike(row.name, candidate.name)
    if support.wide and not alias and candidate.slot >= Slot.LOCATED and row.prominence >= _KNOWN_TOWN_FROM:
        return False
    known = not alias or row.prominence >= _VOTES_FROM
    if known and candidate.slot >= Slot.LOCATED and _is_next_door(row.country, support, gazetteer):
        return False
    return row.prominence < (_FOREIGN_ALIAS_BELOW if alias else _FOREIGN_BELOW)


def _is_next_door(country: str, support: CountrySupport, gazetteer: Gazetteer) -> bool:
    """Whether the country has a border with one that the text speaks of: "Yugoslav guns levelled Vukovar"."""
    beside = gazetteer.neighbours(country)
    return any(share >= _OWN_SHARE and other in beside for other, share in support.items())


def _is_province_seat(row: PlaceRow, candidate: Candidate) -> bool:
    """Whether the name as printed is a town and its whole province: known beyond its country, whoever attacks it."""
    return row.admin1 is not None and name_key(row.admin1) == name_key(row.name) == name_key(candidate.name)


def _likely_countries(candidate: Candidate) -> dict[str, float]:
    """The countries its likely places lie in, weighed by prominence; small places follow rather than lead."""
    best = candidate.prominence
    if _is_sea(candidate):
        return {}
    if candidate.slot < Slot.NONE or not best or (candidate.slot is Slot.NONE and best < _VOTES_UNPLACED_FROM):
        return {}
    most: dict[str, float] = {}
    for row in candidate.rows:
        if row.country and row.prominence > best - _RIVAL_WITHIN:
            exact = 1.0 if name_key(row.name) == name_key(candidate.name) else _ALIAS_WEIGHT
            most[row.country] = max(most.get(row.country, 0.0), exact * (row.prominence / best) ** 2)
    size = 1.0 if best >= _VOTES_FROM else _SMALL_WEIGHT
    return {country: size * weight / len(most) for country, weight in most.items()}


def _rows_alike(name: str, support: CountrySupport, gazetteer: Gazetteer) -> tuple[list[PlaceRow], list[str]]:
    rows = [row for row in gazetteer.lookup(name, loose=True) if row.country in support]
    if rows:
        return rows, ["article or final h differs"]
    likely = sorted(support, key=lambda country: -support[country])[:2]
    rows = gazetteer.lookup_spelling(name, [country for country in likely if support[country] >= 0.3])
    rows = [row for row in rows if _spelled_alike(row.name, name)]
    return rows, ["romanised differently"] if rows else []


def _spelled_alike(known: str, printed: str) -> bool:
    first, second = (f" {name_key(name)}".replace(" al ", " ").strip() for name in (known, printed))
    return SequenceMatcher(None, first, second).ratio() >= _ALIKE


def score_parts(
    row: PlaceRow, candidate: Candidate, support: CountrySupport, capitals: Collection[PlaceRow | None]
) -> tuple[tuple[str, float], ...]:
    """What raises or lowers a place among those of its name: the part's name, and by how much. They add up."""
    key = name_key(candidate.name)
    parts = [("prominence", row.prominence)]
    if not (support.wide and _is_eclipsed(row, candidate, capitals)):
        parts.append(("country", _SUPPORT_WEIGHT * support.apart_from(row.country or "", key)))
        if support.company:
            parts.append(("company", _company_of(row, candidate, support)[0]))
    if support.wide:
        parts.extend(_wide_parts(row, candidate, capitals))
    if name_key(row.name) == key:
        parts.append(("exact", _EXACT_WEIGHT))
    kind = _TYPE_OF_KIND.get(row.kind, "area")
    if candidate.type_noun is not None:
        # "the Donetsk region" is the province as often as the land around the city
        alike = candidate.noun == "region" and kind == "admin1"
        parts.append(("noun", _TYPE_WEIGHT if kind == candidate.type_noun or alike else 0.0))
    elif row.kind == "sea":
        parts.append(("sea", _SEA_WEIGHT))
    elif row.kind == "admin1" and _has_capital(row, candidate, capitals):
        parts.append(("shared", -_SHARED_NAME))  # A bare name that a province shares with a city in it is the city.
    return tuple(parts)


def _wide_parts(
    row: PlaceRow, candidate: Candidate, capitals: Collection[PlaceRow | None]
) -> Iterator[tuple[str, float]]:
    """What else speaks for and against an area where every toponym is wanted."""
    town = candidate.type_noun in {None, "settlement", "facility"} or candidate.noun in _OF_TOWN
    if row.kind == "admin1" and any(other.kind == "admin1" and other != row for other in candidate.rows):
        yield "people", _PEOPLE_WEIGHT * len(str(row.population))
    if row.kind == "admin1" and candidate.type_noun and town and _has_capital(row, candidate, capitals):
        yield "shared", -_SHARED_NAME  # "the town of Jenin", "the airport of Deir ez-Zor"
    if row.kind == "admin2" and town and (_is_bare(row, candidate) or _has_town(row, candidate.rows)):
        yield "bare", -_BARE_NAME


def _is_bare(row: PlaceRow, candidate: Candidate) -> bool:
    """Whether the name lacks a part of the area's: "Buffalo" of Buffalo County."""
    return name_key(row.name) != name_key(candidate.name)


def _has_town(district: PlaceRow, rows: Iterable[PlaceRow]) -> bool:
    place = (district.country, district.admin1)
    return any(row.kind == "populated" and (row.country, row.admin1) == place for row in rows)


def _is_eclipsed(row: PlaceRow, candidate: Candidate, capitals: Collection[PlaceRow | None]) -> bool:
    """Whether a namesake is known over the world, and this one a hundred times smaller: London, Ohio."""
    if candidate.type_noun is not None or row.kind == "admin1":
        return False  # "Georgia" in a text on the United States
    named = [other for other in candidate.rows if _is_known(other, candidate)]
    known = max((other.prominence for other in named), default=0.0)
    if any(other.prominence >= _KNOWN_CAPITAL and other in capitals for other in named):
        known = max(known, _METROPOLIS)
    return known >= _KNOWN_FROM and known - row.prominence >= _ECLIPSED_BY


def _is_known(row: PlaceRow, candidate: Candidate) -> bool:
    """Whether a country or a city has the name as it is printed."""
    large = row.kind in {"country", "continent", "populated", "sea"}
    return large and (row.kind == "country" or name_key(row.name) == name_key(candidate.name))


def _is_sea(candidate: Candidate) -> bool:
    """Whether the name is a sea's rather than that of a state on its coast: "the Red Sea", not "Red Sea state"."""
    return candidate.type_noun is None and any(row.kind == "sea" for row in candidate.rows)


def _has_capital(province: PlaceRow, candidate: Candidate, capitals: Collection[PlaceRow | None]) -> bool:
    """Whether a town in the province, or the country's capital ("Washington"), has its name."""
    key = name_key(candidate.name)
    exact = name_key(province.name) == key
    towns = (row for row in candidate.rows if row.kind == "populated" and row.country == province.country)
    return any(
        row in capitals
        or (
            row.admin1 == province.admin1
            and row.prominence >= _VOTES_FROM
            and not (exact and row.prominence < _METROPOLIS and _says_more(row, key))
        )
        for row in towns
    )


def _says_more(town: PlaceRow, key: str) -> bool:
    """Whether the name is only a part of the town's: "Antioquia" of Santa Fe de Antioquia, "Oklahoma"."""
    return set(name_key(town.name).split()) > set(key.split())


def _kilometres(row: PlaceRow, reading: PlaceReading) -> float | None:
    if row.lat is None or row.lon is None or reading.lat is None or reading.lon is None:
        return None
    return kilometres(row.lat, row.lon, reading.lat, reading.lon)
