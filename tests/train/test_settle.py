"""Thresholds: each is set where it helps, and scores become shares."""

from dataclasses import replace
from pathlib import Path

import pytest

from crossclaim.extract.learned.runtime import load_extractor
from crossclaim.extract.learned.settings import Settings
from crossclaim.pipeline import ExtractorName, load_resources
from crossclaim.train.corpus import GoldDocument, read_gold
from crossclaim.train.settle import _platt, measure, settle

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


@pytest.fixture(scope="module")
def golds(tmp_path_factory: pytest.TempPathFactory) -> list[GoldDocument]:
    folder = tmp_path_factory.mktemp("corpus")
    for kind in ("docs", "gold"):
        lines = (CORPUS / f"authored.{kind}.jsonl").read_text("utf-8").splitlines(keepends=True)
        (folder / f"few.{kind}.jsonl").write_text("".join(lines[:3]), "utf-8")
    with load_resources(extractor=ExtractorName.RULES) as resources:
        return list(read_gold(folder / "few.docs.jsonl", folder / "few.gold.jsonl", resources))


def worth(score_of: Settings, golds: list[GoldDocument]) -> float:
    score = measure(replace(load_extractor(threads=1), settings=score_of), golds)
    return (score.value("detection") or 0.0) + (score.mean or 0.0)


def test_settled_thresholds_are_no_worse_than_those_they_started_from(golds: list[GoldDocument]) -> None:
    careless = Settings(least_claim=1.1, begin_bias=-6.0)
    settled = settle(replace(load_extractor(threads=1), settings=careless), [golds, []])
    assert settled.least_claim < 1.0
    assert worth(settled, golds) > worth(careless, golds)


def test_platt_scaling_finds_the_curve_that_the_judgements_follow() -> None:
    judged = [(0.9, at % 10 < 7) for at in range(1000)] + [(0.6, at % 10 < 4) for at in range(1000)]
    slope, offset = _platt(judged)
    calibrated = Settings(slope=slope, offset=offset).calibrated
    assert calibrated(0.9) == pytest.approx(0.7, abs=0.01)
    assert calibrated(0.6) == pytest.approx(0.4, abs=0.01)


@pytest.mark.parametrize("judged", [[], [(0.9, True)] * 5, [(0.9, False), (0.1, True)] * 20])
def test_where_judgements_tell_nothing_scores_stay_as_they_are(judged: list[tuple[float, bool]]) -> None:
    assert _platt(judged) == (1.0, 0.0)
