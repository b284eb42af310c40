"""What an input holds, told by its content first and its name second."""

from __future__ import annotations

import re
from functools import cache
from pathlib import PurePosixPath

from crossclaim.errors import InputError
from crossclaim.ingest.decoding import name_format, sniff_encoding
from crossclaim.ingest.documents import Origin
from crossclaim.ingest.options import Kind
from crossclaim.ingest.tabular import is_table

__all__ = ["HEAD", "find_kind"]

HEAD = 64 * 1024
"""Bytes looked at to tell what an input is."""

_EXTENSIONS = {
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".jsonl": Kind.JSONL,
    ".ndjson": Kind.JSONL,
    ".json": Kind.JSONL,
    ".csv": Kind.CSV,
    ".tsv": Kind.CSV,
    ".tab": Kind.CSV,
}


def find_kind(head: bytes, origin: Origin) -> Kind:
    """The kind of the input that starts with ``head``; plain text where nothing says otherwise.

    Raises:
        InputError: a format that is not read (PDF, ZIP, an image, a feed).
    """
    if says := name_format(head):
        raise InputError(origin.source, f"binary, not text: {says}")
    text = head.decode(sniff_encoding(head) or "utf-8", "replace").removeprefix("\ufeff").lstrip()
    return _kind_of_content(text, origin) or _kind_of_name(text, origin)


def _kind_of_content(text: str, origin: Origin) -> Kind | None:
    start = text[:4096]
    if _json_start().match(start):
        return Kind.JSONL
    if _html_start().match(start):
        return Kind.HTML
    if start.startswith("<?xml") or _feed_start().match(start):
        raise InputError(origin.source, "a feed (RSS or Atom) or other XML, which is not read")
    if start.startswith("MIME-Version:") or "\nContent-Type: multipart/" in start:
        raise InputError(origin.source, "a mail or MHTML file: save it as HTML or text")
    return Kind.CSV if is_table(text) else None


def _kind_of_name(text: str, origin: Origin) -> Kind:
    if (origin.media_type or "").lower().startswith(("text/html", "application/xhtml")):
        return Kind.HTML
    kind = _EXTENSIONS.get(PurePosixPath(origin.source.partition("?")[0]).suffix.lower(), Kind.TEXT)
    # A page without a single tag is plain text, whatever its name says.
    return Kind.TEXT if kind is Kind.HTML and not _tag().search(text) else kind


@cache
def _json_start() -> re.Pattern[str]:
    return re.compile(r"\{\s{0,200}[\"}]|\[\s{0,200}[{\]]")


@cache
def _html_start() -> re.Pattern[str]:
    tags = (
        "html|head|body|title|meta|div|p|article|section|main|header|h[1-6]|table|ul|ol|span|script|style|link|br|nav|a"
    )
    before = r"(?:<\?xml[^>]{0,200}>\s{0,50})?(?:<!--(?:(?!-->)[\s\S]){0,2000}-->\s{0,50}){0,5}"
    return re.compile(rf"{before}<(?:!doctype\s{{1,9}}html|(?:{tags})(?=[\s>/]))", re.IGNORECASE)


@cache
def _feed_start() -> re.Pattern[str]:
    return re.compile(r"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)


@cache
def _tag() -> re.Pattern[str]:
    return re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,15}[\s>/]")
