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
from crossclaim.assess.words import plain_key, word_keys
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
    def is_fate(self) -> bool:
        """Whether it befell one person, who is then named with verbs of a person's own."""
        return self in {MilestoneKind.LEADER_DIED, MilestoneKind.LEADER_CAPTURED, MilestoneKind.LEADER_LEFT_OFFICE}


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
        if not self.terms or not all(plain_key(part) for term in self.terms for part in term):
            raise ValueError(f"{self.id}: a milestone needs terms, and terms need words")
        return self


class Term(NamedTuple):
    """One wording of a milestone: words that must all stand in a sentence, and classes of event words, one each."""

    milestone: Milestone
    words: tuple[tuple[str, ...], ...]
    classes: frozenset[str]
    subject: frozenset[str]

    @property
    def coined(self) -> bool:
        """Whether the wording is a name that did not exist before ("Operation Serval")."""
        return not self.classes and len(self.words) == 1 and not self.tells

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
        self.first_taken: dict[str, date] = {}
        for milestone in self.milestones:
            if milestone.kind is MilestoneKind.CITY_TAKEN and milestone.object:
                known = self.first_taken.get(milestone.object, milestone.start)
                self.first_taken[milestone.object] = min(known, milestone.start)
        self.terms: dict[str, list[Term]] = defaultdict(list)
        self.persons: dict[str, list[PersonName]] = defaultdict(list)
        # What else is spoken of where a country's milestones are told: tells "Taylor" of Liberia from his namesakes.
        self.company: dict[str, set[str]] = defaultdict(set)
        terms = [term for milestone in self.milestones for term in _terms(milestone)]
        counts = Counter(words[0] for term in terms for words in term.words)
        for term in terms:
            if term.words:
                pivot = min(term.words, key=lambda words: (counts[words[0]], -len(words[0])))
                self.terms[pivot[0]].append(term)
            for country in term.milestone.country:
                self.company[country].update(words[0] for words in term.words if len(words[0]) > 3)
        for milestone in self.milestones:
            if milestone.kind.is_fate:
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


def _terms(milestone: Milestone) -> Iterator[Term]:
    classes = load_wording().classes
    for parts in milestone.terms:
        words: list[tuple[str, ...]] = []
        found: set[str] = set()
        for part in parts:
            keys = word_keys(part)
            if len(keys) == 1 and keys[0] in classes:
                found.add(classes[keys[0]].name)
            else:
                words.append(keys)
        yield Term(milestone, tuple(words), frozenset(found), frozenset(word_keys(milestone.subject)) - _UNTOLD)


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
        if last not in load_wording().classes and (own & set(keys) or _spelt_alike(last, full)):
            variants.add(keys)
            own |= set(keys)
    for keys in sorted(variants):
        yield PersonName(milestone, keys, own)


def _spelt_alike(word: str, names: tuple[str, ...]) -> bool:
    """Whether a word is another spelling of a name: Gaddafi, Qadhafi."""
    return any(len(word) > 4 and len(name) > 4 and word[-4:] == name[-4:] for name in names)
