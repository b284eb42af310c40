"""The words and patterns of ``generic.toml``, ``referring.toml`` and ``patterns.toml``, compiled once, on first use."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from crossclaim.model import ActorKind
from crossclaim.text.phrases import CaseRule, PhraseIndex

__all__ = ["head_nouns", "is_modifier", "kind_by_name", "kind_label", "pattern", "referring", "referring_kinds"]


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The pattern ``name`` of ``patterns.toml``; ``%list%`` in it stands for any word of that list, longest first."""
    entry = _table("patterns.toml")[name]
    spelled = re.sub(r"%([\w.:]+)%", lambda slot: _alternatives(_words(slot[1])), entry["pattern"])
    return re.compile(spelled, re.NOFLAG if entry.get("case_matters") else re.IGNORECASE)


@cache
def head_nouns() -> PhraseIndex[tuple[ActorKind | None, str]]:
    """The nouns that name a kind of party, each with the kind (None for "the enemy") and its own spelling."""
    kinds = _table("generic.toml")["kinds"]
    return PhraseIndex(
        (
            (word, (None if kind == "unknown" else ActorKind(kind), word))
            for kind, entry in kinds.items()
            for word in entry["heads"]
        ),
        case_rule=lambda _: CaseRule.ANY,
    )


def kind_label(kind: ActorKind | None) -> str:
    """What a party is called of which only the kind is known: "Rebels"."""
    return str(_table("generic.toml")["kinds"][kind or "unknown"]["label"])


def is_modifier(word: str) -> bool:
    """Whether a word before a head noun belongs to the party: "suspected", "foreign-backed"."""
    return word.casefold() in _modifiers()


def kind_by_name(name: str) -> ActorKind:
    """The kind that the shape of a group's name tells: the first group of ``unlisted`` whose head it has."""
    return next(kind for kind, heads in _unlisted() if name.endswith(heads) or name.startswith(heads))


@cache
def referring(path: str) -> frozenset[str]:
    """The words of a list of ``referring.toml``, in small letters: ``referring("nouns.group")``."""
    return frozenset(str(word).casefold() for word in _entry("referring.toml", path)["words"])


@cache
def referring_kinds(name: str) -> frozenset[ActorKind]:
    """The kinds that a party taken up by a noun of ``[nouns.NAME]`` may be of."""
    return frozenset(map(ActorKind, _entry("referring.toml", f"nouns.{name}")["kinds"]))


def _entry(file: str, path: str) -> Any:
    entry: Any = _table(file)
    for part in path.split("."):
        entry = entry[part]
    return entry


@cache
def _modifiers() -> frozenset[str]:
    return frozenset(_table("generic.toml")["modifiers"]["words"])


@cache
def _unlisted() -> tuple[tuple[ActorKind, tuple[str, ...]], ...]:
    return tuple((ActorKind(row["kind"]), tuple(row["heads"])) for row in _table("generic.toml")["unlisted"])


def _words(path: str) -> Iterable[str]:
    if path == "unlisted":
        return (head for _, heads in _unlisted() for head in heads)
    file, _, rest = path.rpartition(":")
    return [str(word) for word in _entry(file or "generic.toml", rest)]


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
