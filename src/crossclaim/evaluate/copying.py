"""How well copies are told from independent reports: ``python -m crossclaim.evaluate.copying [--cases N]``.

Half of the cases are made from an annotated report as newsrooms make them: syndicated under another title and byline,
re-punctuated, put in small letters, trimmed, taken in part into another article, edited lightly. The other half are
no copies: two reports on one event by two writers, reports that quote the same sentence, pages of one outlet with the
same furniture, unrelated reports. Made from a seed: the same number of cases is always the same cases.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from crossclaim.evaluate.corpora import shared_folder
from crossclaim.evaluate.score import load_jsonl
from crossclaim.link import compare_documents, fingerprint
from crossclaim.model import Document, OffsetMap, Segment, SegmentKind
from crossclaim.text.sentences import split_sentences

__all__ = ["CopyCase", "Report", "load_reports", "main", "make_cases", "score_cases"]

CASES = 2000
SEED = 11
LEAST_WORDS = 90  # of a report that cases are made from
LEAST_TAKEN = 60  # words that a partial copy takes
BYLINES = ("By our correspondent", "Staff writer", "From agencies", "(Agencies)", "Newsroom", "Special to this paper")
CREDITS = ("Reporting by the agency's bureau.", "With additional reporting from the region.", "Source: wire services.")
TITLES = ("Dozens reported dead as fighting spreads", "What we know so far", "Toll rises in latest violence", "Update")
FURNITURE = (
    "Follow us on social media and subscribe to our newsletter to receive the most important stories of the day every "
    "morning. Read more about this subject in our special section. All rights reserved, no part of it may be "
    "reproduced without written permission of the publisher. Share this article with friends, print it or save it.",
    "Support independent journalism with a donation today, every contribution helps our reporters stay on the ground "
    "and to tell the stories that others leave out. Related stories, most read this week, photo galleries, contact, "
    "imprint, terms of use and privacy policy. Comments are closed two weeks after publication of an article here.",
)
SWAPS = {
    "said": "stated",
    "killed": "left dead",
    "people": "persons",
    "also": "too",
    "injured": "hurt",
    "near": "close to",
}


class Report(NamedTuple):
    """A report that cases are made from; reports of one group tell of the same events in different words."""

    doc: str
    group: str
    outlet: str
    text: str
    authored: bool


class CopyCase(NamedTuple):
    """Two documents, whether one copies the other, and what was done."""

    first: Document
    second: Document
    is_copy: bool
    what: str


def load_reports(corpus: Path) -> list[Report]:
    """The reports of the project and of the shared corpus, where that is at hand, that are long enough."""
    shared = shared_folder() / "corpus" / "claims"
    paths = [corpus / "written.docs.jsonl", corpus / "authored.docs.jsonl", shared / "train.docs.jsonl"]
    return [
        Report(str(row["doc"]), str(row.get("group") or row["doc"]), str(row.get("outlet")), str(row["text"]), own)
        for path, own in zip(paths, (True, True, False), strict=True)
        if path.is_file()
        for row in load_jsonl(path)
        if len(str(row["text"]).split()) >= LEAST_WORDS
    ]


def make_cases(reports: Sequence[Report], count: int, *, seed: int = SEED) -> list[CopyCase]:
    """As many cases as asked for, half of them copies."""
    chance = random.Random(seed)  # noqa: S311 - cases, no secret
    makers = [*_COPIES, *_OTHERS]
    return [_make(makers[number % len(makers)], reports, chance, number) for number in range(count)]


def score_cases(cases: Sequence[CopyCase]) -> tuple[float, float, Counter[str]]:
    """Precision, recall, and the mistakes by kind of case; a copy that shares no fingerprint is not found."""
    right = found = wanted = 0
    mistakes: Counter[str] = Counter()
    for case in cases:
        meet = not set(fingerprint(case.first)).isdisjoint(fingerprint(case.second))
        held = meet and compare_documents(case.first, case.second) is not None
        right += held and case.is_copy
        found += held
        wanted += case.is_copy
        mistakes[case.what] += held != case.is_copy
    return right / found if found else 1.0, right / wanted if wanted else 1.0, +mistakes


def main(arguments: Sequence[str] | None = None) -> int:
    """Print precision, recall and the mistakes."""
    parser = argparse.ArgumentParser(prog="python -m crossclaim.evaluate.copying", description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"), help="the project's own annotated reports")
    options = parser.parse_args(arguments)
    reports = load_reports(options.corpus)
    if not reports:
        sys.stderr.write(f"not measured: no reports in {options.corpus}\n")
        return 1
    precision, recall, mistakes = score_cases(make_cases(reports, options.cases, seed=options.seed))
    sys.stdout.write(
        f"{options.cases} cases from {len(reports)} reports: precision {precision:.4f} recall {recall:.4f}\n"
    )
    sys.stdout.write("".join(f"  {count} wrong: {what}\n" for what, count in mistakes.most_common()))
    return 0


Maker = Callable[[Sequence[Report], random.Random], tuple[str, str] | tuple[str, str, str]]


def _make(maker: Maker, reports: Sequence[Report], chance: random.Random, number: int) -> CopyCase:
    made = maker(reports, chance)
    furniture = made[2] if len(made) > 2 else ""
    documents = [_document(f"{number}-{letter}", text, furniture) for letter, text in zip("ab", made[:2], strict=True)]
    return CopyCase(documents[0], documents[1], maker in _COPIES, (maker.__doc__ or "").rstrip("."))


def _document(name: str, text: str, furniture: str) -> Document:
    """A document whose furniture was told from its body, as the readers of pages tell it."""
    whole = f"{text}\n\n{furniture}" if furniture else text
    segments = [Segment(kind=SegmentKind.BODY, start=0, end=len(text))]
    if furniture:
        segments.append(Segment(kind=SegmentKind.BOILERPLATE, start=len(text) + 2, end=len(whole)))
    return Document(id=name, text=whole, segments=tuple(segments), offsets=OffsetMap.identity(len(whole)))


# --- copies


def _syndicated(reports: Sequence[Report], chance: random.Random) -> tuple[str, str]:
    """Syndicated under another title and byline."""
    text = chance.choice(reports).text
    return text, _dressed(text, chance)


def _repunctuated(reports: Sequence[Report], chance: random.Random) -> tuple[str, str]:
    """Syndicated without commas, quotation marks and apostrophes."""
    text = chance.choice(reports).text
    return text, _dressed(re.sub(r"[,;:\"“”'’()\-–]", "", text), chance)


def _case_folded(reports: Sequence[Report], chance: random.Random) -> tuple[str, str]:
    """Syndicated in small or capital letters."""
    text = chance.choice(reports).text
    return text, text.lower() if chance.random() < 0.5 else text.upper()


def _trimmed(reports: Sequence[Report], chance: random.Random) -> tuple[str, str]:
    """Trimmed from the end, as desks do."""
    text = chance.choice(reports).text
    return text, _dressed(_taken(text, chance, from_start=True), chance)


def _embedded(reports: Sequence[Report], chance: random.Random) -> tuple[str, str]:
    """A part taken into an article of another hand."""
    report, host = _strangers(reports, chance)
    sentences = _sentences(host.text)
    at = chance.randrange(len(sentences))
    part = _taken(report.text, chance, from_start=False)
    return report.text, " ".join([*sentences[:at], part, *sentences[at:]])


def _edited(reports: Sequence[Report], chance: random.Random) -> tuple[str, str]:
    """Edited lightly: words exchanged, a sentence dropped, one put in."""
    report, host = _strangers(reports, chance)
    sentences = _sentences(report.text)
    if len(sentences) > 4:
        del sentences[chance.randrange(1, len(sentences))]
    sentences.insert(chance.randrange(len(sentences)), chance.choice(_sentences(host.text)))
    words = [SWAPS[word] if word in SWAPS and chance.random() < 0.6 else word for word in " ".join(sentences).split()]
    return report.text, _dressed(" ".join(words), chance)


# --- no copies


def _two_reporters(reports: Sequence[Report], chance: random.Random) -> tuple[str, str]:
    """Two reports on one event by two writers."""
    own = [report for report in reports if report.authored]
    groups = Counter(report.group for report in own)
    report = chance.choice([report for report in own if groups[report.group] > 1])
    other = chance.choice([each for each in own if each.group == report.group and each.doc != report.doc])
    return report.text, other.text


def _same_quotation(reports: Sequence[Report], chance: random.Random) -> tuple[str, str]:
    """Reports that quote the same sentence."""
    one, other = _strangers(reports, chance)
    fitting = [each for each in _sentences(one.text) if 6 <= len(each.split()) <= 35] or ["Nobody was hurt, he said."]
    quoted, sentences = chance.choice(fitting), _sentences(other.text)
    at = chance.randrange(len(sentences))
    return one.text, " ".join([*sentences[:at], f'"{quoted}"', *sentences[at:]])


def _same_outlet(reports: Sequence[Report], chance: random.Random) -> tuple[str, str, str]:
    """Pages of one outlet with the same furniture."""
    one, other = _strangers(reports, chance)
    return one.text, other.text, chance.choice(FURNITURE)


def _unrelated(reports: Sequence[Report], chance: random.Random) -> tuple[str, str]:
    """Unrelated reports."""
    one, other = _strangers(reports, chance)
    return one.text, other.text


def _strangers(reports: Sequence[Report], chance: random.Random) -> tuple[Report, Report]:
    """Two reports of different groups; of the scraped ones, groups may share an agency's text: those are left out."""
    report = chance.choice(reports)
    others = [each for each in reports if each.group != report.group and (each.authored or report.authored)]
    return report, chance.choice(others)


