"""What is opened is a store of the newest schema, or one clear line says why not."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from crossclaim.errors import StoreError
from crossclaim.store import Store, open_store, upgrade, verify
from crossclaim.store.migrate import KNOWN
from crossclaim.store.schema import METADATA
from store.conftest import Cluster
from store.samples import fill

RELEASED = Path(__file__).parent / "released"


def test_a_store_is_made_once(address: str) -> None:
    with pytest.raises(StoreError, match=r"there is no such store|holds no crossclaim store yet"):
        open_store(address)
    with open_store(address, create=True) as store:
        fill(store)
    with open_store(address, create=True) as store:
        assert store.counts()["documents"] == 3
        assert store.spatial in {"postgis", "columns"}
    upgrade(address)
    with open_store(address, read_only=True) as store:
        assert list(verify(store)) == []
        with pytest.raises(StoreError, match="open for reading only"), store.write(by="ana"):
            pass


def test_the_migrations_make_the_tables_of_the_schema(store: Store) -> None:
    """Beside what full-text search and PostGIS keep for themselves."""
    with store.connected() as connection:
        context = MigrationContext.configure(connection)
        differences = [
            difference for difference in compare_metadata(context, METADATA) if not own_to_database(difference)
        ]
    assert differences == []


def own_to_database(difference: object) -> bool:
    return any(word in str(difference) for word in ("_fts", "_words", "spatial_ref_sys", "_point"))


def test_every_revision_has_a_store_of_its_time() -> None:
    assert {path.stem for path in RELEASED.glob("*.zip")} == set(KNOWN)


@pytest.mark.parametrize("revision", ["9999", "0000"])
def test_a_newer_schema_is_refused(store: Store, revision: str) -> None:
    address = store.address
    with store.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    try:
        for ask in (lambda: open_store(address), lambda: open_store(address, create=True), lambda: upgrade(address)):
            with pytest.raises(StoreError, match=f"made by a newer crossclaim: its schema is {revision}"):
                ask()
    finally:
        with store.database.writing() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": KNOWN[0]})


def test_what_is_no_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Some notes of mine. " * 99, encoding="utf-8")
    other = sqlite3.connect(tmp_path / "other.sqlite")
    other.execute("CREATE TABLE claims (id)")
    other.close()
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    for path in before:
        for create in (False, True):
            with pytest.raises(StoreError, match=f"{path.name}: is not a crossclaim store"):
                open_store(path, create=create)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        (".", "is a folder"),
        ("nowhere/store.sqlite", "its folder is not there"),
        ("postgresql://nobody:secret@127.0.0.1:1/none", "cannot be reached"),
        ("postgresql://ana@localhost:port/none", "is not an address"),
    ],
)
def test_an_address_that_leads_nowhere(
    address: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match=reason) as raised:
        open_store(address, create=True)
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_database_that_is_no_store_or_not_there(cluster: Cluster) -> None:
    with pytest.raises(StoreError, match='database "absent" does not exist'):
        open_store(cluster.address("absent"), create=True)
    with pytest.raises(StoreError, match="holds no crossclaim store yet"):
        upgrade(address := cluster.new_database())
    with open_store(address, create=True) as store, store.database.writing() as connection:
        connection.execute(text("DROP TABLE head"))
    with pytest.raises(StoreError, match="is not a crossclaim store"):
        open_store(address)
