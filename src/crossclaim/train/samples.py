"""Documents and gold claims as arrays: what the network sees and what it should answer."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from tokenizers import Tokenizer

from crossclaim.extract.learned.features import Matrix, feature_matrix
from crossclaim.extract.learned.labels import (
    ATTRIBUTIONS,
    BEGIN,
    INSIDE,
    KINDS,
    MODALITIES,
    OUTSIDE,
    SLOTS,
    TYPES,
    WHOSE,
)
from crossclaim.extract.learned.pieces import Ints, Pieces, cut_pieces
from crossclaim.extract.learned.reader import seen_ranges, window_inputs
from crossclaim.extract.learned.windows import LONGEST_QUOTE, Context, Window, cut_windows, look_around
from crossclaim.model import Document, OffsetMap, Segment, SegmentKind
from crossclaim.pipeline import Resources, find_evidence
from crossclaim.train.corpus import GoldClaim, GoldDocument, find_nearest
from crossclaim.train.predicates import Clause, ClauseText

__all__ = ["IGNORE", "ClaimSample", "Prepared", "WindowSample", "prepare", "sample_clauses", "sample_windows"]

IGNORE = -100
SHIFT = 3  # pieces by which the ends of a quote are moved
Range = tuple[int, int]


class Prepared(NamedTuple):
    """A document cut into pieces and windows, with the tag and the type of each piece."""

    gold: GoldDocument
    pieces: Pieces
    features: Matrix
    windows: tuple[Window, ...]
    tags: Ints
    types: Ints
    quotes: tuple[Range, ...]  # first and last piece of each gold claim that has pieces
    claims: tuple[GoldClaim, ...]


@dataclass
class ClaimSample:
    """What is asked of one quote. IGNORE stands where there is no answer to learn from."""

    context: Context
    is_claim: int
    starts: list[list[int]] = field(default_factory=list)  # by slot: right positions; [0] for none; [] to ignore
    ends: list[list[int]] = field(default_factory=list)
    type: int = IGNORE
    attribution: int = IGNORE
    modality: int = IGNORE
    cumulative: int = IGNORE
    occurrence: str = ""
    figures: list[tuple[int, int, int]] = field(default_factory=list)  # position, kind, whose


class WindowSample(NamedTuple):
    """One window as the network sees it, with the tag and type of each piece and the quotes asked about.

    Special pieces are included: ``ids`` [t], ``features`` [t, features], ``tags`` and ``types`` [t].
    """

    ids: Ints
    features: Matrix
    tags: Ints
    types: Ints
    claims: list[ClaimSample]


def prepare(gold: GoldDocument, tokenizer: Tokenizer) -> Prepared:
    """Cut a document into pieces and label them."""
    document, evidence = gold.document, gold.evidence
    pieces = cut_pieces(tokenizer, document.text, seen_ranges(document))
    tags = np.full(len(pieces), OUTSIDE, dtype=np.int64)
    types = np.full(len(pieces), IGNORE, dtype=np.int64)
    spans = [(pieces.within(claim.start, claim.end), claim) for claim in gold.claims]
    spans = [((first, last), claim) for (first, last), claim in spans if last > first]
    for (first, last), claim in spans:
        tags[first:last] = INSIDE
        types[first:last] = TYPES.index(claim.fields["type"])
    for (first, _), _ in spans:
        tags[first] = BEGIN
    return Prepared(
        gold=gold,
        pieces=pieces,
        features=feature_matrix(document, evidence, pieces),
        windows=tuple(cut_windows(pieces, evidence.sentences)),
        tags=tags,
        types=types,
        quotes=tuple((first, last - 1) for (first, last), _ in spans),
        claims=tuple(claim for _, claim in spans),
    )


def sample_windows(
    prepared: Prepared, chance: random.Random, *, most: int, extended: float, spurious: int
) -> Iterator[WindowSample]:
    """The windows of a document with their gold claims, some quotes widened to their sentence, and spurious quotes.

    Of a window with more than ``most`` claims so many are drawn; ``extended`` is the share of quotes widened, and the
    share of those that begin or end a little off, as the quotes that the tags will mark do; up to ``spurious`` quotes
    that are no claims are added.
    """
    for window in prepared.windows:
        inside = [
            (quote, claim)
            for quote, claim in zip(prepared.quotes, prepared.claims, strict=True)
            if window.core[0] <= quote[0] < window.core[1]
        ]
        claims = []
        for quote, claim in inside if len(inside) <= most else chance.sample(inside, most):
            drawn = chance.random()
            shown = _widened(prepared, *quote) if drawn < extended else quote
            shown = _shifted(window, *quote, chance) if extended <= drawn < 2 * extended else shown
            claims.append(_claim_sample(prepared, window, shown, claim))
        claims += [
            ClaimSample(look_around(window, *quote), is_claim=0)
            for quote in _spurious(prepared, window, chance, spurious)
        ]
        ids, features = window_inputs(prepared.pieces, prepared.features, window)
        tags, types = (
            np.pad(answers[window.at], 1, constant_values=IGNORE) for answers in (prepared.tags, prepared.types)
        )
        yield WindowSample(ids, features, tags, types, claims)


def _widened(prepared: Prepared, first: int, last: int) -> Range:
    """The sentence around a quote, where no other claim has words in it."""
    start, end = prepared.pieces.range_of(first, last)
    for begin, stop in prepared.gold.evidence.sentences:
        if begin <= start and end <= stop:
            low, high = prepared.pieces.within(begin, stop)
            others = [q for q in prepared.quotes if q != (first, last) and q[0] < high and q[1] >= low]
            if not others and high - low <= LONGEST_QUOTE:
                return low, high - 1
    return first, last


def _shifted(window: Window, first: int, last: int, chance: random.Random) -> Range:
    """The quote with both ends moved by up to ``SHIFT`` pieces, not out of its window and not to nothing."""
    last = min(last, int(window.at[-1]))
    low, high = max(int(window.core[0]), first - SHIFT), min(int(window.at[-1]), last + SHIFT)
    begin, end = chance.randint(low, min(first + SHIFT, last)), chance.randint(max(last - SHIFT, first), high)
    return (begin, end) if begin <= end else (first, last)


def _spurious(prepared: Prepared, window: Window, chance: random.Random, number: int) -> list[Range]:
    """Sentences with a trigger word in which no claim has a word, and a few without."""
    found = []
    for start, end in prepared.gold.evidence.sentences:
        first, last = prepared.pieces.within(start, end)
        inside = window.core[0] <= first < window.core[1] and last > first
        if inside and (prepared.tags[first:last] == OUTSIDE).all():
            weight = 1.0 if prepared.gold.evidence.triggers_in(start, end) else 0.3
            if chance.random() < weight:
                found.append((first, min(last - 1, int(window.at[-1]))))
    chance.shuffle(found)
    return found[:number]


def _claim_sample(prepared: Prepared, window: Window, quote: Range, claim: GoldClaim) -> ClaimSample:
    context = look_around(window, *quote)
    fields = claim.fields
    positions = _positions(window, context)
    sample = ClaimSample(
        context,
        is_claim=1,
        type=TYPES.index(fields["type"]),
        attribution=ATTRIBUTIONS.index(fields["attribution"]["kind"]),
        modality=MODALITIES.index(fields["modality"]),
        cumulative=int(fields["cumulative"]),
        occurrence=fields["event"],
    )
    for slot in SLOTS:
        starts, ends = _answer(prepared, positions, claim, _slot_words(fields, slot))
        sample.starts.append(starts)
        sample.ends.append(ends)
    sample.figures = list(_figure_answers(prepared, positions, claim))
    return sample


def _slot_words(fields: Mapping[str, Any], slot: str) -> str | None:
    if slot in {"source", "cue"}:
        words: str | None = fields["attribution"][slot]
        return words
    return fields[slot]["quote"] if fields[slot] else None


def _positions(window: Window, context: Context) -> dict[int, int]:
    """By piece of the document, where it stands in the context."""
    return {int(window.at[at - 1]): place for place, at in enumerate(context.at.tolist()) if at > 0}


def _answer(
    prepared: Prepared, positions: dict[int, int], claim: GoldClaim, words: str | None
) -> tuple[list[int], list[int]]:
    if words is None:
        return [0], [0]
    spans = find_nearest(prepared.gold.document.text, words, (claim.start, claim.end))
    return _pointed(prepared.pieces, positions, spans)


def _pointed(pieces: Pieces, positions: dict[int, int], spans: Sequence[Range]) -> tuple[list[int], list[int]]:
    """Positions in sight at which the spans start and end."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end in spans:
        first, last = pieces.within(start, end)
        if first in positions and last - 1 in positions:
            starts.append(positions[first])
            ends.append(positions[last - 1])
    return starts, ends


