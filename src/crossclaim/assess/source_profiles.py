"""What the data say of a source: whom it quotes, how its figures compare, how often it is first, copied or denied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from math import exp, log, sqrt

from pydantic import BaseModel, ConfigDict

from crossclaim.model import (
    Claim,
    ContradictionKind,
    DocumentCopy,
    Event,
    EventFigure,
    Figure,
    FigureKind,
    Participant,
    PassedOver,
    Source,
    SourcedClaim,
    Unit,
    Whose,
)

__all__ = ["FigureTendency", "SourceProfile", "profile_source"]

# The 97.5 % quantiles of Student's t for 1 to 30 degrees of freedom; 1.96 beyond.
_T = (12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.20, 2.18, 2.16, 2.14, 2.13, 2.12, 2.11, 2.10,
      2.09, 2.09, 2.08, 2.07, 2.07, 2.06, 2.06, 2.06, 2.05, 2.05, 2.05, 2.04)  # fmt: skip
_NORMAL = 1.96


class FigureTendency(BaseModel):
    """How a source's figures of one kind for one party compare with others' on the same events.

    ``ratio`` is the geometric mean over events of its figure over the geometric mean of the others', one half added to
    each so that zero can be compared; ``low`` and ``high`` are the ends of its 95 % t interval, None where there are
    too few events for one. Above 1 it tells of more than others do.
    """

    model_config = ConfigDict(frozen=True)

    party: str | None
    kind: FigureKind
    ratio: float
    low: float | None
    high: float | None
    events: int


class SourceProfile(BaseModel):
    """A source in numbers. They describe what stands in a store; they do not say who is right.

    ``first`` of ``dated`` events it told on the first day or alone among several; ``contradicted`` and ``denied`` count
    events; ``copied_by`` counts documents of others that have its text, ``copies`` its own that have an older one's.
    """

    model_config = ConfigDict(frozen=True)

    source: str
    claims: int
    documents: int
    events: int
    quotes: tuple[tuple[str, int], ...]
    figures: tuple[FigureTendency, ...]
    first: int
    dated: int
    copied_by: int
    copies: int
    contradicted: int
    denied: int


def profile_source(
    source_id: str, events: Sequence[Event], claims: Sequence[SourcedClaim], copies: Iterable[DocumentCopy] = ()
) -> SourceProfile:
    """The profile of an outlet or a speaker from the events and claims of a store."""
    by_id = {claim.id: claim for claim in claims}
    own = [claim for claim in claims if _is_of(claim, source_id)]
    ids = {claim.id for claim in own}
    shared = [event for event in events if ids & set(event.claims)]
    dated = [first for event in shared if (first := _is_first(event, ids, by_id)) is not None]
    copied_by, copied = _copies(source_id, claims, copies)
    return SourceProfile(
        source=source_id,
        claims=len(own),
        documents=len({claim.heading.document_id for claim in own}),
        events=len(shared),
        quotes=_quotes(own, source_id),
        figures=tuple(_tendencies(shared, ids, by_id)),
        first=sum(dated),
        dated=len(dated),
        copied_by=copied_by,
        copies=copied,
        contradicted=sum(_is_contradicted(event, ids) for event in shared),
        denied=sum(_is_denied(event, ids) for event in shared),
    )


def _is_of(claim: SourcedClaim, source_id: str) -> bool:
    outlet = claim.heading.outlet
    return (outlet is not None and outlet.id == source_id) or any(one.id == source_id for one in claim.speakers)


def _quotes(own: Sequence[SourcedClaim], source_id: str) -> tuple[tuple[str, int], ...]:
    """Whom the source cites, most often first; a speaker's own words are not a quote of himself."""
    cited = Counter(speaker.name for claim in own for speaker in _behind(claim, source_id) if speaker.id != source_id)
    return tuple(sorted(cited.items(), key=lambda entry: (-entry[1], entry[0])))


def _behind(claim: SourcedClaim, source_id: str) -> Sequence[Source]:
    ids = [speaker.id for speaker in claim.speakers]
    return claim.speakers[ids.index(source_id) + 1 :] if source_id in ids else claim.speakers


def _is_first(event: Event, ids: set[str], by_id: Mapping[str, SourcedClaim]) -> bool | None:
    """Whether the source told of an event no later than any other; None where nobody else did or days are unknown."""
    ours: list[date] = []
    theirs: list[date] = []
    for claim in event.claims:
        day = by_id[claim].heading.published if claim in by_id else None
        if day is not None:
            (ours if claim in ids else theirs).append(day)
    return min(ours) <= min(theirs) if ours and theirs else None


