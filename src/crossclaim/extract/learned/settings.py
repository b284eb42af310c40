"""Where scores become answers: thresholds and biases, set on a held-out part of the training documents."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Settings", "logit", "sigmoid"]


@dataclass(frozen=True)
class Settings:
    """Thresholds of one trained model; they travel with it.

    ``begin_bias`` is added to the score of a quote's beginning, ``inside_bias`` taken from that of the outside;
    ``slot_bias`` is added to the score of a slot's best words before they are weighed against none at all;
    ``figure_bias`` is taken from the score of a number being none of the claim's figures, ``kind_bonus`` added to that
    of its counting what a verb right beside it says, ``side_bonus`` to that of the side whose party the counted noun
    names, which by the verb before it lost or did not take what is counted, or which the number before it counts;
    ``actual_bias`` is taken from the score of a claim being plainly asserted, ``cue_bonus`` added to that of the
    modality that rules read off the cues.
    ``slope`` and ``offset`` turn what the head gives into the share of such claims that are right (Platt scaling).
    """

    begin_bias: float = 0.0
    inside_bias: float = 0.0
    shortest_quote: int = 3  # pieces
    least_claim: float = 0.3  # probability
    least_alike: float = 0.5  # cosine from which on two claims of one asserter may be one
    slot_bias: Mapping[str, float] = field(default_factory=lambda: {"source": 2.0})
    figure_bias: float = 0.0
    kind_bonus: float = 4.0
    side_bonus: float = 1.5
    actual_bias: float = 0.0
    cue_bonus: float = 0.0
    slope: float = 1.0
    offset: float = 0.0

    def calibrated(self, probability: float) -> float:
        """The share of claims with that probability that annotators make, too."""
        return sigmoid(self.slope * logit(probability) + self.offset)


def sigmoid(score: float) -> float:
    """The probability of a score, which is cut where it would overflow."""
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, score))))


def logit(probability: float) -> float:
    """The score of a probability, cut short of certainty."""
    inside = max(1e-6, min(1 - 1e-6, probability))
    return math.log(inside / (1 - inside))
