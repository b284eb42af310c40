"""Which documents copy each other: agency text under another title, trimmed, or inside an article.

Found in two steps. A document's fingerprints are a few hashed runs of five words, chosen by winnowing (Schleimer,
Wilkerson and Aiken 2003), so that any sixteen words in common give a fingerprint in common; a store indexes them. Two
documents that share some are then compared by all their runs of words. Only title and body count: what an outlet
prints on every page does not. Case, punctuation, accents and apostrophes make no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

from crossclaim.link.blocking import stable_hash
from crossclaim.link.words import find_words
from crossclaim.model import CopyKind, Document, DocumentCopy, Segment

__all__ = ["compare_documents", "fingerprint"]

RUN = 5  # words of a run
WINDOW = 12  # runs of which one becomes a fingerprint
# Ten words in a row are seldom shared by chance; names of offices and places with their usual company are shorter.
LEAST_STRETCH = 10
# A quoted sentence, even a long one, is no copy: the same quotation is handed to reporters who write themselves.
LEAST_SHARED = 45
SHORT_SHARE = 0.5  # of a document so short that it has not that many words: half of it
LEAST_OF_SHORT = 14
COPY_SHARE = 0.8  # of the shorter document, from where on it is a copy and not one in part


class _Word(NamedTuple):
    word: str
    start: int
    end: int


Run = tuple[str, ...]


def fingerprint(document: Document) -> tuple[int, ...]:
    """The document's fingerprints, sorted and none twice, each a positive integer of 63 bits.

    About one for every seven words; a document of fewer than five words has none.
    """
    chosen: set[int] = set()
    for runs in _runs_of(document.text, document.segments).stretches:
        hashes = [stable_hash(" ".join(run)) for run in runs]
        chosen.update(_winnow(hashes))
    return tuple(sorted(chosen))


def compare_documents(one: Document, other: Document) -> DocumentCopy | None:
    """How much of each document's words stands in the other, None where that is no more than a quotation."""
    first, second = sorted((one, other), key=lambda document: document.id)
    runs = [_runs_of(first.text, first.segments), _runs_of(second.text, second.segments)]
    shared = [_count_shared(runs[0].stretches, runs[1].different), _count_shared(runs[1].stretches, runs[0].different)]
    sizes = [runs[0].words, runs[1].words]
    if min(sizes) and runs[0].whole == runs[1].whole:
        shared = sizes  # however short
    elif not min(sizes) or min(shared) < min(LEAST_SHARED, max(SHORT_SHARE * min(sizes), LEAST_OF_SHORT)):
        return None
    shares = [part / size for part, size in zip(shared, sizes, strict=True)]
    return DocumentCopy(
        first=first.id,
        second=second.id,
        kind=CopyKind.COPY if max(shares) >= COPY_SHARE else CopyKind.PARTIAL,
        shared_first=shares[0],
        shared_second=shares[1],
    )


def _stretches_of(text: str, segments: Iterable[Segment]) -> list[list[_Word]]:
    """The words of title and body; paragraphs that follow each other are one stretch, the title is its own."""
    stretches: list[list[_Word]] = []
    before = None
    for segment in segments:
        if not segment.kind.carries_claims:
            continue
        words = _words(text, segment.start, segment.end)
        if before is segment.kind:
            stretches[-1] += words
        elif words:
            stretches.append(words)
        before = segment.kind if words or before else None
    return stretches


def _words(text: str, start: int, end: int) -> list[_Word]:
    return [_Word(word, start + begin, start + stop) for word, begin, stop in find_words(text[start:end])]


def _runs(words: Sequence[_Word]) -> list[Run]:
    plain = [word.word for word in words]
    return [tuple(plain[at : at + RUN]) for at in range(len(plain) - RUN + 1)]


class _Runs(NamedTuple):
    """The runs of a text: stretch by stretch, each once, and of how many words they are; ``whole`` tells the words."""

    stretches: tuple[tuple[Run, ...], ...]
    different: frozenset[Run]
    words: int
    whole: int


# A document is compared with several, most of them of its own days.
@lru_cache(maxsize=512)
def _runs_of(text: str, segments: tuple[Segment, ...]) -> _Runs:
    stretches = _stretches_of(text, segments)
    runs = tuple(tuple(_runs(words)) for words in stretches)
    different = frozenset(run for several in runs for run in several)
    whole = stable_hash(" ".join(word.word for words in stretches for word in words))
    return _Runs(runs, different, sum(map(len, stretches)), whole)


def _count_shared(stretches: Iterable[Sequence[Run]], others: AbstractSet[Run]) -> int:
    """The words that stand in long enough stretches that the other document has too."""
    total = 0
    for runs in stretches:
        covered = [False] * (len(runs) + RUN - 1)
        for at, run in enumerate(runs):
            if run in others:
                covered[at : at + RUN] = [True] * RUN
        total += sum(length for length in _lengths(covered) if length >= LEAST_STRETCH)
    return total


def _lengths(covered: Sequence[bool]) -> list[int]:
    """How long the unbroken stretches of covered words are."""
    lengths, length = [], 0
    for each in (*covered, False):
        if each:
            length += 1
        elif length:
            lengths.append(length)
            length = 0
    return lengths


def _winnow(hashes: Sequence[int]) -> set[int]:
    """The least hash of every window; of a text shorter than a window, its least."""
    last = max(len(hashes) - WINDOW, 0)
    return {min(hashes[at : at + WINDOW]) for at in range(last + 1)} if hashes else set()
