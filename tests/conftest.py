"""Fixtures and settings that every test shares."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parents[1]

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("dev", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the root of the source tree."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of the shared data (CROSSCLAIM_SHARED or ../shared), or skip the test."""
    folder = Path(os.environ.get("CROSSCLAIM_SHARED") or REPOSITORY.parent / "shared")
    if not (folder / "corpus" / "claims").is_dir():
        pytest.skip(f"the shared data is not here ({folder})")
    return folder
