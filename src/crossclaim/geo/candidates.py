"""Proper names that may be places: where they stand, what they stand beside, and what the gazetteer has of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import pairwise

from crossclaim.geo.gazetteer import Gazetteer, PlaceRow
from crossclaim.geo.lexicon import PlaceLexicon
from crossclaim.geo.names import name_key

__all__ = ["Candidate", "Slot", "Word", "find_candidates", "find_words"]

_WORD = re.compile(
    r"(?:[A-Z]\.){2,4}|[^\W_][^\W_\u0300-\u036f]*[\u0300-\u036f]*(?:['’‘`ʼʻ-]?[^\W_]+[\u0300-\u036f]*){0,12}"
)
_ARTICLE_NAME = re.compile(r"(?:al|el|ad|ar|as|ash|at|an|az|ez|es|ed|er)[-'’][^\W\d_]")
_VERBAL = re.compile(r"(?:ed|ing|ly)$")
_HELD = re.compile(r"-(?:held|controlled|occupied|besieged|dominated|run|populated|administered|majority)$")
_INSIDE = frozenset(
    [
        "al",
        "el",
        "ez",
        "az",
        "ad",
        "ar",
        "as",
        "ash",
        "de",
        "del",
        "la",
        "las",
        "los",
        "le",
        "e",
        "i",
        "ul",
        "o",
        "wa",
        "du",
        "da",
        "do",
        "san",
        "santa",
    ]
)
_HEADLINE_REACH = 7
_LONGEST = 5  # words of a name looked up at once
_LISTED_BELOW = -(2**39)  # numbers of the places that only toponyms.jsonl has: "West Bank" holds no bank
_LARGEST = frozenset({"country", "continent"})
_TOWN = 4.0  # prominence of 10,000 inhabitants
_METROPOLIS = 6.0  # prominence of a million inhabitants
_STRONG = 5.0  # prominence: 100,000 inhabitants, a region, a province, a country


class Slot(IntEnum):
    """How much the words around a name say that it is a place."""

    REFUSED = -1
    NONE = 0
    LISTED = 1
    RELATED = 2
    LOCATED = 3
    TYPED = 4


@dataclass(slots=True)
class Word:
    """A word: offsets without the possessive ending, and the gap before it."""

    start: int
    end: int
    text: str
    lower: str
    gap: str
    proper: bool
    possessive: bool = False

    @property
    def joined(self) -> bool:
        """Whether only blanks of one line part it from the word before."""
        return self.gap == " " or (bool(self.gap) and not self.gap.strip() and "\n" not in self.gap)

    @property
    def opens(self) -> bool:
        """Whether a sentence, a line or a quotation starts here, so that a capital says nothing."""
        return not self.gap or "\n" in self.gap or any(mark in '.!?:;•“"…' for mark in self.gap)


@dataclass(slots=True)
class Candidate:
    """A name with its words ``first:last``, its span widened to what a reader would quote, and its evidence."""

    first: int
    last: int
    start: int
    end: int
    name: str
    rows: list[PlaceRow]
    slot: Slot
    type_noun: str | None = None
    plural: bool = False
    leads: bool = False  # the type noun stands before the name: "villages of X"
    opens: bool = False
    partial: bool = False
    modifies: bool = False  # a noun follows: "in Tiger attacks" says nothing of a place
    odd: bool = False  # holds a word that no place is called by, or is an acronym
    name_first: int = 0
    name_start: int = 0
    enclosed: bool = False  # alone in brackets: "KABUL (Bakhtar)" names an agency
    headline: bool = False  # every long word before it has a capital, so that its own says nothing
    noun: str | None = None
    small: bool = False  # called a village or the like
    beside: bool = False  # "near X": not in it
    part: bool = False  # called a neighbourhood, a street or the like
    evidence: list[str] = field(default_factory=list)

    @property
    def prominence(self) -> float:
        """The prominence of its most prominent place, 0 of none."""
        return max((row.prominence for row in self.rows), default=0.0)

    @property
    def states(self) -> bool:
        """Whether it may name a country or a continent."""
        return any(row.kind in _LARGEST for row in self.rows)

    @property
    def strong(self) -> bool:
        """Whether it names a country, province, region or large city."""
        return self.prominence >= _STRONG


def find_words(text: str, start: int, end: int) -> list[Word]:
    """The words of ``text[start:end]``, possessive endings cut off."""
    words: list[Word] = []
    reached = start
    for match in _WORD.finditer(text, start, end):
        token, first = match.group(), match.start()
        possessive = token[-1] in "sS" and len(token) > 3 and token[-2] in "'’‘`ʼʻ"
        token = token[:-2] if possessive else token
        proper = token[0].isupper() or (token[0] in "ae" and _has_article(token))
        lower = token.lower() if token.isascii() else token.casefold()
        last = first + len(token)
        words.append(Word(first, last, token, lower, text[reached:first], proper, possessive))
        reached = last
    return words


def _has_article(token: str) -> bool:
    """Whether a capital follows an Arabic article: "al-Bab", "e-Sharif"."""
    if _ARTICLE_NAME.match(token) is not None and token[3:4].isupper():
        return True
    return "-" in token[2:4] and token[token.index("-") + 1 :][:1].isupper()


def find_candidates(text: str, words: Sequence[Word], gazetteer: Gazetteer, lexicon: PlaceLexicon) -> list[Candidate]:
    """Every name that may be a place, in order, refused ones left out."""
    found: list[Candidate] = []
    for first, last in _runs(words, lexicon):
        part = _part_of_country(words, last, gazetteer, lexicon)
        if part is not None:
            found.append(part)
        for candidate in _read_run(text, words, first, last, gazetteer, lexicon):
            _judge(candidate, text, words, gazetteer, lexicon, found[-1] if found else None)
            if candidate.slot is not Slot.REFUSED:
                found.append(candidate)
    return found


def _part_of_country(
    words: Sequence[Word], after: int, gazetteer: Gazetteer, lexicon: PlaceLexicon
) -> Candidate | None:
    """A nationality's part of the world: "the Turkish border", "Syrian territory", "the Syrian capital"."""
    noun = _next(words, after)
    country = lexicon.demonym.get(words[after - 1].lower)
    if noun is None or country is None or not (noun.lower == "capital" or noun.lower in lexicon.of_country):
        return None
    following = _next(words, after + 1)
    if noun.lower == "capital" and following is not None and following.proper:
        return None  # "the Syrian capital Damascus": found by its name
    row = gazetteer.capital(country) if noun.lower == "capital" else gazetteer.country(country)
    if row is None:
        return None
    first = after - 2 if after > 1 and words[after - 1].joined and words[after - 2].lower == "the" else after - 1
    return Candidate(
        first,
        after + 1,
        words[first].start,
        noun.end,
        row.name,
        [row],
        Slot.LOCATED,
        name_start=words[after - 1].start,
        evidence=[f"{words[after - 1].text} {noun.text}"],
    )


