"""What of a claim is compared: small, plain values, kept with the claim so that neighbours need not be parsed whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from math import inf
from typing import Any, NamedTuple

from crossclaim.link.words import fold, fold_words
from crossclaim.model import (
    ActorReading,
    Claim,
    ClaimClass,
    Figure,
    Operator,
    Participant,
    PlaceReading,
    Precision,
    SourcedClaim,
    Unit,
    Whose,
)

__all__ = ["Count", "Families", "Party", "Traits", "traits_from_json", "traits_of", "traits_to_json"]

# Actor id to the id of the party that it is a part of: {"badri-313": "taliban"}.
Families = Mapping[str, str]

# How far a place of that precision may reach where the gazetteer does not say, in kilometres.
REACH_KM = {
    Precision.POINT: 2.0,
    Precision.LOCALITY: 5.0,
    Precision.ADMIN2: 25.0,
    Precision.REGION: 60.0,
    Precision.ADMIN1: 100.0,
    Precision.COUNTRY: 600.0,
}
AREAS = {Precision.ADMIN1: 1, Precision.COUNTRY: 2}
# By which a report tells that a day's evening or early hours are meant, and that two days are the night between them.
EVENING = frozenset(["evening", "night", "nights", "tonight", "nightfall", "dusk", "sunset", "late"])
EARLY = frozenset(["early", "dawn", "predawn", "daybreak", "sunrise", "midnight", "small"])  # "the small hours"
OVERNIGHT = EVENING | {"overnight", "midnight", "small"}
ABOUT = 0.2  # "about 50" leaves room for a fifth more or less
MOST_WORDS = 80  # of a quote, its first: one that runs over a page says no more of the occurrence
STEM = 6  # letters by which "destroyed" and "destruction" are one word, as far as that matters here
MOST_PARTIES = 4
MOST_FIGURES = 12
_DEEPEST = 6  # parties above a party, so that a list that goes in circles ends


class Party(NamedTuple):
    """One party on a side: ``key`` is its folded name, ``kin`` the ids of the parties it is a part of."""

    id: str | None
    key: str
    kind: str | None
    country: str | None
    kin: tuple[str, ...] = ()


class Count(NamedTuple):
    """A figure as bounds that it leaves open on neither end: "at least 12" is 12 to infinity, -1 standing for that."""

    kind: str
    whose: str
    of: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Traits:
    """What two claims are compared by. Days are proleptic ordinals (``date.toordinal``), distances kilometres.

    ``area`` is 0 for a place one could point at, 1 for a province or the like, 2 for a country; ``words`` are the
    stems of the quote's telling words, ``position`` is where it starts and ``extent`` where it ends, in code points.
    ``night`` is the day on which the night begins that the words for the time mean, None where they mean no night.
    """

    id: str
    document: str
    type: str
    group: str
    position: int
    extent: int
    words: frozenset[str]
    place: str | None = None
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    reach: float = 0.0
    area: int = 0
    start: int | None = None
    end: int | None = None
    night: int | None = None
    published: int | None = None
    side_a: tuple[Party, ...] = ()
    side_b: tuple[Party, ...] = ()
    counts: tuple[Count, ...] = ()
    modality: str = "actual"
    cumulative: bool = False
    asserter: str | None = None
    occurrence: int | None = None

    @property
    def is_total(self) -> bool:
        """Whether it sums up a period rather than tells of one occurrence."""
        return self.cumulative or self.group == ClaimClass.TALLY.value


_NAMES = tuple(field.name for field in fields(Traits))


def traits_of(sourced: SourcedClaim, families: Families | None = None) -> Traits:
    """The traits of a claim; ``families`` says which party is a part of which."""
    claim, published = sourced.claim, sourced.heading.published
    place = claim.place.reading if claim.place else None
    start, end = _days(claim)
    return Traits(
        id=sourced.id,
        document=sourced.heading.document_id,
        type=claim.type.value,
        group=ClaimClass.of(claim.type).value,
        position=claim.quote.start,
        extent=claim.quote.end,
        words=_telling_words(claim),
        **_where(place, claim),
        start=start,
        end=end,
        night=_night(claim, start, end),
        published=published.toordinal() if published else None,
        side_a=_parties(claim.side_a, families or {}),
        side_b=_parties(claim.side_b, families or {}),
        counts=_counts(claim.figures),
        modality=claim.modality.value,
        cumulative=claim.cumulative,
        asserter=sourced.asserter.id if sourced.asserter else None,
        occurrence=claim.occurrence,
    )


def traits_to_json(traits: Traits) -> dict[str, Any]:
    """The traits as plain JSON values; the words are sorted, so that equal traits give equal JSON."""
    values = {name: getattr(traits, name) for name in _NAMES}
    sides = {"side_a": list(map(list, traits.side_a)), "side_b": list(map(list, traits.side_b))}
    return values | sides | {"words": sorted(traits.words), "counts": list(map(list, traits.counts))}


def traits_from_json(values: Mapping[str, Any]) -> Traits:
    """The traits that ``traits_to_json`` wrote.

    Raises:
        KeyError, TypeError: the values are not those of traits.
    """
    read = {name: values[name] for name in _NAMES if name in values}
    return Traits(
        **read
        | {
            "words": frozenset(values["words"]),
            "side_a": _parties_from_json(values["side_a"]),
            "side_b": _parties_from_json(values["side_b"]),
            "counts": tuple(Count(*count) for count in values["counts"]),
        }
    )


def _telling_words(claim: Claim) -> frozenset[str]:
    """The stems of the quote's words without those that name its place and sides, which are compared by themselves."""
    named: set[str] = set()
    for part in (claim.place, claim.side_a, claim.side_b):
        named.update(fold_words(part.span.quote) if part else ())
    if claim.place and claim.place.reading:
        named.update(fold_words(claim.place.reading.name))
    for side in (claim.side_a, claim.side_b):
        named.update(fold_words(side.actor.name) if side and side.actor else ())
    words = fold_words(claim.quote.quote)[:MOST_WORDS]
    return frozenset(word[:STEM] for word in words if word not in named)


