"""Figures held against those of all events of a store, when events are shown or handed on."""

from __future__ import annotations

from collections.abc import Sequence

from crossclaim.assess import Summaries, add_store_outliers, summarize_events
from crossclaim.model import Event
from crossclaim.store import Reader

__all__ = ["hold_against_store", "store_summaries"]

# Events looked at: enough for any kind of figure that is not rare, in 40 milliseconds of a store of any size.
_MOST = 2000


def store_summaries(reader: Reader) -> Summaries:
    """What the figures of a store's events look like, by class of event and kind of figure; one query."""
    return summarize_events(reader.event_figures(most=_MOST))


def hold_against_store(events: Sequence[Event], reader: Reader, summaries: Summaries) -> list[Event]:
    """The events with the figures flagged that stand out from the store's own."""
    if not summaries:
        return list(events)
    wanted = [claim_id for event in events for claim_id in event.claims]
    claims = {claim.id: claim for claim in reader.sourced_claims(wanted)}
    return [add_store_outliers(event, [claims[each] for each in event.claims], summaries) for event in events]
