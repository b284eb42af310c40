"""Quoted speech: which stretches of a text stand between quotation marks."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

__all__ = ["Quotation", "find_quotations"]

# A single quotation mark without its partner this near is an apostrophe ('em, '90s).
LONGEST_SINGLE_QUOTATION = 400

_CLOSERS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "「": "」", "『": "』", "‘": "’", '"': '"”', "'": "'’"}
_SINGLE = "'‘‹"


class Quotation(NamedTuple):
    """``text[start:end]`` with its marks, ``text[inner_start:inner_end]`` without; a lost closing mark has no width."""

    start: int
    end: int
    inner_start: int
    inner_end: int


def find_quotations(text: str, start: int = 0, end: int | None = None) -> list[Quotation]:
    """The quotations in ``text[start:end]`` by start, inner ones after those around them.

    A quotation that is never closed runs to the end of its paragraph, or to where the next one opens.
    """
    stop = len(text) if end is None else end
    found: list[Quotation] = []
    reached = start
    for break_ in _paragraph_pattern().finditer(text, start, stop):
        found += _find_in_paragraph(text, reached, break_.start())
        reached = break_.end()
    return sorted(found + _find_in_paragraph(text, reached, stop))


def _find_in_paragraph(text: str, start: int, stop: int) -> list[Quotation]:
    found: list[Quotation] = []
    opened: list[int] = []
    for mark in _mark_pattern().finditer(text, start, stop):
        position = mark.start()
        partner = _partner(text, opened, position, stop)
        if partner is not None:
            found.append(_quotation(text, opened[partner], position, 1))
            del opened[partner:]
        elif _opens(text, position, start, stop):
            if opened and text[opened[-1]] == text[position]:
                found += _unclosed(text, [opened.pop()], position)
            opened.append(position)
    return found + _unclosed(text, opened[:1], stop)


def _partner(text: str, opened: list[int], position: int, stop: int) -> int | None:
    """The place in ``opened`` of the mark that the one at ``position`` closes. At most three deep, so constant time."""
    if not _may_close(text, position, stop):
        return None
    for place in range(len(opened) - 1, max(len(opened) - 4, -1), -1):
        opener = text[opened[place]]
        near = opener not in _SINGLE or position - opened[place] <= LONGEST_SINGLE_QUOTATION
        if text[position] in _CLOSERS[opener] and near:
            return place
    return None


def _may_close(text: str, position: int, stop: int) -> bool:
    mark = text[position]
    if mark in "'’":
        return (
            not text[position - 1 : position].isspace() and not text[position + 1 : min(position + 2, stop)].isalnum()
        )
    blank_before = text[position - 1 : position].isspace() or position == 0
    return mark != '"' or not blank_before or not text[position + 1 : min(position + 2, stop)].strip()


def _opens(text: str, position: int, start: int, stop: int) -> bool:
    mark = text[position]
    if mark not in _CLOSERS or position + 1 >= stop:
        return False
    if mark not in "'\"‘":
        return mark != "»" or not text[max(start, position - 1) : position].isalnum()
    before, after = text[max(start, position - 1) : position], text[position + 1]
    return not before.isalnum() and before not in set(".,;!?%)") and not after.isspace()


def _unclosed(text: str, opened: list[int], stop: int) -> list[Quotation]:
    kept = [position for position in opened if text[position] not in _SINGLE and text[position] != "»"]
    return [_quotation(text, position, stop, 0) for position in kept if text[position + 1 : stop].strip()]


def _quotation(text: str, opener: int, closer: int, width: int) -> Quotation:
    end = closer + width if width else _rstrip(text, opener + 1, closer)
    return Quotation(opener, end, opener + 1, end - width)


def _rstrip(text: str, start: int, stop: int) -> int:
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return stop


@cache
def _mark_pattern() -> re.Pattern[str]:
    return re.compile("[" + "".join({*_CLOSERS, *"”»›」』’"}) + "]")


@cache
def _paragraph_pattern() -> re.Pattern[str]:
    return re.compile(r"\n[ \t\r]*\n\s*")
