"""Training: a stopped run ends where an unbroken one does, and what is learned is what the gold says."""

import random
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="only training needs torch (make train-tiny)")

from crossclaim.extract.learned.labels import BEGIN, INSIDE, OUTSIDE, SLOTS  # noqa: E402
from crossclaim.extract.learned.pieces import load_tokenizer  # noqa: E402
from crossclaim.extract.learned.runtime import TOKENIZER  # noqa: E402
from crossclaim.pipeline import ExtractorName, load_resources  # noqa: E402
from crossclaim.train.corpus import GoldDocument, read_gold  # noqa: E402
from crossclaim.train.fit import Plan, draw_windows, fit, held_out  # noqa: E402
from crossclaim.train.network import Network, Shape  # noqa: E402
from crossclaim.train.samples import IGNORE, Prepared, prepare, sample_windows  # noqa: E402

REPOSITORY = Path(__file__).resolve().parents[2]
MODEL = REPOSITORY / "src" / "crossclaim" / "extract" / "learned" / "model"
SHAPE = Shape(width=24, heads=2, inner=32, layers=2, shared=1)


@pytest.fixture(scope="module")
def golds(tmp_path_factory: pytest.TempPathFactory) -> list[GoldDocument]:
    folder = tmp_path_factory.mktemp("corpus")
    for kind in ("docs", "gold"):
        lines = (REPOSITORY / "corpus" / f"authored.{kind}.jsonl").read_text("utf-8").splitlines(keepends=True)
        (folder / f"few.{kind}.jsonl").write_text("".join(lines[:6]), "utf-8")
    with load_resources(extractor=ExtractorName.RULES) as resources:
        return list(read_gold(folder / "few.docs.jsonl", folder / "few.gold.jsonl", resources))


@pytest.fixture(scope="module")
def prepared(golds: list[GoldDocument]) -> list[Prepared]:
    tokenizer = load_tokenizer((MODEL / TOKENIZER).read_text("utf-8"))
    return [prepare(gold, tokenizer) for gold in golds]


def trained(prepared: list[Prepared], plan: Plan, checkpoint: Path | None = None, stop: int | None = None) -> Network:
    """A network trained by the plan; ``stop`` is the epoch after which the run is broken off."""

    def each_epoch(epoch: int) -> None:
        if epoch == stop:
            raise KeyboardInterrupt

    torch.manual_seed(0)
    network = Network(SHAPE)
    try:
        fit(network, draw_windows(prepared, plan), plan, log=LOG.append, checkpoint=checkpoint, each_epoch=each_epoch)
    except KeyboardInterrupt:
        assert stop is not None
    return network


LOG: list[str] = []


@pytest.fixture(autouse=True)
def _clear_log() -> None:
    LOG.clear()


def same(one: Network, other: Network) -> bool:
    return all(torch.equal(a, b) for a, b in zip(one.parameters(), other.parameters(), strict=True))


def test_a_stopped_run_ends_where_an_unbroken_one_does(prepared: list[Prepared], tmp_path: Path) -> None:
    plan = Plan(epochs=3)
    checkpoint = tmp_path / "run.checkpoint"
    trained(prepared, plan, checkpoint, stop=2)
    continued = trained(prepared, plan, checkpoint)
    assert any("going on behind epoch 2" in line for line in LOG)
    assert same(continued, trained(prepared, plan))
    assert not same(continued, trained(prepared, Plan(epochs=3, seed=2)))


def test_a_checkpoint_of_another_plan_or_corpus_is_not_taken_up(prepared: list[Prepared], tmp_path: Path) -> None:
    checkpoint = tmp_path / "run.checkpoint"
    trained(prepared, Plan(epochs=1), checkpoint)
    for others, plan in ((prepared, Plan(epochs=1, seed=2)), (prepared[:3], Plan(epochs=1))):
        LOG.clear()
        again = trained(others, plan, checkpoint)
        assert any("another plan or corpus" in line for line in LOG)
        assert same(again, trained(others, plan))


def test_what_is_learned_is_what_the_gold_says(golds: list[GoldDocument], prepared: list[Prepared]) -> None:
    """Tags mark the gold quotes, and the pointers of each slot point at the words that the annotation quotes."""
    pointed = 0
    for gold, one in zip(golds, prepared, strict=True):
        text = gold.document.text
        for (first, last), claim in zip(one.quotes, one.claims, strict=True):
            start, end = one.pieces.range_of(first, last)
            assert text[start:end].startswith(claim.fields["quote"][:8])
            assert one.tags[first] == BEGIN
            assert set(one.tags[first + 1 : last + 1]) <= {INSIDE, BEGIN}
        assert OUTSIDE in one.tags
        for window, sample in zip(
            one.windows,
            sample_windows(one, random.Random(1), most=99, extended=0.0, spurious=0),
            strict=True,
        ):
            inside = [c for q, c in zip(one.quotes, one.claims, strict=True) if window.core[0] <= q[0] < window.core[1]]
            for asked, claim in zip(sample.claims, inside, strict=True):
                for slot, starts, ends in zip(SLOTS[:4], asked.starts, asked.ends, strict=False):
                    for begin, stop in zip(starts, ends, strict=True):
                        if begin:
                            at = window.at[asked.context.at[[begin, stop]] - 1]
                            start, end = one.pieces.range_of(int(at[0]), int(at[1]))
                            assert text[start:end] == claim.fields[slot]["quote"]
                            pointed += 1
    assert pointed > 50


def test_special_pieces_have_no_answer(prepared: list[Prepared]) -> None:
    sample = next(sample_windows(prepared[0], random.Random(1), most=6, extended=0.2, spurious=2))
    assert sample.tags[0] == sample.tags[-1] == sample.types[0] == IGNORE
    assert len(sample.ids) == len(sample.tags) == len(sample.features)


def test_accounts_of_one_occurrence_are_held_out_together(golds: list[GoldDocument]) -> None:
    train, out = held_out(golds, 0.5, 7)
    assert len(train) + len(out) == len(golds)
    assert out
    assert {gold.group for gold in train}.isdisjoint({gold.group for gold in out})
    assert held_out(golds, 0.5, 7)[1] == out
