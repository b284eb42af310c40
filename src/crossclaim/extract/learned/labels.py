"""What the heads answer, in the order of their outputs."""

from __future__ import annotations

from crossclaim.model import AttributionKind, ClaimType, FigureKind, Modality, Whose

__all__ = [
    "ATTRIBUTIONS",
    "BEGIN",
    "BUCKETS",
    "INSIDE",
    "KINDS",
    "MODALITIES",
    "OUTSIDE",
    "SLOTS",
    "TAGS",
    "TYPES",
    "WHOSE",
]

TAGS = ("outside", "begin", "inside")
OUTSIDE, BEGIN, INSIDE = range(3)
SLOTS = ("side_a", "side_b", "place", "time", "source", "cue")
TYPES = tuple(ClaimType)
KINDS: tuple[FigureKind | None, ...] = (None, *FigureKind)
WHOSE = tuple(Whose)
ATTRIBUTIONS = tuple(AttributionKind)
MODALITIES = tuple(Modality)

# How far a piece stands from the claim's quote: the last piece distance that each bucket holds. Bucket 0 is the quote.
BUCKETS = (8, 24, 64, 160)
