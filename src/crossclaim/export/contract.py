"""The output contract of ``crossclaim read``: one JSON object per document, described by a JSON Schema.

Offsets are Unicode code points into ``document.text``. Fields may be added in later versions; none is renamed.
"""

from __future__ import annotations

import datetime
import json
import re
from hashlib import sha256
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from crossclaim.export.explanation import DateShownOutput, SlotExplanation, explain_claim, explain_dates
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
    Operator,
    Participant,
    Place,
    PlaceReading,
    Precision,
    PublishedDate,
    Quantity,
    Reading,
    Segment,
    SegmentKind,
    Span,
    Time,
    TimeReading,
    Unit,
    Whose,
    precision_codes,
)

__all__ = [
    "ClaimOutput",
    "DocumentOutput",
    "FlagOutput",
    "MentionOutput",
    "ReadDocumentOutput",
    "claim_output",
    "document_output",
    "flag_output",
    "mention_output",
    "output_schema",
    "to_json",
    "to_output",
]

SCHEMA_ID = "urn:crossclaim:read:1"


class _Output(BaseModel):
    model_config = ConfigDict(frozen=True)


class SpanOutput(_Output):
    """Exact words of the text."""

    start: int = Field(ge=0, description="First code point of the words in document.text.")
    end: int = Field(ge=1, description="Code point after the last one, so that text[start:end] is the quote.")
    text: str = Field(description="The words themselves, unchanged.")


class ActorOutput(_Output):
    """Who an actor's words name."""

    id: str | None = Field(description="Identifier in the actor list; null for a pattern such as 'Rebels (Syria)'.")
    name: str = Field(description="Name of the actor, in English.")
    kind: ActorKind | None = Field(description="ACLED's class of actor, null where unknown.")
    country: str | None = Field(description="ISO 3166-1 alpha-2 code of the actor's country, null where unknown.")
    evidence: list[str] = Field(description="What the reading rests on, one phrase each.")


class SideOutput(SpanOutput):
    """One side of a claim, in the report's words."""

    actor: ActorOutput | None = Field(description="Who that is, null where the words name nobody known.")


class PlaceReadingOutput(_Output):
    """What a place's words resolve to."""

    name: str | None = Field(
        description="Name in the gazetteer; the name as written where it is not in there; null where nothing is read."
    )
    admin1: str | None = Field(description="First-level division (province, state, governorate).")
    admin2: str | None = Field(description="Second-level division (district, county).")
    country: str | None = Field(description="ISO 3166-1 alpha-2 code.")
    lat: float | None = Field(
        ge=-90, le=90, description="Latitude, WGS84 degrees; null without a place in the gazetteer."
    )
    lon: float | None = Field(ge=-180, le=180, description="Longitude, WGS84 degrees; null with lat.")
    radius_km: float | None = Field(ge=0, description="How far from that point the place may reach; null if unknown.")
    precision: Precision | None = Field(description="How fine the reading is; null where there is none.")
    geo_precision: int | None = Field(
        ge=1, le=3, description="ACLED's code of that, 1 (town) to 3 (region); null where ACLED has none."
    )
    where_prec: int | None = Field(
        ge=1, le=7, description="UCDP's code of that, 1 (exact place) to 7 (sea or air); null where nothing is known."
    )
    gazetteer_id: str | None = Field(description="Identifier in the gazetteer; null where it has no such place.")
    evidence: list[str] = Field(description="What the reading rests on, one phrase each.")


class PlaceOutput(PlaceReadingOutput, SpanOutput):
    """Where it is said to have happened: the report's words and what they resolve to."""


class TimeReadingOutput(_Output):
    """The days that a time's words mean."""

    start_date: datetime.date | None = Field(
        description="First day, null where the words leave it open or have no anchor."
    )
    end_date: datetime.date | None = Field(
        description="Last day, included; null where the words leave it open or have no anchor."
    )
    precision: Precision | None = Field(description="How fine the reading is; null where there is none.")
    evidence: list[str] = Field(description="What the reading rests on, one phrase each.")


