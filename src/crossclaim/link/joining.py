"""Groups that grow by being joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

__all__ = ["Groups", "connected"]


class Groups:
    """Names in groups, each known by its least member; a name not joined yet is a group of its own."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def of(self, name: str) -> str:
        """The group of a name."""
        path = []
        while (above := self._above.get(name, name)) != name:
            path.append(name)
            name = above
        for each in path:
            self._above[each] = name
        return name

    def join(self, one: str, other: str) -> None:
        """Make one group of the groups of two names."""
        least, greatest = sorted((self.of(one), self.of(other)))
        if least != greatest:
            self._above[greatest] = least

    def members(self, names: Iterable[str]) -> list[tuple[str, ...]]:
        """Those names in their groups, each sorted, the groups by their least name."""
        several: dict[str, list[str]] = defaultdict(list)
        for name in sorted(set(names)):
            several[self.of(name)].append(name)
        return [tuple(group) for _, group in sorted(several.items())]


def connected(names: Iterable[str], pairs: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The names in their connected components, each sorted, the components by their least name."""
    groups = Groups()
    for one, other in pairs:
        groups.join(one, other)
    return groups.members(names)
