"""Judgements on what is one occurrence, and the events that follow from them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from crossclaim.model.document import Flag
from crossclaim.model.vocabulary import ClaimType, FigureKind

__all__ = [
    "TOTALLED",
    "Contradiction",
    "ContradictionKind",
    "CopyKind",
    "DocumentCopy",
    "Event",
    "EventFigure",
    "FieldValue",
    "Judgement",
    "JudgementSubject",
    "Link",
    "PassedOver",
    "Profile",
    "Verdict",
]

# The people hit: what an event's totals are sums of.
TOTALLED = frozenset({FigureKind.KILLED, FigureKind.INJURED, FigureKind.CAPTURED})


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class Verdict(StrEnum):
    """Whether two claims tell of one occurrence, or two documents are one text."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class JudgementSubject(StrEnum):
    """What is compared."""

    CLAIM = "claim"
    DOCUMENT = "document"


class Judgement(_Record):
    """A person's word on a pair. Append-only: to undo one, another ``retires`` it.

    ``first`` sorts before ``second``: a judgement has no direction.
    """

    id: str
    subject: JudgementSubject
    first: str
    second: str
    verdict: Verdict
    why: str
    by: str
    at: datetime
    retires: str | None = None

    @model_validator(mode="after")
    def _pair_is_ordered(self) -> Judgement:
        if not self.first < self.second:
            raise ValueError(f"a judgement is on two different {self.subject}s in order: {self.first}, {self.second}")
        return self


class Link(_Record):
    """How likely two claims tell of one occurrence, by the machine; ``evidence`` is (feature, weight x value) pairs.

    ``first`` sorts before ``second``. The probability is calibrated on annotated pairs.
    """

    first: str
    second: str
    probability: float = Field(ge=0, le=1)
    evidence: tuple[tuple[str, float], ...] = ()


class CopyKind(StrEnum):
    """How one document's words lie in another."""

    COPY = "copy"
    PARTIAL = "partial"


class DocumentCopy(_Record):
    """Two documents that share their words. ``shared`` is the part of each one's text that stands in the other, 0 to 1.

    ``first`` sorts before ``second``; which of them is the older is told by their dates, where they have one.
    """

    first: str
    second: str
    kind: CopyKind
    shared_first: float = Field(ge=0, le=1)
    shared_second: float = Field(ge=0, le=1)


class Profile(StrEnum):
    """Named rules by which claims become one value: those of the published practice of four recorders."""

    ACLED = "acled"
    UCDP = "ucdp"
    IBC = "ibc"
    AIRWARS = "airwars"


class FieldValue(_Record):
    """One field of an event: its value, the claims that say so, and what the others say instead.

    ``dissent`` holds (value, claim ids) pairs. A claim silent on the field is neither support nor dissent.
    """

    value: Any
    support: tuple[str, ...]
    dissent: tuple[tuple[Any, tuple[str, ...]], ...] = ()
    rule: str


class PassedOver(StrEnum):
    """Why a figure that is told did not enter the bounds: others weigh more, or the profile leaves it out."""

    POOR = "not usually reliable"
    HIGHER = "higher"
    LOWER = "lower, but stands alone"
    RIVAL = "a party's figure of the other side's loss"
    UNTOLD = "a party's figure, side not told"
    OWN = "a party's figure of its own loss, where others tell of one"
    NONE_LOST = "a party's denial of loss"
    POSSIBLE = "held possible, where others tell it as a fact"
    NOT_RECORDED = "not recorded under this profile"


class EventFigure(_Record):
    """A figure of an event under one profile: how many of a kind, on whose side.

    ``party`` is the name of the side the people or things belong to, None where the claims do not tell; ``of`` narrows
    what is counted ("children"), None for all of the kind. Bounds are None where the claims leave them open: "at least
    12" alone gives no high. ``claims`` are those it was made from, ``left_out`` (claim id, reason) pairs.
    """

    kind: FigureKind
    party: str | None
    of: str | None = None
    low: float | None
    best: float | None
    high: float | None
    rule: str
    claims: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()

    @model_validator(mode="after")
    def _bounds_are_ordered(self) -> EventFigure:
        known = [bound for bound in (self.low, self.best, self.high) if bound is not None]
        if known != sorted(known):
            raise ValueError(f"low {self.low}, best {self.best}, high {self.high} are not in order")
        return self


class ContradictionKind(StrEnum):
    """In what two claims on one occurrence contradict each other."""

    DENIAL = "denial"
    FIGURE = "figure"
    PERPETRATOR = "perpetrator"
    PLACE = "place"
    DATE = "date"


class Contradiction(_Record):
    """Two groups of claims on one occurrence that cannot both be right; ``explanation`` says how, in one sentence."""

    kind: ContradictionKind
    first: tuple[str, ...]
    second: tuple[str, ...]
    explanation: str


class Event(_Record):
    """The claims held to be one occurrence, and per field the value, its support, its dissent and the rule.

    A pure function of claims, judgements and profile. ``id`` is derived from the claims, so that the same claims give
    the same event. ``articles`` counts documents, ``sources`` independent ones: copies of one text count once.
    ``tally`` is True where its claims sum up a period: those are kept apart from single occurrences.
    """

    id: str
    profile: Profile
    claims: tuple[str, ...]
    type: ClaimType
    start: date | None
    end: date | None
    fields: dict[str, FieldValue]
    figures: tuple[EventFigure, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    flags: tuple[Flag, ...] = ()
    articles: int
    sources: int
    tally: bool = False
    grade: str | None = None
