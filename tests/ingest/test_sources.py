"""Files, folders, standard input: what fails is said and the others are read."""

import io
import json
import os
from hashlib import sha256
from pathlib import Path
from threading import Thread

import pytest

from crossclaim.ingest import OpenCapture, ReadOptions, Unread, open_captures, open_sources
from crossclaim.model import Document

BODY = "At least nine traders were killed in Kutum on Tuesday, two witnesses said."


def read(*sources: str | Path, stdin: bytes | None = None) -> list[tuple[str, str]]:
    found = open_sources(
        [str(source) for source in sources], ReadOptions(), io.BytesIO(stdin) if stdin is not None else None
    )
    return [
        (Path(part.id).name, "read") if isinstance(part, Document) else (Path(part.source).name, part.reason)
        for part in found
    ]


def test_folder_is_read_in_order_without_hidden_files(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("z.txt", "a.html", "b/c.txt", ".hidden.txt", ".git/x.txt"):
        (tmp_path / name).write_text(BODY)
    (tmp_path / "scan.txt").write_bytes(b"%PDF-1.4")
    (tmp_path / "empty.txt").touch()
    assert read(tmp_path) == [
        ("a.html", "read"),
        ("empty.txt", "empty"),
        ("scan.txt", "binary, not text: a PDF file"),
        ("z.txt", "read"),
        ("c.txt", "read"),
    ]


def test_one_input_that_fails_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(BODY)
    (tmp_path / "void").mkdir()
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    assert read(
        tmp_path / "none.txt", "", "a\0b", tmp_path / "void", tmp_path / "loop.txt", "-", tmp_path / "good.txt"
    ) == [
        ("none.txt", "no such file"),
        ("", "no such file"),
        ("a\0b", "no file name"),
        ("void", "a folder without files"),
        ("loop.txt", "Too many levels of symbolic links"),
        ("-", "there is no standard input"),
        ("good.txt", "read"),
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_without_permission(tmp_path: Path) -> None:
    (tmp_path / "shut.txt").write_text(BODY)
    (tmp_path / "shut.txt").chmod(0)
    assert read(tmp_path / "shut.txt") == [("shut.txt", "not permitted")]


def test_standard_input() -> None:
    assert read("-", stdin=BODY.encode()) == [("-", "read")]
    assert read("-", stdin=b"") == [("-", "empty")]
    assert read("-", stdin=b'{"text": "a", "doc": "d1"}\n{"text": "b"}\n') == [("d1", "read"), ("-:2", "read")]


def test_capture_id_is_the_hash_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "one"}\n{"text": "two"}\n')
    found = list(open_sources([str(tmp_path / "a.jsonl")]))
    digest = sha256((tmp_path / "a.jsonl").read_bytes()).hexdigest()
    assert [part.capture_id for part in found if isinstance(part, Document)] == [digest, digest]
    assert not any(isinstance(part, Unread) for part in found)


def test_named_pipe_is_read_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    writer = Thread(target=(tmp_path / "pipe").write_text, args=(BODY,))
    writer.start()
    assert read(tmp_path / "pipe") == [("pipe", "read")]
    writer.join()


def test_captures_hold_the_bytes_and_the_documents_of_every_input(tmp_path: Path) -> None:
    records = "".join(f'{{"doc": "{name}", "text": "{BODY}"}}\n' for name in "ab")
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "b.jsonl").write_text(records)
    found = []
    for capture in open_captures([str(tmp_path), "-", "none.txt"], io.BytesIO(BODY.encode())):
        if isinstance(capture, Unread):
            found.append((capture.source, capture.reason))
            continue
        content = b"".join(capture.parts(7))
        assert (capture.id, capture.size) == (sha256(content).hexdigest(), len(content))
        documents = list(capture.documents(ReadOptions()))
        assert all(isinstance(part, Document) and part.capture_id == capture.id for part in documents)
        found.append((Path(capture.source).name, str(len(documents))))
    assert found == [("a.txt", "1"), ("b.jsonl", "2"), ("-", "1"), ("none.txt", "no such file")]


def test_the_bytes_of_a_capture_can_be_taken_between_its_documents(tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    lines = [json.dumps({"doc": f"r{number}", "text": "Two men were shot. " * 100}) for number in range(100)]
    path.write_text("\n".join(lines))  # more than is read at once
    found = []
    for capture in open_captures([str(path)]):
        assert isinstance(capture, OpenCapture)
        for document in capture.documents(ReadOptions()):
            assert b"".join(capture.parts(1000)) == path.read_bytes()
            found.append(document.id if isinstance(document, Document) else document.reason)
    assert found == [f"r{number}" for number in range(100)]
