"""Words as they are compared: folded, bare of marks and apostrophes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

__all__ = ["find_words", "fold", "fold_words"]

# Typed for an apostrophe, or lost in scraping: "Syria's" and "Syrias" are to be one word.
_APOSTROPHE = "'’‘ʼ`´′＇ʿʾ\u0640"
_WORD = re.compile(rf"[^\W_]+(?:[{_APOSTROPHE}\u0300-\u036f]+[^\W_]+)*")
_SILENT = re.compile(rf"[{_APOSTROPHE}]")
# Letters without a combining mark to strip.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "ı": "i", "đ": "d", "æ": "ae", "œ": "oe"})


def find_words(text: str) -> Iterator[tuple[str, int, int]]:
    """The folded words of a text in order, each with where it starts and ends in code points."""
    for match in _WORD.finditer(text):
        yield _folded(match.group()), match.start(), match.end()


def fold_words(text: str) -> list[str]:
    """The words of a text in order, punctuation apart, in small letters without accents or apostrophes.

    >>> fold_words("Syria's army — “12” dead at Tafā’il")
    ['syrias', 'army', '12', 'dead', 'at', 'tafail']
    """
    return [_folded(word) for word in _WORD.findall(text)]


@lru_cache(maxsize=50_000)
def fold(name: str) -> str:
    """A name as names are compared: its folded words with one blank between."""
    return " ".join(fold_words(name))


@lru_cache(maxsize=50_000)
def _folded(word: str) -> str:
    bare = _SILENT.sub("", word.casefold())
    if bare.isascii():
        return bare
    marked = unicodedata.normalize("NFKD", bare.translate(_LETTERS))
    return "".join(letter for letter in marked if not unicodedata.combining(letter))
