"""Absences that a report asserts: "nobody was hurt" counts none, where silence would count nothing."""

from __future__ import annotations

from crossclaim.extract.grammar import grammar
from crossclaim.extract.quantities import QuantityMention
from crossclaim.model import Operator, Quantity

__all__ = ["find_absences"]


def find_absences(text: str, start: int = 0, end: int | None = None) -> list[QuantityMention]:
    """The words of ``text[start:end]`` that say that nobody came to harm, each a count of none of itself."""
    none = Quantity(op=Operator.EXACT, low=0, high=0)
    stop = len(text) if end is None else end
    found = grammar("figures.nobody").finditer(text, start, stop)
    return [QuantityMention(match.start(), match.end(), none, match.span()) for match in found]
