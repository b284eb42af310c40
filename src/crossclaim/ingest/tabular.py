"""Reader for tables: comma, semicolon, tab or bar between columns, a header first, one document a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import BinaryIO, TextIO

from crossclaim.errors import InputError
from crossclaim.ingest.columns import find_columns, has_text_column
from crossclaim.ingest.decoding import decode, sniff_encoding
from crossclaim.ingest.documents import Origin, read_record
from crossclaim.ingest.options import ReadOptions, Unread
from crossclaim.ingest.rejoined import Rejoined
from crossclaim.model import Document, Flag

__all__ = ["find_delimiter", "is_table", "read_table"]

_DELIMITERS = ",;\t|"
_HEADER_CELL = 60


def read_table(stream: BinaryIO, head: bytes, origin: Origin, options: ReadOptions) -> Iterator[Document | Unread]:
    """The documents of a table that starts with ``head``, one row at a time; the header is row 1.

    A row that cannot be read comes as ``Unread`` and does not stop the others; so do lines that a quote without its
    end has run together.

    Raises:
        InputError: no column holds the text, or the table is in no encoding that fits.
    """
    lines, flags = _open_lines(stream, head, origin.source, options)
    # The limit is one for the process; the module's own (131,072) would cut long reports short.
    csv.field_size_limit(max(csv.field_size_limit(), min(options.max_bytes, 2**31 - 1)))
    header = lines.readline()
    rows = _Rows(chain([header], lines), find_delimiter(header))
    try:
        yield from _read_rows(rows, flags, origin, options)
    except csv.Error as error:
        raise InputError(origin.source, f"no readable table after line {rows.last_line} ({error})") from error
    except UnicodeDecodeError as error:
        raise InputError(
            origin.source, f"not {error.encoding} after line {rows.last_line}; name its encoding"
        ) from error


def find_delimiter(header: str) -> str:
    """The character that parts the header into most columns, a comma where none does."""
    return max(_DELIMITERS, key=lambda delimiter: len(_split_header(header, delimiter)))


def is_table(head: str) -> bool:
    """Whether a text starts like a table of reports: a header with a column for the text, and a second line."""
    header, _, rest = head.lstrip("\ufeff").partition("\n")
    names = [name.strip() for name in _split_header(header.strip("\r"), find_delimiter(header))]
    named = len(names) >= 2 and len(set(names)) == len(names) and all(0 < len(name) <= _HEADER_CELL for name in names)
    # "Text, body and soul" is prose: a header's cells are single words.
    return (
        named
        and bool(rest.strip())
        and has_text_column(names)
        and all(" " not in name or '"' in header for name in names)
    )


class _Rows:
    """The rows of a table, and the lines that the latest one took."""

    def __init__(self, lines: Iterator[str], delimiter: str) -> None:
        self._lines, self._delimiter = lines, delimiter
        self._taken: list[str] = []
        self._ended = False
        self._reader = csv.reader(self._take(), delimiter=delimiter)

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        self._taken.clear()
        return next(self._reader)

    @property
    def first_line(self) -> int:
        return self.last_line - len(self._taken) + 1

    @property
    def last_line(self) -> int:
        return self._reader.line_num

    def quote_is_open(self) -> bool:
        """Whether the latest row runs on because a quote in it does not close where its cell ends."""
        # The reader asks for a line beyond the last one only from inside a quoted cell. A single line with odd quotes
        # does no harm: it is one row all the same.
        return self._ended or (len(self._taken) > 1 and not _is_well_quoted(self._taken, self._delimiter))

    def _take(self) -> Iterator[str]:
        for line in self._lines:
            self._taken.append(line)
            yield line
        self._ended = True


def _is_well_quoted(lines: Sequence[str], delimiter: str) -> bool:
    *before, last = lines
    try:
        return bool(list(csv.reader([*before, last.rstrip()], delimiter=delimiter, strict=True)))
    except csv.Error:
        return False


def _open_lines(stream: BinaryIO, head: bytes, source: str, options: ReadOptions) -> tuple[TextIO, tuple[Flag, ...]]:
    """The lines of the table as text: decoded at once where it fits the bound on one text, else as they come."""
    content = stream.read(options.max_bytes + 1)
    if len(content) <= options.max_bytes:
        decoded = decode(content, source, encoding=options.encoding)
        return io.StringIO(decoded.text, newline=""), decoded.flags
    encoding = options.encoding or sniff_encoding(head) or "utf-8"
    rest = io.BufferedReader(Rejoined(content, stream))
    lines = io.TextIOWrapper(rest, encoding, newline="")
    return lines, ()


def _read_rows(
    rows: _Rows, flags: tuple[Flag, ...], origin: Origin, options: ReadOptions
) -> Iterator[Document | Unread]:
    names = [name.strip().removeprefix("\ufeff") for name in next(rows, [])]
    columns = find_columns(names, origin.source, options)
    places = {field: names.index(column) for field, column in columns.items()}
    number = 1
    for number, row in enumerate(rows, start=2):
        if rows.quote_is_open():
            reason = (
                f"a quote opened in line {rows.first_line} does not close; nothing is read up to line {rows.last_line}"
            )
            yield Unread(source=f"{origin.source}:{number}", reason=reason)
        elif any(cell.strip() for cell in row):
            record = {field: row[place] for field, place in places.items() if place < len(row)}
            yield _read_row(record, flags, replace(origin, source=f"{origin.source}:{number}"), options)
    if number == 1:
        raise InputError(origin.source, "a header and no rows")


def _read_row(
    record: dict[str, str], flags: tuple[Flag, ...], origin: Origin, options: ReadOptions
) -> Document | Unread:
    try:
        document = read_record(record, origin, options)
    except InputError as error:
        return Unread(source=error.source, reason=error.reason)
    return document.model_copy(update={"flags": (*document.flags, *flags)}) if flags else document


def _split_header(header: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:
        return []
