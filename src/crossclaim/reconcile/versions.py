"""Which claims stand in an older version of their page."""

from __future__ import annotations

from collections.abc import Sequence

from crossclaim.model import SourcedClaim

__all__ = ["older_versions"]


def older_versions(claims: Sequence[SourcedClaim]) -> dict[str, str]:
    """The claims of pages of which a newer version is here too, each with the reason why it no longer counts."""
    newest: dict[str, int] = {}
    for claim in claims:
        heading = claim.heading
        newest[heading.lineage] = max(heading.version, newest.get(heading.lineage, 0))
    return {
        claim.id: f"version {claim.heading.version} of a page that was changed since"
        for claim in claims
        if claim.heading.version < newest[claim.heading.lineage]
    }
