"""Backups: a portable archive of any store, and a plain copy of a SQLite one.

The archive is a zip file: ``manifest.json`` and, for each table, ``<table>.jsonl`` with one row a line, keys sorted,
bytes in base64. The manifest holds the schema's revision, the head of the audit chain, and for each table the number of
rows and the sha256 of its lines. It is the same from SQLite and PostgreSQL, so either is restored into either.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import Connection, Date, LargeBinary, MetaData, Table, insert, inspect, select

from crossclaim import __version__
from crossclaim.errors import StoreError
from crossclaim.store import schema
from crossclaim.store.audit import check_chain, read_head
from crossclaim.store.chunks import in_chunks
from crossclaim.store.database import Database, is_postgresql
from crossclaim.store.migrate import KNOWN, NEWEST, migrate, revision_named
from crossclaim.store.records import Head
from crossclaim.store.rows import canonical
from crossclaim.store.store import Store, open_store
from crossclaim.store.words import index_words

__all__ = ["backup", "restore"]

FORMAT = 1
_MANIFEST = "manifest.json"
_SQLITE_MAGIC = b"SQLite format 3\0"
_BATCH = 2000
_TABLES = (*schema.DATA_TABLES, schema.AUDIT, schema.HEAD)


class _TableNote(BaseModel):
    model_config = ConfigDict(frozen=True)

    rows: int
    sha256: str


class _Manifest(BaseModel):
    model_config = ConfigDict(frozen=True)

    format: int
    crossclaim: str
    revision: str
    head: Head
    tables: dict[str, _TableNote]


def backup(store: Store, target: Path) -> None:
    """Write a backup of one state of a store; it may be read and written to meanwhile.

    A name ending in ``.zip`` makes the portable archive. Any other makes a copy of a SQLite store, with its sha256 in a
    file beside it, whose name ends in ``.sha256``. A file that is there already is not overwritten.

    Raises:
        StoreError: the target cannot be written, or a copy is asked of a PostgreSQL store.
    """
    portable = target.suffix.lower() == ".zip"
    for path in (target,) if portable else (target, _hash_file(target)):
        if path.exists():
            raise StoreError(str(path), "is there already: a backup overwrites nothing")
    if not portable and store.database.path is None:
        raise StoreError(str(target), "a PostgreSQL store is backed up into a file whose name ends in .zip")
    with _finished_whole(target) as unfinished:
        if portable:
            _write_archive(store, unfinished)
        else:
            _copy_file(store, unfinished, shown=target)
    if not portable:
        _note_hash(target)


def restore(source: Path, address: str | Path, *, wait: float = 30) -> None:
    """Make a store out of a backup, where there is none yet, and bring it to the newest schema.

    Everything is checked before it counts: hashes, numbers of rows, the audit chain. Where that fails nothing is left
    behind.

    Raises:
        StoreError: the backup is truncated or altered or of a newer crossclaim, or something is at the address.
    """
    try:
        with source.open("rb") as file:
            start = file.read(len(_SQLITE_MAGIC))
    except OSError as error:
        raise StoreError(str(source), f"cannot be read: {error.strerror}") from error
    if start == _SQLITE_MAGIC and is_postgresql(address):
        raise StoreError(str(source), "a copy of a SQLite store is restored into a file; an archive goes anywhere")
    if not is_postgresql(address) and Path(address).exists():
        raise StoreError(str(address), "is there already: a backup is restored where nothing is")
    if start == _SQLITE_MAGIC:
        _restore_copy(source, Path(address))
    else:
        _restore_archive(source, address, wait)


@contextmanager
def _finished_whole(target: Path) -> Iterator[Path]:
    """A path to write to that turns into the target once all is well, and is gone otherwise.

    It lies in a new folder beside the target: nothing that was there before is written to or removed.
    """
    try:
        with TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent, ignore_cleanup_errors=True) as folder:
            unfinished = Path(folder) / target.name
            yield unfinished
            with unfinished.open("rb+") as file:
                os.fsync(file.fileno())
            _put_in_place(unfinished, target)
    except OSError as error:
        raise StoreError(str(target), f"cannot be written: {error.strerror or error}") from error


def _put_in_place(finished: Path, target: Path) -> None:
    """Give the file its name, which nothing else may have got meanwhile."""
    try:
        target.hardlink_to(finished)  # fails where something is there, which a renaming would overwrite
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        finished.replace(target)


def _copy_file(store: Store, target: Path, *, shown: Path) -> None:
    with store.database.errors_named(), store.database.engine.connect() as connection:
        source = connection.connection.driver_connection
        copy = sqlite3.connect(target)
        try:
            if isinstance(source, sqlite3.Connection):
                source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error as error:
            raise StoreError(str(shown), f"cannot be written: {error}") from error
        finally:
            copy.close()


def _note_hash(copy: Path) -> None:
    try:
        _hash_file(copy).write_text(f"{_hash_of(copy)}  {copy.name}\n", encoding="utf-8")
    except OSError as error:
        raise StoreError(str(_hash_file(copy)), f"cannot be written: {error.strerror or error}") from error


def _hash_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        whole = sha256()
        while block := file.read(1 << 20):
            whole.update(block)
    return whole.hexdigest()


def _restore_copy(source: Path, target: Path) -> None:
    try:
        noted = _hash_file(source).read_text(encoding="utf-8").split()[0]
    except (OSError, IndexError, UnicodeDecodeError) as error:
        raise StoreError(str(source), f"cannot be checked: {_hash_file(source).name} is missing or empty") from error
    if _hash_of(source) != noted:
        raise StoreError(str(source), "is truncated or altered: its bytes do not hash to what was noted")
    with _finished_whole(target) as unfinished:
        shutil.copyfile(source, unfinished)
        with open_store(unfinished, create=True) as restored:
            _check_chain(restored.database, source)


def _write_archive(store: Store, target: Path) -> None:
    with store.connected() as connection, zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as archive:
        notes = {table.name: _write_table(connection, table, archive) for table in _TABLES}
        manifest = _Manifest(
            format=FORMAT, crossclaim=__version__, revision=NEWEST, head=read_head(connection), tables=notes
        )
        archive.writestr(_member(_MANIFEST), manifest.model_dump_json(indent=1))


def _write_table(connection: Connection, table: Table, archive: zipfile.ZipFile) -> _TableNote:
    whole, rows = sha256(), 0
    ordered = select(table).order_by(*table.primary_key.columns)
    with archive.open(_member(f"{table.name}.jsonl"), "w", force_zip64=True) as file:
        for row in connection.execution_options(yield_per=_BATCH).execute(ordered).mappings():
            line = f"{canonical({name: _plain(value) for name, value in row.items()})}\n".encode()
            file.write(line)
            whole.update(line)
            rows += 1
    return _TableNote(rows=rows, sha256=whole.hexdigest())


def _member(name: str) -> zipfile.ZipInfo:
    """A member without a clock, so that the same store gives the same archive."""
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _plain(value: Any) -> Any:
    return base64.b64encode(bytes(value)).decode() if isinstance(value, bytes | memoryview) else value


def _restore_archive(source: Path, address: str | Path, wait: float) -> None:
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = _read_manifest(source, archive)
            for name, note in manifest.tables.items():
                _check_table(source, archive, name, note)
            _load(source, archive, manifest, address, wait)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError) as error:
        raise StoreError(str(source), "is truncated or altered, or no backup of a crossclaim store") from error


def _read_manifest(source: Path, archive: zipfile.ZipFile) -> _Manifest:
    try:
        manifest = _Manifest.model_validate_json(archive.read(_MANIFEST))
    except ValidationError as error:
        raise StoreError(str(source), "is altered, or of a newer crossclaim: its manifest cannot be read") from error
    if manifest.format != FORMAT or manifest.revision not in KNOWN:
        raise StoreError(str(source), f"was made by a newer crossclaim: its schema is {manifest.revision}")
    return manifest


def _check_table(source: Path, archive: zipfile.ZipFile, name: str, note: _TableNote) -> None:
    whole, rows = sha256(), 0
    with archive.open(f"{name}.jsonl") as file:
        for line in file:
            whole.update(line)
            rows += 1
    if (rows, whole.hexdigest()) != (note.rows, note.sha256):
        raise StoreError(str(source), f"is truncated or altered: {name} is not what its manifest says")


def _load(source: Path, archive: zipfile.ZipFile, manifest: _Manifest, address: str | Path, wait: float) -> None:
    if is_postgresql(address):
        _load_into(Database(address, wait=wait), source, archive, manifest)
        return
    with _finished_whole(Path(address)) as unfinished:
        unfinished.touch(exist_ok=False)
        database = Database(unfinished, wait=wait)
        database.address = str(address)
        _load_into(database, source, archive, manifest)


def _load_into(database: Database, source: Path, archive: zipfile.ZipFile, manifest: _Manifest) -> None:
    """Fill an empty database in one transaction: at the archive's own revision, then brought to the newest."""
    try:
        with database.writing() as connection:
            if revision_named(database, connection) is not None:
                raise StoreError(database.address, "holds a store already: a backup is restored where nothing is")
            migrate(connection, to=manifest.revision)
            _fill(connection, archive, manifest)
            migrate(connection)
            _refuse_broken_chain(connection, source, manifest.head)
    finally:
        database.close()
    if database.path is not None:
        open_store(database.path, create=True).close()


