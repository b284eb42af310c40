"""The encoder and its heads in torch.

A document's window is read once by ``lower`` layers; ``upper`` layers of their own then tag the words of claims. For
each claim found, further layers read the lower layers' output again with the claim's quote marked, and the heads on
top answer for that claim alone: who, whom, where, when, who says so, and what each number counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from crossclaim.extract.learned.features import FEATURES
from crossclaim.extract.learned.labels import ATTRIBUTIONS, BUCKETS, KINDS, MODALITIES, SLOTS, TAGS, TYPES, WHOSE

__all__ = ["Answers", "Network", "Shape", "load_start"]


@dataclass(frozen=True)
class Shape:
    """Sizes of the network; those of the start encoder are fixed by its weights."""

    vocabulary: int = 30522
    width: int = 384
    heads: int = 12
    inner: int = 1536
    layers: int = 6
    positions: int = 512
    shared: int = 3  # of the layers, counted from below; the others are there twice
    dropout: float = 0.1
    occurrence: int = 64


class Layer(nn.Module):
    """One layer of BERT: attention and two linear maps, each added to its input and normed."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.attend = nn.Linear(shape.width, 3 * shape.width)
        self.gather = nn.Linear(shape.width, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.widen = nn.Linear(shape.width, shape.inner)
        self.narrow = nn.Linear(shape.inner, shape.width)
        self.last_norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """``hidden`` [n, t, width] with ``bias`` [n, 1, 1, t] added to the attention scores: 0 seen, -inf padding."""
        n, t, width = hidden.shape
        query, key, value = self.attend(hidden).view(n, t, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        scores = query @ key.transpose(-1, -2) * (width // self.heads) ** -0.5 + bias
        seen = functional.softmax(scores, dim=-1) @ value
        hidden = self.norm(hidden + self.gather(seen.transpose(1, 2).reshape(n, t, width)))
        return self.last_norm(hidden + self.dropout(self.narrow(functional.gelu(self.widen(hidden)))))


class Answers(NamedTuple):
    """What the heads say of n claims with s pieces in sight each; all are scores before softmax or sigmoid."""

    starts: Tensor  # [n, s, slots]
    ends: Tensor  # [n, s, slots]
    kinds: Tensor  # [n, s, kinds]
    whose: Tensor  # [n, s, whose]
    types: Tensor  # [n, types]
    attributions: Tensor  # [n, attributions]
    modalities: Tensor  # [n, modalities]
    claim: Tensor  # [n, 2]: is a claim, is cumulative
    occurrence: Tensor  # [n, occurrence]: unit vectors, alike for one occurrence


class Network(nn.Module):
    """The encoder with all heads."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.places = nn.Embedding(shape.positions, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.features = nn.Linear(len(FEATURES), shape.width, bias=False)
        self.dropout = nn.Dropout(shape.dropout)
        self.lower = nn.ModuleList(Layer(shape) for _ in range(shape.shared))
        self.upper = nn.ModuleList(Layer(shape) for _ in range(shape.layers - shape.shared))
        self.tag = nn.Linear(shape.width, len(TAGS))
        self.piece_type = nn.Linear(shape.width, len(TYPES))
        self.features_again = nn.Linear(len(FEATURES), shape.width, bias=False)
        self.bucket = nn.Embedding(2 * (len(BUCKETS) + 1) + 1, shape.width)
        self.marked = nn.ModuleList(Layer(shape) for _ in range(shape.layers - shape.shared))
        self.pointers = nn.Linear(shape.width, 2 * len(SLOTS))
        self.figure = nn.Linear(shape.width, len(KINDS) + len(WHOSE))
        pooled = 2 * shape.width
        self.whole = nn.Linear(pooled, len(TYPES) + len(ATTRIBUTIONS) + len(MODALITIES) + 2)
        self.occurrence = nn.Linear(pooled, shape.occurrence)
        for fresh in (self.features, self.features_again):
            nn.init.zeros_(fresh.weight)
        nn.init.normal_(self.bucket.weight, std=0.02)

    def read(self, ids: Tensor, features: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Lower states [t, width], tag scores [t, tags] and type scores [t, types] of one window.

        ``ids`` [t] with the special pieces around them, ``features`` [t, features].
        """
        places = torch.arange(ids.shape[0], device=ids.device)
        hidden = self.words(ids) + self.places(places) + self.features(features)
        hidden = self.dropout(self.norm(hidden)).unsqueeze(0)
        none = hidden.new_zeros((1, 1, 1, 1))
        for layer in self.lower:
            hidden = layer(hidden, none)
        low = hidden[0]
        for layer in self.upper:
            hidden = layer(hidden, none)
        return low, self.tag(hidden[0]), self.piece_type(hidden[0])

    def ask(self, low: Tensor, features: Tensor, at: Tensor, inside: Tensor, bucket: Tensor, seen: Tensor) -> Answers:
        """What the heads say of n quotes in one window; ``at``, ``inside``, ``bucket``, ``seen`` are [n, s].

        ``at`` are positions in the window, ``seen`` is 1 where there is a piece and 0 where a row is padded.
        """
        hidden = low[at] + self.bucket(bucket) + self.features_again(features[at])
        bias = (1.0 - seen.to(hidden.dtype))[:, None, None, :] * -1e4
        for layer in self.marked:
            hidden = layer(hidden, bias)
        inside = inside.to(hidden.dtype)
        mean = (hidden * inside[:, :, None]).sum(1) / inside.sum(1, keepdim=True).clamp(min=1.0)
        pooled = self.dropout(torch.cat([hidden[:, 0], mean], dim=-1))
        pointers = self.pointers(hidden) - (1.0 - seen.to(hidden.dtype))[:, :, None] * 1e4
        kinds, whose = self.figure(hidden).split([len(KINDS), len(WHOSE)], dim=-1)
        types, attributions, modalities, claim = self.whole(pooled).split(
            [len(TYPES), len(ATTRIBUTIONS), len(MODALITIES), 2], dim=-1
        )
        occurrence = functional.normalize(self.occurrence(pooled), dim=-1)
        starts, ends = pointers.split([len(SLOTS), len(SLOTS)], dim=-1)
        return Answers(starts, ends, kinds, whose, types, attributions, modalities, claim, occurrence)


def load_start(network: Network, weights: dict[str, Tensor]) -> None:
    """Fill the network from a BERT encoder's weights by their usual names; layers that are there twice get the same."""
    with torch.no_grad():
        network.words.weight.copy_(weights["embeddings.word_embeddings.weight"])
        network.places.weight.copy_(weights["embeddings.position_embeddings.weight"])
        network.places.weight.add_(weights["embeddings.token_type_embeddings.weight"][0])
        network.norm.weight.copy_(weights["embeddings.LayerNorm.weight"])
        network.norm.bias.copy_(weights["embeddings.LayerNorm.bias"])
    shared = network.shape.shared
    for number in range(network.shape.layers):
        doubles = (
            [network.lower[number]]
            if number < shared
            else [m[number - shared] for m in (network.upper, network.marked)]
        )
        for layer in doubles:
            layer.load_state_dict(_layer_weights(weights, f"encoder.layer.{number}."))


def _layer_weights(weights: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    parts = {
        "gather": "attention.output.dense",
        "norm": "attention.output.LayerNorm",
        "widen": "intermediate.dense",
        "narrow": "output.dense",
        "last_norm": "output.LayerNorm",
    }
    found = {
        f"{ours}.{kind}": weights[f"{prefix}{theirs}.{kind}"]
        for ours, theirs in parts.items()
        for kind in ("weight", "bias")
    }
    for kind in ("weight", "bias"):
        each = [weights[f"{prefix}attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
        found[f"attend.{kind}"] = torch.cat(each)
    return found
