"""The audit chain: who wrote what and when, each entry carrying the hash of the one before.

An entry names a subject (``document:<id>``, ``event:<id>`` ...) and the digest of all rows that the subject then
consists of. The latest entry of a subject so covers its rows as they stand, and every row of data belongs to a subject.

What the chain can show: any row changed, removed or added, any entry changed, removed from the middle or added, and
entries cut off the end, as long as the count and hash in the table ``head`` are not cut back too. What it cannot: a
history rewritten as a whole by somebody who may write to the database, rows, chain and head together. Against that,
note ``Store.head()`` elsewhere from time to time and hand it to ``verify``; every backup's manifest holds it, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, select

from crossclaim.store import schema
from crossclaim.store.records import Head
from crossclaim.store.rows import canonical

__all__ = ["Chain", "check_chain", "entry_hash", "read_head"]

# What the first entry has for the hash of the one before.
NOTHING = "0" * 64


def entry_hash(entry: dict[str, Any]) -> str:
    """The sha256 over the canonical JSON of an entry, the hash of the one before included."""
    covered = {name: entry[name] for name in ("seq", "at", "by", "action", "subject", "digest", "previous")}
    return sha256(canonical(covered).encode("utf-8", "surrogatepass")).hexdigest()


def read_head(connection: Connection) -> Head:
    """The chain's length and last hash as noted apart from it."""
    row = connection.execute(select(schema.HEAD.c.count, schema.HEAD.c.hash)).one_or_none()
    return Head(count=row.count, hash=row.hash) if row else Head()


class Chain:
    """The end of the chain within one transaction. Entries are kept until ``write`` puts them down in one go."""

    def __init__(self, connection: Connection, by: str) -> None:
        head = read_head(connection)
        self._connection = connection
        self._by = by
        self._at = datetime.now(UTC).isoformat(timespec="seconds")
        self._count = head.count
        self._hash = head.hash or NOTHING
        self._noted = head.count > 0
        self._entries: list[dict[str, Any]] = []

    def append(self, action: str, subject: str, digest: str) -> None:
        """Add an entry; an empty digest says that nothing of the subject is left."""
        self._count += 1
        entry: dict[str, Any] = {"seq": self._count, "at": self._at, "by": self._by, "action": action}
        entry |= {"subject": subject, "digest": digest, "previous": self._hash}
        self._hash = entry["hash"] = entry_hash(entry)
        self._entries.append(entry)

    def write(self) -> None:
        """Put the entries down, and the head beside them."""
        if not self._entries:
            return
        self._connection.execute(insert(schema.AUDIT), self._entries)
        values = {"id": 1, "count": self._count, "hash": self._hash}
        head = schema.HEAD.update() if self._noted else insert(schema.HEAD)
        self._connection.execute(head.values(values))
        self._noted = True
        self._entries = []


def check_chain(connection: Connection, noted: Head | None, digests: dict[str, str]) -> Iterator[str]:
    """What is wrong with the chain, one line each; fills ``digests`` with the latest digest of every subject."""
    head = read_head(connection)
    previous, count = NOTHING, 0
    for row in connection.execute(select(schema.AUDIT).order_by(schema.AUDIT.c.seq)).mappings():
        entry = dict(row)
        count += 1
        yield from _check_entry(entry, count, previous)
        count, previous = entry["seq"], entry["hash"]
        digests[entry["subject"]] = entry["digest"]
        if noted and count == noted.count and previous != noted.hash:
            yield f"audit entry {count}: is not the one whose hash was noted"
    if (count, previous if count else "") != (head.count, head.hash):
        yield f"audit: the chain ends at entry {count}, the head says {head.count} or another hash"
    if noted and noted.count > count:
        yield f"audit: the chain ends at entry {count}, {noted.count} were noted"


def _check_entry(entry: dict[str, Any], number: int, previous: str) -> Iterator[str]:
    if entry["seq"] != number:
        yield f"audit entry {number}: missing"
    elif entry["previous"] != previous:
        yield f"audit entry {number}: does not carry the hash of the one before"
    if entry["hash"] != entry_hash(entry):
        yield f"audit entry {entry['seq']}: altered"
