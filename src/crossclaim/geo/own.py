"""A user's own table of places, written beside the shipped one: where it lies, and how files are put into it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from crossclaim.errors import InputError, ResourceError
from crossclaim.geo.build import ROMANISED, SCHEMA, SCHEMA_VERSION, town_radius
from crossclaim.geo.gazetteer import Gazetteer
from crossclaim.geo.geonames import read_geonames
from crossclaim.geo.imported import AlternateName, ImportedPlace, Skipped
from crossclaim.geo.names import name_key, name_skeleton
from crossclaim.geo.placelist import read_placelist

__all__ = ["VARIABLE", "Imported", "default_path", "import_places"]

VARIABLE = "CROSSCLAIM_GAZETTEER"
_FILE_NAME = "gazetteer.sqlite"
_OWN_SCHEMA = "1"
_REPORTED = 5_000  # rows between two reports of progress
_SETTLEMENTS = frozenset({"populated", "village"})
_COLUMNS = "id, ref, name, kind, country, admin1, admin2, lat, lon, population, radius, admin1_code, source"

Progress = Callable[["Imported"], None]


@dataclass(slots=True)
class Imported:
    """What became of a file's rows so far; ``skipped`` counts them by the reason, in words."""

    path: Path
    places: int = 0
    names: int = 0
    skipped: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        """All rows looked at."""
        return self.places + self.names + self.skipped.total()


def default_path(environment: Mapping[str, str] | None = None, *, platform: str = sys.platform) -> Path:
    """Where the user's own table lies unless told otherwise: ``CROSSCLAIM_GAZETTEER``, else the user's data folder.

    That is ``$XDG_DATA_HOME`` or ``~/.local/share`` on Linux, ``~/Library/Application Support`` on macOS and
    ``%LOCALAPPDATA%`` on Windows, and ``crossclaim/gazetteer.sqlite`` in it.
    """
    environment = os.environ if environment is None else environment
    if environment.get(VARIABLE):
        return Path(environment[VARIABLE]).expanduser()
    if platform == "win32":
        folder = environment.get("LOCALAPPDATA") or "~/AppData/Local"
    elif platform == "darwin":
        folder = "~/Library/Application Support"
    else:
        folder = environment.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(folder).expanduser() / "crossclaim" / _FILE_NAME


def import_places(
    paths: Iterable[Path], table: Path, shipped: Gazetteer, progress: Progress = lambda _: None
) -> list[Imported]:
    """Put the places of the files into the table at ``table``, which is made where it is absent: all of them or none.

    GeoNames' dumps and lists of one's own (``.csv``) are taken; the same file twice changes nothing. The table is
    written beside its old state and takes its place at the end, so that a stopped import leaves no trace.

    Raises:
        InputError: one of the files cannot be read, is damaged, or is none of those kinds.
        ResourceError: there is another file at ``table``, or it cannot be written.
    """
    try:
        with _rewritten(table) as partial, closing(sqlite3.connect(partial)) as connection:
            _prepare(connection)
            imported = [_import_file(connection, path, shipped, progress) for path in paths]
            _finish(connection, shipped)
    except (OSError, sqlite3.DatabaseError) as error:
        raise ResourceError(f"cannot write the gazetteer {table}: {error}") from error
    return imported


@contextmanager
def _rewritten(table: Path) -> Iterator[Path]:
    """A copy of the table beside it, to be changed; it replaces the table at the end and vanishes where that fails."""
    table.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f"{table.name}.", suffix=".part", dir=table.parent)
    os.close(handle)
    partial = Path(name)
    try:
        if table.exists():
            Gazetteer.open_own(table).close()  # raises where it is none
            shutil.copyfile(table, partial)
        yield partial
        partial.chmod(0o644)
        partial.replace(table)
    finally:
        partial.unlink(missing_ok=True)


def _prepare(connection: sqlite3.Connection) -> None:
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;")
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'places'").fetchone():
        return
    connection.executescript(SCHEMA)
    connection.executescript(
        "ALTER TABLE places ADD COLUMN admin1_code TEXT; ALTER TABLE places ADD COLUMN source TEXT;"
    )
    connection.executemany("INSERT INTO meta VALUES (?, ?)", [("schema", SCHEMA_VERSION), ("own", _OWN_SCHEMA)])


def _import_file(connection: sqlite3.Connection, path: Path, shipped: Gazetteer, progress: Progress) -> Imported:
    imported, own = Imported(path), path.suffix.lower() == ".csv"
    try:
        if own:
            _import_list(connection, read_placelist(path, shipped.country_code), imported, progress)
        else:
            _import_geonames(connection, read_geonames(path), imported, progress)
    except OSError as error:
        raise InputError(str(path), error.strerror or str(error)) from error
    progress(imported)
    return imported


def _import_geonames(
    connection: sqlite3.Connection,
    rows: Iterable[ImportedPlace | AlternateName | Skipped],
    imported: Imported,
    progress: Progress,
) -> None:
    for row in rows:
        if isinstance(row, Skipped):
            imported.skipped[row.reason] += 1
        elif isinstance(row, AlternateName):
            connection.execute("INSERT OR IGNORE INTO names VALUES (?, ?)", (name_key(row.name), row.geonames))
            imported.names += 1
        else:
            connection.executemany("INSERT OR IGNORE INTO names VALUES (?, ?)", _put_place(connection, row))
            imported.places += 1
        if imported.rows % _REPORTED == 0:
            progress(imported)


