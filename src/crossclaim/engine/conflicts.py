"""Judgements of people that cannot all be followed."""

from __future__ import annotations

from collections.abc import Collection

from pydantic import BaseModel, ConfigDict

from crossclaim.link import cluster
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
    judgements = _judgements_around(claim_ids, reader)
    claims = reader.claims_in_force({end for one in judgements.values() for end in (one.first, one.second)})
    found = (
        Unfollowed(
            judgement=judgements[conflict.judgement],
            against=tuple(judgements[each] for each in conflict.against),
            reason=conflict.reason,
        )
        for conflict in cluster(claims, (), judgements.values()).conflicts
    )
    return tuple(each for each in found if not each.claims.isdisjoint(claim_ids))


def _judgements_around(claim_ids: Collection[str], reader: Reader) -> dict[str, Judgement]:
    """By their ids, the judgements on these claims and on all that a chain of "same" ties to them."""
    found: dict[str, Judgement] = {}
    seen: set[str] = set()
    front = set(claim_ids)
    while front:
        seen |= front
        fresh = reader.judgements(JudgementSubject.CLAIM, touching=front)
        found |= {one.id: one for one in fresh}
        front = {end for one in fresh if one.verdict is Verdict.SAME for end in (one.first, one.second)} - seen
    return found
