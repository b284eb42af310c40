"""Claims held to be one occurrence to one event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from hashlib import sha256

from crossclaim.model import (
    ClaimType,
    DocumentCopy,
    Event,
    EventFigure,
    FieldValue,
    FigureKind,
    PassedOver,
    Profile,
    SourcedClaim,
    Ties,
)
from crossclaim.reconcile.contradictions import find_contradictions
from crossclaim.reconcile.estimates import ESTIMATES, Estimate
from crossclaim.reconcile.fields import (
    choose_days,
    choose_modality,
    choose_place,
    choose_sides,
    choose_type,
    find_backing,
)
from crossclaim.reconcile.grades import choose_grade
from crossclaim.reconcile.rules import Rules, load_rules
from crossclaim.reconcile.sides import CIVILIANS, Cast, find_cast
from crossclaim.reconcile.statements import LeftOut, RowKey, Scene, Statement, find_statements, strip_superseded
from crossclaim.reconcile.versions import older_versions
from crossclaim.reconcile.voices import find_voices

__all__ = ["event_id", "reconcile"]

Rows = dict[RowKey, list[Statement]]
Left = dict[RowKey, list[LeftOut]]


def event_id(claims: Iterable[str]) -> str:
    """The id of the event of these claims: the same claims give the same event, in whatever order."""
    return sha256("\0".join(sorted(claims)).encode()).hexdigest()[:20]


def reconcile(
    claims: Sequence[SourcedClaim],
    profile: Profile = Profile.UCDP,
    *,
    copies: Iterable[DocumentCopy] = (),
    superseded: AbstractSet[str] = frozenset(),
    ties: Ties | None = None,
) -> Event:
    """The event of claims held to be one occurrence, by the rules of a profile, whatever order they come in.

    ``superseded`` are claims that no longer count, besides those of older versions of a page; ``ties`` tell which
    actors are parts or allies of others.

    Raises:
        ValueError: there are no claims.
        ResourceError: a bundled table is damaged.
    """
    if not claims:
        raise ValueError("an event needs at least one claim")
    ordered = sorted(claims, key=lambda claim: claim.id)
    old = {**older_versions(ordered), **dict.fromkeys(superseded, "an older version of the page")}
    current = [claim for claim in ordered if claim.id not in old] or ordered
    ties, rules, copies = ties or Ties(), load_rules(profile), tuple(copies)
    cast, voices = find_cast(ordered), find_voices(ordered, copies)
    fields = _fields(current, cast, voices)
    tally = all(_is_total(claim) for claim in current)
    scene = Scene(cast, voices, ties, ClaimType(fields["type"].value))
    rows, left_out = _rows(ordered, current, scene, rules, old=old, tally=tally)
    if rules.graded:
        told = [statement for found in rows.values() for statement in found]
        fields["grade"] = choose_grade(current, told, cast, voices, ties)
    start, end = _ends(fields["time"])
    return Event(
        id=event_id(claim.id for claim in ordered),
        profile=profile,
        claims=tuple(claim.id for claim in ordered),
        type=scene.event_type,
        start=start,
        end=end,
        fields=fields,
        figures=_figures(rows, left_out, cast, rules),
        contradictions=find_contradictions(current, rows, fields, cast, ties),
        articles=len({claim.heading.document_id for claim in current}),
        sources=len({voices[claim.id] for claim in find_backing(current)}),
        tally=tally,
        grade=fields["grade"].value if "grade" in fields else None,
    )


def _is_total(claim: SourcedClaim) -> bool:
    return claim.claim.cumulative or claim.claim.type is ClaimType.TALLY


def _fields(claims: Sequence[SourcedClaim], cast: Cast, voices: Mapping[str, str]) -> dict[str, FieldValue]:
    """Every field. Totals, denials and plans say nothing of when and where, unless there is nothing else."""
    single = [claim for claim in claims if not _is_total(claim)] or list(claims)
    told = find_backing(single) or single
    side_a, side_b = choose_sides(told, cast, voices)
    return {
        "type": choose_type(told, voices),
        "side_a": side_a,
        "side_b": side_b,
        "place": choose_place(told, voices),
        "time": choose_days(told, voices),
        "modality": choose_modality(single, voices),
    }


def _ends(time: FieldValue) -> tuple[date | None, date | None]:
    if time.value is None:
        return None, None
    return date.fromisoformat(time.value["start"]), date.fromisoformat(time.value["end"])


def _rows(
    ordered: Sequence[SourcedClaim],
    current: Sequence[SourcedClaim],
    scene: Scene,
    rules: Rules,
    *,
    old: Mapping[str, str],
    tally: bool,
) -> tuple[Rows, Left]:
    """The statements of each row that still count, and what was left out of it."""
    counted = {claim.id for claim in current}
    statements, left_out = find_statements(ordered, scene, rules, tally=tally)
    rows: Rows = {row: [] for row in left_out}
    for statement in statements:
        row = _row_of(statement, rules)
        rows.setdefault(row, [])
        if statement.claim.id in counted:
            rows[row].append(statement)
        else:
            left_out.setdefault(row, []).append((statement.claim.id, old[statement.claim.id]))
    for row, told in rows.items():
        rows[row], replaced = strip_superseded(told, scene.cast)
        left_out.setdefault(row, []).extend(replaced)
    return dict(sorted(rows.items(), key=lambda entry: _row_order(entry[0]))), left_out


def _row_of(statement: Statement, rules: Rules) -> RowKey:
    """The row of a statement; where only civilians count, people of unsure status may be some."""
    unsure = rules.civilians_only and statement.unsure
    return statement.row._replace(party=CIVILIANS) if unsure else statement.row


def _row_order(row: RowKey) -> tuple[int, str, str]:
    return list(FigureKind).index(row.kind), row.party or "", row.of or ""


def _figures(rows: Rows, left_out: Left, cast: Cast, rules: Rules) -> tuple[EventFigure, ...]:
    return tuple(_figure(row, told, left_out.get(row, []), cast, rules) for row, told in rows.items())


def _figure(
    row: RowKey,
    told: Sequence[Statement],
    gone: Sequence[LeftOut],
    cast: Cast,
    rules: Rules,
) -> EventFigure:
    party = (cast.civilians if row.party == CIVILIANS else cast.parties[row.party]).name if row.party else None
    estimate = _estimate(row, told, rules)
    without = dict(sorted([*gone, *estimate.left_out]))
    used = sorted({one.claim.id for one in told} - without.keys())
    return EventFigure(
        kind=row.kind,
        party=party,
        of=row.of,
        low=estimate.low,
        best=estimate.best,
        high=estimate.high,
        rule=estimate.rule,
        claims=tuple(used),
        left_out=tuple(sorted(without.items())),
    )


def _estimate(row: RowKey, told: Sequence[Statement], rules: Rules) -> Estimate:
    if (rules.civilians_only and row.party != CIVILIANS) or not rules.records(row.kind):
        reasons = tuple((one.claim.id, PassedOver.NOT_RECORDED.value) for one in told)
        return Estimate(None, None, None, rules.name("not_recorded"), reasons)
    return ESTIMATES[rules.estimate](told, rules)
