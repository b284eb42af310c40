"""Events whole: fields, what counts as one source, what is left out and why, people's decisions."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossclaim.model import (
    ClaimType,
    ContradictionKind,
    CopyKind,
    Event,
    EventFigure,
    Participant,
    Profile,
    Span,
    Ties,
)
from crossclaim.reconcile import find_voices, history, moved_figures, reconcile
from short_claims import copies_of, make_case

TESHIG = {"name": "Teshig", "country": "MN", "admin1": "Bulgan", "lat": 49.95, "lon": 102.60}
BULGAN = {"name": "Bulgan", "country": "MN", "lat": 48.81, "lon": 103.53, "precision": "admin1", "radius_km": 150}
KHOVD = {"name": "Khovd", "country": "MN", "lat": 48.00, "lon": 91.64}

HOSPITAL: dict[str, Any] = {"by": "Hospital", "rel": "B"}
MONITOR: dict[str, Any] = {"by": "Monitor", "rel": "B"}
MINISTRY: dict[str, Any] = {"by": "Ministry", "for": "a"}
FRONT: dict[str, Any] = {"by": "Front spokesman", "for": "b"}


def event_of(*rows: dict[str, Any], profile: Profile = Profile.UCDP, **options: Any) -> Event:
    claims, copies = make_case({"claims": rows})
    return reconcile(claims, profile, copies=copies, **options)


def figure_of(event: Event, kind: str = "killed", party: str | None = "Front", of: str | None = None) -> EventFigure:
    return next(one for one in event.figures if (one.kind, one.party, one.of) == (kind, party, of))


@pytest.mark.parametrize(
    ("types", "expected", "rule"),
    [
        (["attack", "air_drone_strike", "attack"], "attack", "most_voices"),
        (["attack", "air_drone_strike"], "air_drone_strike", "precedence"),
        (["shelling_artillery_missile", "armed_clash"], "armed_clash", "precedence"),
        (["tally", "attack"], "attack", "most_voices"),
        (["tally"], "tally", "most_voices"),
    ],
)
def test_the_type_is_that_of_most_voices(types: list[str], expected: str, rule: str) -> None:
    event = event_of(*({"by": f"Source {number}", "type": name} for number, name in enumerate(types)))
    assert (event.type, event.fields["type"].rule) == (ClaimType(expected), rule)


def test_copies_have_one_vote() -> None:
    wire = {"copy": "w", "type": "attack"}
    event = event_of(
        wire, wire, wire, {**HOSPITAL, "type": "shelling_artillery_missile"}, MONITOR | {"type": "armed_clash"}
    )
    assert event.type is ClaimType.ARMED_CLASH
    assert (event.articles, event.sources) == (5, 3)


@pytest.mark.parametrize(
    ("places", "chosen", "dissent"),
    [
        ([TESHIG, BULGAN], "Teshig", 0),  # the finer of two that agree
        ([TESHIG, KHOVD, KHOVD], "Khovd", 1),  # most voices
        ([BULGAN, KHOVD, TESHIG], "Teshig", 1),  # the province and the town in it agree
        ([None, TESHIG], "Teshig", 0),  # silence is no dissent
    ],
)
def test_the_place_is_the_finest_that_most_agree_with(places: list[Any], chosen: str, dissent: int) -> None:
    event = event_of(*({"by": f"Source {number}", "place": place} for number, place in enumerate(places)))
    assert event.fields["place"].value["name"] == chosen
    assert sum(len(ids) for _, ids in event.fields["place"].dissent) == dissent


@pytest.mark.parametrize(
    ("intervals", "expected"),
    [
        (["2024-10-08", "2024-10-07/2024-10-09"], "2024-10-08/2024-10-08"),
        (["2024-10-08", "2024-10-10", "2024-10-01/2024-10-31"], "2024-10-08/2024-10-08"),
        (["2024-10-08", "2024-10-10", "2024-10-10"], "2024-10-10/2024-10-10"),
        (["2024-10-01/2024-10-05", "2024-10-04/2024-10-09"], "2024-10-04/2024-10-05"),
        ([None], None),
    ],
)
def test_the_days_are_those_that_most_agree_on(intervals: list[str | None], expected: str | None) -> None:
    event = event_of(*({"by": f"Source {number}", "when": when} for number, when in enumerate(intervals)))
    assert (f"{event.start}/{event.end}" if event.start else None) == expected


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ([("Army", "Front"), ("Front", "Army"), ("Army", "Front")], ("Army", "Front")),  # one battle, either way round
        ([("Army", "Front"), ("Front", None)], ("Army", "Front")),
        ([("the invaders", "Front"), ("Army", "Front")], ("Army", "Front")),  # words, facing a known side
    ],
)
def test_a_battle_has_its_two_sides_whoever_is_named_first(sides: list[Any], expected: tuple[str, str]) -> None:
    event = event_of(*({"by": f"Source {number}", "a": a, "b": b} for number, (a, b) in enumerate(sides)))
    assert (event.fields["side_a"].value["name"], event.fields["side_b"].value["name"]) == expected
    assert not event.fields["side_a"].dissent


def test_figures_of_a_battle_told_the_other_way_round_meet() -> None:
    event = event_of(
        {**HOSPITAL, "says": ["killed b 12"]}, {**MONITOR, "a": "Front", "b": "Army", "says": ["killed a 15"]}
    )
    assert [(one.party, one.low, one.high) for one in event.figures] == [("Front", 12, 15)]


def test_words_for_a_side_stand_for_the_party_they_can_only_be() -> None:
    event = event_of(
        {**FRONT, "a": "the invaders", "says": ["killed a more than 170"]}, {**MINISTRY, "says": ["killed a 4"]}
    )
    assert [(one.party, one.low) for one in event.figures] == [("Army", 4)]


def test_a_denial_is_dissent_and_undoes_nothing() -> None:
    event = event_of(HOSPITAL, {**MINISTRY, "mod": "denied"}, {**MONITOR, "mod": "possible"})
    modality = event.fields["modality"]
    assert (modality.value, modality.rule) == ("actual", "asserted")
    assert {value for value, _ in modality.dissent} == {"denied", "possible"}


def test_no_figure_is_no_row_and_none_killed_is() -> None:
    assert event_of(HOSPITAL).figures == ()
    assert figure_of(event_of({**HOSPITAL, "says": ["killed b no"]})).best == 0


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"cum": True}, "a total over a period or several incidents"),
        ({"mod": "denied"}, "a figure that is denied"),
        ({"mod": "planned"}, "a figure of what is still to come"),
        ({"rel": "E"}, "not usually reliable"),
    ],
)
def test_what_is_left_out_says_why(row: dict[str, Any], reason: str) -> None:
    event = event_of({**HOSPITAL, "says": ["killed b 12"]}, {"by": "Other", "says": ["killed b 600"], **row})
    figure = figure_of(event)
    assert (figure.best, figure.claims, figure.left_out) == (12, ("d1-c1",), (("d2-c2", reason),))


def test_totals_alone_are_a_tally_with_figures() -> None:
    event = event_of({**MONITOR, "cum": True, "type": "tally", "says": ["killed b 600"]})
    assert event.tally
    assert figure_of(event).best == 600


def test_an_older_version_of_a_page_no_longer_counts() -> None:
    page = {**HOSPITAL, "lineage": "https://example.org/1"}
    event = event_of({**page, "version": 1, "says": ["killed b 40"]}, {**page, "version": 2, "says": ["killed b 12"]})
    assert (event.articles, figure_of(event).high) == (1, 12)
    assert figure_of(event).left_out == (("d1-c1", "version 1 of a page that was changed since"),)


def test_claims_named_as_superseded_no_longer_count() -> None:
    rows = {**HOSPITAL, "says": ["killed b 12"]}, {**MONITOR, "says": ["killed b 90"]}
    event = event_of(*rows, superseded={"d2-c2"})
    assert (figure_of(event).high, event.articles, event.claims) == (12, 1, ("d1-c1", "d2-c2"))


@pytest.mark.parametrize(
    ("text", "says", "expected"),
    [
        ("10 people died, including 6 children", ["killed b 10 of people", "killed b 6 of children"], (10, 6)),
        ("10 people died, including 3 nurses", ["killed b 10 of people", "killed b 3 of nurses"], (10, 3)),
        ("12 soldiers and 3 policemen died", ["killed b 12 of soldiers", "killed b 3 of policemen"], (15, None)),
        ("12 soldiers died. In all 15 people died", ["killed b 12 of soldiers", "killed b 15 of people"], (15, None)),
        ("2 women and 3 children died", ["killed b 2 of women", "killed b 3 of children"], (5, 3)),
    ],
)
def test_parts_and_totals(text: str, says: list[str], expected: tuple[int, int | None]) -> None:
    claims, _ = make_case({"claims": [{**HOSPITAL, "text": text, "says": says}]})
    event = reconcile(claims)
    totals = [one.low for one in event.figures if one.of is None]
    parts = [one.low for one in event.figures if one.of in ("children", "nurses")]
    if "nurses" in text:  # nurses are civilians, whoever the dead are held to be
        totals = [one.low for one in event.figures if one.party == "Front"]
    assert expected[0] in totals
    assert parts == ([expected[1]] if expected[1] else [])


ATTACK = {"type": "attack", "b": "civilians"}


@pytest.mark.parametrize(
    ("text", "says", "expected"),
    [
        (  # no civilians are told of
            "17 people, including 9 soldiers and 8 jihadists, died",
            ["killed b 17 of people", "killed a 9 of soldiers", "killed b 8 of jihadists"],
            {
                (None, None): (17, 17),
                ("Front", "soldiers"): (9, 9),
                ("Front", None): (9, None),
                (None, "jihadists"): (8, 8),
            },
        ),
        (
            "12 people, including 3 attackers, died",
            ["killed b 12 of people", "killed a 3 of attackers"],
            {(None, None): (12, 12), ("Front", "attackers"): (3, 3), ("Front", None): (3, None)},
        ),
        ("12 civilians, including 3 attackers, died", ["killed b 12 of civilians"], {("Civilians", None): (12, 12)}),
        (  # two sums, not one
            "5 villagers and 2 soldiers died",
            ["killed b 5 of villagers", "killed b 2 of soldiers"],
            {("Civilians", None): (5, 5), (None, None): (2, 2)},
        ),
        (
            "14 were killed, 3 of them children",
            ["killed b 14", "killed b 3"],
            {("Civilians", None): (14, 14), ("Civilians", "children"): (3, 3)},
        ),
        (
            "14 were killed, 3 of whom had fled there",
            ["killed b 14", "killed b 3"],
            {("Civilians", None): (14, 14), ("Civilians", "part"): (3, 3)},
        ),
        (
            "15 people died, including 2 children, and 9 farmers",
            ["killed b 15 of people", "killed b 2 of children", "killed b 9 of farmers"],  # the comma ends the list
            {("Civilians", None): (15, 15), ("Civilians", "children"): (2, 2)},
        ),
        (
            "14 died after 5 of the wounded died",
            ["killed b 14", "killed b 5 of wounded"],
            {("Civilians", None): (14, 14), ("Civilians", "wounded"): (5, 5)},
        ),
        (
            "5 of the wounded died",
            ["killed b 5 of wounded"],
            {("Civilians", None): (5, None), ("Civilians", "wounded"): (5, 5)},
        ),
        ("The toll is 62, up from 50", ["killed b 62", "killed b 50"], {("Civilians", None): (62, 62)}),
        ("The toll rose from 50 to 62", ["killed b 50", "killed b 62"], {("Civilians", None): (62, 62)}),
        (
            "The toll is 7. It had earlier put the toll at 4",
            ["killed b 7", "killed b 4"],
            {("Civilians", None): (7, 7)},
        ),
        ("Earlier in the day 4 died", ["killed b 4"], {("Civilians", None): (4, 4)}),
        ("An initial toll of 4 was given", ["killed b 4"], {("Civilians", None): (4, 4)}),  # nothing replaces it
    ],
)
def test_who_is_counted_and_what_is_a_part(
    text: str, says: list[str], expected: dict[tuple[str | None, str | None], tuple[float, float | None]]
) -> None:
    event = event_of({**HOSPITAL, **ATTACK, "a": "Front", "text": text, "says": says})
    assert {(one.party, one.of): (one.low, one.high) for one in event.figures} == expected


def test_a_figure_outside_a_claims_own_words_gives_way_to_one_inside() -> None:
    (claim,), _ = make_case({"claims": [{**HOSPITAL, "text": "62 died. 50 were named first", "says": INSIDE_AND_OUT}]})
    quote = claim.claim.quote.model_copy(update={"end": 7, "quote": "62 died"})
    short = claim.model_copy(update={"claim": claim.claim.model_copy(update={"quote": quote})})
    assert [(one.low, one.high) for one in reconcile([short]).figures] == [(62, 62)]


@pytest.mark.parametrize(
    ("parts", "expected", "left_out"),
    [
        (["killed b 2 of children"], (14, 14, 14), {"d2-c2": "tells of a part, where others tell of all"}),
        (["killed b 2 of children", "killed b 13 of women"], (14, 14, None), {}),  # more than the others know of
    ],
)
def test_who_tells_of_a_part_says_nothing_against_the_total_of_others(
    parts: list[str], expected: tuple[float, float, float | None], left_out: dict[str, str]
) -> None:
    rows = [{**HOSPITAL, **ATTACK, "says": ["killed b 14"]}, {**MONITOR, **ATTACK, "says": parts}]
    figure = figure_of(event_of(*rows), party="Civilians")
    assert ((figure.low, figure.best, figure.high), dict(figure.left_out)) == (expected, left_out)


INSIDE_AND_OUT = ["killed b 62", "killed b 50"]


def test_the_wounded_who_died_since_are_not_all_the_dead() -> None:
    first = {**HOSPITAL, "date": "2024-10-09", "says": ["killed b 9"]}
    later = {**HOSPITAL, "date": "2024-10-12", "text": "5 of the wounded died", "says": ["killed b 5 of wounded"]}
    assert (figure_of(event_of(first, later)).best, figure_of(event_of(first, later)).low) == (9, 9)


def test_things_are_counted_by_sort() -> None:
    event = event_of({**MINISTRY, "says": ["weapons b 40 of rifles", "weapons b 3 of mortars"]})
    assert [(one.of, one.best) for one in event.figures] == [("mortar", 3), ("rifle", 40)]


def test_a_plan_says_nothing_of_what_happened() -> None:
    plan = {"mod": "planned", "when": "2024-10-09", "place": KHOVD, "type": "air_drone_strike", "a": "League"}
    event = event_of(
        {**HOSPITAL, "when": "2024-10-07", "place": TESHIG, "type": "attack"},
        {**MONITOR, **plan},
        {"by": "Mayor", **plan},
    )
    named = (event.fields["place"].value["name"], event.fields["side_a"].value["name"], event.fields["modality"].value)
    assert (f"{event.start}", event.type, *named) == ("2024-10-07", ClaimType.ATTACK, "Teshig", "Army", "actual")
    assert (event.sources, event.articles, event.contradictions) == (1, 3, ())


def test_plans_are_all_there_is_to_go_by_where_nothing_happened_yet() -> None:
    plan = {"mod": "planned", "when": "2024-10-09"}
    event = event_of({**HOSPITAL, **plan}, {**MONITOR, **plan}, {**MINISTRY, "mod": "denied", "when": "2024-10-12"})
    assert (f"{event.start}", event.fields["modality"].value, event.sources) == ("2024-10-09", "planned", 2)


@pytest.mark.parametrize(
    ("rows", "kind", "words"),
    [
        ([HOSPITAL, {**MINISTRY, "mod": "denied"}], "denial", "Ministry denies what Hospital tells."),
        (  # its own account is not what it denies
            [HOSPITAL, {**MINISTRY, "mod": "denied"}, {**MINISTRY, "says": ["killed b 35"]}],
            "denial",
            "Ministry denies what Hospital tells.",
        ),
        ([MINISTRY, {**MINISTRY, "mod": "denied"}], "denial", "Ministry denies what Ministry tells."),
        (
            [{**MINISTRY, "says": ["killed a 4"]}, {**FRONT, "says": ["killed a more than 170"]}],
            "figure",
            'Of killed of Army, "4" (Ministry) cannot be squared with "more than 170" (Front spokesman).',
        ),
        (
            [{**HOSPITAL, "type": "attack", "b": None}, {**MONITOR, "type": "attack", "a": "Front", "b": None}],
            "perpetrator",
            "Monitor names Front as having done it, Hospital Army.",
        ),
        (
            [{**HOSPITAL, "place": TESHIG}, {**MONITOR, "place": TESHIG}, {"by": "Mayor", "place": KHOVD}],
            "place",
            "Hospital and Monitor place it at Teshig, Mayor at Khovd.",
        ),
        (
            [{**HOSPITAL, "when": "2024-10-08"}, {**MONITOR, "when": "2024-10-12"}],
            "date",
            "Hospital dates it to 2024-10-08, Monitor to 2024-10-12.",
        ),
    ],
)
def test_contradictions_are_typed_and_told_in_a_sentence(rows: list[dict[str, Any]], kind: str, words: str) -> None:
    event = event_of(*rows)
    assert [(one.kind, one.explanation) for one in event.contradictions] == [(ContradictionKind(kind), words)]


@pytest.mark.parametrize(
    "rows",
    [
        [{**HOSPITAL, "says": ["killed b at least 12"]}, {**MONITOR, "says": ["killed b 15"]}],
        [{**HOSPITAL, "says": ["killed b dozens"]}, {**MONITOR, "says": ["killed b 37"]}],
        [{**HOSPITAL, "says": ["killed b about 100"]}, {**MONITOR, "says": ["killed b 104"]}],
        [{**HOSPITAL, "says": ["killed b 12"]}, {**MONITOR, "says": ["killed a 40"]}],
        [{**HOSPITAL, "says": ["killed b 12"]}, {**MONITOR, "says": ["injured b 40"]}],
        [{**HOSPITAL, "says": ["killed b 12"]}, {**MONITOR, "says": ["killed b 600"], "cum": True}],
        [{**HOSPITAL, "when": "2024-10-08"}, {**MONITOR, "when": "2024-10-09"}],  # one night
        [{**HOSPITAL, "place": TESHIG}, {**MONITOR, "place": BULGAN}],
        [HOSPITAL, {**MONITOR, "a": "Front", "b": "Army"}],  # a battle
        # Whoever has no name of his own may be who has one.
        [{**MONITOR, **ATTACK, "a": "League"}, {"by": "Mayor", **ATTACK, "a": "Opponent (Zedland)"}],
        [
            {**HOSPITAL, "date": "2024-10-09", "says": ["killed b 7"]},
            {**HOSPITAL, "date": "2024-10-11", "says": ["killed b 12"]},
        ],
    ],
)
def test_what_can_be_squared_is_no_contradiction(rows: list[dict[str, Any]]) -> None:
    assert event_of(*rows).contradictions == ()


@pytest.mark.parametrize(
    ("others", "rivals"),
    [
        (["Front"], 0),
        (["Front", "League"], 1),  # the general name is either of the two, which are not one
        (["Government of Zedland"], 1),
    ],
)
def test_rebels_of_no_name_compete_with_the_state_only(others: list[str], rivals: int) -> None:
    rows = [{"by": f"Witness of {name}", **ATTACK, "a": name} for name in (*others, "Rebels (Zedland)")]
    kinds = [one.kind for one in event_of(*rows).contradictions]
    assert kinds == [ContradictionKind.PERPETRATOR] * rivals
    grade = event_of(*[{**row, "says": ["killed b 3"]} for row in rows], profile=Profile.AIRWARS).grade
    assert (grade == "contested") is (rivals > 0)


def test_a_name_of_its_own_is_taken_before_a_sort_of_party() -> None:
    event = event_of({**HOSPITAL, **ATTACK, "a": "Army"}, {**MONITOR, **ATTACK, "a": "Opponent (Zedland)"})
    assert event.fields["side_a"].value["name"] == "Army"


def test_allies_named_for_one_strike_do_not_compete() -> None:
    rows = {**HOSPITAL, "type": "air_drone_strike"}, {**MONITOR, "type": "air_drone_strike", "a": "League"}
    ties = Ties(allies={"league": frozenset({"gov-zz"})})
    assert [one.kind for one in event_of(*rows).contradictions] == [ContradictionKind.PERPETRATOR]
    assert event_of(*rows, ties=ties).contradictions == ()


@pytest.mark.parametrize(
    ("rows", "voices"),
    [
        ([HOSPITAL, HOSPITAL], 1),  # one hospital, two articles
        ([HOSPITAL, MONITOR], 2),
        ([{"outlet": "Daily"}, {"outlet": "Daily"}], 1),  # one outlet, two articles
        ([{"outlet": "Daily"}, {"outlet": "Weekly"}], 2),
        ([{"outlet": "Daily", "copy": "w"}, {"outlet": "Weekly", "copy": "w"}], 1),
        ([{"by": "Residents", "unnamed": True}, {"by": "Residents", "unnamed": True}], 2),  # need not be the same
        ([{"by": "Residents", "unnamed": True, "doc": "x"}, {"by": "Activists", "unnamed": True, "doc": "x"}], 1),
        ([MINISTRY, {"by": "Army spokesman", "for": "a"}], 1),  # a party with all who speak for it
        ([MINISTRY, {"outlet": "Army Daily", "for": "a"}], 1),
        ([MINISTRY, FRONT], 2),
    ],
)
def test_who_is_one_source(rows: list[dict[str, Any]], voices: int) -> None:
    claims, copies = make_case({"claims": rows})
    assert len(set(find_voices(claims, copies).values())) == voices


@pytest.mark.parametrize(
    ("words", "voices"),
    [("at least 12 people were killed in the town on Tuesday night", 1), ("residents fled to the hills after it", 2)],
)
def test_a_partial_copy_is_one_source_where_the_words_are_the_same(words: str, voices: int) -> None:
    wire = "at least 12 people were killed in the town on Tuesday night"
    claims, _ = make_case({"claims": [{"text": wire}, {"text": words}]})
    copies = copies_of(["d1", "d2"], CopyKind.PARTIAL)
    assert len(set(find_voices(claims, copies).values())) == voices


def test_history_tells_what_replaced_what() -> None:
    claims, _ = make_case(
        {
            "claims": [
                {**HOSPITAL, "date": "2024-10-11", "says": ["killed b 12"]},
                {**HOSPITAL, "date": "2024-10-09", "says": ["killed b 7"]},
                {**MONITOR, "date": "2024-10-10", "says": ["killed b dozens"]},
            ]
        }
    )
    told = [(f"{one.published}", one.source, one.words, one.why) for one in history(claims)]
    assert told == [
        ("2024-10-09", "Hospital", "7", "replaced by the later figure of d1-c1"),
        ("2024-10-10", "Monitor", "dozens", None),
        ("2024-10-11", "Hospital", "12", None),
    ]


@pytest.mark.parametrize(
    ("days", "moved"),
    [
        (("2024-10-09", "2024-10-11"), ["7", "12"]),
        (("2024-10-11", "2024-10-09"), ["12", "7"]),  # in the order of the days, not of the claims
        (("2024-10-09", "2024-10-09"), []),
        (("2024-10-09", None), []),  # one known day is no movement
    ],
)
def test_a_figure_moves_where_it_is_told_on_several_days(days: tuple[str, str | None], moved: list[str]) -> None:
    told = [
        {**voice, **({"date": day} if day else {}), "says": [f"killed b {number}"]}
        for voice, day, number in zip((HOSPITAL, MONITOR), days, ("7", "12"), strict=True)
    ]
    claims, _ = make_case({"claims": told})
    assert [one.words for figure in moved_figures(history(claims)) for one in figure.told] == moved


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [("7", "12", 12), ("30", "12", 12), ("64", "dozens", 64), ("64", "at least 60", 64), ("at least 60", "64", 64)],
)
def test_a_later_figure_replaces_unless_it_says_the_same_less_exactly(earlier: str, later: str, expected: int) -> None:
    event = event_of(
        {**HOSPITAL, "date": "2024-10-09", "says": [f"killed b {earlier}"]},
        {**HOSPITAL, "date": "2024-10-11", "says": [f"killed b {later}"]},
    )
    figure = figure_of(event)
    assert (figure.low, figure.best, figure.high, len(figure.claims)) == (expected, expected, expected, 1)


def test_the_same_figure_told_again_replaces_nothing() -> None:
    event = event_of(
        {**HOSPITAL, "date": "2024-10-09", "says": ["killed b 12"]},
        {**HOSPITAL, "date": "2024-10-11", "says": ["killed b 12"]},
    )
    assert (len(figure_of(event).claims), figure_of(event).left_out, event.sources) == (2, (), 1)


def test_an_update_within_one_text_replaces_what_it_updates() -> None:
    event = event_of(
        {**HOSPITAL, "doc": "x", "text": "7 were killed", "says": ["killed b 7"]},
        {**HOSPITAL, "doc": "x", "text": "the toll rose to 12", "says": ["killed b 12"]},
    )
    assert (figure_of(event).low, figure_of(event).high) == (12, 12)


def test_an_event_needs_a_claim() -> None:
    with pytest.raises(ValueError, match="at least one claim"):
        reconcile([])


def test_a_party_under_a_general_name_is_one_voice_with_itself() -> None:
    claims, _ = make_case(
        {
            "claims": [
                {**FRONT, "says": ["killed a 170"]},
                {**MONITOR, "b": "Rebels (Zedland)", "says": ["killed a 171"]},
            ]
        }
    )
    general = claims[1].speakers[0].model_copy(update={"alignment": "Rebels (Zedland)", "alignment_id": None})
    claims[1] = claims[1].model_copy(update={"speakers": (general,)})
    event = reconcile(claims, Profile.ACLED)
    assert (event.sources, figure_of(event, party="Army").rule) == (1, "acled.rival_only")


WORDS = ["no", "3", "12", "at least 12", "more than 40", "up to 30", "fewer than 9", "about 100", "12-15", "dozens",
         "several", "hundreds", "an unknown number", "tens of thousands"]  # fmt: skip
ROWS = st.fixed_dictionaries(
    {
        "rel": st.sampled_from("ABCDEF"),
        "date": st.sampled_from([None, "2024-10-09", "2024-10-10", "2024-10-11"]),
        "when": st.sampled_from([None, "2024-10-08", "2024-10-07/2024-10-09", "2024-10-12"]),
        "place": st.sampled_from([None, TESHIG, BULGAN, KHOVD]),
        "mod": st.sampled_from(["actual", "actual", "actual", "denied", "possible", "planned"]),
        "cum": st.sampled_from([False, False, False, True]),
        "a": st.sampled_from(["Army", "Front", "League", "Rebels (Zedland)", "the attackers", None]),
        "b": st.sampled_from(["Front", "Army", "Opponent (Zedland)", "civilians", "residents", None]),
        "type": st.sampled_from(["armed_clash", "attack", "air_drone_strike", "tally"]),
        "doc": st.sampled_from([None, "x"]),
        "says": st.lists(
            st.builds(
                "{} {} {} of {}".format,
                st.sampled_from(["killed", "injured", "weapons"]),
                st.sampled_from(["a", "b", "other", "unknown"]),
                st.sampled_from(WORDS),
                st.sampled_from(["people", "children", "civilians", "soldiers", "fighters", "casualties"]),
            ),
            max_size=3,
        ),
    },
    optional={
        "by": st.sampled_from(["Hospital", "Monitor", "Residents"]),
        "for": st.sampled_from([None, "a", "b"]),
        "copy": st.just("w"),
        "version": st.sampled_from([1, 2]),
    },
)


@given(st.lists(ROWS, min_size=1, max_size=7), st.sampled_from(Profile), st.randoms())
def test_events_do_not_depend_on_the_order_of_claims(rows: list[Any], profile: Profile, chance: Any) -> None:
    claims, copies = make_case({"claims": rows})
    event = reconcile(claims, profile, copies=copies)
    shuffled = chance.sample(claims, len(claims))
    assert reconcile(shuffled, profile, copies=copies[::-1]) == event
    for figure in event.figures:
        bounds = [bound for bound in (figure.low, figure.best, figure.high) if bound is not None]
        assert bounds == sorted(bounds)
        assert not set(figure.claims) & {claim for claim, _ in figure.left_out}
    assert set(event.claims) == {claim.id for claim in claims}
    assert Event.model_validate_json(event.model_dump_json()) == event


@given(st.lists(ROWS, min_size=1, max_size=5), st.randoms())
def test_history_does_not_depend_on_the_order_of_claims(rows: list[Any], chance: Any) -> None:
    claims, copies = make_case({"claims": rows})
    assert history(chance.sample(claims, len(claims)), copies) == history(claims, copies)


REBELS = {"a": "Army", "b": "Rebels (Zedland)"}


@pytest.mark.parametrize(
    ("rows", "parties"),
    [
        # A general name is the one party of its sort.
        ([{**HOSPITAL, **REBELS, "says": ["killed b 64"]}, {**FRONT, "says": ["killed b 5"]}], ["Front"]),
        # Words without a sort are whoever the known side faces.
        (
            [{**FRONT, "a": "Opponent (Zedland)", "says": ["killed a 9"]}, {**MINISTRY, "says": ["killed a 4"]}],
            ["Army"],
        ),
        # Two parties of the sort: the general name stays on its own.
        (
            [
                {**HOSPITAL, **REBELS, "says": ["killed b 64"]},
                {**FRONT, "says": ["killed b 5"]},
                {**MONITOR, "b": "League", "says": ["killed b 7"]},
            ],
            ["Front", "League", "Rebels (Zedland)"],
        ),
        # Set against each other, they are two.
        (
            [{**HOSPITAL, "a": "Front", "b": "Rebels (Zedland)", "says": ["killed b 64"]}, FRONT],
            ["Rebels (Zedland)"],
        ),
    ],
)
def test_general_names_stand_for_the_party_they_can_only_be(rows: list[dict[str, Any]], parties: list[str]) -> None:
    assert sorted(one.party or "" for one in event_of(*rows).figures) == parties


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        (["killed b 64 of terrorists", "killed b 4 of soldiers"], {"Front": 64, "Army": 4}),
        (["killed a 170 of soldiers", "killed a 5 of fighters"], {"Front": 5, "Army": 170}),
        (["killed b 4 of soldiers"], {"Front": 4}),  # rebels may have soldiers
    ],
)
def test_soldiers_and_terrorists_do_not_die_on_one_side(says: list[str], expected: dict[str, int]) -> None:
    assert {one.party: one.best for one in event_of({**HOSPITAL, "says": says}).figures} == expected


def test_we_are_the_party_of_who_says_so() -> None:
    row = {"outlet": "Front Voice", "for": "b", "b": "Front", "says": ["killed b 7"]}
    (claim,), _ = make_case({"claims": [row]})
    words = Span(doc_id="d1", start=0, end=2, quote="We")
    spoken = claim.model_copy(
        update={"claim": claim.claim.model_copy(update={"side_b": Participant(span=words, actor=None)})}
    )
    (figure,) = reconcile([spoken]).figures
    assert (figure.party, figure.best, figure.rule) == ("Front", 7, "ucdp.parties_only")


def test_militants_beside_soldiers_are_of_a_side_not_told_where_only_the_army_is_named() -> None:
    says = ["killed b 8 of soldiers", "killed b 30 of militants"]
    event = event_of({**HOSPITAL, "a": None, "b": "Army", "says": says})
    assert {one.party: one.best for one in event.figures} == {"Army": 8, None: 30}
