"""Events as they are shown and handed on, by whichever way one asks."""

from __future__ import annotations

from collections.abc import Sequence

from crossclaim.assess import Summaries
from crossclaim.engine.outliers import hold_against_store, store_summaries
from crossclaim.engine.regrouping import compose_events
from crossclaim.engine.tools import Policy
from crossclaim.model import Event, Profile
from crossclaim.store import Reader

__all__ = ["shown_events"]


def shown_events(
    events: Sequence[Event],
    reader: Reader,
    policy: Policy,
    profile: Profile | None = None,
    *,
    summaries: Summaries | None = None,
) -> list[Event]:
    """The events under the profile asked for, as they are kept where none is, held against the store's other events.

    ``summaries`` are those of the store, where many pages are shown one after the other.
    """
    told = store_summaries(reader) if summaries is None else summaries
    return hold_against_store(_under(events, reader, policy, profile), reader, told)


def _under(events: Sequence[Event], reader: Reader, policy: Policy, profile: Profile | None) -> list[Event]:
    if profile is None:
        return list(events)
    others = [event for event in events if event.profile is not profile]
    made = compose_events([event.claims for event in others], reader, policy, profile) if others else []
    anew = {event.id: composed.event for event, composed in zip(others, made, strict=True)}
    return [anew.get(event.id, event) for event in events]
