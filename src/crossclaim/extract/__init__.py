"""What a report's words say: quantities, attribution, modality, triggers, and the claims put together from them."""

from crossclaim.extract.absences import find_absences
from crossclaim.extract.attribution import AttributedContent, find_attributions
from crossclaim.extract.claims import assemble_claims
from crossclaim.extract.evidence import ActorEvidence, Evidence, PlaceEvidence, TimeEvidence
from crossclaim.extract.extractor import AssembledClaims, Extractor
from crossclaim.extract.quantities import QuantityMention, find_quantities, find_singular_counts
from crossclaim.extract.triggers import Trigger, find_triggers

__all__ = [
    "ActorEvidence",
    "AssembledClaims",
    "AttributedContent",
    "Evidence",
    "Extractor",
    "PlaceEvidence",
    "QuantityMention",
    "TimeEvidence",
    "Trigger",
    "assemble_claims",
    "find_absences",
    "find_attributions",
    "find_quantities",
    "find_singular_counts",
    "find_triggers",
]
