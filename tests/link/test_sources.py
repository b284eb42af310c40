"""Who counts as a source of its own, and whose word was overtaken."""

from datetime import date

import pytest

from crossclaim.link import independent_sources, superseded
from crossclaim.model import CopyKind, DocumentCopy, Modality, Source, SourcedClaim, SourceKind
from sourced_claims import sourced, speaker

MONITOR, HOSPITAL = speaker("The Monitor"), speaker("City hospital")
ACTIVISTS = speaker("activists", named=False)
SPOKESMAN = speaker("Colonel Dair", alignment="Army", alignment_id="gov-kz")
ARMY = Source(id="actor:gov-kz", name="Army", kind=SourceKind.SPEAKER)


def claim(name: str, paper: str, *speakers: Source, document: str | None = None) -> SourcedClaim:
    return sourced(name, document=document or f"doc-{name}", paper=paper, speakers=speakers)


@pytest.mark.parametrize(
    ("claims", "groups"),
    [
        ([claim("a", "one"), claim("b", "two")], ["a", "b"]),
        ([claim("a", "one"), claim("b", "one")], ["ab"]),
        ([claim("a", "one", MONITOR), claim("b", "two", MONITOR)], ["ab"]),
        ([claim("a", "one", MONITOR), claim("b", "two", HOSPITAL)], ["a", "b"]),
        # an agency cites the governor, who cites the hospital: the hospital is the source
        ([claim("a", "one", speaker("Governor"), HOSPITAL), claim("b", "two", HOSPITAL)], ["ab"]),
        ([claim("a", "one", ACTIVISTS), claim("b", "two", ACTIVISTS)], ["a", "b"]),
        ([claim("a", "one", ACTIVISTS), claim("b", "one")], ["ab"]),
        ([claim("a", "one", SPOKESMAN), claim("b", "two", ARMY)], ["ab"]),
        ([claim("a", "one", SPOKESMAN), claim("b", "one", MONITOR), claim("c", "two", MONITOR)], ["a", "bc"]),
    ],
)
def test_claims_count_by_the_source_behind_them(claims: list[SourcedClaim], groups: list[str]) -> None:
    found = independent_sources(claims, [])
    assert ["".join(group.claims) for group in found] == groups
    assert found == independent_sources(claims[::-1], [])
    assert all(bool(group.reason) == (len(group.claims) > 1) for group in found)


def test_copies_of_one_text_are_one_source() -> None:
    copy = DocumentCopy(first="doc-a", second="doc-b", kind=CopyKind.COPY, shared_first=1, shared_second=1)
    (group,) = independent_sources([claim("a", "one"), claim("b", "two")], [copy])
    assert group.claims == ("a", "b")
    assert group.reason == "documents that share their text"


def test_the_speakers_of_one_document_are_sources_of_their_own() -> None:
    claims = [claim("a", "one", MONITOR, document="d"), claim("b", "one", HOSPITAL, document="d")]
    assert len(independent_sources(claims, [])) == 2


DENIED = Modality.DENIED
MAY_3, MAY_4 = date(2031, 5, 3), date(2031, 5, 4)


@pytest.mark.parametrize(
    ("later", "by"),
    [
        (sourced("b", document="d2", published=MAY_4, killed="14", speakers=(MONITOR,)), "b"),
        (sourced("b", start=400, killed="14", speakers=(MONITOR,)), "b"),  # further down in the same report
        (sourced("b", document="d2", published=MAY_3, killed="14", speakers=(MONITOR,)), None),  # the same day
        (sourced("b", document="d2", published=MAY_4, killed="14", speakers=(HOSPITAL,)), None),
        (sourced("b", document="d2", published=MAY_4, killed="12", speakers=(MONITOR,)), None),  # nothing new
        (sourced("b", document="d2", published=MAY_4, speakers=(MONITOR,)), None),  # no figure
        (sourced("b", document="d2", published=None, killed="14", speakers=(MONITOR,)), None),
        (sourced("b", document="d2", published=MAY_4, killed="90", cumulative=True, speakers=(MONITOR,)), None),
        (
            sourced("b", document="d2", published=MAY_4, killed="14", modality=Modality.DENIED, speakers=(MONITOR,)),
            None,
        ),
    ],
)
def test_a_later_figure_of_the_same_source_supersedes(later: SourcedClaim, by: str | None) -> None:
    earlier = sourced("a", killed="12", speakers=(MONITOR,))
    found = superseded([later, earlier])
    assert {name: each.by for name, each in found.items()} == ({"a": by} if by else {})


def test_the_latest_word_is_named_with_its_reason() -> None:
    told = [
        sourced(name, document=name, published=date(2031, 5, day), killed=killed, speakers=(MONITOR,))
        for name, day, killed in (("a", 3, "5"), ("b", 4, "7"), ("c", 5, "9"))
    ]
    found = superseded(told)
    assert {name: each.by for name, each in found.items()} == {"a": "c", "b": "c"}
    assert found["a"].reason == "The Monitor says on a later day: 9 killed instead of 5"


def test_unnamed_sources_supersede_nothing() -> None:
    told = [sourced(name, start=at, killed=n, speakers=(ACTIVISTS,)) for name, at, n in (("a", 0, "5"), ("b", 90, "7"))]
    assert superseded(told) == {}
