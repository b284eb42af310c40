"""A store that is killed again and again while documents are added, held against one that was left alone.

``python bench/crash.py [--documents N] [--kills N] [--at ADDRESS] [--seed N] [--fresh N]``. ADDRESS is a folder for
SQLite files (a temporary one where none is given), or the postgresql:// address of a database from which others may be
made: two of them are, and taken away in the end.

Invented reports (``reports.py``) are added once without a disturbance. Then ``crossclaim add`` is started on an empty
store, killed with SIGKILL after a random time, started again, and so on, until it was killed as often as asked; then it
is let finish. A kill counts only where the process was still at work. Where the store is full before all kills are
used up, it is compared and another is begun. Compared are the bytes of ``crossclaim export --format jsonl`` of events
and of claims, and ``crossclaim verify`` has to find nothing in either.

The times are drawn evenly from nothing to twice a mean that follows what is reached: it shrinks while more documents
come in a life than are left for each of the kills to come, and grows while fewer do. So kills fall on start-up,
reading, writing and committing alike; what they fell on is counted. Every tenth process (``--fresh``) is a new
interpreter. The others are forked from this one, which has imported the program: the same code with a cheaper start.
Only those tell in which phase they were.

The exit status is 0 where nothing differs and nothing is found.
"""

from __future__ import annotations

import argparse
import io
import mmap
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.pool import NullPool, Pool

from crossclaim.cli.app import app
from crossclaim.engine import describe_run, load_tools
from crossclaim.errors import StoreError
from crossclaim.ingest import ReadOptions, read_capture
from crossclaim.model import Capture, Document
from crossclaim.pipeline import ExtractorName, load_resources, read_document
from crossclaim.store import open_store

sys.path.insert(0, str(Path(__file__).parent))
from reports import write_reports

PHASES = ("outside a transaction", "in a transaction", "committing")
LONGEST = 3600.0  # seconds that a command may take which is let finish

Address = Callable[[str], str]


@dataclass
class Pace:
    """How long processes of one kind live: so long that as many documents come in a life as are wanted.

    ``gained`` is how many came in each of the last lives, on average.
    """

    mean: float
    gained: float = 1.0

    def follow(self, gained: int, wanted: float) -> None:
        self.gained += 0.2 * (gained - self.gained)
        self.mean *= 1.12 if self.gained < wanted else 0.9


@dataclass
class Tally:
    """What was counted over all kills."""

    kills: int = 0
    fresh: int = 0
    rounds: int = 0
    with_progress: int = 0
    phases: Counter[str] = field(default_factory=Counter)
    differing: list[str] = field(default_factory=list)


def start(arguments: list[str], output: Path, *, fresh: bool, phase: mmap.mmap) -> int:
    """Start ``crossclaim`` on arguments and give the number of its process; what it prints goes to a file."""
    if fresh:
        with output.open("wb") as file:
            command = [sys.executable, "-m", "crossclaim", *arguments]
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT).pid
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        with output.open("wb") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        _tell_phases(phase)
        sys.stdin = io.TextIOWrapper(io.BytesIO())
        status = 1
        try:
            app(arguments)
        except SystemExit as done:
            status = int(done.code or 0)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
    return child


def _tell_phases(phase: mmap.mmap) -> None:
    """Note in memory shared with the parent whether a transaction is open or being finished."""

    def note(number: int) -> None:
        phase[0] = number

    def begun(connection: Connection) -> None:
        note(1 if connection.get_execution_options().get("writes") else 0)

    event.listen(Engine, "begin", begun)
    event.listen(Engine, "commit", lambda _: note(2))
    event.listen(Pool, "checkin", lambda *_: note(0))


def finish(child: int, *, after: float | None = None) -> int | None:
    """The exit status of a process, None where it had to be killed: it took longer than so many seconds."""
    until = time.monotonic() + (LONGEST if after is None else after)
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(min(0.005, max(0.0, until - time.monotonic())))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return None if os.waitstatus_to_exitcode(status) == -signal.SIGKILL else os.waitstatus_to_exitcode(status)


def whole(arguments: list[str], output: Path) -> int:
    """Run a command to its end; its exit status."""
    with closing(mmap.mmap(-1, 1)) as phase:
        status = finish(start(arguments, output, fresh=True, phase=phase))
    if status is None:
        raise TimeoutError(f"crossclaim {arguments[0]} took longer than {LONGEST:.0f} s")
    return status


def load_all() -> None:
    """Load into this process what is loaded once, so that forked ones need not."""
    capture = Capture(content=b"Gunmen killed 3 people in Kutum on 4 May 2016, police said.", source="first.txt")
    with load_resources(extractor=ExtractorName.RULES) as resources:
        load_tools(resources, describe_run("rules"))
        for document in read_capture(capture, ReadOptions()):
            if isinstance(document, Document):
                read_document(document, resources)


def documents_in(address: str) -> int:
    try:
        with open_store(address, read_only=True) as store:
            return store.counts()["documents"]
    except StoreError:  # not made yet
        return 0


