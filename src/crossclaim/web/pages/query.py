"""What is asked for, as it stands in an address: a view that is shared by its link shows the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import HTTPException, Request
from pydantic import ValidationError

from crossclaim.store import Box, Filter

__all__ = ["Asked", "read_query"]

# As they are called in an address; a filter has them under the same names.
_NAMES = (
    "since", "until", "place", "country", "admin1", "actor", "type", "claim_class", "source", "flag", "text",
    "document", "event", "state",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter, and the values of the address that it was made from."""

    wanted: Filter
    values: Mapping[str, str]

    def given(self, name: str) -> str:
        """A value of the address, empty where it has none."""
        return self.values.get(name, "")

    def link(self, path: str = "", **changed: Any) -> str:
        """The address of the same view with some values changed; None takes a value away."""
        values = {**self.values, **{name: value for name, value in changed.items() if value is not None}}
        kept = {name: value for name, value in values.items() if name not in changed or changed[name] is not None}
        query = urlencode(sorted(kept.items()))
        return f"{path}?{query}" if query else path or "?"


def read_query(request: Request) -> Asked:
    """The filter of an address; a value that is empty asks for nothing.

    Raises:
        HTTPException: 422, a value that no filter takes.
    """
    known = {name: value.strip() for name, value in request.query_params.items() if name in {*_NAMES, "box"}}
    values = {name: value for name, value in known.items() if value}
    fields: dict[str, Any] = {name: value for name, value in values.items() if name in Filter.model_fields}
    try:
        if "box" in values:
            fields["box"] = _box(values["box"])
        return Asked(Filter.model_validate(fields), values)
    except (ValidationError, ValueError) as error:
        wrong = error.errors()[0]["loc"][0] if isinstance(error, ValidationError) else "box"
        raise HTTPException(
            422, f"“{values.get(str(wrong), '')}” is nothing that can be asked for as “{wrong}”."
        ) from error


def _box(value: str) -> Box:
    south, west, north, east = (float(number) for number in value.split(","))
    return Box(south=max(south, -90), west=_turned(west), north=min(north, 90), east=_turned(east))


def _turned(longitude: float) -> float:
    """The longitude as it is written between -180 and 180, however often the map was turned around."""
    return longitude if -180 <= longitude <= 180 else (longitude + 180) % 360 - 180
