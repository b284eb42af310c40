"""Which claim to look at next: the one on which most of what would be published hangs."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from crossclaim.engine.rating import rated
from crossclaim.engine.regrouping import rejected
from crossclaim.engine.tools import Policy, load_policy
from crossclaim.errors import StoreError
from crossclaim.model import TOTALLED, DocumentCopy, Event, EventFigure, FigureKind, ReviewState, SourcedClaim
from crossclaim.reconcile import figures_without
from crossclaim.store import Page, Reader, Standing

__all__ = ["QueueItem", "queue"]

_BATCH = 20  # events looked at together
_OPEN = {ReviewState.SUGGESTED, ReviewState.IN_REVIEW}
_MOST_AT_AN_END = 12  # of an event's claims, those that state most and those that state least

Row = tuple[FigureKind, str | None]


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A claim that waits for a decision.

    ``effect`` is by how many people the event's totals of killed, injured and captured would move without the claim;
    ``why`` says it in words.
    """

    claim: SourcedClaim
    event: Event | None
    state: ReviewState
    effect: float
    why: str


class _Key(NamedTuple):
    """Where an item stands, each number turned negative: the larger comes first. No two items have the same."""

    effect: float
    contradictions: float
    flags: float
    claim: str


def queue(
    reader: Reader, *, limit: int = 50, after: str | None = None, by: str | None = None, policy: Policy | None = None
) -> Page[QueueItem]:
    """The claims that nobody has decided on, those first that move their event's totals most.

    Claims that move them alike follow by how many contradictions they take part in, by how many flags their event has,
    then by id. Contested claims are not here: they wait for somebody to adjudicate. With ``by``, neither are those that
    this coder has decided on blindly.

    Raises:
        StoreError: ``after`` is not what a page gave.
    """
    reached = _reached(after, reader)
    mine = {review.claim for review in reader.reviews() if review.blind and review.by == by} if by else set()
    found: list[tuple[_Key, QueueItem]] = []
    for key, item in _ordered(reader, policy or load_policy()):
        if (reached is None or key > reached) and item.claim.id not in mine:
            found.append((key, item))
            if len(found) > limit:
                break
    more = " ".join(map(str, found[limit - 1][0])) if len(found) > limit else None
    return Page[QueueItem](rows=tuple(item for _, item in found[:limit]), after=more)


def _reached(after: str | None, reader: Reader) -> _Key | None:
    if after is None:
        return None
    try:
        effect, contradictions, flags, claim = after.split(" ", 3)
        return _Key(float(effect), float(contradictions), float(flags), claim)
    except ValueError as error:
        raise StoreError(reader.address, f"{after!r} is not where a page ended") from error


def _ordered(reader: Reader, policy: Policy) -> Iterator[tuple[_Key, QueueItem]]:
    """Every item in order. No claim moves more than its event tells of, so the rest of the events can wait."""
    heap: list[tuple[_Key, QueueItem]] = []
    last: Standing | None = None
    while batch := reader.waiting(limit=_BATCH, after=last):
        for entry in _items(batch, reader, policy):
            heapq.heappush(heap, entry)
        last = batch[-1]
        bound = _Key(-last.weight, -last.contradictions, -last.flags, "")
        while heap and heap[0][0] < bound:
            yield heapq.heappop(heap)
    while heap:
        yield heapq.heappop(heap)


def _items(batch: Sequence[Standing], reader: Reader, policy: Policy) -> Iterator[tuple[_Key, QueueItem]]:
    """The open claims of some events."""
    standings = {standing.event_id: standing for standing in batch}
    events = reader.events_by_id(standings)
    wanted = [claim for event in events for claim in event.claims]
    claims = {claim.id: claim for claim in rated(reader.sourced_claims(wanted), reader)}
    states, aside = reader.claim_states(wanted), rejected(wanted, reader)
    copies: dict[str, list[DocumentCopy]] = defaultdict(list)
    for copy in reader.copies({claim.heading.document_id for claim in claims.values()}):
        copies[copy.first].append(copy)
    for event in events:
        told = [claims[claim] for claim in event.claims]
        waiting = [claim for claim in told if states[claim.id] in _OPEN]
        after = _without(event, told, waiting, copies, aside, policy)
        for claim in waiting:
            yield _item(claim, event, standings[event.id], states[claim.id], after.get(claim.id))


