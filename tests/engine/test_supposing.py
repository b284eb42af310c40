"""What a judgement or a correction would do is what it then does; looking beforehand writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossclaim.engine import (
    Preview,
    Tools,
    correct,
    judge,
    merge,
    preview_correction,
    preview_judgement,
    preview_merge,
    preview_split,
    preview_undo,
    split,
    undo,
    undo_judgements,
)
from crossclaim.errors import StoreError
from crossclaim.model import Correction, Event, Judgement, Verdict
from crossclaim.store import Store
from engine.conftest import everything, problems
from engine.test_reviewing import CHANGES

Fill = Callable[..., Store]


def events(store: Store) -> dict[str, Event]:
    return {event.id: event for event in store.events(limit=1000).rows}


def foretold(
    store: Store, look: Callable[[], Preview], act: Callable[[], Collection[Judgement | Correction]]
) -> list[str]:
    """Do what was looked at and hold one against the other; the ids of what was made."""
    before, head = events(store), store.head()
    seen = look()
    assert (events(store), store.head()) == (before, head)  # nothing is written
    made = act()
    after = events(store)
    assert {event.id: event for event in seen.before} == {
        name: before[name] for name in before if after.get(name) != before[name]
    }
    assert {event.id: event for event in seen.after} == {
        name: after[name] for name in after if after[name] != before.get(name)
    }
    return [one.id for one in made]


def judge_as_foretold(store: Store, tools: Tools, pair: list[str], verdict: Verdict) -> None:
    one, other = pair
    foretold(
        store,
        lambda: preview_judgement(store, tools.policy, one, other, verdict),
        lambda: [judge(store, tools.policy, one, other, verdict, why="", by="ana")],
    )


def undo_as_foretold(store: Store, tools: Tools, one: str, other: str) -> None:
    foretold(
        store,
        lambda: preview_undo(store, tools.policy, one, other),
        lambda: undo(store, tools.policy, one, other, why="", by="ben"),
    )


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_judgement_does_what_was_foretold_and_goes_without_a_trace(
    data: st.DataObject, new_store: Callable[[], Store], fill: Fill, tools: Tools
) -> None:
    with new_store() as store:
        whole = everything(fill(store))
        claims = sorted(store.claim_ids(limit=100).rows)
        for _ in range(data.draw(st.integers(1, 3))):
            pair = data.draw(st.lists(st.sampled_from(claims), min_size=2, max_size=2, unique=True))
            judge_as_foretold(store, tools, pair, data.draw(st.sampled_from(Verdict)))
        assert problems(store, tools) == []
        for pair in {(judgement.first, judgement.second) for judgement in store.judgements()}:
            undo_as_foretold(store, tools, *pair)
        assert everything(store) == whole


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_events_are_merged_and_split_as_foretold(
    data: st.DataObject, new_store: Callable[[], Store], fill: Fill, tools: Tools
) -> None:
    policy = tools.policy
    with new_store() as store:
        whole = everything(fill(store))
        chosen = data.draw(st.lists(st.sampled_from(sorted(events(store))), min_size=2, unique=True))
        inside = {claim for name in chosen for claim in events(store)[name].claims}
        made = foretold(
            store,
            lambda: preview_merge(store, policy, chosen),
            lambda: merge(store, policy, chosen, why="one day", by="ana"),
        )
        (event,) = set(store.events_of(inside).values())
        leaving = set(
            data.draw(st.lists(st.sampled_from(sorted(inside)), min_size=1, max_size=len(inside) - 1, unique=True))
        )
        apart = foretold(
            store,
            lambda: preview_split(store, policy, event, leaving),
            lambda: split(store, policy, event, leaving, why="two", by="ben"),
        )
        held = store.events_of(inside)
        assert {held[claim] for claim in leaving}.isdisjoint({held[claim] for claim in inside - leaving})
        assert problems(store, tools) == []
        again = foretold(
            store,
            lambda: preview_merge(store, policy, set(held.values())),
            lambda: merge(store, policy, set(held.values()), why="one, after all", by="eve"),
        )
        assert len(set(store.events_of(inside).values())) == 1  # a later word stands before an earlier split
        undo_judgements(store, policy, [*made, *apart, *again], why="", by="ana")
        assert everything(store) == whole
        assert problems(store, tools) == []


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_correction_does_what_was_foretold(
    data: st.DataObject, new_store: Callable[[], Store], fill: Fill, tools: Tools
) -> None:
    def correct_as_foretold(store: Store, claim: str, change: tuple[str, Any]) -> None:
        foretold(
            store,
            lambda: preview_correction(store, tools.policy, claim, *change),
            lambda: [correct(store, tools.policy, claim, *change, why="", by="ana")],
        )

    with new_store() as store:
        fill(store)
        claims = sorted(store.claim_ids(limit=100).rows)
        for _ in range(data.draw(st.integers(1, 3))):
            correct_as_foretold(store, data.draw(st.sampled_from(claims)), data.draw(st.sampled_from(CHANGES)))
        assert problems(store, tools) == []


def test_what_cannot_be_split_or_merged_is_refused(store: Store, fill: Fill, tools: Tools) -> None:
    fill(store)
    policy, head = tools.policy, store.head()
    event, other = sorted(events(store).values(), key=lambda one: len(one.claims))[::-1][:2]
    wrong: list[tuple[Callable[[], object], str]] = [
        (lambda: split(store, policy, "zz", event.claims, why="", by="ana"), "there is no event zz"),
        (lambda: split(store, policy, event.id, [], why="", by="ana"), "naming some of its claims"),
        (lambda: split(store, policy, event.id, event.claims, why="", by="ana"), "naming some of its claims"),
        (lambda: preview_split(store, policy, event.id, other.claims), "is not of event"),
        (lambda: merge(store, policy, [event.id], why="", by="ana"), "naming two of them"),
        (lambda: merge(store, policy, [event.id, event.id], why="", by="ana"), "naming two of them"),
        (lambda: preview_merge(store, policy, [event.id, "zz"]), "there is no event zz"),
        (lambda: preview_judgement(store, policy, event.claims[0], "zz", Verdict.SAME), "there is no claim zz"),
        (lambda: preview_correction(store, policy, "zz", "place", None), "there is no claim zz"),
        (lambda: preview_correction(store, policy, event.claims[0], "modality", "perhaps"), "Input should be"),
        (lambda: preview_undo(store, policy, *event.claims[:2]), "there is no judgement"),
        (lambda: undo_judgements(store, policy, ["zz"], why="", by="ana"), "judgement zz is not in force"),
    ]
    for act, told in wrong:
        with pytest.raises(StoreError, match=told):
            act()
    assert store.head() == head
