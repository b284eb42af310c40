"""The interface does what its description says, whatever it is sent: schemathesis, with all its checks."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode

from crossclaim.model import Role
from web.conftest import add_person

# A few for the suite; CROSSCLAIM_EXAMPLES=200 for a long look.
EXAMPLES = int(os.environ.get("CROSSCLAIM_EXAMPLES", "3"))


@pytest.fixture(scope="module")
def described(filled: Any, tmp_path_factory: pytest.TempPathFactory, password_hash: str) -> Any:
    """The description of a desk, asked by an admin's program."""
    import shutil

    from crossclaim.web import Settings, create_app

    path = shutil.copy(filled, tmp_path_factory.mktemp("described") / "store.sqlite")
    app = create_app(Settings(store=str(path), extractor="rules", names=("testserver",), burst=10**9, per_second=1e6))
    person = add_person(app.state.desk.store, Role.ADMIN, password_hash)
    config = SchemathesisConfig.from_dict({"headers": person.headers})
    yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, config=config)
    app.state.desk.close()


MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


def test_the_interface_is_as_described(described: Any) -> None:
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) > 50
    wrong = [told for operation in operations for mode in MODES for told in failures(operation, mode)]
    assert wrong == []


def failures(operation: Any, mode: GenerationMode) -> list[str]:
    """What is wrong with the answers to made-up requests, fitting the description or not."""

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
        derandomize=True,
    )
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate()

    try:
        ask()
    except Unsatisfiable:
        return []  # nothing can be wrong about a request without parameters
    except (FailureGroup, ExceptionGroup) as group:
        return [f"{operation.label}: {failure}" for failure in group.exceptions]
    return []


def test_everything_has_words(make_desk: Callable[..., FastAPI]) -> None:
    described = make_desk().openapi()
    for path, methods in described["paths"].items():
        assert path.startswith("/api/v1/")
        for operation in methods.values():
            assert operation["description"]
            assert "application/problem+json" in str(described["components"]["responses"])
