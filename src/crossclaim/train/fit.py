"""Training: epochs over documents, measured on held-out ones as the pipeline would read them."""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

from crossclaim.evaluate.score import Score, score_claims
from crossclaim.export import to_json, to_output
from crossclaim.extract.learned.encoder import Answers, Floats, Question, Read, ask_together
from crossclaim.extract.learned.features import GROUPS, Matrix
from crossclaim.extract.learned.pieces import Ints
from crossclaim.extract.learned.reader import LearnedExtractor
from crossclaim.extract.learned.settings import Settings
from crossclaim.model import DocumentResult
from crossclaim.train.corpus import GoldDocument
from crossclaim.train.losses import LOSSES, answer_losses, tag_losses
from crossclaim.train.network import Network
from crossclaim.train.samples import Prepared, WindowSample, sample_windows

__all__ = ["Plan", "TorchEncoder", "draw_windows", "fit", "held_out", "measure"]

Log = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """How to train."""

    seed: int = 1
    epochs: int = 5
    rate: float = 2e-4  # of the encoder's own layers at the peak
    fresh_rate: float = 1e-3  # of the heads
    warm_up: float = 0.1  # share of all steps
    decay: float = 0.01
    windows_a_step: int = 4
    extended: float = 0.25  # share of quotes shown as their whole sentence
    spurious: int = 2  # quotes a window that are no claims
    feature_dropout: float = 0.1  # chance that a group of features is hidden in a window
    losses: Mapping[str, float] = field(default_factory=lambda: dict(LOSSES))


class TorchEncoder:
    """The network as the pipeline's encoder."""

    def __init__(self, network: Network) -> None:
        self.network = network

    @torch.no_grad()
    def read(self, ids: Ints, features: Matrix) -> Read:
        """See ``Encoder``."""
        return Read(*(part.numpy() for part in self.network.read(torch.from_numpy(ids), torch.from_numpy(features))))

    @torch.no_grad()
    def ask(self, low: Floats, features: Matrix, question: Question) -> Answers:
        """See ``Encoder``."""
        parts = [torch.from_numpy(part) for part in (low, features, *question)]
        return Answers(*(part.numpy() for part in self.network.ask(*parts)))


def measure(network: Network, tokenizer: Tokenizer, golds: Sequence[GoldDocument], settings: Settings) -> Score:
    """The score of the network on annotated documents."""
    network.eval()
    extractor = LearnedExtractor(tokenizer, TorchEncoder(network), settings)
    texts, wanted, read = [], [], []
    for gold in golds:
        result = DocumentResult(document=gold.document, claims=extractor(gold.document, gold.evidence).claims)
        texts.append({"doc": gold.document.id, "text": gold.document.text})
        wanted.append({"doc": gold.document.id, "claims": [claim.fields for claim in gold.claims]})
        read.append(json.loads(to_json(to_output(result))))
    return score_claims(texts, wanted, read)


def fit(
    network: Network,
    draw: Callable[[random.Random], list[WindowSample]],
    plan: Plan,
    *,
    log: Log,
    checkpoint: Path | None = None,
    each_epoch: Callable[[int], None] = lambda _: None,
) -> None:
    """Train the network in place on what ``draw`` gives for each epoch, as many windows each time.

    After each epoch its state goes to ``checkpoint``, from where a later call goes on; ``each_epoch`` is called with
    the number of the epoch done, from 1.
    """
    torch.manual_seed(plan.seed)
    chance = random.Random(plan.seed)  # noqa: S311
    samples = draw(chance)
    steps = plan.epochs * math.ceil(len(samples) / plan.windows_a_step)
    optimizer = _optimizer(network, plan)
    rates = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step / steps, plan.warm_up))
    done = _resume(checkpoint, network, optimizer, rates, log) if checkpoint else 0
    for epoch in range(1, plan.epochs + 1):
        network.train()
        began = time.monotonic()
        samples = draw(chance) if epoch > 1 else samples
        chance.shuffle(samples)
        if epoch <= done:
            continue
        sums: dict[str, list[float]] = {}
        for start in range(0, len(samples), plan.windows_a_step):
            optimizer.zero_grad()
            batch = samples[start : start + plan.windows_a_step]
            for sample in batch:
                losses = _losses(network, sample, chance, plan)
                if not losses:
                    continue
                total = sum(plan.losses[name] * loss for name, loss in losses.items())
                (total / len(batch)).backward()
                for name, loss in losses.items():
                    sums.setdefault(name, []).append(loss.item())
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            rates.step()
        means = " ".join(f"{name} {np.mean(values):.3f}" for name, values in sums.items())
        log(f"epoch {epoch}: {time.monotonic() - began:.0f} s; {means}")
        if checkpoint:
            _save(checkpoint, epoch, network, optimizer, rates)
        each_epoch(epoch)


