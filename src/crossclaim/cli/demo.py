"""The bundled examples and the words around them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TypedDict

from crossclaim.ingest import OpenCapture, Unread, read_capture
from crossclaim.model import Capture, Document

__all__ = ["between", "closing", "introduction", "kept_closing", "open_bytes", "open_examples"]


class Account(TypedDict):
    """One bundled example: its file, who published it, and in whose voice."""

    file: str
    outlet: str
    voice: str


def open_examples() -> Iterator[Document | Unread]:
    """The bundled accounts as documents, read like any file."""
    for account in _accounts():
        for document in read_capture(_capture(account["file"])):
            known = {"outlet": account["outlet"]}
            yield document.model_copy(update=known) if isinstance(document, Document) else document


def open_bytes(name: str) -> OpenCapture:
    """The bytes of a bundled account, to be archived."""
    capture = _capture(name)
    return OpenCapture(name, capture.id, BytesIO(capture.content), len(capture.content))


def _capture(name: str) -> Capture:
    return Capture(content=(files("crossclaim") / "examples" / name).read_bytes(), source=name)


def introduction() -> str:
    """What the reader is about to see."""
    voices = "\n".join(f"  {account['file']:<22} {account['voice']}" for account in _accounts())
    return (
        f"Three accounts of one battle (invented, like the armed group and the outlets):\n\n{voices}\n\n"
        "Each number below is a claim: who says it, what happened, who against whom,\n"
        "where, when, how many, and the exact words. [Brackets] hold what the report's\n"
        "words resolve to. In “sides”, side A → side B: A acted, B was acted upon.\n"
        "Captions, readers' comments and page furniture carry no claims; they are\n"
        "listed at the end of each account.\n"
    )


def between() -> str:
    """What the reader has seen, and what comes."""
    return (
        "The three accounts side by side: claims held to tell of one occurrence are one\n"
        "event. Numbers in [brackets] are its voices, low / best / high follow from what\n"
        "they say by the rule named. Who contradicts whom stays visible.\n"
    )


def closing() -> str:
    """What to try next."""
    return "Next: crossclaim read YOUR-FILES, or: crossclaim add YOUR-FILES, then: crossclaim events"


def kept_closing(store: str, answered: int) -> str:
    """Where the accounts are kept, and what opens them."""
    return (
        f"The accounts are kept in {store}. The desk over them was started and asked: its {answered} pages and files\n"
        f"answer. Open it: crossclaim serve --store {store}"
    )


@cache
def _accounts() -> tuple[Account, ...]:
    text = (files("crossclaim") / "examples" / "examples.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["account"])
