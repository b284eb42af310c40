"""Parties named in a text, with who they are as far as the words and the list of actors tell."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from crossclaim.actors.index import Actor, ActorIndex
from crossclaim.actors.mentions import ActorMention
from crossclaim.actors.unlisted import find_introduced, find_peoples
from crossclaim.actors.wording import head_nouns, is_modifier, kind_label, pattern
from crossclaim.model import ActorKind, ActorReading

__all__ = ["find_actors", "is_own"]

Range = tuple[int, int]

_NEAR = 24  # characters that a preposition, or the gap to a head noun, takes at most
_BACK = 60  # the same for "fighters belonging to the so-called"
_MOST_MODIFIERS = 4


class _Head(NamedTuple):
    """A noun that names a kind of party."""

    start: int
    end: int
    kind: ActorKind | None
    word: str


def find_actors(text: str, ranges: Sequence[Range], index: ActorIndex) -> list[ActorMention]:
    """The parties named in ``ranges`` of ``text``, in order and disjoint; every bearer of a name is a reading."""
    introduced = find_introduced(text, ranges, index)
    return [mention for start, end in ranges for mention in _find_in_range(text, start, end, index, introduced)]


def is_own(text: str, actor: ActorMention) -> bool:
    """Whether a generic party is called somebody's own: "our fighters", "its forces"."""
    near = text[max(0, actor.start - _NEAR) : actor.end]
    return actor.generic and pattern("own").search(near, 0) is not None


def _find_in_range(
    text: str, start: int, end: int, index: ActorIndex, introduced: Sequence[ActorMention]
) -> list[ActorMention]:
    heads = [_Head(match.start, match.end, *match.values[0]) for match in head_nouns().find(text, start, end)]
    named, used = _widened(text, start, _named(text, start, end, index, introduced), heads)
    named = [mention for mention in named if not pattern("ground").match(text, mention.end)]
    generic = _generic_mentions(text, start, [head for head in heads if head.start not in used], named)
    return _disjoint(_in_order([*named, *generic]))


# --- parties known by name


def _named(
    text: str, start: int, end: int, index: ActorIndex, introduced: Sequence[ActorMention]
) -> list[ActorMention]:
    listed = [
        ActorMention(match.start, match.end, _readings(match.values), generic=False)
        for match in index.names.find(text, start, end)
        if not _is_only_a_place(text, match.start, match.end, match.values)
    ]
    listed = _in_order([*listed, *find_peoples(text, start, end, index, taken=listed)])
    inside = [mention for mention in introduced if start <= mention.start and mention.end <= end]
    # "Khangai Valleys Front (KVF)": here KVF is not the group that the list knows by these initials.
    listed = [mention for mention in listed if not (_is_acronym(text, mention) and _touches(mention, inside))]
    return _in_order([*listed, *(mention for mention in inside if not _touches(mention, listed))])


def _is_acronym(text: str, mention: ActorMention) -> bool:
    word = text[mention.start : mention.end]
    return word.isupper() and " " not in word


def _readings(actors: Sequence[Actor]) -> tuple[ActorReading, ...]:
    return tuple(actor.reading("this is one of its names in the list of actors") for actor in dict.fromkeys(actors))


def _is_only_a_place(text: str, start: int, end: int, actors: Sequence[Actor]) -> bool:
    """A country's bare name acts only as a subject: "Israel struck", not "in Israel", "Israel's north", "Syria war"."""
    if not any(text[start:end] in actor.metonyms for actor in actors):
        return False
    if pattern("acted_upon").search(text, max(0, start - _NEAR), start):
        return False
    located = pattern("located").search(text, max(0, start - _NEAR), start)
    return located is not None or not pattern("acts").match(text, end)


# --- names widened over the words that belong to them


def _widened(
    text: str, start: int, named: Sequence[ActorMention], heads: Sequence[_Head]
) -> tuple[list[ActorMention], set[int]]:
    """Named parties with their head nouns and "members of", and the starts of the head nouns used up that way."""
    mentions: list[ActorMention] = []
    used: set[int] = set()
    for mention in named:
        left, right = _over_heads(text, mention, heads, used)
        left = _over_membership(text, start, left, heads, used)
        if mentions and _is_initials_of(text, mentions[-1], mention, left):
            mentions[-1] = mentions[-1]._replace(end=right + text.startswith(")", right))
            continue
        left = max(left, mentions[-1].end) if mentions else left
        if left < right:
            mentions.append(mention._replace(start=left, end=right))
    return mentions, used


