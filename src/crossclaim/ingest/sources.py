"""Files, folders and standard input to documents. One that fails never stops the others."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from hashlib import file_digest
from io import BufferedReader
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO

from crossclaim.ingest.captures import read_stream
from crossclaim.ingest.documents import Origin
from crossclaim.ingest.options import ReadOptions, Unread
from crossclaim.model import Document

__all__ = ["open_sources"]


def open_sources(
    sources: Sequence[str], options: ReadOptions | None = None, stdin: BinaryIO | None = None
) -> Iterator[Document | Unread]:
    """The documents of files, folders (all files below, sorted, hidden ones left out) and ``-`` (standard input).

    Documents come one at a time; JSON lines and tables of any size are never held as a whole.
    """
    options = options or ReadOptions()
    for source in sources:
        if source == "-":
            yield from _read_stdin(stdin, options)
        elif Path(source).is_dir():
            yield from _read_folder(source, options)
        else:
            yield from _read_file(source, options)


def _read_stdin(stdin: BinaryIO | None, options: ReadOptions) -> Iterator[Document | Unread]:
    if stdin is None:
        yield Unread(source="-", reason="there is no standard input")
        return
    try:
        yield from read_stream(stdin, Origin("-"), options)
    except OSError as error:
        yield Unread(source="-", reason=_say(error))


def _read_folder(folder: str, options: ReadOptions) -> Iterator[Document | Unread]:
    closed: list[OSError] = []
    found = False
    for path in _walk(folder, closed):
        found = True
        yield from _read_file(path, options)
    yield from (Unread(source=str(error.filename or folder), reason=_say(error)) for error in closed)
    if not found and not closed:
        yield Unread(source=folder, reason="a folder without files")


def _walk(folder: str, closed: list[OSError]) -> Iterator[str]:
    """The regular files below the folder; folders that cannot be opened are added to ``closed``."""
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (Path(parent, name) for name in sorted(names) if not name.startswith("."))
        yield from (str(path) for path in paths if path.is_symlink() or path.is_file())


def _read_file(path: str, options: ReadOptions) -> Iterator[Document | Unread]:
    if "\0" in path:
        yield Unread(source=path, reason="no file name")
        return
    try:
        with Path(path).open("rb") as stream:
            yield from read_stream(stream, Origin(path, _digest(stream)), options)
    except OSError as error:
        yield Unread(source=path, reason=_say(error))


def _digest(stream: BufferedReader) -> str | None:
    """The sha256 of a regular file, the stream left at its start; None for pipes, which can be read only once."""
    if not S_ISREG(os.fstat(stream.fileno()).st_mode):
        return None
    digest = file_digest(stream, "sha256").hexdigest()
    stream.seek(0)
    return digest


def _say(error: OSError) -> str:
    known = {FileNotFoundError: "no such file", PermissionError: "not permitted", IsADirectoryError: "a folder"}
    says = (reason for kind, reason in known.items() if isinstance(error, kind))
    return next(says, error.strerror or type(error).__name__)
