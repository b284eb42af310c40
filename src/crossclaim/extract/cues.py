"""Word lists of claim assembly, read from ``claims.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from crossclaim.extract.grammar import grammar

__all__ = ["cue_pattern", "cue_weight", "cue_words", "has_cue", "last_word", "noun_class"]

_WORD = re.compile(r"\w+")


def has_cue(name: str, text: str) -> bool:
    """Whether a word of the list ``name`` stands in ``text``."""
    first = _first_words(name)
    possible = first is None or not first.isdisjoint(_WORD.findall(text.lower()))
    return possible and cue_pattern(name).search(text) is not None


@cache
def _first_words(name: str) -> frozenset[str] | None:
    """The first words of a list, None where an entry has none ("; ")."""
    # A set of words is looked up ten times faster than a pattern of as many alternatives, and most texts hold none.
    found = [_WORD.findall(word.lower()) for word in _words(name)]
    return frozenset(words[0] for words in found) if all(found) else None


def cue_words(name: str) -> tuple[str, ...]:
    """The words of the list ``name``, longest first, escaped for use in a pattern."""
    return tuple(re.escape(word) for word in sorted(_table()[name]["words"], key=len, reverse=True))


def cue_weight(name: str) -> float:
    """What the evidence ``name`` adds to a claim's score."""
    return float(_table()["weight"][name]["value"])


@cache
def cue_pattern(name: str) -> re.Pattern[str]:
    """The list ``name`` as one pattern over whole words, longest first."""
    words = sorted(_words(name), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)", re.IGNORECASE)


def _words(name: str) -> list[str]:
    table: Any = _table()
    for part in name.split("."):
        table = table[part]
    words: list[str] = table["words"]
    return words


def noun_class(text: str, of: tuple[int, int] | None) -> str | None:
    """The class of thing a counted noun names (munitions, vehicles ...), None for people and all else."""
    if of is None:
        return None
    head = grammar("figures.noun_tail").split(text[of[0] : of[1]].casefold(), maxsplit=1)[0]
    words = _WORD.findall(head)
    known = _classes().get(words[-1]) if words else None
    return known or ("aircraft" if grammar("figures.aircraft_model").search(head) else None)


def last_word(text: str, of: tuple[int, int]) -> str:
    """The head of a counted noun phrase, roughly its last word."""
    words = _WORD.findall(text[of[0] : of[1]])
    return words[-1] if words else ""


@cache
def _classes() -> dict[str, str]:
    return {word.split()[-1]: name for name, entry in _table()["things"].items() for word in entry["words"]}


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("claims.toml").read_text(encoding="utf-8"))
