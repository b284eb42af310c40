"""Connections to either database, and what can go wrong with them in one line each."""

from __future__ import annotations

import math
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic_core import PydanticSerializationError
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from crossclaim.errors import RefusedError, SpanError, StoreError
from crossclaim.store.folding import says

__all__ = ["NAMED_REASONS", "Database", "distance_km", "is_postgresql", "shown"]

# Marks a SQLite file as a crossclaim store: "clam".
APPLICATION_ID = 0x636C616D
# One lock for all writers of a PostgreSQL database; the number is arbitrary and must not change.
WRITERS_LOCK = 0x636C616D
EARTH_KM = 6371.0088

# To compile a query takes longer than what is asked here; and what is a good plan for a rare name is a bad one for one
# that half of all claims have.
_PLANNING = "-c jit=off -c plan_cache_mode=force_custom_plan"

_SQLITE_REASONS = {
    "SQLITE_FULL": "the disk is full",
    "SQLITE_IOERR": "the disk does not take what is written",
    "SQLITE_READONLY": "cannot be written to: the file or its folder is read-only",
    "SQLITE_CANTOPEN": "cannot be opened: no such file, or no right to it or its folder",
    "SQLITE_PERM": "cannot be opened: no right to it",
    "SQLITE_BUSY": "another process is writing to it and did not finish in time",
    "SQLITE_LOCKED": "another process holds it locked",
    "SQLITE_NOTADB": "is not a crossclaim store",
    "SQLITE_CORRUPT": "is damaged: restore a backup",
}
# Classes or codes of SQLSTATE, the longer first.
_POSTGRESQL_REASONS = {
    "53100": "the disk is full",
    "55P03": "another process is writing to it and did not finish in time",
    "3D000": "there is no such database",
    "25006": "cannot be written to: it was opened, or is kept, read-only",
    "42501": "this user has no right to do that there",
    "57P": "the database was stopped",
    "28": "the database refuses this user",
    "23": "what is written contradicts what is there",
    "53": "the database has no room for that",
    "08": "the database went away",
}

# What may be told to people who only ask: the words of a database itself may name hosts, users and tables.
NAMED_REASONS = frozenset(_SQLITE_REASONS.values()) | frozenset(_POSTGRESQL_REASONS.values())


def is_postgresql(address: str | Path) -> bool:
    """Whether an address names a PostgreSQL database; anything else is a path."""
    return str(address).startswith(("postgresql://", "postgresql+psycopg://", "postgres://"))


def shown(address: str | Path) -> str:
    """An address as messages show it: without its password."""
    if not is_postgresql(address):
        return str(address)
    try:
        return _postgresql_url(str(address)).set(drivername="postgresql").render_as_string()
    except (ArgumentError, ValueError):
        return "postgresql://..."


def _postgresql_url(address: str) -> URL:
    return make_url(address).set(drivername="postgresql+psycopg")


