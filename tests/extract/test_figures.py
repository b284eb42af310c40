"""What each number of a report counts."""

import tomllib
from importlib.resources import files

import pytest

from crossclaim.extract.figures import FigureDraft, draft_figures, draft_tolls
from crossclaim.extract.quantities import find_quantities, find_singular_counts
from crossclaim.extract.triggers import find_triggers
from crossclaim.model import FigureKind

FIGURES = [
    # one number, one effect
    ("The shelling killed 12 people.", "12 killed", "behind an active verb"),
    ("12 people were killed.", "12 killed", "before a passive verb"),
    ("At least 12 people have died.", "At least 12 killed", "with its hedge"),
    ("The death toll rose to 40.", "40 killed", "behind a noun of dying"),
    ("The blast claimed the lives of nine miners.", "nine killed", "a phrase"),
    ("Nine bodies were pulled from the well.", "Nine killed", "bodies are the dead"),
    ("The raid left seven dead.", "seven killed", "the number before 'dead'"),
    ("Dozens were wounded near Osma.", "Dozens injured", "a vague number"),
    ("A child was killed by a sniper.", "A child killed", "an article counts one"),
    ("Another man was shot dead.", "Another man killed", "'another' counts one"),
    ("No civilians were killed.", "No killed", "a count of none is a count"),
    ("There were no casualties.", "no killed", "no casualties: at least nobody died"),
    ("Police arrested 30 students.", "30 captured", "arrests"),
    ("Gunmen kidnapped 17 pupils.", "17 abducted", "kidnappings"),
    ("Six fishermen are missing.", "Six missing", "unaccounted for"),
    ("Some 4,000 families fled.", "Some 4,000 displaced", "flight"),
    ("The fighting displaced 25,000 people.", "25,000 displaced", "displacement"),
    ("His men destroyed four tanks.", "four destroyed", "equipment lost"),
    ("Two schools were destroyed.", "Two destroyed", "buildings lost"),
    ("Artillery fired 60 shells.", "60 munitions", "fired"),
    ("Jets dropped eight bombs.", "eight munitions", "dropped"),
    ("Warplanes carried out 13 raids on Osma.", "13 munitions", "raids are counted as the strikes they are"),
    ("Some 900 fighters took part in the assault.", "Some 900 fighters", "strength, not victims"),
    ("The army sent 2,000 troops.", "2,000 fighters", "strength by noun"),
    ("3,000 people demonstrated in Lenz.", "3,000 other", "the size of a crowd"),
    # several numbers, several effects
    ("64 killed, up to 30 wounded and 12 arrested", "64 killed, up to 30 injured, 12 captured", "a list, each its own"),
    ("10 civilians killed 15 injured", "10 killed, 15 injured", "the comma lost"),
    ("killed 3 and wounded 9", "3 killed, 9 injured", "verbs before"),
    ("3 dead, 9 wounded", "3 killed, 9 injured", "no verb at all"),
    ("The strike killed five people and injured two others.", "five killed, two injured", "others"),
    ("Two people died and four were wounded.", "Two killed, four injured", "two clauses"),
    ("One soldier was killed, three were injured and two are missing.", "One killed, three injured, two missing", "3"),
    ("Rebels killed 8 soldiers, captured 4 and destroyed two tanks.", "8 killed, 4 captured, two destroyed", "a boast"),
    ("Gunmen shot dead four men and abducted nine women.", "four killed, nine abducted", "deaths and abductions"),
    ("They fired 20 rockets, killing six.", "20 munitions, six killed", "munitions beside victims"),
    # a part shares the whole's fate
    ("12 people, including six children, were killed.", "12 killed, six killed", "part before the verb"),
    ("The strike killed 12 people, including at least five women.", "12 killed, at least five killed", "hedged part"),
    ("Nine were wounded, among them two medics.", "Nine injured, two injured", "'among them'"),
    ("20 died, five of them children.", "20 killed, five killed", "'of them' behind the part"),
    ("30 were abducted, 11 of whom were freed.", "30 abducted, 11 abducted", "'of whom'"),
    # what a toll has come to, whatever is nearer
    ("The death toll from the blast has risen to 23, with 46 wounded.", "23 killed, 46 injured", "the toll's"),
    ("The number of people killed in Osma has climbed to 31; 70 were injured.", "31 killed, 70 injured", "number"),
    ("Officials raised the number of wounded in the blast at the mill to 62.", "62 injured", "verb before the toll"),
    ("Medics put the number of injured at 30 and the dead at seven.", "30 injured, seven killed", "two tolls"),
    ("The number of soldiers captured by the rebels has risen to 300.", "300 captured", "prisoners"),
    ("The wounded, most of them children, numbered 28; six died.", "28 injured, six killed", "no 'to'"),
    ("The toll was put at 8, in addition to 12 injured.", "8 killed, 12 injured", "the first number is the toll's"),
    ("The toll of a blast that wounded the mayor has risen to 21.", "21 killed", "a toll is of the dead"),
    ("The number of killed and wounded in Osma has risen to 62.", "62 killed", "two fates: left to what is near"),
    ("The toll rose. Nine were wounded.", "Nine injured", "another sentence"),
    ("The casualty toll rose to 9 killed and 15 wounded.", "9 killed, 15 injured", "a toll of both says nothing"),
    # captured: people and things, not ground
    ("They captured 18 soldiers and seized two tanks.", "18 captured, two vehicles", "each by its verb"),
    ("They captured 18 soldiers and two tanks.", "18 captured, two vehicles", "one verb for both"),
    ("17 soldiers were also captured.", "17 captured", "passive"),
    ("40 killed, 17 captured.", "40 killed, 17 captured", "bare participles"),
    ("They seized an arsenal that included four rifles.", "four weapons", "what was seized is told by a part"),
    ("The sides exchanged 310 captured soldiers.", "310 captured", "the word for taking inside the noun phrase"),
    ("They captured three villages.", "three other", "ground is no captive"),
    ("They captured several positions and killed nine troops.", "several other, nine killed", "not taken"),
    ("The rebels seized two countries and three groups.", "", "neither ground nor parties are taken as things"),
    # who did it
    ("Five men were killed by two gunmen.", "Five killed, two fighters", "an agent is no victim"),
    # own losses
    ("The brigade lost four soldiers.", "four killed", "lost men are dead"),
    ("The brigade lost just two tanks.", "two destroyed", "lost machines are destroyed"),
    ("The militia admitted the loss of 24 fighters.", "24 killed", "'the loss of'"),
    # negatives
    ("The drone flew 40 kilometres.", "", "a distance"),
    ("The attack of 12 March was the second.", "", "a date and a rank"),
    ("A man of 34 gave 500 dollars.", "", "an age, and money"),
    ("Two bombers killed 12 people.", "Two aircraft, 12 killed", "who did it is not among the victims"),
    ("Four houses burned; 12 died.", "Four destroyed, 12 killed", "houses do not die, they burn"),
    ("A bus stood in front of the school.", "", "a thing named, not counted"),
    ("Three men watched the sky.", "Three fighters", "men by noun alone: strength, for want of more"),
    ("Two days later six villagers were killed.", "six killed", "days are no victims"),
    ("💥 7 قتلى — 7 killed in إدلب", "7 killed, 7 killed", "two scripts and an emoji on one line"),
]  # fmt: skip


