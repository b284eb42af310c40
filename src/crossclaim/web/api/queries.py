"""What can be asked: filters as on the command line, pages, and values that are taken exactly as described or not."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Annotated, Any

from fastapi import HTTPException, Path
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from crossclaim.model import ClaimClass, ClaimType, Profile, ReviewState
from crossclaim.store import Filter

__all__ = [
    "Asking",
    "Day",
    "Days",
    "EventQuery",
    "EventsQuery",
    "FacetQuery",
    "FilterQuery",
    "Flag",
    "Id",
    "ListQuery",
    "LongId",
    "LongWords",
    "PageQuery",
    "SearchQuery",
    "Words",
    "make_filter",
    "position_after",
    "token_after",
]

_DATE = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_LAT = r"-?(90(\.0{1,6})?|[0-8]?[0-9](\.[0-9]{1,6})?)"
_LON = r"-?(180(\.0{1,6})?|(1[0-7][0-9]|[0-9]{1,2})(\.[0-9]{1,6})?)"
_NEAR = rf"^{_LAT},{_LON},[1-9][0-9]{{0,4}}(\.[0-9]{{1,3}})?$"
_BOX = rf"^{_LAT},{_LON},{_LAT},{_LON}$"
# No store keeps a NUL character.
_NO_NUL = r"^[^\u0000]*$"


def _only_day(value: Any) -> Any:
    """A day as it is described: pydantic would take a number for seconds since 1970, too."""
    if isinstance(value, str) and not re.fullmatch(_DATE, value):
        raise ValueError("is no day such as 2024-10-09")
    if not isinstance(value, str | date):
        raise ValueError("is no day such as 2024-10-09")
    return value


def _only_flag(value: Any) -> Any:
    """True or false; pydantic would take "on" and "t", too."""
    known = {"true": True, "false": False}
    if isinstance(value, bool):
        return value
    if value not in known:
        raise ValueError("is neither true nor false")
    return known[value]


def _only_number(value: Any) -> Any:
    """A whole number, as 3 or 3.0; pydantic would take "3" and true for numbers, too."""
    if isinstance(value, bool | str):
        raise ValueError("is no number")
    return value


Days = Annotated[int, Field(ge=1, le=3660), BeforeValidator(_only_number)]
Day = Annotated[date, BeforeValidator(_only_day)]
Flag = Annotated[bool, BeforeValidator(_only_flag)]
Words = Annotated[str, Field(min_length=1, max_length=300, pattern=_NO_NUL)]
LongWords = Annotated[str, Field(max_length=4000, pattern=_NO_NUL)]
Id = Annotated[str, Path(min_length=1, max_length=300, pattern=_NO_NUL)]
# What may hold a slash is the rest of the path, and that ends at a line break.
LongId = Annotated[str, Path(min_length=1, max_length=300, pattern=r"^[^\u0000\n]*$")]


class Asking(BaseModel):
    """What every question has in common: a name that is not known is refused."""

    # A filter that is misspelt must not take everything.
    model_config = ConfigDict(frozen=True, extra="forbid")


class PageQuery(Asking):
    """A page of a list."""

    limit: int = Field(default=50, ge=1, le=500, description="At most so many rows.")
    after: str | None = Field(default=None, max_length=600, description="The `next` of the page before.")


class FilterQuery(Asking):
    """What claims, events or documents have to fulfil, all of it."""

    since: Day | None = Field(default=None, description="On or after this day, as 2024-10-09.")
    until: Day | None = Field(default=None, description="On or before this day.")
    near: str | None = Field(
        default=None, pattern=_NEAR, description="Within so many kilometres of a point: `LAT,LON,KM`."
    )
    box: str | None = Field(default=None, pattern=_BOX, description="Inside a box: `SOUTH,WEST,NORTH,EAST`.")
    place: Words | None = Field(default=None, description="At a place of this name, whatever its case and accents.")
    country: str | None = Field(default=None, pattern="^[A-Za-z]{2}$", description="In a country, as MN.")
    admin1: Words | None = Field(default=None, description="In a first-level division of this name.")
    actor: Words | None = Field(default=None, description="With this party on a side, by name or id.")
    type: ClaimClass | ClaimType | None = Field(default=None, description="Of this type or class of claims.")
    source: Words | None = Field(default=None, description="By this outlet or speaker, by name or id.")
    flag: Words | None = Field(default=None, description="With this warning sign.")
    document: Words | None = Field(default=None, description="In the document of this id.")
    event: Words | None = Field(default=None, description="In the event of this id.")
    text: Words | None = Field(default=None, description='With all these words or "phrases" in the quote.')
    state: ReviewState | None = Field(default=None, description="In this state of review.")


class ListQuery(FilterQuery, PageQuery):
    """A page of what a filter takes."""


class SearchQuery(PageQuery):
    """A page of what holds some words."""

    text: Words = Field(description='Words and "phrases", all of which it holds.')


class EventQuery(Asking):
    """How an event is shown."""

    profile: Profile | None = Field(
        default=None, description="The rules by which figures are reconciled; else those that the store keeps."
    )


class EventsQuery(ListQuery, EventQuery):
    """A page of events."""


class FacetQuery(FilterQuery):
    """Counts of what a filter takes."""

    most: int = Field(default=20, ge=1, le=200, description="At most so many values of each kind.")


def make_filter(query: FilterQuery, **more: Any) -> Filter:
    """The filter that a query asks for."""
    names = ("since", "until", "place", "admin1", "actor", "source", "flag", "document", "event", "text", "state")
    asked: dict[str, Any] = {name: getattr(query, name) for name in names} | more
    asked["country"] = query.country.upper() if query.country else None
    if query.near:
        asked["near"] = dict(zip(("lat", "lon", "km"), map(float, query.near.split(",")), strict=True))
    if query.box:
        asked["box"] = dict(zip(("south", "west", "north", "east"), map(float, query.box.split(",")), strict=True))
    asked["claim_class" if isinstance(query.type, ClaimClass) else "type"] = query.type
    return Filter.model_validate({name: value for name, value in asked.items() if value is not None})


def token_after(after: str | None, asked: BaseModel) -> str | None:
    """What the next page is asked for with: where this one ended, and a check that the question stays the same."""
    if after is None:
        return None
    return urlsafe_b64encode(f"{_check(after, asked)}{after}".encode()).decode().rstrip("=")


def position_after(asked: PageQuery) -> str | None:
    """Where the page before ended.

    Raises:
        HTTPException: 404 where no page of this question ends there.
    """
    if asked.after is None:
        return None
    try:
        told = urlsafe_b64decode(asked.after + "=" * (-len(asked.after) % 4)).decode()
    except ValueError:
        told = ""
    after = told[_CHECK_DIGITS:]
    if not after or told[:_CHECK_DIGITS] != _check(after, asked):
        raise HTTPException(404, "no page of this list ends there: 'after' is the 'next' of the page before")
    return after


_CHECK_DIGITS = 16


def _check(after: str, asked: BaseModel) -> str:
    question: Mapping[str, Any] = asked.model_dump(mode="json", exclude={"after", "limit"})
    return sha256(f"{type(asked).__name__}{sorted(question.items())}{after}".encode()).hexdigest()[:_CHECK_DIGITS]
