"""The score of times against WikiWars: how spans pair, and floors where the corpus is at hand."""

from __future__ import annotations

from datetime import date

import pytest

from crossclaim.evaluate.times import Score, Timed, find_corpus, pair_times, score_corpus, timed


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It fell on 3 May 1943.", [("3 May 1943", "1943-05-03")]),
        ("By early October 1939 it was over.", [("early October 1939", "1939-10")]),  # "by" bounds what happened
        ("From 3 to 7 May 2016 it held.", [("3", "2016-05-03"), ("7 May 2016", "2016-05-07")]),
        ("It held for two months.", [("two months", "P2M")]),
        ("In 264 BC it fell.", [("264 BC", "BC0264")]),
        ("the 2003 invasion", [("2003", "2003")]),
        ("In the summer of 1943 it fell.", [("the summer of 1943", "1943-SU")]),
        ("They fled on the night of 8 May 1904.", [("the night of 8 May 1904", "1904-05-08TNI")]),
        ("Nothing is said of it.", []),
    ],
)
def test_times_are_given_as_the_annotators_marked_them(text: str, values: list[tuple[str, str]]) -> None:
    assert [(text[time.start : time.end], time.value) for time in timed(text, date(2016, 5, 12))] == values


def test_each_time_is_paired_once_and_equal_spans_first() -> None:
    gold = [Timed(0, 4, "1943"), Timed(6, 9, None)]
    found = [Timed(3, 8, "1944"), Timed(6, 9, "1945")]
    assert list(pair_times(gold, found)) == [(gold[0], found[0]), (gold[1], found[1])]


def test_shares_of_nothing_are_zero() -> None:
    score = Score(0, 0, 0, 0, 0, 0)
    assert (score.strict_f1, score.relaxed_f1, score.value_accuracy) == (0, 0, 0)


def test_wikiwars_is_read_as_well_as_before() -> None:
    folder = find_corpus()
    if folder is None:
        pytest.skip("WikiWars is not at hand: set CROSSCLAIM_SHARED")
    score = score_corpus(folder)
    assert score.strict_f1 >= 0.88
    assert score.relaxed_f1 >= 0.94
    assert score.value_accuracy >= 0.89
