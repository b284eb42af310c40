"""Claims of a document as the encoder finds them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from crossclaim.errors import SpanError
from crossclaim.extract.evidence import Evidence
from crossclaim.extract.extractor import AssembledClaims
from crossclaim.extract.learned.assemble import Counted, Found, Known, make_claim
from crossclaim.extract.learned.encoder import Encoder, Floats, ask_together
from crossclaim.extract.learned.features import Matrix, drafted_figures, drafted_tolls, feature_matrix
from crossclaim.extract.learned.labels import BEGIN, INSIDE, OUTSIDE, TAGS
from crossclaim.extract.learned.merging import Told, merge_repeats
from crossclaim.extract.learned.pieces import CLS, SEP, Ints, Pieces, cut_pieces
from crossclaim.extract.learned.settings import Settings
from crossclaim.extract.learned.windows import Window, cut_windows, look_around
from crossclaim.extract.quantities import QuantityMention
from crossclaim.extract.triggers import Trigger
from crossclaim.model import Claim, Document, SegmentKind

__all__ = ["Bearing", "LearnedExtractor", "find_quotes", "seen_ranges", "window_inputs"]

Range = tuple[int, int]
Flags = npt.NDArray[np.bool_]

_WORD = re.compile(r"\w+")
_SEEN = {SegmentKind.TITLE, SegmentKind.DATELINE, SegmentKind.BODY}
_ALIKE = 0.5  # cosine at which training holds the same and another occurrence for equally likely
REACH = 200  # claims back that may tell of the same occurrence
PASSIVE = frozenset({"were", "was", "been", "are", "is", "being"})
LEAST_WORDS = 3  # of a quote: 2 of 8,700 annotated ones have fewer
FEW_WORDS = 6  # between a counted noun and its verb
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
        return self.assemble(document, evidence, self.find(document, evidence))

    def find(self, document: Document, evidence: Evidence) -> list[Found]:
        """What the encoder says of every quote that its tags mark, in text order and disjoint, sure or not."""
        pieces = cut_pieces(self.tokenizer, document.text, seen_ranges(document))
        if not len(pieces):
            return []
        features = feature_matrix(document, evidence, pieces)
        bearing = _bearing(document, evidence, pieces)
        counts = _counted(document, evidence, pieces)
        answers = [
            answer
            for window in cut_windows(pieces, evidence.sentences)
            for answer in self._read_window(document.text, counts, pieces, features, bearing, window)
        ]
        return list(_disjoint(answers))

    def assemble(self, document: Document, evidence: Evidence, found: Iterable[Found]) -> AssembledClaims:
        """The claims of what was found, those that are not sure enough left out."""
        known = Known(evidence)
        told: list[Told] = []
        dropped = 0
        sure = [
            answer
            for answer in found
            if answer.is_claim >= self.settings.least_claim and _words(document.text, answer.quote) >= LEAST_WORDS
        ]
        for answer in _each_count_once(sure):
            try:
                claim = make_claim(document, known, answer, self.settings)
            except SpanError:
                dropped += 1
                continue
            told.append(Told(claim, answer.occurrence))
        return AssembledClaims(tuple(_numbered(merge_repeats(told, alike=self.settings.least_alike))), dropped)

    def _read_window(
        self,
        text: str,
        counts: Sequence[Counted],
        pieces: Pieces,
        features: Matrix,
        bearing: Bearing,
        window: Window,
    ) -> Iterator[Found]:
        ids, seen = window_inputs(pieces, features, window)
        read = self.encoder.read(ids, seen)
        quotes = [
            quote
            for quote in find_quotes(read.tags[1:-1], Bearing(*(part[window.at] for part in bearing)), self.settings)
            if window.core[0] <= window.at[quote.first] < window.core[1]
        ]
        inside = _counts_of(counts, window)
        for begin in range(0, len(quotes), _AT_ONCE):
            asked = quotes[begin : begin + _AT_ONCE]
            spans = [(int(window.at[quote.first]), int(window.at[quote.last])) for quote in asked]
            contexts = [look_around(window, *span) for span in spans]
            answers = self.encoder.ask(read.low, seen, ask_together(contexts))
            for row, (quote, context, span) in enumerate(zip(asked, contexts, spans, strict=True)):
                found = Found.of(text, inside, pieces, bearing.opening, window, context, span, answers, row)
                yield found.with_piece_types(read.types[quote.first + 1 : quote.last + 2])


def _words(text: str, part: Range) -> int:
    """How many words stand in a part, as far as it matters."""
    return sum(1 for _ in islice(_WORD.finditer(text, *part), LEAST_WORDS))


def _disjoint(answers: Iterable[Found]) -> Iterator[Found]:
    """The answers in text order; where two windows saw one quote begin or end elsewhere, the surer one."""
    last = None
    for answer in sorted(answers, key=lambda answer: answer.quote):
        if last is None or answer.quote[0] >= last.quote[1]:
            yield from [last] if last else []
            last = answer
        elif answer.is_claim > last.is_claim:
            last = answer
    yield from [last] if last else []


def _each_count_once(answers: Sequence[Found]) -> Iterator[Found]:
    """The answers, in text order, without the counts that stand in the quote of another."""
    starts = [answer.quote[0] for answer in answers]
    for at, answer in enumerate(answers):
        own = []
        for count in answer.counts:
            holder = bisect_right(starts, count.counted.mention.start) - 1
            if holder in {-1, at} or count.counted.mention.end > answers[holder].quote[1]:
                own.append(count)
        yield replace(answer, counts=own)


def _counted(document: Document, evidence: Evidence, pieces: Pieces) -> list[Counted]:
    """The counts of a document by their first piece, those of unseen parts left out."""
    text = document.text
    drafts = {(figure.mention.start, figure.mention.end): figure for figure in drafted_figures(text, evidence)}
    tolls = {(toll.mention.start, toll.mention.end): toll.kind for toll in drafted_tolls(text, evidence)}
    found = []
    for mention in evidence.counts_in(0, len(text)):
        first, last = pieces.within(mention.start, mention.end)
        draft = drafts.get((mention.start, mention.end))
        sure = draft is not None and draft.trigger is not None and _are_neighbours(text, draft.trigger, mention)
        beside = tolls.get((mention.start, mention.end)) or (draft.kind if draft and sure else None)
        if last > first:
            found.append(Counted(mention, first, beside))
    return sorted(found, key=_piece)


def _are_neighbours(text: str, trigger: Trigger, count: QuantityMention) -> bool:
    """Whether the verb stands right before the count or closes its clause: "captured 45", "6 of its men were shot"."""
    if trigger.end <= count.start:
        return not text[trigger.end : count.start].strip()
    end = max(count.end, count.of[1]) if count.of else count.end
    between = text[end : trigger.start]
    words = between.split()
    closes = not words or (words[-1] in PASSIVE and len(words) <= FEW_WORDS and between.replace(" ", "").isalpha())
    return end <= trigger.start and closes


def _counts_of(counts: Sequence[Counted], window: Window) -> list[Counted]:
    """The counts that a window sees: it is at most two runs of pieces, the document's lead and a later stretch."""
    turn = int(np.flatnonzero(np.diff(window.at) > 1)[0]) + 1 if window.at[-1] - window.at[0] >= len(window.at) else 0
    runs = [run for run in (window.at[:turn], window.at[turn:]) if len(run)]
    ranges = [(bisect_left(counts, run[0], key=_piece), bisect_right(counts, run[-1], key=_piece)) for run in runs]
    return [count for first, last in ranges for count in counts[first:last]]


