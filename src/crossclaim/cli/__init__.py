"""The command line: the only place that prints."""

from crossclaim.cli.app import main

__all__ = ["main"]
