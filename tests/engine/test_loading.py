"""Many documents at once leave the store that one after the other would leave."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossclaim.engine import Fate, Tools, load_results, put_result, remade_events
from crossclaim.model import DocumentResult
from crossclaim.store import FlagSubject, Store, open_store, verify
from engine.conftest import REPORTS, everything, read

EDITED = REPORTS["hill-post.txt"].replace("killed 12 rebels", "killed 21 rebels")
LONG = (
    "5 May 2016\n\nThe army killed 12 rebels in clashes in Kutum on Tuesday, the defence ministry said. Shops in the "
    "town stayed shut for the rest of the week while families who had fled to the hills came back by lorry and on "
    "foot, and the market reopened only when the last of the road blocks on the way to the river had been cleared.\n"
)


@pytest.fixture(scope="module")
def told(tools: Tools) -> list[tuple[str, DocumentResult]]:
    """The reports, a later text of one page, and a text with its copy under another address."""
    texts = [*REPORTS.items(), ("hill-post.txt", EDITED), ("wire.txt", LONG), ("copy.txt", LONG)]
    return [(name, read(name, text, tools)) for name, text in texts]


def state(store: Store) -> list[object]:
    """All that can be asked of a store, but for the order in which it came."""
    claims = sorted(store.claim_ids(limit=1000).rows)
    documents = sorted(store.document_ids(limit=1000).rows)
    flags = [store.flags(FlagSubject.CLAIM, claim) for claim in claims]
    flags += [store.flags(FlagSubject.DOCUMENT, document) for document in documents]
    return [everything(store), claims, documents, store.links(claims), store.copies(documents), flags]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_batch_leaves_what_one_by_one_leaves(
    data: st.DataObject,
    told: list[tuple[str, DocumentResult]],
    tools: Tools,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    order, size = data.draw(st.permutations(told)), data.draw(st.integers(1, len(told)))
    folder = tmp_path_factory.mktemp("batches")
    with open_store(folder / "a.sqlite", create=True) as single, open_store(folder / "b.sqlite", create=True) as many:
        one_by_one = [put_result(result, single, tools, by="test", lineage=lineage) for lineage, result in order]
        assert list(load_results(order, many, tools, by="test", batch=size)) == one_by_one
        assert state(many) == state(single)
        assert list(verify(many, rebuild=lambda reader: remade_events(reader, tools.policy))) == []


def test_the_store_that_is_compared_holds_copies_links_and_flags(
    store: Store, told: list[tuple[str, DocumentResult]], tools: Tools
) -> None:
    list(load_results(told, store, tools, by="test"))
    assert len(store.copies(store.document_ids(limit=1000).rows)) == 1
    assert store.links(store.claim_ids(limit=1000).rows)
    (_, edited) = store.versions("hill-post.txt")
    assert "silent_edit" in {flag.name for flag in store.flags(FlagSubject.DOCUMENT, edited.id)}


def test_what_is_there_already_is_told_as_unchanged(
    store: Store, told: list[tuple[str, DocumentResult]], tools: Tools
) -> None:
    list(load_results(told, store, tools, by="test"))
    before = store.head()
    assert {added.fate for added in load_results(told, store, tools, by="test")} == {Fate.UNCHANGED}
    assert store.head() == before


def test_a_batch_that_fails_keeps_those_before(
    store: Store, told: list[tuple[str, DocumentResult]], tools: Tools
) -> None:
    def breaking():  # type: ignore[no-untyped-def]
        yield from told[:4]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(load_results(breaking(), store, tools, by="test", batch=2))
    assert len(store.document_ids(limit=100).rows) == 4
    assert list(verify(store, rebuild=lambda reader: remade_events(reader, tools.policy))) == []
