"""A store's rows into an empty PostgreSQL database, many at a time: the same store there, without making it anew.

``python bench/copy_store.py FROM.sqlite postgresql://...``. For measuring only: it checks nothing, as ``crossclaim
backup`` and ``restore`` do, and so is ten times as fast.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select, text

from crossclaim.store import Store, open_store
from crossclaim.store.schema import AUDIT, DATA_TABLES, HEAD
from crossclaim.store.words import index_words

BATCH = 20_000
INDEXED = ("claims", "documents")


def rows_of(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    for row in connection.execution_options(yield_per=BATCH).execute(select(table)).mappings():
        yield dict(row)


def copy_table(source: Connection, target: Connection, table: Table) -> int:
    copied, rows = 0, rows_of(source, table)
    target.execute(delete(table))  # what a new store begins with
    names = [column.name for column in table.columns]
    command = f"COPY {table.name} ({', '.join(names)}) FROM STDIN"
    while batch := list(islice(rows, BATCH)):
        cursor = target.connection.driver_connection.cursor()  # type: ignore[union-attr]
        with cursor.copy(command) as copy:
            for row in batch:
                copy.write_row([row[name] for name in names])
        if table.name in INDEXED:
            index_words(target, table.name, batch)
        copied += len(batch)
    return copied


def copy_store(source: Store, target: Store) -> None:
    with source.connected() as reading, target.database.writing() as writing:
        writing.execute(text("SET CONSTRAINTS ALL DEFERRED"))
        for table in (*DATA_TABLES, AUDIT, HEAD):
            started = time.perf_counter()
            copied = copy_table(reading, writing, table)
            print(f"{table.name}: {copied} rows, {time.perf_counter() - started:.0f} s", flush=True)
    with target.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def main() -> None:
    with open_store(sys.argv[1], read_only=True) as source, open_store(sys.argv[2], create=True) as target:
        copy_store(source, target)
        with target.connected() as connection:
            size = connection.scalar(select(func.pg_database_size(func.current_database())))
        print(f"size {size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