def drafts_of(text: str) -> list[FigureDraft]:
    return draft_figures(text, sorted([*find_quantities(text), *find_singular_counts(text)]), find_triggers(text))


@pytest.mark.parametrize(("text", "figures", "reason"), FIGURES)
def test_each_number_counts_what_the_words_say(text: str, figures: str, reason: str) -> None:
    found = ", ".join(f"{text[d.mention.start : d.mention.end]} {d.kind}" for d in drafts_of(text))
    assert found == figures, reason


def test_the_effect_that_counts_is_kept() -> None:
    fighters, killed = drafts_of("The garrison of 900 fighters watched as the raid killed 12 people.")
    assert killed.trigger is not None
    assert killed.trigger.group.name == "kill"
    assert fighters.trigger is None


def test_tolls_are_found_alone() -> None:
    text = "Two shells wounded nine; the toll of Monday has risen to 23, with 46 wounded. Ten are missing."
    quantities, triggers = find_quantities(text), find_triggers(text)
    assert [(text[d.mention.start : d.mention.end], d.kind) for d in draft_tolls(text, quantities, triggers)] == [
        ("23", FigureKind.KILLED)
    ]
    assert not any(
        d.mention.start == text.index("23") and d.kind is FigureKind.KILLED
        for d in draft_figures(text, quantities, triggers, tolls=False)
    )


def test_many_numbers_on_one_line_stay_linear() -> None:
    text = "killed 12 people and wounded 5 soldiers " * 500
    assert len(drafts_of(text)) == 1000


@pytest.mark.parametrize(
    "effect", ["captured", "seized", "lost", "destroyed", "looted", "killed", "displaced", "fired"]
)
def test_every_listed_thing_is_read_under_every_effect(effect: str) -> None:
    table = tomllib.loads(files("crossclaim.extract").joinpath("claims.toml").read_text(encoding="utf-8"))
    nouns = [word for entry in table["things"].values() for word in entry["words"]]
    texts = [text for noun in nouns for text in (f"They {effect} 12 {noun}.", f"12 {noun} were {effect}.")]
    assert {len(drafts_of(text)) for text in texts} == {0, 1}
