"""What a number counts and whose: the head's answer, a verb right beside it, the party that the noun names."""

from collections.abc import Iterator
from datetime import date

import pytest

from crossclaim.model import Claim, Document, FigureKind, OffsetMap, PublishedDate, Segment, SegmentKind, Whose
from crossclaim.pipeline import Resources, load_resources, read_document


@pytest.fixture(scope="module")
def resources() -> Iterator[Resources]:
    with load_resources() as loaded:
        yield loaded


def read(text: str, resources: Resources) -> tuple[Claim, ...]:
    document = Document(
        id="report",
        text=text,
        segments=(Segment(kind=SegmentKind.BODY, start=0, end=len(text)),),
        offsets=OffsetMap.identity(len(text)),
        published=PublishedDate(date=date(2024, 5, 7), method="given"),
    )
    return read_document(document, resources).claims


def figures_of(text: str, resources: Resources) -> list[tuple[str, FigureKind, Whose]]:
    return [(f.span.quote, f.kind, f.whose) for claim in read(text, resources) for f in claim.figures]


def test_a_verb_right_beside_a_number_says_what_it_counts(resources: Resources) -> None:
    text = "On Monday the rebels killed more than 170 soldiers near Kadugli and captured at least 45, a spokesman said."
    kinds = {words: kind for words, kind, _ in figures_of(text, resources)}
    assert kinds["more than 170"] is FigureKind.KILLED
    assert kinds["at least 45"] is FigureKind.CAPTURED


def test_a_number_is_the_figure_of_one_claim_alone(resources: Resources) -> None:
    text = (
        "Shelling by the army killed 12 people in Kadugli on Sunday, medics said. "
        "In Nyala gunmen abducted four aid workers on Monday, the United Nations said."
    )
    claims = read(text, resources)
    assert len(claims) == 2
    spans = [figure.span.start for claim in claims for figure in claim.figures]
    assert len(spans) == len(set(spans)) == 2
    for claim in claims:
        assert all(claim.quote.start <= figure.span.start < claim.quote.end for figure in claim.figures)


def test_who_denies_without_accusing_anyone_denies_his_own_act(resources: Resources) -> None:
    claims = read("The army denied shelling the market in Kadugli on Sunday.", resources)
    assert len(claims) == 1
    assert claims[0].side_a
    assert claims[0].side_a.span.quote == "The army"
