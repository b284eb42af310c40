"""What the older versions of some pages told of an occurrence, to be shown beside what they tell now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from crossclaim.engine.tools import Policy
from crossclaim.link import likelihood, load_weights, traits_of
from crossclaim.model import SourcedClaim
from crossclaim.store import Reader

__all__ = ["earlier_claims"]


def earlier_claims(claims: Sequence[SourcedClaim], reader: Reader, policy: Policy) -> tuple[SourcedClaim, ...]:
    """The claims of older versions of these claims' pages that tell of the same occurrence.

    Claims out of force have no links: each is held against all claims of the newest version, and goes with the one
    that it most likely agrees with, from the probability on by which claims are grouped.
    """
    changed = {claim.heading.lineage: claim.heading for claim in claims if claim.heading.version > 1}
    older = [
        version.id
        for lineage, versions in reader.versions_of(changed).items()
        for version in versions
        if version.version < changed[lineage].version
    ]
    if not older:
        return ()
    newest: dict[str, list[SourcedClaim]] = defaultdict(list)
    for claim in reader.sourced_claims(reader.claim_ids_of(heading.document_id for heading in changed.values())):
        newest[claim.heading.lineage].append(claim)
    wanted = {claim.id for claim in claims}
    found = reader.sourced_claims(reader.claim_ids_of(older))
    return tuple(claim for claim in found if _successor(claim, newest[claim.heading.lineage], policy) in wanted)


def _successor(claim: SourcedClaim, newest: Sequence[SourcedClaim], policy: Policy) -> str | None:
    """The claim of the newest version that most likely tells of the same, None where none is likely enough."""
    traits = traits_of(claim, policy.families)
    likely = [(likelihood(traits, traits_of(other, policy.families)), other.id) for other in newest]
    chance, name = max(likely, default=(0.0, ""))
    return name if chance >= load_weights().join else None
