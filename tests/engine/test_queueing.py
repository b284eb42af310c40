"""What to look at next, how coders agree, and where only one side reports."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from crossclaim.engine import Tools, agreements, coverage, put_result, queue, rate, rating_of, review, undo_review
from crossclaim.engine.agreeing import cohens_kappa
from crossclaim.engine.covering import Coverage
from crossclaim.errors import StoreError
from crossclaim.model import Event, FigureKind, Reliability, ReviewState
from crossclaim.store import Filter, Store
from engine.conftest import REPORTS, read
from engine.test_reviewing import claim_on

Fill = Callable[..., Store]
S = ReviewState


def test_the_claim_that_moves_its_event_most_comes_first(store: Store, fill: Fill) -> None:
    fill(store)
    page = queue(store)
    told = [(item.claim.heading.lineage, item.effect, item.why) for item in page.rows]
    assert told == [
        (
            "valley-voice.txt",
            37,
            "without it, killed of Government of Sudan would be unknown (now 30), killed of Rebels (Sudan) would be 12 "
            "(now low 5, best 5, high 12); it has a part in 1 contradiction; its event has 3 flags",
        ),
        (
            "agency.txt",
            10,
            "without it, killed of Civilians (Sudan) would be unknown (now at least 10); its event has 3 flags",
        ),
        (
            "hill-post.txt",
            9,
            "without it, killed of Civilians (Sudan) would be at least 8 (now low 8, best 8, high 9); its event has "
            "1 flag",
        ),
        (
            "hill-post.txt",
            7,
            "without it, killed of Rebels (Sudan) would be 5 (now low 5, best 5, high 12); it has a part in 1 "
            "contradiction; its event has 3 flags",
        ),
        ("elsewhere.txt", 3, "without it, killed of Civilians (Sudan) would be unknown (now 3); its event has 1 flag"),
        (
            "monitor.txt",
            1,
            "without it, killed of Civilians (Sudan) would be 9 (now low 8, best 8, high 9); its event has 1 flag",
        ),
    ]
    assert page.after is None


def totals(event: Event) -> dict[str, str]:
    """What an event counts, as the queue tells it: by whose, low, best and high."""
    return {
        f"killed of {one.party}": in_words(one.low, one.best, one.high)
        for one in event.figures
        if one.kind is FigureKind.KILLED and one.of is None
    }


def in_words(low: float | None, best: float | None, high: float | None) -> str:
    if best is None:
        return "unknown"
    if low == best and high in (None, best):
        return f"{best:g}" if high else f"at least {best:g}"
    return f"low {low:g}, best {best:g}, high {high:g}"


def test_the_effect_told_is_that_of_a_rejection(store: Store, fill: Fill) -> None:
    fill(store)
    several = [item for item in queue(store).rows if item.event and len(item.event.claims) > 1]
    assert len(several) == 5
    for item in several:
        assert item.event is not None
        (made,) = review(store, [item.claim.id], S.REJECTED, note="", by="ana")
        (after,) = store.events_by_id([item.event.id])
        before, then = totals(item.event), totals(after)
        moved = {party for party in before | then if before.get(party) != then.get(party)}
        told = [f"{one} would be {then.get(one, 'unknown')} (now {before.get(one, 'unknown')})" for one in moved]
        assert all(words in item.why for words in told)
        assert item.why.count("would be") == len(moved)
        assert (item.effect > 0) is bool(moved)
        undo_review(store, made.id, why="", by="ana")


@pytest.mark.parametrize("limit", [1, 2, 4])
def test_pages_join_to_the_whole(store: Store, fill: Fill, limit: int) -> None:
    fill(store)
    found, after = [], None
    while True:
        page = queue(store, limit=limit, after=after)
        assert len(page.rows) <= limit
        found += page.rows
        after = page.after
        if after is None:
            break
    assert found == list(queue(store).rows)
    for wrong in ("x", "1 2 3", "a b c d"):
        with pytest.raises(StoreError, match="is not where a page ended"):
            queue(store, after=wrong)


def test_what_is_decided_leaves_the_queue(store: Store, fill: Fill) -> None:
    fill(store)
    (first, second, third, *rest) = (item.claim.id for item in queue(store).rows)
    review(store, [first], S.ACCEPTED, note="", by="ana")
    review(store, [second], S.CONTESTED, note="", by="ana")
    review(store, [third], S.IN_REVIEW, note="", by="ana")
    assert {item.claim.id for item in queue(store).rows} == {third, *rest}
    review(store, [third], S.ACCEPTED, note="", by="ana", blind=True)
    assert {item.claim.id for item in queue(store, by="ana").rows} == set(rest)
    assert {item.claim.id for item in queue(store, by="ben").rows} == {third, *rest}


A, R, C = S.ACCEPTED, S.REJECTED, S.CONTESTED


@pytest.mark.parametrize(
    ("table", "kappa"),
    [
        ({(A, A): 20, (A, R): 5, (R, A): 10, (R, R): 15}, 0.4),  # p_o .70, p_e .50
        ({(A, A): 45, (A, R): 15, (R, A): 25, (R, R): 15}, 0.1304),  # p_o .60, p_e .54
        ({(A, A): 5, (R, R): 5}, 1.0),
        ({(A, R): 5, (R, A): 5}, -1.0),
        ({(A, A): 4, (R, R): 3, (C, C): 2, (A, C): 1}, 0.8462),  # p_o .9, p_e .35
        ({(A, A): 9}, None),  # nothing but one category: chance alone would agree
        ({}, None),
    ],
)
def test_cohens_kappa(table: dict[tuple[ReviewState, ReviewState], int], kappa: float | None) -> None:
    assert cohens_kappa(table) == (None if kappa is None else pytest.approx(kappa, abs=1e-4))


def test_agreement_is_of_blind_decisions_in_force(store: Store, fill: Fill) -> None:
    fill(store)
    assert agreements(store) == ()
    one, two, three, four, *_ = sorted(item.claim.id for item in queue(store).rows)
    for by, accepted, refused in (("ben", [one, two, three], [four]), ("ana", [one, two], [three, four])):
        review(store, accepted, S.ACCEPTED, note="", by=by, blind=True)
        review(store, refused, S.REJECTED, note="", by=by, blind=True)
    review(store, [one], S.ACCEPTED, note="", by="eve", blind=True)
    review(store, [two], S.REJECTED, note="", by="eve")  # openly: no double coding
    found, *_ = agreements(store)
    assert (found.coders, found.items, found.observed, found.kappa) == (("ana", "ben"), 4, 0.75, 0.5)
    assert found.table == ((A, A, 2), (R, A, 1), (R, R, 1))
    assert [each.coders for each in agreements(store)] == [("ana", "ben"), ("ana", "eve"), ("ben", "eve")]


def test_agreement_counts_a_claim_once_however_often_its_page_changed(store: Store, fill: Fill, tools: Tools) -> None:
    fill(store)
    claim = claim_on(store, "elsewhere.txt")
    for by, state in (("ana", A), ("ben", R)):
        review(store, [claim.id], state, note="", by=by, blind=True)
    before = agreements(store)
    assert [(one.coders, one.items, one.observed) for one in before] == [(("ana", "ben"), 1, 0.0)]
    longer = read("elsewhere.txt", f"{REPORTS['elsewhere.txt']}\nRoads are closed.\n", tools)
    put_result(longer, store, tools, by="test", lineage="elsewhere.txt")
    assert claim_on(store, "elsewhere.txt").id != claim.id
    assert agreements(store) == before


def test_coverage_tells_where_only_one_side_reports(store: Store, fill: Fill, tools: Tools) -> None:
    fill(store)
    whole = coverage(store)
    assert {one.month for one in whole} == {"2016-05"}
    told = {(one.side, one.events, one.only) for one in whole}
    assert told == {(None, 2, 1), ("Government of Sudan", 2, 1), ("Rebels (Sudan)", 1, 0)}
    assert coverage(store, Filter(since=date(2017, 1, 1))) == ()
    claim = claim_on(store, "elsewhere.txt")
    police, event = claim.speakers[-1], store.events_of([claim.id])[claim.id]
    alone = coverage(store, Filter(event=event))
    assert alone == (Coverage("Government of Sudan", "2016-05", 1, 1),)
    rate(store, tools.policy, rating_of(police, {"reliability": Reliability.FAIRLY_RELIABLE}), by="ana")
    assert coverage(store, Filter(event=event)) == alone  # nothing was said of whom they speak for
    rate(store, tools.policy, rating_of(police, {"alignment": None, "alignment_id": None}), by="ana")
    assert coverage(store, Filter(event=event)) == (Coverage(None, "2016-05", 1, 1),)
    clash = {one.side: (one.events, one.only) for one in coverage(store, Filter(place="Kutum"))}
    assert clash == {None: (1, 0), "Rebels (Sudan)": (1, 0)}  # told of by both, and by nobody alone
