"""Claims put together by shallow rules over sentences: what triggers, numbers, parties, places and times belong together.

The rules know no syntax tree; they are the honest first version that a trained extractor can be measured against.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from crossclaim.errors import SpanError
from crossclaim.extract.attribution import AttributedContent, attribution_at
from crossclaim.extract.claim_types import choose_type
from crossclaim.extract.cues import cue_pattern, has_cue
from crossclaim.extract.evidence import ActorEvidence, Evidence, PlaceEvidence, TimeEvidence
from crossclaim.extract.figures import FigureDraft, draft_figures
from crossclaim.extract.modality import modality_of
from crossclaim.extract.sides import Sides, find_sides, is_armed, same_party
from crossclaim.extract.triggers import Trigger, find_triggers
from crossclaim.model import (
    Attribution,
    AttributionKind,
    Claim,
    ClaimClass,
    ClaimType,
    Document,
    Figure,
    FigureKind,
    Modality,
    Participant,
    Place,
    Precision,
    Span,
    Time,
    Unit,
    Whose,
)

__all__ = ["AssembledClaims", "assemble_claims"]


class AssembledClaims(NamedTuple):
    """The claims of one document and how many candidates were dropped because a span was not exact."""

    claims: tuple[Claim, ...]
    dropped: int


@dataclass(frozen=True, slots=True)
class _Draft:
    """A claim in the making."""

    start: int
    end: int
    sentence: tuple[int, int]
    triggers: tuple[Trigger, ...]
    figures: tuple[FigureDraft, ...]
    attributed: AttributedContent | None
    type: ClaimType
    sides: Sides
    place: PlaceEvidence | None
    time: TimeEvidence | None
    modality: Modality
    cumulative: bool
    score: float


THRESHOLD = 0.9  # tuned on the train parts: below it, precision falls faster than recall rises


def assemble_claims(document: Document, evidence: Evidence) -> AssembledClaims:
    """The claims that ``evidence`` supports in ``document``, in text order."""
    if _is_figurative(document.text, evidence):
        return AssembledClaims((), 0)
    drafts: list[_Draft] = []
    for sentence in evidence.sentences:
        for start, end in _stretches(document.text, sentence, evidence):
            draft = _draft(document.text, sentence, start, end, evidence, drafts)
            if draft is not None:
                drafts.append(draft)
    drafts = _without_repeats(document.text, _merged(document.text, drafts))
    return _finished(document, drafts)


def _is_figurative(text: str, evidence: Evidence) -> bool:
    """Whether a text is about something else and only borrows the words of war ("the battle of the bowlers")."""
    borrowed = {match.casefold() for start, end in evidence.sentences for match in _cues_in(text, start, end)}
    armed = sum(is_armed(actor.reading) is True for actor in evidence.actors)
    return len(borrowed) >= 3 and len(borrowed) > armed


def _cues_in(text: str, start: int, end: int) -> list[str]:
    return [match.group() for match in cue_pattern("figurative").finditer(text, start, end)]


# --- which parts of a sentence may hold a claim of their own


def _stretches(text: str, sentence: tuple[int, int], evidence: Evidence) -> Iterator[tuple[int, int]]:
    for start, end in _said_parts(sentence, evidence.attributed):
        yield from _split(text, *_trim(text, start, end))


def _said_parts(sentence: tuple[int, int], attributed: Sequence[AttributedContent]) -> list[tuple[int, int]]:
    """The sentence without the words that only say who asserts, cut where one asserter ends and the next begins."""
    start, end = sentence
    cuts = sorted(
        part
        for content in attributed
        if content.source is not None  # "were reportedly killed": the word stands inside the statement
        for part in (content.source, content.cue)
        if part is not None and start <= part[0] and part[1] <= end
    )
    parts, reached = [], start
    for cut_start, cut_end in cuts:
        if cut_start > reached:
            parts.append((reached, cut_start))
        reached = max(reached, cut_end)
    return [*parts, (reached, end)] if reached < end else parts


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for separator in cue_pattern("splits").finditer(text, start, end):
        left, right = find_triggers(text, start, separator.start()), find_triggers(text, separator.end(), end)
        if _stands_alone(left) and _stands_alone(right) and _finite(right) and _tell_apart(left, right):
            yield _trim(text, start, separator.start())
            yield from _split(text, *_trim(text, separator.end(), end))
            return
    if start < end:
        yield start, end


def _stands_alone(triggers: Sequence[Trigger]) -> bool:
    return any(trigger.group.role == "event" and trigger.group.weight >= 0.6 for trigger in triggers)


def _finite(triggers: Sequence[Trigger]) -> bool:
    """Whether a verb in the past asserts something of its own, rather than a noun hanging on the clause before."""
    return any(trigger.form in {"past", "participle", "phrase"} for trigger in triggers)


def _tell_apart(left: Sequence[Trigger], right: Sequence[Trigger]) -> bool:
    def types(triggers: Sequence[Trigger]) -> set[str]:
        return {trigger.group.type or trigger.group.name for trigger in triggers if trigger.group.role == "event"}

    return not types(left) & types(right) and "attack" not in types(left) | types(right)


_EDGE = re.compile(r"[\s,;:.–—-]*(?:(?:and|but|that|while|as|also|meanwhile|then|adding)\b[\s,]*)*", re.I)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    lead = _EDGE.match(text, start, end)
    start = lead.end() if lead else start
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:–—-"):
        end -= 1
    return start, end


# --- one claim


def _draft(
    text: str, sentence: tuple[int, int], start: int, end: int, evidence: Evidence, before: Sequence[_Draft]
) -> _Draft | None:
    triggers = tuple(find_triggers(text, start, end))
    if not any(trigger.group.role != "weapon" for trigger in triggers):
        return None
    attributed = attribution_at(start, end, evidence.attributed)
    quantities = sorted(
        mention
        for mention in (*evidence.quantities, *evidence.singular_counts)
        if start <= mention.start and mention.end <= end and mention.quantity.unit is Unit.COUNT
    )
    figures = tuple(draft_figures(text, quantities, triggers))
    actors = [actor for actor in evidence.actors if start <= actor.start and actor.end <= end]
    taken = {figure.trigger for figure in figures if figure.trigger and figure.trigger.group.name == "territory"}
    victims = [figure.mention.of for figure in figures if figure.kind in _OF_VICTIMS and figure.mention.of]
    sides = find_sides(text, start, end, triggers, actors, victims=victims)
    main = max(triggers, key=lambda trigger: trigger.group.weight)
    place = _place_inside(text, evidence.places, start, end, main)
    place = place or _place_inside(text, evidence.places, *sentence, main)
    time = _time_inside(evidence.times, start, end, main, reporting=False)
    time = time or _time_inside(evidence.times, *sentence, main, reporting=False)
    cumulative = _is_cumulative(text[start:end], time)
    if cumulative and time and time.total:
        time = time._replace(reading=time.total)
    score = _score(text, sentence, start, end, triggers, figures, actors, place, time)
    if score < THRESHOLD:
        return None
    modality, _ = modality_of(text, sentence, (start, end), (main.start, main.end))
    claim_type = choose_type(
        text[start:end],
        [trigger for trigger in triggers if trigger not in taken],
        sides,
        cumulative=cumulative,
        before=_type_before(text, start, before),
    )
    if claim_type is ClaimType.TALLY and sides.b and sides.b.generic and has_cue("whole_war", text[start:end]):
        sides = Sides(sides.a, None)
    draft = _Draft(
        start, end, sentence, triggers, figures, attributed, claim_type, sides, place, time, modality, cumulative, score
    )
    return _carried_over(draft, before, evidence)


def _type_before(text: str, start: int, before: Sequence[_Draft]) -> ClaimType | None:
    """The type that words pointing back ("the attack") may mean: the claim before, in the same paragraph or item."""
    if not before or "\n\n" in text[before[-1].end : start] or "\n•" in text[before[-1].end : start]:
        return None
    return before[-1].type


def _score(
    text: str,
    sentence: tuple[int, int],
    start: int,
    end: int,
    triggers: Sequence[Trigger],
    figures: Sequence[FigureDraft],
    actors: Sequence[ActorEvidence],
    place: PlaceEvidence | None,
    time: TimeEvidence | None,
) -> float:
    """How much the words speak for a claim: the strongest trigger, what anchors it, less what says it is none."""
    score = max(trigger.group.weight for trigger in triggers if trigger.group.role != "weapon")
    score += 0.1 * min(2, len(triggers) - 1)
    score += 0.25 * any(figure.trigger for figure in figures) + 0.1 * bool(figures)
    score += 0.3 * any(figure.kind is FigureKind.FIGHTERS for figure in figures)
    score += 0.1 * bool(actors) + 0.1 * bool(place) + 0.15 * bool(time)
    score += 0.15 * any(trigger.form in {"past", "participle", "phrase"} for trigger in triggers)
    score -= 0.5 * has_cue("not_asserted", text[sentence[0] : sentence[1]])
    score -= 0.3 * has_cue("habitual", text[start:end])
    return score


def _place_inside(
    text: str, places: Sequence[PlaceEvidence], start: int, end: int, trigger: Trigger
) -> PlaceEvidence | None:
    """The place nearest to the trigger, finer ones first; where people went or came from is not where it happened."""
    found = [
        place
        for place in places
        if start <= place.start
        and place.end <= end
        and not _ELSEWHERE.search(text, max(0, place.start - 30), place.start)
    ]
    return min(found, key=lambda place: _place_cost(place, trigger), default=None)


_ELSEWHERE = re.compile(
    r"\b(?:(?:way|back|return\w*|head\w*|fled|flee\w*|escap\w*|retreat\w*|withdr[ae]w\w*|bound) (?:back )?(?:to|for|towards?|from)"
    r"|government in|regime in|embassy in|hospitals? in|based in|talks in|told [\w ]{0,12}in|kilometres from|km from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_COARSE = {Precision.COUNTRY: 2, Precision.REGION: 1, Precision.ADMIN1: 1}


def _place_cost(place: PlaceEvidence, trigger: Trigger) -> tuple[int, int]:
    coarse = _COARSE.get(place.reading.precision, 0) if place.reading else 0
    return coarse, max(place.start - trigger.end, trigger.start - place.end)


def _time_inside(
    times: Sequence[TimeEvidence], start: int, end: int, trigger: Trigger, *, reporting: bool
) -> TimeEvidence | None:
    """The time nearest to the trigger; one that dates a report only where ``reporting`` ones are asked for."""
    found = [time for time in times if start <= time.start and time.end <= end and time.reporting == reporting]
    return min(found, key=lambda time: _time_cost(time, trigger), default=None)


def _time_cost(time: TimeEvidence, trigger: Trigger) -> tuple[bool, bool, int]:
    undated = time.reading is None or time.reading.start_date is None
    return undated, time.present, max(time.start - trigger.end, trigger.start - time.end)


def _is_cumulative(quote: str, time: TimeEvidence | None) -> bool:
    return has_cue("cumulative", quote)


def _carried_over(draft: _Draft, before: Sequence[_Draft], evidence: Evidence) -> _Draft:
    """Place, time and parties that the words leave out, from the claim before or the place named last."""
    place, time = draft.place, draft.time
    if place is None:
        earlier = [place for place in evidence.places if place.end <= draft.start]
        place = before[-1].place if before and before[-1].place else earlier[-1] if earlier else None
    if time is None and before and not draft.cumulative and not before[-1].cumulative:
        time = before[-1].time
    sides = _speaker_as_party(draft, evidence)
    if before and ClaimClass.of(before[-1].type) is ClaimClass.of(draft.type):
        sides = _inherited(sides, before[-1].sides)
    return replace(draft, place=place, time=time, sides=sides)


def _inherited(sides: Sides, before: Sides) -> Sides:
    """The sides with gaps filled from the claim before; where its parties have changed places, so do the fillings."""
    a, b = sides
    if (a and same_party(a, before.b)) or (b and same_party(b, before.a)):
        before = Sides(before.b, before.a)
    if a is None and before.a is not None and not (b and same_party(before.a, b)):
        a = before.a
    if b is None and before.b is not None and not (a and same_party(before.b, a)):
        b = before.b
    return Sides(a, b)


def _speaker_as_party(draft: _Draft, evidence: Evidence) -> Sides:
    """The sides where a party speaks of itself: it denies what it is accused of, or tells what "its men" did."""
    speaker = _speaking_party(draft, evidence)
    a, b = draft.sides
    if speaker is None:
        return draft.sides
    if a is None and draft.modality is Modality.DENIED and not _is(speaker, b):
        a = speaker
    if a is not None and a.own and a.generic:
        a = a._replace(reading=speaker.reading)
    if b is not None and b.own and b.generic:
        b = b._replace(reading=speaker.reading)
    return Sides(a, b)


def _speaking_party(draft: _Draft, evidence: Evidence) -> ActorEvidence | None:
    source = draft.attributed.source if draft.attributed else None
    if source is None:
        return None
    inside = (actor for actor in evidence.actors if source[0] < actor.end and actor.start < source[1])
    return next((actor for actor in inside if is_armed(actor.reading)), None)


def _is(one: ActorEvidence, other: ActorEvidence | None) -> bool:
    return other is not None and other.reading is not None and other.reading == one.reading


# --- several sentences, one claim


def _merged(text: str, drafts: Sequence[_Draft]) -> list[_Draft]:
    merged: list[_Draft] = []
    for draft in drafts:
        if merged and _continues(text, merged[-1], draft):
            merged[-1] = _joined(merged[-1], draft)
        else:
            merged.append(draft)
    return merged


def _continues(text: str, first: _Draft, second: _Draft) -> bool:
    """Whether ``second`` only adds detail to ``first``: same asserter and type, next to it, nothing of its own."""
    if second.sentence == first.sentence or text[first.sentence[1] : second.start].count("\n\n") > 0:
        return False
    if second.start - first.end > 60 or not _same_asserter(first, second) or first.modality is not second.modality:
        return False
    own_place = second.place is not None and second.place.start >= second.sentence[0] and second.place != first.place
    own_time = second.time is not None and second.time.start >= second.sentence[0]
    if own_place or own_time or first.cumulative != second.cumulative:
        return False
    events = {trigger.group.type for trigger in second.triggers if trigger.group.role == "event"} - {None}
    return events <= {first.type} and ClaimClass.of(first.type) is ClaimClass.of(second.type)


def _same_asserter(first: _Draft, second: _Draft) -> bool:
    one, other = first.attributed, second.attributed
    return (one and one.source) == (other and other.source)


def _joined(first: _Draft, second: _Draft) -> _Draft:
    return replace(
        first,
        end=second.end,
        triggers=first.triggers + second.triggers,
        figures=first.figures + second.figures,
        sides=Sides(first.sides.a or second.sides.a, first.sides.b or second.sides.b),
        place=first.place or second.place,
        time=first.time or second.time,
        score=max(first.score, second.score),
    )


def _without_repeats(text: str, drafts: Sequence[_Draft]) -> list[_Draft]:
    """Drafts without those that another says again: a lead restated by a source is that source's one claim."""
    kept: list[_Draft] = []
    for draft in drafts:
        twin = next((other for other in kept if _says_the_same(text, other, draft)), None)
        if twin is None:
            kept.append(draft)
        elif twin.attributed is None and draft.attributed is not None:
            kept[kept.index(twin)] = draft
    return sorted(kept, key=lambda draft: draft.start)


