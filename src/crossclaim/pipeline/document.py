"""One document's way from text to claims."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from crossclaim.actors import (
    ActorMention,
    Setting,
    drop_stray_initials,
    find_actors,
    is_own,
    main_countries,
    place_generic_actors,
    rank_actors,
    read_parties,
    weigh_countries,
)
from crossclaim.assess import Anachronism, check_date
from crossclaim.extract import (
    ActorEvidence,
    Evidence,
    PlaceEvidence,
    QuantityMention,
    TimeEvidence,
    Trigger,
    find_absences,
    find_attributions,
    find_quantities,
    find_singular_counts,
    find_triggers,
)
from crossclaim.extract.evidence import Reach
from crossclaim.geo import NominalPlace, PlaceContext, PlaceMention, find_nominal_places, find_places, find_toponyms
from crossclaim.model import (
    Claim,
    Document,
    DocumentResult,
    Mention,
    MentionLabel,
    Participant,
    Reading,
    SegmentKind,
    TimeReading,
)
from crossclaim.pipeline.dating import date_document
from crossclaim.pipeline.resources import Resources
from crossclaim.pipeline.taking_up import take_up_named
from crossclaim.temporal import Relation, TimeExpression, TimeKind, find_times, resolve_times
from crossclaim.text.sentences import split_sentences

__all__ = ["find_evidence", "read_document"]

Range = tuple[int, int]


class _FoundTime(NamedTuple):
    """A time as written with its readings: as it stands, in a total, and of "since 2011" the year alone."""

    written: TimeExpression
    reading: TimeReading
    total: TimeReading
    point: TimeReading | None


class _Found(NamedTuple):
    """What the stages found, before claims are put together."""

    sentences: tuple[Range, ...]
    quantities: tuple[QuantityMention, ...]
    singular_counts: tuple[QuantityMention, ...]
    actors: tuple[ActorMention, ...]
    parties: tuple[ActorMention, ...]
    places: tuple[PlaceMention, ...]
    toponyms: tuple[PlaceMention, ...]
    nominal_places: tuple[NominalPlace, ...]
    times: tuple[_FoundTime, ...]
    triggers: tuple[Trigger, ...]


def read_document(document: Document, resources: Resources) -> DocumentResult:
    """Everything read from one document: claims and mentions, with the document's own date found.

    Pure: the same document and resources give the same result, in any process.
    """
    document, found, evidence = _look(document, resources)
    assembled = resources.extractor(document, evidence)
    return DocumentResult(
        document=document,
        claims=tuple(_with_parties(assembled.claims, found, evidence)),
        mentions=tuple(_mentions(document, found, evidence)),
        dropped=assembled.dropped,
    )


def find_evidence(document: Document, resources: Resources) -> tuple[Document, Evidence]:
    """The document with its own date found, and what rules and lists find in it before claims are assembled."""
    document, _, evidence = _look(document, resources)
    return document, evidence


def _look(document: Document, resources: Resources) -> tuple[Document, _Found, Evidence]:
    document = date_document(document)
    doubt = check_date(document, _claim_ranges(document), resources.milestones)
    if doubt:
        document = document.model_copy(update={"flags": (*document.flags, doubt.flag)})
    found = _find(document, resources, doubt)
    return document, found, _evidence(document.text, found)


def _find(document: Document, resources: Resources, doubt: Anachronism | None) -> _Found:
    text, ranges = document.text, _claim_ranges(document)
    shown = document.published.date if document.published else None
    anchor = doubt.anchor if doubt else shown
    year = anchor.year if anchor else None
    named = find_actors(text, ranges, resources.actors)
    filed = _dateline_countries(document, resources)
    countries = [*main_countries(named), *filed]
    context = PlaceContext(countries=tuple(countries))
    places = tuple(find_places(text, ranges, resources.gazetteer, context=context))
    country = _main_country(places) or next(iter(countries), None)
    ranked = rank_actors(named, resources.actors, countries=[country] if country else [], year=year)
    spoken_of = {home for place in places if (home := place.readings[0].country)}
    ranked = drop_stray_initials(text, ranked, countries=spoken_of)
    row = resources.gazetteer.country(country) if country else None
    expressions = [time for start, end in ranges for time in find_times(text, start, end) if _dates(time)]
    actors = place_generic_actors(ranked, resources.actors, country=country, country_name=row.name if row else None)
    sentences = tuple(sentence for start, end in ranges for sentence in split_sentences(text, start, end))
    setting = _setting(document, resources, sentences, places, ranked, filed, anchor)
    named_places = [(place.start, place.end, place.readings[0].country) for place in places]
    return _Found(
        sentences=sentences,
        quantities=tuple(quantity for start, end in ranges for quantity in find_quantities(text, start, end)),
        singular_counts=tuple(
            sorted(
                (
                    count
                    for start, end in ranges
                    for count in (*find_singular_counts(text, start, end), *find_absences(text, start, end))
                ),
                key=lambda count: (count.start, count.end),
            )
        ),
        actors=tuple(actors),
        parties=tuple(
            take_up_named(
                text, read_parties(text, ranges, sentences, actors, resources.actors, setting, places=named_places)
            )
        ),
        places=places,
        toponyms=tuple(find_toponyms(text, ranges, resources.gazetteer, context=context)),
        nominal_places=tuple(find_nominal_places(text, ranges, places, resources.gazetteer)),
        times=tuple(_read_times(expressions, anchor, doubt)),
        triggers=tuple(
            trigger
            for start, end in ranges
            for trigger in find_triggers(text, start, end)
            if not _is_in_name(text, trigger, ranked)
        ),
    )


def _read_times(
    expressions: Sequence[TimeExpression], anchor: date | None, doubt: Anachronism | None
) -> Iterator[_FoundTime]:
    readings = _doubted(resolve_times(expressions, anchor), doubt)
    totals = _doubted(resolve_times(expressions, anchor, cumulative=True), doubt)
    points: Sequence[TimeReading | None] = [None] * len(readings)
    if any(written.relation is Relation.SINCE for written in expressions):
        alone = [written._replace(relation=Relation.ON) for written in expressions]
        points = _doubted(resolve_times(alone, anchor), doubt)
    for written, reading, total, point in zip(expressions, readings, totals, points, strict=True):
        yield _FoundTime(written, reading, total, point if written.relation is Relation.SINCE else None)


def _doubted(readings: list[TimeReading], doubt: Anachronism | None) -> list[TimeReading]:
    """The readings; those that lean on a day other than the page's say so, and that they are no better than it."""
    return [doubt.mark(reading) for reading in readings] if doubt else readings


