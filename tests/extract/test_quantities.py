from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossclaim.extract.number_words import read_cardinal
from crossclaim.extract.quantities import QuantityMention, find_quantities, find_singular_counts
from crossclaim.extract.quantity_lexicon import find_lexemes, load_quantity_lexicon
from crossclaim.model import Operator, Unit

HERE = Path(__file__).parent
# The rules were developed on the open part. The held part was measured now and then (.923 at first), never read; the
# fresh part was written by another hand once the rules stood and was measured once: .975.
LEAST_RIGHT = {"open": 0.95, "held": 0.94, "fresh": 0.95}

# (text, counts as "quote | op low high | of", units of the other quantities, what the row is for)
ROWS: list[tuple[str, list[str], list[str], str]] = [
    (
        "at least four killed and 25 wounded",
        [">= at least four 4-", "= 25 25-25"],
        [],
        "a hedge binds its own number",
    ),
    ("Over a hundred fighters, 12 of whom were boys", ["> Over a hundred 100- fighters", "= 12 12-12"], [], "of whom"),
    ("two of the wounded died", ["= two 2-2 wounded"], [], "an adjective that stands for people"),
    ("No civilian casualties were reported.", ["= No 0-0 civilian casualties"], [], "zero, with an adjective"),
    ("The convoy passed without any injuries.", ["= without any 0-0 injuries"], [], "zero"),
    ("There was no comment, and no group claimed it.", [], [], "no that counts nothing"),
    ("No one was hurt, not a single soldier died", [], [], "pronouns"),
    ("They shot at one another one day beside one of the leaders", [], ["duration"], "one that counts nothing"),
    ("one of them died", ["= one 1-1"], [], "one of them is a count"),
    ("killing one and wounding three", ["= one 1-1", "= three 3-3"], [], "one as an object"),
    ("The army lost one tank and one officer.", ["= one 1-1 tank", "= one 1-1 officer"], [], "one with a noun"),
    ("3 July 2019 Nine Hezbollah members died", ["= Nine 9-9 Hezbollah members"], ["date"], "lost punctuation"),
    ("A 34yearold man and his son, 9, were killed.", [], ["age", "age"], "lost hyphens; apposition"),
    ("Maj. Omar Haddad, 41, commands 600 men.", ["= 600 600-600 men"], ["age"], "apposition"),
    ("a family of six killed; a boy of 12 hurt", ["= six 6-6"], ["age"], "of six and of 12"),
    ("She is 27. He was 54 when 3 men died.", ["= 3 3-3 men"], ["age", "age"], "age as predicate"),
    ("The 55th Brigade lost 20 men.", ["= 20 20-20 men"], ["other"], "unit designation"),
    ("Resolution 2254 and Article 5 bind 14 states.", ["= 14 14-14 states"], ["other", "other"], "designations"),
    ("At the base 12 soldiers were killed", ["= 12 12-12 soldiers"], [], "a common noun before a count"),
    ("Some $82 US billion and EUR 3m; 40 million afghanis", [], ["money", "money", "money"], "money"),
    ("1.2 million people, 3.5m displaced", ["= 1.2 million 1200000-1200000 people"], ["distance"], "suffix m"),
    ("2.5 tonnes of flour for 300 families", ["= 300 300-300 families"], ["mass"], "mass"),
    (
        "300 US soldiers and 20 IS fighters",
        ["= 300 300-300 US soldiers", "= 20 20-20 IS fighters"],
        [],
        "US, IS: names",
    ),
    ("as many as 80 people, up to 30 hurt", ["<= as many as 80 -80 people", "<= up to 30 -30"], [], "ceilings"),
    ("A couple of dozen youths threw stones.", ["= A couple of dozen 24-24 youths"], [], "couple with a multiplier"),
    ("A couple and their son left.", [], [], "a pair"),
    ("45 degrees and 5 prisoners", ["= 5 5-5 prisoners"], ["other"], "temperature"),
    ("Call +249 912 345 678 or 555-010-2345.", [], ["other", "other"], "telephone"),
    ("won 2-1 before 3,000 fans", ["= 3,000 3000-3000 fans"], ["other"], "score"),
    ("About 15 to 20 gunmen at 5 a.m.", ["range About 15 to 20 15-20 gunmen"], ["time"], "hedged range"),
    ("between 1,000 and 1,500 migrants", ["range between 1,000 and 1,500 1000-1500 migrants"], [], "between"),
    (
        "fifteen to twenty thousand people",
        ["range fifteen to twenty thousand 15000-20000 people"],
        [],
        "shared thousand",
    ),
    ("They flew over two villages, bombing over 20 houses", ["= two 2-2 villages", "> over 20 20- houses"], [], "over"),
    ("Talks about 12 hostages failed.", ["= 12 12-12 hostages"], [], "about as a preposition"),
    ("Nearly half a million people", ["~ Nearly half a million 500000-500000 people"], [], "half"),
    ("two thirds of the town and a third of the camp", [], ["percent", "percent"], "shares"),
    ("One in five children is hungry.", [], ["percent"], "share"),
    ("Ali, 12, Hassan, 9, and Mona, 4, were buried.", [], ["age", "age", "age"], "list of ages"),
    ("On 5-6 September, 20 fighters surrendered.", ["= 20 20-20 fighters"], ["date"], "range of days"),
    ("from 5 to 7 June the army killed 12 rebels", ["= 12 12-12 rebels"], ["date"], "range of days"),
    ("between Nov. 14 and Nov. 17", [], ["date", "date"], "abbreviated month"),
    ("In May 12 people were killed.", ["= 12 12-12 people"], [], "month, then count"),
    ("On May 12 people were killed.", [], ["date"], "day of a month"),
    ("More than 20 000 refugees", ["> More than 20 000 20000- refugees"], [], "blank as separator"),
    ("12.500 people", ["= 12.500 12500-12500 people"], [], "dot as separator"),
    (
        "1,20,000 people in 3 lakh homes",
        ["= 1,20,000 120000-120000 people", "= 3 lakh 300000-300000 homes"],
        [],
        "lakh",
    ),
    ("٣٠ مدنيا and 12 men", ["= ٣٠ 30-30", "= 12 12-12 men"], [], "Arabic-Indic digits"),
    ("Three of the four drones", ["= Three 3-3 drones", "= four 4-4 drones"], [], "three of the four"),
    ("killed 3 civilians injured 14 others", ["= 3 3-3 civilians", "= 14 14-14 others"], [], "lost commas"),
    ("killed 12 civilians activists said", ["= 12 12-12 civilians"], [], "a second plural after a lost comma"),
    (
        "six rights activists and ten police officers",
        ["= six 6-6 rights activists", "= ten 10-10 police officers"],
        [],
        "plurals",
    ),
    ("11 T-56 rifles, two RPG-7s", ["= 11 11-11 T-56 rifles", "= two 2-2 RPG-7s"], ["model", "model"], "models"),
    ("rose from 12 to 15", ["= 12 12-12", "= 15 15-15"], [], "a change"),
    ("adds up to at least 41 dead", [">= at least 41 41-"], [], "adds up to"),
    ("many more were hurt; how many is unclear", ["vague many -"], [], "many, how many"),
    ("a million and a half Syrians", ["= a million and a half 1500000-1500000 Syrians"], [], "and a half"),
    ("🇱🇧💥 40+ rockets on Kiryat", [">= 40+ 40- rockets"], [], "astral characters before"),
    ("At 0730 hours near Gate 3 six guards died", ["= six 6-6 guards"], ["time", "other"], "military time"),
    ("another 12 people, six more soldiers", ["= another 12 12-12 people", "= six 6-6 soldiers"], [], "another, more"),
    ("12km (7 miles) from town, 800m up", [], ["distance"] * 3, "distances"),
    ("The 2015 attacks; in 2016 people fled; some 2000 men", ["~ some 2000 2000-2000 men"], ["date", "date"], "years"),
    ("2000 fighters left", ["= 2000 2000-2000 fighters"], [], "a count that looks like a year"),
    ("GPS 33.5138, 36.2765: 2 mortar rounds", ["= 2 2-2 mortar rounds"], ["other", "other"], "coordinates"),
    ("2 (two) locally made mortars", ["= 2 2-2 locally made mortars"], [], "number repeated in words"),
    ("10 Syrian and Iraqi policemen", ["= 10 10-10 Syrian and Iraqi policemen"], [], "joined adjectives"),
    ('Six "khawarij" and 5 "terrorists"', ["= Six 6-6 khawarij", "= 5 5-5 terrorists"], [], "words in quotation marks"),
    ("300 head of cattle", ["= 300 300-300 head of cattle"], [], "classifier"),
    ("hit five times in three days by 2 snipers", ["= 2 2-2 snipers"], ["other", "duration"], "times"),
    ("the settled scores, scores of dead", ["vague scores - dead"], [], "scores"),
    ("a multiple rocket launcher and multiple launchers", ["vague multiple - launchers"], [], "a weapon's name"),
    (
        "toll: 11\n* Wilayat media deny it\n\n12\n\nmen",
        ["= 11 11-11", "= 12 12-12"],
        [],
        "bullets and blank lines end phrases",
    ),
    ("see https://x.org/12/34 and @unit731", [], [], "links and handles"),
    ("a 12345678901234567890 b", [], [], "a serial number"),
]


