"""The day a document was published: which of input, page, dateline and address is believed."""

from __future__ import annotations

from datetime import date

import pytest

from crossclaim.model import PublishedDate, Segment, SegmentKind
from crossclaim.temporal import find_date_candidates, find_published

GIVEN = PublishedDate(date=date(2016, 6, 20), method="given")


@pytest.mark.parametrize(
    ("text", "day", "quote"),
    [
        ("Fri. Dec 9th, 2022\n\nFighters attacked last night.", "2022-12-09", "Fri. Dec 9th, 2022"),
        ("Date of publication 3 July 2019 Nine guards died.", "2019-07-03", "3 July 2019"),
        ("Published July 8 2019 Some 40 drivers fled.", "2019-07-08", "July 8 2019"),
        ("[Mon, 24 November 2008, 15:42 GMT]\n\nTwo bombers struck.", "2008-11-24", "Mon, 24 November 2008"),
        ("Six dead in raids Watchdog AFP Tuesday 6 Aug 2019 Six died.", "2019-08-06", "Tuesday 6 Aug 2019"),
        ("Last updated at Aug 242019 Lorries burn.", "2019-08-24", "Aug 242019"),
        ("22.08.2018(updated 0710 22.08.2018) Get short URL", "2018-08-22", "22.08.2018"),
        ("November 3 2018 Looters left the port.", "2018-11-03", "November 3 2018"),
        ("RELEASE No. 20070522-04\nMay 22, 2007\n\nTwo soldiers died.", "2007-05-22", "May 22, 2007"),
        ("We condemn it.\n\nNabire, 21 September 2022", "2022-09-21", "21 September 2022"),  # signed at its foot
        ("On 3 May 2016 the town fell.", None, None),  # the report's day, not the page's
        ("It has been held since 3 May 2016.", None, None),
        ("KABUL, Dec 9 (Agency) - Fighters attacked.", None, None),  # no year known
        ("", None, None),
    ],
)
def test_day_shown_by_the_text(text: str, day: str | None, quote: str | None) -> None:
    published = find_published("d1", text)
    assert (published and published.date.isoformat()) == day
    assert (published and published.span and published.span.quote) == quote


def test_dateline_takes_its_year_from_the_address() -> None:
    text = "KABUL, Dec 9 (Agency) - Fighters attacked."
    published = find_published("d1", text, url="https://news.example/2022/politics/attack.html")
    assert published
    assert (published.date, published.method) == (date(2022, 12, 9), "dateline")


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://news.example/2016/06/15/attack", date(2016, 6, 15)),
        ("https://news.example/attack-20160615.html", date(2016, 6, 15)),
        ("https://news.example/2016/99/15/attack", None),
        ("https://news.example/1234567890", None),
        (None, None),
    ],
)
def test_day_in_the_address(url: str | None, day: date | None) -> None:
    published = find_published("d1", "Fighters attacked.", url=url)
    assert (published and published.date) == day


def test_given_day_wins_unless_the_text_is_preferred() -> None:
    text = "Published June 22 2016 At least 23 fighters died."
    assert find_published("d1", text, given=GIVEN) == GIVEN
    preferred = find_published("d1", text, given=GIVEN, prefer_text=True)
    assert preferred
    assert preferred.date == date(2016, 6, 22)
    assert find_published("d1", "No date here.", given=GIVEN, prefer_text=True) == GIVEN


def test_dateline_segment_is_read_wherever_it_stands() -> None:
    text = "Menu. " * 200 + "Posted on 5 May 2016. Fighters attacked."
    start = text.index("Posted")
    segments = [Segment(kind=SegmentKind.DATELINE, start=start, end=start + 21)]
    published = find_published("d1", text, segments=segments)
    assert published
    assert published.date == date(2016, 5, 5)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Donnerstag, 17. Juli 2014\n\nIn der Stadt.", "2014-07-17"),
        ("Ostrivka, 4 de junio de 2015\n\nEn la plaza.", "2015-06-04"),
        ("24 лютого 2022 р., четвер\n\nУ місті.", "2022-02-24"),
        ("١٤ أغسطس ٢٠١٣\n\nفي المدينة", "2013-08-14"),
        ("الثلاثاء 18 ذو الحجة 1437 هـ - 20 سبتمبر 2016\n\nفي المدينة", "2016-09-20"),  # the civil day of the two
        ("دوشنبه ۲۵ خرداد ۱۳۸۸\n\nدر شهر", "2009-06-15"),
        ("2016年5月12日\n\n市内", "2016-05-12"),
        ("Πέμπτη 12 Μαΐου 2016\n\nΣτην πόλη.", "2016-05-12"),
        ("du 3 au 9 novembre 2014\n\nEn ville.", None),  # a period reported on
        ("31 de junio de 2015\n\nEn la plaza.", None),  # no such day
    ],
)
def test_day_in_other_languages(text: str, day: str | None) -> None:
    published = find_published("d1", text)
    assert (published and published.date.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "url", "day"),
    [
        ("06/05/2007\n\nThe marines left on Tuesday.", None, "2007-06-05"),  # a Tuesday; 6 May was a Sunday
        ("06/05/2007\n\nThe marines left.", "https://news.example/2007/05/06/marines", "2007-05-06"),
        ("06/05/2007\n\nThe marines left.", None, None),  # nothing decides
        ("06.05.2007\n\nThe marines left.", None, "2007-05-06"),  # dots: the day stands first
        ("Updated 9 October 2019\n\nNine died.", "https://news.example/2014/06/10/nine", "2014-06-10"),
        ("2 January 2015\n\nA rocket fell.", "https://news.example/2016/01/02/rocket", "2016-01-02"),
        ("march.html 2014-04-02 18K\napril.html 2014-05-03 21K\nmay.html 2014-06-01 19K", None, None),  # a list
    ],
)
def test_days_that_disagree(text: str, url: str | None, day: str | None) -> None:
    published = find_published("d1", text, url=url)
    assert (published and published.date.isoformat()) == day


def test_a_day_says_what_it_rests_on() -> None:
    published = find_published("d1", "12 May 2016\n\nIt fell.", url="https://news.example/2016/05/12/it-fell")
    assert published
    assert published.evidence == ("at the start of a line of the page", "also the address")


def test_all_days_that_may_be_the_documents_own_are_listed() -> None:
    url = "https://news.example/2014/06/10/nine"
    found = find_date_candidates("Updated 9 October 2019\n\nNine died.", url=url, given=GIVEN)
    assert [(candidate.day, candidate.source) for candidate in found] == [
        (date(2016, 6, 20), "metadata"),
        (date(2014, 6, 10), "address"),
        (date(2019, 10, 9), "page"),
    ]
