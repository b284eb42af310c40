"""The trigger is marked *so*; the clause is what stands in {braces}, or the whole sentence."""

from __future__ import annotations

import re
import time

import pytest

from crossclaim.extract.modality import load_patterns, modality_of
from crossclaim.model import Modality

ACTUAL, DENIED, POSSIBLE, PLANNED = Modality.ACTUAL, Modality.DENIED, Modality.POSSIBLE, Modality.PLANNED

ROWS = [
    # denied
    (DENIED, "The army denied that {its jets *bombed* the mill}.", "denied"),
    (DENIED, "Norrland denied *bombing* the clinic.", "denied"),
    (DENIED, "The ministry rejected reports that {a convoy had been *ambushed*}.", "rejected"),
    (DENIED, "He dismissed claims that {the *ceasefire* had been signed}.", "dismissed"),
    (DENIED, "The Front has denied any responsibility for the *blast*.", "denied"),
    (DENIED, "Kell refuted the report that {the town was *captured*}.", "refuted"),
    (DENIED, "{The army has denied it}.", "denied it"),
    (DENIED, "The spokesman said {its soldiers did not *fire*}.", "did not"),
    (DENIED, "The spokesman said {its soldiers didn't *fire*}.", "didn't"),
    (DENIED, "He said {the base had never *fallen*}.", "never"),
    (DENIED, "{Our jets were not *striking* anything that night}.", "were not"),
    (DENIED, "The police said {no *abduction* took place}.", "no X took place"),
    (DENIED, "{No rifle was *abandoned* by our comrades}.", "no X was"),
    (DENIED, "{Nobody was *arrested* that day}.", "nobody"),
    (DENIED, "{None of our drones *attacked* the bridge}.", "none of"),
    (DENIED, "{Not a single tank was *lost*}.", "not a single"),
    (DENIED, "The ministry says {there was no such *clash*}.", "no such"),
    (DENIED, "{The claim that the base *fell* is false}.", "is false"),
    (DENIED, "{The story of the *massacre* was a fabrication}.", "a fabrication"),
    (DENIED, "{The reported *attack* is a pure lie}.", "a lie"),
    (DENIED, "It is not true that {the teacher was *shot* by our side}.", "not true that"),
    (DENIED, "{A supposed bomb turned out to be a bag of fish}.", "turned out"),
    (DENIED, "{Contrary to what is written, the village is *held* by us}.", "contrary to"),
    (DENIED, "The rebels say {it was not them}.", "not them"),
    (DENIED, "There is no evidence that {the clinic was *hit*}.", "no evidence"),
    # planned
    (PLANNED, "Troops are massing ahead of an expected *assault*.", "ahead of an expected"),
    (PLANNED, "{The Front will *attack* the port}.", "will"),
    (PLANNED, "{They'll *attack* the port}.", "'ll"),
    (PLANNED, "Kell warned that {his men would *launch* rockets}.", "would"),
    (PLANNED, "The Front threatened to *burn* the port.", "threatened to"),
    (PLANNED, "The president vowed to *retake* the valley.", "vowed to"),
    (PLANNED, "The army plans to *withdraw* from the hill.", "plans to"),
    (PLANNED, "The army is preparing a large-scale *offensive*.", "preparing a"),
    (PLANNED, "The jihadists are about to *besiege* the town.", "about to"),
    (PLANNED, "Each side is to *withdraw* its men by Wednesday.", "is to"),
    (PLANNED, "{A further *exchange* of prisoners is planned for June}.", "is planned"),
    (PLANNED, "{Our *attacks* will continue until the end}.", "will continue"),
    (PLANNED, "{The *truce* is to begin on Friday}.", "is to begin"),
    (PLANNED, "The union called for a *march* on Monday.", "called for"),
    (PLANNED, "Norrland to *send* troops", "a headline's future"),
    (PLANNED, "{It is only a matter of days before the junction *falls*}.", "a matter of days"),
    (PLANNED, "The army is expected to *attack* at dawn.", "expected to"),
    (PLANNED, "The rebels are going to *storm* the base.", "going to"),
    (PLANNED, "The governor announced an indefinite {planned *strike*}.", "planned"),
    # possible
    (POSSIBLE, "{The boy may have been *recruited* at gunpoint}.", "may have"),
    (POSSIBLE, "{The two might have been *hit* by a rocket}.", "might"),
    (POSSIBLE, "{The rebels could *attack* the town}.", "could"),
    (POSSIBLE, "{The men were possibly *abducted*}.", "possibly"),
    (POSSIBLE, "{Dozens are feared *dead*}.", "feared"),
    (POSSIBLE, "{A suspected chemical *attack* hit the town}.", "a suspected event"),
    (POSSIBLE, "{Ten were *killed* in a suspected gas attack}.", "a suspected event, other trigger"),
    (POSSIBLE, "{They mourned an alleged *massacre* in the valley}.", "an alleged event"),
    (POSSIBLE, "Fighters are believed to have *attacked* the post.", "believed to have"),
    (POSSIBLE, "The governor suspects that {the Front *forced* people to march}.", "suspects that"),
    (POSSIBLE, "The panel could not verify {that the mill was *looted*}.", "could not verify"),
    (POSSIBLE, "Unconfirmed reports said {*shelling* hit the mill}.", "unconfirmed"),
    (POSSIBLE, "{Experts study the suspected use of sarin in the *attack*}.", "suspected use of"),
    # actual: negatives beside the positives
    (ACTUAL, "{Suspected militants *attacked* the post}.", "suspected people"),
    (ACTUAL, "{Ten were *killed* in suspected coalition air strikes}.", "a suspected author"),
    (ACTUAL, "{The *strike* on the mill on 3 May killed ten}.", "May the month"),
    (ACTUAL, "{No deaths were reported after the *strike*}.", "no deaths: a figure of zero"),
    (ACTUAL, "{Nobody was hurt in the *strike*}.", "nobody hurt"),
    (ACTUAL, "{No fewer than six men were *killed*}.", "no fewer than"),
    (ACTUAL, "{The rebels were denied access after the *shelling*}.", "denied access"),
    (ACTUAL, "The army denied the raid but {*shelled* the town again}.", "another clause"),
    (ACTUAL, "The army denied it and accused {the rebels of *shelling* the market}.", "accused ends the denial"),
    (ACTUAL, "{The army *shelled* the town, which it denies}.", "the denial is somebody else's claim"),
    (ACTUAL, "{Troops *retook* the village}.", "plain"),
    (ACTUAL, "Norrland said it would respond to {the *strike* on its base}.", "the answer is planned, not the strike"),
    (ACTUAL, "{The Front did not say who *attacked* the post}.", "did not say"),
    (ACTUAL, "According to residents, {gunmen *burned* the mill}.", "according to is no headline"),
    (ACTUAL, "{Soldiers *arrested* a man who could not run}.", "could not"),
    (ACTUAL, "{No *aid convoy* had reached the town for a year}.", "aid blocked is what happened"),
    (ACTUAL, "{No group has claimed the *blast*}.", "nobody claims it"),
]


