"""People's judgements and ratings: followed, undone, and never lost."""

from collections.abc import Callable

import pytest

from crossclaim.engine import Tools, find_source, judge, profile_of, rate, remade_events, undo
from crossclaim.errors import StoreError
from crossclaim.model import Reliability, Verdict
from crossclaim.store import Store, verify
from engine.conftest import everything

Fill = Callable[..., Store]


def pair(store: Store, first: str, second: str) -> tuple[str, str]:
    """A claim on Kutum of each of two documents."""
    found = {
        claim.heading.lineage: claim.id
        for claim in store.claims(limit=1000).rows
        if claim.claim.place and claim.claim.place.span.quote in ("Kutum", "Zalingei")
    }
    return found[first], found[second]


def together(store: Store, one: str, other: str) -> bool:
    held = store.events_of([one, other])
    return held[one] == held[other]


def test_different_parts_what_the_program_joined_and_undo_joins_it_again(
    store: Store, fill: Fill, tools: Tools
) -> None:
    before = everything(fill(store))
    one, other = pair(store, "agency.txt", "hill-post.txt")
    assert together(store, one, other)
    judge(store, tools.policy, one, other, Verdict.DIFFERENT, why="two days", by="ana")
    assert not together(store, one, other)
    undo(store, tools.policy, one, other, why="misread", by="ana")
    assert everything(store) == before
    assert [judgement.by for judgement in store.judgement_history()] == ["ana", "ana"]
    assert list(verify(store, rebuild=lambda reader: remade_events(reader, tools.policy))) == []


def test_same_joins_what_the_program_kept_apart(store: Store, fill: Fill, tools: Tools) -> None:
    before = everything(fill(store))
    one, other = pair(store, "agency.txt", "elsewhere.txt")
    assert not together(store, one, other)
    judge(store, tools.policy, one, other, Verdict.SAME, why="one raid", by="ana")
    assert together(store, one, other)
    undo(store, tools.policy, one, other, why="two raids", by="ben")
    assert everything(store) == before


def test_what_is_not_there_cannot_be_judged(store: Store, fill: Fill, tools: Tools) -> None:
    fill(store, ["agency.txt"])
    (claim, *_) = store.claim_ids().rows
    with pytest.raises(StoreError, match="there is no claim zz"):
        judge(store, tools.policy, claim, "zz", Verdict.SAME, why="", by="ana")
    with pytest.raises(StoreError, match="against itself"):
        judge(store, tools.policy, claim, claim, Verdict.SAME, why="", by="ana")
    with pytest.raises(StoreError, match="no judgement"):
        undo(store, tools.policy, claim, "zz", why="", by="ana")
    assert store.judgement_history() == ()


def test_a_rating_changes_what_the_figures_rest_on(store: Store, fill: Fill, tools: Tools) -> None:
    fill(store)
    source = find_source(store, "monitoring group")
    assert source is not None
    rated = source.model_copy(update={"reliability": Reliability.USUALLY_RELIABLE})
    assert rate(store, tools.policy, rated, by="ana") > 0
    assert rate(store, tools.policy, rated, by="ana") == 0  # said already
    assert find_source(store, "monitoring group") == rated
    assert list(verify(store, rebuild=lambda reader: remade_events(reader, tools.policy))) == []
    profile = profile_of(store, rated)
    assert (profile.claims, profile.events) == (1, 1)
