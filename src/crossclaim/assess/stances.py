"""What a sentence says of a milestone: that it is to come, or that it has been."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from crossclaim.assess.milestones import Milestone, MilestoneKind, MilestoneTable, PersonName, Term
from crossclaim.assess.wording import load_wording
from crossclaim.assess.words import Word, word_keys

__all__ = ["Sentence", "Stance", "Treatment", "judge_sentence"]

# A name is talked about before the thing exists: a mission is planned, an accord is drafted.
NAMING_TIME = timedelta(days=90)
NEAR = 70  # how far from the names an event's word may stand
LEFT, RIGHT = 110, 110  # how far around a word its cues may stand
# How long ago what happened "on Monday" or "last month" can have been, reports being late.
_REACH = {"week_right": timedelta(days=21), "month_right": timedelta(days=62)}
_OFFICE = re.compile(
    r"Presidency|Prime minister|Chairman|Transitional president|First prime"
)  # who comes to these bears a title from then on
# Cues of what is to come, with the forms of event words that they go with.
_COMING_LEFT = {
    "coming_left": {"base", "past", "noun", "yet"},
    "coming_before": {"base"},
    "talks_left": {"talks"},
    "vote_left": {"vote"},
}
_COMING_RIGHT = {"coming_right": {"noun"}, "talks_right": {"talks"}}


class Stance(StrEnum):
    """How a text holds a milestone."""

    COMING = "coming"
    GOING_ON = "going on"
    PAST = "past"
    RECENT = "just past"
    NAMED = "named"


class Treatment(NamedTuple):
    """``text[start:end]`` treats ``milestone`` so; ``day`` is the last day to write that, or the first one."""

    milestone: Milestone
    stance: Stance
    start: int
    end: int
    day: date

    @property
    def bounds_end(self) -> bool:
        """Whether the text was written before ``day`` rather than after it."""
        return self.stance in {Stance.COMING, Stance.GOING_ON, Stance.RECENT}


class Sentence(NamedTuple):
    """A sentence with its words, and the one behind it."""

    text: str
    start: int
    end: int
    words: Sequence[Word]
    next_end: int
    is_news: bool  # its document names days as news does: "on Monday"
    is_led: bool  # the one beside it speaks of "the President" in office
    around: frozenset[str]  # words of this sentence and of those beside it

    def left(self, start: int) -> str:
        """What stands before ``start``, back to a semicolon or colon."""
        return re.split(r"[;:]", self.text[max(self.start, start - LEFT) : start])[-1]

    def right(self, end: int) -> str:
        """What stands behind ``end``."""
        return self.text[end : min(self.end, end + RIGHT)]

    @property
    def quote(self) -> str:
        """The sentence itself."""
        return self.text[self.start : self.end]


def judge_sentence(sentence: Sentence, table: MilestoneTable, company: set[str]) -> list[Treatment]:
    """How one sentence treats the milestones that it names. ``company`` are all words of the document."""
    keys, classes = {word.key for word in sentence.words}, load_wording().classes
    told = {classes[key].name for key in keys if key in classes}
    found = [
        treatment
        for key in keys
        for term in table.terms.get(key, ())
        if (term.coined or term.classes <= told)
        and _holds(term, keys)
        and (treatment := _judge_term(sentence, term, table))
    ]
    persons, towns = _judge_persons(sentence, table, company), _judge_towns(sentence, table)
    treatments = [*found, *persons, *towns, *_judge_awaited(sentence, table, company)]
    return _cautious([*treatments, *_just_past(sentence, treatments, table)])


def _just_past(sentence: Sentence, treatments: Iterable[Treatment], table: MilestoneTable) -> Iterator[Treatment]:
    """Of what has been, what happened "on Monday" or "this month": the text was written soon after it."""
    cues = load_wording().cues
    if cues["told_time"].search(sentence.quote):
        return
    for treatment in treatments:
        if treatment.stance is not Stance.PAST or cues["since"].search(sentence.left(treatment.end)):
            continue
        right = sentence.right(treatment.end)
        for name, reach in _REACH.items():
            match = cues[name].search(right)
            if match:
                milestone = table.takings.get(word_keys(treatment.milestone.object or ""), [treatment.milestone])[-1]
                yield Treatment(
                    milestone, Stance.RECENT, treatment.start, treatment.end + match.end(), milestone.end + reach
                )


def _cautious(treatments: Iterable[Treatment]) -> list[Treatment]:
    """Of namesakes in one sentence (Goma fell twice), what holds for all: the last to come, the first that has been."""
    kept: dict[tuple[object, ...], Treatment] = {}
    for treatment in treatments:
        milestone = treatment.milestone
        named = milestone.subject if milestone.kind.is_fate else milestone.object or milestone.subject
        key = (treatment.bounds_end, milestone.kind, named)
        rival = kept.get(key)
        if rival is None or (treatment.day > rival.day) == treatment.bounds_end:
            kept[key] = treatment
    return list(kept.values())


def _holds(term: Term, keys: set[str]) -> bool:
    return all(word in keys for words in term.words for word in words)


def _judge_term(sentence: Sentence, term: Term, table: MilestoneTable) -> Treatment | None:
    places = [_place(sentence.words, words) for words in term.words]
    if not all(places) or term.milestone.kind in {MilestoneKind.LEADER_DIED, MilestoneKind.LEADER_CAPTURED}:
        return None
    found = [place for place in places if place]
    start, end = min(place[0] for place in found), max(place[1] for place in found)
    stance, first, last = _event_stance(sentence, term, found)
    if stance is None:
        return None
    milestone = term.milestone
    if milestone.kind is MilestoneKind.CITY_TAKEN and milestone.object:
        # Which of several takings is meant is rarely said.
        milestone = table.takings[word_keys(milestone.object)][-1 if stance is Stance.COMING else 0]
    return _treatment(milestone, stance, min(start, first), max(end, last))


def _judge_towns(sentence: Sentence, table: MilestoneTable) -> Iterator[Treatment]:
    """Towns at whose gates the fighting is: they have not been taken for the last time."""
    cues = load_wording().cues
    if cues["told_time"].search(sentence.quote):
        return
    for town, start, end in _towns(sentence, table):
        left, right = sentence.left(start), sentence.right(end)
        before = cues["near_left"].search(left) or cues["siege_left"].search(left)
        behind = cues["near_right"].search(right)
        if not (before or behind) and (before := cues["fight_left"].search(left)):
            behind = cues["fight_right"].search(right)
            before = before if behind else None
        if before or behind:
            first = start - len(left) + before.start() if before else start
            yield _treatment(table.takings[town][-1], Stance.GOING_ON, first, end + (behind.end() if behind else 0))


def _towns(sentence: Sentence, table: MilestoneTable) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """The towns of a sentence, and "the town" where one alone is named there or beside it."""
    for index, word in enumerate(sentence.words):
        for town in table.towns.get(word.key, ()):
            last = index + len(town)
            if tuple(other.key for other in sentence.words[index:last]) == town:
                yield town, word.start, sentence.words[last - 1].end
    meant = list(load_wording().cues["the_town"].finditer(sentence.text, sentence.start, sentence.end))
    if not meant:
        return
    beside = {town for key in sentence.around for town in table.towns.get(key, ()) if sentence.around.issuperset(town)}
    if len(beside) == 1:
        for match in meant:
            yield next(iter(beside)), match.start(), match.end()


def _judge_awaited(sentence: Sentence, table: MilestoneTable, company: set[str]) -> Iterator[Treatment]:
    """Votes and agreements that are to come by their sentence alone; which ones, the document around tells."""
    classes, by_kind = load_wording().classes, load_wording().by_kind
    for word in sentence.words:
        event = classes.get(word.key)
        if event is None or event.name not in {"agree", "ceasefire", "vote"}:
            continue
        lead = _coming_lead(sentence, sentence.left(word.start), sentence.right(word.end), event.forms)
        if lead is None:
            continue
        for term in table.awaited:
            keys = {key for words in term.words for key in words}
            if event.name in by_kind[term.milestone.kind] and keys <= company and keys & sentence.around:
                yield _treatment(term.milestone, Stance.COMING, word.start - lead, word.end)


def _place(words: Sequence[Word], keys: Sequence[str]) -> tuple[int, int] | None:
    """Where the words of a phrase stand one behind the other."""
    size = len(keys)
    for index in range(len(words) - size + 1):
        if all(words[index + step].key == keys[step] for step in range(size)):
            return words[index].start, words[index + size - 1].end
    return None


def _is_near(sentence: Sentence, word: Word, term: Term, places: Sequence[tuple[int, int]]) -> bool:
    """Whether an event's word can tell of what stands at ``places``: of a town only from beside it."""
    if term.milestone.kind is MilestoneKind.CITY_TAKEN:
        town = set(word_keys(term.milestone.object or ""))
        return any(
            _is_beside(sentence.text, word, place)
            for words, place in zip(term.words, places, strict=True)
            if town & set(words)
        )
    gaps = [sentence.text[min(word.end, end) : max(word.start, start)] for start, end in places]
    return any(len(gap) <= NEAR and not re.search(r"[;:]", gap) for gap in gaps)


