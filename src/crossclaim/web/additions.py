"""Reports on their way into the store: one addition after the other, in a thread of their own, with progress told."""

from __future__ import annotations

import secrets
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import file_digest
from io import BufferedReader
from queue import Empty, Full, Queue
from tempfile import SpooledTemporaryFile
from threading import Lock, Thread
from typing import BinaryIO, cast

from crossclaim.engine import Added, Fate, Tools, add_captures
from crossclaim.errors import CrossclaimError
from crossclaim.ingest import OpenCapture, ReadOptions, Unread
from crossclaim.store import Store

__all__ = ["Addition", "Additions", "Input", "Step", "TooManyAdditionsError", "spooled"]

_WAITING = 16
_REMEMBERED = 200
# An upload may hold a million lines, each a document.
_STEPS_KEPT = 2_000
# Uploads up to this many bytes are held in memory, more of them in a temporary file without a name.
_HELD = 2**20


@dataclass(frozen=True, slots=True)
class Input:
    """One upload: what it is called, and its bytes."""

    name: str
    stream: BinaryIO


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one document, the ``number``-th of its addition; ``reason`` says why one was set aside."""

    name: str
    fate: str
    document: str | None = None
    claims: int = 0
    dropped: int = 0
    reason: str | None = None
    number: int = 0


@dataclass(slots=True)
class Addition:
    """One request to add, and how far it is: waiting, running, done or failed.

    ``told`` documents came to something, each to one of ``fates``; of the latest of them ``steps`` tells more.
    """

    id: str
    by: str
    user: str
    at: datetime
    options: ReadOptions
    inputs: Sequence[Input]
    state: str = "waiting"
    steps: deque[Step] = field(default_factory=lambda: deque(maxlen=_STEPS_KEPT))
    told: int = 0
    fates: Counter[str] = field(default_factory=Counter)
    failure: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ("done", "failed")

    def tell(self, step: Step) -> None:
        """Note what became of one more document."""
        self.steps.append(replace(step, number=self.told + 1))
        self.fates[step.fate] += 1
        self.told += 1

    def steps_after(self, number: int) -> list[Step]:
        """What became of the documents after that one; of very many, the latest."""
        return [step for step in tuple(self.steps) if step.number > number]


class TooManyAdditionsError(CrossclaimError):
    """More is waiting to be added than is kept waiting."""


class Additions:
    """Adds what is handed in, one after the other; the latest ones are remembered with what became of each document."""

    def __init__(self, store: Store, tools: Callable[[], Tools]) -> None:
        self._store, self._tools = store, tools
        self._waiting: Queue[Addition | None] = Queue(_WAITING)
        self._known: OrderedDict[str, Addition] = OrderedDict()
        self._lock = Lock()
        self._thread: Thread | None = None
        self._closed = False

    def put(self, inputs: Sequence[Input], options: ReadOptions, *, by: str, user: str) -> Addition:
        """An addition of these inputs, which begins when those before it are done.

        Raises:
            TooManyAdditionsError: too many are waiting.
        """
        now = datetime.now(UTC)
        addition = Addition(secrets.token_urlsafe(12), by, user, now, options, tuple(inputs))
        with self._lock:
            try:
                self._waiting.put_nowait(addition)
            except Full:
                raise TooManyAdditionsError("too much is waiting to be added: try again later") from None
            self._known[addition.id] = addition
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
            if self._thread is None:
                self._thread = Thread(target=self._work, name="additions", daemon=True)
                self._thread.start()
        return addition

    def find(self, addition_id: str) -> Addition | None:
        """The addition of that id, None where it is not remembered."""
        with self._lock:
            return self._known.get(addition_id)

    def latest(self) -> tuple[Addition, ...]:
        """Those remembered, the latest first."""
        with self._lock:
            return tuple(reversed(self._known.values()))

    def close(self) -> None:
        """Take nothing more, and wait for the document that is being added."""
        self._closed = True
        while True:
            try:
                waiting = self._waiting.get_nowait()
            except Empty:
                break
            if waiting:
                self._tell(waiting, state="failed", failure="the desk was ended before its turn came")
                for each in waiting.inputs:
                    each.stream.close()
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join(timeout=30)

    def _work(self) -> None:
        while (addition := self._waiting.get()) is not None:
            self._run(addition)

    def _run(self, addition: Addition) -> None:
        self._tell(addition, state="running")
        try:
            self._add(addition)
        except CrossclaimError as error:
            self._tell(addition, state="failed", failure=getattr(error, "reason", str(error)))
        except Exception as error:  # noqa: BLE001 the next addition must not wait for ever; words may quote the report
            self._tell(addition, state="failed", failure=f"could not be processed ({type(error).__name__})")
        else:
            self._tell(addition, state="done")
        finally:
            for each in addition.inputs:
                each.stream.close()
            addition.inputs = ()

    def _add(self, addition: Addition) -> None:
        tools = self._tools()
        captures = (_capture(each) for each in addition.inputs)
        for outcome in add_captures(captures, self._store, tools, addition.options, by=addition.by):
            self._tell(addition, step=_step(outcome))
            if self._closed:
                return

    def _tell(
        self, addition: Addition, *, state: str | None = None, step: Step | None = None, failure: str | None = None
    ) -> None:
        with self._lock:
            addition.state = state or addition.state
            addition.failure = failure
            if step:
                addition.tell(step)


def spooled() -> BinaryIO:
    """Where an upload is kept until it is added: memory, or a file that has no name in any folder."""
    return cast(BinaryIO, SpooledTemporaryFile(max_size=_HELD))


def _capture(each: Input) -> OpenCapture:
    size = each.stream.seek(0, 2)
    each.stream.seek(0)
    digest = file_digest(cast(BufferedReader, each.stream), "sha256").hexdigest()
    # Two people's report.txt are two pages: only an address that the report itself gives makes versions.
    return OpenCapture(f"upload:{digest[:16]}/{each.name}", digest, each.stream, size)


def _step(outcome: Added | Unread) -> Step:
    if isinstance(outcome, Unread):
        return Step(name=outcome.source, fate="unread", reason=outcome.reason)
    told = outcome.claims, outcome.dropped
    return Step(outcome.lineage, Fate(outcome.fate).value, outcome.document_id, *told)
