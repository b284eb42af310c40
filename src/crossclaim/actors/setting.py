"""The country and day that a text tells of, against which "the army" is read."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from crossclaim.actors.index import ActorIndex
from crossclaim.actors.mentions import ActorMention
from crossclaim.actors.roles import called_in, holder_of
from crossclaim.actors.wording import pattern
from crossclaim.model import ActorKind, ActorReading

__all__ = ["Setting", "weigh_countries"]

_BACK = 60  # characters that hold who speaks or goes before a place
_ABROAD = 0.3  # what a place is worth that somebody goes to, or speaks from though it happened elsewhere
_HOME = 0.5  # what a party without a state of its own is worth, once, for its home country
_STATES = 0.2  # what a state is worth: its troops are abroad often enough


@dataclass(frozen=True)
class Setting:
    """What is known of a text before its parties are read.

    ``countries`` are ISO 3166-1 alpha-2 codes, most important first, ``located`` those of its places;
    ``name_of`` gives their names.
    """

    countries: tuple[str, ...]
    located: frozenset[str]
    day: date | None
    name_of: Callable[[str], str | None]

    @property
    def country(self) -> str | None:
        """The country that the text mostly tells of."""
        return self.countries[0] if self.countries else None

    def holder(self, role: str, index: ActorIndex, country: str | None = None) -> ActorReading | None:
        """The party that ``role`` means in ``country``, by default the text's own, on the day."""
        country = country or self.country
        meant = holder_of(role, country, self.day)
        actor = index.by_id.get(meant) if meant else None
        if actor is None and role in {"government", "federal"}:
            actor = index.government(country)
        if actor is None or country is None:
            return None
        when = f" in {self.day.year}" if self.day else ""
        reading = actor.reading(f"such words meant this party in {self.name_of(country) or country}{when}")
        called = called_in(role, country, self.day)
        return reading.model_copy(update={"name": called}) if called else reading

    def pattern_reading(self, reading: ActorReading) -> ActorReading:
        """A reading by kind alone, tied to the text's country: "Rebels (Syria)"."""
        name = self.name_of(self.country) if self.country else None
        if name is None or reading.kind is None or reading.id is not None:
            return reading
        label = reading.name.partition(" (")[0]
        evidence = (*reading.evidence[:1], f"the document is about {name}")
        return reading.model_copy(update={"name": f"{label} ({name})", "country": self.country, "evidence": evidence})


def weigh_countries(
    text: str,
    sentences: Sequence[tuple[int, int]],
    places: Iterable[tuple[int, int, str]],
    mentions: Iterable[ActorMention],
    filed: Iterable[str] = (),
) -> tuple[str, ...]:
    """The countries that a text tells of, most important first.

    Each place counts for its country, less where somebody goes there or exiles speak from there; each named party
    counts a little for its own, and where the report was filed least.
    """
    weights: defaultdict[str, float] = defaultdict(float)
    starts = [start for start, _ in sentences]
    for start, end, country in places:
        at = bisect_right(starts, start) - 1
        stop = sentences[at][1] if at >= 0 else len(text)
        speaks = pattern("speaker_place").match(text, end, stop) is not None
        before = text[max(0, start - _BACK) : start]
        abroad = pattern("bound_for").search(before) or (speaks and pattern("exiles").search(before))
        weights[country] += _ABROAD if abroad else 1.0
    homes = {(r.id or r.name, r.country, r.kind) for m in mentions if not m.generic for r in m.readings[:1]}
    for _, home, kind in sorted(homes, key=str):
        if home:
            weights[home] += _STATES if kind is ActorKind.STATE_FORCES else _HOME
    for country in filed:
        weights[country] += 0.1
    return tuple(sorted(weights, key=lambda country: -weights[country]))
