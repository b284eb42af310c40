"""Words that say an occurrence took place, each in the form its context gives it."""

import re
import tomllib
from importlib.resources import files

import pytest

from crossclaim.extract.triggers import find_triggers, load_trigger_groups

# The trigger is marked *so*; then its group, its form, and why.
FOUND = [
    ("Gunners *shelled* the market at noon.", "shell", "past", "regular past"),
    ("The *shelling* of Tarmin resumed.", "shell", "noun", "the -ing form after an article"),
    ("The navy is *shelling* the port.", "shell", "ing", "the -ing form after to be"),
    ("They fired 40 *shells* at the mill.", "artillery", "noun", "shells are the means, not the deed"),
    ("The brigade *shells* us daily.", "artillery", "noun", "a bare present is read as the noun reports mean"),
    ("It will *shell* the crossing.", "shell", "base", "a verb after a modal"),
    ("A *bomb* hit the clinic.", "blast", "noun", "a bomb is no bombing from the air"),
    ("Pilots threatened to *bomb* the dam.", "bomb_verb", "base", "to bomb"),
    ("Jets *bombed* the dam.", "bomb_verb", "past", "bombed: from the air"),
    ("*Barrel bombs* fell on Tarmin.", "aircraft", "phrase", "the longer phrase first"),
    ("A *car bomb* went up.", "explosive_device", "noun", "the longer noun first"),
    ("Two *car bombs* went up.", "explosive_device", "noun", "its plural"),
    ("A *suicide car bomb* went up.", "suicide", "noun", "the longest noun of three"),
    ("The driver *blew himself up* at the gate.", "suicide", "phrase", "a phrase around a verb"),
    ("The group *killed* 12 people.", "kill", "past", "the plain report"),
    ("The boy was *shot dead*.", "direct_killing", "past", "shot dead before shot"),
    ("The boy was *shot* in the leg.", "direct_attack", "past", "shot alone harms"),
    ("Police *opened fire* near the court.", "direct_attack", "past", "two words"),
    ("Police *opened fire on* the crowd.", "clash", "phrase", "three words"),
    ("*Rocket-propelled grenades* were used.", "rpg", "noun", "hyphened, plural, no rocket and no grenade"),
    ("Someone threw a *hand grenade*.", "grenade", "noun", "the longer of two grenades"),
    ("A *drone strike* hit a lorry.", "air_strike", "noun", "drone strike before strike"),
    ("An *air-strike* hit a lorry.", "air_strike", "noun", "hyphen for blank"),
    ("A *strike* hit a lorry.", "attack", "noun", "a strike of unsaid means"),
    ("The army *retook* the ridge.", "territory", "past", "irregular past"),
    ("The ridge was *retaken*.", "territory", "participle", "irregular participle"),
    ("Rebels are *overrunning* the posts.", "territory", "ing", "doubled consonant"),
    ("The garrison managed to *recapture* the hill.", "territory", "base", "an aim that was reached"),
    ("Jets kept *repelling* the boats.", "clash", "ing", "doubled as in the past form"),
    ("Hundreds are *fleeing* Osma.", "flee", "ing", "no rule makes this form"),
    ("Two are *dying* in hospital.", "die", "ing", "no rule makes this form"),
    ("Clashes *cut off* the road.", "territory", "past", "past like the base"),
    ("*Clashes* cut the road.", "clash", "noun", "-es plural"),
    ("The *casualties* were not counted.", "casualties", "noun", "-ies plural"),
    ("A *bus convoy* left; the *convoy* was hit.", "strategic", "noun", "the second of two words"),
    ("Women were *gang-raped*.", "sexual", "past", "hyphened verb"),
    ("Two teachers were *kidnapped*.", "abduct", "past", "doubled consonant"),
    ("*Kidnapping* is on the rise.", "abduct", "noun", "a listed noun, and nothing before it makes it a verb"),
    ("Marchers were met with *tear gas*.", "protest_intervention", "phrase", "no gas attack"),
    ("The sides *signed* a paper.", "agreement", "past", "agreements are signed"),
    ("Sappers *defused* a device.", "disrupted", "past", "weapons kept from use"),
    ("BREAKING 💥 *SHELLING* in Osma", "shell", "noun", "capitals and an emoji"),
    ("Houses were *levelled*.", "destroy", "past", "British spelling"),
    ("Houses were *leveled*.", "destroy", "past", "American spelling"),
    ("The \"*bombing*\" was a gas leak.", "blast", "noun", "inside quotation marks"),
    ("The group *claimed responsibility*.", "responsibility", "phrase", "claims of an act told before"),
    ("The village *fell to* the Front.", "territory_lost", "phrase", "told from the side that lost"),
]  # fmt: skip

