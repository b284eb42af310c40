"""The places a text names, with what each may mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from crossclaim.geo.bearings import displaced, find_offset
from crossclaim.geo.candidates import Candidate, Slot, Word, find_candidates, find_words
from crossclaim.geo.gazetteer import Gazetteer, PlaceRow
from crossclaim.geo.lexicon import PlaceLexicon, load_lexicon, load_wide_lexicon
from crossclaim.geo.names import name_key
from crossclaim.geo.resolution import (
    CountrySupport,
    country_support,
    lies_in,
    rank_rows,
    reading_of,
    resolve_alone,
    sure_places,
    unresolved_reading,
)
from crossclaim.model import PlaceReading, Precision

__all__ = ["NamedPart", "PlaceContext", "PlaceMention", "find_places", "find_toponyms"]

_WITHIN = re.compile(r"\s*(?:,\s*(?:in\s+)?(?:the\s+)?|\(\s*(?:in\s+)?|\s(?:in|of)\s+(?:the\s+)?|\s)", re.IGNORECASE)
_LIST_GAP = re.compile(r"\s*(?:,|,?\s+and|/|&|-|–)\s*(?:the\s+)?")
_APPOSED = re.compile(
    r"\s*(?:,|\(|-|–|—)?\s*(?:which|that)?\s*(?:is|lies|located|situated|stands)?\s*(?:a village|a town)?\s*"
    r"(?:about|some|around|roughly|nearly|just|only|at)?\s*"
)
_LIST_OF = "list of"
_LARGEST_GROUP = 12  # names read as one mention: the longest list an annotator would quote whole
_LIKELY_SHARE = 0.2  # of the support of the document's main country
_MAIN_SHARE = 0.5
_ENCLOSING = 5.0  # prominence from which a place says where others lie: a city of 100,000, a province
_TOWN = 4.1  # prominence of 10,000 inhabitants
_CITY = 5.0
_METROPOLIS = 6.0
_WORLD_CITY = 6.5
_SMALL_AREA_KM = 60.0  # what lies in an area of this radius may be put at its middle
# Their towns are called as English-speaking people are: Campbell, Evans, Brown.
_SURNAME_COUNTRIES = frozenset(["AU", "CA", "GB", "IE", "NZ", "US", "ZA"])


class PlaceContext(NamedTuple):
    """What is known before a text's places are read: countries of its actors, and ranges where no place may be."""

    countries: tuple[str, ...] = ()
    excluded: tuple[tuple[int, int], ...] = ()


class NamedPart(NamedTuple):
    """One of several names that a mention is made of, with the readings of that name alone."""

    start: int
    end: int
    readings: tuple[PlaceReading, ...]


class PlaceMention(NamedTuple):
    """A named place: ``text[start:end]`` as an annotator would quote it, readings ranked, at least one.

    ``parts`` are the names in it where there are several: "Andar district" and "Ghazni province".
    """

    start: int
    end: int
    readings: tuple[PlaceReading, ...]
    parts: tuple[NamedPart, ...] = ()


def find_places(
    text: str, ranges: Sequence[tuple[int, int]], gazetteer: Gazetteer, *, context: PlaceContext | None = None
) -> list[PlaceMention]:
    """The places named in the ranges of ``text``, in order; they do not overlap.

    Places one names to say where another lies are one mention: "Andar district, Ghazni province". A name that the
    gazetteer lacks is a mention where its words say it is a place ("the village of Oltai"); then it has no point.
    """
    return _find(text, ranges, gazetteer, context or PlaceContext(), load_lexicon())


def find_toponyms(
    text: str, ranges: Sequence[tuple[int, int]], gazetteer: Gazetteer, *, context: PlaceContext | None = None
) -> list[PlaceMention]:
    """Every place name in the ranges, as geoparsers find them, in order; they do not overlap.

    Beside what ``find_places`` finds, names that stand for a government or a people are mentions ("US forces"), and a
    name known over the world is that place, also where the text speaks of a country with a small namesake of it.
    """
    return _find(text, ranges, gazetteer, context or PlaceContext(), load_wide_lexicon())


