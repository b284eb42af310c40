"""One voice on one occurrence is one claim; a contradiction, another voice or another occurrence is a second."""

from typing import Any

import numpy as np
import pytest

from crossclaim.extract.learned.merging import Told, merge_repeats
from crossclaim.model import (
    Attribution,
    AttributionKind,
    Claim,
    ClaimType,
    Figure,
    FigureKind,
    Modality,
    Operator,
    Participant,
    Place,
    Quantity,
    Span,
    Time,
    Whose,
)

TEXT = "Shells hit Aleppo on Sunday and killed 12, the army said. The army: shells wounded 30 in Aleppo. Homs, Monday."
ALIKE, OTHER = np.array([1.0, 0.0], dtype=np.float32), np.array([0.0, 1.0], dtype=np.float32)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span.of("d", TEXT, start, start + len(words))


def told(words: str, vector: Any = ALIKE, **fields: Any) -> Told:
    given = {
        "id": "d#1",
        "type": ClaimType.SHELLING_ARTILLERY_MISSILE,
        "quote": span(words),
        "score": 0.9,
        "attribution": Attribution(kind=AttributionKind.NAMED, source=span("the army")),
        "modality": Modality.ACTUAL,
        "cumulative": False,
        "figures": (),
        "reasons": (),
    }
    return Told(Claim(**(given | fields)), vector)


def count(words: str, kind: FigureKind, number: int, *, whose: Whose = Whose.UNKNOWN) -> Figure:
    quantity = Quantity(op=Operator.EXACT, low=number, high=number)
    return Figure(span=span(words), kind=kind, of=None, whose=whose, quantity=quantity)


def party(words: str) -> Participant:
    return Participant(span=span(words), actor=None)


def place(words: str) -> Place:
    return Place(span=span(words), reading=None)


KILLED, INJURED = count("12", FigureKind.KILLED, 12), count("30", FigureKind.INJURED, 30)
FIRST = told(
    "Shells hit Aleppo on Sunday and killed 12", place=place("Aleppo"), figures=(KILLED,), side_a=party("the army")
)


def test_details_of_one_voice_are_joined_and_the_surer_words_kept() -> None:
    second = told(
        "shells wounded 30 in Aleppo",
        figures=(INJURED,),
        score=0.7,
        side_b=party("Homs"),
    )
    (merged,) = merge_repeats([FIRST, second], alike=0.5)
    assert merged.claim.quote == FIRST.claim.quote
    assert merged.claim.figures == (KILLED, INJURED)
    assert merged.claim.side_b == second.claim.side_b
    assert merged.claim.place == FIRST.claim.place
    assert (
        merged.claim.reasons[-1]
        == f"claim: told again at {second.claim.quote.start} to {second.claim.quote.end} of the text"
    )


@pytest.mark.parametrize(
    "difference",
    [
        {"vector": OTHER},
        {"type": ClaimType.ATTACK},
        {"modality": Modality.DENIED},
        {"cumulative": True},
        {"place": place("Homs")},
        {"figures": (count("30", FigureKind.KILLED, 30),)},
        {"attribution": Attribution(kind=AttributionKind.NARRATOR)},
        {"attribution": Attribution(kind=AttributionKind.NAMED, source=span("Homs"))},
        {"attribution": Attribution(kind=AttributionKind.NAMED)},
        {"side_a": party("Homs")},
        {"figures": (count("12", FigureKind.KILLED, 12, whose=Whose.B),)},
    ],
)
def test_what_differs_stays_apart(difference: dict[str, Any]) -> None:
    second = told("shells wounded 30 in Aleppo", **difference)
    assert len(merge_repeats([FIRST, second], alike=0.5)) == 2
    assert len(merge_repeats([FIRST, told("shells wounded 30 in Aleppo")], alike=0.5)) == 1


def test_two_sources_that_are_not_named_need_not_be_one() -> None:
    unnamed = Attribution(kind=AttributionKind.UNNAMED)
    claims = [told("Shells hit Aleppo", attribution=unnamed), told("shells wounded 30", attribution=unnamed)]
    assert len(merge_repeats(claims, alike=0.5)) == 2


def test_a_party_on_one_side_is_not_taken_for_the_other_too() -> None:
    first = told("Shells hit Aleppo", side_b=party("the army"))
    second = told("shells wounded 30", side_a=party("The army"), score=0.5)
    (merged,) = merge_repeats([first, second], alike=0.5)
    assert merged.claim.side_a is None


def test_other_words_for_the_time_contradict_unless_they_mean_the_same_day() -> None:
    first = told("Shells hit Aleppo on Sunday", time=Time(span=span("on Sunday")))
    second = told("shells wounded 30 in Aleppo", time=Time(span=span("Monday")))
    assert len(merge_repeats([first, second], alike=0.5)) == 2
    assert len(merge_repeats([first, told("shells wounded 30 in Aleppo")], alike=0.5)) == 1


def test_text_order_is_kept_though_the_later_words_are_the_surer() -> None:
    later = told("shells wounded 30 in Aleppo", figures=(INJURED,))
    weak = told("Shells hit Aleppo on Sunday", score=0.5)
    between = told("killed 12", OTHER)
    merged = merge_repeats([weak, between, later], alike=0.5)
    assert [one.claim.quote.quote for one in merged] == ["killed 12", "shells wounded 30 in Aleppo"]
