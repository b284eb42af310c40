"""Words, numbers, punctuation marks and emoji of a text, each with its exact range."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

__all__ = ["APOSTROPHES", "EMOJI", "HYPHENS", "WORD_CHARACTER", "Token", "TokenKind", "find_tokens"]

TokenKind = Literal["word", "number", "punct", "emoji"]

APOSTROPHES = "'’‘ʼ`´′＇"

# ``\w`` leaves out combining marks, so that a Devanagari or pointed Arabic word would fall apart at every vowel sign.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"
    "\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc"
    "\u09be-\u09cd\u09d7\u0a01-\u0a03\u0a3c-\u0a4d\u0a70\u0a71\u0a81-\u0a83\u0abc\u0abe-\u0acd\u0b01-\u0b03\u0b3c"
    "\u0b3e-\u0b4d\u0b82\u0bbe-\u0bcd\u0c00-\u0c04\u0c3e-\u0c4d\u0c81-\u0c83\u0cbc\u0cbe-\u0ccd\u0d00-\u0d03"
    "\u0d3e-\u0d4d\u0d82\u0d83\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd"
    "\u0f71-\u0f84\u102b-\u103e\u1056-\u1059\u135d-\u135f\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d"
    "\u20d0-\u20f0\u302a-\u302f\ufe20-\ufe2f"
)
WORD_CHARACTER = rf"[\w{_MARKS}]"  # one letter, digit or combining mark, as a pattern
HYPHENS = "\\-‐‑–\u00ad"  # as they stand in a character class
EMOJI = (  # one character that draws an emoji or belongs to one; keycap digits are left to numbers
    "[\u2049\u203c\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf\u2934\u2935\u2b05-\u2b55\u3030"
    "\u303d\u3297\u3299\ufe0e\ufe0f\u20e3\U0001f000-\U0001faff\U000e0020-\U000e007f]"
)


class Token(NamedTuple):
    """One token: ``text == document text[start:end]``. A possessive "'s" is a word token of its own."""

    start: int
    end: int
    text: str
    kind: TokenKind


def find_tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of ``text[start:end]`` in order; blanks are left out, everything else belongs to exactly one token."""
    stop = len(text) if end is None else end
    return [
        Token(match.start(), match.end(), match.group(), match.lastgroup)  # type: ignore[arg-type]
        for match in _token_pattern().finditer(text, start, stop)
    ]


@cache
def _token_pattern() -> re.Pattern[str]:
    char = WORD_CHARACTER
    return re.compile(
        rf"(?P<emoji>{EMOJI}(?:\u200d?{EMOJI})*)"
        # 1,200 and 7.62 and 10:30 hold together; a unit written onto its number ("120mm") is a word of its own.
        rf"|(?P<number>(?!\d+(?:st|nd|rd|th)(?!{char}))\d+(?:[.,:٫٬]\d+)*)"
        r"|(?P<word>"
        rf"(?:(?<!\w)[^\W\d_]\.){{1,8}}[^\W\d_](?!{char})\.?"  # U.S., a.m.
        rf"|(?<={char})[{APOSTROPHES}][sS](?!{char})"  # Hama's: the possessive apart
        rf"|{char}+(?:[{APOSTROPHES}](?![sS](?!{char})){char}+)*"  # Sana'a, O'Neill, don't
        r")"
        r"|(?P<punct>\S)"
    )
