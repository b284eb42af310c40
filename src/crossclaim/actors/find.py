"""Parties named in a text, with who they are as far as the words and the list of actors tell."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from crossclaim.actors.index import Actor, ActorIndex
from crossclaim.model import ActorKind, ActorReading
from crossclaim.text.phrases import CaseRule, PhraseIndex

__all__ = ["ActorMention", "find_actors", "main_countries", "place_generic_actors", "rank_actors"]


Range = tuple[int, int]


class ActorMention(NamedTuple):
    """A party named at ``text[start:end]``; ``readings`` ranked; ``generic`` where no known actor is named."""

    start: int
    end: int
    readings: tuple[ActorReading, ...]
    generic: bool


class _Head(NamedTuple):
    start: int
    end: int
    kind: ActorKind
    word: str


def find_actors(text: str, ranges: Sequence[Range], index: ActorIndex) -> list[ActorMention]:
    """The parties named in ``ranges`` of ``text``, in order and disjoint; every bearer of a name is a reading."""
    introduced = _introduced(text, ranges)
    return [mention for start, end in ranges for mention in _find_in_range(text, start, end, index, introduced)]


def rank_actors(
    mentions: Sequence[ActorMention], index: ActorIndex, *, countries: Sequence[str], year: int | None
) -> list[ActorMention]:
    """The mentions with the readings that fit ``countries`` (ISO alpha-2, most important first) and ``year`` ahead."""
    rank = {country: position for position, country in enumerate(countries)}

    def unlikely(reading: ActorReading) -> tuple[bool, int]:
        known = index.by_id.get(reading.id or "")
        # A group at home in no one country ("Daesh") fits every country.
        away = rank.get(reading.country, len(rank)) if reading.country else 0
        return known is not None and not known.was_active(year), away

    return [
        mention._replace(readings=tuple(sorted(mention.readings, key=unlikely)))
        if len(mention.readings) > 1
        else mention
        for mention in mentions
    ]


def _find_in_range(
    text: str, start: int, end: int, index: ActorIndex, introduced: Sequence[ActorMention]
) -> list[ActorMention]:
    named = [
        ActorMention(match.start, match.end, _readings(match.values), generic=False)
        for match in index.names.find(text, start, end)
        if not _is_only_a_place(text, match.start, match.end, match.values)
    ]
    named += _peoples(text, start, end, index, taken=named)
    named += [
        mention
        for mention in introduced
        if start <= mention.start and mention.end <= end and not any(_overlap(mention, other) for other in named)
    ]
    heads = [_Head(match.start, match.end, *match.values[0]) for match in _heads().find(text, start, end)]
    return _merge(text, start, sorted(named, key=lambda mention: mention[:2]), heads)


def _overlap(one: ActorMention, other: ActorMention) -> bool:
    return one.start < other.end and other.start < one.end


def place_generic_actors(
    mentions: Sequence[ActorMention], index: ActorIndex, *, country: str | None, country_name: str | None
) -> list[ActorMention]:
    """Generic parties tied to the country a document is about: "the army" is its government's, "rebels" are its."""
    return [_placed(mention, index, country, country_name) if mention.generic else mention for mention in mentions]


def _placed(mention: ActorMention, index: ActorIndex, country: str | None, country_name: str | None) -> ActorMention:
    reading = mention.readings[0]
    if country is None or country_name is None or reading.country is not None:
        return mention
    government = index.government(country)
    if reading.kind is ActorKind.STATE_FORCES and government:
        placed = ActorReading(
            id=government.id,
            name=government.name,
            kind=reading.kind,
            country=country,
            evidence=(*reading.evidence, f"the document is about {country_name}"),
        )
    else:
        placed = reading.model_copy(
            update={
                "name": f"{reading.name} ({country_name})",
                "country": country,
                "evidence": (*reading.evidence, f"the document is about {country_name}"),
            }
        )
    return mention._replace(readings=(placed,))


def _readings(actors: Sequence[Actor]) -> tuple[ActorReading, ...]:
    return tuple(_reading(actor, "name or alias in the actor list") for actor in dict.fromkeys(actors))


def _reading(actor: Actor, evidence: str) -> ActorReading:
    return ActorReading(id=actor.id, name=actor.name, kind=actor.kind, country=actor.country, evidence=(evidence,))


