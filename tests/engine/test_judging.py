"""People's judgements and ratings: followed, undone, and never lost."""

from collections.abc import Callable
from threading import Thread

import pytest

from crossclaim.engine import Tools, find_source, judge, profile_of, rate, rated, remade_events, undo
from crossclaim.errors import StoreError
from crossclaim.model import JudgementSubject, Reliability, Source, SourceKind, Verdict
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


def test_two_people_who_rate_one_source_do_not_undo_each_other(store: Store, fill: Fill, tools: Tools) -> None:
    fill(store)
    source = find_source(store, "monitoring group")
    assert source is not None
    bare = Source(id=source.id, name=source.name, kind=source.kind, named=source.named)
    for rating in ({"reliability": Reliability.USUALLY_RELIABLE}, {"note": "names its wards"}):
        rate(store, tools.policy, bare.model_copy(update=rating), by="ana")
    kept = find_source(store, "monitoring group")
    assert kept is not None
    assert (kept.reliability, kept.note) == (Reliability.USUALLY_RELIABLE, "names its wards")


def test_a_rating_leaves_alone_whom_a_source_spoke_for(store: Store, fill: Fill, tools: Tools) -> None:
    """An agency that changed hands: its older reports still speak for those who had it then."""
    fill(store)
    (claim, *_) = store.claims().rows
    outlet = Source(id="outlet:state news", name="State News", kind=SourceKind.OUTLET)
    earlier, later = (outlet.model_copy(update={"alignment": party}) for party in ("The old", "The new"))
    headings = [claim.heading.model_copy(update={"outlet": each}) for each in (earlier, later)]
    told = [claim.model_copy(update={"heading": heading}) for heading in headings]
    bare = Source(id=outlet.id, name=outlet.name, kind=outlet.kind, reliability=Reliability.FAIRLY_RELIABLE)
    rate(store, tools.policy, bare, by="ana")
    outlets = [each.heading.outlet for each in rated(told, store) if each.heading.outlet]
    assert [(each.alignment, each.reliability) for each in outlets] == [("The old", "C"), ("The new", "C")]
    aligned = bare.model_copy(update={"alignment": None})
    rate(store, tools.policy, aligned, by="ana")
    assert {each.heading.outlet.alignment for each in rated(told, store) if each.heading.outlet} == {None}


def test_judgements_of_one_person_are_undone_apart(store: Store, fill: Fill, tools: Tools) -> None:
    fill(store)
    first, second = sorted(store.claim_ids().rows)[:2]
    for by, verdict in (("ana", Verdict.SAME), ("ben", Verdict.DIFFERENT)):
        judge(store, tools.policy, first, second, verdict, why="x", by=by)
    (undone,) = undo(store, tools.policy, first, second, why="x", by="ben", of="ben")
    assert undone.by == "ben"
    left = [one.by for one in store.judgements(JudgementSubject.CLAIM) if one.retires is None]
    assert left == ["ana"]
    with pytest.raises(StoreError, match=r"no judgement of ben on .*, only of ana"):
        undo(store, tools.policy, first, second, why="x", by="ben", of="ben")


def test_what_is_undone_is_read_while_nobody_else_writes(store: Store, fill: Fill, tools: Tools) -> None:
    """Of two that undo one judgement at once, the second finds none."""
    fill(store)
    first, second = sorted(store.claim_ids().rows)[:2]
    judge(store, tools.policy, first, second, Verdict.SAME, why="x", by="ana")
    refused = []

    def take_back() -> None:
        try:
            undo(store, tools.policy, first, second, why="x", by="ana")
        except StoreError as error:
            refused.append(error.reason)

    both = [Thread(target=take_back) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert refused == [f"there is no judgement on {first} and {second}"]
