"""The interface does what its description says, whatever it is sent: schemathesis, with all its checks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode

from crossclaim.engine import review
from crossclaim.model import ReviewState, Role
from crossclaim.store import backup, open_store, restore
from crossclaim.web import Settings, create_app
from store.conftest import cluster  # noqa: F401 a fixture
from web.conftest import add_person

# A few for the suite, by an admin on a file; make fuzz asks for many more, of each of these desks.
EXAMPLES = int(os.environ.get("CROSSCLAIM_EXAMPLES", "3"))
DESKS = [("sqlite", Role.ADMIN), ("sqlite", Role.VIEWER), ("postgresql", Role.ADMIN), ("postgresql", Role.VIEWER)]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


class Described(NamedTuple):
    """The operations of a desk, and the ids of what is there to be asked for, by what a request calls them."""

    client: TestClient
    operations: list[Any]
    known: dict[str, list[str]]


@pytest.fixture(params=DESKS if EXAMPLES > 3 else DESKS[:1], ids=lambda desk: f"{desk[0]}-{desk[1]}")
def described(request: pytest.FixtureRequest, filled: Path, tmp_path: Path, password_hash: str) -> Iterator[Described]:
    """A desk as it describes itself, asked by a program of somebody with that role."""
    kind, role = request.param
    address = str(tmp_path / "store.sqlite")
    if kind == "postgresql":
        address = request.getfixturevalue("cluster").new_database()
    with open_store(filled) as store:
        backup(store, tmp_path / "filled.zip")
    restore(tmp_path / "filled.zip", address)
    app = create_app(Settings(store=address, extractor="rules", names=("testserver",), burst=10**9, per_second=1e6))
    store = app.state.desk.store
    person = add_person(store, role, password_hash)
    other = add_person(store, Role.CODER, password_hash)
    people_there = [
        other.user.id,
        *([] if role is Role.ADMIN else [add_person(store, Role.ADMIN, password_hash).user.id]),
    ]
    claims = [claim.id for claim in store.claims().rows]
    reviewed = review(store, claims[:1], ReviewState.ACCEPTED, note="", by="coder", policy=app.state.desk.policy)
    known = {
        "claims": claims,
        "events": [event.id for event in store.events().rows],
        "documents": list(store.document_ids().rows),
        "sources": [source.id for source in store.sources()],
        "users": people_there,
        "tokens": [token.id for token in store.tokens(other.user.id)],
        "reviews": [each.id for each in reviewed],
    }
    config = SchemathesisConfig.from_dict({"headers": person.headers, "request-timeout": 60})
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, config=config)
    operations = [found.ok() for found in schema.get_all_operations()]
    yield Described(TestClient(app, headers=person.headers), operations, known)
    app.state.desk.close()


def test_the_interface_is_as_described(described: Described) -> None:
    assert len(described.operations) > 50
    wrong = [
        told
        for operation in described.operations
        for mode in MODES
        for told in failures(operation, mode, described.known)
    ]
    assert not wrong, "\n\n".join(wrong)
    # Nothing that was asked has shut the asker out: the answers were more than refusals.
    assert described.client.get("/api/v1/claims").status_code == 200


def failures(operation: Any, mode: GenerationMode, known: dict[str, list[str]]) -> list[str]:
    """What is wrong with the answers to made-up requests, fitting the description or not."""

    @given(case=operation.as_strategy(generation_mode=mode), chance=st.randoms(use_true_random=False))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
        derandomize=True,
    )
    def ask(case: schemathesis.Case, chance: Random) -> None:
        if mode is GenerationMode.POSITIVE and chance.random() < 0.6:
            name_what_is_there(case, known, chance)
        case.call_and_validate()

    try:
        ask()
    except Unsatisfiable:
        return []  # nothing can be wrong about a request without parameters
    except (FailureGroup, ExceptionGroup) as group:
        return [f"{operation.label}: {failure}" for failure in group.exceptions]
    return []


def name_what_is_there(case: schemathesis.Case, known: dict[str, list[str]], chance: Random) -> None:
    """Put real ids in place of made-up ones: those would be found nowhere, and little of the desk be tried."""
    for name in case.path_parameters or {}:
        if ids := known.get(f"{name.removesuffix('_id')}s"):
            case.path_parameters[name] = chance.choice(ids)
    if isinstance(case.query, dict) and "claim" in case.query:
        case.query["claim"] = chance.choice(known["claims"])
    if isinstance(case.body, dict):
        case.body |= {name: chance.choice(known["claims"]) for name in ("first", "second") if name in case.body}
        case.body |= {name: chance.sample(known[name], 2) for name in ("claims", "events") if name in case.body}


def test_everything_has_words(make_desk: Callable[..., FastAPI]) -> None:
    described = make_desk().openapi()
    for path, methods in described["paths"].items():
        assert path.startswith("/api/v1/")
        for operation in methods.values():
            assert operation["description"]
            assert "application/problem+json" in str(described["components"]["responses"])
