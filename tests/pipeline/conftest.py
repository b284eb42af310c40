"""Resources for the tests of whole documents, and what every result must hold, whatever was read."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from crossclaim.export import DocumentOutput, to_json, to_output
from crossclaim.ingest import ReadOptions, read_capture
from crossclaim.model import Capture, Document, DocumentResult, Quantity, Span, TimeReading
from crossclaim.pipeline import ExtractorName, Resources, load_resources, read_document


@pytest.fixture(scope="session")
def resources() -> Iterator[Resources]:
    with load_resources(extractor=ExtractorName.RULES) as loaded:
        yield loaded


@pytest.fixture(scope="session")
def learned_resources() -> Iterator[Resources]:
    with load_resources(threads=1) as loaded:
        yield loaded


@pytest.fixture(scope="session")
def read_whole_way(resources: Resources) -> Callable[..., list[DocumentResult]]:
    """From bytes to the contract's JSON: returns the results of every document in them, each checked."""
    return whole_way(resources)


@pytest.fixture(scope="session")
def read_learned(learned_resources: Resources) -> Callable[..., list[DocumentResult]]:
    """The same with the trained extractor, on one thread."""
    return whole_way(learned_resources)


def whole_way(resources: Resources) -> Callable[..., list[DocumentResult]]:
    """What reads bytes the whole way with the given resources."""

    def read(content: bytes, *, source: str = "report", **options: Any) -> list[DocumentResult]:
        capture = Capture(content=content, source=source)
        documents = (part for part in read_capture(capture, ReadOptions(**options)) if isinstance(part, Document))
        results = [read_document(document, resources) for document in documents]
        for result in results:
            check(result)
        return results

    return read


def check(result: DocumentResult) -> None:
    """Nothing, if the result is exact inside and in the JSON it is written as."""
    text = result.document.text
    for record in records(result):
        if isinstance(record, Span):
            assert text[record.start : record.end] == record.quote != ""
            assert record.doc_id == result.document.id
        elif isinstance(record, TimeReading):
            assert record.start_date is None or record.end_date is None or record.start_date <= record.end_date
        elif isinstance(record, Quantity):
            assert record.low is None or record.high is None or record.low <= record.high
    check_places(result)
    check_json(to_json(to_output(result, with_text=True, with_mentions=True)), text)


def check_places(result: DocumentResult) -> None:
    """Segments are ordered and disjoint, and no claim quotes anything of one that carries none."""
    reached = 0
    for segment in result.document.segments:
        assert reached <= segment.start < segment.end <= len(result.document.text)
        reached = segment.end
    aside = [segment for segment in result.document.segments if not segment.kind.carries_claims]
    for claim in result.claims:
        assert not any(part.start < claim.quote.end and claim.quote.start < part.end for part in aside)


def check_json(line: str, text: str) -> None:
    """Valid JSON of the contract (no NaN, no half of a surrogate pair), its words those of the text."""
    line.encode("utf-8")
    shown = json.loads(line, parse_constant=refuse)
    DocumentOutput.model_validate(shown)
    assert shown["document"]["text"] == text
    for words in quoted(shown):
        assert text[words["start"] : words["end"]] == words["text"]


def records(value: Any) -> Iterator[BaseModel]:
    """The record itself and every record inside it."""
    if isinstance(value, BaseModel):
        yield value
        value = tuple(getattr(value, name) for name in type(value).model_fields)
    if isinstance(value, tuple):
        for part in value:
            yield from records(part)


def quoted(value: Any) -> Iterator[dict[str, Any]]:
    """Every object that quotes words of the text."""
    if isinstance(value, dict) and value.get("start") is not None and "text" in value:
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from quoted(part)


def refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")
