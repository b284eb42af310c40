"""The bundled accounts of one clash become one event: three voices, figures by each profile's rule, its flags."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from crossclaim.engine import describe_run, load_policy, load_tools, put_result, rebuild
from crossclaim.ingest import ReadOptions, read_capture
from crossclaim.model import Capture, ClaimType, ContradictionKind, Document, Event, FigureKind, Profile
from crossclaim.pipeline import load_resources, read_document
from crossclaim.store import Store, open_store

ACCOUNTS = {
    "khangai-voice.html": "Khangai Voice",
    "defence-ministry.txt": "Ministry of Defence",
    "great-steppe-news.txt": "Great Steppe News",
}
ARMY, FRONT = "Government forces (Mongolia)", "Khangai Valleys Front"


@pytest.fixture(scope="module")
def by_profile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Profile, tuple[Event, ...]]]:
    """The events of the three accounts under each profile."""
    path: Path = tmp_path_factory.mktemp("examples") / "claims.sqlite"
    with load_resources() as resources, open_store(path, create=True) as store:
        tools = load_tools(resources, describe_run("learned"))
        for name, outlet in ACCOUNTS.items():
            content = (files("crossclaim") / "examples" / name).read_bytes()
            (document,) = read_capture(Capture(content=content, source=name), ReadOptions())
            assert isinstance(document, Document)
            result = read_document(document.model_copy(update={"outlet": outlet}), tools.resources)
            put_result(result, store, tools, by="test", lineage=name)
        yield {profile: _under(store, profile) for profile in Profile}


def _under(store: Store, profile: Profile) -> tuple[Event, ...]:
    list(rebuild(store, load_policy(profile=profile), by="test"))
    return tuple(store.events(limit=100).rows)


def clash(events: tuple[Event, ...]) -> Event:
    (found,) = [event for event in events if event.type is ClaimType.ARMED_CLASH and event.articles > 1]
    return found


def test_the_clash_is_one_event_of_three_voices(by_profile: dict[Profile, tuple[Event, ...]]) -> None:
    event = clash(by_profile[Profile.UCDP])
    assert (event.articles, event.sources, len(event.claims)) == (3, 3, 5)
    names = {event.fields[side].value["name"] for side in ("side_a", "side_b")}
    assert names == {ARMY, FRONT}  # who attacked is told either way: two parties, not four
    assert event.fields["place"].value["name"] == "Teshig"


@pytest.mark.parametrize(
    ("profile", "kind", "party", "bounds", "rule"),
    [
        # two parties give the army's dead as 4 and more than 170; its own figure is best, its enemy's opens the high
        (Profile.UCDP, FigureKind.KILLED, ARMY, (4, 4, None), "parties_only"),
        (Profile.ACLED, FigureKind.KILLED, ARMY, (4, 4, 4), "own_loss"),
        (Profile.AIRWARS, FigureKind.KILLED, ARMY, (4, None, None), "least_and_most"),
        (Profile.IBC, FigureKind.KILLED, ARMY, (None, None, None), "not_recorded"),
        # the rebels' dead are told by their enemy alone
        (Profile.UCDP, FigureKind.KILLED, FRONT, (64, 64, 64), "rival_only"),
        (Profile.ACLED, FigureKind.KILLED, FRONT, (64, 64, 64), "rival_only"),
        (Profile.AIRWARS, FigureKind.KILLED, FRONT, (64, None, 64), "least_and_most"),
        # "at least 37", of whom the hospital does not say whose they are
        (Profile.UCDP, FigureKind.KILLED, None, (37, 37, None), "by_reliability"),
        (Profile.ACLED, FigureKind.KILLED, None, (37, 37, None), "lowest_credible"),
        (Profile.AIRWARS, FigureKind.KILLED, None, (37, None, None), "least_and_most"),
        (Profile.IBC, FigureKind.KILLED, "Civilians", (0, None, 37), "unsure"),
        # the army's nine wounded and the rebels' up to thirty are kept apart
        (Profile.UCDP, FigureKind.INJURED, ARMY, (9, 9, 9), "parties_only"),
        (Profile.UCDP, FigureKind.INJURED, FRONT, (None, 30, 30), "rival_only"),
        (Profile.UCDP, FigureKind.WEAPONS, FRONT, (40, 40, 40), "rival_only"),  # seized by the army
    ],
)
def test_low_best_and_high_follow_the_profiles_rule(
    by_profile: dict[Profile, tuple[Event, ...]],
    profile: Profile,
    kind: FigureKind,
    party: str | None,
    bounds: tuple[float | None, ...],
    rule: str,
) -> None:
    figures = clash(by_profile[profile]).figures
    (row,) = [figure for figure in figures if figure.kind is kind and figure.party == party]
    assert ((row.low, row.best, row.high), row.rule) == (bounds, f"{profile}.{rule}")


def test_an_analyst_is_warned_of_what_is_wrong_with_them(by_profile: dict[Profile, tuple[Event, ...]]) -> None:
    events = by_profile[Profile.UCDP]
    event = clash(events)
    warnings = {flag.name: flag.explanation for flag in event.flags}
    assert warnings.keys() == {"party_source", "against_own_interest", "unattributed", "loaded_language"}
    assert f"Khangai Voice speaks for {FRONT}" in warnings["party_source"]
    assert "terrorists" in warnings["loaded_language"]
    assert [one.kind for one in event.contradictions] == [ContradictionKind.FIGURE]
    (clinic,) = [event for event in events if event.type is ClaimType.AIR_DRONE_STRIKE]
    assert clinic.articles == 3
    assert "denied" in {flag.name for flag in clinic.flags}
    assert ContradictionKind.DENIAL in {one.kind for one in clinic.contradictions}
    totals = [event for event in events if event.start and event.end and (event.end - event.start).days > 1]
    assert len(totals) == 4
    assert all(event.tally and "cumulative_total" in {flag.name for flag in event.flags} for event in totals)
