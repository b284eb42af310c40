"""All pages as one router, and the files that they load."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

from crossclaim.web.pages import (
    adding,
    administering,
    corrections,
    documents,
    events,
    exporting,
    judging,
    overview,
    reviewing,
    searching,
    voices,
)
from crossclaim.web.pages.rendering import error_page

__all__ = ["mount_pages"]

_WEB = Path(__file__).parent.parent

router = APIRouter()
_PARTS = (
    overview, events, judging, documents, voices, searching, reviewing, corrections, adding, exporting, administering,
)  # fmt: skip
for part in _PARTS:
    router.include_router(part.router)


def mount_pages(app: FastAPI) -> None:
    """Put the pages into an application, with their scripts and styles and the libraries built into the package."""
    app.include_router(router)
    app.state.error_page = error_page
    for name in ("static", "vendor"):
        # Whoever runs from a tree without built libraries gets pages that can be read, without map and charts.
        app.mount(f"/{name}", StaticFiles(directory=_WEB / name, check_dir=False), name=name)
