"""What can be asked of a store about people's work in it: decisions, corrections, seals, users, who wrote what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, func, or_, select

from crossclaim.errors import StoreError
from crossclaim.model import Correction, Review, ReviewState, Sealed, Token, User
from crossclaim.store import schema
from crossclaim.store.chunks import in_chunks
from crossclaim.store.records import Activity, Page, Standing

__all__ = ["DeskReader"]

# Of events in these states, no claim waits for a decision.
_DONE = [ReviewState.ACCEPTED.value, ReviewState.REJECTED.value, ReviewState.PUBLISHED.value]


class DeskReader:
    """Reading of people's work; the part of ``Reader`` that has to do with the desk."""

    @property
    def address(self) -> str:
        """Where the store is."""
        raise NotImplementedError

    def connected(self) -> AbstractContextManager[Connection]:
        """A connection to read with."""
        raise NotImplementedError

    # Decisions and corrections

    def reviews(self, claim_ids: Collection[str] | None = None) -> tuple[Review, ...]:
        """The decisions in force on some claims, or on all, in the order they were made."""
        return tuple(_in_force(self.review_history(claim_ids)))

    def review_history(self, claim_ids: Collection[str] | None = None) -> tuple[Review, ...]:
        """Every decision ever made on them, undone ones and those that undo them too, in order."""
        records = self._records_on(schema.REVIEWS, schema.REVIEWS.c.claim, claim_ids)
        return tuple(Review.model_validate_json(record) for record in records)

    def review(self, review_id: str) -> Review | None:
        """A decision by its id, in force or not."""
        records = self._records_on(schema.REVIEWS, schema.REVIEWS.c.id, [review_id])
        return Review.model_validate_json(records[0]) if records else None

    def correction(self, correction_id: str) -> Correction | None:
        """A correction by its id, in force or not."""
        records = self._records_on(schema.CORRECTIONS, schema.CORRECTIONS.c.id, [correction_id])
        return Correction.model_validate_json(records[0]) if records else None

    def corrections(self, claim_ids: Collection[str] | None = None) -> tuple[Correction, ...]:
        """The corrections in force of some claims, or of all, in the order they were made."""
        return tuple(_in_force(self.correction_history(claim_ids)))

    def correction_history(self, claim_ids: Collection[str] | None = None) -> tuple[Correction, ...]:
        """Every correction ever made of them, undone ones and those that undo them too, in order."""
        records = self._records_on(schema.CORRECTIONS, schema.CORRECTIONS.c.claim, claim_ids)
        return tuple(Correction.model_validate_json(record) for record in records)

    def _records_on(self, table: Table, column: ColumnElement[str], wanted: Collection[str] | None) -> list[str]:
        """The records of rows whose column is one of some values, or of all rows, in the order they came."""
        found: dict[int, str] = {}
        asked = select(table.c.seq, table.c.record)
        chunks = [None] if wanted is None else in_chunks(sorted(set(wanted)))
        with self.connected() as connection:
            for chunk in chunks:
                rows = connection.execute(asked if chunk is None else asked.where(column.in_(chunk)))
                found |= {row.seq: row.record for row in rows}
        return [found[seq] for seq in sorted(found)]

    def claim_states(self, claim_ids: Collection[str]) -> dict[str, ReviewState]:
        """The state of each of these claims."""
        claims, states = schema.CLAIMS.c, schema.CLAIM_STATES.c
        wanted = select(claims.id, states.state).join_from(
            schema.CLAIM_STATES, schema.CLAIMS, claims.seq == states.claim
        )
        found = dict.fromkeys(claim_ids, ReviewState.SUGGESTED)
        with self.connected() as connection:
            for chunk in in_chunks(sorted(found)):
                rows = connection.execute(wanted.where(claims.id.in_(chunk)))
                found |= {row.id: ReviewState(row.state) for row in rows}
        return found

    def event_states(self, event_ids: Collection[str]) -> dict[str, ReviewState]:
        """The state of each of these events; ids that are not there are left out."""
        events, standings, found = schema.EVENTS.c, schema.EVENT_STANDINGS.c, dict[str, ReviewState]()
        wanted = select(events.id, standings.state).join_from(
            schema.EVENT_STANDINGS, schema.EVENTS, events.seq == standings.event
        )
        with self.connected() as connection:
            for chunk in in_chunks(sorted(set(event_ids))):
                rows = connection.execute(wanted.where(events.id.in_(chunk)))
                found |= {row.id: ReviewState(row.state) for row in rows}
        return found

    def waiting(self, *, limit: int = 500, after: Standing | None = None) -> tuple[Standing, ...]:
        """Events that have claims nobody has decided on, those first that tell of most people.

        Among those that tell of as many, first those with most contradictions, then with most flags, then by id.
        ``after`` is the last that was given before.
        """
        events, standings = schema.EVENTS.c, schema.EVENT_STANDINGS.c
        wanted = (
            select(events.id, standings.state, standings.weight, standings.contradictions, standings.flags)
            .join_from(schema.EVENT_STANDINGS, schema.EVENTS, events.seq == standings.event)
            .where(standings.state.not_in(_DONE))
            .order_by(standings.weight.desc(), standings.contradictions.desc(), standings.flags.desc(), events.id)
            .limit(limit)
        )
        if after is not None:
            wanted = wanted.where(_behind(after))
        with self.connected() as connection:
            return tuple(
                Standing(
                    event_id=row.id,
                    state=ReviewState(row.state),
                    weight=row.weight,
                    contradictions=row.contradictions,
                    flags=row.flags,
                )
                for row in connection.execute(wanted)
            )

    def seals(self, event_ids: Collection[str] | None = None) -> tuple[Sealed, ...]:
        """The events as they were published, in that order: all, or those under some ids."""
        records = self._records_on(schema.SEALS, schema.SEALS.c.event, event_ids)
        return tuple(Sealed.model_validate_json(record) for record in records)

    def seals_with(self, claim_ids: Collection[str]) -> tuple[Sealed, ...]:
        """The published events that had any of these claims, in the order they were published."""
        inside, found = schema.SEAL_CLAIMS.c, set[str]()
        with self.connected() as connection:
            for chunk in in_chunks(sorted(set(claim_ids))):
                found.update(connection.scalars(select(inside.seal).where(inside.claim.in_(chunk))))
        records = self._records_on(schema.SEALS, schema.SEALS.c.id, found)
        return tuple(Sealed.model_validate_json(record) for record in records)

    # People

    def users(self) -> tuple[User, ...]:
        """Everybody who was ever given a name here, disabled ones too, in order of their ids."""
        return tuple(User.model_validate_json(row.record) for row in self._newest_rows(schema.USERS))

    def user(self, user_id: str) -> User | None:
        """A user by their id."""
        found = self._newest_rows(schema.USERS, schema.USERS.c.id == user_id)
        return User.model_validate_json(found[0].record) if found else None

    def password_hash(self, user_id: str) -> str | None:
        """The hash of a user's password, None where they have none or are not there."""
        with self.connected() as connection:
            found: str | None = connection.scalar(
                select(schema.PASSWORDS.c.hash).where(schema.PASSWORDS.c.user == user_id)
            )
        return found

    def tokens(self, user_id: str | None = None) -> tuple[Token, ...]:
        """The tokens of a user, or of all, revoked ones too, in order of their ids."""
        found = self._newest_rows(schema.TOKENS, schema.TOKENS.c.user == user_id if user_id is not None else None)
        return tuple(Token.model_validate_json(row.record) for row in found)

    def token_by_digest(self, digest: str) -> Token | None:
        """The token whose secret has this sha256, in hexadecimal; it may be revoked or expired."""
        found = self._newest_rows(schema.TOKENS, schema.TOKENS.c.digest == digest)
        return Token.model_validate_json(found[0].record) if found else None

    def _newest_rows(self, table: Table, where: ColumnElement[bool] | None = None) -> list[Any]:
        """The rows in force of what is kept in revisions, in order of their ids."""
        newest = select(table.c.id, func.max(table.c.revision).label("newest")).group_by(table.c.id).subquery()
        of_newest = and_(newest.c.id == table.c.id, newest.c.newest == table.c.revision)
        wanted = select(table).join(newest, of_newest).order_by(table.c.id)
        with self.connected() as connection:
            return list(connection.execute(wanted if where is None else wanted.where(where)))

    def activity(
        self, *, limit: int = 50, after: str | None = None, by: str | None = None, subject: str | None = None
    ) -> Page[Activity]:
        """Who wrote what and when, the latest first.

        ``subject`` is one subject ("review:1f2e..."), or a kind of them ("review").

        Raises:
            StoreError: ``after`` is not what a page gave.
        """
        audit = schema.AUDIT.c
        wanted = select(audit.seq, audit.at, audit.by, audit.action, audit.subject).order_by(audit.seq.desc())
        if by is not None:
            wanted = wanted.where(audit.by == by)
        if subject is not None:
            wanted = wanted.where(
                or_(audit.subject == subject, audit.subject.startswith(f"{subject}:", autoescape=True))
            )
        if after is not None:
            if not (after.isascii() and after.isdigit() and len(after) < 19):
                raise StoreError(self.address, f"{after!r} is not where a page ended")
            wanted = wanted.where(audit.seq < int(after))
        with self.connected() as connection:
            found = [_activity(row) for row in connection.execute(wanted.limit(limit + 1))]
        more = str(found[limit - 1].seq) if len(found) > limit else None
        return Page[Activity](rows=tuple(found[:limit]), after=more)


def _in_force(history: Iterable[Any]) -> Iterator[Any]:
    """What is neither retired nor there to retire another."""
    told = list(history)
    retired = {one.retires for one in told}
    return (one for one in told if one.retires is None and one.id not in retired)


def _behind(last: Standing) -> ColumnElement[bool]:
    """What stands later in the list of what waits."""
    standings = schema.EVENT_STANDINGS.c
    same = and_(standings.weight == last.weight, standings.contradictions == last.contradictions)
    return and_(
        standings.weight <= last.weight,
        or_(
            standings.weight < last.weight,
            and_(standings.weight == last.weight, standings.contradictions < last.contradictions),
            and_(same, standings.flags < last.flags),
            and_(same, standings.flags == last.flags, schema.EVENTS.c.id > last.event_id),
        ),
    )


def _activity(row: Any) -> Activity:
    at = datetime.fromisoformat(row.at)
    return Activity(seq=row.seq, at=at, by=row.by, action=row.action, subject=row.subject)
