"""Which days a claim gets, by the words for its time that the encoder weighs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from crossclaim.extract.learned.assemble import Scored
from crossclaim.extract.learned.reader import LearnedExtractor
from crossclaim.model import Document, OffsetMap, PublishedDate, Segment, SegmentKind, Time
from crossclaim.pipeline import Resources, find_evidence, load_resources


@pytest.fixture(scope="module")
def resources() -> Iterator[Resources]:
    with load_resources() as loaded:
        yield loaded


def read_with(resources: Resources, text: str, words: str) -> Time | None:
    """The time of the first claim where the encoder is sure of ``words`` for it."""
    body = Segment(kind=SegmentKind.BODY, start=0, end=len(text))
    published = PublishedDate(date=date(2017, 5, 17), method="given")
    document = Document(
        id="report", text=text, segments=(body,), offsets=OffsetMap.identity(len(text)), published=published
    )
    document, evidence = find_evidence(document, resources)
    extractor = resources.extractor
    assert isinstance(extractor, LearnedExtractor)
    found = extractor.find(document, evidence)[0]
    start = text.index(words)
    slots = {**found.slots, "time": [Scored(start, start + len(words), 9.0)]}
    (claim,) = extractor.assemble(document, evidence, [replace(found, slots=slots, cumulative=0.0)]).claims
    return claim.time


SIEGE = "The army has bombed Dara since early 2011, when it killed 12 protesters there."
TWO_DAYS = "On Sunday the army took Palmyra, which the rebels had captured in April 2016."


@pytest.mark.parametrize(
    ("text", "words", "quote", "first", "last"),
    [
        (SIEGE, "since early 2011", "since early 2011", date(2011, 1, 1), date(2017, 5, 17)),
        (SIEGE, "early 2011", "early 2011", date(2011, 1, 1), date(2011, 4, 30)),
        (TWO_DAYS, TWO_DAYS[:-1], "On Sunday", date(2017, 5, 14), date(2017, 5, 14)),
        (
            "Shells fell on Palmyra on Monday and Tuesday, killing two.",
            "on Monday and Tuesday",
            "on Monday and Tuesday",
            date(2017, 5, 15),
            date(2017, 5, 16),
        ),
    ],
)
def test_the_words_taken_decide_the_days(
    resources: Resources, text: str, words: str, quote: str, first: date, last: date
) -> None:
    time = read_with(resources, text, words)
    assert time
    assert time.reading
    assert (time.span.quote, time.reading.start_date, time.reading.end_date) == (quote, first, last)
