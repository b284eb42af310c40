"""A figure over time: who said what when, and what replaced what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict

from crossclaim.model import ClaimType, DocumentCopy, FigureKind, Profile, SourcedClaim, Ties
from crossclaim.reconcile.rules import load_rules
from crossclaim.reconcile.sides import find_cast
from crossclaim.reconcile.statements import RowKey, Scene, Statement, find_statements, strip_superseded
from crossclaim.reconcile.versions import older_versions
from crossclaim.reconcile.voices import find_voices

__all__ = ["ToldFigure", "history"]


class ToldFigure(BaseModel):
    """One figure as one claim told it: the report's words, and the bounds that they give.

    ``why`` says why it no longer counts: it was replaced, says less exactly what another says, or its page was changed.
    """

    model_config = ConfigDict(frozen=True)

    published: date | None
    claim: str
    document: str
    source: str | None
    kind: FigureKind
    party: str | None
    of: str | None
    words: str
    low: float | None
    high: float | None
    why: str | None = None


def history(
    claims: Sequence[SourcedClaim], copies: Iterable[DocumentCopy] = (), *, ties: Ties | None = None
) -> tuple[ToldFigure, ...]:
    """Every figure that the claims tell, by day of publication; claims of older versions of a page are among them."""
    ordered = sorted(claims, key=lambda claim: claim.id)
    cast, old = find_cast(ordered), older_versions(ordered)
    scene = Scene(cast, find_voices(ordered, copies), ties or Ties(), ClaimType.TALLY)
    statements, refused = find_statements(ordered, scene, load_rules(Profile.UCDP), tally=True)
    rows: dict[RowKey, list[Statement]] = {}
    for statement in statements:
        rows.setdefault(statement.row, []).append(statement)
    told = []
    for row, found in rows.items():
        _, replaced = strip_superseded([one for one in found if one.claim.id not in old], cast)
        reasons = {**dict(refused.get(row, ())), **dict(replaced), **old}
        told += [
            _told(one, cast.parties[row.party].name if row.party in cast.parties else None, reasons) for one in found
        ]
    return tuple(
        sorted(told, key=lambda one: (one.published or date.min, one.claim, one.kind, one.party or "", one.of or ""))
    )


def _told(statement: Statement, party: str | None, reasons: dict[str, str]) -> ToldFigure:
    claim = statement.claim
    return ToldFigure(
        published=statement.day,
        claim=claim.id,
        document=claim.heading.document_id,
        source=claim.asserter.name if claim.asserter else None,
        kind=statement.row.kind,
        party=party,
        of=statement.row.of,
        words=statement.words,
        low=statement.plain.low,
        high=statement.plain.high,
        why=reasons.get(claim.id),
    )
