"""One value for each field of an event, with who says so and who says otherwise. One independent source, one vote."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Any, NamedTuple

from crossclaim.model import ClaimClass, ClaimType, FieldValue, Modality, PlaceReading, Precision, SourcedClaim
from crossclaim.reconcile.rules import place_reach, type_precedence
from crossclaim.reconcile.sides import Cast, Party, is_general

__all__ = [
    "agree_on_place",
    "choose_days",
    "choose_modality",
    "choose_place",
    "choose_sides",
    "choose_type",
]

EARTH_RADIUS = 6371.0  # kilometres, the mean
_FINEST = (Precision.POINT, Precision.LOCALITY, Precision.ADMIN2, Precision.ADMIN1, Precision.REGION, Precision.COUNTRY)
Voices = Mapping[str, str]


class _Vote(NamedTuple):
    key: str
    value: Any
    claim: str


def choose_type(claims: Sequence[SourcedClaim], voices: Voices) -> FieldValue:
    """The type of most voices; of equals the first in ACLED's order. Tallies say nothing where occurrences are told."""
    told = [claim for claim in claims if claim.claim.type is not ClaimType.TALLY] or claims
    votes = [_Vote(claim.claim.type.value, claim.claim.type.value, claim.id) for claim in told]
    return _count(votes, voices, lambda key: (type_precedence(ClaimType(key)), key), "precedence")


def choose_sides(claims: Sequence[SourcedClaim], cast: Cast, voices: Voices) -> tuple[FieldValue, FieldValue]:
    """Who did it or acted first, and to whom. In a battle it matters who the two are, not who is named first."""
    turned = _orient(claims, cast, voices)
    told = [[(claim, pair[at]) for claim, pair in turned if pair[at]] for at in (0, 1)]
    general = {party.key for side in told for _, party in side if party and is_general(party)}
    first, second = (
        _count(
            [_party_vote(claim, party) for claim, party in side if party],
            voices,
            lambda key: (key in general, key),
            "one_of_many",
        )
        for side in told
    )
    return first, second


def _orient(
    claims: Sequence[SourcedClaim], cast: Cast, voices: Voices
) -> list[tuple[SourcedClaim, tuple[Party | None, Party | None]]]:
    """The sides of each claim that asserts, those of battles turned the way round that most voices have them."""
    pairs: list[tuple[str, str, str]] = []
    for claim in claims:
        first, second = cast.sides[claim.id]
        if first and second and first.key != second.key:
            pairs.append((first.key, second.key, voices[claim.id]))
    heard: dict[tuple[str, str], set[str]] = {}
    for one, other, voice in pairs:
        heard.setdefault((one, other), set()).add(voice)
    main = min(heard, key=lambda pair: (-len(heard[pair]), pair), default=None)
    return [(claim, _turned(claim, cast, main)) for claim in claims if claim.claim.modality is not Modality.DENIED]


def _turned(claim: SourcedClaim, cast: Cast, main: tuple[str, str] | None) -> tuple[Party | None, Party | None]:
    first, second = cast.sides[claim.id]
    if main is None or ClaimClass.of(claim.claim.type) is not ClaimClass.BATTLE:
        return first, second
    fits = (first is None or first.key == main[1]) and (second is None or second.key == main[0])
    return (second, first) if fits and (first or second) else (first, second)


def _party_vote(claim: SourcedClaim, party: Party) -> _Vote:
    actor = party.actor
    value = {
        "id": actor.id if actor else None,
        "name": party.name,
        "kind": actor.kind.value if actor and actor.kind else None,
    }
    return _Vote(party.key, value, claim.id)


def choose_modality(claims: Sequence[SourcedClaim], voices: Voices) -> FieldValue:
    """``actual`` where anybody asserts it: a denial is dissent, it does not undo a claim."""
    votes = [_Vote(claim.claim.modality.value, claim.claim.modality.value, claim.id) for claim in claims]
    order = {modality.value: rank for rank, modality in enumerate(Modality)}
    asserted = any(vote.key == Modality.ACTUAL for vote in votes)
    found = _count(
        votes, voices, lambda key: (order[key], key), "not_asserted", first=Modality.ACTUAL if asserted else None
    )
    return found.model_copy(update={"rule": "asserted" if asserted else "not_asserted"})


def choose_place(claims: Sequence[SourcedClaim], voices: Voices) -> FieldValue:
    """The finest of the places that most voices agree with, by distance against how far each reaches."""
    told = [(claim, reading) for claim in claims if (reading := _place_of(claim)) is not None]
    if not told:
        return FieldValue(value=None, support=(), rule="not_told")

    def rank(reading: PlaceReading) -> tuple[int, int, float, str, str]:
        agree = {voices[claim.id] for claim, other in told if agree_on_place(reading, other)}
        fineness = _FINEST.index(reading.precision) if reading.precision in _FINEST else len(_FINEST)
        return -len(agree), fineness, _reach(reading), reading.name, reading.gazetteer_id or ""

    chosen = min((reading for _, reading in told), key=rank)
    support = tuple(sorted(claim.id for claim, other in told if agree_on_place(chosen, other)))
    others = [
        _Vote(f"{other.name} {other.lat} {other.lon}", _place_value(other), claim.id)
        for claim, other in told
        if claim.id not in support
    ]
    return FieldValue(
        value=_place_value(chosen), support=support, dissent=_dissent(others, voices), rule="finest_agreed"
    )


