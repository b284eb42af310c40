"""What can be asked of a store, whether it is open for reading or in the middle of being written."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from crossclaim.errors import StoreError
from crossclaim.model import (
    Capture,
    Claim,
    ClaimClass,
    CopyKind,
    Correction,
    Document,
    DocumentCopy,
    Event,
    EventFigure,
    Flag,
    Heading,
    Judgement,
    JudgementSubject,
    Link,
    Mention,
    Source,
    SourcedClaim,
    apply_corrections,
)
from crossclaim.store import schema
from crossclaim.store.audit import read_head
from crossclaim.store.chunks import in_chunks
from crossclaim.store.conditions import CLAIM_LISTING, DOCUMENT_LISTING, EVENT_LISTING
from crossclaim.store.coverage import CoverageRow, count_coverage, first_alignments
from crossclaim.store.database import Database
from crossclaim.store.desk import DeskReader
from crossclaim.store.facets import count_facets, count_sources
from crossclaim.store.listing import is_short, list_ids
from crossclaim.store.records import (
    Change,
    DocumentVersion,
    Facets,
    Filter,
    FlagSubject,
    Head,
    Neighbour,
    Page,
    Run,
    SourceRevision,
)
from crossclaim.store.rows import NO_DAY, put_in_64_bits, read_document
from crossclaim.store.versions import list_changes

__all__ = ["Reader"]

_EVERYTHING = Filter()
# Made once: an alias costs more than many of the questions it is for.
_FIRST_DOCUMENTS, _SECOND_DOCUMENTS = schema.DOCUMENTS.alias("first_ones"), schema.DOCUMENTS.alias("second_ones")
_RETIRING = schema.JUDGEMENTS.alias("retiring")


class Reader(DeskReader):
    """Reading. Every method sees one state of the store, that of the moment it is called."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def address(self) -> str:
        """Where the store is: a path, or the database's address without its password."""
        return self._database.address

    def connected(self) -> AbstractContextManager[Connection]:
        """A connection to read with."""
        return self._database.reading()

    # Captures and documents

    def has_capture(self, capture_id: str) -> bool:
        """Whether bytes of that sha256 are kept."""
        return self._has(schema.CAPTURES.c.id, capture_id)

    def has_document(self, document_id: str) -> bool:
        """Whether the document is kept, in force or not."""
        return self._has(schema.DOCUMENTS.c.id, document_id)

    def _has(self, column: ColumnElement[str], value: str) -> bool:
        with self.connected() as connection:
            return bool(connection.scalar(select(func.count()).where(column == value)))

    def capture(self, capture_id: str) -> Capture:
        """A capture with its bytes, as it was put.

        Raises:
            StoreError: it is not there, or its bytes no longer hash to its id.
        """
        with self.connected() as connection:
            row = connection.execute(select(schema.CAPTURES).where(schema.CAPTURES.c.id == capture_id)).one_or_none()
            content = b"".join(_parts(connection, capture_id))
        if row is None:
            raise StoreError(self.address, f"there is no capture {capture_id}")
        if sha256(content).hexdigest() != capture_id:
            raise StoreError(self.address, f"capture {capture_id}: its bytes do not hash to its id")
        return Capture(
            content=content,
            source=row.source,
            media_type=row.media_type,
            retrieved=datetime.fromisoformat(row.retrieved) if row.retrieved else None,
            headers=tuple((name, value) for name, value in json.loads(row.headers)),
        )

    def run(self, run_id: str) -> Run | None:
        """What documents were read with."""
        with self.connected() as connection:
            record = connection.scalar(select(schema.RUNS.c.record).where(schema.RUNS.c.id == run_id))
        return Run.model_validate_json(record) if record else None

    def document(self, document_id: str) -> Document:
        """A document as it was put; flags put on it later are those of ``flags``.

        Raises:
            StoreError: it is not there.
        """
        return read_document(self._document_row(document_id))

    def heading(self, document_id: str) -> Heading:
        """What the claims of a document carry along of it.

        Raises:
            StoreError: it is not there.
        """
        return Heading.model_validate_json(self._document_row(document_id)["heading"])

    def run_of(self, document_id: str) -> str | None:
        """The id of the run that read a document, None where none was given.

        Raises:
            StoreError: the document is not there.
        """
        run_id: str | None = self._document_row(document_id)["run"]
        return run_id

    def source_of(self, document_id: str) -> str | None:
        """What the input was called that a document was read from, None where its bytes were not kept.

        Raises:
            StoreError: the document is not there.
        """
        capture_id = self._document_row(document_id)["capture"]
        with self.connected() as connection:
            source: str | None = connection.scalar(
                select(schema.CAPTURES.c.source).where(schema.CAPTURES.c.id == capture_id)
            )
        return source

    def dropped(self, document_id: str) -> int:
        """How many candidates were given up in a document because a span was not exact.

        Raises:
            StoreError: it is not there.
        """
        return int(self._document_row(document_id)["dropped"])

    def mentions(self, document_id: str) -> tuple[Mention, ...]:
        """The mentions found in a document, with their readings.

        Raises:
            StoreError: it is not there.
        """
        seq = self._document_row(document_id)["seq"]
        mentions = schema.MENTIONS.c
        with self.connected() as connection:
            records = connection.scalars(
                select(mentions.record).where(mentions.document == seq).order_by(mentions.number)
            )
            return tuple(Mention.model_validate_json(record) for record in records)

    def _document_row(self, document_id: str) -> dict[str, Any]:
        with self.connected() as connection:
            wanted = select(schema.DOCUMENTS).where(schema.DOCUMENTS.c.id == document_id)
            row = connection.execute(wanted).mappings().one_or_none()
        if row is None:
            raise StoreError(self.address, f"there is no document {document_id}")
        return dict(row)

    def versions_of(self, lineages: Iterable[str]) -> dict[str, tuple[DocumentVersion, ...]]:
        """The versions of pages, oldest first, by lineage; pages that the store does not know are left out."""
        documents, found = schema.DOCUMENTS.c, dict[str, tuple[DocumentVersion, ...]]()
        wanted = select(*(documents[name] for name in DocumentVersion.model_fields)).order_by(documents.version)
        with self.connected() as connection:
            for chunk in in_chunks(dict.fromkeys(lineages)):
                for row in connection.execute(wanted.where(documents.lineage.in_(chunk))).mappings():
                    version = DocumentVersion.model_validate(dict(row))
                    found[version.lineage] = (*found.get(version.lineage, ()), version)
        return found

    def versions(self, lineage: str) -> tuple[DocumentVersion, ...]:
        """The versions of one page, oldest first; none where the store does not know it."""
        return self.versions_of([lineage]).get(lineage, ())

    def changes(self, earlier: str, later: str) -> tuple[Change, ...]:
        """What was edited between two documents, by their ids: sentences first, then the words in them.

        Raises:
            StoreError: one of them is not there.
        """
        return tuple(list_changes(self.document(earlier).text, self.document(later)))

    def copies(self, document_ids: Collection[str]) -> tuple[DocumentCopy, ...]:
        """The documents that share their words with any of these, both in force; in order of their ids."""
        copies = schema.COPIES.c
        first, second = _FIRST_DOCUMENTS, _SECOND_DOCUMENTS
        wanted = (
            select(copies.first, copies.second, copies.kind, copies.shared_first, copies.shared_second)
            .join(first, first.c.id == copies.first)
            .join(second, second.c.id == copies.second)
            .where(first.c.superseded.is_(False), second.c.superseded.is_(False))
        )
        rows = self._touching(wanted, (copies.first, copies.second), document_ids)
        return tuple(
            DocumentCopy(
                first=row.first,
                second=row.second,
                kind=CopyKind(row.kind),
                shared_first=row.shared_first,
                shared_second=row.shared_second,
            )
            for row in rows
        )

    def with_fingerprints(self, fingerprints: Collection[int]) -> dict[int, tuple[str, ...]]:
        """The documents in force that have each of these fingerprints, as signed numbers of 64 bits."""
        found: dict[int, list[str]] = {}
        wanted = select(schema.FINGERPRINTS.c.hash, schema.DOCUMENTS.c.id).join_from(
            schema.FINGERPRINTS, schema.DOCUMENTS, schema.FINGERPRINTS.c.document == schema.DOCUMENTS.c.seq
        )
        wanted = wanted.where(schema.DOCUMENTS.c.superseded.is_(False))
        with self.connected() as connection:
            for chunk in in_chunks(sorted(set(map(put_in_64_bits, fingerprints)))):
                for row in connection.execute(wanted.where(schema.FINGERPRINTS.c.hash.in_(chunk))):
                    found.setdefault(row.hash, []).append(row.id)
        return {number: tuple(sorted(documents)) for number, documents in found.items()}

    def headings(self, document_ids: Iterable[str]) -> dict[str, Heading]:
        """The headings of documents by their ids; those that are not there are left out."""
        documents, found = schema.DOCUMENTS.c, dict[str, Heading]()
        with self.connected() as connection:
            for chunk in in_chunks(dict.fromkeys(document_ids)):
                rows = connection.execute(select(documents.id, documents.heading).where(documents.id.in_(chunk)))
                found |= {row.id: Heading.model_validate_json(row.heading) for row in rows}
        return found

    def documents(self, document_ids: Iterable[str]) -> dict[str, Document]:
        """Documents by their ids, as they were put; those that are not there are left out."""
        found: dict[str, Document] = {}
        with self.connected() as connection:
            for chunk in in_chunks(dict.fromkeys(document_ids)):
                rows = connection.execute(select(schema.DOCUMENTS).where(schema.DOCUMENTS.c.id.in_(chunk))).mappings()
                found |= {row["id"]: read_document(dict(row)) for row in rows}
        return found

    def texts(self, document_ids: Iterable[str]) -> dict[str, str]:
        """The texts of documents by their ids; those that are not there are left out."""
        documents, found = schema.DOCUMENTS.c, dict[str, str]()
        with self.connected() as connection:
            for chunk in in_chunks(dict.fromkeys(document_ids)):
                rows = connection.execute(select(documents.id, documents.text).where(documents.id.in_(chunk)))
                found |= {row.id: row.text for row in rows}
        return found

    # Claims

    def sourced_claims(self, claim_ids: Iterable[str]) -> tuple[SourcedClaim, ...]:
        """Claims with what people corrected in them, in the order asked for; ids that are not there are left out."""
        found = self.claims_as_read(claim_ids)
        corrections: dict[str, list[Correction]] = {}
        for correction in self.corrections({claim.id for claim in found}):
            corrections.setdefault(correction.claim, []).append(correction)
        return tuple(apply_corrections(claim, corrections.get(claim.id, ())) for claim in found)

    def claims_as_read(self, claim_ids: Iterable[str]) -> tuple[SourcedClaim, ...]:
        """Claims as they were put, whatever was corrected since; ids that are not there are left out."""
        wanted = list(claim_ids)
        claims, headings = schema.CLAIMS.c, dict[str, Heading]()
        found: dict[str, SourcedClaim] = {}
        asked = (
            select(
                claims.id, schema.CLAIM_RECORDS.c.record, schema.CLAIM_RECORDS.c.speakers, schema.DOCUMENTS.c.heading
            )
            .join_from(schema.CLAIMS, schema.CLAIM_RECORDS, schema.CLAIM_RECORDS.c.claim == claims.seq)
            .join(schema.DOCUMENTS, schema.DOCUMENTS.c.seq == claims.document)
        )
        with self.connected() as connection:
            for chunk in in_chunks(dict.fromkeys(wanted)):
                for row in connection.execute(asked.where(claims.id.in_(chunk))):
                    heading = headings.get(row.heading) or Heading.model_validate_json(row.heading)
                    headings[row.heading] = heading
                    found[row.id] = _sourced_claim(row.id, row.record, row.speakers, heading)
        return tuple(found[claim_id] for claim_id in wanted if claim_id in found)

    def claims(self, wanted: Filter = _EVERYTHING, *, limit: int = 50, after: str | None = None) -> Page[SourcedClaim]:
        """The claims that fulfil a filter, latest day first, within a day by id.

        Raises:
            StoreError: ``after`` is not what a page gave, or the filter names a document or event that is not there.
        """
        ids = self.claim_ids(wanted, limit=limit, after=after)
        return Page[SourcedClaim](rows=self.sourced_claims(ids.rows), after=ids.after)

    def claim_ids(self, wanted: Filter = _EVERYTHING, *, limit: int = 50, after: str | None = None) -> Page[str]:
        """The ids of what ``claims`` gives."""
        with self.connected() as connection:
            return list_ids(connection, CLAIM_LISTING, wanted, limit=limit, after=after, address=self.address)

    def claim_numbers(self, claim_ids: Collection[str]) -> dict[str, int]:
        """The store's own numbers of claims, by their ids."""
        found: dict[str, int] = {}
        with self.connected() as connection:
            for chunk in in_chunks(sorted(set(claim_ids))):
                known = select(schema.CLAIMS.c.id, schema.CLAIMS.c.seq).where(schema.CLAIMS.c.id.in_(chunk))
                found |= {row.id: row.seq for row in connection.execute(known)}
        return found

    def claims_of(self, document_id: str) -> tuple[SourcedClaim, ...]:
        """The claims of a document in the order they were put, superseded ones too.

        Raises:
            StoreError: it is not there.
        """
        seq = self._document_row(document_id)["seq"]
        with self.connected() as connection:
            claims = schema.CLAIMS.c
            ids = connection.scalars(select(claims.id).where(claims.document == seq).order_by(claims.seq)).all()
        return self.sourced_claims(ids)

    def claim_ids_of(self, document_ids: Iterable[str]) -> tuple[str, ...]:
        """The ids of all claims of some documents, superseded ones too, in the order they were put."""
        claims, found = schema.CLAIMS.c, dict[int, str]()
        wanted = select(claims.seq, claims.id).join_from(
            schema.CLAIMS, schema.DOCUMENTS, schema.DOCUMENTS.c.seq == claims.document
        )
        with self.connected() as connection:
            for chunk in in_chunks(dict.fromkeys(document_ids)):
                rows = connection.execute(wanted.where(schema.DOCUMENTS.c.id.in_(chunk)))
                found |= {row.seq: row.id for row in rows}
        return tuple(found[seq] for seq in sorted(found))

    # What linking works on

    def neighbours(self, keys: Collection[int]) -> tuple[Neighbour, ...]:
        """The claims in force that have one of these block keys, with their traits, in order of their ids."""
        asked, sharing = schema.CLAIM_KEYS.c, dict[int, list[int]]()
        found: dict[str, Neighbour] = {}
        with self.connected() as connection:
            for chunk in in_chunks(sorted(set(map(put_in_64_bits, keys)))):
                for key, claim in connection.execute(select(asked.key, asked.claim).where(asked.key.in_(chunk))):
                    sharing.setdefault(claim, []).append(key)
            for chunk in in_chunks(sorted(sharing)):
                found |= _neighbours(connection, schema.CLAIMS.c.seq.in_(chunk), sharing)
        return tuple(found[claim_id] for claim_id in sorted(found))

    def traits(self, claim_ids: Collection[str]) -> dict[str, Neighbour]:
        """The traits of claims by their ids, superseded ones left out."""
        found: dict[str, Neighbour] = {}
        with self.connected() as connection:
            for chunk in in_chunks(sorted(set(claim_ids))):
                found |= _neighbours(connection, schema.CLAIMS.c.id.in_(chunk))
        return found

    def claims_in_force(self, claim_ids: Collection[str]) -> frozenset[str]:
        """Those of these claims that are there and not superseded."""
        claims, found = schema.CLAIMS.c, set[str]()
        wanted = select(claims.id).where(claims.superseded.is_(False))
        with self.connected() as connection:
            for chunk in in_chunks(sorted(set(claim_ids))):
                found.update(connection.scalars(wanted.where(claims.id.in_(chunk))))
        return frozenset(found)

    def keys(self, claim_ids: Collection[str]) -> dict[str, tuple[int, ...]]:
        """The block keys of claims by their ids, as signed numbers of 64 bits, ascending."""
        found: dict[str, list[int]] = {claim_id: [] for claim_id in claim_ids}
        wanted = select(schema.CLAIMS.c.id, schema.CLAIM_KEYS.c.key).join_from(
            schema.CLAIM_KEYS, schema.CLAIMS, schema.CLAIMS.c.seq == schema.CLAIM_KEYS.c.claim
        )
        with self.connected() as connection:
            for chunk in in_chunks(sorted(found)):
                for row in connection.execute(wanted.where(schema.CLAIMS.c.id.in_(chunk))):
                    found[row.id].append(row.key)
        return {claim_id: tuple(sorted(numbers)) for claim_id, numbers in found.items()}

    def links(self, claim_ids: Collection[str]) -> tuple[Link, ...]:
        """The links that any of these claims has, to claims in force only; in order of their ids."""
        links = schema.LINKS.c
        rows = self._links_of(claim_ids, links.evidence)
        return tuple(
            Link(first=row.first, second=row.second, probability=row.probability, evidence=json.loads(row.evidence))
            for row in rows
        )

    def chances(self, claim_ids: Collection[str], *, at_least: float = 0.0) -> dict[tuple[str, str], float]:
        """How likely any of these claims tells of one occurrence with another in force, by pairs of claim ids.

        These are the probabilities of ``links`` alone, those of ``at_least`` so much: clusters are made from very many.
        """
        rows = self._links_of(claim_ids, at_least=at_least)
        return {(row.first, row.second): row.probability for row in rows}

    def _links_of(self, claim_ids: Collection[str], *columns: ColumnElement[Any], at_least: float = 0.0) -> list[Any]:
        links = schema.LINKS.c
        wanted = select(links.first, links.second, links.probability, *columns)
        if at_least > 0:
            wanted = wanted.where(links.probability >= at_least)
        found = self._touching(wanted, (links.first, links.second), claim_ids)
        counting = self.claims_in_force({end for row in found for end in (row.first, row.second)})
        return [row for row in found if row.first in counting and row.second in counting]

    def _touching(
        self, wanted: Select[Any], ends: tuple[ColumnElement[str], ColumnElement[str]], ids: Collection[str]
    ) -> list[Any]:
        found: dict[tuple[str, str], Any] = {}
        with self.connected() as connection:
            for chunk in in_chunks(sorted(set(ids))):
                for end in ends:
                    found |= {(row[0], row[1]): row for row in connection.execute(wanted.where(end.in_(chunk)))}
        return [found[pair] for pair in sorted(found)]

    def judgements(
        self, subject: JudgementSubject | None = None, *, touching: Collection[str] | None = None
    ) -> tuple[Judgement, ...]:
        """The judgements in force, in the order they were made; those on any of some claims or documents, if given."""
        judgements, retiring = schema.JUDGEMENTS.c, _RETIRING
        retired = select(retiring.c.retires).where(retiring.c.retires.is_not(None))
        wanted = select(judgements.seq, judgements.record).where(judgements.id.not_in(retired))
        if subject is not None:
            wanted = wanted.where(judgements.subject == subject.value)
        chunks = [None] if touching is None else list(in_chunks(sorted(set(touching))))
        found: dict[int, str] = {}
        with self.connected() as connection:
            for chunk in chunks:
                near = or_(judgements.first.in_(chunk), judgements.second.in_(chunk)) if chunk else None
                asked = wanted if near is None else wanted.where(near)
                found |= {row.seq: row.record for row in connection.execute(asked)}
        return tuple(Judgement.model_validate_json(found[seq]) for seq in sorted(found))

    def judgement_history(self) -> tuple[Judgement, ...]:
        """Every judgement ever made, retired ones and those that retire them too, in order."""
        with self.connected() as connection:
            records = connection.scalars(select(schema.JUDGEMENTS.c.record).order_by(schema.JUDGEMENTS.c.seq))
            return tuple(Judgement.model_validate_json(record) for record in records)

    # Sources, events, flags

    def source(self, source_id: str) -> Source | None:
        """A source as it was left last, None where nobody has put it down."""
        history = self.source_history(source_id)
        return history[-1].source if history else None

    def source_history(self, source_id: str) -> tuple[SourceRevision, ...]:
        """What a source was rated, by whom and when; oldest first."""
        wanted = select(schema.SOURCES).where(schema.SOURCES.c.id == source_id).order_by(schema.SOURCES.c.revision)
        with self.connected() as connection:
            return tuple(_revision(row) for row in connection.execute(wanted))

    def sources(self) -> tuple[Source, ...]:
        """Every source that was put down, as it was left last, in order of their ids."""
        sources = schema.SOURCES.c
        wanted = select(sources.id, sources.record).order_by(sources.id, sources.revision)
        with self.connected() as connection:
            latest = {row.id: row.record for row in connection.execute(wanted)}
        return tuple(Source.model_validate_json(record) for record in latest.values())

    def events(self, wanted: Filter = _EVERYTHING, *, limit: int = 50, after: str | None = None) -> Page[Event]:
        """The events that fulfil a filter, latest day first, within a day by id.

        Raises:
            StoreError: as for ``claims``.
        """
        ids = self.event_ids(wanted, limit=limit, after=after)
        return Page[Event](rows=self.events_by_id(ids.rows), after=ids.after)

    def event_ids(self, wanted: Filter = _EVERYTHING, *, limit: int = 50, after: str | None = None) -> Page[str]:
        """The ids of what ``events`` gives."""
        with self.connected() as connection:
            return list_ids(connection, EVENT_LISTING, wanted, limit=limit, after=after, address=self.address)

    def undated_events(self) -> frozenset[str]:
        """The ids of events that are found by no day: neither they nor what tells of them has one."""
        with self.connected() as connection:
            events = schema.EVENTS.c
            return frozenset(connection.scalars(select(events.id).where(events.day == NO_DAY)))

    def events_by_id(self, event_ids: Iterable[str]) -> tuple[Event, ...]:
        """Events in the order asked for; ids that are not there are left out. Values are as JSON has them."""
        wanted, events = list(event_ids), schema.EVENTS.c
        found: dict[str, Event] = {}
        asked = select(events.id, schema.EVENT_RECORDS.c.record).join_from(
            schema.EVENTS, schema.EVENT_RECORDS, schema.EVENT_RECORDS.c.event == events.seq
        )
        with self.connected() as connection:
            for chunk in in_chunks(dict.fromkeys(wanted)):
                rows = connection.execute(asked.where(events.id.in_(chunk)))
                found |= {row.id: Event.model_validate_json(row.record) for row in rows}
        return tuple(found[event_id] for event_id in wanted if event_id in found)

    def event_figures(self, *, most: int) -> Iterator[tuple[ClaimClass, tuple[EventFigure, ...]]]:
        """The figures of events with their classes, totals over a period left out, of up to ``most`` events.

        Of more, those whose ids come first: ids are hashes of the claims, so that these are a sample by chance, and the
        same one in whatever order the reports came. That bounds the time, however large the store is.
        """
        events = schema.EVENTS.c
        wanted = (
            select(events["class"], schema.EVENT_RECORDS.c.record)
            .join_from(schema.EVENTS, schema.EVENT_RECORDS, schema.EVENT_RECORDS.c.event == events.seq)
            .where(events.tally.is_(False))
            .order_by(events.id)
            .limit(most)
        )
        with self.connected() as connection:
            rows = connection.execute(wanted).all()
        for group, record in rows:
            figures = json.loads(record)["figures"]
            yield ClaimClass(group), tuple(EventFigure.model_validate(figure) for figure in figures)

    def events_of(self, claim_ids: Collection[str]) -> dict[str, str]:
        """The id of the event that each of these claims is in; claims in none are left out."""
        found: dict[str, str] = {}
        wanted = (
            select(schema.CLAIMS.c.id.label("claim_id"), schema.EVENTS.c.id.label("event_id"))
            .join_from(schema.EVENT_CLAIMS, schema.CLAIMS, schema.CLAIMS.c.seq == schema.EVENT_CLAIMS.c.claim)
            .join(schema.EVENTS, schema.EVENTS.c.seq == schema.EVENT_CLAIMS.c.event)
        )
        with self.connected() as connection:
            for chunk in in_chunks(sorted(set(claim_ids))):
                rows = connection.execute(wanted.where(schema.CLAIMS.c.id.in_(chunk)))
                found |= {row.claim_id: row.event_id for row in rows}
        return found

    def flags(self, subject: FlagSubject, subject_id: str) -> tuple[Flag, ...]:
        """What is flagged on a document or claim."""
        flags = schema.FLAGS.c
        wanted = select(flags.name, flags.explanation, flags.spans).where(
            flags.kind == subject.value, flags.subject == subject_id
        )
        with self.connected() as connection:
            return tuple(
                Flag.model_validate({**row, "spans": json.loads(row["spans"])})
                for row in connection.execute(wanted.order_by(flags.number)).mappings()
            )

    # Searching and counting

    def document_ids(self, wanted: Filter = _EVERYTHING, *, limit: int = 50, after: str | None = None) -> Page[str]:
        """The documents that fulfil a filter, latest day first, within a day by id.

        Raises:
            StoreError: as for ``claims``; or the filter asks what documents do not have.
        """
        with self.connected() as connection:
            return list_ids(connection, DOCUMENT_LISTING, wanted, limit=limit, after=after, address=self.address)

    def claim_facets(self, wanted: Filter = _EVERYTHING, *, most: int = 20) -> Facets:
        """How many claims there are of each type, country, actor, source, flag and month; at most so many values."""
        with self.connected() as connection:
            return count_facets(connection, CLAIM_LISTING, wanted, most=most, address=self.address)

    def event_facets(self, wanted: Filter = _EVERYTHING, *, most: int = 20) -> Facets:
        """The same of events; one counts for each actor and source that its claims have."""
        with self.connected() as connection:
            return count_facets(connection, EVENT_LISTING, wanted, most=most, address=self.address)

    def few_events(self, wanted: Filter = _EVERYTHING, *, most: int) -> bool:
        """Whether a quick look tells that a filter takes no more events; it may be wrong in saying that it does not."""
        with self.connected() as connection:
            return is_short(connection, EVENT_LISTING, wanted, self.address, most=most)

    def source_counts(self, *, most: int) -> tuple[tuple[str, int], ...]:
        """How many claims in force each source published or is quoted in, by its id, the most heard first.

        Every claim is counted, however many there are.
        """
        with self.connected() as connection:
            return count_sources(connection, most)

    def coverage(self, wanted: Filter, sides: Mapping[str, str]) -> list[CoverageRow]:
        """By side and month, how many events sources of that side tell of, and of how many of these nobody else does.

        ``sides`` names the side of those sources, by their ids, that have one; the others count together as None.
        """
        with self.connected() as connection:
            return count_coverage(connection, wanted, sides, address=self.address)

    def alignments(self) -> dict[str, str | None]:
        """The party that each source of a claim speaks for, None for none: as rated, else as it was first heard."""
        with self.connected() as connection:
            heard = first_alignments(connection)
        said = {source.id: source.alignment for source in self.sources() if "alignment" in source.model_fields_set}
        return heard | said

    def counts(self) -> dict[str, int]:
        """How many rows each table of data has."""
        with self.connected() as connection:
            return {
                table.name: connection.scalar(select(func.count()).select_from(table)) or 0
                for table in schema.DATA_TABLES
            }

    def ids_beginning(self, kind: Literal["claims", "documents", "events"], start: str, *, most: int = 10) -> list[str]:
        """The ids that begin with some characters, in order, at most so many; claims and documents out of force too."""
        column = {"claims": schema.CLAIMS, "documents": schema.DOCUMENTS, "events": schema.EVENTS}[kind].c.id
        wanted = select(column).where(func.substr(column, 1, len(start)) == start).order_by(column).limit(most)
        with self.connected() as connection:
            return list(connection.scalars(wanted))

    def head(self) -> Head:
        """The audit chain's length and last hash, to be noted elsewhere."""
        with self.connected() as connection:
            return read_head(connection)


