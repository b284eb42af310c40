"""All routes of the interface under one prefix."""

from __future__ import annotations

from fastapi import APIRouter

from crossclaim.web.api import (
    accounts,
    adding,
    claims,
    deciding,
    documents,
    events,
    exporting,
    health,
    looking,
    publishing,
    sources,
)

__all__ = ["api_router"]

api_router = APIRouter(prefix="/api/v1")
for part in (
    health,
    claims,
    events,
    documents,
    sources,
    looking,
    exporting,
    deciding,
    publishing,
    adding,
    accounts,
):
    api_router.include_router(part.router)
