"""Which figures of a claim count a part of what another of them counts, and which it tells only as former ones."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from crossclaim.model import Claim, Figure, FigureKind, Span
from crossclaim.reconcile.numbers import are_compatible, read_plain
from crossclaim.reconcile.rules import load_lexicon
from crossclaim.reconcile.sides import bears_arms, in_group, last_word

__all__ = ["PEOPLE", "FigureId", "Part", "are_one_breath", "figure_id", "find_parts", "mixed_wholes", "without_former"]

PEOPLE = frozenset(
    {
        FigureKind.KILLED,
        FigureKind.INJURED,
        FigureKind.CAPTURED,
        FigureKind.MISSING,
        FigureKind.DISPLACED,
        FigureKind.ABDUCTED,
        FigureKind.FIGHTERS,
    }
)
_GROUPS = ("children", "women", "elderly")
_SAID_OF = (*_GROUPS, "civilians", "state_people", "armed_people")
_UNNAMED = "part"  # what a part is called that the claim does not name
_FORMER_REACH = 40  # code points from the words that make a figure a former one
FigureId = tuple[FigureKind, int]


class Part(NamedTuple):
    """A part of a total: the word for who is in it, and the figure of the total where the claim tells one before it."""

    label: str
    whole: Figure | None


def figure_id(figure: Figure) -> FigureId:
    """What tells the figures of one claim apart."""
    return figure.kind, figure.span.start


def find_parts(claim: Claim) -> Mapping[FigureId, Part]:
    """The figures of people that count a part: "10 died, including 6 children", "14, three of them women"."""
    found: dict[FigureId, Part] = {}
    people = sorted((one for one in claim.figures if one.kind in PEOPLE), key=lambda one: (one.kind, one.span.start))
    for _, figures in itertools.groupby(people, key=lambda one: one.kind):
        whole: Figure | None = None
        listed: list[Figure] = []
        for figure in figures:
            is_listed = _follows_cue(claim.quote, figure) or _goes_on(claim.quote, listed, figure)
            listed = [*listed, figure] if is_listed else []
            label = _label(claim.quote, figure, is_listed=is_listed)
            if label is None:
                whole = figure
            else:
                found[figure_id(figure)] = Part(label, whole)
    return found


def _label(quote: Span, figure: Figure, *, is_listed: bool) -> str | None:
    for group in _GROUPS:
        if in_group(figure.of, group):
            return group
    if figure.kind is FigureKind.KILLED and in_group(figure.of, "hurt"):
        return "wounded"  # who dies of wounds is one of the dead, not all of them
    if is_listed:
        return (last_word(figure.of) if figure.of else "") or _UNNAMED
    behind = _cue_behind().match(_after(quote, figure).casefold())
    if behind is None:
        return None
    groups = (name for name in _SAID_OF if behind[1] in load_lexicon().groups[name])
    return next((name if name in _GROUPS else behind[1] for name in groups), _UNNAMED)


def _goes_on(quote: Span, listed: Sequence[Figure], figure: Figure) -> bool:
    """Whether a figure goes on with a list of parts: "including nine soldiers and eight rebels".

    After one part alone a comma before "and" ends the list: "including two children, and nine soldiers".
    """
    if not listed or figure.of is None or not are_one_breath(quote, [listed[-1], figure]):
        return False
    between = _between(quote, listed[-1], figure)
    return len(listed) > 1 or re.search(r",\s+and\b", between) is None


def _follows_cue(quote: Span, figure: Figure) -> bool:
    return _cue_before().search(_before(quote, figure).casefold()) is not None


@cache
def _cue_before() -> re.Pattern[str]:
    cues = "|".join(map(re.escape, load_lexicon().cues["part"]))
    return re.compile(rf"(?<!\w)(?:{cues})\s*(?:at least|about|some|also|were|the)?\s*$")


@cache
def _cue_behind() -> re.Pattern[str]:
    return re.compile(r"\s+of\s+(?:them|whom|which)\b[\s,]*(?:(?:were|are|was)\s+)?(\w*)")


def mixed_wholes(claim: Claim, parts: Mapping[FigureId, Part]) -> frozenset[FigureId]:
    """The totals that hold people of both sides, or people with arms among others: they are no one side's."""
    held: dict[FigureId, list[Span | None]] = {}
    for figure in claim.figures:
        part = parts.get(figure_id(figure))
        if part and part.whole:
            held.setdefault(figure_id(part.whole), []).append(figure.of)
    wholes = {figure_id(one): one for one in claim.figures}
    return frozenset(name for name, several in held.items() if _is_mixed(wholes[name], several))


def _is_mixed(whole: Figure, parts: Sequence[Span | None]) -> bool:
    sorts = {sort for sort in ("state_people", "armed_people") if any(in_group(of, sort) for of in parts)}
    names_nobody = whole.of is None or in_group(whole.of, "everybody")
    return names_nobody and (len(sorts) > 1 or any(bears_arms(of) for of in parts))


def without_former(claim: Claim, figures: Sequence[Figure]) -> list[Figure]:
    """The figures of one kind and party without those that the claim itself has replaced.

    These are told as former ones ("up from 50", "it had earlier put the toll at four"), or stand outside the claim's
    own words and cannot be squared with a figure inside them.
    """
    current = [one for one in figures if not _is_former(claim.quote, one)] or figures
    inside = [one for one in current if claim.quote.start <= one.span.start < claim.quote.end]
    return [one for one in current if one in inside or not any(_is_beaten(one, other) for other in inside)]


def _is_former(quote: Span, figure: Figure) -> bool:
    clause = re.split(r"[.!?;]\s", _before(quote, figure).casefold()[-_FORMER_REACH:])[-1]
    return _former_cue().search(clause) is not None


@cache
def _former_cue() -> re.Pattern[str]:
    cues = "|".join(map(re.escape, load_lexicon().cues["former"]))
    return re.compile(rf"(?<!\w)(?:{cues})(?!\w)(?:(?!\bto\b)[^,\d])*$")


def _is_beaten(outside: Figure, inside: Figure) -> bool:
    words = {last_word(one.of) for one in (outside, inside) if one.of is not None}
    same = len(words - load_lexicon().groups["everybody"]) < 2
    bounds = (read_plain(one.quantity, one.span.quote) for one in (outside, inside))
    return same and not are_compatible(*bounds)


def are_one_breath(quote: Span, figures: Sequence[Figure]) -> bool:
    """Whether only what is counted, "and" and commas stand between the figures."""
    ordered = sorted(figures, key=lambda figure: figure.span.start)
    return all(_is_short_list(between) for between in _gaps(quote, ordered))


def _gaps(quote: Span, ordered: Sequence[Figure]) -> Iterator[str]:
    return (_between(quote, one, other) for one, other in itertools.pairwise(ordered))


def _is_short_list(between: str) -> bool:
    parted = len(between.split()) > 6 or re.search(r"[.!?;]\s", between)
    return not parted and re.search(r"\b(?:and|as well as|plus)\b|,", between) is not None


def _before(quote: Span, figure: Figure) -> str:
    inside = quote.start <= figure.span.start < quote.end
    return quote.quote[: figure.span.start - quote.start] if inside else ""


def _after(quote: Span, figure: Figure) -> str:
    inside = quote.start <= figure.span.start < quote.end
    return quote.quote[figure.span.end - quote.start :] if inside else ""


def _between(quote: Span, one: Figure, other: Figure) -> str:
    return quote.quote[max(0, one.span.end - quote.start) : max(0, other.span.start - quote.start)]
