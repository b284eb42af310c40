"""What an encoder with its heads must offer, whatever runs it."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from crossclaim.extract.learned.features import Matrix
from crossclaim.extract.learned.pieces import Ints
from crossclaim.extract.learned.windows import Context

__all__ = ["Answers", "Encoder", "Floats", "Question", "Read", "ask_together"]

Floats = npt.NDArray[np.float32]


class Read(NamedTuple):
    """One window of t pieces, the special ones included, as the encoder sees it. Scores are before softmax."""

    low: Floats  # [t, width]: what questions about the window start from
    tags: Floats  # [t, tags]
    types: Floats  # [t, types]


class Question(NamedTuple):
    """n quotes of one window with s pieces in sight each, all arrays [n, s]; ``seen`` is 0 where a row is padded."""

    at: Ints
    inside: Ints
    bucket: Ints
    seen: Ints


class Answers(NamedTuple):
    """What the heads say of n quotes, scores before softmax or sigmoid."""

    starts: Floats  # [n, s, slots]
    ends: Floats  # [n, s, slots]
    kinds: Floats  # [n, s, kinds]
    whose: Floats  # [n, s, whose]
    types: Floats  # [n, types]
    attributions: Floats  # [n, attributions]
    modalities: Floats  # [n, modalities]
    claim: Floats  # [n, 2]: is a claim, is cumulative
    occurrence: Floats  # [n, width of the comparison], unit vectors


class Encoder(Protocol):
    """Reads a window once, then answers questions about quotes in it."""

    def read(self, ids: Ints, features: Matrix) -> Read:
        """The window of the given piece ids [t] and their features [t, features], special pieces included."""
        ...

    def ask(self, low: Floats, features: Matrix, question: Question) -> Answers:
        """What the heads say of the quotes asked about."""
        ...


def ask_together(contexts: list[Context]) -> Question:
    """Contexts of one window as one question, the shorter ones padded."""
    longest = max(len(context.at) for context in contexts)

    def stacked(rows: list[Ints]) -> Ints:
        return np.stack([np.pad(row, (0, longest - len(row))) for row in rows])

    return Question(
        stacked([context.at for context in contexts]),
        stacked([context.inside for context in contexts]),
        stacked([context.bucket for context in contexts]),
        stacked([np.ones_like(context.at) for context in contexts]),
    )
