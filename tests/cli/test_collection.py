"""The commands on a store, as they are typed: what they print, what they refuse, and their exit statuses."""

import csv
import io
import json
import os
import shutil
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from crossclaim.cli import main
from crossclaim.cli.app import app
from kutum import REPORTS as KUTUM

REPORTS = {name: text for name, text in KUTUM.items() if name != "elsewhere.txt"}
HOSTILE = {
    "text": "Gunmen shot dead three farmers in Zalingei on Wednesday, police said.",
    "outlet": "=HYPERLINK(1) \x1b[2J",
    "published": "2016-05-05",
    "doc": "z",
}
LISTED = ["events", "claims"]


def crossclaim(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin, env={"COLUMNS": "80"})


def add(store: Path, *inputs: str | Path, stdin: str | None = None, kind: str = "text") -> Result:
    options = ("--store", store, "--extractor", "rules", "--by", "ana", "--kind", kind)
    return crossclaim("add", *inputs, *options, stdin=stdin)


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    for name, text in REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    store = folder / "store.sqlite"
    done = add(store, *(folder / name for name in REPORTS))
    assert done.exit_code == 0
    assert "documents: 4 added, 0 changed, 0 unchanged" in done.stderr
    assert add(store, "-", stdin=json.dumps(HOSTILE), kind="jsonl").exit_code == 0
    return store


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    archive = tmp_path / "copy.zip"
    assert crossclaim("backup", archive, "--store", filled).exit_code == 0
    assert crossclaim("restore", archive, "--store", tmp_path / "copy.sqlite").exit_code == 0
    return tmp_path / "copy.sqlite"


def battle(store: Path) -> dict[str, Any]:
    """The event that three reports tell of."""
    events = rows(crossclaim("events", "--store", store, "--place", "Kutum", "--format", "jsonl"))
    return max(events, key=lambda event: len(event["claims"]))


def test_what_is_there_already_is_unchanged(filled: Path) -> None:
    before = crossclaim("export", "--store", filled).stdout
    again = add(filled, *(filled.parent / name for name in REPORTS))
    assert "documents: 0 added, 0 changed, 4 unchanged" in again.stderr
    assert crossclaim("export", "--store", filled).stdout == before


def test_an_addition_goes_on_where_it_was_and_names_what_it_cannot_read(tmp_path: Path) -> None:
    for name, text in REPORTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    store = tmp_path / "s.sqlite"
    add(store, tmp_path / "agency.txt")
    done = add(store, *(tmp_path / name for name in REPORTS), tmp_path / "none.txt")
    assert done.exit_code == 1
    assert "none.txt: no such file" in done.stderr
    assert "documents: 3 added, 0 changed, 1 unchanged" in done.stderr


@pytest.fixture
def oddly_named(tmp_path: Path) -> Path:
    """A folder with a report and a table whose names are not UTF-8, as Latin-1 systems left them, and one that is."""
    latin = os.fsencode(tmp_path) + b"/caf\xe9"
    try:
        Path(os.fsdecode(latin)).mkdir()
    except OSError:
        pytest.skip("the file system refuses names that are no UTF-8")
    Path(os.fsdecode(latin + b"/caf\xe9.txt")).write_text(REPORTS["agency.txt"], encoding="utf-8")
    Path(os.fsdecode(latin + b"/t\xe9.jsonl")).write_text(
        json.dumps({"text": REPORTS["monitor.txt"]}), encoding="utf-8"
    )
    (tmp_path / "plain.txt").write_text(REPORTS["hill-post.txt"], encoding="utf-8")
    return tmp_path


def test_files_whose_names_are_no_utf8_are_added_and_kept(oddly_named: Path) -> None:
    store = oddly_named / "s.sqlite"
    folder = os.fsdecode(os.fsencode(oddly_named) + b"/caf\xe9")
    for fate in ("3 added, 0 changed, 0 unchanged", "0 added, 0 changed, 3 unchanged"):
        done = crossclaim("add", folder, oddly_named / "plain.txt", "--store", store, "--extractor", "rules")
        assert (done.exit_code, "not read: 0" in done.stderr) == (0, True), done.stderr
        assert fate in done.stderr
    lineages = {row["lineage"] for row in rows(crossclaim("claims", "--store", store, "--format", "jsonl"))}
    assert f"{oddly_named}/caf\\xe9/caf\\xe9.txt" in lineages
    assert "clean: 3 documents" in crossclaim("verify", "--store", store).stderr


def test_files_whose_names_are_no_utf8_are_read(oddly_named: Path) -> None:
    path = os.fsdecode(os.fsencode(oddly_named) + b"/caf\xe9/caf\xe9.txt")
    done = crossclaim("read", path, oddly_named / "plain.txt", "--extractor", "rules", "--format", "jsonl")
    names = [document["doc"] for document in rows(done)]
    assert names == [f"{oddly_named}/caf\\xe9/caf\\xe9.txt", f"{oddly_named}/plain.txt"]
    page = crossclaim("read", path, "--extractor", "rules").stdout
    assert "\ncaf\\xe9.txt\n" in page


