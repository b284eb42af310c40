"""Words that take a side, with what they do; a hint on how a claim is told, no judgement of who tells it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from crossclaim.errors import ResourceError
from crossclaim.model import Flag, SourcedClaim, Span
from crossclaim.text.quotations import find_quotations

__all__ = ["LoadedWord", "find_loaded_words", "loaded_language"]


class LoadedWord(NamedTuple):
    """A word of the lexicon in a text, what it does, and whether it stands between quotation marks."""

    span: Span
    gloss: str
    is_quoted: bool


def loaded_language(claim: SourcedClaim, *, text: str | None = None) -> Flag | None:
    """The words of a claim's quote that take a side; None where there are none.

    Whose words they are is told apart: the text's own, those of whom it cites, or what stands in quotation marks.
    ``text`` is the document's, for quotation marks that open before the quote.
    """
    found = find_loaded_words(claim.claim.quote, text=text)
    if not found:
        return None
    reasons = []
    for gloss in dict.fromkeys(word.gloss for word in found):
        words = dict.fromkeys(_told(word, claim) for word in found if word.gloss == gloss)
        reasons.append(f"{', '.join(words)} {gloss}")
    return Flag(
        name="loaded_language",
        explanation=f"Words that take a side: {'; '.join(reasons)}.",
        spans=tuple(word.span for word in found),
    )


def _told(word: LoadedWord, claim: SourcedClaim) -> str:
    if word.is_quoted:
        return f'"{word.span.quote}" (quoted)'
    speaker = claim.speakers[0].name if claim.speakers else None
    return f'"{word.span.quote}" (in what {speaker} is cited with)' if speaker else f'"{word.span.quote}"'


def find_loaded_words(quote: Span, *, text: str | None = None) -> list[LoadedWord]:
    """The words of the lexicon in a quote, in order; the longest where several begin at one place."""
    quoted = _quoted_ranges(quote, text)
    found = []
    for match in _pattern().finditer(quote.quote):
        if _is_name(quote.quote, match):
            continue
        start, end = quote.start + match.start(), quote.start + match.end()
        span = Span(doc_id=quote.doc_id, start=start, end=end, quote=match.group())
        inside = any(first <= start and end <= last for first, last in quoted)
        found.append(LoadedWord(span, _gloss(match.group()), inside))
    return found


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Whether a single word is part of a name ("Martyrs' Square"), by its capital and its neighbour's."""
    if not match.group()[0].isupper() or " " in match.group():
        return False
    before, after = _LAST_WORD.search(text[: match.start()]), _NEXT_WORD.match(text[match.end() :])
    return bool((before and before[1][0].isupper()) or (after and after[1][0].isupper()))


_LAST_WORD = re.compile(r"(?:^|\s)([^\W\d_][\w'’-]*)[ -]$")
_NEXT_WORD = re.compile(r"['’]?s?[ -]([^\W\d_][\w'’-]*)")


def _quoted_ranges(quote: Span, text: str | None) -> list[tuple[int, int]]:
    if text is None:
        return [(quote.start + one.start, quote.start + one.end) for one in find_quotations(quote.quote)]
    reach = 400  # quotations longer than this are told by their own words as a rule
    near = find_quotations(text, max(0, quote.start - reach), min(len(text), quote.end + reach))
    return [(one.start, one.end) for one in near]


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted((word for words in _groups().values() for word in words), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_as_pattern, words))})(?!\w)", re.IGNORECASE)


def _as_pattern(word: str) -> str:
    return re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "")


@cache
def _gloss(found: str) -> str:
    for gloss, words in _groups().items():
        if any(re.fullmatch(_as_pattern(word), found, re.IGNORECASE) for word in words):
            return gloss
    raise ResourceError(f"loaded.toml: no gloss for {found!r}")


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    try:
        table = tomllib.loads(files("crossclaim.assess").joinpath("loaded.toml").read_text(encoding="utf-8"))
        return {group["gloss"]: tuple(group["words"]) for group in table["group"]}
    except (OSError, KeyError, ValueError) as error:
        raise ResourceError(f"loaded.toml: {error}") from error
