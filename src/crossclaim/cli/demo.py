"""The bundled examples and the words around them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TypedDict

from crossclaim.ingest import Unread, read_capture
from crossclaim.model import Capture, Document

__all__ = ["between", "closing", "introduction", "open_examples"]


class Account(TypedDict):
    """One bundled example: its file, who published it, and in whose voice."""

    file: str
    outlet: str
    voice: str


def open_examples() -> Iterator[Document | Unread]:
    """The bundled accounts as documents, read like any file."""
    for account in _accounts():
        content = (files("crossclaim") / "examples" / account["file"]).read_bytes()
        for document in read_capture(Capture(content=content, source=account["file"])):
            known = {"outlet": account["outlet"]}
            yield document.model_copy(update=known) if isinstance(document, Document) else document


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


@cache
def _accounts() -> tuple[Account, ...]:
    text = (files("crossclaim") / "examples" / "examples.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["account"])
