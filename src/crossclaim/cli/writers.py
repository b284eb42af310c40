"""Where results go: a page for people, JSON for programs."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    # Records take a tenth of a second to load, and --help needs none.
    from rich.console import Console
    from rich.text import Text

    from crossclaim.model import DocumentResult

__all__ = ["OutputFormat", "TableWriter", "Writer", "open_writer", "page_console", "print_lines", "standard_output"]


class OutputFormat(StrEnum):
    """The forms that results are written in."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


class Writer(Protocol):
    """Takes results one by one."""

    def write(self, result: DocumentResult) -> None:
        """Write one document's result."""

    def close(self) -> None:
        """Write what the form needs at its end."""


def open_writer(form: OutputFormat, *, with_text: bool, with_mentions: bool, explain: bool = False) -> Writer:
    """A writer of the form to standard output."""
    stream = standard_output(utf8=form is not OutputFormat.TABLE)
    match form:
        case OutputFormat.TABLE:
            return TableWriter(stream, explain=explain)
        case OutputFormat.JSON:
            return JsonArrayWriter(stream, with_text=with_text, with_mentions=with_mentions, explain=explain)
        case OutputFormat.JSONL:
            return JsonLinesWriter(stream, with_text=with_text, with_mentions=with_mentions, explain=explain)


def page_console(stream: TextIO | None = None) -> Console:
    """What pages are printed to: the stream, else standard output."""
    from rich.console import Console

    class Page(Console):
        def on_broken_pipe(self) -> None:
            raise  # rich would end the process with a failure; whoever asked for the output knows better

    return Page(file=stream or standard_output(utf8=False), markup=False, emoji=False, highlight=False)


def print_lines(lines: Iterable[Text], console: Console) -> None:
    """Print lines that were folded already, as they are."""
    for line in lines:
        console.print(line, no_wrap=True, overflow="ignore", crop=False)
    console.file.flush()


class TableWriter:
    """A page for each document, coloured where the stream is a terminal."""

    def __init__(self, stream: TextIO, *, explain: bool = False) -> None:
        self._console = page_console(stream)
        self._first = True
        self._explain = explain

    def write(self, result: DocumentResult) -> None:
        """Print one document's page."""
        if self._explain:
            from crossclaim.cli.explained import compose_explanation as compose_page
        else:
            from crossclaim.cli.page import compose_page

        if not self._first:
            self._console.print()
        self._first = False
        print_lines(compose_page(result, self._console), self._console)

    def close(self) -> None:
        """Write nothing."""


class JsonLinesWriter:
    """One line of JSON for each document, written as soon as the document is read."""

    def __init__(self, stream: TextIO, *, with_text: bool, with_mentions: bool, explain: bool = False) -> None:
        self._stream = stream
        self._asked = {"with_text": with_text, "with_mentions": with_mentions, "explain": explain}

    def write(self, result: DocumentResult) -> None:
        """Write one document's line and hand it on at once."""
        from crossclaim.export import to_json, to_output

        output = to_output(result, **self._asked)
        self._stream.write(to_json(output) + "\n")
        self._stream.flush()

    def close(self) -> None:
        """Write nothing."""


class JsonArrayWriter:
    """One array of JSON for all documents; whole even where the reading stopped early."""

    def __init__(self, stream: TextIO, *, with_text: bool, with_mentions: bool, explain: bool = False) -> None:
        self._stream = stream
        self._asked = {"with_text": with_text, "with_mentions": with_mentions, "explain": explain}
        self._before = "[\n"

    def write(self, result: DocumentResult) -> None:
        """Write one document's object."""
        from crossclaim.export import to_json, to_output

        output = to_output(result, **self._asked)
        self._stream.write(self._before + to_json(output, indent=2))
        self._before = ",\n"

    def close(self) -> None:
        """Close the array."""
        self._stream.write("[]\n" if self._before == "[\n" else "\n]\n")
        self._stream.flush()


def standard_output(*, utf8: bool) -> TextIO:
    """Standard output; JSON is UTF-8 whatever the locale, a page leaves out what the terminal cannot show."""
    stream = sys.stdout
    if isinstance(stream, io.TextIOWrapper) and utf8:
        stream.reconfigure(encoding="utf-8", newline="\n")
    elif isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")
    return stream
