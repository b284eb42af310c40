"""From one capture, or one stream, to its documents: the kind is found and the reader for it runs."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from crossclaim.errors import InputError
from crossclaim.ingest.documents import Origin
from crossclaim.ingest.html import read_html
from crossclaim.ingest.jsonl import read_jsonl
from crossclaim.ingest.kinds import HEAD, find_kind
from crossclaim.ingest.options import Kind, ReadOptions, Unread
from crossclaim.ingest.rejoined import Rejoined
from crossclaim.ingest.tabular import read_table
from crossclaim.ingest.text import read_text
from crossclaim.model import Capture, Document

__all__ = ["read_capture", "read_stream"]


def read_capture(capture: Capture, options: ReadOptions | None = None) -> Iterator[Document | Unread]:
    """The documents of a capture, and an ``Unread`` for each part of it that cannot be read."""
    media_type = capture.media_type or next(
        (value for name, value in capture.headers if name.lower() == "content-type"), None
    )
    origin = Origin(capture.source, capture.id, media_type)
    yield from read_stream(io.BytesIO(capture.content), origin, options or ReadOptions())


def read_stream(stream: BinaryIO, origin: Origin, options: ReadOptions) -> Iterator[Document | Unread]:
    """The documents of a stream; tables and JSON lines are read as they come, nothing is read twice."""
    try:
        head = stream.read(HEAD)
        if not head:
            raise InputError(origin.source, "empty")
        kind = options.kind or find_kind(head, origin)
        yield from _read_kind(kind, io.BufferedReader(Rejoined(head, stream)), head, origin, options)
    except InputError as error:
        yield Unread(source=error.source, reason=error.reason)


def _read_kind(
    kind: Kind, stream: BinaryIO, head: bytes, origin: Origin, options: ReadOptions
) -> Iterator[Document | Unread]:
    if kind is Kind.JSONL:
        yield from read_jsonl(stream, head, origin, options)
    elif kind is Kind.CSV:
        yield from read_table(stream, head, origin, options)
    else:
        content = stream.read(options.max_bytes + 1)
        if len(content) > options.max_bytes:
            raise InputError(origin.source, f"larger than {options.max_bytes / 2**20:.3g} MiB")
        yield (read_html if kind is Kind.HTML else read_text)(content, origin, options)