@pytest.mark.parametrize("command", ["add", "read"])
def test_a_file_that_is_not_there_is_named_whatever_its_name(command: str, oddly_named: Path) -> None:
    path = os.fsdecode(os.fsencode(oddly_named) + b"/n\xe9ant.txt")
    options = ("--store", oddly_named / "s.sqlite") if command == "add" else ()
    done = crossclaim(command, path, oddly_named / "plain.txt", *options, "--extractor", "rules")
    assert done.exit_code == 1
    assert "ant.txt: no such file" in done.stderr
    assert "1 added" in done.stderr or "1 document," in done.stderr


def test_a_large_table_is_added_whole(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join(json.dumps({"doc": f"{n}", "text": f"{n} calm days. " * 400}) for n in range(40)))
    assert "documents: 40 added" in add(tmp_path / "s.sqlite", path, kind="jsonl").stderr


def test_events_name_figures_and_voices(filled: Path) -> None:
    listed = crossclaim("events", "--store", filled)
    assert listed.exit_code == 0
    for shown in (
        "Kutum, North Darfur, SD",
        "low    best    high",
        "hospital sources, in agency.txt",
        "independent source",
    ):
        assert shown in listed.stdout
    assert max(map(len, listed.stdout.splitlines())) <= 80
    assert not {"\x1b", "\x07"} & set(listed.stdout)
    assert str(filled.parent) not in listed.stdout


@pytest.mark.parametrize("command", LISTED)
@pytest.mark.parametrize(
    ("option", "value", "nobody"),
    [
        ("--place", "Kutum", "Atlantis"),
        ("--country", "sd", "MN"),
        ("--since", "2016-05-01", "2020-01-01"),
        ("--until", "2016-05-30", "2010-01-01"),
        ("--near", "14.2,24.66,50", "0,0,50"),
        ("--type", "armed_clash", "grenade"),
        ("--source", "hospital sources", "nobody"),
        ("--flag", "unattributed", "no_such_flag"),
        ("--text", "clashes", "zeppelin"),
        ("--actor", "Government of Sudan", "Nobody"),
    ],
)
def test_filters_take_and_leave(filled: Path, command: str, option: str, value: str, nobody: str) -> None:
    every = len(rows(crossclaim(command, "--store", filled, "--format", "jsonl")))
    taken = rows(crossclaim(command, "--store", filled, option, value, "--format", "jsonl"))
    assert 0 < len(taken) <= every
    left = crossclaim(command, "--store", filled, option, nobody)
    why = f": nothing in the store has the warning sign {nobody}" if option == "--flag" else ""
    assert (left.exit_code, left.stdout, left.stderr) == (0, "", f"crossclaim: no {command} found{why}\n")


def test_a_cut_list_says_so(filled: Path) -> None:
    cut = crossclaim("claims", "--store", filled, "--limit", "1")
    assert cut.stderr == "crossclaim: only the latest 1 claim; --limit shows more, filters narrow\n"


@pytest.mark.parametrize("command", LISTED)
@pytest.mark.parametrize(
    ("facet", "value"),
    [
        ("type", "armed_clash"),
        ("country", "SD"),
        ("actor", "Government of Sudan"),
        ("source", "speaker:hospital sources"),
        ("flag", "unattributed"),
    ],
)
def test_counts_are_those_of_the_filters(filled: Path, command: str, facet: str, value: str) -> None:
    counted = rows(crossclaim(command, "--counts", "--store", filled, "--format", "jsonl"))
    (count,) = [row["count"] for row in counted if (row["facet"], row["value"]) == (facet, value)]
    assert count == len(rows(crossclaim(command, "--store", filled, f"--{facet}", value, "--format", "jsonl"))) > 0


@pytest.mark.parametrize(
    ("filters", "total", "months"),
    [
        ((), 6, {"2016-05": 6}),
        (("--place", "Mellit"), 2, {"2016-05": 2}),
        (("--source", "nobody"), 0, {}),
    ],
)
def test_counts_are_of_what_the_filters_take(
    filled: Path, filters: tuple[str, ...], total: int, months: dict[str, int]
) -> None:
    counted = rows(crossclaim("claims", "--counts", *filters, "--store", filled, "--format", "jsonl"))
    assert counted[0] == {"facet": "total", "value": None, "count": total}
    assert {row["value"]: row["count"] for row in counted if row["facet"] == "month"} == months


