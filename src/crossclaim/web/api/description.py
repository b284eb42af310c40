"""The OpenAPI description, with what all routes have in common put in at one place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from crossclaim.web.problems import MEDIA_TYPE, Problem

__all__ = ["describe_api"]

_PROBLEMS = {
    "400": "The request is damaged.",
    "401": "Nobody is logged in, or the token is not in force.",
    "403": "Not permitted, or not asked for by a page of the desk.",
    "404": "There is no such thing.",
    "409": "A rule of the desk speaks against it.",
    "413": "The body is too large.",
    "415": "The body is of another kind.",
    "421": "The host name is not one of the desk's.",
    "422": "A value cannot be taken.",
    "429": "Too many requests, or too much is waiting to be added: Retry-After says when again.",
    "503": "The store cannot be read or written to now, or too many log in at once.",
}
_SECURITY = {
    "token": {"type": "http", "scheme": "bearer", "description": "A token of a user, with scopes."},
}
_PUBLIC = {
    ("/api/v1/health", "get"),
    ("/api/v1/session", "get"),
    ("/api/v1/session", "post"),
    ("/api/v1/session", "delete"),
}


def describe_api(app: FastAPI) -> None:
    """Let the application describe its interface, and nothing else of it."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _describe(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _describe(app: FastAPI) -> dict[str, Any]:
    described = get_openapi(
        title="crossclaim",
        version=app.version,
        summary="Attributed claims on armed conflict, the events they tell of, and what people decide on them.",
        routes=app.routes,
    )
    described["paths"] = {path: each for path, each in described["paths"].items() if path.startswith("/api/")}
    components = described.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    schemas |= problem.pop("$defs", {}) | {"Problem": problem}
    components["responses"] = {f"Problem{status}": _problem(words) for status, words in _PROBLEMS.items()}
    components["securitySchemes"] = _SECURITY
    _plain_pairs(described)
    for path, method, operation in _operations(described):
        operation["responses"] |= {status: {"$ref": f"#/components/responses/Problem{status}"} for status in _PROBLEMS}
        operation["security"] = [] if (path, method) in _PUBLIC else [{"token": []}]
    return described


def _problem(words: str) -> dict[str, Any]:
    return {"description": words, "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def _plain_pairs(described: Any) -> None:
    """Describe pairs as lists of either: programs that write clients or tests from a description know no tuples."""
    if isinstance(described, dict):
        if isinstance(parts := described.get("prefixItems"), list):
            del described["prefixItems"]
            described["items"] = {"anyOf": parts}
        described = list(described.values())
    if isinstance(described, list):
        for part in described:
            _plain_pairs(part)


def _operations(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation
