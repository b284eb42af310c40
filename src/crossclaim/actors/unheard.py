"""Groups that no list knows: their name by how it is brought up or by its shape, with a proposed kind."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from crossclaim.actors.index import ActorIndex
from crossclaim.actors.mentions import ActorMention
from crossclaim.actors.wording import pattern, referring
from crossclaim.model import ActorKind, ActorReading

__all__ = ["find_unheard", "has_group_shape", "proposed_kind"]

Range = tuple[int, int]

_BEFORE = 60  # characters that an introduction takes at most
_KINDS: tuple[tuple[str, ActorKind], ...] = (
    ("identity_militia", ActorKind.IDENTITY_MILITIA),
    ("rebel_group", ActorKind.REBEL_GROUP),
    ("political_militia", ActorKind.POLITICAL_MILITIA),
)
_GANGS = {
    "gang": ActorKind.POLITICAL_MILITIA,
    "cartel": ActorKind.POLITICAL_MILITIA,
    "volunteer unit": ActorKind.POLITICAL_MILITIA,
}
_SHORTEST = 2  # words of a name that only its shape tells, which has more
_SHORTEST_NAME = 5  # characters


def find_unheard(
    text: str, ranges: Sequence[Range], index: ActorIndex, *, country: str | None, places: Collection[Range]
) -> list[ActorMention]:
    """Names of groups that ``index`` does not hold, in text order. ``places`` are the ranges that name a place."""
    found = []
    for match in (match for start, end in ranges for match in pattern("capitalised").finditer(text, start, end)):
        start, end = _trimmed(text, match.start(), match.end())
        name = text[start:end]
        if end - start < _SHORTEST_NAME or not (words := name.split()) or (len(words) == 1 and "-" not in name):
            continue
        brought_up = pattern("introduces").search(text, max(0, start - _BEFORE), start) is not None
        if not brought_up and (
            len(words) <= _SHORTEST or _heads().isdisjoint(name.casefold().replace("-", " ").split())
        ):
            continue
        speaks = pattern("says_so").match(text, end) is not None
        if not (brought_up or speaks or has_group_shape(name)) or (start, end) in places or _is_no_group(words):
            continue
        if index.names.get(name):
            continue
        kind = proposed_kind(name, text[max(0, start - _BEFORE) : start], speaks=speaks)
        why = "the words before it bring up a group" if brought_up else "it is called as armed groups are"
        evidence = (
            f"not in the list of actors; {why}",
            f"a {kind.replace('_', ' ')} by the words of its name" if kind else "its name does not tell its kind",
        )
        reading = ActorReading(id=None, name=name, kind=kind, country=country, evidence=evidence)
        found.append(ActorMention(start, end, (reading,), generic=False))
    return found


def proposed_kind(name: str, before: str = "", *, speaks: bool = True) -> ActorKind | None:
    """The kind that a group's name suggests, then the noun that brings it up; None where neither does."""
    words = name.casefold().split()
    parts = [words[-1], words[0], *words[1:-1], *(part for word in words for part in word.split("-"))]
    for word in parts:
        for group, kind in _KINDS:
            if word in referring(f"unheard.{group}"):
                return kind
    by_noun = next((kind for noun, kind in _GANGS.items() if noun in before), None)
    return by_noun or (ActorKind.REBEL_GROUP if speaks else None)


def _trimmed(text: str, start: int, end: int) -> Range:
    """The name without the capital that a sentence begins with: "The", "In", "Men of the"."""
    lead = pattern("lead_in").match(text, start, end)
    start = lead.end() if lead else start
    for cut in (" in ", " and the "):
        inside = text.find(cut, start, end)
        end = end if inside < 0 else inside
    return start, end


def has_group_shape(name: str) -> bool:
    """Whether a name begins or ends with what groups are called: "Front", "Brigade", "Lions"."""
    words = name.casefold().replace("-", " ").split()
    return not _heads().isdisjoint({words[0], words[-1]})


def _is_no_group(words: Sequence[str]) -> bool:
    name = " ".join(words).casefold()
    stop, last = referring("unheard.stop"), words[-1].casefold()
    ends = not stop.isdisjoint({words[0].casefold(), last}) or last in referring("no_party")
    is_civic = not referring("unheard.civic").isdisjoint(name.replace("-", " ").split())
    return ends or is_civic or name in referring("never")


@cache
def _heads() -> frozenset[str]:
    return frozenset().union(*(referring(f"unheard.{group}") for group in ("unknown", *(group for group, _ in _KINDS))))
