"""Scores the times found in WikiWars, war narratives annotated with TIMEX2: ``python -m crossclaim.evaluate.times``.

The corpus (Mazur and Dale, "WikiWars: A New Corpus for Research on Temporal Expressions", EMNLP 2010) is not part of
the project. It is looked for in ``$CROSSCLAIM_SHARED/data/wikiwars_dev``, else in ``../shared/data/wikiwars_dev``: a
JSON line a document in ``docs.jsonl`` (``doc``, ``text``) and in ``gold.jsonl`` (``doc``, ``times`` of ``start``,
``end`` in code points and ``value``, null where the annotators gave none).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from crossclaim.evaluate.corpora import shared_folder
from crossclaim.model import TimeReading
from crossclaim.temporal import TimeExpression, TimeKind, find_times, resolve_times
from crossclaim.temporal.expressions import Parts, Relation

__all__ = ["Score", "Timed", "find_corpus", "main", "pair_times", "score_corpus", "timed"]

_LENGTHS = frozenset({TimeKind.DURATION, TimeKind.SPAN, TimeKind.WINDOW, TimeKind.WINDOW_AHEAD, TimeKind.WINDOW_AFTER})
_DAY_PARTS = {"night": "TNI", "morning": "TMO", "evening": "TEV", "afternoon": "TAF"}
_UNIT_LETTERS = {"hour": "H", "day": "D", "week": "W", "month": "M", "year": "Y", "decade": "E", "century": "C"}
_SEASONS = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}


class Timed(NamedTuple):
    """A stretch of text that names a time, half-open in code points, with its TIMEX2 value, None where open."""

    start: int
    end: int
    value: str | None


class Score(NamedTuple):
    """Counts over a corpus; the shares are between 0 and 1, and 0 where there is nothing to divide by."""

    gold: int
    found: int
    strict: int
    overlapping: int
    valued: int
    right: int

    @property
    def strict_f1(self) -> float:
        """F1 of spans that agree to the character."""
        return _f1(self.strict, self.gold, self.found)

    @property
    def relaxed_f1(self) -> float:
        """F1 of spans that overlap, each used once."""
        return _f1(self.overlapping, self.gold, self.found)

    @property
    def value_accuracy(self) -> float:
        """The share of overlapping pairs whose annotated value is the one found."""
        return self.right / self.valued if self.valued else 0.0


def find_corpus() -> Path | None:
    """The folder of the corpus, None where there is none."""
    folder = shared_folder() / "data" / "wikiwars_dev"
    return folder if (folder / "gold.jsonl").is_file() else None


def score_corpus(folder: Path) -> Score:
    """The score over all documents of the corpus in ``folder``."""
    scores = [_score(gold, timed(text, None)) for text, gold in _read(folder)]
    return Score(*(sum(counts) for counts in zip(*scores, strict=True)))


def timed(text: str, anchor: date | None) -> list[Timed]:
    """The times in a text, a range as its two ends, prepositions left out, as the annotators marked them."""
    # The value is that of the time named; "by" and "since" bound what happened, not what the words name.
    times = [time._replace(relation=Relation.ON) for time in find_times(text)]
    readings = resolve_times(times, anchor)
    return [
        Timed(start, end, _value(time, reading, place))
        for time, reading in zip(times, readings, strict=True)
        for place, (start, end) in enumerate(time.points or ((time.start, time.end),))
    ]


def main() -> int:
    """Prints the score, one measure a line; 1 where the corpus is absent."""
    folder = find_corpus()
    if folder is None:
        sys.stdout.write("no wikiwars_dev: set CROSSCLAIM_SHARED to the folder that holds data/wikiwars_dev\n")
        return 1
    score = score_corpus(folder)
    sys.stdout.write(
        f"gold {score.gold}, found {score.found}\n"
        f"span F1, strict   {score.strict_f1:.3f}\n"
        f"span F1, relaxed  {score.relaxed_f1:.3f}\n"
        f"value right       {score.value_accuracy:.3f} of {score.valued} matched with a value\n"
    )
    return 0


def _read(folder: Path) -> Iterator[tuple[str, list[Timed]]]:
    lines = [(folder / name).read_text(encoding="utf-8").splitlines() for name in ("docs.jsonl", "gold.jsonl")]
    gold = {row["doc"]: row["times"] for row in map(json.loads, lines[1])}
    for row in map(json.loads, lines[0]):
        yield row["text"], [Timed(time["start"], time["end"], time["value"]) for time in gold[row["doc"]]]


def _score(gold: Sequence[Timed], found: Sequence[Timed]) -> Score:
    pairs = list(pair_times(gold, found))
    valued = [(wanted, got) for wanted, got in pairs if wanted.value]
    return Score(
        gold=len(gold),
        found=len(found),
        strict=sum(wanted[:2] == got[:2] for wanted, got in pairs),
        overlapping=len(pairs),
        valued=len(valued),
        right=sum(wanted.value == got.value for wanted, got in valued),
    )


def pair_times(gold: Sequence[Timed], found: Sequence[Timed]) -> Iterator[tuple[Timed, Timed]]:
    """Pairs that overlap, each time used once, those with the same span first."""
    exact = {time[:2]: time for time in found}
    left = [time for time in found if time[:2] not in {wanted[:2] for wanted in gold}]
    for wanted in gold:
        if wanted[:2] in exact:
            yield wanted, exact[wanted[:2]]
            continue
        got = next((time for time in left if time.start < wanted.end and wanted.start < time.end), None)
        if got:
            left.remove(got)
            yield wanted, got


def _f1(right: int, gold: int, found: int) -> float:
    return 2 * right / (gold + found) if gold + found else 0.0


# TIMEX2 values


def _value(time: TimeExpression, reading: TimeReading, place: int) -> str | None:
    """The value at the annotators' grain: "early May 1943" is 1943-05, "the end of 1944" is 1944."""
    if time.kind is TimeKind.PRESENT or time.kind is TimeKind.STATUS:
        return str(time.parts.get("reference", "PRESENT_REF"))
    if time.kind is TimeKind.VAGUE:
        return f"{time.parts.get('reference', 'PAST')}_REF"
    if time.kind in _LENGTHS:
        return _duration(time.parts)
    if time.kind is TimeKind.BEFORE_CHRIST:
        return _before_christ(time.parts, place == len(time.points) - 1)
    if time.kind is TimeKind.RECURRING:
        return "XXXX-XX-XX"
    parts = time.last if place and time.last else time.parts
    day = reading.end_date if place else reading.start_date
    return _calendar_value(time, parts, day) if day else None