def _find(
    text: str, ranges: Sequence[tuple[int, int]], gazetteer: Gazetteer, context: PlaceContext, lexicon: PlaceLexicon
) -> list[PlaceMention]:
    found = [
        (words, find_candidates(text, words, gazetteer, lexicon)) for words in (find_words(text, *r) for r in ranges)
    ]
    candidates = [each for _, several in found for each in several if not _is_excluded(each, context.excluded)]
    demonyms = _count_demonyms((words for words, _ in found), lexicon)
    support = country_support(candidates, demonyms, context.countries, wide=lexicon.wide)
    plain = {word.lower for words, _ in found for word in words if not word.proper}
    accepted = _accept(candidates, support, plain)
    if lexicon.wide:
        for _ in range(2):  # places next to the sure ones are sure, too
            support.company = sure_places(accepted, support, gazetteer)
    groups = _compose(text, accepted, support, gazetteer)
    mentions = _share_admin1(_disjoint(_read_groups(text, groups, support, gazetteer)))
    return _displace(text, _lend_only_province(text, mentions, gazetteer))


def _displace(text: str, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Names from which a distance is told stand for the point so far off; an unknown name right before it, too."""
    moved: list[PlaceMention] = []
    for mention in mentions:
        offset = find_offset(text, mention.start)
        if offset is not None:
            mention = mention._replace(readings=displaced(mention.readings, offset))
            if moved and _APPOSED.fullmatch(text[moved[-1].end : offset.start]):
                moved[-1] = _lend_point(moved[-1], mention.readings[0])
        moved.append(mention)
    return moved


def _lend_point(mention: PlaceMention, point: PlaceReading) -> PlaceMention:
    first = mention.readings[0]
    if first.gazetteer_id is not None or point.lat is None or first.country not in {None, point.country}:
        return mention
    lent = first.model_copy(
        update={
            "lat": point.lat,
            "lon": point.lon,
            "country": point.country,
            "radius_km": point.radius_km,
            "off_km": point.off_km,
            "evidence": (*first.evidence, *point.evidence[-1:]),
        }
    )
    return mention._replace(readings=(lent, *mention.readings[1:]))


def _is_excluded(candidate: Candidate, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(start <= candidate.name_start < end for start, end in ranges)


def _count_demonyms(several: Iterable[Sequence[Word]], lexicon: PlaceLexicon) -> Counter[str]:
    counts: Counter[str] = Counter()
    for words in several:
        for word in words:
            if word.proper:
                country = lexicon.demonym.get(word.lower) or lexicon.demonym.get(word.lower.partition("-")[0])
                if country:
                    counts[country] += 1
    return counts


def _accept(candidates: Iterable[Candidate], support: CountrySupport, plain: set[str]) -> list[Candidate]:
    """The candidates that are places; one accepted by its slot vouches for the same name elsewhere."""
    candidates = list(candidates)
    sure = {name_key(each.name) for each in candidates if _stands_alone(each, support, plain)}
    return [
        each
        for each in candidates
        if _stands_alone(each, support, plain)
        or (name_key(each.name) in sure and (each.rows or not each.odd) and not (each.rows and each.partial))
    ]


def _stands_alone(candidate: Candidate, support: CountrySupport, plain: set[str]) -> bool:
    if not candidate.rows:
        return _unknown_stands(candidate, plain)
    share = max(support.get(row.country or "", 0.0) for row in candidate.rows)
    if candidate.slot >= Slot.LOCATED:
        return (
            candidate.strong
            or candidate.slot is Slot.TYPED
            or not candidate.headline
            or _is_expected(candidate, support)
        )
    if candidate.slot is Slot.RELATED:
        return candidate.strong or share >= _LIKELY_SHARE
    if candidate.slot is Slot.LISTED:
        return True
    return _unplaced_stands(candidate, support)


def _is_expected(candidate: Candidate, support: CountrySupport) -> bool:
    """Whether the text speaks of a country of this name's places, not counting the name itself."""
    key = name_key(candidate.name)
    return any(support.apart_from(row.country or "", key) > 0 for row in candidate.rows)


def _unplaced_stands(candidate: Candidate, support: CountrySupport) -> bool:
    """Whether a name that no word places is one the document is about: a country, a province, a town of its country."""
    if support.wide and (candidate.states or candidate.prominence >= _WORLD_CITY):
        return True
    if candidate.odd and candidate.modifies:
        return False  # "the US soldier"
    if any(row.kind in {"country", "continent", "region", "sea"} for row in candidate.rows):
        return True
    if support.wide and any(row.kind in {"front", "valley"} for row in candidate.rows):
        return True
    if any(row.kind == "admin1" and support.get(row.country or "", 0.0) > 0 for row in candidate.rows):
        return True
    return not candidate.odd and any(_is_known_town(row, support) for row in candidate.rows)


def _is_known_town(row: PlaceRow, support: CountrySupport) -> bool:
    share = support.get(row.country or "", 0.0)
    if row.country in _SURNAME_COUNTRIES:
        return row.prominence >= _METROPOLIS and share > 0
    return (row.prominence >= _CITY and share > 0) or (row.prominence >= _TOWN and share >= _MAIN_SHARE)


def _unknown_stands(candidate: Candidate, plain: set[str]) -> bool:
    """Whether a name unknown to the gazetteer is a place by its words alone."""
    if candidate.odd or name_key(candidate.name) in plain:
        return False
    if candidate.slot is Slot.TYPED:
        return candidate.leads or not (candidate.opens and candidate.plural)  # "Numerous villages"
    if candidate.slot is Slot.LISTED:
        return not candidate.modifies and candidate.plural
    return candidate.slot is Slot.LOCATED and not candidate.modifies and not candidate.headline


@dataclass(slots=True)
class _Group:
    """Names read as one mention: ``names`` (several of one list) and the places they lie in, innermost first."""

    names: list[Candidate]
    around: list[Candidate]

    @property
    def last(self) -> Candidate:
        return max((*self.names, *self.around), key=lambda each: each.end)

    @property
    def span(self) -> tuple[int, int]:
        members = (*self.names, *self.around)
        return min(each.start for each in members), max(each.end for each in members)


def _compose(text: str, candidates: Sequence[Candidate], support: CountrySupport, gazetteer: Gazetteer) -> list[_Group]:
    """Candidates in groups: places with what they lie in, and the names of one list."""
    groups: list[_Group] = []
    for candidate in candidates:
        group = groups[-1] if groups else None
        if group is not None:
            _part(group.last, candidate)
        if group is None or not _joins(text, group, candidate, support, gazetteer):
            groups.append(_Group([candidate], []))
    return groups


def _joins(text: str, group: _Group, candidate: Candidate, support: CountrySupport, gazetteer: Gazetteer) -> bool:
    """Whether the candidate belongs to the group; then it is put there."""
    last = group.last
    if len(group.names) + len(group.around) >= _LARGEST_GROUP:
        return False
    if not group.around and _lists(text, group.names[0], last, candidate):
        group.names.append(candidate)
        _share_type(group.names)
    elif _owns(text, last, candidate, support, gazetteer):
        group.around[:0], group.names = group.names, [candidate]
    elif _nests(text, last, candidate, support, gazetteer):
        group.around.append(candidate)
    else:
        return False
    return True


def _lists(text: str, opener: Candidate, last: Candidate, candidate: Candidate) -> bool:
    """Whether both are names of one list: "the villages of Oltai and Bayan Gol", "Sirwah and Madghal districts"."""
    if not _LIST_GAP.fullmatch(text[last.end : candidate.start]) or candidate.leads:
        return False
    after = candidate.plural and last.type_noun is None
    return after or (opener.plural and opener.leads and candidate.type_noun is None)


def _share_type(names: Sequence[Candidate]) -> None:
    """Give the names of a list the noun of its first or last: "the provinces of Kapisa and Parwan"."""
    typed = names[0] if names[0].type_noun else names[-1]
    for each in names:
        if each.type_noun is None and typed.type_noun:
            each.type_noun, each.noun, each.small, each.part = typed.type_noun, typed.noun, typed.small, typed.part
            each.evidence.append(
                f"in a list of which the first is a “{typed.noun}”"
                if typed is names[0]
                else f"in a list of which the last is a “{typed.noun}”"
            )


def _part(last: Candidate, candidate: Candidate) -> None:
    """Keep widened spans apart: in "Idlib province of Syria" the noun is the first name's."""
    if candidate.start < last.end:
        candidate.start = candidate.name_start
        if candidate.leads:
            candidate.type_noun, candidate.leads = None, False


def _nests(text: str, inner: Candidate, outer: Candidate, support: CountrySupport, gazetteer: Gazetteer) -> bool:
    """Whether the second name says where the first lies."""
    gap = text[inner.end : outer.start]
    if len(gap) > 12 or not _WITHIN.fullmatch(gap):
        return False
    if not outer.rows or outer.plural:
        return False
    if "," in gap and outer.prominence < _ENCLOSING and outer.type_noun is None and not _is_district(outer):
        return False  # a list: "Kotlyne, Uspenivka and Udachne"
    if gap.strip() == "," and _are_peers(inner, outer, support):
        return False
    readings = resolve_alone(outer, support, gazetteer)
    if not readings:
        return False
    if not inner.rows:
        return inner.type_noun is not None or gap.strip() in {",", "(", "in", ", in", "in the"}
    if inner.type_noun == "admin2" and not inner.leads and gap.strip() in {"of", "of the", "in", "in the"}:
        return True  # "Andar district of Kandahar" lies there, whatever other Andar the gazetteer knows
    return any(lies_in(row, reading, _kind(outer)) for reading in readings for row in inner.rows)


def _are_peers(inner: Candidate, outer: Candidate, support: CountrySupport) -> bool:
    """Whether both names of a list are countries or provinces of one: "China, Japan", "Oklahoma, Pennsylvania"."""
    if not support.wide:
        return False
    key = name_key(inner.name)
    states = {row.country for row in outer.rows if row.kind == "country"}
    provinces = {row.country for row in inner.rows if row.kind == "admin1" and name_key(row.name) == key}
    if states:  # but "Georgia, United States"
        return any(row.kind == "country" for row in inner.rows) and not states & provinces
    areas = {row.country for row in outer.rows if row.kind == "admin1"}
    return key != name_key(outer.name) and bool(areas & provinces)


def _is_district(candidate: Candidate) -> bool:
    return any(row.kind == "admin2" for row in candidate.rows)


def _owns(text: str, outer: Candidate, inner: Candidate, support: CountrySupport, gazetteer: Gazetteer) -> bool:
    """Whether the first name says where the second lies: "Syria's Aleppo province", "the Damascus suburb of Daraya"."""
    gap = text[outer.end : inner.start]
    if not outer.rows or not _is_genitive(gap, outer):
        return False
    readings = resolve_alone(outer, support, gazetteer)
    if not inner.rows:
        return inner.type_noun is not None or gap == " of "
    return any(lies_in(row, reading, _kind(outer)) for reading in readings for row in inner.rows)


def _is_genitive(gap: str, outer: Candidate) -> bool:
    settlement = outer.type_noun == "settlement" and not outer.leads
    if gap == " of ":
        return settlement and not outer.plural
    if outer.type_noun is not None and not outer.leads:
        return False
    return gap in {"'s ", "’s ", "' ", "’ "} or (gap == " " and outer.name.endswith("s"))


def _kind(candidate: Candidate) -> str | None:
    return max(candidate.rows, key=lambda row: row.prominence).kind if candidate.rows else None


def _read_groups(
    text: str, groups: Iterable[_Group], support: CountrySupport, gazetteer: Gazetteer
) -> Iterator[PlaceMention]:
    """The mentions; a neighbourhood that nothing else places lies in the town named before it."""
    town: PlaceReading | None = None
    for group in groups:
        lone = group.names[0] if len(group.names) == 1 and not group.around else None
        if lone is not None and lone.enclosed and lone.slot < Slot.LOCATED:
            continue
        mention = _read_group(text, group, support, gazetteer)
        if mention is None:
            continue
        first = mention.readings[0]
        if first.gazetteer_id is not None and first.precision is Precision.LOCALITY:
            town = first
        elif town is not None and _is_part_of_town(group.names[-1], support) and _can_lie_in(first, town):
            evidence = (*first.evidence, f"named right after {town.name}, of which it may be a part")
            inside = first.model_copy(update={"admin1": town.admin1, "evidence": evidence})
            inside = _somewhere_in(inside, town) if support.wide else inside
            mention = mention._replace(readings=(inside, *mention.readings[1:]))
        yield mention


def _is_part_of_town(candidate: Candidate, support: CountrySupport) -> bool:
    return candidate.part or (support.wide and candidate.type_noun == "facility")


def _somewhere_in(reading: PlaceReading, around: PlaceReading) -> PlaceReading:
    """The unknown place put where the small area lies that holds it, as uncertain as that is wide."""
    if around.lat is None or around.radius_km is None or around.radius_km > _SMALL_AREA_KM:
        return reading
    point = {"lat": around.lat, "lon": around.lon, "radius_km": around.radius_km, "off_km": around.radius_km}
    return reading.model_copy(update={**point, "evidence": (*reading.evidence, f"somewhere in {around.name}")})


def _can_lie_in(reading: PlaceReading, town: PlaceReading) -> bool:
    return reading.gazetteer_id is None and reading.admin1 is None and reading.country == town.country


def _read_group(text: str, group: _Group, support: CountrySupport, gazetteer: Gazetteer) -> PlaceMention | None:
    """The mention of places and what they lie in, read from the outermost inwards."""
    outer: Candidate | None = None
    readings: tuple[PlaceReading, ...] = ()
    parts = []
    for candidate in reversed(group.around):
        readings = _read_one(candidate, outer, readings, support, gazetteer)
        outer = candidate
        parts.append(_part_of(candidate, readings))
    listed = [_read_one(name, outer, readings, support, gazetteer) for name in group.names]
    parts += [_part_of(name, found) for name, found in zip(group.names, listed, strict=True)]
    readings = listed[0] if len(listed) == 1 else _read_list([each[0] for each in listed if each])
    if not readings:
        return None
    start, end = group.span
    named = (
        tuple(sorted((part for part in parts if part.readings), key=lambda part: part.start)) if len(parts) > 1 else ()
    )
    return PlaceMention(start, end + _closing(text, start, end), readings, named)


def _part_of(candidate: Candidate, readings: tuple[PlaceReading, ...]) -> NamedPart:
    return NamedPart(candidate.name_start, candidate.name_start + len(candidate.name), readings)


def _read_one(
    candidate: Candidate,
    outer: Candidate | None,
    around: Sequence[PlaceReading],
    support: CountrySupport,
    gazetteer: Gazetteer,
) -> tuple[PlaceReading, ...]:
    if outer is None:
        readings = resolve_alone(candidate, support, gazetteer)
    else:
        readings = _read_within(candidate, around, _kind(outer), support, gazetteer)
    return tuple(map(_beside, readings)) if candidate.beside else readings


def _beside(reading: PlaceReading) -> PlaceReading:
    spot = reading.precision in {Precision.POINT, Precision.LOCALITY}
    return reading.model_copy(update={"off_km": 0.0}) if spot else reading


def _read_list(readings: Sequence[PlaceReading]) -> tuple[PlaceReading, ...]:
    """One reading of several places, as far as they agree, and then each."""
    if not readings:
        return ()
    countries, provinces = {each.country for each in readings}, {each.admin1 for each in readings}
    both = PlaceReading(
        name=" and ".join(each.name for each in readings),
        precision=readings[0].precision,
        country=readings[0].country if len(countries) == 1 else None,
        admin1=readings[0].admin1 if len(provinces) == 1 else None,
        evidence=(f"{_LIST_OF} {len(readings)}",),
    )
    return (both, *readings)


def _read_within(
    inner: Candidate,
    outer: Sequence[PlaceReading],
    outer_kind: str | None,
    support: CountrySupport,
    gazetteer: Gazetteer,
) -> tuple[PlaceReading, ...]:
    rows, loose = rank_rows(inner, support, gazetteer)
    inside = [(row, reading) for row in rows for reading in outer if lies_in(row, reading, outer_kind)]
    if inside:
        unique: dict[PlaceRow, PlaceReading] = {}
        for row, reading in inside:
            unique.setdefault(row, reading)
        return tuple(
            reading_of(row, [*inner.evidence, *loose, f"in {reading.name}"]) for row, reading in unique.items()
        )[:4]
    if not outer:
        return ()
    within = outer[0]
    unknown = unresolved_reading(inner, within.country, within.admin1, [*inner.evidence, f"in {within.name}"])
    return (_somewhere_in(unknown, within) if support.wide else unknown,)


def _closing(text: str, start: int, end: int) -> int:
    """1 where the quote opened a bracket that closes right after it."""
    return int("(" in text[start:end] and text[end : end + 1] == ")")


def _disjoint(mentions: Iterable[PlaceMention]) -> list[PlaceMention]:
    kept: list[PlaceMention] = []
    for mention in sorted(mentions, key=lambda each: (each.start, -each.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _share_admin1(mentions: list[PlaceMention]) -> list[PlaceMention]:
    """A name the gazetteer lacks takes the province that another mention of it in the text has."""
    known = {
        name_key(reading.name): reading
        for mention in mentions
        for reading in mention.readings[:1]
        if reading.gazetteer_id is None and reading.admin1
    }
    shared = []
    for mention in mentions:
        first = mention.readings[0]
        other = known.get(name_key(first.name)) if first.gazetteer_id is None and first.admin1 is None else None
        if other is not None:
            updated = first.model_copy(
                update={
                    "admin1": other.admin1,
                    "country": other.country,
                    "evidence": (*first.evidence, "taken for the place of that name named elsewhere in the text"),
                }
            )
            mention = mention._replace(readings=(updated, *mention.readings[1:]))
        shared.append(mention)
    return shared


def _lend_only_province(text: str, mentions: list[PlaceMention], gazetteer: Gazetteer) -> list[PlaceMention]:
    """Names the gazetteer lacks lie in the one province of their country that the text names, if it names one.

    The capital and a dateline ("GARISSA, Kenya -") do not count: reports are written there.
    """
    named: dict[str, set[str]] = {}
    for mention in mentions:
        first = mention.readings[0]
        dateline = text[mention.start : mention.end].partition(",")[0].isupper()
        if dateline or _is_capital(first, gazetteer):
            continue
        for reading in mention.readings if _is_list(first) else (first,):
            if reading.country and reading.admin1:
                named.setdefault(reading.country, set()).add(reading.admin1)
    only = {country: next(iter(provinces)) for country, provinces in named.items() if len(provinces) == 1}
    return [_lend(mention, only) for mention in mentions]


def _is_list(reading: PlaceReading) -> bool:
    return bool(reading.evidence) and reading.evidence[0].startswith(_LIST_OF)


def _is_capital(reading: PlaceReading, gazetteer: Gazetteer) -> bool:
    capital = gazetteer.capital(reading.country or "")
    return capital is not None and capital.ref == reading.gazetteer_id


def _lend(mention: PlaceMention, only: Mapping[str, str]) -> PlaceMention:
    first = mention.readings[0]
    province = only.get(first.country or "") if first.gazetteer_id is None and first.admin1 is None else None
    if province is None or (_is_list(first) and any(each.admin1 for each in mention.readings)):
        return mention
    evidence = (*first.evidence, f"{province} is the only province of the country that the text names")
    lent = first.model_copy(update={"admin1": province, "evidence": evidence})
    return mention._replace(readings=(lent, *mention.readings[1:]))
