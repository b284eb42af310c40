"""What a judgement or a correction would do, worked out by the very steps that would do it, with nothing kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from crossclaim.engine.regrouping import kept_policy, plan_regrouping
from crossclaim.engine.tools import Policy
from crossclaim.model import Event, Judgement, JudgementSubject
from crossclaim.store import Reader, Store, Writer

__all__ = ["Preview", "preview", "preview_change"]


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


def preview_change(store: Store, claim_id: str, change: Callable[[Writer], object]) -> Preview:
    """What a change of a claim makes of the events, told from a transaction of which nothing is kept.

    Another writer waits for as long as the change takes.

    Raises:
        StoreError: the store cannot be written to, or the change refuses.
    """
    told: list[Preview] = []
    try:
        with store.write(by="") as writer:
            change(writer)
            told.append(_compare(claim_id, store, writer))
            raise _SeenError
    except _SeenError:
        return told[0]


class _SeenError(Exception):
    """Ends a transaction that was only looked at."""


def _compare(claim_id: str, before: Reader, after: Reader) -> Preview:
    """The events around a claim that are others in two states of a store."""
    claims, reached = {claim_id}, set[str]()
    was: dict[str, Event] = {}
    now: dict[str, Event] = {}
    while claims != reached:
        reached = set(claims)
        was, now = _events(claims, before), _events(claims, after)
        claims |= {claim for event in (*was.values(), *now.values()) for claim in event.claims}
    return Preview(
        tuple(event for name, event in was.items() if now.get(name) != event),
        tuple(event for name, event in now.items() if was.get(name) != event),
    )


def _events(claim_ids: Collection[str], reader: Reader) -> dict[str, Event]:
    found = reader.events_by_id(sorted(set(reader.events_of(claim_ids).values())))
    return {event.id: event for event in found}


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
