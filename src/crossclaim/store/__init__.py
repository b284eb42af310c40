"""The memory: captures, documents, claims, judgements, events and the audit chain, in SQLite or PostgreSQL."""

from crossclaim.store.archive import backup, restore
from crossclaim.store.chunks import every_page, in_chunks
from crossclaim.store.database import NAMED_REASONS
from crossclaim.store.reader import Reader
from crossclaim.store.records import (
    Activity,
    Box,
    Change,
    ClaimRecord,
    DocumentRecord,
    DocumentVersion,
    EventRecord,
    Facets,
    Filter,
    FlagSubject,
    Head,
    Near,
    Neighbour,
    Page,
    Run,
    SourceRevision,
    Standing,
)
from crossclaim.store.store import Store, open_store, upgrade
from crossclaim.store.verify import Rebuild, verify
from crossclaim.store.writer import PART_BYTES, Writer

__all__ = [
    "NAMED_REASONS",
    "PART_BYTES",
    "Activity",
    "Box",
    "Change",
    "ClaimRecord",
    "DocumentRecord",
    "DocumentVersion",
    "EventRecord",
    "Facets",
    "Filter",
    "FlagSubject",
    "Head",
    "Near",
    "Neighbour",
    "Page",
    "Reader",
    "Rebuild",
    "Run",
    "SourceRevision",
    "Standing",
    "Store",
    "Writer",
    "backup",
    "every_page",
    "in_chunks",
    "open_store",
    "restore",
    "upgrade",
    "verify",
]
