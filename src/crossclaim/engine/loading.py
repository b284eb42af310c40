"""Many documents into a store at once: as adding them one by one would leave it, in far less time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crossclaim.engine.adding import Added, put_results
from crossclaim.engine.tools import Tools
from crossclaim.model import DocumentResult
from crossclaim.store import Store, in_chunks

__all__ = ["load_results"]

_BATCH = 2000


def load_results(
    results: Iterable[tuple[str, DocumentResult]], store: Store, tools: Tools, *, by: str, batch: int = _BATCH
) -> Iterator[Added]:
    """Put in what was read from documents, each with its lineage, so many documents in one transaction.

    Fastest where documents on the same days come together. Stopped at any point, the batches before are kept.

    Raises:
        StoreError: the store cannot be written to; then nothing of the batch at hand is kept.
    """
    for several in in_chunks(results, batch):
        with store.write(by=by) as writer:
            added = [each for part in _apart(several) for each in put_results(part, writer, tools)]
        yield from added


def _apart(results: Iterable[tuple[str, DocumentResult]]) -> Iterator[list[tuple[str, DocumentResult]]]:
    """The results in as few parts as it takes that none holds two versions of one page."""
    part: dict[str, DocumentResult] = {}
    for lineage, result in results:
        if lineage in part:
            yield list(part.items())
            part = {}
        part[lineage] = result
    yield list(part.items())