def _setting(
    document: Document,
    resources: Resources,
    sentences: Sequence[Range],
    places: Sequence[PlaceMention],
    named: Sequence[ActorMention],
    filed: Sequence[str],
    day: date | None,
) -> Setting:
    """The countries and the day that the document tells of, for reading whom its words mean."""
    located = [(place.start, place.end, home) for place in places if (home := place.readings[0].country)]

    def name_of(country: str) -> str | None:
        row = resources.gazetteer.country(country)
        return row.name if row else None

    countries = weigh_countries(document.text, sentences, located, named, filed)
    homes = frozenset(home for _, _, home in located)
    return Setting(countries, homes, day, name_of)


def _is_in_name(text: str, trigger: Trigger, actors: Sequence[ActorMention]) -> bool:
    """Whether a trigger word is part of a party's name: "the Democratic Forces for the Liberation of Rwanda"."""
    if not text[trigger.start].isupper():
        return False
    last = bisect_right(actors, trigger.start, key=lambda actor: actor.start)
    return last > 0 and not actors[last - 1].generic and trigger.end <= actors[last - 1].end


def _dateline_countries(document: Document, resources: Resources) -> list[str]:
    """Where a report was filed: it happened elsewhere, perhaps, but mostly in the same country."""
    ranges = [(part.start, part.end) for part in document.segments if part.kind is SegmentKind.DATELINE]
    filed = find_places(document.text, ranges, resources.gazetteer, context=PlaceContext())
    return [country for place in filed if (country := place.readings[0].country)]


def _dates(time: TimeExpression) -> bool:
    """Whether an expression says when, if only vaguely ("recently"); a duration or a habit does not."""
    return time.kind.places or time.kind is TimeKind.VAGUE


def _claim_ranges(document: Document) -> list[Range]:
    """Body segments; a title only where there is no body, since it restates in fewer words what the body says."""
    for kind in (SegmentKind.BODY, SegmentKind.TITLE):
        ranges = [(segment.start, segment.end) for segment in document.segments if segment.kind is kind]
        if ranges:
            return ranges
    return []


def _main_country(places: Iterable[PlaceMention]) -> str | None:
    counts = Counter(place.readings[0].country for place in places if place.readings)
    counts.pop(None, None)
    return counts.most_common(1)[0][0] if counts else None


