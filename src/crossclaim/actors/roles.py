"""Whom a role word means in a country on a day: "the rebels", "the peacekeepers", the state's own "soldiers"."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from crossclaim.actors.wording import referring

__all__ = ["ROLES", "called_in", "holder_of", "role_ids", "roles_of"]

ROLES = (
    *("federal", "government_puppet", "government", "rebels", "militants", "separatists", "peacekeepers", "coalition"),
    *("alliance", "occupiers", "paramilitaries", "tribesmen", "protesters"),
)


class _Row(NamedTuple):
    actor: str
    first: date
    last: date
    called: str | None  # what the word means where that is more than the party itself


def holder_of(role: str, country: str | None, day: date | None) -> str | None:
    """The id of the party that ``role`` means in ``country`` on ``day``; None where the table names none.

    >>> holder_of("government", "AF", date(2022, 3, 2))
    'taliban'
    """
    row = _row_of(role, country, day)
    return row.actor if row else None


def called_in(role: str, country: str | None, day: date | None) -> str | None:
    """What the table calls the party of a role where that is not the party's own name: "Syrian rebels"."""
    row = _row_of(role, country, day)
    return row.called if row else None


def _row_of(role: str, country: str | None, day: date | None) -> _Row | None:
    if country is None or day is None:
        return None
    rows = _table().get(role, {}).get(country, ())
    return next((row for row in rows if row.first <= day <= row.last), None)


@cache
def roles_of(words: str) -> tuple[str, ...]:
    """The roles that ``words``, or failing that their last words, stand for."""
    parts = words.casefold().removeprefix("the ").split()
    for first in range(max(0, len(parts) - 4), len(parts)):
        tail = " ".join(parts[first:])
        if found := tuple(role for role in ROLES if tail in referring(f"roles.{role}")):
            return found
    return ()


def role_ids() -> set[str]:
    """Every actor that the table names."""
    return {row.actor for countries in _table().values() for rows in countries.values() for row in rows}


@cache
def _table() -> dict[str, dict[str, tuple[_Row, ...]]]:
    table = tomllib.loads(files(__package__).joinpath("roles.toml").read_text(encoding="utf-8"))
    return {
        role: {country: tuple(_read(rows)) for country, rows in entry.items() if country != "serves"}
        for role, entry in table.items()
    }


def _read(rows: list[list[str | int]]) -> Iterator[_Row]:
    for actor, first, last, *called in rows:
        yield _Row(
            str(actor),
            _day(first, "01-01", date.min),
            _day(last, "12-31", date.max),
            str(called[0]) if called else None,
        )


def _day(written: str | int, rest: str, default: date) -> date:
    if written == "":
        return default
    return date.fromisoformat(f"{written}-{rest}" if isinstance(written, int) else written)
