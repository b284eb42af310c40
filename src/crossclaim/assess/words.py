"""The words of a text as milestones are looked up by: folded, with their places."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Word", "find_words", "plain_key", "word_keys"]

_WORD = re.compile(r"[^\W_]+")
# Letters that Unicode gives no decomposition, as names are commonly respelled.
_RESPELLED = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae"})


_OF_A_COUNTRY = ("ian", "ean", "yan")  # Syrian, Eritrean, Libyan: as the country


class Word(NamedTuple):
    """A word of the text: ``key`` is what it is compared by."""

    key: str
    start: int
    end: int


def find_words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of ``text[start:end]`` in order; hyphens and apostrophes part words."""
    stop = len(text) if end is None else end
    return [Word(plain_key(match.group()), match.start(), match.end()) for match in _WORD.finditer(text, start, stop)]


@lru_cache(maxsize=1 << 13)
def word_keys(phrase: str) -> tuple[str, ...]:
    """The keys of a phrase's words."""
    return tuple(plain_key(word) for word in _WORD.findall(phrase.title()))


@lru_cache(maxsize=1 << 15)
def plain_key(word: str) -> str:
    """A word without case, diacritics and plural s: "Öcalan's rebels" are "ocalan", "s", "rebel"."""
    if word == "us":
        return "us."  # the pronoun, not the United States
    folded = word.casefold()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded.translate(_RESPELLED))
        folded = "".join(character for character in decomposed if not unicodedata.combining(character))
    if len(folded) > 4 and folded.endswith("s") and not folded.endswith("ss"):
        folded = folded[:-1]
    return folded[:-1] if len(folded) > 5 and folded.endswith(_OF_A_COUNTRY) else folded
