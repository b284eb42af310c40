import json
import random
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from crossclaim.evaluate.measure import comparable, load_measure
from crossclaim.evaluate.pairing import pair_claims, similarity
from crossclaim.evaluate.score import MEASURES, Tally, load_jsonl, score_claims, score_files

TEXT = (
    "Two soldiers were killed when gunmen stormed a post near Tarsin on 3 May, the ministry said. "
    "Shells hit Olbek the next day and wounded at least five civilians. The rebels denied shelling Olbek."
)
CLASH = {
    "quote": "Two soldiers were killed when gunmen stormed a post near Tarsin on 3 May",
    "type": "armed_clash",
    "side_a": {"quote": "gunmen", "name": "Unidentified armed group (Nowhere)"},
    "side_b": {"quote": "soldiers", "name": "Military forces of Nowhere"},
    "place": {"quote": "Tarsin", "name": "Tarsin", "admin1": None, "country": None},
    "time": {"quote": "on 3 May", "start": "2031-05-03", "end": "2031-05-03"},
    "figures": [{"quote": "Two", "kind": "killed", "of": "soldiers", "whose": "b", "op": "=", "low": 2, "high": 2}],
    "attribution": {"kind": "named", "source": "the ministry", "cue": "said"},
    "modality": "actual",
    "cumulative": False,
}
SHELLING = {
    "quote": "Shells hit Olbek the next day and wounded at least five civilians",
    "type": "shelling_artillery_missile",
    "side_a": None,
    "side_b": {"quote": "civilians", "name": "Civilians (Nowhere)"},
    "place": {"quote": "Olbek", "name": "Olbek", "admin1": None, "country": None},
    "time": {"quote": "the next day", "start": "2031-05-04", "end": "2031-05-04"},
    "figures": [
        {"quote": "five", "kind": "injured", "of": "civilians", "whose": "b", "op": ">=", "low": 5, "high": None}
    ],
    "attribution": {"kind": "narrator", "source": None, "cue": None},
    "modality": "actual",
    "cumulative": False,
}
DENIAL = {
    "quote": "The rebels denied shelling Olbek",
    "type": "shelling_artillery_missile",
    "side_a": {"quote": "The rebels", "name": "Rebels (Nowhere)"},
    "side_b": None,
    "place": {"quote": "Olbek", "name": "Olbek", "admin1": None, "country": None},
    "time": None,
    "figures": [],
    "attribution": {"kind": "named", "source": "The rebels", "cue": "denied"},
    "modality": "denied",
    "cumulative": False,
}
DOCUMENTS = [{"doc": "d1", "text": TEXT}]
GOLD = [{"doc": "d1", "claims": [CLASH, SHELLING, DENIAL]}]


def changed(claim: Mapping[str, Any], **fields: Any) -> dict[str, Any]:
    return {**claim, **fields}


def figure(claim: Mapping[str, Any], **fields: Any) -> dict[str, Any]:
    return changed(claim, figures=[{**claim["figures"][0], **fields}])


def measured(*claims: Mapping[str, Any]) -> dict[str, tuple[int, int, int]]:
    score = score_claims(DOCUMENTS, GOLD, [{"doc": "d1", "claims": list(claims)}])
    return {name: tuple(tally) for name, tally in score.tallies.items()}


ALL_RIGHT = {
    "detection": (3, 3, 3),
    "type": (3, 3, 3),
    "class": (3, 3, 3),
    "side_a": (2, 2, 2),
    "side_b": (2, 2, 2),
    "place": (3, 3, 3),
    "time": (2, 2, 2),
    "figures": (2, 2, 2),
    "figures_whose": (2, 2, 2),
    "attribution": (3, 3, 3),
    "modality": (1, 1, 1),
    "record": (3, 3, 3),
}


