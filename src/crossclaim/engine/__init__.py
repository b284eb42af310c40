"""Runs stages over many documents: adds them to a store, links their claims, rebuilds the events they touch."""

from crossclaim.engine.adding import Added, Fate, add_captures, add_document, put_result
from crossclaim.engine.conflicts import Unfollowed, unfollowed_judgements
from crossclaim.engine.earlier import earlier_claims
from crossclaim.engine.loading import load_results
from crossclaim.engine.outliers import hold_against_store, store_summaries
from crossclaim.engine.rebuilding import judge, rate, rebuild, remade_events, undo
from crossclaim.engine.regrouping import compose_event, rated
from crossclaim.engine.tools import Policy, Tools, describe_run, load_policy, load_tools
from crossclaim.engine.voices import find_source, profile_of

__all__ = [
    "Added",
    "Fate",
    "Policy",
    "Tools",
    "Unfollowed",
    "add_captures",
    "add_document",
    "compose_event",
    "describe_run",
    "earlier_claims",
    "find_source",
    "hold_against_store",
    "judge",
    "load_policy",
    "load_results",
    "load_tools",
    "profile_of",
    "put_result",
    "rate",
    "rated",
    "rebuild",
    "remade_events",
    "store_summaries",
    "undo",
    "unfollowed_judgements",
]
