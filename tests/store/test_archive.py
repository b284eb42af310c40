"""The restore drill: what is backed up comes back whole, in either database, or not at all."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import inspect

from crossclaim.errors import StoreError
from crossclaim.store import Filter, Store, backup, open_store, restore, verify
from crossclaim.store.database import Database
from store.conftest import Cluster
from store.samples import claims_of, fill, put, report

RELEASED = sorted((Path(__file__).parent / "released").glob("*.zip"))


@pytest.fixture
def archive(store: Store, tmp_path: Path) -> Path:
    """The portable backup of a store with a row in every table."""
    fill(store)
    backup(store, tmp_path / "backup.zip")
    return tmp_path / "backup.zip"


@pytest.mark.parametrize("into", ["sqlite", "postgresql"])
def test_an_archive_is_restored_into_either_database(
    store: Store, archive: Path, into: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    address = str(tmp_path / "restored.sqlite")
    if into == "postgresql":
        address = request.getfixturevalue("cluster").new_database()
    restore(archive, address)
    with open_store(address) as restored:
        assert list(verify(restored, noted=store.head())) == []
        assert restored.counts() == store.counts()
        assert restored.head() == store.head()
        assert restored.claims(Filter(superseded=True)) == store.claims(Filter(superseded=True))
        assert restored.events() == store.events()
        assert len(restored.claims(Filter(text="clashes")).rows) == 1
        backup(restored, tmp_path / "again.zip")
        with restored.write(by="ana") as writer:
            put(writer, report("Later words. Of another page.", lineage="https://example.org/9"))
        assert list(verify(restored)) == []
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


def test_a_copy_of_a_file_is_restored(made_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    source = tmp_path / "source.sqlite"
    source.write_bytes(made_file.read_bytes())
    with open_store(source) as store:
        fill(store)
        with store.write(by="ben"):  # somebody is writing meanwhile
            backup(store, copy)
        counts = store.counts()
    restore(copy, tmp_path / "restored.sqlite")
    with open_store(tmp_path / "restored.sqlite") as restored:
        assert restored.counts() == counts
        assert list(verify(restored)) == []
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 1
    copy.write_bytes(content)
    with pytest.raises(StoreError, match=r"copy\.sqlite: is truncated or altered"):
        restore(copy, tmp_path / "second.sqlite")
    copy.with_name("copy.sqlite.sha256").unlink()
    with pytest.raises(StoreError, match="cannot be checked"):
        restore(copy, tmp_path / "second.sqlite")
    assert not list(tmp_path.glob("second*"))


@pytest.mark.parametrize("part", [0, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_archive_is_refused_and_leaves_nothing(archive: Path, part: float, tmp_path: Path) -> None:
    cut = tmp_path / "cut.zip"
    cut.write_bytes(archive.read_bytes()[: int(archive.stat().st_size * part)])
    with pytest.raises(StoreError, match=r"cut\.zip: is truncated or altered"):
        restore(cut, tmp_path / "restored.sqlite")
    assert not list(tmp_path.glob("restored*"))


def rewritten(archive: Path, name: str, before: bytes, after: bytes) -> Path:
    """The archive with some bytes of one member replaced, its own checksums put right."""
    target = archive.with_name("altered.zip")
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(target, "w") as altered:
        for member in source.namelist():
            content = source.read(member)
            assert member != name or before in content
            altered.writestr(member, content.replace(before, after) if member == name else content)
    return target


@pytest.mark.parametrize(
    ("name", "before", "after", "reason"),
    [
        ("claims.jsonl", b"Uliastai", b"Uliastaj", "claims is not what its manifest says"),
        ("manifest.json", b'"rows": 2', b'"rows": 3', "is not what its manifest says"),
        ("manifest.json", b'"revision": "0003"', b'"revision": "9999"', "made by a newer crossclaim"),
        ("manifest.json", b'"format": 1', b'"format": 2', "made by a newer crossclaim"),
        ("manifest.json", b'"count": ', b'"count": 1', "is altered: audit"),
        ("manifest.json", b"{", b"", "its manifest cannot be read"),
    ],
)
def test_an_altered_archive_is_refused_and_leaves_nothing(
    archive: Path, name: str, before: bytes, after: bytes, reason: str, tmp_path: Path
) -> None:
    altered = rewritten(archive, name, before, after)
    with pytest.raises(StoreError, match=reason):
        restore(altered, tmp_path / "restored.sqlite")
    assert not list(tmp_path.glob("restored*"))


def test_a_refused_archive_leaves_a_database_as_it_was(archive: Path, cluster: Cluster) -> None:
    address = cluster.new_database()
    with pytest.raises(StoreError, match="is altered: audit"):
        restore(rewritten(archive, "manifest.json", b'"count": ', b'"count": 1'), address)
    database = Database(address)
    with database.reading() as connection:
        assert inspect(connection).get_table_names() == []
    database.close()


def test_any_byte_lost_is_noticed(archive: Path, tmp_path: Path) -> None:
    content = archive.read_bytes()
    with zipfile.ZipFile(archive) as source:
        starts = [
            info.header_offset + 30 + len(info.filename) + 40 for info in source.infolist() if info.file_size > 500
        ]
    for at in starts:
        (tmp_path / "bad.zip").write_bytes(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
        with pytest.raises(StoreError, match=r"bad\.zip"):
            restore(tmp_path / "bad.zip", tmp_path / "restored.sqlite")


def test_nothing_is_overwritten(store: Store, archive: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="a backup overwrites nothing"):
        backup(store, archive)
    with pytest.raises(StoreError, match=r"is there already|holds a store already"):
        restore(archive, store.database.path or "postgresql" + store.address.removeprefix("postgresql"))
    (tmp_path / "other").write_text("words")
    for source in (tmp_path / "other", tmp_path / "none"):
        with pytest.raises(StoreError, match=source.name):
            restore(source, tmp_path / "restored.sqlite")
    with pytest.raises(StoreError, match="cannot be written"):
        backup(store, tmp_path / "no folder" / "backup.zip")


@pytest.mark.parametrize("name", ["backup.zip", "backup.sqlite"])
def test_files_of_like_names_stay_as_they_are(made_file: Path, tmp_path: Path, name: str) -> None:
    """As one of another program, or of a backup that was killed and is made again."""
    others = [tmp_path / f"{name}{end}" for end in (".unfinished", ".unfinished-wal", "-wal")]
    restored = [tmp_path / f"restored.sqlite{end}" for end in (".unfinished", ".unfinished-journal")]
    for path in (*others, *restored):
        path.write_text("keep")
    with open_store(shutil.copy(made_file, tmp_path / "store.sqlite")) as store:
        fill(store)
        backup(store, tmp_path / name)
    restore(tmp_path / name, tmp_path / "restored.sqlite")
    assert {path.read_text() for path in (*others, *restored)} == {"keep"}
    noted = {f"{name}.sha256"} if name.endswith("sqlite") else set()
    left = {path.name for path in tmp_path.iterdir()} - {path.name for path in (*others, *restored)}
    assert left == {name, "store.sqlite", "restored.sqlite", *noted}


def test_a_hash_that_is_there_is_not_overwritten(made_file: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.sqlite.sha256").write_text("keep")
    with (
        open_store(shutil.copy(made_file, tmp_path / "store.sqlite")) as store,
        pytest.raises(StoreError, match=r"copy.sqlite.sha256: is there already"),
    ):
        backup(store, tmp_path / "copy.sqlite")
    assert not (tmp_path / "copy.sqlite").exists()


def test_a_database_is_backed_up_portably_only(emptied: Callable[[], str], tmp_path: Path) -> None:
    with open_store(emptied()) as store, pytest.raises(StoreError, match=r"ends in \.zip"):
        backup(store, tmp_path / "backup.sqlite")


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_a_store_of_a_released_schema_comes_to_the_newest_with_its_data(released: Path, address: str) -> None:
    """Each archive is ``backup`` of what ``samples.fill`` puts down, made at that revision."""
    restore(released, address)
    with zipfile.ZipFile(released) as source:
        noted = json.loads(source.read("manifest.json"))["tables"]
    with open_store(address) as store:
        assert {table: store.counts()[table] for table in noted if table in store.counts()} == {
            table: note["rows"] for table, note in noted.items() if table in store.counts()
        }
        assert list(verify(store)) == []
        assert {claim.claim.quote.quote for claim in store.claims().rows} == {
            "Fighters attacked a post at Uliastai",
            "Clashes at Uliastai left 12 dead",
        }
        assert len(store.events().rows) == len(store.judgements()) == 1
        assert claims_of(report(version=2))[0].claim in {claim.claim for claim in store.claims().rows}