@pytest.mark.parametrize(
    ("predicted", "differs"),
    [
        pytest.param((CLASH, SHELLING, DENIAL), {}, id="gold itself"),
        pytest.param((DENIAL, CLASH, SHELLING), {}, id="order is nothing"),
        pytest.param(
            (CLASH, SHELLING),
            {
                **dict.fromkeys(("detection", "type", "class", "attribution", "record", "place"), (2, 3, 2)),
                "side_a": (1, 2, 1),
                "modality": (0, 1, 0),
            },
            id="a missed claim costs all it would carry",
        ),
        pytest.param(
            (changed(CLASH, type="attack"), SHELLING, DENIAL),
            dict.fromkeys(("type", "class", "record"), (2, 3, 3)),
            id="type of another class",
        ),
        pytest.param(
            (CLASH, changed(SHELLING, type="air_drone_strike"), DENIAL),
            dict.fromkeys(("type", "record"), (2, 3, 3)),
            id="type of the same class",
        ),
        pytest.param(
            (changed(CLASH, type="no such type"), SHELLING, DENIAL),
            dict.fromkeys(("type", "class", "record"), (2, 3, 3)),
            id="type outside the vocabulary",
        ),
        pytest.param(
            (changed(CLASH, side_a={"text": "the armed men", "actor": None}), SHELLING, DENIAL),
            {},
            id="a side is met by a word of its name",
        ),
        pytest.param(
            (changed(CLASH, side_b={"text": "the army", "actor": {"name": "Forces of the Army"}}), SHELLING, DENIAL),
            {"side_b": (1, 2, 1), "record": (2, 3, 3)},
            id="words any party has are no agreement",
        ),
        pytest.param(
            (CLASH, changed(SHELLING, side_a="rebels"), DENIAL),
            {"side_a": (2, 2, 3), "record": (2, 3, 3)},
            id="naming who gold leaves open is wrong",
        ),
        pytest.param(
            (
                changed(CLASH, time={"start": 68, "end": 76, "start_date": "2031-05-03", "end_date": "2031-05-03"}),
                SHELLING,
                DENIAL,
            ),
            {},
            id="dates stand beside offsets in the output contract",
        ),
        pytest.param(
            (changed(CLASH, time={"start": 68, "end": 76}), SHELLING, DENIAL),
            {"time": (1, 2, 1), "record": (2, 3, 3)},
            id="offsets are no dates",
        ),
        pytest.param(
            (CLASH, figure(SHELLING, high=5), DENIAL),
            {"figures": (1, 2, 2), "figures_whose": (1, 2, 2), "record": (2, 3, 3)},
            id="at least five is not five",
        ),
        pytest.param(
            (figure(CLASH, whose="a"), SHELLING, DENIAL),
            {"figures_whose": (1, 2, 2)},
            id="whose is measured apart",
        ),
        pytest.param((figure(CLASH, low=2.0, high=2.0), SHELLING, DENIAL), {}, id="2.0 is 2"),
        pytest.param(
            (changed(CLASH, attribution={"kind": "unnamed", "source": "a ministry", "cue": None}), SHELLING, DENIAL),
            {},
            id="named or unnamed is not told apart",
        ),
        pytest.param(
            (changed(CLASH, attribution={"kind": "narrator"}), SHELLING, DENIAL),
            {"attribution": (2, 3, 3), "record": (2, 3, 3)},
            id="attributed is not narrated",
        ),
        pytest.param(
            (CLASH, SHELLING, changed(DENIAL, modality="actual")),
            {"modality": (0, 1, 0), "record": (2, 3, 3)},
            id="a denial read as a report",
        ),
    ],
)
def test_each_component_counts_what_it_names(
    predicted: tuple[dict[str, Any], ...], differs: dict[str, tuple[int, int, int]]
) -> None:
    assert measured(*predicted) == ALL_RIGHT | differs


def test_a_document_without_prediction_is_counted_missing() -> None:
    score = score_claims(DOCUMENTS, GOLD, [{"doc": "another", "claims": [CLASH]}])
    assert (score.documents, score.documents_missing, score.tallies["detection"]) == (1, 1, Tally(0, 3, 0))


def test_a_quote_that_is_not_in_the_text_is_counted() -> None:
    claims = [changed(CLASH, quote=CLASH["quote"].replace("Two", "2")), SHELLING]
    assert score_claims(DOCUMENTS, GOLD, [{"doc": "d1", "claims": claims}]).quotes_not_in_text == 1


def test_nothing_to_measure_is_not_zero() -> None:
    score = score_claims(DOCUMENTS, [{"doc": "d1", "claims": [SHELLING]}], [{"doc": "d1", "claims": [SHELLING]}])
    assert score.value("side_a") is None
    assert score.mean is None
    assert score.as_json()["side_a"] is None
    assert score.value("type") == 1.0


