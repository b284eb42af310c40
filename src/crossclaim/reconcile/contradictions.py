"""Where the claims on one occurrence cannot all be right, each with one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from math import inf

from crossclaim.model import (
    ClaimClass,
    Contradiction,
    ContradictionKind,
    FieldValue,
    Modality,
    PlaceReading,
    SourcedClaim,
    Ties,
    find_backing,
)
from crossclaim.reconcile.fields import agree_on_place, days_apart, interval_of
from crossclaim.reconcile.numbers import Bounds
from crossclaim.reconcile.sides import CIVILIANS, Cast, Party, are_apart
from crossclaim.reconcile.statements import RowKey, Statement

__all__ = ["find_accused", "find_contradictions"]

# "Tuesday night" and "Wednesday" may be one night.
ADJACENT = timedelta(days=1)


def find_contradictions(
    claims: Sequence[SourcedClaim],
    rows: Mapping[RowKey, Sequence[Statement]],
    fields: Mapping[str, FieldValue],
    cast: Cast,
    ties: Ties,
    voices: Mapping[str, str],
) -> tuple[Contradiction, ...]:
    """Denials, figures that exclude each other, different perpetrators, places and days.

    ``rows`` are the figures without those that were replaced, ``voices`` who is behind each claim.
    """
    return (
        *_denials(claims, voices),
        *(found for row, told in rows.items() if (found := _figures(row, told, cast)) is not None),
        *_perpetrators(claims, cast, ties),
        *_places(claims, fields["place"]),
        *_dates(find_backing(claims), fields["time"]),
    )


def _denials(claims: Sequence[SourcedClaim], voices: Mapping[str, str]) -> Iterator[Contradiction]:
    """Denials against what others tell: who denies a deed and tells of another does not deny that."""
    denied = [claim for claim in claims if claim.claim.modality is Modality.DENIED]
    told = [claim for claim in claims if claim.claim.modality.tells]
    deniers = {voices[claim.id] for claim in denied}
    told = [claim for claim in told if voices[claim.id] not in deniers] or told
    if denied and told:
        words = f"{_names(denied)} {_verb(denied, 'deny')} what {_names(told)} {_verb(told, 'tell')}."
        yield _contradiction(ContradictionKind.DENIAL, denied, told, words)


def _figures(row: RowKey, told: Sequence[Statement], cast: Cast) -> Contradiction | None:
    """The split of a row's figures into lower and higher ones that leaves the fewest out, then the widest gap."""
    known = [one for one in told if not one.plain.unknown]
    splits = [
        (low, high)
        for threshold in sorted({one.plain.low for one in known if one.plain.low is not None})
        if (low := [one for one in known if _top(one.plain) < threshold])
        and (high := [one for one in known if _bottom(one.plain) >= threshold])
        and {one.voice for one in low} != {one.voice for one in high}
    ]
    if not splits:
        return None
    low, high = max(splits, key=lambda split: (len(split[0]) + len(split[1]), _gap(*split)))
    counted = f"{row.kind.value}{f' ({row.of})' if row.of else ''}"
    of = f" of {cast.parties[row.party].name}" if row.party in cast.parties else ""
    words = f"Of {counted}{of}, {_told(low)} cannot be squared with {_told(high)}."
    return _contradiction(ContradictionKind.FIGURE, [one.claim for one in low], [one.claim for one in high], words)


def _top(bounds: Bounds) -> float:
    high = inf if bounds.high is None else bounds.high
    return high * 1.1 if bounds.rounded else high


def _bottom(bounds: Bounds) -> float:
    low = -inf if bounds.low is None else bounds.low
    return low * 0.9 if bounds.rounded else low


def _gap(low: Sequence[Statement], high: Sequence[Statement]) -> float:
    return (min(_bottom(one.plain) for one in high) + 1) / (max(_top(one.plain) for one in low) + 1)


def _told(statements: Sequence[Statement]) -> str:
    """The words of each independent source: "4" (Ministry)."""
    by_voice: dict[tuple[str, str], str] = {}
    for one in statements:
        by_voice.setdefault((one.voice, one.words), f'"{one.words}" ({_name(one.claim)})')
    return _listed(list(by_voice.values()))


