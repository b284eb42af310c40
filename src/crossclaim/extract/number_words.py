"""Cardinal numbers in digits and words: "1,200", "2.5 million", "twelve hundred", "a hundred and six", "two dozen"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from crossclaim.extract.quantity_lexicon import Lexeme, QuantityLexicon

__all__ = ["Cardinal", "read_cardinal"]

_LONGEST_NUMBER = 15  # digits; longer ones are account and serial numbers
_DIGITS = re.compile(r"([\d,.\u00a0\u202f\u2009]*\d)([a-z]*)")
_DOTTED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_MOST_PIECES = 40


class Cardinal(NamedTuple):
    """A number written from one lexeme up to ``end``; ``multiplier`` is the last one written apart from it, else 1."""

    value: int | float
    end: int
    multiplier: int = 1
    suffix: str = ""


def read_cardinal(lexemes: Sequence[Lexeme], at: int, lexicon: QuantityLexicon) -> Cardinal | None:
    """The longest number that begins at ``lexemes[at]``, None where there is none."""
    if lexemes[at].kind == "number":
        return _read_digits(lexemes, at, lexicon)
    pieces = _pieces(lexemes, at, lexicon)
    return _read_words(pieces, lexemes, lexicon) if pieces else None


def _read_digits(lexemes: Sequence[Lexeme], at: int, lexicon: QuantityLexicon) -> Cardinal | None:
    match = _DIGITS.fullmatch(lexemes[at].low)
    if match is None:
        return None
    number, suffix = match.groups()
    if sum(map(str.isdigit, number)) > _LONGEST_NUMBER:
        return None
    value = _value(number, next_word=lexemes[at + 1].low, lexicon=lexicon)
    if value is None:
        return None
    end = at + 1
    if number.isdigit() and len(number) < 4 and not suffix and value:
        value, end = _join_groups(lexemes, end, value)
    return _multiply(lexemes, Cardinal(_whole(value * lexicon.suffixes.get(suffix, 1)), end, 1, suffix), lexicon)


def _value(number: str, *, next_word: str, lexicon: QuantityLexicon) -> int | float | None:
    plain = re.sub(r"[,\u00a0\u202f\u2009]", "", number)
    if _DOTTED.fullmatch(plain) and next_word not in lexicon.unit_of and next_word not in lexicon.multipliers:
        return int(plain.replace(".", ""))  # 12.500 people: most of Europe groups thousands by dots
    if plain.count(".") > 1:
        return None
    return float(plain) if "." in plain else int(plain)


def _join_groups(lexemes: Sequence[Lexeme], end: int, value: int | float) -> tuple[int | float, int]:
    # "23 400 victims": groups of three after one blank.
    while lexemes[end].start - lexemes[end - 1].end == 1 and _is_group(lexemes, end) and value < 10**9:
        value, end = value * 1000 + int(lexemes[end].low), end + 1
    return value, end


def _is_group(lexemes: Sequence[Lexeme], at: int) -> bool:
    lexeme, following = lexemes[at], lexemes[at + 1]
    glued = following.start == lexeme.end and following.kind not in {"end", "mark"} and following.low not in ".)]\"'+"
    return lexeme.kind == "number" and len(lexeme.low) == 3 and lexeme.low.isdecimal() and not glued


def _multiply(lexemes: Sequence[Lexeme], cardinal: Cardinal, lexicon: QuantityLexicon) -> Cardinal:
    while (factor := lexicon.multipliers.get(lexemes[cardinal.end].low)) and cardinal.value < 10**12:
        cardinal = Cardinal(_whole(cardinal.value * factor), cardinal.end + 1, factor * cardinal.multiplier)
    return cardinal


def _whole(value: int | float) -> int | float:
    rounded = round(value)
    return (
        rounded if abs(value - rounded) < 1e-6 * max(1, abs(value)) and (value >= 1000 or value == rounded) else value
    )


def _pieces(lexemes: Sequence[Lexeme], at: int, lexicon: QuantityLexicon) -> list[tuple[str, int]]:
    """The number words from ``at`` on, hyphenated ones taken apart, each with the index of its lexeme."""
    pieces: list[tuple[str, int]] = []
    for index in range(at, min(at + _MOST_PIECES, len(lexemes))):
        parts = lexemes[index].low.replace("‑", "-").split("-")
        if lexemes[index].kind not in {"word", "plain"} or not lexicon.number_words.issuperset(parts):
            break
        pieces.extend((part, index) for part in parts)
    return pieces


def _read_words(pieces: list[tuple[str, int]], lexemes: Sequence[Lexeme], lexicon: QuantityLexicon) -> Cardinal | None:
    words = [word for word, _ in pieces]
    value, used, multiplier = _opening(words, lexicon) or _sum(words, lexicon)
    if not used or (used < len(pieces) and pieces[used][1] == pieces[used - 1][1]):
        return None  # nothing, or a hyphenated word read only in part
    if words[:2] == ["a", "couple"] and used == 2 and lexemes[pieces[1][1] + 1].low != "of":
        return None  # "a couple and their son" are a pair
    return Cardinal(_whole(value), pieces[used - 1][1] + 1, multiplier)


def _opening(words: list[str], lexicon: QuantityLexicon) -> tuple[int | float, int, int] | None:
    """Half a dozen, a half million, a couple (of hundred): value, words used, multiplier."""
    factors = lexicon.multipliers
    for opening, share in (
        (["half", "a"], 0.5),
        (["a", "half"], 0.5),
        (["half"], 0.5),
        (["a", "quarter", "of", "a"], 0.25),
        (["a", "couple", "of"], 2),
        (["a", "couple"], 2),
    ):
        size = len(opening)
        if words[:size] == opening and size < len(words) and (factor := factors.get(words[size])):
            return factor * share, size + 1, factor
    return (2, 2, 1) if words[:2] == ["a", "couple"] else None


def _sum(words: list[str], lexicon: QuantityLexicon) -> tuple[int | float, int, int]:
    """Value, words used and last multiplier of words read from the left as far as they make one number."""
    total, group, last = 0, -1, 1  # group: what stands before the next thousand, -1 while nothing does
    at = 1 if words[0] in {"a", "an"} else 0
    if at and (len(words) < 2 or words[1] not in lexicon.multipliers):
        return 0, 0, 1
    used = 0
    while at < len(words):
        word = words[at]
        if (unit := lexicon.cardinals.get(word)) is not None:
            if not _joins(group, unit) or (total and last < 1000):
                break
            group = max(group, 0) + unit
        elif factor := lexicon.multipliers.get(word):
            if factor == 100 and group < 100 and group != 0 and last != 12:
                group = abs(group) * 100
            elif group == 0 or (total and (group < 0 or factor >= last)) or (factor == 12 and total):
                break
            else:
                total, group, last = total + abs(group) * factor, -1, factor
                if factor == 12:
                    return total, at + 1, 12
        elif half := _and_a_half(words, at, lexicon):
            factor, after = half
            if group > 0 and factor > 1:
                return round((group + 0.5) * factor), after, factor
            if total and group < 0:
                return total + last / 2, at + 3, last
            return group + 0.5, at + 3, 1  # two and a half years
        elif not (word == "and" and _takes_and(words, at, total, group, lexicon)):
            break
        at += 1
        used = at if word != "and" else used
    return total + max(group, 0), used, last if group < 0 else (100 if group >= 100 and group % 100 == 0 else 1)


def _joins(group: int, unit: int) -> bool:
    if group < 0:
        return True
    if unit == 0 or group == 0:
        return False
    return (group % 100 == 0 and group >= 100) or (group % 10 == 0 and group % 100 >= 20 and unit < 10)


def _takes_and(words: list[str], at: int, total: int, group: int, lexicon: QuantityLexicon) -> bool:
    follows = at + 1 < len(words) and lexicon.cardinals.get(words[at + 1], 0) > 0
    return follows and ((group >= 100 and group % 100 == 0) or (group < 0 and total >= 1000))


def _and_a_half(words: list[str], at: int, lexicon: QuantityLexicon) -> tuple[int, int] | None:
    if words[at : at + 3] != ["and", "a", "half"]:
        return None
    factor = lexicon.multipliers.get(words[at + 3], 1) if at + 3 < len(words) else 1
    return factor, at + 4