@pytest.mark.parametrize(("text", "counts", "units", "reason"), ROWS, ids=[row[3] for row in ROWS])
def test_quantities_of_invented_phrases(text: str, counts: list[str], units: list[str], reason: str) -> None:
    found = find_quantities(text)
    assert [_line(text, mention) for mention in found if mention.quantity.unit is Unit.COUNT] == counts, reason
    assert [mention.quantity.unit for mention in found if mention.quantity.unit is not Unit.COUNT] == units, reason


def _line(text: str, mention: QuantityMention) -> str:
    low, high = ("" if bound is None else str(bound) for bound in (mention.quantity.low, mention.quantity.high))
    of = text[slice(*mention.of)] if mention.of else ""
    return f"{mention.quantity.op} {text[mention.start : mention.end]} {low}-{high} {of}".rstrip()


@pytest.mark.parametrize(("part", "least"), LEAST_RIGHT.items())
def test_share_of_blind_rows_that_are_right(part: str, least: float) -> None:
    """Rows written by people who had not seen the code; only the share is reported, never a row."""
    rows = [json.loads(line) for line in (HERE / f"quantities_{part}.jsonl").read_text(encoding="utf-8").splitlines()]
    share = sum(_is_right(row) for row in rows) / len(rows)
    assert share >= least, f"{part}: {share:.3f} of {len(rows)} rows"