def test_counts_for_people_and_spreadsheets_say_the_same(filled: Path) -> None:
    page = crossclaim("claims", "--counts", "--store", filled)
    assert page.exit_code == 0, page.stderr
    assert page.stdout.splitlines()[0] == "6 claims"
    assert "        3  Armed clash  armed_clash" in page.stdout
    assert not {"\x1b", "\x07"} & set(page.stdout)
    cells = list(csv.reader(io.StringIO(crossclaim("claims", "--counts", "--store", filled, "-f", "csv").stdout)))
    assert cells[:2] == [["facet", "value", "count"], ["total", "", "6"]]
    assert ["type", "armed_clash", "3"] in cells
    cut = crossclaim("claims", "--counts", "--limit", "1", "--store", filled)
    assert "crossclaim: only the first 1 of type, " in cut.stderr
    assert cut.stderr.endswith("; --limit shows more, filters narrow\n")


@pytest.mark.parametrize("command", LISTED)
def test_warning_signs_of_an_earlier_version_are_neither_counted_nor_found(
    command: str, store: Path, tmp_path: Path
) -> None:
    def signs() -> dict[str, int]:
        counted = rows(crossclaim(command, "--counts", "--store", store, "--format", "jsonl"))
        return {row["value"]: row["count"] for row in counted if row["facet"] == "flag"}

    page = tmp_path / "page.txt"
    loaded = "5 May 2016\n\nTerrorists were neutralized in Zalingei on Wednesday: 4,000 were killed, the army said.\n"
    page.write_text(loaded, encoding="utf-8")
    add(store, page)
    before = signs()
    assert before["loaded_language"] == before["figure_outlier"] == 1
    page.write_text("5 May 2016\n\nTwo men were shot dead in Zalingei on Wednesday, the army said.\n", encoding="utf-8")
    assert "1 changed" in add(store, page).stderr
    after = signs()
    assert after.keys().isdisjoint({"loaded_language", "figure_outlier"})
    for flag in ("loaded_language", "figure_outlier"):
        assert rows(crossclaim(command, "--flag", flag, "--store", store, "--format", "jsonl")) == []
    for flag, count in after.items():
        assert len(rows(crossclaim(command, "--flag", flag, "--store", store, "--format", "jsonl"))) == count


def test_an_event_says_which_voice_says_what(filled: Path) -> None:
    event = battle(filled)
    page = crossclaim("event", event["event_id"], "--store", filled).stdout
    for shown in ("hospital sources, in agency.txt: “At least 10”", "Rules", "Warning signs", "low    best    high"):
        assert shown in page
    for claim in event["claims"]:
        assert claim in page.replace("\n", "")
    assert max(map(len, page.splitlines())) <= 80


def test_an_event_is_found_by_its_first_digits_and_by_a_claim(filled: Path) -> None:
    event = battle(filled)
    whole = crossclaim("event", event["event_id"], "--store", filled).stdout
    claim = event["claims"][0]
    short = f"{claim[:8]}{claim[20:]}"
    for name in (event["event_id"][:9], claim, short):
        assert crossclaim("event", name, "--store", filled).stdout == whole
    as_json = json.loads(crossclaim("event", event["event_id"], "--store", filled, "--format", "json").stdout)
    assert as_json["claims"] == event["claims"]


DAILY = {
    "first.txt": "4 May 2016\n\nThe army killed 12 rebels in clashes in Kutum on 3 May, the defence ministry said.\n",
    "second.txt": "6 May 2016\n\nThe army killed 21 rebels in clashes in Kutum on 3 May, the defence ministry said.\n",
}


def test_an_event_tells_how_its_toll_moved(tmp_path: Path) -> None:
    for name, text in DAILY.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    store = tmp_path / "s.sqlite"
    add(store, *(tmp_path / name for name in DAILY))
    event = battle(store)["event_id"]
    page = crossclaim("event", event, "--store", store).stdout
    _, _, over_time = page.partition("Over time, by day of publication\n")
    assert over_time.startswith("  killed of ")
    first, second = (line for line in over_time.splitlines() if "ministry" in line and "“" in line)
    assert first.startswith("  2016-05-04  “12”  [")
    assert second.startswith("  2016-05-06  “21”  [")
    assert "– replaced by the later figure of [" in " ".join(over_time.split("2016-05-06")[0].split())
    assert "– left out: replaced by the later figure of [" in " ".join(page.split())
    assert max(map(len, page.splitlines())) <= 80
    for form in ("json", "jsonl"):
        shown = crossclaim("event", event, "--store", store, "--format", form).stdout
        (figure,) = json.loads(shown)["history"]
        assert [(one["published"], one["low"], one["high"]) for one in figure["told"]] == [
            ("2016-05-04", 12, 12),
            ("2016-05-06", 21, 21),
        ]
        assert (shown.count("\n") == 1) is (form == "jsonl")


