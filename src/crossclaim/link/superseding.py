"""Which of an occurrence's claims were overtaken by later word of the same source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from crossclaim.model import Claim, FigureKind, Modality, SourcedClaim, Whose

__all__ = ["Superseded", "superseded"]


class Superseded(NamedTuple):
    """The claim that overtook another, and in what, in one sentence."""

    by: str
    reason: str


def superseded(claims: Sequence[SourcedClaim]) -> dict[str, Superseded]:
    """The claims of one occurrence that later ones of the same asserter overtook, each with the latest that did.

    Later is the report of a later day, and within one document what stands further down. A claim is overtaken where
    every kind of figure that it gives is given anew, one of them with another number: "five dead", then "seven dead".
    One that counts something else stands beside. Reports of one day in two documents have no order: neither overtakes
    the other.
    """
    by_asserter: dict[str, list[SourcedClaim]] = defaultdict(list)
    for sourced in claims:
        asserter = sourced.asserter
        if asserter is not None and asserter.named:
            by_asserter[asserter.id].append(sourced)
    found: dict[str, Superseded] = {}
    for several in by_asserter.values():
        for earlier in several:
            later = [each for each in several if _overtakes(each, earlier)]
            if later:
                latest = max(later, key=_when_and_where)
                found[earlier.id] = Superseded(latest.id, _reason(earlier, latest))
    return dict(sorted(found.items()))


def _when_and_where(sourced: SourcedClaim) -> tuple[date, str, int, str]:
    heading = sourced.heading
    return heading.published or date.min, heading.document_id, sourced.claim.quote.start, sourced.id


def _overtakes(later: SourcedClaim, earlier: SourcedClaim) -> bool:
    if later.id == earlier.id or not _is_later(later, earlier):
        return False
    if {later.claim.modality, earlier.claim.modality} - {Modality.ACTUAL}:
        return False
    if later.claim.cumulative != earlier.claim.cumulative:
        return False
    new, old = _counts(later.claim), _counts(earlier.claim)
    return bool(old) and old.keys() <= new.keys() and any(new[key] != old[key] for key in old)


def _is_later(later: SourcedClaim, earlier: SourcedClaim) -> bool:
    if later.heading.document_id == earlier.heading.document_id:
        return later.claim.quote.start > earlier.claim.quote.start
    first, second = earlier.heading.published, later.heading.published
    return first is not None and second is not None and first < second


_Key = tuple[FigureKind, Whose]
_Number = tuple[str, float | None, float | None]


def _counts(claim: Claim) -> dict[_Key, _Number]:
    """The claim's figures by kind and side; of several alike, the first, which the others detail."""
    counts: dict[_Key, _Number] = {}
    for figure in claim.figures:
        quantity = figure.quantity
        counts.setdefault((figure.kind, figure.whose), (quantity.op.value, quantity.low, quantity.high))
    return counts


def _reason(earlier: SourcedClaim, later: SourcedClaim) -> str:
    name = earlier.asserter.name if earlier.asserter else "the same source"
    old = {figure.kind: figure.span.quote for figure in reversed(earlier.claim.figures)}
    new = {figure.kind: figure.span.quote for figure in reversed(later.claim.figures)}
    changed = [
        f"{new[kind]} {kind.value} instead of {old[kind]}" for kind in old if kind in new and new[kind] != old[kind]
    ]
    when = "further down" if earlier.heading.document_id == later.heading.document_id else "on a later day"
    return f"{name} says {when}: {', '.join(changed) or 'another figure'}"