def read(marked: str) -> tuple[str, tuple[int, int], tuple[int, int] | None]:
    text = re.sub(r"[{}*]", "", marked)

    def position(mark: str, number: int) -> int:
        return [len(re.sub(r"[{}*]", "", marked[: m.start()])) for m in re.finditer(re.escape(mark), marked)][number]

    clause = (position("{", 0), position("}", 0)) if "{" in marked else (0, len(text))
    return text, clause, (position("*", 0), position("*", 1)) if "*" in marked else None


@pytest.mark.parametrize(("modality", "marked", "reason"), ROWS, ids=[f"{row[0]}: {row[2]}" for row in ROWS])
def test_modality(modality: Modality, marked: str, reason: str) -> None:
    text, clause, trigger = read(marked)
    found, cue = modality_of(text, (0, len(text)), clause, trigger)
    assert found is modality, reason
    assert (cue is None) == (found is ACTUAL)


def test_every_pattern_says_what_it_serves() -> None:
    patterns = load_patterns()
    assert {pattern.modality for pattern in patterns} == {DENIED, PLANNED, POSSIBLE}
    assert len({pattern.name for pattern in patterns}) == len(patterns)
    assert all(len(pattern.serves) > 10 and pattern.scope in {"before", "after", "clause"} for pattern in patterns)


@pytest.mark.parametrize("text", ["", "💥", "\x00\ud800", "لم يقصف الجيش", "no " * 50])
def test_odd_texts_are_read(text: str) -> None:
    assert modality_of(text, (0, len(text)), (0, len(text)))[0] in Modality


@pytest.mark.parametrize("unit", ["suspected a ", "will not ", "is a ", "warned would ", "no ", " and not "])
def test_a_long_line_costs_no_more_than_a_long_sentence(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    middle = len(text) // 2
    began = time.perf_counter()
    modality_of(text, (0, len(text)), (0, len(text)), (middle, middle + 3))
    assert time.perf_counter() - began < 1
