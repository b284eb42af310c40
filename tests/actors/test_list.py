"""The bundled list of actors."""

import json
from collections import Counter
from importlib.resources import files
from typing import Any

import pytest

from crossclaim.actors import load_actors, load_index
from crossclaim.model import ActorKind


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    with files("crossclaim.actors").joinpath("actors.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def test_list_is_long_and_ids_are_unique(rows: list[dict[str, Any]]) -> None:
    assert len(rows) >= 600
    assert [id_ for id_, count in Counter(row["id"] for row in rows).items() if count > 1] == []


def test_kinds_are_known(rows: list[dict[str, Any]]) -> None:
    assert {row["kind"] for row in rows} <= set(ActorKind)


def test_countries_are_codes(rows: list[dict[str, Any]]) -> None:
    countries_of_the_world = pytest.importorskip("pycountry").countries
    known = {*(country.alpha_2 for country in countries_of_the_world), "XK"}
    countries = {row["country"] for row in rows if row["country"] is not None}
    assert countries - known == set()


def test_names_are_not_empty(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        names = [
            row["name"],
            *(name for part in ("aliases", "native", "hostile", "metonyms") for name in row.get(part, ())),
        ]
        assert all(name.strip() for name in names), row["id"]


def test_sides_lead_to_known_actors(rows: list[dict[str, Any]]) -> None:
    known = {row["id"] for row in rows}
    assert {relation["id"] for row in rows for part in ("side_of", "against") for relation in row[part]} <= known
    assert {row["parent"] for row in rows} <= known | {None}


def test_years_are_in_order(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        first, last = row.get("active") or (None, None)
        assert first is None or last is None or first <= last, row["id"]


def test_every_actor_is_found_by_its_own_name() -> None:
    index = load_index()
    assert [actor.id for actor in load_actors() if actor not in index.names.get(actor.name)] == []


@pytest.mark.parametrize(
    ("year", "active"), [(2023, True), (2024, True), (2025, False), (None, True)]
)  # unknown years fit all
def test_a_fallen_government_is_of_its_time(year: int | None, active: bool) -> None:
    assert load_index().by_id["gov-sy"].was_active(year) is active


def test_governments_are_found_by_country() -> None:
    index = load_index()
    government = index.government("UA")
    assert government is not None
    assert government.name == "Government of Ukraine"
    assert index.government(None) is None
    assert index.government("ZZ") is None
