"""Claims put together by shallow rules: which triggers, numbers, parties, places and times belong together.

The rules know no syntax tree; they are the honest first version that a trained extractor can be measured against.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crossclaim.errors import SpanError
from crossclaim.extract.anchors import choose_place, choose_time, is_cumulative
from crossclaim.extract.attribution import attribution_at
from crossclaim.extract.claim_types import choose_type
from crossclaim.extract.context import carry_over, speak_for_itself
from crossclaim.extract.cues import cue_pattern, cue_weight, has_cue
from crossclaim.extract.drafts import ClaimDraft
from crossclaim.extract.evidence import ActorEvidence, Evidence, PlaceEvidence, TimeEvidence, within
from crossclaim.extract.extractor import AssembledClaims
from crossclaim.extract.figures import FigureDraft, draft_figures
from crossclaim.extract.merging import drop_repeats, merge_drafts
from crossclaim.extract.modality import modality_of
from crossclaim.extract.records import make_claim
from crossclaim.extract.sides import Sides, find_sides, is_armed
from crossclaim.extract.stretches import find_stretches
from crossclaim.extract.triggers import Trigger
from crossclaim.model import Claim, ClaimType, Document, FigureKind

__all__ = ["assemble_claims"]

Range = tuple[int, int]

THRESHOLD = 0.9  # tuned on the train parts: above it recall falls faster than precision rises
FIGURATIVE = 3  # so many different words of sport or business and no armed party make a text figurative


LEAD = 300  # code points around a stretch in which its sentence may say that it asserts nothing


def assemble_claims(document: Document, evidence: Evidence) -> AssembledClaims:
    """The claims that ``evidence`` supports in ``document``, in text order."""
    text = document.text
    if _is_figurative(text, evidence):
        return AssembledClaims((), 0)
    drafts: list[ClaimDraft] = []
    for sentence in evidence.sentences:
        for stretch in find_stretches(text, sentence, evidence):
            draft = _draft_claim(text, sentence, stretch, evidence, drafts)
            if draft is not None:
                drafts.append(carry_over(draft, drafts, evidence))
    return _finished(document, drop_repeats(text, merge_drafts(text, drafts, evidence.sentences)), evidence)


def _is_figurative(text: str, evidence: Evidence) -> bool:
    """Whether a text is about something else and only borrows the words of war ("the battle of the bowlers")."""
    cues = cue_pattern("figurative")
    borrowed = {
        match.group().casefold()
        for start, end in evidence.sentences
        if has_cue("figurative", text[start:end])
        for match in cues.finditer(text, start, end)
    }
    armed = any(is_armed(actor.reading) for actor in evidence.actors)
    return len(borrowed) >= FIGURATIVE and not armed


class _Parts(NamedTuple):
    """What lies in one stretch of a sentence."""

    triggers: tuple[Trigger, ...]
    main: Trigger
    figures: tuple[FigureDraft, ...]
    actors: tuple[ActorEvidence, ...]
    place: PlaceEvidence | None
    time: TimeEvidence | None


def _draft_claim(
    text: str, sentence: Range, stretch: Range, evidence: Evidence, before: Sequence[ClaimDraft]
) -> ClaimDraft | None:
    parts = _find_parts(text, sentence, stretch, evidence)
    score = _score(text, sentence, stretch, parts) if parts else 0.0
    if parts is None or score < THRESHOLD:
        return None
    start, end = stretch
    time, cumulative = parts.time, is_cumulative(text[start:end], parts.time, counts=bool(parts.figures))
    if cumulative and time and time.total:
        time = time._replace(reading=time.total)
    modality, _ = modality_of(text, sentence, stretch, (parts.main.start, parts.main.end))
    attributed = attribution_at(start, end, evidence.attributed)
    sides = find_sides(text, start, end, parts.triggers, parts.actors, victims=_victims(parts.figures))
    sides = speak_for_itself(text, start, sides, attributed, modality, evidence)
    if sides.a is None and before and before[-1].sentence == sentence and parts.triggers[0].start == start:
        sides = Sides(before[-1].sides.a, sides.b)  # "advanced west of the town and | captured a village"
    claim_type = choose_type(
        text[start:end],
        _telling(parts),
        sides,
        cumulative=cumulative,
        before=_type_before(text, start, before),
    )
    if _are_arms_taken(parts):
        claim_type = ClaimType.DISRUPTED_WEAPONS_USE
    if claim_type is ClaimType.TALLY and sides.b and sides.b.generic and has_cue("whole_war", text[start:end]):
        sides = Sides(sides.a, None)
    return ClaimDraft(
        start=start,
        end=end,
        sentence=sentence,
        triggers=parts.triggers,
        figures=parts.figures,
        attributed=attributed,
        type=claim_type,
        sides=sides,
        place=parts.place,
        time=time,
        modality=modality,
        cumulative=cumulative,
        score=score,
    )


_SENTENCE_REACH = 800  # code points of its sentence that are read on each side of a stretch


def _find_parts(text: str, sentence: Range, stretch: Range, evidence: Evidence) -> _Parts | None:
    start, end = stretch
    around = max(sentence[0], start - _SENTENCE_REACH), min(sentence[1], end + _SENTENCE_REACH)
    triggers = evidence.triggers_in(start, end)
    if not any(trigger.group.role != "weapon" for trigger in triggers):
        return None
    main = max(triggers, key=lambda trigger: trigger.group.weight)
    return _Parts(
        triggers=triggers,
        main=main,
        figures=tuple(draft_figures(text, evidence.counts_in(start, end), triggers)),
        actors=within(evidence.actors, start, end),
        place=choose_place(text, evidence.places, start, end, main)
        or choose_place(text, evidence.places, *around, main),
        time=choose_time(evidence.times, start, end, main) or choose_time(evidence.times, *around, main),
    )


def _score(text: str, sentence: Range, stretch: Range, parts: _Parts) -> float:
    """How much the words speak for a claim: the strongest trigger, what anchors it, less what says it is none."""
    triggers, figures = parts.triggers, parts.figures
    present = {
        "second_trigger": min(2, len(triggers) - 1),
        "verb_in_the_past": any(trigger.form in {"past", "participle", "phrase"} for trigger in triggers),
        "figure": bool(figures),
        "figure_of_an_effect": any(figure.trigger for figure in figures),
        "strength": any(figure.kind is FigureKind.FIGHTERS for figure in figures),
        "party": bool(parts.actors),
        "place": parts.place is not None,
        "time": parts.time is not None,
        "not_asserted": has_cue("not_asserted", text[max(sentence[0], stretch[0] - LEAD) : stretch[1]]),
        "habitual": has_cue("habitual", text[slice(*stretch)]),
        "figurative": has_cue("figurative", text[max(sentence[0], stretch[0] - LEAD) : stretch[1] + LEAD]),
    }
    strongest = max(trigger.group.weight for trigger in triggers if trigger.group.role != "weapon")
    return strongest + sum(cue_weight(name) * found for name, found in present.items())


def _victims(figures: Sequence[FigureDraft]) -> list[Range]:
    return [
        figure.mention.of for figure in figures if figure.kind in _OF_VICTIMS and figure.mention.of and not figure.own
    ]


_OF_VICTIMS = {FigureKind.KILLED, FigureKind.INJURED, FigureKind.CAPTURED, FigureKind.ABDUCTED}


def _telling(parts: _Parts) -> list[Trigger]:
    """The triggers that tell the type: "captured 18 soldiers" takes no ground, "lost 44 howitzers" fires none."""
    captures = {id(figure.trigger) for figure in parts.figures if figure.trigger}
    counted = [
        figure.mention.of
        for figure in parts.figures
        if figure.mention.of and (figure.kind in _OF_LOSSES or _is_taken(figure))
    ]

    def tells(trigger: Trigger) -> bool:
        if trigger.group.name == "territory":
            return id(trigger) not in captures
        held = any(start <= trigger.start and trigger.end <= end for start, end in counted)
        return not (trigger.group.role == "weapon" and held)

    return [trigger for trigger in parts.triggers if tells(trigger)]


def _is_taken(figure: FigureDraft) -> bool:
    return figure.trigger is not None and figure.trigger.group.name in {"territory", "recover", "disrupted"}


def _are_arms_taken(parts: _Parts) -> bool:
    """Whether nothing is told but arms taken: "the army seized 40 rifles and three mortars"."""
    arms = {FigureKind.WEAPONS, FigureKind.MUNITIONS}
    events = [trigger for trigger in _telling(parts) if trigger.group.role != "weapon"]
    return not events and any(_is_taken(figure) and figure.kind in arms for figure in parts.figures)


_OF_LOSSES = {FigureKind.DESTROYED, FigureKind.OTHER, FigureKind.WEAPONS, FigureKind.VEHICLES}


def _type_before(text: str, start: int, before: Sequence[ClaimDraft]) -> ClaimType | None:
    """The type that words pointing back ("the attack") may mean: the claim before, in the same paragraph or item."""
    if not before or "\n\n" in text[before[-1].end : start] or "\n•" in text[before[-1].end : start]:
        return None
    return before[-1].type


def _finished(document: Document, drafts: Sequence[ClaimDraft], evidence: Evidence) -> AssembledClaims:
    claims: list[Claim] = []
    dropped = 0
    for draft in drafts:
        try:
            claims.append(make_claim(document, draft, evidence, number=len(claims) + 1))
        except SpanError:
            dropped += 1
    return AssembledClaims(tuple(claims), dropped)
