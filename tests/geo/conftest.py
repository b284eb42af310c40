"""The bundled gazetteer, opened once."""

from collections.abc import Iterator

import pytest

from crossclaim.errors import ResourceError
from crossclaim.geo import Gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Iterator[Gazetteer]:
    try:
        opened = Gazetteer.open()
    except ResourceError as error:
        pytest.skip(str(error))
    with opened:
        yield opened
