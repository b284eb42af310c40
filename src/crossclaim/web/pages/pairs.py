"""Why claims are held to be one occurrence, pair by pair: what speaks for it, what against, and what people said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crossclaim.model import Judgement, JudgementSubject, Link, SourcedClaim
from crossclaim.store import Reader
from crossclaim.web.pages.words import name_of

__all__ = ["Pair", "find_pairs"]

_MOST_REASONS = 8
_WIDEST = 4.0  # weights reach about so far: the scale of the bars


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for (weight above 0) or against one occurrence; ``width`` is its bar in percent."""

    name: str
    weight: float
    width: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims of one event, by their numbers on the page."""

    first: int
    second: int
    ids: tuple[str, str]
    probability: float | None
    reasons: Sequence[Reason]
    judgement: Judgement | None


def find_pairs(store: Reader, claims: Sequence[SourcedClaim]) -> list[Pair]:
    """The pairs that were compared or judged, the least likely first: those are worth a look."""
    numbers = {claim.id: number for number, claim in enumerate(claims, start=1)}
    inside = set(numbers)
    links = {(link.first, link.second): link for link in store.links(inside) if {link.first, link.second} <= inside}
    judged = {
        (one.first, one.second): one
        for one in store.judgements(JudgementSubject.CLAIM, touching=inside)
        if {one.first, one.second} <= inside and one.retires is None
    }
    pairs = [_pair(ends, links.get(ends), judged.get(ends), numbers) for ends in {*links, *judged}]
    return sorted(pairs, key=lambda pair: (pair.probability is None, pair.probability or 0, pair.first, pair.second))


def _pair(ends: tuple[str, str], link: Link | None, judgement: Judgement | None, numbers: dict[str, int]) -> Pair:
    ordered = sorted(ends, key=numbers.__getitem__)
    reasons = [
        Reason(name_of(name, "feature"), weight, round(min(abs(weight) / _WIDEST, 1) * 50, 1))
        for name, weight in sorted(link.evidence if link else (), key=lambda pair: -abs(pair[1]))
        if name != "base"
    ]
    return Pair(
        first=numbers[ordered[0]],
        second=numbers[ordered[1]],
        ids=(ordered[0], ordered[1]),
        probability=link.probability if link else None,
        reasons=reasons[:_MOST_REASONS],
        judgement=judgement,
    )
