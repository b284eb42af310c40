"""A store: opened, read, written to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection, text

from crossclaim.errors import StoreError
from crossclaim.store.conditions import has_points
from crossclaim.store.database import APPLICATION_ID, Database
from crossclaim.store.migrate import NEWEST, check_schema, migrate, revision_named
from crossclaim.store.reader import Reader
from crossclaim.store.writer import Writer

__all__ = ["Store", "open_store", "upgrade"]


class Store(Reader):
    """The memory: captures, documents, claims, links, judgements, events and who wrote them.

    Made by ``open_store``; to be closed, or used in a ``with`` block. May be shared by threads.
    """

    @contextmanager
    def write(self, *, by: str) -> Iterator[Writer]:
        """One transaction in the name of ``by``: kept as a whole where the block ends well, else not at all.

        Writers come one after the other, whichever process they are in.

        Raises:
            StoreError: the store is open for reading only, another writer takes too long, or the database fails.
        """
        if self._database.read_only:
            raise StoreError(self.address, "is open for reading only")
        with self._database.writing() as connection:
            writer = Writer(self._database, connection, by)
            yield writer
            writer.flush()

    @contextmanager
    def snapshot(self) -> Iterator[Reader]:
        """A reader that sees one state throughout, whatever is written meanwhile; for one thread."""
        with self.connected() as connection:
            yield _Snapshot(self._database, connection)

    @property
    def spatial(self) -> str:
        """What finds claims by distance: ``postgis``, or plain ``columns`` where that extension is not there."""
        if not self._database.postgresql:
            return "columns"
        with self.connected() as connection:
            return "postgis" if has_points(connection) else "columns"

    @property
    def database(self) -> Database:
        """What the store is kept in."""
        return self._database

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class _Snapshot(Reader):
    """All reading over one connection, and so in one transaction."""

    def __init__(self, database: Database, connection: Connection) -> None:
        super().__init__(database)
        self._connection = connection

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """The connection that all is read over."""
        with self._database.errors_named():
            yield self._connection


def open_store(
    address: str | Path, *, create: bool = False, read_only: bool = False, wait: float = 30, upgraded: bool = True
) -> Store:
    """The store at a path or a postgresql:// address.

    ``create`` makes it where there is none (the PostgreSQL database itself has to exist) and brings an older one to the
    newest schema, unless ``upgraded`` is False: then an older one is refused. ``wait`` is how many seconds a writer
    waits for another one.

    Raises:
        StoreError: it cannot be reached, is no store, or has another schema.
    """
    database = Database(address, read_only=read_only, wait=wait)
    try:
        if create and not read_only:
            _make(database, upgraded=upgraded)
        _check(database)
    except BaseException:
        database.close()
        raise
    return Store(database)


def upgrade(address: str | Path, *, wait: float = 30) -> None:
    """Bring a store to the newest schema; one that has it stays as it is.

    Raises:
        StoreError: there is no store, or it is newer than this version of crossclaim.
    """
    database = Database(address, wait=wait)
    try:
        _refuse_other_files(database)
        with database.reading() as connection:
            present = revision_named(database, connection)
        if present is None:
            raise StoreError(database.address, "holds no crossclaim store yet")
        _migrate(database)
    finally:
        database.close()


def _make(database: Database, *, upgraded: bool) -> None:
    if database.path is not None and not database.path.exists():
        if not database.path.parent.is_dir():
            raise StoreError(database.address, "cannot be made: its folder is not there")
        try:
            database.path.touch()
        except OSError as error:
            raise StoreError(database.address, f"cannot be made: {error.strerror}") from error
    _refuse_other_files(database)
    if not upgraded:
        with database.reading() as connection:
            if revision_named(database, connection) not in (None, NEWEST):
                return
    _migrate(database)


def _migrate(database: Database) -> None:
    if database.path is not None:
        # Readers and a writer do not wait for each other. Kept in the file.
        with database.errors_named(), database.engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA journal_mode = WAL")
    with database.writing() as connection:
        revision_named(database, connection)
        migrate(connection)


def _check(database: Database) -> None:
    _refuse_other_files(database)
    with database.reading() as connection:
        check_schema(database, connection)


def _refuse_other_files(database: Database) -> None:
    """Look at a file before anything is done to it: it may be somebody else's database.

    Raises:
        StoreError: it is no store.
    """
    if database.path is None:
        return
    if not database.path.exists():
        raise StoreError(database.address, "there is no such store")
    if database.path.is_dir():
        raise StoreError(database.address, "is a folder, not a crossclaim store")
    with database.reading() as connection:
        mark = connection.scalar(text("PRAGMA application_id"))
        tables = connection.scalar(text("SELECT count(*) FROM sqlite_master"))
    if tables and mark != APPLICATION_ID:
        raise StoreError(database.address, "is not a crossclaim store")
