"""Runs stages over many documents: adds them to a store, links their claims, rebuilds the events they touch."""

from crossclaim.engine.adding import Added, Fate, add_captures, add_document, put_result
from crossclaim.engine.agreeing import Agreement, agreements
from crossclaim.engine.conflicts import Unfollowed, unfollowed_judgements
from crossclaim.engine.covering import Coverage, coverage
from crossclaim.engine.earlier import earlier_claims
from crossclaim.engine.judging import (
    judge,
    merge,
    preview_judgement,
    preview_merge,
    preview_split,
    preview_undo,
    split,
    undo,
    undo_judgements,
)
from crossclaim.engine.loading import load_results
from crossclaim.engine.outliers import store_summaries
from crossclaim.engine.queueing import QueueItem, queue
from crossclaim.engine.rating import rated, rating_of, with_rating
from crossclaim.engine.rebuilding import rate, rebuild, remade_events
from crossclaim.engine.reviewing import (
    adjudicate,
    correct,
    earlier_seals,
    preview_correction,
    publish,
    review,
    undo_correction,
    undo_review,
)
from crossclaim.engine.showing import shown_events
from crossclaim.engine.supposing import Preview
from crossclaim.engine.tools import Policy, Tools, describe_run, load_policy, load_tools
from crossclaim.engine.voices import find_source, profile_of

__all__ = [
    "Added",
    "Agreement",
    "Coverage",
    "Fate",
    "Policy",
    "Preview",
    "QueueItem",
    "Tools",
    "Unfollowed",
    "add_captures",
    "add_document",
    "adjudicate",
    "agreements",
    "correct",
    "coverage",
    "describe_run",
    "earlier_claims",
    "earlier_seals",
    "find_source",
    "judge",
    "load_policy",
    "load_results",
    "load_tools",
    "merge",
    "preview_correction",
    "preview_judgement",
    "preview_merge",
    "preview_split",
    "preview_undo",
    "profile_of",
    "publish",
    "put_result",
    "queue",
    "rate",
    "rated",
    "rating_of",
    "rebuild",
    "remade_events",
    "review",
    "shown_events",
    "split",
    "store_summaries",
    "undo",
    "undo_correction",
    "undo_judgements",
    "undo_review",
    "unfollowed_judgements",
    "with_rating",
]
