"""What a sentence says of an event: that it is to come, or that it has been."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crossclaim.assess.milestones import MilestoneKind, MilestoneTable, Term
from crossclaim.assess.treatments import Sentence, Stance, Treatment, treat
from crossclaim.assess.wording import load_wording
from crossclaim.assess.words import Word, word_keys

__all__ = ["judge_awaited", "judge_events", "judge_holders", "judge_towns"]

NEAR = 70  # how far from the names an event's word may stand
# Cues of what is to come, with the forms of event words that they go with.
_COMING_LEFT = {
    "coming_left": {"base", "past", "noun", "yet"},
    "coming_before": {"base"},
    "talks_left": {"talks"},
    "vote_left": {"vote"},
}
_COMING_RIGHT = {"coming_right": {"noun"}, "talks_right": {"talks"}}


def judge_events(sentence: Sentence, table: MilestoneTable) -> Iterator[Treatment]:
    """How a sentence treats the events that it names by their terms."""
    keys, classes = {word.key for word in sentence.words}, load_wording().classes
    told = {classes[key].name for key in keys if key in classes}
    for key in keys:
        for term in table.terms.get(key, ()):
            if _holds(term, keys) and (term.classes <= told or term.coined):
                treatment = _judge_term(sentence, term, table)
                if treatment:
                    yield treatment


def judge_towns(sentence: Sentence, table: MilestoneTable) -> Iterator[Treatment]:
    """Towns at whose gates the fighting is: they have not been taken for the last time."""
    cues = load_wording().cues
    towns = list(_towns(sentence, table))
    if not towns or cues["told_time"].search(sentence.quote):
        return
    for town, start, end in towns:
        left, right = sentence.left(start), sentence.right(end)
        before = cues["near_left"].search(left) or cues["siege_left"].search(left)
        behind = cues["near_right"].search(right)
        if not (before or behind) and (before := cues["fight_left"].search(left)):
            behind = cues["fight_right"].search(right)
            before = before if behind else None
        if before or behind:
            first = start - len(left) + before.start() if before else start
            yield treat(table.takings[town][-1], Stance.GOING_ON, first, end + (behind.end() if behind else 0))


def judge_holders(sentence: Sentence, table: MilestoneTable) -> Iterator[Treatment]:
    """Towns of which it is said who holds them: since a party took them, until another did."""
    cues = load_wording().cues
    towns = list(_towns(sentence, table))
    if not towns or cues["told_time"].search(sentence.quote):
        return
    is_dated = bool(cues["day"].search(sentence.quote))
    for town, start, end in towns:
        held = _holder(sentence, start, end, is_dated=is_dated)
        if held is None:
            continue
        takings, (holder, first, last) = table.takings[town], held
        own = [place for place, taking in enumerate(takings) if _party(taking.subject) & holder]
        # An army takes back what it held before; others hold a town since they took it.
        if own and own[0] == 0 and _ARMIES.isdisjoint(word_keys(takings[0].subject)):
            yield treat(takings[0], Stance.PAST, first, last)
        if own and own[-1] + 1 < len(takings):
            yield treat(takings[own[-1] + 1], Stance.GOING_ON, first, last)


_ARMIES = frozenset(word_keys("army force government"))


def _holder(sentence: Sentence, start: int, end: int, *, is_dated: bool) -> tuple[frozenset[str], int, int] | None:
    """The words for who is said to hold the town at ``start:end`` now, and where that stands."""
    cues, left = load_wording().cues, sentence.left(start)
    if found := cues["held_right"].search(sentence.right(end)):
        return _party(found["holder"]), start, end + found.end()
    found = cues["holds_left"].search(left)
    if found is None and is_dated:  # "was sold in ISIS-held Raqqa" may be years ago
        found = cues["held_left"].search(left)
    return (_party(found["holder"]), start - len(left) + found.start(), end) if found else None


def _party(words: str) -> frozenset[str]:
    """The telling words of a party's name, with other words for the same party."""
    keys = frozenset(word_keys(words))
    alike = (same for same in load_wording().alike if same & keys)
    return keys.union(*alike) - load_wording().common


def _towns(sentence: Sentence, table: MilestoneTable) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """The towns of a sentence, and "the town" where one alone is named there or beside it."""
    for index, word in enumerate(sentence.words):
        for town in table.towns.get(word.key, ()):
            last = index + len(town)
            if tuple(other.key for other in sentence.words[index:last]) == town:
                yield town, word.start, sentence.words[last - 1].end
    if sentence.around.isdisjoint(table.towns):
        return
    meant = list(load_wording().cues["the_town"].finditer(sentence.text, sentence.start, sentence.end))
    if not meant:
        return
    beside = {town for key in sentence.around for town in table.towns.get(key, ()) if sentence.around.issuperset(town)}
    if len(beside) == 1:
        for match in meant:
            yield next(iter(beside)), match.start(), match.end()


def judge_awaited(sentence: Sentence, table: MilestoneTable, company: set[str]) -> Iterator[Treatment]:
    """Votes and agreements that are to come by their sentence alone; which ones, the document around tells."""
    classes, by_kind = load_wording().classes, load_wording().by_kind
    for word in sentence.words:
        event = classes.get(word.key)
        if event is None or event.name not in {"agree", "ceasefire", "vote"}:
            continue
        right = sentence.right(word.end)
        if load_wording().cues["not_peace"].search(right):
            continue
        lead = _coming_lead(sentence, sentence.left(word.start), right, event.forms)
        if lead is None:
            continue
        for term, keys in table.awaited:
            if event.name in by_kind[term.milestone.kind] and keys <= company and keys & sentence.around:
                yield treat(term.milestone, Stance.COMING, word.start - lead, word.end)


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
    # Which of several takings of a town is meant is rarely said.
    takings = table.takings.get(word_keys(term.milestone.object or ""), [])
    milestone = takings[-1 if stance is Stance.COMING else 0] if term.milestone in takings else term.milestone
    return treat(milestone, stance, min(start, first), max(end, last))


def _place(words: Sequence[Word], keys: Sequence[str]) -> tuple[int, int] | None:
    """Where the words of a phrase stand one behind the other."""
    size = len(keys)
    for index in range(len(words) - size + 1):
        if all(words[index + step].key == keys[step] for step in range(size)):
            return words[index].start, words[index + size - 1].end
    return None


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
        if event.name in own and _is_past(left, right, event.forms) and _is_takers(sentence, term, left, right):
            past = (Stance.PAST, word.start, word.end)
    if term.coined and term.milestone.kind.may_come and not term.milestone.kind.makes_name:
        lead = _coming_lead(sentence, sentence.left(start), sentence.right(end), frozenset({"noun"}))
        if lead is not None:
            return Stance.COMING, start - lead, end
    if term.coined and past[0] is None and _is_written_as_name(sentence.text[start:end]):
        return Stance.NAMED, start, end
    return past


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


def _is_past(left: str, right: str, forms: frozenset[str]) -> bool:
    cues = load_wording().cues
    if cues["irreal"].search(left):
        return False
    if "past" in forms:
        return True
    return "noun" in forms and bool(cues["past_left"].search(left)) and not cues["only_planned"].search(right)


def _is_takers(sentence: Sentence, term: Term, left: str, right: str) -> bool:
    """Whether a town's taking is that milestone's: its taker is named, or the text dates by it ("since the fall")."""
    if term.milestone.kind is not MilestoneKind.CITY_TAKEN:
        return True
    if load_wording().cues["fell_upon"].search(right):
        return False
    return bool(term.subject & {word.key for word in sentence.words}) or bool(
        load_wording().cues["past_left"].search(left)
    )
