"""The tables, the same on SQLite and PostgreSQL.

``seq`` numbers rows within one store, in the order they came in; ids are those of the records and the same in every
store. JSON is kept as text in its canonical form, so that it digests alike everywhere; timestamps are ISO text in UTC.
What full-text search needs beside these tables differs: see :mod:`crossclaim.store.words`.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

__all__ = [
    "AUDIT",
    "CAPTURES",
    "CAPTURE_PARTS",
    "CLAIMS",
    "CLAIM_ACTORS",
    "CLAIM_KEYS",
    "CLAIM_RECORDS",
    "CLAIM_SOURCES",
    "CLAIM_STATES",
    "COPIES",
    "CORRECTIONS",
    "DATA_TABLES",
    "DERIVED_TABLES",
    "DOCUMENTS",
    "EVENTS",
    "EVENT_CLAIMS",
    "EVENT_RECORDS",
    "EVENT_STANDINGS",
    "FINGERPRINTS",
    "FLAGS",
    "HEAD",
    "JUDGEMENTS",
    "LINKS",
    "MENTIONS",
    "METADATA",
    "PARTS",
    "PASSWORDS",
    "REVIEWS",
    "RUNS",
    "SEALS",
    "SEAL_CLAIMS",
    "SOURCES",
    "TOKENS",
    "USERS",
]

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


# On SQLite, INTEGER makes a key the rowid itself.
BIG = BigInteger().with_variant(Integer, "sqlite")


def _seq() -> Column[int]:
    """A row's number. The writer gives it out, so that the row can be digested before it is written."""
    return Column("seq", BIG, primary_key=True, autoincrement=False)


def _place_columns() -> list[Column[object]]:
    """What places are filtered by: WGS84 degrees, kilometres, ISO alpha-2, and the folded name."""
    return [
        Column("lat", Double),
        Column("lon", Double),
        Column("radius_km", Double),
        Column("country", Text),
        Column("admin1", Text),
        Column("place", Text),
        Column("place_folded", Text),
    ]


CAPTURES = Table(
    "captures",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("media_type", Text),
    Column("retrieved", Text),
    Column("headers", Text, nullable=False),
    Column("size", BIG, nullable=False),
)

