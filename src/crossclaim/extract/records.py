"""From drafts to the records of the model, every range made an exact span."""

from __future__ import annotations

from collections.abc import Iterator

from crossclaim.extract.attribution import AttributedContent
from crossclaim.extract.drafts import ClaimDraft
from crossclaim.extract.evidence import ActorEvidence, Evidence
from crossclaim.extract.figures import FigureDraft
from crossclaim.extract.sides import same_party
from crossclaim.model import (
    Attribution,
    AttributionKind,
    Claim,
    ClaimClass,
    ClaimType,
    Document,
    Figure,
    FigureKind,
    Participant,
    Place,
    Span,
    Time,
    Whose,
)

__all__ = ["as_attribution", "make_claim"]


def make_claim(document: Document, draft: ClaimDraft, evidence: Evidence, *, number: int) -> Claim:
    """The record of a draft.

    Raises:
        SpanError: a range of it does not lie in the text.
    """
    span = document.span
    return Claim(
        id=f"{document.id}#c{number}",
        type=draft.type,
        quote=span(draft.start, draft.end),
        score=round(min(1.0, draft.score / 2), 3),
        attribution=as_attribution(document, draft.attributed),
        side_a=_participant(document, draft.sides.a),
        side_b=_participant(document, draft.sides.b),
        place=Place(span=span(draft.place.start, draft.place.end), reading=draft.place.reading)
        if draft.place
        else None,
        time=Time(span=span(draft.time.start, draft.time.end), reading=draft.time.reading) if draft.time else None,
        figures=tuple(_figures(document, draft, evidence)),
        modality=draft.modality,
        cumulative=draft.cumulative,
        reasons=tuple(_reasons(document.text, draft)),
    )


def _reasons(text: str, draft: ClaimDraft) -> Iterator[str]:
    """The words that made a claim of the draft and the rule that found who says so."""
    for trigger in draft.triggers:
        yield f"claim: “{text[trigger.start : trigger.end]}” tells of it ({trigger.group.name.replace('_', ' ')})"
    if draft.attributed:
        yield f"attribution: found by the rule for {draft.attributed.rule.replace('_', ' ')}"


def _participant(document: Document, actor: ActorEvidence | None) -> Participant | None:
    return Participant(span=document.span(actor.start, actor.end), actor=actor.reading) if actor else None


def as_attribution(document: Document, attributed: AttributedContent | None) -> Attribution:
    """The record of who says so and who passes it on; None and narration are the report's own voice."""
    if attributed is None or attributed.kind is AttributionKind.NARRATOR:
        return Attribution(kind=AttributionKind.NARRATOR)

    def span(part: tuple[int, int] | None) -> Span | None:
        return document.span(*part) if part else None

    parent = as_attribution(document, attributed.parent) if attributed.parent else None
    return Attribution(kind=attributed.kind, source=span(attributed.source), cue=span(attributed.cue), parent=parent)


def _figures(document: Document, draft: ClaimDraft, evidence: Evidence) -> Iterator[Figure]:
    """The figures in text order; one that names nobody ("... and 12 were wounded") is of the side counted before it."""
    before: Whose | None = None
    for figure in draft.figures:
        mention = figure.mention
        elided = mention.of is None and figure.kind in _LOSSES and before is not None
        whose = before if elided and before is not None else _whose(draft, figure, evidence)
        yield Figure(
            span=document.span(mention.start, mention.end),
            kind=figure.kind,
            of=document.span(*mention.of) if mention.of else None,
            whose=whose,
            quantity=mention.quantity,
        )
        before = whose if figure.kind in _LOSSES else before


_LOSSES = {
    FigureKind.KILLED,
    FigureKind.INJURED,
    FigureKind.CAPTURED,
    FigureKind.MISSING,
    FigureKind.DISPLACED,
    FigureKind.ABDUCTED,
    FigureKind.DESTROYED,
}


def _whose(draft: ClaimDraft, figure: FigureDraft, evidence: Evidence) -> Whose:
    if figure.own and draft.sides.a:
        return Whose.A
    counted = figure.mention.of
    owner = _actor_at(counted, evidence) if counted else None
    if owner and draft.sides.a and (owner == draft.sides.a or same_party(owner, draft.sides.a)):
        return Whose.A
    if owner and draft.sides.b and same_party(owner, draft.sides.b):
        return Whose.B
    if draft.type is ClaimType.DISRUPTED_WEAPONS_USE or (figure.kind is FigureKind.AIRCRAFT and _is_downed(draft)):
        return Whose.B  # drones shot down, arms found: theirs against whom it was done
    civilians = ClaimClass.of(draft.type) is ClaimClass.CIVILIANS
    if figure.kind in _LOSSES or (civilians and figure.kind is FigureKind.OTHER):
        return Whose.B if draft.type is not ClaimType.TALLY or draft.sides.b else Whose.UNKNOWN
    return Whose.A


def _is_downed(draft: ClaimDraft) -> bool:
    """Whether aircraft counted were brought down, not flown."""
    return any(trigger.group.name == "clash" and trigger.form == "phrase" for trigger in draft.triggers)


def _actor_at(part: tuple[int, int], evidence: Evidence) -> ActorEvidence | None:
    return next((actor for actor in evidence.actors if actor.start < part[1] and part[0] < actor.end), None)