def _is_only_a_place(text: str, start: int, end: int, actors: Sequence[Actor]) -> bool:
    """A country's bare name acts only as a subject: "Israel struck", not "in Israel", "Israel's north", "Syria war"."""
    if not any(text[start:end] in actor.metonyms for actor in actors):
        return False
    return _LOCATED.search(text, max(0, start - 24), start) is not None or not _ACTS.match(text, end)


def _peoples(text: str, start: int, end: int, index: ActorIndex, taken: Sequence[ActorMention]) -> list[ActorMention]:
    """ "Russian air strikes": a people's name before a deed stands for its government."""
    found = []
    busy = {position for mention in taken for position in range(mention.start, mention.end)}
    for match in _people_pattern().finditer(text, start, end):
        country = index.demonyms.get(match["people"].casefold())
        government = index.government(country)
        if government is None or match.start() in busy:
            continue
        reading = _reading(government, "a people's name before what it did stands for its government")
        found.append(ActorMention(match.start("people"), match.end("people"), (reading,), generic=False))
    return found


def _introduced(text: str, ranges: Sequence[Range]) -> list[ActorMention]:
    """Groups that only their names' shape tells, and their initials once the text has given them."""
    found = []
    for match in (match for start, end in ranges for match in _unlisted_pattern().finditer(text, start, end)):
        name = match["name"]
        kind = next(kind for kind, heads in _unlisted_heads() if name.endswith(heads) or name.startswith(heads))
        reading = ActorReading(id=None, name=name, kind=kind, evidence=("shape of the name, not in the actor list",))
        found.append(ActorMention(match.start("name"), match.end(), (reading,), generic=False))
        if match["initials"]:
            initials = re.compile(rf"(?<!\w){re.escape(match['initials'])}(?!\w)")
            found += [
                ActorMention(again.start(), again.end(), (reading,), generic=False)
                for again in initials.finditer(text, match.end())
            ]
    return found


@cache
def _unlisted_heads() -> tuple[tuple[ActorKind, tuple[str, ...]], ...]:
    return tuple((ActorKind(row["kind"]), tuple(row["heads"])) for row in _table()["unlisted"])


@cache
def _unlisted_pattern() -> re.Pattern[str]:
    heads = "|".join(sorted((re.escape(head) for _, row in _unlisted_heads() for head in row), key=len, reverse=True))
    word = r"(?:[A-Z][\w'’-]{1,30}|\d{1,3}(?:st|nd|rd|th))"
    return re.compile(
        rf"(?P<name>(?:{word}\s(?:(?:of|for|the|and|de|du|des|del|la|al)\s){{0,2}}){{1,5}}(?:{heads})(?!\w)"
        rf"|(?:{heads})(?:\s(?:{word}|[a-z]{{2,14}})){{1,5}}(?=\s\([A-Z]))"
        r"(?:\s\((?P<initials>[A-Z][A-Za-z0-9/-]{1,9})\))?"
    )


def _merge(text: str, start: int, named: Sequence[ActorMention], heads: Sequence[_Head]) -> list[ActorMention]:
    """Named parties widened over their head nouns, then the head nouns left over as generic parties."""
    mentions: list[ActorMention] = []
    used: set[int] = set()
    for mention in named:
        left, right = mention.start, mention.end
        for head in heads:
            gap = text[right : head.start]
            if head.start >= right and len(gap) <= 24 and _JOINED.fullmatch(gap):
                right = head.end
                used.add(head.start)
            elif head.start < mention.end and head.end > mention.start:
                used.add(head.start)
                right = max(right, head.end)
                left = min(left, head.start)
        joined = _NOUN_AFTER().match(text, right)
        right = joined.end() if joined else right
        member = _MEMBER().search(text, max(start, left - 60), left)
        if member:
            used |= {head.start for head in heads if member.start() <= head.start < left}
            left = member.start()
        if mentions and mention.readings[0].id == mentions[-1].readings[0].id and text[mentions[-1].end : left] == " (":
            mentions[-1] = mentions[-1]._replace(end=right + text.startswith(")", right))
            continue
        if mentions and left < mentions[-1].end:
            left = max(left, mentions[-1].end)
        if left < right:
            mentions.append(mention._replace(start=left, end=right))
    mentions = [mention for mention in mentions if not _HELD.match(text, mention.end)]
    for head in heads:
        if _HELD.match(text, head.end) or _AGAINST.search(text, max(0, head.start - 6), head.start):
            continue
        if head.start not in used and not any(m.start < head.end and head.start < m.end for m in mentions):
            mentions.append(_generic(text, start, head))
    return _disjoint(sorted(mentions, key=lambda mention: mention[:2]))


