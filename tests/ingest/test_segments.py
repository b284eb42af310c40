"""What is set aside, what is not: one line in the middle, at the head or at the end of a report."""

import pytest

from crossclaim.ingest import find_segments
from crossclaim.ingest.patterns import find_line_pattern, load_patterns
from crossclaim.model import SegmentKind

BEFORE = (
    "Gunmen attacked the market of Kutum on Tuesday and killed at least nine traders, two witnesses said by telephone."
)
AFTER = "The governor blamed a local militia for the raid, the third in the district since the beginning of the month."
NOWHERE = "The river runs past the market, and the bridge over it was closed to lorries for the whole of the afternoon."


def marked(text: str) -> list[tuple[str, str]]:
    return [(segment.kind.value, text[segment.start : segment.end]) for segment in find_segments(text)]


def kind_of(text: str, line: str) -> str:
    return next(kind for kind, passage in marked(text) if passage == line)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        # captions
        ("Photo: A volunteer above the gorge", "caption"),
        ("PHOTO: A burnt lorry near Kutum. 12 people died there", "caption"),
        ("Photos: the funeral in Goma", "caption"),
        ("Photo credit: Jane Doe", "caption"),
        ("Image: Smoke over the port /AFP", "caption"),
        ("Image 2: the crater", "caption"),
        ("Caption: Soldiers on the bridge", "caption"),
        ("File photo", "caption"),
        ("File photo of the old market", "caption"),
        ("FILE PHOTO: Smoke rises over the town, 5 May 2019", "caption"),
        ("FILE - Soldiers patrol the road in this Aug. 5 photo", "caption"),
        ("(Photo by Jane Doe/AFP)", "caption"),
        ("A woman walks past rubble in the old town (Photo by Jane Doe)", "caption"),
        ("Troops near the dam on Sunday (AFP photo)", "caption"),
        ("Omar Doe/Reuters", "caption"),
        ("© Getty Images", "caption"),
        ("Фото: разрушенный дом в Чугуеве", "caption"),
        ("Foto: el puente destruido", "caption"),
        ("صورة: آثار القصف في المدينة", "caption"),
        ("📷 Photo: crater at the school", "caption"),  # an emoji before the label
        ("Photo shows the crater that the bomb left beside the school.", "body"),  # a sentence of the report
        ("Photographs of the dead were shown to reporters on Tuesday.", "body"),
        ("Images of the strike killed hopes for the truce, an aide said.", "body"),
        ("Caption writers were among the nine journalists detained.", "body"),
        ("File cabinets were looted from the governor's office.", "body"),
        ("Picture the scene: nine bodies, and nobody to bury them.", "body"),
        # furniture
        ("Share this:", "boilerplate"),
        ("Share", "boilerplate"),
        (">> Share on Facebook >> Print this post", "boilerplate"),
        ("Facebook Twitter WhatsApp Telegram", "boilerplate"),
        ("Follow us on Twitter @newsdesk for more", "boilerplate"),
        ("Join our Telegram channel", "boilerplate"),
        ("👉 Share & subscribe", "boilerplate"),
        ("👉 Subscribe: 214 000 of us already", "boilerplate"),
        ("Subscribe to our newsletter and never miss a story", "boilerplate"),
        ("Sign up for our daily briefing", "boilerplate"),
        ("💚 Donate: link in bio", "boilerplate"),
        ("We use cookies to give you the best experience on our website.", "boilerplate"),
        ("Advertisement", "boilerplate"),
        ("ADVERTISEMENT - CONTINUE READING BELOW", "boilerplate"),
        ("Read also: Army retakes Homs, 12 dead", "boilerplate"),
        ("READ MORE: Rebels shell the airport", "boilerplate"),
        ("Previous: Students march in the capital", "boilerplate"),
        ("Tags: #Afar #Tigray #fakenews", "boilerplate"),
        ("Filed under: Anbar, Victories | Tagged: army, convoy", "boilerplate"),
        ("© 2016 Example Press. All rights reserved.", "boilerplate"),
        ("Copyright 2019 The Example Wire", "boilerplate"),
        ("Skip to content", "boilerplate"),
        ("4 min read", "boilerplate"),
        ("By Jane Doe", "boilerplate"),
        ("By Jane Doe and Omar Roe, Example Wire", "boilerplate"),
        ("By our Great Lakes correspondent", "boilerplate"),
        ("(Reporting by Jane Doe; Editing by Omar Roe)", "boilerplate"),
        ("Additional reporting by Jane Doe in Beirut", "boilerplate"),
        ("(Reporting by our staff in Goma; editing by the night desk)", "boilerplate"),
        ("(Reporting by local radio that 12 had died was denied.)", "body"),
        ("English | Pashto | Dari", "boilerplate"),
        ("EN / FR / عربي", "boilerplate"),
        ("English | Pashto | Dari speakers were among the nine dead", "body"),
        ("For media enquiries only: Maj. Roe, +976 11 555 010", "boilerplate"),
        ("For media, enquiries into the nine deaths have become routine.", "body"),
        ("Press inquiries into the nine deaths were met with silence.", "body"),
        ("MINISTRY OF DEFENCE", "body"),  # in the middle it may be the heading of what it said
        ("Source: Example Wire and agencies", "boilerplate"),
        ("Our Standards: The Example Trust Principles.", "boilerplate"),
        ("Last updated: 5 May 2021 10:12 GMT", "dateline"),
        ("Updated 3 hours ago", "dateline"),
        ("Date of publication 3 July 2019", "dateline"),
        ("Share of the dead from Kutum: four in ten, the doctor said.", "body"),
        ("Share prices fell after the coup was announced.", "body"),
        ("Follow-up attacks on the village killed three more people.", "body"),
        ("Followers of the cleric burned two police posts.", "body"),
        ("Subscribers to the ceasefire include both militias.", "body"),
        ("Cookies and rice were looted from the aid trucks.", "body"),
        ("Related violence killed 3 people in the next valley.", "body"),
        ("Tags worn by the dead showed that they were conscripts.", "body"),
        ("Copyright lawyers were among the nine people detained.", "body"),
        ("By nightfall, the rebels had taken the bridge.", "body"),
        ("By Tuesday, nine people had died.", "body"),
        ("By evening the protest had turned ugly", "body"),  # no full stop, still no name
        ("Reporting by local radio that 12 had died was denied.", "body"),
        ("Source of the fire: a shell that hit the depot, he said.", "body"),
        ("Sources in the army said that 12 men had been killed.", "body"),
        ("Read together, the two statements admit 12 dead.", "body"),
        ("Leave a reply, the kidnappers told the family, or he dies.", "body"),
        ("Comments by the minister on the killings angered the opposition.", "body"),
        ("Three comments on the video named the victims.", "body"),
        ("Previous attacks on the road killed 12 people.", "body"),
        ("Updated figures put the toll at 19.", "body"),
        ("Topics of the talks were the truce and the prisoners.", "body"),
        ("Home guards shot two looters.", "body"),
        ("KUTUM", "body"),  # a section's heading is where its incidents happened
        ("- 16 Jan, Guayaquil: Armed men clashed with a rival cell", "body"),
        ("12 June 2014", "body"),  # in a chronology a date between paragraphs dates the next one
        ("💬 Ahmad_Z: i heard 100 dead!!", "comment"),
        ("@user1: hope they are all safe", "comment"),
    ],
)
def test_line_between_paragraphs(line: str, kind: str) -> None:
    assert kind_of(f"{BEFORE}\n\n{line}\n\n{AFTER}\n\n{NOWHERE}", line) == kind
    assert kind_of(f"{BEFORE}\r\n{line}\r\n{AFTER}\r\n{NOWHERE}", line) == kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Fri. Dec 9th, 2022", "dateline"),
        ("18 June 2021", "dateline"),
        ("2021-06-18", "dateline"),
        ("18.06.2021", "dateline"),
        ("Posted on Thursday, June 23, 2016 by admin", "dateline"),
        ("Published: 14 September 2024", "dateline"),
        ("Tuesday, 14 April 2015", "dateline"),
        ("Reporting period: 15–21 January", "dateline"),
        ("Period covered: 24 February - 2 March 2021", "dateline"),
        ("Colombo, 25 November 2008", "dateline"),
        ("PORT-AU-PRINCE, 2 October", "dateline"),
        ("Sana'a, 7 Rajab 1442 / 19 February 2021", "dateline"),
        ("FRONT LINE DIARY | November 7, 2024 | 3 comments", "dateline"),
        ("By Selam H. | August 25, 2021 | 4 min read", "dateline"),
        ("[Mon, 24 November 2008, 15:42 GMT]", "dateline"),
        ("🔴 URGENT | Kutum front | 23 August 2022", "dateline"),
        ("Home | Who we are | Archive | Donate | Bahasa Indonesia", "boilerplate"),
        ("Menu ≡ Search", "boilerplate"),
        ("3 comments", "boilerplate"),  # a count at the head opens no comments
        ("(Updates toll; corrects age of youngest victim in paragraph 3)", "boilerplate"),
        ("MINISTRY OF DEFENCE", "boilerplate"),
        ("Ministry of the Interior of the Republic of Oltai", "boilerplate"),
        ("PRESS SERVICE OF THE GENERAL STAFF", "boilerplate"),
        ("REPUBLIC OF OLTAI", "boilerplate"),
        ("Press release No. 118", "boilerplate"),
        ("FOR IMMEDIATE RELEASE", "boilerplate"),
        ("Communiqué no. 4", "boilerplate"),
        ("English | Pashto | Dari", "boilerplate"),
        ("MINISTRY OF DEFENCE DENIES RAID", "title"),
        ("Ministry of Interior raises toll", "title"),
        ("REPUBLIC OF FEAR UNDER FIRE", "title"),
        ("Press release on raid withdrawn", "title"),
        ("Statement on the raid", "title"),
        ("Nine traders killed in Kutum market", "title"),
        ("‘We had no time to run’: the market of Kutum", "title"),
        ("UPDATE 2-Toll in Kutum raid rises to nine", "title"),
        ("مقتل تسعة تجار في سوق كتم", "title"),
        ("Esteemed compatriots,", "body"),
        ("* Ministry raises toll from 11", "body"),  # one of a list of points
        ("Red salute to the fighters!", "title"),
        ("In 2021 nine traders died:", "body"),
    ],
)
def test_line_before_the_first_paragraph(line: str, kind: str) -> None:
    assert kind_of(f"{line}\n\n{BEFORE}\n\n{AFTER}", line) == kind


