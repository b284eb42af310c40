"""Hand-made results of a reading, so that what is printed can be tested apart from what is read."""

from datetime import date

from crossclaim.model import (
    ActorKind,
    ActorReading,
    Attribution,
    AttributionKind,
    Claim,
    ClaimType,
    Document,
    DocumentResult,
    Figure,
    FigureKind,
    Flag,
    Mention,
    MentionLabel,
    Modality,
    OffsetMap,
    Operator,
    Participant,
    Place,
    PlaceReading,
    Precision,
    PublishedDate,
    Quantity,
    Segment,
    SegmentKind,
    Span,
    Time,
    TimeReading,
    Whose,
)

TEXT = """Troops repel attack on Tosontsengel
9 October 2024
Over 2,400 soldiers attacked the Khangai Valleys Front near Tosontsengel last night, and dozens of them were killed.
A doctor told the agency that between 5 and 7 people had died.
The ministry denied on Monday that its drones had bombed a clinic.
Photo: Fighters on the ridge
Leave a Reply"""


def of(document: Document, words: str) -> Span:
    """The span of the first occurrence of the words."""
    start = document.text.index(words)
    return document.span(start, start + len(words))


def make_document(text: str = TEXT, *, doc: str = "reports/ministry.txt", title: str | None = None) -> Document:
    """A document of the text, one segment for each line that starts like page furniture."""
    kinds = {
        "Troops": (SegmentKind.TITLE, None),
        "9 ": (SegmentKind.DATELINE, "publication date"),
        "Photo": (SegmentKind.CAPTION, "starts with Photo:"),
        "Leave": (SegmentKind.BOILERPLATE, "form text"),
    }
    segments, start = [], 0
    for line in text.split("\n"):
        kind, reason = next((kinds[word] for word in kinds if line.startswith(word)), (SegmentKind.BODY, None))
        if line:
            segments.append(Segment(kind=kind, start=start, end=start + len(line), reason=reason))
        start += len(line) + 1
    return Document(
        id=doc, text=text, segments=tuple(segments), offsets=OffsetMap.identity(len(text)), title=title, language="en"
    )


def make_result() -> DocumentResult:
    """A result with every part that the output shows."""
    document = make_document(title="Troops repel attack on Tosontsengel")
    document = document.model_copy(
        update={
            "outlet": "Ministry of Defence",
            "published": PublishedDate(date=date(2024, 10, 9), method="text", span=of(document, "9 October 2024")),
            "flags": (Flag(name="party_source", explanation="The outlet is a party to the conflict."),),
        }
    )
    mentions = (
        Mention(
            label=MentionLabel.PLACE,
            span=of(document, "Tosontsengel"),
            score=0.5,
            readings=(
                PlaceReading(name="Tosontsengel", precision=Precision.LOCALITY, country="MN"),
                PlaceReading(name="Zavkhan", precision=Precision.ADMIN1, country="MN"),
            ),
        ),
        Mention(
            label=MentionLabel.QUANTITY,
            span=of(document, "2,400"),
            readings=(Quantity(op=Operator.EXACT, low=2400, high=2400),),
        ),
        Mention(label=MentionLabel.CUE, span=of(document, "told")),
    )
    return DocumentResult(
        document=document,
        claims=(_clash(document), _deaths(document), _denial(document)),
        mentions=mentions,
        dropped=1,
    )


def _clash(document: Document) -> Claim:
    front = ActorReading(id="front", name="Khangai Valleys Front (Mongolia)", kind=ActorKind.REBEL_GROUP, country="MN")
    return Claim(
        id="c1",
        type=ClaimType.ARMED_CLASH,
        score=0.9,
        quote=of(document, TEXT.split("\n")[2]),
        attribution=Attribution(kind=AttributionKind.NARRATOR),
        side_a=Participant(span=of(document, "soldiers")),
        side_b=Participant(span=of(document, "the Khangai Valleys Front"), actor=front),
        place=Place(
            span=of(document, "near Tosontsengel"),
            reading=PlaceReading(
                name="Tosontsengel",
                precision=Precision.LOCALITY,
                country="MN",
                admin1="Zavkhan",
                lat=48.75667,
                lon=98.28389,
                gazetteer_id="2029156",
                evidence=("named in the same document",),
            ),
        ),
        time=Time(
            span=of(document, "last night"),
            reading=TimeReading(
                start_date=date(2024, 10, 8), end_date=date(2024, 10, 9), precision=Precision.PART_OF_DAY
            ),
        ),
        figures=(
            Figure(
                span=of(document, "Over 2,400"),
                kind=FigureKind.FIGHTERS,
                of=of(document, "soldiers"),
                whose=Whose.A,
                quantity=Quantity(op=Operator.MORE_THAN, low=2400.0, high=None),
            ),
            Figure(
                span=of(document, "dozens"),
                kind=FigureKind.KILLED,
                of=None,
                whose=Whose.UNKNOWN,
                quantity=Quantity(op=Operator.VAGUE, low=None, high=None),
            ),
        ),
    )


def _deaths(document: Document) -> Claim:
    agency = Attribution(kind=AttributionKind.NAMED, source=of(document, "the agency"))
    return Claim(
        id="c2",
        type=ClaimType.TALLY,
        quote=of(document, TEXT.split("\n")[3]),
        attribution=Attribution(
            kind=AttributionKind.UNNAMED, source=of(document, "A doctor"), cue=of(document, "told"), parent=agency
        ),
        figures=(
            Figure(
                span=of(document, "between 5 and 7"),
                kind=FigureKind.KILLED,
                of=of(document, "people"),
                whose=Whose.OTHER,
                quantity=Quantity(op=Operator.RANGE, low=5, high=7),
            ),
        ),
        cumulative=True,
    )


def _denial(document: Document) -> Claim:
    return Claim(
        id="c3",
        type=ClaimType.AIR_DRONE_STRIKE,
        quote=of(document, TEXT.split("\n")[4]),
        attribution=Attribution(
            kind=AttributionKind.NAMED, source=of(document, "The ministry"), cue=of(document, "denied")
        ),
        side_a=Participant(span=of(document, "its drones")),
        place=Place(span=of(document, "a clinic")),
        time=Time(span=of(document, "on Monday"), reading=TimeReading(start_date=None, end_date=None)),
        modality=Modality.DENIED,
    )
