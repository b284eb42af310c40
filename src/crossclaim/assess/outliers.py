"""Figures that are far from what events of their kind look like, or that the same claims make hard to hold.

What a claim and its fellows say is held against each other, and against a table of this project, once and for all:
``figure_outlier``. What the other events of a store look like changes with every report that is added, so that a flag
that goes by it would depend on the order of arrival: ``store_outlier`` is worked out when an event is shown or handed
on, from all events there are by then, and never kept.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import exp, log
from typing import Any, NamedTuple

from crossclaim.errors import ResourceError
from crossclaim.model import Claim, ClaimClass, EventFigure, Figure, FigureKind, Flag, SourcedClaim, Span, Unit, Whose

__all__ = ["Summaries", "Summary", "figure_outlier", "store_outlier", "summarize", "summarize_events"]

_LOSSES = (FigureKind.KILLED, FigureKind.CAPTURED)


class Summary(NamedTuple):
    """A store's figures of one kind for one class of events: how many, mean and spread of their natural logarithms."""

    figures: int
    mean: float
    spread: float


Summaries = Mapping[tuple[ClaimClass, FigureKind], Summary]


class _Reason(NamedTuple):
    words: str
    spans: tuple[Span, ...]


def figure_outlier(claim: SourcedClaim, fellows: Sequence[SourcedClaim] = ()) -> Flag | None:
    """The figures of a claim that stand out, with the reason for each; None where none does.

    Losses are held against strengths told in the claim and its ``fellows`` (the claims of its event), killing against
    the hours of fighting told, and each figure against a table of this project.
    """
    if claim.claim.cumulative:
        return None
    reasons = [
        *_against_strength(claim.claim, [one.claim for one in fellows if one.id != claim.id]),
        *_against_hours(claim.claim),
        *_against_table(claim.claim),
    ]
    return _flag(reasons, claim)


def store_outlier(claim: SourcedClaim, summaries: Summaries) -> Flag | None:
    """The figures of a claim that stand out from those of the store's events, with the reason for each."""
    return None if claim.claim.cumulative else _flag(list(_against_store(claim.claim, summaries)), claim)


def _flag(reasons: Sequence[_Reason], claim: SourcedClaim) -> Flag | None:
    if not reasons:
        return None
    spans = dict.fromkeys(span for reason in reasons for span in reason.spans)
    own = tuple(span for span in spans if span.doc_id == claim.claim.quote.doc_id)
    return Flag(name="figure_outlier", explanation=f"{'; '.join(one.words for one in reasons)}.", spans=own)


def summarize_events(events: Iterable[tuple[ClaimClass, Sequence[EventFigure]]]) -> Summaries:
    """The summaries of the figures of events, each a class of events with its figures, by class and kind.

    A figure is its best estimate, else its lower, else its upper bound; "of whom" rows are left out. What has fewer
    figures than tell something is left out, too.
    """
    numbers: dict[tuple[ClaimClass, FigureKind], list[float]] = {}
    for group, figures in events:
        for figure in figures:
            known = [bound for bound in (figure.best, figure.low, figure.high) if bound is not None]
            if known and figure.of is None and figure.kind is not FigureKind.OTHER:
                numbers.setdefault((group, figure.kind), []).append(known[0])
    summaries = {key: summarize(found) for key, found in numbers.items()}
    least = _limits()["store_least"]
    return {key: summary for key, summary in summaries.items() if summary.figures >= least and summary.spread}


def summarize(numbers: Sequence[float]) -> Summary:
    """The summary of the figures of a store, zeros left out."""
    logs = [log(number) for number in numbers if number > 0]
    if not logs:
        return Summary(0, 0.0, 0.0)
    mean = sum(logs) / len(logs)
    variance = sum((one - mean) ** 2 for one in logs) / max(1, len(logs) - 1)
    return Summary(len(logs), mean, variance**0.5)


def _against_strength(claim: Claim, fellows: Sequence[Claim]) -> Iterator[_Reason]:
    """More lost than half of those who are said to have taken part."""
    for whose, name in ((Whose.A, _name(claim, Whose.A)), (Whose.B, _name(claim, Whose.B))):
        lost = [figure for figure in claim.figures if figure.kind in _LOSSES and figure.whose is whose]
        strengths = [
            *_strengths(claim, whose, name),
            *(one for other in fellows for one in _strengths(other, None, name)),
        ]
        number = sum(_number(figure) or 0 for figure in _largest_by_kind(lost))
        if not strengths or not number:
            continue
        strength, span = max(strengths, key=lambda one: (one[0], one[1].doc_id, one[1].start))
        if number > strength * _limits()["of_strength"]:
            told = " and ".join(f"{figure.span.quote} {figure.kind}" for figure in _largest_by_kind(lost))
            words = f"{told} of {span.quote} said to have taken part is {number / strength:.0%} of them"
            yield _Reason(words, (*(figure.span for figure in lost), span))


