"""Training: epochs over annotated documents."""

from __future__ import annotations

import copy
import hashlib
import math
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

from crossclaim.extract.learned.encoder import Answers, Floats, Question, Read, ask_together
from crossclaim.extract.learned.features import FEATURES, GROUPS, Matrix
from crossclaim.extract.learned.pieces import Ints
from crossclaim.train.corpus import GoldDocument
from crossclaim.train.losses import LOSSES, answer_losses, tag_losses
from crossclaim.train.network import Network
from crossclaim.train.samples import Prepared, WindowSample, sample_windows

__all__ = ["Plan", "TorchEncoder", "draw_windows", "fit", "held_out"]

Log = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """How to train."""

    seed: int = 1
    epochs: int = 7
    rate: float = 2e-4  # of the encoder's own layers at the peak
    fresh_rate: float = 1e-3  # of the heads
    warm_up: float = 0.1  # share of all steps
    decay: float = 0.01
    windows_a_step: int = 4
    extended: float = 0.2  # share of quotes shown as their whole sentence, and of those shown a little off
    quotes: int = 6  # of a window that are asked about, drawn anew for each epoch
    spurious: int = 2  # quotes a window that are no claims, besides
    feature_dropout: float = 0.1  # chance that a group of features is hidden in a window
    losses: Mapping[str, float] = field(default_factory=lambda: dict(LOSSES))


class TorchEncoder:
    """The network as the pipeline's encoder, at full precision."""

    def __init__(self, network: Network) -> None:
        self.network = network.eval()

    @torch.no_grad()
    def read(self, ids: Ints, features: Matrix) -> Read:
        """See ``Encoder``."""
        return Read(*(part.cpu().numpy() for part in self.network.read(*self._given(ids, features))))

    @torch.no_grad()
    def ask(self, low: Floats, features: Matrix, question: Question) -> Answers:
        """See ``Encoder``."""
        return Answers(*(part.cpu().numpy() for part in self.network.ask(*self._given(low, features, *question))))

    def _given(self, *arrays: Ints | Floats) -> list[Tensor]:
        return [torch.from_numpy(array).to(_device(self.network)) for array in arrays]


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

    After each epoch its state goes to ``checkpoint``, from where a later call with the same plan and the same windows
    goes on as if nothing had been; ``each_epoch`` is called with the number of the epoch done, from 1.
    """
    torch.manual_seed(plan.seed)
    chance = random.Random(plan.seed)  # noqa: S311
    first = draw(random.Random(plan.seed))  # noqa: S311
    steps = plan.epochs * math.ceil(len(first) / plan.windows_a_step)
    optimizer = _optimizer(network, plan)
    rates = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step / steps, plan.warm_up))
    state = _State(_fingerprint(network, plan, first), chance, (network, optimizer, rates))
    done = state.resume(checkpoint, log) if checkpoint else 0
    worker = copy.deepcopy(network).to(torch.bfloat16)
    for epoch in range(done + 1, plan.epochs + 1):
        worker.train()
        began = time.monotonic()
        samples = draw(chance)
        chance.shuffle(samples)
        sums: dict[str, list[float]] = {}
        for start in range(0, len(samples), plan.windows_a_step):
            batch = samples[start : start + plan.windows_a_step]
            for sample in batch:
                losses = _losses(worker, sample, chance, plan)
                if not losses:
                    continue
                total = sum(plan.losses[name] * loss for name, loss in losses.items())
                (total / len(batch)).backward()
                for name, loss in losses.items():
                    sums.setdefault(name, []).append(loss.item())
            _hand_over(worker, network)
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            rates.step()
            _take_over(network, worker)
        means = " ".join(f"{name} {np.mean(values):.3f}" for name, values in sums.items())
        log(f"epoch {epoch}: {time.monotonic() - began:.0f} s; {means}")
        if checkpoint:
            state.save(checkpoint, epoch)
        each_epoch(epoch)


def _hand_over(worker: Network, network: Network) -> None:
    """Give the gradients of the half-precision copy, which computes a third faster, to the network that is trained."""
    for half, whole in zip(worker.parameters(), network.parameters(), strict=True):
        whole.grad = None if half.grad is None else half.grad.float()
        half.grad = None


@torch.no_grad()
def _take_over(network: Network, worker: Network) -> None:
    """Round the trained weights into the half-precision copy."""
    for whole, half in zip(network.parameters(), worker.parameters(), strict=True):
        half.copy_(whole)


@dataclass(frozen=True)
class _State:
    """All that a training is at the end of an epoch; ``fingerprint`` tells which training."""

    fingerprint: str
    chance: random.Random
    parts: tuple[Network, Optimizer, LRScheduler]

    def save(self, path: Path, epoch: int) -> None:
        """Write the state, whole or not at all."""
        state = {
            "fingerprint": self.fingerprint,
            "epoch": epoch,
            "random": torch.get_rng_state(),
            "chance": self.chance.getstate(),
            "parts": [part.state_dict() for part in self.parts],
        }
        torch.save(state, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def resume(self, path: Path, log: Log) -> int:
        """Take up the state of ``path`` if it is one of this training; how many epochs it has behind it."""
        if not path.is_file():
            return 0
        state = torch.load(path, weights_only=True)
        if state.get("fingerprint") != self.fingerprint:
            log(f"{path} is of another plan or corpus: beginning anew")
            return 0
        for part, values in zip(self.parts, state["parts"], strict=True):
            part.load_state_dict(values)
        torch.set_rng_state(state["random"])
        self.chance.setstate(state["chance"])
        log(f"going on behind epoch {state['epoch']} of {path}")
        return int(state["epoch"])


def _fingerprint(network: Network, plan: Plan, samples: Sequence[WindowSample]) -> str:
    """What a training begins with: its plan, the weights, and the windows of a first epoch with all their answers."""
    digest = hashlib.sha256(repr((plan, FEATURES, network.shape)).encode())
    for weights in network.state_dict().values():
        digest.update(weights.cpu().numpy().tobytes())
    for sample in samples:
        for array in (sample.ids, sample.features, sample.tags, sample.types):
            digest.update(array.tobytes())
        for claim in sample.claims:
            digest.update(repr((*(part.tolist() for part in claim.context), vars(claim) | {"context": None})).encode())
    return digest.hexdigest()


def draw_windows(prepared: Sequence[Prepared], plan: Plan) -> Callable[[random.Random], list[WindowSample]]:
    """What an epoch over annotated documents consists of."""
    return lambda chance: [
        sample
        for one in prepared
        for sample in sample_windows(one, chance, most=plan.quotes, extended=plan.extended, spurious=plan.spurious)
    ]


def _losses(network: Network, sample: WindowSample, chance: random.Random, plan: Plan) -> dict[str, Tensor]:
    device = _device(network)

    def given(array: Ints | Matrix) -> Tensor:
        return torch.from_numpy(array).to(device)

    features = given(_hidden(sample.features, chance, plan.feature_dropout)).to(network.words.weight.dtype)
    answers = None
    low, tags, types = network.read(given(sample.ids), features)
    if sample.claims:
        question = ask_together([claim.context for claim in sample.claims])
        answers = network.ask(low, features, *(given(part) for part in question))
    losses = tag_losses(tags.float(), types.float(), given(sample.tags), given(sample.types))
    if answers is not None:
        losses |= answer_losses(type(answers)(*(part.float() for part in answers)), sample.claims)
    return losses


def _device(network: Network) -> torch.device:
    return network.words.weight.device


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
