"""Pages that change: what the new text replaces, what hung on the old one, and what people said of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossclaim.engine import Fate, Tools, judge, put_result, rebuild, undo
from crossclaim.errors import StoreError
from crossclaim.model import Verdict
from crossclaim.store import FlagSubject, Store
from engine.conftest import REPORTS, everything, problems, read

Fill = Callable[..., Store]

LONG = REPORTS["agency.txt"] + (
    "\nThe road from Kutum to the south has been closed to traders for most of the month and prices have gone up. "
    "People in the area have left their fields and many have gone to relatives in the next valley, elders say.\n"
)
# What a page may say, one after the other, by page.
TEXTS = {
    "hill-post.txt": (
        REPORTS["hill-post.txt"],
        REPORTS["hill-post.txt"].replace("12 rebels", "21 rebels"),
        "Millet is dear.",
    ),
    "valley-voice.txt": (REPORTS["valley-voice.txt"], REPORTS["elsewhere.txt"]),
    "agency.txt": (LONG, REPORTS["agency.txt"].replace("Kutum", "Mellit")),
    "copy.txt": (LONG.replace("At least 10", "At least 11"), REPORTS["monitor.txt"]),
    "monitor.txt": (REPORTS["monitor.txt"],),
}


@pytest.fixture(scope="module")
def put(tools: Tools) -> Callable[[Store, str, str], Fate]:
    """Put a text under an address; each text is read once for all tests."""
    known = {}

    def add(store: Store, lineage: str, text: str) -> Fate:
        if (lineage, text) not in known:
            known[lineage, text] = read(lineage, text, tools)
        return put_result(known[lineage, text], store, tools, by="test", lineage=lineage).fate

    return add


Put = Callable[[Store, str, str], Fate]


@st.composite
def arrivals(draw: st.DrawFn) -> list[str]:
    """Pages in the order in which their texts come, some of them not to the last."""
    pages = [page for page, texts in TEXTS.items() for _ in range(draw(st.integers(0, len(texts))))]
    return draw(st.permutations(pages))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pages=arrivals())
def test_a_store_that_grew_is_the_one_made_anew(
    pages: list[str], new_store: Callable[[], Store], put: Put, tools: Tools
) -> None:
    with new_store() as store:
        texts = {page: iter(TEXTS[page]) for page in TEXTS}
        for page in pages:
            put(store, page, next(texts[page]))
        before = everything(store)
        assert problems(store, tools) == []
        list(rebuild(store, tools.policy, by="test"))
        assert everything(store) == before
        assert problems(store, tools) == []


def test_versions_follow_each_other_and_a_text_that_was_there_before_changes_nothing(store: Store, put: Put) -> None:
    first, second, third = TEXTS["hill-post.txt"]
    fates = [put(store, "hill-post.txt", text) for text in (first, second, third)]
    assert fates == [Fate.ADDED, Fate.CHANGED, Fate.CHANGED]
    before, head = everything(store), store.head()
    assert put(store, "hill-post.txt", first) is Fate.UNCHANGED  # as when its file is added twice
    assert (everything(store), store.head()) == (before, head)
    versions = store.versions("hill-post.txt")
    assert [(one.version, one.superseded) for one in versions] == [(1, True), (2, True), (3, False)]
    assert [one.previous for one in versions] == [None, versions[0].id, versions[1].id]
    assert store.claims().rows == ()
    assert store.events().rows == ()
    assert len(store.claims_of(versions[0].id)) > 0  # kept, out of force


def test_a_text_that_returns_is_a_version_of_its_own(store: Store, tools: Tools) -> None:
    first, second = (read("agency.txt", text, tools) for text in TEXTS["agency.txt"])
    put_result(first, store, tools, by="test", lineage="agency.txt")
    once = [event.figures for event in store.events().rows]
    put_result(second, store, tools, by="test", lineage="agency.txt")
    again = put_result(first, store, tools, by="test", lineage="agency.txt", returned=True)
    assert again.fate is Fate.CHANGED
    versions = store.versions("agency.txt")
    assert [(one.version, one.superseded) for one in versions] == [(1, True), (2, True), (3, False)]
    assert len({one.id for one in versions}) == 3
    assert [claim.heading.document_id for claim in store.claims().rows] == [again.document_id] * again.claims
    assert [(event.sources, len(event.figures)) for event in store.events().rows] == [(1, len(once[0]))]
    assert problems(store, tools) == []
    before, head = everything(store), store.head()
    for text in (first, first):  # in force now: nothing changes
        assert put_result(text, store, tools, by="test", lineage="agency.txt", returned=True).fate is Fate.UNCHANGED
    assert (everything(store), store.head()) == (before, head)
    list(rebuild(store, tools.policy, by="test"))
    assert everything(store) == before
    assert problems(store, tools) == []


def test_a_page_that_no_longer_copies_another_leaves_no_flag_there(store: Store, put: Put) -> None:
    for page in ("agency.txt", "copy.txt"):
        put(store, page, TEXTS[page][0])
    (agency,) = (one.id for one in store.versions("agency.txt"))
    assert "copied_text" in {flag.name for flag in store.flags(FlagSubject.DOCUMENT, agency)}
    put(store, "copy.txt", TEXTS["copy.txt"][1])
    assert "copied_text" not in {flag.name for flag in store.flags(FlagSubject.DOCUMENT, agency)}


def claim_on(store: Store, lineage: str, words: str) -> str:
    """The claim in force of a page that quotes some words."""
    found = [
        claim.id
        for claim in store.claims(limit=1000).rows
        if claim.heading.lineage == lineage and words in claim.claim.quote.quote
    ]
    assert len(found) == 1, found
    return found[0]


def test_a_judgement_holds_for_the_same_words_in_the_next_version(
    store: Store, fill: Fill, put: Put, tools: Tools
) -> None:
    fill(store)
    strike, shooting = claim_on(store, "monitor.txt", "bombed"), claim_on(store, "elsewhere.txt", "farmers")
    judge(store, tools.policy, strike, shooting, Verdict.SAME, why="one raid", by="ana")
    put(store, "monitor.txt", REPORTS["monitor.txt"] + "\nThe road is closed.\n")
    later = claim_on(store, "monitor.txt", "bombed")
    assert later != strike
    assert len(set(store.events_of([later, shooting]).values())) == 1
    assert problems(store, tools) == []
    undo(store, tools.policy, later, shooting, why="two raids", by="ana")
    assert len(set(store.events_of([later, shooting]).values())) == 2
    with pytest.raises(StoreError, match="there is no judgement"):
        undo(store, tools.policy, later, shooting, why="again", by="ana")
    assert problems(store, tools) == []


def test_claims_of_earlier_versions_are_not_judged(store: Store, fill: Fill, put: Put, tools: Tools) -> None:
    fill(store)
    before, other = claim_on(store, "monitor.txt", "bombed"), claim_on(store, "elsewhere.txt", "farmers")
    put(store, "monitor.txt", REPORTS["monitor.txt"].replace("eight", "nine"))
    with pytest.raises(StoreError, match=f"claim {before}: is of an earlier version"):
        judge(store, tools.policy, before, other, Verdict.SAME, why="", by="ana")
    assert store.judgement_history() == ()
