"""Inputs into a store, with a count of what became of them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from crossclaim.cli.reading import FAILED, INTERRUPTED, ProgressLine, say
from crossclaim.engine import Added, Fate, add_captures, load_tools
from crossclaim.ingest import ReadOptions, Unread, open_captures
from crossclaim.pipeline import Resources
from crossclaim.store import Run, Store

__all__ = ["add_inputs"]


class _Sums:
    """What became of the inputs so far."""

    def __init__(self) -> None:
        self.fates: Counter[Fate] = Counter()
        self.claims = self.unread = self.dropped = 0

    def count(self, added: Added) -> None:
        """Add one document."""
        self.fates[added.fate] += 1
        self.claims += added.claims
        self.dropped += added.dropped

    def __str__(self) -> str:
        documents = ", ".join(f"{self.fates[fate]:,} {fate}" for fate in Fate)
        return (
            f"documents: {documents}; {self.claims:,} claims, {self.dropped:,} spans dropped; not read: {self.unread:,}"
        )


def add_inputs(
    inputs: Sequence[str],
    store: Store,
    options: ReadOptions,
    load: Callable[[], Resources],
    run: Run,
    *,
    by: str,
    sources: Path | None = None,
) -> int:
    """Add every input; the exit status: 0, 1 where an input could not be read, 130 where interrupted.

    Raises:
        StoreError: the store cannot be written to; what was added before is kept.
    """
    sums = _Sums()
    stdin = getattr(sys.stdin, "buffer", None)
    try:
        with load() as resources, ProgressLine(sums) as progress:
            tools = load_tools(resources, run, sources=sources)
            for outcome in add_captures(open_captures(inputs, stdin), store, tools, options, by=by):
                if isinstance(outcome, Unread):
                    say(f"{outcome.source}: {outcome.reason}")
                    sums.unread += 1
                else:
                    sums.count(outcome)
                    if outcome.published is not None:
                        kept = f"is in the store already, published on {outcome.published}"
                        say(f"{outcome.lineage}: {kept}: the date given now is not taken")
                progress.advance()
    except KeyboardInterrupt:
        say(f"stopped; {sums}. Run the same command to go on.")
        return INTERRUPTED
    say(str(sums))
    return FAILED if sums.unread else 0
