"""Which predicted claim answers which gold claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import product
from typing import Any

from crossclaim.evaluate.measure import ComparableClaim, Figures, load_measure

__all__ = ["pair_claims", "similarity"]

# Sums that differ by rounding alone are no better.
ROUNDING = 1e-9


def pair_claims(gold: Sequence[ComparableClaim], predicted: Sequence[ComparableClaim]) -> dict[int, int]:
    """The indices of gold claims with those of the predicted claims that answer them, one to one.

    The most similar go together first; then two pairs swap partners as long as that makes the two more similar in sum.
    Not always the best of all assignments, but a document holds few claims and they seldom compete.
    """
    scores = {
        (i, j): score
        for (i, wanted), (j, found) in product(enumerate(gold), enumerate(predicted))
        if (score := similarity(wanted, found)) > 0
    }
    pairs = _most_similar_first(scores)
    order = list(pairs)
    while sum(_swap(pairs, a, b, scores) for a, b in product(order, order) if a < b):
        pass
    return pairs


def similarity(gold: ComparableClaim, predicted: ComparableClaim) -> float:
    """How alike two claims are, 0 to 1; 0 where their quotes share too little to speak of one occurrence."""
    measure = load_measure()
    quotes = _f1(gold.quote_words, predicted.quote_words)
    if quotes < measure.least_quote_f1:
        return 0.0
    figures = _figures_f1(gold.figures, predicted.figures)
    return (
        measure.quote_weight * quotes
        + measure.type_weight * _type_likeness(gold, predicted)
        + measure.figures_weight * figures
    )


def _most_similar_first(scores: dict[tuple[int, int], float]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for i, j in sorted(scores, key=lambda pair: -scores[pair]):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _swap(pairs: dict[int, int], a: int, b: int, scores: dict[tuple[int, int], float]) -> bool:
    """Whether two pairs are more alike in sum with their partners exchanged; if so, they are exchanged."""
    crossed = scores.get((a, pairs[b])), scores.get((b, pairs[a]))
    if crossed[0] is None or crossed[1] is None:
        return False
    if crossed[0] + crossed[1] <= scores[a, pairs[a]] + scores[b, pairs[b]] + ROUNDING:
        return False
    pairs[a], pairs[b] = pairs[b], pairs[a]
    return True


def _type_likeness(gold: ComparableClaim, predicted: ComparableClaim) -> float:
    if gold.type == predicted.type:
        return 1.0
    return 0.5 if gold.claim_class == predicted.claim_class else 0.0


def _figures_f1(gold: Figures, predicted: Figures) -> float:
    """The F1 of two lots of figures; giving none where none is wanted is right."""
    return _f1(gold, predicted) if gold or predicted else 1.0


def _f1(gold: Counter[Any], predicted: Counter[Any]) -> float:
    common = (gold & predicted).total()
    return 2 * common / (gold.total() + predicted.total()) if common else 0.0
