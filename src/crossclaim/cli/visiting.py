"""The desk over a store, looked at once as a browser would: whether its pages and all that they load are there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from crossclaim.errors import InputError

__all__ = ["visit_desk"]

_PATIENCE = 30.0
# What the overview draws with; the pages can be read without, but a desk without a map is not whole.
_LOADED = (
    "static/desk.css",
    "static/overview.js",
    "vendor/htmx.org/htmx.js",
    "vendor/leaflet/leaflet.js",
    "vendor/echarts/echarts.js",
    "vendor/world-atlas/outlines.json",
)


def visit_desk(store: str, event_ids: Sequence[str]) -> int:
    """Start a desk, ask it for the overview, for each event's page and for what they load; how many answered.

    Raises:
        InputError: one of them does not answer, or does not show what it should.
        StoreError: the desk does not start.
    """
    from crossclaim.web.serving import served

    with served(store) as desk:
        return sum(_look(f"{desk.address}/{path}", words) for path, words in _pages(event_ids))


def _pages(event_ids: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """What to ask for, and what has to stand there."""
    yield "", event_ids
    yield "overview/data", ["timeline"]
    for event_id in event_ids:
        yield f"events/{event_id}", [event_id, "Voices side by side"]
    for path in _LOADED:
        yield path, ()


def _look(address: str, words: Sequence[str]) -> bool:
    ask = build_opener(ProxyHandler({})).open  # a proxy would not reach this machine
    try:
        with ask(address, timeout=_PATIENCE) as answer:
            text = answer.read().decode("utf-8")
    except (URLError, TimeoutError) as error:  # any status but a good one is an error, too
        raise InputError(address, f"the desk does not answer: {getattr(error, 'reason', error)}") from error
    if missing := [word for word in words if word not in text]:
        raise InputError(address, f"the page does not show {missing[0]}")
    return True
