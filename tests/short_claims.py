"""Claims written short: who says what, on whose side, how reliable, when."""

import itertools
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from crossclaim.model import (
    ActorKind,
    ActorReading,
    Attribution,
    AttributionKind,
    Claim,
    ClaimType,
    CopyKind,
    DocumentCopy,
    Figure,
    FigureKind,
    Heading,
    Modality,
    Operator,
    Participant,
    Place,
    PlaceReading,
    Precision,
    Quantity,
    Reliability,
    Source,
    SourcedClaim,
    SourceKind,
    Span,
    Time,
    TimeReading,
    Whose,
)

PARTIES = {
    "Army": ActorReading(id="gov-zz", name="Army", kind=ActorKind.STATE_FORCES),
    "Front": ActorReading(id="front", name="Front", kind=ActorKind.REBEL_GROUP),
    "League": ActorReading(id="league", name="League", kind=ActorKind.REBEL_GROUP),
    "Rebels (Zedland)": ActorReading(id=None, name="Rebels (Zedland)", kind=ActorKind.REBEL_GROUP),
    "Opponent (Zedland)": ActorReading(id=None, name="Opponent (Zedland)"),
    "Government of Zedland": ActorReading(
        id=None, name="Government of Zedland", kind=ActorKind.STATE_FORCES, country="ZZ"
    ),
    "Herders": ActorReading(id="herders", name="Herders", kind=ActorKind.IDENTITY_MILITIA, country="ZZ"),
    "Zed Rebels": ActorReading(id="zed", name="Zed Rebels", kind=ActorKind.REBEL_GROUP, country="ZZ"),
    "civilians": ActorReading(id=None, name="Civilians", kind=ActorKind.CIVILIANS),
}
OPERATORS = [
    (r"at least (\d+)", Operator.AT_LEAST),
    (r"(?:more than|over) (\d+)", Operator.MORE_THAN),
    (r"up to (\d+)", Operator.AT_MOST),
    (r"fewer than (\d+)", Operator.FEWER_THAN),
    (r"(?:about|nearly|some) (\d+)", Operator.ABOUT),
    (r"(\d+)", Operator.EXACT),
]


def quantity(words: str) -> Quantity:
    """What number words say: "at least 12", "12-15", "no", "dozens"."""
    if words == "no":
        return Quantity(op=Operator.EXACT, low=0, high=0)
    if match := re.fullmatch(r"(\d+)-(\d+)", words):
        return Quantity(op=Operator.RANGE, low=int(match[1]), high=int(match[2]))
    for pattern, op in OPERATORS:
        if match := re.fullmatch(pattern, words.casefold()):
            number = int(match[1])
            below = op in (Operator.AT_MOST, Operator.FEWER_THAN)
            above = op in (Operator.AT_LEAST, Operator.MORE_THAN)
            return Quantity(op=op, low=None if below else number, high=None if above else number)
    return Quantity(op=Operator.VAGUE, low=None, high=None)


def source(name: str, kind: SourceKind, row: Mapping[str, Any], sides: Mapping[str, ActorReading | None]) -> Source:
    """A source that speaks for the party a row names, or for a side of the case, with its letter."""
    party = (sides.get(row["for"]) or PARTIES[row["for"]]) if row.get("for") else None
    return Source(
        id=f"{kind}:{name.casefold()}",
        name=name,
        kind=kind,
        named=not row.get("unnamed", False),
        alignment=party.name if party else None,
        alignment_id=party.id if party else None,
        alignment_kind=party.kind if party else None,
        country=party.country if party else None,
        reliability=Reliability(row.get("rel", "F")),
    )


