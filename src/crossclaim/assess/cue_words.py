"""The words that flags are told by, from cues.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from crossclaim.errors import ResourceError

__all__ = ["cue_pattern"]


@cache
def cue_pattern(name: str) -> re.Pattern[str]:
    """A list of cues as one pattern over whole words, longest first.

    Raises:
        ResourceError: the file is missing or damaged, or has no such list.
    """
    try:
        table = tomllib.loads(files("crossclaim.assess").joinpath("cues.toml").read_text(encoding="utf-8"))
        words = sorted(table[name]["words"], key=len, reverse=True)
    except (OSError, KeyError, ValueError) as error:
        raise ResourceError(f"cues.toml: {error}") from error
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
