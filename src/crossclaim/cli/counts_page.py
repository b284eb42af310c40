"""How many claims or events a filter takes of each value, for people and as rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.text import Text

from crossclaim.cli.events_list import counted
from crossclaim.cli.page import quoted, wording, wrapped
from crossclaim.store import Facets

__all__ = ["count_lines", "count_rows", "cut_facets"]

# As a value's own filter is called, the month excepted.
_FACETS = {
    "type": "types",
    "country": "countries",
    "actor": "actors",
    "source": "sources",
    "flag": "flags",
    "month": "months",
}
_NUMBER = 9


def count_rows(facets: Facets, *, most: int) -> Iterator[dict[str, Any]]:
    """The total, then each value of each facet with its count: the most frequent ``most``, or the latest months."""
    yield {"facet": "total", "value": None, "count": facets.total}
    for facet, counts in _counts(facets):
        for value, count in counts[:most]:
            yield {"facet": facet, "value": value, "count": count}


def cut_facets(facets: Facets, *, most: int) -> list[str]:
    """The facets that have more values than are shown."""
    return [facet for facet, counts in _counts(facets) if len(counts) > most]


def count_lines(facets: Facets, noun: str, console: Console, *, most: int) -> Iterator[Text]:
    """The same for people: a heading for each facet, a line for each value."""
    yield Text(counted(facets.total, noun), style="bold")
    for facet, counts in _counts(facets):
        if counts:
            yield Text()
            yield Text(facet, style="bold")
        for value, count in counts[:most]:
            yield from wrapped(_named(facet, value), console, indent=_NUMBER + 2, label=f"{count:>{_NUMBER},}  ")


def _counts(facets: Facets) -> Iterator[tuple[str, tuple[tuple[str, int], ...]]]:
    return ((facet, getattr(facets, field)) for facet, field in _FACETS.items())


def _named(facet: str, value: str) -> Text:
    """A value as its filter takes it; a type with its words before."""
    if facet == "type" and value in wording()["claim_type"]:
        return Text(wording()["claim_type"][value]).append(f"  {value}", style="dim")
    return Text(quoted(value))