def _save(path: Path, epoch: int, *parts: Network | Optimizer | LRScheduler) -> None:
    """Write the state, whole or not at all."""
    state = {"epoch": epoch, "random": torch.get_rng_state(), "parts": [part.state_dict() for part in parts]}
    torch.save(state, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


def _resume(path: Path, network: Network, optimizer: Optimizer, rates: LRScheduler, log: Log) -> int:
    """Take up the state of ``path`` if there is one; how many epochs it has behind it."""
    if not path.is_file():
        return 0
    state = torch.load(path, weights_only=True)
    for part, values in zip((network, optimizer, rates), state["parts"], strict=True):
        part.load_state_dict(values)
    torch.set_rng_state(state["random"])
    log(f"going on behind epoch {state['epoch']} of {path}")
    return int(state["epoch"])


def draw_windows(prepared: Sequence[Prepared], plan: Plan) -> Callable[[random.Random], list[WindowSample]]:
    """What an epoch over annotated documents consists of."""
    return lambda chance: [
        sample
        for one in prepared
        for sample in sample_windows(one, chance, extended=plan.extended, spurious=plan.spurious)
    ]


def _losses(network: Network, sample: WindowSample, chance: random.Random, plan: Plan) -> dict[str, Tensor]:
    features = torch.from_numpy(_hidden(sample.features, chance, plan.feature_dropout))
    answers = None
    with torch.autocast("cpu", dtype=torch.bfloat16):
        low, tags, types = network.read(torch.from_numpy(sample.ids), features)
        if sample.claims:
            question = ask_together([claim.context for claim in sample.claims])
            answers = network.ask(low, features, *(torch.from_numpy(part) for part in question))
    losses = tag_losses(tags.float(), types.float(), torch.from_numpy(sample.tags), torch.from_numpy(sample.types))
    if answers is not None:
        losses |= answer_losses(type(answers)(*(part.float() for part in answers)), sample.claims)
    return losses


def _hidden(features: Matrix, chance: random.Random, share: float) -> Matrix:
    """Features with some groups hidden, so that the network does not lean on any one of them."""
    features = features.copy()
    column = 0
    for names in GROUPS.values():
        if chance.random() < share:
            features[:, column : column + len(names)] = 0.0
        column += len(names)
    return features


def _rate(done: float, warm_up: float) -> float:
    return done / warm_up if done < warm_up else max(0.0, (1 - done) / (1 - warm_up))


def _optimizer(network: Network, plan: Plan) -> Optimizer:
    network.words.weight.requires_grad_(False)
    own = [*network.lower.parameters(), *network.upper.parameters(), *network.marked.parameters()]
    own += [network.places.weight, *network.norm.parameters()]
    known = {id(weight) for weight in own}
    fresh = [w for w in network.parameters() if id(w) not in known and w.requires_grad]
    groups = [{"params": own, "lr": plan.rate}, {"params": fresh, "lr": plan.fresh_rate}]
    return torch.optim.AdamW(groups, weight_decay=plan.decay)


def held_out(golds: Sequence[GoldDocument], share: float, seed: int) -> tuple[list[GoldDocument], list[GoldDocument]]:
    """Documents to train on and documents to measure on, split by group: accounts of one occurrence stay together."""
    groups = sorted({gold.group for gold in golds})
    random.Random(seed).shuffle(groups)  # noqa: S311
    out = set(groups[: round(share * len(groups))])
    return [g for g in golds if g.group not in out], [g for g in golds if g.group in out]
