"""Where quotes begin and end: the best sequence of tags, not the best tag of each piece."""

import numpy as np

from crossclaim.extract.learned.labels import BEGIN, INSIDE, OUTSIDE, TAGS
from crossclaim.extract.learned.reader import Bearing, find_quotes
from crossclaim.extract.learned.settings import Settings

LETTERS = {"o": OUTSIDE, "b": BEGIN, "i": INSIDE}
SETTINGS = Settings(shortest_quote=1, begin_bias=-0.5)


def scores(letters: str, strengths: str | None = None) -> np.ndarray:
    """For each letter its tag scores 9 more than the others, or as much as the digit under it says."""
    table = np.zeros((len(letters), len(TAGS)), dtype=np.float32)
    for at, letter in enumerate(letters):
        table[at, LETTERS[letter]] = int(strengths[at]) if strengths else 9
    return table


def quotes(letters: str, strengths: str | None = None, *, settings: Settings = SETTINGS, aside: str = "") -> list[str]:
    """The quotes as slices of ``letters``; ``aside`` has an x where no claim may be and a | where a part begins."""
    aside = aside or " " * len(letters)
    inside, opening = (
        np.array([(one == mark) == is_mark for one in aside], dtype=np.bool_)
        for mark, is_mark in (("x", False), ("|", True))
    )
    bearing = Bearing(inside, opening)
    return [
        letters[quote.first : quote.last + 1] for quote in find_quotes(scores(letters, strengths), bearing, settings)
    ]


def test_tags_that_agree_are_followed() -> None:
    assert quotes("oobiiobiibio") == ["bii", "bii", "bi"]
    assert quotes("ooo") == quotes("") == []


def test_a_quote_does_not_break_off_for_a_piece_it_is_unsure_of() -> None:
    assert quotes("biioiio", "9991999") == ["biioii"]
    assert quotes("biiooooiio", "9999999999")[0] == "bii"


def test_what_has_no_beginning_gets_the_likeliest_one_or_is_left_out() -> None:
    assert quotes("oiiio", "19991") in (["iii"], ["oiii"])
    assert quotes("oioo", "9199") == []


def test_biases_make_beginnings_dearer_and_outsides_cheaper() -> None:
    dear = Settings(shortest_quote=1, begin_bias=-20.0)
    assert quotes("biibii") == ["bii", "bii"]
    assert quotes("obiibiio", settings=dear) == ["biibii"]
    assert quotes("biioooo", "9994444", settings=Settings(shortest_quote=1, begin_bias=-0.5, inside_bias=5.0)) == [
        "biioooo"
    ]


def test_short_quotes_are_none() -> None:
    assert quotes("obiobiii", settings=Settings(shortest_quote=3, begin_bias=-0.5)) == ["biii"]


def test_quotes_stay_in_sentences_that_carry_claims() -> None:
    assert quotes("biibiii", aside="xxx    ") == ["biii"]
    assert quotes("biiiiii", aside="   xxxx") == ["bii"]


def test_no_quote_goes_on_into_another_part_of_the_document() -> None:
    assert quotes("biiiiii", aside="    |  ") == ["biii", "iii"]