def _before_christ(parts: Parts, is_last: bool) -> str | None:
    names = ("last_year_before", "last_year_before_year") if is_last else ("year_before",)
    return next((f"BC{int(parts[name]):04}" for name in names if name in parts), None)


def _duration(parts: Parts) -> str | None:
    unit = str(parts.get("unit", ""))
    unit = str(parts.get("unit_rate", unit))
    if unit not in _UNIT_LETTERS:
        return None
    count = parts.get("count") or ("X" if "some" in parts or "plural" in parts else 1)
    return f"P{'T' if unit == 'hour' else ''}{count}{_UNIT_LETTERS[unit]}"


def _calendar_value(time: TimeExpression, parts: Parts, day: date) -> str:
    unit = str(parts.get("unit", ""))
    if time.kind is TimeKind.CENTURY:
        return f"{day.year // 100:02}"
    if time.kind is TimeKind.HALF and "month" not in parts:
        return f"{day.year:04}-H{parts['ordinal']}"
    if time.kind is TimeKind.DECADE or unit == "decade":
        return f"{day.year // 10:03}"
    if time.kind is TimeKind.SEASON:
        return f"{day.year}-{_SEASONS[int(parts['season'])]}"
    if time.kind is TimeKind.YEAR or unit == "year":
        return f"{day.year:04}"
    if time.kind is TimeKind.MONTH or unit == "month":
        return f"{day.year:04}-{day.month:02}"
    if unit == "week":
        return f"{day.isocalendar().year:04}-W{day.isocalendar().week:02}"
    named = next((str(parts[name]) for name in ("part", "lead_part", "tail_part") if name in parts), "")
    return f"{day.isoformat()}{_DAY_PARTS.get(named, '')}"


if __name__ == "__main__":
    sys.exit(main())