@pytest.mark.parametrize(
    ("prefix", "rest"),
    [
        ("KABUL, Dec 9 (Agency) -", "Gunmen"),
        ("KABUL (Bakhtar) - Wednesday, August 24, 2022:", "Gunmen"),
        ("BEIRUT (AFP) —", "Gunmen"),
        ("Beirut (AFP) -", "Gunmen"),
        ("ALEPPO, SANA –", "Gunmen"),
        ("PUL-I-KHUMRI, Afghanistan, Sept 17 -", "Gunmen"),
        ("ODESA -", "Gunmen"),
        ("GOMA -", "Gunmen"),  # a town of four letters
        ("BUNIA, Democratic Republic of Congo —", "Gunmen"),
        ("GAZA CITY, March 13 (Tuesday) —", "Gunmen"),
        ("ZAMBOANGA CITY, Philippines (Sept. 26) —", "Gunmen"),
        ("RAIPUR, 14 July 2010:", "Gunmen"),
        ("Kawkareik, March 26 —", "Gunmen"),
        ("CÚCUTA, Colombia —", "Gunmen"),
        ("ОДЕСА -", "Gunmen"),
        ("MOSCOW/KYIV (Newsline) —", "Gunmen"),
        ("MOSCOW, June 3. /TASS/.", "Gunmen"),
        ("SRINAGAR, India:", "Gunmen"),
        ("BUNIA, Democratic Republic of Congo:", "Gunmen"),
        ("[Mon, 24 November 2008, 15:42 GMT]", "Gunmen"),
        ("Date of publication 3 July 2019", "Gunmen"),
        ("07.11.2018Get short URL 2 31", "Gunmen"),
        ("Wednesday 7 November 2018", "Gunmen"),
        ("9 Sep 2018", "Gunmen"),
        ("AFP Tuesday 6 Aug 2019", "Gunmen"),
        ("Monday 5 August 2019 08:40", "Gunmen"),
    ],
)
def test_dateline_is_cut_off_the_first_paragraph(prefix: str, rest: str) -> None:
    text = f"{prefix} {BEFORE}"
    assert rest == BEFORE[: len(rest)]
    assert marked(text) == [("dateline", prefix), ("body", BEFORE)]
    assert marked(f"{text}\n\n{AFTER}") == [("dateline", prefix), ("body", BEFORE), ("body", AFTER)]


