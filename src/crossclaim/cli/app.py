"""Commands and their options."""

import gc
import sys
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from crossclaim import __version__
from crossclaim.cli.collection import register
from crossclaim.cli.gazetteer import GazetteerFile, gazetteer_app, with_own_places
from crossclaim.cli.serving import register as register_desk
from crossclaim.cli.writers import OutputFormat
from crossclaim.errors import CrossclaimError

__all__ = ["app", "main"]

app = typer.Typer(
    name="crossclaim",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(gazetteer_app, name="gazetteer")


def _output_format(value: str) -> OutputFormat:
    if value not in set(OutputFormat):
        raise typer.BadParameter(f"'{value}' is none of {', '.join(OutputFormat)}")
    return OutputFormat(value)


Format = Annotated[
    OutputFormat,
    typer.Option(
        "--format",
        "-f",
        # The parser of typer says "Value error" before its own complaint.
        parser=_output_format,
        metavar=f"<{'|'.join(OutputFormat)}>",
        help="Pages to look at, or JSON for programs (see: crossclaim schema).",
    ),
]
Mentions = Annotated[
    bool, typer.Option("--mentions", help="In JSON, add every actor, place, date and number recognised.")
]
Extractor = Annotated[
    str,
    typer.Option(
        metavar="<learned|rules>",
        help="What finds the claims: the trained encoder, or the rules alone (faster, finds less).",
    ),
]
Model = Annotated[Path | None, typer.Option(metavar="FOLDER", help="A model of your own, as make train writes it.")]
WithText = Annotated[bool, typer.Option("--with-text", help="In JSON, add the text that the offsets refer to.")]


Explain = Annotated[
    bool,
    typer.Option("--explain", help="Show what each part of a claim rests on, and what else it may mean."),
]


Actors = Annotated[
    list[Path] | None,
    typer.Option(
        "--actors", metavar="FILE", help="Actors of your own, JSON lines or CSV, which win over the list. Repeatable."
    ),
]
actors_app = typer.Typer(no_args_is_help=True, help="The list of actors.")
app.add_typer(actors_app, name="actors")


def main() -> None:
    """Run the command line; what this package reports as an error is one line, without a traceback."""
    # Lists and lexicons are many small objects that stay: looking through them again and again while they are loaded
    # took a tenth of a short run.
    gc.set_threshold(50_000, 20, 20)
    try:
        app(prog_name="crossclaim")
    except CrossclaimError as error:
        from crossclaim.cli.reading import FAILED, say

        say(str(error))
        sys.exit(FAILED)
    except OSError as error:
        # Inputs report their own; what is left is an output that cannot be written, as on a full disk.
        from crossclaim.cli.reading import FAILED, close_output, say

        close_output()
        say(f"cannot write the output: {error.strerror or error}")
        sys.exit(FAILED)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"crossclaim {__version__}")
        raise typer.Exit