def _is_right(row: dict[str, Any]) -> bool:
    found = find_quantities(row["text"])
    counts = [_count(row["text"], mention) for mention in found if mention.quantity.unit is Unit.COUNT]
    expected = [item for item in row["expect"] if item["unit"] == "count"]
    if sorted(counts, key=str) != sorted(
        ((item["quote"], item["op"], item["low"], item["high"], item["of"]) for item in expected), key=str
    ):
        return False
    return all(_is_measured(row["text"], item, found) for item in row["expect"] if item["unit"] != "count")


def _count(text: str, mention: QuantityMention) -> tuple[object, ...]:
    quantity = mention.quantity
    of = text[slice(*mention.of)] if mention.of else None
    return text[mention.start : mention.end], quantity.op.value, quantity.low, quantity.high, of


def _is_measured(text: str, item: dict[str, Any], found: list[QuantityMention]) -> bool:
    places = [match.span() for match in re.finditer(re.escape(item["quote"]), text)]
    return any(
        mention.quantity.unit == item["unit"] and mention.start < end and start < mention.end
        for mention in found
        for start, end in places
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A child and an old man died.", [("A child", "child"), ("an old man", "old man")]),
        ("an army helicopter was hit by a Badr-1 missile", [("an army helicopter",) * 2, ("a Badr-1 missile",) * 2]),
        ("A 17-year-old boy was shot", [("A 17-year-old boy", "17-year-old boy")]),
        ("a roadside bomb", [("a roadside bomb", "roadside bomb")]),
        ("killing another policeman", [("another policeman", "policeman")]),
        ("a military source; a statement; a week; a few men", []),  # none of the nouns that are counted
        ("a resident said; a teacher told us", []),  # speakers
        ("a tank crew", []),  # the head is the crew
        ("another 12 soldiers and a dozen tanks", []),  # numbers are the other function's
    ],
)
def test_singular_counts(text: str, expected: list[tuple[str, str]]) -> None:
    found = find_singular_counts(text)
    assert [text[mention.start : mention.end] for mention in found] == [quote for quote, _ in expected]
    for mention, (quote, of) in zip(found, expected, strict=True):
        assert mention.of is not None
        assert text[slice(*mention.of)] == of.removeprefix("an ").removeprefix("a ")
        assert (mention.quantity.low, mention.quantity.high) == (1, 1), quote


