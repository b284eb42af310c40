"""How the asserter holds a clause: it happened, did not, may have, will."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from crossclaim.model import Modality

__all__ = ["ModalityPattern", "load_patterns", "modality_of"]

Range = tuple[int, int]
Scope = Literal["before", "after", "clause"]

# Only so much text around the trigger is looked at, so that a sentence of a megabyte costs no more than a long one.
WINDOW = 400
LOOK_AHEAD = 60


class ModalityPattern(NamedTuple):
    """One named pattern of modality.toml; ``reach`` counts words between its match and the trigger."""

    name: str
    modality: Modality
    scope: Scope
    reach: int
    match: re.Pattern[str]
    serves: str


def modality_of(
    text: str, sentence: Range, clause: Range, trigger: Range | None = None
) -> tuple[Modality, Range | None]:
    """The modality of ``text[clause]`` and the range of the words that show it, None with ``actual``.

    ``trigger`` is the word that names the occurrence: cues count by their distance from it. Without it, any cue inside
    the clause or right before it counts.
    """
    sentence = min(sentence[0], clause[0]), max(sentence[1], clause[1])
    for pattern in load_patterns():
        cue = _SEARCH[pattern.scope](pattern, text, sentence, clause, trigger)
        if cue is not None:
            return pattern.modality, cue
    return Modality.ACTUAL, None


@cache
def load_patterns() -> tuple[ModalityPattern, ...]:
    """The patterns of modality.toml in their order: denials before plans before doubts."""
    return tuple(
        ModalityPattern(
            entry["name"],
            Modality(entry["modality"]),
            entry["scope"],
            entry.get("reach", 0),
            re.compile(entry["match"], re.IGNORECASE),
            entry["serves"],
        )
        for entry in _table()["pattern"]
    )


def _search_before(
    pattern: ModalityPattern, text: str, sentence: Range, clause: Range, trigger: Range | None
) -> Range | None:
    if trigger is None:
        inside = _search_clause(pattern, text, sentence, clause, trigger)
        if inside is not None:
            return inside
    event = trigger or clause
    start = max(sentence[0], event[0] - WINDOW)
    # A little past the trigger, so that a pattern can look at the words it must not be followed by.
    window = text[start : min(sentence[1], event[0] + LOOK_AHEAD)]
    cues = [cue for cue in pattern.match.finditer(window) if start + cue.end() <= event[0]]
    for cue in reversed(cues):
        gap = window[cue.end() : event[0] - start]
        if _reaches(pattern, gap) and not _counts_nobody(pattern, text, start + cue.end(), event[1]):
            return start + cue.start(), start + cue.end()
    return None


def _search_after(
    pattern: ModalityPattern, text: str, sentence: Range, clause: Range, trigger: Range | None
) -> Range | None:
    if trigger is None:
        return _search_clause(pattern, text, sentence, clause, trigger)
    # Only up to the clause's end: in "a report that 30 died is false" the report itself is held by its own source.
    after = text[trigger[1] : min(clause[1], trigger[1] + WINDOW)]
    found = pattern.match.search(after)
    if found is None or not _reaches(pattern, after[: found.start()]):
        return None
    return trigger[1] + found.start(), trigger[1] + found.end()


def _search_clause(
    pattern: ModalityPattern, text: str, _sentence: Range, clause: Range, _trigger: Range | None
) -> Range | None:
    stop = min(clause[1], clause[0] + 2 * WINDOW)
    for found in pattern.match.finditer(text[clause[0] : stop]):
        if not _counts_nobody(pattern, text, clause[0] + found.end(), stop):
            return clause[0] + found.start(), clause[0] + found.end()
    return None


_SEARCH = {"before": _search_before, "after": _search_after, "clause": _search_clause}


def _reaches(pattern: ModalityPattern, gap: str) -> bool:
    """Whether the words between cue and trigger are few enough and nothing between them ends the cue's scope."""
    return len(gap.split()) <= pattern.reach and not _barrier().search(gap)


def _counts_nobody(pattern: ModalityPattern, text: str, cue_end: int, stop: int) -> bool:
    """As in "No deaths", "nobody was hurt": a figure of zero, and the occurrence itself did take place."""
    return pattern.name == "none" and _casualty().match(text, cue_end, stop) is not None


@cache
def _barrier() -> re.Pattern[str]:
    return re.compile(_table()["barrier"], re.IGNORECASE)


@cache
def _casualty() -> re.Pattern[str]:
    return re.compile(_table()["casualty"], re.IGNORECASE)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("crossclaim.extract").joinpath("modality.toml").read_text(encoding="utf-8"))
