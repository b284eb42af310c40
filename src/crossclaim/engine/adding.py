"""Inputs into a store: each document is read, written, linked and told in its events, all or nothing."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crossclaim.actors import Actor
from crossclaim.assess import SourceTable, infer_outlet_side, load_sources
from crossclaim.engine.identity import document_id_of, is_whole_input, lineage_of
from crossclaim.engine.linking import claim_record, link_documents, linking_records
from crossclaim.engine.regrouping import attached, flag_documents, kept_policy, regroup
from crossclaim.engine.succeeding import carry_corrections, carry_judgements, carry_reviews
from crossclaim.engine.tools import Policy, Tools
from crossclaim.errors import RefusedError, StoreError
from crossclaim.ingest import OpenCapture, ReadOptions, Unread
from crossclaim.link import fingerprint
from crossclaim.model import Claim, Document, DocumentResult, Heading, Source, SourcedClaim
from crossclaim.pipeline import read_document, source_claims
from crossclaim.store import PART_BYTES, DocumentRecord, DocumentVersion, Reader, Store, Writer

__all__ = ["Added", "Fate", "add_captures", "add_document", "put_result", "put_results"]


class Fate(StrEnum):
    """What became of a document."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Added:
    """A document and what became of it; ``claims`` and ``dropped`` are 0 where nothing changed.

    ``published`` is the day of publication that is in the store, where another one was given and nothing changed.
    """

    document_id: str
    lineage: str
    fate: Fate
    claims: int = 0
    dropped: int = 0
    published: date | None = None


def add_captures(
    captures: Iterable[OpenCapture | Unread], store: Store, tools: Tools, options: ReadOptions, *, by: str
) -> Iterator[Added | Unread]:
    """Add every document of every input, one transaction each; what cannot be read is told and stops nothing.

    Stopped at any point and started again, it goes on where it was: what is in the store is not read again.

    Raises:
        StoreError: the store cannot be written to. Documents told of before are kept.
    """
    for capture in captures:
        if isinstance(capture, Unread):
            yield capture
            continue
        for document in capture.documents(options):
            yield document if isinstance(document, Unread) else _guarded(document, capture, store, tools, by=by)


def _guarded(document: Document, capture: OpenCapture, store: Store, tools: Tools, *, by: str) -> Added | Unread:
    try:
        return add_document(document, store, tools, capture=capture, by=by)
    except RefusedError as error:  # this one cannot be kept; the store is well
        return Unread(source=lineage_of(document, capture.source), reason=error.reason)
    except StoreError:
        raise
    except Exception as error:  # noqa: BLE001 one document that breaks a stage must not cost the others
        # The error's own words may quote the report.
        return Unread(source=document.id, reason=f"could not be processed ({type(error).__name__})")


def add_document(
    document: Document, store: Store, tools: Tools, *, by: str, capture: OpenCapture | None = None
) -> Added:
    """Add one document in one transaction: bytes, text, claims, copies, links, events and flags.

    The same text under the same address changes nothing. Another text there is its next version: the claims of the
    version before stay, out of force. So is a text that was there before, where the input that now has it is the one
    that had the version in force: the page was changed back.
    """
    lineage = lineage_of(document, capture.source if capture else document.id)
    if unchanged := _unchanged(document, lineage, capture, store):
        return Added(unchanged, lineage, Fate.UNCHANGED, published=_other_day(document, unchanged, store))
    returned = store.has_document(document_id_of(lineage, document.text))
    result = read_document(document, tools.resources)
    return put_result(result, store, tools, by=by, lineage=lineage, capture=capture, returned=returned)


def _unchanged(document: Document, lineage: str, capture: OpenCapture | None, store: Store) -> str | None:
    """The id of the document where nothing is to be done, None where it is new or one that has returned.

    Inputs are added again and again, two saved pages of one address as well: that these come one after the other does
    not make the earlier one the newer. A file of a name that holds an earlier text has been changed back.
    """
    document_id = document_id_of(lineage, document.text)
    if not store.has_document(document_id):
        return None
    latest = store.versions(lineage)[-1]
    if _has_text(latest, document.text):
        return latest.id
    if capture is None or not is_whole_input(document, capture.source):
        return document_id
    has_it = not document.url or store.source_of(latest.id) == capture.source
    return None if has_it else document_id