def _runs(words: Sequence[Word], lexicon: PlaceLexicon) -> Iterator[tuple[int, int]]:
    """Ranges of capitalised words with nothing but blanks between, "al", "de" and the like inside."""
    index = 0
    while index < len(words):
        if not words[index].proper:
            index += 1
            continue
        last = index + 1
        while last < len(words) and words[last].joined and not words[last - 1].possessive:
            step = _step(words, last, lexicon)
            if not step:
                break
            last += step
        yield index, last
        index = last


def _step(words: Sequence[Word], index: int, lexicon: PlaceLexicon) -> int:
    """By how many words a run goes on: 1 for a capital, 2 or 3 over "al", "of" or "of the", 0 where it ends."""
    if words[index].proper:
        return 1
    ahead = [word for word in words[index + 1 : index + 3] if word.joined]
    if not ahead:
        return 0
    if words[index].lower in _INSIDE and ahead[0].proper:
        return 2
    if words[index].lower == "of" and words[index - 1].lower in lexicon.of_name:
        if ahead[0].proper:
            return 2
        return 3 if len(ahead) > 1 and ahead[0].lower == "the" and ahead[1].proper else 0
    return 0


def _read_run(
    text: str, words: Sequence[Word], first: int, last: int, gazetteer: Gazetteer, lexicon: PlaceLexicon
) -> Iterator[Candidate]:
    body = any(words[index].lower.removeprefix("al-") in lexicon.organisation for index in range(first, last))
    for start, end in _segments(words, first, last, lexicon):
        if start < end:
            yield from _read_segment(text, words, (start, end), gazetteer, lexicon, body=body, run=(first, last))


