"""Words to numbers: the one place where "dozens" becomes one, by the table of a profile."""

from __future__ import annotations

import re
from collections.abc import Callable
from math import inf
from typing import NamedTuple

from crossclaim.model import Operator, Quantity
from crossclaim.reconcile.rules import Lexicon, Rules, load_lexicon

__all__ = ["Bounds", "add_bounds", "are_compatible", "join_bounds", "read_bounds", "read_plain"]

_WORD = re.compile(r"[^\W\d_]+")
# "About 100" against 104: how far a rounded number may be off.
ROUNDED = 0.1


class Bounds(NamedTuple):
    """A figure as an interval: ``point`` is the number it is known by. None where the words leave an end open.

    Where nothing gives a number, ``unknown`` is True and all three are None, or what a profile codes that as.
    """

    low: float | None
    point: float | None
    high: float | None
    from_words: bool = False
    unknown: bool = False
    rounded: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether both ends are told."""
        return self.low is not None and self.high is not None


def read_bounds(quantity: Quantity, words: str, rules: Rules, *, is_large: bool) -> Bounds:
    """A quantity under a profile; ``words`` are those of the report, ``is_large`` tells the scale of the event."""
    if quantity.op is not Operator.VAGUE:
        return _numeric(quantity)
    found = _lookup(words, rules, load_lexicon(), is_large)
    if found is not None:
        low, high = found
        return Bounds(low, low, None if rules.open_words else high, from_words=True)
    return Bounds(rules.unknown, rules.unknown, None, from_words=True, unknown=True)


def read_plain(quantity: Quantity, words: str) -> Bounds:
    """A quantity as its words say, under no profile: for telling whether two figures can both be right."""
    if quantity.op is not Operator.VAGUE:
        return _numeric(quantity)
    low, high = _lookup(words, None, load_lexicon(), False) or (None, None)
    return Bounds(low, low, high, from_words=True, unknown=low is None)


def _numeric(quantity: Quantity) -> Bounds:
    low, high = quantity.low, quantity.high
    match quantity.op:
        case Operator.MORE_THAN:
            low = None if low is None else _next(low, 1)
            return Bounds(low, low, None)
        case Operator.AT_LEAST:
            return Bounds(low, low, None)
        case Operator.FEWER_THAN:
            high = None if high is None else max(0, _next(high, -1))
            return Bounds(None, high, high)
        case Operator.AT_MOST:
            return Bounds(None, high, high)
        case _:
            point = high if low is None else low
            return Bounds(low, point, high, unknown=point is None, rounded=quantity.op is Operator.ABOUT)


def _next(number: float, step: int) -> float:
    """The next whole number: people are counted whole."""
    return number + step


def _lookup(words: str, rules: Rules | None, lexicon: Lexicon, is_large: bool) -> tuple[float, float | None] | None:
    """The interval of the last word that is known, times the unit behind it ("tens of thousands")."""
    parts = _WORD.findall(words.casefold())
    found: tuple[float, float | None] | None = None
    for at, part in enumerate(parts):
        pair = f"{parts[at - 1]} {part}" if at else part
        unit = lexicon.units.get(part)
        if found is not None and unit is not None:
            low, high = found
            found = (low * unit, None if high is None else high * unit)
            continue
        known = _known(pair, rules, lexicon, is_large) or _known(part, rules, lexicon, is_large)
        found = known or found
    return found


def _known(word: str, rules: Rules | None, lexicon: Lexicon, is_large: bool) -> tuple[float, float | None] | None:
    if rules is not None and word in rules.numbers:
        return (rules.numbers[word][is_large], None)
    return lexicon.intervals.get(word)


def are_compatible(first: Bounds, second: Bounds) -> bool:
    """Whether one number can satisfy both; open ends and unknown numbers rule nothing out."""
    return _low(first) <= _high(second) and _low(second) <= _high(first)


def _low(bounds: Bounds) -> float:
    low = -inf if bounds.low is None else bounds.low
    return low * (1 - ROUNDED) if bounds.rounded else low


def _high(bounds: Bounds) -> float:
    high = inf if bounds.high is None else bounds.high
    return high * (1 + ROUNDED) if bounds.rounded else high


def join_bounds(first: Bounds, second: Bounds) -> Bounds:
    """One source's two figures for one thing: what both say where that can be, else from the lower to the higher.

    No number, where what they say cannot be squared and leaves the ends open ("at least 100", "up to 50").
    """
    if first.unknown or second.unknown:
        return second if first.unknown else first
    if first.from_words != second.from_words:
        return second if first.from_words else first
    if are_compatible(first, second):
        low, high = _known_end(max, first.low, second.low), _known_end(min, first.high, second.high)
    else:
        low, high = _outer_end(min, first.low, second.low), _outer_end(max, first.high, second.high)
    if low is not None and high is not None and low > high:  # rounded numbers may cross
        low, high = high, low
    point = low if low is not None else high
    rounded = first.rounded or second.rounded
    return Bounds(low, point, high, first.from_words, unknown=point is None, rounded=rounded)


def _known_end(pick: Callable[[float, float], float], first: float | None, second: float | None) -> float | None:
    """The tighter of two ends; an open one bounds nothing."""
    if first is None or second is None:
        return second if first is None else first
    return pick(first, second)


def _outer_end(pick: Callable[[float, float], float], first: float | None, second: float | None) -> float | None:
    """The wider of two ends; an open one stays open."""
    return None if first is None or second is None else pick(first, second)


def add_bounds(first: Bounds, second: Bounds) -> Bounds:
    """The sum of two figures that one claim tells apart ("12 soldiers and three policemen")."""

    def both(one: float | None, other: float | None) -> float | None:
        return None if one is None or other is None else one + other

    return Bounds(
        both(first.low, second.low),
        both(first.point, second.point),
        both(first.high, second.high),
        first.from_words or second.from_words,
        first.unknown or second.unknown,
        first.rounded or second.rounded,
    )