def state_of(address: str, folder: Path) -> tuple[list[bytes], list[str]]:
    """What the store exports, and what verify says where it is not content."""
    exports = []
    for kind in ("events", "claims"):
        target = folder / f"{kind}.jsonl"
        if whole(["export", "--what", kind, "--format", "jsonl", "--store", address], target):
            raise RuntimeError(target.read_text(encoding="utf-8"))
        exports.append(target.read_bytes())
    said = folder / "verify.txt"
    status = whole(["verify", "--store", address], said)
    return exports, said.read_text(encoding="utf-8").splitlines()[:5] if status else []


def killed_runs(
    address: Address, adding: Callable[[str], list[str]], folder: Path, options: argparse.Namespace
) -> Iterator[tuple[str, Tally]]:
    """Every store that was killed and finished, with what was counted so far."""
    chance = random.Random(options.seed)
    paces = {False: Pace(1.0), True: Pace(4.0)}
    tally = Tally()
    with closing(mmap.mmap(-1, 1)) as phase:
        while tally.kills < options.kills:
            tally.rounds += 1
            store = address(f"killed{tally.rounds}")
            present, full = 0, False
            while tally.kills < options.kills and not full:
                fresh = options.fresh > 0 and chance.randrange(options.fresh) == 0
                pace, before = paces[fresh], present
                phase[0] = 0
                child = start(adding(store), folder / "add.txt", fresh=fresh, phase=phase)
                status = finish(child, after=chance.uniform(0, 2 * pace.mean))
                at = PHASES[phase[0]]
                if status is None:
                    present = documents_in(store)
                    tally.kills += 1
                    tally.fresh += fresh
                    tally.with_progress += present > before
                    tally.phases["not told (new interpreter)" if fresh else at] += 1
                    pace.follow(present - before, (options.documents - present) / (options.kills - tally.kills + 1))
                    if tally.kills % 10 == 0:
                        print(f"{tally.kills} kills, {present} documents", flush=True)
                elif status == 0:
                    full = True
                else:
                    raise RuntimeError((folder / "add.txt").read_text(encoding="utf-8"))
            if whole(adding(store), folder / "add.txt"):
                raise RuntimeError((folder / "add.txt").read_text(encoding="utf-8"))
            yield store, tally


@contextmanager
def addresses(at: str | None, folder: Path) -> Iterator[Address]:
    """What gives an address where nothing is yet, by a name."""
    if at is None or not at.startswith("postgresql"):
        place = Path(at) if at else folder
        place.mkdir(parents=True, exist_ok=True)
        yield lambda name: str(place / f"{name}.sqlite")
        return
    made: list[str] = []
    engine = create_engine(
        make_url(at).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT", poolclass=NullPool
    )

    def make(name: str) -> str:
        database = f"crash_{os.getpid()}_{name}"
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {database} TEMPLATE template0"))
        made.append(database)
        return make_url(at).set(database=database).render_as_string(hide_password=False)

    try:
        yield make
    finally:
        with engine.connect() as connection:
            for database in made:
                connection.execute(text(f"DROP DATABASE {database} WITH (FORCE)"))


def compare(options: argparse.Namespace) -> bool:
    """Whether every store that was killed ends as the one that was not."""
    with tempfile.TemporaryDirectory() as name, addresses(options.at, Path(name)) as address:
        folder = Path(name)
        write_reports(folder / "reports", options.documents, options.seed)

        def adding(store: str) -> list[str]:
            return ["add", str(folder / "reports"), "--extractor", "rules", "--by", "bench", "--store", store]

        began = time.monotonic()
        undisturbed = address("whole")
        if whole(adding(undisturbed), folder / "add.txt"):
            raise RuntimeError((folder / "add.txt").read_text(encoding="utf-8"))
        print(f"undisturbed: {time.monotonic() - began:.0f} s; {_last_line(folder / 'add.txt')}", flush=True)
        expected, problems = state_of(undisturbed, folder)
        load_all()
        print(f"exported: {[len(part) for part in expected]} bytes of events and claims; verify: {problems or 'clean'}")
        right = not problems
        for store, tally in killed_runs(address, adding, folder, options):
            exports, found = state_of(store, folder)
            same = exports == expected
            right = right and same and not found
            print(
                f"round {tally.rounds}: {tally.kills} kills so far ({tally.fresh} of new interpreters, "
                f"{tally.with_progress} after at least one document), by phase {dict(tally.phases)}; "
                f"{documents_in(store)} documents; export {'identical' if same else 'DIFFERS'}; "
                f"verify: {found or 'clean'}; {time.monotonic() - began:.0f} s",
                flush=True,
            )
        return right


def _last_line(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").strip().splitlines()
    return lines[-1] if lines else ""


def main() -> int:
    """Run it as asked on the command line."""
    parser = argparse.ArgumentParser(description="Kill crossclaim add at random moments; compare what comes of it.")
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--at", metavar="ADDRESS")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fresh", type=int, default=10, metavar="N", help="every N-th a new interpreter; 0: none")
    return 0 if compare(parser.parse_args()) else 1


if __name__ == "__main__":
    sys.exit(main())
