"""Files, folders and standard input to documents. One that fails never stops the others."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from io import BufferedReader
from pathlib import Path
from stat import S_ISREG
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from crossclaim.ingest.captures import read_stream
from crossclaim.ingest.documents import Origin
from crossclaim.ingest.options import ReadOptions, Unread
from crossclaim.model import Document

__all__ = ["OpenCapture", "open_captures", "open_sources"]

# Standard input up to this many bytes is held in memory, more of it in a temporary file.
_HELD = 16 * 2**20
_HALF_PAIR = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class OpenCapture:
    """One input, open: its name, the sha256 and the bytes of what was obtained. Use it before the next is asked for."""

    source: str
    id: str
    stream: BinaryIO
    size: int

    def parts(self, length: int) -> Iterator[bytes]:
        """The bytes, in parts of ``length``; may be asked for between one document and the next."""
        at = 0
        while part := self._read(at, length):
            at += len(part)
            yield part

    def _read(self, at: int, length: int) -> bytes:
        """Some bytes, the stream left where it was: the documents are read from it, too."""
        here = self.stream.tell()
        self.stream.seek(at)
        part = self.stream.read(length)
        self.stream.seek(here)
        return part

    def documents(self, options: ReadOptions) -> Iterator[Document | Unread]:
        """The documents in the bytes, and an ``Unread`` for each part that cannot be read."""
        try:
            self.stream.seek(0)
            yield from read_stream(self.stream, Origin(self.source, self.id), options)
        except OSError as error:
            yield Unread(source=self.source, reason=_say(error))


def open_captures(sources: Sequence[str], stdin: BinaryIO | None = None) -> Iterator[OpenCapture | Unread]:
    """The inputs themselves, one at a time: files, the files of folders, and ``-``; what is no file is told."""
    for source in sources:
        if source == "-":
            yield from _spool(source, stdin)
        elif Path(source).is_dir():
            yield from _in_folder(source)
        else:
            yield from _open_file(source)


def _spool(source: str, stream: BinaryIO | None) -> Iterator[OpenCapture | Unread]:
    """Standard input or a pipe as a capture: it can be read only once, so it is kept aside."""
    if stream is None:
        yield Unread(source=source, reason="there is no standard input")
        return
    try:
        with SpooledTemporaryFile(max_size=_HELD) as kept:
            shutil.copyfileobj(stream, kept)
            yield _opened(source, cast(BinaryIO, kept))
    except OSError as error:
        yield Unread(source=source, reason=_say(error))


def _in_folder(folder: str) -> Iterator[OpenCapture | Unread]:
    for path in _files_of(folder):
        yield from _open_file(path) if isinstance(path, str) else (path,)


def _open_file(path: str) -> Iterator[OpenCapture | Unread]:
    if "\0" in path:
        yield Unread(source=path, reason="no file name")
        return
    try:
        with Path(path).open("rb") as stream:
            if S_ISREG(os.fstat(stream.fileno()).st_mode):
                yield _opened(_storable(path), stream)
            else:
                yield from _spool(_storable(path), stream)
    except OSError as error:
        yield Unread(source=path, reason=_say(error))


def _storable(path: str) -> str:
    r"""The path as any database and any JSON can keep it: bytes that are no UTF-8 as ``\xe9``.

    Python has such bytes as halves of surrogate pairs (PEP 383), which are no text. A file whose name holds just those
    characters instead of the byte gets the same name; nothing tells the two apart then.
    """
    return _HALF_PAIR.sub(lambda match: _escape(ord(match[0])), path)


def _escape(half: int) -> str:
    return f"\\x{half - 0xDC00:02x}" if 0xDC80 <= half <= 0xDCFF else f"\\u{half:04x}"


def _opened(source: str, stream: BinaryIO) -> OpenCapture:
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    return OpenCapture(source, file_digest(cast(BufferedReader, stream), "sha256").hexdigest(), stream, size)


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
    for path in _files_of(folder):
        yield from _read_file(path, options) if isinstance(path, str) else (path,)


def _files_of(folder: str) -> Iterator[str | Unread]:
    """The paths of all files below the folder, then an ``Unread`` for each folder that cannot be opened."""
    closed: list[OSError] = []
    found = False
    for path in _walk(folder, closed):
        found = True
        yield path
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
            yield from read_stream(stream, Origin(_storable(path), _digest(stream)), options)
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