# Bytes by the sha256 of what they hold before compression: what two captures share is kept once.
PARTS = Table(
    "parts",
    METADATA,
    Column("hash", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

CAPTURE_PARTS = Table(
    "capture_parts",
    METADATA,
    Column("capture", Text, ForeignKey(CAPTURES.c.id), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("part", Text, ForeignKey(PARTS.c.hash), nullable=False),
    Index(None, "part"),
)

RUNS = Table(
    "runs",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("record", Text, nullable=False),
)

DOCUMENTS = Table(
    "documents",
    METADATA,
    _seq(),
    Column("id", Text, nullable=False, unique=True),
    Column("lineage", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("previous", Text, ForeignKey("documents.id")),
    Column("superseded", Boolean, nullable=False),
    Column("capture", Text, ForeignKey(CAPTURES.c.id)),
    Column("reader_id", Text, nullable=False),
    Column("title", Text),
    Column("outlet_id", Text),
    Column("url", Text),
    Column("language", Text),
    Column("published", Date),
    Column("day", Date, nullable=False),
    Column("text", Text, nullable=False),
    Column("segments", Text, nullable=False),
    Column("offsets", Text, nullable=False),
    Column("reading", Text, nullable=False),
    Column("heading", Text, nullable=False),
    Column("flags", Text, nullable=False),
    Column("dropped", Integer, nullable=False),
    Column("run", Text, ForeignKey(RUNS.c.id)),
    UniqueConstraint("lineage", "version"),
    Index(None, "day"),
    Index(None, "outlet_id"),
    Index(None, "previous"),
    Index(None, "capture"),
)

MENTIONS = Table(
    "mentions",
    METADATA,
    Column("document", BIG, ForeignKey(DOCUMENTS.c.seq), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("label", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("score", Double),
    Column("record", Text, nullable=False),
)

CLAIMS = Table(
    "claims",
    METADATA,
    _seq(),
    Column("id", Text, nullable=False, unique=True),
    Column("document", BIG, ForeignKey(DOCUMENTS.c.seq), nullable=False),
    Column("superseded", Boolean, nullable=False),
    Column("type", Text, nullable=False),
    Column("class", Text, nullable=False),
    Column("modality", Text, nullable=False),
    Column("cumulative", Boolean, nullable=False),
    Column("score", Double),
    Column("quote_start", Integer, nullable=False),
    Column("quote_end", Integer, nullable=False),
    Column("start_date", Date),
    Column("end_date", Date),
    Column("day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("lasting", Boolean, nullable=False),
    *_place_columns(),
    Column("asserter_id", Text),
    Column("outlet_id", Text),
    Column("quote", Text, nullable=False),
    Index(None, "document"),
    Index(None, "day"),
    Index(None, "type"),
    Index(None, "country"),
    Index(None, "place_folded"),
    Index(None, "lat", "lon"),
    # The rows hold the words: to read a day out of thousands of them takes ten times as long.
    Index(None, "seq", "day", "superseded"),
)
# Few claims last longer than a month; those that do are found by where they end.
Index(
    "ix_claims_lasting", CLAIMS.c.last_day, sqlite_where=CLAIMS.c.lasting.is_(True), postgresql_where=CLAIMS.c.lasting
)

# Apart from the columns that filters walk over: those rows stay small.
CLAIM_RECORDS = Table(
    "claim_records",
    METADATA,
    Column("claim", BIG, ForeignKey(CLAIMS.c.seq), primary_key=True, autoincrement=False),
    Column("record", Text, nullable=False),
    Column("speakers", Text, nullable=False),
    Column("traits", Text, nullable=False),
)

CLAIM_SOURCES = Table(
    "claim_sources",
    METADATA,
    Column("claim", BIG, ForeignKey(CLAIMS.c.seq), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("source_id", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Index(None, "source_id"),
    Index(None, "folded"),
    sqlite_with_rowid=False,
)

CLAIM_ACTORS = Table(
    "claim_actors",
    METADATA,
    Column("claim", BIG, ForeignKey(CLAIMS.c.seq), primary_key=True, autoincrement=False),
    Column("role", Text, primary_key=True),
    Column("actor_id", Text),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Index(None, "actor_id"),
    Index(None, "folded"),
    sqlite_with_rowid=False,
)

CLAIM_KEYS = Table(
    "claim_keys",
    METADATA,
    Column("key", BIG, primary_key=True, autoincrement=False),
    Column("claim", BIG, ForeignKey(CLAIMS.c.seq), primary_key=True, autoincrement=False),
    Index(None, "claim"),
    sqlite_with_rowid=False,
)

FINGERPRINTS = Table(
    "fingerprints",
    METADATA,
    Column("hash", BIG, primary_key=True, autoincrement=False),
    Column("document", BIG, ForeignKey(DOCUMENTS.c.seq), primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Index(None, "document"),
    sqlite_with_rowid=False,
)

# ``brought_by`` is the document that made the pair be compared: its links are written, and replaced, together.
LINKS = Table(
    "links",
    METADATA,
    Column("first", Text, ForeignKey(CLAIMS.c.id), primary_key=True),
    Column("second", Text, ForeignKey(CLAIMS.c.id), primary_key=True),
    Column("brought_by", Text, ForeignKey(DOCUMENTS.c.id), nullable=False),
    Column("probability", Double, nullable=False),
    Column("evidence", Text, nullable=False),
    Index(None, "second"),
    Index(None, "brought_by"),
    sqlite_with_rowid=False,
)

COPIES = Table(
    "copies",
    METADATA,
    Column("first", Text, ForeignKey(DOCUMENTS.c.id), primary_key=True),
    Column("second", Text, ForeignKey(DOCUMENTS.c.id), primary_key=True),
    Column("brought_by", Text, ForeignKey(DOCUMENTS.c.id), nullable=False),
    Column("kind", Text, nullable=False),
    Column("shared_first", Double, nullable=False),
    Column("shared_second", Double, nullable=False),
    Index(None, "second"),
    Index(None, "brought_by"),
    sqlite_with_rowid=False,
)

JUDGEMENTS = Table(
    "judgements",
    METADATA,
    _seq(),
    Column("id", Text, nullable=False, unique=True),
    Column("subject", Text, nullable=False),
    Column("first", Text, nullable=False),
    Column("second", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("retires", Text, ForeignKey("judgements.id"), unique=True),
    Column("record", Text, nullable=False),
    Index(None, "first"),
    Index(None, "second"),
)

# Every revision stays; the highest is in force.
SOURCES = Table(
    "sources",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("alignment", Text),
    Column("reliability", Text, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Column("record", Text, nullable=False),
)

EVENTS = Table(
    "events",
    METADATA,
    _seq(),
    Column("id", Text, nullable=False, unique=True),
    Column("profile", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("class", Text, nullable=False),
    Column("start_date", Date),
    Column("end_date", Date),
    Column("day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("lasting", Boolean, nullable=False),
    *_place_columns(),
    Column("tally", Boolean, nullable=False),
    Column("grade", Text),
    Column("articles", Integer, nullable=False),
    Column("independent", Integer, nullable=False),
    Index(None, "day"),
    Index(None, "type"),
    Index(None, "country"),
    Index(None, "place_folded"),
    Index(None, "lat", "lon"),
    Index(None, "seq", "day"),
    # All that a map and a timeline of any number of events are counted from.
    Index(None, "day", "last_day", "class", "type", "country", "lat", "lon"),
)
Index(
    "ix_events_lasting", EVENTS.c.last_day, sqlite_where=EVENTS.c.lasting.is_(True), postgresql_where=EVENTS.c.lasting
)

EVENT_RECORDS = Table(
    "event_records",
    METADATA,
    Column("event", BIG, ForeignKey(EVENTS.c.seq), primary_key=True, autoincrement=False),
    Column("record", Text, nullable=False),
)

EVENT_CLAIMS = Table(
    "event_claims",
    METADATA,
    Column("event", BIG, ForeignKey(EVENTS.c.seq), primary_key=True, autoincrement=False),
    Column("claim", BIG, ForeignKey(CLAIMS.c.seq), primary_key=True, autoincrement=False),
    Index(None, "claim"),
    sqlite_with_rowid=False,
)

FLAGS = Table(
    "flags",
    METADATA,
    Column("kind", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("explanation", Text, nullable=False),
    Column("spans", Text, nullable=False),
    Index(None, "name", "kind", "subject"),
    sqlite_with_rowid=False,
)

REVIEWS = Table(
    "reviews",
    METADATA,
    _seq(),
    Column("id", Text, nullable=False, unique=True),
    Column("claim", Text, ForeignKey(CLAIMS.c.id), nullable=False),
    Column("state", Text, nullable=False),
    Column("blind", Boolean, nullable=False),
    Column("retires", Text, ForeignKey("reviews.id"), unique=True),
    Column("record", Text, nullable=False),
    Index(None, "claim"),
)

CORRECTIONS = Table(
    "corrections",
    METADATA,
    _seq(),
    Column("id", Text, nullable=False, unique=True),
    Column("claim", Text, ForeignKey(CLAIMS.c.id), nullable=False),
    Column("field", Text, nullable=False),
    Column("retires", Text, ForeignKey("corrections.id"), unique=True),
    Column("record", Text, nullable=False),
    Index(None, "claim"),
)

# Events as they were published; the event itself may be gone since.
SEALS = Table(
    "seals",
    METADATA,
    _seq(),
    Column("id", Text, nullable=False, unique=True),
    Column("event", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("record", Text, nullable=False),
    Index(None, "event"),
)

SEAL_CLAIMS = Table(
    "seal_claims",
    METADATA,
    Column("seal", Text, ForeignKey(SEALS.c.id), primary_key=True),
    Column("claim", Text, ForeignKey(CLAIMS.c.id), primary_key=True),
    Index(None, "claim"),
    sqlite_with_rowid=False,
)

# Every revision stays; the highest is in force.
USERS = Table(
    "users",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Column("record", Text, nullable=False),
)

# Only the hash in force is kept: an old one is of no use but to who would guess the word.
PASSWORDS = Table(
    "passwords",
    METADATA,
    Column("user", Text, primary_key=True),
    Column("hash", Text, nullable=False),
)

TOKENS = Table(
    "tokens",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("user", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Column("record", Text, nullable=False),
    Index(None, "digest"),
)

# Both follow from other rows: no digest covers them, verify checks them by that rule. A claim without a row is one
# that nobody has looked at.
CLAIM_STATES = Table(
    "claim_states",
    METADATA,
    Column("claim", BIG, ForeignKey(CLAIMS.c.seq), primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Index(None, "state"),
)

EVENT_STANDINGS = Table(
    "event_standings",
    METADATA,
    Column("event", BIG, ForeignKey(EVENTS.c.seq), primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("weight", Double, nullable=False),
    Column("contradictions", Integer, nullable=False),
    Column("flags", Integer, nullable=False),
    Index(None, "state"),
    Index(None, "weight", "contradictions", "flags"),
)

AUDIT = Table(
    "audit",
    METADATA,
    _seq(),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index(None, "by"),
)

# The chain's length and last hash, apart from the chain: entries cut off its end are missed there.
HEAD = Table(
    "head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("count", BIG, nullable=False),
    Column("hash", Text, nullable=False),
)

# In the order they are filled: what is referred to comes first.
DATA_TABLES = (
    PARTS,
    CAPTURES,
    CAPTURE_PARTS,
    RUNS,
    DOCUMENTS,
    MENTIONS,
    FINGERPRINTS,
    CLAIMS,
    CLAIM_RECORDS,
    CLAIM_SOURCES,
    CLAIM_ACTORS,
    CLAIM_KEYS,
    COPIES,
    LINKS,
    JUDGEMENTS,
    SOURCES,
    EVENTS,
    EVENT_RECORDS,
    EVENT_CLAIMS,
    FLAGS,
    REVIEWS,
    CORRECTIONS,
    SEALS,
    SEAL_CLAIMS,
    USERS,
    PASSWORDS,
    TOKENS,
    CLAIM_STATES,
    EVENT_STANDINGS,
)
# What follows from other rows, so that no entry of the audit chain tells of it.
DERIVED_TABLES = (CLAIM_STATES, EVENT_STANDINGS)