def _import_list(
    connection: sqlite3.Connection, rows: Iterable[ImportedPlace | Skipped], imported: Imported, progress: Progress
) -> None:
    """The places of one's own list; each has the names that the list gives it now, and no others."""
    seen: set[str] = set()
    names: list[tuple[str, int]] = []
    for row in rows:
        if isinstance(row, Skipped):
            imported.skipped[row.reason] += 1
        elif row.ref in seen:
            imported.skipped["that repeat another row's name, kind and province without an id of their own"] += 1
        else:
            seen.add(row.ref)
            names += _put_place(connection, row)
            imported.places += 1
        if imported.rows % _REPORTED == 0:
            progress(imported)
    connection.execute("CREATE TEMP TABLE listed (place INTEGER PRIMARY KEY)")
    connection.executemany("INSERT OR IGNORE INTO listed VALUES (?)", ((place,) for _, place in names))
    connection.execute("DELETE FROM names WHERE place IN (SELECT place FROM listed)")
    connection.execute("DROP TABLE listed")
    connection.executemany("INSERT OR IGNORE INTO names VALUES (?, ?)", names)


def _put_place(connection: sqlite3.Connection, place: ImportedPlace) -> list[tuple[str, int]]:
    """Write the place; the keys of its names, each with its number."""
    number = place.geonames if place.geonames is not None else _own_number(place.ref)
    radius = town_radius(place.population) if place.radius is None and place.kind in _SETTLEMENTS else place.radius
    row = (number, *place[:4], place.admin1, place.admin2, place.lat, place.lon, place.population, radius)
    connection.execute(
        f"INSERT OR REPLACE INTO places ({_COLUMNS}) VALUES ({', '.join('?' * 13)})",  # noqa: S608 - constant
        (*row, place.admin1_code, place.source),
    )
    return [(key, number) for key in {name_key(name) for name in (place.name, *place.aliases)} if key]


def _own_number(ref: str) -> int:
    """A number below all that GeoNames and the shipped table use."""
    return -(2**40) - int.from_bytes(sha256(ref.encode()).digest()[:6], "big")


def _finish(connection: sqlite3.Connection, shipped: Gazetteer) -> None:
    """Give alternate names their places, places their provinces, and romanised names their consonants."""
    connection.create_function("bones", 1, name_skeleton, deterministic=True)
    connection.commit()
    connection.execute("ATTACH ? AS shipped", (str(shipped.path),))
    _adopt_named(connection)
    _name_provinces(connection, shipped)
    countries = ", ".join(f"'{country}'" for country in sorted(ROMANISED))
    connection.execute("DELETE FROM skeletons")
    connection.execute(
        "INSERT OR IGNORE INTO skeletons SELECT p.country, bones(n.name), p.id FROM names n JOIN places p "  # noqa: S608 - constants
        f"ON p.id = n.place WHERE p.country IN ({countries}) AND bones(n.name) IS NOT NULL"
    )
    connection.execute("INSERT OR REPLACE INTO meta SELECT 'places', count(*) FROM places")
    connection.commit()


def _adopt_named(connection: sqlite3.Connection) -> None:
    """Places of the shipped table that got further names move in; names of places that nobody has are dropped."""
    shown = _COLUMNS.replace(", admin1_code, source", "")
    connection.execute(
        f"INSERT INTO places ({_COLUMNS}) SELECT {shown}, NULL, 'GeoNames' FROM shipped.places WHERE id > 0 "  # noqa: S608 - constants
        "AND id IN (SELECT place FROM names) AND id NOT IN (SELECT id FROM places)"
    )
    connection.execute(
        "INSERT OR IGNORE INTO names SELECT n.name, n.place FROM shipped.names n JOIN places p "
        "ON p.id = n.place WHERE p.id > 0 AND p.admin1_code IS NULL AND n.name NOT LIKE '=%'"
    )
    connection.execute("DELETE FROM names WHERE place NOT IN (SELECT id FROM places)")


def _name_provinces(connection: sqlite3.Connection, shipped: Gazetteer) -> None:
    """GeoNames' codes of provinces to the names that the shipped table has for them, else GeoNames' own."""
    named: dict[tuple[str, str], str] = {}
    for country, code, name in connection.execute(
        "SELECT country, admin1_code, name FROM places WHERE kind = 'admin1' AND admin1_code IS NOT NULL ORDER BY id"
    ):
        known = (row.name for row in shipped.lookup(name) if row.kind == "admin1" and row.country == country)
        named[country, code] = next(known, name)
    # Towns that both tables have tell more surely than names do.
    votes = connection.execute(
        "SELECT p.country, p.admin1_code, s.admin1, count(*) FROM places p JOIN shipped.places s ON s.id = p.id "
        "WHERE s.kind = 'populated' AND s.admin1 IS NOT NULL AND p.admin1_code IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 4"
    )
    named.update({(country, code): name for country, code, name, _ in votes})
    connection.execute("CREATE TEMP TABLE areas (country TEXT, code TEXT, name TEXT, PRIMARY KEY (country, code))")
    connection.executemany("INSERT INTO areas VALUES (?, ?, ?)", ((*area, name) for area, name in named.items()))
    connection.execute(
        "UPDATE places SET admin1 = (SELECT name FROM areas WHERE country = places.country AND code = admin1_code) "
        "WHERE admin1_code IS NOT NULL"
    )
    provinces = "kind = 'admin1' AND admin1_code IS NOT NULL AND admin1 IS NOT NULL"
    connection.execute(f"UPDATE places SET name = admin1 WHERE {provinces}")  # noqa: S608 - constant
    keys = connection.execute(f"SELECT name, id FROM places WHERE {provinces}").fetchall()  # noqa: S608 - constant
    connection.executemany(
        "INSERT OR IGNORE INTO names VALUES (?, ?)", ((name_key(name), place) for name, place in keys)
    )