@pytest.mark.parametrize(
    "start",
    [
        "IDF - Three terrorists were killed in Jenin",  # who says it, not where
        "SOHR – 12 killed in Idlib",
        "HAMAS - We fired rockets at the base",
        "SOHR: 12 killed in Idlib",
        "HAMAS, Fatah: two statements on the raid",
        "Srinagar, India: two soldiers were killed",  # in small letters as often a heading
        "ABE DOE, spokesman: we lost nobody",
        "GAZIANTEP: the road is closed",
        "BREAKING - Blast heard in the capital",
        "UPDATE: Blast heard in the capital",
        "Jaish al-Islam (JaI) – the rebel group – said it had taken the bridge",
        "8 November 2016 saw the heaviest clashes yet",
        "15 June 2016, the army said, was the worst day",
        "On 15 June 2016 the army attacked",
        "Ahmed Doe (32) - a teacher - was killed",
        "In Homs, meanwhile - nobody knows why - the firing stopped",
        "Syria - a country at war since 2011 - held elections",
        "At 2.30 a.m. - long before dawn - gunmen came",
        "15 people were killed on 12 May 2014 in Homs",
    ],
)
def test_start_of_a_sentence_is_no_dateline(start: str) -> None:
    assert marked(f"{start}. {AFTER}") == [("body", f"{start}. {AFTER}")]


