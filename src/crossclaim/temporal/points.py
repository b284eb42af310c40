"""Finds points in time in a row of tokens: the longest pattern at a place, with what leads up to it and trails it."""

from __future__ import annotations

import re
from typing import NamedTuple

from crossclaim.temporal.expressions import Parts, Relation, TimeKind
from crossclaim.temporal.lexicon import OTHER, Lexicon, Pattern, load_lexicon
from crossclaim.temporal.tokens import Token

__all__ = ["FoundPoint", "find_points"]

# Words that may lead up to a time ("in the early hours of"); the bound keeps every look-back constant.
LEAD_TOKENS = 12
_TAKEN_IN = frozenset({TimeKind.PART, TimeKind.NIGHT})


class FoundPoint(NamedTuple):
    """A point in time from token ``first`` up to ``stop``; ``lead`` is its preposition, "" where it has none.

    ``cores`` are the tokens of the point itself, half-open, two where one pattern holds both ends of a range.
    """

    first: int
    stop: int
    kind: TimeKind
    relation: Relation
    lead: str
    parts: Parts
    last: Parts | None = None
    cores: tuple[tuple[int, int], ...] = ()
    is_name: bool = False


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
        if point.is_name:
            reached = point.stop
            continue
        while found and found[-1].stop > point.first:
            found.pop()
        found.append(point)
        reached = max(point.stop, place + 1)
    return found


def _point_at(
    place: int, tokens: list[Token], codes: str, found: list[FoundPoint], lexicon: Lexicon
) -> FoundPoint | None:
    fits = [
        (match.end(), -rank)
        for rank in lexicon.opened_by[codes[place]]
        if (match := lexicon.points[rank].regex.match(codes, place))
    ]
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
    if not _fits(row, place, stop, (relation, word), tokens):
        return None
    kind = TimeKind(row.kind)
    if _is_name(place, stop, word, row, tokens, lexicon):
        return FoundPoint(place, stop, kind, relation, "", {}, is_name=True)
    parts = dict(row.constants) | _captured(match, tokens, lexicon)
    if kind is TimeKind.PART:
        after_preposition = place + (tokens[place].text.lower() in lexicon.classes["relation"] and stop - place > 1)
        return FoundPoint(place, stop, kind, Relation.ON, "", parts, cores=((after_preposition, stop),))
    tail = lexicon.tail.match(codes, stop)
    for name, around in (("tail", tail), ("lead", lead)):
        if around:
            parts |= {f"{name}_{field}": value for field, value in _captured(around, tokens, lexicon).items()}
    first, end = lead.start() if lead else place, tail.end() if tail else stop
    # Of what trails a time a part of the day, an hour or a calendar belong to the point, not the s of "Friday's".
    core_end = end if tail and any(tail[name] for name in ("part", "hour", "hour_number", "style")) else stop
    cores = _cores(match, _after_preposition(first, place, stop, tokens, lexicon), core_end)
    return FoundPoint(first, end, kind, relation, word or "", parts, cores=cores)


def _fits(row: Pattern, place: int, stop: int, lead: tuple[Relation, str | None], tokens: list[Token]) -> bool:
    """Whether a pattern may stand here, by what leads up to it and the layout around it."""
    relation, word = lead
    if row.needs_lead and word is None:
        return False
    if row.only_lead and (relation.value not in row.only_lead or word == "over"):
        return False  # "over 2000 fled"
    if row.kind == TimeKind.SEASON and place and tokens[place - 1].text.lower() == "a":
        return False  # "from a spring below the fort"
    return ("heading", 1) not in row.constants or _is_heading(place, stop, tokens)


