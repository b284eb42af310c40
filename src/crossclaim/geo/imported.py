"""One row of a file that a user imports, and why a row was left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from crossclaim.errors import InputError

__all__ = ["AlternateName", "ImportedPlace", "Skipped", "read_lines"]

_LONGEST_LINE = 1_000_000  # bytes; GeoNames' longest row has some 20,000


class ImportedPlace(NamedTuple):
    """A place as a file gives it; ``geonames`` is its number there, ``admin1_code`` GeoNames' code of its province."""

    ref: str
    name: str
    kind: str
    country: str
    lat: float
    lon: float
    aliases: tuple[str, ...] = ()
    admin1: str | None = None
    admin1_code: str | None = None
    admin2: str | None = None
    population: int = 0
    radius: float | None = None
    geonames: int | None = None
    source: str | None = None


class AlternateName(NamedTuple):
    """A further name of the place that has this number in GeoNames."""

    geonames: int
    name: str


class Skipped(NamedTuple):
    """A row that was left out, and the reason, the same words for the same reason."""

    reason: str


def read_lines(file: BinaryIO, path: Path) -> Iterator[str]:
    """The lines of a UTF-8 file, one at a time, without their ends.

    Raises:
        InputError: a line is no UTF-8, or so long that the file holds no table.
    """
    number = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE:
            raise InputError(str(path), f"line {number} is longer than {_LONGEST_LINE:,} bytes")
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            raise InputError(str(path), f"line {number} is not UTF-8") from None
