"""The options of ``crossclaim read``, checked where they are typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import typer
from pydantic import ValidationError

from crossclaim.actors import read_actors
from crossclaim.ingest import Kind, ReadOptions
from crossclaim.pipeline import ExtractorName, Resources, load_resources

__all__ = ["make_options", "read_day", "resource_loader"]

OPTION_OF = {"columns": "--column", "encoding": "--encoding"}


def make_options(
    *, published: str | None, kind: str | None, columns: Sequence[str], encoding: str | None
) -> ReadOptions:
    """The options as typed.

    Raises:
        typer.BadParameter: one of them cannot be understood.
    """
    given = {
        "published": None if published is None else read_day(published, "--published"),
        "kind": None if kind is None else _kind(kind),
        "columns": dict(map(_column, columns)),
        "encoding": encoding,
    }
    try:
        return ReadOptions.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        hint = OPTION_OF.get(str(first["loc"][0]))
        raise typer.BadParameter(first["msg"].removeprefix("Value error, "), param_hint=hint) from None


def resource_loader(*, extractor: str, model: Path | None, actors: Sequence[Path] = ()) -> Callable[[], Resources]:
    """What opens the resources that the options ask for.

    Raises:
        typer.BadParameter: there is no extractor of that name, or it has no model.
        InputError: a file of actors is not as it should be.
    """
    for path in actors:
        read_actors(path)  # what is wrong with it is said before anything is read
    if extractor not in set(ExtractorName):
        raise typer.BadParameter(f"'{extractor}' is none of {', '.join(ExtractorName)}", param_hint="--extractor")
    if model is not None and extractor != ExtractorName.LEARNED:
        raise typer.BadParameter("only the learned extractor has a model", param_hint="--model")
    return partial(load_resources, extractor=ExtractorName(extractor), model=model, actors=tuple(actors))


def read_day(value: str, option: str) -> date:
    """The day as typed.

    Raises:
        typer.BadParameter: it is none.
    """
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter(f"'{value}' is no date such as 2024-10-09", param_hint=option) from None


def _kind(value: str) -> Kind:
    if value not in set(Kind):
        raise typer.BadParameter(f"'{value}' is none of {', '.join(Kind)}", param_hint="--kind")
    return Kind(value)


def _column(value: str) -> tuple[str, str]:
    field, equals, name = value.partition("=")
    if not (field and equals and name):
        raise typer.BadParameter(f"'{value}' is not of the form FIELD=NAME", param_hint="--column")
    return field, name
