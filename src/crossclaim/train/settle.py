"""Setting the thresholds of a trained model on held-out documents, and measuring it there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from crossclaim.evaluate.measure import comparable
from crossclaim.evaluate.pairing import pair_claims
from crossclaim.evaluate.score import Score, score_claims
from crossclaim.export import to_json, to_output
from crossclaim.extract.learned.assemble import Found
from crossclaim.extract.learned.reader import LearnedExtractor
from crossclaim.extract.learned.settings import Settings, logit
from crossclaim.model import DocumentResult
from crossclaim.train.corpus import GoldDocument

__all__ = ["measure", "settle"]

LEAST_GAIN = 0.004  # of the sum of two F1 that a change has to bring: less is chance on so few documents
BEGIN_BIASES = (-1.0, -0.5, 0.0)
INSIDE_BIASES = (-0.5, 0.0, 0.5, 1.0)
LEAST_ALIKES = (0.3, 0.5, 0.7, 2.0)  # the last: nothing is merged
LEAST_CLAIMS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
SLOT_BIASES = (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5)
ACTUAL_BIASES = (0.0, 1.0, 2.0)
CUE_BONUSES = (0.0, 1.0, 2.0, 3.0, 4.0)
BIASED_SLOTS = ("side_a", "side_b", "place", "time")

Change = Callable[[Settings], Settings]


def measure(extractor: LearnedExtractor, golds: Sequence[GoldDocument]) -> Score:
    """The score of an extractor on annotated documents."""
    return _score(extractor, golds, [extractor.find(gold.document, gold.evidence) for gold in golds])


def settle(extractor: LearnedExtractor, parts: Sequence[Sequence[GoldDocument]]) -> Settings:
    """The settings with the best mean, over the parts, of detection and mean; each part weighs the same.

    First where quotes begin and end, then, one after the other and twice around, how sure a claim and a slot have to
    be; then when a claim is more than plainly asserted; last, what share of the claims of a score is right.
    """
    parts = [part for part in parts if part]
    trials = [
        replace(extractor, settings=replace(extractor.settings, begin_bias=begin, inside_bias=inside))
        for begin, inside in product(BEGIN_BIASES, INSIDE_BIASES)
    ]
    best = max(trials, key=lambda trial: _worth(trial, parts, _find(trial, parts)))
    found = _find(best, parts)
    for changes in (*_changes(), *_changes()):
        tried = [replace(best, settings=change(best.settings)) for change in changes]
        other = max(tried, key=lambda trial: _worth(trial, parts, found))
        if _worth(other, parts, found) > _worth(best, parts, found) + LEAST_GAIN:
            best = other
    tried = [
        replace(best, settings=replace(best.settings, actual_bias=bias, cue_bonus=bonus))
        for bias, bonus in product(ACTUAL_BIASES, CUE_BONUSES)
    ]
    best = max(tried, key=lambda trial: _modality(trial, parts, found))
    best = replace(best, settings=replace(best.settings, slope=1.0, offset=0.0))
    slope, offset = _platt(_judged(best, parts, found))
    return replace(best.settings, slope=slope, offset=offset)


Finds = list[list[list[Found]]]  # by part and document


def _find(extractor: LearnedExtractor, parts: Sequence[Sequence[GoldDocument]]) -> Finds:
    return [[extractor.find(gold.document, gold.evidence) for gold in part] for part in parts]


def _changes() -> Iterable[list[Change]]:
    yield [lambda settings, to=to: replace(settings, least_claim=to) for to in LEAST_CLAIMS]  # type: ignore[misc]
    yield [lambda settings, to=to: replace(settings, least_alike=to) for to in LEAST_ALIKES]  # type: ignore[misc]
    for slot in BIASED_SLOTS:
        yield [
            lambda settings, slot=slot, to=to: replace(settings, slot_bias={**settings.slot_bias, slot: to})  # type: ignore[misc]
            for to in SLOT_BIASES
        ]
    yield [lambda settings, to=to: replace(settings, figure_bias=to) for to in SLOT_BIASES]  # type: ignore[misc]


def _worth(extractor: LearnedExtractor, parts: Sequence[Sequence[GoldDocument]], found: Finds) -> float:
    scores = [_score(extractor, part, answers) for part, answers in zip(parts, found, strict=True)]
    return float(np.mean([(score.value("detection") or 0.0) + (score.mean or 0.0) for score in scores]))


def _modality(extractor: LearnedExtractor, parts: Sequence[Sequence[GoldDocument]], found: Finds) -> float:
    """F1 of the modalities other than actual, over all parts together: each of them alone holds few."""
    golds = [gold for part in parts for gold in part]
    return _score(extractor, golds, [answers for part in found for answers in part]).value("modality") or 0.0


def _score(extractor: LearnedExtractor, golds: Sequence[GoldDocument], found: Sequence[Sequence[Found]]) -> Score:
    texts, wanted, read = [], [], []
    for gold, answers in zip(golds, found, strict=True):
        texts.append({"doc": gold.document.id, "text": gold.document.text})
        wanted.append({"doc": gold.document.id, "claims": [claim.fields for claim in gold.claims]})
        read.append(_as_output(extractor, gold, answers))
    return score_claims(texts, wanted, read)


def _as_output(extractor: LearnedExtractor, gold: GoldDocument, found: Sequence[Found]) -> dict[str, object]:
    claims = extractor.assemble(gold.document, gold.evidence, found).claims
    output: dict[str, object] = json.loads(to_json(to_output(DocumentResult(document=gold.document, claims=claims))))
    return output


def _judged(
    extractor: LearnedExtractor, parts: Sequence[Sequence[GoldDocument]], found: Finds
) -> list[tuple[float, bool]]:
    """Of every claim made: its score, not yet calibrated, and whether a gold claim answers it."""
    judged = []
    for part, answers in zip(parts, found, strict=True):
        for gold, each in zip(part, answers, strict=True):
            claims: list[dict[str, float]] = _as_output(extractor, gold, each)["claims"]  # type: ignore[assignment]
            wanted = [comparable(claim.fields) for claim in gold.claims]
            right = set(pair_claims(wanted, [comparable(claim) for claim in claims]).values())
            judged += [(float(claim["score"]), at in right) for at, claim in enumerate(claims)]
    return judged


def _platt(judged: Sequence[tuple[float, bool]], rounds: int = 50) -> tuple[float, float]:
    """Slope and offset of the logistic curve through the judgements (Platt 1999, with his smoothed targets)."""
    right = sum(answer for _, answer in judged)
    if not judged or right in {0, len(judged)}:
        return 1.0, 0.0
    high, low = (right + 1) / (right + 2), 1 / (len(judged) - right + 2)
    x = np.array([[logit(score), 1.0] for score, _ in judged])
    y = np.array([high if answer else low for _, answer in judged])
    weights = np.array([1.0, 0.0])
    for _ in range(rounds):  # Newton's method, a little ridge against a slope without end
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (p - y) + 0.01 * (weights - [1.0, 0.0])
        curve = (x * (p * (1 - p))[:, None]).T @ x + 0.01 * np.eye(2)
        step = np.linalg.solve(curve, gradient)
        weights -= step / max(1.0, float(np.linalg.norm(step)))
    if weights[0] <= 0:  # too few claims to tell better from worse
        return 1.0, 0.0
    return round(float(weights[0]), 4), round(float(weights[1]), 4)
