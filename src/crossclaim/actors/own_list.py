"""A user's own list of actors: JSON lines as in ``actors.jsonl``, or a table with a few columns."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from crossclaim.actors.index import Actor, make_actor
from crossclaim.errors import InputError
from crossclaim.model import ActorKind

__all__ = ["COLUMNS", "read_actors"]

COLUMNS = ("id", "name", "kind", "country", "aliases", "from", "to", "parent")
_REQUIRED = ("id", "name", "kind")
_LISTS = ("aliases", "native", "hostile", "metonyms")
_RELATIONS = ("side_of", "against")
_FIELDS = frozenset([*COLUMNS, *_LISTS, *_RELATIONS, "active", "persons", "source"])
_TABLES = {".csv": ",", ".tsv": "\t"}
_BETWEEN_ALIASES = re.compile(r"[;|]")
_YEARS = range(1, 10_000)

Row = Mapping[str, Any]


def read_actors(path: Path) -> tuple[Actor, ...]:
    """The actors of a file: a table where its name ends in .csv or .tsv, else an object a line.

    Raises:
        InputError: the file cannot be read, or one of its lines is not as it should be.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(str(path), "not UTF-8") from None
    except OSError as error:
        raise InputError(str(path), error.strerror or str(error)) from None
    separator = _TABLES.get(path.suffix.lower())
    rows = _table_rows(text, separator, path) if separator else _object_rows(text, path)
    return tuple(_checked(rows, path))


def _checked(rows: Iterable[tuple[int, Row]], path: Path) -> Iterator[Actor]:
    seen: dict[str, int] = {}
    for number, row in rows:
        if wrong := next(_wrong(row), None):
            raise _at(path, number, wrong)
        if row["id"] in seen:
            raise _at(path, number, f"the id '{row['id']}' stands in line {seen[row['id']]} already")
        seen[row["id"]] = number
        yield make_actor(row, own=True)


def _at(path: Path, number: int, reason: str) -> InputError:
    return InputError(f"{path}, line {number}", reason)


# --- the two forms


def _object_rows(text: str, path: Path) -> Iterator[tuple[int, Row]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise _at(path, number, "not JSON") from None
        if not isinstance(row, dict):
            raise _at(path, number, "not a JSON object")
        yield number, _with_years(row)


def _table_rows(text: str, separator: str, path: Path) -> Iterator[tuple[int, Row]]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        header = [name.strip().lower() for name in next(lines, [])]
        if strange := [name for name in header if name not in COLUMNS]:
            raise _at(path, 1, f"the column '{strange[0]}' is none of {', '.join(COLUMNS)}")
        if lacking := [name for name in _REQUIRED if name not in header]:
            raise _at(path, 1, f"lacks the column {lacking[0]}")
        for cells in lines:
            if any(cell.strip() for cell in cells):
                yield lines.line_num, _table_row(header, cells, path, lines.line_num)
    except csv.Error as error:
        raise _at(path, lines.line_num, f"not a table ({error})") from None


def _table_row(header: list[str], cells: list[str], path: Path, number: int) -> Row:
    if len(cells) > len(header):
        raise _at(path, number, f"{len(cells)} cells where the head of the table has {len(header)}")
    row: dict[str, Any] = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()}
    if "aliases" in row:
        row["aliases"] = [alias.strip() for alias in _BETWEEN_ALIASES.split(row["aliases"]) if alias.strip()]
    for end in ("from", "to"):
        if row.get(end, "").isdecimal():
            row[end] = int(row[end])
    return _with_years(row)


def _with_years(row: Mapping[str, Any]) -> Row:
    """The row with ``from`` and ``to`` as its ``active`` years, unless it has these."""
    if "active" in row or not ({"from", "to"} & row.keys()):
        return row
    return {**row, "active": [row.get("from"), row.get("to")]}


# --- what may be wrong with a row


def _wrong(row: Row) -> Iterator[str]:
    for name in _REQUIRED:
        if not _is_text(row.get(name)):
            yield f"lacks {name}" if row.get(name) is None or row[name] == "" else f"{name} is not text"
    if strange := next((name for name in row if name not in _FIELDS), None):
        yield f"there is no field '{strange}'"
    if row["kind"] not in set(ActorKind):
        yield f"the kind '{row['kind']}' is none of {', '.join(ActorKind)}"
    country = row.get("country")
    if country is not None and not (isinstance(country, str) and re.fullmatch(r"[A-Z]{2}", country)):
        yield f"the country '{country}' is not a code of two capital letters, such as SY"
    if not (row.get("parent") is None or _is_text(row["parent"])):
        yield "parent is not the id of an actor"
    yield from _wrong_lists(row)
    yield from _wrong_years(row.get("active"), "active", row)


def _wrong_lists(row: Row) -> Iterator[str]:
    for name in _LISTS:
        names = row.get(name, ())
        if not (isinstance(names, list | tuple) and all(map(_is_text, names))):
            yield f"{name} is not a list of names"
    for name in _RELATIONS:
        others = row.get(name, ())
        if not (isinstance(others, list | tuple) and all(_is_text(o) or _is_dated(o, "id") for o in others)):
            yield f"{name} is not a list of actors by their ids"
    persons = row.get("persons", ())
    if not (isinstance(persons, list | tuple) and all(_is_dated(person, "name") for person in persons)):
        yield "persons is not a list of persons by their names"


def _wrong_years(years: object, name: str, row: Row) -> Iterator[str]:
    if years is None:
        return
    if not (isinstance(years, list | tuple) and len(years) == 2):
        yield f"{name} is not a first and a last year"
    elif wrong := next((year for year in years if not _is_year(year)), None):
        end = next((end for end in ("from", "to") if row.get(end) == wrong), name)
        yield f"'{wrong}' in {end} is not a year"
    elif None not in years and years[0] > years[1]:
        yield f"ends in {years[1]}, before it begins in {years[0]}"


def _is_dated(entry: object, key: str) -> bool:
    return (
        isinstance(entry, dict)
        and _is_text(entry.get(key))
        and all(_is_year(entry.get(end)) for end in ("from", "to"))
        and isinstance(entry.get("role", ""), str)
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value.strip() != ""


def _is_year(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value in _YEARS)
