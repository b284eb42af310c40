"""Links and events made anew: after other rules, under another profile, and where something was left behind."""

from collections.abc import Callable

from crossclaim.engine import Tools, load_policy, rebuild
from crossclaim.model import Profile
from crossclaim.store import ClaimRecord, DocumentRecord, EventRecord, Store, Writer
from engine.conftest import REPORTS, everything, problems

Fill = Callable[..., Store]


def test_other_rules_of_linking_reach_what_is_kept(new_store: Callable[[], Store], fill: Fill, tools: Tools) -> None:
    with new_store() as store:
        fill(store)
        ids = store.claim_ids(limit=1000).rows
        wanted = {claim: neighbour.traits for claim, neighbour in store.traits(ids).items()}
        keys, expected = store.keys(ids), everything(store)
        with store.write(by="test") as writer:
            for name in REPORTS:
                spoil(writer, name)
        assert store.keys(ids) != keys
        assert problems(store, tools) == []  # the chain tells of it
        list(rebuild(store, tools.policy, by="test"))
        assert {claim: neighbour.traits for claim, neighbour in store.traits(ids).items()} == wanted
        assert (store.keys(ids), everything(store)) == (keys, expected)
        assert problems(store, tools) == []


def spoil(writer: Writer, name: str) -> None:
    """Give the claims of a document keys and traits as older rules may have made them."""
    (version,) = writer.versions(name)
    claims = tuple(ClaimRecord(sourced=claim, traits={"old": 1}, keys=(7,)) for claim in writer.claims_of(version.id))
    heading, document = writer.heading(version.id), writer.document(version.id)
    record = DocumentRecord(heading=heading, document=document, claims=claims, fingerprints=(1, 2))
    assert writer.put_linking(record)
    assert not writer.put_linking(record)


def test_a_store_keeps_the_profile_that_it_was_rebuilt_under(store: Store, fill: Fill, tools: Tools) -> None:
    fill(store, ["hill-post.txt", "agency.txt"])
    list(rebuild(store, load_policy(profile=Profile.ACLED), by="test"))
    fill(store, ["valley-voice.txt", "elsewhere.txt"])
    assert {event.profile for event in store.events(limit=100).rows} == {Profile.ACLED}
    assert problems(store, tools) == []
    list(rebuild(store, tools.policy, by="test"))
    assert {event.profile for event in store.events(limit=100).rows} == {Profile.UCDP}


def test_an_event_that_nothing_accounts_for_goes_with_a_rebuild(store: Store, fill: Fill, tools: Tools) -> None:
    fill(store)
    before = everything(store)["events"]
    (event, *_) = store.events().rows
    with store.write(by="test") as writer:
        writer.replace_events([], [EventRecord(event=event.model_copy(update={"id": "e" * 20}))])
    assert problems(store, tools) != []
    list(rebuild(store, tools.policy, by="test"))
    assert everything(store)["events"] == before
    assert problems(store, tools) == []