def _other_day(document: Document, known: str, store: Store) -> date | None:
    """The day that a document was put down under, where the one given for it now is another."""
    if document.published is None or document.published.method != "given":
        return None
    kept = store.heading(known).published
    return kept if kept != document.published.date else None


def _has_text(known: DocumentVersion, text: str) -> bool:
    own = (document_id_of(known.lineage, text), document_id_of(known.lineage, text, returned=known.version))
    return known.id in own


def put_result(
    result: DocumentResult,
    store: Store,
    tools: Tools,
    *,
    by: str,
    lineage: str,
    capture: OpenCapture | None = None,
    returned: bool = False,
) -> Added:
    """Write what was read from a document, and all that follows from it, in one transaction.

    ``returned`` makes a text that an earlier version had the newest version again.

    Raises:
        StoreError: the store cannot be written to; then nothing of it is kept.
    """
    with store.write(by=by) as writer:
        if capture and (returned or not writer.has_document(document_id_of(lineage, result.document.text))):
            _archive(capture, writer)
        (added,) = put_results([(lineage, result)], writer, tools, returned={lineage} if returned else ())
    return added


def _archive(capture: OpenCapture, writer: Writer) -> None:
    """Keep the bytes of an input; whoever reads documents off it goes on where it was."""
    if writer.has_capture(capture.id):
        return
    at = capture.stream.tell()
    try:
        writer.put_parts(capture.id, capture.source, capture.parts(PART_BYTES))
    finally:
        capture.stream.seek(at)


def put_results(
    results: Sequence[tuple[str, DocumentResult]], writer: Writer, tools: Tools, *, returned: Container[str] = ()
) -> list[Added]:
    """Write what was read from documents, each with its lineage and none of these twice, and all that follows from it.

    The end is the same as that of one after the other. ``returned`` are lineages whose text may be an earlier one.
    """
    added, records = [], list[DocumentRecord]()
    versions = writer.versions_of([lineage for lineage, _ in results])
    run_id = writer.put_run(tools.run)
    for lineage, result in results:
        earlier, document_id = versions.get(lineage, ()), document_id_of(lineage, result.document.text)
        if document_id in {known.id for known in earlier}:
            if lineage not in returned or _has_text(earlier[-1], result.document.text):  # another writer was faster
                added.append(Added(document_id, lineage, Fate.UNCHANGED))
                continue
            document_id = document_id_of(lineage, result.document.text, returned=len(earlier) + 1)
        records.append(_record(result, document_id, lineage, len(earlier) + 1, tools, run_id))
        fate = Fate.CHANGED if earlier else Fate.ADDED
        added.append(Added(document_id, lineage, fate, len(records[-1].claims), result.dropped))
    replaced = [versions[record.heading.lineage][-1].id for record in records if record.heading.version > 1]
    _put_records(_with_known_captures(records, writer), _leaving(replaced, writer), writer, tools)
    return added


def _put_records(records: Sequence[DocumentRecord], leaving: _Leaving, writer: Writer, tools: Tools) -> None:
    # What is asked was asked before: between two documents put, nothing has to be sent to the database.
    for record in records:
        writer.put_document(record)
    claims = [claim.sourced for record in records for claim in record.claims]
    copied = link_documents(_with_corrections(records, leaving, writer, tools.policy), writer)
    carry_judgements(leaving.claims, claims, writer)
    carry_reviews(leaving.claims, claims, writer)
    gone = {claim.id for claim in leaving.claims}
    new = {claim.id for claim in claims}
    regroup(new | leaving.left, writer, kept_policy(writer, tools.policy), changed=new, gone=gone)
    flag_documents({*(record.id for record in records), *copied, *leaving.copies}, writer)


