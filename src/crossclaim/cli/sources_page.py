"""Who is heard in a store, for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text

from crossclaim.assess import SourceProfile
from crossclaim.cli.events_list import counted
from crossclaim.cli.page import quoted, wrapped
from crossclaim.cli.voices import name_source
from crossclaim.engine import find_source
from crossclaim.model import Source
from crossclaim.store import Reader

__all__ = ["source_lines", "sources_lines"]

_INDENT = 16


def sources_lines(reader: Reader, heard: Iterable[tuple[str, int]], console: Console) -> Iterator[Text]:
    """A line for each source: its claims, its letter, its name and party, its id."""
    heard = list(heard)
    if heard:
        yield Text(f"{'claims':>7}  rated  source", style="bold")
    for source_id, claims in heard:
        source = find_source(reader, source_id)
        letter, name = (source.reliability, name_source(source, letter=False)) if source else ("F", quoted(source_id))
        line = Text(name).append(f"  {quoted(source_id)}", style="dim")
        yield from wrapped(line, console, indent=_INDENT, label=f"{claims:>7,}  {letter:<5}  ", label_style="")


def source_lines(source: Source, profile: SourceProfile, console: Console) -> Iterator[Text]:
    """What a source is rated, and how it compares with the others on the same events."""
    yield from wrapped(
        Text(quoted(source.name), style="bold").append(f"  {quoted(source.id)}", style="not bold dim"),
        console,
        indent=0,
    )
    for label, value in _rows(source, profile):
        yield from wrapped(Text(value), console, indent=_INDENT, label=f"  {label}")


def _rows(source: Source, profile: SourceProfile) -> Iterator[tuple[str, str]]:
    yield "reliability", f"{source.reliability} ({source.reliability.name.replace('_', ' ').lower()})"
    yield "speaks for", quoted(source.alignment) if source.alignment else "no party known"
    if source.note:
        yield "note", quoted(source.note)
    documents, events = counted(profile.documents, "document"), counted(profile.events, "event")
    yield "heard in", f"{counted(profile.claims, 'claim')}, {documents}, {events}"
    yield "first", f"{profile.first:,} of {counted(profile.dated, 'dated event')} that others tell of, too"
    yield "copies", f"{profile.copies:,} of its documents are copies, {profile.copied_by:,} copy it"
    yield "against it", f"contradicted in {counted(profile.contradicted, 'event')}, denied in {profile.denied:,}"
    for name, count in profile.quotes:
        yield "quotes", f"{quoted(name)} ({count:,})"
    for tendency in profile.figures:
        interval = "" if tendency.low is None else f", 95 % {tendency.low:.2f} to {tendency.high:.2f}"
        whose = quoted(tendency.party) if tendency.party else "a side not told"
        times = f"{tendency.ratio:.2f} times the others'{interval}"
        yield "figures", f"{tendency.kind} of {whose}: {times}, {counted(tendency.events, 'event')}"