def _generic(text: str, start: int, head: _Head) -> ActorMention:
    left = _widen(text, start, head.start)
    joined = _NOUN_AFTER().match(text, head.end)
    label = _table()["kinds"][head.kind]["label"]
    reading = ActorReading(id=None, name=label, kind=head.kind, evidence=(f"“{head.word}” names a kind of party",))
    return ActorMention(left, joined.end() if joined else head.end, (reading,), generic=True)


def _widen(text: str, start: int, left: int) -> int:
    for _ in range(4):
        word = _LAST_WORD.search(text, max(start, left - 30), left)
        if word is None or word["word"].casefold() not in _modifiers():
            return left
        left = word.start("word")
    return left


def _disjoint(mentions: Sequence[ActorMention]) -> list[ActorMention]:
    kept: list[ActorMention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif kept[-1].generic and not mention.generic:
            kept[-1] = mention
    return kept


def main_countries(mentions: Sequence[ActorMention]) -> list[str]:
    """Countries of the named parties, most frequent first."""
    counts = Counter(mention.readings[0].country for mention in mentions if not mention.generic)
    return [country for country, _ in counts.most_common() if country]


_JOINED = re.compile(r"['’]?s?[\s-]+(?:[\w.-]+[\s-]+)?|['’]?s?[\s-]+")
_LOCATED = re.compile(
    r"\b(?:in|of|from|to|into|near|across|inside|outside|within|around|over|at|through|via|and|between|"
    r"northern|southern|eastern|western|central|north|south|east|west|neighbou?ring|war-torn)\W+(?:the\W+)?$",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"\s+(?:has|have|had|is|was|will|would|also|again|then|later|on \w+day|and (?:its|the)|\w+ed|struck|shot|began|took|"
    r"hit|sent|fought|held|launches|strikes|seizes|said|says|denies|accuses)\b|'s (?:army|forces|air|military|troops)"
)
# "rebel-held", "government-controlled": whose ground it is, not who acted.
_HELD = re.compile(r"[\s-](?:held|controlled|run|occupied|dominated|administered)\b", re.IGNORECASE)
_AGAINST = re.compile(r"(?:anti|non)[\s-]$", re.IGNORECASE)
_LAST_WORD = re.compile(r"(?<!\w)(?P<word>[\w.-]+)[\s-]+$")


@cache
def _NOUN_AFTER() -> re.Pattern[str]:  # noqa: N802
    nouns = "|".join(sorted(_table()["joins"]["words"], key=len, reverse=True))
    return re.compile(rf"['’]?s?\s+(?:{nouns})\b", re.IGNORECASE)


@cache
def _MEMBER() -> re.Pattern[str]:  # noqa: N802
    table = _table()["membership"]
    heads, links = "|".join(table["heads"]), "|".join(table["links"])
    return re.compile(rf"(?<!\w)(?:{heads})\s+(?:{links})\s+(?:the\s+)?(?:so-called\s+)?(?:[\w-]+\s+)?$", re.IGNORECASE)


@cache
def _people_pattern() -> re.Pattern[str]:
    deeds = "|".join(sorted(map(re.escape, _table()["deeds"]["words"]), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?P<people>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)(?=[\s-]+(?:[a-z-]+\s+)?(?:{deeds})(?!\w))")


@cache
def _heads() -> PhraseIndex[tuple[ActorKind, str]]:
    kinds = _table()["kinds"]
    return PhraseIndex(
        ((word, (ActorKind(kind), word)) for kind, entry in kinds.items() for word in entry["heads"]),
        case_rule=lambda _: CaseRule.ANY,
    )


@cache
def _modifiers() -> frozenset[str]:
    return frozenset(_table()["modifiers"]["words"])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("generic.toml").read_text(encoding="utf-8"))
