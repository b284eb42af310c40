"""Reports into a store: linked whatever their order, twice is once, a changed page is a new version."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossclaim.engine import Added, Fate, Tools, add_captures, put_result, rebuild
from crossclaim.errors import StoreError
from crossclaim.ingest import ReadOptions, Unread, open_captures
from crossclaim.model import Profile
from crossclaim.store import Filter, FlagSubject, Store, open_store
from engine.conftest import REPORTS, everything, problems, read

Fill = Callable[..., Store]


def test_accounts_of_one_clash_become_one_event(store: Store, fill: Fill) -> None:
    fill(store)
    documents = {
        tuple(sorted({claim.heading.lineage for claim in store.sourced_claims(event.claims)}))
        for event in store.events().rows
    }
    assert ("agency.txt", "hill-post.txt", "valley-voice.txt") in documents
    assert ("hill-post.txt", "monitor.txt") in documents
    assert ("elsewhere.txt",) in documents


def test_words_in_a_quotation_that_opened_a_sentence_before_are_the_speakers(store: Store, tools: Tools) -> None:
    text = (
        '4 May 2016\n\nThe general said: "We held the town. Our army killed 12 terrorists in clashes with rebels'
        ' in Kutum on Tuesday. We stay."\n'
    )
    put_result(read("q.txt", text, tools), store, tools, by="test", lineage="q.txt")
    flags = [flag for claim in store.claims().rows for flag in store.flags(FlagSubject.CLAIM, claim.id)]
    (loaded,) = (flag.explanation for flag in flags if flag.name == "loaded_language")
    assert '"terrorists" (quoted)' in loaded


def test_every_claim_is_in_one_event(store: Store, fill: Fill) -> None:
    fill(store)
    inside = [claim for event in store.events().rows for claim in event.claims]
    assert sorted(inside) == sorted(store.claim_ids(limit=1000).rows)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(list(REPORTS)))
def test_the_order_of_arrival_does_not_matter(
    order: list[str], fill: Fill, tools: Tools, new_store: Callable[[], Store]
) -> None:
    with new_store() as store:
        expected = everything(fill(store))
    with new_store() as store:
        assert everything(fill(store, order)) == expected
        assert problems(store, tools) == []


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
    from crossclaim.engine import shown_events

    fill(store)
    (event,) = (
        event
        for event in store.events(Filter(place="Kutum")).rows
        if len({claim.heading.lineage for claim in store.sourced_claims(event.claims)}) == 3
    )
    by_profile = {profile: shown_events([event], store, tools.policy, profile)[0].figures for profile in Profile}
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


def test_a_file_of_many_documents_is_read_to_its_end_and_archived_once(
    store: Store, tools: Tools, tmp_path: Path
) -> None:
    lines = [
        {"url": f"https://steppe.example/{n}", "text": f"Millet is sold. {n} " + "Rain. " * 500} for n in range(60)
    ]
    source = tmp_path / "many.jsonl"
    source.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    assert source.stat().st_size > 150_000  # more than is read ahead
    outcomes = list(add_captures(open_captures([str(source)]), store, tools, ReadOptions(), by="test"))
    assert [outcome.fate for outcome in outcomes if isinstance(outcome, Added)] == [Fate.ADDED] * 60
    counts = store.counts()
    assert (counts["documents"], counts["captures"], counts["parts"]) == (60, 1, 1)
    (document_id, *_) = store.document_ids(limit=1).rows
    assert store.capture(store.document(document_id).capture_id or "").content == source.read_bytes()


@pytest.mark.parametrize(
    ("damaged", "reason"),
    [
        ({"text": "Three people\0 were shot dead in Kutum."}, "its text holds a NUL character"),
        ({"text": "Three people were shot dead.", "title": "Shot\0"}, "holds a NUL character"),
        ({"text": "Three people were shot dead.", "url": "https://steppe.example/\0"}, "NUL"),
        ({"text": "Three people were shot dead.", "doc": "half \ud800"}, "half a surrogate pair"),
        ({"text": "Three people were shot dead.", "outlet": "half \ud800"}, "half a surrogate pair"),
    ],
)
def test_a_document_that_no_store_can_keep_is_told_and_the_others_go_on(
    store: Store, tools: Tools, tmp_path: Path, damaged: dict[str, str], reason: str
) -> None:
    source = tmp_path / "reports.jsonl"
    well = {"doc": "well", "text": "Gunmen shot dead three farmers in Zalingei, police said."}
    source.write_text("".join(f"{json.dumps(line)}\n" for line in ({"doc": "x"} | damaged, well)))
    bad, good = add_captures(open_captures([str(source)]), store, tools, ReadOptions(), by="test")
    assert isinstance(bad, Unread)
    assert reason in bad.reason or "surrogate" in bad.reason
    assert "\n" not in bad.reason
    assert isinstance(good, Added)
    assert (good.fate, store.counts()["documents"]) == (Fate.ADDED, 1)
    assert problems(store, tools) == []


def test_a_document_of_thousands_of_claims_is_linked_in_bounded_time(store: Store, tools: Tools) -> None:
    towns = ("Kutum", "Mellit", "Zalingei", "Tawila", "Gao", "Kidal", "Goma", "Beni")
    lines = [
        f"On {1 + n % 28} May 2016 gunmen killed {n % 40 + 2} people in {towns[n % len(towns)]}, police said."
        for n in range(400)
    ]
    result = read("list.txt", "\n\n".join(lines), tools)
    assert len(result.claims) >= 300
    put_result(result, store, tools, by="test", lineage="list.txt")
    assert problems(store, tools) == []
