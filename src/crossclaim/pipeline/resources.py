"""Tables and lists the stages lean on, loaded once and handed in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from crossclaim.actors import ActorIndex
from crossclaim.geo import Gazetteer
from crossclaim.geo.lexicon import load_lexicon

__all__ = ["Resources", "load_resources"]


@dataclass(frozen=True, slots=True)
class Resources:
    """What a reading needs besides the document. Close it, or use it as a context manager."""

    gazetteer: Gazetteer
    actors: ActorIndex

    def close(self) -> None:
        """Close the gazetteer."""
        self.gazetteer.close()

    def __enter__(self) -> Resources:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def load_resources(*, gazetteer: Path | None = None) -> Resources:
    """The bundled resources, with another gazetteer where ``gazetteer`` names its file.

    Raises:
        ResourceError: a bundled table is missing or damaged.
    """
    return Resources(Gazetteer.open(gazetteer), ActorIndex.load(demonyms=load_lexicon().demonym))
