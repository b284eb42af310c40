"""Spans are marked in the text: [s:source], [c:cue], [x:the clause asked about]."""

from __future__ import annotations

import re
import time

import pytest

from crossclaim.extract.attribution import AttributedContent, attribution_at, find_attributions
from crossclaim.extract.source_phrases import load_lexicon
from crossclaim.model import AttributionKind
from crossclaim.text.sentences import split_sentences

NAMED, UNNAMED = AttributionKind.NAMED, AttributionKind.UNNAMED

ROWS = [
    # the subject first
    (NAMED, "[s:The army] [c:said] [x:two posts had fallen].", "X said A"),
    (NAMED, "[s:The army] [c:said] that [x:two posts had fallen].", "X said that A"),
    (NAMED, "[s:The ministry] on Monday [c:announced] that [x:the bridge was hit].", "a day before the verb"),
    (NAMED, "[s:The ministry] has also [c:confirmed] that [x:the bridge was hit].", "auxiliary and adverb"),
    (NAMED, "Meanwhile, [s:the Norrland Observatory] [c:said] [x:nine huts burned].", "an opening adverb"),
    (NAMED, "Elsewhere in Ostia [s:the Observatory] [c:reported] [x:six deaths].", "an adverbial, commas lost"),
    (NAMED, "[s:Governor Ila Renn] [c:told] AFP that [x:nine huts burned].", "told somebody"),
    (NAMED, "[s:Governor Ila Renn] [c:told] reporters on Friday [x:nine huts had burned].", "told, without that"),
    (
        UNNAMED,
        "[s:A source at the Ostia command] [c:said] in a statement that [x:rockets fell on the mill].",
        "source at",
    ),
    (UNNAMED, "[s:Residents] [c:say] [x:soldiers burned the mill].", "residents"),
    (UNNAMED, "[s:Local activists] [c:said] [x:the mill burned].", "activists"),
    (
        UNNAMED,
        "[s:A resident of a nearby village, who asked not to be named,] [c:said] [x:he counted six bodies].",
        "aside",
    ),
    (NAMED, "[s:Ila Renn, head of the council,] [c:said] [x:fifteen men were executed].", "apposition"),
    (NAMED, "[s:A waiter] [c:said] [x:a grenade had gone off].", "any noun behind a determiner may speak"),
    (NAMED, "[s:The Front's spokesman Ado Kell] [c:claimed] [x:its men took the hill].", "possessive inside"),
    (NAMED, "[s:The Britain-based Norrland Observatory for Human Rights] [c:said] [x:nine died].", "hyphen and for"),
    (NAMED, "[s:The Norrland Media Office (NMO)] [c:reported] that [x:nine died].", "bracketed acronym"),
    (NAMED, "[s:Ostia and Norrland] both [c:denied] that [x:a ransom was paid].", "two names"),
    (NAMED, "[s:Russia] [c:denied] [x:bombing the clinic].", "denied -ing"),
    (NAMED, "[s:Kell's ministry] [c:accused] [x:the rebels of shelling the market].", "accused Y of"),
    (NAMED, "[s:The governor] [c:blamed] [x:the Front for the blast].", "blamed"),
    (NAMED, "[s:The Panel] [c:documented] [x:23 cases of rape].", "documented"),
    (NAMED, "[s:The Observatory] [c:counted] [x:19 raids on Thursday].", "counted"),
    (NAMED, "[s:State media] [c:put] [x:the toll at 60].", "put the toll at"),
    (NAMED, "[s:The Front] [c:threatened] [x:to burn the port].", "threat"),
    (NAMED, "[s:The Front's commander Ado Kell] [c:warned] that [x:it would burn the port].", "warning"),
    (
        NAMED,
        "[s:The Observatory], which has [c:documented] [x:heavy shelling since July], is based abroad.",
        "relative",
    ),
    # the subject last
    (NAMED, "[x:Two posts fell], [s:the army] [c:said].", "A, X said"),
    (NAMED, "[x:Two posts fell hours earlier] [s:the Norrland Observatory for Human Rights] [c:said].", "commas lost"),
    (UNNAMED, "[x:Two posts fell on Tuesday], [s:security sources] [c:said] on condition of anonymity.", "trailer"),
    (NAMED, "[x:Two posts fell on Tuesday], [s:Colonel Ado Kell] [c:told] Reuters.", "A, X told Y"),
    (NAMED, "[x:Two posts fell in the raid], [c:said] [s:the Norrland Observatory].", "A, said X"),
    (NAMED, "[x:Two posts fell in the raid] [c:said] [s:the Britain-based group].", "A said X, comma lost"),
    (NAMED, '"[x:Two posts fell]" [c:said] [s:Kevin Dunn], a coordinator.', "quote, said X"),
    (UNNAMED, "[x:A drone hit the mill] [c:according to] [s:residents].", "according to"),
    (
        NAMED,
        "[x:A drone hit the mill], [c:according to] [s:the Norrland Observatory for Human Rights].",
        "according to X",
    ),
    (NAMED, "[c:According to] [s:the ministry], [x:a drone hit the mill].", "According to X, A"),
    (NAMED, "[c:According to] [s:the indictment], [x:the men held the village].", "any noun after according to"),
    (NAMED, "[x:The toll has climbed to 61], by [s:this newspaper]'s [c:count].", "by X's count"),
    (
        UNNAMED,
        "[x:In Latakor hundreds were killed or fled in] Ostia [s:local residents] have [c:reported].",
        "place before it",
    ),
    # headlines
    (NAMED, "[x:Twelve killed in market blast][c::] [s:police]", "A: police"),
    (NAMED, "[s:Police][c::] [x:twelve held after the march]", "Police: A"),
    # nobody in particular
    (UNNAMED, "[x:Four fighters were [c:reportedly] killed near the mill].", "reportedly"),
    (UNNAMED, "[x:The mill was [c:allegedly] looted].", "allegedly"),
    (UNNAMED, "It was [c:reported] that [x:the mill was looted].", "it was reported"),
    (UNNAMED, "[x:The regime has been [c:accused] of using barrel bombs].", "has been accused of"),
    (UNNAMED, "The raid came amid [c:[s:reports]] that [x:dozens were killed].", "amid reports"),
    # pronouns
    (NAMED, "[s:Front spokesman Ado Kell] denied it. He [c:said] [x:thirteen policemen were killed].", "he"),
    (NAMED, "[s:The Observatory] said six died. [x:Two were children], it [c:added].", "it added"),
    # running on
    (NAMED, "[s:The Observatory] said six died [c:adding] that [x:two were children].", "adding that"),
    (NAMED, "[s:The army] denied the raid and [c:said] [x:its jets were grounded].", "second verb"),
    (NAMED, '"The mill burned. [x:Two men died]," [s:Ado Kell] [c:said].', "one quotation, two sentences"),
    (NAMED, '"The mill burned," [s:Ado Kell] [c:said]. "[x:Two men died]."', "the quotation goes on"),
    (NAMED, "State television quoted [s:the governor] as [c:saying] that [x:nine died].", "quoted as saying"),
    # responsibility
    (NAMED, "[s:The Front] [c:claimed responsibility] for [x:the blast in Ostia].", "responsibility"),
    (NAMED, "[x:The blast in Ostia was [c:claimed] by [s:the Front]].", "claimed by"),
    # two speakers in one sentence
    (
        UNNAMED,
        "Police shot three rebels, police said, but [s:villagers] [c:claimed] that [x:two were farmers].",
        "second",
    ),
    (
        NAMED,
        "[x:Police shot three rebels on Tuesday], [s:police] [c:said], but villagers claimed that two were farmers.",
        "first",
    ),
    (UNNAMED, "The army denied the raid; [s:residents] [c:spoke] of [x:a drone].", "after a semicolon"),
]

