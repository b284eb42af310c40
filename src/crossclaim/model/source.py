"""Who speaks: outlets and speakers, rated apart, and what a claim's document says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from crossclaim.model.claim import Claim
from crossclaim.model.vocabulary import ActorKind, Modality

__all__ = ["Heading", "Reliability", "Source", "SourceKind", "SourcedClaim", "find_backing"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class SourceKind(StrEnum):
    """What a source is: what publishes, or who is quoted."""

    OUTLET = "outlet"
    SPEAKER = "speaker"


class Reliability(StrEnum):
    """The Admiralty letters for a source; F is "cannot be judged", not a middle grade."""

    COMPLETELY_RELIABLE = "A"
    USUALLY_RELIABLE = "B"
    FAIRLY_RELIABLE = "C"
    NOT_USUALLY_RELIABLE = "D"
    UNRELIABLE = "E"
    CANNOT_BE_JUDGED = "F"


class Source(_Record):
    """An outlet or a speaker.

    ``id`` is ``outlet:<folded name>``, ``actor:<actor id>`` for a speaker who is or belongs to a known party,
    ``speaker:<folded words>`` for any other. ``alignment`` names the party it speaks for: the name of an actor reading,
    with ``alignment_id`` where the actor list knows it; both None where it is not known to be a party to the conflict.
    ``named`` is False for "activists", "a military source": no two mentions of those need be the same people.
    """

    id: str
    name: str
    kind: SourceKind
    named: bool = True
    alignment: str | None = None
    alignment_id: str | None = None
    alignment_kind: ActorKind | None = None
    reliability: Reliability = Reliability.CANNOT_BE_JUDGED
    country: str | None = None
    note: str | None = None


class Heading(_Record):
    """What the claims of a document carry along of it. ``published`` is None where the document has no date.

    ``lineage`` is the address (URL, path or given name) that the versions of one page share; ``version`` counts from 1.
    """

    document_id: str
    lineage: str
    version: int = Field(default=1, ge=1)
    title: str | None = None
    outlet: Source | None = None
    url: str | None = None
    published: date | None = None
    retrieved: datetime | None = None
    language: str | None = None
    flags: tuple[str, ...] = ()


class SourcedClaim(_Record):
    """A claim with the document it stands in and who speaks: what linking, reconciling and flags work on.

    ``speakers`` run from who relays to who asserts: a governor citing a hospital gives (governor, hospital). Empty for
    the narrator: then the outlet itself asserts.
    """

    id: str
    claim: Claim
    heading: Heading
    speakers: tuple[Source, ...] = ()

    @property
    def asserter(self) -> Source | None:
        """Who asserts it: the source that the words rest on, else the outlet; None where neither is known."""
        return self.speakers[-1] if self.speakers else self.heading.outlet


def find_backing(claims: Sequence[SourcedClaim]) -> list[SourcedClaim]:
    """The claims that say that it happened; where none does, those that say that it will. A denial backs nothing."""
    told = [claim for claim in claims if claim.claim.modality.tells]
    return told or [claim for claim in claims if claim.claim.modality is Modality.PLANNED]
