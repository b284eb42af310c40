"""The one place that knows the order of stages."""

from crossclaim.pipeline.document import find_evidence, read_document
from crossclaim.pipeline.resources import ExtractorName, Resources, load_resources
from crossclaim.pipeline.sourcing import source_claims

__all__ = ["ExtractorName", "Resources", "find_evidence", "load_resources", "read_document", "source_claims"]
