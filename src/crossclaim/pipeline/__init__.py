"""The one place that knows the order of stages."""

from crossclaim.pipeline.document import read_document
from crossclaim.pipeline.resources import Resources, load_resources

__all__ = ["Resources", "load_resources", "read_document"]
