from __future__ import annotations

import pytest

from crossclaim.text.phrases import CaseRule, PhraseIndex, default_case_rule, name_case_rule

INDEX = PhraseIndex(
    [
        ("Observatory for Human Rights", "observatory"),
        ("Observatory", "short"),
        ("IS", "acronym"),
        ("Sana'a", "city"),
        ("People's Protection Units", "units"),
        ("Deir ez-Zor", "deir"),
        ("Hama", "hama"),
        ("Hamas", "hamas"),
        ("drone strike", "strike"),
        ("rebel", "rebel"),
        ("Nice", "nice"),
        ("Kraków", "krakow"),
        ("U.S.", "us"),
        ("حلب", "aleppo"),
        ("💥", "boom"),
    ],
    case_rule=name_case_rule,
)

ROWS = [
    ("the Observatory for Human Rights said", [("Observatory for Human Rights", "observatory")], "longest wins"),
    ("the Observatory for human", [("Observatory", "short")], "falls back to the shorter"),
    ("it is IS", [("IS", "acronym")], "acronyms need their capitals"),
    ("in Sanaa and Sana’a", [("Sanaa", "city"), ("Sana’a", "city")], "apostrophes lost or curly"),
    ("Peoples Protection Units", [("Peoples Protection Units", "units")], "possessive lost inside"),
    ("DEIR-EZ-ZOR, Deir ez Zor", [("DEIR-EZ-ZOR", "deir"), ("Deir ez Zor", "deir")], "hyphen or blank"),
    ("Hama's and Hama’s", [("Hama", "hama"), ("Hama", "hama")], "possessive stepped over"),
    ("Hamas fired", [("Hamas", "hamas")], "a full match before a lost possessive"),
    ("Krakows mayor", [("Krakow", "krakow")], "lost possessive, diacritics folded"),
    ("the rebels", [], "a plural is no possessive"),
    ("the rebel's post", [("rebel", "rebel")], "a written possessive may follow any word"),
    ("a nice day in Nice", [("Nice", "nice")], "one-word names need their capital"),
    ("Drone strikes and a drone-strike", [("drone-strike", "strike")], "no plural guessing"),
    ("drone, strike", [], "a comma keeps words apart"),
    ("drone\nstrike", [("drone\nstrike", "strike")], "one line break may fall inside"),
    ("drone\n\nstrike", [], "a paragraph break may not"),
    ("the US and U.S. army", [("US", "us"), ("U.S.", "us")], "acronym dots"),
    ("Hamadan", [], "token boundaries"),
    ("في حلب اليوم", [("حلب", "aleppo")], "Arabic"),
    ("", [], "nothing"),
]


@pytest.mark.parametrize(("text", "found", "reason"), ROWS, ids=[row[2] for row in ROWS])
def test_find(text: str, found: list[tuple[str, str]], reason: str) -> None:
    matches = INDEX.find(text)
    assert [(text[match.start : match.end], *match.values) for match in matches] == found, reason


def test_a_phrase_keeps_all_its_values_in_order() -> None:
    index = PhraseIndex([("Front", 1), ("front", 2)])
    assert index.find("the Front")[0].values == (1, 2)


def test_exact_and_any_case_entries_live_side_by_side() -> None:
    index = PhraseIndex({"IS": "group", "is": "verb"})
    assert index.get("IS") == ("group", "verb")
    assert index.get("is") == ("verb",)


@pytest.mark.parametrize(
    ("phrase", "rule"),
    [("IS", CaseRule.EXACT), ("PKK", CaseRule.EXACT), ("Hama", CaseRule.ANY), ("Free Army", CaseRule.ANY)],
)
def test_default_case_rule(phrase: str, rule: CaseRule) -> None:
    assert default_case_rule(phrase) is rule


def test_only_the_asked_part_is_searched() -> None:
    assert [match.start for match in INDEX.find("Hama Hama Hama", 5, 9)] == [5]
