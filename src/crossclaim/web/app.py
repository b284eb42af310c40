"""The application: its routes put together around one desk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from crossclaim import __version__
from crossclaim.web.api import api_router, describe_api
from crossclaim.web.desk import Desk
from crossclaim.web.methods import Methods
from crossclaim.web.pages import mount_pages
from crossclaim.web.problems import add_problem_handlers
from crossclaim.web.security import Guard, login_router
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

    # The pages that FastAPI makes to try an API out load scripts from elsewhere: the description alone is served.
    app = FastAPI(
        title="crossclaim",
        version=__version__,
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.desk = desk
    add_problem_handlers(app)
    app.include_router(login_router)
    app.include_router(api_router)
    mount_pages(app)
    describe_api(app)
    app.add_middleware(Methods)
    app.add_middleware(Guard, settings=settings)
    return app
