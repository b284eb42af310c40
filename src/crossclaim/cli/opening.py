"""The desk, started: refused where it would be reached by whom it should not."""

from __future__ import annotations

import socket
import sys
import webbrowser
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Timer

import typer

from crossclaim.cli.reading import say
from crossclaim.errors import CrossclaimError
from crossclaim.pipeline import ExtractorName
from crossclaim.store import Store
from crossclaim.web.settings import Settings

__all__ = ["Opening", "open_desk", "settings_of"]

_WILDCARDS = ("0.0.0.0", "::", "")  # noqa: S104 refused without a name


@dataclass(frozen=True, slots=True)
class Opening:
    """How the desk is to be reached, as typed."""

    store: str
    host: str
    port: int
    names: tuple[str, ...]
    tiles: str | None
    cert: Path | None
    key: Path | None
    proxied: bool
    extractor: str
    by: str
    sources: Path | None = None
    upgrade: bool = False


class RefusedToServeError(CrossclaimError):
    """The desk would be open to whom it should not be."""


def open_desk(opening: Opening, *, browser: bool) -> None:
    """Serve until interrupted.

    Raises:
        StoreError: the store cannot be opened.
        ResourceError: the file of sources cannot be read or is damaged.
        RefusedToServeError: the desk would be reached without TLS, or without a login.
    """
    settings = settings_of(opening)
    with _listen(settings) as listening:
        _serve(replace(settings, port=listening.getsockname()[1]), listening, browser=browser)


def _serve(settings: Settings, listening: socket.socket, *, browser: bool) -> None:
    import uvicorn

    from crossclaim.web import create_app

    app = create_app(settings)
    store: Store = app.state.desk.store
    if not settings.is_local and all(user.disabled for user in store.users()):
        app.state.desk.close()
        raise RefusedToServeError(
            "others would reach the desk and nobody has to log in: crossclaim users add NAME --role admin"
        )
    address = _address(settings)
    listening.listen(1024)  # whoever asks as soon as the address is told waits for the server, and is not refused
    say(f"the desk is at {address} (store {store.address}); Ctrl+C ends it")
    if browser:
        Timer(0.5, webbrowser.open, [address]).start()
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,  # paths hold names and words that people look for
        server_header=False,
        proxy_headers=False,  # the desk itself looks at what its proxy says, and only where there is one
        ssl_certfile=settings.cert,
        ssl_keyfile=settings.key,
        limit_concurrency=512,
        h11_max_incomplete_event_size=32_768,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
    )
    uvicorn.Server(config).run(sockets=[listening])


def settings_of(opening: Opening) -> Settings:
    """The settings that the options ask for.

    Raises:
        RefusedToServeError: others would reach the desk without TLS, or under a name that it does not know.
        typer.BadParameter: one of them cannot be understood.
    """
    if opening.extractor not in set(ExtractorName):
        raise typer.BadParameter(
            f"'{opening.extractor}' is none of {', '.join(ExtractorName)}", param_hint="--extractor"
        )
    if (opening.cert is None) != (opening.key is None):
        raise typer.BadParameter("--cert and --key go together", param_hint="--cert")
    if opening.tiles is not None and not opening.tiles.startswith(("https://", "http://")):
        raise typer.BadParameter(f"'{opening.tiles}' is no address of tiles", param_hint="--tiles")
    settings = Settings(
        store=opening.store,
        host=opening.host,
        port=opening.port,
        tiles=opening.tiles,
        proxied=opening.proxied,
        by=opening.by,
        cert=opening.cert,
        key=opening.key,
        names=opening.names,
        extractor=opening.extractor,
        sources=opening.sources,
        upgrade=opening.upgrade,
    )
    if not settings.on_loopback and not settings.is_secure:
        raise RefusedToServeError(
            f"{opening.host} can be reached by others: give --cert and --key, or --proxied where a proxy speaks TLS"
        )
    if (opening.proxied or opening.host in _WILDCARDS) and not opening.names:
        raise RefusedToServeError("give the host name that people type with --name: requests to others are refused")
    return settings


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as error:
        listening.close()
        raise RefusedToServeError(
            f"cannot listen at {settings.host}, port {settings.port}: {error.strerror or error}"
        ) from error
    return listening


def _address(settings: Settings) -> str:
    name = settings.names[0] if settings.names else settings.host
    shown = f"[{name}]" if ":" in name else name
    scheme = "https" if settings.is_secure else "http"
    return f"{scheme}://{shown}" + ("" if settings.proxied else f":{settings.port}") + "/"