@pytest.mark.parametrize("note", ["(Reporting by Jane Doe in Goma; editing by Omar Roe)", "[Translated by Jane Doe]."])
def test_desk_credits_are_cut_off_the_end(note: str) -> None:
    assert marked(f"{BEFORE} {note}") == [("body", BEFORE), ("boilerplate", note)]
    assert marked(f"{BEFORE} {note}\n\n{AFTER}") == [("body", BEFORE), ("boilerplate", note), ("body", AFTER)]


@pytest.mark.parametrize(
    "end", ["(reported by local radio)", "(reporting by the army was denied)", "(12 in Goma; nine in Beni)", "Roe)"]
)
def test_other_brackets_at_the_end_stay(end: str) -> None:
    assert marked(f"{BEFORE} {end}") == [("body", f"{BEFORE} {end}")]


def test_comments_last_to_the_end_of_the_page() -> None:
    text = f"""Fri. Dec 9th, 2022

{BEFORE}

Photo: Dead fighters

{AFTER}

5 thoughts on “Night Raid on the Gorge Ends in Retreat”
  1. Glory to our volunteers✊🏻

    My uncle saw the lorries come back empty, he counted 400 missing, the whole country should rise with you now!

Leave a Reply

Your email address will not be published. Required fields are marked *"""
    assert [segment.kind.value for segment in find_segments(text)] == [
        "dateline",
        "body",
        "caption",
        "body",
        "boilerplate",
        "comment",
        "comment",
        "boilerplate",
        "boilerplate",
    ]
    assert all(segment.reason for segment in find_segments(text) if segment.kind is not SegmentKind.BODY)


@pytest.mark.parametrize(
    "heading", ["3 Comments", "COMMENTS", "Comments (3)", "3 responses to “Nine dead”", "Комментарии (3)"]
)
def test_comment_heading_opens_comments_after_body_only(heading: str) -> None:
    assert kind_of(f"{BEFORE}\n{heading}\nOlga S.: Where is the video?", "Olga S.: Where is the video?") == "comment"
    assert kind_of(f"{heading}\n{BEFORE}\n{AFTER}", BEFORE) == "body"


