"""Whether a store is what was written to it: the audit chain, the rows it covers, archived bytes, spans, events."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, text

from crossclaim.errors import StoreError
from crossclaim.model import Event
from crossclaim.store import schema
from crossclaim.store.audit import check_chain
from crossclaim.store.reader import Reader
from crossclaim.store.records import Head
from crossclaim.store.rows import canonical, digest_rows, inexact_spans
from crossclaim.store.states import check_states
from crossclaim.store.store import Store
from crossclaim.store.words import all_findable

__all__ = ["Rebuild", "verify"]

# Gives every event as it would be made anew from the claims, links, copies and judgements in force.
Rebuild = Callable[[Reader], Iterable[Event]]

# Documents looked at together.
_BATCH = 500
_CHILDREN = (schema.CLAIM_RECORDS, schema.CLAIM_SOURCES, schema.CLAIM_ACTORS, schema.CLAIM_KEYS)

Subjects = dict[str, str]
TableRow = tuple[str, dict[str, Any]]


def verify(store: Store, *, noted: Head | None = None, rebuild: Rebuild | None = None) -> Iterator[str]:
    """What is wrong with a store, one line each; nothing where all is well.

    ``noted`` is the head of the audit chain as it was noted elsewhere earlier: it still has to be part of the chain.
    ``rebuild``, where given, makes all events anew, to be compared with those kept. What the chain can and cannot show
    is told in ``crossclaim.store.audit``. Memory grows with the number of subjects: about 300 MB for a million claims.

    Raises:
        StoreError: the database cannot be read.
    """
    sound = True
    for problem in _problems(store, noted):
        sound = False
        yield problem
    if rebuild is not None and sound:
        yield from _compare_events(store, rebuild)
    elif rebuild is not None:
        yield "events: not held against a rebuild, since what they follow from is not as it was written"


def _problems(store: Store, noted: Head | None) -> Iterator[str]:
    with store.connected() as connection:
        digests: Subjects = {}
        yield from _readable("audit", check_chain(connection, noted, digests))
        yield from _check_head(connection)
        checks = _Checks(connection, {subject: digest for subject, digest in digests.items() if digest})
        yield from checks.problems()
    yield from _readable("states", check_states(store))
    yield from _check_words(store)


def _readable(checked: str, problems: Iterator[str]) -> Iterator[str]:
    """The problems; where a value met on the way is not even of its kind, a line that says so without the value."""
    try:
        yield from problems
    except (ValueError, TypeError) as error:
        yield f"{checked}: a row holds what cannot be read there ({type(error).__name__})"


def _check_head(connection: Connection) -> Iterator[str]:
    if any(number != 1 for number in connection.scalars(text("SELECT id FROM head"))):
        yield "head: its row is not the one that is written to"


class _Checks:
    """One pass over every table; subjects are struck off as their rows turn out to be right."""

    def __init__(self, connection: Connection, expected: Subjects) -> None:
        self._connection = connection
        self._expected = expected
        self._seen: dict[str, int] = defaultdict(int)

    def problems(self) -> Iterator[str]:
        for checked, problems in self._parts():
            yield from _readable(checked, problems)

    def _parts(self) -> Iterator[tuple[str, Iterator[str]]]:
        """Each part of the pass by the name of its table."""
        yield "captures", self._captures()
        yield "documents", self._documents()
        yield "runs", self._singly(schema.RUNS, "run:{id}")
        yield "judgements", self._singly(schema.JUDGEMENTS, "judgement:{id}")
        yield "sources", self._singly(schema.SOURCES, "source:{id}:{revision}")
        yield "reviews", self._singly(schema.REVIEWS, "review:{id}")
        yield "corrections", self._singly(schema.CORRECTIONS, "correction:{id}")
        yield "seals", self._seals()
        yield "users", self._singly(schema.USERS, "user:{id}:{revision}")
        yield "passwords", self._singly(schema.PASSWORDS, "password:{user}")
        yield "tokens", self._singly(schema.TOKENS, "token:{id}:{revision}")
        yield "links", self._grouped(schema.LINKS, ("brought_by",), "links:{brought_by}")
        yield "copies", self._grouped(schema.COPIES, ("brought_by",), "copies:{brought_by}")
        yield "flags", self._grouped(schema.FLAGS, ("kind", "subject"), "flags:{kind}:{subject}", "kind <> 'event'")
        yield "events", self._events()
        yield "audit", (f"{subject}: missing" for subject in sorted(self._expected))
        yield "rows", self._strays()
        yield "versions", self._derived()

    def _captures(self) -> Iterator[str]:
        parts = self._by_owner(schema.CAPTURE_PARTS, "capture")
        for row in self._rows("SELECT * FROM captures ORDER BY id", schema.CAPTURES):
            mine = parts.pop(row["id"], [])
            tagged = [("captures", row), *(("capture_parts", part) for part in mine)]
            yield from self._compare(f"capture:{row['id']}", tagged)
            yield from self._bytes(row, sorted(mine, key=lambda part: part["number"]))
        self._seen["capture_parts"] -= sum(map(len, parts.values()))

    def _bytes(self, row: dict[str, Any], parts: list[dict[str, Any]]) -> Iterator[str]:
        whole, size = sha256(), 0
        for part in parts:
            content = self._part(part["part"])
            whole.update(content)
            size += len(content)
        if whole.hexdigest() != row["id"] or size != row["size"]:
            yield f"capture:{row['id']}: its bytes do not hash to its id"

    def _part(self, part_hash: str) -> bytes:
        wanted = text("SELECT content FROM parts WHERE hash = :hash")
        try:
            return zlib.decompress(self._connection.scalar(wanted, {"hash": part_hash}) or b"")
        except (zlib.error, TypeError):
            return b""

    def _documents(self) -> Iterator[str]:
        last = self._connection.scalar(text("SELECT max(seq) FROM documents")) or 0
        first = self._connection.scalar(text("SELECT min(seq) FROM documents")) or 0
        for start in range(first, last + 1, _BATCH):
            yield from self._document_batch(start, start + _BATCH - 1)

    def _document_batch(self, first: int, last: int) -> Iterator[str]:
        within = f"BETWEEN {int(first)} AND {int(last)}"
        groups: dict[int, list[TableRow]] = defaultdict(list)
        texts: dict[int, dict[str, Any]] = {}
        for row in self._rows(f"SELECT * FROM documents WHERE seq {within}", schema.DOCUMENTS):  # noqa: S608
            groups[row["seq"]].append(("documents", row))
            texts[row["seq"]] = row
        for table in (schema.MENTIONS, schema.FINGERPRINTS):
            for row in self._rows(f"SELECT * FROM {table.name} WHERE document {within}", table):  # noqa: S608
                groups[row["document"]].append((table.name, row))
        of_claim = {}
        for row in self._rows(f"SELECT * FROM claims WHERE document {within}", schema.CLAIMS):  # noqa: S608
            groups[row["document"]].append(("claims", row))
            of_claim[row["seq"]] = row["document"]
        joined = f"JOIN claims c ON c.seq = t.claim WHERE c.document {within}"
        for table in _CHILDREN:
            for row in self._rows(f"SELECT t.* FROM {table.name} t {joined}", table):  # noqa: S608
                groups[of_claim[row["claim"]]].append((table.name, row))
        for seq in sorted(groups):
            yield from self._document(texts.get(seq), groups[seq])

    def _document(self, row: dict[str, Any] | None, rows: list[TableRow]) -> Iterator[str]:
        if row is None:
            yield f"{rows[0][0]}: rows of a document that is not there"
            return
        yield from self._compare(f"document:{row['id']}", rows)
        values = [
            _spans_of(inner[name]) for _, inner in rows for name in ("record", "flags", "reading") if name in inner
        ]
        for start, end in inexact_spans(values, row["text"]):
            yield f"document:{row['id']}: [{start}:{end}] is not what the text says there"

    def _singly(self, table: Table, subject: str) -> Iterator[str]:
        for row in self._rows(f"SELECT * FROM {table.name}", table):  # noqa: S608
            yield from self._compare(subject.format(**row), [(table.name, row)])

    def _grouped(self, table: Table, keys: tuple[str, ...], subject: str, where: str = "1 = 1") -> Iterator[str]:
        order = ", ".join(keys)
        group: list[TableRow] = []
        for row in self._rows(f"SELECT * FROM {table.name} WHERE {where} ORDER BY {order}", table):  # noqa: S608
            if group and any(group[0][1][key] != row[key] for key in keys):
                yield from self._compare(subject.format(**group[0][1]), group)
                group = []
            group.append((table.name, row))
        if group:
            yield from self._compare(subject.format(**group[0][1]), group)

    def _seals(self) -> Iterator[str]:
        claims = self._by_owner(schema.SEAL_CLAIMS, "seal")
        for row in self._rows("SELECT * FROM seals ORDER BY seq", schema.SEALS):
            mine = claims.pop(row["id"], [])
            yield from self._compare(f"seal:{row['id']}", [("seals", row), *(("seal_claims", each) for each in mine)])
        self._seen["seal_claims"] -= sum(map(len, claims.values()))

    def _events(self) -> Iterator[str]:
        last = self._connection.scalar(text("SELECT max(seq) FROM events")) or 0
        first = self._connection.scalar(text("SELECT min(seq) FROM events")) or 0
        for start in range(first, last + 1, _BATCH):
            yield from self._event_batch(f"BETWEEN {int(start)} AND {int(start) + _BATCH - 1}")

    def _event_batch(self, within: str) -> Iterator[str]:
        groups: dict[int, list[TableRow]] = defaultdict(list)
        numbers: dict[str, int] = {}
        for row in self._rows(f"SELECT * FROM events WHERE seq {within}", schema.EVENTS):  # noqa: S608
            groups[row["seq"]].append(("events", row))
            numbers[row["id"]] = row["seq"]
        for table in (schema.EVENT_RECORDS, schema.EVENT_CLAIMS):
            joined = f"JOIN events e ON e.seq = t.event WHERE e.seq {within}"
            for row in self._rows(f"SELECT t.* FROM {table.name} t {joined}", table):  # noqa: S608
                groups[row["event"]].append((table.name, row))
        flags = f"JOIN events e ON e.id = t.subject WHERE t.kind = 'event' AND e.seq {within}"
        for row in self._rows(f"SELECT t.* FROM flags t {flags}", schema.FLAGS):  # noqa: S608
            groups[numbers[row["subject"]]].append(("flags", row))
        for event_id, seq in sorted(numbers.items()):
            yield from self._compare(f"event:{event_id}", groups[seq])

    def _compare(self, subject: str, rows: list[TableRow]) -> Iterator[str]:
        expected = self._expected.pop(subject, None)
        if expected is None:
            yield f"{subject}: no audit entry tells of it"
        elif digest_rows(rows) != expected:
            yield f"{subject}: differs from what was written"

    def _strays(self) -> Iterator[str]:
        """Rows that belong to nothing, and so were not looked at so far."""
        for table in schema.DATA_TABLES:
            if table is not schema.PARTS and table not in schema.DERIVED_TABLES:
                there = self._connection.scalar(text(f"SELECT count(*) FROM {table.name}")) or 0  # noqa: S608
                stray = there - self._seen[table.name]
                if stray:
                    yield f"{table.name}: {stray} rows that belong to nothing"
        unused = "SELECT count(*) FROM parts WHERE hash NOT IN (SELECT part FROM capture_parts)"
        if count := self._connection.scalar(text(unused)):
            yield f"parts: {count} rows that no capture has"

    def _derived(self) -> Iterator[str]:
        """What follows from other rows, and is in no digest: which versions are in force."""
        later = "EXISTS (SELECT 1 FROM documents l WHERE l.previous = d.id)"
        wrong = f"SELECT d.id FROM documents d WHERE CASE WHEN {later} THEN {{1}} ELSE {{0}} END <> d.superseded"  # noqa: S608
        apart = "SELECT c.id FROM claims c JOIN documents d ON d.seq = c.document WHERE c.superseded <> d.superseded"
        true, false = ("true", "false") if self._connection.dialect.name == "postgresql" else ("1", "0")
        for document_id in self._connection.scalars(text(wrong.replace("{1}", true).replace("{0}", false))):
            yield f"document:{document_id}: is in force where a later version is, or out of force without one"
        for claim_id in self._connection.scalars(text(apart)):
            yield f"claim {claim_id}: is in force while its document is not, or the other way round"

    def _by_owner(self, table: Table, owner: str) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in self._rows(f"SELECT * FROM {table.name}", table):  # noqa: S608
            found[row[owner]].append(row)
        return found

    def _rows(self, query: str, table: Table) -> Iterator[dict[str, Any]]:
        """Rows as the driver gives them: SQLite keeps a text in a column of numbers, and that has to show."""
        for row in self._connection.execution_options(yield_per=2000).exec_driver_sql(query).mappings():
            self._seen[table.name] += 1
            yield dict(row)


def _spans_of(value: Any) -> Any:
    """What a JSON column holds, nothing where it holds none: the digest tells of that already."""
    try:
        return json.loads(value)
    except (TypeError, ValueError):
        return None


def _check_words(store: Store) -> Iterator[str]:
    """Whether full-text search still finds what is there, in a store that is read only, too."""
    for of in ("claims", "documents"):
        try:
            with store.connected() as connection:
                findable = all_findable(connection, of)
        except StoreError:  # an index that is damaged or not there at all
            findable = False
        if not findable:
            yield f"{of}: full-text search does not find what their rows hold"


def _compare_events(store: Store, rebuild: Rebuild) -> Iterator[str]:
    kept: dict[str, str] = {}
    after: str | None = None
    while True:
        page = store.events(limit=1000, after=after)
        kept |= {event.id: _canonical_event(event) for event in page.rows}
        after = page.after
        if after is None:
            break
    for event in rebuild(store):
        present = kept.pop(event.id, None)
        if present is None:
            yield f"event:{event.id}: a rebuild makes it, and it is not there"
        elif present != _canonical_event(event):
            yield f"event:{event.id}: a rebuild makes it differently"
    yield from (f"event:{event_id}: a rebuild does not make it" for event_id in sorted(kept))


def _canonical_event(event: Event) -> str:
    return canonical(event.model_dump(mode="json"))