def _is_beside(text: str, word: Word, town: tuple[int, int]) -> bool:
    cues, (start, end) = load_wording().cues, town
    if start <= word.start < end:
        return True  # "fall of Mosul" is one name
    if word.start < start:
        return bool(cues["took_gap"].search(text[word.end : start]))
    return bool(cues["taken_gap"].search(text[end : word.start]))


def _event_stance(sentence: Sentence, term: Term, places: Sequence[tuple[int, int]]) -> tuple[Stance | None, int, int]:
    start, end = min(place[0] for place in places), max(place[1] for place in places)
    classes = load_wording().classes
    own = load_wording().by_kind.get(term.milestone.kind, frozenset())
    past: tuple[Stance | None, int, int] = (None, start, end)
    for word in sentence.words:
        event = classes.get(word.key)
        if event is None or (event.name not in own and event.name not in term.classes):
            continue
        if not _is_near(sentence, word, term, places):
            continue
        left, right = sentence.left(word.start), sentence.right(word.end)
        if event.name in own and term.milestone.kind.may_come:
            lead = _coming_lead(sentence, left, right, event.forms)
            if lead is not None:
                return Stance.COMING, word.start - lead, word.end
        if event.name in own and _is_past(left, right, event.forms) and _is_takers(sentence, term, left):
            past = (Stance.PAST, word.start, word.end)
    if term.coined and term.milestone.kind.may_come:
        lead = _coming_lead(sentence, sentence.left(start), sentence.right(end), frozenset({"noun"}))
        if lead is not None:
            return Stance.COMING, start - lead, end
    if term.coined and past[0] is None and _is_written_as_name(sentence.text[start:end]):
        return Stance.NAMED, start, end
    return past


