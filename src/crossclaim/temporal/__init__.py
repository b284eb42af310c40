"""Times: from the words of a report to closed intervals of days."""

from crossclaim.temporal.expressions import Relation, TimeExpression, TimeKind
from crossclaim.temporal.published import DateCandidate, choose_published, find_date_candidates, find_published
from crossclaim.temporal.recognize import find_times
from crossclaim.temporal.resolve import resolve_time, resolve_times

__all__ = [
    "DateCandidate",
    "Relation",
    "TimeExpression",
    "TimeKind",
    "choose_published",
    "find_date_candidates",
    "find_published",
    "find_times",
    "resolve_time",
    "resolve_times",
]
