"""The words and patterns of ``times.toml``, compiled to regular expressions over one code character a word."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from crossclaim.errors import ResourceError

__all__ = ["Lexicon", "Pattern", "load_lexicon"]

OTHER = "\ue000"
_FIRST_CODE = 0xE001
_PUNCTUATION = {
    "comma": ",",
    "dot": ".",
    "dash": "-–—‐‑",
    "apostrophe": "'’‘`",
    "open": "([",
    "close": ")]",
    "slash_mark": "/",
}
_ELEMENT = re.compile(
    r"(?P<space>\s+)|<(?:(?P<field>\w+):)?(?P<cls>\w+)>|\{(?P<macro>\w+)\}|(?P<look>\(\?[=!])|(?P<not>!)"
    r"|(?P<word>[^\W\d_]+)|(?P<op>[()|?])"
)

_FIELD = re.compile(r"\(\?P<\w+>")


class Pattern(NamedTuple):
    """A named way to write a time. ``constants`` are fields the words leave unsaid ("later" is direction 1)."""

    kind: str
    spelled: str
    needs_lead: bool
    only_lead: frozenset[str]
    constants: tuple[tuple[str, int | str], ...]

    @property
    def regex(self) -> re.Pattern[str]:
        """The pattern over codes, compiled on first use: a short report meets few of them."""
        return _compiled(self.spelled)


class Lexicon(NamedTuple):
    """Everything ``find_times`` needs.

    ``codes`` gives a word's code character, ``shapes`` that of a number class, ``values`` what a word means in a field.
    ``starts`` matches where at least one of ``points`` does; ``opened_by`` gives those that a code can open, by rank.
    """

    codes: dict[str, str]
    shapes: dict[str, str]
    values: dict[str, dict[str, int | str]]
    classes: dict[str, frozenset[str]]
    lead: re.Pattern[str]
    tail: re.Pattern[str]
    points: tuple[Pattern, ...]
    starts: re.Pattern[str]
    opened_by: dict[str, tuple[int, ...]]
    labels: tuple[str, ...]
    changed: tuple[str, ...]


@cache
def load_lexicon() -> Lexicon:
    """The bundled lexicon, read once.

    Raises:
        ResourceError: a pattern cannot be read.
    """
    table = tomllib.loads(files("crossclaim.temporal").joinpath("times.toml").read_text(encoding="utf-8"))
    return _Compiler(table).lexicon()


class _Compiler:
    """Turns the table into a lexicon; every distinct word gets a character of the private use area."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.table = table
        self.codes: dict[str, str] = {}
        self.values: dict[str, dict[str, int | str]] = {}
        self.words = {group["name"]: _values(group["words"]) for group in table["class"]}
        self.classes: dict[str, set[str]] = {}
        self.next_code = _FIRST_CODE
        self.shapes = {name: self._new_code() for name in table["shapes"] if name != "other"} | {"other": OTHER}

    def lexicon(self) -> Lexicon:
        for group in self.table["class"]:
            self._add_class(group)
        lead = re.compile(f"(?:{self._compile(self.table['lead']['match'])})\\Z")
        tail = re.compile(self._compile(self.table["tail"]["match"]))
        points = tuple(self._pattern(row) for row in self.table["point"])
        firsts = [self._first_codes(row["match"]) for row in self.table["point"]]
        return Lexicon(
            codes=self.codes,
            shapes=self.shapes,
            values=self.values,
            classes={group["name"]: frozenset(group["words"]) for group in self.table["class"]},
            lead=lead,
            tail=tail,
            points=points,
            starts=re.compile(f"(?={self._one_of(set().union(*firsts))})(?:{_any_of(points)})"),
            opened_by={
                code: tuple(rank for rank, codes in enumerate(firsts) if code in codes) for code in set().union(*firsts)
            },
            labels=tuple(self.table["published"]["labels"]),
            changed=tuple(self.table["published"]["changed"]),
        )

    def _new_code(self) -> str:
        self.next_code += 1
        return chr(self.next_code)

    def _add_class(self, group: dict[str, Any]) -> None:
        self.classes[group["name"]] = (
            set()
            if group.get("bare")
            else {self._code_of(word, cased=group.get("cased", False)) for word in group["words"]}
        )

    def _code_of(self, word: str, *, cased: bool = False) -> str:
        known = self.codes.get(word) or self.codes.get(word.capitalize())
        if known:
            return known
        code = self._new_code()
        for spelling in (word.capitalize(), word.upper()) if cased else (word,):
            self.codes[spelling] = code
        return code

    def _pattern(self, row: dict[str, Any]) -> Pattern:
        known = {"kind", "serves", "match", "needs_lead", "only_lead"}
        return Pattern(
            kind=row["kind"],
            spelled=self._compile(row["match"]),
            needs_lead=row.get("needs_lead", False),
            only_lead=frozenset(row.get("only_lead", ())),
            constants=tuple((name, value) for name, value in row.items() if name not in known),
        )

    def _compile(self, source: str) -> str:
        return "".join(self._elements(source))

    def _elements(self, source: str) -> Iterator[str]:
        reached, negate = 0, False
        while reached < len(source):
            found = _ELEMENT.match(source, reached)
            if found is None:
                raise ResourceError(f"times.toml: cannot read {source[reached:]!r} in {source!r}")
            reached = found.end()
            if found["not"]:
                negate = True
                continue
            piece = self._element(found)
            if negate and piece == "(?:":
                yield "(?!"
            else:
                yield f"(?!{piece})" if negate and piece else piece
            negate = negate and not piece

    def _first_codes(self, source: str) -> set[str]:
        """The codes that can open a match."""
        return _Firsts(self, source).codes

    def codes_of(self, found: re.Match[str]) -> set[str]:
        """The codes a bare word or a class stands for."""
        return {self._code_of(found["word"])} if found["word"] else self._members(found["cls"])

    def _element(self, found: re.Match[str]) -> str:
        if found["space"]:
            return ""
        if found["look"]:
            return found["look"]
        if found["op"]:
            return "(?:" if found["op"] == "(" else found["op"]
        if found["macro"]:
            return "(?:" + self._compile(self.table["macros"][found["macro"]]) + ")"
        if found["word"]:
            return self._one_of({self._code_of(found["word"])})
        return self._class(found["cls"], found["field"])

    def _class(self, name: str, field: str | None) -> str:
        chars = self._one_of(self._members(name))
        if field is None:
            return chars
        for group in self.table["unions"].get(name, [name]):
            self.values.setdefault(field, {}).update(self.words.get(group, {}))
        return f"(?P<{field}>{chars})"

    def _members(self, name: str) -> set[str]:
        if name in self.table["unions"]:
            return set().union(*(self._members(part) for part in self.table["unions"][name]))
        if name in _PUNCTUATION:
            return {self._punctuation(name)}
        return {self.shapes[name]} if name in self.shapes else self.classes[name]

    def _punctuation(self, name: str) -> str:
        for mark in _PUNCTUATION[name]:
            self.codes.setdefault(mark, self.codes.get(_PUNCTUATION[name][0]) or self._new_code())
        return self.codes[_PUNCTUATION[name][0]]

    def _one_of(self, chars: set[str]) -> str:
        return "[" + "".join(sorted(chars)) + "]"


