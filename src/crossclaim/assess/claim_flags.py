"""Warnings on single claims. Each says what an analyst may want to weigh; none takes a claim away."""

from __future__ import annotations

from collections.abc import Sequence

from crossclaim.assess.loaded_words import loaded_language
from crossclaim.assess.outliers import figure_outlier
from crossclaim.model import (
    ActorKind,
    AttributionKind,
    Claim,
    Figure,
    FigureKind,
    Flag,
    Modality,
    Participant,
    Source,
    SourcedClaim,
    Span,
    Ties,
    Whose,
    fights,
    speaks_for_side,
)

__all__ = [
    "against_own_interest",
    "cumulative_total",
    "flag_claim",
    "page_date_conflict",
    "party_source",
    "unattributed",
]

HARM = frozenset({FigureKind.KILLED, FigureKind.INJURED, FigureKind.MISSING, FigureKind.ABDUCTED})
LOSSES = frozenset({*HARM, FigureKind.CAPTURED, FigureKind.VEHICLES, FigureKind.AIRCRAFT, FigureKind.DESTROYED})
# Flags on a document's date that bear on all its claims.
DATE_FLAGS = ("anachronism", "page_date_conflict", "published_not_read")


def flag_claim(
    claim: SourcedClaim,
    *,
    ties: Ties | None = None,
    text: str | None = None,
    fellows: Sequence[SourcedClaim] = (),
) -> tuple[Flag, ...]:
    """Every flag on a claim, in a fixed order.

    ``text`` is that of its document, ``fellows`` are the claims of its event.
    """
    found = (
        party_source(claim, ties or Ties(), fellows),
        against_own_interest(claim, ties or Ties()),
        unattributed(claim),
        cumulative_total(claim),
        loaded_language(claim, text=text),
        figure_outlier(claim, fellows),
        page_date_conflict(claim),
    )
    return tuple(flag for flag in found if flag is not None)


def party_source(claim: SourcedClaim, ties: Ties, fellows: Sequence[SourcedClaim] = ()) -> Flag | None:
    """Who vouches for the claim, or the outlet that prints it, speaks for a side of it, or for who fights there.

    Who fights there its ``fellows`` tell, too: the police that speak of "a bomber" are a party where others name him.
    """
    place = claim.claim.place.reading if claim.claim.place else None
    actors = [side.actor for one in (claim, *fellows) for side in _sides(one.claim) if side.actor]
    for source in dict.fromkeys((claim.asserter, claim.heading.outlet)):
        if source is None:
            continue
        side = next((side for side in _sides(claim.claim) if speaks_for_side(source, side, ties)), None)
        role = "prints" if claim.speakers and source is claim.heading.outlet else "tells of"
        words = f"{source.name} speaks for {_name(side)}, a side of what it {role}." if side else None
        if words is None and fights(source, actors, place.country if place else None):
            words = f"{source.name} speaks for {source.alignment}, a party to the conflict."
        if words is not None:
            return Flag(name="party_source", explanation=words, spans=_speaker_spans(claim, source))
    return None


def against_own_interest(claim: SourcedClaim, ties: Ties) -> Flag | None:
    """A party tells of its own loss, or of civilians whom it harmed: it has no reason to overstate that."""
    if claim.claim.modality is not Modality.ACTUAL:
        return None
    for whose, side, other in ((Whose.A, claim.claim.side_a, claim.claim.side_b), (Whose.B, claim.claim.side_b, None)):
        if side is None or not speaks_for_side(claim.asserter, side, ties):
            continue
        own = _least(
            [one for one in claim.claim.figures if one.whose is whose and one.kind in LOSSES and _is_some(one)]
        )
        harmed = [one for one in claim.claim.figures if _counts_civilians(one, other) and _is_some(one)]
        if own or harmed:
            name = claim.asserter.name if claim.asserter else "The source"
            what = "its own side's loss" if own else "civilians whom its own side harmed"
            words = f"{name} speaks for {_name(side)} and tells of {what}."
            return Flag(name="against_own_interest", explanation=words, spans=tuple(one.span for one in own or harmed))
    return None


def unattributed(claim: SourcedClaim) -> Flag | None:
    """Nobody who can be asked stands behind it: an unnamed source, or harm that a text states by itself."""
    attribution = claim.claim.attribution
    if attribution.kind is AttributionKind.UNNAMED:
        words = f' but only "{attribution.source.quote}"' if attribution.source else ""
        spans = tuple(span for span in (attribution.source or attribution.cue,) if span)
        return Flag(name="unattributed", explanation=f"No source is named{words}.", spans=spans)
    harm = [figure for figure in claim.claim.figures if figure.kind in LOSSES]
    if attribution.kind is AttributionKind.NARRATOR and harm:
        words = "The text states these figures itself and does not say where it has them from."
        return Flag(name="unattributed", explanation=words, spans=tuple(figure.span for figure in harm))
    return None


def cumulative_total(claim: SourcedClaim) -> Flag | None:
    """A total over a period or several incidents; it never enters the figures of one event."""
    if not claim.claim.cumulative:
        return None
    spans = tuple(figure.span for figure in claim.claim.figures) or (claim.claim.quote,)
    words = "A total over a period or several incidents: it may hold this event and others, and is added to none."
    return Flag(name="cumulative_total", explanation=words, spans=spans)


def page_date_conflict(claim: SourcedClaim) -> Flag | None:
    """The day of the document is in doubt, and with it every day that the claim has from words such as "yesterday"."""
    doubts = [name for name in claim.heading.flags if name in DATE_FLAGS]
    if not doubts:
        return None
    spans = (claim.claim.time.span,) if claim.claim.time else ()
    leans = "what it says of when" if spans else "when it was told"
    words = f"The document's own date is in doubt ({', '.join(doubts)}), and with it {leans}."
    return Flag(name="page_date_conflict", explanation=words, spans=spans)


def _sides(claim: Claim) -> list[Participant]:
    return [side for side in (claim.side_a, claim.side_b) if side is not None]


def _name(side: Participant) -> str:
    return side.actor.name if side.actor else side.span.quote


def _speaker_spans(claim: SourcedClaim, source: Source) -> tuple[Span, ...]:
    said = claim.claim.attribution.source
    return (said,) if said and source is not claim.heading.outlet else ()


def _is_some(figure: Figure) -> bool:
    return figure.quantity.high != 0


def _least(figures: Sequence[Figure]) -> list[Figure]:
    """Of several figures of one kind the lowest: more than that may be the other side's, read on the wrong one."""
    kept: dict[FigureKind, Figure] = {}
    for figure in figures:
        known = kept.get(figure.kind)
        if known is None or (figure.quantity.low or 0) < (known.quantity.low or 0):
            kept[figure.kind] = figure
    return list(kept.values())


def _counts_civilians(figure: Figure, side: Participant | None) -> bool:
    civilians = side is not None and side.actor is not None and side.actor.kind is ActorKind.CIVILIANS
    return civilians and figure.whose is Whose.B and figure.kind in HARM
