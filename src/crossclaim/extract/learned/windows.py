"""Long documents in overlapping windows, and what is seen around one claim."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from crossclaim.extract.learned.labels import BUCKETS
from crossclaim.extract.learned.pieces import Ints, Pieces

__all__ = ["Context", "Window", "cut_windows", "look_around"]

Range = tuple[int, int]

LARGEST = 448  # pieces of a window, two special ones apart; the encoder knows 512 positions
LEAD = 64  # pieces of the document's beginning that every later window starts with: title, dateline, lead
OVERLAP = 96  # pieces that a window repeats of the one before

LONGEST_QUOTE = 160
BEFORE, AFTER, LEAD_SEEN = 160, 48, 48  # pieces seen around a quote besides itself


class Window(NamedTuple):
    """Pieces read together: ``at[i]`` is the number of the window's piece i in the document.

    What begins in the pieces ``core`` of the document is read off this window and no other.
    """

    at: Ints
    core: Range


class Context(NamedTuple):
    """What is seen around one quote: positions in a window (the special piece in front is 0), and how far off each is.

    ``inside`` is 1 for the quote's own pieces; ``bucket`` tells distance and direction.
    """

    at: Ints
    inside: Ints
    bucket: Ints


def cut_windows(pieces: Pieces, sentences: Sequence[Range]) -> Iterator[Window]:
    """The windows of a document; a short one is read whole. Cuts fall on the beginnings of sentences where they can."""
    total = len(pieces)
    if total <= LARGEST:
        yield Window(np.arange(total), (0, total))
        return
    firsts = sorted({pieces.within(start, end)[0] for start, end in sentences})
    lead = np.arange(LEAD)
    begin, core = 0, 0
    while True:
        room = LARGEST - (LEAD if begin >= LEAD else 0)
        end = min(total, begin + room)
        body = np.arange(begin, end)
        at = np.concatenate([lead, body]) if begin >= LEAD else body
        following = total if end == total else _cut(firsts, core + 1, end - OVERLAP // 2)
        yield Window(at, (core, following))
        if following == total:
            return
        core = following
        begin = max(LEAD, core - OVERLAP)


def _cut(firsts: Sequence[int], least: int, most: int) -> int:
    """The last beginning of a sentence up to ``most`` that lies in the later half of the core, else ``most``."""
    at = bisect_right(firsts, most) - 1
    return firsts[at] if at >= 0 and firsts[at] >= (least + most) // 2 else most


def look_around(window: Window, first: int, last: int) -> Context:
    """The context of the quote from piece ``first`` to piece ``last`` (both included, numbered in the document)."""
    places = np.flatnonzero((window.at >= first) & (window.at <= last))[:LONGEST_QUOTE]
    begin, end = int(places[0]), int(places[-1]) + 1
    seen = np.arange(max(0, begin - BEFORE), min(len(window.at), end + AFTER))
    lead = np.arange(min(LEAD_SEEN, int(seen[0])))
    at = np.concatenate([lead, seen])
    inside = ((at >= begin) & (at < end)).astype(np.int64)
    distance = np.where(at < begin, begin - at, np.where(at >= end, at - end + 1, 0))
    bucket = np.searchsorted(np.array((0, *BUCKETS)), distance)
    bucket = np.where(at < begin, bucket, np.where(inside == 1, 0, bucket + len(BUCKETS) + 1))
    special = np.zeros(1, dtype=np.int64)
    return Context(
        np.concatenate([special, at + 1]), np.concatenate([special, inside]), np.concatenate([special, bucket])
    )