def _is_name(place: int, stop: int, lead: str | None, row: Pattern, tokens: list[Token], lexicon: Lexicon) -> bool:
    """Whether the words name something: Bloody Sunday, the 14 July Bridge, April Hansen, the March 23 Movement."""
    if place and tokens[place - 1].text.lower() in lexicon.classes["named_day"]:
        return True
    following = tokens[stop] if stop < len(tokens) else None
    if following is None or not following.text[0].isupper():
        return False
    if row.kind == TimeKind.DATE and following.text.lower() in lexicon.classes["named_after"]:
        return not tokens[stop - 1].text[-4:].isdigit() or len(tokens[stop - 1].text) < 4
    bare = lead is None and stop - place == 1 and following.code == OTHER
    ends = tokens[stop + 1].text if stop + 1 < len(tokens) else "."
    return bare and tokens[place].text.lower() in lexicon.classes["given_name"] and (ends in ",.;" or ends.islower())


def _is_heading(place: int, stop: int, tokens: list[Token]) -> bool:
    """Whether a year stands alone in its paragraph, or opens one before a colon."""
    opens = place == 0 or tokens[place - 1].text.isspace()
    return opens and (stop == len(tokens) or tokens[stop].text.isspace() or tokens[stop].text == ":")


def _after_preposition(first: int, place: int, stop: int, tokens: list[Token], lexicon: Lexicon) -> int:
    """Where the point begins behind "on", "as of" or "up to"; "the night of" is a part of it, a bare article is not."""
    skipped = lexicon.classes["relation"] | lexicon.classes["upto"] | _SKIPPED
    start = first
    while start < stop - 1 and tokens[start].text.lower() in skipped:
        start += 1
    following = tokens[start + 1].text if start + 1 < stop else ""
    stands_alone = start == place - 1 or (start == place and following.isdigit() and len(following) == 4)
    if following and stands_alone and tokens[start].text.lower() in _DETERMINERS:
        start += 1
    return start


_SKIPPED = frozenset({"as", "to", "for", "around", "circa", "into", "well"})
_DETERMINERS = frozenset({"the", "a", "an", "its", "their", "his", "her"})


def _cores(match: re.Match[str], first: int, stop: int) -> tuple[tuple[int, int], ...]:
    """One stretch of tokens, or two where the pattern holds both ends of a range ("5-6 September")."""
    fields = {name: match.start(name) for name, code in match.groupdict().items() if code is not None}
    second = min(
        (
            at
            for name, at in fields.items()
            if name.startswith("last_") or ("first_month" in fields and name == "month")
        ),
        default=None,
    )
    before = [at for at in fields.values() if second is not None and at < second]
    return ((first, max(before) + 1), (second, stop)) if second is not None and before else ((first, stop),)


def _captured(match: re.Match[str], tokens: list[Token], lexicon: Lexicon) -> dict[str, int | str]:
    return {
        name: _value(name, tokens[match.start(name)].text, lexicon)
        for name, code in match.groupdict().items()
        if code is not None
    }


def _value(field: str, word: str, lexicon: Lexicon) -> int | str:
    if not word[0].isdigit():
        return lexicon.values.get(field, {}).get(word.lower().replace("’", "'").replace("‘", "'"), word)
    digits = word.rstrip("stndrh")
    return int(digits) if digits.isdecimal() else word


def _relation(lead: re.Match[str] | None, tokens: list[Token]) -> tuple[Relation, str | None]:
    """How the lead bounds the time, and its word; "before dawn on Thursday" bounds nothing."""
    if lead is None:
        return Relation.ON, None
    if lead["before"]:
        prior = tokens[lead.start("before")].text.lower() == "prior"
        return (Relation.BEFORE, "before") if prior else (Relation.UNTIL, "until")
    if not lead["relation"]:
        return Relation.ON, None
    word = tokens[lead.start("relation")].text.lower()
    value = str(load_lexicon().values["relation"][word])
    bounds_part = bool(lead["part"] or lead["hour"] or lead["hour_number"]) and word not in {"since", "until"}
    if value == "over" or bounds_part or (lead["near"] and value in {"before", "after"}):
        return Relation.ON, "over" if value == "over" else "on"
    return Relation(value), word