class TimeOutput(TimeReadingOutput, SpanOutput):
    """When it is said to have happened: the report's words and the days they mean."""


class QuantityOutput(_Output):
    """A number as its words bound it."""

    op: Operator = Field(
        description="How the words bound the number: '=' exact, '>' more than, '>=' at least, '<' fewer than, "
        "'<=' at most, '~' about, 'range' from low to high, 'vague' words without a number (dozens)."
    )
    low: int | float | None = Field(description="Lower bound, null where the words give none.")
    high: int | float | None = Field(description="Upper bound, null where the words give none.")
    unit: Unit = Field(description="What is measured; 'count' counts people or things.")


class FigureOutput(QuantityOutput, SpanOutput):
    """A number that the claim gives."""

    kind: FigureKind = Field(description="What the number counts.")
    of: SpanOutput | None = Field(description="The words for the people or things counted, null where not said.")
    whose: Whose = Field(description="Whether those counted belong to side a, to side b, to others, or it is unknown.")


class AttributionOutput(_Output):
    """Who asserts the claim."""

    kind: AttributionKind = Field(description="The article itself, a named source, or one left unnamed.")
    source: SpanOutput | None = Field(description="The source's words, null for the narrator.")
    cue: SpanOutput | None = Field(description="The words of saying (said, according to), null where there are none.")
    parent: AttributionOutput | None = Field(description="Who relays this source, null where nobody else does.")


class ClaimOutput(_Output):
    """One asserter's statement on one occurrence or tally."""

    id: str = Field(description="Identifier of the claim within its document.")
    type: ClaimType = Field(description="What is said to have happened.")
    score: float | None = Field(
        description="How likely annotators make this claim, too, 0 to 1 (with rules alone: a sum of weights, "
        "cut at 1); null where there is none."
    )
    quote: SpanOutput = Field(description="The words that make the claim.")
    side_a: SideOutput | None = Field(description="Perpetrator or initiator, null where not said.")
    side_b: SideOutput | None = Field(description="Target, victims or opponent, null where not said.")
    place: PlaceOutput | None = Field(description="Where, null where not said.")
    time: TimeOutput | None = Field(description="When, null where not said.")
    figures: list[FigureOutput] = Field(description="The numbers given.")
    attribution: AttributionOutput = Field(description="Who makes the claim, and through whom.")
    modality: Modality = Field(description="Whether it is said to have happened, not to have, perhaps, or to come.")
    cumulative: bool = Field(description="True for a total over a longer period or several incidents.")
    occurrence: int | None = Field(
        description="The same number for claims of this document held to tell of one occurrence; null where unknown."
    )
    reasons: list[str] = Field(description="What the claim and its parts rest on, one phrase each.")
    explanation: list[SlotExplanation] = Field(
        default=[], description="What each part rests on, and its runners-up; only with --explain."
    )


class PublishedOutput(_Output):
    """When the document was published."""

    date: datetime.date = Field(description="The day of publication.")
    start: int | None = Field(description="First code point of the date's words, null where they are not in the text.")
    end: int | None = Field(description="Code point after the last one, null with start.")
    text: str | None = Field(description="The date's words, null with start.")
    method: str = Field(description="How the date was found: given, metadata, dateline, text or url.")


class SegmentOutput(_Output):
    """One part of the document."""

    kind: SegmentKind = Field(description="What the part is; only title and body carry claims.")
    start: int = Field(ge=0, description="First code point of the part.")
    end: int = Field(ge=1, description="Code point after the last one.")
    reason: str | None = Field(description="Why the part was set aside, null where it was not.")


class FlagOutput(_Output):
    """A named warning; a hint, never a filter."""

    name: str = Field(description="Name of the warning.")
    explanation: str = Field(description="What it means, in a sentence.")
    spans: list[SpanOutput] = Field(description="The words it rests on.")


