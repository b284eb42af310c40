"""What people decide on claims, what they correct in them, and the events that they publish."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, model_validator

from crossclaim.model.claim import Attribution, Figure, Participant, Place, Time
from crossclaim.model.event import Event
from crossclaim.model.source import Source, SourcedClaim
from crossclaim.model.vocabulary import ClaimType, Modality

__all__ = [
    "DECIDED",
    "DECISIONS",
    "ClaimField",
    "Correction",
    "Review",
    "ReviewState",
    "Sealed",
    "apply_corrections",
    "claim_state",
    "digest_event",
    "event_state",
    "visible_reviews",
]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class ReviewState(StrEnum):
    """How far people are with a claim or an event.

    ``suggested`` is what the program read and nobody has looked at; ``corrected`` holds of claims only, ``published``
    of events only.
    """

    SUGGESTED = "suggested"
    IN_REVIEW = "in_review"
    ACCEPTED = "accepted"
    CONTESTED = "contested"
    REJECTED = "rejected"
    PUBLISHED = "published"
    CORRECTED = "corrected"


# What somebody can decide on a claim; the other states follow.
DECISIONS = frozenset({ReviewState.IN_REVIEW, ReviewState.ACCEPTED, ReviewState.CONTESTED, ReviewState.REJECTED})
# A claim in one of these needs no more looking at before its event is published.
DECIDED = frozenset({ReviewState.ACCEPTED, ReviewState.REJECTED, ReviewState.CORRECTED})


class ClaimField(StrEnum):
    """What of a claim can be corrected, by its name in the claim."""

    TYPE = "type"
    MODALITY = "modality"
    CUMULATIVE = "cumulative"
    SIDE_A = "side_a"
    SIDE_B = "side_b"
    PLACE = "place"
    TIME = "time"
    ATTRIBUTION = "attribution"
    FIGURES = "figures"


_KINDS: Mapping[ClaimField, TypeAdapter[Any]] = {
    ClaimField.TYPE: TypeAdapter(ClaimType),
    ClaimField.MODALITY: TypeAdapter(Modality),
    ClaimField.CUMULATIVE: TypeAdapter(bool),
    ClaimField.SIDE_A: TypeAdapter(Participant | None),
    ClaimField.SIDE_B: TypeAdapter(Participant | None),
    ClaimField.PLACE: TypeAdapter(Place | None),
    ClaimField.TIME: TypeAdapter(Time | None),
    ClaimField.ATTRIBUTION: TypeAdapter(Attribution),
    ClaimField.FIGURES: TypeAdapter(tuple[Figure, ...]),
}


class Review(_Record):
    """A person's decision on a claim. Append-only: to undo one, another ``retires`` it, and decides nothing itself.

    A ``blind`` one is kept from other coders until one of them has decided blindly, too.
    """

    id: str
    claim: str
    state: ReviewState
    note: str
    by: str
    at: datetime
    blind: bool = False
    retires: str | None = None

    @model_validator(mode="after")
    def _state_can_be_decided(self) -> Review:
        if self.retires is None and self.state not in DECISIONS:
            raise ValueError(f"{self.state} follows from other things, nobody decides it")
        return self


class Correction(_Record):
    """What a person puts in place of one field of a claim. Append-only: to undo one, another ``retires`` it.

    ``value`` is the JSON of that field of ``Claim``: an object, None for "the words do not tell"; a list of objects for
    ``figures``, a word for ``type`` and ``modality``, true or false for ``cumulative``. Its spans quote the document's
    text. ``speakers`` are who speaks by a corrected ``attribution``, from who relays to who asserts. The claim as it
    was read stays beside it.
    """

    id: str
    claim: str
    field: ClaimField
    value: Any
    why: str
    by: str
    at: datetime
    retires: str | None = None
    speakers: tuple[Source, ...] = ()

    @model_validator(mode="after")
    def _value_fits_field(self) -> Correction:
        if self.retires is None:
            kind = _KINDS[self.field]
            plain = kind.dump_python(kind.validate_json(json.dumps(self.value), strict=True), mode="json")
            object.__setattr__(self, "value", plain)  # in the one form, with nothing in it that a claim does not have
        return self

    @property
    def record(self) -> Any:
        """The value as the claim holds it."""
        return _KINDS[self.field].validate_json(json.dumps(self.value), strict=True)


class Sealed(_Record):
    """An event as it was published: never changed, whatever becomes of its claims. ``digest`` is the event's."""

    id: str
    event: Event
    digest: str
    note: str
    by: str
    at: datetime

    @model_validator(mode="after")
    def _digest_is_of_event(self) -> Sealed:
        if self.digest != digest_event(self.event):
            raise ValueError(f"seal {self.id}: its digest is not that of its event")
        return self

    def holds(self, event: Event) -> bool:
        """Whether this is exactly the event, the claims and the figures of it."""
        return self.event.id == event.id and self.event.figures == event.figures


