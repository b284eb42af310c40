"""Whatever is changed behind the store's back is found; what the store writes itself is in order."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, and_, delete, insert, select, text, update

from crossclaim.store import Head, Store, open_store, verify
from crossclaim.store.schema import AUDIT, CLAIM_RECORDS, DATA_TABLES, DOCUMENTS, HEAD, PARTS
from store.samples import claims_of, event_of, fill, put, report


@contextmanager
def tampering(store: Store) -> Iterator[Connection]:
    """A connection that minds no foreign key, as somebody with the file in hand has one."""
    with store.database.engine.connect() as connection:
        postgresql = store.database.postgresql
        off = "SET session_replication_role = replica" if postgresql else "PRAGMA foreign_keys = OFF"
        connection.connection.cursor().execute(off)
        yield connection
        connection.commit()


def another(value: Any, *, number: bool) -> Any:
    """Some other value of the same kind."""
    if value is None:
        return 5 if number else "x"
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1000003
    if isinstance(value, date):
        return value - timedelta(days=1) if value > date.min else value + timedelta(days=1)
    return value[:-1] + (b"?" if isinstance(value, bytes) else "?")


def first_row(connection: Connection, table: Table) -> dict[str, Any]:
    row = connection.execute(select(table).limit(1)).mappings().one()
    return dict(row)


def this(table: Table, row: dict[str, Any]) -> Any:
    return and_(*(column == row[column.name] for column in table.primary_key.columns))


def test_every_table_has_a_row_and_all_is_well(store: Store) -> None:
    fill(store)
    assert [table for table, rows in store.counts().items() if not rows] == []
    assert list(verify(store, noted=store.head())) == []


@pytest.mark.slow
def test_a_changed_value_is_found_in_any_column(store: Store) -> None:
    fill(store)
    unnoticed = []
    for table in (*DATA_TABLES, AUDIT, HEAD):
        for column in table.columns:
            if (table.name, column.name) == ("documents", "published"):
                continue  # None here, and a date is wanted
            with tampering(store) as connection:
                row = first_row(connection, table)
                number = "INT" in str(column.type).upper() or "DOUBLE" in str(column.type).upper()
                if row[column.name] is None and "DATE" in str(column.type).upper():
                    changed = {**row, column.name: date(2020, 1, 1)}
                else:
                    changed = {**row, column.name: another(row[column.name], number=number)}
                connection.execute(update(table).where(this(table, row)).values({column.name: changed[column.name]}))
            if not list(verify(store)):
                unnoticed.append(f"{table.name}.{column.name}")
            with tampering(store) as connection:
                connection.execute(update(table).where(this(table, changed)).values({column.name: row[column.name]}))
    assert unnoticed == []
    assert list(verify(store)) == []


@pytest.mark.slow
def test_a_row_taken_away_or_added_is_found_in_any_table(store: Store) -> None:
    fill(store)
    unnoticed = []
    for table in (*DATA_TABLES, AUDIT, HEAD):
        with tampering(store) as connection:
            row = first_row(connection, table)
            connection.execute(delete(table).where(this(table, row)))
        if not list(verify(store)):
            unnoticed.append(f"{table.name} less one")
        unique = {column.name for column in table.columns if column.unique or column.primary_key}
        with tampering(store) as connection:
            connection.execute(insert(table), [row])
            added = {
                name: another(value, number=isinstance(value, int)) if name in unique | {"version"} else value
                for name, value in row.items()
            }
            connection.execute(insert(table), [added])
        if table is not HEAD and not list(verify(store)):
            unnoticed.append(f"{table.name} and one more")
        with tampering(store) as connection:
            connection.execute(delete(table).where(this(table, added)))
    assert unnoticed == []
    assert list(verify(store)) == []


def test_a_chain_cut_back_with_its_head_is_found_by_a_noted_head(store: Store) -> None:
    fill(store)
    noted = store.head()
    with tampering(store) as connection:
        last = connection.execute(select(AUDIT).order_by(AUDIT.c.seq.desc()).limit(2)).mappings().all()
        connection.execute(delete(AUDIT).where(AUDIT.c.seq == last[0]["seq"]))
        connection.execute(text("DELETE FROM judgements WHERE id = 'j2'"))
        connection.execute(update(HEAD).values(count=last[1]["seq"], hash=last[1]["hash"]))
    assert list(verify(store)) == []
    assert list(verify(store, noted=noted)) == [
        f"audit: the chain ends at entry {noted.count - 1}, {noted.count} were noted"
    ]


def test_a_noted_head_of_another_history_is_found(store: Store) -> None:
    fill(store)
    problems = list(verify(store, noted=Head(count=2, hash="0" * 64)))
    assert problems == ["audit entry 2: is not the one whose hash was noted"]


def test_problems_name_what_is_wrong(store: Store) -> None:
    first, _ = fill(store)
    with tampering(store) as connection:
        connection.execute(update(DOCUMENTS).where(DOCUMENTS.c.id == first.id).values(text="Nobody attacked. " * 9))
        connection.execute(update(PARTS).values(content=b"no zlib"))
    problems = list(verify(store))
    assert f"document:{first.id}: differs from what was written" in problems
    assert any(problem.endswith("is not what the text says there") for problem in problems)
    assert any(problem.endswith("its bytes do not hash to its id") for problem in problems)
    assert all("\n" not in problem and "soldiers" not in problem for problem in problems)


def test_damaged_json_is_a_problem_and_no_crash(store: Store) -> None:
    fill(store)
    with tampering(store) as connection:
        connection.execute(update(CLAIM_RECORDS).values(record='{"quote": {"start": "x", "end": [], "quote": "y"}'))
    assert len(list(verify(store))) == 3


def test_events_are_held_against_a_rebuild(store: Store) -> None:
    first, second = report(), report("Other words. Of another page.", lineage="https://example.org/2")
    kept, made = event_of(*claims_of(first)), event_of(*claims_of(second))
    with store.write(by="ana") as writer:
        put(writer, first, second)
        writer.replace_events([], [kept])
    assert list(verify(store, rebuild=lambda _: [kept.event])) == []
    assert list(verify(store, rebuild=lambda _: [made.event])) == [
        f"event:{made.event.id}: a rebuild makes it, and it is not there",
        f"event:{kept.event.id}: a rebuild does not make it",
    ]
    graded = kept.event.model_copy(update={"grade": "fair"})
    assert list(verify(store, rebuild=lambda _: [graded])) == [f"event:{kept.event.id}: a rebuild makes it differently"]


@pytest.mark.parametrize("table", ["claims", "documents"])
def test_a_damaged_word_index_is_found(store: Store, table: str) -> None:
    fill(store)
    with tampering(store) as connection:
        words = f"{table.removesuffix('s')}_words" if store.database.postgresql else f"{table}_fts_data"
        connection.execute(text(f"DELETE FROM {words}"))  # noqa: S608
    assert any(table in problem and "full-text search" in problem for problem in verify(store))


def test_words_missing_from_the_index_are_found_in_a_store_opened_to_be_read(made_file: Path, tmp_path: Path) -> None:
    path = shutil.copy(made_file, tmp_path / "store.sqlite")
    with open_store(path) as store:
        fill(store)
    with open_store(path, read_only=True) as store:
        assert list(verify(store)) == []
    with open_store(path) as store, tampering(store) as connection:
        row = connection.execute(text("SELECT seq, quote FROM claims LIMIT 1")).one()
        forget = "INSERT INTO claims_fts (claims_fts, rowid, quote) VALUES ('delete', :seq, :quote)"
        connection.execute(text(forget), dict(row._mapping))
    with open_store(path, read_only=True) as store:
        assert list(verify(store)) == ["claims: full-text search does not find what their rows hold"]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("documents", "heading"),
        ("documents", "text"),
        ("claim_records", "record"),
        ("claims", "day"),
        ("events", "day"),
        ("event_records", "record"),
        ("reviews", "record"),
        ("corrections", "record"),
        ("sources", "record"),
        ("head", "count"),
    ],
)
def test_a_value_of_no_kind_is_a_problem_and_no_crash(made_file: Path, tmp_path: Path, table: str, column: str) -> None:
    """SQLite keeps words in any column; the rebuild, which would choke on them, is not tried."""
    path = shutil.copy(made_file, tmp_path / "store.sqlite")
    with open_store(path) as store:
        fill(store)
        with tampering(store) as connection:
            connection.execute(text(f"UPDATE {table} SET {column} = 'secret' WHERE rowid = 1"))  # noqa: S608
    with open_store(path, read_only=True) as store:
        problems = list(verify(store, rebuild=lambda reader: reader.events_by_id(["x"])))
    assert problems
    assert problems[-1].startswith("events: not held against a rebuild")
    assert not any("secret" in problem or "\n" in problem for problem in problems)


def test_a_head_that_nobody_would_write_to_is_found(store: Store) -> None:
    fill(store)
    with tampering(store) as connection:
        connection.execute(update(HEAD).values(id=2))
    assert list(verify(store)) == ["head: its row is not the one that is written to"]
    with store.write(by="ana") as writer:
        put(writer, report("Later words. Of another page.", lineage="https://example.org/9"))
    assert store.head().count == len(chain_of(store))


def chain_of(store: Store) -> list[Any]:
    with store.connected() as connection:
        return list(connection.execute(select(AUDIT.c.seq)))
