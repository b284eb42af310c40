"""A document's text cut into pieces, each with the segment it lies in and what is marked on it.

Offsets are code points and are cut here: a browser counts in UTF-16 and would be off by one after every emoji.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from crossclaim.model import Claim, Document, Mention, Segment, SegmentKind, Span
from crossclaim.web.pages.words import shown

__all__ = ["MOST_SHOWN", "Part", "Piece", "cut_text"]

# A page of more code points than this is not read by anybody; its beginning is shown.
MOST_SHOWN = 200_000
# Of several labels on a piece the first of these is shown: the narrower says more.
_ORDER = ("cue", "source", "quantity", "time", "place", "weapon", "person", "actor", "trigger")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words with the same marks: where they begin, their label, the claims (by number) whose quotes hold them.

    ``begins`` are the claims whose quotes begin here.
    """

    start: int
    text: str
    label: str | None
    claims: tuple[int, ...]
    begins: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A segment, or what lies between two."""

    kind: SegmentKind | None
    reason: str | None
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    label: str | None = None
    claim: int | None = None


def cut_text(document: Document, claims: Sequence[Claim], mentions: Iterable[Mention]) -> Iterator[Part]:
    """The document in parts, in the order of its text."""
    marks = sorted(_marks(claims, mentions), key=lambda mark: mark.start)
    starts = [mark.start for mark in marks]
    longest = max((mark.end - mark.start for mark in marks), default=0)
    for segment in _parts(document):
        if segment.start >= MOST_SHOWN:
            return
        end = min(segment.end, MOST_SHOWN)
        near = marks[bisect_left(starts, segment.start - longest) : bisect_left(starts, end)]
        touching = [mark for mark in near if mark.end > segment.start]
        kind = segment.kind if segment in document.segments else None
        yield Part(kind, segment.reason, list(_pieces(document.text, segment.start, end, touching)))


def _parts(document: Document) -> Iterator[Segment]:
    """The segments; words that no segment holds count as the page's frame."""
    if not document.segments:
        if document.text:
            yield Segment(kind=SegmentKind.BODY, start=0, end=len(document.text))
        return
    reached = 0
    for segment in document.segments:
        if document.text[reached : segment.start].strip():
            yield Segment(kind=SegmentKind.BOILERPLATE, start=reached, end=segment.start, reason="in no segment")
        yield segment
        reached = segment.end
    if document.text[reached:].strip():
        yield Segment(kind=SegmentKind.BOILERPLATE, start=reached, end=len(document.text), reason="in no segment")


def _marks(claims: Sequence[Claim], mentions: Iterable[Mention]) -> Iterator[_Mark]:
    for mention in mentions:
        yield _Mark(mention.span.start, mention.span.end, label=mention.label.value)
    for number, claim in enumerate(claims, start=1):
        yield _Mark(claim.quote.start, claim.quote.end, claim=number)
        for label, span in _slots(claim):
            yield _Mark(span.start, span.end, label=label)


def _slots(claim: Claim) -> Iterator[tuple[str, Span]]:
    for side in (claim.side_a, claim.side_b):
        if side:
            yield "actor", side.span
    if claim.place:
        yield "place", claim.place.span
    if claim.time:
        yield "time", claim.time.span
    for figure in claim.figures:
        yield "quantity", figure.span
    said = claim.attribution
    while said:
        if said.source:
            yield "source", said.source
        if said.cue:
            yield "cue", said.cue
        if said.parent is None:
            return
        said = said.parent


def _pieces(text: str, start: int, end: int, marks: Sequence[_Mark]) -> Iterator[Piece]:
    cuts = {start, end} | {at for mark in marks for at in (mark.start, mark.end) if start < at < end}
    opening: dict[int, list[_Mark]] = defaultdict(list)
    for mark in marks:
        opening[max(mark.start, start)].append(mark)
    active: list[_Mark] = []
    ordered = sorted(cuts)
    for first, last in pairwise(ordered):
        active = [mark for mark in active if mark.end > first] + opening[first]
        labels = {mark.label for mark in active}
        claims = sorted({mark.claim for mark in active if mark.claim is not None})
        yield Piece(
            start=first,
            text=shown(text[first:last]),
            label=next((label for label in _ORDER if label in labels), None),
            claims=tuple(claims),
            begins=tuple(
                sorted(mark.claim for mark in opening[first] if mark.claim is not None and mark.start == first)
            ),
        )
