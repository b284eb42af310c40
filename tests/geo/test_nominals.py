"""What "the town" and "the capital" are: a place named before, or the capital of the country or province."""

import pytest

from crossclaim.geo import Gazetteer, find_nominal_places, find_places

TEXT = (
    "Fighting spread through Aleppo province. Rebels shelled Manbij on Monday. Hama stayed quiet. "
    "Shells fell on the town again and the whole province was without power, the old town included."
)


def read(text: str, gazetteer: Gazetteer) -> dict[str, tuple[str, str | None]]:
    """By words: the name of the place they stand for, and the words that name it."""
    whole = [(0, len(text))]
    places = find_places(text, whole, gazetteer)
    return {
        text[noun.start : noun.end]: (noun.readings[0].name, text[slice(*noun.named)] if noun.named else None)
        for noun in find_nominal_places(text, whole, places, gazetteer)
    }


def test_a_bare_noun_takes_up_the_last_place_of_its_kind(gazetteer: Gazetteer) -> None:
    assert read(TEXT, gazetteer) == {
        "the town": ("Ḩamāh", "Hama"),
        "the whole province": ("Aleppo", "Aleppo province"),
    }


@pytest.mark.parametrize(
    ("text", "words", "meant"),
    [
        ("Rebels held Mosul. Jets struck the city of Tikrit.", "the city", None),  # it names another
        ("Rebels held Mosul. Jets struck the city Tikrit.", "the city", None),
        ("Shells fell on the town. Later Mosul was hit.", "the town", None),  # nothing was named before
        ("Rebels held Mosul. The state denied it.", "The state", None),  # no place
        ("A bomb went off in Tikrit, south of Mosul; most of the town was hit.", "the town", "Tikrīt"),
        ("Shells fell south of Mosul and in the city.", "the city", "Mosul"),  # nothing else was named
        ("Car bombs went off in Iraq on Monday, seven of them in the capital.", "the capital", "Baghdad"),
        (
            "Fighting resumed in Tigray, and two explosions shook the regional capital.",
            "the regional capital",
            "Mek'ele",
        ),
        ("Car bombs went off in the Iraqi capital, Baghdad.", "capital", None),
        ("In Syria, shells fell on the capital Damascus.", "the capital", None),
    ],
)
def test_a_noun_means(text: str, words: str, meant: str | None, gazetteer: Gazetteer) -> None:
    assert read(text, gazetteer).get(words, (None, None))[0] == meant


def test_its_reading_says_what_it_takes_up(gazetteer: Gazetteer) -> None:
    whole = [(0, len(TEXT))]
    noun = find_nominal_places(TEXT, whole, find_places(TEXT, whole, gazetteer), gazetteer)[0]
    assert noun.readings[0].evidence[-1] == "'the town' takes up 'Hama'"