def _is_written_as_name(words: str) -> bool:
    """Whether words begin and end in capitals: Operation Olive Branch, not an olive branch."""
    parts = words.replace("-", " ").split()
    return all(part[0].isupper() or part[0].isdigit() for part in (parts[0], parts[-1]))


def _coming_lead(sentence: Sentence, left: str, right: str, forms: frozenset[str]) -> int | None:
    """How far before an event's word the words begin that tell it is to come; None where nothing tells so."""
    cues = load_wording().cues
    if cues["told_time"].search(sentence.quote):
        return None
    names = [name for name, needs in _COMING_LEFT.items() if needs & forms]
    found = next((match for name in names if (match := cues[name].search(left))), None)
    if found:
        return len(left) - found.start()
    return 0 if any(needs & forms and cues[name].search(right) for name, needs in _COMING_RIGHT.items()) else None


def _is_takers(sentence: Sentence, term: Term, left: str) -> bool:
    """Whether a town's taking is that milestone's: its taker is named, or the text dates by it ("since the fall")."""
    if term.milestone.kind is not MilestoneKind.CITY_TAKEN:
        return True
    return bool(term.subject & {word.key for word in sentence.words}) or bool(
        load_wording().cues["past_left"].search(left)
    )


def _is_past(left: str, right: str, forms: frozenset[str]) -> bool:
    cues = load_wording().cues
    if cues["irreal"].search(left):
        return False
    if "past" in forms:
        return True
    return "noun" in forms and bool(cues["past_left"].search(left)) and not cues["only_planned"].search(right)


def _judge_persons(sentence: Sentence, table: MilestoneTable, company: set[str]) -> Iterator[Treatment]:
    for index, word in enumerate(sentence.words):
        for name in table.persons.get(word.key, ()):
            last = index + len(name.words)
            if tuple(other.key for other in sentence.words[index:last]) != name.words:
                continue
            if _is_meant(sentence, index, last, name, table, company):
                treatment = _judge_person(sentence, word.start, sentence.words[last - 1].end, name.milestone)
                if treatment:
                    yield treatment


