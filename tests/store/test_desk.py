"""Decisions, corrections, seals, users and tokens, in either database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from crossclaim.errors import RefusedError, SpanError, StoreError
from crossclaim.model import (
    ClaimField,
    ClaimType,
    Permission,
    ReviewState,
    Role,
    SourcedClaim,
    Token,
    User,
)
from crossclaim.store import DocumentRecord, Filter, Store, verify
from crossclaim.store.schema import AUDIT
from store.samples import (
    ANA,
    NOON,
    ULIASTAI,
    claims_of,
    correction_of,
    event_of,
    fill,
    put,
    report,
    review_of,
    seal_of,
)

S = ReviewState
TOKEN = Token(id="t1", user="u1", name="script", scopes=(Permission.READ,), made=NOON)


@pytest.fixture
def records(store: Store) -> tuple[DocumentRecord, DocumentRecord]:
    """Two reports and one event of a claim of each."""
    first = report()
    second = report("Clashes at Uliastai left 12 dead. Ten fled.", lineage="https://example.org/2", name="Steppe News")
    with store.write(by="test") as writer:
        put(writer, first, second)
        writer.replace_events([], [event_of(*claims_of(first, second))])
    return first, second


@pytest.fixture
def claims(records: tuple[DocumentRecord, DocumentRecord]) -> tuple[SourcedClaim, SourcedClaim]:
    one, other = claims_of(*records)
    return one, other


def listed(store: Store, **wanted: Any) -> set[str]:
    return set(store.claim_ids(Filter(**wanted)).rows)


def test_decisions_are_kept_in_order_and_undone_by_others(store: Store, claims: tuple[SourcedClaim, ...]) -> None:
    one, other = (claim.id for claim in claims)
    first, second = review_of(one, S.REJECTED), review_of(one, S.ACCEPTED, name="r2", at=NOON + timedelta(hours=1))
    undoing = review_of(one, S.SUGGESTED, name="r3", retires="r2")
    with store.write(by="ana") as writer:
        writer.put_reviews([first])
        writer.put_reviews([second])
    assert store.reviews([one, other]) == (first, second)
    assert store.claim_states([one, other]) == {one: S.ACCEPTED, other: S.SUGGESTED}
    with store.write(by="ben") as writer:
        writer.put_reviews([undoing])
    assert store.reviews([one]) == (first,)
    assert store.review_history() == (first, second, undoing)
    assert store.review("r2") == second
    assert store.claim_states([one]) == {one: S.REJECTED}
    for again in (undoing.model_copy(update={"id": "r4"}), undoing.model_copy(update={"id": "r5", "retires": "r3"})):
        with pytest.raises(StoreError, match="is not in force"), store.write(by="ben") as writer:
            writer.put_reviews([again])
    with pytest.raises(StoreError), store.write(by="ben") as writer:
        writer.put_reviews([first])
    with pytest.raises(StoreError, match="there is no claim zz"), store.write(by="ben") as writer:
        writer.put_reviews([review_of("zz", S.ACCEPTED, name="r6")])
    assert list(verify(store)) == []


def test_claims_and_events_are_found_by_their_state(store: Store, claims: tuple[SourcedClaim, ...]) -> None:
    one, other = (claim.id for claim in claims)
    (event,) = store.events().rows
    assert listed(store, state=S.SUGGESTED) == {one, other}
    with store.write(by="ana") as writer:
        writer.put_reviews([review_of(one, S.ACCEPTED)])
    assert (listed(store, state=S.ACCEPTED), listed(store, state=S.SUGGESTED)) == ({one}, {other})
    assert listed(store, state=S.CONTESTED) == set()
    assert store.event_ids(Filter(state=S.IN_REVIEW)).rows == (event.id,)
    assert store.event_ids(Filter(state=S.SUGGESTED)).rows == ()
    assert store.claim_facets().states == (("accepted", 1), ("suggested", 1))
    assert store.event_facets().states == (("in_review", 1),)
    with store.write(by="ana") as writer:
        writer.put_reviews([review_of(other, S.REJECTED, name="r2")])
        writer.put_seal(seal_of(event))
    assert store.event_states([event.id, "zz"]) == {event.id: S.PUBLISHED}
    assert store.event_ids(Filter(state=S.PUBLISHED)).rows == (event.id,)
    assert store.claim_ids(Filter(state=S.REJECTED, event=event.id)).rows == (other,)
    with pytest.raises(StoreError, match="cannot be filtered by state"):
        store.document_ids(Filter(state=S.ACCEPTED))
    assert list(verify(store)) == []


def test_a_seal_stays_whatever_becomes_of_its_event(store: Store, claims: tuple[SourcedClaim, ...]) -> None:
    (event,) = store.events().rows
    seal = seal_of(event)
    with store.write(by="ana") as writer:
        writer.put_seal(seal)
    apart = [event_of(claim) for claim in claims]
    with store.write(by="ben") as writer:
        writer.replace_events([event.id], apart)
    assert store.seals() == store.seals([event.id]) == (seal,)
    assert store.seals_with([claims[0].id]) == (seal,)
    assert store.seals([apart[0].event.id]) == store.seals_with(["zz"]) == ()
    assert set(store.event_states([one.event.id for one in apart]).values()) == {S.SUGGESTED}
    with store.write(by="ben") as writer:  # it is there again, exactly as it was published
        writer.replace_events([one.event.id for one in apart], [event_of(*claims)])
    assert store.event_states([event.id]) == {event.id: S.PUBLISHED}
    assert list(verify(store)) == []


def test_what_is_corrected_is_listed_by_it_and_what_was_read_stays(
    store: Store, claims: tuple[SourcedClaim, ...]
) -> None:
    claim = claims[0]
    span = claim.claim.quote.model_dump(mode="json")
    place = {"span": span, "reading": ULIASTAI.model_copy(update={"name": "Tosontsengel"}).model_dump(mode="json")}
    time = {"span": span, "reading": {"start_date": "2024-10-01", "end_date": "2024-10-01"}}
    side = {"span": span, "actor": {"id": None, "name": "Shepherds"}}
    made = {
        ClaimField.TYPE: "looting_property_destruction",
        ClaimField.PLACE: place,
        ClaimField.TIME: time,
        ClaimField.SIDE_A: side,
    }
    with store.write(by="ana") as writer:
        for number, (field, value) in enumerate(made.items()):
            writer.put_correction(correction_of(claim.id, field, value, name=f"k{number}"))
    (found,) = store.sourced_claims([claim.id])
    assert found.claim.type is ClaimType.LOOTING_PROPERTY_DESTRUCTION
    assert found.claim.place is not None
    assert found.claim.place.span == claim.claim.quote
    assert store.claims_as_read([claim.id]) == (claim,)
    asked: dict[str, Any] = {"type": "looting_property_destruction", "place": "tosontsengel", "actor": "Shepherds"}
    asked |= {"until": date(2024, 10, 2)}
    for name, value in asked.items():
        assert listed(store, **{name: value}) == {claim.id}, name
    assert listed(store, type="armed_clash", state=S.CORRECTED) == set()
    assert listed(store, text="fighters", state=S.CORRECTED) == {claim.id}
    assert store.claim_states([claim.id]) == {claim.id: S.CORRECTED}
    assert list(verify(store)) == []
    with store.write(by="ben") as writer:
        for number, field in enumerate(made):
            writer.put_correction(correction_of(claim.id, field, None, name=f"u{number}", retires=f"k{number}"))
    assert store.sourced_claims([claim.id]) == (claim,)
    assert listed(store, place="Uliastai", type="armed_clash", actor="khangai-front") == {one.id for one in claims}
    assert store.corrections() == ()
    assert len(store.correction_history([claim.id])) == 8
    assert list(verify(store)) == []


def test_a_span_that_does_not_quote_the_text_is_refused(store: Store, claims: tuple[SourcedClaim, ...]) -> None:
    claim = claims[0]
    quote = claim.claim.quote.model_dump(mode="json")
    words = "x" * len(quote["quote"])
    for span, told in (
        ({**quote, "quote": words}, "is not what the text says"),
        ({**quote, "doc_id": "d"}, "other doc"),
    ):
        with pytest.raises(SpanError, match=told), store.write(by="ana") as writer:
            writer.put_correction(correction_of(claim.id, ClaimField.SIDE_B, {"span": span, "actor": None}))
    assert store.correction_history() == ()


def test_users_and_their_passwords(store: Store) -> None:
    with store.write(by="local") as writer:
        assert writer.put_user(ANA, "$argon2id$one")
        assert not writer.put_user(ANA)
        assert not writer.put_user(ANA, "$argon2id$one")
        assert writer.put_user(User(id="u2", name="Ben", role=Role.VIEWER, made=NOON))
    disabled = ANA.model_copy(update={"disabled": True, "role": Role.CODER})
    with store.write(by="Ben") as writer:
        assert writer.put_user(disabled)
    assert [user.name for user in store.users()] == ["Ana", "Ben"]
    assert store.user("u1") == disabled
    assert (store.password_hash("u1"), store.password_hash("u2")) == ("$argon2id$one", None)
    assert store.user("u9") is store.password_hash("u9") is None
    with store.write(by="Ana") as writer:
        assert writer.put_user(disabled, "$argon2id$two")
    assert store.password_hash("u1") == "$argon2id$two"
    with pytest.raises(StoreError, match="somebody else has that name"), store.write(by="Ana") as writer:
        writer.put_user(User(id="u3", name="ANA", role=Role.VIEWER, made=NOON))
    assert list(verify(store)) == []


def test_no_hash_is_told_outside_its_row(store: Store) -> None:
    with store.write(by="local") as writer:
        writer.put_user(ANA, "$argon2id$one")
        writer.put_token(TOKEN, "ab" * 32)
    with store.connected() as connection:
        told = str(connection.execute(select(AUDIT)).all())
    assert "argon2" not in told + repr(store.users()) + repr(store.tokens())
    assert "ab" * 32 not in told + repr(store.tokens())
    with store.write(by="local") as writer:
        writer.put_user(ANA, "$argon2id$two")
    with store.connected() as connection:  # no old one is left behind
        assert connection.scalars(text("SELECT hash FROM passwords")).all() == ["$argon2id$two"]


def test_tokens_are_found_by_the_digest_of_their_secret(store: Store) -> None:
    digest = "ab" * 32
    with store.write(by="Ana") as writer:
        with pytest.raises(StoreError, match="there is no user u1"):
            writer.put_token(TOKEN, digest)
        writer.put_user(ANA)
        with pytest.raises(StoreError, match="has no digest"):
            writer.put_token(TOKEN)
        assert writer.put_token(TOKEN, digest)
        assert not writer.put_token(TOKEN)
    assert store.token_by_digest(digest) == TOKEN
    revoked = TOKEN.model_copy(update={"revoked": True})
    with store.write(by="Ana") as writer:
        assert writer.put_token(revoked)
    assert store.token_by_digest(digest) == revoked
    assert (store.tokens("u1"), store.tokens("u2"), store.tokens()) == ((revoked,), (), (revoked,))
    assert store.token_by_digest("cd" * 32) is None
    assert not revoked.holds(NOON)
    assert not TOKEN.model_copy(update={"expires": NOON}).holds(NOON)
    assert TOKEN.model_copy(update={"expires": NOON + timedelta(seconds=1)}).holds(NOON)
    assert list(verify(store)) == []


def test_the_feed_tells_who_wrote_what_the_latest_first(store: Store) -> None:
    fill(store)
    pages, after = [], None
    while True:
        page = store.activity(limit=4, after=after)
        pages += page.rows
        after = page.after
        if after is None:
            break
    assert [entry.seq for entry in pages] == list(range(store.head().count, 0, -1))
    assert {entry.by for entry in store.activity(by="eve", limit=100).rows} == {"eve"}
    assert [entry.subject for entry in store.activity(subject="review").rows] == ["review:r2", "review:r1"]
    assert [entry.subject for entry in store.activity(subject="seal:s1").rows] == ["seal:s1"]
    assert store.activity(subject="rev").rows == ()
    assert store.activity(subject="%").rows == ()
    for wrong in ("x", "-1", "9" * 40, ""):
        with pytest.raises(StoreError, match="is not where a page ended"):
            store.activity(after=wrong)


@pytest.mark.parametrize("words", ["a\0b", "half \ud83d"])
def test_what_no_database_keeps_is_refused(store: Store, claims: tuple[SourcedClaim, ...], words: str) -> None:
    claim = claims[0]
    span = claim.claim.quote.model_dump(mode="json")
    side = {"span": span, "actor": {"id": None, "name": words}}
    before = store.head()
    with pytest.raises(RefusedError), store.write(by="ana") as writer:
        writer.put_reviews([review_of(claim.id, S.ACCEPTED, note=words)])
    with pytest.raises(RefusedError), store.write(by="ana") as writer:
        writer.put_user(ANA.model_copy(update={"name": words}))
    if "\0" in words:
        with pytest.raises(RefusedError), store.write(by="ana") as writer:
            writer.put_correction(correction_of(claim.id, ClaimField.SIDE_B, side))
    assert store.head() == before


def test_a_word_that_looks_like_an_escape_is_kept(store: Store, claims: tuple[SourcedClaim, ...]) -> None:
    made = review_of(claims[0].id, S.ACCEPTED, note="C:\\u0000 <script>alert(1)</script> '; DROP TABLE claims --")
    with store.write(by="ana") as writer:
        writer.put_reviews([made])
    assert store.reviews() == (made,)
