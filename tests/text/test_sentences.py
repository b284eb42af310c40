from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossclaim.text.sentences import split_sentences

PUNCTUATED = [
    # abbreviations, initials, numbers
    (["Lt. Col. Omar Sahl told reporters so.", "He left."], "ranks stand before a name"),
    (["Gen. A. R. Malik and Sgt. Noor met.", "They spoke."], "initials are no ends"),
    (["Troops left the U.S. base at 5 a.m. on Sept. 26.", "It was quiet."], "acronyms and months go on"),
    (["The jets came from the U.S.", "The army denied it."], "an acronym ends before an opener"),
    (["Three died at 5 a.m.", "Police said so."], "a clock time ends before an opener"),
    (["Clashes hit N. Kordofan and St. Lazar.", "Calm followed."], "a direction and a saint"),
    (["No. 5 Corps held out.", "There were no deaths."], "No. before a figure"),
    (["He said no.", "The army agreed."], "no as an answer ends"),
    (["Some 2.5 tonnes and 7.62 rounds were seized.", "Two fled."], "decimals"),
    (["Smith Inc. said it left.", "It had 40 staff."], "a company form before a verb"),
    (["The Mt. Alto base fell.", "Maj. Dee fled."], "mount and major"),
    # quotes, ellipses, brackets
    (['"It must stop."', "He left."], "the quote belongs to the sentence it ends"),
    (["“Why?” he asked.", "Nobody spoke."], "a question inside a quotation goes on"),
    (["Aircraft... carried out raids.", "Then…", "Silence."], "an ellipsis goes on before lower case"),
    (["Ten died (two were children).", "(Reuters)"], "brackets"),
    (["He said: “We left.”", "“We had to.”"], "curly quotes"),
    # scripts
    (["قُتل خمسة في حلب.", "هل انتهت الحرب؟", "نعم"], "Arabic question mark"),
    (["हमले में पाँच लोग मारे गए।", "पुलिस ने कहा।"], "danda"),
    (["Обстрел был утром.", "Погибли двое."], "Cyrillic capitals open"),
    (["他们来了。", "五人死亡。"], "full-width stop without blanks"),
    # lines and bullets
    (["• 5 killed in Hama", "• 3 wounded", "- Shelling in Idlib"], "each bullet its own"),
    (["1. Datu Saudi town.", "2. Pikit town."], "list numbers are no ends"),
    (["MEDIA OFFICE", "Two posts were hit."], "a heading without stop"),
    # emoji
    (["5 killed in Idlib 💔", "Pray for them"], "emoji ends before a capital"),
    (["Two hit. 😢", "More soon."], "emoji after the stop stays with it"),
    (["🔴 Strike on the port", "🔴 Shelling in Sumy"], "emoji as bullets"),
    (["🇺🇦 forces hit a 🇷🇺 depot near the river."], "flags stand for names"),
    (["They fled 🙏 and hid."], "emoji inside a sentence"),
    # lost blank
    (["Five died in Aleppo.", "The rebels fled."], "blank"),
]


@pytest.mark.parametrize(("sentences", "reason"), PUNCTUATED, ids=[reason for _, reason in PUNCTUATED])
def test_sentences_end_where_a_reader_ends_them(sentences: list[str], reason: str) -> None:
    breaks = "\n" if sentences[0][0] in "•1M" else "" if "。" in sentences[0] else " "
    text = breaks.join(sentences)
    assert [text[start:end] for start, end in split_sentences(text)] == sentences, reason


LINES = [
    ("The army said troops had reached the outskirts of the northern\ntown by noon.", 1, "a lower-case line goes on"),
    (
        "Residents of the northern quarter said on Monday evening that the brigade of\n"
        "General Odan had shelled the market for a third day and that at least eleven\nShoppers died.",
        1,
        "hard-wrapped lines are one sentence",
    ),
    ("Five killed\nThree wounded", 2, "short lines are posts"),
    ("The raid ended\n\nat dawn", 2, "an empty line always ends"),
    ("He fell in Aleppo.The rebels fled to Hama.", 2, "a blank lost after the stop"),
    ("See www.Example.com for it and v2.Beta too", 1, "addresses hold together"),
    ("", 0, "nothing"),
    (" \n\t ", 0, "blanks"),
    ("\x00\ud800.", 1, "odd code points"),
]


@pytest.mark.parametrize(("text", "count", "reason"), LINES, ids=[row[2] for row in LINES])
def test_line_breaks(text: str, count: int, reason: str) -> None:
    assert len(split_sentences(text)) == count, reason


def test_a_run_without_stops_is_cut_before_openers_and_never_inside_names() -> None:
    pieces = [
        "the army took the village on Monday after heavy clashes with rebels in the hills that went on for hours "
        "a monitor said",
        "The regime also shelled the nearby town of Sarab wounding dozens of people according to residents who fled",
        "In the east three soldiers were killed by a mine near the town of The Hague said a source",
        "But the opposition denied it",
    ]
    text = " ".join(pieces)
    assert [text[start:end] for start, end in split_sentences(text)] == pieces


def test_a_short_sentence_is_not_cut_before_openers() -> None:
    text = "He read The Art of War and In Cold Blood while The regime shelled them."
    assert len(split_sentences(text)) == 1


def test_a_part_of_the_text_keeps_its_offsets() -> None:
    text = "One. Two fell. Three."
    assert [text[start:end] for start, end in split_sentences(text, 5, 14)] == ["Two fell."]


@given(st.text(alphabet=st.sampled_from("aA .!?\n\"”'•💔🇺1,-\u0301ع।"), max_size=60))
def test_ranges_are_ordered_trimmed_and_cover_everything_but_blanks(text: str) -> None:
    reached = 0
    for start, end in split_sentences(text):
        assert start >= reached
        assert not text[reached:start].strip()
        assert text[start:end] == text[start:end].strip() != ""
        reached = end
    assert not text[reached:].strip()


@pytest.mark.parametrize("unit", [". ", "\n", "💥", "A. ", "said The x ", "x\n", "a.b.", '" '])
def test_time_grows_with_the_length_only(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    began = time.perf_counter()
    split_sentences(text)
    assert time.perf_counter() - began < 3
