"""How many claims or events of each value a filter takes.

Of very many, a sample is counted: ids are hashes, so that those below a bound are a sample by chance, which an index
finds at once and which is the same in whatever order the reports came.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, select

from crossclaim.model import ReviewState
from crossclaim.store import schema
from crossclaim.store.chunks import in_chunks
from crossclaim.store.conditions import CLAIM_LISTING, EVENT_LISTING, Listing
from crossclaim.store.listing import narrowed
from crossclaim.store.records import Facets, Filter
from crossclaim.store.rows import NO_DAY

__all__ = ["count_facets", "count_sources"]

# Up to so many are counted one by one.
EXACT = 2_000
# Of the digits of an id, as many as the bound of a sample has.
_DIGITS = 8

Counts = tuple[tuple[str, int], ...]


def count_facets(connection: Connection, listing: Listing, wanted: Filter, *, most: int, address: str) -> Facets:
    """The counts; ``most`` bounds how many values of each kind are given."""
    table = listing.table
    tests = narrowed(connection, listing, wanted, address)
    total = connection.scalar(select(func.count()).select_from(table).where(*tests)) or 0
    if total > EXACT:
        tests = [*tests, table.c.id < f"{round(16**_DIGITS * EXACT / total):0{_DIGITS}x}"]
    taken = connection.scalars(select(table.c.seq).where(*tests)).all()
    found = _facets(connection, listing, taken, total / len(taken) if taken else 1.0, most)
    return Facets(total=total, counted=len(taken), **found)


def _facets(
    connection: Connection, listing: Listing, taken: Sequence[int], times: float, most: int
) -> dict[str, Counts]:
    """The counts of the rows of these numbers, each so many times what is found."""
    table = listing.table
    columns = select(table.c.type, table.c.country, table.c.day, func.count()).where(table.c.seq.in_(taken))
    groups = connection.execute(columns.group_by(table.c.type, table.c.country, table.c.day)).all()
    actors = _names(schema.CLAIM_ACTORS, schema.CLAIM_ACTORS.c.name, taken, listing)
    sources = _names(schema.CLAIM_SOURCES, schema.CLAIM_SOURCES.c.source_id, taken, listing)
    counts = {
        "types": _most_common(((group[0], group[3]) for group in groups), most),
        "countries": _most_common(((group[1], group[3]) for group in groups), most),
        "actors": _counted(connection, actors, most),
        "sources": _counted(connection, sources, most),
        "flags": _flags(connection, taken, listing, most),
        "months": _months(((str(group[2])[:7], group[3]) for group in groups), most),
        "states": _states(connection, taken, listing),
    }
    return {name: tuple((value, round(count * times)) for value, count in found) for name, found in counts.items()}


def count_sources(connection: Connection, most: int) -> Counts:
    """How many claims in force each source is heard in, all of them counted; the most heard first."""
    heard, claims = schema.CLAIM_SOURCES, schema.CLAIMS.c
    pairs = select(heard.c.source_id.label("value"), heard.c.claim).join_from(
        heard, schema.CLAIMS, claims.seq == heard.c.claim
    )
    return _counted(connection, pairs.where(claims.superseded.is_(False)).distinct(), most)


def _states(connection: Connection, taken: Sequence[int], listing: Listing) -> Counts:
    """How many are in each state; the rest is suggested."""
    if listing is EVENT_LISTING:
        kept, number = schema.EVENT_STANDINGS.c, schema.EVENT_STANDINGS.c.event
    else:
        kept, number = schema.CLAIM_STATES.c, schema.CLAIM_STATES.c.claim
    # Those that somebody has looked at are few, and found by their state.
    looked_at = [state.value for state in ReviewState if state is not ReviewState.SUGGESTED]
    counts = select(kept.state, func.count()).where(kept.state.in_(looked_at), number.in_(taken))
    counts = counts.group_by(kept.state)
    told = [(row[0], row[1]) for row in connection.execute(counts)]
    rest = len(taken) - sum(count for _, count in told)
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


def _names(table: Any, name: Any, taken: Sequence[int], listing: Listing) -> Select[Any]:
    """Pairs of a name and the claim or event it stands in, each once."""
    if listing is not EVENT_LISTING:
        return select(name.label("value"), table.c.claim).where(table.c.claim.in_(taken)).distinct()
    inside = schema.EVENT_CLAIMS.c
    named = select(name.label("value"), inside.event).join_from(
        table, schema.EVENT_CLAIMS, inside.claim == table.c.claim
    )
    return named.where(inside.event.in_(taken)).distinct()


def _flags(connection: Connection, taken: Sequence[int], listing: Listing, most: int) -> Counts:
    """How many have each flag, their own or their document's; asked by subject, which an index finds."""
    table, documents = listing.table, schema.DOCUMENTS.c
    own = {row.id: row.seq for row in connection.execute(select(table.c.id, table.c.seq).where(table.c.seq.in_(taken)))}
    found = {(name, own[subject]) for name, subject in _flagged(connection, table.name.removesuffix("s"), own)}
    if listing is CLAIM_LISTING:
        told = select(documents.id, table.c.seq).join_from(table, schema.DOCUMENTS, documents.seq == table.c.document)
        claims: dict[str, list[int]] = defaultdict(list)
        for document_id, seq in connection.execute(told.where(table.c.seq.in_(taken))):
            claims[document_id].append(seq)
        found |= {(name, seq) for name, subject in _flagged(connection, "document", claims) for seq in claims[subject]}
    return _most_common(((name, 1) for name, _ in found), most)


def _flagged(connection: Connection, kind: str, subjects: Collection[str]) -> Iterator[tuple[str, str]]:
    """The names of flags with what bears them."""
    flags = schema.FLAGS.c
    wanted = select(flags.name, flags.subject).where(flags.kind == kind)
    for chunk in in_chunks(sorted(subjects)):
        yield from ((row.name, row.subject) for row in connection.execute(wanted.where(flags.subject.in_(chunk))))


def _counted(connection: Connection, pairs: Select[Any], most: int) -> Counts:
    named = pairs.subquery()
    counts = select(named.c.value, func.count().label("n")).group_by(named.c.value)
    rows = connection.execute(counts.order_by(func.count().desc(), named.c.value).limit(most))
    return tuple((row.value, row.n) for row in rows)
