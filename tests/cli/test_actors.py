"""Actors of the user's own on the command line, and the question whom a name means."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crossclaim.cli.app import app

OWN = "id,name,kind,country,aliases\nkvf,Khangai Front as we call it,political_militia,MN,Khangai Valleys Front\n"
REPORT = "ULAANBAATAR, Mongolia, 12 May 2020 - The Khangai Valleys Front killed nine soldiers in Moron, police said.\n"


@pytest.fixture
def own(tmp_path: Path) -> str:
    path = tmp_path / "own.csv"
    path.write_text(OWN, encoding="utf-8")
    return str(path)


def test_actors_of_the_users_own_are_read(own: str, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(REPORT, encoding="utf-8")
    done = CliRunner().invoke(app, ["read", str(report), "--format", "jsonl", "--actors", own])
    (claim,) = json.loads(done.stdout)["claims"]
    actor = claim["side_a"]["actor"]
    assert (actor["id"], actor["name"]) == ("kvf", "Khangai Front as we call it")


def test_of_two_files_the_later_wins(own: str, tmp_path: Path) -> None:
    later = tmp_path / "later.jsonl"
    later.write_text('{"id": "kvf", "name": "Khangai Valleys Front", "kind": "rebel_group"}\n', encoding="utf-8")
    found = CliRunner().invoke(
        app, ["actors", "find", "khangai valleys front", "--actors", own, "--actors", str(later)]
    )
    assert found.stdout.splitlines()[0] == " 1  Khangai Valleys Front (rebel group)  kvf"


@pytest.mark.parametrize("command", [["read", "-"], ["actors", "find", "NRF"]])
def test_a_file_with_a_mistake_is_one_line(command: list[str], tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("id,name,kind\nx,X,rebels\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "crossclaim", *command, "--actors", str(path)],
        input="",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"crossclaim: {path}, line 2: the kind 'rebels' is none of ")


@pytest.mark.parametrize(
    ("command", "status", "says"),
    [
        (["IS", "--date", "2015-03-01", "--country", "iq"], 0, "1  Islamic State (rebel group)  islamic-state"),
        (["Xyzzy Quux"], 1, "nobody is called Xyzzy Quux"),
        (["IS", "--country", "Iraq"], 2, "'Iraq' is no country's code, such as SY"),
        (["IS", "--date", "today"], 2, "'today' is no date such as 2024-10-09"),
    ],
)
def test_whom_a_name_means(command: list[str], status: int, says: str) -> None:
    done = CliRunner().invoke(app, ["actors", "find", *command], env={"COLUMNS": "120"})
    assert done.exit_code == status
    assert says in done.output