def test_an_event_told_on_one_day_has_no_history(tmp_path: Path) -> None:
    (tmp_path / "first.txt").write_text(DAILY["first.txt"], encoding="utf-8")
    add(tmp_path / "s.sqlite", tmp_path / "first.txt")
    event = battle(tmp_path / "s.sqlite")["event_id"]
    assert "Over time" not in crossclaim("event", event, "--store", tmp_path / "s.sqlite").stdout
    assert (
        json.loads(crossclaim("event", event, "--store", tmp_path / "s.sqlite", "-f", "json").stdout)["history"] == []
    )


def test_a_figure_that_a_page_told_before_it_was_changed_stays_visible(tmp_path: Path) -> None:
    store, page = tmp_path / "s.sqlite", tmp_path / "page.txt"
    strike = " Nine civilians were killed in an air strike on a market in Mellit on 2 May, residents said.\n"
    for number in ("12 rebels", "21 rebels"):
        page.write_text(DAILY["first.txt"].strip().replace("12 rebels", number) + strike, encoding="utf-8")
        add(store, page)
    event = battle(store)
    assert len(event["claims"]) == 1
    shown = " ".join(crossclaim("event", event["event_id"], "--store", store).stdout.split())
    assert "2016-05-04 “12” defence ministry (for Government of Sudan), in page.txt – version 1" in shown
    assert "– version 1 of a page that was changed since" in shown
    (figure,) = json.loads(crossclaim("event", event["event_id"], "--store", store, "-f", "json").stdout)["history"]
    assert [(one["low"], one["outdated"]) for one in figure["told"]] == [(12, True), (21, False)]


MONTH = "".join(
    json.dumps(
        {
            "doc": f"{day}",
            "published": f"2016-05-{day:02}",
            "text": f"The army killed {3 + day % 4} rebels in clashes in Kutum on {day} May, the ministry said.",
        }
    )
    + "\n"
    for day in range(1, 32)
)
LARGE = (
    '{"doc": "x", "published": "2016-06-01", "text": "The army killed 41 rebels in Mellit on 1 June, a medic said."}\n'
)


def test_figures_are_held_against_the_stores_own_in_whatever_order_they_came(tmp_path: Path) -> None:
    shown = []
    for number, lines in enumerate((MONTH + LARGE, LARGE + MONTH)):
        (tmp_path / "reports.jsonl").write_text(lines, encoding="utf-8")
        store = tmp_path / f"{number}.sqlite"
        add(store, tmp_path / "reports.jsonl", kind="jsonl")
        shown.append(crossclaim("export", "--store", store).stdout)
        flagged = [row for row in map(json.loads, shown[-1].splitlines()) if "figure_outlier" in row["flags"]]
        assert [(row["place"], row["killed_best"]) for row in flagged] == [("Mellit", 41)]
        page = " ".join(crossclaim("event", flagged[0]["event_id"], "--store", store).stdout.split())
        assert 'figure outlier: "41" killed is far above the 32 figures of this store' in page
        assert "figure outlier" in crossclaim("events", "--place", "Mellit", "--store", store).stdout
        verified = crossclaim("verify", "--store", store)
        assert verified.exit_code == 0, verified.stderr
    assert shown[0] == shown[1]


def test_profiles_differ(filled: Path) -> None:
    event = battle(filled)["event_id"]
    pages = {p: crossclaim("event", event, "--store", filled, "--profile", p).stdout for p in ("ucdp", "acled", "ibc")}
    assert len(set(pages.values())) == 3
    exported = [crossclaim("export", "--store", filled, "--profile", profile).stdout for profile in pages]
    assert len(set(exported)) == 3


def test_claims_are_shown_with_their_words(filled: Path) -> None:
    page = crossclaim("claims", "--store", filled, "--source", "hospital sources").stdout
    assert "says      hospital sources, in agency.txt" in page
    assert "figures   At least 10 killed" in page
    assert "│ At least 10 people were killed in clashes" in page


