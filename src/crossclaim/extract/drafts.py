"""A claim in the making: ranges and readings, before records are made of them."""

from __future__ import annotations

from dataclasses import dataclass

from crossclaim.extract.attribution import AttributedContent
from crossclaim.extract.evidence import PlaceEvidence, TimeEvidence
from crossclaim.extract.figures import FigureDraft
from crossclaim.extract.sides import Sides
from crossclaim.extract.triggers import Trigger
from crossclaim.model import ClaimType, Modality

__all__ = ["ClaimDraft"]


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """What ``text[start:end]`` of one sentence, or of several once merged, is taken to assert."""

    start: int
    end: int
    sentence: tuple[int, int]
    triggers: tuple[Trigger, ...]
    figures: tuple[FigureDraft, ...]
    attributed: AttributedContent | None
    type: ClaimType
    sides: Sides
    place: PlaceEvidence | None
    time: TimeEvidence | None
    modality: Modality
    cumulative: bool
    score: float

    @property
    def has_own_place(self) -> bool:
        """Whether its own sentence names the place."""
        return self.place is not None and self._in_sentence(self.place.start)

    @property
    def has_own_time(self) -> bool:
        """Whether its own sentence names the time."""
        return self.time is not None and self._in_sentence(self.time.start)

    def _in_sentence(self, position: int) -> bool:
        return self.sentence[0] <= position < self.sentence[1]