class ReadDocumentOutput(_Output):
    """What is known of the document."""

    id: str = Field(description="First 16 hexadecimal digits of the text's sha256: the same for the same text.")
    title: str | None = Field(description="Title, null where none was found.")
    language: str | None = Field(description="ISO 639-1 code of the language, null where unknown.")
    outlet: str | None = Field(description="Who published it, null where unknown.")
    url: str | None = Field(description="Where it was published, null where unknown.")
    capture_id: str | None = Field(description="sha256 of the bytes the text was read from, null where unknown.")
    published: PublishedOutput | None = Field(description="When it was published, null where unknown.")
    segments: list[SegmentOutput] = Field(description="The parts of the text, ordered and disjoint.")
    flags: list[FlagOutput] = Field(description="Warnings on the document.")
    text: str = Field(default="", description="The whole text; only with --with-text.")
    dates: list[DateShownOutput] = Field(
        default=[], description="Every day that may be the document's own, the plainest first; only with --explain."
    )


class MentionOutput(SpanOutput):
    """Words that were recognised, whether or not a claim uses them."""

    label: MentionLabel = Field(description="What the words are.")
    score: float | None = Field(
        description="How much speaks for the recognition, a weight from 0 to 1; null where none is given."
    )
    reading: PlaceReadingOutput | TimeReadingOutput | ActorOutput | QuantityOutput | None = Field(
        description="What the words resolve to, null where they resolve to nothing."
    )
    alternatives: list[PlaceReadingOutput | TimeReadingOutput | ActorOutput | QuantityOutput] = Field(
        description="Further readings, the likelier first."
    )


class DocumentOutput(_Output):
    """Everything read from one document."""

    model_config = ConfigDict(frozen=True, title="crossclaim document")

    doc: str = Field(description="The input's own identifier, else its path or URL.")
    document: ReadDocumentOutput = Field(description="The document that was read.")
    claims: list[ClaimOutput] = Field(description="The claims, in the order of their quotes.")
    mentions: list[MentionOutput] = Field(default=[], description="The words recognised; only with --mentions.")
    dropped: int = Field(ge=0, description="Candidates given up because their words could not be quoted exactly.")


def to_output(
    result: DocumentResult, *, with_text: bool = False, with_mentions: bool = False, explain: bool = False
) -> DocumentOutput:
    """What the contract shows of a result; text, mentions and explanations stay unset unless they are asked for."""
    shown: dict[str, Any] = {}
    of_document: dict[str, Any] = {"text": result.document.text} if with_text else {}
    if explain:
        of_document["dates"] = explain_dates(result)
    if with_mentions:
        shown["mentions"] = [mention_output(mention) for mention in result.mentions]
    return DocumentOutput(
        doc=result.document.id,
        document=document_output(result.document, **of_document),
        claims=[
            claim_output(claim, **({"explanation": explain_claim(claim, result.mentions)} if explain else {}))
            for claim in result.claims
        ],
        dropped=result.dropped,
        **shown,
    )


# Half of a surrogate pair cannot be written as UTF-8; C1 controls and direction marks would act on a terminal that
# shows the line. As escapes they are the same JSON string.
_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def to_json(output: DocumentOutput, *, indent: int | None = None) -> str:
    """The output as JSON text that every encoding of Unicode can carry."""
    shown = output.model_dump(mode="json", exclude_unset=True)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(shown, ensure_ascii=False, indent=indent))


def output_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one document's output."""
    schema = DocumentOutput.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, **schema}


def document_output(document: Document, **shown: Any) -> ReadDocumentOutput:
    """What the contract shows of a document itself; ``shown`` are the fields that stay unset otherwise."""
    return ReadDocumentOutput(
        id=sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        title=document.title,
        language=document.language,
        outlet=document.outlet,
        url=document.url,
        capture_id=document.capture_id,
        published=document.published and _published(document.published),
        segments=[_segment(segment) for segment in document.segments],
        flags=[flag_output(flag) for flag in document.flags],
        **shown,
    )


def _published(published: PublishedDate) -> PublishedOutput:
    words = published.span
    return PublishedOutput(
        date=published.date,
        start=words and words.start,
        end=words and words.end,
        text=words and words.quote,
        method=published.method,
    )


def _segment(segment: Segment) -> SegmentOutput:
    return SegmentOutput(kind=segment.kind, start=segment.start, end=segment.end, reason=segment.reason)