@app.callback()
def _crossclaim(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Reads reports of armed conflict and turns them into attributed claims, each tied to its exact words."""


@app.command()
def read(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE", help="Files, folders, or - for standard input.")],
    form: Format = OutputFormat.TABLE,
    mentions: Mentions = False,
    with_text: WithText = False,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Day of publication, as 2024-10-09: what 'yesterday' is counted from."),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(metavar="KIND", help="What the inputs hold: text, html, jsonl or csv. Else their names tell."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=NAME", help="Where CSV or JSON lines keep a field, as text=body. Repeatable."),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="Character encoding of the inputs, where it is misread.")
    ] = None,
    explain: Explain = False,
    actors: Actors = None,
    extractor: Extractor = "learned",
    model: Model = None,
    gazetteer: GazetteerFile = None,
) -> None:
    """Read reports and show their claims: who says what happened, where, when, to whom, how many.

    In the table, brackets hold what the report's words resolve to.
    """
    from crossclaim.cli.options import make_options, resource_loader
    from crossclaim.cli.reading import guard, read_inputs
    from crossclaim.cli.writers import open_writer
    from crossclaim.ingest import open_sources

    _check_json_only(form, mentions=mentions, with_text=with_text)
    load = with_own_places(resource_loader(extractor=extractor, model=model, actors=actors or ()), gazetteer)
    options = make_options(published=published, kind=kind, columns=column or [], encoding=encoding)
    writer = open_writer(form, with_text=with_text, with_mentions=mentions, explain=explain)
    stdin = getattr(sys.stdin, "buffer", None)
    inputs = (guard(source, open_sources([source], options, stdin)) for source in sources)
    raise typer.Exit(read_inputs(chain.from_iterable(inputs), writer, load))


@app.command()
def demo(
    form: Format = OutputFormat.TABLE,
    mentions: Mentions = False,
    with_text: WithText = False,
    store: Annotated[
        str | None,
        typer.Option(metavar="STORE", help="Keep the accounts in this store, and see that the desk shows them."),
    ] = None,
    extractor: Extractor = "learned",
    model: Model = None,
) -> None:
    """Read three bundled accounts of one invented battle, by two opposed parties and an agency.

    The pages end with the events that the accounts tell of, and who says what.
    """
    from crossclaim.cli.demo import open_examples
    from crossclaim.cli.options import resource_loader
    from crossclaim.cli.reading import read_inputs
    from crossclaim.cli.writers import open_writer

    _check_json_only(form, mentions=mentions, with_text=with_text)
    load = resource_loader(extractor=extractor, model=model)
    if form is OutputFormat.TABLE:
        from crossclaim.cli.demonstrating import demonstrate

        raise typer.Exit(demonstrate(load, extractor, kept=store))
    if store is not None:
        raise typer.BadParameter("needs --format table", param_hint="--store")
    writer = open_writer(form, with_text=with_text, with_mentions=mentions)
    raise typer.Exit(read_inputs(open_examples(), writer, load))


register(app)
register_desk(app)


@app.command()
def evaluate(
    documents: Annotated[Path, typer.Argument(metavar="DOCS", help="JSON lines with doc and text.")],
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="JSON lines with doc and claims, as annotators made them.")
    ],
    read_claims: Annotated[
        Path | None,
        typer.Option("--read", metavar="FILE", help="What read --format jsonl gave for them. Else they are read now."),
    ] = None,
    report: Annotated[
        bool, typer.Option("--report", help="Show what goes wrong: kinds of errors, types confused, worst documents.")
    ] = False,
    extractor: Extractor = "learned",
    model: Model = None,
) -> None:
    """Compare the claims read from annotated reports with the annotations."""
    from crossclaim.cli.evaluating import evaluate_files
    from crossclaim.cli.options import resource_loader

    load = resource_loader(extractor=extractor, model=model)
    raise typer.Exit(evaluate_files(documents, gold, read_claims, load, report=report))


@actors_app.command("find")
def find_actor(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, abbreviation, person or role.")],
    day: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="The day that a text tells of, as 2024-10-09.")
    ] = None,
    country: Annotated[
        str | None, typer.Option(metavar="CODE", help="The country that it tells of, as two letters: SY.")
    ] = None,
    actors: Actors = None,
) -> None:
    """List whom a name may mean, the likelier first, with the reasons."""
    from crossclaim.cli.looking_up import list_bearers

    raise typer.Exit(list_bearers(name, day=day, country=country, files=actors or ()))


@app.command()
def schema() -> None:
    """Print the JSON Schema of one document's output."""
    import json

    from crossclaim.export import output_schema

    typer.echo(json.dumps(output_schema(), indent=2))


@app.command()
def version() -> None:
    """Print the version."""
    _show_version(True)


def _check_json_only(form: OutputFormat, *, mentions: bool, with_text: bool) -> None:
    if form is OutputFormat.TABLE and (mentions or with_text):
        raise typer.BadParameter("needs --format json or jsonl", param_hint="--mentions" if mentions else "--with-text")
