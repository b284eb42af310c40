"""Reader for plain text: the decoded text exactly as it is, line ends and all."""

from __future__ import annotations

from crossclaim.ingest.decoding import decode
from crossclaim.ingest.documents import Known, Origin, compose_document
from crossclaim.ingest.options import ReadOptions
from crossclaim.model import Document, PublishedDate

__all__ = ["read_text"]


def read_text(content: bytes, origin: Origin, options: ReadOptions) -> Document:
    """The document of a plain text; its offset map is the identity on the decoded content after a byte order mark.

    Raises:
        InputError: empty, blank, binary, or in no encoding that fits.
    """
    decoded = decode(content, origin.source, encoding=options.encoding, declared=declared_charset(origin.media_type))
    published = PublishedDate(date=options.published, method="given") if options.published else None
    return compose_document(decoded.text, origin, Known(published=published, flags=decoded.flags))


def declared_charset(media_type: str | None) -> str | None:
    """The charset of a media type such as "text/html; charset=windows-1251", None where it names none."""
    _, found, charset = (media_type or "").lower().partition("charset=")
    return charset.split(";")[0].strip(" \"'") or None if found else None
