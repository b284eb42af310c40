"""Times in sentences: where they stand, what days they name. The expression is marked in the text with [ ]."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossclaim.temporal import TimeKind, find_times, resolve_time, resolve_times

# A Wednesday; the Monday of its week is 13 June.
ANCHOR = date(2016, 6, 15)
OPEN = (None, None)

# (sentence, first day, last day): read on ANCHOR. One day given stands for both ends.
PLACED = [
    # weekdays: the latest on or before the anchor
    ("Rebels killed 12 soldiers [on Sunday].", "06-12"),
    ("Shelling went on [on Wednesday].", "06-15"),
    ("It fell [on Thursday] to the army.", "06-09"),
    ("💥 Three died [on Monday] 🙏", "06-13"),  # astral characters count as one
    ("قصف [on Monday] في المدينة", "06-13"),
    ("[Sunday]'s raid", "06-12", None, "Sunday's"),
    ("[Tuesdays] attack on the oil field", "06-14"),  # the apostrophe was lost
    ("killed [on monday] in a raid", "06-13"),  # tweets write small letters
    ("They met [last Monday] in the town.", "06-13"),
    ("They met [last Wednesday] in the town.", "06-08"),  # last: never the anchor itself
    ("The envoys meet [next Monday].", "06-20"),
    ("The envoys meet [next Wednesday].", "06-22"),
    ("The convoy will leave [on Friday].", "06-17"),  # will: ahead
    ("A curfew is to be imposed [from Saturday].", "06-18"),
    ("It was hit [late on Monday].", "06-13"),
    ("It was hit [early Tuesday].", "06-14"),
    ("Gunmen came [before dawn on Tuesday].", "06-14"),
    ("Gunmen came [in the early hours of Saturday].", "06-11"),
    ("Gunmen came [in the small hours of Monday].", "06-13"),
    ("Gunmen came [at around 10 p.m. Monday].", "06-13"),
    ("Gunmen came [at dawn on Friday].", "06-10"),
    ("A bomb went off [Friday evening] there.", "06-10"),
    ("A bomb went off [on Friday morning] there.", "06-10"),
    ("A bomb went off [on Monday night] there.", "06-13", "06-14"),  # nights reach into the next day
    ("A bomb went off [after Friday prayers].", "06-10"),
    ("Raids [late on Sunday and early on Monday] hit it.", "06-12", "06-13"),
    ("Raids [on Sunday and Monday] hit it.", "06-12", "06-13"),
    ("Fighting [from Friday to Sunday] cost lives.", "06-10", "06-12"),
    ("Fighting [between Friday and Tuesday] cost lives.", "06-10", "06-14"),
    ("[since Monday] 12 have died", "06-13", "06-15"),
    ("[Since Wednesday] none has died.", "06-15"),
    # words for days and nights
    ("It fell [yesterday].", "06-14"),
    ("It fell [today].", "06-15"),
    ("It falls [tomorrow].", "06-16"),
    ("[Yesterday morning] it fell.", "06-14"),
    ("It fell [the day before yesterday].", "06-13"),
    ("The [yesterdays] raid", "06-14", None, "The yesterdays"),
    ("Taliban launched it [last night].", "06-14", "06-15"),
    ("They fled [overnight].", "06-14", "06-15"),
    ("They fled [this morning].", "06-15"),
    ("They come [tonight].", "06-15", "06-16"),
    ("They fled [earlier today].", "06-15"),
    ("It is [currently] besieged.", "06-15"),
    ("[Overnight Monday and into Tuesday] shells fell.", "06-13", "06-14"),
    # dates without a year: the nearest on or before the anchor, a few days' tolerance
    ("It fell [on 12 June].", "06-12"),
    ("It fell [on June 12].", "06-12"),
    ("It fell [on the 4th of April].", "04-04"),
    ("It fell [on Sept. 17].", "2015-09-17"),
    ("It fell [on 17 Sept].", "2015-09-17"),
    ("It fell [on Jan 5] and was retaken.", "01-05"),
    ("It fell [on June 18], the page says.", "06-18"),
    ("It fell [on Dec 9].", "2015-12-09"),
    ("Polls will be held [on Dec 9].", "2016-12-09"),
    ("It fell [on Sunday, 12 June].", "06-12"),
    ("It fell [on Monday (13 Jun)].", "06-13"),
    ("It fell [On 25/02].", "02-25"),
    ("It fell [on the 11th] to rebels.", "06-11"),
    ("It fell [on the 29th].", "05-29"),
    ("It fell [on July 25] rebels said.", "2015-07-25"),  # "on" with a month wants a day, commas lost
    ("It fell [on the second of October].", "2015-10-02"),
    ("It fell [on June 5 last year].", "2015-06-05"),
    ("It fell [on 2 October two years ago].", "2014-10-02"),
    ("Clashes [on the night of 5-6 June] killed two.", "06-05", "06-06"),
    ("Clashes [in the night of 8 to 9 June] killed two.", "06-08", "06-09"),
    ("Clashes [on the night of June 8] killed two.", "06-08", "06-09"),
    ("Clashes [on the evening of 8 June] killed two.", "06-08"),
    ("[Between 3 and 9 May] they came.", "05-03", "05-09"),
    ("[5-6 May], 20 fighters came", "05-05", "05-06"),
    ("[May 5 to 9] they came", "05-05", "05-09"),
    ("[between the 6th and the 13th] they came", "06-06", "06-13"),
    ("[on August 11, at 22.30] they came", "2015-08-11"),
    ("[since 10 May] they came", "05-10", "06-15"),
    # dates with a year
    ("It fell [on 16 March 2015].", "2015-03-16"),
    ("It fell [on March 16, 2015].", "2015-03-16"),
    ("[Thursday 18 May 2017] they fled", "2017-05-18"),
    ("[Mon Apr 4 2016] they fled", "04-04"),
    ("[Fri. Dec 9th, 2022] they fled", "2022-12-09"),
    ("[17/02/2025] they fled", "2025-02-17"),
    ("[02/17/2025] they fled", "2025-02-17"),  # the day is first unless impossible
    ("[05-02-2015] they fled", "2015-02-05"),
    ("[30.1.2024] they fled", "2024-01-30"),
    ("[2016-06-03] they fled", "06-03"),
    ("[Jul 152015] they fled", "2015-07-15"),  # the comma was lost
    ("[between October 2 2014 and February 7 2015] 9 died", "2014-10-02", "2015-02-07"),
    ("[between Dec. 3 to Dec. 9] 9 died", "2015-12-03", "2015-12-09"),
    # months, years and longer
    ("It fell [in May].", "05-01", "05-31"),
    ("It fell [in September].", "2015-09-01", "2015-09-30"),
    ("It fell [in March 2011].", "2011-03-01", "2011-03-31"),
    ("It fell [In August last year].", "2015-08-01", "2015-08-31"),
    ("It fell [in June two years ago].", "2014-06-01", "2014-06-30"),
    ("It fell [last November].", "2015-11-01", "2015-11-30"),
    ("It fell [in early May].", "05-01", "05-10"),
    ("It fell [in late May].", "05-21", "05-31"),
    ("It fell [in mid-March].", "03-11", "03-20"),
    ("[since mid-January] 12 died", "01-15", "06-15"),
    ("[since the beginning of May] 12 died", "05-01", "06-15"),
    ("[between January and March], 12 died", "01-01", "03-31"),
    ("It fell [in 2013].", "2013-01-01", "2013-12-31"),
    ("[since 2012] it has been held", "2012-01-01", "06-15"),
    ("[the 2014] war", "2014-01-01", "2014-12-31"),
    ("[In early 2011] it rose.", "2011-01-01", "2011-04-30"),
    ("[in late 2014] it rose", "2014-10-01", "2014-12-31"),
    ("[since mid-2012] it rose", "2012-06-01", "06-15"),
    ("[in the first half of 2015] it rose", "2015-01-01", "2015-06-30"),
    ("[in the last quarter of 2015] it rose", "2015-10-01", "2015-12-31"),
    ("[in the 1990s] it rose", "1990-01-01", "1999-12-31"),
    ("[in the spring of 2015] it rose", "2015-03-01", "2015-05-31"),
    ("[since the summer of 2014] it rose", "2014-06-01", "06-15"),
    ("[2011-2013] it rose", "2011-01-01", "2013-12-31"),
    ("[since the uprising broke out in April 2013] it rose", "2013-04-01", "06-15"),
    ("[since Malis revolt erupted in 2012] it rose", "2012-01-01", "06-15"),
    # units of the calendar, windows, distances
    ("It fell [last week].", "06-06", "06-12"),
    ("It fell [this week].", "06-13", "06-15"),
    ("It fell [earlier this week].", "06-13", "06-15"),
    ("It fell [earlier in the week].", "06-13", "06-14"),
    ("It has been shut [for three weeks].", "05-25", "06-15"),
    ("[The two-week-old] battle goes on.", "06-01", "06-15"),
    ("[The three-month] siege goes on.", "03-15", "06-15"),
    ("A march was called [for Friday].", "06-17"),
    ("It fell [last month].", "05-01", "05-31"),
    ("It fell [this month].", "06-01", "06-15"),
    ("It fell [last year].", "2015-01-01", "2015-12-31"),
    ("90 died [so far this year].", "01-01", "06-15"),
    ("It fell [over the weekend].", "06-11", "06-12"),
    ("It fell [at the weekend].", "06-11", "06-12"),
    ("It fell [over the past 24 hours].", "06-14", "06-15"),
    ("It fell [in last 24 hours].", "06-14", "06-15"),
    ("It fell [over the past 48 hours].", "06-13", "06-15"),
    ("It fell [in less than 24 hours].", "06-14", "06-15"),
    ("It fell [in four days].", "06-12", "06-15"),
    ("It fell [during the past three days].", "06-12", "06-15"),
    ("It fell [in the past week].", "06-08", "06-15"),
    ("It fell [in the last two months].", "04-15", "06-15"),
    ("It fell [ten days ago].", "06-05"),
    ("It fell [a day ago].", "06-14"),
    ("It fell [two weeks ago].", "05-30", "06-05"),
    ("It fell [two months ago].", "04-01", "04-30"),
    ("It falls [in the coming fortnight].", "06-15", "06-29"),
    ("They left [at the end of last month].", "05-21", "05-31"),
    ("They meet [the week after next].", "06-27", "07-03"),
    ("It will fall [later this year].", "06-15", "12-31"),
    ("[From 9 a.m. to 5 p.m. on Sunday] nobody fired.", "06-12"),
    ("It fell [in Q3 2015].", "2015-07-01", "2015-09-30"),
    ("It rose [in the first quarter of this year].", "01-01", "03-31"),
    ("It fell [on the 11th and 12th of this month].", "06-11", "06-12"),
    ("The attack [of June '15] killed four.", "2015-06-01", "2015-06-30"),
    ("They fell [on the night of 14/15 May].", "05-14", "05-15"),
    ("They march [on Orthodox Easter].", "05-01"),
    ("It fell [on 3 Khordad 1395].", "05-23"),
    ("shots [at 0530Z on 12 June] hit it", "06-12"),
]


@pytest.mark.parametrize("row", PLACED, ids=[row[0] for row in PLACED])
def test_expression_is_found_whole_and_read_against_the_anchor(row: tuple[str | None, ...]) -> None:
    marked, first, last, quote = (*row, None, None)[:4]
    assert marked
    assert first
    text = marked.replace("[", "").replace("]", "")
    quote = quote or marked[marked.index("[") + 1 : marked.index("]")]
    times = find_times(text)
    reading = resolve_time(times[0], ANCHOR)
    assert [text[time.start : time.end] for time in times] == [quote]
    assert (reading.start_date, reading.end_date) == (_day(first), _day(last or first))
    assert reading.precision is not None
    assert any(word.startswith("read as ") for word in reading.evidence)


def _day(written: str) -> date:
    return date.fromisoformat(written if len(written) > 5 else f"{ANCHOR.year}-{written}")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("In recent weeks and months they took it.", None, "06-15"),  # when it began is not said
        ("over the past months they took it", None, "06-15"),
        ("By 14 January all were freed", None, "01-14"),
        ("held until Monday", None, "06-13"),
        ("up to Sunday 12 had died", None, "06-12"),
        ("in the coming days", "06-15", None),
        ("after Monday", "06-13", None),
        ("recently", None, None),
        ("for two hours", None, None),  # a duration places nothing
        ("a three-day battle", None, None),
        ("for more than a year", None, None),
        ("on Fridays they march", None, None),  # any Friday
        ("every Friday they march", None, None),
        ("three weeks after it was abandoned", None, None),  # counted from an event
        ("on 31 June", None, None),  # no such day
        ("on February 30 2015", None, None),
        ("40/13/2016", None, None),
    ],
)
def test_open_ends_stay_open(text: str, first: str | None, last: str | None) -> None:
    readings = resolve_times(find_times(text), ANCHOR)
    expected = (_day(first) if first else None, _day(last) if last else None)
    found = [(reading.start_date, reading.end_date) for reading in readings]
    assert found == [expected] or (expected == OPEN and not found)


@pytest.mark.parametrize(
    "text",
    [
        "12 people were killed and 30 wounded",
        "2,000 people fled; 2000 people stayed",  # a number of people, no year
        "In the town 1950 civilians remain",
        "a 17-year-old boy and a man aged 30",
        "T-72 tanks, Su-25 jets and M16 rifles",
        "UN Security Council resolution 2118 was adopted",
        "Pakistan won 3-1 and then 6/2",
        "The army may march on the town",
        "March on the capital! May God help us",
        "May 2,000 men fall",
        "the sun sat low over the mar",
        "$2016 and €2015 a month",
        "the 59th Division and the 6th Brigade",
        "on the 7th floor",
        "Bloody Sunday",
        "the Sunday Times",
        "a second shell hit, the third did not",
        "the fall of the town",
        "spring water and a spring in the step",
        "No. 14, Article 51",
        "30 percent of 1900 homes",
        "from 5 to 9 fighters",
        "at least 12 on both sides",
        "in 20 houses",
        "over 2000 fled to the hills",
        "version 2.0.16 of the app, at 10.12.20.16",
        "the March 23 Movement and the 14 July Bridge",
        "April Hansen and June Mbeki of the legal team",
        "Friday Okoro, a driver",
        "water from a spring below the fort",
        "Asad Khan, 34, and Bahman Ghobadi; Ramadan Shallah and Rajab Aziz",
        "call 0912 345 6789, grid 35S LA 123456, box 20160612345",
        "",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert [text[time.start : time.end] for time in find_times(text)] == []


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("On 9 May they came. The next day they left.", ["05-09", "05-10"]),
        ("On 9 May they came. On the same day they left.", ["05-09", "05-09"]),
        ("On 9 May they came. Two days later they left.", ["05-09", "05-11"]),
        ("On 9 May they came. A day earlier they had left.", ["05-09", "05-08"]),
        ("On 9 May they came. The day before, they had left.", ["05-09", "05-08"]),
        ("On 9 May they came. At dawn they left.", ["05-09", "05-09"]),
        ("On 9 May they came. At about 15:40 they left.", ["05-09", "05-09"]),
        ("On 9 May they came. Later that evening they left.", ["05-09", "05-09"]),
        ("On 9 May they came. That night they left.", ["05-09", "05-09 05-10"]),
        ("On 9 May they came. Hours later they left.", ["05-09", "05-09"]),
        ("In May 2015 they came. That month they left.", ["2015-05-01 2015-05-31"] * 2),
        ("On 9 May they came, officials said on Sunday. The next day they left.", ["05-09", "06-12", "05-10"]),
        ("At dawn they left.", ["06-15"]),  # nothing named before: the page's day
        ("In 2013 they came. At dawn they left.", ["2013-01-01 2013-12-31", "06-15"]),  # a year is no day to lean on
    ],
)
def test_chained_times_lean_on_the_day_named_before(text: str, readings: list[str]) -> None:
    found = resolve_times(find_times(text), ANCHOR)
    expected = [(_day(reading.split()[0]), _day(reading.split()[-1])) for reading in readings]
    assert [(reading.start_date, reading.end_date) for reading in found] == expected


@pytest.mark.parametrize(
    ("text", "reporting"),
    [
        ("Five died, officials said on Monday.", [True]),
        ("The ministry told reporters on Sunday that five died.", [True]),
        ("Five died, it said in a statement issued Friday.", [True]),
        ("The observatory on Monday said that five died.", [True]),
        ("The ministry on Tuesday flatly denied it.", [True]),
        ("A spokesman told the Associated Press on Friday that five died.", [True]),
        ("Officials said five people died on Monday.", [False]),
        ("Five died on Sunday, officials said on Monday.", [False, True]),
        ("The observatory said Wednesdays strike killed five.", [False]),  # the strike's day
        ("The observatory said Wednesday's strike killed five.", [False]),
    ],
)
def test_day_of_the_verb_of_saying_is_marked(text: str, reporting: list[bool]) -> None:
    assert [time.reporting for time in find_times(text)] == reporting


def test_total_counted_from_an_onset_reaches_to_the_anchor() -> None:
    (time,) = find_times("The war that began with protests in March 2011 has killed thousands.")
    assert time.onset
    assert resolve_time(time, ANCHOR).end_date == date(2011, 3, 31)
    assert resolve_time(time, ANCHOR, cumulative=True).end_date == ANCHOR


@pytest.mark.parametrize(
    "text", ["on Sunday", "yesterday", "last week", "on 5 May", "overnight", "in recent days", "at dawn"]
)
def test_without_an_anchor_only_whole_dates_are_read(text: str) -> None:
    assert [reading.start_date for reading in resolve_times(find_times(text), None)] == [None]
    assert resolve_times(find_times("on 5 May 2016"), None)[0].start_date == date(2016, 5, 5)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("On 14 September 2016 it began. On 3 October it ended.", [date(2016, 9, 14), date(2016, 10, 3)]),
        ("It fell on 20 December 2016 and was retaken on 5 January.", [date(2016, 12, 20), date(2017, 1, 5)]),
        ("In August 2016 it began. On 9 October they advanced.", [date(2016, 8, 1), date(2016, 10, 9)]),
        ("On 3 October it ended.", [None]),
        ("On 28 February 2015 it began. On 29 February it ended.", [date(2015, 2, 28), date(2016, 2, 29)]),
    ],
)
def test_in_a_text_without_a_day_a_date_is_of_the_year_of_the_one_before(text: str, days: list[date | None]) -> None:
    assert [reading.start_date for reading in resolve_times(find_times(text), None)] == days


@pytest.mark.parametrize("anchor", [date.min, date.max])
def test_edges_of_the_calendar_are_open(anchor: date) -> None:
    text = "last week, ten years ago, tomorrow, last night, next Monday, on 1 May, in the coming month, the next day"
    assert len(resolve_times(find_times(text), anchor)) == 8


def test_span_of_a_part_of_the_text() -> None:
    text = "on Sunday and then at last on Tuesday"
    times = find_times(text, 10)
    assert [text[time.start : time.end] for time in times] == ["on Tuesday"]


WORDS = [
    "on",
    "in",
    "since",
    "by",
    "until",
    "the",
    "last",
    "next",
    "this",
    "two",
    "5",
    "12th",
    "2016",
    "May",
    "March",
    "Sunday",
    "monday",
    "week",
    "days",
    "ago",
    "night",
    "dawn",
    "before",
    "after",
    "early",
    "mid",
    "-",
    ",",
    ".",
    "(",
    ")",
    "'s",
    "at",
    "10",
    "p.m.",
    "05.10.2017",
    "25/02",
    "2016-06-15",
    "said",
    "will",
    "began",
    "overnight",
    "and",
    "to",
    "from",
    "between",
    "1990s",
    "hours",
    "later",
    "same",
    "that",
    "152015",
    "١٢",
    "²",
    "💥",
    "\x00",
    "\n\n",
]


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join) | st.text(max_size=80), st.none() | st.dates())
def test_any_text_is_read(text: str, anchor: date | None) -> None:
    times = find_times(text)
    assert all(0 <= time.start < time.end <= len(text) for time in times)
    assert all(a.end <= b.start for a, b in itertools.pairwise(times))
    for reading in resolve_times(times, anchor):
        assert reading.start_date is None or reading.end_date is None or reading.start_date <= reading.end_date


@pytest.mark.parametrize(
    "unit", ["on the ", "since 5 - ", "2016-", "before dawn on ", "\ud800 ", "\x00", "1" * 50 + " "]
)
def test_long_odd_lines_are_read_in_linear_time(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    assert all(text[time.start : time.end] for time in find_times(text))


def test_every_kind_is_known() -> None:
    assert TimeKind.DURATION.places is False
    assert TimeKind.NEXT.leans_on_text


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("It fell on Sunday.", ["counted from 2016-06-15", "read as the latest such weekday up to that day"]),
        (
            "They will meet on Friday.",
            [
                "counted from 2016-06-15",
                "the words around it speak of what is to come",
                "read as the first such weekday from that day on",
            ],
        ),
        ("It fell on 3 May 2015.", ["read as a date with its year"]),
    ],
)
def test_a_reading_says_what_it_rests_on(text: str, evidence: list[str]) -> None:
    (time,) = find_times(text)
    assert list(resolve_time(time, ANCHOR).evidence) == evidence


def test_a_time_read_from_the_one_before_it_names_it() -> None:
    readings = resolve_times(find_times("On 4 June 2015 it fell. Two days later it was retaken."), ANCHOR)
    assert readings[1].evidence[0] == "counted from 2015-06-04, the time named before it"


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("They came on Sunday.", ["Sunday"]),
        ("They came in the early hours of 12 July.", ["the early hours of 12 July"]),
        ("They came between 3 and 9 May.", ["3", "9 May"]),
        ("the 2014 war", ["2014"]),
        ("Sunday's raid", ["Sunday"]),
    ],
)
def test_points_leave_prepositions_out(text: str, points: list[str]) -> None:
    (time,) = find_times(text)
    assert [text[start:end] for start, end in time.points] == points
