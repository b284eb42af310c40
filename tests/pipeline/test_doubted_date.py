"""A page's date that its text contradicts, from the bytes to the readings."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from crossclaim.model import DocumentResult, MentionLabel, TimeReading

PAGE = b"""Fri. Dec 9th, 2022

Fighters attacked the valley of Panjshir last night. At least 12 soldiers were killed on 3 May 2020.

It was a last effort before Taliban declare the formation of a new government.
"""


def readings(result: DocumentResult) -> dict[str, TimeReading]:
    times = (mention for mention in result.mentions if mention.label is MentionLabel.TIME)
    return {time.span.quote: reading for time in times for reading in time.readings if isinstance(reading, TimeReading)}


def test_last_night_is_read_against_the_day_that_the_text_allows(
    read_whole_way: Callable[..., list[DocumentResult]],
) -> None:
    (result,) = read_whole_way(PAGE)
    assert result.document.published
    assert result.document.published.date == date(2022, 12, 9)  # what the page shows stays
    assert [flag.name for flag in result.document.flags] == ["anachronism"]
    night, day = readings(result)["last night"], readings(result)["on 3 May 2020"]
    assert (night.end_date, day.start_date) == (date(2021, 9, 7), date(2020, 5, 3))
    assert any("2022-12-09" in line for line in night.evidence)
    assert not any("2022-12-09" in line for line in day.evidence)


def test_a_date_the_user_gave_is_doubted_but_followed(read_whole_way: Callable[..., list[DocumentResult]]) -> None:
    (result,) = read_whole_way(PAGE.split(b"\n\n", 1)[1], published=date(2022, 12, 9))
    assert [flag.name for flag in result.document.flags] == ["anachronism"]
    assert readings(result)["last night"].end_date == date(2022, 12, 9)


def test_the_first_page_ever_read_is_flagged(shared: Path, read_whole_way: Callable[..., list[DocumentResult]]) -> None:
    pages = sorted((shared / "seeds").glob("*.txt"))
    if not pages:
        pytest.skip("the page this project started from is not here")
    (result,) = read_whole_way(pages[0].read_bytes())
    (flag,) = (flag for flag in result.document.flags if flag.name == "anachronism")
    assert "written before 2021-09-07, not on 2022-12-09" in flag.explanation
    assert [span.quote for span in flag.spans] == ["before Taliban declare the formation of a new government"]