def find_accused(claims: Sequence[SourcedClaim], cast: Cast) -> dict[str, tuple[Party, list[SourcedClaim]]]:
    """By key the known parties named as having done it, each with the claims; a battle has two sides anyway."""
    accused: dict[str, tuple[Party, list[SourcedClaim]]] = {}
    for claim in find_backing(claims):
        party = cast.sides[claim.id][0]
        is_battle = ClaimClass.of(claim.claim.type) is ClaimClass.BATTLE
        if party and party.actor and party.key != CIVILIANS and not is_battle:
            accused.setdefault(party.key, (party, []))[1].append(claim)
    return accused


def _perpetrators(claims: Sequence[SourcedClaim], cast: Cast, ties: Ties) -> Iterator[Contradiction]:
    """Pairs of known parties that are neither one nor on one side, each named as having done it."""
    accused = find_accused(claims, cast)
    for one in sorted(accused):
        for other in sorted(accused):
            (first, ours), (second, theirs) = accused[one], accused[other]
            if one < other and are_apart(first, second, ties):
                told = f"{_names(ours)} {_verb(ours, 'name')} {first.name} as having done it"
                words = f"{told}, {_names(theirs)} {second.name}."
                yield _contradiction(ContradictionKind.PERPETRATOR, ours, theirs, words)


def _places(claims: Sequence[SourcedClaim], place: FieldValue) -> Iterator[Contradiction]:
    if place.value is None:
        return
    chosen = PlaceReading.model_validate(place.value)
    by_id = {claim.id: claim for claim in claims}
    far = [
        by_id[claim]
        for value, ids in place.dissent
        for claim in ids
        if not agree_on_place(chosen, PlaceReading.model_validate(value)) and claim in by_id
    ]
    ours = [by_id[claim] for claim in place.support if claim in by_id]
    if far and ours:
        names = _listed(
            sorted({claim.claim.place.reading.name for claim in far if claim.claim.place and claim.claim.place.reading})
        )
        words = f"{_names(ours)} {_verb(ours, 'place')} it at {chosen.name}, {_names(far)} at {names}."
        yield _contradiction(ContradictionKind.PLACE, ours, far, words)


def _dates(claims: Sequence[SourcedClaim], time: FieldValue) -> Iterator[Contradiction]:
    if time.value is None:
        return
    told = {claim.id: (claim, days) for claim in claims if (days := interval_of(claim))}
    ours = [told[claim] for claim in time.support if claim in told]
    far = [
        (claim, days)
        for identifier, (claim, days) in sorted(told.items())
        if identifier not in time.support and all(days_apart(days, other) > ADJACENT for _, other in ours)
    ]
    if far and ours:
        others = _listed(sorted({f"{start}" if start == end else f"{start} to {end}" for _, (start, end) in far}))
        by, against = [claim for claim, _ in ours], [claim for claim, _ in far]
        when = time.value["start"]
        words = f"{_names(by)} {_verb(by, 'date')} it to {when}, {_names(against)} to {others}."
        yield _contradiction(ContradictionKind.DATE, by, against, words)


def _contradiction(
    kind: ContradictionKind, first: Sequence[SourcedClaim], second: Sequence[SourcedClaim], words: str
) -> Contradiction:
    return Contradiction(
        kind=kind,
        first=tuple(sorted({claim.id for claim in first})),
        second=tuple(sorted({claim.id for claim in second})),
        explanation=words,
    )


def _name(claim: SourcedClaim) -> str:
    return claim.asserter.name if claim.asserter else f"document {claim.heading.document_id}"


def _names(claims: Sequence[SourcedClaim]) -> str:
    return _listed(sorted({_name(claim) for claim in claims}))


def _verb(claims: Sequence[SourcedClaim], verb: str) -> str:
    """The verb as those who make the claims need it: "they name", "it names"."""
    if len({_name(claim) for claim in claims}) > 1:
        return verb
    return f"{verb[:-1]}ies" if verb.endswith("ny") else f"{verb}s"


def _listed(names: Sequence[str]) -> str:
    """Names in a row; a long one is cut."""
    if len(names) > 4:
        return f"{', '.join(names[:3])} and {len(names) - 3} others"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
