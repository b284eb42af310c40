"""In what two claims agree and differ, as named numbers that an analyst understands.

Every feature is symmetric. Each is 0 where nothing can be said of it: unknown is neither agreement nor difference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import cos, log, log1p, radians, sqrt

from crossclaim.link.traits import Count, Party, Traits
from crossclaim.model import ActorKind, ClaimClass, FigureKind, Modality

__all__ = ["FEATURES", "Commonness", "compare_traits", "kilometres"]

KM_PER_DEGREE = 111.2  # of latitude
VIOLENT = frozenset({ClaimClass.BATTLE.value, ClaimClass.EXPLOSION.value, ClaimClass.CIVILIANS.value})
CROWDS = frozenset({ClaimClass.PROTEST.value, ClaimClass.RIOT.value})
# Who may be meant by another's words: "militiamen" fight beside the state or against it, so they are in both.
CAMPS: dict[str | None, frozenset[str]] = {
    ActorKind.STATE_FORCES.value: frozenset({"state"}),
    ActorKind.EXTERNAL_FORCES.value: frozenset({"abroad"}),
    ActorKind.REBEL_GROUP.value: frozenset({"rebel"}),
    ActorKind.POLITICAL_MILITIA.value: frozenset({"state", "rebel"}),
    ActorKind.IDENTITY_MILITIA.value: frozenset({"state", "rebel"}),
    ActorKind.CIVILIANS.value: frozenset({"people"}),
    ActorKind.PROTESTERS.value: frozenset({"people"}),
    ActorKind.RIOTERS.value: frozenset({"people"}),
    None: frozenset(),
}
SAME, RELATED, OTHER = 1.0, 0.5, 0.0
TELLING_COUNT = 50.0  # a figure from here on is as telling as figures get
FARTHEST_DAYS = 60.0
FARTHEST_KM = 1000.0
SAME_PERIOD = 0.5  # two totals whose periods share less of the longer one are two statements
MOST_RARE = 15.0  # three unheard words in common are as telling as words get
SIDE_BY_SIDE = 40  # code points: "... he said, adding that ..."
MOST_QUOTES = 20_000
UNHEARD = 5.0  # weight of a word that the table of common words lacks


@dataclass(frozen=True, slots=True)
class Commonness:
    """How much a word says of which occurrence is meant: the logarithm of how rare it is among quotes."""

    weights: Mapping[str, float]
    _known: dict[frozenset[str], float] = field(default_factory=dict, init=False, repr=False, compare=False)

    def of(self, words: frozenset[str]) -> float:
        """The weight of several words together."""
        get = self.weights.get
        return sum([get(word, UNHEARD) for word in words])

    def of_quote(self, words: frozenset[str]) -> float:
        """The same, kept for a while: a quote is compared with many others."""
        known = self._known.get(words)
        if known is None:
            if len(self._known) >= MOST_QUOTES:
                self._known.clear()
            known = self._known[words] = self.of(words)
        return known


def compare_traits(one: Traits, other: Traits, commonness: Commonness, copied: float = 0.0) -> dict[str, float]:
    """The features of a pair; those that are 0 are left out.

    ``copied`` is the part of one document's words that stand in the other, 0 to 1.
    """
    found: dict[str, float] = {}
    for measure in _MEASURES:
        measure(one, other, found)
    _together(found)
    _words(one, other, found, commonness, copied)
    return {name: value for name, value in found.items() if value}


# --- what kind of occurrence


def _type(one: Traits, other: Traits, found: dict[str, float]) -> None:
    if one.type == other.type:
        found["type_same"] = 1.0
    elif one.group == other.group:
        found["type_akin"] = 1.0
    elif one.group in VIOLENT and other.group in VIOLENT:
        found["type_both_violent"] = 1.0
    elif one.group in CROWDS and other.group in CROWDS:
        found["type_both_crowds"] = 1.0
    else:
        found["type_apart"] = 1.0
    found["types:" + "+".join(sorted({one.type, other.type}))] = 1.0


def _totals(one: Traits, other: Traits, found: dict[str, float]) -> None:
    if one.is_total != other.is_total:
        found["total_with_single"] = 1.0
    elif one.is_total:
        found["both_totals"] = 1.0
        share = _shared_period(one, other)
        if share is not None:
            found["totals_of_same_period"] = float(share == 1.0)
            found["totals_of_other_periods"] = float(share < SAME_PERIOD)


def _shared_period(one: Traits, other: Traits) -> float | None:
    """The part of the longer period that both cover, None where one of them is not told."""
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return None
    shared = min(one.end, other.end) - max(one.start, other.start) + 1
    return max(shared, 0) / (max(one.end - one.start, other.end - other.start) + 1)


def _modality(one: Traits, other: Traits, found: dict[str, float]) -> None:
    if one.modality == other.modality:
        return
    pair = {one.modality, other.modality}
    if Modality.PLANNED.value in pair:
        found["planned_with_done"] = 1.0
    elif Modality.DENIED.value in pair:
        found["denied"] = 1.0
        found["denied_of_another_type"] = float(one.type != other.type)
    else:
        found["doubted"] = 1.0


# --- when


def _time(one: Traits, other: Traits, found: dict[str, float]) -> None:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        _time_unknown(one, other, found)
        return
    shared = min(one.end, other.end) - max(one.start, other.start) + 1
    longest = max(one.end - one.start, other.end - other.start) + 1
    if (one.start, one.end) == (other.start, other.end) or _is_one_night(one, other):
        found["time_same"] = 1.0
    elif shared > 0:
        found["time_overlap"] = 1.0
        found["time_tightness"] = shared / longest
    else:
        found["time_gap"] = log1p(min(1 - shared, FARTHEST_DAYS))
    if shared > 0:
        found["time_vague"] = log(longest)


def _is_one_night(one: Traits, other: Traits) -> bool:
    """Whether a battle is told of one night in other words: "on Tuesday evening", "overnight", "early on Wednesday".

    A battle goes on through the night. Strikes come again: one in the evening and one overnight are often two.
    """
    battles = one.group == other.group == ClaimClass.BATTLE.value
    return battles and one.night is not None and one.night == other.night


def _time_unknown(one: Traits, other: Traits, found: dict[str, float]) -> None:
    """A claim without a time is most often as old as its report, give or take days."""
    if one.start is None and other.start is None:
        found["time_both_unknown"] = 1.0
        return
    found["time_one_unknown"] = 1.0
    silent, dated = (one, other) if one.start is None else (other, one)
    if silent.published is not None and dated.start is not None and dated.end is not None:
        away = max(dated.start - silent.published, silent.published - dated.end, 0)
        found["time_from_other_report"] = log1p(min(away, FARTHEST_DAYS))


def _reports(one: Traits, other: Traits, found: dict[str, float]) -> None:
    """How long after each other they were told: of totals, which grow, and where not both say when it was.

    Of one occurrence on a day that both name, a later account is as good as an early one.
    """
    if one.start is not None and other.start is not None and not (one.is_total and other.is_total):
        return
    if one.published is not None and other.published is not None:
        found["reports_apart"] = log1p(min(abs(one.published - other.published), FARTHEST_DAYS))


# --- where


def _place(one: Traits, other: Traits, found: dict[str, float]) -> None:
    if one.place is None or other.place is None:
        found["place_both_unknown" if one.place is other.place else "place_one_unknown"] = 1.0
        return
    same = one.place == other.place
    if same:
        found["place_same"] = 1.0
        found["place_same_precise"] = float(one.area == other.area == 0)
    else:
        _place_names(one, other, found)
    if one.country and other.country and one.country != other.country:
        found["country_other"] = 1.0
    elif one.admin1 and other.admin1:
        found["province_same" if one.admin1 == other.admin1 else "province_other"] = 1.0
    _distance(one, other, found, same=same)


def _place_names(one: Traits, other: Traits, found: dict[str, float]) -> None:
    """Names unlike as wholes may share words, or one may be the province or country that the other lies in."""
    mine, theirs = set((one.place or "").split()), set((other.place or "").split())
    if shared := len(mine & theirs):
        found["place_words"] = shared / min(len(mine), len(theirs))
    if one.area != other.area:
        wide, near = (one, other) if one.area > other.area else (other, one)
        inside = wide.admin1 == near.admin1 if wide.area == 1 else True
        if wide.country == near.country and inside:
            found["place_inside"] = 1.0
        return
    found["place_other"] = 1.0
    found["place_other_precise"] = float(one.area == 0)


def _distance(one: Traits, other: Traits, found: dict[str, float], *, same: bool) -> None:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None or one.area or other.area or same:
        return
    found["distance"] = log1p(max(min(kilometres(one, other), FARTHEST_KM) - one.reach - other.reach, 0.0))


def kilometres(one: Traits, other: Traits) -> float:
    """The distance of two points on a plane through them: near enough where near matters, and fast."""
    lat, lon, far_lat, far_lon = one.lat or 0.0, one.lon or 0.0, other.lat or 0.0, other.lon or 0.0
    across = (abs(lon - far_lon + 180) % 360 - 180) * cos(radians((lat + far_lat) / 2))
    return KM_PER_DEGREE * sqrt((lat - far_lat) ** 2 + across**2)


# --- who


def _sides(one: Traits, other: Traits, found: dict[str, float]) -> None:
    straight = _likeness(one.side_a, other.side_a), _likeness(one.side_b, other.side_b)
    crossed = _likeness(one.side_a, other.side_b), _likeness(one.side_b, other.side_a)
    if _both(crossed) > _both(straight) and None not in crossed:
        found["sides_swapped"] = 1.0
        return
    for letter, likeness in zip("ab", straight, strict=True):
        if likeness is None:
            continue
        word = "same" if likeness == SAME else "akin" if likeness == RELATED else "other"
        found[f"side_{letter}_{word}"] = 1.0


def _both(likeness: tuple[float | None, float | None]) -> float:
    return (likeness[0] or 0.0) + (likeness[1] or 0.0)


def _likeness(one: tuple[Party, ...], other: tuple[Party, ...]) -> float | None:
    """How alike two sides are by their most alike parties; None where one is not told."""
    if not one or not other:
        return None
    return max(_party_likeness(mine, theirs) for mine in one for theirs in other)


def _party_likeness(one: Party, other: Party) -> float:
    if one.key == other.key or (one.id is not None and one.id == other.id):
        return SAME
    if one.id is not None and other.id is not None:
        above = {one.id, *one.kin} & {other.id, *other.kin}
        return RELATED if above else OTHER
    camps = CAMPS[one.kind], CAMPS[other.kind]
    if one.country and other.country and one.country != other.country:
        return OTHER
    return RELATED if not camps[0] or not camps[1] or camps[0] & camps[1] else OTHER


# --- how many


def _figures(one: Traits, other: Traits, found: dict[str, float]) -> None:
    """By kind: the same number, numbers that can both be right, numbers that cannot (">= 12" and 17 can)."""
    if not one.counts or not other.counts:
        return
    same = sum(_telling(count) for count in set(one.counts) if _twin(count, other.counts))
    agreeing, clashing = 0.0, 0.0
    for kind in {count.kind for count in one.counts} & {count.kind for count in other.counts}:
        pairs = [(a, b) for a in one.counts for b in other.counts if a.kind == b.kind == kind and _on_one_side(a, b)]
        if any(_compatible(a, b) for a, b in pairs):
            agreeing = 1.0
        elif pairs:
            clashing = max(clashing, min(_apart(a, b) for a, b in pairs))
    kinds = [{count.kind for count in claim.counts} - {FigureKind.OTHER.value} for claim in (one, other)]
    found["figures_of_other_kinds"] = float(all(kinds) and kinds[0].isdisjoint(kinds[1]))
    found["figures_same"] = min(same, 2.0)
    found["figures_compatible"] = agreeing if not same else 0.0
    found["figures_clash"] = clashing


def _twin(count: Count, counts: tuple[Count, ...]) -> bool:
    return any((count.kind, count.low, count.high) == (twin.kind, twin.low, twin.high) for twin in counts)


def _telling(count: Count) -> float:
    """How much it says that two claims give this number: "57" more than "two"."""
    return min(1.0, log1p(max(count.low, count.high, 0.0)) / log(TELLING_COUNT))


def _on_one_side(one: Count, other: Count) -> bool:
    return one.whose == other.whose or not one.whose or not other.whose


def _compatible(one: Count, other: Count) -> bool:
    return (one.high < 0 or other.low <= one.high) and (other.high < 0 or one.low <= other.high)


def _apart(one: Count, other: Count) -> float:
    """How far two figures lie apart, as the logarithm of their ratio, 1 for a factor of about 2.7."""
    smaller, larger = (one, other) if 0 <= one.high < other.low else (other, one)
    return min(log((larger.low + 1) / (max(smaller.high, 0.0) + 1)), 3.0)


# --- more than one at a time


def _together(found: dict[str, float]) -> None:
    """What says more together: the same town on the same day, and the same kind of deed there by the same side."""
    here = found.get("place_same_precise", 0.0)
    now = max(found.get("time_same", 0.0), found.get("time_tightness", 0.0) * found.get("time_overlap", 0.0))
    found["same_town_and_day"] = here * now
    found["same_deed"] = here * now * found.get("type_same", 0.0)
    found["same_deed_swapped"] = found["same_deed"] * found.get("sides_swapped", 0.0)
    found["same_deed_by_others"] = found["same_deed"] * found.get("side_a_other", 0.0)
    alone = found.get("asserter_same", 0.0)
    found["sides_swapped_by_one_asserter"] = found.get("sides_swapped", 0.0) * alone
    found["same_deed_of_one_asserter"] = found["same_deed"] * alone
    found["figures_clash_of_one_asserter"] = found.get("figures_clash", 0.0) * alone


# --- in which words, where in the text


def _within(one: Traits, other: Traits, found: dict[str, float]) -> None:
    if one.asserter is not None and one.asserter == other.asserter:
        found["asserter_same"] = 1.0
    if one.document != other.document:
        return
    gap = max(one.position, other.position) - min(one.extent, other.extent)
    if gap < 0:
        found["quotes_overlap"] = 1.0
    else:
        found["quotes_apart"] = log1p(gap / 100)
        found["quotes_side_by_side"] = float(gap < SIDE_BY_SIDE)
    if one.occurrence is not None and other.occurrence is not None:
        found["read_as_one" if one.occurrence == other.occurrence else "read_as_two"] = 1.0


def _words(one: Traits, other: Traits, found: dict[str, float], commonness: Commonness, copied: float) -> None:
    shared = one.words & other.words
    if not shared:
        return
    both = commonness.of(shared)
    if not both:
        return
    mine, theirs = commonness.of_quote(one.words), commonness.of_quote(other.words)
    found["words_rare"] = min(both, MOST_RARE) / MOST_RARE
    found["words_contained"] = both / min(mine, theirs)
    found["words_alike"] = both / (mine + theirs - both)
    found["copied_words"] = copied * found["words_alike"]


_MEASURES: tuple[Callable[[Traits, Traits, dict[str, float]], None], ...] = (
    _type,
    _totals,
    _modality,
    _time,
    _reports,
    _place,
    _sides,
    _figures,
    _within,
)

# What each feature says when it speaks for one occurrence or against it: read after "for:" and "against:".
FEATURES: Mapping[str, str] = {
    "base": "how often two claims held side by side are on one occurrence at all",
    "type_same": "the same type of event",
    "type_akin": "types of one class",
    "type_both_violent": "acts of violence of different classes",
    "type_both_crowds": "a protest and a riot",
    "type_apart": "types that seldom go together",
    "both_totals": "both sum up a period",
    "totals_of_same_period": "totals of the same period",
    "totals_of_other_periods": "totals of different periods, which are two statements",
    "total_with_single": "a total over a period and a single occurrence, which are never one",
    "planned_with_done": "one is still planned",
    "denied": "one denies",
    "denied_of_another_type": "the denial is of another type",
    "doubted": "one only holds it possible",
    "time_same": "the same time",
    "time_overlap": "times that overlap",
    "time_tightness": "how much of the longer time the two share",
    "time_gap": "days between them",
    "time_vague": "how long the time is within which both lie",
    "time_both_unknown": "neither tells when",
    "time_one_unknown": "only one tells when",
    "time_from_other_report": "the undated claim's report is not of that day",
    "reports_apart": "days between the reports",
    "place_same": "the same place",
    "place_same_precise": "a place that one can point at",
    "place_words": "place names that share words",
    "place_inside": "one place is the area that the other lies in",
    "place_other": "different places",
    "place_other_precise": "each in a place of its own that one can point at",
    "place_both_unknown": "neither tells where",
    "place_one_unknown": "only one tells where",
    "province_same": "the same province",
    "province_other": "different provinces",
    "country_other": "different countries",
    "distance": "distance beyond what the places' precision leaves open",
    "side_a_same": "the same acting side",
    "side_a_akin": "acting sides that may be the same or belong together",
    "side_a_other": "different acting sides",
    "side_b_same": "the same side acted upon",
    "side_b_akin": "sides acted upon that may be the same or belong together",
    "side_b_other": "different sides acted upon",
    "sides_swapped": "the same two sides with their parts exchanged",
    "figures_same": "the same figures",
    "figures_compatible": "figures that can both be right",
    "figures_clash": "figures that cannot both be right",
    "figures_of_other_kinds": "figures that count different things",
    "sides_swapped_by_one_asserter": "one asserter gives the sides opposite parts",
    "same_deed_of_one_asserter": "one asserter tells of the same deed twice",
    "figures_clash_of_one_asserter": "one asserter gives both figures",
    "asserter_same": "the same asserter",
    "quotes_overlap": "the quotes overlap",
    "quotes_apart": "text between the quotes",
    "quotes_side_by_side": "the quotes stand side by side",
    "read_as_one": "the reading of the document holds them for one",
    "read_as_two": "the reading of the document holds them for two",
    "same_town_and_day": "the same town on the same day",
    "same_deed": "the same type of event in the same town on the same day",
    "same_deed_swapped": "the same deed, by the other side",
    "same_deed_by_others": "the same deed, by somebody else",
    "words_contained": "rare words of the shorter quote that stand in the other",
    "words_rare": "rare words in common",
    "words_alike": "rare words that both quotes share",
    "copied_words": "the same words in documents that copy each other",
}
