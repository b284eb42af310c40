"""The settings of a profile and the words of every rule, read from the files beside this module."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from crossclaim.errors import ResourceError
from crossclaim.model import ClaimType, FigureKind, Precision, Profile, Reliability

__all__ = ["Lexicon", "Rules", "explain_rule", "load_lexicon", "load_rules", "place_reach", "type_precedence"]


class Rules(NamedTuple):
    """The settings of one profile.

    ``numbers`` maps words to the number on a small and on a large scale, empty where words keep their interval.
    ``unknown`` is what an unknown number is recorded as, None where it stays unknown.
    """

    profile: Profile
    estimate: str
    words_always: bool
    civilians_only: bool
    kinds: frozenset[FigureKind]
    unknown: int | None
    open_words: bool
    single_for_both: bool
    graded: bool
    large_scale: frozenset[ClaimType]
    numbers: dict[str, tuple[int, int]]

    def name(self, rule: str) -> str:
        """A rule of this profile by its full name."""
        return f"{self.profile}.{rule}"

    def records(self, kind: FigureKind) -> bool:
        """Whether the profile's recorder counts this kind at all."""
        return not self.kinds or kind in self.kinds


class Lexicon(NamedTuple):
    """What words say of numbers and of who is counted."""

    intervals: dict[str, tuple[int, int | None]]
    units: dict[str, int]
    groups: dict[str, frozenset[str]]
    cues: dict[str, tuple[str, ...]]
    not_credible: frozenset[Reliability]


@cache
def load_rules(profile: Profile) -> Rules:
    """The bundled settings of a profile.

    Raises:
        ResourceError: the file is missing or damaged.
    """
    table = _read(f"profiles/{profile}.toml")
    try:
        return Rules(
            profile=profile,
            estimate=table["estimate"],
            words_always=table["words"] == "always",
            civilians_only=table["counts"] == "civilians",
            kinds=frozenset(map(FigureKind, table["kinds"])),
            unknown=table.get("unknown"),
            open_words=table["open_words"],
            single_for_both=table.get("single_for_both", False),
            graded=table.get("graded", False),
            large_scale=frozenset(map(ClaimType, table["large_scale"])),
            numbers={
                word: (row["value"], row.get("large", row["value"]))
                for row in table.get("number", ())
                for word in row["words"]
            },
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ResourceError(f"profiles/{profile}.toml: {error!r}") from error


@cache
def load_lexicon() -> Lexicon:
    """The bundled words.

    Raises:
        ResourceError: the file is missing or damaged.
    """
    table = _read("words.toml")
    try:
        return Lexicon(
            {word: (row["low"], row.get("high")) for row in table["interval"] for word in row["words"]},
            dict(table["units"]),
            {name: frozenset(words) for name, words in table["groups"].items()},
            {name: tuple(words) for name, words in table["cues"].items()},
            frozenset(map(Reliability, table["not_credible"])),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ResourceError(f"words.toml: {error!r}") from error


def explain_rule(name: str) -> str:
    """What a rule named in an event says, in words.

    Raises:
        KeyError: no rule has that name.
    """
    words: str = _read("rules.toml")["rule"][name]
    return words


def type_precedence(claim_type: ClaimType) -> int:
    """The rank of a type in ACLED's order, 0 first."""
    return _ranks()[claim_type]


@cache
def _ranks() -> dict[ClaimType, int]:
    return {ClaimType(name): rank for rank, name in enumerate(_read("rules.toml")["precedence"]["types"])}


def place_reach(precision: Precision) -> float:
    """How far a place of this precision reaches where its reading does not say, in kilometres."""
    reach = _read("rules.toml")["reach"]
    return float(reach.get(precision.value, reach["region"]))


@cache
def _read(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(files("crossclaim.reconcile").joinpath(name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ResourceError(f"{name}: {error}") from error
