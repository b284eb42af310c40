"""Warnings about documents, claims and events, and what is known of who speaks. A warning is a hint, never a filter."""

from crossclaim.assess.anachronism import Anachronism, check_date, find_treatments
from crossclaim.assess.claim_flags import flag_claim
from crossclaim.assess.document_flags import (
    TextChange,
    copied_document,
    figures_outside_text,
    recycled_document,
    silent_edit,
)
from crossclaim.assess.event_flags import add_store_outliers, flag_event
from crossclaim.assess.loaded_words import find_loaded_words
from crossclaim.assess.milestones import Milestone, MilestoneKind, MilestoneTable, load_milestones
from crossclaim.assess.outliers import Summaries, Summary, summarize, summarize_events
from crossclaim.assess.source_profiles import FigureTendency, SourceProfile, profile_source
from crossclaim.assess.sources import KnownSource, SourceTable, infer_outlet_side, load_sources
from crossclaim.assess.treatments import Stance, Treatment

__all__ = [
    "Anachronism",
    "FigureTendency",
    "KnownSource",
    "Milestone",
    "MilestoneKind",
    "MilestoneTable",
    "SourceProfile",
    "SourceTable",
    "Stance",
    "Summaries",
    "Summary",
    "TextChange",
    "Treatment",
    "add_store_outliers",
    "check_date",
    "copied_document",
    "figures_outside_text",
    "find_loaded_words",
    "find_treatments",
    "flag_claim",
    "flag_event",
    "infer_outlet_side",
    "load_milestones",
    "load_sources",
    "profile_source",
    "recycled_document",
    "silent_edit",
    "summarize",
    "summarize_events",
]
