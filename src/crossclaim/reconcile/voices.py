"""Who is one source: ten copies of one wire, or one hospital that ten articles quote, are one voice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from crossclaim.model import CopyKind, DocumentCopy, Source, SourcedClaim, fold_name
from crossclaim.reconcile.sides import Cast, find_cast

__all__ = ["find_voices", "teller"]

_WORD = re.compile(r"\w+")
# Part of a quote's runs of three words that has to stand in another's for both to be one text.
SAME_WORDS = 0.6


class _Groups:
    """Sets of names that are joined two at a time; each set is called by its first name."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def find(self, name: str) -> str:
        while (above := self._above.get(name, name)) != name:
            name = above
        return name

    def join(self, first: str, second: str) -> None:
        low, high = sorted((self.find(first), self.find(second)))
        if low != high:
            self._above[high] = low


def find_voices(claims: Sequence[SourcedClaim], copies: Iterable[DocumentCopy] = ()) -> Mapping[str, str]:
    """The voice behind each claim, by claim id; claims of one voice are not independent of each other.

    A named source is one voice wherever it is quoted, as is a party to the conflict with all who speak for it. What a
    document says itself or by sources that it leaves unnamed is the voice of its outlet, and of all that copy it.
    A document copied in part shares a voice where the words of two claims are the same.
    """
    groups, cast = _Groups(), find_cast(sorted(claims, key=lambda claim: claim.id))
    for claim in claims:
        if _named_party(claim.asserter) is None and claim.heading.outlet is not None and not _is_named(claim):
            groups.join(_document(claim.heading.document_id), _teller_of(claim.heading.outlet, cast))
    by_document: dict[str, list[SourcedClaim]] = {}
    for claim in claims:
        by_document.setdefault(claim.heading.document_id, []).append(claim)
    for copy in copies:
        ours, theirs = by_document.get(copy.first, []), by_document.get(copy.second, [])
        if ours and theirs and (copy.kind is CopyKind.COPY or _share_words(ours, theirs)):
            groups.join(_document(copy.first), _document(copy.second))
    return {claim.id: groups.find(_atom(claim, cast)) for claim in claims}


def teller(claim: SourcedClaim, voice: str, cast: Cast) -> str:
    """Whose statements replace one another: those of a named source, or of a voice and whom it quotes unnamed."""
    source = claim.asserter
    if source is None or not claim.speakers:
        return voice
    return _teller_of(source, cast) if source.named else f"{voice} {source.id}"


def _atom(claim: SourcedClaim, cast: Cast) -> str:
    origin = claim.asserter
    if origin is not None and (_is_named(claim) or _named_party(origin)):
        return _teller_of(origin, cast)
    return _document(claim.heading.document_id)


def _is_named(claim: SourcedClaim) -> bool:
    """Whether someone with a name vouches for it, and not the text itself."""
    return bool(claim.speakers) and claim.speakers[-1].named


def _teller_of(source: Source, cast: Cast) -> str:
    """A source by itself, or the party that it speaks for under the one key that its names have in the event."""
    party = _named_party(source)
    key = cast.same_party(source) if party else None
    return f"party:{key}" if key else party or source.id


def _named_party(source: Source | None) -> str | None:
    if source is None or source.alignment is None:
        return None
    return f"party:{source.alignment_id or fold_name(source.alignment)}"


def _document(document_id: str) -> str:
    return f"text:{document_id}"


def _share_words(ours: Sequence[SourcedClaim], theirs: Sequence[SourcedClaim]) -> bool:
    return any(_alike(_runs(one), _runs(other)) for one in ours for other in theirs)


def _alike(first: frozenset[tuple[str, ...]], second: frozenset[tuple[str, ...]]) -> bool:
    return bool(first and second) and len(first & second) / min(len(first), len(second)) >= SAME_WORDS


def _runs(claim: SourcedClaim) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(claim.claim.quote.quote.casefold())
    return frozenset(tuple(words[at : at + 3]) for at in range(len(words) - 2))
