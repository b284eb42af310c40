"""A hand-made result of a reading."""

import runpy
from pathlib import Path

import pytest

from crossclaim.model import DocumentResult


@pytest.fixture
def result(repository: Path) -> DocumentResult:
    made: DocumentResult = runpy.run_path(str(repository / "tests" / "export" / "results.py"))["make_result"]()
    return made


@pytest.fixture(autouse=True)
def no_own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the gazetteer of whoever runs the tests out of them."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("CROSSCLAIM_GAZETTEER", raising=False)