def test_every_pattern_and_word_list_says_what_it_serves() -> None:
    import tomllib
    from importlib.resources import files

    table = tomllib.loads(files("crossclaim.extract").joinpath("quantities.toml").read_text(encoding="utf-8"))
    for section in ("literal", "hedge", "unit", "vague", "words"):
        for entry in table[section]:
            assert entry["serves"], entry
            assert all(word == word.lower() and word.strip() == word for word in entry.get("list", ())), entry["serves"]
    names = [entry["name"] for entry in table["words"]]
    assert len(names) == len(set(names))
    load_quantity_lexicon()


def test_range_of_the_text_is_respected() -> None:
    text = "12 men. 30 women."
    found = find_quantities(text, 8)
    assert [(mention.start, mention.end) for mention in found] == [(8, 10)]
    assert find_quantities(text, 0, 7)[0].of == (3, 6)
    assert find_quantities(text, 3, 8) == []


ONES = [word for word, value in load_quantity_lexicon().cardinals.items() if value < 20]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def _words(number: int, joint: str) -> str:
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            link = f" {joint} " if rest and rest < 100 and joint else " "
            return f"{_words(number // size, joint)} {name}{link + _words(rest, joint) if rest else ''}"
    if number < 20:
        return ONES[number]
    return TENS[number // 10 - 2] + (f"-{ONES[number % 10]}" if number % 10 else "")


@given(st.integers(0, 10**12 - 1) | st.integers(0, 3000), st.sampled_from(["", "and"]))
def test_number_words_read_back(number: int, joint: str) -> None:
    text = _words(number, joint)
    lexemes = find_lexemes(text)
    cardinal = read_cardinal(lexemes, 0, load_quantity_lexicon())
    assert cardinal is not None
    assert (cardinal.value, lexemes[cardinal.end - 1].end) == (number, len(text))


@given(st.integers(0, 10**12), st.sampled_from(["{}", "{:,}"]))
def test_digits_read_back(number: int, form: str) -> None:
    text = form.format(number)
    cardinal = read_cardinal(find_lexemes(text), 0, load_quantity_lexicon())
    assert cardinal is not None
    assert cardinal.value == number


PIECES = st.sampled_from(
    re.split(
        " ",
        "12 3,000 1.5 7 20 2016 at least more than between and to - – or of the a an one no dozen hundred million "
        "several dozens few people men 🚀 killed % $ ( ) , . June 155mm T-72 -old km years half couple \n\n * '",
    )
)


@given(st.text(max_size=80) | st.lists(PIECES, max_size=30).map(" ".join) | st.lists(PIECES, max_size=20).map("".join))
def test_any_text_gives_exact_ordered_spans(text: str) -> None:
    reached = 0
    for mention in find_quantities(text):
        assert reached <= mention.start < mention.end <= len(text)
        reached = mention.start
        if mention.of:
            assert mention.start < mention.of[0] < mention.of[1] <= len(text)
        low, high = mention.quantity.low, mention.quantity.high
        assert low is None or high is None or low <= high
        if mention.quantity.unit is Unit.COUNT and mention.quantity.op is not Operator.VAGUE:
            assert low is not None or high is not None
    for mention in find_singular_counts(text):
        assert mention.of
        assert mention.start < mention.of[0] < mention.of[1] == mention.end


@pytest.mark.parametrize(
    "text",
    [
        "1" * 50_000,
        "a-" * 50_000,
        "12 " * 30_000,
        "one hundred " * 10_000,
        "\ud800 12 \x00 men",
        "-5" * 20_000,
        "1,000" * 20_000,
    ],
    ids=["digits", "hyphens", "numbers", "words", "surrogate", "signs", "groups"],
)
def test_odd_text_takes_linear_time(text: str) -> None:
    started = time.perf_counter()
    find_quantities(text)
    assert time.perf_counter() - started < 5