def make_claim(row: Mapping[str, Any], number: int = 0, case: Mapping[str, Any] | None = None) -> SourcedClaim:
    """One claim of a short row; ``case`` has what all claims of it share."""
    case = {"a": "Army", "b": "Front", **(case or {})}
    sides = {side: PARTIES.get(case[side] or "") for side in ("a", "b")}  # "for": "a" is the side of the case
    row = {**case, **row}
    doc = row.get("doc") or f"d{number}"
    text, figures = _quote(doc, row.get("says", ()), row.get("text"))
    outlet = row.get("outlet", f"Outlet {number}")
    speaks = "by" in row
    claim = Claim(
        id=f"c{number}",
        type=ClaimType(row.get("type", "armed_clash")),
        quote=Span(doc_id=doc, start=0, end=len(text), quote=text),
        attribution=Attribution(kind=AttributionKind.NAMED if speaks else AttributionKind.NARRATOR),
        side_a=_side(doc, row["a"]),
        side_b=_side(doc, row["b"]),
        place=_place(doc, row.get("place")),
        time=_time(doc, row.get("when")),
        figures=figures,
        modality=Modality(row.get("mod", "actual")),
        cumulative=row.get("cum", False),
    )
    named = source(row["by"], SourceKind.SPEAKER, row, sides) if speaks else None
    own = {} if speaks else row
    published = date.fromisoformat(row["date"]) if row.get("date") else None
    heading = Heading(
        document_id=doc,
        lineage=row.get("lineage", doc),
        version=row.get("version", 1),
        outlet=source(outlet, SourceKind.OUTLET, own or {"for": row.get("outlet_for")}, sides),
        published=published,
        flags=tuple(row.get("flags", ())),
    )
    return SourcedClaim(id=f"{doc}-c{number}", claim=claim, heading=heading, speakers=(named,) if named else ())


def make_case(case: Mapping[str, Any]) -> tuple[list[SourcedClaim], list[DocumentCopy]]:
    """The claims of a case and the copies among their documents."""
    default = {"type": "armed_clash", "a": "Army", "b": "Front"}
    shared = {key: case.get(key, default[key]) for key in default}
    claims = [make_claim(row, number, shared) for number, row in enumerate(case["claims"], start=1)]
    texts: dict[str, list[str]] = {}
    for row, claim in zip(case["claims"], claims, strict=True):
        if row.get("copy"):
            texts.setdefault(row["copy"], []).append(claim.heading.document_id)
    return claims, [copy for group in texts.values() for copy in copies_of(group)]


def copies_of(documents: Sequence[str], kind: CopyKind = CopyKind.COPY) -> list[DocumentCopy]:
    """Every document a copy of the next one."""
    pairs = [sorted(pair) for pair in itertools.pairwise(documents)]
    return [
        DocumentCopy(first=first, second=second, kind=kind, shared_first=1, shared_second=1) for first, second in pairs
    ]


def _quote(doc: str, says: Sequence[str], text: str | None) -> tuple[str, tuple[Figure, ...]]:
    """The words of a claim and its figures, each with its place in them."""
    written, figures, reached = text or "", [], 0
    for said in says:
        match = re.fullmatch(r"(\w+) (a|b|other|unknown) (.+?)(?: of (.+))?", said)
        assert match, said
        kind, whose, words, of = match.groups()
        if text is None:
            reached = len(written)
            written += f"{words} {of or ''} {kind}; "
        start = written.index(words, reached)
        reached = start + len(words)
        counted = written.index(of, reached) if of else 0
        figures.append(
            Figure(
                span=Span(doc_id=doc, start=start, end=reached, quote=words),
                kind=FigureKind(kind),
                of=Span(doc_id=doc, start=counted, end=counted + len(of), quote=of) if of else None,
                whose=Whose(whose),
                quantity=quantity(words),
            )
        )
    return written or "it happened", tuple(figures)


def _side(doc: str, name: str | None) -> Participant | None:
    if not name:
        return None
    return Participant(span=Span(doc_id=doc, start=0, end=len(name), quote=name), actor=PARTIES.get(name))


def _place(doc: str, place: Mapping[str, Any] | None) -> Place | None:
    if place is None:
        return None
    name = place["name"]
    reading = PlaceReading.model_validate({"precision": Precision.LOCALITY, **place})
    return Place(span=Span(doc_id=doc, start=0, end=len(name), quote=name), reading=reading)


def _time(doc: str, when: str | None) -> Time | None:
    if when is None:
        return None
    first, _, last = when.partition("/")
    reading = TimeReading(start_date=date.fromisoformat(first), end_date=date.fromisoformat(last or first))
    return Time(span=Span(doc_id=doc, start=0, end=len(when), quote=when), reading=reading)
