"""What the desk is told when it starts."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

__all__ = ["Settings"]

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the desk finds its store and how it is reached.

    ``store`` is a path or a postgresql:// address; ``tiles`` the address template of the user's own map tiles, None for
    the outlines that come with the package. ``proxied`` is True where a proxy in front of it speaks TLS, ``cert`` and
    ``key`` are files with which it does so itself. ``names`` are host names that it answers to besides its address.
    ``extractor`` and ``model`` say what reads new reports, ``sources`` is the user's own file of outlets and speakers,
    who are named by it in new reports and in corrections. ``session_hours`` is how long a login lasts unused.
    ``max_upload`` bounds one addition and ``max_body`` any other request, in bytes. ``per_second`` requests of one
    caller are answered on average, and ``burst`` at once; a local desk without users has no such limit. A store of an
    older schema is brought to the newest where ``upgrade`` says so, else refused.
    """

    store: str
    host: str = "127.0.0.1"
    port: int = 8000
    tiles: str | None = None
    proxied: bool = False
    by: str = "local"
    cert: Path | None = None
    key: Path | None = None
    names: tuple[str, ...] = ()
    extractor: str = "learned"
    model: Path | None = None
    sources: Path | None = None
    session_hours: float = 12.0
    max_upload: int = 64 * 2**20
    max_body: int = 2**20
    per_second: float = 20.0
    burst: int = 400
    upgrade: bool = False

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach it, a proxy in front of it excepted."""
        return self.host == "localhost" or _is_loopback(self.host)

    @property
    def is_local(self) -> bool:
        """Whether whoever reaches it sits at this machine: then it needs no users."""
        return self.on_loopback and not self.proxied

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach it by TLS."""
        return self.proxied or self.cert is not None

    @property
    def hosts(self) -> frozenset[str]:
        """The host names that requests may be addressed to, ports left out, in lower case.

        Any other is a foreign name that somebody made point here (DNS rebinding).
        """
        own = f"[{self.host}]" if ":" in self.host else self.host
        local = _LOOPBACK if self.on_loopback else ()
        return frozenset(name.lower() for name in (own, *local, *self.names))

    @property
    def tile_host(self) -> str | None:
        """The origin that map tiles come from, for the content security policy; a ``{s}`` stands for any subdomain."""
        if self.tiles is None:
            return None
        parts = urlsplit(self.tiles.replace("{s}", "*"))
        return f"{parts.scheme}://{parts.netloc}"


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
