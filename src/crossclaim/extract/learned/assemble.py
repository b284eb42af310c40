"""From the heads' answers for one quote to a claim: spans decided, snapped to whole words, tied to what rules read."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from crossclaim.extract.attribution import AttributedContent
from crossclaim.extract.evidence import ActorEvidence, Evidence, PlaceEvidence, Reach, TimeEvidence
from crossclaim.extract.learned.encoder import Answers, Floats
from crossclaim.extract.learned.labels import ATTRIBUTIONS, KINDS, MODALITIES, SLOTS, TYPES, WHOSE
from crossclaim.extract.learned.owners import told_sides
from crossclaim.extract.learned.pieces import Pieces
from crossclaim.extract.learned.settings import Settings, sigmoid
from crossclaim.extract.learned.windows import Context, Window
from crossclaim.extract.modality import modality_of
from crossclaim.extract.quantities import QuantityMention
from crossclaim.extract.records import as_attribution
from crossclaim.model import (
    Attribution,
    AttributionKind,
    Claim,
    Document,
    Figure,
    FigureKind,
    Modality,
    Participant,
    Place,
    Time,
)

__all__ = ["Counted", "Found", "Known", "make_claim"]

Range = tuple[int, int]
Flags = npt.NDArray[np.bool_]
Evident = TypeVar("Evident", ActorEvidence, PlaceEvidence, TimeEvidence)

LONGEST_SLOT = 28  # pieces
_SAME_BREATH = 60  # code points between two numbers that may count the same party
_BREAK = re.compile(r"[.!?\n]")
LONGEST_WORD = 40  # code points
_AGAINST_ITSELF = 3.0  # what it costs to hold a party for both sides: in 6 of 1,086 gold claims it is
RUNNERS_UP = 6  # spans of a slot that are weighed against those of another


class Scored(NamedTuple):
    """Words that may fill a slot, and by how much their score exceeds that of leaving it empty."""

    start: int
    end: int
    margin: float


class Counted(NamedTuple):
    """A number, the first piece of it, numbered in the document, and what its toll or a verb beside it says."""

    mention: QuantityMention
    piece: int
    beside: FigureKind | None


class Count(NamedTuple):
    """A number in sight of a quote and what the heads say of it, scores before softmax."""

    counted: Counted
    kinds: Floats  # [kinds]
    whose: Floats  # [whose]


@dataclass(frozen=True)
class Found:
    """What the heads say of one quote, in code points of the text and in probabilities."""

    quote: Range
    is_claim: float
    cumulative: float
    slots: dict[str, list[Scored]]  # best first
    types: Floats  # log probabilities
    attributions: Floats
    modalities: Floats
    counts: list[Count]
    occurrence: Floats

    @classmethod
    def of(
        cls,
        text: str,
        counts: Sequence[Counted],
        pieces: Pieces,
        opening: Flags,
        window: Window,
        context: Context,
        span: Range,
        answers: Answers,
        row: int,
    ) -> Found:
        """Row ``row`` of the answers, for the quote from piece ``span[0]`` to ``span[1]``.

        ``counts`` are those of its window; ``opening`` marks the pieces with which a part of the document begins.
        """
        size = len(context.at)
        numbers = [int(window.at[at - 1]) if at else -1 for at in context.at.tolist()]
        apart = [
            number < 0 or before + 1 != number or bool(opening[number]) for before, number in pairwise([-2, *numbers])
        ]
        slots = {
            slot: list(
                _spans(text, pieces, numbers, apart, answers.starts[row, :size, at], answers.ends[row, :size, at])
            )
            for at, slot in enumerate(SLOTS)
        }
        places = {number: place for place, number in enumerate(numbers)}
        seen = [(count, places.get(count.piece)) for count in counts]
        return cls(
            quote=_whole_words(text, *pieces.range_of(*span)),
            is_claim=sigmoid(float(answers.claim[row, 0])),
            cumulative=sigmoid(float(answers.claim[row, 1])),
            slots=slots,
            types=_log_softmax(answers.types[row]),
            attributions=_log_softmax(answers.attributions[row]),
            modalities=_log_softmax(answers.modalities[row]),
            counts=[
                Count(count, answers.kinds[row, place].copy(), answers.whose[row, place].copy())
                for count, place in seen
                if place is not None
            ],
            occurrence=answers.occurrence[row].copy(),
        )

    def with_piece_types(self, scores: Floats) -> Found:
        """The same with the types that its pieces were tagged with [t, types] taken into account."""
        each = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        return replace(self, types=_log_softmax(self.types + 0.5 * each.mean(axis=0)))


def _spans(
    text: str, pieces: Pieces, numbers: Sequence[int], apart: Sequence[bool], starts: Floats, ends: Floats
) -> Iterator[Scored]:
    """The best spans for one slot; position 0 stands for none, and no span goes on into a piece that is ``apart``."""
    none = float(starts[0] + ends[0])
    best: list[tuple[float, int, int]] = []
    for first in np.argsort(-starts[1:], kind="stable")[:RUNNERS_UP] + 1:
        furthest = min(len(numbers), first + LONGEST_SLOT)
        reach = next((at for at in range(first + 1, furthest) if apart[at]), furthest)
        last = int(first + np.argmax(ends[first:reach]))
        best.append((float(starts[first] + ends[last]), int(first), last))
    for score, first, last in sorted(best, reverse=True):
        start, end = _whole_words(text, *pieces.range_of(numbers[first], numbers[last]))
        yield Scored(start, end, score - none)


def _whole_words(text: str, start: int, end: int) -> Range:
    """The range grown to the edges of the words it cuts; a script without blanks between words is left as it is cut."""
    first, last = start, end
    while first > 0 and start - first < LONGEST_WORD and _in_word(text[first]) and _in_word(text[first - 1]):
        first -= 1
    while last < len(text) and last - end < LONGEST_WORD and _in_word(text[last]) and _in_word(text[last - 1]):
        last += 1
    return (first if start - first < LONGEST_WORD else start), (last if last - end < LONGEST_WORD else end)


def _in_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


class Known:
    """What rules found in a document, by where it stands."""

    def __init__(self, evidence: Evidence) -> None:
        self.actors, self.places, self.times = Reach(evidence.actors), Reach(evidence.places), Reach(evidence.times)
        self.nominal_places = Reach(evidence.nominal_places)
        self.chains = Reach(
            _Chain(*entry.source, entry.parent) for entry in evidence.attributed if entry.source and entry.parent
        )
        self.triggers_in = evidence.triggers_in
        self._sentences = evidence.sentences

    def sentence_at(self, part: Range) -> Range:
        """The sentence in which a part begins, or the part itself where it begins in none."""
        at = bisect_right(self._sentences, part[0], key=lambda sentence: sentence[0]) - 1
        inside = at >= 0 and part[0] < self._sentences[at][1]
        return self._sentences[at] if inside else part


class _Chain(NamedTuple):
    """A source and who passes on what it says."""

    start: int
    end: int
    parent: AttributedContent


def make_claim(document: Document, known: Known, found: Found, settings: Settings) -> Claim:
    """The claim of what was found, by the id of its quote's place until all are numbered.

    Raises:
        SpanError: a range of it does not lie in the text.
    """
    span, text = document.span, document.text
    side_a, side_b = _choose_sides(known, found, settings)
    place, time = (_choose(found, slot, settings) for slot in ("place", "time"))
    by_cue, cue = _told_modality(text, known, found)
    modality = _modality(found, settings, by_cue)
    attribution = _attribution(document, known, found, settings)
    if modality is Modality.DENIED and side_a is None and attribution.source:
        denier = attribution.source.start, attribution.source.end
        side_a = None if _overlap(denier, side_b) else denier  # who denies without accusing anyone denies his own act
    acting, target = _participant(document, known, side_a), _participant(document, known, side_b)
    figures = tuple(_figures(document, known, found, settings, acting, target))
    cumulative = found.cumulative >= 0.5
    when = _time(document, known, time, cumulative=cumulative)
    if cumulative and not figures and _is_brief(when):
        cumulative = False  # "the largest attack of the year, last night": nothing is summed up
    return Claim(
        id=f"{document.id}#{found.quote[0]}",
        type=TYPES[int(found.types.argmax())],
        quote=span(*_trimmed(text, *found.quote)),
        score=round(settings.calibrated(found.is_claim), 3),
        attribution=attribution,
        side_a=acting,
        side_b=target,
        place=_place(document, known, place),
        time=when,
        figures=figures,
        modality=modality,
        cumulative=cumulative,
        reasons=tuple(_reasons(text, known, found, settings, cue)),
    )


def _reasons(text: str, known: Known, found: Found, settings: Settings, cue: Range | None) -> Iterator[str]:
    """How sure the encoder was of each part, with its second choice, and the words that rules noticed."""
    yield f"claim: encoder {found.is_claim:.2f}"
    for trigger in known.triggers_in(*found.quote):
        yield f"claim: “{text[trigger.start : trigger.end]}” tells of it ({trigger.group.name.replace('_', ' ')})"
    yield f"type: encoder {_ranked(np.exp(found.types), TYPES)}"
    yield f"attribution: encoder {_ranked(np.exp(found.attributions), ATTRIBUTIONS)}"
    yield f"modality: encoder {_ranked(np.exp(found.modalities), MODALITIES)}"
    if cue:
        yield f"modality: shown by “{text[slice(*cue)]}”"
    for slot, options in found.slots.items():
        yield f"{slot}: encoder {_words(text, options, settings.slot_bias.get(slot, 0.0))}"


def _words(text: str, options: Sequence[Scored], bias: float) -> str:
    """The likeliest words for a slot beside all others and none, with the next where they are worth telling."""
    margins = np.array([0.0, *(part.margin + bias for part in options)])
    shares = np.exp(margins - margins.max())
    shares /= shares.sum()
    told = [f"none {shares[0]:.2f}"] if shares.argmax() == 0 else []
    likeliest = sorted(zip(shares[1:], options, strict=True), key=lambda pair: -pair[0])
    told += [f"“{_short(text[o.start : o.end])}” {share:.2f}" for share, o in likeliest if share >= _WORTH_TELLING]
    return "; then ".join(told[:2])


_WORTH_TELLING = 0.05
_SHOWN = 60  # characters of a quote inside a reason


def _ranked(scores: Floats, labels: Sequence[str | None]) -> str:
    """The likeliest label, and the next where it is worth telling."""
    first, second = np.argsort(-scores, kind="stable")[:2]
    then = f"; then {_label(labels[second])} {scores[second]:.2f}" if scores[second] >= _WORTH_TELLING else ""
    return f"{_label(labels[first])} {scores[first]:.2f}{then}"


def _label(label: str | None) -> str:
    return str(label).replace("_", " ")


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN].rsplit(' ', 1)[0]}…"


def _choose(found: Found, slot: str, settings: Settings) -> Range | None:
    best = found.slots[slot][0] if found.slots[slot] else None
    return best[:2] if best and best.margin + settings.slot_bias.get(slot, 0.0) > 0 else None


def _choose_sides(known: Known, found: Found, settings: Settings) -> tuple[Range | None, Range | None]:
    """The surest words for both sides that are not the same words, nor readily two names of one party."""
    options = [
        [*((s.margin + settings.slot_bias.get(slot, 0.0), (s.start, s.end)) for s in found.slots[slot]), (0.0, None)]
        for slot in ("side_a", "side_b")
    ]
    (_, a), (_, b) = max(
        (pair for pair in product(*options) if not _overlap(pair[0][1], pair[1][1])),
        key=lambda pair: pair[0][0] + pair[1][0] - _AGAINST_ITSELF * _one_party(known, pair[0][1], pair[1][1]),
    )
    return a, b


def _one_party(known: Known, one: Range | None, other: Range | None) -> bool:
    """Whether both parts name the same party of the actor list."""
    if one is None or other is None:
        return False
    first, second = (_at(known.actors, part) for part in (one, other))
    return bool(first and second and first.reading and second.reading and first.reading == second.reading)


def _overlap(one: Range | None, other: Range | None) -> bool:
    return one is not None and other is not None and one[0] < other[1] and other[0] < one[1]


def _at(known: Reach[Evident], part: Range) -> Evident | None:
    """What overlaps ``part`` most, the first of equals."""
    return max(known.touching(*part), key=lambda one: min(one.end, part[1]) - max(one.start, part[0]), default=None)


def _participant(document: Document, known: Known, part: Range | None) -> Participant | None:
    if part is None:
        return None
    actor = _at(known.actors, part)
    return Participant(span=document.span(*part), actor=actor.reading if actor else None)


def _place(document: Document, known: Known, part: Range | None) -> Place | None:
    if part is None:
        return None
    place = next(iter(known.places.touching(*part)), None)
    if place is None and (noun := next(iter(known.nominal_places.touching(*part)), None)):
        alone = (noun.start, noun.end) == part  # "the town" is quoted by its name, "a market in the town" is not
        return Place(span=document.span(*(noun.named if noun.named and alone else part)), reading=noun.reading)
    return Place(span=document.span(*part), reading=place.reading if place else None)


def _is_brief(time: Time | None) -> bool:
    """Whether a time is one day or one night."""
    reading = time.reading if time else None
    if reading is None or reading.start_date is None or reading.end_date is None:
        return False
    return (reading.end_date - reading.start_date).days <= 1


def _time(document: Document, known: Known, part: Range | None, *, cumulative: bool) -> Time | None:
    if part is None:
        return None
    part = _up_to_next_time(known, part)
    time = _at(known.times, part)
    if time is None:
        return Time(span=document.span(*part))
    reading = time.total if cumulative and time.total else time.reading
    if time.point and part[0] >= time.point_start:
        reading = time.point  # "since 2011, when the army fired on crowds": these shots fell in 2011
    return Time(span=document.span(*part), reading=reading)


# So many characters between two times are a sentence that tells of two days, not "Friday and Saturday".
_APART = 20


def _up_to_next_time(known: Known, part: Range) -> Range:
    """The words up to the end of the first time in them, where another stands far behind it."""
    first, second, *_ = (*known.times.touching(*part), None, None)
    return (part[0], first.end) if first and second and second.start - first.end > _APART else part


def _figures(
    document: Document,
    known: Known,
    found: Found,
    settings: Settings,
    side_a: Participant | None,
    side_b: Participant | None,
) -> Iterator[Figure]:
    reached = 0
    last: Figure | None = None
    for (mention, _, beside), kinds, whose in found.counts:
        scores = kinds.copy()
        scores[0] -= settings.figure_bias
        inside = found.quote[0] <= mention.start and mention.end <= found.quote[1]
        if beside is not None and (inside or scores.argmax() > 0):
            scores[KINDS.index(beside)] += settings.kind_bonus
        kind = KINDS[int(scores.argmax())]
        if kind is None or mention.start < reached:
            continue
        sides = whose.copy()
        told = list(told_sides(document.text, mention, known.actors, (side_a, side_b)))
        for side in told:
            sides[WHOSE.index(side)] += settings.side_bonus
        if not told and last and _goes_on(document.text, last, mention):
            sides[WHOSE.index(last.whose)] += settings.side_bonus
        reached = mention.end
        last = Figure(
            span=document.span(mention.start, mention.end),
            kind=kind,
            of=document.span(*mention.of) if mention.of else None,
            whose=WHOSE[int(sides.argmax())],
            quantity=mention.quantity,
        )
        yield last


def _goes_on(text: str, last: Figure, mention: QuantityMention) -> bool:
    """Whether a number without a noun of its own goes on counting: "four soldiers were killed and nine wounded"."""
    noun = text[slice(*mention.of)].lower() if mention.of else ""
    between = text[last.span.end : mention.start]
    return noun in {"", "others", "more"} and len(between) <= _SAME_BREATH and not _BREAK.search(between)


def _told_modality(text: str, known: Known, found: Found) -> tuple[Modality, Range | None]:
    """The modality that the words around what happened show by the rules, and where these words stand."""
    triggers = sorted(known.triggers_in(*found.quote), key=lambda trigger: trigger.group.role != "event")
    event = (triggers[0].start, triggers[0].end) if triggers else None
    return modality_of(text, known.sentence_at(found.quote), found.quote, event)


def _modality(found: Found, settings: Settings, by_cue: Modality) -> Modality:
    scores = found.modalities.copy()
    scores[MODALITIES.index(Modality.ACTUAL)] -= settings.actual_bias
    if by_cue is not Modality.ACTUAL:
        scores[MODALITIES.index(by_cue)] += settings.cue_bonus
    return MODALITIES[int(scores.argmax())]


def _attribution(document: Document, known: Known, found: Found, settings: Settings) -> Attribution:
    kind = ATTRIBUTIONS[int(found.attributions.argmax())]
    if kind is AttributionKind.NARRATOR:
        return Attribution(kind=kind)
    source, cue = (_choose(found, slot, settings) for slot in ("source", "cue"))
    return Attribution(
        kind=kind,
        source=document.span(*source) if source else None,
        cue=document.span(*cue) if cue else None,
        parent=_parent(document, known, source),
    )


def _parent(document: Document, known: Known, source: Range | None) -> Attribution | None:
    """Who passes it on, where rules found a chain at the same source."""
    chain = next(iter(known.chains.touching(*source)), None) if source else None
    return as_attribution(document, chain.parent) if chain else None


_EDGES = " \t\r\n,;:–—-"


def _trimmed(text: str, start: int, end: int) -> Range:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _log_softmax(scores: Floats) -> Floats:
    shifted = scores - scores.max()
    logged: Floats = shifted - np.log(np.exp(shifted).sum())
    return logged
