"""Warnings on claims, events and documents: each fires where an analyst would want it, and not beside it."""

from datetime import date
from typing import Any

import pytest

from crossclaim.assess import (
    Summary,
    TextChange,
    add_store_outliers,
    copied_document,
    figures_outside_text,
    flag_claim,
    flag_event,
    recycled_document,
    silent_edit,
    summarize,
    summarize_events,
)
from crossclaim.model import (
    ActorReading,
    Attribution,
    AttributionKind,
    ClaimClass,
    CopyKind,
    Document,
    DocumentCopy,
    Event,
    EventFigure,
    FigureKind,
    Flag,
    OffsetMap,
    Segment,
    SegmentKind,
    SourcedClaim,
    Span,
    Ties,
    speaks_for,
)
from crossclaim.reconcile import reconcile
from short_claims import copies_of, make_case, make_claim

HOSPITAL: dict[str, Any] = {"by": "Hospital", "rel": "B"}
MINISTRY: dict[str, Any] = {"by": "Ministry", "for": "a"}
FRONT: dict[str, Any] = {"by": "Front spokesman", "for": "b"}


def flags_of(row: dict[str, Any], **options: Any) -> dict[str, Flag]:
    claim = make_claim(row, 1, {"a": "Army", "b": "Front"})
    return {flag.name: flag for flag in flag_claim(claim, **options)}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (MINISTRY, "Ministry speaks for Army, a side of what it tells of."),
        (FRONT, "Front spokesman speaks for Front, a side of what it tells of."),
        ({"outlet": "Army Daily", "for": "a"}, "Army Daily speaks for Army, a side of what it tells of."),
        (HOSPITAL, None),
        ({"outlet": "Daily"}, None),
        ({**MINISTRY, "a": "League", "b": "Front"}, None),  # a party elsewhere, no side of this
        (
            {**FRONT, "a": "Army", "b": "civilians", "for": "Front"},
            "Front spokesman speaks for Front, a party to the conflict.",
        ),
        (
            {"by": "Ministry", "for": "Government of Zedland", "a": "Zed Rebels", "b": "civilians"},
            "Ministry speaks for Government of Zedland, a party to the conflict.",
        ),
        ({"by": "Ministry", "for": "Government of Zedland", "a": "Herders", "b": "civilians"}, None),  # communities
    ],
)
def test_a_party_source_is_told(row: dict[str, Any], expected: str | None) -> None:
    flag = flags_of(row).get("party_source")
    assert (flag.explanation if flag else None) == expected


def test_who_fights_is_told_by_the_other_claims_of_the_event() -> None:
    police = {"by": "Police", "for": "Government of Zedland", "a": "Opponent (Zedland)", "b": "civilians"}
    claims, _ = make_case({"claims": [police, {**HOSPITAL, "a": "Zed Rebels", "b": "civilians"}]})
    alone, together = (
        {flag.name: flag.explanation for flag in flag_claim(claims[0], fellows=fellows)} for fellows in ((), claims)
    )
    assert "party_source" not in alone
    assert together["party_source"] == "Police speaks for Government of Zedland, a party to the conflict."


@pytest.mark.parametrize(
    ("parents", "expected"), [({"brigade": "front"}, True), ({"front": "brigade"}, True), ({}, False)]
)
def test_a_part_speaks_for_its_whole_and_the_whole_for_its_part(parents: dict[str, str], expected: bool) -> None:
    claim = make_claim(FRONT, 1)
    brigade = ActorReading(id="brigade", name="Brigade")
    assert speaks_for(claim.asserter, brigade, Ties(parents=parents)) is expected


@pytest.mark.parametrize(
    ("row", "quotes"),
    [
        ({**MINISTRY, "says": ["killed a 4 of soldiers", "killed b 64 of rebels"]}, ["4"]),
        ({**FRONT, "says": ["killed b 5"]}, ["5"]),
        ({**FRONT, "says": ["killed b 170", "killed b 5", "captured b 45"]}, ["5", "45"]),  # the least of a kind
        ({**MINISTRY, "b": "civilians", "type": "air_drone_strike", "says": ["killed b 3"]}, ["3"]),
        ({**MINISTRY, "says": ["killed b 64"]}, None),  # its enemy's loss
        ({**MINISTRY, "says": ["killed a no"]}, None),  # none lost is no admission
        ({**MINISTRY, "says": ["killed a 4"], "mod": "possible"}, None),
        ({**MINISTRY, "says": ["fighters a 400"]}, None),  # a strength is no loss
        ({**HOSPITAL, "says": ["killed a 4"]}, None),
    ],
)
def test_what_is_told_against_own_interest(row: dict[str, Any], quotes: list[str] | None) -> None:
    flag = flags_of(row).get("against_own_interest")
    assert ([span.quote for span in flag.spans] if flag else None) == quotes


