"""Windows over long documents, and what is seen around one quote."""

from itertools import pairwise

import numpy as np
import pytest

from crossclaim.extract.learned.labels import BUCKETS
from crossclaim.extract.learned.pieces import Pieces
from crossclaim.extract.learned.windows import LARGEST, LEAD, LONGEST_QUOTE, cut_windows, look_around


def pieces_of(number: int) -> Pieces:
    """So many pieces of three code points, a blank behind each."""
    starts = np.arange(number, dtype=np.int64) * 4
    return Pieces(np.ones(number, dtype=np.int64), starts, starts + 3)


@pytest.mark.parametrize("number", [1, 10, LARGEST, LARGEST + 1, 2 * LARGEST, 5000])
@pytest.mark.parametrize("sentence", [7, 100, 100_000])  # pieces; the last: no full stop anywhere
def test_every_piece_lies_in_the_core_of_one_window(number: int, sentence: int) -> None:
    pieces = pieces_of(number)
    sentences = [(start * 4, min(start + sentence, number) * 4) for start in range(0, number, sentence)]
    windows = list(cut_windows(pieces, sentences))
    cores = [window.core for window in windows]
    assert cores[0][0] == 0
    assert cores[-1][1] == number
    assert all(one[1] == other[0] for one, other in pairwise(cores))
    for window in windows:
        assert len(window.at) <= LARGEST
        assert set(range(*window.core)) <= set(window.at.tolist())
        assert (np.diff(window.at) > 0).all()


def test_later_windows_begin_with_the_lead() -> None:
    windows = list(cut_windows(pieces_of(2000), [(0, 8000)]))
    assert all(window.at[:LEAD].tolist() == list(range(LEAD)) for window in windows)


def test_the_context_marks_the_quote_and_tells_the_distance() -> None:
    window = next(cut_windows(pieces_of(400), [(0, 1600)]))
    context = look_around(window, 200, 209)
    assert context.inside.sum() == 10
    assert context.at[context.inside == 1].tolist() == list(range(201, 211))  # the special piece in front is 0
    assert set(context.bucket[context.inside == 1].tolist()) == {0}
    before = int(np.flatnonzero(context.inside)[0]) - 1
    behind = int(np.flatnonzero(context.inside)[-1]) + 1
    assert context.bucket[before] == 1
    assert context.bucket[behind] == len(BUCKETS) + 2
    assert context.at[1] == 1  # the lead is seen from everywhere


def test_an_endless_quote_is_cut() -> None:
    window = next(cut_windows(pieces_of(440), [(0, 1760)]))
    assert look_around(window, 0, 430).inside.sum() == LONGEST_QUOTE
