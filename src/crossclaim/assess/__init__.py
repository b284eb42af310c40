"""Warnings about documents: whether a text can be of the day its page shows."""

from crossclaim.assess.anachronism import Anachronism, check_date, find_treatments
from crossclaim.assess.milestones import Milestone, MilestoneKind, MilestoneTable, load_milestones
from crossclaim.assess.treatments import Stance, Treatment

__all__ = [
    "Anachronism",
    "Milestone",
    "MilestoneKind",
    "MilestoneTable",
    "Stance",
    "Treatment",
    "check_date",
    "find_treatments",
    "load_milestones",
]
