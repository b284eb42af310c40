"""Claims with their documents, as linking takes them: made from annotated reports, or read from the same reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from crossclaim.actors import ActorIndex, find_actors
from crossclaim.evaluate.annotations import AnnotatedClaim, AnnotatedDocument
from crossclaim.evaluate.measure import comparable
from crossclaim.evaluate.pairing import pair_claims
from crossclaim.evaluate.score import load_jsonl
from crossclaim.export import to_output
from crossclaim.geo import Gazetteer, PlaceRow
from crossclaim.geo.resolution import reading_of
from crossclaim.ingest import ReadOptions, open_sources
from crossclaim.link import fold
from crossclaim.model import (
    ActorReading,
    Attribution,
    AttributionKind,
    Claim,
    Document,
    Figure,
    Heading,
    OffsetMap,
    Participant,
    Place,
    PlaceReading,
    Precision,
    Quantity,
    Segment,
    SegmentKind,
    Source,
    SourcedClaim,
    SourceKind,
    Span,
    Time,
    TimeReading,
)
from crossclaim.pipeline import Resources, read_document

__all__ = ["Pool", "documents_of", "gold_pool", "read_pool"]


@dataclass(frozen=True)
class Pool:
    """Claims to be linked, with the occurrence that annotators say each is on and the group its document is of.

    ``unpaired`` counts claims that were read and that no annotated claim answers, ``missed`` annotated ones not read.
    """

    claims: tuple[SourcedClaim, ...]
    events: Mapping[str, str]
    groups: Mapping[str, str]
    unpaired: int = 0
    missed: int = 0


def gold_pool(path: Path, resources: Resources) -> Pool:
    """The annotated claims of a part: ``path`` without its ``.docs.jsonl`` and ``.gold.jsonl``."""
    claims: list[SourcedClaim] = []
    events: dict[str, str] = {}
    groups: dict[str, str] = {}
    for entry, annotated in _entries(path):
        heading = _heading(entry)
        maker = _Maker(annotated.doc, str(entry["text"]), resources.gazetteer, resources.actors)
        for claim in annotated.claims:
            name = f"{annotated.doc}-{claim.id}"
            claims.append(maker.sourced(name, claim, heading))
            events[name], groups[name] = claim.event, str(entry.get("group") or annotated.doc)
    return Pool(tuple(claims), events, groups)


def read_pool(path: Path, resources: Resources) -> Pool:
    """The claims that are read from the texts of a part, each with the occurrence of the annotated one it answers."""
    documents = {d.id: d for d in open_sources([f"{path}.docs.jsonl"], ReadOptions()) if isinstance(d, Document)}
    claims: list[SourcedClaim] = []
    events: dict[str, str] = {}
    groups: dict[str, str] = {}
    unpaired = missed = 0
    for (entry, annotated), raw in zip(_entries(path), load_jsonl(Path(f"{path}.gold.jsonl")), strict=True):
        result = read_document(documents[annotated.doc], resources)
        found = to_output(result).model_dump(mode="json")["claims"]
        pairs = pair_claims([comparable(claim) for claim in raw["claims"]], [comparable(claim) for claim in found])
        unpaired, missed = unpaired + len(found) - len(pairs), missed + len(annotated.claims) - len(pairs)
        heading = _heading(entry, result.document)
        for wanted, read in pairs.items():
            claim = result.claims[read]
            name = f"{annotated.doc}-{claim.id.rpartition('#')[2]}"
            claims.append(SourcedClaim(id=name, claim=claim, heading=heading, speakers=_speakers(claim, resources)))
            events[name] = annotated.claims[wanted].event
            groups[name] = str(entry.get("group") or annotated.doc)
    return Pool(tuple(claims), events, groups, unpaired, missed)


def documents_of(path: Path) -> list[Document]:
    """The texts of a part as documents, all of each its body."""
    return [
        Document(
            id=str(entry["doc"]),
            text=str(entry["text"]),
            segments=(Segment(kind=SegmentKind.BODY, start=0, end=len(entry["text"])),),
            offsets=OffsetMap.identity(len(entry["text"])),
        )
        for entry in load_jsonl(path)
    ]


def _entries(path: Path) -> Iterator[tuple[Mapping[str, Any], AnnotatedDocument]]:
    """The documents of a part in the order of their annotations, each with them."""
    documents = {str(entry["doc"]): entry for entry in load_jsonl(Path(f"{path}.docs.jsonl"))}
    for line in load_jsonl(Path(f"{path}.gold.jsonl")):
        annotated = AnnotatedDocument.model_validate(line)
        yield documents[annotated.doc], annotated


def _heading(entry: Mapping[str, Any], document: Document | None = None) -> Heading:
    told = entry.get("published")
    read = document.published.date if document and document.published else None
    outlet = str(entry.get("outlet") or "")
    return Heading(
        document_id=str(entry["doc"]),
        lineage=str(entry["doc"]),
        title=entry.get("title"),
        outlet=Source(id=f"outlet:{fold(outlet)}", name=outlet, kind=SourceKind.OUTLET) if outlet else None,
        published=date.fromisoformat(told) if told else read,
    )


def _speakers(claim: Claim, resources: Resources) -> tuple[Source, ...]:
    return _speaker(claim.attribution, resources.actors)


def _speaker(attribution: Attribution, actors: ActorIndex) -> tuple[Source, ...]:
    """Who is quoted, the nearest to the claim first: the known party if the words name one, else the words."""
    if attribution.source is None:
        return ()
    words = attribution.source.quote
    known = _known_actor(words, actors)
    source = Source(
        id=f"actor:{known.id}" if known and known.id else f"speaker:{fold(words)}",
        name=known.name if known else words,
        kind=SourceKind.SPEAKER,
        named=attribution.kind is AttributionKind.NAMED,
    )
    return (source, *(_speaker(attribution.parent, actors) if attribution.parent else ()))


def _known_actor(words: str, actors: ActorIndex) -> ActorReading | None:
    found = find_actors(words, [(0, len(words))], actors)
    return next((mention.readings[0] for mention in found if not mention.generic), None)


@dataclass(frozen=True)
class _Maker:
    """Claims of one document from their annotations."""

    doc: str
    text: str
    gazetteer: Gazetteer
    actors: ActorIndex

    def sourced(self, name: str, annotated: AnnotatedClaim, heading: Heading) -> SourcedClaim:
        claim = self.claim(annotated)
        return SourcedClaim(id=name, claim=claim, heading=heading, speakers=_speaker(claim.attribution, self.actors))

    def claim(self, annotated: AnnotatedClaim) -> Claim:
        quote = self.span(annotated.quote, 0)
        near = quote.start
        asserter, where, when = annotated.attribution, annotated.place, annotated.time
        return Claim(
            id=annotated.id,
            type=annotated.type,
            quote=quote,
            attribution=Attribution(
                kind=asserter.kind,
                source=self.span(asserter.source, near) if asserter.source else None,
                cue=self.span(asserter.cue, near) if asserter.cue else None,
            ),
            side_a=self.side(annotated.side_a, near),
            side_b=self.side(annotated.side_b, near),
            place=Place(span=self.span(where.quote, near), reading=self.place(where)) if where else None,
            time=Time(
                span=self.span(when.quote, near),
                reading=TimeReading(start_date=when.start, end_date=when.end, precision=Precision.DAY),
            )
            if when
            else None,
            figures=tuple(
                Figure(
                    span=self.span(figure.quote, near),
                    kind=figure.kind,
                    of=self.span(figure.of, near) if figure.of else None,
                    whose=figure.whose,
                    quantity=Quantity(op=figure.op, low=figure.low, high=figure.high),
                )
                for figure in annotated.figures
            ),
            modality=annotated.modality,
            cumulative=annotated.cumulative,
        )

    def span(self, words: str, near: int) -> Span:
        """Where the words stand, the nearest to ``near`` where they stand more than once."""
        starts, start = [], self.text.find(words)
        while start >= 0:
            starts.append(start)
            start = self.text.find(words, start + 1)
        best = min(starts, key=lambda each: abs(each - near))
        return Span.of(self.doc, self.text, best, best + len(words))

    def side(self, named: Any, near: int) -> Participant | None:
        if named is None:
            return None
        return Participant(span=self.span(named.quote, near), actor=self.actor(named.name))

    def actor(self, name: str) -> ActorReading:
        """The party of an annotator's name; of several, the first is looked up and the others stay names."""
        first = name.split(";")[0].split(" or ")[0].strip()
        bare, _, country = first.partition(" (")
        found = find_actors(bare, [(0, len(bare))], self.actors)
        reading = found[0].readings[0] if found else ActorReading(id=None, name=name)
        home = self.actors.countries.get(country.rstrip(")").casefold()) if country else None
        return ActorReading(
            id=reading.id if found and not found[0].generic else None,
            name=name,
            kind=reading.kind,
            country=home or reading.country,
        )

    def place(self, where: Any) -> PlaceReading:
        """The place of an annotator's name in the gazetteer, in the country and province that the annotator gives."""
        names = [where.name, *(part.strip() for part in where.name.replace(" and ", ",").split(","))]
        for name in names:
            if rows := self._rows(name, where):
                return reading_of(rows[0], ()).model_copy(update={"name": where.name})
        precision = Precision.ADMIN1 if where.admin1 and fold(where.admin1) == fold(where.name) else Precision.LOCALITY
        return PlaceReading(name=where.name, precision=precision, country=where.country, admin1=where.admin1)

    def _rows(self, name: str, where: Any) -> Sequence[PlaceRow]:
        rows = [row for row in self.gazetteer.lookup(name, loose=True) if row.country == where.country]
        province = fold(where.admin1) if where.admin1 else None
        if province == fold(name):
            rows = [row for row in rows if row.kind == "admin1"] or rows
        inside = [row for row in rows if row.admin1 and fold(row.admin1) == province]
        return inside or ([] if province else rows)
