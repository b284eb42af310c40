"""Nouns for rebels mean the one rebel group that a report names, and nobody where it names two or none."""

from collections.abc import Iterator

import pytest

from crossclaim.model import ActorReading, Document, MentionLabel, OffsetMap, Segment, SegmentKind
from crossclaim.pipeline import ExtractorName, Resources, load_resources, read_document


@pytest.fixture(scope="module")
def resources() -> Iterator[Resources]:
    with load_resources(extractor=ExtractorName.RULES) as loaded:
        yield loaded


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "Fighters of the Uvs Liberation Army (ULA) attacked Hovd in Mongolia. 20 terrorists were killed.",
            "terrorists",
            "Uvs Liberation Army",
        ),
        (
            "The Uvs Liberation Army (ULA) held Hovd in Mongolia. Our fighters burned two tanks.",
            "Our fighters",
            "Uvs Liberation Army",
        ),
        # of two groups either may be meant
        (
            "The Uvs Liberation Army (ULA) and the Altai Liberation Front (ALF) fought in Hovd, Mongolia. "
            "20 terrorists were killed.",
            "terrorists",
            "Rebels (Mongolia)",
        ),
        # a group of the list: where many are known, any may be meant; but a speaker's own are its own
        (
            "Islamic State attacked Homs in Syria. 20 terrorists were killed.",
            "terrorists",
            "Rebels (Syria)",
        ),
        # named only afterwards
        (
            "20 terrorists were killed in Hovd, Mongolia. The Uvs Liberation Army (ULA) denied it.",
            "terrorists",
            "Rebels (Mongolia)",
        ),
        ("20 terrorists were killed in Hovd, Mongolia.", "terrorists", "Rebels (Mongolia)"),
        # soldiers are no rebels, and gunmen are nobody known
        (
            "The Uvs Liberation Army (ULA) attacked Hovd in Mongolia. Six soldiers were killed.",
            "soldiers",
            "Government forces (Mongolia)",
        ),
        (
            "The Uvs Liberation Army (ULA) held Hovd in Mongolia. Masked gunmen robbed a bank.",
            "Masked gunmen",
            "Unidentified armed group (Mongolia)",
        ),
    ],
)
def test_rebels_of_no_name_are_the_only_group_named(resources: Resources, text: str, words: str, name: str) -> None:
    body = Segment(kind=SegmentKind.BODY, start=0, end=len(text))
    document = Document(id="report", text=text, segments=(body,), offsets=OffsetMap.identity(len(text)))
    mentions = read_document(document, resources).mentions
    (reading,) = [m.readings[0] for m in mentions if m.label is MentionLabel.ACTOR and m.span.quote == words]
    assert isinstance(reading, ActorReading)
    assert reading.name == name
    assert ("the only armed group" in " ".join(reading.evidence)) is (name == "Uvs Liberation Army")
