"""A figure over time: who said what when, and what replaced what."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict

from crossclaim.model import ClaimType, DocumentCopy, FigureKind, Profile, SourcedClaim, Ties
from crossclaim.reconcile.rules import load_rules
from crossclaim.reconcile.sides import find_cast
from crossclaim.reconcile.statements import RowKey, Scene, Statement, find_statements, strip_superseded
from crossclaim.reconcile.versions import older_versions
from crossclaim.reconcile.voices import find_voices

__all__ = ["FigureHistory", "ToldFigure", "history", "moved_figures"]


class ToldFigure(BaseModel):
    """One figure as one claim told it: the report's words, and the bounds that they give.

    ``why`` says why it no longer counts: it was replaced, says less exactly what another says, or its page was changed.
    ``outdated`` is True for the last of these: it stands in an older version of its page.
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
    outdated: bool = False


class FigureHistory(BaseModel):
    """How many of a kind, of whom, as it was told over time: ``told`` is by day of publication, undated ones first."""

    model_config = ConfigDict(frozen=True)

    kind: FigureKind
    party: str | None
    of: str | None
    told: tuple[ToldFigure, ...]


def moved_figures(told: Iterable[ToldFigure]) -> tuple[FigureHistory, ...]:
    """What ``history`` gives, by what is counted: where it was told on several days, or a page of it was changed."""
    rows: dict[tuple[FigureKind, str | None, str | None], list[ToldFigure]] = {}
    for one in told:
        rows.setdefault((one.kind, one.party, one.of), []).append(one)
    return tuple(
        FigureHistory(kind=kind, party=party, of=of, told=tuple(found))
        for (kind, party, of), found in rows.items()
        if len({one.published for one in found} - {None}) > 1 or any(one.outdated for one in found)
    )


def history(
    claims: Sequence[SourcedClaim], copies: Iterable[DocumentCopy] = (), *, ties: Ties | None = None
) -> tuple[ToldFigure, ...]:
    """Every figure that the claims tell, by day of publication and version of the page, older ones being among them."""
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
            _told(one, cast.parties[row.party].name if row.party in cast.parties else None, reasons, old)
            for one in found
        ]
    versions = {claim.id: claim.heading.version for claim in ordered}
    return tuple(sorted(told, key=lambda one: _place_of(one, versions[one.claim])))


def _place_of(one: ToldFigure, version: int) -> tuple[date, int, str, str, str, str]:
    """Where it stands: by day, on one day the older version of a page first."""
    return one.published or date.min, version, one.claim, one.kind, one.party or "", one.of or ""


def _told(statement: Statement, party: str | None, reasons: Mapping[str, str], old: Container[str]) -> ToldFigure:
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
        outdated=claim.id in old,
    )
