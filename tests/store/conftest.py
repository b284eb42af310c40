"""Either database for the same tests: SQLite, and PostgreSQL from Debian's binaries in a cluster of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from crossclaim.store import Store, open_store
from crossclaim.store.schema import AUDIT, DATA_TABLES, HEAD


class Cluster:
    """A private PostgreSQL on a unix socket in its own folder. It refuses to run as root, hence ``postgres`` there."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self.binaries = binaries
        self.folder = folder
        self._number = count(1)
        self._as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []

    def make(self) -> None:
        if self._as_user:
            shutil.chown(self.folder, "postgres", "postgres")
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")

    def start(self) -> None:
        settings = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c shared_buffers=64MB -c max_connections=40"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-s", "-l", log, "-o", settings, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-s", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [*self._as_user, str(self.binaries / program), *arguments],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def address(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def new_database(self) -> str:
        """The address of an empty database."""
        name = f"d{next(self._number)}"
        engine = create_engine(
            self.address("postgres").replace("postgresql:", "postgresql+psycopg:"),
            isolation_level="AUTOCOMMIT",
            poolclass=NullPool,
        )
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
        return self.address(name)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A running PostgreSQL, or a skip where Debian's binaries are absent (in CI, a failure)."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        if os.environ.get("CI"):
            pytest.fail("the PostgreSQL server is not installed: .ci/postgresql installs it")
        pytest.skip("the PostgreSQL server is not installed (/usr/lib/postgresql/*/bin)")
    folder = Path(tempfile.mkdtemp(prefix="crossclaim-pg-"))
    running = Cluster(found[-1].parent, folder)
    try:
        running.make()
        running.start()
        yield running
        running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where there is no store yet, in either database."""
    if request.param == "sqlite":
        return str(tmp_path / "store.sqlite")
    running: Cluster = request.getfixturevalue("cluster")
    return running.new_database()


@pytest.fixture(scope="session")
def emptied(cluster: Cluster) -> Callable[[], str]:
    """What gives the address of a PostgreSQL store without a row: making one takes seconds, clearing one does not."""
    address = cluster.new_database()
    tables = [table.name for table in (*DATA_TABLES, AUDIT, HEAD)]
    open_store(address, create=True).close()

    def empty() -> str:
        with open_store(address) as store, store.database.writing() as connection:
            connection.execute(text(f"TRUNCATE {', '.join([*tables, 'claim_words', 'document_words'])}"))
        return address

    return empty


@pytest.fixture(scope="session")
def made_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite store without a row, to be copied."""
    path = tmp_path_factory.mktemp("made") / "store.sqlite"
    open_store(path, create=True).close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def store_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where there is an empty store, in either database."""
    if request.param == "postgresql":
        empty: Callable[[], str] = request.getfixturevalue("emptied")
        return empty()
    made: Path = request.getfixturevalue("made_file")
    return str(shutil.copy(made, tmp_path / "store.sqlite"))


@pytest.fixture
def store(store_address: str) -> Iterator[Store]:
    """An empty store in either database."""
    with open_store(store_address) as opened:
        yield opened