def _says_the_same(text: str, one: _Draft, other: _Draft) -> bool:
    if one.attributed is not None and other.attributed is not None and not _same_asserter(one, other):
        return False
    words, more = _words(text, one), _words(text, other)
    shared = len(words & more) / max(1, min(len(words), len(more)))
    figures, others = _figure_keys(one), _figure_keys(other)
    if figures and others:
        return figures == others and shared >= SAME_WORDS
    return not figures and not others and one.modality is other.modality and shared >= 0.75


SAME_WORDS = 0.5  # two sentences with the same figures are one claim from here on, measured on the train parts


def _words(text: str, draft: _Draft) -> set[str]:
    return {word for word in re.findall(r"\w{3,}", text[draft.start : draft.end].casefold())}


def _figure_keys(draft: _Draft) -> list[tuple[str, float | None, float | None]]:
    return sorted(
        (figure.kind, figure.mention.quantity.low or -1, figure.mention.quantity.high or -1) for figure in draft.figures
    )


# --- records


def _finished(document: Document, drafts: Sequence[_Draft]) -> AssembledClaims:
    claims: list[Claim] = []
    dropped = 0
    for draft in drafts:
        try:
            claims.append(_claim(document, draft, number=len(claims) + 1))
        except SpanError:
            dropped += 1
    return AssembledClaims(tuple(claims), dropped)


