from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossclaim.text.tokens import find_tokens

ROWS = [
    ("Hama's base", ["Hama", "'s", "base"], "the possessive is a token"),
    ("Sana'a and O’Neill don't", ["Sana'a", "and", "O’Neill", "don't"], "inner apostrophes hold"),
    ("the U.S. left at 5 a.m.", ["the", "U.S.", "left", "at", "5", "a.m."], "acronyms keep their dots"),
    ("1,200 men, 7.62mm", ["1,200", "men", ",", "7.62", "mm"], "numbers hold, units do not"),
    ("the 15th M16", ["the", "15th", "M16"], "ordinals and models are words"),
    ("5–6 dead", ["5", "–", "6", "dead"], "a range is three tokens"),
    ("💥💥 🇸🇾 boom", ["💥💥", "🇸🇾", "boom"], "emoji runs and flags"),
    ("हमले में", ["हमले", "में"], "vowel signs belong to the word"),
    ("قُتل 5", ["قُتل", "5"], "Arabic points belong to the word"),
    ("(TSK)", ["(", "TSK", ")"], "brackets"),
    ("pro-regime", ["pro", "-", "regime"], "hyphens stand apart"),
    ("'no'", ["'", "no", "'"], "quotes are no apostrophes"),
]


@pytest.mark.parametrize(("text", "tokens", "reason"), ROWS, ids=[row[2] for row in ROWS])
def test_tokens(text: str, tokens: list[str], reason: str) -> None:
    assert [token.text for token in find_tokens(text)] == tokens, reason


def test_kinds() -> None:
    assert [token.kind for token in find_tokens("Ten 10 , 💥")] == ["word", "number", "punct", "emoji"]


@given(st.text(max_size=60))
def test_every_visible_character_is_in_exactly_one_token(text: str) -> None:
    covered = [position for token in find_tokens(text) for position in range(token.start, token.end)]
    assert covered == sorted(set(covered))
    assert all(token.text == text[token.start : token.end] for token in find_tokens(text))
    assert not "".join(text[i] for i in range(len(text)) if i not in set(covered)).strip()
