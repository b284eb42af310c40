"""GeoNames' dumps, read row by row: places, and the names that alternateNames has for them.

Columns are those of https://download.geonames.org/export/dump/readme.txt: 19 of a place; 10 of an alternate name, 8 in
the older edition.
"""

from __future__ import annotations

import tomllib
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from itertools import chain, islice
from math import isfinite
from pathlib import Path
from typing import BinaryIO

from crossclaim.errors import InputError
from crossclaim.geo.build import is_printed
from crossclaim.geo.imported import AlternateName, ImportedPlace, Skipped, read_lines

__all__ = ["load_feature_codes", "read_geonames"]

_PLACE_COLUMNS = 19
_NAME_COLUMNS = (8, 10)
_PEEKED = 50  # rows looked at to tell what a file is
_NOT_LATIN = 0x0250
_SETTLEMENTS = frozenset({"populated", "village"})
# Alternate "names" that are codes or links, as the readme lists them.
_NO_LANGUAGE = frozenset(
    ["abbr", "faac", "iata", "icao", "link", "nuts", "phon", "piny", "post", "tcid", "unlc", "wkdt"]
)


@cache
def load_feature_codes() -> dict[tuple[str, str], str]:
    """Feature class and code to the kind of place they are taken as; what is not in it is left out."""
    table = tomllib.loads((files(__package__) / "feature_codes.toml").read_text(encoding="utf-8"))
    return {
        (group, code): kind
        for kind, groups in table.items()
        for group, codes in groups.items()
        if group != "serves"
        for code in codes
    }


def read_geonames(path: Path) -> Iterator[ImportedPlace | AlternateName | Skipped]:
    """The rows of a dump (``AF.zip``) or of ``alternateNamesV2.zip``, zipped or not, told apart by their columns.

    Raises:
        InputError: the file is damaged or has neither table's columns.
        OSError: it cannot be read.
    """
    with _opened(path) as file:
        lines = read_lines(file, path)
        head = list(islice(lines, _PEEKED))
        widths = [line.count("\t") + 1 for line in head]
        rows = chain(head, lines)
        if _PLACE_COLUMNS in widths:
            yield from map(_place, rows)
        elif any(width in _NAME_COLUMNS for width in widths):
            yield from map(_alternate, rows)
        else:
            raise InputError(str(path), _complaint(widths))


def _complaint(widths: Iterable[int]) -> str:
    found = max(widths, default=0)
    return (
        f"is no GeoNames dump: {found} tab-separated columns, not 19 (places) nor 10 (alternate names)"
        if found
        else "is empty"
    )


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """The file, or the table inside a zip archive: its largest text, the others being notes."""
    if path.suffix.lower() != ".zip":
        with path.open("rb") as file:
            yield file
        return
    try:
        with zipfile.ZipFile(path) as archive:
            texts = [member for member in archive.infolist() if member.filename.lower().endswith(".txt")]
            if not texts:
                raise InputError(str(path), "holds no .txt table")
            with archive.open(max(texts, key=lambda member: member.file_size)) as file:
                yield file  # type: ignore[misc] # a ZipExtFile reads as a BinaryIO does
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise InputError(str(path), f"is a damaged or unreadable zip archive ({_first_words(error)})") from error


def _first_words(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _place(line: str) -> ImportedPlace | Skipped:
    columns = line.split("\t")
    if len(columns) != _PLACE_COLUMNS:
        return Skipped("without 19 columns")
    number, name, _, others, lat, lon, group, code, country, _, admin1, *_ = columns
    kind = load_feature_codes().get((group, code))
    if kind is None:
        return Skipped("of a kind that reports do not place events by")
    point = _point(lat, lon)
    if point is None:
        return Skipped("without coordinates in range")
    if not number.isdecimal() or not name.strip() or len(country) != 2:
        return Skipped("without number, name or country")
    population = int(columns[14]) if columns[14].isdecimal() else 0
    if kind == "populated" and not population and not code.startswith("PPLA"):
        kind = "village"  # a hamlet that nobody counted, of which a full dump has millions
    return ImportedPlace(
        ref=f"geonames:{int(number)}",
        name=name.strip(),
        kind=kind,
        country=country,
        lat=point[0],
        lon=point[1],
        aliases=tuple(
            alias for alias in others.split(",") if kind not in _SETTLEMENTS or is_printed(alias, population)
        ),
        admin1_code=admin1 or None,
        population=population,
        geonames=int(number),
        source="GeoNames",
    )


def _point(lat: str, lon: str) -> tuple[float, float] | None:
    try:
        point = (float(lat), float(lon))
    except ValueError:
        return None
    inside = all(map(isfinite, point)) and abs(point[0]) <= 90 and abs(point[1]) <= 180
    return point if inside else None


def _alternate(line: str) -> AlternateName | Skipped:
    columns = line.split("\t")
    if len(columns) not in _NAME_COLUMNS:
        return Skipped("without 10 columns")
    _, number, language, name, *_ = columns
    if language in _NO_LANGUAGE:
        return Skipped("a code or link, no name")
    if not number.isdecimal() or not name.strip():
        return Skipped("without number or name")
    if any(ord(letter) >= _NOT_LATIN and letter.isalpha() for letter in name.replace("ʼ", "").replace("ʻ", "")):
        return Skipped("in another script than the Latin")
    if not is_printed(name, 0):
        return Skipped("a code or link, no name")
    return AlternateName(int(number), name)
