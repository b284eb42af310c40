"""Commands as they are typed: options, exit statuses, and what goes to which stream."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from crossclaim import __version__
from crossclaim.cli import main, options, reading, visiting
from crossclaim.cli.app import app
from crossclaim.errors import InputError, ResourceError
from crossclaim.export import output_schema
from crossclaim.ingest import Kind
from crossclaim.model import Document, DocumentResult
from crossclaim.store import open_store
from crossclaim.web.build import VENDOR, is_built

REPORT = """Army repels attack on Tosontsengel

ULIASTAI, Oct. 10, 2024 - At least 12 soldiers were killed near Tosontsengel on Tuesday, the ministry said.
"""
EXAMPLES = ["khangai-voice.html", "defence-ministry.txt", "great-steppe-news.txt"]


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def crossclaim(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


def outputs(result: Result) -> list[Any]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def run(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crossclaim", *map(str, arguments)]
    environment = {**os.environ, "PYTHONUTF8": "1", "COLUMNS": "80", **options.pop("env", {})}
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, env=environment, timeout=60, **options
    )


@pytest.mark.parametrize("arguments", [["--version"], ["version"]])
def test_version(arguments: list[str]) -> None:
    assert crossclaim(*arguments).stdout == f"crossclaim {__version__}\n"


def test_schema_is_the_schema() -> None:
    assert json.loads(crossclaim("schema").stdout) == output_schema()


def test_help_names_every_kind() -> None:
    help_text = run("read", "--help").stdout
    assert all(kind in help_text for kind in Kind)


def test_jsonl_is_one_document_on_a_line(report: Path) -> None:
    result = crossclaim("read", report, report, "--format", "jsonl")
    assert result.exit_code == 0
    first, second = outputs(result)
    assert first == second
    assert first["doc"] == str(report)
    assert set(first) == {"doc", "document", "claims", "dropped"}
    jsonschema.validate(first, output_schema())


def test_json_is_an_array(report: Path) -> None:
    result = crossclaim("read", report, report, "-f", "json")
    assert [output["doc"] for output in json.loads(result.stdout)] == [str(report)] * 2


def test_json_of_nothing_is_an_empty_array(tmp_path: Path) -> None:
    assert json.loads(crossclaim("read", tmp_path / "missing.txt", "-f", "json").stdout) == []


def test_text_and_mentions_come_on_demand(report: Path) -> None:
    (output,) = outputs(crossclaim("read", report, "-f", "jsonl", "--with-text", "--mentions"))
    assert "At least 12 soldiers were killed" in output["document"]["text"]
    assert isinstance(output["mentions"], list)
    jsonschema.validate(output, output_schema())


def test_table_is_the_default_and_has_no_colours_in_a_pipe(report: Path) -> None:
    process = run("read", report)
    assert process.returncode == 0
    assert "Army repels attack on Tosontsengel" in process.stdout
    assert "\x1b" not in process.stdout + process.stderr


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--published", "9 October"], "--published"),
        (["--published", "2024-13-01"], "--published"),
        (["--published", "1728432000"], "--published"),
        (["--published", ""], "for --published: '' is no date such as 2024-10-09"),
        (["--kind", "pdf"], "for --kind: 'pdf' is none of text, html, jsonl, csv"),
        (["--kind", ""], "for --kind: '' is none of"),
        (["--column", "text"], "--column"),
        (["--column", "body=text"], "no such field: body"),
        (["--encoding", "klingon"], "--encoding"),
        (["--encoding", ""], "for --encoding: no such encoding: ''"),
        (["--format", "xml"], "'-f': 'xml' is none of table, json, jsonl"),
        (["--mentions"], "--format json"),
        (["--with-text", "--format", "table"], "--format json"),
        (["--nonsense"], "--nonsense"),
    ],
)
def test_wrong_usage_is_2_and_names_the_option(report: Path, arguments: list[str], complaint: str) -> None:
    result = crossclaim("read", report, *arguments)
    assert result.exit_code == 2
    said = " ".join(result.stderr.replace("│", " ").split())
    assert complaint in said
    assert not any(leak in said for leak in ("Value error", "Input should"))
    assert result.stdout == ""


@pytest.mark.parametrize("arguments", [["read"], ["nonsense"], ["demo", "file.txt"], ["demo", "--mentions"]])
def test_wrong_commands_are_2(arguments: list[str]) -> None:
    assert crossclaim(*arguments).exit_code == 2


def test_published_sets_the_anchor(tmp_path: Path) -> None:
    path = tmp_path / "undated.txt"
    path.write_text("Two soldiers were killed yesterday.", encoding="utf-8")
    (output,) = outputs(crossclaim("read", path, "-f", "jsonl", "--published", "2024-10-09"))
    assert output["document"]["published"]["date"] == "2024-10-09"


def test_standard_input_is_read(report: Path) -> None:
    (output,) = outputs(crossclaim("read", "-", "-f", "jsonl", "--with-text", stdin=report.read_bytes()))
    assert "At least 12 soldiers" in output["document"]["text"]


def test_kind_overrides_the_name(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(
        "<html><body><p>Two soldiers were killed on Monday near the town.</p></body></html>", encoding="utf-8"
    )
    (output,) = outputs(crossclaim("read", path, "-f", "jsonl", "--with-text", "--kind", "html"))
    assert "<p>" not in output["document"]["text"]


def test_columns_name_the_fields(tmp_path: Path) -> None:
    path = tmp_path / "reports.csv"
    path.write_text("story,day,words\ns7,2024-10-09,Two soldiers were killed on Monday.\n", encoding="utf-8")
    columns = ["--column", "doc=story", "--column", "published=day", "--column", "text=words"]
    (output,) = outputs(crossclaim("read", path, "-f", "jsonl", *columns))
    assert (output["doc"], output["document"]["published"]["date"]) == ("s7", "2024-10-09")


def test_encoding_is_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes("Двое военных погибли.".encode("cp1251"))
    (output,) = outputs(crossclaim("read", path, "-f", "jsonl", "--with-text", "--encoding", "cp1251"))
    assert output["document"]["text"].strip() == "Двое военных погибли."


def test_jsonl_input_keeps_its_own_ids() -> None:
    lines = "".join(json.dumps({"doc": f"r{number}", "text": REPORT}) + "\n" for number in range(3))
    result = crossclaim("read", "-", "--kind", "jsonl", "-f", "jsonl", stdin=lines)
    assert [output["doc"] for output in outputs(result)] == ["r0", "r1", "r2"]


def test_unreadable_input_is_named_and_the_others_go_on(report: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"
    result = crossclaim("read", report, missing, report, "-f", "jsonl")
    assert result.exit_code == 1
    assert len(outputs(result)) == 2
    complaint, closing = result.stderr.splitlines()
    assert complaint.startswith(f"crossclaim: {missing}: ")
    assert closing.startswith("crossclaim: 2 documents, ")
    assert "1 input not read" in closing


def test_empty_folder_is_no_success_without_a_word(tmp_path: Path) -> None:
    result = crossclaim("read", tmp_path)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"crossclaim: {tmp_path}: ")


def test_document_that_breaks_a_stage_costs_only_itself(
    report: Path, monkeypatch: pytest.MonkeyPatch, result: DocumentResult
) -> None:
    outcomes: Iterator[DocumentResult | None] = iter([result, None, result])

    def read_or_break(document: Document, _resources: object) -> DocumentResult:
        if outcome := next(outcomes):
            return outcome
        raise ZeroDivisionError(document.text)

    monkeypatch.setattr(reading, "read_document", read_or_break)
    answer = crossclaim("read", report, report, report, "-f", "jsonl")
    assert answer.exit_code == 1
    assert len(outputs(answer)) == 2
    assert answer.stderr.splitlines() == [
        f"crossclaim: {report}: could not be processed (ZeroDivisionError)",
        "crossclaim: 2 documents, 6 claims, 1 input not read, 2 spans dropped",
    ]


def test_source_that_breaks_its_reader_costs_only_itself() -> None:
    def break_off() -> Iterator[Document]:
        raise RecursionError
        yield

    (unread,) = reading.guard("page.html", break_off())
    assert (unread.source, unread.reason) == ("page.html", "could not be processed (RecursionError)")


@pytest.mark.parametrize("form", ["table", "json", "jsonl"])
def test_interruption_says_how_far_it_came(
    report: Path, monkeypatch: pytest.MonkeyPatch, result: DocumentResult, form: str
) -> None:
    outcomes: Iterator[DocumentResult | None] = iter([result, None])

    def read_or_stop(_document: Document, _resources: object) -> DocumentResult:
        if outcome := next(outcomes):
            return outcome
        raise KeyboardInterrupt

    monkeypatch.setattr(reading, "read_document", read_or_stop)
    answer = crossclaim("read", report, report, "-f", form)
    assert answer.exit_code == 130
    assert answer.stderr == "crossclaim: stopped after 1 document, 3 claims, 0 inputs not read, 1 span dropped\n"
    if form == "json":
        assert len(json.loads(answer.stdout)) == 1


@pytest.mark.parametrize("form", ["table", "json", "jsonl"])
def test_reader_that_had_enough_is_no_error(report: Path, form: str) -> None:
    command = [sys.executable, "-m", "crossclaim", "read", *[str(report)] * 200, "--format", form]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize("arguments", [["demo", "-f", form] for form in ("table", "json", "jsonl")] + [["schema"]])
def test_full_disk_is_one_line(arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "crossclaim", *arguments]
        process = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60)
    assert process.returncode == 1
    assert process.stderr == "crossclaim: cannot write the output: No space left on device\n"


def test_demo_says_who_is_a_and_who_is_b() -> None:
    assert "side A → side B: A acted, B was acted upon" in run("demo").stdout


def test_missing_table_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(**_: object) -> None:
        raise ResourceError("the gazetteer is missing")

    monkeypatch.setattr(options, "load_resources", fail)
    monkeypatch.setattr(sys, "argv", ["crossclaim", "demo"])
    with pytest.raises(SystemExit) as exit_info:
        main()
    assert exit_info.value.code == 1
    assert capsys.readouterr().err == "crossclaim: the gazetteer is missing\n"


@pytest.mark.parametrize("locale", [{"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}, {}])
def test_json_is_utf8_in_every_locale(tmp_path: Path, locale: dict[str, str]) -> None:
    path = tmp_path / "report.txt"
    path.write_text("قتل جنديان 💥 \u202e", encoding="utf-8")
    process = run("read", path, "-f", "jsonl", "--with-text", env=locale)
    assert json.loads(process.stdout)["document"]["text"].startswith("قتل جنديان 💥")
    assert run("read", path, env=locale).returncode == 0


def test_hostile_text_cannot_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "evil\x1b[2J.txt"
    path.write_text(
        "Evil \x1b]0;owned\x07 [red]title\u202e\n\nTwo soldiers [/] were \x1b[31mkilled.\n", encoding="utf-8"
    )
    process = run("read", path, tmp_path / "missing\x1b[2J.txt")
    assert process.returncode == 1
    assert not set(process.stdout + process.stderr) & {"\x1b", "\x07", "\u202e"}


def test_demo_shows_all_three_accounts() -> None:
    process = run("demo")
    assert process.returncode == 0
    for name in EXAMPLES:
        assert process.stdout.count(name) >= 2, "announced, and shown"
    assert "Set aside" in process.stdout
    assert max(map(len, process.stdout.splitlines())) <= 80


def test_demo_ends_with_its_events_and_who_says_what() -> None:
    pages, events = run("demo").stdout.split("The three accounts side by side")
    assert "low    best    high" in events
    main, others = events.split("The other events")
    assert "Armed clash  Teshig, Bulgan, MN" in main
    for voice in ("hospital sources, in Great Steppe News: “At least 37”", "Front (for Khangai Valleys Front), in"):
        assert voice in " ".join(main.split())
    assert others.count("independent source") > 3
    assert "Set aside" in pages


def test_demo_keeps_its_accounts_and_tries_the_desk_over_them(tmp_path: Path) -> None:
    if not is_built(VENDOR):
        assert not os.environ.get("CI"), "continuous integration builds the desk's libraries"
        pytest.skip("the desk's libraries are not built: python -m crossclaim.web.build")
    kept = tmp_path / "demo.sqlite"
    process = run("demo", "--store", kept)
    assert process.returncode == 0
    last = " ".join(process.stderr.splitlines()[-2:])
    with open_store(kept, read_only=True) as store:
        documents, events = store.documents(store.document_ids(limit=9).rows), store.events(limit=99).rows
        assert [store.has_capture(one.capture_id or "") for one in documents.values()] == [True] * 3
    # The overview with its data, a page for each event, and what they load.
    assert f"its {len(events) + 8} pages and files answer" in last
    assert last.endswith(f"crossclaim serve --store {kept}")
    assert run("demo", "--store", kept, "-f", "json").returncode == 2
    assert run("demo", "--store", tmp_path / "no" / "demo.sqlite").returncode == 1


def test_demo_tells_of_a_desk_that_does_not_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(visiting, "_LOADED", ("vendor/nothing.js",))
    with pytest.raises(InputError, match=r"/vendor/nothing.js: the desk does not answer: Not Found"):
        visiting.visit_desk(str(tmp_path / "new.sqlite"), [])
    with pytest.raises(InputError, match="the page does not show f00"):
        visiting.visit_desk(str(tmp_path / "new.sqlite"), ["f00"])


def test_demo_as_json_lines() -> None:
    documents = outputs(crossclaim("demo", "--format", "jsonl", "--with-text", "--mentions"))
    assert [output["doc"] for output in documents] == EXAMPLES
    for output in documents:
        jsonschema.validate(output, output_schema())
        assert output["document"]["outlet"]


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_is_for_terminals(monkeypatch: pytest.MonkeyPatch, result: DocumentResult, terminal: bool) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return terminal

    screen = Screen()
    monkeypatch.setattr(reading, "PATIENCE", 0.0)
    monkeypatch.setattr(reading, "read_document", lambda *_: result)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    from crossclaim.cli.writers import OutputFormat, open_writer

    writer = open_writer(OutputFormat.JSONL, with_text=False, with_mentions=False)
    assert reading.read_inputs([result.document] * 3, writer) == 0
    assert ("\x1b" in screen.getvalue()) is terminal
    assert "3 documents" in screen.getvalue().splitlines()[-1]
