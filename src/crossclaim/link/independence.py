"""How many sources there really are: ten copies of one report are one, and so are two that quote the same office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from crossclaim.link.joining import Groups, connected
from crossclaim.model import CopyKind, DocumentCopy, Source, SourcedClaim

__all__ = ["SourceGroup", "independent_sources", "primary_sources"]

DEPENDENT_SHARE = 0.5  # of a document's words that stand in another, from where on it adds no voice of its own


class SourceGroup(NamedTuple):
    """Claims that have one source behind them: their ids, sorted, and why they count once, None for a claim alone."""

    claims: tuple[str, ...]
    reason: str | None


def primary_sources(documents: Iterable[str], copies: Iterable[DocumentCopy]) -> list[tuple[str, ...]]:
    """Documents by the text they share: "5 articles, 1 primary source" is one group of five."""
    known = set(documents)
    return connected(known, [pair for pair in _dependent(copies) if known.issuperset(pair)])


def independent_sources(claims: Sequence[SourcedClaim], copies: Iterable[DocumentCopy]) -> tuple[SourceGroup, ...]:
    """The claims by the source behind them, with the reasons; as many groups as there are independent sources.

    Claims have one source where their documents copy each other, where they come from the same outlet, office or
    person, and where their speakers speak for the same party. Sources without a name ("activists") are taken for the
    outlet's own: nobody can tell whether two outlets met the same ones.
    """
    groups, reasons = Groups(), defaultdict[str, set[str]](set)
    for one, other, reason in sorted(_ties(claims, list(copies))):
        groups.join(one, other)
        reasons[one].add(reason)
    members: dict[str, list[str]] = defaultdict(list)
    for sourced in sorted(claims, key=lambda each: each.id):
        members[groups.of(sourced.id)].append(sourced.id)
    return tuple(
        SourceGroup(tuple(ids), "; ".join(sorted({reason for each in ids for reason in reasons[each]})) or None)
        for _, ids in sorted(members.items())
    )


def _dependent(copies: Iterable[DocumentCopy]) -> Iterator[tuple[str, str]]:
    for copy in copies:
        if copy.kind is CopyKind.COPY or max(copy.shared_first, copy.shared_second) >= DEPENDENT_SHARE:
            yield copy.first, copy.second


def _ties(claims: Sequence[SourcedClaim], copies: Sequence[DocumentCopy]) -> Iterator[tuple[str, str, str]]:
    """Pairs of claims that have one source, each with the reason."""
    seen: dict[str, str] = {}
    for sourced in sorted(claims, key=lambda each: each.id):
        for key, reason in _keys(sourced):
            first = seen.setdefault(key, sourced.id)
            if first != sourced.id:
                yield first, sourced.id, reason
    text_of = {document: texts[0] for texts in primary_sources(_documents(claims), copies) for document in texts}
    for sourced in sorted(claims, key=lambda each: each.id):
        text = text_of[sourced.heading.document_id]
        first = seen.setdefault(f"text {text}", sourced.id)
        if first != sourced.id and sourced.heading.document_id != _document_of(first, claims):
            yield first, sourced.id, "documents that share their text"


def _documents(claims: Iterable[SourcedClaim]) -> set[str]:
    return {sourced.heading.document_id for sourced in claims}


def _document_of(claim: str, claims: Iterable[SourcedClaim]) -> str:
    return next(sourced.heading.document_id for sourced in claims if sourced.id == claim)


def _keys(sourced: SourcedClaim) -> Iterator[tuple[str, str]]:
    origin = sourced.asserter
    if origin is None or (sourced.speakers and not origin.named):
        outlet = sourced.heading.outlet
        own = outlet.id if outlet else f"document {sourced.heading.document_id}"
        yield own, f"unnamed sources of {outlet.name if outlet else 'one document'}" if outlet else "one document"
        return
    yield origin.id, f"all from {origin.name}"
    if party := _party(origin):
        yield f"party {party}", f"all speak for {origin.alignment or origin.name}"


def _party(source: Source) -> str | None:
    """The party that a source speaks for: a speaker known as a party speaks for itself."""
    if source.alignment_id or source.alignment:
        return source.alignment_id or source.alignment
    return source.id.removeprefix("actor:") if source.id.startswith("actor:") else None