@pytest.mark.parametrize(
    ("row", "fires"),
    [
        ({"outlet": "Daily", "says": ["killed b 12"]}, True),  # the text itself, without saying from where
        ({"outlet": "Daily", "text": "the town fell"}, False),
        ({**HOSPITAL, "says": ["killed b 12"]}, False),
    ],
)
def test_figures_without_a_source_are_unattributed(row: dict[str, Any], fires: bool) -> None:
    assert ("unattributed" in flags_of(row)) is fires


def test_an_unnamed_source_is_unattributed_and_quoted() -> None:
    claim = make_claim({"by": "Residents", "unnamed": True, "text": "residents said so"}, 1)
    said = Span(doc_id="d1", start=0, end=9, quote="residents")
    unnamed = claim.claim.model_copy(update={"attribution": Attribution(kind=AttributionKind.UNNAMED, source=said)})
    flags = {flag.name: flag for flag in flag_claim(claim.model_copy(update={"claim": unnamed}))}
    assert flags["unattributed"].explanation == 'No source is named but only "residents".'
    assert flags["unattributed"].spans == (said,)


@pytest.mark.parametrize(("row", "fires"), [({"cum": True, "says": ["killed b 600"]}, True), ({"says": []}, False)])
def test_a_cumulative_total_is_told(row: dict[str, Any], fires: bool) -> None:
    assert ("cumulative_total" in flags_of(row)) is fires


@pytest.mark.parametrize(
    ("flags", "fires"), [(["page_date_conflict"], True), (["anachronism"], True), (["encoding_guessed"], False)]
)
def test_doubts_on_a_pages_date_reach_its_claims(flags: list[str], fires: bool) -> None:
    assert ("page_date_conflict" in flags_of({"flags": flags, "when": "2024-10-08"})) is fires


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("64 terrorists were neutralized in Teshig", ["terrorists", "neutralized"]),
        ("the regime's mercenaries fled; five of ours were martyred", ["regime", "mercenaries", "martyred"]),
        ("the invaders turned back and the town was liberated", ["invaders", "liberated"]),
        ("occupation forces and puppet police raided the camp", ["occupation forces", "puppet"]),
        ("Ukronazis shelled the town, orcs were killed", ["Ukronazis", "orcs"]),
        ("rebels killed 12 soldiers in the town", []),
        ("the Balochistan Liberation Front said so near Martyrs' Square", []),  # names
        ("the neutral observers were dispatched to liberal quarters", []),
        ("soldiers of the army and fighters of the Front clashed", []),
    ],
)
def test_words_that_take_a_side(text: str, words: list[str]) -> None:
    flag = flags_of({"text": text}).get("loaded_language")
    assert ([span.quote for span in flag.spans] if flag else []) == words
    for span in flag.spans if flag else ():
        assert text[span.start : span.end] == span.quote


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"text": 'he called them "terrorists" again'}, '"terrorists" (quoted)'),
        ({**MINISTRY, "text": "64 terrorists were killed"}, '"terrorists" (in what Ministry is cited with)'),
        ({"text": "64 terrorists were killed"}, '"terrorists" names armed'),
    ],
)
def test_whose_words_they_are_is_told_apart(row: dict[str, Any], told: str) -> None:
    assert told in flags_of(row)["loaded_language"].explanation


def test_a_quotation_that_opens_before_the_claim_is_seen_in_the_text() -> None:
    claim = make_claim({"text": "64 terrorists were killed"}, 1)
    text = 'He said: "64 terrorists were killed, all of them" and left.'
    moved = Span.of("d1", text, 10, 35)
    shifted = claim.model_copy(update={"claim": claim.claim.model_copy(update={"quote": moved})})
    flags = {flag.name: flag for flag in flag_claim(shifted, text=text)}
    assert '"terrorists" (quoted)' in flags["loaded_language"].explanation


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"says": ["fighters a 500", "killed a 300"]}, "60% of them"),
        ({"says": ["fighters a 500", "killed a 200", "captured a 90"]}, "58% of them"),
        ({"says": ["fighters a more than 2400", "killed a more than 170", "captured a at least 45"]}, None),
        ({"text": "400 were killed in 4 hours", "says": ["killed b 400"]}, "about 100 an hour"),
        ({"text": "40 were killed in four hours", "says": ["killed b 40"]}, None),
        ({"says": ["killed b 450"]}, "over 176 by this project's own rough table"),
        ({"says": ["killed b 60"]}, None),
        ({"says": ["killed b 450"], "cum": True}, None),
        ({"says": ["killed b dozens"]}, None),
    ],
)
def test_figures_that_stand_out(row: dict[str, Any], words: str | None) -> None:
    flag = flags_of(row).get("figure_outlier")
    assert (flag is None) if words is None else (flag is not None and words in flag.explanation)


