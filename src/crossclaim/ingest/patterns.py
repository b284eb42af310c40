"""The named patterns of segments.toml, compiled once: page furniture, captions, comments and datelines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from crossclaim.model import SegmentKind

__all__ = ["EdgePattern", "LinePattern", "PatternSet", "find_line_pattern", "load_patterns", "strip_decoration"]

# Bullets, arrows, emoji and direction marks around a line say nothing of its kind.
_DECORATION = (
    r"[\s>»*•·\-–—→|=~\u200d-\u200f\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]"
)
_MAX_LINE = 400


@dataclass(frozen=True, slots=True)
class LinePattern:
    """A kind of block, told by its whole text."""

    name: str
    kind: SegmentKind
    zone: str
    reason: str
    serves: str
    pattern: str
    opens: str | None = None
    max_length: int = 200
    raw: bool = False


@dataclass(frozen=True, slots=True)
class EdgePattern:
    """Words before the first paragraph's own text, or after a block's: a page date, a dateline, desk credits."""

    name: str
    reason: str
    serves: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class PatternSet:
    """Everything segments.toml says; ``zones`` holds one alternation per zone."""

    lines: dict[str, LinePattern]
    zones: dict[tuple[str, bool], str]
    prefixes: tuple[EdgePattern, ...]
    suffixes: tuple[EdgePattern, ...]
    agencies: re.Pattern[str]
    short_places: frozenset[str]
    not_places: frozenset[str]
    not_after_title: tuple[str, ...]
    title_length: int
    title_words: int


@cache
def load_patterns() -> PatternSet:
    """The patterns of segments.toml.

    Raises:
        re.error: a pattern does not compile.
    """
    table = tomllib.loads(files("crossclaim.ingest").joinpath("segments.toml").read_text("utf-8"))
    parts: dict[str, str] = table["parts"]
    lines = {
        row["name"]: LinePattern(
            **(row | {"kind": SegmentKind(row["kind"]), "pattern": _expand(row["pattern"], parts)})
        )
        for row in table["pattern"]
    }
    return PatternSet(
        lines=lines,
        zones=_spell_zones(lines),
        prefixes=_edges(table["prefix"], parts),
        suffixes=_edges(table["suffix"], parts),
        agencies=re.compile(parts["AGENCIES"]),
        short_places=frozenset(table["datelines"]["short_places"]),
        not_places=frozenset(table["datelines"]["not_places"]),
        not_after_title=tuple(table["titles"]["not_after"]),
        title_length=table["titles"]["max_length"],
        title_words=table["titles"]["max_words"],
    )


def find_line_pattern(line: str, zones: frozenset[str]) -> LinePattern | None:
    """The first pattern of these zones that takes the whole line, None where there is none."""
    if len(line) > _MAX_LINE:
        return None
    patterns = load_patterns()
    core = strip_decoration(line)
    for (zone, raw), alternation in patterns.zones.items():
        if zone not in zones:
            continue
        subject = line if raw else core
        if (match := _compiled(alternation).fullmatch(subject)) and match.lastgroup:
            found = patterns.lines[match.lastgroup]
            if len(subject) <= found.max_length:
                return found
    return None


@cache
def _compiled(alternation: str) -> re.Pattern[str]:
    # On first use: a text file has no side columns, and these patterns take a twentieth of a second each.
    return re.compile(alternation)


def strip_decoration(line: str) -> str:
    """The line without bullets, arrows and emoji at its ends."""
    leading, trailing = _decoration()
    start = match.end() if (match := leading.match(line)) else 0
    # The trailing run is found backwards from the end, so that a long line costs no more than its decoration.
    end = len(line)
    while end > start and trailing.match(line[end - 1]):
        end -= 1
    return line[start:end]


@cache
def _decoration() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(f"{_DECORATION}*"), re.compile(_DECORATION)


def _edges(rows: Sequence[dict[str, str]], parts: dict[str, str]) -> tuple[EdgePattern, ...]:
    return tuple(
        EdgePattern(row["name"], row["reason"], row["serves"], re.compile(_expand(row["pattern"], parts)))
        for row in rows
    )


def _spell_zones(lines: dict[str, LinePattern]) -> dict[tuple[str, bool], str]:
    zones: dict[tuple[str, bool], list[LinePattern]] = {}
    for line in sorted(lines.values(), key=lambda line: line.zone == "any"):
        zones.setdefault((line.zone, line.raw), []).append(line)
    return {key: "|".join(f"(?P<{line.name}>{line.pattern})" for line in members) for key, members in zones.items()}


def _expand(pattern: str, parts: dict[str, str]) -> str:
    # Parts are written in terms of parts above them, so replacing in reverse order resolves all of them.
    for name, part in reversed(parts.items()):
        pattern = pattern.replace(f"{{{name}}}", part)
    return pattern
