from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossclaim.text.quotations import find_quotations

ROWS = [
    ('"It must stop" he added.', ['"It must stop"'], "straight"),
    ('He spoke of "war" and "peace".', ['"war"', '"peace"'], "two in one sentence"),
    ("“We left,” she said.", ["“We left,”"], "curly"),
    ("« Nous partons » a-t-il dit", ["« Nous partons »"], "guillemets with blanks"),
    ("„Wir gehen“, hieß es", ["„Wir gehen“"], "low opening mark"),
    ("»So« sagte er", ["»So«"], "guillemets pointing inwards"),
    ("“A ‘safe zone’ it isn’t,” he said", ["“A ‘safe zone’ it isn’t,”", "‘safe zone’"], "nested single"),
    ("the rebels' base wasn't the '90s kind", [], "apostrophes never quote"),
    ("a 'liberated zone' of sorts", ["'liberated zone'"], "single straight"),
    ('He said "we will fight\n\nThe army left.', ['"we will fight'], "never closed: to the paragraph's end"),
    ('"We came. \n\n"We saw," he said.', ['"We came.', '"We saw,"'], "each paragraph opens anew"),
    ('"Six died it said. "Two fled" he said.', ['"Six died it said.', '"Two fled"'], "a closing mark was lost"),
    ("Syrias army said troops left", [], "stripped text"),
    ('a 5" shell fell', [], "inches"),
    ('"', [], "a mark alone"),
]


@pytest.mark.parametrize(("text", "quotations", "reason"), ROWS, ids=[row[2] for row in ROWS])
def test_quotations(text: str, quotations: list[str], reason: str) -> None:
    assert [text[found.start : found.end] for found in find_quotations(text)] == quotations, reason


@given(st.text(alphabet=st.sampled_from("a .\n\"'“”‘’«»„"), max_size=40))
def test_inner_ranges_lie_inside(text: str) -> None:
    for found in find_quotations(text):
        assert 0 <= found.start < found.inner_start <= found.inner_end <= found.end <= len(text)
