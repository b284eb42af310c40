"""The application: its routes put together around one desk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from crossclaim.web.desk import Desk
from crossclaim.web.settings import Settings

__all__ = ["create_app"]


def create_app(settings: Settings) -> FastAPI:
    """The desk over a store.

    Raises:
        StoreError: the store cannot be opened.
    """
    desk = Desk(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        desk.close()

    app = FastAPI(title="crossclaim", lifespan=lifespan)
    app.state.desk = desk
    return app