def _item(
    claim: SourcedClaim,
    event: Event,
    standing: Standing,
    state: ReviewState,
    then: Mapping[Row, EventFigure] | None,
) -> tuple[_Key, QueueItem]:
    before = _rows(event.figures)
    after = before if then is None else then
    moves = [(row, before.get(row), after.get(row)) for row in dict.fromkeys((*before, *after))]
    effect = min(sum(_moved(one, other) for _, one, other in moves), standing.weight)
    contradictions = sum(claim.id in (*one.first, *one.second) for one in event.contradictions)
    item = QueueItem(claim, event, state, effect, _why(moves, contradictions, standing.flags))
    return _Key(-effect, -contradictions, -standing.flags, claim.id), item


def _without(
    event: Event,
    claims: Sequence[SourcedClaim],
    waiting: Sequence[SourcedClaim],
    known: Mapping[str, Sequence[DocumentCopy]],
    aside: Mapping[str, str],
    policy: Policy,
) -> dict[str, dict[Row, EventFigure]]:
    """By claim, the totals as they would be if it did not count; of claims that no total rests on, nothing."""
    resting = {claim_id for figure in _rows(event.figures).values() for claim_id in figure.claims}
    tried = _at_the_ends([claim for claim in waiting if claim.id in resting])
    mine = {claim.id: aside[claim.id] for claim in claims if claim.id in aside}
    if len(claims) - len(mine) == 1:  # the only one that counts
        return {claim.id: {} for claim in tried}
    documents = {claim.heading.document_id for claim in claims}
    copies = [copy for first in sorted(documents) for copy in known.get(first, ()) if copy.second in documents]
    names = [claim.id for claim in tried]
    found = figures_without(claims, names, event.profile, copies=copies, set_aside=mine, ties=policy.ties)
    return {claim_id: _rows(figures) for claim_id, figures in found.items()}


def _at_the_ends(claims: Sequence[SourcedClaim]) -> Sequence[SourcedClaim]:
    """The claims, or where they are very many, those that state the least and the most."""
    if len(claims) <= 2 * _MOST_AT_AN_END:
        return claims
    ordered = sorted(claims, key=lambda claim: (_stated(claim), claim.id))
    return [*ordered[:_MOST_AT_AN_END], *ordered[-_MOST_AT_AN_END:]]


def _stated(claim: SourcedClaim) -> float:
    counted = [one.quantity for one in claim.claim.figures if one.kind in TOTALLED]
    return sum(max(quantity.low or 0, quantity.high or 0) for quantity in counted)


def _rows(figures: Iterable[EventFigure]) -> dict[Row, EventFigure]:
    """What totals are sums of: the killed, injured and captured of each party, parts of them left out."""
    return {(one.kind, one.party): one for one in figures if one.kind in TOTALLED and one.of is None}


def _moved(before: EventFigure | None, after: EventFigure | None) -> float:
    """How far the bound that moves most does; one that nobody gives is none."""
    ends = zip(_bounds(before), _bounds(after), strict=True)
    return float(max(abs((one or 0) - (other or 0)) for one, other in ends))


def _bounds(figure: EventFigure | None) -> tuple[float | None, float | None, float | None]:
    return (figure.low, figure.best, figure.high) if figure else (None, None, None)


def _why(moves: Iterable[tuple[Row, EventFigure | None, EventFigure | None]], contradictions: int, flags: int) -> str:
    told = [
        f"{kind.value} {f'of {party}' if party else '(side not told)'} would be {_said(after)} (now {_said(before)})"
        for (kind, party), before, after in moves
        if _moved(before, after)
    ]
    counted = (("it has a part in", contradictions, "contradiction"), ("its event has", flags, "flag"))
    also = [f"{lead} {count} {name}{'s' if count > 1 else ''}" for lead, count, name in counted if count]
    first = f"without it, {', '.join(told)}" if told else "no total rests on it"
    return "; ".join([first, *also])


def _said(figure: EventFigure | None) -> str:
    """Low, best and high in words, in few where few say it: 30, at least 30, unknown."""
    low, best, high = _bounds(figure)
    if low is None and best is None and high is None:
        return "unknown"
    if best is not None and low == best and high in (None, best):
        return f"{best:,g}" if high is not None else f"at least {best:,g}"
    ends = zip(("low", "best", "high"), (low, best, high), strict=True)
    return ", ".join(f"no {name}" if bound is None else f"{name} {bound:,g}" for name, bound in ends)
