"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError

revision = "0001"
down_revision = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
POINT = "(ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography)"


def upgrade() -> None:
    """Make every table, what full-text search needs and, where PostGIS is at hand, an index of points."""
    _create_tables()
    if op.get_bind().dialect.name == "postgresql":
        _create_word_tables()
        _index_points()
    else:
        _create_word_indexes()


def _create_word_indexes() -> None:
    words = "tokenize = 'unicode61 remove_diacritics 2'"
    op.execute(f"CREATE VIRTUAL TABLE claims_fts USING fts5(quote, content='claims', content_rowid='seq', {words})")
    columns = "title, text, content='documents', content_rowid='seq'"
    op.execute(f"CREATE VIRTUAL TABLE documents_fts USING fts5({columns}, {words})")


def _create_word_tables() -> None:
    for table, of in (("claim_words", "claims"), ("document_words", "documents")):
        op.execute(f"CREATE TABLE {table} (seq BIGINT PRIMARY KEY REFERENCES {of} (seq), words tsvector NOT NULL)")
        op.execute(f"CREATE INDEX ix_{table}_words ON {table} USING gin (words)")


def _index_points() -> None:
    known = op.get_bind().scalar(sa.text("SELECT count(*) FROM pg_available_extensions WHERE name = 'postgis'"))
    if not known:
        return
    try:
        with op.get_bind().begin_nested():
            op.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    except DBAPIError:
        # Only an administrator may; then plain columns serve.
        return
    for table in ("claims", "events"):
        op.execute(f"CREATE INDEX ix_{table}_point ON {table} USING gist ({POINT})")


