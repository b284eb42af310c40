"""What people say of claims and sources, written into a store."""

from __future__ import annotations

import typer

from crossclaim.cli.aliases import party_called, source_called
from crossclaim.cli.events_list import counted
from crossclaim.cli.naming import full_claim
from crossclaim.cli.page import quoted
from crossclaim.cli.reading import say
from crossclaim.cli.voices import tell_conflict
from crossclaim.engine import judge, load_policy, rate, rating_of, rebuild, undo, unfollowed_judgements
from crossclaim.model import Profile, Reliability, Verdict
from crossclaim.store import Store

__all__ = ["judge_pair", "rate_source", "rebuild_store"]


def judge_pair(
    store: Store, first: str, second: str, verdict: str, *, why: str, by: str, of: str | None = None
) -> None:
    """Write down a judgement, or take back one's own, or those ``of`` somebody; what cannot be followed is told.

    Raises:
        StoreError: a claim is not there, or there is nothing to undo.
    """
    if verdict not in (*Verdict, "undo"):
        raise typer.BadParameter(f"'{verdict}' is none of {', '.join(Verdict)}, undo", param_hint="VERDICT")
    if not why.strip():
        raise typer.BadParameter("a judgement needs a reason", param_hint="--why")
    policy = load_policy()
    first, second = full_claim(store, first), full_claim(store, second)
    if verdict == "undo":
        undone = undo(store, policy, first, second, why=why, by=by, of=of or by)
        say(f"{counted(len(undone), 'judgement')} undone")
    else:
        judge(store, policy, first, second, Verdict(verdict), why=why, by=by)
        events = store.events_of([first, second])
        say(f"noted; they are {'one event' if events.get(first) == events.get(second) else 'different events'} now")
    for conflict in unfollowed_judgements([first, second], store):
        say(f"not followed: {tell_conflict(conflict)}")


def rate_source(
    store: Store, name: str, *, reliability: str | None, aligned: str | None, note: str | None, by: str
) -> None:
    """Write down what is thought of a source; what is not said of it stays.

    Raises:
        StoreError: no claim has that source, or there is no such party.
    """
    letter = reliability.upper() if reliability else None
    if letter is not None and letter not in set(Reliability):
        raise typer.BadParameter(f"'{reliability}' is none of {', '.join(Reliability)}", param_hint="--reliability")
    if letter is None and aligned is None and note is None:
        raise typer.BadParameter("say --reliability, --aligned or --note")
    source = source_called(store, name)
    said: dict[str, object] = {} if letter is None else {"reliability": Reliability(letter)}
    if aligned is not None:
        party = party_called(store, aligned) if aligned.strip() else None
        said |= {"alignment": party and party.name, "alignment_id": party and party.id}
        said |= {"alignment_kind": party and party.kind}
    if note is not None:
        said["note"] = note or None
    events = rate(store, load_policy(), rating_of(source, said), by=by)
    say(f"{quoted(source.name)}: noted; {counted(events, 'event')} reconciled anew")
    if not source.named:
        say(f"this is said of all who are called {quoted(source.name)} in any report: nothing tells them apart")


def rebuild_store(store: Store, profile: str | None, *, by: str) -> None:
    """Link and reconcile everything anew, telling how far it is."""
    if profile is not None and profile not in set(Profile):
        raise typer.BadParameter(f"'{profile}' is none of {', '.join(Profile)}", param_hint="--profile")
    policy = load_policy(profile=Profile(profile)) if profile else load_policy()
    done = 0
    for done in rebuild(store, policy, by=by):
        say(f"{done:,} documents linked anew")
    say(f"{done:,} documents, {store.counts()['events']:,} events")
