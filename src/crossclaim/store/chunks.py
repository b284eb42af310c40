"""Many values, some at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from crossclaim.store.records import Page

__all__ = ["every_page", "in_chunks"]

Value = TypeVar("Value")
# As many values as one statement asks for at a time, and as many rows as a page has.
_ASKED = 1000
_ROWS = 500


def in_chunks(values: Iterable[Value], size: int = _ASKED) -> Iterator[list[Value]]:
    """The values, so many at a time."""
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk


def every_page(ask: Callable[..., Page[Value]], *wanted: object) -> Iterator[tuple[Value, ...]]:
    """The rows of all pages of what a reader lists, a page at a time; none where there are no rows."""
    after: str | None = None
    while True:
        page = ask(*wanted, limit=_ROWS, after=after)
        if page.rows:
            yield page.rows
        if page.after is None:
            return
        after = page.after
