"""The trained extractor as it is shipped: exact spans, the same result always, a seam for other models."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import crossclaim.extract.learned
from crossclaim.errors import ResourceError
from crossclaim.extract.learned.reader import LearnedExtractor
from crossclaim.extract.learned.runtime import load_extractor
from crossclaim.ingest import ReadOptions, open_sources
from crossclaim.model import (
    AttributionKind,
    Claim,
    ClaimType,
    Document,
    FigureKind,
    Modality,
    OffsetMap,
    PublishedDate,
    Segment,
    SegmentKind,
    Whose,
)
from crossclaim.pipeline import Resources, find_evidence, load_resources, read_document

MODEL = Path(crossclaim.extract.learned.__file__).parent / "model"
EXAMPLES = Path(crossclaim.__file__).parent / "examples"


@pytest.fixture(scope="module")
def resources() -> Iterator[Resources]:
    with load_resources() as loaded:
        yield loaded


def document_of(text: str) -> Document:
    return Document(
        id="report",
        text=text,
        segments=(Segment(kind=SegmentKind.BODY, start=0, end=len(text)),),
        offsets=OffsetMap.identity(len(text)),
        published=PublishedDate(date=date(2024, 5, 7), method="given"),
    )


def examples() -> list[Document]:
    return [found for found in open_sources([str(EXAMPLES)], ReadOptions()) if isinstance(found, Document)]


def spans_of(claim: Claim) -> list[tuple[int, int, str]]:
    parts = [claim.quote, claim.attribution.source, claim.attribution.cue]
    parts += [part.span for part in (claim.side_a, claim.side_b, claim.place, claim.time) if part]
    parts += [figure.span for figure in claim.figures] + [figure.of for figure in claim.figures]
    return [(span.start, span.end, span.quote) for span in parts if span]


TEXT = "Shelling by the army killed at least 12 people in the town of Kadugli on Sunday, medics said."


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "💥💥 " + TEXT,  # astral characters shift UTF-16, not us
        "قال شهود: " + TEXT,
        "Zˈu\u0308rich\u0301 said e\u0301. " + TEXT,  # combining marks
        TEXT.replace(" ", "\u00a0"),
        (TEXT + "\n\n") * 60,  # many windows
        TEXT.rstrip(".").replace(",", "") * 40,  # no full stop anywhere
    ],
)
def test_every_span_quotes_the_text(text: str, resources: Resources) -> None:
    result = read_document(document_of(text), resources)
    assert result.claims
    assert result.dropped == 0
    assert any("Kadugli" in quote for claim in result.claims for *_, quote in spans_of(claim))
    for claim in result.claims:
        assert all(text[start:end] == quote for start, end, quote in spans_of(claim))


def test_a_plain_report_is_read(resources: Resources) -> None:
    claim = read_document(document_of(TEXT), resources).claims[0]
    assert claim.type is ClaimType.SHELLING_ARTILLERY_MISSILE
    assert claim.side_a
    assert claim.side_a.span.quote.endswith("army")
    assert claim.place
    assert "Kadugli" in claim.place.span.quote
    assert claim.time
    assert claim.time.reading
    assert claim.time.reading.start_date == date(2024, 5, 5)
    assert [(figure.kind, figure.quantity.low, figure.quantity.high) for figure in claim.figures] == [
        ("killed", 12, None)
    ]
    assert claim.attribution.kind is AttributionKind.UNNAMED
    assert claim.modality is Modality.ACTUAL
    assert claim.score is not None
    assert 0.5 < claim.score <= 1
    assert any(reason.startswith("claim: encoder") for reason in claim.reasons)


@pytest.mark.parametrize("text", ["", " \n ", "12", "The museum opens at nine.", "\u200b" * 50])
def test_where_nothing_is_claimed_nothing_is_found(text: str, resources: Resources) -> None:
    document = document_of(text) if text else Document(id="r", text="", segments=(), offsets=OffsetMap.identity(0))
    assert read_document(document, resources).claims == ()


def test_threads_and_company_change_nothing() -> None:
    """The same claims whatever the number of threads and whatever was read before; scores to a thousandth."""
    documents = [*examples(), document_of(TEXT)]
    with load_resources(threads=1) as one, load_resources(threads=2) as two:
        forward = {d.id: read_document(d, one).claims for d in documents}
        backward = {d.id: read_document(d, two).claims for d in reversed(documents)}
    for name, claims in forward.items():
        assert [_without_scores(claim) for claim in claims] == [_without_scores(claim) for claim in backward[name]]
        for claim, other in zip(claims, backward[name], strict=True):
            assert claim.score == pytest.approx(other.score, abs=1e-3)


def _without_scores(claim: Claim) -> Claim:
    return claim.model_copy(update={"score": None, "reasons": ()})


OTHER = "In Nyala, gunmen abducted four aid workers on Monday, the United Nations said."
DENIED = "The army denied that it had shelled the town of Kadugli on Sunday."


def test_claims_on_one_occurrence_carry_one_number(resources: Resources) -> None:
    claims = read_document(document_of(f"{TEXT} {DENIED} {OTHER}"), resources).claims
    numbers = {claim.type: claim.occurrence for claim in claims}
    assert len(claims) == 3
    assert [claim.occurrence for claim in claims[:2]] == [1, 1]
    assert numbers[ClaimType.ABDUCTION_FORCED_DISAPPEARANCE] == 3


def test_no_span_reaches_over_a_caption(resources: Resources) -> None:
    """What stands between two parts of the body is in no quote and in no slot."""
    text = "Shelling by the army killed 12 people in\nPhoto: a burnt truck\nthe town of Kadugli on Sunday, medics said."
    parts = [(0, 40, SegmentKind.BODY), (41, 61, SegmentKind.CAPTION), (62, len(text), SegmentKind.BODY)]
    document = document_of(text).model_copy(
        update={"segments": tuple(Segment(kind=kind, start=start, end=end) for start, end, kind in parts)}
    )
    claims = read_document(document, resources).claims
    assert claims
    assert all("Photo" not in quote for claim in claims for *_, quote in spans_of(claim))


def test_a_model_of_ones_own_is_loaded_and_a_damaged_one_refused(tmp_path: Path, resources: Resources) -> None:
    own = tmp_path / "own"
    shutil.copytree(MODEL, own)
    document, evidence = find_evidence(document_of(TEXT), resources)
    assert load_extractor(own)(document, evidence) == resources.extractor(document, evidence)
    settings = json.loads((own / "settings.json").read_text())
    (own / "settings.json").write_text(json.dumps(settings | {"features": ["other"]}))
    with pytest.raises(ResourceError, match="other features"):
        load_extractor(own)
    (own / "read.onnx").write_bytes(b"no graph")
    with pytest.raises(ResourceError, match="cannot be loaded"):
        load_extractor(own)
    with pytest.raises(ResourceError, match="cannot be loaded"):
        load_extractor(tmp_path / "nothing")


def test_the_model_is_small_enough() -> None:
    assert sum(path.stat().st_size for path in MODEL.iterdir()) <= 30_000_000


def figures_of(text: str, resources: Resources) -> list[tuple[str, FigureKind, Whose]]:
    return [
        (f.span.quote, f.kind, f.whose)
        for claim in read_document(document_of(text), resources).claims
        for f in claim.figures
    ]


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
    claims = read_document(document_of(text), resources).claims
    assert len(claims) == 2
    spans = [figure.span.start for claim in claims for figure in claim.figures]
    assert len(spans) == len(set(spans)) == 2
    for claim in claims:
        assert all(claim.quote.start <= figure.span.start < claim.quote.end for figure in claim.figures)


def test_a_fragment_of_two_words_is_no_claim(resources: Resources) -> None:
    text = "In Nyala gunmen abducted four aid workers on Monday, the United Nations said."
    document, evidence = find_evidence(document_of(text), resources)
    extractor = resources.extractor
    assert isinstance(extractor, LearnedExtractor)
    (whole,) = extractor.find(document, evidence)
    fragment = replace(whole, quote=(0, len("In Nyala")), is_claim=1.0)
    assert not extractor.assemble(document, evidence, [fragment]).claims
    assert len(extractor.assemble(document, evidence, [whole]).claims) == 1


def test_who_denies_without_accusing_anyone_denies_his_own_act(resources: Resources) -> None:
    claims = read_document(document_of("The army denied shelling the market in Kadugli on Sunday."), resources).claims
    assert len(claims) == 1
    assert claims[0].side_a
    assert claims[0].side_a.span.quote == "The army"