def test_a_document_shows_its_versions_and_edits(store: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    for number in ("12", "21"):
        page.write_text(REPORTS["hill-post.txt"].replace("12 rebels", f"{number} rebels"), encoding="utf-8")
        done = add(store, page)
    assert "0 added, 1 changed" in done.stderr
    (claim, *_) = rows(crossclaim("claims", "--store", store, "--text", '"21 rebels"', "--format", "jsonl"))
    shown = crossclaim("document", claim["document_id"][:10], "--store", store).stdout
    assert "version    2 of 2" in shown
    assert "“12” became “21”" in shown
    assert "silent edit" in shown
    by_document = rows(crossclaim("claims", "--store", store, "--document", claim["document_id"][:10], "-f", "jsonl"))
    assert {row["document_id"] for row in by_document} == {claim["document_id"]}


PAGE = (
    '<html><head><title>Clashes</title><link rel="canonical" href="https://hill.example/clashes">'
    '<meta property="article:published_time" content="2016-05-04"></head><body><article><p>The army killed {} rebels '
    "in clashes in Kutum on Tuesday, the defence ministry said. The road to the south has been closed for most of the "
    "month, and people in the area have left their fields.</p></article></body></html>"
)
TEXT = "4 May 2016\n\nThe army killed {} rebels in clashes in Kutum on Tuesday, the defence ministry said.\n"


@pytest.mark.parametrize(
    ("inputs", "versions", "toll"),
    [
        # (file, number killed): added one after the other
        ([("a.txt", 12), ("a.txt", 21), ("a.txt", 12)], 3, 12),  # changed back
        ([("a.txt", 12), ("a.txt", 21), ("a.txt", 12), ("a.txt", 12)], 3, 12),  # in force already
        ([("a.txt", 12), ("a.txt", 21), ("a.txt", 12), ("a.txt", 21)], 4, 21),
        ([("a.html", 12), ("a.html", 21), ("a.html", 12)], 3, 12),  # an address, and the same file
        # two saved pages of one address, added twice: nothing was changed back
        ([("a.html", 12), ("b.html", 21), ("a.html", 12), ("b.html", 21)], 2, 21),
    ],
)
def test_a_page_that_was_changed_back_says_again_what_it_said(
    inputs: list[tuple[str, int]], versions: int, toll: int, tmp_path: Path
) -> None:
    store = tmp_path / "s.sqlite"
    for name, number in inputs:
        path = tmp_path / name
        path.write_text((PAGE if path.suffix == ".html" else TEXT).format(number), encoding="utf-8")
        done = crossclaim("add", path, "--store", store, "--extractor", "rules")
        assert done.exit_code == 0, done.stderr
    (claim,) = rows(crossclaim("claims", "--store", store, "--format", "jsonl"))
    assert [figure["low"] for figure in claim["figures"]] == [toll]
    shown = crossclaim("document", claim["document_id"], "--store", store).stdout
    assert f"version    {versions} of {versions}" in shown
    assert "clean: " in crossclaim("verify", "--store", store).stderr
    before = crossclaim("export", "--store", store).stdout
    crossclaim("rebuild", "--store", store)
    assert crossclaim("export", "--store", store).stdout == before
    assert json.loads(before)["killed_best"] == toll


def test_two_texts_of_one_address_in_one_table_are_added_once(tmp_path: Path) -> None:
    store, path = tmp_path / "s.sqlite", tmp_path / "pages.jsonl"
    lines = [json.dumps({"url": "https://hill.example/clashes", "text": TEXT.format(number)}) for number in (12, 21)]
    for more in ([], [json.dumps({"doc": "z", "text": REPORTS["agency.txt"]})], []):
        path.write_text("\n".join([*lines, *more]), encoding="utf-8")
        add(store, path, kind="jsonl")
    claims = rows(crossclaim("claims", "--store", store, "--format", "jsonl"))
    pages = [row for row in claims if row["lineage"] == "https://hill.example/clashes"]
    assert [row["figures"][0]["low"] for row in pages] == [21]
    assert "version    2 of 2" in crossclaim("document", pages[0]["document_id"], "--store", store).stdout


def test_sources_are_listed_shown_and_rated(store: Path) -> None:
    listed = crossclaim("sources", "--store", store).stdout
    assert "F      hospital sources  speaker:hospital sources" in listed
    assert "\x1b" not in listed
    assert "reliability   F (cannot be judged)" in crossclaim("sources", "hospital sources", "--store", store).stdout
    rated = crossclaim(
        "rate", "hospital sources", "--reliability", "b", "--aligned", "Rebels (Sudan)", "--store", store
    )
    assert rated.stderr.splitlines() == [
        "crossclaim: hospital sources: noted; 1 event reconciled anew",
        "crossclaim: this is said of all who are called hospital sources in any report: nothing tells them apart",
    ]
    assert "B      hospital sources (for Rebels (Sudan))" in crossclaim("sources", "--store", store).stdout


def test_a_source_is_shown_as_it_is_rated(store: Path) -> None:
    as_read = "hospital sources, in agency.txt"
    as_rated = "hospital sources (for Rebels (Sudan), rated B), in agency.txt"
    asked = ("--source", "hospital sources", "--store", store)
    (claim,) = rows(crossclaim("claims", *asked, "--format", "jsonl"))
    pages = [
        ("claims", *asked),
        ("events", *asked),
        ("event", claim["claim_id"], "--store", store),
        ("document", claim["document_id"], "--store", store),
    ]
    for page in pages:
        assert as_read in " ".join(crossclaim(*page).stdout.split())
    assert (claim["speaks_for"], claim["reliability"]) == (None, "F")
    crossclaim("rate", "hospital sources", "--reliability", "b", "--aligned", "Rebels (Sudan)", "--store", store)
    for page in pages:
        shown = " ".join(crossclaim(*page).stdout.split())
        assert as_rated in shown
        assert as_read not in shown
    for listed in (("claims", *asked), ("export", "--what", "claims", *asked)):
        (claim,) = rows(crossclaim(*listed, "--format", "jsonl"))
        assert (claim["speaks_for"], claim["reliability"]) == ("Rebels (Sudan)", "B")


def test_a_rating_does_not_take_away_whom_the_outlet_of_a_document_speaks_for(store: Path) -> None:
    add(store, "-", stdin=json.dumps(KNOWN), kind="jsonl")
    (claim,) = rows(crossclaim("claims", "--source", "SANA", "--store", store, "--format", "jsonl"))
    asked = ("document", claim["document_id"], "--store", store)
    assert "outlet     Syrian Arab News Agency (for Government of Syria)" in crossclaim(*asked).stdout
    crossclaim("rate", "SANA", "--reliability", "e", "--store", store)
    assert "outlet     Syrian Arab News Agency (for Government of Syria, rated E)" in crossclaim(*asked).stdout


def test_a_judgement_parts_an_event_and_undo_joins_it(store: Path) -> None:
    before = crossclaim("export", "--store", store).stdout
    claims = battle(store)["claims"]
    first, second = claims[0], next(claim for claim in claims if claim[:20] != claims[0][:20])
    judged = crossclaim("judge", first, second, "different", "--why", "two days", "--store", store)
    assert judged.stderr == "crossclaim: noted; they are different events now\n"
    assert crossclaim("export", "--store", store).stdout != before
    undone = crossclaim("judge", first, second, "undo", "--why", "misread", "--store", store)
    assert undone.stderr == "crossclaim: 1 judgement undone\n"
    assert crossclaim("export", "--store", store).stdout == before


def test_judgements_that_contradict_each_other_are_told(store: Path) -> None:
    def judge(first: str, second: str, verdict: str, by: str) -> list[str]:
        why = ("--why", f"{by} knows", "--by", by, "--store", store)
        done = crossclaim("judge", first, second, verdict, *why)
        assert done.exit_code == 0, done.stderr
        return [line for line in done.stderr.splitlines() if "not followed" in line]

    one, other, third = (row["claim_id"] for row in rows(crossclaim("claims", "--store", store, "-f", "jsonl"))[:3])
    assert judge(one, other, "same", "ana") == []
    assert judge(other, third, "same", "ben") == []
    (told,) = judge(one, third, "different", "eva")  # the older of the two links gives way
    first, second = sorted((one, other))
    assert told.startswith(f"crossclaim: not followed: “same” on {first} and {second} (ana on ")
    assert "would bring together claims judged to be different: “different” on " in told
    assert "eva knows" in told
    for claim in (one, other, third):
        page = " ".join(crossclaim("event", claim, "--store", store).stdout.split())
        assert "Judgements that are not followed - “same” on " in page
        assert "ana knows" in page
        (conflict,) = json.loads(crossclaim("event", claim, "--store", store, "-f", "json").stdout)["conflicts"]
        assert conflict["judgement"]["by"] == "ana"
        assert [against["by"] for against in conflict["against"]] == ["eva"]
    undone = crossclaim("judge", one, third, "undo", "--why", "x", "--of", "eva", "--store", store)
    assert undone.stderr == "crossclaim: 1 judgement undone\n"
    assert "not followed" not in crossclaim("event", one, "--store", store).stdout


def test_a_change_of_mind_is_told(store: Path) -> None:
    one, other = (row["claim_id"] for row in rows(crossclaim("claims", "--store", store, "-f", "jsonl"))[:2])
    crossclaim("judge", one, other, "same", "--why", "x", "--store", store)
    told = crossclaim("judge", one, other, "different", "--why", "y", "--store", store).stderr
    assert told.splitlines()[0] == "crossclaim: noted; they are different events now"
    assert "a later judgement on the pair says the contrary: “different” on" in told


def test_rebuilding_changes_nothing(store: Path) -> None:
    before = crossclaim("export", "--store", store).stdout
    assert "5 documents, " in crossclaim("rebuild", "--store", store).stderr
    assert crossclaim("export", "--store", store).stdout == before
    assert "clean: 5 documents" in crossclaim("verify", "--store", store).stderr


def test_verify_finds_a_row_that_was_tampered_with(store: Path) -> None:
    connection = sqlite3.connect(store)
    connection.execute("UPDATE documents SET text = replace(text, '12 rebels', '99 rebels')")
    connection.commit()
    connection.close()
    found = crossclaim("verify", "--store", store)
    assert found.exit_code == 1
    assert "problem" in found.stderr
    assert found.stdout == ""


def test_a_restored_store_is_the_store(filled: Path, store: Path) -> None:
    for what in LISTED:
        exported = [crossclaim("export", "--what", what, "--store", kept).stdout for kept in (filled, store)]
        assert exported[0] == exported[1] != ""


@pytest.mark.parametrize("what", LISTED)
def test_exports_are_read_back(filled: Path, what: str) -> None:
    export = ("export", "--store", filled, "--what", what, "--format")
    objects = rows(crossclaim(*export, "jsonl"))
    cells = list(csv.DictReader(io.StringIO(crossclaim(*export, "csv").stdout, newline="")))
    collection = json.loads(crossclaim(*export, "geojson").stdout)
    name = "event_id" if what == "events" else "claim_id"
    ids = [row[name] for row in objects]
    assert len(ids) == len(set(ids)) > 0
    assert ids == [row[name] for row in cells] == [feature["id"] for feature in collection["features"]]
    assert collection["type"] == "FeatureCollection"
    for row, feature in zip(objects, collection["features"], strict=True):
        point = None if row["lat"] is None else {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
        assert feature["geometry"] == point


def test_formulas_of_strangers_are_defused_in_csv(filled: Path) -> None:
    text = crossclaim("claims", "--store", filled, "--text", "farmers", "--format", "csv").stdout
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["outlet"].startswith("'=HYPERLINK")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["events", "--since", "May"], "'May' is no date such as 2024-10-09"),
        (["events", "--near", "1,2"], "'1,2' is not of the form LAT,LON,KM"),
        (["events", "--near", "99,0,5"], "outside the globe"),
        (["events", "--near", "1,1,inf"], "outside the globe"),
        (["events", "--near", "1,1,nan"], "outside the globe"),
        (["events", "--country", "Atlantis"], "'Atlantis' is no country's code, such as MN, nor name"),
        (["events", "--type", "war"], "'war' is no type or class of claims"),
        (["events", "--format", "xml"], "'xml' is none of table, jsonl, csv"),
        (["events", "--profile", "gdelt"], "'gdelt' is none of acled, ucdp, ibc, airwars"),
        (["events", "--limit", "0"], "--limit"),
        (["claims", "--format", "geojson"], "'geojson' is none of table, jsonl, csv"),
        (["event", "a", "--format", "csv"], "'csv' is none of table, json"),
        (["export", "--what", "rows"], "'rows' is none of events, claims"),
        (["export", "--format", "table"], "'table' is none of jsonl, csv, geojson"),
        (["judge", "a", "b", "perhaps", "--why", "x"], "'perhaps' is none of same, different, unsure, undo"),
        (["judge", "a", "b", "same"], "--why"),
        (["judge", "a", "b", "same", "--why", " "], "a judgement needs a reason"),
        (["rate", "hospital sources"], "say --reliability, --aligned or --note"),
        (["rate", "x", "--reliability", "Z"], "'Z' is none of A, B, C, D, E, F"),
        (["rebuild", "--profile", "gdelt"], "'gdelt' is none of"),
    ],
)
def test_wrong_usage_is_2(filled: Path, arguments: list[str], complaint: str) -> None:
    result = crossclaim(*arguments, "--store", filled)
    assert result.exit_code == 2
    assert complaint in " ".join(result.stderr.replace("│", " ").split())
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["event", "zzz"], "there is no event zzz, nor a claim of that id"),
        (["event", ""], "several events begin with ''"),
        (["document", "zzz"], "there is no document zzz"),
        (["claims", "--document", "zzz"], "there is no document zzz"),
        (["judge", "zzz", "b", "same", "--why", "x"], "there is no claim zzz"),
        (["rate", "nobody", "--note", "x"], "there is no source nobody"),
        (["sources", "nobody"], "there is no source nobody"),
        (["rate", "hospital sources", "--aligned", "complete nonsense"], "no party is called complete nonsense"),
        (["rate", "hospital sources", "--aligned", "SNA"], "several parties are called SNA, give the id of one: "),
    ],
)
def test_what_is_not_there_is_one_line(
    filled: Path,
    arguments: list[str],
    complaint: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["crossclaim", *arguments, "--store", str(filled)])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert complaint in line


