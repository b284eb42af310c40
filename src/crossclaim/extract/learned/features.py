"""What rules and lexicons know of each word piece, as input beside its word: case, place, party, number, trigger, cue.

The encoder's vocabulary has no case and its training saw few of the wars' names; lexicons know both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import numpy as np
import numpy.typing as npt

from crossclaim.extract.evidence import Evidence
from crossclaim.extract.figures import FigureDraft, draft_figures, draft_tolls
from crossclaim.extract.learned.pieces import Pieces
from crossclaim.extract.modality import modality_of
from crossclaim.model import (
    ActorKind,
    AttributionKind,
    ClaimType,
    Document,
    FigureKind,
    Modality,
    Precision,
    SegmentKind,
    Unit,
)

__all__ = ["FEATURES", "GROUPS", "drafted_figures", "drafted_tolls", "feature_matrix"]

Marked = tuple[int, int, str]
Matrix = npt.NDArray[np.float32]

_PLACE_PRECISIONS = (
    Precision.POINT,
    Precision.LOCALITY,
    Precision.ADMIN2,
    Precision.ADMIN1,
    Precision.REGION,
    Precision.COUNTRY,
)

_HELD = (Modality.DENIED, Modality.POSSIBLE, Modality.PLANNED)

GROUPS: dict[str, tuple[str, ...]] = {
    "shape": ("initial", "capitals", "digit", "mark", "line"),
    "segment": (f"segment:{SegmentKind.TITLE}", f"segment:{SegmentKind.DATELINE}", "sentence"),
    "actor": (
        *("actor", "actor:first", "actor:generic", "actor:own", "actor:unknown"),
        *(f"actor:{kind}" for kind in ActorKind),
    ),
    "place": ("place", "place:first", "place:unknown", *(f"place:{precision}" for precision in _PLACE_PRECISIONS)),
    "time": ("time", "time:first", "time:reporting", "time:present", "time:open", "time:long"),
    "quantity": (
        *("count", "count:first", "count:of", "measure", "singular"),
        *(f"counts:{kind}" for kind in FigureKind),
    ),
    "trigger": (
        *("trigger:first", "trigger:event", "trigger:effect", "trigger:weapon", "trigger:verb"),
        *(f"trigger:{kind}" for kind in FigureKind),
        *(f"trigger:{kind}" for kind in ClaimType),
    ),
    "attribution": ("source", "cue", "said:named", "said:unnamed", "said:running"),
    "modality": (
        *(f"shows:{modality}" for modality in _HELD),
        *(f"held:{modality}" for modality in _HELD),
    ),
}
FEATURES: tuple[str, ...] = tuple(chain.from_iterable(GROUPS.values()))
_COLUMN = {name: column for column, name in enumerate(FEATURES)}

_LONG = 3  # days from which on a time is a period rather than a day or a weekend


def feature_matrix(document: Document, evidence: Evidence, pieces: Pieces) -> Matrix:
    """One row for each piece, one column for each of ``FEATURES``: 1 where it holds, else 0."""
    matrix = np.zeros((len(pieces), len(FEATURES)), dtype=np.float32)
    for start, end, name in _marks(document, evidence):
        first, last = pieces.within(start, end)
        if name.endswith(":first") or name == "sentence":
            last = min(first + 1, last)
        matrix[first:last, _COLUMN[name]] = 1.0
    _mark_shapes(document.text, pieces, matrix)
    return matrix


def _marks(document: Document, evidence: Evidence) -> Iterator[Marked]:
    for segment in document.segments:
        if segment.kind in {SegmentKind.TITLE, SegmentKind.DATELINE}:
            yield segment.start, segment.end, f"segment:{segment.kind}"
    yield from ((start, end, "sentence") for start, end in evidence.sentences)
    yield from _actor_marks(evidence)
    yield from _place_marks(evidence)
    yield from _time_marks(evidence)
    yield from _quantity_marks(document.text, evidence)
    yield from _trigger_marks(evidence)
    yield from _attribution_marks(evidence)
    yield from _modality_marks(document.text, evidence)


def _actor_marks(evidence: Evidence) -> Iterator[Marked]:
    for actor in evidence.actors:
        kind = actor.reading.kind if actor.reading else None
        names = ["actor", "actor:first", f"actor:{kind or 'unknown'}"]
        names += ["actor:generic"] * actor.generic + ["actor:own"] * actor.own
        yield from _each(actor.start, actor.end, names)


def _place_marks(evidence: Evidence) -> Iterator[Marked]:
    for place in evidence.places:
        precision = place.reading.precision if place.reading else "unknown"
        yield from _each(place.start, place.end, ["place", "place:first", f"place:{precision}"])


def _time_marks(evidence: Evidence) -> Iterator[Marked]:
    for time in evidence.times:
        if time.lasting:
            continue  # lengths placed nothing when the shipped weights were trained, which are misled by new marks
        reading = time.reading
        start, end = (reading.start_date, reading.end_date) if reading else (None, None)
        names = ["time", "time:first"] + ["time:reporting"] * time.reporting + ["time:present"] * time.present
        names += ["time:open"] if start is None or end is None else ["time:long"] * ((end - start).days > _LONG)
        yield from _each(time.start, time.end, names)


def _quantity_marks(text: str, evidence: Evidence) -> Iterator[Marked]:
    for mention in evidence.quantities:
        counts = mention.quantity.unit is Unit.COUNT
        yield from _each(mention.start, mention.end, ["count", "count:first"] if counts else ["measure"])
    for mention in evidence.singular_counts:
        yield from _each(mention.start, mention.end, ["singular", "count:first"])
    for mention in chain(evidence.quantities, evidence.singular_counts):
        if mention.of:
            yield (*mention.of, "count:of")
    for figure in drafted_figures(text, evidence):
        yield figure.mention.start, figure.mention.end, f"counts:{figure.kind}"


def drafted_figures(text: str, evidence: Evidence) -> Iterator[FigureDraft]:
    """What rules hold the counts of each sentence to count, by the effects near them; so the encoder learnt them."""
    for start, end in evidence.sentences:
        yield from draft_figures(text, evidence.counts_in(start, end), evidence.triggers_in(start, end), tolls=False)


def drafted_tolls(text: str, evidence: Evidence) -> Iterator[FigureDraft]:
    """What the tolls of each sentence have come to."""
    for start, end in evidence.sentences:
        yield from draft_tolls(text, evidence.counts_in(start, end), evidence.triggers_in(start, end))


def _trigger_marks(evidence: Evidence) -> Iterator[Marked]:
    for trigger in evidence.triggers:
        group = trigger.group
        names = ["trigger:first", f"trigger:{group.role}"] + ["trigger:verb"] * trigger.is_verb
        names += [f"trigger:{group.type}"] if group.type else []
        names += [f"trigger:{group.kind}"] if group.kind else []
        yield from _each(trigger.start, trigger.end, names)


def _attribution_marks(evidence: Evidence) -> Iterator[Marked]:
    for entry in evidence.attributed:
        if entry.source:
            yield (*entry.source, "source")
        if entry.cue:
            yield (*entry.cue, "cue")
        if entry.kind is not AttributionKind.NARRATOR:
            yield (*entry.content, "said:running" if entry.rule == "running" else f"said:{entry.kind}")


def _modality_marks(text: str, evidence: Evidence) -> Iterator[Marked]:
    """The words that show an occurrence as denied, possible or planned, and those that name it."""
    for sentence in evidence.sentences:
        for trigger in evidence.triggers_in(*sentence):
            if trigger.group.role == "weapon":
                continue
            modality, cue = modality_of(text, sentence, sentence, (trigger.start, trigger.end))
            if cue is not None:
                yield *cue, f"shows:{modality}"
                yield trigger.start, trigger.end, f"held:{modality}"


def _each(start: int, end: int, names: Iterable[str]) -> Iterator[Marked]:
    return ((start, end, name) for name in names)


def _mark_shapes(text: str, pieces: Pieces, matrix: Matrix) -> None:
    reached = 0
    for row, (start, end) in enumerate(zip(pieces.starts.tolist(), pieces.ends.tolist(), strict=True)):
        first = text[start]
        if first.isupper():
            name = "capitals" if end - start > 1 and text[start:end].isupper() else "initial"
            matrix[row, _COLUMN[name]] = 1.0
        elif first.isdigit():
            matrix[row, _COLUMN["digit"]] = 1.0
        elif not first.isalpha():
            matrix[row, _COLUMN["mark"]] = 1.0
        if "\n" in text[reached:start]:
            matrix[row, _COLUMN["line"]] = 1.0
        reached = end