class _Firsts:
    """Reads which codes can open a match of a pattern: a small reader of the pattern language by descent."""

    def __init__(self, compiler: _Compiler, source: str) -> None:
        self.compiler = compiler
        self.elements = [found for found in _ELEMENT.finditer(source) if not found["space"]]
        self.at = 0
        self.codes, self.can_be_empty = self._choice()

    def _choice(self) -> tuple[set[str], bool]:
        """The codes of one of several sequences, and whether one of them can be empty."""
        codes, can_be_empty = self._sequence()
        while self.at < len(self.elements) and self.elements[self.at]["op"] == "|":
            self.at += 1
            more, empty = self._sequence()
            codes, can_be_empty = codes | more, can_be_empty or empty
        return codes, can_be_empty

    def _sequence(self) -> tuple[set[str], bool]:
        codes: set[str] = set()
        can_be_empty = True
        while self.at < len(self.elements) and self.elements[self.at]["op"] not in {"|", ")"}:
            more, empty = self._piece()
            codes |= more if can_be_empty else set()
            can_be_empty = can_be_empty and empty
        return codes, can_be_empty

    def _piece(self) -> tuple[set[str], bool]:
        found = self.elements[self.at]
        self.at += 1
        if found["not"]:
            self._piece()
            return set(), True
        if found["op"] == "(" or found["look"]:
            codes, empty = self._choice()
            self.at += 1
            if found["look"]:
                return set(), True
        elif found["macro"]:
            inner = _Firsts(self.compiler, self.compiler.table["macros"][found["macro"]])
            codes, empty = inner.codes, inner.can_be_empty
        else:
            codes, empty = self.compiler.codes_of(found), False
        if self.at < len(self.elements) and self.elements[self.at]["op"] == "?":
            self.at += 1
            return codes, True
        return codes, empty


def _any_of(points: tuple[Pattern, ...]) -> str:
    # One search that passes over most of a text at once; tried one by one, the patterns took a sixth of all reading.
    return "|".join(_FIELD.sub("(?:", pattern.spelled) for pattern in points)


@cache
def _compiled(spelled: str) -> re.Pattern[str]:
    return re.compile(spelled)


def _values(words: dict[str, int | str] | list[str]) -> dict[str, int | str]:
    return words if isinstance(words, dict) else {word: word for word in words}
