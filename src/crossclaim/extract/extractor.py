"""The seam for whatever finds claims: rules, an encoder, later a language model behind an endpoint."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from crossclaim.extract.evidence import Evidence
from crossclaim.model import Claim, Document

__all__ = ["AssembledClaims", "Extractor"]


class AssembledClaims(NamedTuple):
    """The claims of one document and how many candidates were dropped because a span was not exact."""

    claims: tuple[Claim, ...]
    dropped: int


class Extractor(Protocol):
    """Finds the claims of a document, given what rules and lists found in it.

    Pure: the same document and evidence give the same claims, in text order. Every span is exact; a candidate whose
    words do not stand in the text is dropped and counted, whoever proposed it.
    """

    def __call__(self, document: Document, evidence: Evidence) -> AssembledClaims:
        """The claims that ``evidence`` and the words support."""
        ...
