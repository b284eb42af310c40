"""A new document among those that are there: whose words it shares, and which claims tell of what its claims tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence

from crossclaim.link import (
    Traits,
    are_far,
    compare_documents,
    compare_likely,
    traits_from_json,
)
from crossclaim.model import Document, DocumentCopy, Link
from crossclaim.store import ClaimRecord, DocumentRecord, Writer

__all__ = ["find_copies", "find_links", "link_documents"]

# Fewer shared fingerprints than this are a quotation or a name, not a copy.
_SHARED_AT_LEAST = 3


def link_documents(
    records: Sequence[DocumentRecord], writer: Writer, *, linked: Container[str] | None = None
) -> set[str]:
    """Write what documents share with others, and what their claims link to; the documents they share with.

    A pair of documents is brought by the later one: of two of ``records`` by that which stands later there, and by
    these before all others of the store, or those that are ``linked``.
    """
    order = {record.id: number for number, record in enumerate(records)}
    found = find_copies(records, writer)
    by_key = _nearby(records, writer)
    touched: set[str] = set()
    for own, record in enumerate(records):

        def comes_first(other: str, own: int = own) -> bool:
            return order[other] <= own if other in order else linked is None or other in linked

        copies = [copy for copy in found[record.id] if comes_first(copy.first) and comes_first(copy.second)]
        writer.put_copies(record.id, copies)
        nearby = {claim.sourced.id: _sharing(claim, by_key, comes_first) for claim in record.claims}
        mine = [traits_from_json(claim.traits) for claim in record.claims]
        writer.put_links(record.id, find_links(mine, nearby, _copied(copies)))
        touched |= {document for copy in copies for document in (copy.first, copy.second)} - {record.id}
    return touched


def find_copies(records: Sequence[DocumentRecord], writer: Writer) -> dict[str, list[DocumentCopy]]:
    """The documents in force that each of these shares its words with; older versions of itself are none."""
    known = writer.with_fingerprints({number for record in records for number in record.fingerprints})
    shared = {
        record.id: Counter(other for number in record.fingerprints for other in known.get(number, ()))
        for record in records
    }
    others = {
        mine: sorted(other for other, count in counts.items() if count >= _SHARED_AT_LEAST and other != mine)
        for mine, counts in shared.items()
    }
    texts = writer.documents({other for several in others.values() for other in several})
    found = {}
    for record in records:
        mine = _named(record.document, record.id)
        compared = (compare_documents(mine, _named(texts[other], other)) for other in others[record.id])
        found[record.id] = [copy for copy in compared if copy is not None]
    return found


def _named(document: Document, document_id: str) -> Document:
    """The document under the name that the store knows it by."""
    return document.model_copy(update={"id": document_id})


def _copied(copies: Iterable[DocumentCopy]) -> dict[tuple[str, str], float]:
    return {(copy.first, copy.second): max(copy.shared_first, copy.shared_second) for copy in copies}


def _keys(records: Iterable[DocumentRecord]) -> set[int]:
    return {key for record in records for claim in record.claims for key in claim.keys}


def _nearby(records: Sequence[DocumentRecord], writer: Writer) -> dict[int, list[Traits]]:
    """The claims in force that share a key with any claim of the documents, their own among them, by those keys."""
    by_key = defaultdict[int, list[Traits]](list)
    for neighbour in writer.neighbours(_keys(records)):
        traits = traits_from_json(neighbour.traits)
        for key in neighbour.keys:
            by_key[key].append(traits)
    return by_key


def _sharing(claim: ClaimRecord, by_key: Mapping[int, Sequence[Traits]], wanted: Callable[[str], bool]) -> list[Traits]:
    """The other claims of documents that are ``wanted`` that share a key with this one."""
    sharing = {id(other): other for key in claim.keys for other in by_key.get(key, ())}
    return [other for other in sharing.values() if other.id != claim.sourced.id and wanted(other.document)]


def find_links(
    mine: Iterable[Traits], nearby: Mapping[str, Iterable[Traits]], copied: Mapping[tuple[str, str], float]
) -> list[Link]:
    """The links between each of ``mine`` and those ``nearby`` by its id, each pair once."""
    found: dict[tuple[str, str], Link | None] = {}
    for one in mine:
        for other in nearby[one.id]:
            pair = (one.id, other.id) if one.id < other.id else (other.id, one.id)
            if pair not in found and not are_far(one, other):
                found[pair] = compare_likely(one, other, copied=copied.get(_documents(one, other), 0.0))
    return [link for _, link in sorted(found.items()) if link is not None]


def _documents(one: Traits, other: Traits) -> tuple[str, str]:
    return (one.document, other.document) if one.document < other.document else (other.document, one.document)
