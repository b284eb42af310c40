"""Rows of what people decide, correct and publish, and of who they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table

from crossclaim.model import (
    TOTALLED,
    Correction,
    Event,
    Review,
    ReviewState,
    Sealed,
    Token,
    User,
    event_state,
)
from crossclaim.store import schema
from crossclaim.store.rows import Rows

__all__ = ["correction_row", "review_row", "seal_rows", "standing_row", "token_row", "user_row"]


def review_row(review: Review, seq: int) -> tuple[Table, dict[str, Any]]:
    """The row of a decision."""
    columns = review.model_dump(include={"id", "claim", "blind", "retires"})
    return schema.REVIEWS, {"seq": seq, **columns, "state": review.state.value, "record": review.model_dump_json()}


def correction_row(correction: Correction, seq: int) -> tuple[Table, dict[str, Any]]:
    """The row of a correction."""
    columns = correction.model_dump(include={"id", "claim", "retires"})
    record = correction.model_dump_json()
    return schema.CORRECTIONS, {"seq": seq, **columns, "field": correction.field.value, "record": record}


def seal_rows(seal: Sealed, seq: int) -> Rows:
    """The rows of a published event."""
    columns = {"seq": seq, "id": seal.id, "event": seal.event.id, "digest": seal.digest}
    rows: Rows = [(schema.SEALS, {**columns, "record": seal.model_dump_json()})]
    return rows + [(schema.SEAL_CLAIMS, {"seal": seal.id, "claim": claim_id}) for claim_id in seal.event.claims]


def user_row(user: User, revision: int, *, by: str, at: str) -> tuple[Table, dict[str, Any]]:
    """The row of a user as one person leaves them."""
    columns = {"id": user.id, "revision": revision, "name": user.name}
    return schema.USERS, {**columns, "changed_by": by, "changed_at": at, "record": user.model_dump_json()}


def token_row(token: Token, digest: str, revision: int, *, by: str, at: str) -> tuple[Table, dict[str, Any]]:
    """The row of a token as one person leaves it."""
    columns = {"id": token.id, "revision": revision, "user": token.user, "digest": digest}
    return schema.TOKENS, {**columns, "changed_by": by, "changed_at": at, "record": token.model_dump_json()}


def standing_row(
    event: Event, seq: int, states: Iterable[ReviewState], seals: Iterable[Sealed]
) -> tuple[Table, dict[str, Any]]:
    """The row of how an event stands; ``states`` are those of its claims."""
    counted = [figure for figure in event.figures if figure.kind in TOTALLED and figure.of is None]
    weight = sum(max(figure.low or 0, figure.best or 0, figure.high or 0) for figure in counted)
    counts = {"contradictions": len(event.contradictions), "flags": len(event.flags)}
    state = event_state(event, list(states), seals).value
    return schema.EVENT_STANDINGS, {"event": seq, "state": state, "weight": float(weight), **counts}