def test_list_of_links_ends_where_prose_begins() -> None:
    text = f"{BEFORE}\n\nRelated stories\n\nArmy retakes Homs\n\nRebels shell Taiz, kill 12\n\n{AFTER}"
    assert [kind for kind, _ in marked(text)] == ["body", "boilerplate", "boilerplate", "boilerplate", "body"]


def test_title_below_the_name_and_date_of_the_page() -> None:
    text = f"MORNING STAR DIARY\n5 May 2021\n\nTROOPS ROUTED AT THE RIVER\n\n{BEFORE}"
    assert [kind for kind, _ in marked(text)] == ["body", "dateline", "title", "body"]


def test_posts_in_a_list_are_no_comments_on_the_first() -> None:
    text = "@one: Airstrike on Idlib kills 3 people near the old mill\n@two: Four killed there, say the neighbours"
    assert [kind for kind, _ in marked(text)] == ["body", "body"]


def test_text_of_one_line_is_kept_whole() -> None:
    text = "At least 11 civilians were killed Tags Syria ISIS civilians Read Also Share on Facebook Comments (3)"
    assert marked(text) == [("body", text)]
    assert marked("Photo: Dead fighters") == [("body", "Photo: Dead fighters")]


def test_hard_wrapped_paragraph_is_one_segment() -> None:
    lines = [
        "Gunmen attacked the market of Kutum on Tuesday and killed at least nine",
        "traders, two witnesses said. Photographs that were sent to reporters show",
        "By Jane Doe the names of the dead, which a nurse had written down on the",
        "back of a calendar. The governor blamed a militia.",
    ]
    assert marked("\n".join(lines)) == [("body", "\n".join(lines))]


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "\u00a0\u2028"])
def test_blank_text_has_no_segments(text: str) -> None:
    assert find_segments(text) == ()


def test_patterns_load_and_take_the_texts_they_serve() -> None:
    zones = frozenset({"any", "head", "edge", "after"})
    for pattern in load_patterns().lines.values():
        assert pattern.zone in zones
        assert pattern.reason
        served = [text for text in pattern.serves.split(" | ") if text not in {"...", ""}]
        taken = [found for text in [pattern.serves, *served] if (found := find_line_pattern(text, zones))]
        assert taken, pattern.name
    assert all(edge.reason and edge.serves for edge in (*load_patterns().prefixes, *load_patterns().suffixes))
    assert all(edge.pattern.search(edge.serves) for edge in load_patterns().suffixes)


@pytest.mark.parametrize(
    "unit",
    [
        "home > ",
        "A/",
        "| ",
        "By A ",
        "A and ",
        "1 ",
        "May 1 ",
        "((",
        "#a ",
        "A, ",
        "© ",
        "AFP/",
        "(Reporting by ",
        "English | ",
    ],
)
def test_patterns_stay_linear(unit: str) -> None:
    # Exponential matching would take hours here, not milliseconds.
    zones = frozenset({"any", "head", "edge", "after"})
    find_line_pattern((unit * 400)[:399] + "\x00", zones)
    find_segments((unit * 400)[:399] + "\x00")


REPORT = (
    "Rebels attacked the town of Djibo on Sunday, killing 12 soldiers, officials said on Monday in a statement.\n\n"
)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Share this: Twitter Facebook", "boilerplate"),  # heading and buttons in one line
        ("Share: X WhatsApp Telegram", "boilerplate"),
        ("Like this: Like Loading...", "boilerplate"),
        ("For media enquiries call +976 11 555 010", "boilerplate"),
        ("Press contact: press@ministry.example", "boilerplate"),
        ("Mail (will not be published) (required)", "boilerplate"),
        ("Share of the dead who were civilians is rising, officials said.", "body"),
        ("Press freedom groups said two reporters were hurt.", "body"),
    ],
)
def test_furniture_below_a_report(line: str, kind: str) -> None:
    assert find_segments(REPORT + line + "\n")[-1].kind.value == kind
