"""Which column or key holds which field of a record."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from crossclaim.errors import InputError
from crossclaim.ingest.options import ReadOptions

__all__ = ["find_columns", "has_text_column"]


def find_columns(names: Sequence[str], source: str, options: ReadOptions) -> dict[str, str]:
    """For each field that is there, the name of its column: the one the options give, else a usual name for it.

    Raises:
        InputError: a column the options name is missing, or none holds the text.
    """
    listed = ", ".join(names[:30]) or "none"
    for field, wanted in options.columns.items():
        if wanted not in names:
            raise InputError(source, f"no column {wanted!r} for {field}; the columns are: {listed}")
    found = _usual_columns(names) | dict(options.columns)
    if "text" not in found:
        raise InputError(source, f"no column for the text; name it with text=COLUMN; the columns are: {listed}")
    return found


def has_text_column(names: Sequence[str]) -> bool:
    """Whether one of the names is usual for the text of a report."""
    return "text" in _usual_columns(names)


def _usual_columns(names: Sequence[str]) -> dict[str, str]:
    by_key = {_key(name): name for name in reversed(names)}
    found: dict[str, str] = {}
    for field, usual in _usual_names().items():
        named = next((by_key[key] for key in usual if key in by_key), None)
        if named is not None:
            found[field] = named
    return found


def _key(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())


@cache
def _usual_names() -> Mapping[str, tuple[str, ...]]:
    table = tomllib.loads(files("crossclaim.ingest").joinpath("columns.toml").read_text("utf-8"))
    return {field: tuple(map(_key, names)) for field, names in table["columns"].items()}
