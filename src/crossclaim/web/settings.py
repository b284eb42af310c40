"""What the desk is told when it starts."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the desk finds its store and how it is reached.

    ``store`` is a path or a postgresql:// address; ``tiles`` the address template of the user's own map tiles, None for
    the outlines that come with the package. ``proxied`` is True where a proxy in front of it speaks TLS.
    """

    store: str
    host: str = "127.0.0.1"
    port: int = 8000
    tiles: str | None = None
    proxied: bool = False
    by: str = "local"
