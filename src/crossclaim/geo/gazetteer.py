"""The table of places, opened for reading."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from crossclaim.errors import ResourceError
from crossclaim.geo.distances import kilometres
from crossclaim.geo.names import name_key, name_keys, name_skeleton
from crossclaim.model import Precision

__all__ = ["Gazetteer", "PlaceRow"]

BUNDLED = Path(__file__).with_name("gazetteer.sqlite")
_CACHED_NAMES = 50_000
# Rank among places of one name before anything of the text is known: a country, then the larger area.
_RANK = {
    "country": 9.0,
    "admin1": 7.0,
    "region": 6.5,
    "sea": 6.5,
    "valley": 6.0,
    "front": 6.0,
    "continent": 8.0,
    "river": 5.5,
    "mountain": 4.0,
    "village": 2.0,  # of a hamlet that nobody counted: only a whole dump of GeoNames lists those
}
_SEAT = 3.0  # of a settlement without a count: GeoNames lists such only where it is the seat of a district
_UNCOUNTED = 4.2  # of a place whose inhabitants no source gives, and that was listed for itself: a camp, a district
_PRECISION = {
    "country": Precision.COUNTRY,
    "admin1": Precision.ADMIN1,
    "admin2": Precision.ADMIN2,
    "populated": Precision.LOCALITY,
    "village": Precision.LOCALITY,
    "camp": Precision.LOCALITY,
    "base": Precision.LOCALITY,
    "area": Precision.LOCALITY,
    "crossing": Precision.POINT,
    "facility": Precision.POINT,
    "pass": Precision.POINT,
}
_ONE_PLACE_KM = 25.0  # a name's settlement in two lists that do not give its province
_COLUMNS = "p.id, p.ref, p.name, p.kind, p.country, p.admin1, p.admin2, p.lat, p.lon, p.population, p.radius"


class PlaceRow(NamedTuple):
    """One place; ``lat`` and ``lon`` are WGS84 degrees, of an area its middle; ``radius`` is its extent in km."""

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
    radius: float | None = None

    @property
    def precision(self) -> Precision:
        """How fine a place of this kind is."""
        return _PRECISION.get(self.kind, Precision.REGION)

    @property
    def prominence(self) -> float:
        """How likely a report means this one, before its words are known: by kind, else by inhabitants (log10)."""
        if self.kind in _RANK:
            return _RANK[self.kind]
        if not self.population:
            return _SEAT if self.kind == "populated" else _UNCOUNTED
        digits = str(self.population)
        return min(len(digits) - 1 + 0.1 * int(digits[0]), 6.9 if self.kind == "populated" else 4.9)


class Gazetteer:
    """Places by name, read-only. Close it, or use it as a context manager; threads may share one.

    >>> with Gazetteer.open() as gazetteer:
    ...     [row.country for row in gazetteer.lookup("Aleppo")][:1]
    ['SY']
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, own: Gazetteer | None = None) -> None:
        self._connection = connection
        self._own = own
        self._lock = threading.Lock()
        self.path = path
        self._exact = lru_cache(maxsize=_CACHED_NAMES)(self._read_exact)
        self._bones = lru_cache(maxsize=_CACHED_NAMES)(self._read_bones)
        self._beside = lru_cache(maxsize=None)(self._read_neighbours)

    @classmethod
    def open(cls, path: Path | None = None) -> Gazetteer:
        """The gazetteer at ``path``, else the bundled one.

        Raises:
            ResourceError: there is no table, or it is none of this schema.
        """
        return _open(path or BUNDLED, "build it with: python -m crossclaim.geo.build")

    @classmethod
    def open_own(cls, path: Path) -> Gazetteer:
        """The user's own table at ``path``, alone; see ``with_own``.

        Raises:
            ResourceError: there is none, or it is another file.
        """
        own = _open(path, "make it with: crossclaim gazetteer import FILE")
        if "own" not in own.sources():
            own.close()
            raise ResourceError(f"{path} is no gazetteer of your own: it was not made by crossclaim gazetteer import")
        return own

    def with_own(self, path: Path) -> Gazetteer:
        """The table with the user's own at ``path`` beside it, whose places win over those of one name and area.

        Closing the new one closes both.

        Raises:
            ResourceError: there is no such table, or it is another file.
        """
        return Gazetteer(self._connection, self.path, Gazetteer.open_own(path))

    def lookup(self, name: str, *, loose: bool = False) -> list[PlaceRow]:
        """The places of that name, most prominent first; ``loose`` also tries another article or a final h."""
        if not loose:
            return list(self._exact(name_key(name)))
        return next((list(rows) for key in name_keys(name) if (rows := self._exact(key))), [])

    def lookup_spelling(self, name: str, countries: Iterable[str]) -> list[PlaceRow]:
        """Places of these countries whose romanised name has the same consonants, most prominent first."""
        bones = name_skeleton(name)
        if bones is None:
            return []
        rows = [row for country in countries for row in self._bones(country, bones)]
        return sorted(rows, key=_by_prominence)

    def country_code(self, written: str) -> str | None:
        """The ISO 3166-1 alpha-2 code of a country written as a code or by a name, None of no country."""
        if len(written) == 2 and self.country(written.upper()) is not None:
            return written.upper()
        return next((row.country for row in self.lookup(written) if row.kind == "country"), None)

    def country(self, code: str) -> PlaceRow | None:
        """The country of that ISO 3166-1 alpha-2 code."""
        return next(iter(self._exact(f"={code}")), None)

    def capital(self, code: str) -> PlaceRow | None:
        """The capital of the country of that code."""
        return next(iter(self._exact(f"={code} capital")), None)

    def largest_town(self, country: str, admin1: str) -> PlaceRow | None:
        """The town of a province with the most inhabitants, most often its capital."""
        return next(iter(self._exact(f"={country} {name_key(admin1)}")), None)

    def neighbours(self, code: str) -> frozenset[str]:
        """The countries with towns or villages some fifty kilometres from that country's."""
        return self._beside(code)

    def sources(self) -> dict[str, str]:
        """What the table was built from: package versions, schema, counts."""
        with self._lock:
            return dict(self._connection.execute("SELECT key, value FROM meta ORDER BY key"))

    def close(self) -> None:
        """Release the file; a closed gazetteer answers nothing more."""
        self._exact.cache_clear()
        self._bones.cache_clear()
        self._beside.cache_clear()
        self._connection.close()
        if self._own is not None:
            self._own.close()

    def __enter__(self) -> Gazetteer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read_exact(self, key: str) -> tuple[PlaceRow, ...]:
        query = f"SELECT {_COLUMNS} FROM names n JOIN places p ON p.id = n.place WHERE n.name = ?"  # noqa: S608 - constant
        found = self._read(query, (key,))
        return _together(self._own._exact(key), found) if self._own is not None else found

    def _read_bones(self, country: str, bones: str) -> tuple[PlaceRow, ...]:
        query = (
            f"SELECT {_COLUMNS} FROM skeletons s JOIN places p ON p.id = s.place "  # noqa: S608 - constant
            "WHERE s.country = ? AND s.bones = ?"
        )
        found = self._read(query, (country, bones))
        return _together(self._own._bones(country, bones), found) if self._own is not None else found

    def _read_neighbours(self, country: str) -> frozenset[str]:
        with self._lock:
            found = self._connection.execute("SELECT other FROM neighbours WHERE country = ?", (country,)).fetchall()
        return frozenset(other for (other,) in found)

    def _read(self, query: str, values: tuple[str, ...]) -> tuple[PlaceRow, ...]:
        # A lone surrogate cannot be bound as text, and no place has one.
        if any("\ud800" <= letter <= "\udfff" for value in values for letter in value):
            return ()
        with self._lock:
            found = self._connection.execute(query, values).fetchall()
        return tuple(sorted((PlaceRow(*row) for row in found), key=_by_prominence))


