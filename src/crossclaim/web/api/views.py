"""What the interface gives: the records of the contract, with what a store adds to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from crossclaim.assess import SourceProfile
from crossclaim.export import ClaimOutput, FlagOutput, MentionOutput, ReadDocumentOutput
from crossclaim.model import (
    Correction,
    DocumentCopy,
    Event,
    Heading,
    Judgement,
    Permission,
    Review,
    ReviewState,
    Sealed,
    Source,
    Token,
    User,
)
from crossclaim.reconcile import ToldFigure
from crossclaim.store import Change, DocumentVersion, SourceRevision

__all__ = [
    "AdditionView",
    "CaptureView",
    "ClaimDetail",
    "ClaimView",
    "DocumentDetail",
    "DocumentText",
    "DocumentView",
    "EventDetail",
    "EventView",
    "FellowClaim",
    "HealthView",
    "NewToken",
    "PageView",
    "PlacedClaim",
    "SealView",
    "SessionView",
    "SourceCount",
    "SourceDetail",
    "StepView",
    "TokenView",
    "UserView",
]

Row = TypeVar("Row")


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class PageView(_View, Generic[Row]):
    """Some rows of a list."""

    rows: list[Row]
    next: str | None = Field(description="What to send as `after` for the next page; null on the last one.")


class ClaimView(_View):
    """A claim with who speaks and where it stands."""

    id: str = Field(description="Identifier of the claim in every store.")
    event: str | None = Field(description="The event it is held to tell of; null where its page has a newer version.")
    state: ReviewState = Field(description="How far people are with it.")
    heading: Heading = Field(description="What it carries along of its document.")
    speakers: list[Source] = Field(description="From who relays to who asserts; none where the outlet asserts.")
    claim: ClaimOutput = Field(description="The claim, with corrections in force; offsets are in the document's text.")


class FellowClaim(_View):
    """A claim that may tell of the same occurrence, by the machine."""

    claim: str
    probability: float = Field(ge=0, le=1, description="How likely it does, calibrated on annotated pairs.")
    evidence: list[tuple[str, float]] = Field(description="What speaks for and against it, with weights.")


class ClaimDetail(ClaimView):
    """A claim with all that was thought of it."""

    superseded: bool = Field(description="Whether it is of an earlier version of its page and no longer counts.")
    read: ClaimOutput = Field(description="The claim as it was read, before any correction.")
    flags: list[FlagOutput]
    reviews: list[Review] = Field(description="Decisions in force that the caller may see.")
    corrections: list[Correction]
    judgements: list[Judgement]
    fellows: list[FellowClaim]


class EventView(Event):
    """An event and how far people are with it."""

    state: ReviewState


class SealView(_View):
    """A published event, and whether it is still so."""

    seal: Sealed
    changed: bool = Field(description="Whether the event is another one now, or none.")


class EventDetail(EventView):
    """An event whole: its claims, the history of its figures, and what people said of it."""

    voices: list[ClaimView] = Field(description="Its claims.")
    history: list[ToldFigure] = Field(description="Who told which figure when, and what replaced it.")
    links: list[dict[str, Any]] = Field(description="Why its claims are together, pair by pair.")
    judgements: list[Judgement]
    seals: list[SealView]
    rules: dict[str, str] = Field(description="The rules that chose its values, in words.")


class DocumentView(_View):
    """A document in a list."""

    id: str
    heading: Heading


class CaptureView(_View):
    """Where the bytes of a document came from. The bytes themselves are not given out."""

    sha256: str
    source: str
    media_type: str | None
    retrieved: datetime | None


class DocumentDetail(_View):
    """A document with its versions, copies and warnings."""

    id: str
    heading: Heading
    document: ReadDocumentOutput
    versions: list[DocumentVersion]
    changes: list[Change] = Field(description="What was edited since the version before.")
    copies: list[DocumentCopy]
    flags: list[FlagOutput]
    dropped: int = Field(ge=0, description="Candidates given up because a span was not exact.")
    claims: list[str]
    read_with: dict[str, Any] | None = Field(description="What read it: version, model, settings.")


class PlacedClaim(_View):
    """Where a claim stands in a text."""

    id: str
    claim: ClaimOutput


class DocumentText(_View):
    """The text of a document and what stands where in it, by code points."""

    id: str
    text: str
    document: ReadDocumentOutput
    claims: list[PlacedClaim]
    mentions: list[MentionOutput]


class SourceCount(_View):
    """A source and how many claims it has."""

    id: str
    claims: int
    source: Source | None = Field(description="As it was rated, null where nobody has.")


class SourceDetail(_View):
    """A source, who rated it how, and what the data say of it."""

    source: Source
    history: list[SourceRevision]
    profile: SourceProfile


class StepView(_View):
    """What became of one document."""

    name: str
    fate: str = Field(description="added, changed, unchanged or unread.")
    document: str | None
    claims: int
    dropped: int
    reason: str | None = Field(description="Why it was set aside.")


class AdditionView(_View):
    """Reports on their way into the store."""

    id: str
    state: str = Field(description="waiting, running, done or failed.")
    by: str
    at: datetime
    fates: dict[str, int] = Field(description="How many documents came to what.")
    failure: str | None
    steps: list[StepView]


class UserView(User):
    """A user."""


class TokenView(Token):
    """A token, without its secret."""


class NewToken(_View):
    """A new token with its secret, which is shown this once."""

    token: TokenView
    secret: str


class SessionView(_View):
    """Who asks, what they may, and what their changes must carry."""

    user: UserView | None = Field(description="Null where nobody is logged in.")
    permissions: list[Permission]
    csrf: str | None = Field(description="To be sent as X-CSRF-Token with every change; null for bearers of a token.")
    login_needed: bool = Field(description="Whether the desk has users.")


class HealthView(_View):
    """Whether the desk answers."""

    status: str
    version: str
