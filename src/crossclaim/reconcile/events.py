"""Claims held to be one occurrence to one event."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from hashlib import sha256
from types import MappingProxyType
from typing import NamedTuple

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
    find_backing,
)
from crossclaim.reconcile.contradictions import find_contradictions
from crossclaim.reconcile.estimates import ESTIMATES, Estimate
from crossclaim.reconcile.fields import (
    choose_days,
    choose_modality,
    choose_place,
    choose_sides,
    choose_type,
)
from crossclaim.reconcile.grades import choose_grade
from crossclaim.reconcile.rules import Rules, load_rules
from crossclaim.reconcile.sides import CIVILIANS, Cast, find_cast
from crossclaim.reconcile.statements import LeftOut, RowKey, Scene, Statement, find_statements, strip_superseded
from crossclaim.reconcile.versions import older_versions
from crossclaim.reconcile.voices import find_voices

__all__ = ["event_id", "figures_without", "reconcile"]

_SET_ASIDE = "not counted"
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
    set_aside: Mapping[str, str] = MappingProxyType({}),
    ties: Ties | None = None,
) -> Event:
    """The event of claims held to be one occurrence, by the rules of a profile, whatever order they come in.

    ``superseded`` are claims that no longer count, besides those of older versions of a page; ``set_aside`` are others
    that do not, each with the reason; where none would be left, all count. ``ties`` tell which actors are parts or
    allies of others.

    Raises:
        ValueError: there are no claims.
        ResourceError: a bundled table is damaged.
    """
    if not claims:
        raise ValueError("an event needs at least one claim")
    case = _case(
        claims, profile, copies, {**dict.fromkeys(superseded, "an older version of the page"), **set_aside}, ties
    )
    current = case.counting(())
    fields = _fields(current, case.cast, case.voices)
    event_type = ClaimType(fields["type"].value)
    rows, left_out = case.rows(current, event_type)
    if case.rules.graded:
        told = [statement for found in rows.values() for statement in found]
        fields["grade"] = choose_grade(current, told, case.cast, case.voices, case.ties)
    start, end = _ends(fields["time"])
    return Event(
        id=event_id(claim.id for claim in case.ordered),
        profile=profile,
        claims=tuple(claim.id for claim in case.ordered),
        type=event_type,
        start=start,
        end=end,
        fields=fields,
        figures=_figures(rows, left_out, case.cast, case.rules),
        contradictions=find_contradictions(current, rows, fields, case.cast, case.ties, case.voices),
        articles=len({claim.heading.document_id for claim in current}),
        sources=len({case.voices[claim.id] for claim in find_backing(current)}),
        tally=_is_tally(current),
        grade=fields["grade"].value if "grade" in fields else None,
    )


def figures_without(
    claims: Sequence[SourcedClaim],
    wanted: Iterable[str],
    profile: Profile = Profile.UCDP,
    *,
    copies: Iterable[DocumentCopy] = (),
    set_aside: Mapping[str, str] = MappingProxyType({}),
    ties: Ties | None = None,
) -> dict[str, tuple[EventFigure, ...]]:
    """For each of the ``wanted`` claims, the figures that ``reconcile`` gives with that one ``set_aside``, too.

    What the claims have in common is read once: far less work than reconciling once for each.
    """
    case = _case(claims, profile, copies, set_aside, ties)
    found: dict[str, tuple[EventFigure, ...]] = {}
    for claim_id in wanted:
        current = case.counting((claim_id,))
        event_type = ClaimType(choose_type(_telling(_single(current)), case.voices).value)
        rows, left_out = case.rows(current, event_type, also={claim_id: _SET_ASIDE})
        found[claim_id] = _figures(rows, left_out, case.cast, case.rules)
    return found


def _case(
    claims: Sequence[SourcedClaim],
    profile: Profile,
    copies: Iterable[DocumentCopy],
    set_aside: Mapping[str, str],
    ties: Ties | None,
) -> _Case:
    ordered = sorted(claims, key=lambda claim: claim.id)
    old = {**set_aside, **older_versions(ordered)}
    cast, voices = find_cast(ordered), find_voices(ordered, tuple(copies))
    return _Case(ordered, old, cast, voices, ties or Ties(), load_rules(profile), {})


class _Case(NamedTuple):
    """The claims of an event, why some do not count, and what is the same whichever of them count."""

    ordered: Sequence[SourcedClaim]
    old: Mapping[str, str]
    cast: Cast
    voices: Mapping[str, str]
    ties: Ties
    rules: Rules
    # By the event's type and whether it is a tally: what the claims say of how many.
    read: dict[tuple[ClaimType, bool], tuple[list[Statement], dict[RowKey, list[LeftOut]]]]

    def counting(self, without: Collection[str]) -> Sequence[SourcedClaim]:
        """The claims that count; all of them where none would."""
        return [one for one in self.ordered if one.id not in self.old and one.id not in without] or self.ordered

    def rows(
        self,
        current: Sequence[SourcedClaim],
        event_type: ClaimType,
        *,
        also: Mapping[str, str] = MappingProxyType({}),
    ) -> tuple[Rows, Left]:
        """The statements of each row that still count, and what was left out of it."""
        tally = _is_tally(current)
        if (event_type, tally) not in self.read:
            scene = Scene(self.cast, self.voices, self.ties, event_type)
            self.read[event_type, tally] = find_statements(self.ordered, scene, self.rules, tally=tally)
        return _rows(*self.read[event_type, tally], current, self.cast, self.rules, old={**self.old, **also})


def _is_tally(claims: Sequence[SourcedClaim]) -> bool:
    return all(_is_total(claim) for claim in claims)


def _is_total(claim: SourcedClaim) -> bool:
    return claim.claim.cumulative or claim.claim.type is ClaimType.TALLY


def _fields(claims: Sequence[SourcedClaim], cast: Cast, voices: Mapping[str, str]) -> dict[str, FieldValue]:
    """Every field. Totals, denials and plans say nothing of when and where, unless there is nothing else."""
    single = _single(claims)
    told = _telling(single)
    side_a, side_b = choose_sides(told, cast, voices)
    return {
        "type": choose_type(told, voices),
        "side_a": side_a,
        "side_b": side_b,
        "place": choose_place(told, voices),
        "time": choose_days(told, voices),
        "modality": choose_modality(single, voices),
    }


def _single(claims: Sequence[SourcedClaim]) -> Sequence[SourcedClaim]:
    """Those that tell of an occurrence rather than of a period, if any does."""
    return [claim for claim in claims if not _is_total(claim)] or claims


def _telling(claims: Sequence[SourcedClaim]) -> Sequence[SourcedClaim]:
    """Those that say it happened, if any does."""
    return find_backing(claims) or claims


def _ends(time: FieldValue) -> tuple[date | None, date | None]:
    if time.value is None:
        return None, None
    return date.fromisoformat(time.value["start"]), date.fromisoformat(time.value["end"])


def _rows(
    statements: Sequence[Statement],
    refused: Mapping[RowKey, Sequence[LeftOut]],
    current: Sequence[SourcedClaim],
    cast: Cast,
    rules: Rules,
    *,
    old: Mapping[str, str],
) -> tuple[Rows, Left]:
    """The statements of each row that still count, and what was left out of it."""
    counted = {claim.id for claim in current}
    left_out: Left = {row: list(gone) for row, gone in refused.items()}
    rows: Rows = {row: [] for row in left_out}
    for statement in statements:
        row = _row_of(statement, rules)
        rows.setdefault(row, [])
        if statement.claim.id in counted:
            rows[row].append(statement)
        else:
            left_out.setdefault(row, []).append((statement.claim.id, old[statement.claim.id]))
    for row, told in rows.items():
        rows[row], replaced = strip_superseded(told, cast)
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
