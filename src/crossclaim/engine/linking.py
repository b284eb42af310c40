"""A new document among those that are there: whose words it shares, and which claims tell of what its claims tell."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from crossclaim.link import (
    LEAST_LINK,
    Traits,
    block_keys,
    compare,
    compare_documents,
    document_key,
    likelihood,
    traits_from_json,
)
from crossclaim.model import Document, DocumentCopy, Link
from crossclaim.store import DocumentRecord, Writer

__all__ = ["find_copies", "find_links", "link_document"]

# Fewer shared fingerprints than this are a quotation or a name, not a copy.
_SHARED_AT_LEAST = 3
# Of a document with more claims than this, those that share nothing but the document are compared with the nearest
# ones only: a list of thousands of incidents would make millions of pairs.
_CROWDED = 300
_NEAREST = 60  # claims either way, in the order of the text


def link_document(record: DocumentRecord, writer: Writer, *, later: bool = True) -> set[str]:
    """Write what a document shares with others, and what its claims link to; the documents that it shares with.

    Without ``later``, those with a greater id are left out: they bring the pairs with this one themselves.
    """
    copies = [copy for copy in find_copies(record, writer) if later or copy.second == record.id]
    writer.put_copies(record.id, copies)
    mine = [traits_from_json(claim.traits) for claim in record.claims]
    nearby = [traits for traits in _nearby(record, writer) if later or traits.document <= record.id]
    writer.put_links(record.id, find_links(mine, nearby, _copied(copies)))
    return {document for copy in copies for document in (copy.first, copy.second)} - {record.id}


def find_copies(record: DocumentRecord, writer: Writer) -> list[DocumentCopy]:
    """The documents in force that this one shares its words with; older versions of itself are none."""
    shared = writer.sharing_fingerprints(record.fingerprints, at_least=_SHARED_AT_LEAST)
    others = sorted(row.document_id for row in shared if row.document_id != record.id)
    mine = _named(record.document, record.id)
    found = (compare_documents(mine, _named(writer.document(other), other)) for other in others)
    return [copy for copy in found if copy is not None]


def _named(document: Document, document_id: str) -> Document:
    """The document under the name that the store knows it by."""
    return document.model_copy(update={"id": document_id})


def _copied(copies: Iterable[DocumentCopy]) -> dict[tuple[str, str], float]:
    return {(copy.first, copy.second): max(copy.shared_first, copy.shared_second) for copy in copies}


def _nearby(record: DocumentRecord, writer: Writer) -> list[Traits]:
    """The claims in force that share a key with any claim of the document, its own among them."""
    keys = {key for claim in record.claims for key in claim.keys}
    return [traits_from_json(neighbour.traits) for neighbour in writer.neighbours(keys)]


def find_links(mine: Iterable[Traits], nearby: Iterable[Traits], copied: Mapping[tuple[str, str], float]) -> list[Link]:
    """The links between each of ``mine`` and those of ``nearby`` that share a key with it, each pair once.

    ``nearby`` holds all claims of the documents that ``mine`` are of.
    """
    by_key: dict[int, list[Traits]] = defaultdict(list)
    for traits in sorted(nearby, key=_place_in_text):
        for key in block_keys(traits):
            by_key[key].append(traits)
    pairs = {tuple(sorted((one.id, other.id))): (one, other) for one in mine for other in _sharing(one, by_key)}
    shares = {pair: copied.get(_documents(claims), 0.0) for pair, claims in pairs.items()}
    return [
        compare(one, other, copied=shares[pair])
        for pair, (one, other) in sorted(pairs.items())
        if likelihood(one, other, copied=shares[pair]) >= LEAST_LINK
    ]


def _sharing(one: Traits, by_key: Mapping[int, list[Traits]]) -> Iterator[Traits]:
    seen = {one.id}
    for key in block_keys(one):
        block = by_key.get(key, [])
        if len(block) > _CROWDED and key == document_key(one.document):
            at = bisect_left(block, _place_in_text(one), key=_place_in_text)
            block = block[max(0, at - _NEAREST) : at + _NEAREST + 1]
        for other in block:
            if other.id not in seen:
                seen.add(other.id)
                yield other


def _place_in_text(traits: Traits) -> tuple[int, str]:
    return traits.position, traits.id


def _documents(pair: tuple[Traits, Traits]) -> tuple[str, str]:
    first, second = sorted((pair[0].document, pair[1].document))
    return first, second