class Database:
    """One database and how to talk to it.

    ``wait`` is how many seconds a writer waits for another one. A second process may write at the same time: the two
    come one after the other.
    """

    def __init__(self, address: str | Path, *, read_only: bool = False, wait: float = 30) -> None:
        self.address = shown(address)
        self.postgresql = is_postgresql(address)
        self.read_only = read_only
        self.wait = wait
        self.path = None if self.postgresql else Path(address)
        self.engine = self._postgresql_engine(str(address)) if self.postgresql else self._sqlite_engine(Path(address))

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state throughout, whatever is written meanwhile."""
        with self.errors_named(), self.engine.connect() as connection:
            if self.postgresql:
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The connection of the one writer: kept as a whole where the block ends well, not at all otherwise.

        Raises:
            StoreError: another writer holds on for too long, or the database refuses or fails.
        """
        with (
            self.errors_named(),
            self.engine.connect() as connection,
            connection.execution_options(writes=True).begin(),
        ):
            if self.postgresql:
                self._wait_for_writers(connection)
            yield connection

    def _wait_for_writers(self, connection: Connection) -> None:
        connection.execute(text(f"SET LOCAL lock_timeout = {math.ceil(self.wait * 1000)}"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITERS_LOCK})
        connection.execute(text("SET LOCAL lock_timeout = 0"))

    @contextmanager
    def errors_named(self) -> Iterator[None]:
        """Turn what the database raises into one line that names it."""
        try:
            yield
        except DataError as error:
            raise RefusedError(self.address, _reason(error.orig)) from error
        except DBAPIError as error:
            raise StoreError(self.address, _reason(error.orig)) from error
        except sqlite3.Error as error:
            raise StoreError(self.address, _reason(error)) from error
        except SpanError:
            raise
        except (UnicodeEncodeError, PydanticSerializationError) as error:
            raise RefusedError(self.address, "text with half a surrogate pair cannot be kept") from error
        except SQLAlchemyError as error:
            raise StoreError(self.address, str(error).partition("\n")[0]) from error

    def _postgresql_engine(self, address: str) -> Engine:
        try:
            connect = {"connect_timeout": 10, "options": _PLANNING}
            # A desk answers in forty threads: were all of them waiting to write, whoever writes still reads.
            return create_engine(_postgresql_url(address), pool_pre_ping=True, max_overflow=50, connect_args=connect)
        except ModuleNotFoundError as error:
            raise StoreError(self.address, "needs psycopg: pip install 'crossclaim[postgres]'") from error
        except (ArgumentError, ValueError) as error:
            raise StoreError(self.address, "is not an address of a PostgreSQL database") from error

    def _sqlite_engine(self, path: Path) -> Engine:
        engine = create_engine("sqlite://", creator=lambda: self._connect_sqlite(path), poolclass=NullPool)
        event.listen(engine, "begin", _begin)
        return engine

    def _connect_sqlite(self, path: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(self._sqlite_uri(path), uri=True, timeout=self.wait, isolation_level=None)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("PRAGMA cache_size = -65536")
            # A committed document survives a power cut, too.
            connection.execute("PRAGMA synchronous = FULL")
        except sqlite3.Error:
            connection.close()
            raise
        connection.create_function("crossclaim_km", 4, distance_km, deterministic=True)
        connection.create_function("crossclaim_says", 2, says, deterministic=True)
        return connection

    def _sqlite_uri(self, path: Path) -> str:
        location = path.absolute().as_uri()
        if not self.read_only:
            return f"{location}?mode=rw"
        # Without a log beside it, nobody is writing, and SQLite need not make one in a folder it may not write to.
        alone = not path.with_name(f"{path.name}-wal").exists()
        return f"{location}?mode=ro&immutable=1" if alone and not _may_write(path.parent) else f"{location}?mode=ro"


def _may_write(folder: Path) -> bool:
    return os.access(folder, os.W_OK)


def _begin(connection: Connection) -> None:
    # Python's own way of starting transactions would read first and find out too late that it cannot write.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _reason(error: BaseException | None) -> str:
    name = getattr(error, "sqlite_errorname", None)
    if name:
        reasons = [reason for code, reason in _SQLITE_REASONS.items() if name.startswith(code)]
        return reasons[0] if reasons else _first_line(error)
    state = getattr(error, "sqlstate", None)
    if state:
        return next(
            (reason for code, reason in _POSTGRESQL_REASONS.items() if state.startswith(code)), _first_line(error)
        )
    if type(error).__name__ == "OperationalError":
        return f"the database cannot be reached or went away ({_first_line(error)})"
    return _first_line(error)


def _first_line(error: Any) -> str:
    """What the database says, without the rows: those hold report text."""
    return str(error).strip().partition("\n")[0][:200] or type(error).__name__


def distance_km(lat: float | None, lon: float | None, other_lat: float, other_lon: float) -> float | None:
    """How far two points on the Earth lie apart by the great circle, in kilometres."""
    if lat is None or lon is None:
        return None
    first, second = math.radians(lat), math.radians(other_lat)
    across = math.sin((second - first) / 2) ** 2
    along = math.cos(first) * math.cos(second) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(across + along)))
