"""What a judgement would do, worked out by the very steps that would do it, with nothing written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from crossclaim.engine.regrouping import kept_policy, plan_regrouping
from crossclaim.engine.tools import Policy
from crossclaim.model import Event, Judgement, JudgementSubject
from crossclaim.store import Reader, Store

__all__ = ["Preview", "preview"]


@dataclass(frozen=True, slots=True)
class Preview:
    """The events that would go and those that would come, each in order of their ids; none where nothing changes."""

    before: tuple[Event, ...]
    after: tuple[Event, ...]


def preview(
    store: Store, policy: Policy, judgements: Sequence[Judgement], *, without: Sequence[Judgement] = ()
) -> Preview:
    """What these judgements would change, those ``without`` being taken back."""
    supposed = _Supposed(store, judgements, {one.id for one in without})
    ends = {end for one in (*judgements, *without) for end in (one.first, one.second)}
    plan = plan_regrouping(ends, supposed, kept_policy(store, policy), changed=ends)
    before = store.events_by_id(sorted(plan.removed))
    after = sorted((_as_kept(composed.event) for composed in plan.fresh), key=lambda event: event.id)
    return Preview(before, tuple(after))


def _as_kept(event: Event) -> Event:
    """The event as it would come out of the store: values as JSON has them."""
    return Event.model_validate_json(event.model_dump_json())


class _Supposed(Reader):
    """A store as it would be with some more judgements and without some others."""

    def __init__(self, store: Store, more: Iterable[Judgement], without: Collection[str]) -> None:
        super().__init__(store.database)
        self._more = tuple(more)
        self._without = frozenset(without)

    def judgements(
        self, subject: JudgementSubject | None = None, *, touching: Collection[str] | None = None
    ) -> tuple[Judgement, ...]:
        wanted = None if touching is None else set(touching)
        kept = [one for one in super().judgements(subject, touching=touching) if one.id not in self._without]
        more = (
            one
            for one in self._more
            if subject in (None, one.subject) and (wanted is None or not wanted.isdisjoint((one.first, one.second)))
        )
        return (*kept, *more)
