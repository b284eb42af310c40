"""What is asked or written of many documents at once is what each gives by itself."""

from crossclaim.model import CopyKind, DocumentCopy, Flag, Link
from crossclaim.store import FlagSubject, Store, verify
from store.samples import claims_of, put, report

FIRST = report()
SECOND = report(
    "Clashes at Uliastai left 12 dead. Ten were soldiers.", lineage="https://example.org/2", name="Steppe News"
)
NEXT = report("New words. All of them.", version=2)
HINT = Flag(name="single_source", explanation="one outlet")


def test_documents_headings_and_versions_by_the_many(store: Store) -> None:
    with store.write(by="ana") as writer:
        put(writer, FIRST, SECOND, NEXT)
    ids = [FIRST.id, SECOND.id, NEXT.id]
    assert store.documents([*ids, "none"]) == {each: store.document(each) for each in ids}
    assert store.headings([*ids, "none"]) == {each: store.heading(each) for each in ids}
    lineages = {record.heading.lineage for record in (FIRST, SECOND)}
    assert store.versions_of([*lineages, "none"]) == {lineage: store.versions(lineage) for lineage in lineages}
    assert [version.version for version in store.versions(FIRST.heading.lineage)] == [1, 2]


def test_claims_of_several_documents(store: Store) -> None:
    with store.write(by="ana") as writer:
        put(writer, FIRST, SECOND)
    told = [claim.id for claim in claims_of(FIRST, SECOND)]
    assert list(store.claim_ids_of([SECOND.id, FIRST.id, "none"])) == told
    assert store.claim_ids_of([]) == ()
    with store.write(by="ana") as writer:
        put(writer, NEXT)
    assert store.claims_in_force([*told, "none"]) == {claim.id for claim in claims_of(SECOND)}


def test_a_writer_gives_its_own_claims_and_older_ones_alike(store: Store) -> None:
    with store.write(by="ana") as writer:
        put(writer, FIRST)
    with store.write(by="ana") as writer:
        put(writer, SECOND)
        wanted = [claim.id for claim in (*claims_of(SECOND), *claims_of(FIRST))]
        seen = writer.sourced_claims([*wanted, "none"])
    assert seen == store.sourced_claims(wanted) == (*claims_of(SECOND), *claims_of(FIRST))


def test_fingerprints_tell_who_has_them(store: Store) -> None:
    other = report("Other. Words.", lineage="https://example.org/3", fingerprints=(5, 6))
    with store.write(by="ana") as writer:
        put(writer, FIRST, other)
    assert store.with_fingerprints([5, 6, 77]) == {5: tuple(sorted((FIRST.id, other.id))), 6: (other.id,)}
    with store.write(by="ana") as writer:
        put(writer, NEXT)
    assert FIRST.id not in store.with_fingerprints([5])[5]  # out of force


def test_flags_of_many_are_replaced_together(store: Store) -> None:
    with store.write(by="ana") as writer:
        put(writer, FIRST, SECOND)
        writer.put_all_flags(FlagSubject.DOCUMENT, {FIRST.id: [HINT], SECOND.id: [HINT, HINT]})
    with store.write(by="ana") as writer:
        writer.put_all_flags(FlagSubject.DOCUMENT, {FIRST.id: [], SECOND.id: [HINT]})
    assert store.flags(FlagSubject.DOCUMENT, FIRST.id) == ()
    assert store.flags(FlagSubject.DOCUMENT, SECOND.id) == (HINT,)
    assert list(verify(store)) == []


def test_links_and_copies_of_many_are_taken_away(store: Store) -> None:
    first, second = sorted(claim.id for claim in claims_of(FIRST, SECOND))
    one, other = sorted((FIRST.id, SECOND.id))
    link = Link(first=first, second=second, probability=0.875, evidence=(("place", 1.5),))
    with store.write(by="ana") as writer:
        put(writer, FIRST, SECOND)
        writer.put_links(SECOND.id, [link])
        writer.put_copies(
            SECOND.id, [DocumentCopy(first=one, second=other, kind=CopyKind.COPY, shared_first=1, shared_second=1)]
        )
    assert store.links([first]) == (link,)
    assert store.chances([second]) == store.chances([first], at_least=0.875) == {(first, second): 0.875}
    assert store.chances([first], at_least=0.876) == {}
    with store.write(by="ana") as writer:
        writer.remove_links([FIRST.id, SECOND.id])
    assert store.links([first]) == ()
    assert store.copies([one]) == ()
    assert list(verify(store)) == []