def flag_output(flag: Flag) -> FlagOutput:
    """A flag as the contract shows it."""
    return FlagOutput(name=flag.name, explanation=flag.explanation, spans=[_span(span) for span in flag.spans])


def claim_output(claim: Claim, **shown: Any) -> ClaimOutput:
    """A claim as the contract shows it; ``shown`` are the fields that stay unset otherwise."""
    return ClaimOutput(
        id=claim.id,
        type=claim.type,
        score=claim.score,
        quote=_span(claim.quote),
        side_a=claim.side_a and _side(claim.side_a),
        side_b=claim.side_b and _side(claim.side_b),
        place=claim.place and _place(claim.place),
        time=claim.time and _time(claim.time),
        figures=[_figure(figure) for figure in claim.figures],
        attribution=_attribution(claim.attribution),
        modality=claim.modality,
        cumulative=claim.cumulative,
        occurrence=claim.occurrence,
        reasons=list(claim.reasons),
        **shown,
    )


def _words(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.quote}


def _span(span: Span) -> SpanOutput:
    return SpanOutput(**_words(span))


def _side(side: Participant) -> SideOutput:
    return SideOutput(**_words(side.span), actor=side.actor and _actor(side.actor))


def _actor(reading: ActorReading) -> ActorOutput:
    return ActorOutput(
        id=reading.id,
        name=reading.name,
        kind=reading.kind,
        country=reading.country,
        evidence=list(reading.evidence),
    )


def _place(place: Place) -> PlaceOutput:
    return PlaceOutput(**_words(place.span), **_place_fields(place.reading))


def _time(time: Time) -> TimeOutput:
    return TimeOutput(**_words(time.span), **_fields(TimeReadingOutput, time.reading))


def _place_fields(reading: PlaceReading | None) -> dict[str, Any]:
    codes = precision_codes(reading) if reading else None
    coded = {"geo_precision": codes and codes.geo_precision, "where_prec": codes and codes.where_prec}
    return _fields(PlaceReadingOutput, reading) | coded


def _fields(shape: type[_Output], reading: PlaceReading | TimeReading | None) -> dict[str, Any]:
    """The reading's values under the names of ``shape``; all unknown where there is no reading."""
    values = {name: getattr(reading, name, None) for name in shape.model_fields}
    return values | {"evidence": list(reading.evidence) if reading else []}


def _figure(figure: Figure) -> FigureOutput:
    return FigureOutput(
        **_words(figure.span),
        **_quantity_fields(figure.quantity),
        kind=figure.kind,
        of=figure.of and _span(figure.of),
        whose=figure.whose,
    )


def _quantity_fields(quantity: Quantity) -> dict[str, Any]:
    return {
        "op": quantity.op,
        "low": _integral(quantity.low),
        "high": _integral(quantity.high),
        "unit": quantity.unit,
    }


def _integral(number: float | None) -> int | float | None:
    """The number, as an integer where it is whole: 450.0 people are 450 people."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _attribution(attribution: Attribution) -> AttributionOutput:
    return AttributionOutput(
        kind=attribution.kind,
        source=attribution.source and _span(attribution.source),
        cue=attribution.cue and _span(attribution.cue),
        parent=attribution.parent and _attribution(attribution.parent),
    )


def mention_output(mention: Mention) -> MentionOutput:
    """A mention as the contract shows it."""
    readings = [_reading(reading) for reading in mention.readings]
    return MentionOutput(
        **_words(mention.span),
        label=mention.label,
        score=mention.score,
        reading=readings[0] if readings else None,
        alternatives=readings[1:],
    )


def _reading(reading: Reading) -> PlaceReadingOutput | TimeReadingOutput | ActorOutput | QuantityOutput:
    match reading:
        case PlaceReading():
            return PlaceReadingOutput(**_place_fields(reading))
        case TimeReading():
            return TimeReadingOutput(**_fields(TimeReadingOutput, reading))
        case ActorReading():
            return _actor(reading)
        case Quantity():
            return QuantityOutput(**_quantity_fields(reading))