def _is_meant(
    sentence: Sentence, index: int, last: int, name: PersonName, table: MilestoneTable, company: set[str]
) -> bool:
    """Whether a name is that person's: written as a name, without another's first name, and in company that fits."""
    words, text = sentence.words, sentence.text
    if not text[words[index].start].isupper():
        return False
    for neighbour, gap in (
        (words[index - 1], text[words[index - 1].end : words[index].start]) if index else (None, ""),
        (words[last], text[words[last - 1].end : words[last].start]) if last < len(words) else (None, ""),
    ):
        if neighbour and gap in {" ", "-"} and neighbour.key not in name.own and _is_name(text, neighbour, words[0]):
            return False
    if len(name.words) > 1:
        return True
    if name.words[0] in load_wording().shared_names:
        return False
    known = {key for country in name.milestone.country for key in table.company[country]} - name.own
    return bool(known & company) or bool((name.own - set(name.words)) & company)


def _is_name(text: str, word: Word, first: Word) -> bool:
    titled = re.fullmatch(load_wording().cues["title"], text[word.start : word.end] + " ")
    return text[word.start].isupper() and word != first and not titled


def _judge_person(sentence: Sentence, start: int, end: int, milestone: Milestone) -> Treatment | None:
    cues = load_wording().cues
    left, right = sentence.left(start), sentence.right(end)
    title = _office_title(left, milestone)
    if milestone.kind is MilestoneKind.LEADER_TOOK_OFFICE:
        return _treatment(milestone, Stance.NAMED, start - len(title), end) if title else None
    gone = _gone_span(sentence, start, end, milestone.kind)
    if gone:
        return _treatment(milestone, Stance.PAST, *gone)
    if milestone.kind is MilestoneKind.LEADER_CAPTURED:
        sought = cues["sought_left"].search(left) or cues["sought_right"].search(right)
        return _treatment(milestone, Stance.GOING_ON, start, end) if sought else None
    if milestone.kind is MilestoneKind.LEADER_LEFT_OFFICE and not title:
        fits = sentence.is_led and " " in sentence.text[start:end]
        if not fits:
            return None
    width = _living_width(sentence, left, right)
    return _treatment(milestone, Stance.GOING_ON, start, end + width) if width is not None else None


def _office_title(left: str, milestone: Milestone) -> str:
    """The title before a name that its bearer has from the office of ``milestone``; none, if empty."""
    found = load_wording().cues["title_left"].search(left)
    if not found or not _OFFICE.match(milestone.object or ""):
        return ""
    chairs = (milestone.object or "").startswith("Chairman")
    return found.group() if chairs == found.group().casefold().startswith("chairman") else ""


def _gone_span(sentence: Sentence, start: int, end: int, kind: MilestoneKind) -> tuple[int, int] | None:
    cues, left, right = load_wording().cues, sentence.left(start), sentence.right(end)
    before = cues[f"{kind}_left"].search(left)
    if before and not right.startswith(("'", "’")) and not cues["irreal"].search(left[: before.start()]):
        return start - len(left) + before.start(), end
    behind = cues[f"{kind}_right"].search(right)
    if behind and not cues["irreal"].search(left) and not cues["irreal_within"].search(behind.group()):
        return start, end + behind.end()
    return None


def _living_width(sentence: Sentence, left: str, right: str) -> int | None:
    """How many characters behind a name show that its bearer lives; None where nothing does."""
    cues = load_wording().cues
    if cues["told_fate"].search(sentence.quote) or cues["irreal_person"].search(left):
        return None
    alive = cues["alive_right"].search(right)
    if alive and not cues["dead_right"].search(right):
        return alive.end()
    if cues["sought_left"].search(left) or cues["sought_right"].search(right):
        return 0
    spoke = cues["spoke_right"].search(right)
    if spoke and (sentence.is_news or cues["title_left"].search(left)):
        return spoke.end()
    behind = sentence.text[sentence.end : sentence.next_end].lstrip()
    if cues["subject_left"].search(left) and cues["pronoun_next"].search(behind):
        return 0
    return None


def _treatment(milestone: Milestone, stance: Stance, start: int, end: int) -> Treatment:
    match stance:
        case Stance.COMING | Stance.GOING_ON:
            day = milestone.end
        case Stance.PAST:
            day = milestone.start
        case Stance.NAMED:
            day = max(date.min + NAMING_TIME, milestone.start) - NAMING_TIME
    return Treatment(milestone, stance, start, end, day)
