"""Reports on two invented days of fighting, and stores to put them in."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from crossclaim.engine import Tools, describe_run, load_tools, put_result, remade_events
from crossclaim.export import claim_row, event_row
from crossclaim.ingest import ReadOptions, read_capture
from crossclaim.model import Capture, Document, DocumentResult
from crossclaim.pipeline import ExtractorName, load_resources, read_document
from crossclaim.store import Filter, FlagSubject, Store, open_store, verify
from kutum import REPORTS
from store.conftest import cluster, emptied, made_file, store_address

__all__ = [
    "REPORTS",
    "cluster",
    "emptied",
    "made_file",
    "store_address",
]  # the rest: fixtures of the tests of the store


@pytest.fixture(scope="session")
def tools() -> Iterator[Tools]:
    with load_resources(extractor=ExtractorName.RULES) as resources:
        yield load_tools(resources, describe_run("rules"))


@pytest.fixture(scope="session")
def results(tools: Tools) -> dict[str, DocumentResult]:
    """What is read from each report, once for all tests."""
    return {name: read(name, text, tools) for name, text in REPORTS.items()}


def read(name: str, text: str, tools: Tools) -> DocumentResult:
    (document,) = read_capture(Capture(content=text.encode(), source=name), ReadOptions())
    assert isinstance(document, Document)
    return read_document(document, tools.resources)


@pytest.fixture
def store(store_address: str) -> Iterator[Store]:
    """An empty store in either database."""
    with open_store(store_address) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Store]:
    """What opens an empty store, in either database; of PostgreSQL there is one at a time."""
    numbers = count(1)

    def open_new() -> Store:
        if request.param == "postgresql":
            return open_store(request.getfixturevalue("emptied")())
        made: Path = request.getfixturevalue("made_file")
        return open_store(shutil.copy(made, tmp_path / f"new{next(numbers)}.sqlite"))

    return open_new


@pytest.fixture
def fill(results: dict[str, DocumentResult], tools: Tools) -> Callable[[Store, Iterable[str]], Store]:
    """Put reports into a store by name, in that order."""

    def put(target: Store, names: Iterable[str] = tuple(REPORTS)) -> Store:
        for name in names:
            put_result(results[name], target, tools, by="test", lineage=name)
        return target

    return put


def everything(store: Store) -> dict[str, Any]:
    """All that counts in a store: events and claims as they are exported, links, copies and flags."""
    events = store.events(Filter(), limit=1000).rows
    claims = store.claims(Filter(), limit=1000).rows
    documents = store.document_ids(limit=1000).rows
    held = store.events_of([claim.id for claim in claims])
    return {
        "events": [event_row(event) for event in events],
        "claims": [claim_row(claim, held.get(claim.id)) for claim in claims],
        "links": store.links([claim.id for claim in claims]),
        "copies": store.copies(documents),
        "document flags": {each: store.flags(FlagSubject.DOCUMENT, each) for each in documents},
        "claim flags": {claim.id: store.flags(FlagSubject.CLAIM, claim.id) for claim in claims},
    }


def problems(store: Store, tools: Tools) -> list[str]:
    """What verify says, a rebuild included."""
    return list(verify(store, rebuild=lambda reader: remade_events(reader, tools.policy)))
