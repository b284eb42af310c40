"""Whom a name may mean, as lines to be read or piped."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import typer
from rich.console import Console
from rich.text import Text

from crossclaim.actors import load_index, look_up, read_actors
from crossclaim.cli.options import read_day
from crossclaim.cli.page import GUTTER, quoted, wrapped
from crossclaim.cli.reading import FAILED, say
from crossclaim.export import tell_reading
from crossclaim.geo import Gazetteer
from crossclaim.geo.lexicon import load_lexicon

__all__ = ["list_bearers"]

SHOWN = 20


def list_bearers(name: str, *, day: str | None, country: str | None, files: Sequence[Path]) -> int:
    """Print whom ``name`` may mean; the exit status, 1 where it is nobody's.

    Raises:
        InputError: a file of actors is not as it should be.
        typer.BadParameter: day or country cannot be understood.
    """
    when = None if day is None else read_day(day, "--date")
    own = [actor for path in files for actor in read_actors(path)]
    index = load_index(demonyms=load_lexicon().demonym, own=own)
    with Gazetteer.open(None) as gazetteer:

        def name_of(code: str) -> str | None:
            row = gazetteer.country(code)
            return row.name if row else None

        code = None if country is None else country.upper()
        if code is not None and name_of(code) is None:
            raise typer.BadParameter(f"'{country}' is no country's code, such as SY", param_hint="--country")
        found = look_up(name, index, day=when, country=code, name_of=name_of)
    if not found:
        say(f"nobody is called {name}")
        return FAILED
    console = Console(file=sys.stdout, markup=False, emoji=False, highlight=False)
    for number, reading in enumerate(found[:SHOWN], start=1):
        heading = Text(quoted(tell_reading(reading)), style="bold").append(f"  {quoted(reading.id or '')}", style="dim")
        lines = [*wrapped(heading, console, indent=GUTTER, label=f"{number:>2}  ")]
        for phrase in reading.evidence:
            lines += wrapped(Text(quoted(phrase)), console, indent=GUTTER + 2, label=f"{'':{GUTTER}}- ")
        for line in lines:
            console.print(line, no_wrap=True, overflow="ignore", crop=False)
    if len(found) > SHOWN:
        typer.echo(f"{'':{GUTTER}}and {len(found) - SHOWN} more")
    return 0
