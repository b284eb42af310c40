"""Which claims of a document are compared with each other."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from crossclaim.engine import Tools, linking, load_results, put_result
from crossclaim.engine.identity import document_id_of
from crossclaim.link import Traits, block_keys, traits_of
from crossclaim.model import DocumentResult, Heading
from crossclaim.store import DocumentRecord, Store
from sourced_claims import report, sourced


def list_of(number: int) -> list[Traits]:
    """As many claims of one document, in the order of the text, on days far apart."""
    one = traits_of(sourced("d1-c0"), {})
    days = range(700_000, 700_000 + 20 * number, 20)
    return [
        replace(one, id=f"d1-c{n:05}", document="d1", position=n * 100, extent=n * 100 + 90, start=day, end=day)
        for n, day in enumerate(days)
    ]


@pytest.mark.parametrize(
    ("claims", "pairs"),
    [
        (20, 190),  # each with each
        (1000, 60 * 1000 - 60 * 61 / 2),  # each with the sixty before and after it
    ],
)
def test_a_long_list_of_incidents_is_compared_with_its_nearest(
    claims: int, pairs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[str, str]] = []

    def note(one: Traits, other: Traits, *, copied: float) -> None:  # noqa: ARG001 as the one it stands for
        compared.append((one.id, other.id))

    monkeypatch.setattr(linking, "compare_likely", note)
    mine = [(traits, block_keys(traits)) for traits in list_of(claims)]
    assert linking.find_links(mine, linking.in_blocks(mine[::-1]), {}, wanted=lambda _: True) == []
    assert len(compared) == len({tuple(sorted(pair)) for pair in compared}) == pairs


WORDS = "At least 15 people were killed by shelling in the northern town of Olbek on 4 March, doctors said on Sunday."
LONG = " ".join(
    f"Convoy {n} reached valley {n} with flour and oil for {n} families, drivers {n} told." for n in range(60)
)


@pytest.mark.parametrize(
    ("texts", "pairs"),
    [
        ([WORDS, WORDS, WORDS], 3),  # one or two fingerprints, all of them shared
        ([" ".join(WORDS.split()[:9])] * 2, 1),
        ([WORDS, f"{WORDS} {LONG}"], 1),  # the short one first, and inside the long one
        ([f"{WORDS} {LONG}", WORDS], 1),
        ([WORDS, LONG], 0),
    ],
)
def test_short_texts_are_found_to_be_copies(store: Store, tools: Tools, texts: list[str], pairs: int) -> None:
    for number, text in enumerate(texts):
        result = DocumentResult(document=report(f"d{number}", text))
        put_result(result, store, tools, by="ana", lineage=f"https://example.org/{number}")
    documents = store.document_ids(limit=100).rows
    found = {(copy.first, copy.second) for copy in store.copies(documents)}
    assert len(found) == pairs


def test_a_batch_compares_as_many_copies_of_a_short_text_as_one_by_one(
    new_store: Callable[[], Store], tools: Tools
) -> None:
    texts = [WORDS, *(f"{WORDS} {LONG.replace('Convoy', f'Column {n} of')}" for n in range(25))]
    told = [(f"https://example.org/{n}", DocumentResult(document=report(f"d{n}", t))) for n, t in enumerate(texts)]
    with new_store() as store:
        for lineage, result in told:
            put_result(result, store, tools, by="ana", lineage=lineage)
        documents = store.document_ids(limit=100).rows
        single = store.copies(documents)
    with new_store() as store:
        list(load_results(told, store, tools, by="ana"))
        assert store.copies(documents) == single
    short = document_id_of(told[0][0], WORDS)
    assert sum(short in (copy.first, copy.second) for copy in single) == 20


def test_what_every_report_begins_with_brings_a_bounded_number_of_others() -> None:
    numbers = tuple(range(50))
    everywhere = {number: tuple(f"d{n:05}" for n in range(5000)) for number in numbers[:2]}
    one = record_of("mine", numbers)
    assert linking.worth_comparing(one, everywhere) == []
    assert len(linking.worth_comparing(record_of("mine", numbers[:2]), everywhere)) == 300
    assert linking.worth_comparing(one, {**everywhere, 7: ("rare",)}) == ["rare"]


def record_of(name: str, fingerprints: tuple[int, ...]) -> DocumentRecord:
    document = report(name, WORDS)
    return DocumentRecord(
        heading=Heading(document_id=name, lineage=name), document=document, claims=(), fingerprints=fingerprints
    )