NARRATED = [
    ("Two posts fell on Tuesday.", "no cue"),
    ("No group has claimed responsibility for [x:the blast in Ostia].", "nobody claims"),
    ("The army could not confirm [x:the raid on the mill].", "not confirmed"),
    ("KANO, Norrland (Reuters) - [x:Two posts fell on Tuesday].", "a dateline is no attribution"),
    ("[x:Strikes allegedly carried out by the army killed ten].", "only the author is in doubt"),
    ("[x:The United States sent two ships].", "States is no verb"),
    ("The men were told to leave. [x:Two posts fell].", "no speaker"),
    ("The army said six died. [x:The front line has been quiet since May].", "the narrator takes over again"),
    ("We categorically reject these lies: [x:our jets stayed on the ground].", "the text speaks for itself"),
    ("[x:A joint patrol acting on a tip from residents found a cache].", "the residents do not speak"),
    ("The blockade maintained by the Front [x:was broken on Monday].", "maintained by"),
    ("[x:The counter-attack by pro-regime forces failed].", "hyphens are no headline dashes"),
]


def read(marked: str) -> tuple[str, dict[str, tuple[int, int]]]:
    text, spans, opened = "", {}, []
    for part in re.split(r"(\[[scx]:|\])", marked):
        if re.fullmatch(r"\[[scx]:", part):
            opened.append((part[1], len(text)))
        elif part == "]":
            name, start = opened.pop()
            spans[name] = (start, len(text))
        else:
            text += part
    return text, spans


