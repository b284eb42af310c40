"""20,000 made and mangled expressions: none stops the reader, and every interval starts before it ends."""

from __future__ import annotations

import random
from datetime import date, timedelta

from crossclaim.temporal import find_times, resolve_times
from crossclaim.temporal.lexicon import load_lexicon

ROUNDS = 20_000
FIGURES = [
    "{day}",
    "{day}th",
    "{day}/{month}/{year}",
    "{day}.{month}.{short:02}",
    "{year}-{month:02}-{day:02}",
    "{year}/{month}/{day}",
    "{year}{month:02}{day:02}",
    "{day:02}1530ZAUG{short:02}",
    "{day:02}{short:02}59Z",
    "{year}",
    "{year}-{short:02}",
    "{month:02}/{year}",
    "'{short:02}s",
    "{year}s",
    "{hour}:{short:02}",
    "{old}",
    "{day}/{month}",
    "{day} {short} BC",
    "{day}-{month}",
]
MARKS = [",", "-", "–", "/", "(", ")", ".", "'s", "’", "\n\n", "💥", "٣", "\ud800"]


def make(random_: random.Random, words: list[str]) -> str:
    """A row of words of the lexicon, figures and marks, some letters of it lost, doubled or exchanged."""
    pieces = []
    for _ in range(random_.randint(1, 9)):
        kind = random_.random()
        if kind < 0.3:
            pieces.append(
                random_.choice(FIGURES).format(
                    day=random_.randint(0, 33),
                    month=random_.randint(0, 14),
                    year=random_.choice([0, 1, 622, 1357, 1434, 1699, 1900, 2016, 2024, 9999]),
                    short=random_.randint(0, 99),
                    hour=random_.randint(0, 30),
                    old=random_.choice([1, 9999, 1300, 1434, 12345678901]),
                )
            )
        elif kind < 0.45:
            pieces.append(random_.choice(MARKS))
        else:
            pieces.append(random_.choice([str.lower, str.capitalize, str.upper])(random_.choice(words)))
    text = random_.choice([" ", " ", " ", ""]).join(pieces)
    for _ in range(random_.choice([0, 0, 0, 1, 2])):
        at = random_.randint(0, len(text))
        text = text[:at] + random_.choice(["", "0", "x", " ", text[:3], "-"]) + text[at + random_.randint(0, 2) :]
    return text


def test_no_expression_stops_the_reader() -> None:
    random_ = random.Random(20160615)
    words = sorted(word for word in load_lexicon().codes if word.isalpha()) + ["the", "of"] * 20
    anchors = [None, date.min, date.max, date(2016, 2, 29), date(2016, 6, 15)]
    for _ in range(ROUNDS):
        text = make(random_, words)
        times = find_times(text)
        anchor = random_.choice(anchors) or date(1500, 1, 1) + timedelta(random_.randint(0, 250_000))
        for time in times:
            assert 0 <= time.start < time.end <= len(text), text
            assert time.points, text
            assert all(time.start <= start < end <= time.end for start, end in time.points), text
        for reading in resolve_times(times, random_.choice([anchor, None])):
            assert not (reading.start_date and reading.end_date) or reading.start_date <= reading.end_date, text
