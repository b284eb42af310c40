"""A figure of an event drawn: what each source bounds, and the low, best and high that follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crossclaim.model import Event, EventFigure, SourcedClaim
from crossclaim.reconcile import ToldFigure, explain_rule
from crossclaim.web.pages.matrix import link_to, of_row, span_of, voice_of
from crossclaim.web.pages.words import bounds_words, day_words, figure_words, number_words, shown

__all__ = ["Bar", "Chart", "chart_figures", "rule_words"]

_ROOM = 1.12  # beyond the largest number, for an arrow


@dataclass(frozen=True, slots=True)
class Bar:
    """One source's bounds on the scale of its chart, in percent from the left; an open end has an arrow."""

    name: str
    words: str
    says: str
    day: str
    left: float
    right: float
    open_left: bool
    open_right: bool
    link: str
    why: str | None

    @property
    def is_number(self) -> bool:
        """Whether the words give any bound."""
        return not (self.open_left and self.open_right)


@dataclass(frozen=True, slots=True)
class Chart:
    """One figure: its bars, what was chosen of them and why."""

    title: str
    figure: EventFigure
    rule: str
    bars: Sequence[Bar]
    ticks: Sequence[tuple[float, str]]
    low: float | None
    best: float | None
    high: float | None


def chart_figures(event: Event, claims: Sequence[SourcedClaim], told: Sequence[ToldFigure]) -> list[Chart]:
    """A chart for each figure of the event, in its order."""
    by_id = {claim.id: claim for claim in claims}
    return [_chart(figure, by_id, list(of_row(figure, told))) for figure in event.figures]


def _chart(figure: EventFigure, claims: Mapping[str, SourcedClaim], told: Sequence[ToldFigure]) -> Chart:
    bounds = [figure.low, figure.best, figure.high, *(bound for one in told for bound in (one.low, one.high))]
    top = max((bound for bound in bounds if bound is not None), default=0) * _ROOM or 1

    def at(bound: float | None) -> float | None:
        return None if bound is None else round(bound / top * 100, 2)

    reasons = dict(figure.left_out)
    return Chart(
        title=figure_words(figure),
        figure=figure,
        rule=rule_words(figure.rule),
        bars=[_bar(one, claims[one.claim], top, one.why or reasons.get(one.claim)) for one in told],
        ticks=[(round(tick / top * 100, 2), number_words(tick)) for tick in _ticks(top)],
        low=at(figure.low),
        best=at(figure.best),
        high=at(figure.high),
    )


def _bar(one: ToldFigure, claim: SourcedClaim, top: float, why: str | None) -> Bar:
    return Bar(
        name=voice_of(claim),
        words=shown(one.words),
        says=bounds_words(one.low, one.high),
        day=day_words(one.published),
        left=round((one.low or 0) / top * 100, 2),
        right=100.0 if one.high is None else round(one.high / top * 100, 2),
        open_left=one.low is None,
        open_right=one.high is None,
        link=link_to(claim, span_of(claim, [one])),
        why=why,
    )


def _ticks(top: float) -> list[float]:
    """Four or so round numbers up to the top."""
    step = next(size * 10**power for power in range(12) for size in (1, 2, 5) if top / (size * 10**power) <= 5)
    return [float(number) for number in range(0, int(top) + 1, step)]


def rule_words(rule: str) -> str:
    """A rule in words; its name where it has none."""
    try:
        return explain_rule(rule)
    except KeyError:
        return rule
