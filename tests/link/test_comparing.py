"""Which claims are held to be on one occurrence, and why."""

import json
from datetime import date, timedelta
from itertools import combinations
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossclaim.errors import ResourceError
from crossclaim.link import (
    FEATURES,
    LEAST_LINK,
    are_far,
    block_keys,
    compare,
    compare_likely,
    compare_traits,
    explain,
    likelihood,
    load_weights,
    traits_from_json,
    traits_of,
    traits_to_json,
)
from crossclaim.link.blocking import MOST_KEYS
from crossclaim.link.weights import read_weights
from crossclaim.model import ActorKind, ActorReading, ClaimType, Modality, Precision, SourcedClaim
from sourced_claims import ARMY, DAY, FRONT, MERKE, OLBEK, PEOPLE, TARSIN, sourced, speaker

BASE = sourced("a", "At least 12 people were killed when shells fell on the market", killed=">=12")
CLASH, STRIKE = ClaimType.ARMED_CLASH, ClaimType.AIR_DRONE_STRIKE
TAKEN = ClaimType.ABDUCTION_FORCED_DISAPPEARANCE


def chance(one: SourcedClaim, other: SourcedClaim) -> float:
    return compare(traits_of(one), traits_of(other)).probability


@pytest.mark.parametrize(
    ("other", "is_one"),
    [
        (sourced("b", "17 people died in the shelling of the market", document="d2", killed="17"), True),
        # opposed parties give different figures for one occurrence
        (sourced("b", "Nine people died there", document="d2", killed="9", paper="opposed"), True),
        # a denial is on the occurrence that it denies
        (sourced("b", "The army denied it", start=300, modality=Modality.DENIED, speakers=(speaker("army"),)), True),
        (sourced("b", "three women died", document="d2", place=MERKE, killed="3"), False),
        (sourced("b", "shells fell again", document="d2", day=date(2031, 5, 20), published=date(2031, 5, 21)), False),
        (sourced("b", "a truce was signed", document="d2", kind=ClaimType.AGREEMENT, side_a=FRONT), False),
        (sourced("b", "it will shell the market", document="d2", modality=Modality.PLANNED, day=None), False),
        # another place of the same document on the same day
        (sourced("b", "Two people died at Merke", start=200, place=MERKE, killed="2"), False),
        # one asserter, one town, one day, another deed
        (
            sourced(
                "b", "Gunmen took a teacher", start=90, kind=ClaimType.ABDUCTION_FORCED_DISAPPEARANCE, side_a=FRONT
            ),
            False,
        ),
    ],
)
def test_claims_on_one_occurrence_are_told_from_others(other: SourcedClaim, is_one: bool) -> None:
    assert (chance(BASE, other) >= load_weights().join) is is_one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (sourced("a", cumulative=True), sourced("b")),  # a total and one occurrence
        (sourced("a", kind=ClaimType.TALLY, killed="12"), sourced("b", killed="12")),
        (  # totals of two periods
            sourced("a", cumulative=True, day=date(2031, 1, 1), until=date(2031, 5, 3)),
            sourced("b", cumulative=True, day=date(2031, 4, 27), until=date(2031, 5, 3)),
        ),
    ],
)
def test_a_total_is_never_one_with_what_it_sums_up(one: SourcedClaim, other: SourcedClaim) -> None:
    link = compare(traits_of(one), traits_of(other))
    assert link.probability == 0
    assert "never one" in explain(link) or "two statements" in explain(link)


def test_totals_are_the_likelier_one_the_more_they_agree_and_never_over_different_periods() -> None:
    total = {"cumulative": True, "kind": ClaimType.TALLY, "day": date(2031, 1, 1), "until": DAY, "place": TARSIN}
    first = sourced("a", killed="40", **total)
    others = (
        {"killed": "40"},
        {"killed": "90"},  # another figure
        {"killed": "90", "place": OLBEK},  # and another place
        {"killed": "40", "day": date(2030, 1, 1)},  # another period
    )
    same, figure, place, period = (chance(first, sourced("b", document="d2", **total | other)) for other in others)
    assert same > 1.5 * figure > 10 * place > 0 == period


