"""Words that say an occurrence took place, read from ``triggers.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from crossclaim.extract.grammar import grammar
from crossclaim.model import ClaimType, FigureKind
from crossclaim.text.phrases import CaseRule, Match, PhraseIndex

__all__ = ["Trigger", "TriggerGroup", "find_triggers", "load_trigger_groups"]

Role = Literal["event", "effect", "weapon"]
Form = Literal["base", "present", "past", "participle", "ing", "noun", "phrase"]

_WORD_BEFORE = 12  # characters that hold the word before a trigger
_PHRASE_BEFORE = 24


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
    table = _table()
    return tuple((_group(entry), _by_spelling(entry)) for entry in table["group"])


def _trigger(text: str, match: Match[tuple[TriggerGroup, Form]]) -> Trigger:
    group, form = match.values[0]
    form = _form_in_context(text, match, form)
    if form == "noun":  # "a bomb" is no bombing from the air, though "to bomb" is
        group = next((other for other, spelled in match.values if spelled in {"noun", "phrase"}), group)
    return Trigger(match.start, match.end, group, form)


def _form_in_context(text: str, match: Match[tuple[TriggerGroup, Form]], form: Form) -> Form:
    # "attack" and "shells" are verbs after "to", a modal or a pronoun; elsewhere reports mean the noun.
    near = max(0, match.start - _WORD_BEFORE)
    if form in {"base", "present"} and not grammar("triggers.verb_before").search(text, near, match.start):
        return "noun"
    if form == "ing" and grammar("triggers.noun_before").search(text, near, match.start):
        return "noun"
    goes_on = form == "noun" and text[match.start : match.end].endswith("ing")
    if goes_on and grammar("triggers.be_before").search(text, near, match.start):
        return "ing"  # "jets are bombing the dam"
    return form


def _is_aim(text: str, trigger: Trigger) -> bool:
    """Whether ground is only meant to be taken: "an offensive to retake the town"."""
    if trigger.group.name != "territory":
        return False
    before = text[max(0, trigger.start - _PHRASE_BEFORE) : trigger.start]
    return grammar("triggers.aim").search(before) is not None and not grammar("triggers.reached").search(before)


# --- the lexicon spelled out


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


def _by_spelling(entry: dict[str, Any]) -> dict[str, Form]:
    """Every spelling once. A verb's base stays a verb where it is a noun too: the context tells which it is."""
    spellings: dict[str, Form] = {}
    for spelling, form in _spellings(entry):
        if form != "noun" or spellings.get(spelling) not in {"base", "present"}:
            spellings[spelling] = form
    return spellings


def _spellings(entry: dict[str, Any]) -> Iterator[tuple[str, Form]]:
    for verb in entry.get("verbs", ()):
        yield from _verb_forms(verb)
    for noun in entry.get("nouns", ()):
        singular, _, plural = noun.partition("/")
        yield singular, "noun"
        yield plural or _with_s(singular), "noun"
    for phrase in entry.get("phrases", ()):
        for spelling in _alternatives(phrase):
            yield spelling, "phrase"


def _alternatives(phrase: str) -> Iterator[str]:
    """The phrases that "{took|seized} the town" stands for."""
    opening, closing = phrase.find("{"), phrase.find("}")
    if opening < 0:
        yield phrase
        return
    for choice in phrase[opening + 1 : closing].split("|"):
        yield from _alternatives(f"{phrase[:opening]}{choice}{phrase[closing + 1 :]}")


def _verb_forms(verb: str) -> Iterator[tuple[str, Form]]:
    """The forms of "base/past/participle", of which the last two may be left out."""
    base, *irregular = verb.split("/")
    head, gap, rest = base.partition(" ")
    past = irregular[0] if irregular else _past(head) + gap + rest
    yield base, "base"
    yield _with_s(head) + gap + rest, "present"
    yield _ing(head, past.partition(" ")[0]) + gap + rest, "ing"
    yield past, "past"
    if irregular[1:] and irregular[1] != past:
        yield irregular[1], "participle"


def _past(head: str) -> str:
    if head.endswith("y") and head[-2] not in "aeo":
        return f"{head[:-1]}ied"
    return f"{head.removesuffix('e')}ed"


def _ing(head: str, past: str) -> str:
    # A final consonant listed doubled in the past form is doubled before -ing too: repelled, repelling.
    doubled = past == f"{head}{head[-1]}ed"
    stem = f"{head}{head[-1]}" if doubled else head.removesuffix("e")
    return str(_table()["ing"].get(head, f"{stem}ing"))


def _with_s(word: str) -> str:
    """The plural of a noun, or a verb's third person."""
    if word.endswith(("s", "sh", "ch", "x", "z")):
        return f"{word}es"
    if word.endswith("y") and word[-2:-1] not in {"a", "e", "o", "u"}:
        return f"{word[:-1]}ies"
    return f"{word}s"


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("triggers.toml").read_text(encoding="utf-8"))
