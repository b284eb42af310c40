"""Judgements of people that cannot all be followed."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pydantic import BaseModel, ConfigDict

from crossclaim.link import cluster, reach
from crossclaim.model import Judgement, JudgementSubject, Verdict
from crossclaim.store import Reader

__all__ = ["Unfollowed", "unfollowed_judgements"]


class Unfollowed(BaseModel):
    """A judgement that is not followed, those that it contradicts, and the reason in words."""

    model_config = ConfigDict(frozen=True)

    judgement: Judgement
    against: tuple[Judgement, ...]
    reason: str

    @property
    def claims(self) -> frozenset[str]:
        """The claims that it and those against it are about."""
        return frozenset(end for one in (self.judgement, *self.against) for end in (one.first, one.second))


def unfollowed_judgements(claim_ids: Collection[str], reader: Reader) -> tuple[Unfollowed, ...]:
    """The judgements not followed that have to do with some of these claims.

    What people judged to be one is followed from claim to claim: a chain of "same" may end at two claims that somebody
    holds for different.
    """
    judgements: dict[str, Judgement] = {}

    def pairs(reached: Collection[str]) -> Iterator[tuple[str, str]]:
        for judgement in reader.judgements(JudgementSubject.CLAIM, touching=reached):
            judgements[judgement.id] = judgement
            if judgement.verdict is Verdict.SAME:
                yield judgement.first, judgement.second

    claims = reader.claims_in_force(reach(claim_ids, pairs))
    found = (
        Unfollowed(
            judgement=judgements[conflict.judgement],
            against=tuple(judgements[each] for each in conflict.against),
            reason=conflict.reason,
        )
        for conflict in cluster(claims, (), judgements.values()).conflicts
    )
    return tuple(each for each in found if not each.claims.isdisjoint(claim_ids))