def _dressed(text: str, chance: random.Random) -> str:
    parts = [chance.choice(TITLES), chance.choice(BYLINES), text, chance.choice(CREDITS)]
    return "\n\n".join(part for part in parts if part is text or chance.random() < 0.6)


def _taken(text: str, chance: random.Random, *, from_start: bool) -> str:
    """Some sentences in a row, at least ``LEAST_TAKEN`` words."""
    sentences = _sentences(text)
    start = 0 if from_start else chance.randrange(max(1, len(sentences) // 2))
    taken: list[str] = []
    share = chance.uniform(0.3, 0.8)
    for sentence in sentences[start:]:
        if len(" ".join(taken).split()) >= max(LEAST_TAKEN, share * len(text.split())):
            break
        taken.append(sentence)
    return " ".join(taken) if len(" ".join(taken).split()) >= LEAST_TAKEN else text


def _sentences(text: str) -> list[str]:
    return list(_split(text)) or [text]


def _split(text: str) -> Iterator[str]:
    for start, end in split_sentences(text, 0, len(text)):
        yield text[start:end]


_COPIES: tuple[Maker, ...] = (_syndicated, _repunctuated, _case_folded, _trimmed, _embedded, _edited)
# Twice each of the two that are hard to tell from copies, so that half of the cases are no copies.
_OTHERS: tuple[Maker, ...] = (
    _two_reporters,
    _two_reporters,
    _same_quotation,
    _same_quotation,
    _same_outlet,
    _unrelated,
)


if __name__ == "__main__":
    sys.exit(main())
