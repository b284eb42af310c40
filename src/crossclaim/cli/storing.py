"""What the commands on a store share: where it is, who acts, what is asked for."""

from __future__ import annotations

import getpass
import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from crossclaim.store import Filter, Store

__all__ = ["STORE", "By", "Criteria", "StoreAddress", "make_filter", "opened", "whoever"]

STORE = "crossclaim.sqlite"

StoreAddress = Annotated[
    str,
    typer.Option(
        "--store",
        metavar="STORE",
        envvar="CROSSCLAIM_STORE",
        help="The store: a file, or postgresql://USER@HOST/NAME.",
    ),
]
By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who does it, for the audit chain. Else the login name.")
]


@dataclass(frozen=True, slots=True)
class Criteria:
    """The filters as typed, None where not given."""

    since: str | None = None
    until: str | None = None
    near: str | None = None
    place: str | None = None
    country: str | None = None
    actor: str | None = None
    type: str | None = None
    source: str | None = None
    flag: str | None = None
    document: str | None = None
    text: str | None = None


@contextmanager
def opened(address: str, *, create: bool = False, read_only: bool = False) -> Iterator[Store]:
    """The store at the address, closed in the end. Whoever stops reading the output (head, less) has had enough.

    Raises:
        StoreError: it cannot be opened.
    """
    from crossclaim.cli.reading import close_output
    from crossclaim.store import open_store

    with open_store(address, create=create, read_only=read_only) as store:
        try:
            yield store
        except BrokenPipeError:
            close_output()


def whoever(by: str | None) -> str:
    """The name as given, else that of the login, else "unknown"."""
    if by:
        return by
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return os.environ.get("USER") or "unknown"


def make_filter(criteria: Criteria) -> Filter:
    """The filter that the options ask for.

    Raises:
        typer.BadParameter: one of them cannot be understood.
    """
    from crossclaim.model import ClaimClass, ClaimType
    from crossclaim.store import Filter

    asked: dict[str, Any] = {
        "since": _day(criteria.since, "--since"),
        "until": _day(criteria.until, "--until"),
        "near": _near(criteria.near),
        **{name: getattr(criteria, name) for name in ("place", "actor", "source", "flag", "document", "text")},
        "country": _country(criteria.country),
    }
    if criteria.type in set(ClaimClass):
        asked["claim_class"] = ClaimClass(criteria.type)
    elif criteria.type in set(ClaimType):
        asked["type"] = ClaimType(criteria.type)
    elif criteria.type is not None:
        raise typer.BadParameter(f"'{criteria.type}' is no type or class of claims", param_hint="--type")
    return Filter(**{name: value for name, value in asked.items() if value is not None})


def _day(value: str | None, option: str) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter(f"'{value}' is no date such as 2024-10-09", param_hint=option) from None


def _country(value: str | None) -> str | None:
    """The code of the country, given by it or by a name."""
    from crossclaim.geo import Gazetteer

    if value is None:
        return None
    with Gazetteer.open(None) as gazetteer:
        code = gazetteer.country_code(value)
    if code is None:
        raise typer.BadParameter(f"'{value}' is no country's code, such as MN, nor name", param_hint="--country")
    return code


def _near(value: str | None) -> dict[str, float] | None:
    """A point and a distance: ``36.2,37.1,25`` is within 25 km of it."""
    if value is None:
        return None
    try:
        lat, lon, km = (float(part) for part in value.split(","))
    except ValueError:
        raise typer.BadParameter(f"'{value}' is not of the form LAT,LON,KM", param_hint="--near") from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180 and 0 < km < math.inf):
        raise typer.BadParameter(f"'{value}' lies outside the globe", param_hint="--near")
    return {"lat": lat, "lon": lon, "km": km}