def _fill(connection: Connection, archive: zipfile.ZipFile, manifest: _Manifest) -> None:
    there = set(inspect(connection).get_table_names())
    reflected = MetaData()
    known = [table.name for table in _TABLES]
    for name in sorted(manifest.tables, key=lambda name: known.index(name) if name in known else -1):
        if name not in there:
            raise KeyError(name)
        table = Table(name, reflected, autoload_with=connection)
        for rows in in_chunks(_rows(archive, table), _BATCH):
            connection.execute(insert(table), rows)
            if name in {"claims", "documents"}:
                index_words(connection, name, rows)


def _rows(archive: zipfile.ZipFile, table: Table) -> Iterator[dict[str, Any]]:
    """A table's rows as the database takes them."""
    dates = [column.name for column in table.columns if isinstance(column.type, Date)]
    blobs = [column.name for column in table.columns if isinstance(column.type, LargeBinary)]
    with archive.open(f"{table.name}.jsonl") as file:
        for line in file:
            row = json.loads(line)
            for name in dates:
                row[name] = date.fromisoformat(row[name]) if row[name] else None
            for name in blobs:
                row[name] = base64.b64decode(row[name])
            yield row


def _check_chain(database: Database, source: Path) -> None:
    with database.reading() as connection:
        _refuse_broken_chain(connection, source, None)


def _refuse_broken_chain(connection: Connection, source: Path, head: Head | None) -> None:
    for problem in check_chain(connection, head if head and head.count else None, {}):
        raise StoreError(str(source), f"is altered: {problem}")
