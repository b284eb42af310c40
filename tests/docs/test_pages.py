"""The commands that the documentation shows do run, and what there is to document is documented."""

import importlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest
import typer

import crossclaim.model
from crossclaim.cli.app import app
from crossclaim.export import CLAIM_COLUMNS, COUNT_COLUMNS, EVENT_COLUMNS, output_schema
from crossclaim.reconcile import ToldFigure

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = [path for path in (REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("**/*.md"))) if path.exists()]
FENCE = re.compile(r"^```(?P<kind>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def fences(page: Path) -> Iterator[tuple[str, str]]:
    """The kind and body of every fenced block of a page."""
    for match in FENCE.finditer(page.read_text(encoding="utf-8")):
        yield match["kind"], match["body"]


def commands(page: Path) -> list[str]:
    """The command lines of the page's console blocks that call crossclaim; a backslash at the end carries one on."""
    shown = "\n".join(body for kind, body in fences(page) if kind == "console").replace("\\\n", " ")
    return [line.removeprefix("$ ") for line in shown.splitlines() if re.match(r"\$ (.*\| )?crossclaim ", line)]


def captioned_files(page: Path) -> dict[str, str]:
    """The blocks of the page that show a file, by the name of the file."""
    captioned = (re.match(r":caption: (\S+)\n\n(.*)", body, re.DOTALL) for _, body in fences(page))
    return {match[1]: match[2] for match in captioned if match}


# Files of their own that the documentation takes readers to have, and the bundled examples that stand in for them.
STAND_INS = {
    "report.txt": "defence-ministry.txt",
    "page.html": "khangai-voice.html",
    "telegram-post.txt": "defence-ministry.txt",
    "reports/agency.txt": "great-steppe-news.txt",
    "reports/blog.html": "khangai-voice.html",
}
ARTICLES = """story_id,story_date,body
7,2024-10-10,"Gunmen abducted four drivers on the road to Uliastai on Wednesday, police said."
"""


@pytest.fixture
def reader_folder(tmp_path: Path) -> Path:
    """A folder as a reader of the documentation has it: bundled examples, reports and a ``crossclaim`` to call."""
    with as_file(files("crossclaim") / "examples") as examples:
        for example in examples.iterdir():
            if example.is_file():
                shutil.copy(example, tmp_path)
    for name, example in STAND_INS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(tmp_path / example, tmp_path / name)
    (tmp_path / "articles.csv").write_text(ARTICLES, encoding="utf-8")
    for name, annotated in (("documents.jsonl", "authored.docs.jsonl"), ("gold.jsonl", "authored.gold.jsonl")):
        lines = (REPOSITORY / "corpus" / annotated).read_text(encoding="utf-8").splitlines(keepends=True)
        (tmp_path / name).write_text("".join(lines[:3]), encoding="utf-8")
    command = tmp_path / "bin" / "crossclaim"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m crossclaim "$@"\n')
    command.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("page", [pytest.param(page, id=page.name) for page in PAGES if commands(page)])
def test_the_commands_of_a_page_run(page: Path, reader_folder: Path) -> None:
    for name, content in captioned_files(page).items():
        (reader_folder / name).write_text(content, encoding="utf-8")
    path = f"{reader_folder / 'bin'}:/usr/bin:/bin"
    for command in commands(page):
        done = subprocess.run(
            ["sh", "-ec", command],
            cwd=reader_folder,
            env={"PATH": path, "LC_ALL": "C.UTF-8", "XDG_DATA_HOME": str(reader_folder / "data")},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        assert done.stdout or ">" in command, command


def command_line() -> Iterator[tuple[str, list[str]]]:
    """Every command with the names of its options."""
    group = typer.main.get_command(app)
    yield "crossclaim", option_names(group)
    yield from commands_of(group, "")


def commands_of(group: Any, before: str) -> Iterator[tuple[str, list[str]]]:
    for name, command in group.commands.items():
        yield f"{before}{name}", option_names(command)
        if hasattr(command, "commands"):
            yield from commands_of(command, f"{before}{name} ")


def option_names(command: Any) -> list[str]:
    names = [name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)]
    return [name for name in names if name.startswith("-")]


@pytest.mark.parametrize(("command", "options"), list(command_line()))
def test_every_command_and_option_is_documented(command: str, options: list[str]) -> None:
    page = (REPOSITORY / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    title = command if command == "crossclaim" else f"crossclaim {command}"
    section = re.search(rf"^##? {title}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert section, f"{title} has no section"
    assert [option for option in options if not re.search(rf"`{option}\b", section[1])] == []


def output_records() -> Iterator[tuple[str, dict[str, Any]]]:
    schema = output_schema()
    yield "DocumentOutput", schema
    yield from ((name, record) for name, record in schema["$defs"].items() if "properties" in record)


@pytest.mark.parametrize(("name", "record"), [pytest.param(*pair, id=pair[0]) for pair in output_records()])
def test_every_field_of_the_output_is_documented(name: str, record: dict[str, Any]) -> None:
    page = (REPOSITORY / "docs" / "reference" / "output.md").read_text(encoding="utf-8")
    tables = [re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) for section in page.split("\n## ")]
    assert list(record["properties"]) in tables, f"no section of output.md has just the fields of {name}"


@pytest.mark.parametrize("columns", [EVENT_COLUMNS, CLAIM_COLUMNS, COUNT_COLUMNS, tuple(ToldFigure.model_fields)])
def test_every_column_of_the_exports_is_documented(columns: tuple[str, ...]) -> None:
    page = (REPOSITORY / "docs" / "reference" / "rows.md").read_text(encoding="utf-8")
    assert list(columns) in [re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) for section in page.split("\n## ")]


@pytest.mark.parametrize("vocabulary", [name for name in crossclaim.model.vocabulary.__all__ if name != "ClaimClass"])
def test_every_value_of_a_vocabulary_is_documented(vocabulary: str) -> None:
    page = (REPOSITORY / "docs" / "reference" / "vocabularies.md").read_text(encoding="utf-8")
    tables = [re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE) for section in page.split("\n## ")]
    assert [value.value for value in getattr(crossclaim.model, vocabulary)] in tables


