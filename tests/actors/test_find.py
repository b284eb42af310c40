"""Parties named in a text, and who they are."""

from itertools import pairwise

import pytest

from crossclaim.actors import ActorIndex, find_actors, load_index, main_countries, place_generic_actors, rank_actors
from crossclaim.geo.lexicon import load_lexicon
from crossclaim.model import ActorKind

# Text, then "words = who" for every party in order, and why. A generic party is told by its kind's label.
FOUND = [
    # known by name
    ("The Taliban seized Osma.", "The Taliban = Taliban", "a plain name, listed with its article"),
    ("Fighters from al-Shabaab fled.", "Fighters from al-Shabaab = al-Shabaab", "membership is taken in"),
    ("Members of the so-called Islamic State fled.",
     "Members of the so-called Islamic State = Islamic State", "a slight"),
    ("Islamic State militants fled.", "Islamic State militants = Islamic State", "a head noun behind"),
    ("The Houthi movement said so.", "Houthi movement = Houthis", "a joined noun"),
    ("ISIS fired on the town.", "ISIS = Islamic State", "acronym"),
    ("What is it? Is it over?", "", "a small word is no acronym"),
    ("Hezbollah's rockets fell.", "Hezbollah = Hezbollah", "possessive left out"),
    ("Hezbollahs rockets fell.", "Hezbollah = Hezbollah", "its apostrophe lost"),
    ("Boko Haram fighters came.", "Boko Haram fighters = Boko Haram", "two words and a head noun"),
    ("BOKO HARAM FIGHTERS CAME", "BOKO HARAM FIGHTERS = Boko Haram", "a headline in capitals"),
    ("The Wagner Group's mercenaries left.", "Wagner Group's mercenaries = Wagner Group", "possessive inside"),
    ("Kataib Hezbollah denied it.", "Kataib Hezbollah = Kata'ib Hezbollah", "the longer name, apostrophe lost"),
    ("The Lord’s Resistance Army came.", "Lord’s Resistance Army = Lord's Resistance Army", "curly apostrophe"),
    ("القوات: طالبان هاجمت", "طالبان = Taliban", "native script"),
    ("ВС РФ обстреляли село", "ВС РФ = Government of Russia", "native script, acronym"),
    ("💥 IDF strikes Osma 💥", "IDF = Government of Israel", "offsets behind an emoji"),
    # hostile and loyal names
    ("The orcs were driven out.", "orcs = Government of Russia", "a slur is a name"),
    ("Zionist enemy jets flew over.", "Zionist enemy jets = Government of Israel", "a hostile name"),
    ("Assad gangs shelled Osma.", "Assad gangs = Government of Syria", "a hostile name with a head noun"),
    ("The Daesh terrorists fled.", "Daesh terrorists = Islamic State", "a hostile name in general use"),
    # governments by metonym, and places that only look like them
    ("Kyiv said it shot down nine drones.", "Kyiv = Government of Ukraine", "a capital that speaks"),
    ("Shells fell in Kyiv overnight.", "", "a capital as scene"),
    ("Israel struck a depot.", "Israel = Government of Israel", "a country that acts"),
    ("Clashes in northern Israel went on.", "", "a country as scene"),
    ("Israel's north was hit.", "", "a country that has a north"),
    ("Moscow denied the report.", "Moscow = Government of Russia", "a capital that denies"),
    ("A flight from Moscow landed.", "", "a capital as origin"),
    ("Russia, Iran and Turkey met.", "", "bare lists of countries are no parties"),
    # peoples before deeds
    ("Russian air strikes killed nine.", "Russian = Government of Russia", "a people before a deed"),
    ("Rwandan troops crossed over.", "Rwandan troops = Government of Rwanda", "a people before its troops"),
    ("Ethiopian literature flourished.", "", "no deed"),
    ("Burkinabe soldiers were ambushed.", "Burkinabe soldiers = Government of Burkina Faso", "a rarer demonym"),
    ("Russian heavy artillery fired.", "Russian = Government of Russia", "a word between"),
    # not on the list
    ("The Khangai Valleys Front (KVF) attacked. The KVF fled.",
     "Khangai Valleys Front (KVF) = Khangai Valleys Front; KVF = Khangai Valleys Front", "initials introduced"),
    ("KVF men attacked.", "men = Civilians", "initials not introduced are nobody"),
    ("The Osma Liberation Army attacked.", "Osma Liberation Army = Osma Liberation Army", "shape of the name"),
    ("Men of the 92nd Assault Brigade fled.", "Men of the 92nd Assault Brigade = 92nd Assault Brigade", "a unit"),
    ("The Black Reef Cartel shot a judge.", "Black Reef Cartel = Black Reef Cartel; judge = Civilians", "a cartel"),
    ("The Front patriotique de Lendu-Nord (FPLN) fled.",
     "Front patriotique de Lendu-Nord (FPLN) = Front patriotique de Lendu-Nord", "the head comes first in French"),
    ("He stood at the front.", "", "a small letter is no name"),
    # known by kind alone
    ("Rebels attacked.", "Rebels = Rebels", "rebels"),
    ("Suspected foreign-backed militants attacked.", "Suspected foreign-backed militants = Rebels", "modifiers"),
    ("Unknown gunmen shot nine people.", "Unknown gunmen = Rebels; people = Civilians", "two parties"),
    ("The army shelled Osma.", "army = Government forces", "the state"),
    ("Riot police beat students.", "Riot police = Government forces; students = Civilians", "riot before police"),
    ("Herders attacked farmers.", "Herders = Communal militias; farmers = Civilians", "by livelihood"),
    ("A mob burned shops.", "mob = Rioters", "a crowd that uses violence"),
    ("Protesters marched.", "Protesters = Protesters", "a crowd that does not"),
    ("Peacekeepers were hit.", "Peacekeepers = External forces", "foreign forces"),
    ("Schoolchildren and two nurses died.", "Schoolchildren = Civilians; nurses = Civilians", "the unarmed"),
    ("Paramilitaries burned homes.", "Paramilitaries = Militias; homes = Civilians", "homes stand for their people"),
    ("The enemy lost nine men.", "The enemy = Opponent; men = Civilians", "partisan words, as they stand"),
    # whose ground, and against whom
    ("Shells hit rebel-held Osma.", "", "rebel-held tells whose ground"),
    ("Shells hit the government-controlled port.", "", "government-controlled tells whose ground"),
    ("Shells hit Taliban-held Osma.", "", "the same with a name"),
    ("An anti-government protest was held.", "", "against whom, not who"),
    ("Shells hit rebel held Osma.", "", "the hyphen lost"),
    ("Rebels held Osma.", "Rebels = Rebels", "a plural before 'held' is its subject"),
    # nobody
    ("", "", "nothing"),
    ("The weather was fine in Lenz.", "", "no party"),
    ("\x00\ud800 ﷽", "", "odd characters"),
]  # fmt: skip


