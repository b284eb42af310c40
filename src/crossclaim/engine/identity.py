"""Which page a document is, and which text of it."""

from __future__ import annotations

from hashlib import sha256
from os.path import normpath

from crossclaim.model import Document

__all__ = ["document_id_of", "is_whole_input", "lineage_of"]

_ID_DIGITS = 20


def lineage_of(document: Document, source: str) -> str:
    """The address that all versions of a page share: its URL, else the input's name with the document's own in it.

    Paths are taken as they were typed, made plain (``./a.txt`` is ``a.txt``): what is added from the same folder twice
    is one page, wherever that folder lies.
    """
    if document.url:
        return document.url
    plain = source if source == "-" or "://" in source else normpath(source)
    return plain if document.id in (source, plain) else f"{plain}#{document.id}"


def document_id_of(lineage: str, text: str, *, returned: int | None = None) -> str:
    """The id of a text under an address: the same text there is the same document, another is another version.

    ``returned`` is the version as which a text stands there once more after others did.
    """
    again = "" if returned is None else f"\0{returned}"
    content = f"{lineage}\0{text}{again}".encode("utf-8", "surrogatepass")
    return sha256(content).hexdigest()[:_ID_DIGITS]


def is_whole_input(document: Document, source: str) -> bool:
    """Whether a document is all that an input holds, which has a name: a file that may be asked for again."""
    return source != "-" and document.id == source
