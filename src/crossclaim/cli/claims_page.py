"""Claims and documents of a store for people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rich.console import Console
from rich.text import Text

from crossclaim.cli.page import claim_heading, compose_quote, quoted, short_name, wrapped
from crossclaim.cli.plain import plain
from crossclaim.cli.voices import name_source, name_voice, where_published
from crossclaim.engine import rated, with_rating
from crossclaim.export import claim_row
from crossclaim.model import Heading, SourcedClaim
from crossclaim.store import Change, FlagSubject, Reader

__all__ = ["claim_lines", "document_lines"]

_INDENT = 4
_LABEL = 10
_FIELD = 13


def claim_lines(sourced: SourcedClaim, console: Console) -> Iterator[Text]:
    """Who says what happened, when, where, to whom, how many, and the exact words."""
    row = claim_row(sourced, None)
    days = " to ".join(dict.fromkeys(day for day in (row["start"], row["end"]) if day)) or "undated"
    place = ", ".join(dict.fromkeys(quoted(row[name]) for name in ("place", "admin1", "country") if row[name]))
    head = Text(f"{days}  ", style="bold").append_text(claim_heading(sourced.claim))
    yield from wrapped(head.append(f"  {place or 'place unknown'}", style="bold"), console, indent=0)
    for label, value in _claim_rows(sourced, row["side_a"], row["side_b"]):
        yield from wrapped(value, console, indent=_INDENT + _LABEL, label=f"{'':{_INDENT}}{label}")
    yield from compose_quote(sourced.claim.quote, console)


def _claim_rows(sourced: SourcedClaim, first: str | None, second: str | None) -> Iterator[tuple[str, Text]]:
    yield "says", Text(name_voice(sourced))
    if first or second:
        yield "sides", Text(f"{quoted(first or '?')} → {quoted(second or '?')}")
    for label, figure in zip(["figures", *[""] * len(sourced.claim.figures)], sourced.claim.figures, strict=False):
        of = f" ({quoted(figure.of.quote)})" if figure.of else ""
        yield label, Text(f"{quoted(figure.span.quote)} {figure.kind}{of}")
    yield "claim", Text(sourced.id, style="dim")


def document_lines(reader: Reader, document_id: str, console: Console) -> Iterator[Text]:
    """Where it comes from, its versions and edits, its copies, its warning signs, and its claims."""
    heading = reader.heading(document_id)
    yield from wrapped(Text(quoted(heading.title or short_name(heading.lineage)), style="bold"), console, indent=0)
    for label, value in _fields(reader, heading):
        yield from wrapped(value, console, indent=_FIELD, label=f"  {label}")
    for flag in reader.flags(FlagSubject.DOCUMENT, document_id):
        words = Text(f"{plain(flag.name).replace('_', ' ')}: {plain(flag.explanation)}", style="yellow")
        yield from wrapped(words, console, indent=4, label="  !")
    claims = rated(reader.claims_of(document_id), reader)
    for claim in claims:
        yield Text()
        yield from claim_lines(claim, console)
    if not claims:
        yield Text("  No claim found.")


def _fields(reader: Reader, heading: Heading) -> Iterator[tuple[str, Text]]:
    yield "document", Text(heading.document_id, style="dim")
    yield "address", Text(quoted(heading.lineage))
    outlet = heading.outlet
    yield "outlet", Text(name_source(with_rating(outlet, reader.source(outlet.id))) if outlet else "unknown")
    yield "published", Text(str(heading.published or "unknown"))
    versions = reader.versions(heading.lineage)
    yield "version", Text(f"{heading.version} of {len(versions)}")
    for earlier, later in pairwise(versions):
        yield "", Text(f"version {later.version} is {later.id}, edited from {earlier.id}:")
        for change in reader.changes(earlier.id, later.id):
            yield "", Text(_edit(change), style="yellow")
    for copy in reader.copies([heading.document_id]):
        ours = copy.first == heading.document_id
        other, share = (copy.second, copy.shared_first) if ours else (copy.first, copy.shared_second)
        where = where_published(reader.heading(other))
        yield str(copy.kind), Text(f"{share:.0%} of it stands in {other} ({where})", style="yellow")


def _edit(change: Change) -> str:
    before, after = plain(change.before), plain(change.span.quote) if change.span else ""
    if not before:
        return f"put in “{after}”"
    return f"“{before}” became “{after}”" if after else f"took out “{before}”"
