"""A user's own list of places: CSV with a header."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from pathlib import Path

from crossclaim.errors import InputError
from crossclaim.geo.imported import ImportedPlace, Skipped, read_lines
from crossclaim.geo.names import name_key

__all__ = ["COLUMNS", "KINDS", "read_placelist"]

REQUIRED = ("name", "lat", "lon", "country")
COLUMNS = (*REQUIRED, "admin1", "admin2", "kind", "precision", "aliases", "population", "radius_km", "source", "id")
_KIND_OF_PRECISION = {
    "point": "facility",
    "locality": "populated",
    "admin2": "admin2",
    "admin1": "admin1",
    "region": "region",
}
KINDS = (
    *("populated", "village", "area", "camp", "base", "facility", "crossing", "pass", "mountain"),
    *("admin2", "admin1", "region", "valley", "river", "front", "sea"),
)
_DELIMITERS = (",", ";", "\t")

CountryCode = Callable[[str], str | None]


def read_placelist(path: Path, country_code: CountryCode) -> Iterator[ImportedPlace | Skipped]:
    """The places of a list; ``country_code`` gives the ISO 3166-1 alpha-2 code of a country as written, else None.

    Raises:
        InputError: the header lacks a column or has one that is not known, or the file is no UTF-8 text.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        lines = read_lines(file, path)
        first = next(lines, "")
        delimiter = max(_DELIMITERS, key=first.count)
        header = _header(path, first, delimiter)
        try:
            for row in csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True):
                if row:
                    yield _place(path, header, row, country_code)
        except csv.Error as error:
            raise InputError(str(path), f"is no CSV: {error}") from None


def _header(path: Path, line: str, delimiter: str) -> list[str]:
    header = [name.strip().lower() for name in next(csv.reader([line], delimiter=delimiter), [])]
    missing = [name for name in REQUIRED if name not in header]
    unknown = [name for name in header if name not in COLUMNS]
    if missing:
        raise InputError(str(path), f"its header lacks {', '.join(missing)}; it may have {', '.join(COLUMNS)}")
    if unknown:
        raise InputError(str(path), f"its header has {unknown[0]!r}; it may have {', '.join(COLUMNS)}")
    if len(set(header)) < len(header):
        raise InputError(str(path), "its header names a column twice")
    return header


def _place(path: Path, header: list[str], row: list[str], country_code: CountryCode) -> ImportedPlace | Skipped:
    if len(row) != len(header):
        return Skipped("with more or fewer cells than the header")
    cells = {name: cell.strip() for name, cell in zip(header, row, strict=True) if cell.strip()}
    country, kind = country_code(cells.get("country", "")), _kind(cells)
    lat, lon = (_number(cells.get(name), limit) for name, limit in (("lat", 90.0), ("lon", 180.0)))
    if not name_key(cells.get("name", "")):
        return Skipped("without a name")
    if lat is None or lon is None:
        return Skipped("without coordinates in range (lat and lon in degrees, with a decimal point)")
    if country is None:
        return Skipped("without a known country (ISO 3166-1 code or English name)")
    if kind is None:
        return Skipped("of an unknown kind or precision")
    return ImportedPlace(
        ref=_ref(path, cells, kind, country),
        name=cells["name"],
        kind=kind,
        country=country,
        lat=lat,
        lon=lon,
        aliases=tuple(alias for each in cells.get("aliases", "").split(";") if (alias := each.strip())),
        admin1=cells.get("admin1") or (cells["name"] if kind == "admin1" else None),
        admin2=cells.get("admin2"),
        population=int(_number(cells.get("population"), 1e9) or 0),
        radius=_number(cells.get("radius_km"), 20_000.0),
        source=cells.get("source") or path.name,
    )


def _kind(cells: Mapping[str, str]) -> str | None:
    """The kind as told, else by precision, else a town or village; None where it is none that is known."""
    if "kind" in cells:
        kind = cells["kind"].lower()
        return kind if kind in KINDS else None
    return _KIND_OF_PRECISION.get(cells.get("precision", "locality").lower())


def _number(cell: str | None, limit: float) -> float | None:
    try:
        number = float(cell or "")
    except ValueError:
        return None
    return number if isfinite(number) and abs(number) <= limit else None


def _ref(path: Path, cells: Mapping[str, str], kind: str, country: str) -> str:
    """What tells a place from the others of its source: its id there, else name, kind, country and province."""
    source = name_key(cells.get("source", path.stem)).replace(" ", "-") or "list"
    if "id" in cells:
        return f"own:{source}:{cells['id']}"
    parts = (name_key(part).replace(" ", "-") for part in (country, cells.get("admin1", ""), kind, cells["name"]))
    return ":".join(("own", source, *parts))
