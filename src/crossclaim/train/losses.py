"""How far the heads' answers are from the annotation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor
from torch.nn import functional

from crossclaim.extract.learned.labels import SLOTS
from crossclaim.train.network import Answers
from crossclaim.train.samples import IGNORE, ClaimSample

__all__ = ["LOSSES", "answer_losses", "tag_losses"]

# How much each question weighs in training.
LOSSES: Mapping[str, float] = {
    "tags": 1.5,
    "piece_types": 0.3,
    "is_claim": 0.5,
    "pointers": 0.5,  # each slot, start and end together
    "kinds": 1.0,
    "whose": 0.3,
    "type": 0.7,
    "attribution": 0.5,
    "modality": 0.5,
    "cumulative": 0.3,
    "occurrence": 0.3,
}


def tag_losses(tags: Tensor, types: Tensor, right_tags: Tensor, right_types: Tensor) -> dict[str, Tensor]:
    """Losses of one window's tag and type scores; IGNORE marks pieces without an answer."""
    asked = {"tags": (tags, right_tags), "piece_types": (types, right_types)}
    return {
        name: functional.cross_entropy(scores, right, ignore_index=IGNORE)
        for name, (scores, right) in asked.items()
        if (right != IGNORE).any()
    }


def answer_losses(answers: Answers, claims: Sequence[ClaimSample]) -> dict[str, Tensor]:
    """Losses of what was answered for the claims of one window, each the mean over those that have an answer."""
    losses: dict[str, Tensor] = {}
    device = answers.claim.device
    for name, column in (("is_claim", 0), ("cumulative", 1)):
        known = [row for row, claim in enumerate(claims) if getattr(claim, name) != IGNORE]
        if known:
            right = torch.tensor([float(getattr(claims[row], name)) for row in known], device=device)
            losses[name] = functional.binary_cross_entropy_with_logits(answers.claim[known, column], right)
    for name, scores in (
        ("type", answers.types),
        ("attribution", answers.attributions),
        ("modality", answers.modalities),
    ):
        right = torch.tensor([getattr(claim, name) for claim in claims], device=device)
        if (right != IGNORE).any():
            losses[name] = functional.cross_entropy(scores, right, ignore_index=IGNORE)
    _add(losses, "pointers", _pointer_losses(answers, claims))
    _add_figures(losses, answers, claims)
    _add(losses, "occurrence", _occurrence_losses(answers.occurrence, claims))
    return losses


def _add(losses: dict[str, Tensor], name: str, found: list[Tensor]) -> None:
    if found:
        losses[name] = torch.stack(found).mean()


def _pointer_losses(answers: Answers, claims: Sequence[ClaimSample]) -> list[Tensor]:
    starts, ends = answers.starts.log_softmax(dim=1), answers.ends.log_softmax(dim=1)
    found = []
    for row, claim in enumerate(claims):
        for slot in range(len(SLOTS)):
            if slot < len(claim.starts) and claim.starts[slot]:
                at_start = starts[row, claim.starts[slot], slot].logsumexp(0)
                at_end = ends[row, claim.ends[slot], slot].logsumexp(0)
                found.append(-at_start - at_end)
    return [torch.stack(found).mean() * len(SLOTS)] if found else []


def _add_figures(losses: dict[str, Tensor], answers: Answers, claims: Sequence[ClaimSample]) -> None:
    asked = [(row, *figure) for row, claim in enumerate(claims) for figure in claim.figures]
    if not asked:
        return
    rows, places, kinds, whose = map(list, zip(*asked, strict=True))
    device = answers.kinds.device
    losses["kinds"] = functional.cross_entropy(answers.kinds[rows, places], torch.tensor(kinds, device=device))
    if any(owner != IGNORE for owner in whose):
        right = torch.tensor(whose, device=device)
        losses["whose"] = functional.cross_entropy(answers.whose[rows, places], right, ignore_index=IGNORE)


def _occurrence_losses(vectors: Tensor, claims: Sequence[ClaimSample]) -> list[Tensor]:
    rows = [row for row, claim in enumerate(claims) if claim.occurrence]
    if len(rows) < 2:
        return []
    names = [claims[row].occurrence for row in rows]
    alike = vectors[rows] @ vectors[rows].T
    same = torch.tensor([[float(a == b) for b in names] for a in names], device=vectors.device)
    off = ~torch.eye(len(rows), dtype=torch.bool, device=vectors.device)
    return [functional.binary_cross_entropy_with_logits((alike[off] - 0.5) * 10.0, same[off])]