def governing(text: str, clause: tuple[int, int]) -> AttributedContent | None:
    return attribution_at(*clause, find_attributions(text, split_sentences(text)))


@pytest.mark.parametrize(("kind", "marked", "reason"), ROWS, ids=[row[2] for row in ROWS])
def test_who_asserts(kind: AttributionKind, marked: str, reason: str) -> None:
    text, spans = read(marked)
    found = governing(text, spans["x"])
    assert found is not None, reason
    source = text[slice(*found.source)].rstrip(",") if found.source else None
    expected = text[slice(*spans["s"])].rstrip(",") if "s" in spans else None
    assert (found.kind, source, found.cue) == (kind, expected, spans["c"]), reason


@pytest.mark.parametrize(("marked", "reason"), NARRATED, ids=[row[1] for row in NARRATED])
def test_the_narrator_asserts(marked: str, reason: str) -> None:
    text, spans = read(marked)
    assert governing(text, spans.get("x", (0, len(text)))) is None, reason


def test_a_chain_keeps_who_passes_it_on() -> None:
    text = "State television quoted the governor as saying that nine died."
    found = find_attributions(text, split_sentences(text))[-1]
    assert found.parent is not None
    assert found.parent.source == (0, len("State television"))


def test_responsibility_is_named_as_a_rule() -> None:
    text = "The Front claimed responsibility for the blast."
    assert [entry.rule for entry in find_attributions(text, split_sentences(text))] == ["responsibility"]


def test_every_group_of_cues_has_forms_and_they_are_lower_case() -> None:
    lexicon = load_lexicon()
    assert {group for groups in lexicon.cues.values() for group in groups} >= {"speech", "refusal", "count", "hearsay"}
    assert all(form == form.lower() for form in lexicon.cues)


@pytest.mark.parametrize(
    "text", ["", "said", "said said said", ", said", "\x00 said \ud800", '💥 said: "', "قال said ع"]
)
def test_odd_texts_are_read(text: str) -> None:
    for entry in find_attributions(text, split_sentences(text)):
        assert 0 <= entry.content[0] < entry.content[1] <= len(text)


@pytest.mark.parametrize("unit", ["The army said ", "X, ", "(", '"said ', "of the said "])
def test_time_grows_with_the_length_only(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    began = time.perf_counter()
    find_attributions(text, [(0, len(text))])
    assert time.perf_counter() - began < 5
