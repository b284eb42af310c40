"""What a sentence says of a person: alive, at large or in office still, or no longer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crossclaim.assess.milestones import Milestone, MilestoneKind, MilestoneTable, PersonName
from crossclaim.assess.treatments import Sentence, Stance, Treatment, treat
from crossclaim.assess.wording import load_wording
from crossclaim.assess.words import Word

__all__ = ["judge_persons"]

# Who comes to these bears a title from then on.
_OFFICE = re.compile(r"Presidency|Prime minister|Chairman|Transitional president|First prime")


def judge_persons(sentence: Sentence, table: MilestoneTable, company: set[str]) -> Iterator[Treatment]:
    """How a sentence treats the fates of those whom it names. ``company`` are all words of the document."""
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
    """Whether a name is that person's: written as a name, without another's first name, and in company that fits.

    A family name alone is a brother's or a cousin's as well, unless the text has more of the name, or a title before it
    in a text about that country.
    """
    words, text = sentence.words, sentence.text
    if not text[words[index].start].isupper():
        return False
    for neighbour, gap in (
        (words[index - 1], text[words[index - 1].end : words[index].start]) if index else (None, ""),
        (words[last], text[words[last - 1].end : words[last].start]) if last < len(words) else (None, ""),
    ):
        if neighbour and gap in {" ", "-"} and neighbour.key not in name.own and _is_name(text, neighbour, words[0]):
            return False
    core = [key for key in name.words if key not in {"al", "el"}]
    if len(core) > 1:
        return True
    if core and core[0] in load_wording().shared_names:
        return False
    if (name.own - set(name.words)) & company:
        return True
    known = {key for country in name.milestone.country for key in table.company[country]} - name.own
    titled = load_wording().cues["title_before"].search(sentence.left(words[index].start))
    return bool(titled and known & company)


def _is_name(text: str, word: Word, first: Word) -> bool:
    titled = re.fullmatch(load_wording().cues["title"], text[word.start : word.end] + " ")
    return text[word.start].isupper() and word != first and not titled


def _judge_person(sentence: Sentence, start: int, end: int, milestone: Milestone) -> Treatment | None:
    title = _office_title(sentence.left(start), milestone)
    if milestone.kind is MilestoneKind.LEADER_TOOK_OFFICE:
        return treat(milestone, Stance.NAMED, start - len(title), end) if title else None
    gone = _gone_span(sentence, start, end, milestone.kind)
    if gone:
        return treat(milestone, Stance.PAST, *gone)
    if load_wording().cues["told_fate"].search(sentence.quote):
        return None
    if milestone.kind is MilestoneKind.LEADER_CAPTURED:
        found = _cued_span(sentence, start, end, "sought") or _cued_span(sentence, start, end, "wanted")
    elif milestone.kind is MilestoneKind.LEADER_LEFT_OFFICE and not title:
        full_name = " " in sentence.text[start:end]
        found = _living_span(sentence, start, end) if sentence.is_led and full_name else None
    else:
        found = _living_span(sentence, start, end)
    return treat(milestone, Stance.GOING_ON, *found) if found else None


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


def _living_span(sentence: Sentence, start: int, end: int) -> tuple[int, int] | None:
    """The name with the words that show that its bearer lives; None where nothing does."""
    cues, left, right = load_wording().cues, sentence.left(start), sentence.right(end)
    if cues["irreal_person"].search(left):
        return None
    alive = cues["alive_right"].search(right)
    if alive and not cues["dead_right"].search(right):
        return start, end + alive.end()
    sought = _cued_span(sentence, start, end, "sought")
    if sought:
        return sought
    spoke = cues["spoke_right"].search(right)
    if spoke and (sentence.is_news or cues["title_left"].search(left)):
        return start, end + spoke.end()
    behind = sentence.text[sentence.end : sentence.next_end]
    goes_on = cues["pronoun_next"].match(behind) if cues["subject_left"].search(left) else None
    return (start, sentence.end + goes_on.end()) if goes_on else None


def _cued_span(sentence: Sentence, start: int, end: int, cue: str) -> tuple[int, int] | None:
    """The name with the words of a cue on either side of it."""
    cues, left, right = load_wording().cues, sentence.left(start), sentence.right(end)
    before, behind = cues[f"{cue}_left"].search(left), cues[f"{cue}_right"].search(right)
    if cue == "sought" and not (before or behind):
        before, behind = cues["where_left"].search(left), cues["where_right"].search(right)
        if not (before and behind):
            return None
    if not (before or behind):
        return None
    return start - len(left) + before.start() if before else start, end + behind.end() if behind else end