@pytest.fixture(scope="module")
def index() -> ActorIndex:
    return load_index(demonyms=load_lexicon().demonym)


@pytest.mark.parametrize(("text", "parties", "reason"), FOUND)
def test_parties_and_who_they_are(text: str, parties: str, reason: str, index: ActorIndex) -> None:
    found = find_actors(text, [(0, len(text))], index)
    assert "; ".join(f"{text[m.start : m.end]} = {m.readings[0].name}" for m in found) == parties, reason


@pytest.mark.parametrize(
    ("text", "country", "year", "id_", "reason"),
    [
        ("The SAF bombed Osma.", "SD", 2024, "gov-sd", "Sudan's armed forces"),
        ("The SAF bombed Osma.", "PH", 2024, "gov-ph", "the Philippines' special action force"),
        ("The RSF looted homes.", "SD", 2024, "rsf", "Sudan's paramilitaries"),
        ("The RSF crossed over.", "RW", 2024, "gov-rw", "Rwanda's security forces"),
        ("The NRF attacked.", "AF", 2022, "nrf", "in Afghanistan"),
        ("The NRF attacked.", "SD", 2006, "nrf-sd", "in Darfur"),
        ("The SNA shelled Osma.", "SY", 2020, "sna-sy", "in Syria"),
        ("The SNA shelled Osma.", "SO", 2020, "gov-so", "in Somalia now"),
        ("The Syrian army fled.", "SY", 2015, "gov-sy", "the government of the time"),
        ("Syrian security forces came.", "SY", 2025, "gov-sy-transitional", "and the one since"),
    ],
)
def test_country_and_year_choose_among_bearers(
    text: str, country: str, year: int, id_: str, reason: str, index: ActorIndex
) -> None:
    ranked = rank_actors(find_actors(text, [(0, len(text))], index), index, countries=[country], year=year)
    assert ranked[0].readings[0].id == id_, reason
    assert len(ranked[0].readings) > 1, "the other bearers are kept"


@pytest.mark.parametrize(
    ("text", "id_", "name", "reason"),
    [
        ("The army shelled Osma.", "gov-ml", "Government of Mali", "a state's forces are its government's"),
        ("Militants attacked.", None, "Rebels (Mali)", "others are of the country"),
        ("The Taliban attacked.", "taliban", "Taliban", "a known party stays what it is"),
    ],
)
def test_generic_parties_are_of_the_country(
    text: str, id_: str | None, name: str, reason: str, index: ActorIndex
) -> None:
    found = find_actors(text, [(0, len(text))], index)
    reading = place_generic_actors(found, index, country="ML", country_name="Mali")[0].readings[0]
    assert (reading.id, reading.name) == (id_, name), reason
    assert place_generic_actors(found, index, country=None, country_name=None) == found


def test_main_countries_are_those_of_the_named(index: ActorIndex) -> None:
    text = "Kyiv said Russian troops and Russian jets attacked; rebels fled."
    assert main_countries(find_actors(text, [(0, len(text))], index)) == ["RU", "UA"]


def test_only_the_given_ranges_are_read(index: ActorIndex) -> None:
    text = "The Taliban fled. ISIS came."
    (found,) = find_actors(text, [(18, len(text))], index)
    assert (text[found.start : found.end], found.readings[0].kind) == ("ISIS", ActorKind.REBEL_GROUP)


@pytest.mark.parametrize("text", ["Aa of the " * 3000, "Front " * 5000, "the KVF " * 3000, "A-" * 20000, "x" * 100000])
def test_long_lines_stay_linear_and_disjoint(text: str, index: ActorIndex) -> None:
    found = find_actors(text, [(0, len(text))], index)
    assert all(one.end <= other.start for one, other in pairwise(found))
