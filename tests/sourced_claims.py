"""Claims with their documents, made from a few words, for tests of what works on many claims."""

from __future__ import annotations

from datetime import date
from typing import Any

from crossclaim.model import (
    ActorKind,
    ActorReading,
    Attribution,
    AttributionKind,
    Claim,
    ClaimType,
    Document,
    Figure,
    FigureKind,
    Heading,
    Modality,
    OffsetMap,
    Operator,
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
    Whose,
)

OLBEK = PlaceReading(name="Olbek", precision=Precision.LOCALITY, country="KZ", admin1="Tarsin", lat=50.1, lon=71.2)
MERKE = PlaceReading(name="Merke", precision=Precision.LOCALITY, country="KZ", admin1="Sarysu", lat=43.0, lon=73.1)
TARSIN = PlaceReading(name="Tarsin", precision=Precision.ADMIN1, country="KZ", admin1="Tarsin")
ARMY = ActorReading(id="gov-kz", name="Government of Kazakhstan", kind=ActorKind.STATE_FORCES, country="KZ")
FRONT = ActorReading(id="kvf", name="Khangai Valleys Front", kind=ActorKind.REBEL_GROUP, country="KZ")
PEOPLE = ActorReading(id=None, name="Civilians (Kazakhstan)", kind=ActorKind.CIVILIANS, country="KZ")
DAY = date(2031, 5, 3)


def outlet(name: str) -> Source:
    return Source(id=f"outlet:{name}", name=name, kind=SourceKind.OUTLET)


def speaker(name: str, **more: Any) -> Source:
    return Source(id=f"speaker:{name}", name=name, kind=SourceKind.SPEAKER, **more)


def sourced(
    name: str,
    quote: str = "Shells fell on the market",
    *,
    document: str = "d1",
    kind: ClaimType = ClaimType.SHELLING_ARTILLERY_MISSILE,
    start: int = 0,
    place: PlaceReading | None = OLBEK,
    day: date | None = DAY,
    until: date | None = None,
    when: str = "then",
    published: date | None = DAY,
    side_a: ActorReading | None = ARMY,
    side_b: ActorReading | None = PEOPLE,
    killed: str | None = None,
    modality: Modality = Modality.ACTUAL,
    cumulative: bool = False,
    occurrence: int | None = None,
    speakers: tuple[Source, ...] = (),
    paper: str = "wire",
) -> SourcedClaim:
    """A claim; ``killed`` is "12", ">=12" or None, ``when`` the words that tell the days."""

    def span(words: str) -> Span:
        return Span(doc_id=document, start=start, end=start + len(words), quote=words)

    claim = Claim(
        id=name,
        type=kind,
        quote=span(quote),
        attribution=Attribution(kind=AttributionKind.NARRATOR),
        side_a=Participant(span=span(side_a.name), actor=side_a) if side_a else None,
        side_b=Participant(span=span(side_b.name), actor=side_b) if side_b else None,
        place=Place(span=span(place.name), reading=place) if place else None,
        time=Time(span=span(when), reading=TimeReading(start_date=day, end_date=until or day)) if day else None,
        figures=(_killed(span(killed), killed),) if killed else (),
        modality=modality,
        cumulative=cumulative,
        occurrence=occurrence,
    )
    heading = Heading(document_id=document, lineage=document, outlet=outlet(paper), published=published)
    return SourcedClaim(id=name, claim=claim, heading=heading, speakers=speakers)


def _killed(span: Span, words: str) -> Figure:
    number = int(words.lstrip(">="))
    quantity = (
        Quantity(op=Operator.AT_LEAST, low=number, high=None)
        if words.startswith(">=")
        else Quantity(op=Operator.EXACT, low=number, high=number)
    )
    return Figure(span=span, kind=FigureKind.KILLED, of=None, whose=Whose.B, quantity=quantity)


def report(name: str, text: str, *, furniture: str = "", title: str = "") -> Document:
    """A document of a title, a body and what the outlet prints on every page."""
    parts = [(SegmentKind.TITLE, title), (SegmentKind.BODY, text), (SegmentKind.BOILERPLATE, furniture)]
    segments, whole = [], ""
    for kind, words in parts:
        if words:
            whole += "\n\n" if whole else ""
            segments.append(Segment(kind=kind, start=len(whole), end=len(whole) + len(words)))
            whole += words
    return Document(id=name, text=whole, segments=tuple(segments), offsets=OffsetMap.identity(len(whole)))