def _segments(words: Sequence[Word], first: int, last: int, lexicon: PlaceLexicon) -> list[tuple[int, int]]:
    """The run without the words that are never part of a place: articles, weekdays, nationalities."""
    cut = [
        index
        for index in range(first, last)
        if words[index].lower in lexicon.calendar
        or (words[index].lower in lexicon.function and words[index].proper)
        or (words[index].lower in lexicon.opening and index == first)
        or (words[index].lower in lexicon.demonym and not _is_in_toponym(words, index, last, lexicon))
        # "Camp Ashraf" is a name, in "Kanni Village" the noun only says of what kind
        or (
            words[index].lower in lexicon.type_kind
            and (words[index].lower not in lexicon.type_before or index + 1 == last)
        )
    ]
    edges = [first - 1, *cut, last]
    return [(left + 1, right) for left, right in pairwise(edges) if left + 1 < right]


def _is_in_toponym(words: Sequence[Word], index: int, last: int, lexicon: PlaceLexicon) -> bool:
    """Whether every toponym is wanted and a nationality is part of one: "British Columbia", "Saudi Arabia"."""
    ahead = words[index : min(index + 2, last)]
    names = {words[index].lower, " ".join(word.lower for word in ahead)}
    return lexicon.wide and not names.isdisjoint(lexicon.adjectival)


def _read_segment(
    text: str,
    words: Sequence[Word],
    span: tuple[int, int],
    gazetteer: Gazetteer,
    lexicon: PlaceLexicon,
    *,
    body: bool,
    run: tuple[int, int],
) -> Iterator[Candidate]:
    first, last = span
    matches = list(_matches(text, words, first, last, gazetteer, lexicon))
    whole = sum(end - start for start, end, _ in matches) == last - first and _belong_together(matches)
    typed = _is_called(words, span, lexicon)
    kept = 0
    for start, end, rows in matches:
        strong = max(row.prominence for row in rows) >= _STRONG
        # "Rami Abdel Rahman" holds a village's name; "in Aleppo Pro-regime fighters" lost its full stop.
        state = lexicon.wide and (rows[0].id < _LISTED_BELOW or any(row.kind == "country" for row in rows))
        leads = start == run[0] or (start == run[0] + 1 and words[run[0]].lower in lexicon.function)
        if body and not (
            (leads if state else start == run[0]) and strong and (state or _located(words, start, lexicon))
        ):
            continue
        if not whole and (typed or not _is_separate(words, (start, end), span, rows, lexicon)):
            continue
        kept += 1
        yield _candidate(text, words, start, end, rows, partial=not whole)
    if not kept and not body and last - first <= _LONGEST and not (whole and matches):
        yield _candidate(text, words, first, last, [], partial=False)


def _belong_together(matches: Sequence[tuple[int, int, list[PlaceRow]]]) -> bool:
    """Whether names with nothing between are places each, their comma lost ("Azaz Aleppo"), not parts of one name.

    "Khan Tuman" and "Bab al-Nayrab" are made of villages' names, too.
    """
    *inner, outer = matches or [(0, 0, [])]
    if not inner:
        return bool(matches)
    large = [{row.country for row in rows if row.prominence >= _STRONG} for _, _, rows in matches]
    if all(large):
        return True
    return bool(large[-1]) and all(large[-1] & {row.country for row in rows} for _, _, rows in inner) and outer[0] > 0


def _is_called(words: Sequence[Word], span: tuple[int, int], lexicon: PlaceLexicon) -> bool:
    """Whether a noun says that the words are one name: "the Bab al-Nayrab neighbourhood", "the village of Ain Issa"."""
    first, last = span
    after = _next(words, last)
    if after is not None and after.lower in lexicon.type_kind:
        return True
    before = words[first - 2].lower if first > 1 and words[first - 1].lower == "of" else ""
    return before in lexicon.small or before in lexicon.part