@pytest.mark.parametrize(
    ("one", "other", "features"),
    [
        ({"killed": ">=12"}, {"killed": "17"}, {"figures_compatible"}),
        ({"killed": "12"}, {"killed": "17"}, {"figures_clash"}),
        ({"killed": "12"}, {"killed": "12"}, {"figures_same"}),
        ({"side_a": ARMY, "side_b": FRONT}, {"side_a": FRONT, "side_b": ARMY}, {"sides_swapped"}),
        ({"place": OLBEK}, {"place": TARSIN}, {"place_inside", "province_same"}),
        ({"place": None}, {"place": OLBEK}, {"place_one_unknown"}),
        ({"day": None}, {"day": DAY}, {"time_one_unknown"}),
        ({"occurrence": 1}, {"occurrence": 1}, {"read_as_one"}),
        ({"occurrence": 1}, {"occurrence": 2}, {"read_as_two"}),
        ({"kind": CLASH}, {"kind": STRIKE}, {"type_both_violent"}),
    ],
)
def test_what_two_claims_agree_and_differ_in_has_a_name(
    one: dict[str, object], other: dict[str, object], features: set[str]
) -> None:
    first, second = (traits_of(sourced(name, **told)) for name, told in (("a", one), ("b", other)))  # type: ignore[arg-type]
    found = compare_traits(first, second, load_weights().commonness)
    assert features <= found.keys()
    assert {name for name in found if not name.startswith("types:")} <= FEATURES.keys()


NIGHT = {"until": DAY + timedelta(days=1), "when": "overnight"}
NEXT = DAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("one", "other", "is_one_night"),
    [
        ({"when": "on Tuesday evening"}, NIGHT, True),
        ({"when": "late on Tuesday"}, NIGHT, True),
        ({"when": "early on Wednesday", "day": NEXT}, NIGHT, True),
        ({"when": "on Tuesday night"}, {"when": "before dawn on Wednesday", "day": NEXT}, True),
        ({"when": "on Tuesday"}, NIGHT, False),  # at noon, perhaps
        ({"when": "on Wednesday evening", "day": NEXT}, NIGHT, False),  # the next night
        ({"when": "early on Tuesday"}, NIGHT, False),  # the night before
        ({"when": "on Tuesday evening"}, NIGHT | {"when": "in the last 24 hours"}, False),
        # strikes come again in one night
        ({"when": "on Tuesday evening", "kind": STRIKE}, NIGHT | {"kind": STRIKE}, False),
        ({"when": "on Tuesday evening"}, NIGHT | {"day": date(2031, 4, 28)}, False),  # no night is six days long
    ],
)
def test_a_battle_is_of_one_night_by_its_evening_or_its_early_hours(
    one: dict[str, object], other: dict[str, object], is_one_night: bool
) -> None:
    first, second = (
        traits_of(sourced(name, document=name, **{"kind": CLASH} | told))  # type: ignore[arg-type]
        for name, told in (("a", one), ("b", other))
    )
    assert ("time_same" in compare_traits(first, second, load_weights().commonness)) is is_one_night


def test_a_part_of_a_party_is_akin_to_it() -> None:
    brigade = ActorReading(id="guard", name="National Guard", kind=ActorKind.STATE_FORCES, country="KZ")
    other = ActorReading(id="gov-uz", name="Government of Uzbekistan", kind=ActorKind.STATE_FORCES, country="UZ")
    families = {"guard": "gov-kz"}
    told = {
        name: traits_of(sourced(name, side_a=side), families)
        for name, side in (("army", ARMY), ("part", brigade), ("foreign", other))
    }
    weights = load_weights().commonness
    assert "side_a_akin" in compare_traits(told["army"], told["part"], weights)
    assert "side_a_other" in compare_traits(told["army"], told["foreign"], weights)


def test_the_evidence_adds_up_and_is_told_in_words() -> None:
    link = compare(traits_of(BASE), traits_of(sourced("b", "12 dead in the market", document="d2", killed="12")))
    assert link.probability == pytest.approx(1 / (1 + exp(-sum(value for _, value in link.evidence))), abs=0.01)
    assert explain(link).startswith(f"{round(link.probability * 100)}% likely to be one occurrence; for: ")
    assert "the same place" in explain(link)


OLBEK_PROVINCE = OLBEK.model_copy(update={"precision": Precision.ADMIN1})
VARIED = st.builds(
    sourced,
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from(["Shells fell on the market", "Twelve died at the bridge", "A truce was signed"]),
    document=st.sampled_from(["d1", "d2"]),
    kind=st.sampled_from([ClaimType.SHELLING_ARTILLERY_MISSILE, CLASH, STRIKE, ClaimType.TALLY, ClaimType.ARRESTS]),
    start=st.integers(0, 500),
    place=st.sampled_from([OLBEK, OLBEK_PROVINCE, MERKE, TARSIN, None]),
    day=st.one_of(st.none(), st.dates(date(2031, 5, 1), date(2031, 5, 9))),
    published=st.one_of(st.none(), st.dates(date(2031, 5, 9), date(2031, 5, 12))),
    side_a=st.sampled_from([ARMY, FRONT, None]),
    side_b=st.sampled_from([PEOPLE, FRONT, ARMY, None]),
    killed=st.sampled_from([None, "3", "12", ">=12"]),
    modality=st.sampled_from(list(Modality)),
    cumulative=st.booleans(),
)


