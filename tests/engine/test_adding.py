"""Reports into a store: linked whatever their order, twice is once, a changed page is a new version."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossclaim.engine import Fate, Tools, add_captures, put_result, rebuild, remade_events
from crossclaim.errors import StoreError
from crossclaim.ingest import ReadOptions, Unread, open_captures
from crossclaim.model import Profile
from crossclaim.store import Filter, FlagSubject, Store, open_store, verify
from engine.conftest import REPORTS, everything, read

Fill = Callable[..., Store]


def problems(store: Store, tools: Tools) -> list[str]:
    return list(verify(store, rebuild=lambda reader: remade_events(reader, tools.policy)))


def test_accounts_of_one_clash_become_one_event(store: Store, fill: Fill) -> None:
    fill(store)
    documents = {
        tuple(sorted({claim.heading.lineage for claim in store.sourced_claims(event.claims)}))
        for event in store.events().rows
    }
    assert ("agency.txt", "hill-post.txt", "valley-voice.txt") in documents
    assert ("hill-post.txt", "monitor.txt") in documents
    assert ("elsewhere.txt",) in documents


def test_every_claim_is_in_one_event(store: Store, fill: Fill) -> None:
    fill(store)
    inside = [claim for event in store.events().rows for claim in event.claims]
    assert sorted(inside) == sorted(store.claim_ids(limit=1000).rows)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(list(REPORTS)))
def test_the_order_of_arrival_does_not_matter(
    order: list[str], fill: Fill, tools: Tools, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stores = []
    for names in (list(REPORTS), order):
        with open_store(tmp_path_factory.mktemp("order") / "s.sqlite", create=True) as store:
            fill(store, names)
            assert problems(store, tools) == []
            stores.append(everything(store))
    assert stores[0] == stores[1]


def test_the_same_text_twice_changes_nothing(store: Store, fill: Fill) -> None:
    fill(store)
    before, head = everything(store), store.head()
    fill(store)
    assert (everything(store), store.head()) == (before, head)


def test_a_changed_page_is_a_new_version_and_its_edits_are_told(store: Store, fill: Fill, tools: Tools) -> None:
    fill(store)
    changed = REPORTS["hill-post.txt"].replace("killed 12 rebels", "killed 21 rebels")
    added = put_result(read("hill-post.txt", changed, tools), store, tools, by="test", lineage="hill-post.txt")
    assert added.fate is Fate.CHANGED
    assert [(known.version, known.superseded) for known in store.versions("hill-post.txt")] == [(1, True), (2, False)]
    flags = {flag.name: flag.explanation for flag in store.flags(FlagSubject.DOCUMENT, added.document_id)}
    assert "12" in flags["silent_edit"]
    assert "21" in flags["silent_edit"]
    counted = {
        claim.heading.version for claim in store.claims(limit=1000).rows if claim.heading.lineage == "hill-post.txt"
    }
    assert counted == {2}
    inside = {claim for event in store.events().rows for claim in event.claims}
    assert inside == set(store.claim_ids(limit=1000).rows)  # nothing hangs on claims out of force
    assert problems(store, tools) == []


def test_a_rebuilt_store_is_the_store_that_grew(store: Store, fill: Fill, tools: Tools) -> None:
    before = everything(fill(store))
    assert list(rebuild(store, tools.policy, by="test"))[-1] == len(REPORTS)
    assert everything(store) == before
    assert problems(store, tools) == []


def test_profiles_differ_as_their_rules_say(store: Store, fill: Fill, tools: Tools) -> None:
    from crossclaim.engine import compose_event

    fill(store)
    (event,) = (
        event
        for event in store.events(Filter(place="Kutum")).rows
        if len({claim.heading.lineage for claim in store.sourced_claims(event.claims)}) == 3
    )
    by_profile = {
        profile: compose_event(event.claims, store, tools.policy, profile).event.figures for profile in Profile
    }
    assert by_profile[Profile.UCDP] == event.figures
    assert by_profile[Profile.ACLED] != by_profile[Profile.UCDP]
    assert by_profile[Profile.IBC] != by_profile[Profile.UCDP]


def test_inputs_that_cannot_be_read_stop_nothing(store: Store, tools: Tools, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text(REPORTS["agency.txt"])
    (folder / "scan.txt").write_bytes(b"%PDF-1.4")
    captures = open_captures([str(folder), "none.txt", "-"], io.BytesIO(REPORTS["monitor.txt"].encode()))
    outcomes = list(add_captures(captures, store, tools, ReadOptions(), by="test"))
    assert [outcome.reason if isinstance(outcome, Unread) else outcome.fate for outcome in outcomes] == [
        Fate.ADDED,
        "binary, not text: a PDF file",
        "no such file",
        Fate.ADDED,
    ]
    claims = store.claims().rows
    kept = {store.capture(store.document(claim.heading.document_id).capture_id or "").content for claim in claims}
    assert kept == {REPORTS["agency.txt"].encode(), REPORTS["monitor.txt"].encode()}


def test_a_store_that_cannot_be_written_to_is_told_and_not_swallowed(store: Store, fill: Fill) -> None:
    fill(store, ["agency.txt"])
    before = everything(store)
    with open_store(store.address, read_only=True) as closed, pytest.raises(StoreError, match="reading only"):
        fill(closed, ["monitor.txt"])
    assert everything(store) == before
