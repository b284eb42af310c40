"""One transaction of writing: everything in it is kept, or nothing is."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from crossclaim.errors import RefusedError, SpanError, StoreError
from crossclaim.model import (
    Capture,
    Correction,
    DocumentCopy,
    Flag,
    Judgement,
    Link,
    Review,
    ReviewState,
    Sealed,
    Source,
    SourcedClaim,
    Token,
    User,
)
from crossclaim.store import schema
from crossclaim.store.audit import Chain
from crossclaim.store.chunks import in_chunks
from crossclaim.store.database import Database
from crossclaim.store.indexing import index_claim
from crossclaim.store.linking_rows import (
    brought_rows,
    kept_linking,
    kept_rows,
    linking_rows,
    replace_linking,
    sorted_rows,
)
from crossclaim.store.reader import Reader
from crossclaim.store.records import DocumentRecord, EventRecord, FlagSubject, Run
from crossclaim.store.review_rows import correction_row, review_row, seal_rows, standing_row, token_row, user_row
from crossclaim.store.rows import (
    Rows,
    canonical,
    check_spans,
    copy_row,
    digest_rows,
    document_rows,
    event_rows,
    flag_rows,
    inexact_spans,
    judgement_row,
    link_row,
    source_row,
    utc_text,
)
from crossclaim.store.standing import put_claim_states, put_standings, states_of
from crossclaim.store.words import index_words

__all__ = ["PART_BYTES", "Writer"]

PART_BYTES = 1 << 20
# Rows kept back before they are sent in one go.
_MOST_PENDING = 20_000
_MOST_PENDING_BYTES = 16 << 20  # of archived parts
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_NUL_IN_JSON = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_INDEXED = {schema.CLAIMS: "claims", schema.DOCUMENTS: "documents"}


class Writer(Reader):
    """What ``Store.write`` hands out. It reads, too, and sees what it has written itself.

    Rows are kept back and sent many at a time, so that loading a million claims in one transaction takes no round trip
    for each. Every method notes in the audit chain what it wrote.
    """

    def __init__(self, database: Database, connection: Connection, by: str) -> None:
        super().__init__(database)
        self._connection = connection
        self._by = by
        self._chain = Chain(connection, by)
        self._pending: dict[Table, list[dict[str, Any]]] = defaultdict(list)
        self._pending_rows = 0
        self._pending_bytes = 0
        self._next: dict[Table, int] = {}
        self._known_parts: set[str] = set()
        # What this transaction brought, so that it need not be looked for in the database.
        self._new_ids: set[tuple[Table, str]] = set()
        self._new_documents: set[str] = set()
        self._new_claims: dict[str, SourcedClaim] = {}
        self._latest: dict[str, tuple[str, int, int]] = {}
        self._subjects: set[str] = set()
        self._broken = False

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """The transaction's own connection, with everything written so far in place."""
        with self._database.errors_named():
            self.flush()
            yield self._connection

    def put_capture(self, capture: Capture) -> bool:
        """Keep the bytes of a capture; False, and nothing changes, where they are there already."""
        parts = (capture.content[at : at + PART_BYTES] for at in range(0, len(capture.content), PART_BYTES))
        return self._archive(_capture_row(capture), parts)

    def put_parts(self, capture_id: str, source: str, parts: Iterable[bytes]) -> bool:
        """Keep the bytes of a capture as they come, never all of them in memory; False where they are there already.

        ``parts`` are ``PART_BYTES`` long, the last one excepted: so the same bytes are kept once, whoever puts them.

        Raises:
            RefusedError: the bytes do not hash to ``capture_id``: the file was written to meanwhile.
        """
        row = {"id": capture_id, "source": source, "media_type": None, "retrieved": None, "headers": canonical([])}
        return self._archive(row, parts)

    def _archive(self, row: dict[str, Any], parts: Iterable[bytes]) -> bool:
        if self._is_there(schema.CAPTURES, row["id"]):
            return False
        whole, size, rows = sha256(), 0, Rows()
        for number, part in enumerate(parts):
            whole.update(part)
            size += len(part)
            rows.append((schema.CAPTURE_PARTS, {"capture": row["id"], "number": number, "part": self._put_part(part)}))
        if whole.hexdigest() != row["id"]:
            raise RefusedError(self.address, f"capture {row['id']}: its bytes changed while they were read")
        self._put("put", f"capture:{row['id']}", [(schema.CAPTURES, {**row, "size": size}), *rows])
        return True

    def _put_part(self, part: bytes) -> str:
        part_hash = sha256(part).hexdigest()
        if part_hash not in self._known_parts and not self._has_part(part_hash):
            content = zlib.compress(part)
            self._keep([(schema.PARTS, {"hash": part_hash, "content": content})])
            self._pending_bytes += len(content)
            if self._pending_bytes > _MOST_PENDING_BYTES:
                self.flush()
        self._known_parts.add(part_hash)
        return part_hash

    def _has_part(self, part_hash: str) -> bool:
        return bool(self._connection.scalar(select(func.count()).where(schema.PARTS.c.hash == part_hash)))

    def _is_there(self, table: Table, row_id: str) -> bool:
        """Whether a row of that id is there or about to be; if not, it will be, so that asking twice says yes."""
        if (table, row_id) in self._new_ids:
            return True
        if self._connection.scalar(select(func.count()).where(table.c.id == row_id)):
            return True
        self._new_ids.add((table, row_id))
        return False

    def put_run(self, run: Run) -> str:
        """Keep what documents are read with, once; the id to put in their records."""
        record = canonical(run.model_dump(mode="json"))
        run_id = sha256(record.encode()).hexdigest()[:20]
        if not self._is_there(schema.RUNS, run_id):
            self._put("put", f"run:{run_id}", [(schema.RUNS, {"id": run_id, "record": record})])
        return run_id

    def put_document(self, record: DocumentRecord) -> bool:
        """Keep a document with all that was read from it; False, and nothing changes, where it is there already.

        The version before it in its lineage is superseded, and so are its claims: they stay, out of force.

        Raises:
            SpanError: a span does not quote the text exactly.
            RefusedError: a text in it holds what a database cannot keep.
            StoreError: its version is not the next one.
        """
        if self._is_there(schema.DOCUMENTS, record.id):
            return False
        check_spans(record)
        previous = self._supersede(record)
        first_claim = self._numbers(schema.CLAIMS, len(record.claims))
        seq = self._numbers(schema.DOCUMENTS, 1)
        rows = document_rows(record, seq=seq, previous=previous, first_claim=first_claim)
        self._check_texts(record.id, rows)
        self._latest[record.heading.lineage] = record.id, record.heading.version, seq
        self._put("put", f"document:{record.id}", rows)
        self._new_documents.add(record.id)
        self._new_claims |= {claim.sourced.id: claim.sourced for claim in record.claims}
        return True

    def claims_as_read(self, claim_ids: Iterable[str]) -> tuple[SourcedClaim, ...]:
        """Claims as they were put, those of this transaction without asking the database."""
        wanted = list(claim_ids)
        older = super().claims_as_read([claim_id for claim_id in wanted if claim_id not in self._new_claims])
        found = {claim.id: claim for claim in older}
        claims = (self._new_claims.get(claim_id) or found.get(claim_id) for claim_id in wanted)
        return tuple(claim for claim in claims if claim is not None)

    def _check_texts(self, document_id: str, rows: Rows) -> None:
        for table, row in rows:
            for name, value in row.items():
                if isinstance(value, str) and (found := _kept_out(value)):
                    whose = "its" if table is schema.DOCUMENTS else f"in {table.name}, a"
                    raise RefusedError(self.address, f"document {document_id}: {whose} {name} holds {found}")

    def _supersede(self, record: DocumentRecord) -> str | None:
        """Take the latest version before this one out of force, and give its id."""
        latest = self._latest_version(record.heading.lineage)
        expected = latest[1] + 1 if latest else 1
        if record.heading.version != expected:
            reason = f"document {record.id}: is version {record.heading.version} where {expected} would be next"
            raise StoreError(self.address, reason)
        if latest is None:
            return None
        self.flush()
        claims = update(schema.CLAIMS).where(schema.CLAIMS.c.document == latest[2])
        self._connection.execute(claims.values(superseded=True))
        documents = update(schema.DOCUMENTS).where(schema.DOCUMENTS.c.seq == latest[2])
        self._connection.execute(documents.values(superseded=True))
        return latest[0]

    def _latest_version(self, lineage: str) -> tuple[str, int, int] | None:
        """Id, version and number of the latest document of a lineage."""
        if lineage in self._latest:
            return self._latest[lineage]
        documents = schema.DOCUMENTS.c
        latest = select(documents.id, documents.version, documents.seq).where(documents.lineage == lineage)
        row = self._connection.execute(latest.order_by(documents.version.desc()).limit(1)).one_or_none()
        return (row.id, row.version, row.seq) if row else None

    def put_linking(self, record: DocumentRecord) -> bool:
        """Keep other traits, keys and fingerprints for a document that is there; False where they are the same.

        The claims themselves stay as they are; what linking goes by is written anew when its rules change.

        Raises:
            StoreError: the document is not there.
            KeyError: one of the claims is not there.
        """
        claims = self.claim_numbers([claim.sourced.id for claim in record.claims])
        seq = int(self._document_row(record.id)["seq"])
        with self.connected() as connection:
            wanted = linking_rows(record, seq, claims)
            if sorted_rows(wanted) == sorted_rows(kept_linking(connection, seq)):
                return False
            replace_linking(connection, seq, wanted)
            self._chain.append("relink", f"document:{record.id}", digest_rows(kept_rows(connection, seq)))
        return True

    def put_links(self, document_id: str, links: Iterable[Link]) -> None:
        """Keep the links that comparing a document's claims brought, instead of those it brought before."""
        rows = [link_row(link, document_id) for link in links]
        self._replace(document_id, f"links:{document_id}", schema.LINKS, rows)

    def put_links_of(self, claim_id: str, document_id: str, links: Sequence[Link]) -> None:
        """Keep these links of one claim to others in force instead of those it has.

        A pair that has a link already stays with the document that brought it; others are brought by ``document_id``.
        """
        before = self.links([claim_id])
        if list(before) == sorted(links, key=lambda link: (link.first, link.second)):
            return
        table = schema.LINKS.c
        with self.connected() as connection:
            touching = select(table.first, table.second, table.brought_by)
            known = connection.execute(touching.where((table.first == claim_id) | (table.second == claim_id)))
            brought = {(row.first, row.second): row.brought_by for row in known}
            for link in before:
                connection.execute(delete(schema.LINKS).where(table.first == link.first, table.second == link.second))
            rows = [link_row(link, brought.get((link.first, link.second), document_id))[1] for link in links]
            if rows:
                connection.execute(insert(schema.LINKS), rows)
            for owner in sorted(
                {brought[one.first, one.second] for one in before} | {row["brought_by"] for row in rows}
            ):
                self._note_links(connection, owner)

    def _note_links(self, connection: Connection, document_id: str) -> None:
        """Tell the audit chain what links a document is left with."""
        kept = [("links", row) for row in brought_rows(connection, document_id)]
        if kept:
            self._chain.append("put", f"links:{document_id}", digest_rows(kept))
        else:
            self._chain.append("remove", f"links:{document_id}", "")

    def put_copies(self, document_id: str, copies: Iterable[DocumentCopy]) -> None:
        """Keep what a document shares with others, instead of what was found for it before."""
        rows = [copy_row(copy, document_id) for copy in copies]
        self._replace(document_id, f"copies:{document_id}", schema.COPIES, rows)

    def remove_links(self, document_ids: Collection[str]) -> None:
        """Take away all links and copies that these documents brought."""
        self.flush()
        for name, table in (("links", schema.LINKS), ("copies", schema.COPIES)):
            for chunk in in_chunks(sorted(document_ids)):
                of_these = table.c.brought_by.in_(chunk)
                bringing = select(table.c.brought_by).where(of_these).distinct()
                for document_id in sorted(self._connection.scalars(bringing)):
                    self._chain.append("remove", f"{name}:{document_id}", "")
                self._connection.execute(delete(table).where(of_these))

    def put_all_flags(self, subject: FlagSubject, flags: Mapping[str, Sequence[Flag]]) -> None:
        """Put flags on documents or claims by their ids, instead of those that each has.

        An event's flags come with the event.
        """
        gone = self._remove_flags(subject.value, flags)
        for subject_id in sorted(flags):
            name = f"flags:{subject.value}:{subject_id}"
            if rows := flag_rows(subject.value, subject_id, flags[subject_id]):
                self._put("put", name, rows)
            elif subject_id in gone:
                self._chain.append("remove", name, "")

    def _remove_flags(self, kind: str, subjects: Collection[str]) -> set[str]:
        """Take away the flags of some subjects; those that had any."""
        self.flush()
        gone: set[str] = set()
        for chunk in in_chunks(sorted(subjects)):
            of_these = (schema.FLAGS.c.kind == kind) & schema.FLAGS.c.subject.in_(chunk)
            gone.update(self._connection.scalars(select(schema.FLAGS.c.subject).where(of_these).distinct()))
        for chunk in in_chunks(sorted(gone)):
            of_these = (schema.FLAGS.c.kind == kind) & schema.FLAGS.c.subject.in_(chunk)
            self._connection.execute(delete(schema.FLAGS).where(of_these))
        return gone

    def _replace(self, document_id: str, subject: str, table: Table, rows: Rows) -> None:
        gone = 0
        if subject in self._subjects:
            self.flush()
        if subject in self._subjects or document_id not in self._new_documents:
            gone = self._connection.execute(delete(table).where(table.c.brought_by == document_id)).rowcount
        self._subjects.add(subject)
        if rows:
            self._put("put", subject, rows)
        elif gone:
            self._chain.append("remove", subject, "")

    def replace_events(self, removed: Collection[str], events: Iterable[EventRecord]) -> None:
        """Take events away by their ids and put others in: one event for each group of claims.

        Raises:
            StoreError: an event has a claim that is not there.
        """
        self._remove_events(removed)
        records = list(events)
        claim_ids = {claim_id for record in records for claim_id in record.event.claims}
        claims = self.claim_numbers(claim_ids)
        missing = sorted(claim_ids - claims.keys())
        if missing:
            raise StoreError(self.address, f"an event has claims that are not there: {', '.join(missing[:3])}")
        first = self._numbers(schema.EVENTS, len(records))
        for seq, record in enumerate(records, start=first):
            self._put("put", f"event:{record.event.id}", event_rows(record, seq=seq, claims=claims))
        self._keep_standings(records, first, claims)

    def _keep_standings(self, records: Sequence[EventRecord], first: int, claims: Mapping[str, int]) -> None:
        """How new events stand, numbered from ``first`` on."""
        states = states_of(self._connection, set(claims.values()))
        seals = self.seals([record.event.id for record in records])
        for seq, record in enumerate(records, start=first):
            told = [states.get(claims[claim_id], ReviewState.SUGGESTED) for claim_id in record.event.claims]
            mine = [seal for seal in seals if seal.event.id == record.event.id]
            self._keep([standing_row(record.event, seq, told, mine)])

    def _remove_events(self, event_ids: Collection[str]) -> None:
        if event_ids:
            self.flush()
        for chunk in in_chunks(sorted(set(event_ids))):
            known = select(schema.EVENTS.c.id, schema.EVENTS.c.seq).where(schema.EVENTS.c.id.in_(chunk))
            found = {row.id: row.seq for row in self._connection.execute(known)}
            numbers = list(found.values())
            flags = (schema.FLAGS.c.kind == "event") & schema.FLAGS.c.subject.in_(list(found))
            self._connection.execute(delete(schema.FLAGS).where(flags))
            of_event = (schema.EVENT_CLAIMS.c.event, schema.EVENT_RECORDS.c.event, schema.EVENT_STANDINGS.c.event)
            for column in (*of_event, schema.EVENTS.c.seq):
                self._connection.execute(delete(column.table).where(column.in_(numbers)))
            for event_id in sorted(found):
                self._chain.append("remove", f"event:{event_id}", "")

    def put_judgement(self, judgement: Judgement) -> None:
        """Keep a judgement; one that ``retires`` another takes that out of force. None is ever changed.

        Raises:
            StoreError: the id is taken, or the judgement to retire is not there or retired already.
        """
        known = self.judgements(touching=[judgement.first]) if judgement.retires is not None else ()
        if judgement.retires is not None and judgement.retires not in {one.id for one in known}:
            raise StoreError(self.address, f"judgement {judgement.retires} is not in force")
        row = judgement_row(judgement, self._numbers(schema.JUDGEMENTS, 1))
        self._put("put", f"judgement:{judgement.id}", [row])
        with self.connected():
            pass  # a judgement under an id that is taken is refused here and now

    def put_source(self, source: Source) -> bool:
        """Keep what is thought of a source, by whom; False, and nothing changes, where that is what is there."""
        history = self.source_history(source.id)
        if history and history[-1].source.model_dump(exclude_unset=True) == source.model_dump(exclude_unset=True):
            return False
        at = utc_text(datetime.now(UTC))
        row = source_row(source, len(history) + 1, by=self._by, at=at)
        self._put("put", f"source:{source.id}:{len(history) + 1}", [row])
        return True

    # People's work

    def put_reviews(self, reviews: Sequence[Review]) -> None:
        """Keep decisions; one that ``retires`` another takes that out of force. None is ever changed.

        Raises:
            StoreError: an id is taken, a claim is not there, or the decision to undo is not in force.
        """
        claims = self._numbered({review.claim for review in reviews})
        known = {review.id for review in self.reviews(claims)}
        first = self._numbers(schema.REVIEWS, len(reviews))
        for seq, review in enumerate(reviews, start=first):
            if review.retires is not None and review.retires not in known:
                raise StoreError(self.address, f"review {review.retires} is not in force")
            self._put_checked(f"review:{review.id}", [review_row(review, seq)])
        self._restate(claims)

    def put_correction(self, correction: Correction) -> None:
        """Keep a correction and find its claim by the corrected values; the claim as it was read stays.

        What linking keeps of the claim is the caller's to bring up to date.

        Raises:
            SpanError: a span of it does not quote the document's text.
            StoreError: the id is taken, the claim is not there, or the correction to undo is not in force.
        """
        claims = self._numbered({correction.claim})
        (read,) = self.claims_as_read([correction.claim])
        known = {one.id for one in self.corrections(claims)}
        if correction.retires is not None and correction.retires not in known:
            raise StoreError(self.address, f"correction {correction.retires} is not in force")
        if correction.retires is None:
            self._check_corrected(correction, read)
        self._put_checked(
            f"correction:{correction.id}", [correction_row(correction, self._numbers(schema.CORRECTIONS, 1))]
        )
        (counting,) = self.sourced_claims([correction.claim])
        with self.connected() as connection:
            document_id, digest = index_claim(connection, counting)
            self._chain.append("correct", f"document:{document_id}", digest)
        self._restate(claims)

    def _check_corrected(self, correction: Correction, read: SourcedClaim) -> None:
        document = self.document(read.heading.document_id)
        for start, end in inexact_spans(correction.value, document.text):
            raise SpanError(f"claim {correction.claim}: [{start}:{end}] is not what the text says there")
        if strangers := _other_documents(correction.value, document.id):
            raise SpanError(f"claim {correction.claim}: a span of it is of {len(strangers)} other documents")

    def put_seal(self, seal: Sealed) -> None:
        """Keep an event as it is published.

        Raises:
            StoreError: the id is taken, or a claim of the event is not there.
        """
        self._numbered(set(seal.event.claims))
        self._put_checked(f"seal:{seal.id}", seal_rows(seal, self._numbers(schema.SEALS, 1)))
        with self.connected() as connection:
            put_standings(connection, self, [seal.event.id])

    def put_user(self, user: User, password_hash: str | None = None) -> bool:
        """Keep a user as they are now; False, and nothing changes, where that is what is there.

        ``password_hash`` takes the place of the one there is; without one, that stays.

        Raises:
            StoreError: somebody else has that name.
        """
        folded = user.name.casefold()
        if any(other.id != user.id and other.name.casefold() == folded for other in self.users()):
            raise StoreError(self.address, f"user {user.id}: somebody else has that name")
        changed = self.user(user.id) != user
        if changed:
            revision, at = self._next_revision(schema.USERS, user.id), utc_text(datetime.now(UTC))
            self._put_checked(f"user:{user.id}:{revision}", [user_row(user, revision, by=self._by, at=at)])
        if password_hash is None or password_hash == self.password_hash(user.id):
            return changed
        with self.connected() as connection:
            connection.execute(delete(schema.PASSWORDS).where(schema.PASSWORDS.c.user == user.id))
        self._put_checked(f"password:{user.id}", [(schema.PASSWORDS, {"user": user.id, "hash": password_hash})])
        return True

    def put_token(self, token: Token, digest: str | None = None) -> bool:
        """Keep a token as it is now; False, and nothing changes, where that is what is there.

        ``digest`` is the sha256 of its secret, in hexadecimal; without one, the digest there is stays.

        Raises:
            StoreError: its user is not there, or a new token has no digest.
        """
        if self.user(token.user) is None:
            raise StoreError(self.address, f"token {token.id}: there is no user {token.user}")
        before = next((row for row in self._newest_rows(schema.TOKENS, schema.TOKENS.c.id == token.id)), None)
        kept = digest or (before.digest if before else None)
        if kept is None:
            raise StoreError(self.address, f"token {token.id}: is new and has no digest")
        if before and (before.record, before.digest) == (token.model_dump_json(), kept):
            return False
        revision, at = self._next_revision(schema.TOKENS, token.id), utc_text(datetime.now(UTC))
        self._put_checked(f"token:{token.id}:{revision}", [token_row(token, kept, revision, by=self._by, at=at)])
        return True

    def _next_revision(self, table: Table, row_id: str) -> int:
        with self.connected() as connection:
            return (connection.scalar(select(func.max(table.c.revision)).where(table.c.id == row_id)) or 0) + 1

    def _numbered(self, claim_ids: Collection[str]) -> dict[str, int]:
        """The numbers of claims by their ids.

        Raises:
            StoreError: one is not there.
        """
        found = self.claim_numbers(claim_ids)
        if missing := sorted(set(claim_ids) - found.keys()):
            raise StoreError(self.address, f"there is no claim {', '.join(missing[:3])}")
        return found

    def _put_checked(self, subject: str, rows: Rows) -> None:
        """Put rows of people's work.

        Raises:
            RefusedError: a text holds what a database cannot keep.
        """
        for _, row in rows:
            for name, value in row.items():
                if isinstance(value, str) and (found := _kept_out(value) or _kept_out_of_json(value)):
                    raise RefusedError(self.address, f"{subject.partition(':')[0]}: its {name} holds {found}")
        self._put("put", subject, rows)

    def _restate(self, claims: Mapping[str, int]) -> None:
        """Bring the states of claims, and how their events stand, up to date."""
        with self.connected() as connection:
            put_claim_states(connection, self, claims)
            put_standings(connection, self, sorted(set(self.events_of(claims).values())))

    def _numbers(self, table: Table, wanted: int) -> int:
        """The first of as many unused numbers in a row as are wanted."""
        if table not in self._next:
            self._next[table] = (self._connection.scalar(select(func.max(table.c.seq))) or 0) + 1
        first = self._next[table]
        self._next[table] += wanted
        return first

    def _put(self, action: str, subject: str, rows: Rows) -> None:
        self._chain.append(action, subject, digest_rows((table.name, row) for table, row in rows))
        self._keep(rows)

    def _keep(self, rows: Rows) -> None:
        for table, row in rows:
            self._pending[table].append(row)
        self._pending_rows += len(rows)
        if self._pending_rows > _MOST_PENDING:
            self.flush()

    def flush(self) -> None:
        """Send what was kept back; it is kept for good only when the transaction ends.

        Raises:
            StoreError: an earlier step failed: then nothing of the transaction can be kept.
        """
        if self._broken:
            raise StoreError(self.address, "nothing of this change can be kept: an earlier step of it failed")
        self._broken = True
        for table in schema.DATA_TABLES if self._pending_rows else ():
            rows = self._pending.pop(table, None)
            if not rows:
                continue
            self._connection.execute(insert(table), rows)
            if table in _INDEXED:
                index_words(self._connection, _INDEXED[table], rows)
        self._pending_rows = self._pending_bytes = 0
        self._chain.write()
        self._broken = False


def _capture_row(capture: Capture) -> dict[str, Any]:
    return {
        "id": capture.id,
        "source": capture.source,
        "media_type": capture.media_type,
        "retrieved": capture.retrieved.isoformat() if capture.retrieved else None,
        "headers": canonical([list(header) for header in capture.headers]),
    }


def _other_documents(value: Any, document_id: str) -> set[str]:
    """The documents, other than this one, that spans inside a JSON-like value are of."""
    if isinstance(value, dict):
        mine = {value["doc_id"]} - {document_id} if "doc_id" in value else set()
        return mine.union(*(_other_documents(inner, document_id) for inner in value.values()))
    return set().union(*(_other_documents(inner, document_id) for inner in value)) if isinstance(value, list) else set()


def _kept_out_of_json(value: str) -> str | None:
    """The same of a JSON text, where a NUL character is written out: what it says is put into columns, too."""
    return "a NUL character" if _NUL_IN_JSON.search(value) else None


def _kept_out(value: str) -> str | None:
    """What of a text no database keeps, in words."""
    if "\0" in value:
        return "a NUL character"
    return None if value.isascii() or not _HALF_PAIR.search(value) else "half a surrogate pair"
