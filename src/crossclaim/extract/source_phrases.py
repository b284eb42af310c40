"""The noun phrase that names a source, read off its shape: no parser, and commas may be missing."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from crossclaim.model import AttributionKind
from crossclaim.text.tokens import Token

__all__ = [
    "Lexicon",
    "find_source_after",
    "find_source_before",
    "is_pronoun",
    "is_time_word",
    "kind_of",
    "load_lexicon",
]

Range = tuple[int, int]  # of token indices in this module

LONGEST_SOURCE = 24  # tokens
_HYPHENS = frozenset("-‐‑–/")
_POSSESSIVES = frozenset({"'s", "’s"})
_QUOTES = frozenset("\"“”«»„‘’'")
_INNER = frozenset({"of", "for", "al", "de", "del", "and", "bin", "ibn", "el", "&", "von", "van", "der", "la"})
_ATTACHED = frozenset({"at", "in", "from", "on", "with", "inside", "within", "to", "near"})


class Lexicon(NamedTuple):
    """The words of attribution.toml, by the part they play."""

    cues: dict[str, frozenset[str]]  # form -> groups it belongs to
    weak: frozenset[str]
    responsibility_nouns: frozenset[str]
    responsibility_verbs: frozenset[str]
    unnamed: frozenset[str]
    speakers: frozenset[str]
    modifiers: frozenset[str]
    determiners: frozenset[str]
    persons: frozenset[str]
    bodies: frozenset[str]
    selves: frozenset[str]
    skipped: frozenset[str]
    times: frozenset[str]
    openings: frozenset[str]
    after_cue: frozenset[str]


@cache
def load_lexicon() -> Lexicon:
    """The words of attribution.toml."""
    tables = tomllib.loads(files("crossclaim.extract").joinpath("attribution.toml").read_text(encoding="utf-8"))
    groups: dict[str, set[str]] = {}
    for name, group in tables["cues"].items():
        for form in group["forms"]:
            groups.setdefault(form, set()).add(name)
    return Lexicon(
        cues={form: frozenset(names) for form, names in groups.items()},
        weak=frozenset(tables["cues"]["count"]["weak"]),
        responsibility_nouns=frozenset(tables["responsibility"]["nouns"]),
        responsibility_verbs=frozenset(tables["responsibility"]["verbs"]),
        unnamed=frozenset(tables["unnamed"]["nouns"]),
        speakers=frozenset(tables["speakers"]["nouns"]),
        modifiers=frozenset(tables["modifiers"]["words"]),
        determiners=frozenset(tables["determiners"]["words"]),
        persons=frozenset(tables["pronouns"]["persons"]),
        bodies=frozenset(tables["pronouns"]["bodies"]),
        selves=frozenset(tables["pronouns"]["speaker"]),
        skipped=frozenset(tables["skipped"]["words"]),
        times=frozenset(tables["skipped"]["times"]),
        openings=frozenset(tables["openings"]["words"]),
        after_cue=frozenset(tables["after_cue"]["words"]),
    )


def find_source_before(tokens: Sequence[Token], cue: int, floor: int = 0) -> Range | None:
    """The source phrase that ends right before the token ``cue``, auxiliaries and days skipped, or None."""
    last = _skip_back(tokens, cue, floor)
    if last <= floor:
        return None
    if last - 1 > floor and tokens[last - 1].text in {"who", "which"}:
        last -= 1 + (tokens[last - 2].text == ",")
        return _phrase_back(tokens, last, floor) if last > floor else None
    if tokens[last - 1].text == ",":
        return _before_apposition(tokens, last, floor)
    return _phrase_back(tokens, last, floor)


def find_source_after(tokens: Sequence[Token], first: int, ceiling: int | None = None) -> Range | None:
    """The source phrase that begins at the token ``first``; None if what stands there cannot speak."""
    stop = min(len(tokens) if ceiling is None else ceiling, first + LONGEST_SOURCE)
    position = first
    while position < stop and (step := _step_forward(tokens, position, first, stop)):
        position += step
    while position > first and not _is_head(tokens[position - 1]) and tokens[position - 1].text != ")":
        position -= 1
    return (first, position) if any(map(_is_head, tokens[first:position])) else None


def kind_of(tokens: Sequence[Token], source: Range) -> AttributionKind:
    """Named or unnamed, by the head of the phrase; a person's or body's own name makes any head named."""
    lexicon = load_lexicon()
    head = _head(tokens, source)
    heads_nobody = tokens[head].text.lower() in lexicon.unnamed
    follows = tokens[head + 1 : source[1]]
    apposed = bool(follows) and (_is_capital(follows[0]) or follows[0].text == ",")
    return AttributionKind.UNNAMED if heads_nobody and not apposed else AttributionKind.NAMED


def is_pronoun(token: Token) -> bool:
    """Whether the token stands for a speaker named before."""
    lexicon = load_lexicon()
    return token.text.lower() in lexicon.persons | lexicon.bodies


def is_time_word(token: Token) -> bool:
    """Whether the token is a weekday, a month or the like."""
    return token.text.lower() in load_lexicon().times and token.text != "may"


def _skip_back(tokens: Sequence[Token], cue: int, floor: int) -> int:
    """The end of the phrase before ``cue`` once auxiliaries, adverbs and "on Monday" are stepped over."""
    lexicon = load_lexicon()
    last = cue
    while last > floor:
        word = tokens[last - 1].text.lower()
        dates = last < cue and word in {"on", "in", "late", "early"} and is_time_word(tokens[last])
        if not (dates or word in lexicon.skipped or is_time_word(tokens[last - 1])):
            break
        last -= 1
    return last


def _before_apposition(tokens: Sequence[Token], comma: int, floor: int) -> Range | None:
    """As in "Rahmani, head of the directorate, told": the name and its apposition, which ends before ``comma``."""
    for first in range(comma - 2, max(floor, comma - LONGEST_SOURCE), -1):
        if tokens[first].text == ",":
            source = _phrase_back(tokens, first, floor)
            inside = tokens[first + 1 : comma - 1]
            if source is None or not inside:
                return None
            adverbial = inside[0].text.lower() in load_lexicon().openings
            return source if adverbial else (source[0], comma - 1)
    return None


def _phrase_back(tokens: Sequence[Token], last: int, floor: int) -> Range | None:
    first = last - 1
    head = tokens[first]
    if is_pronoun(head) or head.text.lower() in load_lexicon().selves:
        return first, last
    if head.text == ")":
        first = _open_bracket(tokens, first, floor) - 1
    if first < floor or not (
        _is_capital(tokens[first])
        or _is_plain(tokens[first])
        or head.text == ")"
        or _has_determiner(tokens, first, floor)
    ):
        return None
    floor = max(floor, last - LONGEST_SOURCE)
    while first > floor and (step := _step_back(tokens, first, floor)):
        first -= step
    speaks = any(map(_is_head, tokens[first:last])) or tokens[first].text.lower() in load_lexicon().determiners
    return (first, last) if speaks and not _is_place_phrase(tokens, first, last) else None


def _is_place_phrase(tokens: Sequence[Token], first: int, last: int) -> bool:
    """As in "the town": a modifier that stands alone behind its determiner speaks for nobody."""
    return last - first <= 2 and tokens[last - 1].text.lower() in {
        "town",
        "city",
        "village",
        "district",
        "community",
        "field",
    }


def _step_back(tokens: Sequence[Token], first: int, floor: int) -> int:
    """How many tokens before ``first`` still belong to the phrase; 0 at its beginning."""
    lexicon = load_lexicon()
    word = tokens[first - 1].text.lower()
    starts = tokens[first].text.lower() in lexicon.determiners
    before = tokens[first - 2] if first - 2 >= floor else None
    if (word in _INNER or word in _ATTACHED) and not tokens[first - 1].text[:1].isupper():  # "Al-Shabaab" opens
        attaches = before is not None and _takes_complement(before, word)
        return 2 if attaches else 0
    if starts and word != "all":
        return 0
    if word in lexicon.determiners or word in _POSSESSIVES or word in _HYPHENS:
        return 1
    if _is_capital(tokens[first - 1]) or _is_plain(tokens[first - 1]):
        return 1
    # An unlisted word counts as a modifier only behind a determiner: "a spotter group", not "the town activists".
    modifies = tokens[first - 1].kind == "word" and before is not None and before.text.lower() in {"a", "an", "'s", "-"}
    behind_article = before is not None and before.text.lower() in {"a", "an"}
    return 1 if modifies and (behind_article or word not in lexicon.openings) else 0


def _takes_complement(before: Token, preposition: str) -> bool:
    lexicon = load_lexicon()
    word = before.text.lower()
    speaks = word in lexicon.speakers or word in lexicon.unnamed
    if preposition in _ATTACHED:
        return speaks and preposition != "to"
    # "residents of the village of Wad al-Nora": a place of its own name takes one, too.
    return speaks or _is_capital(before) or (preposition == "of" and word in lexicon.modifiers)


def _step_forward(tokens: Sequence[Token], position: int, first: int, stop: int) -> int:
    """How many tokens from ``position`` on still belong to the phrase begun at ``first``; 0 past its end."""
    lexicon = load_lexicon()
    token = tokens[position]
    word = token.text.lower()
    if word in lexicon.determiners and (position == first or tokens[position - 1].text.lower() in _INNER | _ATTACHED):
        return 1
    if word == "(":
        return _bracket_length(tokens, position, stop)
    if word in _INNER or word in _ATTACHED:
        follows = tokens[position + 1] if position + 1 < stop else None
        attaches = position > first and _takes_complement(tokens[position - 1], word)
        return 1 if attaches and follows is not None and (_opens_phrase(follows) or _is_plain(follows)) else 0
    if word in _POSSESSIVES or word in _HYPHENS:
        return 1 if position > first else 0
    if token.kind == "number":
        return 0
    if _is_capital(token) or _is_plain(token):
        return 1
    behind_determiner = position > first and tokens[position - 1].text.lower() in {"a", "an", "-", "’s", "'s"}
    return 1 if behind_determiner and token.kind == "word" else 0


def _bracket_length(tokens: Sequence[Token], position: int, stop: int) -> int:
    for last in range(position + 1, min(stop, position + 8)):
        if tokens[last].text == ")":
            return last - position + 1
    return 0


def _open_bracket(tokens: Sequence[Token], closing: int, floor: int) -> int:
    for first in range(closing, max(floor, closing - 8) - 1, -1):
        if tokens[first].text == "(":
            return first
    return floor


def _opens_phrase(token: Token) -> bool:
    return token.text.lower() in load_lexicon().determiners or _is_capital(token)


def _has_determiner(tokens: Sequence[Token], head: int, floor: int) -> bool:
    """Whether any noun may speak here, as "a waiter" or "his room-mate" do: a determiner stands before it."""
    if tokens[head].kind != "word" or not tokens[head].text.isalpha():
        return False
    before = [token.text.lower() for token in tokens[max(floor, head - 3) : head]]
    if len(before) > 1 and before[-1] in _HYPHENS:
        before = before[:-2]
    return bool(before) and before[-1] in load_lexicon().determiners


def _is_capital(token: Token) -> bool:
    if token.kind == "number" or not token.text[:1].isupper():
        return (
            token.kind == "word" and token.text[:1].isalpha() and not (token.text.isascii() or token.text[:1].islower())
        )
    lexicon = load_lexicon()
    word = token.text.lower()
    is_function = word in lexicon.openings or word in lexicon.determiners or word in lexicon.persons | lexicon.bodies
    return not is_function and not is_time_word(token)


def _is_plain(token: Token) -> bool:
    lexicon = load_lexicon()
    word = token.text.lower()
    return word in lexicon.speakers or word in lexicon.unnamed or word in lexicon.modifiers


def _is_head(token: Token) -> bool:
    lexicon = load_lexicon()
    word = token.text.lower()
    return word in lexicon.speakers or word in lexicon.unnamed or _is_capital(token)


def _head(tokens: Sequence[Token], source: Range) -> int:
    """The last word before the first preposition: "a source in the town" is about a source."""
    for position in range(source[0], source[1]):
        word = tokens[position].text.lower()
        if position > source[0] and (word in {"of", "for", ",", "("} or word in _ATTACHED):
            return position - 1
        named_by = word in load_lexicon().unnamed and position + 1 < source[1] and _is_capital(tokens[position + 1])
        if named_by:
            return position
    return source[1] - 1
