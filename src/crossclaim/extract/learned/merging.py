"""Several sentences of one asserter on one occurrence make one claim, unless they contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from crossclaim.extract.learned.encoder import Floats
from crossclaim.model import Attribution, AttributionKind, Claim, Figure, Place, Span, Time

__all__ = ["Told", "merge_repeats"]

REACH = 12  # claims back that a sentence may come back to


class Told(NamedTuple):
    """A claim and the unit vector that tells its occurrence from others."""

    claim: Claim
    occurrence: Floats


def merge_repeats(told: Iterable[Told], *, alike: float) -> list[Told]:
    """The claims, in text order, with those joined that tell one occurrence in one voice.

    ``alike`` is the cosine from which on two may be one occurrence. The surer claim keeps its words and takes what it
    leaves open from the other.
    """
    kept: list[Told] = []
    for one in told:
        near = range(max(0, len(kept) - REACH), len(kept))
        twin = next((at for at in near if _is_one(kept[at], one, alike)), None)
        if twin is None:
            kept.append(one)
        else:
            kept[twin] = _joined(kept[twin], one)
    return sorted(kept, key=lambda one: (one.claim.quote.start, one.claim.quote.end))


def _is_one(first: Told, second: Told, alike: float) -> bool:
    if float(first.occurrence @ second.occurrence) < alike:
        return False
    one, other = first.claim, second.claim
    same = (one.type, one.modality, one.cumulative) == (other.type, other.modality, other.cumulative)
    return same and _same_asserter(one.attribution, other.attribution) and not _contradict(one, other)


def _same_asserter(one: Attribution, other: Attribution) -> bool:
    narrated = {attribution.kind is AttributionKind.NARRATOR for attribution in (one, other)}
    return len(narrated) == 1 and _name(one.source) == _name(other.source)


def _name(span: Span | None) -> str:
    return span.quote.lower().removeprefix("the ") if span else ""


def _contradict(one: Claim, other: Claim) -> bool:
    """Whether both give a place, a time or a count of a kind, and not the same."""
    if one.place and other.place and _where(one.place) != _where(other.place):
        return True
    if one.time and other.time and _when(one.time) != _when(other.time):
        return True
    counts, others = _counts(one.figures), _counts(other.figures)
    return any(not (counts[kind] <= others[kind] or others[kind] <= counts[kind]) for kind in counts.keys() & others)


def _where(place: Place) -> str:
    return _name(place.span)


def _when(time: Time) -> tuple[date | None, date | None] | str:
    reading = time.reading
    return (reading.start_date, reading.end_date) if reading else time.span.quote.lower()


Bounds = tuple[float | None, float | None]


def _counts(figures: Sequence[Figure]) -> dict[str, set[Bounds]]:
    counts: dict[str, set[Bounds]] = {}
    for figure in figures:
        counts.setdefault(figure.kind, set()).add((figure.quantity.low, figure.quantity.high))
    return counts


def _joined(first: Told, second: Told) -> Told:
    surer, other = (first, second) if (first.claim.score or 0) >= (second.claim.score or 0) else (second, first)
    claim, added = surer.claim, other.claim
    known = {(figure.kind, figure.quantity.low, figure.quantity.high) for figure in claim.figures}
    news = [f for f in added.figures if (f.kind, f.quantity.low, f.quantity.high) not in known]
    open_slots = {
        slot: getattr(added, slot) for slot in ("side_a", "side_b", "place", "time") if not getattr(claim, slot)
    }
    reason = f"told again: {added.quote.start}:{added.quote.end}"
    return Told(
        claim.model_copy(
            update={
                **open_slots,
                "figures": tuple(sorted((*claim.figures, *news), key=lambda figure: figure.span.start)),
                "reasons": (*claim.reasons, reason),
            }
        ),
        surer.occurrence,
    )
