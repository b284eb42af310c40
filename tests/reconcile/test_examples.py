"""The worked examples of the documentation are what the profiles give."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from crossclaim.model import Event, Profile
from crossclaim.reconcile import reconcile
from short_claims import make_case

BATTLE = {
    "claims": [
        {"by": "Ministry", "for": "a", "says": ["killed a 4 of soldiers", "killed b 64 of rebels"]},
        {"by": "Front spokesman", "for": "b", "says": ["killed a 170 of soldiers", "killed b 5 of fighters"]},
        {"by": "Hospital", "rel": "B", "says": ["killed unknown at least 37 of people"]},
        {"by": "Hospital", "rel": "B", "says": ["killed unknown at least 37 of people"]},
        {"by": "Monitor", "rel": "B", "says": ["killed other 12 of civilians", "killed other 3 of children"]},
        {"by": "Residents", "unnamed": True, "says": ["killed other dozens of civilians"]},
    ]
}
STRIKE = {
    "type": "air_drone_strike",
    "b": "civilians",
    "claims": [
        {"by": "Activist network", "rel": "C", "date": "2024-10-09", "says": ["killed b 5"]},
        {"by": "Hospital", "rel": "B", "date": "2024-10-10", "says": ["killed b at least 7"]},
        {"by": "Hospital", "rel": "B", "date": "2024-10-12", "says": ["killed b 9"]},
        {"by": "Ministry", "for": "a", "date": "2024-10-10", "mod": "denied"},
        {"by": "Residents", "unnamed": True, "date": "2024-10-10", "says": ["killed b dozens"]},
    ],
}


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs" / "reconciliation.md").read_text(encoding="utf-8")


def event_of(case: Mapping[str, Any], profile: Profile) -> Event:
    claims, copies = make_case(case)
    return reconcile(claims, profile, copies=copies)


def cell(event: Event, party: str | None) -> str:
    """Low / best / high of a party's dead, as the tables show it; empty without such a row."""
    found = [one for one in event.figures if (one.kind, one.party, one.of) == ("killed", party, None)]
    return " / ".join("–" if end is None else f"{end:g}" for one in found for end in (one.low, one.best, one.high))


@pytest.mark.parametrize("profile", Profile)
def test_the_battle_is_as_the_page_shows_it(profile: Profile, page: str) -> None:
    event = event_of(BATTLE, profile)
    cells = [cell(event, party) for party in ("Army", "Front", "Civilians", None)]
    assert " ".join(f"| {profile} | {' | '.join(cells)} |".split()) in page
    assert (event.articles, event.sources) == (6, 5)
    assert event.grade == ("fair" if profile is Profile.AIRWARS else None)


@pytest.mark.parametrize("profile", Profile)
def test_the_air_strike_is_as_the_page_shows_it(profile: Profile, page: str) -> None:
    event = event_of(STRIKE, profile)
    assert f"| {profile} | {cell(event, 'Civilians')} |" in page
    assert next(one.kind.value for one in event.contradictions) == "denial"
