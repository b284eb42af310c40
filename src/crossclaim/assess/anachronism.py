"""Whether a text can have been written on the day its page shows.

A text that calls the forming of a government a coming event was written before that government was formed, whatever
the page says. Each milestone that a text treats as coming, going on or past bounds the day of its writing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from crossclaim.assess.judging import judge_sentence
from crossclaim.assess.milestones import Milestone, MilestoneTable
from crossclaim.assess.treatments import Sentence, Stance, Treatment
from crossclaim.assess.wording import load_wording
from crossclaim.assess.words import Word, find_words
from crossclaim.model import Document, Flag, TimeReading
from crossclaim.text.quotations import find_quotations
from crossclaim.text.sentences import split_sentences

__all__ = ["Anachronism", "check_date", "find_treatments"]

# A report is put on its page some days after it was written; a bulletin after more.
MARGIN = timedelta(days=14)

Range = tuple[int, int]


class Anachronism(NamedTuple):
    """A page's date that its text contradicts, and the days between which the text was written.

    ``anchor`` is the day to read "last night" against: the one of them nearest to the page's date, if only a bound,
    where the text awaits what has been, or holds two things so; on the word of one name alone, the page's own date.
    """

    flag: Flag
    shown: date
    after: date | None
    before: date | None
    anchor: date

    def mark(self, reading: TimeReading) -> TimeReading:
        """The reading, with evidence that it leans on ``anchor`` where it does."""
        if f"counted from {self.anchor}" not in reading.evidence:
            return reading
        doubt = f"the text cannot be of the page's {self.shown}: {_between(self.after, self.before)}, days uncertain"
        return reading.model_copy(update={"evidence": (*reading.evidence, doubt)})


def check_date(
    document: Document, ranges: Sequence[Range], table: MilestoneTable, *, extra: Iterable[Milestone] = ()
) -> Anachronism | None:
    """What contradicts the document's date in ``ranges`` of its text; None where nothing does.

    ``extra`` milestones, such as the confirmed events of a store, join those of ``table``.
    """
    if document.published is None:
        return None
    shown = document.published.date
    treatments = find_treatments(document.text, ranges, table.extended(extra))
    past = {found.milestone.id for found in treatments if not found.bounds_end}
    ahead = [found for found in treatments if found.bounds_end]
    if any(found.milestone.id in past for found in ahead if found.stance is not Stance.RECENT):
        ahead = []  # alive in one sentence, dead in another: a text that tells of several times
    before = min(ahead, key=_day, default=None)
    after = max((found for found in treatments if not found.bounds_end), key=_day, default=None)
    if before and after and after.day > before.day:
        return None  # a text of several times: which of them is its own cannot be told
    if before and shown > _later(before.day) and not _looks_back(document, ranges, before.day):
        against = {found.milestone.id for found in ahead if shown > _later(found.day)}
        is_sure = before.stance is Stance.COMING or len(against) > 1
        return _anachronism(document, shown, before, after, before.day if is_sure else shown)
    if after and _later(shown) < after.day:
        return _anachronism(document, shown, before, after, after.day)
    return None


def find_treatments(text: str, ranges: Sequence[Range], table: MilestoneTable) -> list[Treatment]:
    """How ``ranges`` of a text treat the milestones of ``table``, in text order."""
    words = [word for start, end in ranges for word in find_words(text, start, end)]
    company = {word.key for word in words}
    named = {key for key in company if key in table.terms or key in table.persons or key in table.towns}
    if not named:
        return []
    return sorted(
        (
            treatment
            for start, end in ranges
            for sentence in _sentences(text, start, end, words, named)
            for treatment in judge_sentence(sentence, table, company)
            if not _is_quoted(text, sentence, treatment)
        ),
        key=lambda treatment: (treatment.start, treatment.end),
    )


def _sentences(text: str, start: int, end: int, words: Sequence[Word], named: set[str]) -> Iterable[Sentence]:
    """The sentences that name anything, each with its words."""
    cues = load_wording().cues
    sentences = split_sentences(text, start, end)
    is_news = bool(cues["day"].search(text, start, end))
    presidents = [match.start() for match in cues["the_president"].finditer(text, start, end)]
    for place, (first, last) in enumerate(sentences):
        behind = sentences[min(place + 1, len(sentences) - 1)][1]
        before = sentences[max(place - 1, 0)][0]
        near = _within(words, before, behind)
        around = frozenset(word.key for word in near)
        if around.isdisjoint(named):
            continue
        filed = cues["dateline"].match(text[first:last])
        first += filed.end() if filed else 0
        is_led = any(before <= president < behind for president in presidents)
        yield Sentence(text, first, last, _within(near, first, last), behind, is_news, is_led, around)


def _within(words: Sequence[Word], start: int, end: int) -> Sequence[Word]:
    """Those of the ordered ``words`` that begin in ``start:end``."""
    first = bisect_left(words, start, key=lambda word: word.start)
    return words[first : bisect_left(words, end, key=lambda word: word.start)]


def _is_quoted(text: str, sentence: Sentence, treatment: Treatment) -> bool:
    """Whether the words are another's, who may have spoken at another time."""
    quotations = find_quotations(text, max(0, sentence.start - 400), min(len(text), sentence.end + 400))
    return any(quote.start < treatment.start and treatment.end <= quote.end for quote in quotations)


def _looks_back(document: Document, ranges: Sequence[Range], day: date) -> bool:
    """Whether a text tells of the past by design, or names a year after ``day``: its page's date may then be right."""
    cues, text = load_wording().cues, document.text
    own = document.published.span if document.published else None
    for start, end in ranges:
        if cues["retrospect"].search(text, start, end):
            return True
        for year in cues["year"].finditer(text, start, end):
            in_date = own is not None and own.start <= year.start() < own.end
            ahead = cues["time_later"].search(text[max(start, year.start() - 30) : year.start()])
            if int(year.group()) > day.year and not in_date and not ahead:
                return True
    return False


def _anachronism(
    document: Document, shown: date, before: Treatment | None, after: Treatment | None, anchor: date
) -> Anachronism:
    bounds = [found for found in (after, before) if found]
    spans = tuple(document.span(found.start, found.end) for found in bounds)
    reasons = "; ".join(
        f'"{span.quote}" treats as {_word(found.stance)} what happened on {_days(found.milestone)}:'
        f" {found.milestone.what.rstrip('.')}"
        for found, span in zip(bounds, spans, strict=True)
    )
    if document.published and document.published.method == "given":
        anchor = shown  # the user's word: doubted, but followed
    first, last = after and after.day, before and before.day
    explanation = f"{_between(first, last)}, not on {shown}: {reasons}"
    return Anachronism(Flag(name="anachronism", explanation=explanation, spans=spans), shown, first, last, anchor)


def _between(after: date | None, before: date | None) -> str:
    if after and before:
        return f"written between {after} and {before}"
    return f"written before {before}" if before else f"written after {after}"


def _word(stance: Stance) -> str:
    return "past" if stance is Stance.NAMED else stance.value


def _days(milestone: Milestone) -> str:
    if milestone.start == milestone.end:
        return f"{milestone.start}"
    return f"{milestone.start} to {milestone.end}"


def _day(treatment: Treatment) -> date:
    return treatment.day


def _later(day: date) -> date:
    return day + MARGIN if day <= date.max - MARGIN else date.max
