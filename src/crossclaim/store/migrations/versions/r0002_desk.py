"""What people decide, correct and publish, and who they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BATCH = 5000
_TOTALLED = ("killed", "injured", "captured")


def upgrade() -> None:
    """Make the tables of the desk, and note how every event stands: nobody has decided anything yet."""
    _create_decisions()
    _create_people()
    _create_states()
    op.create_index("ix_audit_by", "audit", ["by"])
    standings = sa.table("event_standings", *map(sa.column, ("event", "state", "weight", "contradictions", "flags")))
    for rows in _batches():
        op.get_bind().execute(sa.insert(standings), rows)


def _batches() -> Iterator[list[dict[str, Any]]]:
    reached = -1
    wanted = sa.text("SELECT event, record FROM event_records WHERE event > :reached ORDER BY event LIMIT :most")
    while found := op.get_bind().execute(wanted, {"reached": reached, "most": _BATCH}).all():
        yield [_standing(row.event, json.loads(row.record)) for row in found]
        reached = found[-1].event


def _standing(number: int, event: dict[str, Any]) -> dict[str, Any]:
    counted = [figure for figure in event["figures"] if figure["kind"] in _TOTALLED and figure["of"] is None]
    weight = sum(max(figure[bound] or 0 for bound in ("low", "best", "high")) for figure in counted)
    counts = {"contradictions": len(event["contradictions"]), "flags": len(event["flags"])}
    return {"event": number, "state": "suggested", "weight": float(weight), **counts}


def _create_decisions() -> None:
    op.create_table(
        "reviews",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("retires", sa.Text(), nullable=True),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.id"], name="fk_reviews_claim"),
        sa.ForeignKeyConstraint(["retires"], ["reviews.id"], name="fk_reviews_retires"),
        sa.PrimaryKeyConstraint("seq", name="pk_reviews"),
        sa.UniqueConstraint("id", name="uq_reviews_id"),
        sa.UniqueConstraint("retires", name="uq_reviews_retires"),
    )
    op.create_index("ix_reviews_claim", "reviews", ["claim"])
    op.create_table(
        "corrections",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("retires", sa.Text(), nullable=True),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.id"], name="fk_corrections_claim"),
        sa.ForeignKeyConstraint(["retires"], ["corrections.id"], name="fk_corrections_retires"),
        sa.PrimaryKeyConstraint("seq", name="pk_corrections"),
        sa.UniqueConstraint("id", name="uq_corrections_id"),
        sa.UniqueConstraint("retires", name="uq_corrections_retires"),
    )
    op.create_index("ix_corrections_claim", "corrections", ["claim"])
    op.create_table(
        "seals",
        sa.Column("seq", BIG, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_seals"),
        sa.UniqueConstraint("id", name="uq_seals_id"),
    )
    op.create_index("ix_seals_event", "seals", ["event"])
    op.create_table(
        "seal_claims",
        sa.Column("seal", sa.Text(), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.id"], name="fk_seal_claims_claim"),
        sa.ForeignKeyConstraint(["seal"], ["seals.id"], name="fk_seal_claims_seal"),
        sa.PrimaryKeyConstraint("seal", "claim", name="pk_seal_claims"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_seal_claims_claim", "seal_claims", ["claim"])


def _create_people() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "revision", name="pk_users"),
    )
    op.create_table(
        "passwords",
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("user", name="pk_passwords"),
    )
    op.create_table(
        "tokens",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "revision", name="pk_tokens"),
    )
    op.create_index("ix_tokens_digest", "tokens", ["digest"])


def _create_states() -> None:
    op.create_table(
        "claim_states",
        sa.Column("claim", BIG, autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.seq"], name="fk_claim_states_claim"),
        sa.PrimaryKeyConstraint("claim", name="pk_claim_states"),
    )
    op.create_index("ix_claim_states_state", "claim_states", ["state"])
    op.create_table(
        "event_standings",
        sa.Column("event", BIG, autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("contradictions", sa.Integer(), nullable=False),
        sa.Column("flags", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event"], ["events.seq"], name="fk_event_standings_event"),
        sa.PrimaryKeyConstraint("event", name="pk_event_standings"),
    )
    op.create_index("ix_event_standings_state", "event_standings", ["state"])
    columns = ["weight", "contradictions", "flags"]
    op.create_index("ix_event_standings_weight_contradictions_flags", "event_standings", columns)
