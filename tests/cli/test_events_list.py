"""Many events in a list: which comes first."""

from datetime import date

import pytest

from crossclaim.cli.events_list import in_order
from crossclaim.model import ClaimType, Event, Profile


def event(name: str, day: str | None, sources: int, articles: int) -> Event:
    on = date.fromisoformat(day) if day else None
    return Event(
        id=name,
        profile=Profile.UCDP,
        claims=("c1",),
        type=ClaimType.ARMED_CLASH,
        start=on,
        end=on,
        fields={},
        articles=articles,
        sources=sources,
    )


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("one", "2016-05-03", 1, 1), ("three", "2016-05-03", 3, 3)], ["three", "one"]),
        ([("few", "2016-05-03", 2, 2), ("many", "2016-05-03", 2, 9)], ["many", "few"]),  # in more documents
        ([("late", "2016-05-04", 1, 1), ("early", "2016-05-03", 3, 3)], ["late", "early"]),  # days as they come
        (
            [("late", "2016-05-04", 1, 1), ("undated", None, 2, 2), ("early", "2016-05-03", 3, 3)],
            ["undated", "late", "early"],  # stays with the day it came behind
        ),
        ([("undated", None, 1, 1), ("dated", "2016-05-03", 3, 3)], ["undated", "dated"]),
        ([("first", "2016-05-03", 1, 1), ("second", "2016-05-03", 1, 1)], ["first", "second"]),
    ],
)
def test_events_of_most_sources_come_first_within_a_day(
    rows: list[tuple[str, str | None, int, int]], expected: list[str]
) -> None:
    assert [one.id for one in in_order([event(*row) for row in rows])] == expected