@pytest.mark.parametrize("command", ["events", "claims", "sources", "verify", "rebuild", "export"])
def test_a_store_that_is_not_there_is_one_line(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "none.sqlite"
    monkeypatch.setattr(sys, "argv", ["crossclaim", command, "--store", str(store)])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 1
    assert capsys.readouterr().err == f"crossclaim: {store}: there is no such store\n"
    assert not store.exists()


def test_nothing_is_overwritten(store: Path, tmp_path: Path) -> None:
    archive = tmp_path / "copy.zip"
    before = archive.read_bytes()
    for command in ("backup", "restore"):
        assert "is there already" in str(crossclaim(command, archive, "--store", store).exception)
    assert archive.read_bytes() == before
    shutil.copy(archive, tmp_path / "cut.zip")
    (tmp_path / "cut.zip").write_bytes(before[: len(before) // 2])
    assert crossclaim("restore", tmp_path / "cut.zip", "--store", tmp_path / "new.sqlite").exit_code == 1
    assert not (tmp_path / "new.sqlite").exists()


KNOWN = {
    "text": "Fighters of Hay'at Tahrir al-Sham killed six soldiers near Deir Hafer on 27 November, officials said.",
    "outlet": "Syrian Arab News Agency",
    "published": "2024-11-28",
    "doc": "k",
}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["--actor", "HTS"], 1),
        (["--actor", "hts"], 1),
        (["--actor", "Taliban"], 0),
        (["--source", "SANA"], 1),
        (["--source", "TASS"], 0),
        (["--place", "Dayr Hafir"], 1),
        (["--place", "Deir Hafer"], 1),
        (["--place", "Kutum"], 0),
    ],
)
def test_other_names_of_parties_sources_and_places_find_them(tmp_path: Path, asked: list[str], found: int) -> None:
    store = tmp_path / "s.sqlite"
    assert add(store, "-", stdin=json.dumps(KNOWN), kind="jsonl").exit_code == 0
    assert len(rows(crossclaim("claims", *asked, "--store", store, "--format", "jsonl"))) == found
    assert len(rows(crossclaim("events", *asked, "--store", store, "--format", "jsonl"))) == found


