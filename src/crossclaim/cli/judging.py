"""What people say of claims and sources, written into a store."""

from __future__ import annotations

import typer

from crossclaim.cli.naming import full_claim
from crossclaim.cli.reading import say
from crossclaim.cli.voices import tell_conflict
from crossclaim.engine import find_source, judge, load_policy, rate, rebuild, undo, unfollowed_judgements
from crossclaim.errors import StoreError
from crossclaim.model import Profile, Reliability, Source, Verdict
from crossclaim.store import Store

__all__ = ["judge_pair", "rate_source", "rebuild_store"]


def judge_pair(store: Store, first: str, second: str, verdict: str, *, why: str, by: str) -> None:
    """Write down a judgement, or take back those there are; what cannot be followed is told.

    Raises:
        StoreError: a claim is not there, or there is nothing to undo.
    """
    if verdict not in (*Verdict, "undo"):
        raise typer.BadParameter(f"'{verdict}' is none of {', '.join(Verdict)}, undo", param_hint="VERDICT")
    policy = load_policy()
    first, second = full_claim(store, first), full_claim(store, second)
    if verdict == "undo":
        undone = undo(store, policy, first, second, why=why, by=by)
        say(f"{len(undone)} judgement{'' if len(undone) == 1 else 's'} undone")
    else:
        judge(store, policy, first, second, Verdict(verdict), why=why, by=by)
        events = store.events_of([first, second])
        say(f"noted; they are {'one event' if events.get(first) == events.get(second) else 'different events'} now")
    for conflict in unfollowed_judgements([first, second], store):
        say(f"not followed: {tell_conflict(conflict)}")


def rate_source(
    store: Store, source_id: str, *, reliability: str | None, aligned: str | None, note: str | None, by: str
) -> None:
    """Write down what is thought of a source.

    Raises:
        StoreError: no claim has that source.
    """
    letter = reliability.upper() if reliability else None
    if letter is not None and letter not in set(Reliability):
        raise typer.BadParameter(f"'{reliability}' is none of {', '.join(Reliability)}", param_hint="--reliability")
    source = find_source(store, source_id)
    if source is None:
        raise StoreError(store.address, f"there is no source {source_id}")
    changed: dict[str, object] = {}
    if letter is not None:
        changed["reliability"] = Reliability(letter)
    if aligned is not None:
        changed |= {"alignment": aligned or None, "alignment_id": None, "alignment_kind": None}
    if note is not None:
        changed["note"] = note
    rated = Source.model_validate(source.model_dump() | changed)
    say(f"noted; {rate(store, load_policy(), rated, by=by):,} events reconciled anew")


def rebuild_store(store: Store, profile: str | None, *, by: str) -> None:
    """Link and reconcile everything anew, telling how far it is."""
    if profile is not None and profile not in set(Profile):
        raise typer.BadParameter(f"'{profile}' is none of {', '.join(Profile)}", param_hint="--profile")
    policy = load_policy(profile=Profile(profile)) if profile else load_policy()
    done = 0
    for done in rebuild(store, policy, by=by):
        say(f"{done:,} documents linked anew")
    say(f"{done:,} documents, {store.counts()['events']:,} events")
