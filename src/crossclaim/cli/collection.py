"""The commands on a store of many reports: add, look, judge, check, keep, hand on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crossclaim.cli.gazetteer import GazetteerFile
from crossclaim.cli.storing import STORE, By, Criteria, StoreAddress

__all__ = ["register"]

Since = Annotated[str | None, typer.Option(metavar="DATE", help="On or after this day, as 2024-10-09.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="On or before this day.")]
Near = Annotated[str | None, typer.Option(metavar="LAT,LON,KM", help="Within so many kilometres of a point.")]
Place = Annotated[str | None, typer.Option(metavar="NAME", help="At a place of this name.")]
Country = Annotated[str | None, typer.Option(metavar="CODE", help="In a country, as MN.")]
Actor = Annotated[str | None, typer.Option(metavar="NAME", help="With this party on a side.")]
Type = Annotated[str | None, typer.Option("--type", metavar="TYPE", help="Of this type or class of claims.")]
SourceName = Annotated[str | None, typer.Option("--source", metavar="NAME", help="By this outlet or speaker.")]
FlagName = Annotated[str | None, typer.Option("--flag", metavar="NAME", help="With this warning sign.")]
DocumentId = Annotated[str | None, typer.Option("--document", metavar="ID", help="In this document.")]
Text = Annotated[str | None, typer.Option("--text", metavar="WORDS", help='With these words or "phrases".')]
Limit = Annotated[int, typer.Option(min=1, help="At most so many.")]
Counts = Annotated[
    bool,
    typer.Option("--counts", help="Instead of a list: how many of each type, country, actor, source, flag, month."),
]
ListFormat = Annotated[str, typer.Option("--format", "-f", metavar="<table|jsonl|csv>", help="For people or programs.")]
ProfileName = Annotated[
    str | None,
    typer.Option("--profile", metavar="<acled|ucdp|ibc|airwars>", help="The rules by which figures are reconciled."),
]


def register(app: typer.Typer) -> None:
    """Make these commands part of the command line."""
    for command in (
        add,
        events,
        event,
        claims,
        document,
        sources,
        rate,
        judge,
        rebuild,
        verify,
        backup,
        restore,
        export,
    ):
        app.command()(command)


def add(
    inputs: Annotated[list[str], typer.Argument(metavar="SOURCE", help="Files, folders, or - for standard input.")],
    store: StoreAddress = STORE,
    by: By = None,
    published: Annotated[str | None, typer.Option(metavar="DATE", help="Day of publication, as 2024-10-09.")] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="KIND", help="What the inputs hold, where names do not tell.")
    ] = None,
    column: Annotated[list[str] | None, typer.Option(metavar="FIELD=NAME", help="Where a table keeps a field.")] = None,
    encoding: Annotated[str | None, typer.Option(metavar="NAME", help="Character encoding of the inputs.")] = None,
    extractor: Annotated[str, typer.Option(metavar="<learned|rules>", help="What finds the claims.")] = "learned",
    model: Annotated[Path | None, typer.Option(metavar="FOLDER", help="A model of your own.")] = None,
    actors: Annotated[
        list[Path] | None, typer.Option("--actors", metavar="FILE", help="Actors of your own. Repeatable.")
    ] = None,
    outlets: Annotated[
        Path | None,
        typer.Option("--sources", metavar="FILE", help="Outlets and speakers of your own, JSON lines, which win."),
    ] = None,
    gazetteer: GazetteerFile = None,
) -> None:
    """Read reports into a store, made where there is none, and put their claims beside those that are there.

    What is in the store already changes nothing, so an addition that was stopped is gone on with by the same command. A
    page that has changed becomes a new version.
    """
    from crossclaim.cli.adding import add_inputs
    from crossclaim.cli.gazetteer import with_own_places
    from crossclaim.cli.options import make_options, resource_loader
    from crossclaim.cli.storing import opened, whoever
    from crossclaim.engine import describe_run

    load = with_own_places(resource_loader(extractor=extractor, model=model, actors=actors or ()), gazetteer)
    options = make_options(published=published, kind=kind, columns=column or [], encoding=encoding)
    run = describe_run(extractor, model=model)
    with opened(store, create=True) as target:
        raise typer.Exit(add_inputs(inputs, target, options, load, run, by=whoever(by), sources=outlets))


def events(
    store: StoreAddress = STORE,
    since: Since = None,
    until: Until = None,
    near: Near = None,
    place: Place = None,
    country: Country = None,
    actor: Actor = None,
    kind: Type = None,
    source: SourceName = None,
    flag: FlagName = None,
    document: DocumentId = None,
    text: Text = None,
    profile: ProfileName = None,
    counts: Counts = False,
    limit: Limit = 50,
    form: ListFormat = "table",
) -> None:
    """List events: what is said to have happened, by how many sources, with low / best / high figures."""
    from crossclaim.cli.listing import count_found, list_events
    from crossclaim.cli.storing import make_filter, opened

    criteria = Criteria(since, until, near, place, country, actor, kind, source, flag, document, text)
    wanted = make_filter(criteria)
    with opened(store, read_only=True) as kept:
        if counts:
            count_found(kept, wanted, "event", limit=limit, form=form)
        else:
            list_events(kept, wanted, profile, limit=limit, form=form)


def event(
    event_id: Annotated[str, typer.Argument(metavar="EVENT", help="An event's id, its first digits, or a claim's id.")],
    store: StoreAddress = STORE,
    profile: ProfileName = None,
    form: Annotated[str, typer.Option("--format", "-f", metavar="<table|json|jsonl>")] = "table",
) -> None:
    """Show one event: its claims side by side, what they agree on, the figures and which rule chose them."""
    from crossclaim.cli.listing import show_event
    from crossclaim.cli.storing import opened

    with opened(store, read_only=True) as kept:
        show_event(kept, event_id, profile, form=form)


def claims(
    store: StoreAddress = STORE,
    since: Since = None,
    until: Until = None,
    near: Near = None,
    place: Place = None,
    country: Country = None,
    actor: Actor = None,
    kind: Type = None,
    source: SourceName = None,
    flag: FlagName = None,
    document: DocumentId = None,
    text: Text = None,
    counts: Counts = False,
    limit: Limit = 50,
    form: ListFormat = "table",
) -> None:
    """List claims: who says what happened, where, when, to whom, how many, in which words."""
    from crossclaim.cli.listing import count_found, list_claims
    from crossclaim.cli.storing import make_filter, opened

    criteria = Criteria(since, until, near, place, country, actor, kind, source, flag, document, text)
    wanted = make_filter(criteria)
    with opened(store, read_only=True) as kept:
        if counts:
            count_found(kept, wanted, "claim", limit=limit, form=form)
        else:
            list_claims(kept, wanted, limit=limit, form=form)


def document(
    document_id: Annotated[str, typer.Argument(metavar="DOCUMENT", help="A document's id, or its first digits.")],
    store: StoreAddress = STORE,
) -> None:
    """Show one document: its address, versions and their edits, warning signs, copies of it, and its claims."""
    from crossclaim.cli.listing import show_document
    from crossclaim.cli.storing import opened

    with opened(store, read_only=True) as kept:
        show_document(kept, document_id)


def sources(
    source_id: Annotated[str | None, typer.Argument(metavar="[SOURCE]", help="One source, by name or id.")] = None,
    store: StoreAddress = STORE,
    limit: Limit = 50,
) -> None:
    """List who publishes and who is quoted, or show how one source compares with others on the same events."""
    from crossclaim.cli.listing import list_sources, show_source
    from crossclaim.cli.storing import opened

    with opened(store, read_only=True) as kept:
        show_source(kept, source_id) if source_id else list_sources(kept, limit=limit)


def rate(
    source_id: Annotated[str, typer.Argument(metavar="SOURCE", help="The source's name or id, as sources lists it.")],
    reliability: Annotated[str | None, typer.Option(metavar="<A-F>", help="Admiralty letter.")] = None,
    aligned: Annotated[str | None, typer.Option(metavar="PARTY", help='The party it speaks for; "" for none.')] = None,
    note: Annotated[str | None, typer.Option(metavar="WORDS", help="Why.")] = None,
    store: StoreAddress = STORE,
    by: By = None,
) -> None:
    """Say how reliable a source is and whom it speaks for; its events are reconciled anew."""
    from crossclaim.cli.judging import rate_source
    from crossclaim.cli.storing import opened, whoever

    with opened(store) as kept:
        rate_source(kept, source_id, reliability=reliability, aligned=aligned, note=note, by=whoever(by))


def judge(
    first: Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's id.")],
    second: Annotated[str, typer.Argument(metavar="CLAIM", help="Another claim's id.")],
    verdict: Annotated[str, typer.Argument(metavar="<same|different|unsure|undo>", help="One occurrence, or not.")],
    why: Annotated[str, typer.Option("--why", metavar="WORDS", help="The reason, for whoever reads it later.")],
    of: Annotated[
        str | None,
        typer.Option("--of", metavar="NAME", help="With undo: whose word is taken back. Else one's own."),
    ] = None,
    store: StoreAddress = STORE,
    by: By = None,
) -> None:
    """Say whether two claims tell of one occurrence; it stands before what the program thinks, and can be undone."""
    from crossclaim.cli.judging import judge_pair
    from crossclaim.cli.storing import opened, whoever

    with opened(store) as kept:
        judge_pair(kept, first, second, verdict, why=why, by=whoever(by), of=of)


def rebuild(store: StoreAddress = STORE, profile: ProfileName = None, by: By = None) -> None:
    """Link all claims anew and make all events anew, without reading any report again."""
    from crossclaim.cli.judging import rebuild_store
    from crossclaim.cli.storing import opened, whoever

    with opened(store) as kept:
        rebuild_store(kept, profile, by=whoever(by))


def verify(store: StoreAddress = STORE) -> None:
    """Check the audit chain, every row against it, archived bytes, exact spans, and that events follow from claims."""
    from crossclaim.cli.keeping import verify_store
    from crossclaim.cli.storing import opened

    with opened(store, read_only=True) as kept:
        raise typer.Exit(verify_store(kept))


def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write the archive.")],
    store: StoreAddress = STORE,
) -> None:
    """Write everything in a store to one archive."""
    from crossclaim.cli.keeping import write_backup
    from crossclaim.cli.storing import opened

    with opened(store, read_only=True) as kept:
        write_backup(kept, target)


def restore(
    archive: Annotated[Path, typer.Argument(metavar="FILE", help="What backup wrote.")],
    store: StoreAddress = STORE,
) -> None:
    """Make a store from an archive; there must be none yet."""
    from crossclaim.cli.keeping import read_backup

    read_backup(archive, store)


def export(
    store: StoreAddress = STORE,
    form: Annotated[str, typer.Option("--format", "-f", metavar="<jsonl|csv|geojson>", help="The form.")] = "jsonl",
    what: Annotated[str, typer.Option(metavar="<events|claims>", help="What to write.")] = "events",
    since: Since = None,
    until: Until = None,
    near: Near = None,
    place: Place = None,
    country: Country = None,
    actor: Actor = None,
    kind: Type = None,
    source: SourceName = None,
    flag: FlagName = None,
    document: DocumentId = None,
    text: Text = None,
    profile: ProfileName = None,
) -> None:
    """Write events or claims to standard output, all that the filters take, in a fixed order."""
    from crossclaim.cli.listing import export_all
    from crossclaim.cli.storing import make_filter, opened

    criteria = Criteria(since, until, near, place, country, actor, kind, source, flag, document, text)
    wanted = make_filter(criteria)
    with opened(store, read_only=True) as kept:
        export_all(kept, wanted, what, profile, form=form)
