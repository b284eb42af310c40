"""People's word on which claims are one occurrence: on a pair, and on whole events, each previewed and taken back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from itertools import product

from crossclaim.engine.regrouping import kept_policy, regroup
from crossclaim.engine.supposing import Preview, preview
from crossclaim.engine.tools import Policy
from crossclaim.errors import StoreError
from crossclaim.model import Event, Judgement, JudgementSubject, Verdict
from crossclaim.store import Reader, Store, Writer

__all__ = [
    "event_named",
    "judge",
    "merge",
    "preview_judgement",
    "preview_merge",
    "preview_split",
    "preview_undo",
    "refuse_absent",
    "split",
    "undo",
    "undo_judgements",
]

# A judgement is kept for each pair: more than these are no longer a person's word on pairs.
_MOST_PAIRS = 2_500

Pair = tuple[str, str]


def judge(store: Store, policy: Policy, first: str, second: str, verdict: Verdict, *, why: str, by: str) -> Judgement:
    """A person's word on two claims, written down; their events follow.

    Raises:
        StoreError: a claim is not there, or both are one.
    """
    (judgement,) = _written(store, policy, lambda writer: [_judged(writer, first, second, verdict, why, by)], by=by)
    return judgement


def preview_judgement(store: Store, policy: Policy, first: str, second: str, verdict: Verdict) -> Preview:
    """What ``judge`` would change; nothing is written.

    Raises:
        StoreError: as for ``judge``.
    """
    judgement = _judged(store, first, second, verdict, "", "")
    refuse_absent([first, second], store)
    return preview(store, policy, [judgement])


def undo(
    store: Store, policy: Policy, first: str, second: str, *, why: str, by: str, of: str | None = None
) -> tuple[Judgement, ...]:
    """The judgements in force on two claims, each retired by one that says nothing but "unsure".

    ``of`` is whose they are: all of them unless given.

    Raises:
        StoreError: nobody has judged them, or that person has not.
    """

    def retiring(writer: Writer) -> list[Judgement]:
        return [_retiring(judgement, why, by) for judgement in _judgements_on(writer, first, second, of=of)]

    return _written(store, policy, retiring, by=by)


def preview_undo(store: Store, policy: Policy, first: str, second: str) -> Preview:
    """What ``undo`` would change; nothing is written.

    Raises:
        StoreError: as for ``undo``.
    """
    return preview(store, policy, [], without=_judgements_on(store, first, second))


def undo_judgements(
    store: Store, policy: Policy, judgement_ids: Collection[str], *, why: str, by: str
) -> tuple[Judgement, ...]:
    """These judgements, such as those of one split, all retired at once.

    Raises:
        StoreError: one of them is not in force.
    """

    def retiring(writer: Writer) -> list[Judgement]:
        known = {one.id: one for one in writer.judgements(JudgementSubject.CLAIM) if one.retires is None}
        if missing := sorted(set(judgement_ids) - known.keys()):
            raise StoreError(store.address, f"judgement {missing[0]} is not in force")
        return [_retiring(known[judgement_id], why, by) for judgement_id in dict.fromkeys(judgement_ids)]

    return _written(store, policy, retiring, by=by)


def split(
    store: Store, policy: Policy, event_id: str, claim_ids: Collection[str], *, why: str, by: str
) -> tuple[Judgement, ...]:
    """Some claims of an event said to be another occurrence than its other claims: a judgement for each such pair.

    Raises:
        StoreError: the event is not there, or the claims are not some, but not all, of its own.
    """
    return _written(store, policy, lambda writer: _splitting(writer, event_id, claim_ids, why, by), by=by)


def preview_split(store: Store, policy: Policy, event_id: str, claim_ids: Collection[str]) -> Preview:
    """What ``split`` would change; nothing is written.

    Raises:
        StoreError: as for ``split``.
    """
    return preview(store, policy, _splitting(store, event_id, claim_ids, "", ""))


def merge(store: Store, policy: Policy, event_ids: Collection[str], *, why: str, by: str) -> tuple[Judgement, ...]:
    """The claims of some events said to tell of one occurrence.

    One claim is judged the same as each other one; so is every pair that somebody held for different.

    Raises:
        StoreError: there are fewer than two events, or one is not there.
    """
    return _written(store, policy, lambda writer: _merging(writer, event_ids, why, by), by=by)


def preview_merge(store: Store, policy: Policy, event_ids: Collection[str]) -> Preview:
    """What ``merge`` would change; nothing is written.

    Raises:
        StoreError: as for ``merge``.
    """
    return preview(store, policy, _merging(store, event_ids, "", ""))


def event_named(event_id: str, reader: Reader) -> Event:
    """The event of that id.

    Raises:
        StoreError: it is not there.
    """
    for event in reader.events_by_id([event_id]):
        return event
    raise StoreError(reader.address, f"there is no event {event_id}")


def refuse_absent(claim_ids: Collection[str], reader: Reader) -> None:
    """Say so where a claim is not there, or no longer counts: a word on it would change nothing.

    Raises:
        StoreError: that is so.
    """
    wanted = set(claim_ids)
    if missing := sorted(wanted - reader.claim_numbers(wanted).keys()):
        raise StoreError(reader.address, f"there is no claim {', '.join(missing[:3])}")
    if replaced := sorted(wanted - reader.claims_in_force(wanted)):
        reason = f"claim {', '.join(replaced[:3])}: is of an earlier version of its page, judge the one of the latest"
        raise StoreError(reader.address, reason)


def _splitting(reader: Reader, event_id: str, claim_ids: Collection[str], why: str, by: str) -> list[Judgement]:
    event = event_named(event_id, reader)
    leaving, staying = sorted(set(claim_ids)), sorted(set(event.claims) - set(claim_ids))
    if strangers := sorted(set(leaving) - set(event.claims)):
        raise StoreError(reader.address, f"claim {strangers[0]}: is not of event {event_id}")
    if not leaving or not staying:
        raise StoreError(reader.address, f"event {event_id}: is split by naming some of its claims, and not all")
    return _on_pairs(reader, product(leaving, staying), Verdict.DIFFERENT, why, by)


def _merging(reader: Reader, event_ids: Collection[str], why: str, by: str) -> list[Judgement]:
    events = [event_named(event_id, reader) for event_id in dict.fromkeys(event_ids)]
    if len(events) < 2:
        raise StoreError(reader.address, "events are merged by naming two of them or more")
    first, *others = sorted({claim for event in events for claim in event.claims})
    inside = {first, *others}
    apart = {
        (one.first, one.second)
        for one in reader.judgements(JudgementSubject.CLAIM, touching=inside)
        if one.verdict is Verdict.DIFFERENT and inside >= {one.first, one.second}
    }
    return _on_pairs(reader, sorted({*apart, *((first, other) for other in others)}), Verdict.SAME, why, by)


def _on_pairs(reader: Reader, pairs: Iterable[Pair], verdict: Verdict, why: str, by: str) -> list[Judgement]:
    wanted = list(pairs)
    if len(wanted) > _MOST_PAIRS:
        raise StoreError(reader.address, f"that is a word on {len(wanted)} pairs of claims, {_MOST_PAIRS} at most")
    return [_judged(reader, first, second, verdict, why, by) for first, second in wanted]


def _judged(reader: Reader, first: str, second: str, verdict: Verdict, why: str, by: str) -> Judgement:
    one, other = sorted((first, second))
    if one == other:
        raise StoreError(reader.address, f"claim {first}: cannot be judged against itself")
    at = datetime.now(UTC)
    digits = sha256(f"{one}\0{other}\0{verdict}\0{by}\0{at.isoformat()}".encode()).hexdigest()[:20]
    claims = JudgementSubject.CLAIM
    return Judgement(id=digits, subject=claims, first=one, second=other, verdict=verdict, why=why, by=by, at=at)


def _judgements_on(reader: Reader, first: str, second: str, *, of: str | None = None) -> list[Judgement]:
    one, other = sorted((first, second))
    known = reader.judgements(JudgementSubject.CLAIM, touching=[one])
    found = [each for each in known if (each.first, each.second) == (one, other) and each.retires is None]
    if not found:
        raise StoreError(reader.address, f"there is no judgement on {one} and {other}")
    mine = [each for each in found if of is None or each.by == of]
    if not mine:
        others = ", ".join(dict.fromkeys(each.by for each in found))
        raise StoreError(reader.address, f"there is no judgement of {of} on {one} and {other}, only of {others}")
    return mine


def _retiring(judgement: Judgement, why: str, by: str) -> Judgement:
    at = datetime.now(UTC)
    digits = sha256(f"{judgement.id}\0undo\0{by}\0{at.isoformat()}".encode()).hexdigest()[:20]
    update = {"id": digits, "verdict": Verdict.UNSURE, "why": why, "by": by, "at": at, "retires": judgement.id}
    return judgement.model_copy(update=update)


def _written(
    store: Store, policy: Policy, judged: Callable[[Writer], Sequence[Judgement]], *, by: str
) -> tuple[Judgement, ...]:
    """The judgements, as what is in the store once nobody else writes to it gives them, written down and followed."""
    with store.write(by=by) as writer:
        judgements = judged(writer)
        ends = {end for judgement in judgements for end in (judgement.first, judgement.second)}
        if any(judgement.retires is None for judgement in judgements):
            refuse_absent(ends, writer)
        for judgement in judgements:
            writer.put_judgement(judgement)
        regroup(ends, writer, kept_policy(writer, policy), changed=ends)
    return tuple(judgements)
