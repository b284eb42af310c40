"""What a store holds, for people and for programs."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import typer
from rich.text import Text

from crossclaim.cli.aliases import source_called
from crossclaim.cli.claims_page import claim_lines, document_lines
from crossclaim.cli.counts_page import count_lines, count_rows, cut_facets
from crossclaim.cli.events_list import counted, event_lines, in_order
from crossclaim.cli.events_page import EventView, event_object, event_page
from crossclaim.cli.naming import full_document, full_event, with_full_ids
from crossclaim.cli.reading import say
from crossclaim.cli.sources_page import source_lines, sources_lines
from crossclaim.cli.writers import page_console, print_lines, standard_output
from crossclaim.engine import (
    Policy,
    earlier_claims,
    load_policy,
    profile_of,
    rated,
    shown_events,
    store_summaries,
    unfollowed_judgements,
)
from crossclaim.export import CLAIM_COLUMNS, COUNT_COLUMNS, EVENT_COLUMNS, RowFormat, claim_row, event_row, write_rows
from crossclaim.model import Event, Profile, SourcedClaim
from crossclaim.reconcile import explain_rule, history, moved_figures
from crossclaim.store import Filter, Page, Reader, Store, every_page

__all__ = [
    "count_found",
    "export_all",
    "list_claims",
    "list_events",
    "list_sources",
    "show_document",
    "show_event",
    "show_source",
    "view_event",
]

_TABLE = "table"
_LISTED = (_TABLE, RowFormat.JSONL, RowFormat.CSV)


def list_events(store: Store, wanted: Filter, profile: str | None, *, limit: int, form: str) -> None:
    """Write the events that a filter takes, latest first, up to ``limit``."""
    _check(form, _LISTED, "--format")
    chosen = _profile(profile)
    policy = _policy(chosen)
    page = store.events(with_full_ids(store, wanted), limit=limit)
    events = shown_events(page.rows, store, policy, chosen)
    if form == _TABLE:
        print_events(store, events)
    else:
        _write((event_row(event) for event in events), EVENT_COLUMNS, form)
    _tell_rest(page, "event", store, wanted)


def print_events(reader: Reader, events: Sequence[Event]) -> None:
    """Print each event in a few lines, within a day those of most sources first."""
    console = page_console()
    wanted = [claim_id for event in events for claim_id in event.claims]
    claims = {claim.id: claim for claim in rated(reader.sourced_claims(wanted), reader)}
    for event in in_order(events):
        print_lines((*event_lines(event, [claims[each] for each in event.claims], console), Text()), console)


def list_claims(store: Store, wanted: Filter, *, limit: int, form: str) -> None:
    """Write the claims that a filter takes, latest first, up to ``limit``."""
    _check(form, _LISTED, "--format")
    page = store.claims(with_full_ids(store, wanted), limit=limit)
    if form == _TABLE:
        console = page_console()
        claims = rated(page.rows, store)
        print_lines((line for claim in claims for line in (*claim_lines(claim, console), Text())), console)
    else:
        _write(_claim_rows(store, page.rows), CLAIM_COLUMNS, form)
    _tell_rest(page, "claim", store, wanted)


def count_found(store: Store, wanted: Filter, noun: str, *, limit: int, form: str) -> None:
    """Write how many claims or events a filter takes of each value, of each facet up to ``limit`` values."""
    _check(form, _LISTED, "--format")
    count = store.claim_facets if noun == "claim" else store.event_facets
    facets = count(with_full_ids(store, wanted), most=limit + 1)
    if form == _TABLE:
        console = page_console()
        print_lines(count_lines(facets, noun, console, most=limit), console)
    else:
        _write(count_rows(facets, most=limit), COUNT_COLUMNS, form)
    if facets.about:
        say(f"estimated from {facets.counted:,} of {facets.total:,}; narrower filters are counted one by one")
    if cut := cut_facets(facets, most=limit):
        say(f"only the first {limit:,} of {', '.join(cut)}; --limit shows more, filters narrow")


def export_all(store: Store, wanted: Filter, what: str, profile: str | None, *, form: str) -> None:
    """Write all that a filter takes to standard output, as it stood at one moment."""
    _check(form, tuple(RowFormat), "--format")
    _check(what, ("events", "claims"), "--what")
    chosen = _profile(profile)
    policy = _policy(chosen)
    with store.snapshot() as reader:
        wanted = with_full_ids(reader, wanted)
        if what == "claims":
            claims = (row for page in every_page(reader.claims, wanted) for row in _claim_rows(reader, page))
            _write(claims, CLAIM_COLUMNS, form)
        else:
            summaries = store_summaries(reader)
            pages = (
                shown_events(page, reader, policy, chosen, summaries=summaries)
                for page in every_page(reader.events, wanted)
            )
            _write((event_row(event) for page in pages for event in page), EVENT_COLUMNS, form)


def show_event(store: Store, name: str, profile: str | None, *, form: str) -> None:
    """Write one event whole.

    Raises:
        StoreError: there is none of that name, or several begin like it.
    """
    _check(form, (_TABLE, "json", "jsonl"), "--format")
    chosen = _profile(profile)
    policy = _policy(chosen)
    (event,) = shown_events([full_event(store, name)], store, policy, chosen)
    view = view_event(store, event, policy)
    if form == _TABLE:
        console = page_console()
        print_lines(event_page(view, console), console)
    else:
        stdout = standard_output(utf8=True)
        stdout.write(json.dumps(event_object(view), ensure_ascii=False, indent=2 if form == "json" else None) + "\n")
        stdout.flush()


def view_event(reader: Reader, event: Event, policy: Policy) -> EventView:
    """The event with all that its page shows."""
    claims = rated(reader.sourced_claims(event.claims), reader)
    copies = reader.copies({claim.heading.document_id for claim in claims})
    told = history(claims, copies, ties=policy.ties)
    earlier = rated(earlier_claims(claims, reader, policy), reader)
    of_all_versions = history([*claims, *earlier], copies, ties=policy.ties) if earlier else told
    conflicts = unfollowed_judgements(event.claims, reader)
    return EventView(event, claims, told, _in_words, moved_figures(of_all_versions), earlier, conflicts)


def show_document(store: Store, name: str) -> None:
    """Write what is known of one document, with its claims.

    Raises:
        StoreError: there is none of that id, or several begin like it.
    """
    console = page_console()
    print_lines(document_lines(store, full_document(store, name), console), console)


def list_sources(store: Store, *, limit: int) -> None:
    """Write who publishes and who is quoted, those heard most first, with what they are rated."""
    heard = store.source_counts(most=limit + 1)
    console = page_console()
    print_lines(sources_lines(store, heard[:limit], console), console)
    if not heard:
        say("no sources found")
    elif len(heard) > limit:
        say(f"the {limit:,} heard most; --limit shows more")


def show_source(store: Store, name: str) -> None:
    """Write how one source compares with the others on the same events.

    Raises:
        StoreError: no claim has that source.
    """
    source = source_called(store, name)
    console = page_console()
    print_lines(source_lines(source, profile_of(store, source), console), console)


def _check(value: str, known: Sequence[str], option: str) -> None:
    if value not in known:
        raise typer.BadParameter(f"'{value}' is none of {', '.join(known)}", param_hint=option)


def _profile(name: str | None) -> Profile | None:
    """The profile as typed; None where none is.

    Raises:
        typer.BadParameter: there is no such profile.
    """
    if name is not None and name not in set(Profile):
        raise typer.BadParameter(f"'{name}' is none of {', '.join(Profile)}", param_hint="--profile")
    return Profile(name) if name else None


def _policy(profile: Profile | None) -> Policy:
    return load_policy(profile=profile) if profile else load_policy()


def _in_words(rule: str) -> str:
    try:
        return explain_rule(rule)
    except KeyError:
        return rule


def _claim_rows(store: Reader, claims: Sequence[SourcedClaim]) -> Iterator[dict[str, Any]]:
    events = store.events_of([claim.id for claim in claims])
    return (claim_row(claim, events.get(claim.id)) for claim in rated(claims, store))


def _write(rows: Iterable[dict[str, Any]], columns: tuple[str, ...], form: str) -> None:
    stdout = sys.stdout
    if isinstance(stdout, io.TextIOWrapper):
        stdout.reconfigure(encoding="utf-8", newline="")
    for piece in write_rows(rows, columns, RowFormat(form)):
        stdout.write(piece)
    stdout.flush()


def _tell_rest(page: Page[Any], noun: str, reader: Reader, wanted: Filter) -> None:
    if not page.rows:
        say(f"no {noun}s found{_why_none(reader, wanted)}")
    elif page.after is not None:
        say(f"only the latest {counted(len(page.rows), noun)}; --limit shows more, filters narrow")


def _why_none(reader: Reader, wanted: Filter) -> str:
    """What in a filter takes nothing whatever else is asked, as words to add; nothing where that cannot be said."""
    if wanted.document is not None:
        heading = reader.heading(full_document(reader, wanted.document))
        newest = reader.versions(heading.lineage)[-1]
        if newest.version != heading.version:
            return f": version {newest.version} of that page is in force, document {newest.id}"
    if wanted.flag is not None:
        flagged = Filter(flag=wanted.flag, superseded=True)
        asked = (reader.claim_ids, reader.event_ids, reader.document_ids)
        if not any(ask(flagged, limit=1).rows for ask in asked):
            return f": nothing in the store has the warning sign {wanted.flag}"
    return ""
