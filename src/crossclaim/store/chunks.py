"""Many values, some at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

__all__ = ["in_chunks"]

Value = TypeVar("Value")
# As many values as one statement asks for at a time.
_ASKED = 1000


def in_chunks(values: Iterable[Value], size: int = _ASKED) -> Iterator[list[Value]]:
    """The values, so many at a time."""
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk
