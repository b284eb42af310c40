"""Invented reports as records of the store, small enough to be read in a test."""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from crossclaim.model import (
    ActorReading,
    Attribution,
    AttributionKind,
    Capture,
    Claim,
    ClaimField,
    ClaimType,
    CopyKind,
    Correction,
    Document,
    DocumentCopy,
    Event,
    FieldValue,
    Figure,
    FigureKind,
    Flag,
    Heading,
    Judgement,
    JudgementSubject,
    Link,
    Mention,
    MentionLabel,
    OffsetMap,
    Operator,
    Participant,
    Permission,
    Place,
    PlaceReading,
    Precision,
    Profile,
    PublishedDate,
    Quantity,
    Review,
    ReviewState,
    Role,
    Sealed,
    Segment,
    SegmentKind,
    Source,
    SourcedClaim,
    SourceKind,
    Span,
    Time,
    TimeReading,
    Token,
    User,
    Verdict,
    Whose,
    digest_event,
)
from crossclaim.store import ClaimRecord, DocumentRecord, EventRecord, FlagSubject, Run, Store, Writer

ULIASTAI = PlaceReading(
    name="Uliastai",
    precision=Precision.LOCALITY,
    country="MN",
    admin1="Zavkhan",
    lat=47.74,
    lon=96.84,
    radius_km=5,
    evidence=("only one of that name",),
)
SEVARE = PlaceReading(name="Sévaré", precision=Precision.LOCALITY, country="ML", admin1="Mopti", lat=14.53, lon=-4.1)
TAVEUNI = PlaceReading(name="Taveuni", precision=Precision.LOCALITY, country="FJ", lat=-16.85, lon=179.97)
FRONT = ActorReading(id="khangai-front", name="Khangai Front")
ARMY = ActorReading(id=None, name="Army of Zavkhan")
RUN = Run(crossclaim="0.2.0", extractor="learned", model_hash="ab" * 32, settings={"threshold": 0.5})

PUBLISHED = date(2024, 10, 9)


def outlet(name: str) -> Source:
    return Source(id=f"outlet:{name.lower()}", name=name, kind=SourceKind.OUTLET)


HOSPITAL = Source(id="speaker:the district hospital", name="the district hospital", kind=SourceKind.SPEAKER)


def document_id(lineage: str, text: str) -> str:
    return sha256(f"{lineage}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:20]


def span(document: Document, words: str) -> Span:
    start = document.text.index(words)
    return document.span(start, start + len(words))


def sourced_claim(
    document: Document,
    heading: Heading,
    number: int,
    quote: str,
    *,
    type_: ClaimType = ClaimType.ARMED_CLASH,
    place: PlaceReading | None = ULIASTAI,
    days: tuple[date | None, date | None] | None = (date(2024, 10, 8), date(2024, 10, 8)),
    speakers: tuple[Source, ...] = (),
) -> SourcedClaim:
    """A claim on a clash whose sides, place and time are words of the quote itself."""
    whole = span(document, quote)
    claim = Claim(
        id=f"c{number}",
        type=type_,
        quote=whole,
        attribution=Attribution(kind=AttributionKind.NARRATOR),
        score=0.75,
        side_a=Participant(span=whole, actor=FRONT),
        side_b=Participant(span=whole, actor=ARMY),
        place=Place(span=whole, reading=place) if place else None,
        time=Time(span=whole, reading=TimeReading(start_date=days[0], end_date=days[1])) if days else None,
        figures=(
            Figure(
                span=whole,
                kind=FigureKind.KILLED,
                of=None,
                whose=Whose.B,
                quantity=Quantity(op=Operator.AT_LEAST, low=7, high=None),
            ),
        ),
        reasons=("quote .75",),
    )
    return SourcedClaim(id=f"{heading.document_id}-c{number}", claim=claim, heading=heading, speakers=speakers)


def report(
    text: str = "Fighters attacked a post at Uliastai. At least 7 soldiers were killed, the district hospital said.",
    *,
    lineage: str = "https://example.org/1",
    version: int = 1,
    name: str = "Khangai Voice",
    quotes: tuple[str, ...] | None = None,
    published: date | None = PUBLISHED,
    place: PlaceReading | None = ULIASTAI,
    days: tuple[date | None, date | None] | None = (date(2024, 10, 8), date(2024, 10, 8)),
    type_: ClaimType = ClaimType.ARMED_CLASH,
    speakers: tuple[Source, ...] = (HOSPITAL,),
    keys: tuple[int, ...] = (17, 2**64 - 3),
    fingerprints: tuple[int, ...] = (5, 2**63 + 1, 99),
    capture: Capture | None = None,
    run_id: str | None = None,
) -> DocumentRecord:
    """A document with a claim for each of its quotes, by default one: its first sentence."""
    document = Document(
        id=lineage,
        text=text,
        segments=(Segment(kind=SegmentKind.BODY, start=0, end=len(text), reason="all of it"),),
        offsets=OffsetMap.identity(len(text), origin=3),
        capture_id=capture.id if capture else None,
        title="A post is attacked",
        language="en",
        outlet=name,
        url=lineage,
        published=PublishedDate(date=published, method="given") if published else None,
        flags=(Flag(name="page_date_doubted", explanation="it is told of later days"),),
    )
    heading = Heading(
        document_id=document_id(lineage, text),
        lineage=lineage,
        version=version,
        title=document.title,
        outlet=outlet(name),
        url=lineage,
        published=published,
        retrieved=datetime(2024, 10, 10, 6, 30, tzinfo=UTC),
        language="en",
        flags=("page_date_doubted",),
    )
    claims = [
        sourced_claim(document, heading, i, quote, type_=type_, place=place, days=days, speakers=speakers)
        for i, quote in enumerate(quotes if quotes is not None else (text.partition(".")[0],), start=1)
    ]
    return DocumentRecord(
        heading=heading,
        document=document,
        claims=tuple(
            ClaimRecord(sourced=claim, traits={"type": claim.claim.type, "n": [1, 2.5]}, keys=keys) for claim in claims
        ),
        mentions=(
            Mention(
                label=MentionLabel.TRIGGER, span=document.span(0, 8), score=0.5, readings=(place,) if place else ()
            ),
        ),
        fingerprints=fingerprints,
        dropped=2,
        run_id=run_id,
    )


def event_of(*claims: SourcedClaim, place: PlaceReading | None = ULIASTAI, flags: tuple[Flag, ...] = ()) -> EventRecord:
    ids = tuple(sorted(claim.id for claim in claims))
    reading = claims[0].claim.time.reading if claims[0].claim.time else None
    event = Event(
        id=sha256("\0".join(ids).encode()).hexdigest()[:20],
        profile=Profile.ACLED,
        claims=ids,
        type=claims[0].claim.type,
        start=reading.start_date if reading else None,
        end=reading.end_date if reading else None,
        fields={"place": FieldValue(value=place.name, support=ids, rule="most support")} if place else {},
        flags=flags,
        articles=len({claim.heading.document_id for claim in claims}),
        sources=1,
    )
    return EventRecord(event=event, place=place)


def put(writer: Writer, *records: DocumentRecord) -> None:
    for record in records:
        writer.put_document(record)


def claims_of(*records: DocumentRecord) -> tuple[SourcedClaim, ...]:
    return tuple(claim.sourced for record in records for claim in record.claims)


NOON = datetime(2024, 11, 3, 12, tzinfo=UTC)
ANA = User(id="u1", name="Ana", role=Role.REVIEWER, made=NOON)


def review_of(claim: str, state: ReviewState, *, name: str = "r1", by: str = "Ana", **more: Any) -> Review:
    return Review(id=name, claim=claim, **{"state": state, "note": "as the page says", "by": by, "at": NOON, **more})


def correction_of(claim: str, field: ClaimField, value: Any, *, name: str = "k1", **more: Any) -> Correction:
    told = {"why": "misread", "by": "Ana", "at": NOON, **more}
    return Correction(id=name, claim=claim, field=field, value=value, **told)


def seal_of(event: Event, *, name: str = "s1") -> Sealed:
    return Sealed(id=name, event=event, digest=digest_event(event), note="checked", by="Ana", at=NOON)


def put_work(writer: Writer, claims: tuple[SourcedClaim, ...]) -> None:
    """What people do with two claims of one event: look at one, correct the other, publish; and who they are."""
    one, other = (claim.id for claim in claims)
    writer.put_reviews([review_of(one, ReviewState.IN_REVIEW)])
    writer.put_reviews([review_of(one, ReviewState.ACCEPTED, name="r2")])
    writer.put_correction(correction_of(other, ClaimField.MODALITY, "denied"))
    (event_id,) = set(writer.events_of([one, other]).values())
    writer.put_seal(seal_of(*writer.events_by_id([event_id])))
    writer.put_user(ANA, "$argon2id$invented")
    writer.put_token(Token(id="t1", user="u1", name="script", scopes=(Permission.READ,), made=NOON), "ab" * 32)


def fill(store: Store) -> tuple[DocumentRecord, DocumentRecord]:
    """Put at least one row into every table; the two documents in force."""
    capture = Capture(content=b"<html>" + bytes(1 << 20), source="https://example.org/1", headers=(("A", "b"),))
    first = report(capture=capture)
    second = report("Clashes at Uliastai left 12 dead. Ten fled.", lineage="https://example.org/2", name="Steppe News")
    flag = Flag(name="single_source", explanation="one outlet")
    pair = sorted(claim.id for claim in claims_of(first, second))
    documents = sorted((first.id, second.id))
    verdict = Judgement(
        id="j1",
        subject=JudgementSubject.CLAIM,
        first=pair[0],
        second=pair[1],
        verdict=Verdict.SAME,
        why="one day, one post",
        by="ana",
        at=datetime(2024, 11, 2, tzinfo=UTC),
    )
    with store.write(by="ana") as writer:
        run_id = writer.put_run(RUN)
        writer.put_capture(capture)
        put(writer, report("Older words. Of the page.", lineage="https://example.org/1"))
        first = report(capture=capture, version=2, run_id=run_id)
        put(writer, first, second)
        writer.put_links(second.id, [Link(first=pair[0], second=pair[1], probability=0.9, evidence=(("place", 1.5),))])
        copy = DocumentCopy(
            first=documents[0], second=documents[1], kind=CopyKind.COPY, shared_first=1, shared_second=1
        )
        writer.put_copies(second.id, [copy])
        writer.put_source(HOSPITAL)
        writer.put_all_flags(FlagSubject.DOCUMENT, {first.id: [flag]})
        writer.replace_events([], [event_of(*claims_of(first, second), flags=(flag,))])
    with store.write(by="eve") as writer:
        put_work(writer, claims_of(first, second))
    with store.write(by="ben") as writer:
        writer.put_judgement(verdict)
        writer.put_judgement(verdict.model_copy(update={"id": "j2", "verdict": Verdict.UNSURE, "retires": "j1"}))
    return first, second
