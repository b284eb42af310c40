"""What is put into a store comes out of it, the same from SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crossclaim.errors import SpanError, StoreError
from crossclaim.model import (
    Capture,
    ClaimClass,
    CopyKind,
    DocumentCopy,
    EventFigure,
    FigureKind,
    Flag,
    Judgement,
    JudgementSubject,
    Link,
    Reliability,
    Verdict,
)
from crossclaim.store import FlagSubject, Neighbour, Store, verify
from store.samples import HOSPITAL, RUN, SEVARE, claims_of, event_of, fill, outlet, put, report

FIRST = report()
SECOND = report(
    "Clashes at Uliastai left 12 dead. Ten were soldiers.", lineage="https://example.org/2", name="Steppe News"
)


def test_a_document_comes_out_as_it_was_put(store: Store) -> None:
    with store.write(by="ana") as writer:
        run_id = writer.put_run(RUN)
        put(writer, report(run_id=run_id))
    assert store.document(FIRST.id) == FIRST.document
    assert store.heading(FIRST.id) == FIRST.heading
    assert store.mentions(FIRST.id) == FIRST.mentions
    assert store.dropped(FIRST.id) == 2
    assert store.run(store.run_of(FIRST.id) or "") == RUN
    assert store.sourced_claims([claim.id for claim in claims_of(FIRST)]) == claims_of(FIRST)
    assert store.claims_of(FIRST.id) == claims_of(FIRST)


@pytest.mark.parametrize(
    "text",
    [
        "💥 At least 7 killed at Uliastai, officials said.",  # beyond the basic plane
        "قُتل سبعة جنود في أولياستاي. قال مسؤول.",
        "Line one\r\n\tline two\u2028end. And 'quotes' \"of\" both; -- kinds.",
        "\\u0000 is no NUL. \\ is no escape.",
    ],
)
def test_any_text_comes_out_to_the_letter(store: Store, text: str) -> None:
    record = report(text, quotes=(text[:8],))
    with store.write(by="ana") as writer:
        put(writer, record)
    assert store.document(record.id) == record.document
    assert store.sourced_claims([f"{record.id}-c1"]) == claims_of(record)
    assert list(verify(store)) == []


@pytest.mark.parametrize("published", [None, date(1, 1, 1), date(9999, 12, 31)])
def test_any_day_comes_out(store: Store, published: date | None) -> None:
    record = report(published=published, days=None)
    with store.write(by="ana") as writer:
        put(writer, record)
    assert store.claims().rows == claims_of(record)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Seven\0 dead. All of them.", "its text holds a NUL character"),
        ("Half \ud83d dead. All.", "half a surrogate pair"),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused(store: Store, text: str, reason: str) -> None:
    record = report(text, quotes=("dead",))
    with pytest.raises(StoreError, match=reason), store.write(by="ana") as writer:
        put(writer, record)
    assert store.counts()["documents"] == 0


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1, 3_000_000])
def test_a_capture_comes_out_byte_for_byte(store: Store, size: int) -> None:
    content = bytes(i * i % 251 for i in range(1000)) * (size // 1000 + 1)
    capture = Capture(
        content=content[:size],
        source="https://example.org/1",
        media_type="text/html",
        retrieved=datetime(2024, 10, 10, tzinfo=UTC),
        headers=(("Content-Type", "text/html"), ("X", "")),
    )
    with store.write(by="ana") as writer:
        assert writer.put_capture(capture)
        assert not writer.put_capture(capture)
    assert store.capture(capture.id) == capture
    assert store.has_capture(capture.id)


def test_a_document_knows_what_its_input_was_called(store: Store) -> None:
    capture = Capture(content=b"<html>", source="saved/page.html")
    with store.write(by="ana") as writer:
        writer.put_capture(capture)
        put(writer, report(capture=capture), SECOND)
    assert store.source_of(FIRST.id) == "saved/page.html"
    assert store.source_of(SECOND.id) is None


def test_figures_of_events_are_given_by_id_without_totals(store: Store) -> None:
    figure = EventFigure(kind=FigureKind.KILLED, party=None, low=7, best=7, high=None, rule="r")
    records = [report(f"{number} fell at Uliastai. More.", lineage=f"{number}") for number in range(4)]
    events = []
    for record in records:
        made = event_of(*claims_of(record))
        changed = {"figures": (figure,), "tally": record is records[0]}
        events.append(made.model_copy(update={"event": made.event.model_copy(update=changed)}))
    with store.write(by="ana") as writer:
        put(writer, *records)
        writer.replace_events([], events)
    assert list(store.event_figures(most=9)) == [(ClaimClass.BATTLE, (figure,))] * 3
    assert len(list(store.event_figures(most=2))) == 2


def test_parts_that_captures_share_are_kept_once(store: Store) -> None:
    shared = b"<html>" + bytes((1 << 20) - 6)
    with store.write(by="ana") as writer:
        writer.put_capture(Capture(content=shared + b"one", source="a"))
    with store.write(by="ana") as writer:
        writer.put_capture(Capture(content=shared + b"two", source="b"))
        writer.put_capture(Capture(content=shared + shared, source="c"))
    assert store.counts()["parts"] == 3
    assert list(verify(store)) == []


def test_the_same_document_twice_changes_nothing(store: Store) -> None:
    with store.write(by="ana") as writer:
        assert writer.put_document(FIRST)
        assert not writer.put_document(FIRST)
    before = store.head()
    with store.write(by="ben") as writer:
        assert not writer.put_document(FIRST)
    assert store.head() == before


def test_a_new_version_takes_the_old_one_out_of_force(store: Store) -> None:
    changed = report(
        "Fighters attacked a post at Uliastai. At least 9 soldiers were killed, the district hospital said.", version=2
    )
    with store.write(by="ana") as writer:
        put(writer, FIRST)
    with store.write(by="ana") as writer:
        put(writer, changed)
    assert store.claims().rows == claims_of(changed)
    assert [(version.version, version.superseded) for version in store.versions("https://example.org/1")] == [
        (1, True),
        (2, False),
    ]
    assert store.versions("https://example.org/1")[1].previous == FIRST.id
    assert store.sourced_claims([f"{FIRST.id}-c1"]) == claims_of(FIRST)
    assert {neighbour.claim_id for neighbour in store.neighbours([17])} == {f"{changed.id}-c1"}
    assert list(verify(store)) == []


@pytest.mark.parametrize("version", [1, 3])
def test_versions_follow_each_other(store: Store, version: int) -> None:
    with store.write(by="ana") as writer:
        put(writer, FIRST)
    late = report("Another text. Of the same page.", version=version)
    with pytest.raises(StoreError, match=f"version {version} where 2 would be next"), store.write(by="ana") as writer:
        put(writer, late)
    assert store.counts()["documents"] == 1


def test_an_inexact_span_is_refused(store: Store) -> None:
    claim = FIRST.claims[0].sourced
    shifted = claim.claim.quote.model_copy(update={"start": 1, "end": claim.claim.quote.end + 1})
    wrong = claim.model_copy(update={"claim": claim.claim.model_copy(update={"quote": shifted})})
    record = FIRST.model_copy(update={"claims": (FIRST.claims[0].model_copy(update={"sourced": wrong}),)})
    with pytest.raises(SpanError), store.write(by="ana") as writer:
        put(writer, record)
    assert store.counts()["documents"] == 0


def test_neighbours_share_a_block_key(store: Store) -> None:
    far = report("Far off. Nothing else.", lineage="https://example.org/3", keys=(18,))
    with store.write(by="ana") as writer:
        put(writer, FIRST, SECOND, far)
        found = writer.neighbours([17, 4])
    expected = [
        Neighbour(
            claim_id=claim.id,
            document_id=claim.heading.document_id,
            traits={"type": "armed_clash", "n": [1, 2.5]},
            keys=(17,),
        )
        for claim in sorted(claims_of(FIRST, SECOND), key=lambda claim: claim.id)
    ]
    assert list(found) == expected
    assert list(store.neighbours([2**64 - 3])) == [known.model_copy(update={"keys": (-3,)}) for known in expected]
    assert store.neighbours([]) == ()
    assert store.traits([f"{far.id}-c1"])[f"{far.id}-c1"].document_id == far.id
    assert store.keys([f"{FIRST.id}-c1"]) == {f"{FIRST.id}-c1": (-3, 17)}


def test_documents_share_fingerprints(store: Store) -> None:
    other = report("Other. Words.", lineage="https://example.org/3", fingerprints=(5, 6))
    with store.write(by="ana") as writer:
        put(writer, FIRST, other)
    both = tuple(sorted((FIRST.id, other.id)))
    found = store.with_fingerprints([5, 2**63 + 1, 99, 4])
    assert found.pop(5) == both
    assert sorted(found.values()) == [(FIRST.id,), (FIRST.id,)]


def test_links_are_replaced_by_the_document_that_brought_them(store: Store) -> None:
    first, second = sorted(claim.id for claim in claims_of(FIRST, SECOND))
    link = Link(first=first, second=second, probability=0.875, evidence=(("place", 1.5), ("type", -0.25)))
    with store.write(by="ana") as writer:
        put(writer, FIRST, SECOND)
        writer.put_links(SECOND.id, [link])
    assert store.links([first]) == store.links([second]) == store.links([first, second]) == (link,)
    surer = link.model_copy(update={"probability": 0.9})
    with store.write(by="ana") as writer:
        writer.put_links(SECOND.id, [link])
        writer.put_links(SECOND.id, [surer])
        assert writer.links([first]) == (surer,)
    with store.write(by="ana") as writer:
        writer.put_links(SECOND.id, [])
    assert store.links([first]) == ()
    assert list(verify(store)) == []


def test_copies_of_documents_in_force(store: Store) -> None:
    first, second = sorted((FIRST.id, SECOND.id))
    copy = DocumentCopy(first=first, second=second, kind=CopyKind.PARTIAL, shared_first=0.5, shared_second=1)
    with store.write(by="ana") as writer:
        put(writer, FIRST, SECOND)
        writer.put_copies(SECOND.id, [copy])
    assert store.copies([FIRST.id]) == (copy,)
    with store.write(by="ana") as writer:
        put(writer, report("New words. All of them.", version=2))
    assert store.copies([SECOND.id]) == ()


def judgement(name: str, *, retires: str | None = None, verdict: Verdict = Verdict.DIFFERENT) -> Judgement:
    return Judgement(
        id=name,
        subject=JudgementSubject.CLAIM,
        first="a-c1",
        second="b-c1",
        verdict=verdict,
        why="another village of that name",
        by="ana",
        at=datetime(2024, 11, 2, 9, tzinfo=UTC),
        retires=retires,
    )


def test_a_judgement_is_undone_by_another(store: Store) -> None:
    one, two = judgement("j1"), judgement("j2", retires="j1", verdict=Verdict.SAME)
    with store.write(by="ana") as writer:
        writer.put_judgement(one)
        assert writer.judgements() == (one,)
        writer.put_judgement(two)
    assert store.judgements() == (two,)
    assert store.judgements(JudgementSubject.CLAIM, touching=["b-c1"]) == (two,)
    assert store.judgements(JudgementSubject.DOCUMENT) == store.judgements(touching=["c-c1"]) == ()
    assert store.judgement_history() == (one, two)
    for refused in (judgement("j2"), judgement("j3", retires="j1")):
        with pytest.raises(StoreError), store.write(by="ana") as writer:
            writer.put_judgement(refused)
    assert store.judgement_history() == (one, two)


def test_sources_keep_who_rated_them(store: Store) -> None:
    plain = outlet("Khangai Voice")
    rated = plain.model_copy(update={"reliability": Reliability.FAIRLY_RELIABLE, "alignment": "Khangai Front"})
    with store.write(by="ana") as writer:
        assert writer.put_source(plain)
    with store.write(by="ben") as writer:
        assert writer.put_source(rated)
        assert not writer.put_source(rated)
        assert writer.put_source(HOSPITAL)
    assert store.source(plain.id) == rated
    assert store.source("outlet:unheard of") is None
    assert store.sources() == (rated, HOSPITAL)
    assert [(change.changed_by, change.source) for change in store.source_history(plain.id)] == [
        ("ana", plain),
        ("ben", rated),
    ]


def test_events_are_replaced(store: Store) -> None:
    apart = [event_of(claim) for claim in claims_of(FIRST, SECOND)]
    flag = Flag(name="single_source", explanation="one outlet", spans=(claims_of(FIRST)[0].claim.quote,))
    joined = event_of(*claims_of(FIRST, SECOND), flags=(flag,))
    with store.write(by="ana") as writer:
        put(writer, FIRST, SECOND)
        writer.replace_events([], apart)
    assert {event.id for event in store.events().rows} == {record.event.id for record in apart}
    with store.write(by="ana") as writer:
        removed = set(writer.events_of([claim.id for claim in claims_of(FIRST, SECOND)]).values())
        writer.replace_events(removed, [joined])
    assert store.events().rows == (joined.event,)
    assert store.events_by_id([joined.event.id, "e0"]) == (joined.event,)
    assert store.events_of([f"{FIRST.id}-c1", "no-c1"]) == {f"{FIRST.id}-c1": joined.event.id}
    with store.write(by="ana") as writer:
        writer.replace_events([joined.event.id], [joined])
    assert list(verify(store)) == []


def test_an_event_of_claims_that_are_not_there_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="claims that are not there"), store.write(by="ana") as writer:  # noqa: PT012
        put(writer, FIRST)
        writer.replace_events([], [event_of(*claims_of(SECOND), place=SEVARE)])
    assert store.counts()["documents"] == 0


def test_flags_are_replaced(store: Store) -> None:
    flags = [Flag(name="recycled", explanation="seen before"), Flag(name="single_source", explanation="one outlet")]
    with store.write(by="ana") as writer:
        put(writer, FIRST)
        writer.put_all_flags(FlagSubject.DOCUMENT, {FIRST.id: flags[:1]})
        writer.put_all_flags(FlagSubject.DOCUMENT, {FIRST.id: flags})
    assert store.flags(FlagSubject.DOCUMENT, FIRST.id) == tuple(flags)
    assert store.flags(FlagSubject.CLAIM, FIRST.id) == ()
    with store.write(by="ana") as writer:
        writer.put_all_flags(FlagSubject.DOCUMENT, {FIRST.id: []})
    assert store.flags(FlagSubject.DOCUMENT, FIRST.id) == ()
    assert list(verify(store)) == []


def test_nothing_is_kept_of_a_change_that_fails(store: Store) -> None:
    with store.write(by="ana") as writer:
        put(writer, FIRST)
    before = store.head(), store.counts()
    with pytest.raises(ZeroDivisionError), store.write(by="ana") as writer:  # noqa: PT012
        put(writer, SECOND)
        writer.flush()
        raise ZeroDivisionError
    assert (store.head(), store.counts()) == before


def test_a_failed_step_cannot_be_passed_over(store: Store) -> None:
    with store.write(by="ana") as writer:
        writer.put_judgement(judgement("j1"))
    with pytest.raises(StoreError, match="nothing of this change"), store.write(by="ana") as writer:  # noqa: PT012
        put(writer, FIRST)
        with pytest.raises(StoreError):
            writer.put_judgement(judgement("j1"))
    assert store.counts()["documents"] == 0
    assert list(verify(store)) == []


def test_what_is_not_there_is_said_to_be(store: Store) -> None:
    for ask in (store.document, store.heading, store.mentions, store.capture, store.claims_of):
        with pytest.raises(StoreError, match="there is no"):
            ask("nowhere")
    assert store.sourced_claims(["nowhere"]) == ()
    assert store.run("nowhere") is None


def test_a_snapshot_is_one_state_whatever_is_written_meanwhile(store: Store) -> None:
    first, _ = fill(store)
    with store.snapshot() as reader:
        before = reader.claim_ids().rows
        with store.write(by="ana") as writer:
            put(writer, report("Later words. Of another page.", lineage="https://example.org/9"))
        assert reader.claim_ids().rows == before
        assert reader.has_document(first.id)
    assert len(store.claim_ids().rows) == len(before) + 1
