"""What people said of the claims of a version that a new one replaces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256

from crossclaim.model import Judgement, JudgementSubject, SourcedClaim
from crossclaim.store import Writer

__all__ = ["carry_judgements", "find_successors"]

_CARRIED = " (passed on the same words in an earlier version)"


def carry_judgements(before: Sequence[SourcedClaim], after: Sequence[SourcedClaim], writer: Writer) -> None:
    """Hold what was judged of some versions' claims of those of the next versions that stand in the same words.

    A claim whose words were changed is another one: what was judged of it is kept, and decides nothing any more.
    """
    successors = find_successors(before, after)
    if not successors:
        return
    judged = [one for one in writer.judgements(JudgementSubject.CLAIM, touching=successors) if one.retires is None]
    pairs = {one.id: _pair(one, successors) for one in judged}
    counting = writer.traits({end for pair in pairs.values() for end in pair})
    for judgement in judged:
        first, second = pairs[judgement.id]
        if first != second and {first, second} <= counting.keys():
            writer.put_judgement(_carried(judgement, first, second))


def find_successors(before: Sequence[SourcedClaim], after: Sequence[SourcedClaim]) -> dict[str, str]:
    """The claim of the later version for each claim of the earlier one: the same type in the same words, in order.

    Pages are kept apart: words that two of them share are no successors of each other.
    """
    waiting: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for claim in reversed(after):
        waiting[_words(claim)].append(claim.id)
    return {claim.id: waiting[_words(claim)].pop() for claim in before if waiting[_words(claim)]}


def _words(claim: SourcedClaim) -> tuple[str, ...]:
    return claim.heading.lineage, claim.claim.type.value, " ".join(claim.claim.quote.quote.split())


def _pair(judgement: Judgement, successors: dict[str, str]) -> tuple[str, str]:
    one, other = sorted(successors.get(end, end) for end in (judgement.first, judgement.second))
    return one, other


def _carried(judgement: Judgement, first: str, second: str) -> Judgement:
    digits = sha256(f"{judgement.id}\0carried\0{first}\0{second}".encode()).hexdigest()[:20]
    why = f"{judgement.why.removesuffix(_CARRIED)}{_CARRIED}"
    return judgement.model_copy(update={"id": digits, "first": first, "second": second, "why": why})
