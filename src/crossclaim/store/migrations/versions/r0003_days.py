"""What pages, maps and timelines of very many rows are made of without a look at the rows."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Index the days of claims and events by their numbers, and what of events is drawn."""
    op.create_index("ix_claims_seq_day_superseded", "claims", ["seq", "day", "superseded"])
    op.create_index("ix_events_seq_day", "events", ["seq", "day"])
    drawn = ["day", "last_day", "class", "type", "country", "lat", "lon"]
    op.create_index(f"ix_events_{'_'.join(drawn)}", "events", drawn)
