"""How likely two claims tell of one occurrence, with what speaks for it and against it."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp

from crossclaim.link.features import FEATURES, compare_traits
from crossclaim.link.traits import Traits
from crossclaim.link.weights import Weights, load_weights
from crossclaim.model import Link

__all__ = ["LEAST_LINK", "compare", "compare_likely", "explain", "likelihood"]

# What is less likely than not is no link: clustering takes a pair without one for one of probability 0.
LEAST_LINK = 0.5
# Never one, whatever else agrees: a rule of the field, not a matter of likelihood.
APART = ("total_with_single", "totals_of_other_periods")
_RULED_OUT = -20.0
_MOST_REASONS = 4


def compare(one: Traits, other: Traits, *, copied: float = 0.0, weights: Weights | None = None) -> Link:
    """The link of two claims, the same whichever comes first.

    ``copied`` is the part of one document's words that stand in the other's, 0 to 1, where they copy each other.
    The evidence holds the base and each feature's contribution, the weightiest first; the sum of all is the logit.
    """
    return _link(one, other, _weigh(one, other, copied, weights or load_weights()))


def compare_likely(one: Traits, other: Traits, *, copied: float = 0.0, weights: Weights | None = None) -> Link | None:
    """The link of two claims where it is worth keeping, else None: for the many pairs that get none."""
    parts = _weigh(one, other, copied, weights or load_weights())
    return _link(one, other, parts) if _probability(parts) >= LEAST_LINK else None


def _link(one: Traits, other: Traits, parts: Mapping[str, float]) -> Link:
    first, second = sorted((one.id, other.id))
    evidence = sorted(parts.items(), key=lambda part: (-abs(part[1]), part[0]))
    return Link(
        first=first,
        second=second,
        probability=_probability(parts),
        evidence=tuple((name, round(value, 3)) for name, value in evidence),
    )


def likelihood(one: Traits, other: Traits, *, copied: float = 0.0, weights: Weights | None = None) -> float:
    """The probability of ``compare`` alone, faster: for the many pairs that get no link."""
    return _probability(_weigh(one, other, copied, weights or load_weights()))


def _weigh(one: Traits, other: Traits, copied: float, weights: Weights) -> dict[str, float]:
    """What each feature contributes; where a rule keeps the two apart, that rule alone."""
    scale = weights.within if one.document == other.document else weights.across
    values = compare_traits(one, other, weights.commonness, copied)
    for name in APART:
        if name in values:
            return {name: _RULED_OUT}
    known = scale.weights
    return {"base": scale.base} | {name: known[name] * value for name, value in values.items() if name in known}


def _probability(parts: Mapping[str, float]) -> float:
    if len(parts) == 1 and next(iter(parts)) in APART:
        return 0.0
    # Rounded, since the order of a sum shows in its last digits, and that order may differ with who comes first.
    total = round(sum(parts.values()), 9)
    return 1 / (1 + exp(-max(min(total, 30.0), -30.0)))


def explain(link: Link) -> str:
    """The link in words: how likely, and the weightiest reasons on either side.

    >>> explain(Link(first="a", second="b", probability=0.9, evidence=(("place_same", 2.0), ("base", 0.2))))
    '90% likely to be one occurrence; for: the same place'
    """
    parts = [f"{round(link.probability * 100)}% likely to be one occurrence"]
    for word, sign in (("for", 1), ("against", -1)):
        reasons = [_phrase(name) for name, value in link.evidence if name != "base" and value * sign > 0]
        if reasons:
            parts.append(f"{word}: {', '.join(reasons[:_MOST_REASONS])}")
    return "; ".join(parts)


def _phrase(name: str) -> str:
    if name.startswith("types:"):
        types = name.removeprefix("types:").split("+")
        return "how often such types are one: " + " and ".join(kind.replace("_", " ") for kind in types)
    return FEATURES.get(name, name.replace("_", " "))
