"""What a claim is measured by: the parts of a claim in JSON that are compared, reduced to what can be equal or not."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from crossclaim.model import ClaimClass, ClaimType

__all__ = ["ComparableClaim", "Figures", "Measure", "comparable", "load_measure", "quoted", "words_of"]

JsonObject = Mapping[str, Any]
Figures = Counter[tuple[Any, ...]]

WORD = re.compile(r"[^\W_]+")
TYPES = frozenset(ClaimType)


class Measure(NamedTuple):
    """The constants of the measure, as ``measure.toml`` gives them with their reasons."""

    least_quote_f1: float
    quote_weight: float
    type_weight: float
    figures_weight: float
    idle_words: frozenset[str]


@dataclass(frozen=True)
class ComparableClaim:
    """One claim, gold or predicted, as the measure sees it.

    Sides, place and source are sets of telling words; ``time`` is the interval's two dates or None where it is open.
    """

    quote: str
    type: str | None
    claim_class: ClaimClass | None
    side_a: frozenset[str]
    side_b: frozenset[str]
    place: frozenset[str]
    time: tuple[str, str] | None
    figures: Figures
    figures_whose: Figures
    is_narrated: bool
    source: frozenset[str]
    modality: str | None

    @property
    def quote_words(self) -> Counter[str]:
        """The words of the quote with how often each stands in it."""
        return Counter(words_of(self.quote))


@cache
def load_measure() -> Measure:
    """The constants of the measure, read once from the package."""
    table = tomllib.loads(files("crossclaim.evaluate").joinpath("measure.toml").read_text(encoding="utf-8"))
    weights, idle = table["weights"], frozenset(word for words in table["words"].values() for word in words)
    return Measure(table["least_quote_f1"], weights["quote"], weights["type"], weights["figures"], idle)


def comparable(claim: JsonObject) -> ComparableClaim:
    """A claim in the annotation format or in the output contract, as the measure sees it."""
    attribution = claim.get("attribution") or {}
    return ComparableClaim(
        quote=quoted(claim.get("quote")),
        type=claim.get("type"),
        claim_class=_class_of(claim.get("type")),
        side_a=_telling_words(claim.get("side_a")),
        side_b=_telling_words(claim.get("side_b")),
        place=_telling_words(claim.get("place")),
        time=_interval(claim.get("time")),
        figures=Counter(_bounds(figure) for figure in claim.get("figures") or ()),
        figures_whose=Counter((*_bounds(figure), figure.get("whose")) for figure in claim.get("figures") or ()),
        is_narrated=attribution.get("kind") == "narrator",
        source=_telling(quoted(attribution.get("source"))),
        modality=claim.get("modality", "actual"),
    )


def quoted(value: str | JsonObject | None) -> str:
    """The words of a value that is a quote itself, carries one as ``text`` or ``quote``, or is absent."""
    if value is None or isinstance(value, str):
        return value or ""
    return str(value.get("text") or value.get("quote") or "")


def words_of(text: str | None) -> list[str]:
    """The words of a text in lower case, punctuation and underscores apart."""
    return WORD.findall((text or "").lower())


def _telling(*texts: str | None) -> frozenset[str]:
    return frozenset(word for text in texts for word in words_of(text)) - load_measure().idle_words


def _telling_words(value: str | JsonObject | None) -> frozenset[str]:
    """The telling words of a side or place: those of its quote, its name, and the actor it was resolved to."""
    if not value:
        return frozenset()
    if isinstance(value, str):
        return _telling(value)
    actor = value.get("actor") or {}
    return _telling(quoted(value), value.get("name"), actor.get("name") if isinstance(actor, Mapping) else actor)


def _class_of(claim_type: str | None) -> ClaimClass | None:
    return ClaimClass.of(ClaimType(claim_type)) if claim_type in TYPES else None


def _bounds(figure: JsonObject) -> tuple[Any, ...]:
    return figure.get("kind"), figure.get("low"), figure.get("high")


def _interval(value: str | JsonObject | None) -> tuple[str, str] | None:
    """The dates an expression of time was resolved to; its words alone are no interval."""
    if not value or isinstance(value, str):
        return None
    start, end = value.get("start_date", value.get("start")), value.get("end_date", value.get("end"))
    if isinstance(start, int):  # the offsets of the words, and no "start_date" beside them
        start, end = value.get("from"), value.get("to")
    return (str(start)[:10], str(end)[:10]) if start and end else None
