"""Inputs into a store: each document is read, written, linked and told in its events, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from crossclaim.actors import Actor
from crossclaim.assess import infer_outlet_side, load_sources
from crossclaim.engine.identity import document_id_of, lineage_of
from crossclaim.engine.linking import link_document
from crossclaim.engine.regrouping import connected, flag_documents, kept_policy, regroup
from crossclaim.engine.succeeding import carry_judgements
from crossclaim.engine.tools import Tools
from crossclaim.errors import RefusedError, StoreError
from crossclaim.ingest import OpenCapture, ReadOptions, Unread
from crossclaim.link import block_keys, fingerprint, traits_of, traits_to_json
from crossclaim.model import Claim, Document, DocumentResult, Heading, Source, SourcedClaim
from crossclaim.pipeline import read_document, source_claims
from crossclaim.store import PART_BYTES, ClaimRecord, DocumentRecord, Store, Writer

__all__ = ["Added", "Fate", "add_captures", "add_document", "put_result"]


class Fate(StrEnum):
    """What became of a document."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Added:
    """A document and what became of it; ``claims`` and ``dropped`` are 0 where nothing changed."""

    document_id: str
    lineage: str
    fate: Fate
    claims: int = 0
    dropped: int = 0


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
    version before stay, out of force.
    """
    lineage = lineage_of(document, capture.source if capture else document.id)
    document_id = document_id_of(lineage, document.text)
    if store.has_document(document_id):
        return Added(document_id, lineage, Fate.UNCHANGED)
    result = read_document(document, tools.resources)
    return put_result(result, store, tools, by=by, lineage=lineage, capture=capture)


def put_result(
    result: DocumentResult, store: Store, tools: Tools, *, by: str, lineage: str, capture: OpenCapture | None = None
) -> Added:
    """Write what was read from a document, and all that follows from it, in one transaction.

    Raises:
        StoreError: the store cannot be written to; then nothing of it is kept.
    """
    document_id = document_id_of(lineage, result.document.text)
    with store.write(by=by) as writer:
        if writer.has_document(document_id):  # another writer was faster
            return Added(document_id, lineage, Fate.UNCHANGED)
        earlier = writer.versions(lineage)
        if capture:
            _archive(capture, writer)
        record = _record(result, document_id, lineage, len(earlier) + 1, tools, writer)
        leaving = _leaving(earlier[-1].id, writer) if earlier else _Leaving()
        writer.put_document(record)
        copied = link_document(record, writer)
        claims = [claim.sourced for claim in record.claims]
        carry_judgements(leaving.claims, claims, writer)
        gone = {claim.id for claim in leaving.claims}
        regroup({claim.id for claim in claims} | leaving.left, writer, kept_policy(writer, tools.policy), gone=gone)
        flag_documents({document_id, *copied, *leaving.copies}, writer)
    fate = Fate.CHANGED if earlier else Fate.ADDED
    return Added(document_id, lineage, fate, len(record.claims), result.dropped)


def _archive(capture: OpenCapture, writer: Writer) -> None:
    """Keep the bytes of an input; whoever reads documents off it goes on where it was."""
    if writer.has_capture(capture.id):
        return
    at = capture.stream.tell()
    try:
        writer.put_parts(capture.id, capture.source, capture.parts(PART_BYTES))
    finally:
        capture.stream.seek(at)


@dataclass(frozen=True, slots=True)
class _Leaving:
    """What a version leaves behind that is about to be replaced.

    ``claims`` are its own; ``left`` the claims that hung together with them, ``copies`` the documents that shared its
    words.
    """

    claims: tuple[SourcedClaim, ...] = ()
    left: frozenset[str] = frozenset()
    copies: frozenset[str] = frozenset()


def _leaving(document_id: str, writer: Writer) -> _Leaving:
    claims = writer.claims_of(document_id)
    own = {claim.id for claim in claims}
    copies = {end for copy in writer.copies([document_id]) for end in (copy.first, copy.second)}
    return _Leaving(claims, frozenset(connected(own, writer) - own), frozenset(copies - {document_id}))


def _record(
    result: DocumentResult, document_id: str, lineage: str, version: int, tools: Tools, writer: Writer
) -> DocumentRecord:
    document = result.document
    if document.capture_id and not writer.has_capture(document.capture_id):
        document = document.model_copy(update={"capture_id": None})  # its bytes were not handed in
    heading = Heading(
        document_id=document_id,
        lineage=lineage,
        version=version,
        title=document.title,
        outlet=outlet_of(document, result.claims, tools.resources.actors.by_id),
        url=document.url,
        published=document.published.date if document.published else None,
        language=document.language,
        flags=tuple(dict.fromkeys(flag.name for flag in document.flags)),
    )
    claims = []
    for sourced in source_claims(result, heading):
        traits = traits_of(sourced, tools.policy.families)
        claims.append(ClaimRecord(sourced=sourced, traits=traits_to_json(traits), keys=block_keys(traits)))
    return DocumentRecord(
        heading=heading,
        document=document,
        claims=tuple(claims),
        mentions=result.mentions,
        fingerprints=fingerprint(document),
        dropped=result.dropped,
        run_id=writer.put_run(tools.run),
    )


def outlet_of(document: Document, claims: Sequence[Claim], actors: Mapping[str, Actor]) -> Source | None:
    """Who publishes it, by name or address, None where it has neither.

    One that is not in the list of sources is taken to speak for the party that it calls "our fighters".
    """
    published = document.published.date if document.published else None
    outlet = load_sources().find_source(document.outlet, document.url, on=published)
    if outlet is None:
        return None
    if party := actors.get(outlet.alignment_id or ""):
        return outlet.model_copy(update={"alignment_kind": party.kind, "country": outlet.country or party.country})
    side = infer_outlet_side(claims) if outlet.alignment is None else None
    if side is None:
        return outlet
    aligned = {"alignment": side.name, "alignment_id": side.id, "alignment_kind": side.kind}
    return outlet.model_copy(update=aligned)
