"""How texts hold an event: as coming, going on, or past. The words stand in wording.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from crossclaim.assess.words import plain_key
from crossclaim.errors import ResourceError

__all__ = ["EventWord", "Wording", "load_wording"]


class EventWord(NamedTuple):
    """A word that tells of an event of the class ``name``, in these of the forms base, past, and noun."""

    name: str
    forms: frozenset[str]


class Wording(NamedTuple):
    """Event words by key, the kinds of milestone each class tells of, and the cues by name.

    ``alike`` are sets of words for one party, ``common`` words that many parties are called by.
    """

    classes: dict[str, EventWord]
    by_kind: dict[str, frozenset[str]]
    shared_names: frozenset[str]
    cues: dict[str, re.Pattern[str]]
    alike: tuple[frozenset[str], ...]
    common: frozenset[str]


@cache
def load_wording() -> Wording:
    """The bundled wording.

    Raises:
        ResourceError: the file is missing or damaged.
    """
    try:
        table: dict[str, Any] = tomllib.loads(
            files("crossclaim.assess").joinpath("wording.toml").read_text(encoding="utf-8")
        )
        forms: dict[str, tuple[str, set[str]]] = {}
        for name, lists in table["class"].items():
            for form, words in lists.items():
                for word in words:
                    forms.setdefault(plain_key(word), (name, set()))[1].add(form)
        parts = table["part"]
        cues = {cue["name"]: re.compile(cue["match"] % parts, re.IGNORECASE) for cue in table["cue"]}
        return Wording(
            {word: EventWord(name, frozenset(found)) for word, (name, found) in forms.items()},
            {kind: frozenset(names) for kind, names in table["kind"].items()},
            frozenset(plain_key(name) for name in table["names"]["shared"]),
            cues,
            tuple(frozenset(map(plain_key, words)) for words in table["holders"]["same"]),
            frozenset(map(plain_key, table["holders"]["common"])),
        )
    except (OSError, KeyError, ValueError, re.error) as error:
        raise ResourceError(f"wording.toml: {error}") from error
