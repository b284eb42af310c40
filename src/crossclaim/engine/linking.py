"""A new document among those that are there: whose words it shares, and which claims tell of what its claims tell."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from functools import partial

from crossclaim.engine.tools import Policy
from crossclaim.link import (
    Traits,
    are_far,
    block_keys,
    compare_documents,
    compare_likely,
    document_key,
    fingerprint,
    traits_from_json,
    traits_of,
    traits_to_json,
)
from crossclaim.model import Document, DocumentCopy, Link, SourcedClaim
from crossclaim.store import ClaimRecord, DocumentRecord, Reader, Writer

__all__ = [
    "claim_record",
    "find_copies",
    "find_links",
    "in_blocks",
    "link_documents",
    "linking_records",
    "relink_claim",
    "worth_comparing",
]

# Fewer shared fingerprints are a quotation or a name, not a copy, unless a text is so short that it has no more.
_SHARED_AT_LEAST = 3
# A long text may hold a short one of few fingerprints. Which others are short is not known before they are looked at:
# that is done for those that share what few documents have, and for so many.
_RARE = 20
_LOOKED_AT = 20
# What a short text shares may be what every report of an office begins with: those that share most are compared.
_COMPARED = 300
# Of a document with more claims than this, those that share nothing but the document are compared with the nearest
# ones only: a list of thousands of incidents would make millions of pairs.
_CROWDED = 300
_NEAREST = 60  # claims either way, in the order of the text


def link_documents(
    records: Sequence[DocumentRecord], writer: Writer, *, linked: Container[str] | None = None
) -> set[str]:
    """Write what documents share with others, and what their claims link to; the documents they share with.

    A pair of documents is brought by the later one: of two of ``records`` by that which stands later there, and by
    these before all others of the store, or those that are ``linked``.
    """
    order = {record.id: number for number, record in enumerate(records)}

    def comes_first(own: str, other: str) -> bool:
        return order[other] <= order[own] if other in order else linked is None or other in linked

    found = find_copies(records, writer, wanted=comes_first)
    blocks = _neighbourhood({key for record in records for claim in record.claims for key in claim.keys}, writer)
    touched: set[str] = set()
    for record in records:
        copies = found[record.id]
        writer.put_copies(record.id, copies)
        mine = [(traits_from_json(claim.traits), claim.keys) for claim in record.claims]
        links = find_links(mine, blocks, _copied(copies), wanted=partial(comes_first, record.id))
        writer.put_links(record.id, links)
        touched |= {document for copy in copies for document in (copy.first, copy.second)} - {record.id}
    return touched


def relink_claim(claim_id: str, writer: Writer, policy: Policy) -> None:
    """Bring up to date what linking keeps of a claim, and its links to all others in force."""
    (document_id,) = {claim.heading.document_id for claim in writer.claims_as_read([claim_id])}
    (record,) = linking_records([document_id], writer, policy)
    writer.put_linking(record)
    (claim,) = (one for one in record.claims if one.sourced.id == claim_id)
    blocks = _neighbourhood(claim.keys, writer)
    mine = [(traits_from_json(claim.traits), claim.keys)]
    copied = _copied(writer.copies([document_id]))
    writer.put_links_of(claim_id, document_id, find_links(mine, blocks, copied, wanted=lambda _: True))


def find_copies(
    records: Sequence[DocumentRecord], writer: Writer, *, wanted: Callable[[str, str], bool]
) -> dict[str, list[DocumentCopy]]:
    """The documents in force that each of these shares its words with; older versions of itself are none.

    ``wanted`` tells, by their ids, whether one of these is to be compared with another document.
    """
    known = writer.with_fingerprints({number for record in records for number in record.fingerprints})
    others = {record.id: worth_comparing(record, known, wanted=partial(wanted, record.id)) for record in records}
    texts = writer.documents({other for several in others.values() for other in several})
    found = {}
    for record in records:
        mine = _named(record.document, record.id)
        compared = (compare_documents(mine, _named(texts[other], other)) for other in others[record.id])
        found[record.id] = [copy for copy in compared if copy is not None]
    return found


def worth_comparing(
    record: DocumentRecord, known: Mapping[int, Sequence[str]], *, wanted: Callable[[str], bool] = lambda _: True
) -> list[str]:
    """The ``wanted`` documents that share enough fingerprints to be compared word for word: a bounded number of them.

    Others do not count, so that a text that comes with many finds what it would have found alone.
    """
    bearers = [
        [other for other in known.get(number, ()) if other != record.id and wanted(other)]
        for number in record.fingerprints
    ]
    shared = Counter(other for several in bearers for other in several)
    enough = min(_SHARED_AT_LEAST, len(bearers))
    many = sorted((-count, other) for other, count in shared.items() if count >= enough)[:_COMPARED]
    rare = Counter(other for several in bearers if len(several) <= _RARE for other in several)
    few = sorted((-count, other) for other, count in rare.items() if shared[other] < enough)[:_LOOKED_AT]
    return sorted(other for _, other in (*many, *few))


def _named(document: Document, document_id: str) -> Document:
    """The document under the name that the store knows it by."""
    return document.model_copy(update={"id": document_id})


def _copied(copies: Iterable[DocumentCopy]) -> dict[tuple[str, str], float]:
    return {(copy.first, copy.second): max(copy.shared_first, copy.shared_second) for copy in copies}


def _neighbourhood(keys: Collection[int], reader: Reader) -> dict[int, list[Traits]]:
    """The claims in force that share one of these keys, in blocks."""
    return in_blocks((traits_from_json(claim.traits), claim.keys) for claim in reader.neighbours(keys))


def in_blocks(claims: Iterable[tuple[Traits, Iterable[int]]]) -> dict[int, list[Traits]]:
    """Claims, each given with its keys, by those keys; those of one key as they stand in their texts."""
    blocks = defaultdict[int, list[Traits]](list)
    for traits, keys in sorted(claims, key=lambda claim: _place_in_text(claim[0])):
        for key in keys:
            blocks[key].append(traits)
    return blocks


def find_links(
    mine: Iterable[tuple[Traits, Iterable[int]]],
    blocks: Mapping[int, Sequence[Traits]],
    copied: Mapping[tuple[str, str], float],
    *,
    wanted: Callable[[str], bool],
) -> list[Link]:
    """The links between claims, each given with its keys, and those of ``wanted`` documents in their blocks."""
    found: dict[tuple[str, str], Link | None] = {}
    for one, keys in mine:
        for other in _sharing(one, keys, blocks):
            pair = (one.id, other.id) if one.id < other.id else (other.id, one.id)
            if pair not in found and wanted(other.document) and not are_far(one, other):
                found[pair] = compare_likely(one, other, copied=copied.get(_documents(one, other), 0.0))
    return [link for _, link in sorted(found.items()) if link is not None]


def _sharing(one: Traits, keys: Iterable[int], blocks: Mapping[int, Sequence[Traits]]) -> Iterator[Traits]:
    seen = {one.id}
    for key in keys:
        block = blocks.get(key, ())
        if len(block) > _CROWDED and key == document_key(one.document):
            at = bisect_left(block, _place_in_text(one), key=_place_in_text)
            block = block[max(0, at - _NEAREST) : at + _NEAREST + 1]
        for other in block:
            if other.id not in seen:
                seen.add(other.id)
                yield other


def _place_in_text(traits: Traits) -> tuple[int, str]:
    return traits.position, traits.id


def _documents(one: Traits, other: Traits) -> tuple[str, str]:
    return (one.document, other.document) if one.document < other.document else (other.document, one.document)


def claim_record(claim: SourcedClaim, policy: Policy) -> ClaimRecord:
    """A claim with what linking goes by."""
    traits = traits_of(claim, policy.families)
    return ClaimRecord(sourced=claim, traits=traits_to_json(traits), keys=block_keys(traits))


def linking_records(document_ids: Sequence[str], reader: Reader, policy: Policy) -> list[DocumentRecord]:
    """Documents as they were put, with what linking goes by made anew."""
    claims: dict[str, list[ClaimRecord]] = defaultdict(list)
    for claim in reader.sourced_claims(reader.claim_ids_of(document_ids)):
        claims[claim.heading.document_id].append(claim_record(claim, policy))
    headings = reader.headings(document_ids)
    return [
        DocumentRecord(
            heading=headings[document_id],
            document=document,
            claims=tuple(claims[document_id]),
            fingerprints=fingerprint(document),
        )
        for document_id, document in reader.documents(document_ids).items()
    ]
