"""Where a text says the title that came beside it, compared by letters and digits alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from crossclaim.ingest.blocks import split_blocks
from crossclaim.ingest.segments import find_page_date

__all__ = ["find_title", "stands_apart"]

_HEAD = 2000
_MOST_BLOCKS = 6
_LONGEST = 400


def find_title(text: str, title: str) -> tuple[int, int] | None:
    """The range of ``text`` that says the title, among its first lines or after a leading date; None if it says none.

    Blanks, case and punctuation do not count ("Syria's" and "Syrias" are alike): feeds and corpora lose them.
    """
    for wanted in _readings(title):
        for start in _line_starts(text):
            end = _match_folded(text, start, wanted)
            if end is not None:
                return start, end
    return None


def stands_apart(text: str, found: tuple[int, int]) -> bool:
    """Whether the title is a unit of its own there, not the start of a sentence that goes on."""
    rest = text[found[1] : found[1] + 40]
    following = rest.lstrip(" \t\xa0")
    return not following or following[0] in "\r\n" or not (following[0].islower() or following[0] in ",;")


def _readings(title: str) -> Iterator[str]:
    """The title, then the title without the outlet's name behind it ("... | Jordan Times")."""
    yield title
    if match := _outlet_suffix().search(title):
        yield title[: match.start()]


def _line_starts(text: str) -> Iterator[int]:
    for block in split_blocks(text, 0, min(len(text), _HEAD))[:_MOST_BLOCKS]:
        yield block.start
        if (after_date := find_page_date(text, block.start, block.end)) is not None:
            yield after_date


def _match_folded(text: str, start: int, title: str) -> int | None:
    """The end of the title if the letters and digits from ``start`` on are the title's."""
    wanted = [character for character in title.casefold() if character.isalnum()]
    if len(wanted) < 3 or len(title) > _LONGEST:
        return None
    matched = 0
    for at in range(start, min(len(text), start + 2 * len(title) + 40)):
        folded = [character for character in text[at].casefold() if character.isalnum()]
        if folded != wanted[matched : matched + len(folded)]:
            return None
        matched += len(folded)
        if matched == len(wanted):
            return _extend(text, at + 1)
    return None


def _extend(text: str, end: int) -> int | None:
    """The end with the punctuation that closes the title; None if a word goes on there."""
    if end < len(text) and text[end].isalnum():
        return None
    match = _closing().match(text, end)
    return match.end() if match else end


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(r"(?: ?[.!?…]{1,3})?[\"”»'’)\]]{0,2}(?![^\W_])")


@cache
def _outlet_suffix() -> re.Pattern[str]:
    return re.compile(r"\s[|\-–—]\s[^|]{2,40}$")
