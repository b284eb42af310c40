"""What finding parties returns."""

from __future__ import annotations

from typing import NamedTuple

from crossclaim.model import ActorReading

__all__ = ["ActorMention"]


class ActorMention(NamedTuple):
    """A party named at ``text[start:end]``; ``readings`` ranked; ``generic`` where no known actor is named."""

    start: int
    end: int
    readings: tuple[ActorReading, ...]
    generic: bool

    def overlaps(self, start: int, end: int) -> bool:
        """Whether the mention shares a character with ``start:end``."""
        return self.start < end and start < self.end
