"""What the markup of a page says of its text: the roles of roles.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from crossclaim.model import SegmentKind

__all__ = ["Layout", "Role", "find_role", "load_layout"]


@dataclass(frozen=True, slots=True)
class Role:
    """A part of a page; ``kind`` is None for text that is not shown."""

    name: str
    reason: str
    serves: str
    firm: bool
    kind: SegmentKind | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Element names by how they lie on the page, and roles by element name and by token."""

    blocks: frozenset[str]
    preformatted: frozenset[str]
    frames: frozenset[str]
    by_tag: Mapping[str, Role]
    by_token: Mapping[str, Role]


def find_role(tag: str, attributes: Mapping[str, str]) -> Role | None:
    """The role an element has by itself, None where it has none; a role it inherits is the caller's to keep."""
    layout = load_layout()
    if not attributes:
        return layout.by_tag.get(tag)
    if "hidden" in attributes or ((style := attributes.get("style")) and _unseen().search(style)):
        return layout.by_token["hidden"]
    if tag in layout.frames:
        # "article.comment" is a comment all the same; other words on a frame speak of what lies within.
        comment = tag == "article" and "comment" in attributes.get("class", "").lower().split()
        return layout.by_token["comment"] if comment else None
    return layout.by_tag.get(tag) or _role_of_tokens(layout, attributes)


@cache
def load_layout() -> Layout:
    """The roles and the layout of roles.toml."""
    table = tomllib.loads(files("crossclaim.ingest").joinpath("roles.toml").read_text("utf-8"))
    by_tag: dict[str, Role] = {}
    by_token: dict[str, Role] = {}
    for row in table["role"]:
        tags, tokens = row.pop("tags"), row.pop("tokens")
        role = Role(**(row | {"kind": SegmentKind(row["kind"]) if "kind" in row else None}))
        by_tag |= dict.fromkeys(tags, role)
        by_token |= dict.fromkeys(tokens, role)
    layout = {name: frozenset(tags) for name, tags in table["layout"].items()}
    return Layout(**layout, by_tag=by_tag, by_token=by_token)


def _role_of_tokens(layout: Layout, attributes: Mapping[str, str]) -> Role | None:
    for name in ("class", "id", "role", "itemprop"):
        for token in attributes.get(name, "").lower().split():
            if token in layout.by_token:
                return layout.by_token[token]
    return None


@cache
def _unseen() -> re.Pattern[str]:
    return re.compile(r"(?:display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden)", re.IGNORECASE)
