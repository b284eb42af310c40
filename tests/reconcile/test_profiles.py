"""The four profiles against the cases of the published practice, which were written before the code."""

import json
from pathlib import Path
from typing import Any

import pytest

from crossclaim.model import Event, Profile
from crossclaim.reconcile import explain_rule, figures_without, reconcile
from short_claims import make_case

# The cases of those who record harm to civilians are of air strikes on civilians where they do not say otherwise.
USUAL = {"b": "civilians", "type": "air_drone_strike"}

CASES = [
    pytest.param(profile, case, id=f"{profile}: {case['case']}")
    for profile in Profile
    for line in Path(__file__).with_name(f"cases_{profile}.jsonl").read_text(encoding="utf-8").splitlines()
    for case in [{**(USUAL if profile in (Profile.IBC, Profile.AIRWARS) else {}), **json.loads(line)}]
]


def rows(event: Event) -> dict[str, list[float | None]]:
    return {
        "/".join((figure.kind, figure.party or "", *([figure.of] if figure.of else []))): [
            figure.low,
            figure.best,
            figure.high,
        ]
        for figure in event.figures
    }


@pytest.mark.parametrize(("profile", "case"), CASES)
def test_a_profile_follows_its_practice(profile: Profile, case: dict[str, Any]) -> None:
    claims, copies = make_case(case)
    event = reconcile(claims, profile, copies=copies)
    found = rows(event)
    assert {name: found.get(name) for name in case["expect"]} == case["expect"]
    chose = dict(zip(found, (figure.rule for figure in event.figures), strict=True))
    assert {name: chose[name] for name in case.get("rules", ())} == case.get("rules", {})
    if profile is Profile.AIRWARS:
        assert event.grade == case["grade"]
    if "sources" in case:
        assert event.sources == case["sources"]


@pytest.mark.parametrize(("profile", "case"), CASES)
def test_every_rule_that_chose_is_explained(profile: Profile, case: dict[str, Any]) -> None:
    claims, copies = make_case(case)
    event = reconcile(claims, profile, copies=copies)
    for rule in [*(figure.rule for figure in event.figures), *(field.rule for field in event.fields.values())]:
        assert explain_rule(rule)


@pytest.mark.parametrize(("profile", "case"), CASES)
def test_figures_without_a_claim_are_those_of_an_event_in_which_it_is_set_aside(
    profile: Profile, case: dict[str, Any]
) -> None:
    claims, copies = make_case(case)
    names = [claim.id for claim in claims]
    found = figures_without(claims, names, profile, copies=copies)
    for name in names:
        event = reconcile(claims, profile, copies=copies, set_aside={name: "not counted"})
        assert found[name] == event.figures
        assert event.claims == tuple(sorted(names))  # it stays one of them
