"""A hand-made result of a reading."""

import runpy
from pathlib import Path

import pytest

from crossclaim.model import DocumentResult


@pytest.fixture
def result(repository: Path) -> DocumentResult:
    made: DocumentResult = runpy.run_path(str(repository / "tests" / "export" / "results.py"))["make_result"]()
    return made
