"""A desk under an address of its own for as long as somebody looks at it, beside whatever else the program does."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread

import uvicorn
from fastapi import FastAPI

from crossclaim.errors import StoreError
from crossclaim.store import Store
from crossclaim.web.app import create_app
from crossclaim.web.settings import Settings

__all__ = ["Served", "served"]

_PATIENCE = 30.0  # seconds until it has to listen, and again until it has to have ended
_STEP = 0.02


@dataclass(frozen=True, slots=True)
class Served:
    """A desk that answers at ``address``, which ends without a slash."""

    app: FastAPI
    address: str

    @property
    def store(self) -> Store:
        """The store that it shows."""
        store: Store = self.app.state.desk.store
        return store


@contextmanager
def served(store: str) -> Iterator[Served]:
    """The desk over a store, at a free port that only this machine reaches; ended with the block.

    Raises:
        StoreError: the store cannot be opened, or the desk does not start.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        app = create_app(Settings(store=store, port=port))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, ws="none"))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            _wait(server, thread, store)
            yield Served(app, f"http://127.0.0.1:{port}")
        finally:
            server.should_exit = True
            thread.join(timeout=_PATIENCE)


def _wait(server: uvicorn.Server, thread: Thread, store: str) -> None:
    end = time.monotonic() + _PATIENCE
    while not server.started:
        if not thread.is_alive() or time.monotonic() > end:
            raise StoreError(store, "the desk over it does not start")
        time.sleep(_STEP)
