"""``crossclaim gazetteer``: why a name means a place, and places of one's own."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from crossclaim.geo import Gazetteer
    from crossclaim.geo.gazetteer import PlaceRow
    from crossclaim.geo.own import Imported
    from crossclaim.geo.search import RankedPlace
    from crossclaim.pipeline import Resources

__all__ = ["GazetteerFile", "gazetteer_app", "with_own_places"]

_MOST = 100

gazetteer_app = typer.Typer(no_args_is_help=True)

GazetteerFile = Annotated[
    Path | None,
    typer.Option(
        "--gazetteer",
        metavar="FILE",
        help="Your own gazetteer, used beside the shipped one. Else CROSSCLAIM_GAZETTEER or your data folder's.",
    ),
]


class FindFormat(StrEnum):
    """The forms that places found are written in."""

    TABLE = "table"
    JSON = "json"


def with_own_places(load: Callable[[], Resources], file: Path | None) -> Callable[[], Resources]:
    """What opens the resources with the user's own gazetteer in them; nothing changes where the user has none."""

    def loaded() -> Resources:
        resources = load()
        return replace(resources, gazetteer=_beside_own(resources.gazetteer, file))

    return loaded


@gazetteer_app.callback()
def _gazetteer() -> None:
    """Look up places, and add your own."""


@gazetteer_app.command()
def find(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A place's name, as a report writes it.")],
    near: Annotated[
        str | None, typer.Option(metavar="PLACE", help="A place the text speaks of, too, as 'Kunduz, AF'.")
    ] = None,
    country: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only places in that country: an ISO code or English name.")
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=_MOST, help="How many places to show.")] = 10,
    form: Annotated[FindFormat, typer.Option("--format", "-f", help="Lines to look at, or JSON.")] = FindFormat.TABLE,
    file: GazetteerFile = None,
) -> None:
    """Show the places a name may mean, the likeliest first, and what raised or lowered each."""
    from crossclaim.geo import Gazetteer
    from crossclaim.geo.search import search_places

    with _beside_own(Gazetteer.open(), file) as gazetteer:
        code = _country(gazetteer, country)
        ranked = search_places(gazetteer, name, country=code, near=_near(gazetteer, near))[:limit]
    if form is FindFormat.JSON:
        typer.echo(json.dumps([_shown(place) for place in ranked], ensure_ascii=False, indent=2))
    else:
        _print_ranked(ranked)
    if not ranked:
        from crossclaim.cli.reading import FAILED, say

        say(f"{name}: no such place in the gazetteer{f' in {code}' if code else ''}")
        raise typer.Exit(FAILED)


@gazetteer_app.command("import")
def import_files(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="GeoNames' XX.zip or alternateNamesV2.zip, unpacked or not; or a CSV."),
    ],
    file: GazetteerFile = None,
) -> None:
    """Put places into your own gazetteer, which read uses beside the shipped one: all of the files, or none."""
    from crossclaim.cli.reading import INTERRUPTED, say
    from crossclaim.geo import Gazetteer
    from crossclaim.geo.own import default_path, import_places

    table = file or default_path()
    try:
        with Gazetteer.open() as shipped, _ImportLine() as line:
            imported = import_places(files, table, shipped, line.advance)
    except KeyboardInterrupt:
        say("stopped; nothing was imported")
        raise typer.Exit(INTERRUPTED) from None
    for each in imported:
        _print_imported(each)
    say(f"your own gazetteer is {table}")


def _beside_own(gazetteer: Gazetteer, file: Path | None) -> Gazetteer:
    """The gazetteer with the user's own beside it: the file that was named, else the usual one if there is any."""
    from crossclaim.geo.own import VARIABLE, default_path

    path = file or default_path()
    named = file is not None or _is_set(VARIABLE)
    try:
        return gazetteer.with_own(path) if named or path.exists() else gazetteer
    except BaseException:
        gazetteer.close()
        raise


def _is_set(variable: str) -> bool:
    import os

    return bool(os.environ.get(variable))


def _country(gazetteer: Gazetteer, written: str | None) -> str | None:
    code = gazetteer.country_code(written) if written is not None else None
    if written is not None and code is None:
        raise typer.BadParameter(f"'{written}' is no country's ISO code or English name", param_hint="--country")
    return code


