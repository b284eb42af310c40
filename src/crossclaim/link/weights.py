"""The learned weights: a small table of named numbers, written by ``python -m crossclaim.train.linking``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from crossclaim.errors import ResourceError
from crossclaim.link.features import Commonness

__all__ = ["FILE", "Scale", "Weights", "load_weights", "read_weights"]

FILE = "weights.json"


@dataclass(frozen=True, slots=True)
class Scale:
    """A logistic model: the probability of a pair is 1 / (1 + exp(-(base + sum of weight x value)))."""

    base: float
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Weights:
    """How pairs are weighed, ``within`` one document and ``across`` two; ``join`` is from where on claims are one."""

    within: Scale
    across: Scale
    commonness: Commonness
    join: float


@cache
def load_weights() -> Weights:
    """The weights that come with the package.

    Raises:
        ResourceError: the file is damaged.
    """
    return read_weights(files(__package__).joinpath(FILE).read_text(encoding="utf-8"))


def read_weights(text: str) -> Weights:
    """The weights of a file's text.

    Raises:
        ResourceError: it is not such a file.
    """
    try:
        table = json.loads(text)
        words = {word: float(weight) for weight, several in table["words"].items() for word in several.split()}
        scales = [Scale(float(table[name]["base"]), table[name]["weights"]) for name in ("within", "across")]
        return Weights(scales[0], scales[1], Commonness(words), float(table["join"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ResourceError(f"{FILE}: {error!r}") from error