def _parts(connection: Connection, capture_id: str) -> Iterator[bytes]:
    parts = schema.CAPTURE_PARTS.c
    wanted = (
        select(schema.PARTS.c.content)
        .join_from(schema.CAPTURE_PARTS, schema.PARTS, parts.part == schema.PARTS.c.hash)
        .where(parts.capture == capture_id)
        .order_by(parts.number)
    )
    for content in connection.scalars(wanted):
        try:
            yield zlib.decompress(content)
        except zlib.error:
            return  # too few bytes: they will not hash to the capture's id


def _sourced_claim(claim_id: str, record: str, speakers: str, heading: Heading) -> SourcedClaim:
    known = () if speakers == "[]" else tuple(Source.model_validate(speaker) for speaker in json.loads(speakers))
    return SourcedClaim(id=claim_id, claim=Claim.model_validate_json(record), heading=heading, speakers=known)


def _neighbours(
    connection: Connection, where: ColumnElement[bool], keys: Mapping[int, Sequence[int]] = MappingProxyType({})
) -> dict[str, Neighbour]:
    claims = schema.CLAIMS.c
    wanted = (
        select(claims.seq, claims.id, schema.DOCUMENTS.c.id.label("document_id"), schema.CLAIM_RECORDS.c.traits)
        .join_from(schema.CLAIMS, schema.CLAIM_RECORDS, schema.CLAIM_RECORDS.c.claim == claims.seq)
        .join(schema.DOCUMENTS, schema.DOCUMENTS.c.seq == claims.document)
        .where(where, claims.superseded.is_(False))
    )
    return {
        row.id: Neighbour.model_construct(
            claim_id=row.id,
            document_id=row.document_id,
            traits=json.loads(row.traits),
            keys=tuple(keys.get(row.seq, ())),
        )
        for row in connection.execute(wanted)
    }


def _revision(row: Any) -> SourceRevision:
    source = Source.model_validate_json(row.record)
    at = datetime.fromisoformat(row.changed_at)
    return SourceRevision(source=source, revision=row.revision, changed_by=row.changed_by, changed_at=at)