def _largest_by_kind(figures: Sequence[Figure]) -> list[Figure]:
    by_kind: dict[FigureKind, Figure] = {}
    for figure in figures:
        known = by_kind.get(figure.kind)
        if known is None or (_number(figure) or 0) > (_number(known) or 0):
            by_kind[figure.kind] = figure
    return list(by_kind.values())


def _strengths(claim: Claim, whose: Whose | None, name: str | None) -> Iterator[tuple[float, Span]]:
    """How many of a side took part: the claim's own side, or the side of that name in another claim."""
    for figure in claim.figures:
        same = figure.whose is whose if whose else name is not None and _name(claim, figure.whose) == name
        number = _number(figure)
        if figure.kind is FigureKind.FIGHTERS and same and number:
            yield number, figure.span


def _name(claim: Claim, whose: Whose) -> str | None:
    side = claim.side_a if whose is Whose.A else claim.side_b if whose is Whose.B else None
    return side.actor.name if side and side.actor else None


def _against_hours(claim: Claim) -> Iterator[_Reason]:
    hours = _hours(claim)
    dead = [figure for figure in claim.figures if figure.kind is FigureKind.KILLED and _number(figure)]
    if hours is None or not dead:
        return
    span, number = hours
    most = max(dead, key=lambda figure: _number(figure) or 0)
    rate = (_number(most) or 0) / number
    if rate > _limits()["per_hour"]:
        words = f'"{most.span.quote}" killed in "{span.quote}" is about {rate:.0f} an hour'
        yield _Reason(words, (most.span, span))


def _hours(claim: Claim) -> tuple[Span, float] | None:
    """How long the fighting lasted, where the quote says so in hours."""
    match = _hour_pattern().search(claim.quote.quote)
    if match is None:
        return None
    word = match[1].casefold()
    number = float(word) if word.isdigit() else float(_table()["words"]["numbers"][word])
    start = claim.quote.start + match.start()
    span = Span(doc_id=claim.quote.doc_id, start=start, end=start + len(match[0]), quote=match[0])
    return (span, number) if number else None


@cache
def _hour_pattern() -> re.Pattern[str]:
    words = "|".join(map(re.escape, _table()["words"]["numbers"]))
    return re.compile(rf"\b(\d{{1,3}}|{words})[ -]hours?\b", re.IGNORECASE)


def _against_table(claim: Claim) -> Iterator[_Reason]:
    group, limits = ClaimClass.of(claim.type), _limits()
    for figure, number in _counted(claim):
        if usual := _table().get(figure.kind.value, {}).get(group.value):
            above = (log(number) - log(usual["median"])) / usual["spread"]
            if above > limits["prior"]:
                level = usual["median"] * exp(limits["prior"] * usual["spread"])
                words = f'"{figure.span.quote}" {figure.kind} is more than in nearly all events of the class {group}'
                yield _Reason(f"{words} (over {level:.0f} by this project's own rough table)", (figure.span,))


def _against_store(claim: Claim, summaries: Summaries) -> Iterator[_Reason]:
    group = ClaimClass.of(claim.type)
    for figure, number in _counted(claim):
        summary = summaries.get((group, figure.kind))
        if summary and (log(number) - summary.mean) / summary.spread > _limits()["store"]:
            words = f'"{figure.span.quote}" {figure.kind} is far above the {summary.figures} figures of this store'
            yield _Reason(f"{words} for the class {group} (typically {exp(summary.mean):.0f})", (figure.span,))


def _counted(claim: Claim) -> Iterator[tuple[Figure, float]]:
    """The figures that can be held against others of their kind, with their numbers."""
    for figure in claim.figures:
        number = _number(figure)
        if number and (figure.of is not None or figure.kind is not FigureKind.OTHER):
            yield figure, number


def _number(figure: Figure) -> float | None:
    """The number a figure is known by, None for words and for what does not count."""
    if figure.quantity.unit is not Unit.COUNT:
        return None
    low, high = figure.quantity.low, figure.quantity.high
    return low if low is not None else high


@cache
def _table() -> dict[str, Any]:
    try:
        return tomllib.loads(files("crossclaim.assess").joinpath("outliers.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ResourceError(f"outliers.toml: {error}") from error


def _limits() -> dict[str, float]:
    limits: dict[str, float] = _table()["limits"]
    return limits
