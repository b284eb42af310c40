"""Documents in, results out, and an honest count of what became of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from crossclaim.cli.plain import plain
from crossclaim.cli.writers import Writer
from crossclaim.ingest import Unread
from crossclaim.model import Document, DocumentResult
from crossclaim.pipeline import Resources, load_resources, read_document

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["FAILED", "INTERRUPTED", "Tally", "close_output", "guard", "read_inputs", "read_one", "say"]

FAILED = 1
INTERRUPTED = 130
# Seconds before a progress line is worth its flicker.
PATIENCE = 1.0


@dataclass(slots=True)
class Tally:
    """What became of the inputs so far."""

    documents: int = 0
    claims: int = 0
    unread: int = 0
    dropped: int = 0

    def count(self, result: DocumentResult) -> None:
        """Add one document's result."""
        self.documents += 1
        self.claims += len(result.claims)
        self.dropped += result.dropped

    def __str__(self) -> str:
        return ", ".join(
            (
                _count(self.documents, "document"),
                _count(self.claims, "claim"),
                f"{_count(self.unread, 'input')} not read",
                f"{_count(self.dropped, 'span')} dropped",
            )
        )


def read_inputs(
    inputs: Iterable[Document | Unread], writer: Writer, load: Callable[[], Resources] = load_resources
) -> int:
    """Read and write every input; the exit status: 0, 1 where an input could not be read, 130 where interrupted."""
    tally = Tally()
    try:
        try:
            with ProgressLine(tally) as progress:
                _read_each(inputs, writer, load, tally, progress)
        finally:
            writer.close()
    except KeyboardInterrupt:
        say(f"stopped after {tally}")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output (head, less) has had enough.
        close_output()
        return 0
    say(str(tally))
    return FAILED if tally.unread else 0


def guard(source: str, documents: Iterable[Document | Unread]) -> Iterator[Document | Unread]:
    """The documents of one source, and an ``Unread`` where its reader broke."""
    try:
        yield from documents
    except Exception as error:  # noqa: BLE001 one source that breaks its reader must not cost the others
        yield _broken(source, error)


def close_output() -> None:
    """Send what standard output still holds nowhere: the interpreter would complain once more on leaving."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(line: str) -> None:
    """One line on standard error."""
    print(f"crossclaim: {plain(line)}", file=sys.stderr)


class ProgressLine:
    """How far the reading has come, on a terminal that shows nothing else meanwhile."""

    def __init__(self, tally: object) -> None:
        self._tally, self._since = tally, monotonic()
        self._wanted = sys.stderr.isatty() and not sys.stdout.isatty()
        self._shown: tuple[Progress, TaskID] | None = None

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._shown[0].stop()

    def advance(self) -> None:
        """Show the tally as it stands."""
        if self._wanted and not self._shown and monotonic() - self._since > PATIENCE:
            self._shown = _start_progress()
        if self._shown:
            progress, task = self._shown
            progress.update(task, description=str(self._tally))


def _start_progress() -> tuple[Progress, TaskID]:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
    progress.start()
    return progress, progress.add_task("", total=None)


def _read_each(
    inputs: Iterable[Document | Unread],
    writer: Writer,
    load: Callable[[], Resources],
    tally: Tally,
    progress: ProgressLine,
) -> None:
    with load() as resources:
        for source in inputs:
            outcome = read_one(source, resources) if isinstance(source, Document) else source
            if isinstance(outcome, DocumentResult):
                writer.write(outcome)
                tally.count(outcome)
            else:
                say(f"{outcome.source}: {outcome.reason}")
                tally.unread += 1
            progress.advance()


def read_one(document: Document, resources: Resources) -> DocumentResult | Unread:
    """The result of one document, or an ``Unread`` where it broke a stage."""
    try:
        return read_document(document, resources)
    except Exception as error:  # noqa: BLE001 one document that breaks a stage must not cost the others
        return _broken(document.id, error)


def _broken(source: str, error: Exception) -> Unread:
    # The error's own words may quote the report.
    return Unread(source=source, reason=f"could not be processed ({type(error).__name__})")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