def _claim(document: Document, draft: _Draft, *, number: int) -> Claim:
    span = document.span
    return Claim(
        id=f"{document.id}#c{number}",
        type=draft.type,
        quote=span(draft.start, draft.end),
        score=round(min(1.0, draft.score / 2), 3),
        attribution=_attribution(document, draft.attributed),
        side_a=_participant(document, draft.sides.a),
        side_b=_participant(document, draft.sides.b),
        place=Place(span=span(draft.place.start, draft.place.end), reading=draft.place.reading)
        if draft.place
        else None,
        time=Time(span=span(draft.time.start, draft.time.end), reading=draft.time.reading) if draft.time else None,
        figures=tuple(_figure(document, draft, figure) for figure in draft.figures),
        modality=draft.modality,
        cumulative=draft.cumulative,
    )


def _participant(document: Document, actor: ActorEvidence | None) -> Participant | None:
    return Participant(span=document.span(actor.start, actor.end), actor=actor.reading) if actor else None


def _attribution(document: Document, attributed: AttributedContent | None) -> Attribution:
    if attributed is None:
        return Attribution(kind=AttributionKind.NARRATOR)

    def span(part: tuple[int, int] | None) -> Span | None:
        return document.span(*part) if part else None

    return Attribution(kind=attributed.kind, source=span(attributed.source), cue=span(attributed.cue))


def _figure(document: Document, draft: _Draft, figure: FigureDraft) -> Figure:
    mention = figure.mention
    return Figure(
        span=document.span(mention.start, mention.end),
        kind=figure.kind,
        of=document.span(*mention.of) if mention.of else None,
        whose=_whose(draft, figure),
        quantity=mention.quantity,
    )


_OF_VICTIMS = {FigureKind.KILLED, FigureKind.INJURED, FigureKind.CAPTURED, FigureKind.ABDUCTED}
_LOSSES = {
    FigureKind.KILLED,
    FigureKind.INJURED,
    FigureKind.CAPTURED,
    FigureKind.MISSING,
    FigureKind.DISPLACED,
    FigureKind.ABDUCTED,
    FigureKind.DESTROYED,
}


def _whose(draft: _Draft, figure: FigureDraft) -> Whose:
    counted = figure.mention.of
    if counted and draft.sides.a and draft.sides.a.start < counted[1] and counted[0] < draft.sides.a.end:
        return Whose.A
    if figure.kind in _LOSSES:
        return Whose.B if draft.type is not ClaimType.TALLY or draft.sides.b else Whose.UNKNOWN
    return Whose.A
