"""The README shows what the commands print, and names only commands and options that exist."""

import re
import runpy
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crossclaim.cli.app import app


@pytest.fixture
def readme(repository: Path) -> str:
    return (repository / "README.md").read_text(encoding="utf-8")


def test_blocks_are_what_the_commands_print_now(repository: Path, readme: str) -> None:
    fill = runpy.run_path(str(repository / "docs" / "make_screenshot.py"))["fill"]
    assert fill(readme) == readme, "run: python docs/make_screenshot.py"


def test_commands_and_options_exist(readme: str) -> None:
    lines = re.findall(r"crossclaim (read|demo|schema|version)\b([^`\n]*)", readme)
    assert {command for command, _ in lines} == {"read", "demo", "schema"}
    for command, rest in lines:
        help_text = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"}).stdout
        assert [option for option in re.findall(r"--[a-z-]+", rest) if option not in help_text] == []


def test_make_targets_exist(repository: Path, readme: str) -> None:
    makefile = (repository / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^\$ make ([a-z-]+)", readme, re.MULTILINE)
    assert targets == ["demo", "desk"]
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)


def test_linked_files_exist(repository: Path, readme: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", readme)
    assert [link for link in links if link.startswith("docs/images/")] == [
        f"docs/images/desk-{screen}.png" for screen in ("overview", "event", "document")
    ]
    assert [link for link in links if not (repository / link).exists()] == []


def test_pictures_are_described_and_small(repository: Path, readme: str) -> None:
    pictures = re.findall(r"!\[([^]]*)\]\(([^)]+)\)", readme)
    assert len(pictures) == 3
    for words, path in pictures:
        assert len(words) > 60, "alternative text"
        content = (repository / path).read_bytes()
        assert content.startswith(b"\x89PNG")
        assert len(content) < 250_000