def _open(path: Path, command: str) -> Gazetteer:
    if not path.is_file():
        raise ResourceError(f"no gazetteer at {path}; {command}")
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        schema = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    except sqlite3.DatabaseError as error:
        connection.close()
        raise ResourceError(f"no gazetteer in {path} ({error}); {command}") from error
    if schema != ("3",):
        connection.close()
        raise ResourceError(f"gazetteer {path} has schema {schema}, wanted 3; {command}")
    return Gazetteer(connection, path)


def _together(own: Iterable[PlaceRow], shipped: Iterable[PlaceRow]) -> tuple[PlaceRow, ...]:
    """The user's own places and those of the shipped table that are none of them, most prominent first."""
    rest = list(shipped)
    merged = []
    for row in own:
        twins = [other for other in rest if _is_one(row, other)]
        rest = [other for other in rest if other not in twins]
        merged.append(_completed(row, twins))
    return tuple(sorted((*merged, *rest), key=_by_prominence))


def _is_one(own: PlaceRow, shipped: PlaceRow) -> bool:
    """Whether both are one place: by number, else of one name's places those as fine, in one area."""
    if own.ref == shipped.ref:
        return True
    if own.country != shipped.country or own.precision != shipped.precision:
        return False
    if own.precision is Precision.ADMIN1:
        return True
    if name_key(own.admin1 or "") == name_key(shipped.admin1 or ""):
        return own.admin1 is not None
    return (
        own.lat is not None
        and own.lon is not None
        and shipped.lat is not None
        and shipped.lon is not None
        and kilometres(own.lat, own.lon, shipped.lat, shipped.lon) <= _ONE_PLACE_KM
    )


def _completed(own: PlaceRow, twins: Iterable[PlaceRow]) -> PlaceRow:
    """The user's place with what only the shipped table knows of it."""
    for twin in twins:
        kind = twin.kind if (own.kind, twin.kind) == ("village", "populated") else own.kind
        own = own._replace(
            kind=kind,
            admin1=own.admin1 or twin.admin1,
            admin2=own.admin2 or twin.admin2,
            population=own.population or twin.population,
            radius=own.radius if own.radius is not None else twin.radius,
        )
    return own


def _by_prominence(row: PlaceRow) -> tuple[float, int]:
    return (-row.prominence, row.id)
