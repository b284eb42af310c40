"""How far people are with a claim or an event, and what a correction makes of a claim."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from crossclaim.model import (
    PERMISSIONS,
    ClaimField,
    Correction,
    Permission,
    Review,
    ReviewState,
    Role,
    Sealed,
    User,
    apply_corrections,
    claim_state,
    digest_event,
    event_state,
    visible_reviews,
)
from crossclaim.model.review import DECISIONS
from sourced_claims import DAY, sourced
from store.samples import event_of, seal_of

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)
S = ReviewState


def told(*steps: str) -> tuple[list[Review], list[Correction]]:
    """Decisions and corrections an hour apart: "ana accepted", "ben? rejected" (blind), "ana corrected"."""
    reviews, corrections = [], []
    for number, step in enumerate(steps):
        who, state = step.split()
        at, by = NOON + timedelta(hours=number), who.rstrip("?")
        if state == "corrected":
            made = {"field": "modality", "value": "denied", "why": "", "by": by, "at": at}
            corrections.append(Correction(id=f"k{number}", claim="c", **made))
        else:
            made = {"state": state, "note": "", "by": by, "at": at, "blind": who.endswith("?")}
            reviews.append(Review(id=f"r{number}", claim="c", **made))
    return reviews, corrections


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ((), S.SUGGESTED),
        (("ana in_review",), S.IN_REVIEW),
        (("ana accepted", "ben rejected"), S.REJECTED),  # the latest word
        (("ana accepted", "ben corrected"), S.CORRECTED),
        (("ana corrected", "ben accepted"), S.ACCEPTED),
        (("ana? accepted",), S.IN_REVIEW),  # what she said is not told
        (("ana? accepted", "ana? rejected"), S.IN_REVIEW),  # she changed her mind: still one coder
        (("ana? accepted", "ben? accepted"), S.ACCEPTED),
        (("ana? accepted", "ben? rejected"), S.CONTESTED),
        (("ana? accepted", "ben? rejected", "ana? rejected"), S.REJECTED),
        (("ana? accepted", "ben? rejected", "eve accepted"), S.ACCEPTED),  # adjudicated
        (("eve rejected", "ana? accepted"), S.REJECTED),  # a lone blind word changes nothing that is told
        (("eve rejected", "ana? accepted", "ben? accepted"), S.ACCEPTED),
    ],
)
def test_state_of_a_claim(steps: tuple[str, ...], state: ReviewState) -> None:
    assert claim_state(*told(*steps)) is state


def test_of_two_at_one_moment_the_later_in_order_decides() -> None:
    reviews, _ = told("ana in_review", "ben accepted")
    assert claim_state([review.model_copy(update={"at": NOON}) for review in reviews], []) is S.ACCEPTED


@pytest.mark.parametrize(
    ("states", "state"),
    [
        ((S.SUGGESTED, S.SUGGESTED), S.SUGGESTED),
        ((S.SUGGESTED, S.ACCEPTED), S.IN_REVIEW),
        ((S.SUGGESTED, S.REJECTED), S.IN_REVIEW),
        ((S.ACCEPTED, S.REJECTED), S.ACCEPTED),
        ((S.ACCEPTED, S.CORRECTED), S.ACCEPTED),
        ((S.REJECTED, S.REJECTED), S.REJECTED),
        ((S.ACCEPTED, S.CONTESTED), S.CONTESTED),
        ((S.IN_REVIEW, S.ACCEPTED), S.IN_REVIEW),
    ],
)
def test_state_of_an_event(states: tuple[ReviewState, ...], state: ReviewState) -> None:
    event = event_of(sourced("c1"), sourced("c2")).event
    assert event_state(event, states, []) is state
    assert event_state(event, states, [seal_of(event)]) is S.PUBLISHED
    other = event_of(sourced("c1")).event
    assert event_state(event, states, [seal_of(other)]) is state


def test_a_coder_sees_no_blind_word_of_another_until_both_are_done() -> None:
    reviews, _ = told("ana? accepted", "eve in_review", "ben? rejected")
    first, openly, second = reviews
    assert visible_reviews([first, openly], "ana") == (first, openly)
    assert visible_reviews([first, openly], "ben") == (openly,)
    assert visible_reviews(reviews, "eve") == (first, openly, second)


@pytest.mark.parametrize("state", sorted(set(S) - DECISIONS))
def test_what_follows_from_other_things_is_not_decided(state: ReviewState) -> None:
    with pytest.raises(ValidationError, match="nobody decides it"):
        Review(id="r", claim="c", state=state, note="", by="ana", at=NOON)


SPAN = {"doc_id": "d1", "start": 0, "end": 6, "quote": "Shells"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type", "no_such_type"),
        ("type", None),
        ("cumulative", "true"),
        ("modality", 3),
        ("side_a", {"actor": None}),
        ("side_a", {"span": {**SPAN, "end": 9}}),  # no six code points
        ("place", {"span": SPAN, "reading": {"name": "X", "precision": "locality", "lat": 97.0}}),
        ("time", {"span": SPAN, "reading": {"start_date": "2031-05-03", "end_date": "2031-05-01"}}),
        ("figures", {"span": SPAN}),
        ("attribution", {"kind": "narrator", "cue": SPAN}),
        ("quote", SPAN),  # the words themselves are not corrected
        ("id", "other"),
    ],
)
def test_a_value_that_does_not_fit_its_field_is_refused(field: str, value: Any) -> None:
    told = {"id": "k", "claim": "c", "field": field, "value": value, "why": "", "by": "ana", "at": NOON}
    with pytest.raises(ValidationError):
        Correction.model_validate(told)


def correction(field: ClaimField, value: Any, name: str = "k") -> Correction:
    return Correction(id=name, claim="c1", field=field, value=value, why="", by="ana", at=NOON)


def test_of_several_corrections_of_a_field_the_last_counts_and_the_rest_stays() -> None:
    before = sourced("c1", killed="12")
    made = [
        correction(ClaimField.MODALITY, "denied"),
        correction(ClaimField.PLACE, None),
        correction(ClaimField.MODALITY, "possible"),
    ]
    after = apply_corrections(before, made)
    assert (after.claim.modality, after.claim.place) == ("possible", None)
    assert after.claim.figures == before.claim.figures
    assert after.claim.time is not None
    assert after.claim.time.reading is not None
    assert after.claim.time.reading.start_date == DAY
    assert apply_corrections(before, []) is before


def test_a_correction_survives_as_json() -> None:
    place = {"span": SPAN, "reading": {"name": "Olbek", "precision": "locality", "lat": 50}, "unknown": 1}
    made = correction(ClaimField.PLACE, place)
    assert Correction.model_validate_json(made.model_dump_json()) == made
    assert "unknown" not in made.value
    assert made.record.reading.lat == 50.0


def test_a_seal_tells_when_its_event_was_altered() -> None:
    event = event_of(sourced("c1")).event
    seal = seal_of(event)
    altered = {
        **seal.model_dump(mode="json"),
        "event": event.model_copy(update={"grade": "fair"}).model_dump(mode="json"),
    }
    with pytest.raises(ValidationError, match="not that of its event"):
        Sealed.model_validate(altered)
    assert digest_event(type(event).model_validate_json(event.model_dump_json())) == seal.digest


def test_each_role_may_do_what_those_before_it_may() -> None:
    granted = [PERMISSIONS[role] for role in (Role.VIEWER, Role.CODER, Role.REVIEWER, Role.ADMIN)]
    assert all(less < more for less, more in itertools.pairwise(granted))
    assert granted[-1] == set(Permission)
    user = User(id="u", name="Ana", role=Role.ADMIN, made=NOON)
    assert user.permissions == set(Permission)
    assert user.model_copy(update={"disabled": True}).permissions == frozenset()
