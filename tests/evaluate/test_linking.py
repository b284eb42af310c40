"""The measures of linking, and that linking reaches what is claimed for it where the shared corpus is at hand."""

from pathlib import Path

import pytest

from crossclaim.evaluate.corpora import shared_folder
from crossclaim.evaluate.linking import (
    LinkedPool,
    candidate_pairs,
    find_shortfalls,
    link_pool,
    main,
    measure_partition,
    resampled,
)
from crossclaim.link import cluster, traits_of
from sourced_claims import MERKE, sourced

EVENTS = {"a": "e1", "b": "e1", "c": "e1", "d": "e2"}


@pytest.mark.parametrize(
    ("clusters", "measures"),
    [
        (
            ["abc", "d"],
            {"bcubed_precision": 1.0, "bcubed_recall": 1.0, "pairwise_f1": 1.0, "clusters": 2.0, "gold": 2.0},
        ),
        # Bagga and Baldwin: recall 1/3 for three claims, 1 for d
        (["a", "b", "c", "d"], {"bcubed_precision": 1.0, "bcubed_recall": 0.5, "pairwise_precision": 1.0}),
        (["abcd"], {"bcubed_precision": (3 * 3 / 4 + 1 / 4) / 4, "bcubed_recall": 1.0, "pairwise_precision": 0.5}),
        (["ab", "cd"], {"pairwise_precision": 0.5, "pairwise_recall": 1 / 3, "pairwise_f1": 2 / 5}),
    ],
)
def test_partitions_are_measured_against_the_annotation(clusters: list[str], measures: dict[str, float]) -> None:
    found = measure_partition([list(several) for several in clusters], EVENTS)
    assert {name: found[name] for name in measures} == pytest.approx(measures)


def test_a_pool_is_linked_where_keys_meet() -> None:
    told = [
        sourced("a", killed="12"),
        sourced("b", document="d2", killed="12"),
        sourced("c", document="d3", place=MERKE),
    ]
    pool = LinkedPool(
        {each.id: traits_of(each) for each in told}, {"a": "1", "b": "1", "c": "2"}, {"a": "g", "b": "g", "c": "h"}, {}
    )
    assert ("a", "b") in candidate_pairs(pool)
    clusters = cluster(pool.traits, link_pool(pool), ()).clusters
    assert clusters == (("a", "b"), ("c",))
    assert resampled(clusters, pool, "bcubed_f1") == (1.0, 1.0)


@pytest.mark.parametrize(
    ("floor", "lines"),
    [(0.9, []), (0.916, []), (0.917, ["bcubed_f1 0.9160 is below its floor 0.917"])],
)
def test_a_measure_below_its_floor_is_named(floor: float, lines: list[str]) -> None:
    assert find_shortfalls({"bcubed_f1": floor}, {"bcubed_f1": 0.916, "pairwise_precision": 0.5}) == lines


def test_linking_annotated_claims_meets_its_floors(capsys) -> None:
    if not (shared_folder() / "corpus" / "claims").is_dir():
        pytest.skip(f"the shared corpus is not at {shared_folder()}")
    assert main(["--gate"]) == 0, capsys.readouterr().out


def test_the_gate_passes_where_there_is_no_corpus(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("CROSSCLAIM_SHARED", str(tmp_path))
    assert main(["--gate"]) == 0
    assert "nothing measured" in capsys.readouterr().out


def test_without_the_corpus_nothing_is_measured(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("CROSSCLAIM_SHARED", str(tmp_path))
    assert main(["dev"]) == 1
    assert "not measured" in capsys.readouterr().err
