"""Which of people's judgements are in force, and what they forbid and demand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from crossclaim.link.joining import Groups
from crossclaim.model import Judgement, JudgementSubject, Verdict

__all__ = ["Conflict", "Rulings", "in_force", "settle"]


class Conflict(NamedTuple):
    """A judgement that could not be followed, with those that it contradicts and the reason in words."""

    judgement: str
    against: tuple[str, ...]
    reason: str


class Rulings(NamedTuple):
    """What judgements come to: claims that are one, pairs that are not, and what contradicted that.

    ``same`` are the pairs that are followed, of those that anybody ``told`` to be one; ``apart`` the pairs to be kept
    in different clusters.
    """

    same: tuple[tuple[str, str], ...]
    told: tuple[tuple[str, str], ...]
    apart: frozenset[tuple[str, str]]
    conflicts: tuple[Conflict, ...]


def in_force(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The judgements that no other in force retires, the latest first.

    One that retires another may be retired itself: then the first is in force again.
    """
    retired: set[str] = set()
    kept: list[Judgement] = []
    for judgement in sorted(judgements, key=lambda each: (each.at, each.id), reverse=True):
        if judgement.id in retired:
            continue
        kept.append(judgement)
        if judgement.retires is not None:
            retired.add(judgement.retires)
    return kept


def settle(judgements: Iterable[Judgement]) -> Rulings:
    """What the judgements on claims come to.

    On one pair the latest word stands, "unsure" being none. "Different" is stronger than "same": where a chain of
    "same" would bring two claims together that somebody holds for different, the older links of the chain give way.
    """
    ruling = [each for each in in_force(judgements) if _rules(each)]
    told = {(each.first, each.second) for each in ruling if each.verdict is Verdict.SAME}
    standing, conflicts = _latest_words(ruling)
    different = [each for each in standing if each.verdict is Verdict.DIFFERENT]
    groups, same = Groups(), []
    for judgement in (each for each in standing if each.verdict is Verdict.SAME):
        crossed = [each for each in different if _would_meet(groups, judgement, each)]
        if crossed:
            against = tuple(sorted(each.id for each in crossed))
            conflicts.append(Conflict(judgement.id, against, "would bring together claims judged to be different"))
            continue
        groups.join(judgement.first, judgement.second)
        same.append((judgement.first, judgement.second))
    apart = frozenset((each.first, each.second) for each in different)
    return Rulings(tuple(sorted(same)), tuple(sorted(told)), apart, tuple(sorted(conflicts)))


def _rules(judgement: Judgement) -> bool:
    """Whether it says something of two claims; who is unsure demands nothing."""
    return judgement.subject is JudgementSubject.CLAIM and judgement.verdict is not Verdict.UNSURE


def _latest_words(judgements: Sequence[Judgement]) -> tuple[list[Judgement], list[Conflict]]:
    """The latest judgement on each pair, with a conflict for each older one that says the contrary."""
    latest: dict[tuple[str, str], Judgement] = {}
    conflicts = []
    for judgement in judgements:
        newer = latest.setdefault((judgement.first, judgement.second), judgement)
        if {newer.verdict, judgement.verdict} == {Verdict.SAME, Verdict.DIFFERENT}:
            conflicts.append(Conflict(judgement.id, (newer.id,), "a later judgement on the pair says the contrary"))
    return list(latest.values()), conflicts


def _would_meet(groups: Groups, joining: Judgement, different: Judgement) -> bool:
    ends = {groups.of(joining.first), groups.of(joining.second)}
    held = {groups.of(different.first), groups.of(different.second)}
    return held <= ends
