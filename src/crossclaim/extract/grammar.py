"""The patterns of ``grammar.toml``: what may stand between a trigger, a number and a party, compiled on first use."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["grammar"]


@cache
def grammar(name: str) -> re.Pattern[str]:
    """The pattern ``name`` ("sides.by"), blind to case."""
    part, _, key = name.partition(".")
    return re.compile(_table()[part][key]["pattern"], re.IGNORECASE)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("grammar.toml").read_text(encoding="utf-8"))
