"""Parties that the list of actors lacks and the wording gives away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crossclaim.actors.index import ActorIndex
from crossclaim.actors.mentions import ActorMention
from crossclaim.actors.wording import kind_by_name, pattern
from crossclaim.model import ActorReading
from crossclaim.text.phrases import CaseRule, PhraseIndex

__all__ = ["find_introduced", "find_peoples"]

Range = tuple[int, int]


def find_introduced(text: str, ranges: Sequence[Range], index: ActorIndex) -> list[ActorMention]:
    """Groups that only their names' shape tells, and their initials once the text has given them, in text order.

    "Khangai Valleys Front (KVF)" introduces a rebel group, and "KVF" names it from there on. Names that ``index``
    holds need no introduction.
    """
    found: list[ActorMention] = []
    initials: dict[str, ActorMention] = {}
    for match in (match for start, end in ranges for match in pattern("unlisted").finditer(text, start, end)):
        name = match["name"]
        if index.names.get(name):
            continue
        evidence = ("called as armed groups are, not in the list of actors",)
        reading = ActorReading(id=None, name=name, kind=kind_by_name(name), evidence=evidence)
        mention = ActorMention(match.start("name"), match.end(), (reading,), generic=False)
        found.append(mention)
        if match["initials"]:
            initials.setdefault(match["initials"], mention)
    return sorted([*found, *_repeated(text, ranges, initials)], key=lambda mention: mention[:2])


def _repeated(text: str, ranges: Sequence[Range], initials: Mapping[str, ActorMention]) -> list[ActorMention]:
    """The initials where they stand again behind the place that introduced them."""
    if not initials:
        return []
    index = PhraseIndex(initials, case_rule=lambda _: CaseRule.EXACT)
    return [
        ActorMention(again.start, again.end, again.values[0].readings, generic=False)
        for start, end in ranges
        for again in index.find(text, start, end)
        if again.start >= again.values[0].end
    ]


def find_peoples(
    text: str, start: int, end: int, index: ActorIndex, *, taken: Sequence[ActorMention]
) -> list[ActorMention]:
    """Peoples named before a deed ("Russian air strikes"), which stand for their governments, outside ``taken``."""
    found = []
    busy = {position for mention in taken for position in range(mention.start, mention.end)}
    for match in pattern("people").finditer(text, start, end):
        government = index.government(index.demonyms.get(match["people"].casefold()))
        if government is not None and match.start() not in busy:
            reading = government.reading("a people's name before what it did stands for its government")
            found.append(ActorMention(match.start("people"), match.end("people"), (reading,), generic=False))
    return found