def digest_event(event: Event) -> str:
    """The sha256 of an event's JSON, keys sorted, without blanks, in hexadecimal."""
    text = json.dumps(event.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def apply_corrections(sourced: SourcedClaim, corrections: Iterable[Correction]) -> SourcedClaim:
    """The claim with corrections of it in force, in the order they were made: of several on one field the last."""
    latest = {correction.field: correction for correction in corrections}
    if not latest:
        return sourced
    fields = {field.value: correction.record for field, correction in latest.items()}
    update: dict[str, Any] = {"claim": sourced.claim.model_copy(update=fields)}
    if ClaimField.ATTRIBUTION in latest:
        update["speakers"] = latest[ClaimField.ATTRIBUTION].speakers
    return sourced.model_copy(update=update)


def claim_state(reviews: Iterable[Review], corrections: Iterable[Correction]) -> ReviewState:
    """The state of a claim by the decisions and corrections of it in force, each in the order they were made.

    The latest decides. Blind decisions count once two coders have made theirs: as what both say, else as contested.
    Until then the claim is in review, unless somebody has decided openly.
    """
    told = list(reviews)
    steps = [(correction.at, ReviewState.CORRECTED) for correction in corrections]
    steps += [(review.at, review.state) for review in told if not review.blind]
    blind = _latest_by_coder(review for review in told if review.blind)
    if len(blind) > 1:
        states = {review.state for review in blind}
        agreed = states.pop() if len(states) == 1 else ReviewState.CONTESTED
        steps.append((max(review.at for review in blind), agreed))
    if not steps:
        return ReviewState.IN_REVIEW if blind else ReviewState.SUGGESTED
    return max(reversed(steps), key=lambda step: step[0])[1]  # of two at one moment the later in order


def _latest_by_coder(blind: Iterable[Review]) -> list[Review]:
    return list({review.by: review for review in blind}.values())


def visible_reviews(reviews: Sequence[Review], by: str) -> tuple[Review, ...]:
    """Those reviews that somebody may see: of the blind ones of a claim only their own, until two coders are done."""
    coders: dict[str, set[str]] = {}
    for review in reviews:
        if review.blind:
            coders.setdefault(review.claim, set()).add(review.by)
    return tuple(review for review in reviews if not review.blind or review.by == by or len(coders[review.claim]) > 1)


def event_state(event: Event, states: Collection[ReviewState], seals: Iterable[Sealed]) -> ReviewState:
    """The state of an event by those of its claims and the seals there are."""
    if any(seal.holds(event) for seal in seals):
        return ReviewState.PUBLISHED
    counting = set(states) - {ReviewState.REJECTED}
    if ReviewState.CONTESTED in counting:
        return ReviewState.CONTESTED
    if not counting:
        return ReviewState.REJECTED if states else ReviewState.SUGGESTED
    if counting <= DECIDED:
        return ReviewState.ACCEPTED
    return ReviewState.SUGGESTED if set(states) == {ReviewState.SUGGESTED} else ReviewState.IN_REVIEW
