"""The demonstration: three accounts read one by one, then put side by side."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import typer
from rich.text import Text

from crossclaim import __version__
from crossclaim.cli.demo import between, closing, introduction, kept_closing, open_bytes, open_examples
from crossclaim.cli.events_page import event_page
from crossclaim.cli.listing import print_events, view_event
from crossclaim.cli.reading import close_output, read_inputs
from crossclaim.cli.visiting import visit_desk
from crossclaim.cli.writers import TableWriter, page_console, print_lines, standard_output
from crossclaim.engine import load_policy, load_tools, put_result
from crossclaim.model import DocumentResult
from crossclaim.pipeline import Resources
from crossclaim.store import Run, Store, open_store

__all__ = ["demonstrate", "print_demo_events", "put_results"]

NAME = "demo.sqlite"
_MOST = 1000


class _Keeper(TableWriter):
    """A page for each document, and the results kept for later."""

    def __init__(self) -> None:
        super().__init__(standard_output(utf8=False))
        self.results: list[DocumentResult] = []

    def write(self, result: DocumentResult) -> None:
        """Print one document's page and keep the result."""
        super().write(result)
        self.results.append(result)


def demonstrate(load: Callable[[], Resources], extractor: str, *, kept: str | None = None) -> int:
    """Show the accounts, then the events that they tell of; the exit status.

    With ``kept``, the address of a store, they are kept there, and the desk over them is looked at.

    Raises:
        StoreError: that store cannot be made, opened or written to.
        InputError: a page of the desk does not show what it should.
    """
    typer.echo(introduction())
    writer = _Keeper()
    with load() as resources:
        if status := read_inputs(open_examples(), writer, lambda: resources):
            return status
        try:
            event_ids = _show_events(writer.results, resources, extractor, kept)
        except BrokenPipeError:
            close_output()
            return 0
    typer.echo(kept_closing(kept, visit_desk(kept, event_ids)) if kept else closing(), err=True)
    return 0


def _show_events(
    results: Sequence[DocumentResult], resources: Resources, extractor: str, kept: str | None
) -> list[str]:
    sys.stdout.write(f"\n{between()}\n")
    with _store(kept) as store:
        put_results(results, store, resources, extractor)
        print_demo_events(store)
        return [event.id for event in store.events(limit=_MOST).rows]


@contextmanager
def _store(kept: str | None) -> Iterator[Store]:
    if kept:
        with open_store(kept, create=True) as store:
            yield store
    else:
        with TemporaryDirectory(prefix="crossclaim-") as folder, open_store(Path(folder) / NAME, create=True) as store:
            yield store


def put_results(results: Sequence[DocumentResult], store: Store, resources: Resources, extractor: str) -> None:
    """Put what was read from the accounts into a store, under their names."""
    tools = load_tools(resources, Run(crossclaim=__version__, extractor=extractor))
    for result in results:
        name = result.document.id
        put_result(result, store, tools, by="demo", lineage=name, capture=open_bytes(name))


def print_demo_events(store: Store) -> None:
    """Print the event of most voices whole, the others in a few lines each."""
    policy = load_policy()
    events = store.events(limit=_MOST).rows
    main = max(events, key=lambda event: (event.sources, len(event.claims), event.id), default=None)
    if main is None:
        return
    console = page_console()
    print_lines((*event_page(view_event(store, main, policy), console), Text()), console)
    print_lines([Text("─" * console.width, style="dim"), Text("The other events", style="bold"), Text()], console)
    print_events(store, [event for event in events if event is not main])