def _place_of(claim: SourcedClaim) -> PlaceReading | None:
    place = claim.claim.place
    return place.reading if place else None


def _place_value(reading: PlaceReading) -> dict[str, Any]:
    return reading.model_dump(mode="json", exclude={"evidence"})


def agree_on_place(first: PlaceReading, second: PlaceReading) -> bool:
    """Whether both can be one place: no farther apart than they reach, or of one name where a point is unknown."""
    if first.gazetteer_id and first.gazetteer_id == second.gazetteer_id:
        return True
    apart = _kilometres(first, second)
    if apart is None:
        return first.name == second.name or (first.country == second.country and _is_area(first, second))
    return apart <= _reach(first) + _reach(second)


def _is_area(first: PlaceReading, second: PlaceReading) -> bool:
    """Whether one of two places of a country is the country, or an area that the other is told to lie in."""
    coarse, fine = sorted((first, second), key=_reach, reverse=True)
    return coarse.precision is Precision.COUNTRY or coarse.name in (fine.admin1, fine.admin2)


def _reach(reading: PlaceReading) -> float:
    return place_reach(reading.precision) if reading.radius_km is None else reading.radius_km + _SLACK


_SLACK = 5.0  # kilometres: a town is not a point


def _kilometres(first: PlaceReading, second: PlaceReading) -> float | None:
    """The great-circle distance (haversine formula), None where a point is not known."""
    if first.lat is None or first.lon is None or second.lat is None or second.lon is None:
        return None
    south, north = radians(first.lat), radians(second.lat)
    across = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(radians(second.lon - first.lon) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(sqrt(min(1.0, across)))


def choose_days(claims: Sequence[SourcedClaim], voices: Voices) -> FieldValue:
    """The run of days that most voices' intervals share, the earliest of equals."""
    told = [(claim.id, interval) for claim in claims if (interval := interval_of(claim))]
    if not told:
        return FieldValue(value=None, support=(), rule="not_told")
    starts = sorted({start for _, (start, _) in told})

    def heard(day: date) -> set[str]:
        return {voices[claim] for claim, (start, end) in told if start <= day <= end}

    first = min(starts, key=lambda day: (-len(heard(day)), day))
    support = [(claim, interval) for claim, interval in told if interval[0] <= first <= interval[1]]
    last = min(end for _, (_, end) in support)
    others = [
        _Vote(f"{start}/{end}", _days(start, end), claim) for claim, (start, end) in told if not start <= first <= end
    ]
    return FieldValue(
        value=_days(first, last),
        support=tuple(sorted(claim for claim, _ in support)),
        dissent=_dissent(others, voices),
        rule="days_most_agree",
    )


def interval_of(claim: SourcedClaim) -> tuple[date, date] | None:
    """The days of a claim, None where one end is open."""
    reading = claim.claim.time.reading if claim.claim.time else None
    if reading is None or reading.start_date is None or reading.end_date is None:
        return None
    return reading.start_date, reading.end_date


def days_apart(first: tuple[date, date], second: tuple[date, date]) -> timedelta:
    """How much time lies between two intervals of days, zero or less where they share a day."""
    return max(first[0], second[0]) - min(first[1], second[1])


def _days(start: date, end: date) -> dict[str, str]:
    return {"start": start.isoformat(), "end": end.isoformat()}


def _count(
    votes: Iterable[_Vote],
    voices: Voices,
    rank: Callable[[str], tuple[int, str]],
    tie_rule: str,
    *,
    first: str | None = None,
) -> FieldValue:
    """The value of most voices; ``first`` wins outright where it is given, ``rank`` decides between equals."""
    grouped = _grouped(votes)
    if not grouped:
        return FieldValue(value=None, support=(), rule="not_told")
    weight = {key: len({voices[vote.claim] for vote in group}) for key, group in grouped.items()}
    chosen = min(grouped, key=lambda key: (key != first, -weight[key], rank(key)))
    tied = sum(weight[key] == weight[chosen] for key in grouped) > 1
    others = [vote for key, group in grouped.items() if key != chosen for vote in group]
    return FieldValue(
        value=grouped[chosen][0].value,
        support=tuple(sorted(vote.claim for vote in grouped[chosen])),
        dissent=_dissent(others, voices),
        rule=tie_rule if tied else "most_voices",
    )


def _grouped(votes: Iterable[_Vote]) -> dict[str, list[_Vote]]:
    grouped: dict[str, list[_Vote]] = {}
    for vote in sorted(votes, key=lambda vote: (vote.key, vote.claim)):
        grouped.setdefault(vote.key, []).append(vote)
    return grouped


def _dissent(votes: Iterable[_Vote], voices: Voices) -> tuple[tuple[Any, tuple[str, ...]], ...]:
    """What the others say, those with more voices first."""
    grouped = _grouped(votes)
    order = sorted(grouped, key=lambda key: (-len({voices[vote.claim] for vote in grouped[key]}), key))
    return tuple((grouped[key][0].value, tuple(vote.claim for vote in grouped[key])) for key in order)