def test_losses_are_held_against_a_strength_told_by_another_claim_of_the_event() -> None:
    claims, _ = make_case({"claims": [{**FRONT, "says": ["killed a 170"]}, {**HOSPITAL, "says": ["fighters a 200"]}]})
    flags = {flag.name: flag for flag in flag_claim(claims[0], fellows=claims)}
    assert "170 killed of 200 said to have taken part is 85% of them" in flags["figure_outlier"].explanation
    assert [span.quote for span in flags["figure_outlier"].spans] == ["170"]


def event_of_claims(row: dict[str, Any]) -> tuple[Event, list[SourcedClaim]]:
    claims, _ = make_case({"claims": [row]})
    return reconcile(claims), list(claims)


def told(number: int | None, *, kind: FigureKind = FigureKind.KILLED, of: str | None = None) -> EventFigure:
    return EventFigure(kind=kind, party=None, of=of, low=1, best=number, high=None, rule="r")


@pytest.mark.parametrize(
    ("says", "known", "fires"),
    [
        ("killed b 90", 40, True),
        ("killed b 3", 40, False),
        ("killed b 6", 40, False),  # above all others, and not far
        ("killed b 90", 28, False),  # too few to tell
        ("injured b 90", 40, False),  # the store has none of the kind
    ],
)
def test_figures_are_held_against_the_stores_own(says: str, known: int, fires: bool) -> None:
    summaries = summarize_events((ClaimClass.BATTLE, [told(number)]) for number in [2, 3, 4, 5] * (known // 4))
    event, claims = event_of_claims({"says": [says]})
    flags = {flag.name: flag for flag in add_store_outliers(event, claims, summaries).flags}
    assert ("figure_outlier" in flags) is fires
    if fires:
        assert flags["figure_outlier"].explanation == (
            '"90" killed is far above the 40 figures of this store for the class battle (typically 3).'
        )
        assert [span.quote for span in flags["figure_outlier"].spans] == ["90"]


def test_an_outlier_twice_over_is_one_flag() -> None:
    summaries = summarize_events((ClaimClass.BATTLE, [told(number)]) for number in [2, 3, 4, 5] * 10)
    event, claims = event_of_claims({"says": ["killed b 900"]})
    own = Flag(name="figure_outlier", explanation="By the table.", spans=())
    (both,) = add_store_outliers(event.model_copy(update={"flags": (own,)}), claims, summaries).flags
    assert both.explanation.startswith('By the table. "900" killed is far above')


def test_totals_are_not_held_against_single_events() -> None:
    summaries = summarize_events((ClaimClass.BATTLE, [told(number)]) for number in [2, 3, 4, 5] * 10)
    event, claims = event_of_claims({"says": ["killed b 900"], "cum": True})
    assert add_store_outliers(event, claims, summaries).flags == event.flags


@pytest.mark.parametrize(
    ("figure", "counts"),
    [
        (told(7), True),
        (told(None), True),  # "at least 1"
        (told(7, of="children"), False),  # part of another row
        (told(7, kind=FigureKind.OTHER), False),
    ],
)
def test_summaries_are_of_whole_figures(figure: EventFigure, counts: bool) -> None:
    many = [(ClaimClass.BATTLE, [figure, told(number)]) for number in range(2, 42)]
    assert summarize_events(many)[ClaimClass.BATTLE, FigureKind.KILLED].figures == (80 if counts else 40)


def test_a_summary_of_nothing_is_empty() -> None:
    assert summarize([0, 0]) == Summary(0, 0.0, 0.0)


def event_flags(*rows: dict[str, Any]) -> tuple[Event, dict[str, Flag]]:
    claims, copies = make_case({"claims": rows})
    event = reconcile(claims, copies=copies)
    by_claim = {claim.id: flag_claim(claim, fellows=claims) for claim in claims}
    return event, {flag.name: flag for flag in flag_event(event, claims, by_claim, copies)}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([HOSPITAL], "1 article, one independent source: Hospital."),
        ([HOSPITAL, HOSPITAL, HOSPITAL], "3 articles, one independent source: Hospital."),
        (
            [{"outlet": "Daily", "copy": "w"}, {"outlet": "Weekly", "copy": "w"}],
            "2 articles, one independent source: Daily, Weekly.",
        ),
        ([HOSPITAL, MINISTRY], None),
        ([HOSPITAL, {**MINISTRY, "mod": "denied"}], "1 article, one independent source: Hospital."),
        ([HOSPITAL, {**MINISTRY, "mod": "planned"}], "1 article, one independent source: Hospital."),
        ([{**HOSPITAL, "mod": "planned"}], "1 article, one independent source: Hospital."),
        ([{**MINISTRY, "mod": "denied"}], None),  # nobody tells of it
    ],
)
def test_a_single_source_is_told(rows: list[dict[str, Any]], expected: str | None) -> None:
    _, flags = event_flags(*rows)
    assert (flags["single_source"].explanation if "single_source" in flags else None) == expected


