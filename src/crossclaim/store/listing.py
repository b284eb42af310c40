"""Claims, events and documents by filter, a page at a time, latest day first.

Where the rarest condition of a filter takes few rows, the page is made of these. Else the latest rows are walked down
and tested: where what passes is frequent, a page is full soon. Where it is not, the numbers of the rows that pass are
gathered condition by condition from their indexes. That keeps a page's time within bounds on either database, whatever
its planner knows.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Integer,
    Row,
    Select,
    and_,
    func,
    literal_column,
    or_,
    select,
    text,
)

from crossclaim.errors import StoreError
from crossclaim.store.conditions import EVENT_LISTING, Condition, Listing, Test, conditions
from crossclaim.store.records import Filter, Page

__all__ = ["count_up_to", "guess", "is_short", "list_ids", "narrowed"]

# Up to so many rows are sorted for a page without more ado; of more, the latest may be walked down first.
FEW = 5_000
# Up to so many are looked up where all are wanted; of more, everything is gone through.
MANY = 20_000
# No condition's rows are counted further than this.
MOST = 100_000
# So many times as many rows are walked down as should do, since what passes comes in clusters.
PATIENCE = 8
# What tells the day of a row by its number.
_NUMBERED = {"claims": "ix_claims_seq_day_superseded", "events": "ix_events_seq_day"}
# Of what was gathered, so many rows are tested at a time.
_TOGETHER = 300


@dataclass(frozen=True)
class _Weighed:
    """The conditions of a filter; how many rows those take that have numbers, the rarest first."""

    every: tuple[Condition, ...]
    sizes: tuple[tuple[int, Condition], ...]

    def few(self) -> int:
        """How many rows the rarest takes."""
        return self.sizes[0][0] if self.sizes else MOST

    def tests(self) -> list[Test]:
        """All of them as tests on a row."""
        return [condition.test for condition in self.every]

    def gathered(self, *, tested: float = math.inf) -> tuple[Select[Any] | None, list[Test]]:
        """The numbers of rows among which all are that pass, and what is to be tested of each.

        The numbers are those of the rarest condition that are those of others, too, where to gather these costs less
        than to test so many rows, or all.
        """
        if not self.sizes:
            return None, self.tests()
        few, rarest = self.sizes[0]
        taken = [rarest]
        for size, other in self.sizes[1:]:
            # Of what was not counted to its end nobody knows how much there is to gather.
            if size <= other.gain * min(few, tested) and (size < MOST or few == MOST):
                taken.append(other)
        done = {id(one) for one in taken if one.around is None}
        numbers = [one.numbers if one.around is None else one.around for one in taken]
        return _in_all(numbers), [one.test for one in self.every if id(one) not in done]

    def share(self, everything: int, *, but_rarest: bool = False) -> float:
        """Which part of all rows passes, if no condition has to do with another."""
        return math.prod(min(max(size, 1) / everything, 1) for size, _ in self.sizes[but_rarest:])


def _in_all(numbers: Sequence[Select[Any] | None]) -> Select[Any]:
    """The first numbers that are among the others, too: found without a look at the rows."""
    first, *others = (each for each in numbers if each is not None)
    inner = first.subquery()
    number = next(iter(inner.c))
    # As a sum no index is of use: SQLite would begin at the others, and at their first row over and over again.
    return select(number).where(*((number + 0).in_(other) for other in others))


def list_ids(
    connection: Connection, listing: Listing, wanted: Filter, *, limit: int, after: str | None, address: str
) -> Page[str]:
    """One page of ids, latest day first, within a day by id."""
    weighed = _weigh(connection, listing, wanted, address)
    reached = None if after is None else _day_of(after, address)
    latest = min(reached or date.max, wanted.until or date.max)
    bounds = [] if reached is None else [_behind(listing, reached, after)]
    found = _walk(connection, listing, weighed, bounds, latest, limit + 1)
    if found is None:
        found = _gather(connection, listing, weighed, bounds, latest, limit + 1)
    last = found[limit - 1] if len(found) > limit else None
    return Page[str](rows=tuple(row.id for row in found[:limit]), after=f"{last.day} {last.id}" if last else None)


def _weigh(connection: Connection, listing: Listing, wanted: Filter, address: str) -> _Weighed:
    every = tuple(conditions(connection, listing, wanted, address))
    sizes = [(_size(connection, condition), condition) for condition in every if condition.numbers is not None]
    return _Weighed(every, tuple(sorted(sizes, key=lambda size: size[0])))


def _size(connection: Connection, condition: Condition) -> int:
    """About how many rows a condition takes."""
    counted = condition.numbers if condition.sized is None else condition.sized
    assert counted is not None  # noqa: S101 - for mypy: who asks has looked
    return guess(connection, counted) if condition.guessed else count_up_to(connection, counted, MOST)


def _walk(
    connection: Connection, listing: Listing, weighed: _Weighed, bounds: list[Test], latest: date, most: int
) -> list[Row[Any]] | None:
    """So many of the latest rows, None where more rows would have to be tested for them than gathering looks at."""
    if not weighed.sizes:
        return _rows(connection, listing, [*weighed.tests(), *bounds], most)
    few = weighed.sizes[0][0]
    if few <= FEW:
        return None
    everything = _everything(connection, listing)
    needed = most / weighed.share(everything)
    if needed > few / 2:
        return None
    day = listing.table.c.day
    walked = round(min(few, PATIENCE * needed))
    reached = connection.scalar(select(day).where(day <= latest).order_by(day.desc()).offset(walked).limit(1))
    if reached is None:
        return None
    found = _rows(connection, listing, [*weighed.tests(), *bounds, day >= reached], most)
    return found if len(found) == most else None


def _everything(connection: Connection, listing: Listing) -> int:
    """About how many rows there are: the last number that was given out."""
    return connection.scalar(select(func.max(listing.seq))) or 1


def _gather(
    connection: Connection, listing: Listing, weighed: _Weighed, bounds: list[Test], latest: date, most: int
) -> list[Row[Any]]:
    """The latest of the rows that pass: put in the order of their days first, tested until there are enough."""
    everything = _everything(connection, listing)
    numbers, tests = weighed.gathered(tested=2 * most / weighed.share(everything, but_rarest=True))
    found: list[Row[Any]] = []
    if numbers is None:
        return found
    for days in _whole_days(connection.execute(_in_order(connection, listing, numbers, latest))):
        found += _rows(connection, listing, [listing.seq.in_(days), *tests, *bounds], most - len(found))
        if len(found) == most:
            break
    return found


def _in_order(connection: Connection, listing: Listing, numbers: Select[Any], latest: date) -> Any:
    """Numbers and days, the latest first."""
    index = _NUMBERED.get(listing.table.name)
    if connection.dialect.name != "sqlite" or index is None:
        seq, day = listing.seq, listing.table.c.day
        return select(seq, day).where(seq.in_(numbers), day <= latest).order_by(day.desc())
    # SQLite would look up the rows.
    number, on = literal_column("seq", Integer), literal_column("day", Date)
    indexed = select(number, on).select_from(text(f"{listing.table.name} INDEXED BY {index}"))
    return indexed.where(number.in_(numbers), on <= latest).order_by(on.desc())


def _whole_days(rows: Iterable[Row[Any]]) -> Iterator[list[int]]:
    """The numbers of some hundred rows at a time; those of one day stay together, since the page is ordered by id."""
    together: list[int] = []
    for _, of_day in groupby(rows, key=lambda row: row.day):
        together += [row.seq for row in of_day]
        if len(together) >= _TOGETHER:
            yield together
            together = []
    if together:
        yield together


def _rows(connection: Connection, listing: Listing, tests: list[Test], most: int) -> list[Row[Any]]:
    table = listing.table
    asked = select(table.c.id, table.c.day).where(*tests).order_by(table.c.day.desc(), table.c.id)
    return list(connection.execute(asked.limit(most)))


def _day_of(after: str, address: str) -> date:
    try:
        return date.fromisoformat(after.partition(" ")[0])
    except ValueError as error:
        raise StoreError(address, f"{after!r} is not where a page ended") from error


def _behind(listing: Listing, reached: date, after: str | None) -> Test:
    """What stands later in the list than the row that a page ended with."""
    day, row_id = listing.table.c.day, (after or "").partition(" ")[2]
    return and_(day <= reached, or_(day < reached, listing.table.c.id > row_id))


def narrowed(connection: Connection, listing: Listing, wanted: Filter, address: str) -> list[Test]:
    """The tests of a filter for what looks at all rows that pass."""
    weighed = _weigh(connection, listing, wanted, address)
    if weighed.few() <= MANY:
        numbers, tests = weighed.gathered()
        return tests if numbers is None else [listing.seq.in_(numbers), *tests]
    return [_of_many(listing, condition) for condition in weighed.every]


def _of_many(listing: Listing, condition: Condition) -> Test:
    """A condition that many rows pass: by their numbers, however many these are, unless an index of all rows tells."""
    if condition.numbers is None:
        return condition.test
    number: ColumnElement[int] = listing.seq
    if listing is not EVENT_LISTING:
        return number.in_(condition.numbers)
    # As a sum, so that the rows are gone through in that index and not looked up by number.
    return condition.test if condition.own else (number + 0).in_(condition.numbers)


def is_short(connection: Connection, listing: Listing, wanted: Filter, address: str, *, most: int) -> bool:
    """Whether a quick look tells that no more rows pass; where it does not, there may be no more all the same."""
    few = _weigh(connection, listing, wanted, address).few()
    return few <= most or (few == MOST and count_up_to(connection, select(listing.seq), most + 1) <= most)


def count_up_to(connection: Connection, numbers: Select[Any], most: int) -> int:
    """How many rows there are, counted no further than ``most``."""
    return connection.scalar(select(func.count()).select_from(numbers.limit(most).subquery())) or 0


def guess(connection: Connection, numbers: Select[Any]) -> int:
    """How many rows PostgreSQL expects; it says so at once."""
    asked = numbers.compile(connection)
    plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {asked}", asked.params).scalar_one()
    return int(plan[0]["Plan"]["Plan Rows"])
