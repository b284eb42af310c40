"""Dated turning points of armed conflicts, and the words by which reports name them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from crossclaim.assess.wording import load_wording
from crossclaim.assess.words import word_keys
from crossclaim.errors import ResourceError

__all__ = ["Milestone", "MilestoneKind", "MilestoneTable", "PersonName", "Term", "load_milestones"]


class MilestoneKind(StrEnum):
    """What kind of turning point it was."""

    AGREEMENT = "agreement"
    ATTACK = "attack"
    CEASEFIRE = "ceasefire"
    CITY_TAKEN = "city_taken"
    ELECTION = "election"
    GOVERNMENT_FORMED = "government_formed"
    LEADER_CAPTURED = "leader_captured"
    LEADER_DIED = "leader_died"
    LEADER_LEFT_OFFICE = "leader_left_office"
    LEADER_TOOK_OFFICE = "leader_took_office"
    OPERATION_BEGAN = "operation_began"
    OPERATION_ENDED = "operation_ended"
    ORGANISATION_DISSOLVED = "organisation_dissolved"
    ORGANISATION_FOUNDED = "organisation_founded"
    ORGANISATION_RENAMED = "organisation_renamed"
    PLACE_RENAMED = "place_renamed"
    STATE_FOUNDED = "state_founded"
    WAR_BEGAN = "war_began"
    WAR_ENDED = "war_ended"
    WITHDRAWAL = "withdrawal"

    @property
    def may_come(self) -> bool:
        """Whether there is one such event to wait for; operations and wars begin again and again."""
        return self not in {MilestoneKind.OPERATION_BEGAN, MilestoneKind.WAR_BEGAN}

    @property
    def happens_once(self) -> bool:
        """Whether "on Monday" beside it tells of that one event: towns, wars and offensives are told of again."""
        return self in {
            MilestoneKind.LEADER_DIED,
            MilestoneKind.LEADER_CAPTURED,
            MilestoneKind.AGREEMENT,
            MilestoneKind.GOVERNMENT_FORMED,
            MilestoneKind.STATE_FOUNDED,
            MilestoneKind.WAR_ENDED,
            MilestoneKind.ORGANISATION_DISSOLVED,
            MilestoneKind.ORGANISATION_RENAMED,
        }

    @property
    def makes_name(self) -> bool:
        """Whether it gives something new a name."""
        return self in {MilestoneKind.ORGANISATION_FOUNDED, MilestoneKind.OPERATION_BEGAN}

    @property
    def is_awaited(self) -> bool:
        """Whether reports speak of it for days before it is there, as "the referendum" or "the talks"."""
        return self in {MilestoneKind.AGREEMENT, MilestoneKind.CEASEFIRE, MilestoneKind.ELECTION}

    @property
    def is_fate(self) -> bool:
        """Whether it befell one person, who is then named with verbs of a person's own."""
        return self in {
            MilestoneKind.LEADER_DIED,
            MilestoneKind.LEADER_CAPTURED,
            MilestoneKind.LEADER_LEFT_OFFICE,
            MilestoneKind.LEADER_TOOK_OFFICE,
        }


class Milestone(BaseModel):
    """A turning point: ``start`` to ``end`` are the days on which it happened and became known.

    Each of ``terms`` is a set of words that name it where all of them stand in one sentence.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    what: str
    kind: MilestoneKind
    start: date
    end: date
    country: tuple[str, ...] = ()
    subject: str = ""
    object: str | None = None
    terms: tuple[tuple[str, ...], ...]
    source: str = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Milestone:
        if self.start > self.end:
            raise ValueError(f"{self.id}: starts {self.start} after it ends {self.end}")
        if not self.terms or not all(term and all(word_keys(part) for part in term) for term in self.terms):
            raise ValueError(f"{self.id}: a milestone needs terms, and terms need words")
        return self


class Term(NamedTuple):
    """One wording of a milestone: words that must all stand in a sentence, and classes of event words, one each."""

    milestone: Milestone
    words: tuple[tuple[str, ...], ...]
    classes: frozenset[str]
    subject: frozenset[str]

    @property
    def names_enough(self) -> bool:
        """Whether its words tell which event is meant even where they stand apart."""
        return len(self.words) > 1 and bool(self.classes)

    @property
    def coined(self) -> bool:
        """Whether the wording is a name that did not exist before ("Operation Serval", "Syrian Democratic Forces").

        An acronym of few letters may be anybody's.
        """
        if len(self.words) != 1 or self.tells or self.milestone.kind is MilestoneKind.ATTACK:
            return False  # an attack is called by its place, which was there before
        (words,) = self.words
        made = self.milestone.kind.makes_name and self.classes <= {"form", "begin"} and len(words[0]) + len(words) > 5
        return made or not self.classes

    @property
    def tells(self) -> bool:
        """Whether its words tell of the event ("fall of Mosul") rather than only name it ("Bonn agreement")."""
        classes = load_wording().classes
        return any(classes[key].name != "agree" for words in self.words for key in words if key in classes)


class PersonName(NamedTuple):
    """A name of the person whom a milestone befell; ``own`` are all parts of that person's names."""

    milestone: Milestone
    words: tuple[str, ...]
    own: frozenset[str]