def _is_separate(
    words: Sequence[Word],
    match: tuple[int, int],
    span: tuple[int, int],
    rows: Sequence[PlaceRow],
    lexicon: PlaceLexicon,
) -> bool:
    """Whether a known name inside other capitals is a place of its own: "in Aleppo Pro-regime fighters"."""
    if any(row.kind == "country" for row in rows):
        return match[0] == span[0] or match[1] == span[1]
    large = any(row.kind == "admin1" or row.prominence >= _METROPOLIS for row in rows)
    before = words[match[0] - 1].lower if match[0] else ""
    slot = before in lexicon.locative or before in lexicon.relational or before in lexicon.entering
    if lexicon.wide and match[1] < span[1] and words[match[1]].lower in lexicon.title:
        slot = True  # "New York City Mayor ..."
    return large and slot and match[0] == span[0]


def _located(words: Sequence[Word], first: int, lexicon: PlaceLexicon) -> bool:
    return first > 0 and words[first - 1].lower in lexicon.locative and not words[first].opens


def _matches(
    text: str, words: Sequence[Word], first: int, last: int, gazetteer: Gazetteer, lexicon: PlaceLexicon
) -> Iterator[tuple[int, int, list[PlaceRow]]]:
    """The longest known names from left to right."""
    index = first
    while index < last:
        for end in range(min(last, index + _LONGEST), index, -1):
            name = text[words[index].start : words[end - 1].end]
            alone = end - index == 1 and not _is_toponym(name, gazetteer, lexicon)
            if alone and (words[index].lower in lexicon.refused or len(name) < 3) and not name.isupper():
                continue
            rows = _rows_of(name, gazetteer, lexicon)
            if rows:
                yield index, end, rows
                index = end
                break
        else:
            index += 1


def _is_toponym(name: str, gazetteer: Gazetteer, lexicon: PlaceLexicon) -> bool:
    """Whether every toponym is wanted and this is one, whatever else its words may mean: "Asia", "US"."""
    return lexicon.wide and (
        (name_key(name) in lexicon.toponyms and (not name.isupper() or len(name) < 4))
        or any(row.kind in _LARGEST for row in gazetteer.lookup(name))
    )


def _toponym_rows(name: str, gazetteer: Gazetteer, lexicon: PlaceLexicon) -> list[PlaceRow]:
    own = (
        (gazetteer.country(row.country or "") or row) if row.kind == "country" else row
        for row in lexicon.toponyms.get(name_key(name), ())
    )
    return [*own, *gazetteer.lookup(name)]


def _rows_of(name: str, gazetteer: Gazetteer, lexicon: PlaceLexicon) -> list[PlaceRow]:
    if _is_toponym(name, gazetteer, lexicon):
        return _toponym_rows(name, gazetteer, lexicon)
    lower = name.casefold()
    lost = lower.removesuffix("s")  # "SANAs correspondent": the apostrophe is lost
    if lower in lexicon.organisation or lower in lexicon.first_name or {lower, lost} & lexicon.refused:
        return []
    rows = gazetteer.lookup(name)
    if name.isupper() and len(name) < 5:
        return [row for row in rows if row.kind == "country"]  # "US", "DRC"; "SANA", "IS" are no places
    if not rows and len(name) > 4 and lower.endswith("s"):
        # "Syrias Aleppo province": the apostrophe is lost.
        key = name_key(name[:-1])
        rows = [
            row
            for row in gazetteer.lookup(name[:-1])
            if row.kind in {"country", "admin1"} or (row.prominence >= _STRONG and name_key(row.name) == key)
        ]
    return rows


def _candidate(
    text: str, words: Sequence[Word], first: int, last: int, rows: list[PlaceRow], *, partial: bool
) -> Candidate:
    start, end = words[first].start, words[last - 1].end
    return Candidate(
        first,
        last,
        start,
        end,
        text[start:end],
        rows,
        Slot.NONE,
        opens=words[first].opens,
        partial=partial,
        name_first=first,
        name_start=start,
    )


