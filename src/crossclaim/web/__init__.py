"""The desk: a web page where claims meet and people decide, and the interface for programs behind it."""

from crossclaim.web.app import create_app
from crossclaim.web.settings import Settings

__all__ = ["Settings", "create_app"]
