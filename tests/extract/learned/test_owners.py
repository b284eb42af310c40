"""Whose side a number counts, as far as the words beside it tell."""

from collections.abc import Iterator

import pytest

from crossclaim.extract.evidence import Reach
from crossclaim.extract.learned.owners import told_sides
from crossclaim.model import ActorReading, Document, OffsetMap, Participant, Segment, SegmentKind, Whose
from crossclaim.pipeline import Resources, find_evidence, load_resources


@pytest.fixture(scope="module")
def resources() -> Iterator[Resources]:
    with load_resources() as loaded:
        yield loaded


def document_of(text: str) -> Document:
    body = Segment(kind=SegmentKind.BODY, start=0, end=len(text))
    return Document(id="report", text=text, segments=(body,), offsets=OffsetMap.identity(len(text)))


@pytest.mark.parametrize(
    ("text", "a", "b", "number", "told"),
    [
        ("In Mali JNIM fighters attacked the army. Six soldiers died.", "JNIM", "the army", "Six", "b"),
        # by kind, where the noun names no side: one army, one rebel group
        ("In Mali the army fought JNIM at Hombori. Nine terrorists were killed.", "the army", "JNIM", "Nine", "b"),
        # by elimination: of "the invaders" no kind is told
        ("In Mali rebels routed the invaders. 30 soldiers were killed.", "rebels", "the invaders", "30", "b"),
        # civilians are neither, and a noun that could be either side tells nothing
        ("In Mali the army fought JNIM. Nine villagers were killed.", "the army", "JNIM", "Nine", ""),
        ("In Mali the army fought the police. Four soldiers were killed.", "the army", "the police", "Four", ""),
        # what the verb in front tells
        ("In Mali JNIM attacked the army. The army lost 12 in the fighting.", "JNIM", "the army", "12", "b"),
        ("In Mali JNIM attacked the army. JNIM has lost 12 as well.", "JNIM", "the army", "12", "a"),
        ("In Mali JNIM attacked the army. JNIM also destroyed two tanks.", "JNIM", "the army", "two", "b"),
        ("In Mali JNIM attacked the army. The army seized 40 rifles.", "JNIM", "the army", "40", "a"),
        ("In Mali JNIM attacked the army. The army deployed 40 tanks.", "JNIM", "the army", "40", ""),
        # both say so: the noun and the verb
        ("In Mali JNIM attacked the army. The army lost four soldiers.", "JNIM", "the army", "four", "bb"),
        ("In Mali JNIM attacked the army. JNIM captured four soldiers.", "JNIM", "the army", "four", "bb"),
    ],
)
def test_the_words_beside_a_number_tell_whose_it_is(
    resources: Resources, text: str, a: str, b: str, number: str, told: str
) -> None:
    document, evidence = find_evidence(document_of(text), resources)
    actors = Reach(evidence.actors)
    (mention,) = [m for m in evidence.quantities if text[m.start : m.end] == number]

    def side(words: str) -> Participant:
        start = text.index(words)
        named = next((actor.reading for actor in actors.touching(start, start + len(words))), None)
        return Participant(span=document.span(start, start + len(words)), actor=named)

    found = told_sides(text, mention, actors, (side(a), side(b)))
    assert [whose.value for whose in found] == list(told)


def test_another_countrys_soldiers_are_no_side_by_their_kind(resources: Resources) -> None:
    text = "The army of Chad fought JNIM. Six soldiers from Mali were killed."
    document, evidence = find_evidence(document_of(text), resources)
    actors = Reach(evidence.actors)
    (mention,) = [m for m in evidence.quantities if text[m.start : m.end] == "Six"]
    soldiers = next(actor.reading for actor in actors.touching(*(mention.of or (0, 0))) if actor.reading)
    army = soldiers.model_copy(update={"name": "Government forces (Chad)", "country": "TD", "id": None})
    away = soldiers.model_copy(update={"country": "ML"})
    assert isinstance(army, ActorReading)
    evidence_of = Reach([actor._replace(reading=away) for actor in actors.touching(*(mention.of or (0, 0)))])
    side = Participant(span=document.span(0, 16), actor=army)
    assert list(told_sides(text, mention, evidence_of, (side, None))) == []
    near = side.model_copy(update={"actor": army.model_copy(update={"country": "ML"})})
    assert list(told_sides(text, mention, evidence_of, (near, None))) == [Whose.A]
