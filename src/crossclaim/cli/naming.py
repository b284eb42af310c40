"""Ids as people type them: whole, or their first digits where only one begins so."""

from __future__ import annotations

import re
from typing import Literal

from crossclaim.cli.aliases import with_known_names
from crossclaim.errors import StoreError
from crossclaim.model import Event
from crossclaim.store import Filter, Reader

__all__ = ["full_claim", "full_document", "full_event", "with_full_ids"]

Kind = Literal["claims", "documents", "events"]
_SHOWN = 3
_CLAIM = re.compile(r"(?P<document>.+)-c(?P<number>\d+)")


def full_event(reader: Reader, name: str) -> Event:
    """The event of that id, or that the claim of that id is in.

    Raises:
        StoreError: there is none, or several begin so.
    """
    if events := reader.events_by_id(_beginning(reader, "events", name)):
        return events[0]
    claim = _claim(reader, name)
    held = reader.events_of([claim]) if claim else {}
    if claim and not held:
        raise StoreError(reader.address, f"claim {claim} is in no event: its page has a newer version")
    if not held:
        raise StoreError(reader.address, f"there is no event {name}, nor a claim of that id")
    return reader.events_by_id(held.values())[0]


def full_document(reader: Reader, name: str) -> str:
    """The id of the document, in force or not.

    Raises:
        StoreError: there is none, or several begin so.
    """
    found = _beginning(reader, "documents", name)
    if not found:
        raise StoreError(reader.address, f"there is no document {name}")
    return found[0]


def full_claim(reader: Reader, name: str) -> str:
    """The id of the claim; ``1e16-c9`` is the ninth of the document that begins with 1e16.

    Raises:
        StoreError: there is none, or several begin so.
    """
    claim = _claim(reader, name)
    if claim is None:
        raise StoreError(reader.address, f"there is no claim {name}")
    return claim


def with_full_ids(reader: Reader, wanted: Filter) -> Filter:
    """The filter with the whole id of its document, and names that claims have where they know those by others.

    Raises:
        StoreError: there is no such document, or several begin so.
    """
    wanted = with_known_names(reader, wanted)
    if wanted.document is None:
        return wanted
    return wanted.model_copy(update={"document": full_document(reader, wanted.document)})


def _claim(reader: Reader, name: str) -> str | None:
    numbered = _CLAIM.fullmatch(name)
    if numbered:
        documents = _beginning(reader, "documents", numbered["document"])
        name = f"{documents[0]}-c{numbered['number']}" if documents else name
        return name if reader.claim_numbers([name]) else None
    return next(iter(_beginning(reader, "claims", name)), None)


def _beginning(reader: Reader, kind: Kind, start: str) -> list[str]:
    """The one id that begins so, or none."""
    found = reader.ids_beginning(kind, start, most=_SHOWN + 1)
    if len(found) > 1 and start not in found:
        shown = ", ".join(found[:_SHOWN]) + (" and others" if len(found) > _SHOWN else "")
        raise StoreError(reader.address, f"several {kind} begin with '{start}': {shown}")
    return [start] if start in found else found
