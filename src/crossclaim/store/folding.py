"""Names and words as they are compared: without case, accents and punctuation."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["fold", "says", "split_query"]

_NO_WORD = re.compile("[^a-z0-9]+")


def fold(words: str) -> str:
    """The words in lower case, without accents, divided by single blanks.

    >>> fold("  Al-Šabāb (Mali)")
    'al sabab mali'
    """
    if words.isascii():
        return _NO_WORD.sub(" ", words.lower()).strip()
    parted = unicodedata.normalize("NFKD", words).casefold()
    plain = "".join(character for character in parted if not unicodedata.combining(character))
    return " ".join("".join(character if character.isalnum() else " " for character in plain).split())


def split_query(query: str) -> tuple[str, ...]:
    """The words and "quoted phrases" a user looks for; a phrase's words, and those of "al-Qasr", stand in a row.

    Only letters, digits and their accents are kept and what holds none is left out, so that no query is an error.

    >>> split_query('clashes "near the bridge" -- al-Qasr "')
    ('clashes', 'near the bridge', 'al Qasr')
    """
    pieces: list[str] = []
    for number, piece in enumerate(query.split('"')):
        pieces += [piece] if number % 2 else piece.split()
    return tuple(words for piece in pieces if fold(words := _bare(piece)))


def _bare(piece: str) -> str:
    kept = (character if character.isalnum() or unicodedata.combining(character) else " " for character in piece)
    return " ".join("".join(kept).split())


def says(words: str | None, query: str) -> bool:
    """Whether some words hold every word and phrase of a query, as full-text search would find them."""
    present = f" {fold(words or '')} "
    return all(piece in present for piece in _pieces(query))


@lru_cache(maxsize=64)
def _pieces(query: str) -> tuple[str, ...]:
    """Asked for once a query, not once a row."""
    return tuple(f" {fold(piece)} " for piece in split_query(query))
