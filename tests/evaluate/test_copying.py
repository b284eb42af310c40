"""Copies told from independent reports on generated cases; the whole is ``python -m crossclaim.evaluate.copying``."""

from pathlib import Path

from crossclaim.evaluate.copying import CASES, load_reports, main, make_cases, score_cases

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


def test_generated_copies_are_found_and_little_else() -> None:
    cases = make_cases(load_reports(CORPUS), 240)
    precision, recall, mistakes = score_cases(cases)
    assert sum(case.is_copy for case in cases) == 120
    assert len({case.what for case in cases}) == 10
    assert precision >= 0.99, mistakes
    assert recall >= 0.95, mistakes
    assert CASES == 2000


def test_the_same_seed_makes_the_same_cases() -> None:
    reports = load_reports(CORPUS)
    assert make_cases(reports, 24) == make_cases(reports, 24) != make_cases(reports, 24, seed=5)


def test_without_reports_nothing_is_measured(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("CROSSCLAIM_SHARED", str(tmp_path))
    assert main(["--corpus", str(tmp_path)]) == 1
    assert "not measured" in capsys.readouterr().err
