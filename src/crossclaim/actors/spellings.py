"""Known parties under spellings that the list lacks: other transliterations, endings, scripts without blanks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from crossclaim.actors.mentions import ActorMention
from crossclaim.actors.wording import pattern

if TYPE_CHECKING:
    from crossclaim.actors.index import Actor

__all__ = ["Spellings"]

Range = tuple[int, int]

_SHORTEST = 7  # letters left that tell a name of several words from others
_SHORTEST_BARE = 9  # the same where they are consonants
_SHORTEST_WORD = 4  # of one word, which must also be of a country that the text tells of
_SHORTEST_NATIVE = 2
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "a", "w": "v", "q": "k", "y": "i"})
_SOUNDS = (("ph", "f"), ("ck", "k"), ("ou", "o"), ("u", "o"), ("e", "i"), ("z", "s"), ("h", ""))
_ARTICLES = frozenset(["al", "el", "as", "ash", "ad", "an", "ar", "at", "az", "the", "of", "de", "i", "e", "ul", "ud"])
_VOWELS = re.compile(r"(?<=\w)[aio]")
_TWICE = re.compile(r"(.)\1{1,5}")
_WORD = re.compile(r"\w{1,40}")
_MARKS = re.compile(r"['’ʼʻ`´.]")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_AFFIXED = re.compile(r"[\u0530-\u06ff\u0900-\u0dff\u10a0-\u10ff\u1200-\u137f]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]{2,40}(?:[ -][\u0400-\u04ff]{2,40}){0,5}")
_CYRILLIC_END = re.compile(r"(?<=\w{3})[аеёиоуыэюяйьіїєхмвґ]{1,3}$")
_LONGEST_PREFIX, _LONGEST_ENDING = 2, 4  # letters that such scripts write on to a name


_TABLES = ("_sounds", "_stems", "_peoples", "_native")


class _Numbered(Mapping[str, "list[Actor]"]):
    """A table that holds actors by their numbers."""

    def __init__(self, numbers: Mapping[str, list[int]], actors: Sequence[Actor]) -> None:
        self._numbers, self._actors = numbers, actors

    def __getitem__(self, key: str) -> list[Actor]:
        return [self._actors[number] for number in self._numbers[key]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


class Spellings:
    """The names of a list, to be looked up by how they sound and by their stems."""

    def __init__(self, actors: Iterable[Actor], countries: Mapping[str, str]) -> None:
        """``countries`` maps countries and peoples ("Syrian"), in small letters, to codes."""
        self._countries = {_sound(name): f"<{code}>" for name, code in countries.items() if " " not in name}
        sounds: dict[str, list[Actor]] = {}
        stems: dict[str, list[Actor]] = {}
        peoples: dict[str, list[Actor]] = {}
        native: dict[str, list[Actor]] = {}
        for actor in actors:
            for name in actor.names:
                if name.isascii() or not _other_script(name):
                    for sound in self.sounds_of(name) if name not in actor.metonyms else ():
                        self._file(sounds, sound, actor)
                    noun = pattern("noun_behind").search(name)
                    for sound in self.sounds_of(name[: noun.start()]) if noun and noun.end() == len(name) else ():
                        self._file(peoples, sound, actor)
                elif _CYRILLIC.fullmatch(name):
                    self._file(stems, _stem(name), actor)
                elif _UNSPACED.search(name) or _AFFIXED.search(name):
                    self._file(native, name, actor)
        self._sounds: Mapping[str, list[Actor]] = sounds
        self._stems: Mapping[str, list[Actor]] = stems
        self._peoples: Mapping[str, list[Actor]] = peoples
        self._native: Mapping[str, list[Actor]] = native

    def pack(self, number: Callable[[Actor], int]) -> dict[str, Any]:
        """The tables in plain values for a file, each actor by its ``number``."""
        return {name: {key: list(map(number, held)) for key, held in vars(self)[name].items()} for name in _TABLES}

    @classmethod
    def unpack(cls, packed: Mapping[str, Any], actors: Sequence[Actor], countries: Mapping[str, str]) -> Spellings:
        """The tables that ``pack`` gave; ``actors`` stand in the order of their numbers."""
        spellings = cls((), countries)
        for name in _TABLES:
            setattr(spellings, name, _Numbered(packed[name], actors))
        return spellings

    @cached_property
    def _unspaced(self) -> re.Pattern[str] | None:
        return _any_of(name for name in self._native if _UNSPACED.search(name))

    @cached_property
    def _affixed(self) -> re.Pattern[str] | None:
        return _any_of(name for name in self._native if not _UNSPACED.search(name))

    @staticmethod
    def _file(table: dict[str, list[Actor]], key: str, actor: Actor) -> None:
        if key:
            held = table.setdefault(key, [])
            if not held or held[-1] is not actor:  # an actor's names are filed one after the other
                held.append(actor)

    def sounds_of(self, name: str) -> list[str]:
        """What is left of a name without what transliterations differ in, the surest first; none where that is little.

        Of a longer name the consonants do. A country and its people are one: "Free Syria Army" sounds like "Free Syrian
        Army".
        """
        words = _WORD.findall(_MARKS.sub("", name.replace("-", " ")))
        words = [word for word in words if word.casefold() not in _ARTICLES]
        if not words or (len(words) == 1 and name.isupper()):
            return []
        parts = [self._countries.get(sound, sound) for sound in map(_sound, words)]
        joined = _TWICE.sub(r"\1", "".join(parts))
        if len(words) == 1:
            return [joined] if len(joined) >= _SHORTEST_WORD else []
        bare = _VOWELS.sub("", joined)
        return [
            sound for sound, least in ((f" {joined}", _SHORTEST), (f"  {bare}", _SHORTEST_BARE)) if len(sound) > least
        ]

    def find(
        self, text: str, ranges: Sequence[Range], *, countries: Collection[str], known: Collection[Range]
    ) -> list[ActorMention]:
        """Names that differ from a listed one in spelling only, in text order; ``known`` ranges need no reading."""
        found = [mention for start, end in ranges for mention in self._respelled(text, start, end, countries, known)]
        if not text.isascii():
            found += [mention for start, end in ranges for mention in self._native_in(text, start, end)]
        return sorted(found, key=lambda mention: mention[:2])

    def _respelled(
        self, text: str, start: int, end: int, countries: Collection[str], known: Collection[Range]
    ) -> Iterator[ActorMention]:
        for match in pattern("capitalised").finditer(text, start, end):
            tail = pattern("noun_behind").match(text, match.end())
            for stop in [tail.end(), match.end()] if tail else [match.end()]:
                written = text[match.start() : stop]
                if (match.start(), stop) in known:
                    break
                actors = self.sounding(written) or (self._of_people(text[match.start() : match.end()]) if tail else [])
                fitting = [actor for actor in actors if actor.country in countries]
                if not fitting and (" " in written or "-" in written):
                    fitting = list(actors[:1])
                if fitting:
                    yield _mention(match.start(), stop, fitting, "spelt otherwise in the list")
                    break

    def sounding(self, name: str) -> list[Actor]:
        """The actors that are called much like ``name``."""
        return next((actors for sound in self.sounds_of(name) if (actors := self._sounds.get(sound))), [])

    def _of_people(self, people: str) -> list[Actor]:
        """The one party that is called by a people's name and a noun, whichever noun: "South Ossetian militia"."""
        actors = next((actors for sound in self.sounds_of(people) if (actors := self._peoples.get(sound))), [])
        return actors if len(actors) == 1 and " " in people else []

    def _native_in(self, text: str, start: int, end: int) -> Iterator[ActorMention]:
        for match in _CYRILLIC.finditer(text, start, end):
            yield from self._inflected(match)
        if _UNSPACED.search(text, start, end) and self._unspaced:
            for match in self._unspaced.finditer(text, start, end):
                yield _mention(match.start(), match.end(), self._native[match.group()], "a name in the list")
        if _AFFIXED.search(text, start, end) and self._affixed:
            for match in self._affixed.finditer(text, start, end):
                if _is_word(text, match.start(), match.end()):
                    yield _mention(match.start(), match.end(), self._native[match.group()], "a name in the list")

    def _inflected(self, match: re.Match[str]) -> Iterator[ActorMention]:
        words = list(re.finditer(r"\w{2,40}", match.group()))
        reached = 0
        for first in range(len(words)):
            for last in range(len(words), first, -1):
                start, end = words[first].start(), words[last - 1].end()
                actors = self._stems.get(_stem(match.group()[start:end])) if start >= reached else None
                if actors:
                    reached = end
                    offset = match.start()
                    yield _mention(offset + start, offset + end, actors, "another case of a name in the list")
                    break


