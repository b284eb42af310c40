"""Additions that are killed, crowded, or find no room: nothing is lost, and they can be gone on with."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from crossclaim.engine import Added, Fate, Tools, add_captures, put_result
from crossclaim.errors import StoreError
from crossclaim.ingest import ReadOptions, open_captures
from crossclaim.model import DocumentResult
from crossclaim.store import Store, open_store
from engine.conftest import REPORTS, everything, problems
from store.conftest import Cluster
from store.test_failures import as_nobody, forked

State = dict[str, Any]
Results = dict[str, DocumentResult]


def add_all(address: str, results: Results, tools: Tools, names: list[str]) -> None:
    with open_store(address) as store:
        put_all(store, results, tools, names)


def put_all(store: Store, results: Results, tools: Tools, names: list[str]) -> None:
    for name in names:
        put_result(results[name], store, tools, by="test", lineage=name)


@pytest.fixture
def undisturbed(made_file: Path, results: Results, tools: Tools, tmp_path: Path) -> State:
    """What a store holds to which all reports were added without a disturbance."""
    path = tmp_path / "undisturbed.sqlite"
    path.write_bytes(made_file.read_bytes())
    add_all(str(path), results, tools, list(REPORTS))
    with open_store(path) as store:
        return everything(store)


def test_killed_at_any_moment_and_finished_it_is_as_if_undisturbed(
    store_address: str, results: Results, tools: Tools, undisturbed: State
) -> None:
    chance = random.Random(3)
    for _ in range(6):
        child = forked()
        if child == 0:
            add_all(store_address, results, tools, list(REPORTS))
            os._exit(0)
        time.sleep(chance.uniform(0.01, 0.6))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with open_store(store_address) as store:
            assert problems(store, tools) == []
    add_all(store_address, results, tools, list(REPORTS))
    with open_store(store_address) as store:
        assert everything(store) == undisturbed
        assert problems(store, tools) == []


def test_two_writers_at_once_add_what_one_would(
    store_address: str, results: Results, tools: Tools, undisturbed: State
) -> None:
    names = list(REPORTS)
    failures: list[BaseException] = []

    def add(mine: list[str]) -> None:
        try:
            add_all(store_address, results, tools, mine)
        except BaseException as error:  # noqa: BLE001 - a thread's error is the test's
            failures.append(error)

    # Some documents of their own, the others the same ones.
    threads = [threading.Thread(target=add, args=(mine,)) for mine in (names[:4], names[:0:-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with open_store(store_address) as store:
        assert store.counts()["documents"] == len(names)
        assert everything(store) == undisturbed
        assert problems(store, tools) == []


def run_add(*arguments: str, limit: int | None = None) -> tuple[int, list[str]]:
    """What ``crossclaim add`` ends with and says; ``limit`` is how many bytes a file may grow to."""
    started = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit})); " if limit else ""
    program = f"{started}from crossclaim.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "add", "--extractor", "rules", "--by", "test", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).splitlines()


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, text in REPORTS.items():
        (folder / name).write_text(text)
    return folder


def test_a_disk_that_fills_up_is_told_in_one_line_and_gone_on_with(
    made_file: Path, reports: Path, tools: Tools, tmp_path: Path
) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(made_file.read_bytes())
    status, said = run_add(str(reports), "--store", str(path), limit=path.stat().st_size + 20_000)
    assert status == 1
    assert len(said) == 1
    assert said[0].removeprefix("crossclaim: ") in {
        f"{path}: the disk is full",
        f"{path}: the disk does not take what is written",
    }
    with open_store(path) as store:
        assert problems(store, tools) == []
    status, said = run_add(str(reports), "--store", str(path))
    assert (status, len(said)) == (0, 1), said
    with open_store(path) as store:
        assert store.counts()["documents"] == len(REPORTS)
        assert problems(store, tools) == []


def test_room_that_is_used_up_keeps_the_documents_before(
    made_file: Path, results: Results, tools: Tools, undisturbed: State, tmp_path: Path
) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(made_file.read_bytes())
    names = list(REPORTS)
    with open_store(path) as store:
        put_result(results[names[0]], store, tools, by="test", lineage=names[0])
        before = everything(store)
        with store.connected() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        event.listen(store.database.engine, "connect", lambda made, _: made.execute(f"PRAGMA max_page_count = {pages}"))
        with pytest.raises(StoreError, match=r"store\.sqlite: the disk is full"):
            put_all(store, results, tools, names[1:])
        assert store.counts()["documents"] < len(names)
        assert before["claims"][0] in everything(store)["claims"]
        assert problems(store, tools) == []
    add_all(str(path), results, tools, names)
    with open_store(path) as store:
        assert everything(store) == undisturbed


def test_a_file_that_is_read_only_is_told_and_left_as_it_is(
    made_file: Path, results: Results, tools: Tools, undisturbed: State
) -> None:
    names = list(REPORTS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.sqlite"
        path.write_bytes(made_file.read_bytes())
        add_all(str(path), results, tools, names[:1])
        path.chmod(0o444)
        path.parent.chmod(0o555)
        said = as_nobody(lambda: add_all(str(path), results, tools, names))
        assert said.startswith(f"{path}: cannot be")
        assert "\n" not in said
        path.parent.chmod(0o755)
        path.chmod(0o644)
        add_all(str(path), results, tools, names)
        with open_store(path) as store:
            assert everything(store) == undisturbed


def test_a_database_that_goes_away_is_told_and_gone_on_with(
    cluster: Cluster,
    emptied: Callable[[], str],
    reports: Path,
    tools: Tools,
) -> None:
    address = emptied()
    done: list[str] = []
    with open_store(address) as store:

        def add_until(stop: int) -> None:
            for outcome in add_captures(open_captures([str(reports)]), store, tools, ReadOptions(), by="test"):
                assert isinstance(outcome, Added)
                done.append(outcome.document_id)
                if len(done) == stop:
                    cluster.stop()

        try:
            with pytest.raises(StoreError, match=r"database (was stopped|went away|cannot be reached)") as told:
                add_until(2)
        finally:
            cluster.start()
        assert "\n" not in str(told.value)
        assert sorted(store.document_ids().rows) == sorted(done)
        assert problems(store, tools) == []
        fates = [
            outcome.fate
            for outcome in add_captures(open_captures([str(reports)]), store, tools, ReadOptions(), by="test")
            if isinstance(outcome, Added)
        ]
        assert sorted(fates) == [Fate.ADDED] * 3 + [Fate.UNCHANGED] * 2
        assert problems(store, tools) == []
