"""The page that people look at."""

import io
from datetime import date

import pytest
from rich.cells import cell_len
from rich.console import Console

from crossclaim.cli.page import compose_page, wording
from crossclaim.model import (
    ClaimType,
    Document,
    DocumentResult,
    FigureKind,
    Modality,
    OffsetMap,
    Operator,
    PlaceReading,
    Precision,
    Quantity,
    Segment,
    SegmentKind,
    Time,
    TimeReading,
    Unit,
)

PAGE = """\
────────────────────────────────────────────────────────────────────────────────
Troops repel attack on Tosontsengel
Ministry of Defence · ministry.txt
published 2024-10-09, from the text: “9 October 2024”
! party_source: The outlet is a party to the conflict.
────────────────────────────────────────────────────────────────────────────────

 1  Armed clash
    says     narrator
    sides    soldiers → the Khangai Valleys Front [Khangai Valleys Front
             (Mongolia)]
    place    near Tosontsengel [Tosontsengel, Zavkhan, MN]
    date     last night [2024-10-08 to 2024-10-09]
    figures  > 2,400 fighters (soldiers, side A)
             dozens killed
    │ Over 2,400 soldiers attacked the Khangai Valleys Front near Tosontsengel
    │ last night, and dozens of them were killed.

 2  Tally of casualties · CUMULATIVE
    says     A doctor (“told”, unnamed), cited by the agency
    figures  5 to 7 killed (people)
    │ A doctor told the agency that between 5 and 7 people had died.

 3  Air or drone strike · DENIED
    says     The ministry (“denied”)
    sides    its drones → ?
    place    a clinic [not resolved]
    date     on Monday [not resolved]
    │ The ministry denied on Monday that its drones had bombed a clinic.

    Set aside
    dateline     9 October 2024  (publication date)
    caption      Photo: Fighters on the ridge  (starts with Photo:)
    boilerplate  Leave a Reply  (form text)
"""


def shown(result: DocumentResult, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width, markup=False, emoji=False, highlight=False)
    return "".join(f"{line.plain}\n" for line in compose_page(result, console))


def make_bare(text: str, *kinds: SegmentKind, title: str | None = None) -> DocumentResult:
    """A document without claims, cut into equal segments of the kinds."""
    size = len(text) // max(len(kinds), 1)
    segments = tuple(
        Segment(kind=kind, start=number * size, end=(number + 1) * size) for number, kind in enumerate(kinds)
    )
    return DocumentResult(
        document=Document(id="d", text=text, segments=segments, offsets=OffsetMap.identity(len(text)), title=title)
    )


def test_page_reads_like_this(result: DocumentResult) -> None:
    assert shown(result) == PAGE


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_no_line_is_wider_than_the_page(result: DocumentResult, width: int) -> None:
    assert max(cell_len(line) for line in shown(result, width).splitlines()) <= width


def test_no_claim_is_said_so() -> None:
    page = shown(make_bare("Weather: sunny.", SegmentKind.BODY))
    assert "No claim found." in page
    assert "published: not known" in page
    assert "Set aside" not in page


def test_long_lists_of_furniture_are_cut() -> None:
    page = shown(make_bare("ad " * 30, *[SegmentKind.BOILERPLATE] * 30))
    assert page.count("boilerplate") == 20
    assert "and 10 more" in page


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("[bold]Not[/bold] :smile: markup", "[bold]Not[/bold] :smile: markup"),
        ("\x1b[2JCleared", "�Cleared"),
        ("قصف على إدلب", "\u2068قصف على إدلب\u2069"),
        ("💥🦁 wide " * 12, "💥🦁 wide 💥🦁 wide 💥🦁 wide 💥🦁 wide 💥🦁 wide 💥🦁 wide 💥🦁 wide 💥🦁 wide"),
    ],
)
def test_titles_of_strangers_stay_text(title: str, line: str) -> None:
    page = shown(make_bare("Text.", SegmentKind.BODY, title=title)).splitlines()
    assert page[1] == line
    assert max(map(cell_len, page)) <= 80


@pytest.mark.parametrize(
    ("start", "end", "shown_days"),
    [
        (date(2024, 10, 8), date(2024, 10, 8), "last night [2024-10-08]"),
        (date(2024, 10, 9), None, "last night [from 2024-10-09]"),  # "in the coming days"
        (None, date(2024, 10, 9), "last night [until 2024-10-09]"),
        (None, None, "last night [not resolved]"),
    ],
)
def test_open_intervals_stay_open(
    result: DocumentResult, start: date | None, end: date | None, shown_days: str
) -> None:
    claim = result.claims[0]
    assert claim.time
    time = Time(span=claim.time.span, reading=TimeReading(start_date=start, end_date=end))
    page = shown(result.model_copy(update={"claims": (claim.model_copy(update={"time": time}),)}))
    assert f"    date     {shown_days}\n" in page


@pytest.mark.parametrize(
    ("evidence", "shown_place"),
    [
        (("named with “village”", "not in the gazetteer"), "near Tosontsengel [Oltai, MN; not in the gazetteer]"),
        (("list of 2",), "near Tosontsengel [Oltai, MN]"),  # several places that may each be in it
    ],
)
def test_place_that_is_not_in_the_gazetteer_is_said_so(
    result: DocumentResult, evidence: tuple[str, ...], shown_place: str
) -> None:
    claim = result.claims[0]
    assert claim.place
    reading = PlaceReading(name="Oltai", precision=Precision.LOCALITY, country="MN", evidence=evidence)
    place = claim.place.model_copy(update={"reading": reading})
    page = shown(result.model_copy(update={"claims": (claim.model_copy(update={"place": place}),)}))
    assert f"    place    {shown_place}\n" in page


@pytest.mark.parametrize(
    ("quantity", "bounds"),
    [
        (Quantity(op=Operator.AT_LEAST, low=130, high=None), ">= 130 fighters"),
        (Quantity(op=Operator.AT_MOST, low=None, high=1200.0), "<= 1,200 fighters"),
        (Quantity(op=Operator.EXACT, low=0, high=0), "= 0 fighters"),
        (Quantity(op=Operator.ABOUT, low=1.5, high=1.5), "~ 1.5 fighters"),
        (Quantity(op=Operator.EXACT, low=82e9, high=82e9, unit=Unit.MONEY), "= 82,000,000,000 (money) fighters"),
        (Quantity(op=Operator.VAGUE, low=None, high=None), "Over 2,400 fighters"),  # the words themselves
    ],
)
def test_figures_are_bounds(result: DocumentResult, quantity: Quantity, bounds: str) -> None:
    claim = result.claims[0]
    figure = claim.figures[0].model_copy(update={"quantity": quantity})
    page = shown(result.model_copy(update={"claims": (claim.model_copy(update={"figures": (figure,)}),)}))
    assert f"    figures  {bounds} (soldiers, side A)\n" in page


def test_other_things_counted_are_named_by_the_report(result: DocumentResult) -> None:
    claim = result.claims[0]
    figure = claim.figures[0].model_copy(update={"kind": FigureKind.OTHER})
    page = shown(result.model_copy(update={"claims": (claim.model_copy(update={"figures": (figure,)}),)}))
    assert "    figures  > 2,400 soldiers (side A)\n" in page


def test_wording_names_every_claim_type_and_modality() -> None:
    assert set(wording()["claim_type"]) == set(ClaimType)
    assert set(wording()["modality"]) == set(Modality)
    assert set(wording()["published"]) == {"given", "metadata", "dateline", "text", "url"}
