import pytest

from crossclaim.extract import find_absences
from crossclaim.extract.cues import has_cue


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("A mine went off but nobody was hurt.", ["nobody"]),
        ("💥 No one has been killed, none were injured.", ["No one", "none"]),  # two absences behind an emoji
        ("no-one was seriously injured", ["no-one"]),
        ("Nobody has claimed the attack.", []),  # an absence of something else
        ("None of the ministers spoke.", []),
        ("Nothing was hit.", []),
        ("", []),
    ],
)
def test_absences(text: str, quotes: list[str]) -> None:
    found = find_absences(text)
    assert [text[mention.start : mention.end] for mention in found] == quotes
    assert all(mention.quantity.low == mention.quantity.high == 0 for mention in found)


def test_who_does_not_exist_is_no_party() -> None:
    assert has_cue("not_party", "nobody")
