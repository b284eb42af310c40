"""Disks that fill up, files nobody may write to, databases that go away, writers in each other's way, sudden ends."""

from __future__ import annotations

import os
import random
import resource
import signal
import sqlite3
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from crossclaim.errors import StoreError
from crossclaim.model import Capture
from crossclaim.store import DocumentRecord, Store, backup, open_store, verify
from store.conftest import Cluster
from store.samples import claims_of, event_of, fill, put, report

NOBODY = 65534


def in_child(task: Callable[[], object]) -> str:
    """What a task ends with in a process of its own: the line of its StoreError, else ``done``."""
    reader, writer = os.pipe()
    child = forked()
    if child == 0:
        try:
            task()
            said = "done"
        except StoreError as error:
            said = str(error)
        except BaseException as error:  # noqa: BLE001 - the child must not run the rest of the tests
            said = repr(error)
        os.write(writer, said.encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        return pipe.read()


def forked() -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside pytest's own threads
        return os.fork()


@pytest.fixture
def file(made_file: Path) -> Iterator[Path]:
    """A SQLite store with some rows in a folder that any user may enter."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.sqlite"
        path.write_bytes(made_file.read_bytes())
        with open_store(path) as store:
            fill(store)
        path.chmod(0o644)
        path.parent.chmod(0o755)
        yield path


def noise(size: int, seed: int = 1) -> Capture:
    return Capture(content=random.Random(seed).randbytes(size), source="noise")


def test_a_full_disk_keeps_what_was_there(file: Path) -> None:
    with open_store(file) as store:
        before = store.counts()
        event.listen(store.database.engine, "connect", lambda made, _: made.execute("PRAGMA max_page_count = 400"))
        with pytest.raises(StoreError, match=r"store\.sqlite: the disk is full"), store.write(by="ana") as writer:  # noqa: PT012
            put(writer, report("Other words. Of another page.", lineage="https://example.org/9"))
            writer.put_capture(noise(3_000_000))
            writer.flush()
        assert store.counts() == before
        assert list(verify(store)) == []


def test_a_disk_that_takes_no_more_bytes(file: Path) -> None:
    size = file.stat().st_size

    def overfill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 400_000, size + 400_000))
        with open_store(file) as store, store.write(by="ana") as writer:
            writer.put_capture(noise(9_000_000))

    assert in_child(overfill) in {
        f"{file}: the disk is full",
        f"{file}: the disk does not take what is written",
    }
    with open_store(file) as store:
        assert store.counts()["captures"] == 1
        assert list(verify(store)) == []


@pytest.mark.parametrize("name", ["backup.zip", "backup.sqlite"])
def test_a_backup_that_finds_no_room_leaves_nothing(file: Path, name: str) -> None:
    with open_store(file) as store, store.write(by="ana") as writer:
        writer.put_capture(noise(300_000))

    def overfill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        with open_store(file, read_only=True) as store:
            backup(store, file.with_name(name))

    assert in_child(overfill).startswith(f"{file.with_name(name)}")
    assert [path.name for path in file.parent.iterdir() if path.name.startswith("backup")] == []


def as_nobody(task: Callable[[], object]) -> str:
    """``in_child``, by a user who is not root: root may write to anything."""

    def give_up_rights() -> object:
        if os.getuid() == 0:
            os.setuid(NOBODY)
        return task()

    return in_child(give_up_rights)


def write_one(address: str | Path) -> None:
    with open_store(address) as store, store.write(by="ana") as writer:
        put(writer, report("Other words. Of another page.", lineage="https://example.org/9"))


def test_a_file_nobody_may_write_to(file: Path) -> None:
    file.chmod(0o444)
    file.parent.chmod(0o555)
    said = as_nobody(lambda: write_one(file))
    assert said.startswith(f"{file}: cannot be")
    assert "\n" not in said

    def read() -> None:
        with open_store(file, read_only=True) as store:
            assert len(store.claims().rows) == 2

    assert as_nobody(read) == "done"
    assert as_nobody(lambda: open_store(file.with_name("new.sqlite"), create=True)).startswith(
        f"{file.with_name('new.sqlite')}: cannot be made"
    )
    file.parent.chmod(0o755)


def test_a_file_that_somebody_keeps_locked(file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(StoreError, match=r"another process (is writing to|holds) it"):
            open_store(file, wait=0.1)
    finally:
        other.close()
    write_one(file)


def test_a_second_writer_waits_for_the_first_or_is_told(store_address: str) -> None:
    first, second = (report(f"Words {i}. Of a page.", lineage=str(i)) for i in range(2))
    with open_store(store_address) as one, open_store(store_address, wait=0.2) as hasty:
        with one.write(by="ana") as writer:
            put(writer, first)
            writer.flush()
            with pytest.raises(StoreError, match="another process is writing to it"), hasty.write(by="ben"):
                pass
            patient = threading.Thread(target=write_record, args=(store_address, second))
            patient.start()
            time.sleep(0.3)
            assert one.counts()["documents"] == 0  # readers wait for nobody and see what is finished
        patient.join()
        assert {claim.id for claim in one.claims().rows} == {claim.id for claim in claims_of(first, second)}
        assert list(verify(one)) == []


def write_record(address: str, record: DocumentRecord) -> None:
    with open_store(address) as store, store.write(by="ben") as writer:
        put(writer, record)


def test_a_database_that_goes_away_in_mid_way(cluster: Cluster, emptied: Callable[[], str]) -> None:
    with open_store(emptied()) as store:
        first, _ = fill(store)
        try:
            with pytest.raises(StoreError, match=r"database (was stopped|went away|cannot be reached)"):
                stop_in_mid_way(store, cluster)
            with pytest.raises(StoreError, match=r"database (was stopped|went away|cannot be reached)"):
                store.counts()
        finally:
            cluster.start()
        assert store.counts()["documents"] == 3
        assert store.has_document(first.id)
        assert list(verify(store)) == []
        with store.write(by="ana") as writer:
            put(writer, report("Other words. Of another page.", lineage="https://example.org/9"))


def stop_in_mid_way(store: Store, cluster: Cluster) -> None:
    with store.write(by="ana") as writer:
        put(writer, report("Other words. Of another page.", lineage="https://example.org/9"))
        writer.flush()
        cluster.stop()


RECORDS = [report(f"Post {i} was attacked. Some fled.", lineage=str(i), keys=(i % 5,)) for i in range(40)]


def write_all(address: str) -> None:
    """Add what is not there yet, one document a transaction, all claims in one event."""
    with open_store(address) as store:
        for record in RECORDS:
            with store.write(by="ana") as writer:
                if writer.put_document(record):
                    present = [claim.claim_id for claim in writer.neighbours(range(5))]
                    gone = set(writer.events_of(present).values())
                    writer.replace_events(gone, [event_of(*writer.sourced_claims(present))])


def test_a_store_killed_at_any_moment_is_finished_as_if_it_had_not_been(store_address: str, tmp_path: Path) -> None:
    chance = random.Random(5)
    for _ in range(5):
        child = forked()
        if child == 0:
            write_all(store_address)
            os._exit(0)
        time.sleep(chance.uniform(0.02, 0.8))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with open_store(store_address) as store:
            assert list(verify(store)) == []
            assert store.counts()["claims"] == store.counts()["documents"] == store.counts()["event_claims"]
    write_all(store_address)
    open_store(undisturbed := tmp_path / "undisturbed.sqlite", create=True).close()
    write_all(str(undisturbed))
    with open_store(store_address) as store, open_store(undisturbed) as other:
        assert store.counts() == other.counts()
        assert store.claims(limit=99) == other.claims(limit=99)
        assert store.events() == other.events()
        assert list(verify(store)) == []
