"""Sentences of news, statements, bullet lists and posts, also where punctuation was lost on the way."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from crossclaim.text.tokens import EMOJI

__all__ = ["split_sentences"]

Range = tuple[int, int]

# The longest sentence that newswire writes on purpose; longer runs have lost their stops.
LONGEST_SENTENCE = 45
# Hard-wrapped text: lines end because they are full, not because a sentence does.
WRAP_WIDTH = range(50, 130)


class _Words(NamedTuple):
    titles: frozenset[str]
    before_number: frozenset[str]
    may_end: frozenset[str]
    openers: frozenset[str]
    no_end_after: frozenset[str]
    cues: frozenset[str]


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Range]:
    """The sentences of ``text[start:end]``: trimmed, ordered, disjoint ranges that cover all but blanks."""
    stop = len(text) if end is None else end
    sentences: list[Range] = []
    for first, last in _trimmed(text, [start, *_ends(text, start, stop), stop]):
        sentences += _trimmed(text, [first, *_lost_ends(text, first, last), last])
    return sentences


def _trimmed(text: str, cuts: list[int]) -> Iterator[Range]:
    for first, last in pairwise(cuts):
        piece = text[first:last]
        body = piece.strip()
        if body:
            begin = first + len(piece) - len(piece.lstrip())
            yield begin, begin + len(body)


def _ends(text: str, start: int, stop: int) -> Iterator[int]:
    """Where a sentence ends by a mark: stop, line break, bullet or emoji. Ascending."""
    reached = start
    for mark in _mark_pattern().finditer(text, start, stop):
        cut = _RULES[mark.lastgroup or "stop"](text, mark, start, stop)
        if cut is not None and cut > reached:
            yield cut
            reached = cut


def _end_at_stop(text: str, mark: re.Match[str], start: int, stop: int) -> int | None:
    after = _next_visible(text, mark.end(), stop)
    if after == stop:
        return mark.end()
    follows = text[after]
    if after == mark.end():
        return mark.end() if _is_glued_end(text, mark, start, stop) else None
    breaks = text.count("\n", mark.end(), after)
    if breaks:
        closed = breaks > 1 or mark.group()[0] != "." or _stop_ends(text, mark, start, after, stop)
        return mark.end() if closed else None
    if follows.islower() or follows in ",;:)]}":
        return None
    if mark.group()[0] != ".":
        return mark.end()
    return mark.end() if _stop_ends(text, mark, start, after, stop) else None


def _stop_ends(text: str, mark: re.Match[str], start: int, after: int, stop: int) -> bool:
    """Whether a full stop before a blank ends the sentence, or only an abbreviation, an initial or a list number."""
    before = _word_before_pattern().search(text, max(start, mark.start() - 24), mark.start())
    word = before.group() if before else ""
    if not word or mark.group()[1:2] == ".":
        return True
    words = _words()
    lower = word.lower()
    opener = _word_at(text, after, stop)
    if lower in words.may_end:
        return opener in words.openers or not (opener or text[after].isalnum())
    if lower in words.titles and word[0].isupper():
        return False
    if lower in words.before_number:
        return not text[after].isdigit()
    if len(word) == 1 and word.isalpha() and word.isupper():
        return opener in words.openers and len(opener) > 1
    return not (word.isdigit() and len(word) < 4 and _starts_line(text, mark.start() - len(word), start))


def _is_glued_end(text: str, mark: re.Match[str], start: int, stop: int) -> bool:
    """Whether a blank was lost after the stop: "in Aleppo.The rebels", never "www.Site.com" or "U.S."."""
    if mark.group()[-1] not in '.!?"”':
        return mark.group()[0] not in ".!?"
    before = text[max(start, mark.start() - 4) : mark.start()]
    if len(before) < 4 or not before.isalpha() or not before[1:].islower():
        return False
    return bool(_glued_pattern().match(text, mark.end(), stop))


def _end_at_break(text: str, mark: re.Match[str], start: int, stop: int) -> int | None:
    after = mark.end()
    if mark.group().count("\n") > 1 or after == stop:
        return mark.start()
    before = text[max(start, mark.start() - 200) : mark.start()].rstrip(" \t\r")
    if _bullet_pattern().match(text, after, stop):
        return mark.start()
    if text[after].islower() or before.endswith((".", ",", "-", "–", "—")):
        return None  # a line that ends in a stop was judged by that stop
    return None if _is_wrapped(text, mark.start(), after, start, stop) else mark.start()


def _is_wrapped(text: str, line_end: int, after: int, start: int, stop: int) -> bool:
    """Whether the line was broken because the next word did not fit, judged by its neighbours' width."""
    if text[line_end - 1 : line_end] in set('!?:"”»…'):
        return False
    line_start = max(text.rfind("\n", max(start, line_end - 200), line_end) + 1, start)
    width = line_end - line_start
    if width not in WRAP_WIDTH:
        return False
    next_end = text.find("\n", after, min(stop, after + 200))
    width_next = (next_end if next_end >= 0 else min(stop, after + 200)) - after
    before_start = max(text.rfind("\n", max(start, line_start - 200), max(line_start - 1, start)) + 1, start)
    widest = max(width_next, line_start - 1 - before_start)
    return widest in WRAP_WIDTH and width + 1 + len(_word_at(text, after, stop)) > widest