def _over_heads(text: str, mention: ActorMention, heads: Sequence[_Head], used: set[int]) -> Range:
    """The range of a name with the head nouns in and behind it: "Wagner mercenaries", "the Houthi movement"."""
    left, right = mention.start, mention.end
    for head in _heads_near(heads, mention.start, mention.end):
        if head.start >= right and _joins(text[right : head.start]):
            right = head.end
            used.add(head.start)
        elif mention.overlaps(head.start, head.end):
            left, right = min(left, head.start), max(right, head.end)
            used.add(head.start)
    joined = pattern("noun_after").match(text, right)
    return left, joined.end() if joined else right


def _heads_near(heads: Sequence[_Head], start: int, end: int) -> Iterable[_Head]:
    """The heads from just before ``start`` to as far behind ``end`` as joined nouns may reach."""
    first = max(0, bisect_left(heads, start, key=lambda head: head.start) - 1)
    reach = end + _BACK + 3 * _NEAR
    for position in range(first, len(heads)):
        if heads[position].start > reach:
            return
        yield heads[position]


def _joins(gap: str) -> bool:
    return len(gap) <= _NEAR and pattern("joined").match(gap) is not None


def _over_membership(text: str, start: int, left: int, heads: Sequence[_Head], used: set[int]) -> int:
    """Where a name begins once "fighters from the" before it is counted in."""
    member = pattern("membership").search(text, max(start, left - _BACK), left)
    if member is None:
        return left
    first = bisect_left(heads, member.start(), key=lambda head: head.start)
    last = bisect_left(heads, left, key=lambda head: head.start)
    used.update(head.start for head in heads[first:last])
    return member.start()


def _is_initials_of(text: str, before: ActorMention, mention: ActorMention, left: int) -> bool:
    """Whether ``mention`` is the "(NRF)" behind the full name."""
    return mention.readings[0].id == before.readings[0].id and text[before.end : left] == " ("


# --- parties known by kind alone


def _generic_mentions(
    text: str, start: int, heads: Sequence[_Head], named: Sequence[ActorMention]
) -> list[ActorMention]:
    return [
        _generic(text, start, head)
        for head in heads
        if not _touches(head, named)
        and not pattern("ground").match(text, head.end)
        and not pattern("against").search(text, max(0, head.start - 6), head.start)
    ]


def _generic(text: str, start: int, head: _Head) -> ActorMention:
    joined = pattern("noun_after").match(text, head.end)
    evidence = (f"“{head.word}” is a kind of party, not a name",)
    reading = ActorReading(id=None, name=kind_label(head.kind), kind=head.kind, evidence=evidence)
    left = _over_modifiers(text, start, head.start)
    return ActorMention(left, joined.end() if joined else head.end, (reading,), generic=True)


def _over_modifiers(text: str, start: int, left: int) -> int:
    """Where a party begins once "suspected foreign-backed" before its head noun is counted in."""
    for _ in range(_MOST_MODIFIERS):
        word = pattern("word_before").search(text, max(start, left - _NEAR - 6), left)
        if word is None or not is_modifier(word["word"]):
            return left
        left = word.start("word")
    return left


# --- order


def _in_order(mentions: Iterable[ActorMention]) -> list[ActorMention]:
    return sorted(mentions, key=lambda mention: mention[:2])


def _touches(one: ActorMention | _Head, others: Sequence[ActorMention]) -> bool:
    """Whether ``one`` overlaps any of ``others``, which are in order and, but for a few, disjoint."""
    at = bisect_left(others, one.start, key=lambda other: other.start)
    return any(other.overlaps(one.start, one.end) for other in others[max(0, at - 2) : at + 2])


def _disjoint(mentions: Sequence[ActorMention]) -> list[ActorMention]:
    """The mentions without overlaps: the first wins, but a named party over a generic one."""
    kept: list[ActorMention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif kept[-1].generic and not mention.generic:
            kept[-1] = mention
    return kept