def test_a_source_is_rated_by_another_name(tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    add(store, "-", stdin=json.dumps(KNOWN), kind="jsonl")
    said = crossclaim("rate", "SANA", "--aligned", "HTS", "--store", store).stderr
    assert said == "crossclaim: Syrian Arab News Agency: noted; 1 event reconciled anew\n"
    (claim,) = rows(crossclaim("claims", "--store", store, "--format", "jsonl"))
    assert claim["claim_id"]
    assert "speaks for    Hay'at Tahrir al-Sham" in crossclaim("sources", "SANA", "--store", store).stdout


def test_a_country_is_given_by_code_or_name(filled: Path) -> None:
    for country in ("SD", "sd", "Sudan"):
        assert rows(crossclaim("events", "--country", country, "--store", filled, "--format", "jsonl"))


def test_a_sign_that_nothing_has_is_told(filled: Path) -> None:
    told = crossclaim("events", "--flag", "foo", "--store", filled).stderr
    assert told == "crossclaim: no events found: nothing in the store has the warning sign foo\n"
    told = crossclaim("events", "--flag", "single_source", "--until", "2001-01-01", "--store", filled).stderr
    assert told == "crossclaim: no events found\n"


def test_claims_of_a_version_out_of_force_are_told_of(store: Path, tmp_path: Path) -> None:
    page = {**KNOWN, "url": "https://news.example/1"}
    add(store, "-", stdin=json.dumps(page), kind="jsonl")
    asked = ("claims", "--source", "SANA", "--store", store, "--format", "jsonl")
    (old,) = rows(crossclaim(*asked))
    (tmp_path / "new.jsonl").write_text(json.dumps({**page, "text": KNOWN["text"].replace("six", "nine")}))
    add(store, tmp_path / "new.jsonl", kind="jsonl")
    (new,) = rows(crossclaim(*asked))
    told = crossclaim("claims", "--document", old["document_id"], "--store", store).stderr
    assert told == f"crossclaim: no claims found: version 2 of that page is in force, document {new['document_id']}\n"


def test_a_date_given_for_what_is_there_is_not_dropped_without_a_word(tmp_path: Path) -> None:
    store, report = tmp_path / "s.sqlite", tmp_path / "r.txt"
    report.write_text("Rebels killed three soldiers in Kutum on Tuesday, police said.", encoding="utf-8")
    options = ("--store", store, "--extractor", "rules")
    assert "is in the store" not in crossclaim("add", report, *options, "--published", "2016-05-04").stderr
    assert "is in the store" not in crossclaim("add", report, *options, "--published", "2016-05-04").stderr
    told = crossclaim("add", report, *options, "--published", "2016-05-05").stderr
    expected = f"{report}: is in the store already, published on 2016-05-04: the date given now is not taken"
    assert expected in told


def test_sources_of_ones_own_win_over_the_list(tmp_path: Path) -> None:
    store, own = tmp_path / "s.sqlite", tmp_path / "own.jsonl"
    own.write_text('{"name": "Syrian Arab News Agency", "reliability": "B"}\n', encoding="utf-8")
    options = ("--store", store, "--extractor", "rules", "--kind", "jsonl")
    assert crossclaim("add", "-", "--sources", own, *options, stdin=json.dumps(KNOWN)).exit_code == 0
    assert "B (usually reliable)" in crossclaim("sources", "Syrian Arab News Agency", "--store", store).stdout
