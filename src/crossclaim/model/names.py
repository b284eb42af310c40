"""What the values of vocabularies are called by people, from a table beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

__all__ = ["shared_names"]


@cache
def shared_names() -> Mapping[str, Mapping[str, str]]:
    """By vocabulary (``claim_type``, ``claim_class``, ``published``), what each of its values is called."""
    table: dict[str, dict[str, str]] = tomllib.loads((files(__package__) / "names.toml").read_text(encoding="utf-8"))
    return table