NOT_FOUND = [
    ("territory", "The army launched an offensive to retake the ridge.", "an aim, not ground taken"),
    ("territory", "They fought with the aim of recapturing Osma.", "an aim in another form"),
    ("territory", "A bid at seizing the port failed.", "a bid is not a seizure"),
    ("bomb_verb", "A bomb went off.", "the noun is no bombing from the air"),
    ("shell", "Empty shell casings lay about.", "the noun before a noun"),
    ("artillery", "Michelle shelled peas in Rocketown.", "only whole words"),
    ("kill", "Skilled and unskilled men arrived.", "only whole words"),
    ("clash", "Eyewitnesses rehashed the story.", "only whole words"),
    ("grenade", "Fighters carried rocket-propelled grenades.", "caught by the longer name"),
    ("attack", "A drone attack began.", "caught by the longer name"),
    ("die", "The diet was dissolved.", "only whole words"),
    ("chemical", "Tear gas drifted over the square.", "tear gas is no poison attack"),
]


def unmarked(marked: str) -> tuple[str, int, int]:
    """The text and the range of its last mark."""
    before, quote, after = re.fullmatch(r"(.*)\*([^*]+)\*([^*]*)", marked, re.DOTALL).groups()  # type: ignore[union-attr]
    before = before.replace("*", "")
    return before + quote + after, len(before), len(before) + len(quote)


@pytest.mark.parametrize(("marked", "group", "form", "reason"), FOUND)
def test_group_and_form_in_context(marked: str, group: str, form: str, reason: str) -> None:
    text, start, end = unmarked(marked)
    found = [(t.group.name, t.form) for t in find_triggers(text) if start <= t.start and t.end == end]
    assert found == [(group, form)], reason


@pytest.mark.parametrize(("group", "text", "reason"), NOT_FOUND)
def test_group_is_absent(group: str, text: str, reason: str) -> None:
    assert group not in {trigger.group.name for trigger in find_triggers(text)}, reason


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800 killed", "😀" * 50, "attack " * 3, "قصف الجيش القرية"])
def test_odd_text_gives_exact_ranges(text: str) -> None:
    triggers = find_triggers(text)
    assert all(0 <= t.start < t.end <= len(text) and text[t.start : t.end].strip() for t in triggers)
    assert [t.start for t in triggers] == sorted(t.start for t in triggers)


def test_only_the_asked_range_is_read() -> None:
    text = "They killed two. They shelled Osma."
    assert [text[t.start : t.end] for t in find_triggers(text, 16)] == ["shelled"]
    assert [text[t.start : t.end] for t in find_triggers(text, 0, 16)] == ["killed"]


def test_every_group_has_words_and_says_what_it_serves() -> None:
    table = tomllib.loads(files("crossclaim.extract").joinpath("triggers.toml").read_text(encoding="utf-8"))
    assert all(entry["serves"].strip() for entry in [table["ing"], *table["group"]])
    names = [group.name for group, _ in load_trigger_groups()]
    assert len(names) == len(set(names))
    for group, spellings in load_trigger_groups():
        assert spellings, group.name
        assert all(spelling.strip() == spelling and spelling for spelling in spellings), group.name
        assert 0 < group.weight <= 1, group.name
