"""Finds points in time in a row of tokens: the longest pattern at a place, with what leads up to it and trails it."""

from __future__ import annotations

import re
from typing import NamedTuple

from crossclaim.temporal.expressions import Parts, Relation, TimeKind
from crossclaim.temporal.lexicon import Lexicon, Pattern, load_lexicon
from crossclaim.temporal.tokens import Token

__all__ = ["FoundPoint", "find_points"]

# Words that may lead up to a time ("in the early hours of"); the bound keeps every look-back constant.
LEAD_TOKENS = 12
_TAKEN_IN = frozenset({TimeKind.PART, TimeKind.NIGHT})


class FoundPoint(NamedTuple):
    """A point in time from token ``first`` up to ``stop``; ``lead`` is its preposition, "" where it has none."""

    first: int
    stop: int
    kind: TimeKind
    relation: Relation
    lead: str
    parts: Parts
    last: Parts | None = None


def find_points(tokens: list[Token], codes: str, lexicon: Lexicon) -> list[FoundPoint]:
    """The points in time, in order and disjoint."""
    found: list[FoundPoint] = []
    reached = 0
    while start := lexicon.starts.search(codes, reached):
        place = start.start()
        point = _point_at(place, tokens, codes, found, lexicon)
        if point is None:
            reached = place + 1
            continue
        while found and found[-1].stop > point.first:
            found.pop()
        found.append(point)
        reached = max(point.stop, place + 1)
    return found


def _point_at(
    place: int, tokens: list[Token], codes: str, found: list[FoundPoint], lexicon: Lexicon
) -> FoundPoint | None:
    fits = [(match.end(), -rank) for rank, row in enumerate(lexicon.points) if (match := row.regex.match(codes, place))]
    for stop, rank in sorted(fits, reverse=True):
        row = lexicon.points[-rank]
        match = row.regex.match(codes, place)
        if match and stop > place and (point := _read_point(row, match, tokens, codes, found, lexicon)):
            return point
    return None


def _read_point(
    row: Pattern, match: re.Match[str], tokens: list[Token], codes: str, found: list[FoundPoint], lexicon: Lexicon
) -> FoundPoint | None:
    place, stop = match.span()
    # "before dawn" and "overnight" are times of their own until "on Thursday" follows and takes it in.
    floor = max((point.stop for point in found[-2:] if point.kind not in _TAKEN_IN), default=0)
    lead = lexicon.lead.search(codes, max(floor, place - LEAD_TOKENS), place)
    relation, word = _relation(lead, tokens)
    if row.needs_lead and (word is None or (row.only_lead and relation.value not in row.only_lead and word != "on")):
        return None
    if row.only_lead and relation.value not in row.only_lead:
        return None
    if place and tokens[place - 1].text.lower() in lexicon.classes["named_day"]:
        return None
    parts = dict(row.constants) | _captured(match, tokens, lexicon)
    kind = TimeKind(row.kind)
    if kind is TimeKind.PART:
        return FoundPoint(place, stop, kind, Relation.ON, "", parts)
    tail = lexicon.tail.match(codes, stop)
    if tail:
        parts |= {f"tail_{name}": value for name, value in _captured(tail, tokens, lexicon).items()}
    if lead:
        parts |= {f"lead_{name}": value for name, value in _captured(lead, tokens, lexicon).items()}
    first = lead.start() if lead else place
    return FoundPoint(first, tail.end() if tail else stop, kind, relation, word or "", parts)


def _captured(match: re.Match[str], tokens: list[Token], lexicon: Lexicon) -> dict[str, int | str]:
    return {
        name: _value(name, tokens[match.start(name)].text, lexicon)
        for name, code in match.groupdict().items()
        if code is not None
    }


def _value(field: str, word: str, lexicon: Lexicon) -> int | str:
    if not word[0].isdigit():
        return lexicon.values.get(field, {}).get(word.lower(), word)
    digits = word.rstrip("stndrh")
    return int(digits) if digits.isdecimal() else word


def _relation(lead: re.Match[str] | None, tokens: list[Token]) -> tuple[Relation, str | None]:
    """How the lead bounds the time, and its word; "before dawn on Thursday" bounds nothing."""
    if lead is None:
        return Relation.ON, None
    if lead["before"]:
        return Relation.UNTIL, "until"
    if not lead["relation"]:
        return Relation.ON, None
    word = tokens[lead.start("relation")].text.lower()
    value = str(load_lexicon().values["relation"][word])
    bounds_part = bool(lead["part"] or lead["hour"] or lead["hour_number"]) and word not in {"since", "until"}
    if value == "over" or bounds_part:
        return Relation.ON, value
    return Relation(value), word
