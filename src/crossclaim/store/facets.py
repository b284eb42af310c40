"""How many claims or events of each value a filter takes."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Select, func, select, union

from crossclaim.model import ReviewState
from crossclaim.store import schema
from crossclaim.store.listing import EVENT_LISTING, Listing, narrowed
from crossclaim.store.records import Facets, Filter
from crossclaim.store.rows import NO_DAY

__all__ = ["count_facets"]

Counts = tuple[tuple[str, int], ...]


def count_facets(connection: Connection, listing: Listing, wanted: Filter, *, most: int, address: str) -> Facets:
    """The counts; ``most`` bounds how many values of each kind are given."""
    table = listing.table
    tests = narrowed(connection, listing, wanted, address)
    taken = select(table.c.seq).where(*tests)
    columns = select(table.c.type, table.c.country, table.c.day, func.count()).where(*tests)
    groups = connection.execute(columns.group_by(table.c.type, table.c.country, table.c.day)).all()
    total = sum(group[3] for group in groups)
    return Facets(
        total=total,
        types=_most_common(((group[0], group[3]) for group in groups), most),
        countries=_most_common(((group[1], group[3]) for group in groups), most),
        actors=_counted(connection, _names(schema.CLAIM_ACTORS, schema.CLAIM_ACTORS.c.name, taken, listing), most),
        sources=_counted(
            connection, _names(schema.CLAIM_SOURCES, schema.CLAIM_SOURCES.c.source_id, taken, listing), most
        ),
        flags=_counted(connection, _flags(taken, listing), most),
        months=_months(((str(group[2])[:7], group[3]) for group in groups), most),
        states=_states(connection, taken, listing, total),
    )


def _states(connection: Connection, taken: Select[Any], listing: Listing, total: int) -> Counts:
    """How many are in each state; the rest is suggested."""
    if listing is EVENT_LISTING:
        kept, number = schema.EVENT_STANDINGS.c, schema.EVENT_STANDINGS.c.event
    else:
        kept, number = schema.CLAIM_STATES.c, schema.CLAIM_STATES.c.claim
    # Those that somebody has looked at are few, and found by their state.
    looked_at = [state.value for state in ReviewState if state is not ReviewState.SUGGESTED]
    counts = select(kept.state, func.count()).where(kept.state.in_(looked_at), (number + 0).in_(taken))
    counts = counts.group_by(kept.state)
    told = [(row[0], row[1]) for row in connection.execute(counts)]
    rest = total - sum(count for _, count in told)
    return _most_common([*told, *([(ReviewState.SUGGESTED.value, rest)] if rest else [])], len(ReviewState))


def _most_common(pairs: Any, most: int) -> Counts:
    counts: Counter[str] = Counter()
    for value, count in pairs:
        if value is not None:
            counts[value] += count
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:most])


def _months(pairs: Any, most: int) -> Counts:
    counts = dict(_most_common(((month, count) for month, count in pairs if month != str(NO_DAY)[:7]), 10**6))
    return tuple(sorted(counts.items(), reverse=True)[:most])


def _names(table: Any, name: Any, taken: Select[Any], listing: Listing) -> Select[Any]:
    """Pairs of a name and the claim or event it stands in, each once."""
    if listing is not EVENT_LISTING:
        return select(name.label("value"), table.c.claim).where(table.c.claim.in_(taken)).distinct()
    inside = schema.EVENT_CLAIMS.c
    named = select(name.label("value"), inside.event).join_from(
        table, schema.EVENT_CLAIMS, inside.claim == table.c.claim
    )
    return named.where(inside.event.in_(taken)).distinct()


def _flags(taken: Select[Any], listing: Listing) -> Select[Any] | CompoundSelect[Any]:
    flags, table = schema.FLAGS.c, listing.table
    kind = table.name.removesuffix("s")
    own = select(flags.name.label("value"), table.c.seq).join_from(schema.FLAGS, table, table.c.id == flags.subject)
    # The sum keeps SQLite from walking through all that is taken once for each flag.
    is_taken = (table.c.seq + 0).in_(taken)
    own = own.where(flags.kind == kind, is_taken)
    if listing is EVENT_LISTING:
        return own.distinct()
    documents = schema.DOCUMENTS.c
    of_document = (
        select(flags.name.label("value"), table.c.seq)
        .join_from(schema.FLAGS, schema.DOCUMENTS, documents.id == flags.subject)
        .join(table, table.c.document == documents.seq)
        .where(flags.kind == "document", is_taken)
    )
    return union(own, of_document)


def _counted(connection: Connection, pairs: Select[Any] | CompoundSelect[Any], most: int) -> Counts:
    named = pairs.subquery()
    counts = select(named.c.value, func.count().label("n")).group_by(named.c.value)
    rows = connection.execute(counts.order_by(func.count().desc(), named.c.value).limit(most))
    return tuple((row.value, row.n) for row in rows)
