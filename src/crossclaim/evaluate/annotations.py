"""The format of annotated claims, checked: ``python -m crossclaim.evaluate.annotations DOCS GOLD``.

Prints one line for each problem and ends with 1 where there is one. See ``corpus/GUIDE.md`` for what the fields mean.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from crossclaim.evaluate.score import load_jsonl
from crossclaim.model import AttributionKind, ClaimType, FigureKind, Modality, Operator, Quantity, Whose

__all__ = ["AnnotatedClaim", "AnnotatedDocument", "find_problems", "main"]


class _Annotation(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Named(_Annotation):
    quote: str
    name: str

    @field_validator("name")
    @classmethod
    def _is_given(cls, name: str) -> str:
        if not name.strip():
            raise ValueError("the name is empty")
        return name


class _Where(_Named):
    admin1: str | None
    country: str | None


class _When(_Annotation):
    quote: str
    start: date | None
    end: date | None

    @model_validator(mode="after")
    def _start_before_end(self) -> _When:
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"starts {self.start}, after it ends {self.end}")
        return self


class _Counted(_Annotation):
    quote: str
    kind: FigureKind
    of: str | None
    whose: Whose
    op: Operator
    low: int | float | None
    high: int | float | None

    @model_validator(mode="after")
    def _bounds_fit_operator(self) -> _Counted:
        Quantity(op=self.op, low=self.low, high=self.high)
        return self


class _Asserter(_Annotation):
    kind: AttributionKind
    source: str | None
    cue: str | None

    @model_validator(mode="after")
    def _narrator_cites_nobody(self) -> _Asserter:
        if self.kind is AttributionKind.NARRATOR and (self.source or self.cue):
            raise ValueError("a narrator has neither source nor cue")
        return self


class AnnotatedClaim(_Annotation):
    """One claim as annotated; every quote, source and cue is an exact piece of the document's text."""

    id: str
    event: str
    quote: str
    type: ClaimType
    side_a: _Named | None
    side_b: _Named | None
    place: _Where | None
    time: _When | None
    figures: tuple[_Counted, ...]
    attribution: _Asserter
    modality: Modality
    cumulative: bool

    def quotes(self) -> Iterator[tuple[str, str]]:
        """Every quotation of it with the name of its field."""
        yield "quote", self.quote
        for name in ("side_a", "side_b", "place", "time"):
            if part := getattr(self, name):
                yield name, part.quote
        for figure in self.figures:
            yield "figure", figure.quote
            if figure.of is not None:
                yield "figure.of", figure.of
        for name in ("source", "cue"):
            if (words := getattr(self.attribution, name)) is not None:
                yield f"attribution.{name}", words


class _Published(_Annotation):
    quote: str
    date: date


class AnnotatedDocument(_Annotation):
    """The claims of one document, and its date where its own text shows one."""

    doc: str
    published: _Published | None
    claims: tuple[AnnotatedClaim, ...]


def find_problems(documents: Sequence[Mapping[str, Any]], gold: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """One line for each break of the format, each quote that no text says, each document annotated twice or never."""
    texts = {str(entry["doc"]): str(entry["text"]) for entry in documents}
    seen: set[str] = set()
    for entry in gold:
        if not isinstance(entry, Mapping):
            yield f"{entry!r}: not an object"
            continue
        doc = str(entry.get("doc"))
        if doc not in texts:
            yield f"{doc}: there is no such document"
        elif doc in seen:
            yield f"{doc}: annotated twice"
        else:
            yield from _problems_of(doc, texts[doc], entry)
        seen.add(doc)
    yield from (f"{doc}: not annotated" for doc in texts if doc not in seen)


def _problems_of(doc: str, text: str, entry: Mapping[str, Any]) -> Iterator[str]:
    try:
        annotated = AnnotatedDocument.model_validate(entry)
    except ValidationError as error:
        for problem in error.errors():
            where = ".".join(str(part) for part in problem["loc"])
            yield f"{doc}: {where}: {problem['msg'].removeprefix('Value error, ')}"
        return
    if annotated.published and annotated.published.quote not in text:
        yield f"{doc}: published: the text does not say {annotated.published.quote!r}"
    ids: set[str] = set()
    for claim in annotated.claims:
        if claim.id in ids:
            yield f"{doc}: {claim.id}: the id stands twice"
        ids.add(claim.id)
        for name, words in claim.quotes():
            if not words or words not in text:
                yield f"{doc}: {claim.id}: {name}: the text does not say {words!r}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print every problem of two files; 0 where there is none, else 1."""
    parser = argparse.ArgumentParser(prog="python -m crossclaim.evaluate.annotations", description=__doc__)
    parser.add_argument("documents", type=Path, help='JSON lines with "doc" and "text"')
    parser.add_argument("gold", type=Path, help="annotated claims, a document a line")
    options = parser.parse_args(arguments)
    try:
        documents, gold = load_jsonl(options.documents), load_jsonl(options.gold)
        problems = list(find_problems(documents, gold))
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.stdout.write(f"annotations: {error}\n")
        return 1
    lists = (entry.get("claims") for entry in gold if isinstance(entry, Mapping))
    claims = sum(len(found) for found in lists if isinstance(found, list))
    sys.stdout.write("".join(f"{problem}\n" for problem in problems))
    sys.stdout.write(f"annotations: {len(gold)} documents, {claims} claims, {len(problems)} problems\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