def _mention(start: int, end: int, actors: Sequence[Actor], why: str) -> ActorMention:
    return ActorMention(start, end, tuple(actor.reading(f"{why}: {actor.name}") for actor in actors), generic=False)


def _other_script(name: str) -> bool:
    return any(character.isalpha() and "LATIN" not in unicodedata.name(character, "") for character in name)


@lru_cache(maxsize=20_000)
def _sound(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    plain = plain.translate(_LETTERS)
    for written, sound in _SOUNDS:
        plain = plain.replace(written, sound)
    return _TWICE.sub(r"\1", plain)


def _stem(name: str) -> str:
    """A Cyrillic name without the endings of its words; abbreviations have none."""
    if name.isupper():
        return name
    return " ".join(_CYRILLIC_END.sub("", word.casefold()) for word in re.split(r"[ -]", name))


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    long = sorted((name for name in names if len(name) >= _SHORTEST_NATIVE), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, long))) if long else None


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether a name stands by itself but for the letters that such scripts write on to a word."""
    before = next((n for n in range(_LONGEST_PREFIX + 1) if start == n or not text[start - n - 1].isalnum()), None)
    after = next((n for n in range(_LONGEST_ENDING + 1) if end + n >= len(text) or not text[end + n].isalnum()), None)
    whole = before == 0 and after == 0
    return whole or (before is not None and after is not None and end - start > before + after)
