"""Claims of a document as the encoder finds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from tokenizers import Tokenizer

from crossclaim.errors import SpanError
from crossclaim.extract.evidence import Evidence
from crossclaim.extract.extractor import AssembledClaims
from crossclaim.extract.learned.assemble import Found, make_claim
from crossclaim.extract.learned.encoder import Encoder, Floats, ask_together
from crossclaim.extract.learned.features import Matrix, feature_matrix
from crossclaim.extract.learned.labels import BEGIN, INSIDE, OUTSIDE
from crossclaim.extract.learned.pieces import CLS, SEP, Ints, Pieces, cut_pieces
from crossclaim.extract.learned.settings import Settings
from crossclaim.extract.learned.windows import Window, cut_windows, look_around
from crossclaim.model import Claim, Document, SegmentKind

__all__ = ["LearnedExtractor", "seen_ranges", "window_inputs"]

Range = tuple[int, int]

_SEEN = {SegmentKind.TITLE, SegmentKind.DATELINE, SegmentKind.BODY}
_ALIKE = 0.5  # cosine at which training holds the same and another occurrence for equally likely
_AT_ONCE = 16  # quotes asked about together: bounds the memory of a page full of claims


def seen_ranges(document: Document) -> list[Range]:
    """What the encoder sees of a document: title, dateline and body, no captions, comments or page furniture."""
    return [(segment.start, segment.end) for segment in document.segments if segment.kind in _SEEN]


def window_inputs(pieces: Pieces, features: Matrix, window: Window) -> tuple[Ints, Matrix]:
    """Piece ids and features of a window, with the special pieces around them."""
    ids = np.concatenate([[CLS], pieces.ids[window.at], [SEP]])
    return ids, np.pad(features[window.at], ((1, 1), (0, 0)))


@dataclass(frozen=True)
class LearnedExtractor:
    """Finds claims with an encoder; rules give it their evidence and read what its spans mean."""

    tokenizer: Tokenizer
    encoder: Encoder
    settings: Settings = field(default_factory=Settings)

    def __call__(self, document: Document, evidence: Evidence) -> AssembledClaims:
        """The claims of a document in text order."""
        pieces = cut_pieces(self.tokenizer, document.text, seen_ranges(document))
        if not len(pieces):
            return AssembledClaims((), 0)
        features = feature_matrix(document, evidence, pieces)
        found = [
            answer
            for window in cut_windows(pieces, evidence.sentences)
            for answer in self._read_window(document, evidence, pieces, features, window)
        ]
        claims: list[Claim] = []
        vectors: list[Floats] = []
        dropped = 0
        for answer in sorted(found, key=lambda answer: answer.quote):
            try:
                claim = make_claim(document, evidence, answer, self.settings, number=len(claims) + 1)
            except SpanError:
                dropped += 1
                continue
            same = _same_occurrence(answer.occurrence, vectors)
            vectors.append(answer.occurrence)
            number = len(claims) + 1 if same is None else claims[same].occurrence
            claims.append(claim.model_copy(update={"occurrence": number}))
        return AssembledClaims(tuple(claims), dropped)

    def _read_window(
        self, document: Document, evidence: Evidence, pieces: Pieces, features: Matrix, window: Window
    ) -> Iterator[Found]:
        counts = evidence.counts_in(0, len(document.text))
        ids, seen = window_inputs(pieces, features, window)
        read = self.encoder.read(ids, seen)
        quotes = [
            quote
            for quote in find_quotes(read.tags[1:-1], _may_begin(evidence, pieces, window), self.settings)
            if window.core[0] <= window.at[quote.first] < window.core[1]
        ]
        for begin in range(0, len(quotes), _AT_ONCE):
            asked = quotes[begin : begin + _AT_ONCE]
            spans = [(int(window.at[quote.first]), int(window.at[quote.last])) for quote in asked]
            contexts = [look_around(window, *span) for span in spans]
            answers = self.encoder.ask(read.low, seen, ask_together(contexts))
            for row, (quote, context, span) in enumerate(zip(asked, contexts, spans, strict=True)):
                found = Found.of(document.text, counts, pieces, window, context, span, answers, row)
                found = found.with_piece_types(read.types[quote.first + 1 : quote.last + 2])
                if found.is_claim >= self.settings.least_claim:
                    yield found


def _same_occurrence(vector: Floats, before: Sequence[Floats]) -> int | None:
    """Which of the claims before tells of the same occurrence, the likest if several do."""
    alike = [float(vector @ other) for other in before]
    likest = max(range(len(alike)), key=alike.__getitem__, default=None)
    return likest if likest is not None and alike[likest] >= _ALIKE else None


class Quote(NamedTuple):
    """Pieces of a window, both ends included, that the tags hold for one claim's words."""

    first: int
    last: int


def find_quotes(tags: Floats, may_begin: Sequence[bool], settings: Settings) -> list[Quote]:
    """The quotes that tag scores [t, tags] mark, in order and disjoint.

    A quote begins where the score of beginning, raised by ``settings.begin_bias``, is the highest, or where the inside
    of one shows without its beginning; it ends before the next or where the outside is surer.
    """
    raised = tags.copy()
    raised[:, BEGIN] += settings.begin_bias
    raised[:, OUTSIDE] -= settings.inside_bias
    best = raised.argmax(axis=1)
    quotes: list[Quote] = []
    first = None
    for at, tag in enumerate([*best.tolist(), OUTSIDE]):
        allowed = at < len(may_begin) and may_begin[at]
        if first is not None and (tag != INSIDE or not allowed):
            quotes.append(Quote(first, at - 1))
            first = None
        if first is None and tag in {BEGIN, INSIDE} and allowed:
            first = at
    return [quote for quote in quotes if quote.last - quote.first + 1 >= settings.shortest_quote]


def _may_begin(evidence: Evidence, pieces: Pieces, window: Window) -> list[bool]:
    """For each piece of a window, whether it lies in a sentence that carries claims: a title does not."""
    allowed = np.zeros(len(pieces), dtype=bool)
    for start, end in evidence.sentences:
        first, last = pieces.within(start, end)
        allowed[first:last] = True
    flags: list[bool] = allowed[window.at].tolist()
    return flags
