"""Look-up of many phrases in a text at once: longest match, on token boundaries, forgiving what reports lose."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cache, lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from crossclaim.text.tokens import APOSTROPHES, HYPHENS, WORD_CHARACTER

__all__ = ["CaseRule", "Match", "PhraseIndex", "default_case_rule", "fold_phrase", "name_case_rule"]

V = TypeVar("V")

_APOSTROPHES = frozenset(APOSTROPHES)
_KEPT_TEXT, _KEPT_TEXTS = 50_000, 8  # several indexes read the same stretch of a report; a long one is read again
_JOINERS = " \t\u00a0\n\r\u00ad-‐‑–" + APOSTROPHES


class CaseRule(Enum):
    """How the letters of a phrase must be written in the text to count as that phrase."""

    ANY = "any"
    INITIAL = "initial"  # the first letter's case must agree: "Nice" the town, "Man" the city
    EXACT = "exact"  # every letter's case must agree: "IS", "US"


class Match(NamedTuple, Generic[V]):
    """A phrase found at ``text[start:end]``, possessive endings left out, with every value filed under it."""

    start: int
    end: int
    values: tuple[V, ...]


class _Entry(NamedTuple, Generic[V]):
    spelling: str  # folded but for case
    rule: CaseRule
    value: V


class _Words(NamedTuple):
    starts: list[int]
    ends: list[int]
    spellings: list[str]  # folded but for case
    keys: list[str]  # casefolded too


class PhraseIndex(Generic[V]):
    """Finds phrases. Hyphen and blank are the same, apostrophes are ignored, a final possessive is stepped over.

    Where a name was filed ("Hama"), a final s counts as a possessive whose apostrophe was lost ("Hamas" is still found
    as itself where it was filed too: a full match comes first).
    """

    def __init__(
        self,
        entries: Mapping[str, V] | Iterable[tuple[str, V]],
        *,
        case_rule: Callable[[str], CaseRule] | None = None,
        fold_diacritics: bool = True,
        lost_possessive: bool = True,
    ) -> None:
        """File ``entries`` (phrase, value); a phrase may come several times. ``case_rule`` is asked once per phrase."""
        self._fold_diacritics = fold_diacritics
        self._lost_possessive = lost_possessive
        self._entries: dict[str, list[_Entry[V]]] = {}
        self._counts: dict[str, Sequence[int]] = {}
        self._packed: dict[str, list[tuple[str, str, int]]] = {}
        self._numbered: Sequence[V] = ()
        rule_of = case_rule or default_case_rule
        for phrase, value in entries.items() if isinstance(entries, Mapping) else entries:
            self._file(phrase, value, rule_of(phrase))

    def _file(self, phrase: str, value: V, rule: CaseRule) -> None:
        spelling = fold_phrase(phrase, fold_diacritics=self._fold_diacritics)
        if not spelling:
            return
        key = spelling.casefold()
        self._entries.setdefault(key, []).append(_Entry(spelling, rule, value))
        first, _, rest = key.partition(" ")
        self._count(first, 1 + rest.count(" ") + bool(rest))
        if not rest:
            self._count(f"{first}s", 1)  # a possessive, with its apostrophe or without

    def values(self) -> Iterator[V]:
        """Every value as often as it is filed."""
        keys = [*self._entries, *self._packed]
        return (entry.value for key in keys for entry in self._filed(key))

    def pack(self, number: Callable[[V], int]) -> dict[str, Any]:
        """The index in plain values for a file, what is filed by its ``number``."""
        entries = {
            key: [(entry.spelling, entry.rule.value, number(entry.value)) for entry in filed]
            for key, filed in self._entries.items()
        }
        return {"entries": entries, "counts": self._counts}

    @classmethod
    def unpack(cls, packed: Mapping[str, Any], values: Sequence[V]) -> PhraseIndex[V]:
        """The index that ``pack`` gave, with the default options; ``values`` stand in the order of their numbers."""
        index = cls({})
        index._packed, index._numbered, index._counts = packed["entries"], values, packed["counts"]
        return index

    def _filed(self, key: str) -> list[_Entry[V]]:
        """The entries of a key. Packed ones are made when they are asked for: a text holds few of them."""
        if key in self._packed:
            self._entries[key] = [
                _Entry(spelling, CaseRule(rule), self._numbered[number])
                for spelling, rule, number in self._packed.pop(key)
            ]
        return self._entries.get(key, [])

    def _count(self, first: str, words: int) -> None:
        """Note that a phrase of that many words may begin with ``first``."""
        known = self._counts.get(first, ())
        if words not in known:
            self._counts[first] = tuple(sorted({*known, words}, reverse=True))

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Match[V]]:
        """The longest matches in ``text[start:end]`` from left to right; they never overlap."""
        stop = len(text) if end is None else end
        read = _read_words if stop - start <= _KEPT_TEXT else _read_words.__wrapped__
        words = read(text, start, stop, fold_diacritics=self._fold_diacritics)
        counts = self._counts
        matches: list[Match[V]] = []
        reached = 0
        for position in [place for place, key in enumerate(words.keys) if key in counts]:
            if position >= reached:
                taken, match = self._match_at(text, words, position)
                reached = position + taken
                matches += [match] if match else []
        return matches

    def get(self, phrase: str) -> tuple[V, ...]:
        """The values filed under ``phrase`` as a whole, under the same tolerance and case rules as ``find``."""
        match = next(iter(self.find(phrase)), None)
        whole = match and not phrase[: match.start].strip() and not re.search(r"\w{2}", phrase[match.end :])
        return match.values if match and whole else ()

    def _match_at(self, text: str, words: _Words, position: int) -> tuple[int, Match[V] | None]:
        counts = self._counts[words.keys[position]]
        run = _run_length(text, words, position, counts[0])
        for count in counts:
            if count > run:
                continue
            last = position + count
            end, values = self._match_run(text, words.ends[last - 1], " ".join(words.spellings[position:last]))
            if values:
                return count, Match(words.starts[position], end, values)
        return 1, None

    def _match_run(self, text: str, end: int, spelling: str) -> tuple[int, tuple[V, ...]]:
        """Where a phrase whose last word ends at ``end`` ends, and its values: none if there is no such phrase."""
        ends_in_s = spelling[-1:] in {"s", "S"}
        if ends_in_s and text[end - 2] in _APOSTROPHES:
            values = self._values(spelling[:-1])
            return (end - 2, values) if values else (end, self._values(spelling))
        values = self._values(spelling)
        if values or not (ends_in_s and self._lost_possessive):
            return end, values
        return end - 1, self._values(spelling[:-1], names_only=True)

    def _values(self, spelling: str, *, names_only: bool = False) -> tuple[V, ...]:
        key = spelling.casefold()
        entries = self._entries.get(key) or (self._filed(key) if self._packed else None)
        return (
            tuple(entry.value for entry in entries if _fits(entry, spelling, names_only=names_only)) if entries else ()
        )


def default_case_rule(phrase: str) -> CaseRule:
    """Exact for acronyms ("IS", "PoK", "U.S."), which common words would otherwise match; any case for the rest."""
    letters = [character for character in phrase if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    acronym = " " not in phrase.strip() and capitals >= 2 and capitals * 2 > len(letters)
    return CaseRule.EXACT if acronym and len(letters) <= 8 else CaseRule.ANY


def name_case_rule(phrase: str) -> CaseRule:
    """As ``default_case_rule``, but a one-word name also needs its capital ("Nice", "Of", "Man")."""
    rule = default_case_rule(phrase)
    one_word = rule is CaseRule.ANY and not re.search(r"[\s-]", phrase.strip())
    return CaseRule.INITIAL if one_word else rule


def fold_phrase(phrase: str, *, fold_diacritics: bool = True) -> str:
    """The phrase as it is compared, case apart: words between single blanks, no apostrophes, dots or hyphens."""
    if phrase.isascii() and phrase.replace(" ", "").isalnum():
        return phrase if "  " not in phrase and phrase.strip() == phrase else " ".join(phrase.split())
    fold = _fold_diacritics if fold_diacritics else str
    return " ".join(fold(_drop_marks(found)) for found in _word_pattern().findall(phrase))


def _fits(entry: _Entry[V], spelling: str, *, names_only: bool) -> bool:
    if names_only and not (spelling[:1].isupper() and entry.spelling[:1].isupper()):
        return False  # only names lose an apostrophe to a plural's look; "rebels" is not "rebel's"
    if entry.rule is CaseRule.EXACT:
        return entry.spelling == spelling
    return entry.rule is CaseRule.ANY or entry.spelling[:1].isupper() == spelling[:1].isupper()


@lru_cache(maxsize=_KEPT_TEXTS)
def _read_words(text: str, start: int, stop: int, *, fold_diacritics: bool) -> _Words:
    words = _Words([], [], [], [])
    for match in _word_pattern().finditer(text, start, stop):
        word = match.group()
        spelling = word if word.isascii() and word.isalnum() else _spelling(word, fold_diacritics=fold_diacritics)
        words.starts.append(match.start())
        words.ends.append(match.end())
        words.spellings.append(spelling)
        words.keys.append(spelling.casefold())
    return words


def _spelling(word: str, *, fold_diacritics: bool) -> str:
    return _fold_diacritics(_drop_marks(word)) if fold_diacritics else _drop_marks(word)


def _run_length(text: str, words: _Words, position: int, longest: int) -> int:
    """How many words from ``position`` on, at most ``longest``, can be one phrase."""
    last = min(position + longest, len(words.starts)) - 1
    for place in range(position, last):
        if not _joins(text[words.ends[place] : words.starts[place + 1]]):
            return place - position + 1
    return last - position + 1


def _joins(gap: str) -> bool:
    """Whether the words on both sides of ``gap`` can be one phrase: blanks, hyphens, at most one line break."""
    return gap in {" ", "-"} or (len(gap) <= 4 and not gap.strip(_JOINERS) and gap.count("\n") < 2)


def _drop_marks(word: str) -> str:
    return word if word.isalnum() else _marks_pattern().sub("", word)


def _fold_diacritics(word: str) -> str:
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFKD", word.translate(_UNDECOMPOSED))
    return "".join(character for character in decomposed if not "\u0300" <= character <= "\u036f")


# Letters that Unicode gives no decomposition, as Latin names of places and people are commonly respelled.
_UNDECOMPOSED = str.maketrans({"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "æ": "ae"})


@cache
def _word_pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?<!\w)[^\W\d_]\.){1,8}[^\W\d_](?!\w)\.?"  # U.S.
        rf"|{WORD_CHARACTER}+(?:[{APOSTROPHES}]{WORD_CHARACTER}+)*"  # Sana'a, Hama's
        rf"|[^\w\s{APOSTROPHES}{HYPHENS}]"  # any other mark keeps words apart
    )


@cache
def _marks_pattern() -> re.Pattern[str]:
    return re.compile(rf"[{APOSTROPHES}.]")
