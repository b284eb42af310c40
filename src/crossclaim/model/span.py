"""Half-open ranges of code points, exact or not at all."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, model_validator

from crossclaim.errors import SpanError

__all__ = ["OffsetMap", "Span"]


class Span(BaseModel):
    """Half-open range of code points in one document's text: ``text[start:end] == quote``."""

    model_config = ConfigDict(frozen=True)

    doc_id: str
    start: int
    end: int
    quote: str

    @model_validator(mode="after")
    def _quote_fits(self) -> Span:
        if not 0 <= self.start < self.end or len(self.quote) != self.end - self.start:
            raise SpanError(f"{self.doc_id}: [{self.start}:{self.end}] cannot quote {len(self.quote)} code points")
        return self

    @classmethod
    def of(cls, doc_id: str, text: str, start: int, end: int) -> Span:
        """The span of ``text[start:end]``.

        Raises:
            SpanError: the range is empty or lies outside the text.
        """
        if not 0 <= start < end <= len(text):
            raise SpanError(f"{doc_id}: [{start}:{end}] outside 0..{len(text)}")
        return cls(doc_id=doc_id, start=start, end=end, quote=text[start:end])

    def is_exact(self, text: str) -> bool:
        """Whether the span still quotes ``text`` to the letter."""
        return text[self.start : self.end] == self.quote


class OffsetMap(BaseModel):
    """How a document's text lies in the text content of its capture.

    ``runs`` are (document offset, capture offset, length), ordered and disjoint; code points in between were put in by
    the reader (a paragraph break, a folded blank) and have no place in the capture.
    """

    model_config = ConfigDict(frozen=True)

    runs: tuple[tuple[int, int, int], ...]

    @model_validator(mode="after")
    def _runs_are_ordered(self) -> OffsetMap:
        reached = 0
        for start, origin, length in self.runs:
            if start < reached or origin < 0 or length <= 0:
                raise SpanError(f"offset run ({start}, {origin}, {length}) overlaps or is empty")
            reached = start + length
        return self

    @classmethod
    def identity(cls, length: int, *, origin: int = 0) -> OffsetMap:
        """The map of a text taken as it is from ``origin`` on."""
        return cls(runs=((0, origin, length),) if length else ())

    def to_capture(self, start: int, end: int) -> tuple[int, int] | None:
        """The range of the capture's text content that covers ``start:end``, None where nothing of it lies there."""
        inside = [
            (origin + max(start - run, 0), origin + min(end - run, length))
            for run, origin, length in self.runs
            if run < end and start < run + length
        ]
        return (min(first for first, _ in inside), max(last for _, last in inside)) if inside else None
