"""The explanation that people read on a terminal, and its fields in JSON."""

import io
import json
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console
from typer.testing import CliRunner

from crossclaim.cli.app import app
from crossclaim.cli.explained import compose_explanation
from crossclaim.model import (
    ActorKind,
    ActorReading,
    DateShown,
    DocumentResult,
    Mention,
    MentionLabel,
    Participant,
    PlaceReading,
    Precision,
)

TEXT = """\
GARDEZ, Afghanistan, 12 May 2016 - Taliban fighters killed at least 12 soldiers in Gardez on Tuesday, police said.
"""


def shown(result: DocumentResult, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width, markup=False, emoji=False, highlight=False)
    return "".join(f"{line.plain}\n" for line in compose_explanation(result, console))


def part(page: str, claim: str, label: str) -> str:
    """The lines of one part of the claim with that number."""
    block = page.partition(f"\n{claim:>2}  ")[2].partition("\n\n")[0]
    lines = block.partition(f"\n    {label}")[2].splitlines()
    stop = next((at for at, line in enumerate(lines[1:], 1) if not line.startswith(" " * 16)), len(lines))
    return "\n".join(lines[:stop])


@pytest.mark.parametrize(
    ("claim", "label", "phrases"),
    [
        ("1", "says", ["narrator", "- the report states it in its own voice"]),
        ("1", "side A", ["soldiers → not resolved", "- the words name nobody known"]),
        ("1", "place", ["near Tosontsengel → Tosontsengel, Zavkhan, MN"]),
        ("1", "date", ["last night → 2024-10-08 to 2024-10-09"]),
        ("1", "figure", ["Over 2,400 → > 2400 fighters", "more than that, no upper bound", "they belong to side A"]),
        ("2", "says", ["A doctor → unnamed", "“told” brings it in", "passed on by the agency"]),
        ("3", "place", ["a clinic → not resolved", "- no place of the gazetteer is named"]),
        ("3", "date", ["on Monday → not resolved", "- nothing to count it from"]),
        ("3", "modality", ["denied"]),
    ],
)
def test_each_part_says_what_it_rests_on(result: DocumentResult, claim: str, label: str, phrases: list[str]) -> None:
    told = part(shown(result), claim, label)
    assert [phrase for phrase in phrases if phrase not in told] == []


def test_runners_up_stand_below_the_reading(result: DocumentResult) -> None:
    claim = result.claims[0]
    assert claim.side_b
    assert claim.place
    assert claim.place.reading
    named = [
        ActorReading(id=id_, name=name, kind=ActorKind.REBEL_GROUP, country=country, evidence=("one of its names",))
        for id_, name, country in (("kvf", "Khangai Valleys Front", "MN"), ("kf", "Khangai Front", "RU"))
    ]
    other = PlaceReading(name="Tosontsengel", admin1="Khovsgol", country="MN", precision=Precision.LOCALITY)
    mentions = (
        Mention(label=MentionLabel.ACTOR, span=claim.side_b.span, readings=tuple(named)),
        Mention(label=MentionLabel.PLACE, span=claim.place.span, readings=(claim.place.reading, other)),
    )
    side_b = Participant(span=claim.side_b.span, actor=named[0])
    told = result.model_copy(update={"claims": (claim.model_copy(update={"side_b": side_b}),), "mentions": mentions})
    assert "- runner-up: Khangai Front (rebel group, RU)" in part(shown(told), "1", "side B")
    assert "- runner-up: Tosontsengel, Khovsgol, MN (locality)" in part(shown(told), "1", "place")


def test_every_day_that_is_shown_stands_above_the_claims(result: DocumentResult) -> None:
    published = result.document.published
    assert published
    days = (
        DateShown(date=published.date, source="page", why="in the dateline"),
        DateShown(date=published.date.replace(day=1), source="metadata", why="the metadata"),
    )
    page = shown(result.model_copy(update={"document": result.document.model_copy(update={"dates": days})}))
    assert "    - 2024-10-09: in the dateline, followed\n    - 2024-10-01: the metadata\n" in page


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(result: DocumentResult, width: int) -> None:
    assert max(cell_len(line) for line in shown(result, width).splitlines()) <= width


def test_words_of_strangers_do_not_steer_the_terminal(result: DocumentResult) -> None:
    claim = result.claims[0].model_copy(update={"reasons": ("claim: \x1b[2J“killed”",)})
    assert "\x1b" not in shown(result.model_copy(update={"claims": (claim,)}))


def test_json_has_explanations_only_where_they_are_asked_for(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(TEXT, encoding="utf-8")
    asked, plain = (
        json.loads(CliRunner().invoke(app, ["read", str(report), "--format", "jsonl", *more]).stdout)
        for more in (["--explain"], [])
    )
    (claim,) = asked["claims"]
    parts = {told["slot"]: told for told in claim.pop("explanation")}
    assert parts["place"]["text"] == claim["place"]["text"]
    assert set(claim["place"]["evidence"]) <= set(parts["place"]["evidence"])
    assert "counted from 2016-05-12" in parts["time"]["evidence"]
    assert asked["document"].pop("dates")[0]["followed"] is True
    assert asked == plain