@pytest.mark.parametrize("vocabulary", ["ReviewState", "Permission"])
def test_every_state_and_permission_is_documented(vocabulary: str) -> None:
    page = (REPOSITORY / "docs" / "review.md").read_text(encoding="utf-8")
    tables = [re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE) for section in page.split("\n## ")]
    assert {value.value for value in getattr(crossclaim.model, vocabulary)} in map(set, tables)


def test_the_table_of_roles_is_the_one_that_counts() -> None:
    page = (REPOSITORY / "docs" / "review.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|(.*)\|$", page.partition("\n## Who may do what\n")[2], re.MULTILINE)
    shown = {permission: [cell.strip() == "yes" for cell in cells.split("|")] for permission, cells in rows}
    roles = list(crossclaim.model.Role)
    granted = crossclaim.model.PERMISSIONS
    assert shown == {one.value: [one in granted[role] for role in roles] for one in crossclaim.model.Permission}


def test_every_flag_is_documented() -> None:
    sources = (path.read_text(encoding="utf-8") for path in (REPOSITORY / "src").rglob("*.py"))
    flags = {name for source in sources for name in re.findall(r"\bFlag\(\s*name=\"(\w+)\"", source)}
    page = (REPOSITORY / "docs" / "output.md").read_text(encoding="utf-8")
    section = page.partition("\n## Flags\n")[2].partition("\n## ")[0]
    section += (REPOSITORY / "docs" / "flags.md").read_text(encoding="utf-8")
    assert flags == set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))


def test_every_page_is_in_the_contents() -> None:
    listed = {
        (index.parent / f"{line}.md").resolve()
        for index in (REPOSITORY / "docs" / "index.md", REPOSITORY / "docs" / "adr" / "index.md")
        for kind, body in fences(index)
        if kind == "{toctree}"
        for line in body.splitlines()
        if line and not line.startswith(":")
    }
    assert {page for page in PAGES if page.name not in {"README.md", "index.md"}} <= listed


def documented_names() -> list[str]:
    """What the pages have described out of the code, each with its package before it."""
    shown = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    return re.findall(r"^\.\. auto(?:function|class|data|exception):: (\S+)$", shown, re.MULTILINE)


def test_the_pages_describe_some_of_the_code() -> None:
    assert len(documented_names()) > 10


@pytest.mark.parametrize("name", documented_names())
def test_what_a_page_has_described_out_of_the_code_is_public(name: str) -> None:
    package, _, bare = name.rpartition(".")

    assert bare in importlib.import_module(package).__all__
