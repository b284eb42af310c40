"""Reader for JSON: a record a line, or one array or object over the whole file."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from crossclaim.errors import InputError
from crossclaim.ingest.columns import find_columns
from crossclaim.ingest.decoding import decode, sniff_encoding
from crossclaim.ingest.documents import Origin, read_record
from crossclaim.ingest.options import ReadOptions, Unread
from crossclaim.model import Document

__all__ = ["holds_lines", "read_jsonl"]

_SKIPPED = 2**20


def read_jsonl(stream: BinaryIO, head: bytes, origin: Origin, options: ReadOptions) -> Iterator[Document | Unread]:
    """The documents of a stream of JSON that starts with ``head``, one record at a time.

    A record that cannot be read comes as ``Unread`` with its line ("file.jsonl:17") and does not stop the others.

    Raises:
        InputError: JSON over several lines is larger than the options allow, or is no JSON.
    """
    if _is_wide(head, options) or not holds_lines(head):
        yield from _read_whole(stream, origin, options)
        return
    for number, line in enumerate(_read_lines(stream, options.max_bytes), start=1):
        if line is None or line.strip(b" \t\r\n\xef\xbb\xbf"):
            yield _read_line(line, _numbered(origin, number), options)


def holds_lines(head: bytes) -> bool:
    """Whether the file is a record a line, not one array or one object over many lines."""
    lines = [line.strip() for line in head.removeprefix(b"\xef\xbb\xbf").split(b"\n")]
    filled = [line for line in lines if line]
    if not filled or not filled[0].startswith(b"{"):
        return not filled or not filled[0].startswith(b"[")
    return _is_json(filled[0]) or len(filled) == 1 or any(line.startswith(b"{") for line in filled[1:] if len(line) > 1)


def _is_wide(head: bytes, options: ReadOptions) -> bool:
    """Whether line ends are no single byte: UTF-16 and UTF-32 are recoded as a whole."""
    name = options.encoding or sniff_encoding(head) or "utf-8"
    return name.replace("_", "-").lower().startswith(("utf-16", "utf-32"))


def _read_whole(stream: BinaryIO, origin: Origin, options: ReadOptions) -> Iterator[Document | Unread]:
    content = stream.read(options.max_bytes + 1)
    if len(content) > options.max_bytes:
        raise InputError(origin.source, f"JSON over several lines, larger than {options.max_bytes} bytes")
    text = decode(content, origin.source, encoding=options.encoding).text
    recoded = text.encode()
    if holds_lines(recoded):
        yield from read_jsonl(io.BytesIO(recoded), recoded, origin, options.model_copy(update={"encoding": None}))
        return
    parsed = _parse(text, origin.source)
    for number, record in enumerate(parsed if isinstance(parsed, list) else [parsed], start=1):
        yield _read_parsed(record, _numbered(origin, number) if isinstance(parsed, list) else origin, options)


def _read_lines(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """The lines; None in place of one over ``limit`` bytes."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(_SKIPPED)
        yield None


def _read_line(line: bytes | None, origin: Origin, options: ReadOptions) -> Document | Unread:
    if line is None:
        return Unread(source=origin.source, reason=f"a record larger than {options.max_bytes} bytes")
    try:
        text = line.removeprefix(b"\xef\xbb\xbf").decode(options.encoding or "utf-8")
        return _read_parsed(_parse(text, origin.source), origin, options)
    except UnicodeDecodeError as error:
        reason = f"not {options.encoding or 'UTF-8'} (byte 0x{line[error.start]:02X} at {error.start})"
        return Unread(source=origin.source, reason=reason)
    except InputError as error:
        return Unread(source=error.source, reason=error.reason)


def _read_parsed(parsed: object, origin: Origin, options: ReadOptions) -> Document | Unread:
    try:
        if not isinstance(parsed, dict):
            raise InputError(origin.source, f"no JSON object but {_name(parsed)}")
        return read_record(_pick_fields(parsed, origin.source, options), origin, options)
    except InputError as error:
        return Unread(source=error.source, reason=error.reason)


def _pick_fields(record: Mapping[str, object], source: str, options: ReadOptions) -> dict[str, object]:
    columns = find_columns(list(record), source, options)
    return {field: record[column] for field, column in columns.items()}


def _parse(text: str, source: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(source, f"no JSON ({error.msg} at character {error.pos})") from error
    except (ValueError, RecursionError) as error:
        # Numbers of thousands of digits, and brackets nested thousands deep.
        raise InputError(source, f"JSON that cannot be read ({type(error).__name__})") from error


def _is_json(line: bytes) -> bool:
    try:
        _parse(line.decode("utf-8"), "")
    except (UnicodeDecodeError, InputError):
        return False
    return True


def _name(parsed: object) -> str:
    return {list: "an array", str: "a string", type(None): "null", bool: "a truth value"}.get(type(parsed), "a number")


def _numbered(origin: Origin, number: int) -> Origin:
    return Origin(f"{origin.source}:{number}", origin.capture_id, origin.media_type)