def _judge(
    candidate: Candidate,
    text: str,
    words: Sequence[Word],
    gazetteer: Gazetteer,
    lexicon: PlaceLexicon,
    before: Candidate | None,
) -> None:
    """Set the candidate's slot and widen its span by the words that belong to the name."""
    if _is_person(candidate, words, lexicon) or _is_body(candidate, words, lexicon):
        candidate.slot = Slot.REFUSED
        return
    candidate.headline = _in_headline(candidate, words)
    candidate.enclosed = text.startswith("(", max(candidate.start - 1, 0)) and text.startswith(")", candidate.end)
    candidate.odd = _is_odd(candidate, words, lexicon)
    _take_type_after(candidate, words, gazetteer, lexicon)
    candidate.modifies = _modifies(candidate, words, lexicon)
    if text[candidate.end : candidate.end + 1] == "-" and not (lexicon.wide and candidate.states):
        candidate.slot = Slot.REFUSED  # "Russia-backed", "U.S.-led"
        return
    left = _take_before(candidate, words, lexicon)
    _place_in_slot(candidate, words, lexicon, left)
    if candidate.slot in {Slot.NONE, Slot.RELATED} and before is not None:
        _take_from_list(candidate, text, before)
    if words[candidate.name_first].lower in lexicon.title and candidate.slot < Slot.LOCATED:
        candidate.slot = Slot.REFUSED
    if candidate.slot < Slot.LISTED and _acts(candidate, words, lexicon):
        candidate.slot = Slot.REFUSED


def _previous(words: Sequence[Word], index: int) -> Word | None:
    """The word before, if only blanks part them."""
    return words[index - 1] if index > 0 and words[index].joined else None


def _next(words: Sequence[Word], index: int) -> Word | None:
    return words[index] if index < len(words) and words[index].joined else None


def _is_person(candidate: Candidate, words: Sequence[Word], lexicon: PlaceLexicon) -> bool:
    """Whether a title or first name stands before the name or opens it."""
    if (
        words[candidate.first].lower in lexicon.first_name
        and candidate.last - candidate.first > 1
        and not candidate.rows
    ):
        return words[candidate.first].lower not in {"abu", "umm"}
    previous = _previous(words, candidate.first)
    if previous is None:
        # "Gen. Paris", "Mr. Homs"
        dotted = candidate.first > 0 and words[candidate.first].gap == ". "
        return dotted and words[candidate.first - 1].lower in lexicon.dotted
    if previous.lower in lexicon.first_name:
        return previous.proper and not candidate.prominence > 7
    named = any(row.kind == "country" for row in candidate.rows)
    return previous.lower in lexicon.title and not previous.possessive and not named


def _is_body(candidate: Candidate, words: Sequence[Word], lexicon: PlaceLexicon) -> bool:
    """Whether the name is part of an organisation's: "University of X", "Islamic State of Iraq", "X police"."""
    first = candidate.first
    if lexicon.wide and any(row.kind in {"country", "admin1"} for row in candidate.rows) and not words[first].opens:
        # "the US Army", "the Health Minister of Peru"; but "the Islamic State of Iraq", "the University of Baghdad"
        head = words[first - 2] if first > 1 and words[first - 1].lower == "of" else None
        bodies = {"state", "emirate"} if candidate.states else {"state", "emirate", *lexicon.organisation}
        return head is not None and head.proper and head.lower in bodies
    if first > 1 and words[first - 1].lower in {"of", "for"} and words[first].joined:
        head = words[first - 2]
        if (
            head.proper
            and not head.opens
            and (head.lower in lexicon.organisation or head.lower in {"state", "emirate"})
        ):
            return True
    if _is_listed_in_name(words, first):
        return True
    after = _next(words, candidate.last)
    return (
        after is not None
        and after.lower in lexicon.organisation
        and not words[candidate.last - 1].possessive
        and (first == 0 or words[first - 1].lower not in lexicon.locative)
    )


