"""Reads words, numbers and marks as tokens, each with the code character its word or shape has in the lexicon."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from crossclaim.temporal.lexicon import OTHER, Lexicon, load_lexicon

__all__ = ["Token", "read_tokens"]

_MONTH = "(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
_CLOCK = r"T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?"
_TOKEN = re.compile(
    # Sha'ban, o'clock; the s of "Monday's" is a word of its own
    r"(?P<word>[^\W\d_][^\W_]*(?:['’‘`][^\W\d_]{2,})?)"
    r"|(?=\d)(?:"
    # 2016-06-15, 2016/6/15, 2016-06-15T16:30Z
    rf"(?P<iso>(?<![\d.,])\d{{4}}(?P<_iso>[-./])\d{{1,2}}(?P=_iso)\d{{1,2}}(?!\d)(?:{_CLOCK})?)"
    # 15.06.2016, 15/6/16
    r"|(?P<numeric>(?<![\d.,/])\d{1,2}(?P<_numeric>[-./])\d{1,2}(?P=_numeric)\d{4}(?!\d)"
    r"|(?<![\d.,/])(?:0?[1-9]|[12]\d|3[01])(?P<_short>[./])(?:0?[1-9]|[12]\d|3[01])(?P=_short)\d{2}(?![\d./]))"
    # military date-time groups: 141530ZAUG21, 14 1530Z AUG 2021; without a month only where a zone letter is a capital
    rf"|(?P<dtg>\d{{2}}\s?\d{{4}}(?i:[A-Z]\s?{_MONTH}\s?(?:\d{{4}}|\d{{2}}))|\d{{6}}Z)(?![^\W_])"
    # 20160615
    r"|(?P<compact>(?<![\d.,/+-])(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?![.,/-]?\d)"
    # 06/2016, 2016-06
    r"|(?P<numeric_month>(?<![\d./])(?:0[1-9]|1[0-2])/(?:19|20)\d{2}|(?:19|20)\d{2}-(?:0[1-9]|1[0-2]))(?![./-]?\d)"
    # 2015-16, 2015/16
    r"|(?P<years>(?<![\d./])(?:1[7-9]|20)\d{2}[-–/]\d{2})(?![./-]?\d)"
    r"|(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:[.:/]\d+)?)(?P<ending>st|nd|rd|th|s|(?<=1[789]\d0)['’]s\b)?(?![^\W\d_](?<=\d[a-z]))"
    r")"
    # '16, '70s
    r"|(?P<short_year>(?<![^\W_])['’‘]\d{2}s?)(?![^\W_])"
    r"|(?P<gap>\n[^\S\n]*\n)"
    r"|[^\w\s]"
)
# 10.12.20.16: an address or a version, none of its numbers a clock time
_GOES_ON = re.compile(r"\.\d")
_SHORTENED = frozenset({"weekday_short", "month_short"})
_NUMBERED = frozenset({"resolution", "no", "number", "article", "report", "release", "issue", "room"})
_CURRENCY = frozenset("$€£¥#")
_DASHES = frozenset("-–—‐‑")


class Token(NamedTuple):
    """A word, number or mark at ``start:end`` and its code character."""

    start: int
    end: int
    text: str
    code: str


def read_tokens(text: str, start: int, end: int, lexicon: Lexicon) -> list[Token]:
    """The tokens of ``text[start:end]``; blanks are none, an empty line is one."""
    tokens: list[Token] = []
    matches = list(_TOKEN.finditer(text, start, end))
    for place, match in enumerate(matches):
        word, group = match[0], match.lastgroup
        if group == "word" or group is None:
            if word == "." and tokens and _is_shortened(tokens[-1]):
                continue
            code = lexicon.codes.get(word) or lexicon.codes.get(word.lower()) or _apostrophized(word, lexicon)
        else:
            following = matches[place + 1] if place + 1 < len(matches) else None
            code = _shape(match, following, tokens, lexicon)
        tokens.append(Token(match.start(), match.end(), word, code))
    return tokens


def _shape(match: re.Match[str], following: re.Match[str] | None, tokens: list[Token], lexicon: Lexicon) -> str:
    if match.lastgroup == "gap":
        return OTHER
    if match.lastgroup in {"iso", "numeric", "dtg", "compact", "numeric_month", "years", "short_year"}:
        return lexicon.shapes[_written_shape(match, tokens)]
    return lexicon.shapes[_number_shape(match, following, tokens)]


def _apostrophized(word: str, lexicon: Lexicon) -> str:
    plain = word.lower().replace("’", "'").replace("‘", "'").replace("`", "'")
    return lexicon.codes.get(plain, OTHER)


def _written_shape(match: re.Match[str], tokens: list[Token]) -> str:
    """The shape of a time written in figures: "2015-16" is years, "2014-06" a month, "+20160512" no day."""
    shape, written = str(match.lastgroup), match[0]
    if tokens and tokens[-1].text in _CURRENCY and tokens[-1].end == match.start():
        return "other"
    if shape == "numeric_month" and tokens and tokens[-1].text.lower() in _NUMBERED:
        return "other"
    if shape == "compact":
        return "iso"
    if shape == "short_year":
        return "short_decade" if written.endswith("s") else "short_year"
    if shape == "numeric_month" and written[4] == "-" and int(written[-2:]) == int(written[2:4]) + 1:
        return "years"
    return shape


def _number_shape(match: re.Match[str], following: re.Match[str] | None, tokens: list[Token]) -> str:
    number, ending = match["number"], match["ending"]
    next_word = following["word"].lower() if following and following["word"] else ""
    if _is_labelled(match, following, tokens) or _GOES_ON.match(match.string, match.end()):
        return "other"
    if ending and following is not None and _is_named(following):
        return "other"  # "the 3rd Assault Brigade"
    if ending:
        if ending.endswith("s"):
            return "decade" if len(number) == 4 and number.endswith("0") and number.isdigit() else "other"
        return "ordinal" if _is_day(number) else "other"
    if _is_clock(number, next_word):
        return "clock"
    if next_word in _counted() and not _follows_month(tokens) and not _ends_date(tokens):
        return "other" if len(number) < 5 else "number"
    return _plain_shape(number)


def _is_named(following: re.Match[str]) -> bool:
    word = following["word"] or ""
    return word[:1].isupper() and word.lower() not in _month_words()


def _follows_month(tokens: list[Token]) -> bool:
    """Whether a day is due: "on July 25 rebels attacked", unlike "in July 25 rebels were killed"."""
    if len(tokens) < 2 or tokens[-2].text.lower() not in {"on", "the", "since", "from", "until", "by"}:
        return False
    return tokens[-1].text.lower() in _month_words()


def _ends_date(tokens: list[Token]) -> bool:
    """Whether a year is due: "August 12 2016 Terrorists", a page date run into its headline."""
    written = [token.text.lower() for token in tokens[-2:]]
    return len(written) == 2 and not _month_words().isdisjoint(written) and any(_is_day(word) for word in written)


@cache
def _month_words() -> frozenset[str]:
    classes = load_lexicon().classes
    return frozenset().union(*(classes[name] for name in ("month_sure", "month_risky", "month_short")))


def _plain_shape(number: str) -> str:
    if not number.isascii() or not number.isdigit():
        return "slash" if "/" in number and _is_day(number.split("/")[0]) else "other"
    if _is_day(number):
        return "day"
    if len(number) == 4 and "1700" <= number <= "2099":
        return "year"
    if len(number) in {5, 6} and number[-4:-2] in {"19", "20"} and _is_day(number[:-4]):
        return "glued"
    return "number" if len(number) <= 4 else "other"


def _is_labelled(match: re.Match[str], following: re.Match[str] | None, tokens: list[Token]) -> bool:
    """Whether the number is money, a share, or the number of a thing ("T-72", "No. 14", "resolution 2118")."""
    if not tokens:
        return False
    before = tokens[-1]
    if before.text in _CURRENCY or (following is not None and following[0] == "%"):
        return True
    touches = before.end == match.start() and before.text in _DASHES
    if touches and len(tokens) > 1 and tokens[-2].end == before.start and tokens[-2].text.isalnum():
        return tokens[-2].code == OTHER
    return before.text.lower() in {"resolution", "no", "number", "article", "room"}


def _is_clock(number: str, next_word: str) -> bool:
    if next_word in {"hrs", "hours", "gmt", "utc", "local"} and len(number) == 4 and number.isdigit():
        return number[:2] < "25" and number[2:] < "60"
    hours, mark, minutes = number.replace(".", ":").partition(":")
    return bool(mark) and len(hours) < 3 and len(minutes) == 2 and int(hours) < 25 and minutes < "60"


def _is_day(number: str) -> bool:
    return len(number) < 3 and number.isdecimal() and 1 <= int(number) <= 31


@cache
def _counted() -> frozenset[str]:
    return load_lexicon().classes["counted"]


def _is_shortened(token: Token) -> bool:
    return token.code != OTHER and len(token.text) < 6 and token.text.lower() in _short_words()


@cache
def _short_words() -> frozenset[str]:
    classes = load_lexicon().classes
    return frozenset().union(*(classes[name] for name in _SHORTENED))
