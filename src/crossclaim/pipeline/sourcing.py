"""The claims of a document as voices: each with who speaks and the page it stands on."""

from __future__ import annotations

from collections.abc import Iterator

from crossclaim.model import (
    ActorKind,
    ActorReading,
    Attribution,
    AttributionKind,
    DocumentResult,
    Heading,
    Mention,
    MentionLabel,
    Source,
    SourcedClaim,
    SourceKind,
)

__all__ = ["source_claims"]

_ARTICLES = ("the ", "a ", "an ", "one ", "some ", "its ", "their ")
# Who is hit or looks on is no party for being quoted.
_NO_PARTY = frozenset({ActorKind.CIVILIANS, ActorKind.PROTESTERS})


def source_claims(result: DocumentResult, heading: Heading) -> tuple[SourcedClaim, ...]:
    """Every claim of the document with its speakers and its heading; ids are ``<document_id>-c<number>``."""
    parties = [mention for mention in result.mentions if mention.label in (MentionLabel.ACTOR, MentionLabel.PERSON)]
    return tuple(
        SourcedClaim(
            id=f"{heading.document_id}-c{number}",
            claim=claim,
            heading=heading,
            speakers=tuple(reversed(tuple(_speakers(claim.attribution, parties)))),
        )
        for number, claim in enumerate(result.claims, start=1)
    )


def _speakers(attribution: Attribution | None, parties: list[Mention]) -> Iterator[Source]:
    """Who asserts, then who relays it, and so on."""
    while attribution is not None:
        if attribution.source is not None:
            yield _speaker(attribution, parties)
        attribution = attribution.parent


def _speaker(attribution: Attribution, parties: list[Mention]) -> Source:
    span = attribution.source
    assert span is not None  # noqa: S101 the caller looked
    words = _without_article(" ".join(span.quote.split()))
    party = _party(span.start, span.end, parties)
    if party is None or party.kind in _NO_PARTY:
        named = attribution.kind is AttributionKind.NAMED
        return Source(id=f"speaker:{words.casefold()}", name=words, kind=SourceKind.SPEAKER, named=named)
    return Source(
        id=f"actor:{party.id or party.name.casefold()}",
        name=words,
        kind=SourceKind.SPEAKER,
        named=attribution.kind is AttributionKind.NAMED,
        alignment=party.name,
        alignment_id=party.id,
        alignment_kind=party.kind,
        country=party.country,
    )


def _party(start: int, end: int, parties: list[Mention]) -> ActorReading | None:
    """Whom the words of a source name: of several parties in them the longest, and of those the last."""
    inside = [mention for mention in parties if start <= mention.span.start and mention.span.end <= end]
    named = max(inside, key=lambda mention: (len(mention.span.quote), mention.span.start), default=None)
    reading = named.readings[0] if named and named.readings else None
    return reading if isinstance(reading, ActorReading) else None


def _without_article(words: str) -> str:
    folded = words.casefold()
    return next((words[len(article) :] for article in _ARTICLES if folded.startswith(article)), words)