class MilestoneTable:
    """Milestones filed under the rarest word of each of their wordings."""

    def __init__(self, milestones: Iterable[Milestone]) -> None:
        """File ``milestones``; of several with one id, the last counts."""
        self.milestones = tuple({milestone.id: milestone for milestone in milestones}.values())
        # The takings of a town, in the order of time.
        self.takings: dict[tuple[str, ...], list[Milestone]] = defaultdict(list)
        for milestone in sorted(self.milestones, key=lambda one: one.start):
            taken = milestone.object or ""
            # "Presidential palace" is no name: there is one in any country.
            if milestone.kind is MilestoneKind.CITY_TAKEN and not taken.rpartition(" ")[2].islower():
                self.takings[word_keys(taken)].append(milestone)
        self.takings.pop((), None)
        self.towns: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for town in self.takings:
            self.towns[town[0]].append(town)
        self.terms: dict[str, list[Term]] = defaultdict(list)
        self.persons: dict[str, list[PersonName]] = defaultdict(list)
        # What else is spoken of where a country's milestones are told: tells "Taylor" of Liberia from his namesakes.
        self.company = _company(self.milestones)
        terms = [term for milestone in self.milestones for term in _terms(milestone)]
        counts = Counter(words[0] for term in terms for words in term.words)
        self.awaited = [
            (term, frozenset(key for words in term.words for key in words))
            for term in terms
            if term.milestone.kind.is_awaited and term.names_enough
        ]
        for term in terms:
            if term.words:
                pivot = min(term.words, key=lambda words: (counts[words[0]], -len(words[0])))
                self.terms[pivot[0]].append(term)
        again = _held_again(self.milestones)
        for milestone in self.milestones:
            if milestone.kind.is_fate and milestone.id not in again:
                for name in _person_names(milestone):
                    self.persons[name.words[0]].append(name)

    def extended(self, extra: Iterable[Milestone]) -> MilestoneTable:
        """A table with ``extra`` milestones, too, such as the confirmed events of a store; itself if there are none."""
        added = tuple(extra)
        return MilestoneTable((*self.milestones, *added)) if added else self


@cache
def load_milestones() -> MilestoneTable:
    """The bundled table.

    Raises:
        ResourceError: the file is missing or damaged.
    """
    try:
        lines = files("crossclaim.assess").joinpath("milestones.jsonl").read_text(encoding="utf-8").splitlines()
        return MilestoneTable(Milestone.model_validate(json.loads(line)) for line in lines)
    except (OSError, ValidationError, ValueError) as error:
        raise ResourceError(f"milestones.jsonl: {error}") from error


def _held_again(milestones: Iterable[Milestone]) -> set[str]:
    """Which tell of an office that its bearer came back to: neither its bearing nor its loss then dates a text."""
    left: dict[str, Milestone] = {}
    again: set[str] = set()
    for milestone in sorted(milestones, key=lambda one: one.start):
        if milestone.kind is MilestoneKind.LEADER_LEFT_OFFICE:
            left[milestone.subject] = milestone
        elif milestone.kind is MilestoneKind.LEADER_TOOK_OFFICE and milestone.subject in left:
            again |= {milestone.id, left[milestone.subject].id}
    return again


def _terms(milestone: Milestone) -> Iterator[Term]:
    classes = load_wording().classes
    for parts in milestone.terms:
        words: list[tuple[str, ...]] = []
        found: set[str] = set()
        for part in parts:
            keys = word_keys(part)
            if all(key in classes for key in keys):  # "captured", "peace deal"
                found.update(classes[key].name for key in keys)
            else:
                words.append(keys)
        yield Term(milestone, tuple(words), frozenset(found), frozenset(word_keys(milestone.subject)) - _UNTOLD)


def _company(milestones: Iterable[Milestone]) -> dict[str, set[str]]:
    """What is spoken of where a country's milestones are told, but for words told of many countries ("army")."""
    company: dict[str, set[str]] = defaultdict(set)
    for milestone in milestones:
        words = {key for part in milestone.terms for phrase in part for key in word_keys(phrase)}
        for country in milestone.country:
            company[country] |= {key for key in words if len(key) > 2 and not key.isdigit()}
    spread = Counter(key for words in company.values() for key in words)
    return defaultdict(set, {country: {key for key in words if spread[key] <= 3} for country, words in company.items()})


# Words of a party's name that fit its enemies as well.
_UNTOLD = frozenset(
    word_keys("and of the army armed force forces fighters front group rebel government national state troops")
)


def _person_names(milestone: Milestone) -> Iterator[PersonName]:
    """The subject's full name, and those parts of the terms that hold a word of it ("Mullah Omar")."""
    full = word_keys(milestone.subject)
    own = frozenset(full)
    variants = {full} if len(full) > 1 else set()
    for term in milestone.terms:
        keys = word_keys(term[0])
        last = keys[-1]
        titled = load_wording().cues["title"].fullmatch(f"{last} ")
        if last not in load_wording().classes and not titled and (own & set(keys) or _spelt_alike(last, full)):
            variants.add(keys)
            own |= set(keys)
    for keys in sorted(variants):
        yield PersonName(milestone, keys, own)


def _spelt_alike(word: str, names: tuple[str, ...]) -> bool:
    """Whether a word is another spelling of a name: Gaddafi, Qadhafi."""
    return any(len(word) > 4 and len(name) > 4 and word[-4:] == name[-4:] for name in names)
