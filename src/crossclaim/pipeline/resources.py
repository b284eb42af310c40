"""Tables and lists the stages lean on, loaded once and handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import TracebackType

from crossclaim.actors import ActorIndex, load_index, read_actors
from crossclaim.assess import MilestoneTable, load_milestones
from crossclaim.extract import Extractor, assemble_claims
from crossclaim.geo import Gazetteer
from crossclaim.geo.lexicon import load_lexicon

__all__ = ["ExtractorName", "Resources", "load_resources"]


@dataclass(frozen=True, slots=True)
class Resources:
    """What a reading needs besides the document. Close it, or use it as a context manager."""

    gazetteer: Gazetteer
    actors: ActorIndex
    extractor: Extractor
    milestones: MilestoneTable = field(default_factory=load_milestones)

    def close(self) -> None:
        """Close the gazetteer."""
        self.gazetteer.close()

    def __enter__(self) -> Resources:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class ExtractorName(StrEnum):
    """What finds the claims."""

    LEARNED = "learned"
    RULES = "rules"


def load_resources(
    *,
    gazetteer: Path | None = None,
    actors: Path | Sequence[Path] = (),
    extractor: ExtractorName = ExtractorName.LEARNED,
    model: Path | None = None,
    threads: int = 0,
) -> Resources:
    """The bundled resources, with another gazetteer where ``gazetteer`` names its file.

    ``actors`` names files of further parties, whose entries win over those of the bundled list, of a later file over
    those of an earlier one. They are JSON lines as in the bundled list, or tables (.csv, .tsv).

    The learned extractor reads with the bundled model or with the one in the folder ``model``, on as many ``threads``
    as there are cores unless told otherwise; the rules need neither model nor onnxruntime.

    Raises:
        ResourceError: a bundled table or the model is missing or damaged.
        InputError: a file of actors cannot be read.
    """
    if extractor == ExtractorName.RULES:
        find_claims: Extractor = assemble_claims
    else:
        from crossclaim.extract.learned.runtime import load_extractor

        find_claims = load_extractor(model, threads=threads)
    own = [actor for path in ([actors] if isinstance(actors, Path) else actors) for actor in read_actors(path)]
    index = load_index(demonyms=load_lexicon().demonym, own=own)
    return Resources(Gazetteer.open(gazetteer), index, find_claims)