def _figure_answers(prepared: Prepared, positions: dict[int, int], claim: GoldClaim) -> Iterator[tuple[int, int, int]]:
    """For every count in sight: its kind in this claim (0 for none) and whose it is."""
    text, evidence = prepared.gold.document.text, prepared.gold.evidence
    wanted = []
    for figure in claim.fields["figures"]:
        for start, end in find_nearest(text, figure["quote"], (claim.start, claim.end))[:1]:
            wanted.append((start, end, KINDS.index(figure["kind"]), WHOSE.index(figure["whose"])))
    for mention in evidence.counts_in(0, len(text)):
        first, last = prepared.pieces.within(mention.start, mention.end)
        if last <= first or first not in positions:
            continue
        match = next((w for w in wanted if w[0] < mention.end and mention.start < w[1]), None)
        if match:
            wanted.remove(match)
        yield positions[first], match[2] if match else 0, match[3] if match else IGNORE


def sample_clauses(
    text: ClauseText, resources: Resources, tokenizer: Tokenizer, chance: random.Random, *, most: int
) -> WindowSample | None:
    """A stretch of treebank text with up to ``most`` of its clauses asked about; None where it has none."""
    document, evidence = find_evidence(_as_document(text.text), resources)
    pieces = cut_pieces(tokenizer, document.text, seen_ranges(document))
    window = next(cut_windows(pieces, evidence.sentences), None)
    if window is None or not text.clauses:
        return None
    claims = []
    for clause in chance.sample(text.clauses, min(most, len(text.clauses))):
        first, last = pieces.within(*clause.quote)
        if first < last <= int(window.at[-1]) + 1:
            claims.append(_clause_sample(pieces, window, (first, last - 1), clause))
    ids, features = window_inputs(pieces, feature_matrix(document, evidence, pieces), window)
    unknown = np.full(len(ids), IGNORE, dtype=np.int64)
    return WindowSample(ids, features, unknown, unknown, claims) if claims else None


def _as_document(text: str) -> Document:
    body = Segment(kind=SegmentKind.BODY, start=0, end=len(text))
    return Document(id="practice", text=text, segments=(body,), offsets=OffsetMap.identity(len(text)))


def _clause_sample(pieces: Pieces, window: Window, quote: Range, clause: Clause) -> ClaimSample:
    context = look_around(window, *quote)
    positions = _positions(window, context)
    sample = ClaimSample(context, is_claim=IGNORE)
    if clause.modality is not None:
        sample.modality = MODALITIES.index(clause.modality)
    for slot in SLOTS:
        spans = clause.slots.get(slot)
        starts, ends = ([], []) if spans is None else _pointed(pieces, positions, spans)
        sample.starts.append([0] if spans == () else starts)
        sample.ends.append([0] if spans == () else ends)
    return sample
