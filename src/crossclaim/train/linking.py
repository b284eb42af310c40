"""Learns the weights by which claims are held to be on one occurrence: ``python -m crossclaim.train.linking``.

Two logistic models, for claims of one document and of two, from every pair of annotated claims that share a block key.
The seed and the figures of a cross-validation by group stand in the file that is written. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

import crossclaim.link
from crossclaim.evaluate.corpora import shared_folder
from crossclaim.evaluate.linking import LinkedPool, candidate_pairs, measure_partition, prepare_pool
from crossclaim.evaluate.sourced import documents_of, gold_pool
from crossclaim.link import Commonness, Traits, cluster, compare_traits
from crossclaim.link.comparing import APART, LEAST_LINK
from crossclaim.model import Link
from crossclaim.pipeline import ExtractorName, load_resources

__all__ = ["Pair", "learn", "main"]

PARTS = ("train", "authored_train")
FOLDS = 5
SEED = 20240
STRENGTH = 1.0  # of the pull of weights towards nothing: scikit-learn's C
LEAST_WORD = 8  # quotes that a word stands in before its commonness is known
MOST_WORDS = 1200
PLAIN = 2.5  # logarithm of how rare a word is that begins to tell occurrences apart: one quote in twelve has it
LEAST_SEEN = 12  # pairs that a feature is told in before it has a weight
THRESHOLDS = (0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
# The lowest threshold at which so many of the pairs joined are one occurrence, on every part: two occurrences made one
# are harder for a person to see than one that stands twice.
PRECISION = 0.92
# A reading's own opinion is right more often on the reports it was trained on than on others, so its weight is set by
# hand: about as much as the same acting side.
READ_AS = {"read_as_one": 0.7, "read_as_two": -0.7}


@dataclass(frozen=True)
class Pair:
    """Two annotated claims with their features, and whether annotators hold them for one occurrence."""

    part: str
    fold: int
    one: Traits
    other: Traits
    features: dict[str, float]
    same: bool

    @property
    def within(self) -> bool:
        """Whether both stand in one document."""
        return self.one.document == self.other.document


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn, cross-validate, write the file and print its figures; 1 where the shared corpus is absent."""
    parser = argparse.ArgumentParser(prog="python -m crossclaim.train.linking", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"), help="the project's own annotated reports")
    parser.add_argument("--output", type=Path, default=Path(crossclaim.link.__file__).with_name("weights.json"))
    options = parser.parse_args(arguments)
    paths = [shared_folder() / "corpus" / "claims" / part for part in PARTS] + [options.corpus / "written"]
    absent = [path for path in paths if not Path(f"{path}.gold.jsonl").is_file()]
    if absent:
        sys.stderr.write(f"not trained: {absent[0]}.gold.jsonl is absent\n")
        return 1
    with load_resources(extractor=ExtractorName.RULES) as resources:
        pools = {
            path.name: prepare_pool(gold_pool(path, resources), resources, documents_of(Path(f"{path}.docs.jsonl")))
            for path in paths
        }
    table = learn(pools)
    options.output.write_text(json.dumps(table, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
    sys.stdout.write(json.dumps(table["trained"], indent=1) + "\n")
    return 0


def learn(pools: dict[str, LinkedPool]) -> dict[str, object]:
    """The file's table: two scales, the words' commonness, the threshold, and the figures of the cross-validation."""
    words = _word_table([traits for pool in pools.values() for traits in pool.traits.values()])
    commonness = Commonness(words)
    pairs = [pair for part, pool in pools.items() for pair in _pairs(part, pool, commonness)]
    scales = {name: _fit([pair for pair in pairs if pair.within is within]) for name, within in _SCALES.items()}
    figures, join = _cross_validate(pairs, pools)
    grouped: dict[str, list[str]] = {}
    for word, weight in sorted(words.items()):
        grouped.setdefault(str(weight), []).append(word)
    scales["within"]["weights"].update(READ_AS)  # type: ignore[attr-defined]
    return {
        **scales,
        "join": join,
        "words": {weight: " ".join(several) for weight, several in grouped.items()},
        "trained": {"seed": SEED, "folds": FOLDS, "pairs": len(pairs), "same": sum(pair.same for pair in pairs)}
        | figures,
    }


_SCALES = {"within": True, "across": False}


def _word_table(traits: Sequence[Traits]) -> dict[str, float]:
    seen = Counter(word for each in traits for word in each.words)
    common = [(word, count) for word, count in seen.most_common(MOST_WORDS) if count >= LEAST_WORD]
    return {word: round(max(math.log(len(traits) / count) - PLAIN, 0.0), 1) for word, count in common}


def _pairs(part: str, pool: LinkedPool, commonness: Commonness) -> Iterable[Pair]:
    """Candidate pairs that no rule decides.

    Groups were annotated apart from each other: of two claims of two groups that agree in type, place and time nobody
    has said whether they are one occurrence, so such pairs teach nothing.
    """
    for first, second in sorted(candidate_pairs(pool)):
        one, other = pool.traits[first], pool.traits[second]
        features = compare_traits(one, other, commonness, pool.copied(one, other))
        if any(name in features for name in APART):
            continue
        same = pool.events[first] == pool.events[second]
        alike = {"type_same", "place_same", "time_same"} <= features.keys()
        if pool.groups[first] != pool.groups[second] and alike:
            continue
        yield Pair(part, _fold(part + pool.groups[first]), one, other, features, same)


def _fold(group: str) -> int:
    return blake2b(f"{SEED} {group}".encode(), digest_size=2).digest()[0] % FOLDS


def _fit(pairs: Sequence[Pair]) -> dict[str, object]:
    seen = Counter(name for pair in pairs for name in pair.features)
    kept = [{name: value for name, value in pair.features.items() if seen[name] >= LEAST_SEEN} for pair in pairs]
    table = DictVectorizer()
    values = table.fit_transform(kept)
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit(values, [pair.same for pair in pairs])
    weights = zip(table.feature_names_, model.coef_[0], strict=True)
    return {
        "base": round(float(model.intercept_[0]), 3),
        "weights": {name: round(float(weight), 3) for name, weight in weights if abs(weight) >= 0.005},
    }


def _cross_validate(pairs: Sequence[Pair], pools: dict[str, LinkedPool]) -> tuple[dict[str, object], float]:
    """Figures of models that have not seen the group they judge, at the threshold that is learned from them."""
    probabilities = np.zeros(len(pairs))
    for fold in range(FOLDS):
        for within in _SCALES.values():
            rest = [pair for pair in pairs if pair.fold != fold and pair.within is within]
            scale = _fit(rest)
            for number, pair in enumerate(pairs):
                if pair.fold == fold and pair.within is within:
                    probabilities[number] = _probability(scale, pair.features)
    links = {part: _links(part, pairs, probabilities) for part in pools}
    sums = {join: _figures(links, pools, join) for join in THRESHOLDS}
    join = min((each for each in THRESHOLDS if _least_precision(sums[each]) >= PRECISION), default=THRESHOLDS[-1])
    return {"cross_validation": sums[join], "calibration": _calibration(pairs, probabilities)}, join


def _least_precision(figures: dict[str, dict[str, float]]) -> float:
    return min(part["pairwise_precision"] for part in figures.values())


def _probability(scale: dict[str, object], features: dict[str, float]) -> float:
    weights: dict[str, float] = scale["weights"]  # type: ignore[assignment]
    total = float(scale["base"]) + sum(weights.get(name, 0.0) * value for name, value in features.items())  # type: ignore[arg-type]
    return 1 / (1 + math.exp(-max(min(total, 30.0), -30.0)))


def _links(part: str, pairs: Sequence[Pair], probabilities: np.ndarray) -> list[Link]:
    found = []
    for pair, probability in zip(pairs, probabilities, strict=True):
        if pair.part == part and probability >= LEAST_LINK:
            first, second = sorted((pair.one.id, pair.other.id))
            found.append(Link(first=first, second=second, probability=float(probability)))
    return found


def _figures(links: dict[str, list[Link]], pools: dict[str, LinkedPool], join: float) -> dict[str, dict[str, float]]:
    reached = {}
    for part, pool in pools.items():
        partition = cluster(pool.traits, links[part], (), join=join).clusters
        reached[part] = {name: round(value, 3) for name, value in measure_partition(partition, pool.events).items()}
    return reached


def _calibration(pairs: Sequence[Pair], probabilities: np.ndarray) -> dict[str, list[float]]:
    """By tenth of probability: the mean probability given and the share of pairs that are one occurrence."""
    same = np.array([pair.same for pair in pairs])
    tenths = np.minimum((probabilities * 10).astype(int), 9)
    return {
        f"{tenth / 10:.1f}": [
            round(float(probabilities[tenths == tenth].mean()), 3),
            round(float(same[tenths == tenth].mean()), 3),
        ]
        for tenth in range(10)
        if (tenths == tenth).any()
    }


if __name__ == "__main__":
    sys.exit(main())
