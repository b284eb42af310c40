"""Text of strangers made harmless for a terminal."""

import re
from functools import cache

__all__ = ["first_words", "isolate", "plain"]

REPLACEMENT = "\ufffd"
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
_RIGHT_TO_LEFT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"


def plain(text: str) -> str:
    """The text on one line, without anything that a terminal would obey.

    Escape sequences and control characters become U+FFFD, so that their place stays visible; marks that only steer the
    direction of writing, and other characters without a look of their own, go; white space becomes single blanks.
    """
    text = " ".join(_escape_sequence().sub(REPLACEMENT, text).split())
    text = _control().sub(REPLACEMENT, text)
    return _mark_flood().sub(r"\1", _invisible().sub("", text))


def isolate(text: str) -> str:
    """The text, set apart where it is written from right to left, so that it cannot reorder what stands around it."""
    return f"\u2068{text}\u2069" if re.search(_RIGHT_TO_LEFT, text) else text


def first_words(text: str, length: int) -> str:
    """The text made plain, cut at a blank to at most ``length`` code points and marked where it was cut."""
    # What is thrown away need not be cleaned: a page's remainder may be a megabyte.
    words = plain(text[: 4 * length])
    if len(words) <= length and len(text) <= 4 * length:
        return words
    cut = words[:length]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut}…"


@cache
def _escape_sequence() -> re.Pattern[str]:
    # ECMA-48: CSI sequences, then strings (OSC, DCS, APC, PM, SOS) up to their terminator, then two-character escapes.
    # A string that is never closed ends with its line. Bounded, so that a page of escapes stays linear.
    return re.compile(
        "(?:\x1b\\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]?"
        "|(?:\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n\r]{0,4096}(?:\x07|\x1b\\\\|\x9c)?"
        "|\x1b[ -/]{0,8}[0-~]?"
    )


@cache
def _control() -> re.Pattern[str]:
    return re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufff9-\ufffb]")


@cache
def _invisible() -> re.Pattern[str]:
    # Direction marks, overrides and isolates; zero-width blanks; tag characters. Joiners (U+200C, U+200D) stay: Persian
    # and emoji need them.
    return re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")


@cache
def _mark_flood() -> re.Pattern[str]:
    # No orthography stacks more than a few marks on one letter; floods of them cover the lines around.
    return re.compile(f"([{_MARKS}]{{4}})[{_MARKS}]+")