def _is_listed_in_name(words: Sequence[Word], first: int) -> bool:
    """Whether the name is the second of "Islamic State of Iraq and Syria"."""
    if first < 4 or words[first - 1].lower != "and" or words[first - 3].lower not in {"of", "in"}:
        return False
    return words[first - 4].lower == "state" and words[first - 4].proper


def _take_type_after(candidate: Candidate, words: Sequence[Word], gazetteer: Gazetteer, lexicon: PlaceLexicon) -> None:
    """Take in the noun of "Idlib province", "Nayrab airport"; "Golan Heights" and "Gaza City" are names as a whole."""
    after, count = _next(words, candidate.last), 1
    if after is not None and not after.possessive and after.lower in lexicon.type_qualifier:
        after, count = _next(words, candidate.last + 1), 2
    if after is None or words[candidate.last - 1].possessive or after.lower not in lexicon.type_kind:
        return
    named = gazetteer.lookup(f"{candidate.name} {after.text}")
    if lexicon.wide:
        named = _toponym_rows(f"{candidate.name} {after.text}", gazetteer, lexicon)
        if any(row.prominence >= _TOWN or row.kind != "populated" for row in named):
            _take_whole(candidate, f"{candidate.name} {after.text}", named, after)
            return
    candidate.rows = [*named, *(row for row in candidate.rows if row not in named)]
    _set_type(candidate, after.lower, lexicon)
    candidate.last += count
    candidate.end = after.end


def _take_whole(candidate: Candidate, name: str, rows: list[PlaceRow], last: Word) -> None:
    """Take the noun into the name: "Mexico City", "Lake Erie" and "Golan Heights" are names of their own."""
    candidate.name, candidate.rows, candidate.last, candidate.end = name, rows, candidate.last + 1, last.end
    candidate.slot = Slot.LOCATED
    candidate.evidence.append("a name as a whole")


def _set_type(candidate: Candidate, noun: str, lexicon: PlaceLexicon) -> None:
    candidate.noun = candidate.noun or noun
    candidate.small = candidate.small or noun in lexicon.small
    candidate.part = candidate.part or noun in lexicon.part
    candidate.type_noun = lexicon.type_kind.get(noun, "area")
    candidate.plural = noun.endswith("s") and noun[:-1] in lexicon.type_kind
    candidate.slot = Slot.TYPED
    candidate.evidence.append(f"named with “{noun}”")


def _take_before(candidate: Candidate, words: Sequence[Word], lexicon: PlaceLexicon) -> int:
    """Widen to "the northern city of", "eastern", "Lake"; return the index of the word before all that."""
    left = candidate.first - 1
    if left < 0 or not words[candidate.first].joined:
        return left
    taken = candidate.first
    if words[left].proper and words[left].lower in lexicon.type_before:
        _set_type(candidate, words[left].lower, lexicon)
        taken, left = left, left - 1
    elif words[left].lower == "of" and left > 0 and words[left].joined and words[left - 1].lower in lexicon.type_kind:
        if candidate.type_noun is None:  # in "Andar district of Ghazni province" the district is Andar
            _set_type(candidate, words[left - 1].lower, lexicon)
            candidate.leads = True
        taken, left = left - 1, left - 2
    elif words[left].lower in lexicon.heading:
        _set_type(candidate, words[left].lower, lexicon)
        taken, left = left, left - 1
    while left >= 0 and words[left + 1].joined and _is_adjective(words[left], lexicon, candidate):
        if words[left].lower in lexicon.leading and candidate.slot is Slot.NONE:
            candidate.slot = Slot.LOCATED
            candidate.evidence.append(f"described as “{words[left].lower}”")
        taken, left = left, left - 1
    if (taken < candidate.first and left >= 0 and words[left + 1].joined and words[left].lower == "the") or (
        taken == candidate.first and candidate.type_noun and words[left].lower == "the"
    ):
        taken, left = left, left - 1
    candidate.start = words[taken].start
    candidate.first = taken
    return left


def _is_adjective(word: Word, lexicon: PlaceLexicon, candidate: Candidate) -> bool:
    if word.lower in lexicon.demonym:
        return candidate.type_noun is not None and candidate.leads
    if word.possessive:
        return False
    return word.lower in lexicon.compass or word.lower in lexicon.leading or _HELD.search(word.lower) is not None


