"""What a store holds, for people and for programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, TypeVar

import typer
from rich.console import Console
from rich.text import Text

from crossclaim.assess import SourceProfile
from crossclaim.cli.events_page import event_lines, event_page
from crossclaim.cli.page import wording
from crossclaim.cli.plain import first_words, plain
from crossclaim.cli.reading import say
from crossclaim.engine import Policy, compose_event, find_source, load_policy, profile_of
from crossclaim.errors import StoreError
from crossclaim.export import CLAIM_COLUMNS, EVENT_COLUMNS, RowFormat, claim_row, event_row, write_rows
from crossclaim.model import Event, Profile, Source, SourcedClaim
from crossclaim.reconcile import explain_rule
from crossclaim.store import Filter, FlagSubject, Page, Store

__all__ = [
    "export_all",
    "list_claims",
    "list_events",
    "list_sources",
    "show_document",
    "show_event",
    "show_source",
]

Row = TypeVar("Row")
_BATCH = 500
_QUOTE = 160
_TABLE = "table"


def list_events(store: Store, wanted: Filter, profile: str | None, *, limit: int, form: str) -> None:
    """Write the events that a filter takes, latest first, up to ``limit``."""
    policy = _policy(profile)
    page = store.events(wanted, limit=limit)
    events = [_under(event, store, policy, profile) for event in page.rows]
    if form != _TABLE:
        _write((event_row(event) for event in events), EVENT_COLUMNS, form)
    else:
        _print(line for event in events for line in (*event_lines(event), Text()))
    _tell_rest(page, "events")


def list_claims(store: Store, wanted: Filter, *, limit: int, form: str) -> None:
    """Write the claims that a filter takes, latest first, up to ``limit``."""
    page = store.claims(wanted, limit=limit)
    if form != _TABLE:
        _write(_claim_rows(store, page.rows), CLAIM_COLUMNS, form)
    else:
        _print(line for claim in page.rows for line in (*_claim_lines(claim), Text()))
    _tell_rest(page, "claims")


def export_all(store: Store, wanted: Filter, what: str, profile: str | None, *, form: str) -> None:
    """Write all that a filter takes to standard output."""
    policy = _policy(profile)
    if what == "claims":
        claims = (row for page in _pages(store.claims, wanted) for row in _claim_rows(store, page))
        _write(claims, CLAIM_COLUMNS, form)
    elif what == "events":
        events = (_under(event, store, policy, profile) for page in _pages(store.events, wanted) for event in page)
        _write(map(event_row, events), EVENT_COLUMNS, form)
    else:
        raise typer.BadParameter(f"'{what}' is neither events nor claims", param_hint="--what")


def show_event(store: Store, name: str, profile: str | None, *, form: str) -> None:
    """Write one event whole.

    Raises:
        StoreError: there is none of that name, or several begin like it.
    """
    policy = _policy(profile)
    event = _under(find_event(store, name), store, policy, profile)
    if form == "json":
        sys.stdout.write(event.model_dump_json(indent=2) + "\n")
        return
    if form != _TABLE:
        raise typer.BadParameter(f"'{form}' is neither table nor json", param_hint="--format")
    claims = store.sourced_claims(event.claims)
    rules = {field.rule for field in event.fields.values()} | {figure.rule for figure in event.figures}
    console = _console()
    _print(event_page(event, claims, {rule: _in_words(rule) for rule in rules}, console), console)


def find_event(store: Store, name: str) -> Event:
    """The event of that id, or with the claim of that id.

    Raises:
        StoreError: there is none.
    """
    found = store.events_by_id([store.events_of([name]).get(name, name)])
    if not found:
        raise StoreError(store.address, f"there is no event {name}, nor a claim of that id in one")
    return found[0]


def show_document(store: Store, document_id: str) -> None:
    """Write what is known of one document, with its claims.

    Raises:
        StoreError: there is none of that id.
    """
    _print(_document_lines(store, document_id))


def list_sources(store: Store, *, limit: int) -> None:
    """Write who publishes and who is quoted, those heard most first, with what they are rated."""
    rated = {source.id: source for source in store.sources()}
    for source_id, count in store.claim_facets(most=limit).sources:
        source = rated.get(source_id)
        party = f", for {plain(source.alignment)}" if source and source.alignment else ""
        typer.echo(f"{count:>7,}  {plain(source_id)}{f'  {source.reliability}{party}' if source else ''}")


def show_source(store: Store, name: str) -> None:
    """Write how one source compares with the others on the same events.

    Raises:
        StoreError: no claim has that source.
    """
    source = find_source(store, name)
    if source is None:
        raise StoreError(store.address, f"there is no source {name}")
    _print(_source_lines(source, profile_of(store, source)))


def _source_lines(source: Source, profile: SourceProfile) -> Iterator[Text]:
    yield Text(plain(source.name), style="bold").append(f"  {source.id}", style="dim")
    yield Text(f"  reliability  {source.reliability} ({source.reliability.name.replace('_', ' ').lower()})")
    yield Text(f"  speaks for   {plain(source.alignment) if source.alignment else 'no party known'}")
    yield Text(f"  heard in     {profile.claims:,} claims, {profile.documents:,} documents, {profile.events:,} events")
    yield Text(f"  first        {profile.first:,} of {profile.dated:,} dated events that others tell of, too")
    yield Text(f"  copies       {profile.copies:,} of its documents are copies, {profile.copied_by:,} copy it")
    yield Text(f"  against it   contradicted in {profile.contradicted:,} events, denied in {profile.denied:,}")
    for quoted, count in profile.quotes:
        yield Text(f"  quotes       {plain(quoted)} ({count:,})")
    for tendency in profile.figures:
        interval = "" if tendency.low is None else f", 95 % {tendency.low:.2f} to {tendency.high:.2f}"
        counted = f"{tendency.kind} of {plain(tendency.party) if tendency.party else 'a side not told'}"
        yield Text(
            f"  figures      {counted}: {tendency.ratio:.2f} times the others'{interval}, {tendency.events} events"
        )


def _policy(profile: str | None) -> Policy:
    """What linking and reconciling go by, under the profile as typed.

    Raises:
        typer.BadParameter: there is no such profile.
    """
    if profile is None:
        return load_policy()
    if profile not in set(Profile):
        raise typer.BadParameter(f"'{profile}' is none of {', '.join(Profile)}", param_hint="--profile")
    return load_policy(profile=Profile(profile))


def _under(event: Event, store: Store, policy: Policy, profile: str | None) -> Event:
    """The event under the profile asked for; as it is kept where none is."""
    if profile is None or event.profile == profile:
        return event
    return compose_event(event.claims, store, policy, Profile(profile)).event


def _in_words(rule: str) -> str:
    try:
        return explain_rule(rule)
    except KeyError:
        return rule


def _pages(ask: Callable[..., Page[Row]], wanted: Filter) -> Iterator[Sequence[Row]]:
    after: str | None = None
    while True:
        page = ask(wanted, limit=_BATCH, after=after)
        yield page.rows
        if page.after is None:
            return
        after = page.after


def _claim_rows(store: Store, claims: Sequence[SourcedClaim]) -> Iterator[dict[str, Any]]:
    events = store.events_of([claim.id for claim in claims])
    return (claim_row(claim, events.get(claim.id)) for claim in claims)


def _write(rows: Iterable[dict[str, Any]], columns: tuple[str, ...], form: str) -> None:
    if form not in set(RowFormat):
        raise typer.BadParameter(f"'{form}' is none of {', '.join(RowFormat)}", param_hint="--format")
    stdout = sys.stdout
    if hasattr(stdout, "reconfigure"):
        stdout.reconfigure(encoding="utf-8", newline="")
    for piece in write_rows(rows, columns, RowFormat(form)):
        stdout.write(piece)
    stdout.flush()


def _console() -> Console:
    return Console(file=sys.stdout, markup=False, emoji=False, highlight=False)


def _print(lines: Iterable[Text], console: Console | None = None) -> None:
    console = console or _console()
    for line in lines:
        console.print(line, soft_wrap=True)


def _tell_rest(page: Page[Any], noun: str) -> None:
    if not page.rows:
        say(f"no {noun} found")
    elif page.after is not None:
        say(f"the latest {len(page.rows)} {noun}; --limit shows more, filters narrow")


def _claim_lines(sourced: SourcedClaim) -> Iterator[Text]:
    claim = sourced.claim
    row = claim_row(sourced, None)
    days = " to ".join(dict.fromkeys(day for day in (row["start"], row["end"]) if day)) or "undated"
    head = Text(f"{days}  {wording()['claim_type'][claim.type]}", style="bold")
    where = dict.fromkeys(row[name] for name in ("place", "admin1", "country") if row[name])
    head.append(f"  {plain(', '.join(where)) or 'place unknown'}")
    if modality := wording()["modality"][claim.modality]:
        head.append(f"  {modality}", style="yellow")
    yield head
    yield Text(f"  {plain(row['side_a'] or 'unknown')} → {plain(row['side_b'] or 'unknown')}")
    who = plain(row["asserter"] or "the report itself")
    yield Text(f"  {who}, in {plain(row['outlet'] or row['lineage'])}: “{first_words(claim.quote.quote, _QUOTE)}”")
    yield Text(f"  {sourced.id}", style="dim")


def _document_lines(store: Store, document_id: str) -> Iterator[Text]:
    heading = store.heading(document_id)
    yield Text(plain(heading.title or heading.lineage), style="bold")
    yield Text(f"  address    {plain(heading.lineage)}")
    yield Text(f"  outlet     {plain(heading.outlet.name) if heading.outlet else 'unknown'}")
    yield Text(f"  published  {heading.published or 'unknown'}")
    versions = store.versions(heading.lineage)
    yield Text(f"  version    {heading.version} of {len(versions)}")
    for earlier, later in pairwise(versions):
        for change in store.changes(earlier.id, later.id):
            now = f"“{plain(change.span.quote)}”" if change.span else "nothing"
            yield Text(f"    edited in version {later.version}: “{plain(change.before)}” became {now}", style="yellow")
    for copy in store.copies([document_id]):
        other, share = (
            (copy.second, copy.shared_first) if copy.first == document_id else (copy.first, copy.shared_second)
        )
        yield Text(f"  {copy.kind:<10} {share:.0%} of it stands in {other}", style="yellow")
    for flag in store.flags(FlagSubject.DOCUMENT, document_id):
        yield Text(f"  ! {flag.name}: {plain(flag.explanation)}", style="yellow")
    for claim in store.claims_of(document_id):
        yield Text()
        yield from _claim_lines(claim)