def _evidence(text: str, found: _Found) -> Evidence:
    return Evidence(
        sentences=found.sentences,
        triggers=found.triggers,
        quantities=found.quantities,
        singular_counts=found.singular_counts,
        actors=tuple(
            ActorEvidence(a.start, a.end, next(iter(a.readings), None), a.generic, is_own(text, a))
            for a in found.actors
        ),
        places=tuple(PlaceEvidence(p.start, p.end, next(iter(p.readings), None)) for p in found.places),
        nominal_places=tuple(
            PlaceEvidence(p.start, p.end, next(iter(p.readings), None), p.named) for p in found.nominal_places
        ),
        times=tuple(
            TimeEvidence(
                start=time.written.start,
                end=time.written.end,
                reading=time.reading,
                reporting=time.written.reporting,
                present=time.written.kind is TimeKind.PRESENT,
                total=time.total,
                point=time.point,
                lasting=time.written.kind is TimeKind.LASTING,
                point_start=min((start for start, _ in time.written.points), default=time.written.end),
            )
            for time in found.times
        ),
        attributed=tuple(find_attributions(text, found.sentences)),
    )


def _with_parties(claims: Iterable[Claim], found: _Found, evidence: Evidence) -> Iterator[Claim]:
    """The claims with the party that each side's words mean in the document as a whole.

    A reading that would put one party on both sides is left out: words that take up another party are read wrong there.
    """
    actors, parties = Reach(evidence.actors), Reach(found.parties)
    for claim in claims:
        side_a, side_b = (_meant(side, actors, parties) for side in (claim.side_a, claim.side_b))
        if _party_of(side_a) == _party_of(side_b) is not None:
            side_a = claim.side_a if _party_of(claim.side_a) is None else side_a
            side_b = claim.side_b if _party_of(claim.side_b) is None else side_b
        yield claim.model_copy(update={"side_a": side_a, "side_b": side_b})


def _party_of(side: Participant | None) -> str | None:
    return side.actor.id if side and side.actor else None


def _meant(side: Participant | None, actors: Reach[ActorEvidence], parties: Reach[ActorMention]) -> Participant | None:
    if side is None:
        return None
    start, end = side.span.start, side.span.end
    if side.actor is not None:
        marked = next((actor for actor in actors.touching(start, end) if actor.reading == side.actor), None)
        if marked is None:
            return side  # the speaker's own men, told by the speech
        start, end = marked.start, marked.end
    touching = parties.touching(start, end)
    party = max(touching, key=lambda party: min(party.end, end) - max(party.start, start), default=None)
    return side.model_copy(update={"actor": party.readings[0]}) if party else side


def _party_label(party: ActorMention) -> MentionLabel:
    return MentionLabel.PERSON if party.person else MentionLabel.ACTOR


def _trigger_label(trigger: Trigger) -> MentionLabel:
    return MentionLabel.WEAPON if trigger.group.role == "weapon" else MentionLabel.TRIGGER


def _mentions(document: Document, found: _Found, evidence: Evidence) -> Iterator[Mention]:
    """Every mention with its readings, in text order."""
    drafts: list[tuple[int, int, MentionLabel, Sequence[Reading]]] = [
        *((p.start, p.end, _party_label(p), p.readings) for p in found.parties),
        *((p.start, p.end, MentionLabel.PLACE, p.readings) for p in found.toponyms),
        *((part.start, part.end, MentionLabel.PLACE, part.readings) for p in found.toponyms for part in p.parts),
        *((p.start, p.end, MentionLabel.PLACE, p.readings) for p in found.nominal_places),
        *((time.written.start, time.written.end, MentionLabel.TIME, (time.reading,)) for time in found.times),
        *((q.start, q.end, MentionLabel.QUANTITY, (q.quantity,)) for q in found.quantities),
        *((*c.source, MentionLabel.SOURCE, ()) for c in evidence.attributed if c.source),
        *((*c.cue, MentionLabel.CUE, ()) for c in evidence.attributed if c.cue),
        *((trigger.start, trigger.end, _trigger_label(trigger), ()) for trigger in found.triggers),
    ]
    seen: set[tuple[int, int, MentionLabel]] = set()
    for start, end, label, readings in sorted(drafts, key=lambda draft: draft[:2]):
        if (start, end, label) not in seen:
            seen.add((start, end, label))
            yield Mention(label=label, span=document.span(start, end), readings=tuple(readings))
