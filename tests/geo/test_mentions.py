"""Places in context. Marked text: [span|name|country|admin1], the first reading; "-" is None."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossclaim.geo import Gazetteer, PlaceContext, find_places
from crossclaim.model import Precision

MARK = re.compile(r"\[([^|\]]+)\|([^|\]]*)\|([^|\]]*)\|([^|\]]*)\]")


def unmark(marked: str) -> tuple[str, list[tuple[str, str | None, str | None, str | None]]]:
    expected = [tuple(None if part == "-" else part for part in match.groups()) for match in MARK.finditer(marked)]
    return MARK.sub(lambda match: match.group(1), marked), expected  # type: ignore[return-value]


@pytest.mark.parametrize(
    "marked",
    [
        # administrative nouns and what they lie in
        "Fighting broke out in [Maiwand district of Kandahar|Maiwand|AF|Kandahar] overnight.",
        "Two died in [Andar district, Ghazni province, Afghanistan|Andar|AF|Ghazni], on Monday.",
        "A post fell in [the Qasan valley of Andarab|Qasan|AF|Baghlan], Afghan officials said.",
        "Troops left [the southern province of Deir Ezzor|Deir ez-Zor|SY|Deir ez-Zor] by night.",
        "Militants in [Latakia Province|Latakia|SY|Latakia] shelled a post in [Syria|Syria|SY|-].",
        "Guards at [Diyala Province|Diyala|IQ|Diyala] offices in [Iraq|Iraq|IQ|-] were hit.",
        "It lies in [the Salang area of Parwan|Salang|AF|Parwan], two drivers said.",
        "They crossed [the Donetsk region of Ukraine|Donetsk|UA|Donetsk] again.",
        "Fighters took [the provinces of Takhar, Kapisa and Nimroz|Takhar and Kapisa and Nimroz|AF|-] at dawn.",
        "Two died in [Andar district of Ghazni province|Andar|AF|Ghazni], Afghan officials said.",
        # of its district's name the gazetteer knows one elsewhere only: not that one
        "Two died in [Maiwand district of Ghazni province|Maiwand|AF|Ghazni], Afghan officials said.",
        "Two died in [Maiwand district of Ghazni|Maiwand|AF|Ghazni], Afghan officials said.",
        # settlements the gazetteer has, in their country
        "The army shelled [Khan Sheikhun in Idlib province|Khān Shaykhūn|SY|Idlib] at dawn.",
        "Strikes hit [Khan Sheikhoun|Khān Shaykhūn|SY|Idlib] in northern parts of [Idlib|Idlib|SY|Idlib].",
        "Two shells fell in [Mekelle|Mek'ele|ET|Tigray], Ethiopian officials said.",
        "Clashes went on near [Bakhmut in Ukraine|Bakhmut|UA|Donetsk].",
        "The garrison of [Artemivsk, Donetsk|Bakhmut|UA|Donetsk], Ukrainian troops said, held on.",
        "Rockets struck near [Kobani|‘Ayn al ‘Arab|SY|Aleppo] and Syrian Kurdish fighters fired back.",
        # punctuation lost
        "Fierce clashes took place in [Syrias Aleppo province|Aleppo|SY|Aleppo] on Wednesday.",
        "A checkpoint in [Azaz Aleppo province|I‘zāz|SY|Aleppo] was hit by rebels.",
        "Two people died in [Idlib Syria|Idlib|SY|Idlib] when jets struck.",
        # widened spans
        "Jets bombed [northern Aleppo|Aleppo|SY|Aleppo], Syrian media said.",
        "People fled [the besieged town of Douma in Syria|Dūmā|SY|Rif Dimashq].",
        "Shells hit [rebel-held Idlib province|Idlib|SY|Idlib] and Syrian rebels fired back.",
        # regions, valleys, seas, camps of our own list
        "Aid entered [Eastern Ghouta|Eastern Ghouta|SY|Rif Dimashq] after a month.",
        "The offensive in [Panjshir Valley|Panjshir Valley|AF|Panjshir] failed.",
        "A convoy was hit in [Nagorno-Karabakh|Nagorno-Karabakh|AZ|Nagorno-Karabakh].",
        "Thousands fled [Darfur|Darfur|SD|-] last year.",
        "A ship was hit in the [Black Sea|Black Sea|-|-] by a drone.",
        "A drone fell into the [Red Sea|Red Sea|-|-], Sudanese officials said.",
        "Raiders crossed [Red Sea state|Red Sea|SD|Red Sea], Sudanese officials said.",
        "Pirates held a crew in the [Gulf of Aden|Gulf of Aden|-|-] for days.",
        "Fires spread in [the Golan Heights|Golan Heights|SY|Quneitra] at noon.",
        "Shells landed near [Zamzam displacement camp|Zamzam Camp|SD|North Darfur] at noon.",
        # names the gazetteer lacks, in a place's position
        "Syrian troops lost [the hamlets of Tel Arousa and Qarqafa|Tel Arousa and Qarqafa|SY|-].",
        "Raiders burned [the village of Oyo Dabanga|Oyo Dabanga|-|-] at night.",
        "A bomb went off in [the Al-Jamilia neighbourhood of Aleppo|Al-Jamilia|SY|Aleppo].",
        "They met at [Kpandruma-Sud, Ituri|Kpandruma-Sud|CD|Ituri] last week.",
        "Soldiers stationed on [Mount Goran|Mount Goran|-|-] were struck.",
        "Rebels overran [Wad Hamra|Wad Hamra|-|-] before dawn.",
        "A strike on [Urum Sadiq|Urum Sadiq|-|-] killed three.",
        # facilities
        "Planes landed at [Aleppo airport|Aleppo|SY|Aleppo] at noon.",
        "Snipers closed [the Elwak-Kotulo road|Elwak-Kotulo|KE|-], Kenyan police said.",
        # nationality and part of the country; the capital by its country
        "Drones crossed [the Turkish border|Turkey|TR|-] twice.",
        "Protesters gathered in [the Syrian capital|Damascus|SY|Damascus] on Friday.",
        # the owner before
        "[Syria's Hama province|Hama|SY|Hama] was shelled.",
        "[KABUL|Kabul|AF|Kabul] (Bakhtar) - Afghan police held two men.",
        "Envoys met in [Washington|Washington|US|District of Columbia] on Friday, American officials said.",
        "Barrel bombs fell on [the Damascus suburb of Daraya|Dārayyā|SY|Rif Dimashq] on Friday.",
        # emoji, other scripts beside the name; offsets stay true
        "💥💥 Strike in [Idlib|Idlib|SY|Idlib] 🇸🇾 إدلب in [Syria|Syria|SY|-]",
        "[Бахмут|Bakhmut|UA|Donetsk]: fighting near [Bakhmut|Bakhmut|UA|Donetsk], Ukrainian army says.",
    ],
)
def test_places_in_context(gazetteer: Gazetteer, marked: str) -> None:
    text, expected = unmark(marked)
    found = [
        (text[each.start : each.end], first.name, first.country, first.admin1)
        for each in find_places(text, [(0, len(text))], gazetteer)
        for first in each.readings[:1]
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("President Paris spoke to reporters.", "a title before it"),
        ("Gen. Homs rejected the report.", "a dotted title"),
        ("Rami Abdel Rahman said so.", "a person's name that holds a village's"),
        ("Jack London wrote of it.", "a first name before it"),
        ("spokesman Marwan Hama gave no figure.", "the surname of a full name"),
        ("The Aleppo Media Center posted it.", "an outlet"),
        ("A professor at the University of Leeds spoke.", "an institution named after a city"),
        ("Islamic State of Iraq and Syria denied it.", "an organisation"),
        ("The Free Syrian Army moved.", "an army"),
        ("Syrian warplanes attacked.", "a nationality is no place"),
        ("Turkey said it would answer.", "a government that speaks"),
        ("Moscow launched a campaign.", "a capital that stands for its government"),
        ("He held talks with Turkey.", "an opponent, no scene"),
        ("Sunday was calm.", "a weekday that is a village, too"),
        ("On March 3 they met.", "a month"),
        ("Mosque officials wept.", "a common noun at a sentence's start"),
        ("In Ramadan they fast.", "a feast after 'in'"),
        ("in Arabic and in English", "languages after 'in'"),
        ("The Houthis and the Kurds met.", "peoples"),
        ("Russia-backed troops left.", "a country that qualifies"),
        ("Large Rebel Offensive Ends in Massacre", "a headline's capitals say nothing"),
        ("SANAs correspondent gave no figure.", "an agency, its apostrophe lost"),
        ("Islam and Christianity", "religions"),
        ("reports from AFP and Reuters", "agencies"),
        ("Numerous villages burned.", "a quantifier before a type noun"),
        ("", "nothing"),
        ("the town was taken and the village burned", "no name at all"),
    ],
)
def test_what_is_no_place(gazetteer: Gazetteer, text: str, reason: str) -> None:
    assert [text[each.start : each.end] for each in find_places(text, [(0, len(text))], gazetteer)] == [], reason


@pytest.mark.parametrize(
    ("text", "countries", "country"),
    [
        ("Fighting in Tripoli went on.", ("LB",), "LB"),  # Lebanon's, not Libya's
        ("Fighting in Tripoli went on.", ("LY",), "LY"),
        ("Fighting in Tripoli went on, Lebanese police said.", (), "LB"),
        ("Two died in Andarab.", ("AF",), "AF"),  # Iran has a village of the name
        ("A patrol near Madaya was hit in Syria, Syrian media said.", (), "SY"),  # Myanmar's is larger
        ("He was seen in Kuki.", ("IN",), "IN"),  # a namesake in a country the text never names is not believed
        # a province and its seat are known beyond their country, whoever attacks them
        ("The shelling of Kherson went on.", ("RU",), "UA"),
    ],
)
def test_the_documents_country_decides(
    gazetteer: Gazetteer, text: str, countries: tuple[str, ...], country: str
) -> None:
    first = find_places(text, [(0, len(text))], gazetteer, context=PlaceContext(countries=countries))[0]
    assert first.readings[0].country == country


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("in Syria", Precision.COUNTRY),
        ("in Idlib province", Precision.ADMIN1),
        ("in Maiwand district", Precision.ADMIN2),
        ("in Idlib city", Precision.LOCALITY),
        ("in Panjshir Valley", Precision.REGION),
        ("in the Kolwahi valley", Precision.REGION),  # not in the gazetteer
    ],
)
def test_precision_says_what_the_point_is_of(gazetteer: Gazetteer, text: str, precision: Precision) -> None:
    reading = find_places(text, [(0, len(text))], gazetteer)[0].readings[0]
    assert reading.precision is precision
    assert (reading.lat is None) == (reading.gazetteer_id is None)
    assert reading.evidence


def test_runners_up_are_kept(gazetteer: Gazetteer) -> None:
    text = "in Tripoli"
    readings = find_places(text, [(0, len(text))], gazetteer)[0].readings
    assert {"LB", "LY"} <= {reading.country for reading in readings}


def test_later_mention_takes_the_province_of_the_first(gazetteer: Gazetteer) -> None:
    text = "Raiders took the village of Zaytuna in Hama province, Syria. Hours later Syrian troops retook Zaytuna."
    places = find_places(text, [(0, len(text))], gazetteer)
    assert text[places[-1].start : places[-1].end] == "Zaytuna"
    assert places[-1].readings[0].admin1 == "Hama"


def test_neighbourhood_lies_in_the_town_named_before(gazetteer: Gazetteer) -> None:
    text = "Shells hit Aleppo city, Syria. In al-Furqaniya neighbourhood two people died."
    places = find_places(text, [(0, len(text))], gazetteer)
    assert (places[-1].readings[0].name, places[-1].readings[0].admin1) == ("al-Furqaniya", "Aleppo")


@pytest.mark.parametrize(
    ("text", "names", "precision"),
    [
        (
            "in the provinces of Nimroz, Parwan, Takhar and Kapisa",  # Parwan is a name of a town, too
            ["Nimroz", "Parwan", "Takhar", "Kapisa"],
            Precision.ADMIN1,
        ),
        ("in Kapisa and Parwan provinces", ["Kapisa", "Parwan"], Precision.ADMIN1),
        ("in Kapisa and Parwan", ["Kapisa", "Jabal os Saraj"], None),  # nothing says provinces
    ],
)
def test_names_of_a_list_are_what_its_noun_says(
    gazetteer: Gazetteer, text: str, names: list[str], precision: Precision | None
) -> None:
    text += ", Afghan officials said. Fighting went on in Panjshir province."
    *listed, _ = find_places(text, [(0, len(text))], gazetteer)
    if precision is None:
        assert [each.readings[0].name for each in listed] == names
        return
    first, *each = listed[0].readings
    assert (first.name, first.country, first.admin1) == (" and ".join(names), "AF", None)
    assert [reading.name for reading in each] == names
    assert {reading.precision for reading in each} == {precision}


@pytest.mark.parametrize(
    ("text", "admin1"),
    [
        ("Raiders burned the village of Zaytuna. They came from Hama in Syria.", "Hama"),
        ("Raiders burned the village of Zaytuna. They came from Hama and Idlib in Syria.", None),  # which of the two?
        ("HOMS, Syria, May 3 - Raiders burned the village of Zaytuna.", None),  # written there, no more
        ("Fire spread from the provinces of Hama and Idlib, Syria. Raiders burned the village of Zaytuna.", None),
        ("Officials in Damascus, Syria, said raiders burned the village of Zaytuna.", None),  # a capital
    ],
)
def test_unknown_name_lies_in_the_only_province_named(gazetteer: Gazetteer, text: str, admin1: str | None) -> None:
    found = {text[each.start : each.end]: each.readings[0] for each in find_places(text, [(0, len(text))], gazetteer)}
    assert found["the village of Zaytuna"].admin1 == admin1


def test_only_the_ranges_given_are_read(gazetteer: Gazetteer) -> None:
    text = "In Syria. In Iraq. In Yemen."
    found = find_places(text, [(0, 9), (19, len(text))], gazetteer)
    assert [text[each.start : each.end] for each in found] == ["Syria", "Yemen"]


def test_excluded_ranges_hold_no_place(gazetteer: Gazetteer) -> None:
    text = "The Army of Idlib is in Hama, Syria."
    found = find_places(text, [(0, len(text))], gazetteer, context=PlaceContext(excluded=((4, 17),)))
    assert [text[each.start : each.end] for each in found] == ["Hama, Syria"]


PIECES = st.sampled_from(
    [
        "Aleppo",
        "Idlib",
        "Syria",
        "in",
        "near",
        "the",
        "village",
        "of",
        "province",
        "district",
        ",",
        "'",
        "’s",
        "s",
        "(",
        ")",
        "and",
        "Syrian",
        "Turkish",
        "border",
        "capital",
        "city",
        "Gen.",
        "Mohammed",
        "Al-Nusra",
        "al-Bab",
        "ez",
        "Zor",
        "💥",
        "حلب",
        "\n",
        "Mount",
        "Gulf",
        "Aden",
        "U.S.",
        "-held",
        "-",
        ".",
        "12",
        "Ünï",
        "é́",
        "�",
        "\x00",
    ]
)


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map(" ".join), st.lists(PIECES).map("".join)))
def test_spans_are_exact_ordered_and_apart(gazetteer: Gazetteer, text: str) -> None:
    reached = 0
    for each in find_places(text, [(0, len(text))], gazetteer):
        assert reached <= each.start < each.end <= len(text)
        assert text[each.start : each.end].strip() == text[each.start : each.end]
        assert each.readings
        reached = each.end


@pytest.mark.parametrize("piece", ["A", "Aleppo ", "in ", "al-", "'s ", "of the ", "A.", "Syria, ", "\u0301", "("])
def test_a_long_line_is_read_in_linear_time(gazetteer: Gazetteer, piece: str) -> None:
    text = piece * (60_000 // len(piece))
    find_places(text, [(0, len(text))], gazetteer)
