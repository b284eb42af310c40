"""The interface for programs, under /api/v1: JSON, described by OpenAPI."""

from crossclaim.web.api.description import describe_api
from crossclaim.web.api.routing import api_router

__all__ = ["api_router", "describe_api"]
