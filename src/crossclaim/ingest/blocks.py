"""Blocks: the lines of a text, hard-wrapped paragraphs put together, as ranges of code points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from crossclaim.model import SegmentKind

__all__ = ["Block", "split_blocks"]

# Mail, wire and text editors wrap between 50 and 120 columns; longer lines are paragraphs of their own.
_NARROWEST, _WIDEST = 50, 120
_FEWEST_JOINS = 3
_LONGEST_WORD = 60
_SENTENCE_ENDS = '.!?:;…"”»)]'


@dataclass(frozen=True, slots=True)
class Block:
    """A trimmed range of the text, with its kind and the reason where both are known already."""

    start: int
    end: int
    kind: SegmentKind | None = None
    reason: str | None = None


def split_blocks(text: str, start: int = 0, end: int | None = None) -> list[Block]:
    """The blocks of ``text[start:end]``: they are trimmed, ordered and leave out nothing but blanks."""
    lines = list(_trimmed_lines(text, start, len(text) if end is None else end))
    if not lines:
        return []
    joins = _find_joins(text, lines)
    blocks: list[Block] = []
    opened = 0
    for at in range(1, len(lines) + 1):
        if at not in joins:
            blocks.append(Block(lines[opened][0], lines[at - 1][1]))
            opened = at
    return blocks


def _find_joins(text: str, lines: list[tuple[int, int]]) -> set[int]:
    """The lines that go on with the line before, where the text as a whole is hard-wrapped."""
    width = max(end - start for start, end in lines)
    if not _NARROWEST <= width <= _WIDEST:
        return set()
    adjacent = [at for at in range(1, len(lines)) if _line_breaks(text, lines[at - 1][1], lines[at][0]) == 1]
    joins = {at for at in adjacent if _continues(text, lines[at - 1], lines[at], width)}
    # The longest line of any text looks broken at the margin; wrapping shows in most lines or is not there.
    return joins if len(joins) >= _FEWEST_JOINS and 2 * len(joins) > len(adjacent) else set()


def _trimmed_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _line().finditer(text, start, end):
        line = match.group()
        if stripped := line.strip():
            first = match.start() + line.index(stripped[0])
            yield first, first + len(stripped)


def _continues(text: str, before: tuple[int, int], after: tuple[int, int], width: int) -> bool:
    """Whether ``after`` goes on where the margin broke ``before``: its first word would not have fitted."""
    length = before[1] - before[0]
    if length >= _NARROWEST and text[after[0]].islower() and text[before[1] - 1] not in _SENTENCE_ENDS:
        return True
    first_word = text[after[0] : after[0] + _LONGEST_WORD].split(maxsplit=1)[0]
    return first_word[0].isalnum() and length + 1 + len(first_word) > width


def _line_breaks(text: str, start: int, end: int) -> int:
    between = text[start:end]
    return max(between.count("\n"), between.count("\r"))


@cache
def _line() -> re.Pattern[str]:
    return re.compile(r"[^\r\n]+")