def _create_tables() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )
    op.create_table(
        "captures",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("retrieved", sa.Text(), nullable=True),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_captures"),
    )
    op.create_table(
        "events",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("class", sa.Text(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("lasting", sa.Boolean(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("radius_km", sa.Double(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("admin1", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("place_folded", sa.Text(), nullable=True),
        sa.Column("tally", sa.Boolean(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("independent", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_events"),
        sa.UniqueConstraint("id", name="uq_events_id"),
    )
    op.create_index("ix_events_country", "events", ["country"])
    op.create_index("ix_events_day", "events", ["day"])
    op.create_index(
        "ix_events_lasting",
        "events",
        ["last_day"],
        sqlite_where=sa.text("lasting IS 1"),
        postgresql_where=sa.text("lasting IS true"),
    )
    op.create_index("ix_events_lat_lon", "events", ["lat", "lon"])
    op.create_index("ix_events_place_folded", "events", ["place_folded"])
    op.create_index("ix_events_type", "events", ["type"])
    op.create_table(
        "flags",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("spans", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject", "number", name="pk_flags"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_flags_name_kind_subject", "flags", ["name", "kind", "subject"])
    op.create_table(
        "head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", BIG, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_head"),
    )
    op.create_table(
        "judgements",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("second", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("retires", sa.Text(), nullable=True),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["retires"], ["judgements.id"], name="fk_judgements_retires"),
        sa.PrimaryKeyConstraint("seq", name="pk_judgements"),
        sa.UniqueConstraint("id", name="uq_judgements_id"),
        sa.UniqueConstraint("retires", name="uq_judgements_retires"),
    )
    op.create_index("ix_judgements_first", "judgements", ["first"])
    op.create_index("ix_judgements_second", "judgements", ["second"])
    op.create_table(
        "parts",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_parts"),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("alignment", sa.Text(), nullable=True),
        sa.Column("reliability", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "revision", name="pk_sources"),
    )
    op.create_table(
        "capture_parts",
        sa.Column("capture", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["capture"], ["captures.id"], name="fk_capture_parts_capture"),
        sa.ForeignKeyConstraint(["part"], ["parts.hash"], name="fk_capture_parts_part"),
        sa.PrimaryKeyConstraint("capture", "number", name="pk_capture_parts"),
    )
    op.create_index("ix_capture_parts_part", "capture_parts", ["part"])
    op.create_table(
        "documents",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("lineage", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=True),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("capture", sa.Text(), nullable=True),
        sa.Column("reader_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("outlet_id", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("segments", sa.Text(), nullable=False),
        sa.Column("offsets", sa.Text(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("flags", sa.Text(), nullable=False),
        sa.Column("dropped", sa.Integer(), nullable=False),
        sa.Column("run", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["capture"], ["captures.id"], name="fk_documents_capture"),
        sa.ForeignKeyConstraint(["previous"], ["documents.id"], name="fk_documents_previous"),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_documents_run"),
        sa.PrimaryKeyConstraint("seq", name="pk_documents"),
        sa.UniqueConstraint("id", name="uq_documents_id"),
        sa.UniqueConstraint("lineage", "version", name="uq_documents_lineage_version"),
    )
    op.create_index("ix_documents_capture", "documents", ["capture"])
    op.create_index("ix_documents_day", "documents", ["day"])
    op.create_index("ix_documents_outlet_id", "documents", ["outlet_id"])
    op.create_index("ix_documents_previous", "documents", ["previous"])
    op.create_table(
        "event_records",
        sa.Column("event", BIG, autoincrement=False, nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event"], ["events.seq"], name="fk_event_records_event"),
        sa.PrimaryKeyConstraint("event", name="pk_event_records"),
    )
    op.create_table(
        "claims",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document", BIG, nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("class", sa.Text(), nullable=False),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("cumulative", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("quote_start", sa.Integer(), nullable=False),
        sa.Column("quote_end", sa.Integer(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("lasting", sa.Boolean(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("radius_km", sa.Double(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("admin1", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("place_folded", sa.Text(), nullable=True),
        sa.Column("asserter_id", sa.Text(), nullable=True),
        sa.Column("outlet_id", sa.Text(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.seq"], name="fk_claims_document"),
        sa.PrimaryKeyConstraint("seq", name="pk_claims"),
        sa.UniqueConstraint("id", name="uq_claims_id"),
    )
    op.create_index("ix_claims_country", "claims", ["country"])
    op.create_index("ix_claims_day", "claims", ["day"])
    op.create_index("ix_claims_document", "claims", ["document"])
    op.create_index(
        "ix_claims_lasting",
        "claims",
        ["last_day"],
        sqlite_where=sa.text("lasting IS 1"),
        postgresql_where=sa.text("lasting IS true"),
    )
    op.create_index("ix_claims_lat_lon", "claims", ["lat", "lon"])
    op.create_index("ix_claims_place_folded", "claims", ["place_folded"])
    op.create_index("ix_claims_type", "claims", ["type"])
    op.create_table(
        "copies",
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("second", sa.Text(), nullable=False),
        sa.Column("brought_by", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("shared_first", sa.Double(), nullable=False),
        sa.Column("shared_second", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["brought_by"], ["documents.id"], name="fk_copies_brought_by"),
        sa.ForeignKeyConstraint(["first"], ["documents.id"], name="fk_copies_first"),
        sa.ForeignKeyConstraint(["second"], ["documents.id"], name="fk_copies_second"),
        sa.PrimaryKeyConstraint("first", "second", name="pk_copies"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_copies_brought_by", "copies", ["brought_by"])
    op.create_index("ix_copies_second", "copies", ["second"])
    op.create_table(
        "fingerprints",
        sa.Column("hash", BIG, autoincrement=False, nullable=False),
        sa.Column("document", BIG, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.seq"], name="fk_fingerprints_document"),
        sa.PrimaryKeyConstraint("hash", "document", name="pk_fingerprints"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_fingerprints_document", "fingerprints", ["document"])
    op.create_table(
        "mentions",
        sa.Column("document", BIG, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.seq"], name="fk_mentions_document"),
        sa.PrimaryKeyConstraint("document", "number", name="pk_mentions"),
    )
    op.create_table(
        "claim_actors",
        sa.Column("claim", BIG, autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.seq"], name="fk_claim_actors_claim"),
        sa.PrimaryKeyConstraint("claim", "role", name="pk_claim_actors"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_claim_actors_actor_id", "claim_actors", ["actor_id"])
    op.create_index("ix_claim_actors_folded", "claim_actors", ["folded"])
    op.create_table(
        "claim_keys",
        sa.Column("key", BIG, autoincrement=False, nullable=False),
        sa.Column("claim", BIG, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.seq"], name="fk_claim_keys_claim"),
        sa.PrimaryKeyConstraint("key", "claim", name="pk_claim_keys"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_claim_keys_claim", "claim_keys", ["claim"])
    op.create_table(
        "claim_records",
        sa.Column("claim", BIG, autoincrement=False, nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("speakers", sa.Text(), nullable=False),
        sa.Column("traits", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.seq"], name="fk_claim_records_claim"),
        sa.PrimaryKeyConstraint("claim", name="pk_claim_records"),
    )
    op.create_table(
        "claim_sources",
        sa.Column("claim", BIG, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.seq"], name="fk_claim_sources_claim"),
        sa.PrimaryKeyConstraint("claim", "position", name="pk_claim_sources"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_claim_sources_folded", "claim_sources", ["folded"])
    op.create_index("ix_claim_sources_source_id", "claim_sources", ["source_id"])
    op.create_table(
        "event_claims",
        sa.Column("event", BIG, autoincrement=False, nullable=False),
        sa.Column("claim", BIG, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.seq"], name="fk_event_claims_claim"),
        sa.ForeignKeyConstraint(["event"], ["events.seq"], name="fk_event_claims_event"),
        sa.PrimaryKeyConstraint("event", "claim", name="pk_event_claims"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_event_claims_claim", "event_claims", ["claim"])
    op.create_table(
        "links",
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("second", sa.Text(), nullable=False),
        sa.Column("brought_by", sa.Text(), nullable=False),
        sa.Column("probability", sa.Double(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["brought_by"], ["documents.id"], name="fk_links_brought_by"),
        sa.ForeignKeyConstraint(["first"], ["claims.id"], name="fk_links_first"),
        sa.ForeignKeyConstraint(["second"], ["claims.id"], name="fk_links_second"),
        sa.PrimaryKeyConstraint("first", "second", name="pk_links"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_links_brought_by", "links", ["brought_by"])
    op.create_index("ix_links_second", "links", ["second"])