def test_an_event_gathers_the_flags_of_its_claims() -> None:
    event, flags = event_flags(
        {**MINISTRY, "says": ["killed a 4"], "text": "4 soldiers fell fighting terrorists"},
        {**FRONT, "says": ["killed a 170"]},
        {**MINISTRY, "mod": "denied"},
    )
    assert list(flags) == ["denied", "party_source", "against_own_interest", "loaded_language"]
    assert "Ministry speaks for Army" in flags["party_source"].explanation
    assert "Front spokesman speaks for Front" in flags["party_source"].explanation
    assert len(event.claims) == 3  # a flag takes nothing away


def test_shared_text_among_the_documents_of_an_event_is_told() -> None:
    _, flags = event_flags({"outlet": "Daily", "copy": "w"}, {"outlet": "Weekly", "copy": "w"}, HOSPITAL)
    assert flags["copied_text"].explanation == "2 of 3 documents are one text: Daily, Weekly."


COPIES = [
    *copies_of(["a", "b"]),
    DocumentCopy(first="a", second="c", kind=CopyKind.PARTIAL, shared_first=0.3, shared_second=0.8),
]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("a", "This text stands in b (100%), c (30%) as well: one source, not 3."),
        ("c", "Part of this text stands in a (80%) as well: one source, not 2."),
        ("d", None),
    ],
)
def test_a_document_with_copies(document: str, expected: str | None) -> None:
    flag = copied_document(document, COPIES)
    assert (flag.explanation if flag else None) == expected


@pytest.mark.parametrize(
    ("published", "older", "fires"),
    [
        (date(2024, 10, 10), date(2023, 3, 1), True),
        (date(2024, 10, 10), date(2024, 10, 9), False),
        (date(2024, 10, 10), None, False),
        (None, date(2023, 3, 1), False),
    ],
)
def test_a_recycled_document(published: date | None, older: date | None, fires: bool) -> None:
    flag = recycled_document("b", published, COPIES, {"a": older}, {"a": "Daily"})
    assert (flag is not None) is fires
    if flag:
        assert flag.explanation == "This text was published on 2023-03-01 by Daily; this page is of 2024-10-10."


def page(*parts: tuple[SegmentKind, str]) -> Document:
    text, segments = "", []
    for kind, words in parts:
        segments.append(Segment(kind=kind, start=len(text), end=len(text) + len(words)))
        text += words + "\n\n"
    return Document(id="d", text=text, segments=tuple(segments), offsets=OffsetMap.identity(len(text)))


@pytest.mark.parametrize(
    ("parts", "quotes", "words"),
    [
        ([(SegmentKind.CAPTION, "Photo: one of 20 destroyed vehicles")], ["20"], "1 in captions"),
        ([(SegmentKind.COMMENT, "My cousin counted 1,000 dead soldiers!")], [], "1 in readers' comments"),
        ([(SegmentKind.CAPTION, "Photo: the 4 soldiers killed")], None, ""),  # a claim has it
        ([(SegmentKind.CAPTION, "Bulgan, 9 October 2024")], None, ""),
        ([(SegmentKind.BODY, "64 rebels were killed")], None, ""),
    ],
)
def test_figures_only_in_captions_and_comments(parts: Any, quotes: list[str] | None, words: str) -> None:
    known = make_claim({"says": ["killed a 4"]}, 1).claim
    flag = figures_outside_text(page(*parts), [known])
    assert ([span.quote for span in flag.spans] if flag else None) == quotes
    assert flag is None or words in flag.explanation


@pytest.mark.parametrize(
    ("changes", "text", "expected"),
    [
        (
            [TextChange("in the town", "near the town"), TextChange("12 killed", "21 killed")],
            "21 killed near the town",
            'The page was changed and does not say so: "12 killed" became "21 killed"; '
            '"in the town" became "near the town".',
        ),
        ([TextChange("12 killed", "")], "", 'The page was changed and does not say so: "12 killed" is gone.'),
        ([TextChange("12", "21")], "21 killed. Correction: an earlier version said 12.", None),
        ([TextChange("12 ", "12")], "12", None),  # blanks
        ([], "12", None),
    ],
)
def test_a_silent_edit(changes: list[TextChange], text: str, expected: str | None) -> None:
    flag = silent_edit(changes, text)
    assert (flag.explanation if flag else None) == expected


def test_flags_never_take_a_claim_away() -> None:
    rows = [{**MINISTRY, "says": ["killed b 4000"], "text": "4000 terrorists were killed"}, HOSPITAL]
    claims, _ = make_case({"claims": rows})
    before: list[SourcedClaim] = list(claims)
    for claim in claims:
        flag_claim(claim, fellows=claims)
    assert claims == before