def test_a_town_and_the_province_of_its_name_are_compared_alike_whichever_comes_first() -> None:
    town, province = traits_of(BASE), traits_of(sourced("b", document="d2", place=OLBEK_PROVINCE))
    features = [compare_traits(*pair, load_weights().commonness) for pair in ((town, province), (province, town))]
    assert features[0] == features[1]
    assert ("place_same" in features[0], "place_same_precise" in features[0]) == (True, False)


@given(VARIED, VARIED)
def test_comparing_has_no_direction(one: SourcedClaim, other: SourcedClaim) -> None:
    first, second = traits_of(one), traits_of(other)
    assert likelihood(first, second) == likelihood(second, first) == compare(first, second).probability
    assert compare(first, second) == compare(second, first)


@given(VARIED)
def test_traits_survive_json_and_their_keys_are_few_and_stable(claim: SourcedClaim) -> None:
    traits = traits_of(claim)
    again = traits_from_json(json.loads(json.dumps(traits_to_json(traits))))
    keys = block_keys(traits)
    assert again == traits
    assert keys == block_keys(again) == tuple(sorted(set(keys)))
    assert 0 < len(keys) <= MOST_KEYS
    assert all(0 < key < 2**63 for key in keys)


def test_keys_bring_together_what_may_be_one_and_little_else() -> None:
    shown = {
        "here": sourced("here"),
        "next day": sourced("next day", document="d2", day=date(2031, 5, 4)),
        "province": sourced("province", document="d3", place=TARSIN),
        "undated": sourced("undated", document="d4", day=None),
        "nowhere": sourced("nowhere", document="d5", place=None),
        "far": sourced("far", document="d6", place=MERKE, side_a=FRONT),
        "later": sourced("later", document="d7", day=date(2031, 6, 3)),
        "total": sourced("total", document="d8", cumulative=True),
    }
    keys = {name: set(block_keys(traits_of(claim))) for name, claim in shown.items()}
    met = {name for one, name in combinations(shown, 2) if one == "here" and keys[one] & keys[name]}
    assert met == {"next day", "province", "undated", "nowhere"}


def test_damaged_weights_are_named() -> None:
    with pytest.raises(ResourceError, match=r"weights\.json"):
        read_weights('{"words": {}}')


@pytest.mark.parametrize(
    ("other", "is_far"),
    [
        (sourced("b", document="d2"), False),
        (sourced("b", document="d2", day=DAY + timedelta(days=2)), False),  # "this week" in one, a day in the other
        (sourced("b", document="d2", day=DAY + timedelta(days=3)), True),
        (sourced("b", document="d2", day=DAY - timedelta(days=3)), True),
        (sourced("b", document="d2", day=DAY - timedelta(days=9), until=DAY), False),
        (sourced("b", document="d2", day=None), False),
        (sourced("b", start=300, day=DAY + timedelta(days=30)), False),  # within a document all are compared
        (sourced("b", document="d2", place=None), False),
        (sourced("b", document="d2", place=MERKE.model_copy(update={"lat": 60.0})), True),
        (sourced("b", document="d2", place=OLBEK.model_copy(update={"lat": 60.0})), False),  # of one name
        (sourced("b", document="d2", place=MERKE.model_copy(update={"lat": None})), False),
    ],
)
def test_claims_too_far_apart_are_not_compared(other: SourcedClaim, is_far: bool) -> None:
    one, two = traits_of(BASE), traits_of(other)
    assert are_far(one, two) is are_far(two, one) is is_far


def test_a_pair_worth_keeping_is_the_link_itself() -> None:
    near, off = sourced("b", document="d2"), sourced("b", document="d2", place=MERKE, day=date(2031, 5, 20))
    one = traits_of(BASE)
    assert compare_likely(one, traits_of(near)) == compare(one, traits_of(near))
    assert compare(one, traits_of(off)).probability < LEAST_LINK
    assert compare_likely(one, traits_of(off)) is None
