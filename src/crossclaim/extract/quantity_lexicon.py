"""What ``quantities.toml`` says about numbers, and the text cut into the pieces it speaks of."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Generic, NamedTuple, TypeVar

from crossclaim.model import Operator, Unit

__all__ = ["Lexeme", "Phrases", "QuantityLexicon", "find_lexemes", "load_quantity_lexicon"]

Value = TypeVar("Value")

_KEPT_TEXT = 50_000
_PADDING = 10  # how far the rules look past the last lexeme


class Lexeme(NamedTuple):
    """A word, number, mark or number-like literal at ``text[start:end]``; ``low`` is its text in lower case."""

    start: int
    end: int
    kind: str  # word, number, mark, end or the name of a literal
    low: str
    capital: bool


class Phrases(Generic[Value]):
    """Sequences of words, each with a value; the longest one that stands at a place is found."""

    def __init__(self, entries: Iterable[tuple[str, Value]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Value]]] = {}
        for phrase, value in entries:
            first, *rest = [lexeme.low for lexeme in find_lexemes(phrase) if lexeme.kind != "end"]
            self._by_first.setdefault(first, []).append((tuple(rest), value))
        for candidates in self._by_first.values():
            candidates.sort(key=lambda candidate: -len(candidate[0]))

    def firsts(self) -> frozenset[str]:
        """The words that phrases begin with."""
        return frozenset(self._by_first)

    def longest(self, lexemes: Sequence[Lexeme], at: int) -> tuple[Value, int] | None:
        """The value of the longest phrase at ``lexemes[at]`` and the index behind it."""
        candidates = self._by_first.get(lexemes[at].low)
        if candidates is None:
            return None
        for rest, value in candidates:
            if all(lexemes[at + 1 + k].low == word for k, word in enumerate(rest)):
                return value, at + 1 + len(rest)
        return None


class QuantityLexicon(NamedTuple):
    """The tables of ``quantities.toml``."""

    literals: Mapping[str, Unit | None]
    cardinals: Mapping[str, int]
    multipliers: Mapping[str, int]
    suffixes: Mapping[str, int]
    hedges_before: Phrases[Operator]
    hedges_after: Phrases[Operator]
    vague: Phrases[tuple[bool, bool]]  # stands right before its noun, means something only before "of"
    vague_not: Phrases[bool]
    shares: Phrases[bool]
    units: Phrases[Unit]
    unit_of: Mapping[str, Unit]
    fillers: frozenset[str]
    words: Mapping[str, frozenset[str]]
    plural_nouns: frozenset[str]
    person_plurals: frozenset[str]
    singular_nouns: frozenset[str]
    number_words: frozenset[str]
    triggers: frozenset[str]


def find_lexemes(text: str, start: int = 0, end: int | None = None) -> list[Lexeme]:
    """The lexemes of ``text[start:end]`` in order, followed by empty ones of kind "end" for rules that look ahead."""
    stop = len(text) if end is None else end
    return (_read if stop - start <= _KEPT_TEXT else _read.__wrapped__)(text, start, stop)


@lru_cache(maxsize=8)  # quantities, then counts by an article are read from the same stretches
def _read(text: str, start: int, stop: int) -> list[Lexeme]:
    lexemes = []
    for match in _pattern().finditer(text, start, stop):
        word = match.group()
        lexemes.append(Lexeme(match.start(), match.end(), match.lastgroup or "mark", word.lower(), word[0].isupper()))
    return lexemes + [Lexeme(stop, stop, "end", "", False)] * _PADDING


@cache
def load_quantity_lexicon() -> QuantityLexicon:
    """The lexicon, read once."""
    table = _table()
    words = {entry["name"]: frozenset(entry["list"]) for entry in table["words"]}
    units = [(phrase, Unit(entry["unit"])) for entry in table["unit"] for phrase in entry["list"]]
    singular = words["person"] | words["thing"]
    lexicon = QuantityLexicon(
        literals={entry["name"]: Unit(entry["unit"]) if entry["unit"] else None for entry in table["literal"]},
        cardinals=table["cardinals"],
        multipliers=table["multipliers"],
        suffixes=table["suffixes"],
        hedges_before=Phrases(_hedges(table, "before")),
        hedges_after=Phrases(_hedges(table, "after")),
        vague=Phrases(_vague(table["vague"])),
        vague_not=Phrases((phrase, True) for phrase in words["vague_not"]),
        shares=Phrases((phrase, True) for phrase in words["share"]),
        units=Phrases(units),
        unit_of=dict(units),
        fillers=frozenset(word for entry in table["unit"] for word in entry.get("fillers", ())),
        words=words,
        plural_nouns=frozenset(map(_plural, singular)) | words["irregular_plural"],
        person_plurals=frozenset(map(_plural, words["person"])) | words["irregular_plural"],
        singular_nouns=singular,
        number_words=frozenset(
            {*table["cardinals"], *table["multipliers"], "a", "an", "and", "half", "quarter", "couple", "of"}
        ),
        triggers=frozenset(),
    )
    return lexicon._replace(triggers=_triggers(lexicon))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("quantities.toml").read_text(encoding="utf-8"))


def _hedges(table: dict[str, Any], place: str) -> list[tuple[str, Operator]]:
    return [
        (phrase, Operator(entry["op"]))
        for entry in table["hedge"]
        if entry["place"] == place
        for phrase in entry["list"]
    ]


def _vague(entries: list[dict[str, Any]]) -> list[tuple[str, tuple[bool, bool]]]:
    return [
        (phrase, (not entry["needs_of"], phrase in entry["needs_of"])) for entry in entries for phrase in entry["list"]
    ]


def _plural(noun: str) -> str:
    if noun.endswith("man"):
        return f"{noun[:-3]}men"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "sh", "ch", "x")) else f"{noun}s"


def _triggers(lexicon: QuantityLexicon) -> frozenset[str]:
    # A word outside this set cannot begin a quantity, which is true of nearly every word of a text.
    return (
        lexicon.hedges_before.firsts()
        | lexicon.vague.firsts()
        | lexicon.cardinals.keys()
        | lexicon.multipliers.keys()
        | lexicon.words["ordinal"]
        | lexicon.words["decade"]
        | lexicon.words["month"]
        | lexicon.words["zero_cue"]
        | lexicon.words["currency_before"]
        | {"a", "an", "half", "between", "from", "couple"}
    )


@cache
def _pattern() -> re.Pattern[str]:
    numbered = "|".join(re.escape(name) for name in _table()["model_names"])
    literals = "|".join(
        f"(?P<{entry['name']}>{entry['pattern'].replace('<model name>', numbered)})" for entry in _table()["literal"]
    )
    letters = r"[^\W\d_]"
    return re.compile(
        rf"(?P<word>(?:[A-Z]\.){{2,5}}|(?!(?:{numbered})\.?\s?\d|[Nn]o\.\s?\d|(?:[Uu]nder|[Oo]ver)-\d)(?>{letters}+(?:['’‑-]{letters}+){{0,6}})(?![-‑/]?\d)(?!://)(?<!www))"
        # A blank line or a bullet ends every phrase, a wrapped line does not.
        r'|(?P<mark>[,;:!?"“”…–—-]|\n[^\S\n]{0,40}(?:\n|(?=[*•·▪‣◦-])))'
        rf"|{literals}"
        r"|(?P<number>(?:\d{1,3}(?:[,\u00a0\u202f\u2009]\d{3}){1,5}(?!\d)|\d{1,2}(?:,\d{2}){1,4},\d{3}(?!\d)|\d+)"
        r"(?:\.\d+)*(?:(?i:k|m|mn|mln|bn|tn|b)\b)?)"
        rf"|(?P<plain>{letters}++)"
        r"|(?P<sign>\S)"
    )
