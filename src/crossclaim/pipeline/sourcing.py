"""The claims of a document as voices: each with who speaks and the page it stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from crossclaim.assess import SourceTable, load_sources
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
    Span,
    fold_name,
)

__all__ = ["source_claims"]

_ARTICLES = ("the ", "a ", "an ", "one ", "some ", "its ", "their ")
# Who is hit or looks on is no party for being quoted.
_NO_PARTY = frozenset({ActorKind.CIVILIANS, ActorKind.PROTESTERS})


# Words of a known name's length that are looked up in a speaker's words.
_LONGEST_NAME = 8


def source_claims(
    result: DocumentResult, heading: Heading, known: SourceTable | None = None
) -> tuple[SourcedClaim, ...]:
    """Every claim of the document with its speakers and its heading; ids are ``<document_id>-c<number>``.

    A speaker is one of the ``known`` sources where its words hold that name, a party where they name one, and else its
    own words; a short form ("the Monitor") is the speaker whose longer name stands in the same document. An outlet that
    cites itself by its name speaks in its own voice.
    """
    known = known or load_sources()
    parties = [mention for mention in result.mentions if mention.label in (MentionLabel.ACTOR, MentionLabel.PERSON)]

    def speaker(attribution: Attribution, span: Span) -> Source:
        return _known(span, known, heading) or _speaker(attribution, span, parties)

    chains = [
        tuple(source for source in _speakers(claim.attribution, speaker) if not _is_outlet(source, heading))
        for claim in result.claims
    ]
    whole = _whole_names({source for chain in chains for source in chain})
    return tuple(
        SourcedClaim(
            id=f"{heading.document_id}-c{number}",
            claim=claim,
            heading=heading,
            speakers=tuple(whole.get(source.id, source) for source in reversed(chain)),
        )
        for number, (claim, chain) in enumerate(zip(result.claims, chains, strict=True), start=1)
    )


def _speakers(attribution: Attribution | None, speaker: Callable[[Attribution, Span], Source]) -> Iterator[Source]:
    """Who asserts, then who relays it, and so on."""
    while attribution is not None:
        if attribution.source is not None:
            yield speaker(attribution, attribution.source)
        attribution = attribution.parent


def _is_outlet(source: Source, heading: Heading) -> bool:
    """Whether somebody cited is the outlet itself, by a name that tells nothing else of it."""
    outlet = heading.outlet
    return outlet is not None and source.alignment is None and fold_name(source.name) == fold_name(outlet.name)


def _known(span: Span, known: SourceTable, heading: Heading) -> Source | None:
    """The listed source whose name the words hold, the longest; one plain word alone is too little to go by."""
    words = _without_article(" ".join(span.quote.split())).split(" ")
    for length in range(min(len(words), _LONGEST_NAME), 0, -1):
        for start in range(len(words) - length + 1):
            name = " ".join(words[start : start + length]).strip(",.\"'“”")
            if (length > 1 or name.isupper() or len(words) == 1) and name[:1].isupper():
                found = known.find_speaker(name, on=heading.published)
                if found:
                    return found
    return None


def _whole_names(sources: Iterable[Source]) -> dict[str, Source]:
    """By id of a short form, the one speaker of the document whose longer name holds all its words."""
    named = [source for source in sources if source.named and source.id.startswith("speaker:")]
    whole: dict[str, Source] = {}
    for short in named:
        words = set(short.name.casefold().split())
        longer = {one.id: one for one in named if words < set(one.name.casefold().split())}
        if len(longer) == 1:
            whole[short.id] = next(iter(longer.values()))
    return whole


def _speaker(attribution: Attribution, span: Span, parties: list[Mention]) -> Source:
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