def _parties_from_json(values: Iterable[Sequence[Any]]) -> tuple[Party, ...]:
    return tuple(Party(actor, key, kind, country, tuple(kin)) for actor, key, kind, country, kin in values)


def _where(reading: PlaceReading | None, claim: Claim) -> dict[str, Any]:
    if claim.place is None:
        return {}
    if reading is None:
        return {"place": fold(claim.place.span.quote)}
    return {
        "place": fold(reading.name),
        "country": reading.country,
        "admin1": fold(reading.admin1) if reading.admin1 else None,
        "lat": reading.lat,
        "lon": reading.lon,
        "reach": max(reading.radius_km or 0.0, REACH_KM.get(reading.precision, 25.0)),
        "area": AREAS.get(reading.precision, 0),
    }


def _days(claim: Claim) -> tuple[int | None, int | None]:
    reading = claim.time.reading if claim.time else None
    if reading is None:
        return None, None
    start, end = (_ordinal(day) for day in (reading.start_date, reading.end_date))
    return (start if start is not None else end), (end if end is not None else start)


def _night(claim: Claim, start: int | None, end: int | None) -> int | None:
    """The night that is told as its evening, as its early hours or as the two days that it lies between."""
    if claim.time is None or start is None or end is None:
        return None
    told = set(fold_words(claim.time.span.quote))
    if end - start == 1:
        return start if told & OVERNIGHT else None
    if end > start:
        return None
    return start if told & EVENING else start - 1 if told & EARLY else None


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day else None


def _parties(side: Participant | None, families: Families) -> tuple[Party, ...]:
    """The parties of a side; a side read as nobody known has the words of the report for a name."""
    if side is None:
        return ()
    if side.actor is None:
        return (Party(None, fold(side.span.quote), None, None),)
    names = [name for part in side.actor.name.split(";") for name in part.split(" or ") if fold(name)]
    return tuple(_party(side.actor, name, families, first=not n) for n, name in enumerate(names[:MOST_PARTIES]))


def _party(actor: ActorReading, name: str, families: Families, *, first: bool) -> Party:
    kind = actor.kind.value if actor.kind else None
    if not first:
        return Party(None, fold(name), kind, actor.country)
    return Party(actor.id, fold(name), kind, actor.country, _kin(actor.id, families))


def _kin(actor: str | None, families: Families) -> tuple[str, ...]:
    above: list[str] = []
    while actor and (actor := families.get(actor)) and len(above) < _DEEPEST:
        above.append(actor)
    return tuple(above)


def _counts(figures: Iterable[Figure]) -> tuple[Count, ...]:
    counted = [figure for figure in figures if figure.quantity.unit is Unit.COUNT]
    return tuple(_count(figure) for figure in counted[:MOST_FIGURES])


def _count(figure: Figure) -> Count:
    low, high = _bounds(figure)
    of = fold(figure.of.quote) if figure.of else ""
    whose = "" if figure.whose in {Whose.OTHER, Whose.UNKNOWN} else figure.whose.value
    return Count(figure.kind.value, whose, of, low, -1.0 if high == inf else high)


def _bounds(figure: Figure) -> tuple[float, float]:
    """What the figure may be: words such as "dozens" are more than one, their table is a matter of reconciliation."""
    quantity = figure.quantity
    low, high = quantity.low, quantity.high
    if quantity.op is Operator.ABOUT and low is not None:
        return low * (1 - ABOUT), low * (1 + ABOUT)
    if quantity.op is Operator.VAGUE:
        return 2.0, inf
    return float(low if low is not None else 0), float(high) if high is not None else inf