def _copies(source_id: str, claims: Sequence[SourcedClaim], copies: Iterable[DocumentCopy]) -> tuple[int, int]:
    """How many documents of others are copies of the outlet's, and how many of its own copy an older one."""
    heads = {claim.heading.document_id: claim.heading for claim in claims}
    copied_by: set[str] = set()
    copied: set[str] = set()
    for copy in copies:
        for mine, other in ((copy.first, copy.second), (copy.second, copy.first)):
            if mine not in heads or other not in heads:
                continue
            ours, theirs = heads[mine], heads[other]
            is_ours = ours.outlet is not None and ours.outlet.id == source_id
            is_theirs = theirs.outlet is not None and theirs.outlet.id == source_id
            if not is_ours or is_theirs or ours.published is None or theirs.published is None:
                continue
            if ours.published < theirs.published:
                copied_by.add(other)
            elif ours.published > theirs.published:
                copied.add(mine)
    return len(copied_by), len(copied)


def _is_contradicted(event: Event, ids: set[str]) -> bool:
    return any(
        (set(one.first) & ids and set(one.second) - ids) or (set(one.second) & ids and set(one.first) - ids)
        for one in event.contradictions
    )


def _is_denied(event: Event, ids: set[str]) -> bool:
    denials = (one for one in event.contradictions if one.kind is ContradictionKind.DENIAL)
    return any(set(one.second) & ids and set(one.first) - ids for one in denials)


def _tendencies(events: Sequence[Event], ids: set[str], by_id: Mapping[str, SourcedClaim]) -> Iterator[FigureTendency]:
    logs: dict[tuple[str, FigureKind], list[float]] = {}
    for event in events:
        for party, kind, ours, theirs in _compared(event, ids, by_id):
            logs.setdefault((party, kind), []).append(_mean_log(ours) - _mean_log(theirs))
    for (party, kind), found in sorted(logs.items()):
        yield _tendency(party or None, kind, found)


def _compared(
    event: Event, ids: set[str], by_id: Mapping[str, SourcedClaim]
) -> Iterator[tuple[str, FigureKind, list[float], list[float]]]:
    """The numbers of the source and of others for each row of an event's figures that both tell of.

    Those that entered the row, and those passed over for another source's: not what is denied, planned, a total over a
    period, or replaced by its own source.
    """
    for row in event.figures:
        if row.of is not None:
            continue
        told = {*row.claims, *(claim for claim, why in row.left_out if why in _TOLD)} & by_id.keys()
        others = {one.party for one in event.figures if one.kind is row.kind} - {row.party}
        ours: list[float] = []
        theirs: list[float] = []
        for claim in sorted(told):
            numbers = _numbers(by_id[claim].claim, row, others)
            (ours if claim in ids else theirs).extend(numbers)
        if ours and theirs:
            yield row.party or "", row.kind, ours, theirs


_TOLD = frozenset(reason.value for reason in PassedOver)


def _numbers(claim: Claim, row: EventFigure, others: set[str | None]) -> list[float]:
    """The largest number that a claim of a row gives for it: parts of a total are smaller.

    A claim may name the row's party by another name than the event does; it is then the one that no other row has.
    """
    told = [(_party(claim, figure), figure) for figure in claim.figures if figure.kind is row.kind]
    found = [one for name, one in told if name == row.party] or [one for name, one in told if name not in others]
    numbers = [number for figure in found if (number := _number(figure)) is not None]
    return [max(numbers)] if numbers else []


def _party(claim: Claim, figure: Figure) -> str | None:
    side: Participant | None = {Whose.A: claim.side_a, Whose.B: claim.side_b}.get(figure.whose)
    return (side.actor.name if side.actor else side.span.quote) if side else None


def _number(figure: Figure) -> float | None:
    low, high = figure.quantity.low, figure.quantity.high
    return None if figure.quantity.unit is not Unit.COUNT else low if low is not None else high


def _mean_log(numbers: Sequence[float]) -> float:
    return sum(log(number + 0.5) for number in numbers) / len(numbers)


def _tendency(party: str | None, kind: FigureKind, logs: Sequence[float]) -> FigureTendency:
    count, mean = len(logs), sum(logs) / len(logs)
    if count < 2:
        return FigureTendency(party=party, kind=kind, ratio=exp(mean), low=None, high=None, events=count)
    spread = sqrt(sum((one - mean) ** 2 for one in logs) / (count - 1))
    reach = (_T[count - 2] if count - 2 < len(_T) else _NORMAL) * spread / sqrt(count)
    return FigureTendency(
        party=party, kind=kind, ratio=exp(mean), low=exp(mean - reach), high=exp(mean + reach), events=count
    )