def _end_before_bullet(_text: str, mark: re.Match[str], _start: int, _stop: int) -> int | None:
    return mark.start()


def _end_after_emoji(text: str, mark: re.Match[str], _start: int, stop: int) -> int | None:
    after = _next_visible(text, mark.end(), stop)
    if after == stop or _is_flag(mark.group()):
        return None
    return mark.end() if text[after].isalpha() and not text[after].islower() else None


def _is_flag(emoji: str) -> bool:
    return any("\U0001f1e6" <= character <= "\U0001f1ff" for character in emoji)


def _lost_ends(text: str, start: int, stop: int) -> Iterator[int]:
    """Where a run too long for one sentence probably ends one: a finished phrase before a capitalised opener."""
    if stop - start < LONGEST_SENTENCE * 4 or len(text[start:stop].split()) <= LONGEST_SENTENCE:
        return
    words = _words()
    for found in _opener_pattern().finditer(text, start, stop):
        before, opener, follows = found.group(1), found.group(2), found.group(3)
        if opener not in words.openers or before in words.no_end_after:
            continue
        if before in words.cues or follows[0].islower() or opener in {"In", "On", "At", "But", "Meanwhile"}:
            yield found.start(2)


def _next_visible(text: str, position: int, stop: int) -> int:
    found = _visible_pattern().search(text, position, stop)
    return found.start() if found else stop


def _word_at(text: str, position: int, stop: int) -> str:
    found = _word_pattern().match(text, position, stop)
    return found.group(1) if found else ""


def _starts_line(text: str, position: int, start: int) -> bool:
    before = text[max(start, position - 40) : position].rstrip(" \t")
    return before.endswith("\n") or (not before and position - start <= 40)


_RULES = {
    "stop": _end_at_stop,
    "line": _end_at_break,
    "bullet": _end_before_bullet,
    "emoji": _end_after_emoji,
}


@cache
def _mark_pattern() -> re.Pattern[str]:
    closers = "\"”’»›)\\]'"
    return re.compile(
        # A stop takes along the closing quotes and the emoji that follow it.
        rf"(?P<stop>[.!?…؟۔。！？]+[{closers}]{{0,4}}(?:\s?\[\d{{1,3}}\])?(?:[ \t]?(?![{_BULLETS}]){EMOJI})*"
        rf"|[।॥]+[{closers}]{{0,4}})"
        r"|(?P<line>\n\s*)"
        rf"|(?P<bullet>(?<=\s)[{_BULLETS}])"
        rf"|(?P<emoji>(?:(?![{_BULLETS}]){EMOJI})+)"
    )


# Marks that open an item wherever they stand, also in the middle of a line whose breaks were lost.
_BULLETS = "•‣◦▪●○■□◆◇▶►➤➡✔✅⚡❗‼📍📌🔴🔵🟢🟡🟠⚫⚪🔹🔸🔺🔻🔶🔷🚨"


@cache
def _bullet_pattern() -> re.Pattern[str]:
    return re.compile(rf"[{_BULLETS}*·–—-]\s|[{_BULLETS}]|\(?(?:\d{{1,2}}|[a-z])[.)]\s|{EMOJI}")


@cache
def _opener_pattern() -> re.Pattern[str]:
    return re.compile(r"\b([^\W\d_A-Z]{2,30}|\d{1,6})[ \t]+([A-Z][a-z]{0,20})\b(?=[ \t]+(\w{1,40}))")


@cache
def _word_before_pattern() -> re.Pattern[str]:
    return re.compile(r"[^\W_]+(?:\.[^\W\d_])*\Z")


@cache
def _glued_pattern() -> re.Pattern[str]:
    return re.compile(r"[A-Z](?:[a-z]{0,20})[ ,]")


@cache
def _visible_pattern() -> re.Pattern[str]:
    return re.compile(r"[^\s\"“‘«‹(\[']")


@cache
def _word_pattern() -> re.Pattern[str]:
    return re.compile(r"[\"“‘«‹(\[']{0,3}([^\W\d_]+)")


@cache
def _words() -> _Words:
    groups = tomllib.loads(files("crossclaim.text").joinpath("sentences.toml").read_text(encoding="utf-8"))
    return _Words(**{name: frozenset(group["words"]) for name, group in groups.items()})