def _piece(count: Counted) -> int:
    return count.piece


def _numbered(told: Sequence[Told]) -> Iterator[Claim]:
    """The claims with their final ids, and each with the number of the first that tells of its occurrence."""
    vectors = np.array([one.occurrence for one in told])
    occurrences: list[int] = []
    for at, (claim, vector) in enumerate(told):
        first = max(0, at - REACH)
        same = _same_occurrence(vector, vectors[first:at])
        occurrences.append(at + 1 if same is None else occurrences[first + same])
        document = claim.quote.doc_id
        yield claim.model_copy(update={"id": f"{document}#c{at + 1}", "occurrence": occurrences[at]})


def _same_occurrence(vector: Floats, before: Floats) -> int | None:
    """Which of the claims before [n, width] tells of the same occurrence, the likest if several do."""
    if not len(before):
        return None
    alike = before @ vector
    likest = int(alike.argmax())
    return likest if alike[likest] >= _ALIKE else None


class Quote(NamedTuple):
    """Pieces of a window, both ends included, that the tags hold for one claim's words."""

    first: int
    last: int


def find_quotes(tags: Floats, bearing: Bearing, settings: Settings) -> list[Quote]:
    """The quotes that tag scores [t, tags] mark, in order and disjoint.

    They are those of the best sequence of tags (Viterbi) in which the inside of a quote follows its beginning or its
    inside, and all of a quote lies in sentences of one part of the document. ``settings.begin_bias`` is added to the
    score of every beginning, ``settings.inside_bias`` taken from that of the outside: a quote that breaks off for a
    word is taken as one where beginning anew costs more.
    """
    raised = tags.astype(np.float64)
    raised[:, BEGIN] += settings.begin_bias
    raised[:, OUTSIDE] -= settings.inside_bias
    raised[~bearing.inside[:, None] & (np.arange(len(TAGS)) != OUTSIDE)] = -np.inf
    raised[bearing.opening, INSIDE] = -np.inf
    best = _best_sequence(raised)
    firsts = [at for at, tag in enumerate(best) if tag == BEGIN]
    quotes = []
    for first in firsts:
        last = first
        while last + 1 < len(best) and best[last + 1] == INSIDE:
            last += 1
        quotes.append(Quote(first, last))
    return [quote for quote in quotes if quote.last - quote.first + 1 >= settings.shortest_quote]


def _best_sequence(scores: npt.NDArray[np.float64]) -> list[int]:
    """The tags with the highest sum of scores in which INSIDE never follows OUTSIDE."""
    reached = [0.0, -np.inf, -np.inf]  # the best sum that ends in each tag
    came: list[list[int]] = []
    for row in scores.tolist():
        begun = max((OUTSIDE, BEGIN, INSIDE), key=reached.__getitem__)
        within = max((BEGIN, INSIDE), key=reached.__getitem__)
        came.append([begun, begun, within])
        reached = [reached[begun] + row[OUTSIDE], reached[begun] + row[BEGIN], reached[within] + row[INSIDE]]
    tag = max((OUTSIDE, BEGIN, INSIDE), key=reached.__getitem__)
    best = []
    for before in reversed(came):
        best.append(tag)
        tag = before[tag]
    return best[::-1]


class Bearing(NamedTuple):
    """For each piece, whether it lies in a sentence that carries claims, and whether a part of the document begins."""

    inside: Flags
    opening: Flags


def _bearing(document: Document, evidence: Evidence, pieces: Pieces) -> Bearing:
    """A title carries no claims, and no quote goes on behind a caption."""
    inside, opening = (np.zeros(len(pieces), dtype=np.bool_) for _ in range(2))
    for start, end in evidence.sentences:
        first, last = pieces.within(start, end)
        inside[first:last] = True
    for start, end in seen_ranges(document):
        first, last = pieces.within(start, end)
        opening[first : min(first + 1, last)] = True
    return Bearing(inside, opening)
