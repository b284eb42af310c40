"""The desk: a web page where claims meet and people decide, and the interface for programs behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crossclaim.web.app import create_app
    from crossclaim.web.settings import Settings

__all__ = ["Settings", "create_app"]


def __getattr__(name: str) -> Any:
    """The application is loaded when it is asked for: who only hashes a password need not load a server."""
    if name == "create_app":
        from crossclaim.web.app import create_app

        return create_app
    if name == "Settings":
        from crossclaim.web.settings import Settings

        return Settings
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
