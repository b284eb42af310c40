"""Claims held to be one occurrence to one event, by the rules of a profile."""

from crossclaim.reconcile.events import event_id, figures_without, reconcile
from crossclaim.reconcile.history import FigureHistory, ToldFigure, history, moved_figures
from crossclaim.reconcile.rules import explain_rule
from crossclaim.reconcile.voices import find_voices

__all__ = [
    "FigureHistory",
    "ToldFigure",
    "event_id",
    "explain_rule",
    "figures_without",
    "find_voices",
    "history",
    "moved_figures",
    "reconcile",
]
