"""Decisions and corrections are followed by events, figures and links, and taken back leave nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossclaim.assess import load_sources
from crossclaim.engine import (
    Tools,
    adjudicate,
    correct,
    earlier_seals,
    publish,
    put_result,
    rebuild,
    review,
    undo_correction,
    undo_review,
)
from crossclaim.errors import SpanError, StoreError
from crossclaim.model import (
    ClaimType,
    DocumentResult,
    Event,
    FigureKind,
    Modality,
    ReviewState,
    SourcedClaim,
)
from crossclaim.store import Filter, FlagSubject, Store, Writer
from engine.conftest import REPORTS, everything, problems, read

Fill = Callable[..., Store]
S = ReviewState


def claim_on(store: Store, lineage: str, words: str = "") -> SourcedClaim:
    """The claim in force of a page that quotes some words."""
    (found,) = (
        claim
        for claim in store.claims(limit=1000).rows
        if claim.heading.lineage == lineage and words in claim.claim.quote.quote
    )
    return found


def event_with(store: Store, claim: SourcedClaim) -> Event:
    (event,) = store.events_by_id(store.events_of([claim.id]).values())
    return event


def killed(event: Event) -> list[tuple[float | None, float | None, float | None]]:
    return [(one.low, one.best, one.high) for one in event.figures if one.kind is FigureKind.KILLED and not one.of]


def span_of(store: Store, claim: SourcedClaim, words: str) -> dict[str, Any]:
    document = store.document(claim.heading.document_id)
    start = document.text.index(words)
    return document.span(start, start + len(words)).model_dump(mode="json")


def counted(claim: SourcedClaim, number: int) -> list[dict[str, Any]]:
    """The figures of a claim with another number in the same words."""
    quantity = {"op": "=", "low": number, "high": number}
    return [{**figure.model_dump(mode="json"), "quantity": quantity} for figure in claim.claim.figures]


# Corrections


def test_a_corrected_figure_counts_and_the_words_read_stay(store: Store, fill: Fill, tools: Tools) -> None:
    before = everything(fill(store))
    claim = claim_on(store, "elsewhere.txt")
    assert killed(event_with(store, claim)) == [(3, 3, 3)]
    made = correct(store, tools.policy, claim.id, "figures", counted(claim, 4), why="a fourth died", by="ana")
    assert killed(event_with(store, claim)) == [(4, 4, 4)]
    assert store.claims_as_read([claim.id]) == (claim,)
    assert store.claim_states([claim.id]) == {claim.id: S.CORRECTED}
    assert problems(store, tools) == []
    undo_correction(store, tools.policy, made.id, why="no, three", by="ben")
    assert everything(store) == before
    assert [one.by for one in store.correction_history()] == ["ana", "ben"]
    assert problems(store, tools) == []


def test_a_corrected_place_parts_a_claim_from_its_event(store: Store, fill: Fill, tools: Tools) -> None:
    before = everything(fill(store))
    agency, post = claim_on(store, "agency.txt"), claim_on(store, "hill-post.txt", "12 rebels")
    assert store.events_of([agency.id]) == {agency.id: store.events_of([post.id])[post.id]}
    zalingei = claim_on(store, "elsewhere.txt").claim.place
    assert zalingei is not None
    assert zalingei.reading is not None
    place = {"span": span_of(store, agency, "Kutum"), "reading": zalingei.reading.model_dump(mode="json")}
    made = correct(store, tools.policy, agency.id, "place", place, why="another Kutum", by="ana")
    assert store.events_of([agency.id])[agency.id] != store.events_of([post.id])[post.id]
    assert agency.id in store.claim_ids(Filter(place=zalingei.reading.name)).rows
    assert problems(store, tools) == []
    undo_correction(store, tools.policy, made.id, why="", by="ana")
    assert everything(store) == before


def test_a_corrected_attribution_names_who_speaks(store: Store, fill: Fill, tools: Tools) -> None:
    before = everything(fill(store))
    claim = claim_on(store, "elsewhere.txt")
    value = {"kind": "unnamed", "source": span_of(store, claim, "Gunmen"), "cue": span_of(store, claim, "said")}
    made = correct(store, tools.policy, claim.id, "attribution", value, why="they said it", by="ana")
    (now,) = store.sourced_claims([claim.id])
    assert [speaker.name for speaker in now.speakers] == ["Gunmen"]
    assert store.claim_ids(Filter(source=now.speakers[0].id)).rows == (claim.id,)
    correct(store, tools.policy, claim.id, "attribution", {"kind": "narrator"}, why="nobody", by="ana")
    assert store.sourced_claims([claim.id])[0].speakers == ()
    assert "unattributed" in {flag.name for flag in store.flags(FlagSubject.CLAIM, claim.id)}
    assert problems(store, tools) == []
    for one in reversed(store.corrections()):
        undo_correction(store, tools.policy, one.id, why="", by="ana")
    assert made.id in {one.retires for one in store.correction_history()}
    assert everything(store) == before


def test_a_corrected_speaker_is_looked_up_in_ones_own_list(
    store: Store, fill: Fill, tools: Tools, tmp_path: Path
) -> None:
    fill(store)
    (tmp_path / "own.jsonl").write_text('{"name": "Zalingei", "kind": "speaker", "reliability": "B"}\n')
    claim = claim_on(store, "elsewhere.txt")
    value = {"kind": "named", "source": span_of(store, claim, "Zalingei"), "cue": span_of(store, claim, "said")}
    own = load_sources(tmp_path / "own.jsonl")
    for known, letter in ((None, "F"), (own, "B")):
        correct(store, tools.policy, claim.id, "attribution", value, why="", by="ana", sources=known)
        (now,) = store.sourced_claims([claim.id])
        assert [(speaker.name, speaker.reliability.value) for speaker in now.speakers] == [("Zalingei", letter)]
    assert problems(store, tools) == []


def test_a_correction_of_what_is_not_there_is_refused(store: Store, fill: Fill, tools: Tools) -> None:
    fill(store, ["elsewhere.txt"])
    claim, head = claim_on(store, "elsewhere.txt"), store.head()
    span = {**span_of(store, claim, "police"), "quote": "palace"}
    wrong: list[tuple[str, str, Any, str]] = [
        ("zz", "modality", "denied", "there is no claim zz"),
        (claim.id, "modality", "perhaps", "Input should be"),
        (claim.id, "quote", "x", "Input should be"),
        (claim.id, "figures", None, "valid array|valid tuple"),
        (claim.id, "side_a", {"span": {"start": 5, "end": 2}}, "Field required|cannot quote"),
    ]
    for claim_id, field, value, told in wrong:
        with pytest.raises(StoreError, match=told) as refused:
            correct(store, tools.policy, claim_id, field, value, why="", by="ana")
        assert "\n" not in str(refused.value)
    with pytest.raises(SpanError, match="is not what the text says there"):
        correct(store, tools.policy, claim.id, "side_a", {"span": span}, why="", by="ana")
    for undo in (undo_correction, lambda *args, **more: undo_review(args[0], args[2], **more)):
        with pytest.raises(StoreError, match="there is no"):
            undo(store, tools.policy, "zz", why="", by="ana")
    assert store.head() == head


CHANGES: list[tuple[str, Any]] = [
    ("type", ClaimType.ABDUCTION_FORCED_DISAPPEARANCE.value),
    ("type", ClaimType.AIR_DRONE_STRIKE.value),
    ("type", ClaimType.TALLY.value),
    ("modality", Modality.DENIED.value),
    ("cumulative", True),
    ("side_a", None),
    ("side_b", None),
    ("place", None),
    ("time", None),
    ("attribution", {"kind": "narrator"}),
    ("figures", []),
]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_corrected_and_taken_back_in_any_order_all_is_as_before(
    data: st.DataObject, new_store: Callable[[], Store], fill: Fill, tools: Tools
) -> None:
    with new_store() as store:
        before = everything(fill(store))
        claims = store.claim_ids(limit=100).rows
        wanted = data.draw(
            st.lists(st.tuples(st.sampled_from(claims), st.sampled_from(CHANGES)), min_size=1, max_size=4)
        )
        made = [
            correct(store, tools.policy, claim, field, value, why="", by="ana").id for claim, (field, value) in wanted
        ]
        assert problems(store, tools) == []
        kept = everything(store)
        list(rebuild(store, tools.policy, by="test"))
        assert everything(store) == kept
        for name in data.draw(st.permutations(made)):
            undo_correction(store, tools.policy, name, why="", by="ben")
        assert everything(store) == before
        assert problems(store, tools) == []


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change[0]}")
def test_corrected_before_or_after_others_come_is_the_same(
    change: tuple[str, Any], new_store: Callable[[], Store], fill: Fill, tools: Tools
) -> None:
    field, value = change
    ends = []
    for first in (["agency.txt"], list(REPORTS)):
        with new_store() as store:
            fill(store, first)
            claim = claim_on(store, "agency.txt")
            correct(store, tools.policy, claim.id, field, value, why="", by="ana")
            fill(store, [name for name in REPORTS if name not in first])
            assert problems(store, tools) == []
            ends.append(everything(store))
    assert ends[0] == ends[1]


# Decisions


def test_a_rejected_claim_stays_and_its_figures_count_no_more(store: Store, fill: Fill, tools: Tools) -> None:
    before = everything(fill(store))
    claim = claim_on(store, "monitor.txt")
    event = event_with(store, claim)
    assert killed(event) == [(8, 8, 9)]
    (made,) = review(store, [claim.id], S.REJECTED, note="a copy of an older strike", by="ana")
    after = event_with(store, claim)
    assert (after.id, killed(after)) == (event.id, [(9, 9, 9)])
    (figure,) = (one for one in after.figures if one.kind is FigureKind.KILLED and not one.of)
    assert figure.left_out == ((claim.id, "rejected in review"),)
    assert problems(store, tools) == []
    undo_review(store, made.id, why="not so", by="ana")
    assert everything(store) == before
    assert problems(store, tools) == []


def test_a_rejected_claim_is_nobodys_word_in_the_flags_of_its_event(store: Store, fill: Fill) -> None:
    fill(store)
    claim = claim_on(store, "monitor.txt")
    (speaker,) = claim.speakers
    assert "single_source" not in [flag.name for flag in event_with(store, claim).flags]
    review(store, [claim.id], S.REJECTED, note="", by="ana")
    flags = {flag.name: flag.explanation for flag in event_with(store, claim).flags}
    assert flags["single_source"].startswith("1 article, one independent source: ")
    assert speaker.name not in flags["single_source"]


def test_what_cannot_be_decided_is_refused(store: Store, fill: Fill) -> None:
    fill(store, ["elsewhere.txt"])
    claim, head = claim_on(store, "elsewhere.txt"), store.head()
    for state in (S.PUBLISHED, S.SUGGESTED, S.CORRECTED):
        with pytest.raises(StoreError, match=f"{state} follows from other things"):
            review(store, [claim.id], state, note="", by="ana")
    with pytest.raises(StoreError, match="there is no claim zz"):
        review(store, [claim.id, "zz"], S.ACCEPTED, note="", by="ana")
    with pytest.raises(StoreError, match="is not contested"):
        adjudicate(store, claim.id, S.ACCEPTED, note="", by="ana")
    assert store.head() == head


def test_two_blind_coders_who_differ_need_a_third_word(store: Store, fill: Fill, tools: Tools) -> None:
    fill(store)
    claim = claim_on(store, "monitor.txt")
    review(store, [claim.id], S.REJECTED, note="", by="ana", blind=True)
    assert store.claim_states([claim.id]) == {claim.id: S.IN_REVIEW}
    assert killed(event_with(store, claim)) == [(8, 8, 9)]  # nobody can tell from the figures what she said
    review(store, [claim.id], S.ACCEPTED, note="", by="ben", blind=True)
    assert store.claim_states([claim.id]) == {claim.id: S.CONTESTED}
    with pytest.raises(StoreError, match="contested or undecided"):
        publish(store, event_with(store, claim).id, note="", by="eve")
    adjudicate(store, claim.id, S.REJECTED, note="ana is right", by="eve")
    assert store.claim_states([claim.id]) == {claim.id: S.REJECTED}
    assert killed(event_with(store, claim)) == [(9, 9, 9)]
    assert problems(store, tools) == []


def test_of_two_who_adjudicate_at_once_the_second_finds_it_decided(
    store: Store, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    claim = claim_on(store, "monitor.txt")
    review(store, [claim.id], S.CONTESTED, note="", by="ana")
    writing = store.write

    def faster(*, by: str) -> AbstractContextManager[Writer]:
        """Somebody else writes between what was asked before and the writing."""
        monkeypatch.undo()
        adjudicate(store, claim.id, S.REJECTED, note="", by="eve")
        return writing(by=by)

    monkeypatch.setattr(store, "write", faster)
    with pytest.raises(StoreError, match="is not contested"):
        adjudicate(store, claim.id, S.ACCEPTED, note="", by="fay")
    assert store.claim_states([claim.id]) == {claim.id: S.REJECTED}
    with pytest.raises(StoreError, match="there is no claim zz"):
        adjudicate(store, "zz", S.ACCEPTED, note="", by="fay")


# Publishing


def test_an_event_is_published_once_all_is_decided_and_stays_as_it_was(store: Store, fill: Fill, tools: Tools) -> None:
    fill(store)
    claim = claim_on(store, "elsewhere.txt")
    event = event_with(store, claim)
    with pytest.raises(StoreError, match="1 of its 1 claims are contested or undecided"):
        publish(store, event.id, note="", by="eve")
    review(store, [claim.id], S.ACCEPTED, note="", by="ana")
    seal = publish(store, event.id, note="checked", by="eve")
    assert (store.seals(), store.event_states([event.id])) == ((seal,), {event.id: S.PUBLISHED})
    assert earlier_seals(store, event) == ()
    with pytest.raises(StoreError, match="is published as it is"):
        publish(store, event.id, note="", by="eve")
    with pytest.raises(StoreError, match="there is no event zz"):
        publish(store, "zz", note="", by="eve")
    correct(store, tools.policy, claim.id, "figures", counted(claim, 5), why="", by="ana")
    now = event_with(store, claim)
    assert store.event_states([now.id]) == {now.id: S.ACCEPTED}
    assert earlier_seals(store, now) == store.seals() == (seal,)
    assert killed(seal.event) == [(3, 3, 3)]
    publish(store, now.id, note="corrected", by="eve")
    assert len(store.seals()) == 2
    assert problems(store, tools) == []


def test_an_event_of_nothing_but_rejected_claims_is_not_published(store: Store, fill: Fill) -> None:
    fill(store, ["elsewhere.txt"])
    claim = claim_on(store, "elsewhere.txt")
    review(store, [claim.id], S.REJECTED, note="", by="ana")
    with pytest.raises(StoreError, match="all its claims are rejected"):
        publish(store, event_with(store, claim).id, note="", by="eve")


# Versions


@pytest.fixture(scope="module")
def later(tools: Tools) -> dict[str, DocumentResult]:
    """The reports with words before and after what they said, and one in which the number is another."""
    moved = {name: f"The market is closed.\n\n{text}\nRoads are closed.\n" for name, text in REPORTS.items()}
    texts = {**moved, "changed": moved["elsewhere.txt"].replace("three", "four")}
    return {name: read(name, text, tools) for name, text in texts.items()}


def test_decisions_and_corrections_hold_for_the_same_words_in_the_next_version(
    store: Store, fill: Fill, later: dict[str, DocumentResult], tools: Tools
) -> None:
    fill(store)
    agency, monitor = claim_on(store, "agency.txt"), claim_on(store, "monitor.txt")
    cue = {"kind": "unnamed", "source": span_of(store, agency, "hospital"), "cue": span_of(store, agency, "said")}
    correct(store, tools.policy, agency.id, "type", ClaimType.ATTACK.value, why="no battle", by="ana")
    correct(store, tools.policy, agency.id, "attribution", cue, why="one hospital", by="ana")
    undone = correct(store, tools.policy, agency.id, "modality", "denied", why="", by="ana")
    undo_correction(store, tools.policy, undone.id, why="", by="ana")
    review(store, [monitor.id], S.REJECTED, note="old", by="ana")
    for name in ("agency.txt", "monitor.txt"):
        put_result(later[name], store, tools, by="test", lineage=name)
    agency_now, monitor_now = claim_on(store, "agency.txt"), claim_on(store, "monitor.txt")
    assert (agency_now.claim.type, agency_now.claim.modality) == (ClaimType.ATTACK, agency.claim.modality)
    assert [speaker.name for speaker in agency_now.speakers] == ["hospital"]
    assert agency_now.claim.attribution.source is not None
    assert agency_now.claim.attribution.source.is_exact(store.document(agency_now.heading.document_id).text)
    assert store.claim_states([monitor_now.id]) == {monitor_now.id: S.REJECTED}
    assert {one.by for one in store.corrections([agency_now.id])} == {"ana"}
    assert problems(store, tools) == []
    kept = everything(store)
    list(rebuild(store, tools.policy, by="test"))
    assert everything(store) == kept
    (first, *_) = store.corrections([agency_now.id])
    undo_correction(store, tools.policy, first.id, why="it was one", by="ben")
    assert claim_on(store, "agency.txt").claim.type is agency.claim.type
    assert problems(store, tools) == []


def test_what_was_said_of_other_words_is_kept_and_decides_nothing(
    store: Store, fill: Fill, later: dict[str, DocumentResult], tools: Tools
) -> None:
    fill(store)
    claim = claim_on(store, "elsewhere.txt")
    correct(store, tools.policy, claim.id, "cumulative", True, why="", by="ana")
    (made,) = review(store, [claim.id], S.REJECTED, note="", by="ana")
    put_result(later["changed"], store, tools, by="test", lineage="elsewhere.txt")
    now = claim_on(store, "elsewhere.txt")
    assert not now.claim.cumulative
    assert store.claim_states([claim.id, now.id]) == {claim.id: S.REJECTED, now.id: S.SUGGESTED}
    with pytest.raises(StoreError, match="is of an earlier version"):
        correct(store, tools.policy, claim.id, "cumulative", False, why="", by="ana")
    undo_review(store, made.id, why="", by="ana")
    undo_correction(store, tools.policy, store.corrections()[0].id, why="", by="ana")
    assert problems(store, tools) == []


def test_a_published_event_on_a_page_that_changed_is_still_told_of(
    store: Store, fill: Fill, later: dict[str, DocumentResult], tools: Tools
) -> None:
    fill(store)
    claim = claim_on(store, "elsewhere.txt")
    review(store, [claim.id], S.ACCEPTED, note="", by="ana")
    seal = publish(store, event_with(store, claim).id, note="", by="eve")
    put_result(later["elsewhere.txt"], store, tools, by="test", lineage="elsewhere.txt")
    now = event_with(store, claim_on(store, "elsewhere.txt"))
    assert earlier_seals(store, now) == (seal,)
    assert store.event_states([now.id]) == {now.id: S.ACCEPTED}
    assert problems(store, tools) == []
