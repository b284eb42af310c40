"""A store checked, kept apart and brought back."""

from __future__ import annotations

from pathlib import Path

from crossclaim.cli.reading import FAILED, say
from crossclaim.engine import load_policy, remade_events
from crossclaim.store import Store, backup, restore, verify

__all__ = ["read_backup", "verify_store", "write_backup"]


def verify_store(store: Store) -> int:
    """Say what is wrong with a store, one line each; 0 where nothing is."""
    policy = load_policy()
    problems = 0
    for problem in verify(store, rebuild=lambda reader: remade_events(reader, policy)):
        say(problem)
        problems += 1
    if problems:
        say(f"{problems:,} problems")
        return FAILED
    head, counts = store.head(), store.counts()
    say(f"clean: {counts['documents']:,} documents, {counts['claims']:,} claims, {counts['events']:,} events")
    say(f"audit chain of {head.count:,} entries ends in {head.hash}: note it elsewhere to prove this state later")
    return 0


def write_backup(store: Store, target: Path) -> None:
    """Write a store's archive.

    Raises:
        StoreError: it cannot be written.
    """
    backup(store, target)
    say(f"{target} written ({target.stat().st_size:,} bytes)")


def read_backup(archive: Path, address: str) -> None:
    """Make a store from an archive.

    Raises:
        StoreError: the archive is damaged, or there is a store already.
    """
    restore(archive, address)
    say(f"{address} made from {archive}")