def _place_in_slot(candidate: Candidate, words: Sequence[Word], lexicon: PlaceLexicon, left: int) -> None:
    if left < 0 or not words[left + 1].joined:
        return
    candidate.beside = words[left].lower in lexicon.beside
    if candidate.slot is Slot.TYPED:
        return
    first = words[candidate.name_first]
    if candidate.name_first + 1 < candidate.last and first.lower in lexicon.type_before:
        _set_type(candidate, first.lower, lexicon)  # "Mount Goman", "Lake Chad"
        return
    slot = _slot_after(words[left].lower, words[left - 1].lower if left else "", lexicon)
    if slot > candidate.slot or (slot is Slot.REFUSED and candidate.slot is Slot.NONE):
        candidate.slot = slot
        candidate.evidence.append(f"stands after “{words[left].lower}”")


def _slot_after(before: str, second: str, lexicon: PlaceLexicon) -> Slot:
    """What the two words before a name say of it."""
    if before in lexicon.locative or before in lexicon.entering:
        return Slot.LOCATED
    if before == "of" and (second in lexicon.compass or second in lexicon.whole_of):
        return Slot.LOCATED
    if (before == "on" and second in lexicon.assault) or (before in {"from", "to"} and second in lexicon.moving):
        return Slot.LOCATED
    if before in lexicon.opposing:
        return Slot.RELATED if second in lexicon.assault else Slot.REFUSED
    return Slot.RELATED if before in lexicon.relational else Slot.NONE


def _take_from_list(candidate: Candidate, text: str, before: Candidate) -> None:
    """A name listed after one in a slot stands in the same slot: "in Aleppo and Homs"."""
    gap = text[before.end : candidate.start] if candidate.start >= before.end else ""
    if before.slot >= Slot.LOCATED and gap.strip(" ") in {"and", ",", ", and", "or", "/", "&", "-", "–"}:
        candidate.slot = Slot.LOCATED if before.slot is Slot.LOCATED or before.plural else Slot.LISTED
        candidate.evidence.append("listed together with a place")


def _acts(candidate: Candidate, words: Sequence[Word], lexicon: PlaceLexicon) -> bool:
    """Whether the name speaks or acts: then it stands for a government or is a person."""
    after = _next(words, candidate.last)
    return after is not None and after.lower in lexicon.speech


def _is_odd(candidate: Candidate, words: Sequence[Word], lexicon: PlaceLexicon) -> bool:
    inside = words[candidate.first : candidate.last]
    acronym = any(word.text.isupper() and len(word.text) < 6 and not word.text[-1].isdigit() for word in inside)
    refused = [word.lower in lexicon.refused for word in inside]
    parts = [word.lower in lexicon.name_part for word in inside]
    doubtful = [bad and not part for bad, part in zip(refused, parts, strict=True)]
    return acronym or len(candidate.name) < 4 or all(refused) or any(doubtful)


def _in_headline(candidate: Candidate, words: Sequence[Word]) -> bool:
    """Whether the words before are all capitalised but for the small ones: "Taliban Offensive Ends in Massacre"."""
    long: list[Word] = []
    for index in range(candidate.first - 1, max(candidate.first - _HEADLINE_REACH, -1), -1):
        if not words[index + 1].joined:
            break
        if len(words[index].text) > 3 and words[index].text[0].isalpha():
            long.append(words[index])
    return len(long) > 2 and all(word.proper for word in long)


def _modifies(candidate: Candidate, words: Sequence[Word], lexicon: PlaceLexicon) -> bool:
    after = _next(words, candidate.last)
    if after is None or after.proper or not after.text[0].isalpha() or words[candidate.last - 1].possessive:
        return False
    known = after.lower in lexicon.function or after.lower in lexicon.opening or after.lower in lexicon.locative
    known = known or after.lower in lexicon.relational
    return not (known or after.lower in lexicon.compass or after.lower in lexicon.speech or _VERBAL.search(after.lower))
