"""How well an incident of harm to civilians is borne out, by the grades of Airwars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from crossclaim.model import (
    ClaimClass,
    ClaimType,
    FieldValue,
    FigureKind,
    Modality,
    SourcedClaim,
    Ties,
    speaks_for_side,
)
from crossclaim.reconcile.contradictions import find_accused
from crossclaim.reconcile.rules import load_lexicon
from crossclaim.reconcile.sides import CIVILIANS, Cast, are_apart
from crossclaim.reconcile.statements import Statement, letter_of

__all__ = ["choose_grade"]


def choose_grade(
    claims: Sequence[SourcedClaim], statements: Sequence[Statement], cast: Cast, voices: Mapping[str, str], ties: Ties
) -> FieldValue:
    """The grade of an event, with the claims that it rests on; None where no claim tells of harm to civilians."""
    told = [claim for claim in claims if _asserts(claim)]
    harm = [claim for claim in told if _tells_of_civilians(claim, cast, statements)]
    if not harm:
        return _graded(None, "not_graded", ())
    accepted = [claim for claim in harm if _accepts(claim, statements, ties)]
    if accepted:
        return _graded("confirmed", "confirmed", accepted)
    if rivals := _competing(told, cast, ties):
        return _graded("contested", "contested", rivals)
    return _by_sources(told, harm, cast, voices, ties)


def _by_sources(
    told: Sequence[SourcedClaim],
    harm: Sequence[SourcedClaim],
    cast: Cast,
    voices: Mapping[str, str],
    ties: Ties,
) -> FieldValue:
    sober = [claim for claim in told if _is_credible(claim)]
    civilian = [claim for claim in sober if claim in harm]
    combatant = [
        claim
        for claim in sober
        if claim not in harm and _names_combatants(claim, cast) and _is_neutral(claim, cast, ties)
    ]
    neutral = [claim for claim in civilian if _is_neutral(claim, cast, ties)]
    if _voices(combatant, voices) > max(_voices(neutral, voices), 0) and combatant:
        return _graded("discounted", "discounted", combatant)
    if _voices(civilian, voices) > 1 and any(cast.sides[claim.id][0] for claim in civilian):
        return _graded("fair", "fair", civilian)
    return _graded("weak", "weak", harm)


def _graded(grade: str | None, rule: str, claims: Sequence[SourcedClaim]) -> FieldValue:
    return FieldValue(value=grade, support=tuple(sorted(claim.id for claim in claims)), rule=f"airwars.{rule}")


def _asserts(claim: SourcedClaim) -> bool:
    is_total = claim.claim.cumulative or claim.claim.type is ClaimType.TALLY
    return not is_total and claim.claim.modality.tells


def _tells_of_civilians(claim: SourcedClaim, cast: Cast, statements: Sequence[Statement]) -> bool:
    """Whether it says that civilians were harmed; "nobody was hurt" does not."""
    figures = [
        one for one in statements if one.claim.id == claim.id and one.row.party == CIVILIANS and _is_harm(one.row.kind)
    ]
    if figures:
        return any(one.bounds.unknown or one.bounds.point for one in figures)
    second = cast.sides[claim.id][1]
    of_civilians = ClaimClass.of(claim.claim.type) in (ClaimClass.CIVILIANS, ClaimClass.EXPLOSION)
    told = [figure for figure in claim.claim.figures if _is_harm(figure.kind)]
    return second is not None and second.key == CIVILIANS and of_civilians and not told


def _is_harm(kind: FigureKind) -> bool:
    return kind in (FigureKind.KILLED, FigureKind.INJURED)


def _accepts(claim: SourcedClaim, statements: Sequence[Statement], ties: Ties) -> bool:
    """Whether who asserts speaks for the side that did it, and tells of harm."""
    return (
        claim.claim.modality is Modality.ACTUAL
        and speaks_for_side(claim.asserter, claim.claim.side_a, ties)
        and any(one.claim.id == claim.id for one in statements)
    )


def _competing(claims: Sequence[SourcedClaim], cast: Cast, ties: Ties) -> list[SourcedClaim]:
    """The claims that name a perpetrator, where they name parties that are not on one side."""
    accused = find_accused(claims, cast)
    parties = [party for party, _ in accused.values()]
    apart = any(are_apart(one, other, ties) for one, other in combinations(parties, 2))
    return [claim for _, named in accused.values() for claim in named] if apart else []


def _is_credible(claim: SourcedClaim) -> bool:
    return letter_of(claim) not in load_lexicon().not_credible


def _is_neutral(claim: SourcedClaim, cast: Cast, ties: Ties) -> bool:
    return cast.stands_with(claim, ties) is None


def _names_combatants(claim: SourcedClaim, cast: Cast) -> bool:
    second = cast.sides[claim.id][1]
    return second is not None and second.is_known and second.key != CIVILIANS


def _voices(claims: Sequence[SourcedClaim], voices: Mapping[str, str]) -> int:
    return len({voices[claim.id] for claim in claims})