@pytest.mark.parametrize(
    ("quote", "alike"),
    [
        ("Shells hit Olbek the next day and wounded at least five civilians", True),
        ("SHELLS HIT OLBEK", True),  # case apart; 3 of 15 words, F1 .4
        ("Shells hit", False),  # F1 .29: too little to speak of the same occurrence
        ("", False),
    ],
)
def test_claims_pair_only_on_shared_words(quote: str, alike: bool) -> None:
    assert (similarity(comparable(SHELLING), comparable(changed(SHELLING, quote=quote))) > 0) is alike


def test_pairs_swap_partners_where_that_is_better_in_sum() -> None:
    # The longer gold claim is nearest to the first prediction, but only that one can answer the shorter.
    gold = [comparable({"quote": quote, "type": "attack"}) for quote in ("a b c d", "a b")]
    predicted = [comparable({"quote": quote, "type": "attack"}) for quote in ("a b c", "c d a b e f g")]
    assert pair_claims(gold, predicted) == {0: 1, 1: 0}


def test_the_measure_weighs_to_one() -> None:
    measure = load_measure()
    assert measure.quote_weight + measure.type_weight + measure.figures_weight == 1.0
    assert all(word == word.lower().strip() for word in measure.idle_words)


PARTS = ("train", "dev", "authored_train", "authored_dev")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("seed", [1, 2])
def test_agrees_with_the_shared_measure(part: str, seed: int, shared: Path, tmp_path: Path) -> None:
    corpus = shared / "corpus" / "claims"
    documents, gold = corpus / f"{part}.docs.jsonl", corpus / f"{part}.gold.jsonl"
    predicted = tmp_path / "predicted.jsonl"
    chance = random.Random(f"{part}-{seed}")
    entries = [disturbed(entry, chance) for entry in load_jsonl(gold) if chance.random() > 0.05]
    predicted.write_text("\n".join(map(json.dumps, entries)), encoding="utf-8")
    script = [sys.executable, shared / "eval" / "score_claims.py", documents, gold, predicted, "--json"]
    expected = json.loads(subprocess.run(script, check=True, capture_output=True, text=True).stdout)
    assert score_files(documents, gold, predicted).as_json() == expected
    assert 0.2 < expected["mean"] < 0.95, "the disturbance leaves nothing to tell apart"
    assert set(MEASURES) < set(expected)


def disturbed(entry: Mapping[str, Any], chance: random.Random) -> dict[str, Any]:
    """A document's gold claims in the output contract, with what a reader may get wrong."""
    claims = [disturbed_claim(claim, chance) for claim in entry["claims"] if chance.random() > 0.1]
    claims += [disturbed_claim(claim, chance) for claim in claims if chance.random() < 0.15]
    chance.shuffle(claims)
    return {"doc": entry["doc"], "claims": claims}


def disturbed_claim(claim: Mapping[str, Any], chance: random.Random) -> dict[str, Any]:
    quote = claim["quote"] if isinstance(claim["quote"], str) else claim["quote"]["text"]
    words = quote.split(" ")
    cut = chance.randrange(1 + len(words) // 3)
    odd = chance.random() < 0.2
    fields: dict[str, Any] = {"quote": {"start": 0, "end": 1, "text": " ".join(words[cut:])}}
    if odd:
        fields["type"] = chance.choice(["attack", "armed_clash", "air_drone_strike", "tally", "unheard_of"])
        fields["modality"] = chance.choice(["actual", "denied", "possible"])
    for side in ("side_a", "side_b", "place"):
        fields[side] = chance.choice([claim.get(side)] * 4 + [None, {"text": "the forces of Nowhere"}, "rebels"])
    fields["time"] = chance.choice([claim.get("time")] * 4 + [None, {"start": 3, "end": 9}, {"start_date": "2016"}])
    fields["figures"] = [f if chance.random() > 0.2 else {**f, "low": 7} for f in claim.get("figures") or []]
    fields["attribution"] = chance.choice([claim["attribution"]] * 4 + [{"kind": "narrator"}, {"kind": "unnamed"}])
    return {**claim, **fields}