def _near(gazetteer: Gazetteer, words: str | None) -> PlaceRow | None:
    from crossclaim.geo.search import find_place

    row = find_place(gazetteer, words) if words is not None else None
    if words is not None and row is None:
        raise typer.BadParameter(
            f"'{words}' is no place in the gazetteer; write it as 'Kunduz, AF'", param_hint="--near"
        )
    return row


def _shown(place: RankedPlace) -> dict[str, Any]:
    """A place as JSON shows it."""
    from crossclaim.geo.resolution import reading_of
    from crossclaim.model import precision_codes

    row, codes = place.row, precision_codes(reading_of(place.row, ()))
    return {
        "name": row.name,
        "admin1": row.admin1,
        "admin2": row.admin2,
        "country": row.country,
        "lat": row.lat,
        "lon": row.lon,
        "radius_km": row.radius,
        "precision": row.precision,
        "geo_precision": codes.geo_precision,
        "where_prec": codes.where_prec,
        "kind": row.kind,
        "population": row.population or None,
        "gazetteer_id": row.ref,
        "score": round(place.score, 2),
        "evidence": [{"effect": effect.weight, "reason": effect.reason} for effect in place.effects],
    }


def _print_ranked(ranked: Sequence[RankedPlace]) -> None:
    from crossclaim.cli.plain import isolate, plain

    for number, place in enumerate(ranked, 1):
        shown = _shown(place)
        where = ", ".join(dict.fromkeys(part for part in (shown["admin1"], shown["country"]) if part))
        typer.echo(f"{number:>2}  {isolate(plain(shown['name']))}{f' ({isolate(plain(where))})' if where else ''}")
        typer.echo(f"    {_where(shown)}")
        typer.echo(f"    {_codes(shown)}")
        typer.echo(f"    score {shown['score']:.1f}:")
        for effect in place.effects:
            typer.echo(f"      {_signed(effect.weight)}  {isolate(plain(effect.reason))}")


def _where(shown: dict[str, Any]) -> str:
    point = "no point" if shown["lat"] is None else f"{shown['lat']:.4f} {shown['lon']:.4f}"
    radius = "" if shown["radius_km"] is None else f", within {shown['radius_km']:g} km"
    people = f", {shown['population']:,} inhabitants" if shown["population"] else ""
    return f"{point}{radius}{people}; {shown['gazetteer_id']}"


def _codes(shown: dict[str, Any]) -> str:
    acled, ucdp = (shown[name] or "none" for name in ("geo_precision", "where_prec"))
    return f"precision {shown['precision']} (ACLED geo_precision {acled}, UCDP where_prec {ucdp})"


def _signed(weight: float) -> str:
    return f"{weight:+5.1f}" if weight else "    ="


def _print_imported(imported: Imported) -> None:
    from crossclaim.cli.plain import plain

    taken = [f"{count:,} {noun}" for count, noun in ((imported.places, "places"), (imported.names, "names")) if count]
    typer.echo(
        f"{plain(str(imported.path))}: {' and '.join(taken) or 'nothing'} taken, "
        f"{imported.skipped.total():,} rows skipped"
    )
    for reason, count in imported.skipped.most_common():
        typer.echo(f"  {count:,} {reason}")


class _ImportLine:
    """How far an import has come, on a terminal."""

    def __init__(self) -> None:
        self._since, self._wanted = monotonic(), sys.stderr.isatty()
        self._shown: tuple[Progress, TaskID] | None = None

    def __enter__(self) -> _ImportLine:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._shown[0].stop()

    def advance(self, imported: Imported) -> None:
        """Show the counts as they stand."""
        from crossclaim.cli.reading import PATIENCE

        if self._wanted and not self._shown and monotonic() - self._since > PATIENCE:
            self._shown = self._start()
        if self._shown:
            progress, task = self._shown
            taken = imported.places + imported.names
            progress.update(task, description=f"{imported.path.name}: {imported.rows:,} rows, {taken:,} taken")

    def _start(self) -> tuple[Progress, TaskID]:
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        progress = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
        progress.start()
        return progress, progress.add_task("", total=None)
