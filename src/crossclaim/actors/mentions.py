"""What finding parties returns."""

from __future__ import annotations

from typing import NamedTuple

from crossclaim.model import ActorReading

__all__ = ["ActorMention"]


class ActorMention(NamedTuple):
    """A party named at ``text[start:end]``; ``readings`` ranked; ``generic`` where no known actor is named.

    ``person`` where a person is named, who is read as his party.
    """

    start: int
    end: int
    readings: tuple[ActorReading, ...]
    generic: bool
    person: bool = False

    def overlaps(self, start: int, end: int) -> bool:
        """Whether the mention shares a character with ``start:end``."""
        return self.start < end and start < self.end
