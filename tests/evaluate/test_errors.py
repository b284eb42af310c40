"""The report of errors: each kind counted once, priced by what mending it would give."""

from collections.abc import Mapping
from typing import Any

import pytest

from crossclaim.evaluate.errors import compare, error_kinds, intervals, reliability, write_report
from crossclaim.evaluate.score import score_claims

TEXT = "Shells hit Aleppo on Sunday. Rebels took a village near Homs. Talks went on."


def claim(quote: str, **fields: Any) -> dict[str, Any]:
    return {
        "quote": quote,
        "type": "shelling_artillery_missile",
        "side_a": None,
        "side_b": None,
        "place": None,
        "time": None,
        "figures": [],
        "attribution": {"kind": "narrator"},
        "modality": "actual",
        **fields,
    }


def at(name: str) -> dict[str, str]:
    return {"quote": name, "name": name, "country": "SY"}


DOCUMENTS = [{"doc": "d", "text": TEXT, "outlet": "wire"}]
SHELLS = claim("Shells hit Aleppo on Sunday", place=at("Aleppo"))
VILLAGE = claim("Rebels took a village near Homs", type="armed_clash", place=at("Homs"))


def kinds_of(gold: list[dict[str, Any]], read: list[dict[str, Any]]) -> Mapping[tuple[str, str], tuple[int, float]]:
    compared = compare(DOCUMENTS, [{"doc": "d", "claims": gold}], [{"doc": "d", "claims": read}])
    return {(kind.component, kind.kind): (kind.number, kind.cost) for kind in error_kinds(compared)}


def test_what_is_right_is_no_error() -> None:
    assert all(number == 0 and cost == 0 for number, cost in kinds_of([SHELLS, VILLAGE], [SHELLS, VILLAGE]).values())


@pytest.mark.parametrize(
    ("read", "kind"),
    [
        ([SHELLS | {"place": at("Idlib")}, VILLAGE], ("place", "wrong")),
        ([SHELLS | {"place": None}, VILLAGE], ("place", "missed")),
        ([SHELLS | {"side_a": at("rebels")}, VILLAGE], ("side_a", "extra")),
        ([SHELLS | {"type": "attack"}, VILLAGE], ("type", "wrong")),
        ([SHELLS | {"figures": [{"kind": "killed", "low": 1, "high": 1}]}, VILLAGE], ("figures", "extra")),
        ([SHELLS | {"attribution": {"kind": "named", "source": "the army"}}, VILLAGE], ("attribution", "wrong")),
        ([SHELLS], ("claim", "missed")),
        ([SHELLS, VILLAGE, claim("Talks went on")], ("claim", "spurious")),
    ],
)
def test_each_error_is_counted_as_what_it_is(read: list[dict[str, Any]], kind: tuple[str, str]) -> None:
    found = {name: number for name, (number, _) in kinds_of([SHELLS, VILLAGE], read).items() if number}
    assert found == {kind: 1}


def test_the_cost_is_what_mending_adds_to_the_mean() -> None:
    gold = [{"doc": "d", "claims": [SHELLS, VILLAGE]}]
    read = [SHELLS, VILLAGE, claim("Talks went on")]
    number, cost = kinds_of(gold[0]["claims"], read)["claim", "spurious"]
    # Only type and attribution are carried by the spurious claim; each is right twice of two, read three times.
    assert (number, cost) == (1, pytest.approx(2 * (1 - 4 / 5) / 7))


def test_intervals_enclose_the_score_and_are_the_same_each_time() -> None:
    documents = [{"doc": str(number), "text": TEXT} for number in range(20)]
    gold = [{"doc": str(number), "claims": [SHELLS, VILLAGE]} for number in range(20)]
    read = [{"doc": str(number), "claims": [SHELLS, VILLAGE][: 1 + number % 2]} for number in range(20)]
    compared = compare(documents, gold, read)
    low, high = intervals(compared)["detection"]
    reached = score_claims(documents, gold, read).value("detection")
    assert reached is not None
    assert 0.7 < low < reached < high < 1
    assert intervals(compared) == intervals(compared)
    assert "side_a" not in intervals(compared)  # nothing to measure


def test_reliability_sets_scores_beside_the_share_that_is_right() -> None:
    read = [SHELLS | {"score": 0.95}, VILLAGE | {"score": 0.85}, claim("Talks went on", score=0.9)]
    compared = compare(DOCUMENTS, [{"doc": "d", "claims": [SHELLS, VILLAGE]}], [{"doc": "d", "claims": read}])
    assert reliability(compared) == [(pytest.approx(0.9), pytest.approx(2 / 3), 3)]


def test_the_report_names_documents_types_and_groups() -> None:
    gold = [{"doc": "d", "claims": [SHELLS] * 5}]
    read = [{"doc": "d", "claims": [SHELLS | {"type": "attack"}, claim("Talks went on")]}]
    report = write_report(compare(DOCUMENTS, gold, read))
    assert "| shelling_artillery_missile | attack | 1 |" in report
    assert "| apart from every gold claim | 1 |" in report
    assert "| d | 5 | 2 | 1 |" in report
    assert "| wire | 5 | 0.20 |" in report
