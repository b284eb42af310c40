"""Words that say an occurrence took place, read from ``triggers.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from crossclaim.model import ClaimType, FigureKind
from crossclaim.text.phrases import CaseRule, Match, PhraseIndex

__all__ = ["Trigger", "TriggerGroup", "find_triggers", "load_trigger_groups"]

Role = Literal["event", "effect", "weapon"]
Form = Literal["base", "present", "past", "participle", "ing", "noun", "phrase"]


class TriggerGroup(NamedTuple):
    """Words that speak for the same kind of occurrence."""

    name: str
    role: Role
    weight: float
    type: ClaimType | None
    kind: FigureKind | None
    victim_is_subject: bool


class Trigger(NamedTuple):
    """A trigger word at ``text[start:end]``, its group and its grammatical form as far as the spelling tells."""

    start: int
    end: int
    group: TriggerGroup
    form: Form

    @property
    def is_verb(self) -> bool:
        """Whether the word can be the verb of a clause."""
        return self.form not in {"noun", "phrase"}


def find_triggers(text: str, start: int = 0, end: int | None = None) -> list[Trigger]:
    """The trigger words of ``text[start:end]``, longest first, in order and disjoint."""
    triggers = (_trigger(text, match) for match in _index().find(text, start, end))
    return [trigger for trigger in triggers if not _is_aim(text, trigger)]


@cache
def load_trigger_groups() -> tuple[tuple[TriggerGroup, dict[str, Form]], ...]:
    """Every group of the lexicon with its spelled-out words and their forms."""
    table = tomllib.loads(files(__package__).joinpath("triggers.toml").read_text(encoding="utf-8"))
    return tuple((_group(entry), dict(_spellings(entry))) for entry in table["group"])


def _trigger(text: str, match: Match[tuple[TriggerGroup, Form]]) -> Trigger:
    group, form = match.values[0]
    form = _form_in_context(text, match.start, form)
    if form == "noun":  # "a bomb" is no bombing from the air, though "to bomb" is
        group = next((other for other, spelled in match.values if spelled in {"noun", "phrase"}), group)
    return Trigger(match.start, match.end, group, form)


def _is_aim(text: str, trigger: Trigger) -> bool:
    # "an offensive to retake the town", "with the aim of recapturing it": ground not taken yet.
    if trigger.group.name != "territory":
        return False
    before = text[max(0, trigger.start - 24) : trigger.start]
    return _AIM.search(before) is not None and not _REACHED.search(before)


_AIM = re.compile(
    r"\b(?:to|aim(?:ed)? (?:of|at)|bid at|hope of|goal of|intent on|operation on|for|towards?)\s+$", re.IGNORECASE
)
_REACHED = re.compile(r"\b(?:managed|able|succeeded in|went on)\s+(?:to\s+)?$", re.IGNORECASE)


def _form_in_context(text: str, start: int, form: Form) -> Form:
    # "attack" and "shells" are verbs after "to", a modal or a pronoun; elsewhere reports mean the noun.
    if form in {"base", "present"} and not _VERB_BEFORE.search(text, max(0, start - 12), start):
        return "noun"
    if form == "ing" and _NOUN_BEFORE.search(text, max(0, start - 12), start):
        return "noun"
    return form


_VERB_BEFORE = re.compile(
    r"\b(?:to|will|would|may|might|can|could|must|shall|should|not|did|do|does|they|we|i|you|he|she|it|who|which)\s+$",
    re.IGNORECASE,
)
_NOUN_BEFORE = re.compile(r"\b(?:the|a|an|of|in|this|that|their|its|his|our|and|to|from|heavy|by)\s+$", re.IGNORECASE)


@cache
def _index() -> PhraseIndex[tuple[TriggerGroup, Form]]:
    entries = [
        (spelling, (group, form)) for group, spellings in load_trigger_groups() for spelling, form in spellings.items()
    ]
    return PhraseIndex(entries, lost_possessive=False, case_rule=lambda _: CaseRule.ANY)


def _group(entry: dict[str, Any]) -> TriggerGroup:
    return TriggerGroup(
        name=entry["name"],
        role=entry["role"],
        weight=entry["weight"],
        type=ClaimType(entry["type"]) if "type" in entry else None,
        kind=FigureKind(entry["kind"]) if "kind" in entry else None,
        victim_is_subject=entry.get("subject") == "b",
    )


def _spellings(entry: dict[str, Any]) -> Iterator[tuple[str, Form]]:
    for verb in entry.get("verbs", ()):
        yield from _verb_forms(verb)
    for noun in entry.get("nouns", ()):
        singular, _, plural = noun.partition("/")
        yield singular, "noun"
        yield plural or _plural(singular), "noun"
    for phrase in entry.get("phrases", ()):
        yield phrase, "phrase"


def _verb_forms(verb: str) -> Iterator[tuple[str, Form]]:
    base, past, participle = (verb.split("/") + [None, None])[:3]
    head, gap, rest = base.partition(" ")
    stem = head.removesuffix("e")
    # A final consonant listed doubled in the past form is doubled before -ing too: repelled, repelling.
    doubled = past is not None and past.partition(" ")[0] == f"{head}{head[-1]}ed"
    regular = f"{stem}ed" if not head.endswith("y") or head[-2:] in {"ay", "ey", "oy"} else f"{head[:-1]}ied"
    past = past or regular + gap + rest
    yield base, "base"
    yield _plural(head) + gap + rest, "present"
    yield (f"{head}{head[-1]}ing" if doubled else _ing(head, stem)) + gap + rest, "ing"
    yield past, "past"
    yield participle or past, "participle" if participle and participle != past else "past"


def _ing(head: str, stem: str) -> str:
    irregular = {"die": "dying", "flee": "fleeing", "hit": "hitting", "beat": "beating", "set": "setting"}
    short = {"shoot", "run", "gun", "cut", "swap", "gut", "stab"}
    if head in irregular:
        return irregular[head]
    return f"{head}{head[-1]}ing" if head in short - {"shoot"} else f"{stem}ing"


def _plural(singular: str) -> str:
    if singular.endswith(("s", "sh", "ch", "x", "z")):
        return f"{singular}es"
    if singular.endswith("y") and singular[-2:-1] not in {"a", "e", "o", "u"}:
        return f"{singular[:-1]}ies"
    return f"{singular}s"
