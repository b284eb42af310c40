"""Where scores become answers: thresholds and biases, set on a held-out part of the training documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Settings"]


@dataclass(frozen=True)
class Settings:
    """Thresholds of one trained model; they travel with it.

    ``begin_bias`` is added to the score of a quote's beginning, ``inside_bias`` taken from that of the outside;
    ``slot_bias`` is added to the score of a slot's best words before they are weighed against none at all.
    """

    begin_bias: float = 0.0
    inside_bias: float = 0.0
    shortest_quote: int = 3  # pieces
    least_claim: float = 0.3  # probability
    slot_bias: Mapping[str, float] = field(default_factory=dict)
    figure_bias: float = 0.0