def _with_corrections(
    records: Sequence[DocumentRecord], leaving: _Leaving, writer: Writer, policy: Policy
) -> list[DocumentRecord]:
    """The records as linking is to see them: with what was corrected in the same words of the version before."""
    claims = [claim.sourced for record in records for claim in record.claims]
    documents = {record.id: record.document for record in records}
    changed = carry_corrections(leaving.claims, claims, documents, writer)
    anew = {record.id: record for record in linking_records(sorted(changed), writer, policy)}
    for record in anew.values():
        writer.put_linking(record)
    return [anew.get(record.id, record) for record in records]


@dataclass(frozen=True, slots=True)
class _Leaving:
    """What versions leave behind that are about to be replaced.

    ``claims`` are their own; ``left`` the claims that hung together with them, ``copies`` the documents that shared
    their words.
    """

    claims: tuple[SourcedClaim, ...] = ()
    left: frozenset[str] = frozenset()
    copies: frozenset[str] = frozenset()


def _leaving(document_ids: Sequence[str], writer: Writer) -> _Leaving:
    if not document_ids:
        return _Leaving()
    claims = writer.claims_as_read(writer.claim_ids_of(document_ids))
    own = {claim.id for claim in claims}
    copies = {end for copy in writer.copies(document_ids) for end in (copy.first, copy.second)}
    return _Leaving(claims, attached(own, writer), frozenset(copies - set(document_ids)))


def _with_known_captures(records: Iterable[DocumentRecord], reader: Reader) -> list[DocumentRecord]:
    """The records, without the captures whose bytes were not handed in."""
    wanted = {record.document.capture_id for record in records}
    known = {capture_id for capture_id in wanted if capture_id and reader.has_capture(capture_id)}
    return [record if record.document.capture_id in known else _without_capture(record) for record in records]


def _without_capture(record: DocumentRecord) -> DocumentRecord:
    if record.document.capture_id is None:
        return record
    return record.model_copy(update={"document": record.document.model_copy(update={"capture_id": None})})


def _record(
    result: DocumentResult, document_id: str, lineage: str, version: int, tools: Tools, run_id: str
) -> DocumentRecord:
    document = result.document
    heading = Heading(
        document_id=document_id,
        lineage=lineage,
        version=version,
        title=document.title,
        outlet=outlet_of(document, result.claims, tools.resources.actors.by_id, tools.sources),
        url=document.url,
        published=document.published.date if document.published else None,
        language=document.language,
        flags=tuple(dict.fromkeys(flag.name for flag in document.flags)),
    )
    claims = source_claims(result, heading, tools.sources)
    return DocumentRecord(
        heading=heading,
        document=document,
        claims=tuple(claim_record(claim, tools.policy) for claim in claims),
        mentions=result.mentions,
        fingerprints=fingerprint(document),
        dropped=result.dropped,
        run_id=run_id,
    )


def outlet_of(
    document: Document, claims: Sequence[Claim], actors: Mapping[str, Actor], known: SourceTable | None = None
) -> Source | None:
    """Who publishes it, by name or address, None where it has neither.

    One that is not in the list of sources is taken to speak for the party that it calls "our fighters"; a ministry, for
    the one state whose forces it names.
    """
    published = document.published.date if document.published else None
    outlet = (known or load_sources()).find_source(document.outlet, document.url, on=published)
    if outlet is None:
        return None
    if party := actors.get(outlet.alignment_id or ""):
        return outlet.model_copy(update={"alignment_kind": party.kind, "country": outlet.country or party.country})
    side = infer_outlet_side(claims, outlet.name) if outlet.alignment is None else None
    if side is None:
        return outlet
    aligned = {"alignment": side.name, "alignment_id": side.id, "alignment_kind": side.kind}
    aligned |= {"country": outlet.country or side.country}
    return outlet.model_copy(update=aligned)
