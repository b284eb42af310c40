"""Several sentences of one asserter on one occurrence make one claim, unless they contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from crossclaim.extract.learned.encoder import Floats
from crossclaim.model import Attribution, AttributionKind, Claim, Figure, Operator, Participant, Place, Span, Time

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
    """Both the report itself, or both a source of one name; two that are not named need not be one."""
    if AttributionKind.NARRATOR in (one.kind, other.kind):
        return one.kind is other.kind
    return bool(one.source and other.source) and _name(one.source) == _name(other.source)


def _name(span: Span | None) -> str:
    return span.quote.lower().removeprefix("the ") if span else ""


def _contradict(one: Claim, other: Claim) -> bool:
    """Whether both give a party, a place, a time or a count of a kind, and not the same."""
    if any(_other_party(getattr(one, side), getattr(other, side)) for side in ("side_a", "side_b")):
        return True
    if one.place and other.place and _where(one.place) != _where(other.place):
        return True
    if one.time and other.time and _when(one.time) != _when(other.time):
        return True
    counts, others = _counts(one.figures), _counts(other.figures)
    return any(not (counts[kind] <= others[kind] or others[kind] <= counts[kind]) for kind in counts.keys() & others)


def _other_party(one: Participant | None, other: Participant | None) -> bool:
    if one is None or other is None:
        return False
    if one.actor and other.actor:
        return one.actor.name != other.actor.name
    words, others = (set(_name(party.span).split()) for party in (one, other))
    return words.isdisjoint(others)


def _where(place: Place) -> str:
    return _name(place.span)


def _when(time: Time) -> tuple[date | None, date | None] | str:
    reading = time.reading
    return (reading.start_date, reading.end_date) if reading else time.span.quote.lower()


Counted = tuple[str, Operator, float | None, float | None, str]


def _counted(figure: Figure) -> Counted:
    """What a figure says: its side and bounds, or its words where it has no bounds."""
    quantity = figure.quantity
    vague = quantity.low is None and quantity.high is None
    return figure.whose, quantity.op, quantity.low, quantity.high, figure.span.quote.lower() if vague else ""


def _counts(figures: Sequence[Figure]) -> dict[str, set[Counted]]:
    counts: dict[str, set[Counted]] = {}
    for figure in figures:
        counts.setdefault(figure.kind, set()).add(_counted(figure))
    return counts


def _joined(first: Told, second: Told) -> Told:
    surer, other = (first, second) if (first.claim.score or 0) >= (second.claim.score or 0) else (second, first)
    claim, added = surer.claim, other.claim
    known = {(figure.kind, _counted(figure)) for figure in claim.figures}
    news = [figure for figure in added.figures if (figure.kind, _counted(figure)) not in known]
    taken = {slot: getattr(added, slot) for slot in ("place", "time") if not getattr(claim, slot)}
    for side, opposite in (("side_a", claim.side_b), ("side_b", claim.side_a)):
        party = getattr(added, side)
        if party and not getattr(claim, side) and (opposite is None or _other_party(party, opposite)):
            taken[side] = party
    reason = f"claim: told again at {added.quote.start} to {added.quote.end} of the text"
    return Told(
        claim.model_copy(
            update={
                **taken,
                "figures": tuple(sorted((*claim.figures, *news), key=lambda figure: figure.span.start)),
                "reasons": (*claim.reasons, reason),
            }
        ),
        surer.occurrence,
    )
