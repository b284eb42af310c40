"""Warnings on events: what its claims have in common, and what they lack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from crossclaim.assess.outliers import Summaries, store_outlier
from crossclaim.model import ContradictionKind, CopyKind, DocumentCopy, Event, Flag, SourcedClaim, Span, find_backing

__all__ = ["add_store_outliers", "copied_text", "flag_event", "single_source"]

# Flags of claims that say something of the event where its claims bear them; the others stay with the claims.
CARRIED = (
    "party_source",
    "against_own_interest",
    "unattributed",
    "loaded_language",
    "cumulative_total",
    "figure_outlier",
    "page_date_conflict",
)


def flag_event(
    event: Event,
    claims: Sequence[SourcedClaim],
    claim_flags: Mapping[str, Sequence[Flag]],
    copies: Iterable[DocumentCopy] = (),
) -> tuple[Flag, ...]:
    """Every flag on an event: its own, then those of its claims gathered by name; ``claim_flags`` are by claim id."""
    own = (single_source(event, claims), copied_text(claims, copies), denied(event))
    gathered = (_gather(name, claims, claim_flags) for name in CARRIED)
    return tuple(flag for flag in (*own, *gathered) if flag is not None)


def add_store_outliers(event: Event, claims: Sequence[SourcedClaim], summaries: Summaries) -> Event:
    """The event with its outliers against the store's own figures, under the flag that it has of the other ones."""
    if event.tally:
        return event
    found = {claim.id: (flag,) for claim in claims if (flag := store_outlier(claim, summaries))}
    new = _gather("figure_outlier", claims, found)
    if new is None:
        return event
    known = [flag for flag in event.flags if flag.name == new.name]
    words = " ".join(flag.explanation for flag in (*known, new))
    spans = dict.fromkeys(span for flag in (*known, new) for span in flag.spans)
    both = new.model_copy(update={"explanation": words, "spans": tuple(spans)})
    others = tuple(flag for flag in event.flags if flag.name != new.name)
    return event.model_copy(update={"flags": (*others, both)})


def single_source(event: Event, claims: Sequence[SourcedClaim]) -> Flag | None:
    """One independent source says that it happened, however many articles there are; who denies it is none."""
    if event.sources != 1:
        return None
    backing = find_backing(claims)
    names = sorted({source.name for claim in backing if (source := claim.asserter) is not None})
    told_in = len({claim.heading.lineage for claim in backing})
    articles = "1 article" if told_in == 1 else f"{told_in} articles"
    by = f": {_listed(names)}" if names else ""
    return Flag(name="single_source", explanation=f"{articles}, one independent source{by}.")


def copied_text(claims: Sequence[SourcedClaim], copies: Iterable[DocumentCopy]) -> Flag | None:
    """Documents of the event share their words, whole or in part: they are not independent accounts."""
    documents = {claim.heading.document_id: claim for claim in claims}
    shared = [copy for copy in copies if copy.first in documents and copy.second in documents]
    if not shared:
        return None
    involved = sorted({document for copy in shared for document in (copy.first, copy.second)})
    whole = sum(copy.kind is CopyKind.COPY for copy in shared)
    how = "are one text" if whole == len(shared) else "share their words in part" if not whole else "share their words"
    names = sorted(
        {
            claim.heading.outlet.name if claim.heading.outlet else document
            for document in involved
            if (claim := documents[document])
        }
    )
    words = f"{len(involved)} of {len(documents)} documents {how}: {_listed(names)}."
    return Flag(name="copied_text", explanation=words)


def denied(event: Event) -> Flag | None:
    """Somebody denies it."""
    denials = [one for one in event.contradictions if one.kind is ContradictionKind.DENIAL]
    return Flag(name="denied", explanation=denials[0].explanation) if denials else None


def _gather(name: str, claims: Sequence[SourcedClaim], claim_flags: Mapping[str, Sequence[Flag]]) -> Flag | None:
    """One flag for all claims that bear it, with every reason once."""
    found = [
        flag
        for claim in sorted(claims, key=lambda one: one.id)
        for flag in claim_flags.get(claim.id, ())
        if flag.name == name
    ]
    if not found:
        return None
    reasons = list(dict.fromkeys(flag.explanation for flag in found))
    more = f" And {len(reasons) - 3} more." if len(reasons) > 3 else ""
    spans: dict[Span, None] = dict.fromkeys(span for flag in found for span in flag.spans)
    return Flag(name=name, explanation=f"{' '.join(reasons[:3])}{more}", spans=tuple(spans))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= 4 else f"{', '.join(names[:3])} and {len(names) - 3} others"
