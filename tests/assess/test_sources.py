"""Known sources, whose outlets are whose, and what the data say of a source."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crossclaim.actors import load_actors
from crossclaim.assess import infer_outlet_side, load_sources, profile_source
from crossclaim.errors import ResourceError
from crossclaim.model import Claim, Profile, SourceKind, Span
from crossclaim.reconcile import reconcile
from short_claims import make_case, make_claim


@pytest.mark.parametrize(
    ("outlet", "url", "name", "alignment"),
    [
        ("SANA", None, "Syrian Arab News Agency", "gov-sy-transitional"),
        (None, "https://www.almanar.com.lb/123", "Al-Manar", "hezbollah"),
        (None, "https://arabic.rt.com/news/1", "RT", "gov-ru"),
        ("The Guardian", "https://example.org/", "The Guardian", None),
        ("guardian", None, "The Guardian", None),
        ("ANF", None, "Firat News Agency", "pkk"),
        ("Great Steppe News", None, "Great Steppe News", None),
        (None, "https://www.steppe.example/x", "steppe.example", None),
        (None, "https://notrt.com/", "notrt.com", None),  # the end of a name is not a domain
    ],
)
def test_an_outlet_is_found_by_name_or_address(
    outlet: str | None, url: str | None, name: str, alignment: str | None
) -> None:
    found = load_sources().find_source(outlet, url)
    assert found
    assert (found.name, found.alignment_id, found.kind) == (name, alignment, SourceKind.OUTLET)


@pytest.mark.parametrize("url", [None, "", "http://[", "nonsense"])
def test_neither_name_nor_address_is_no_source(url: str | None) -> None:
    assert load_sources().find_source(None, url) is None


@pytest.mark.parametrize(
    ("day", "alignment"), [(date(2015, 1, 1), "gov-sy"), (date(2025, 3, 1), "gov-sy-transitional")]
)
def test_outlets_that_changed_hands_speak_for_whom_they_spoke_then(day: date, alignment: str) -> None:
    found = load_sources().find_source("SANA", on=day)
    assert found
    assert found.alignment_id == alignment


def test_a_speaker_that_belongs_to_a_party_has_the_partys_id() -> None:
    speaker = load_sources().find_speaker("IDF Spokesperson")
    assert speaker
    assert (speaker.id, speaker.kind) == ("actor:gov-il", SourceKind.SPEAKER)
    assert load_sources().find_speaker("a shopkeeper") is None


def test_every_alignment_is_a_known_actor_by_its_name() -> None:
    actors = {actor.id: actor.name for actor in load_actors()}
    stated = {(one.id, one.name) for source in load_sources().sources for one in source.speaks_for}
    assert {(one, name) for one, name in stated if actors.get(one or "") != name} == set()


def test_names_and_domains_name_one_source_each() -> None:
    sources = load_sources().sources
    names = [name.casefold() for source in sources for name in (source.name, *source.names)]
    domains = [domain for source in sources for domain in source.domains]
    assert len(sources) >= 150
    assert (len(names), len(domains)) == (len(set(names)), len(set(domains)))


def test_a_users_file_wins(tmp_path: Path) -> None:
    own = tmp_path / "sources.jsonl"
    own.write_text('{"name": "My RT", "names": ["RT"], "reliability": "E", "note": "ours"}\n', encoding="utf-8")
    found = load_sources(own).find_source("RT")
    assert found
    assert (found.name, found.reliability, found.alignment, found.note) == ("My RT", "E", None, "ours")


@pytest.mark.parametrize("line", ["{", '{"names": []}', '{"name": "X", "reliability": "Z"}', "[]"])
def test_a_damaged_file_names_file_and_line(tmp_path: Path, line: str) -> None:
    own = tmp_path / "sources.jsonl"
    own.write_text(f'{{"name": "Y"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(ResourceError, match=r"sources\.jsonl:2: "):
        load_sources(own)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="missing"):
        load_sources(tmp_path / "missing.jsonl")


def narrated(text: str, side: str, words: str, **row: Any) -> Claim:
    """A claim in the text's own voice, one of whose sides is called by these words."""
    claim = make_claim({"text": text, **row}, 1).claim
    start = text.index(words)
    part = getattr(claim, f"side_{side}")
    span = Span(doc_id="d1", start=start, end=start + len(words), quote=words)
    return claim.model_copy(update={f"side_{side}": part.model_copy(update={"span": span})})


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Our fighters destroyed two tanks", "Our fighters", "Front"),
        ("The ambush by our own fighters went on", "our own fighters", "Front"),
        ("Our correspondent met the fighters", "the fighters", None),
        ("The fighters destroyed two tanks", "The fighters", None),
    ],
)
def test_an_outlet_that_says_our_fighters_is_theirs(text: str, words: str, expected: str | None) -> None:
    side = infer_outlet_side([narrated(text, "a", words, a="Front", b="Army")])
    assert (side.name if side else None) == expected


def test_an_outlet_that_calls_both_so_is_nobodys() -> None:
    ours = narrated("Our fighters destroyed two tanks", "a", "Our fighters", a="Front", b="Army")
    theirs = narrated("Our troops held the town", "a", "Our troops", a="Army", b="Front")
    assert infer_outlet_side([ours, theirs]) is None


@pytest.mark.parametrize(
    ("outlet", "sides", "expected"),
    [
        ("Ministry of Defence", [("Army", "Front")], "Army"),
        ("Press office of the Defense Ministry", [("Front", "Army"), ("Army", "civilians")], "Army"),
        ("Ministry of Health", [("Army", "Front")], None),  # counts the dead of both sides
        ("Daily", [("Army", "Front")], None),
        ("Ministry of Defence of Utopia", [("Army", "Front")], None),  # names its enemy's army only
        ("Utopian Defence Ministry", [("Army", "Front")], None),
        (" The Department of Defense ", [("Army", "Front")], "Army"),
        ("Ministry of Defence", [("Army", "Government of Zedland")], None),  # of which state is not told
        ("Ministry of Defence", [("Front", "League")], None),
        (None, [("Army", "Front")], None),
    ],
)
def test_a_ministry_speaks_for_the_state_that_its_claims_name(
    outlet: str | None, sides: list[tuple[str, str]], expected: str | None
) -> None:
    claims = [make_claim({"a": first, "b": second}).claim for first, second in sides]
    side = infer_outlet_side(claims, outlet)
    assert (side.name if side else None) == expected


def test_who_is_cited_with_our_fighters_does_not_make_the_outlet_theirs() -> None:
    cited = narrated("Our fighters destroyed two tanks", "a", "Our fighters", a="Front", b="Army", by="Spokesman")
    assert infer_outlet_side([cited]) is None


def battles(count: int) -> tuple[list[Any], list[Any]]:
    """Events on which the Front tells of four times as many dead soldiers as the hospital, a day earlier."""
    events, claims = [], []
    for number in range(count):
        found, copies = make_case(
            {
                "claims": [
                    {
                        "outlet": "Front Voice",
                        "for": "b",
                        "date": "2024-10-09",
                        "says": [f"killed a {40 + 4 * number}"],
                    },
                    {"by": "Hospital", "outlet": "Daily", "date": "2024-10-10", "says": [f"killed a {10 + number}"]},
                    {"by": "Ministry", "for": "a", "outlet": "Daily", "date": "2024-10-10", "mod": "denied"},
                ]
            }
        )
        own = [claim.model_copy(update={"id": f"{number}-{claim.id}"}) for claim in found]
        claims += own
        events.append(reconcile(own, copies=copies))
    return events, claims


def test_a_source_in_numbers() -> None:
    events, claims = battles(5)
    profile = profile_source("outlet:front voice", events, claims)
    assert (profile.claims, profile.events, profile.first, profile.dated) == (5, 5, 5, 5)
    assert (profile.contradicted, profile.denied, profile.quotes) == (5, 5, ())
    (tendency,) = profile.figures
    assert (tendency.party, tendency.kind, tendency.events) == ("Army", "killed", 5)
    assert tendency.ratio == pytest.approx(3.87, abs=0.02)
    assert tendency.low
    assert tendency.high
    assert tendency.low < tendency.ratio < tendency.high


def test_an_outlet_quotes_whom_it_quotes() -> None:
    events, claims = battles(3)
    profile = profile_source("outlet:daily", events, claims)
    assert profile.quotes == (("Hospital", 3), ("Ministry", 3))
    assert profile.first == 0


def test_one_event_gives_a_ratio_without_an_interval() -> None:
    events, claims = battles(1)
    (tendency,) = profile_source("outlet:front voice", events, claims).figures
    assert (tendency.events, tendency.low, tendency.high) == (1, None, None)


STRIKE = {"type": "air_drone_strike", "b": "civilians"}


@pytest.mark.parametrize(
    ("row", "ratio"),
    [
        ({"says": ["killed b 45"]}, (45.5 / 5.5)),
        ({"says": ["killed b 45"], "rel": "E"}, (45.5 / 5.5)),  # left out for its letter, but told
        (
            {"says": ["killed b 45"], "for": "a", "b": "Rebels (Zedland)", "case_b": "Front"},
            (45.5 / 5.5),
        ),  # of the enemy
        ({"says": ["killed b 45"], "mod": "possible"}, (45.5 / 5.5)),  # passed over, but told
        ({"says": ["killed b 45"], "mod": "denied"}, None),
        ({"says": ["killed b 45"], "mod": "planned"}, None),
        ({"says": ["killed b 45"], "cum": True}, None),
        ({"says": ["killed b 45"], "version": 1, "lineage": "page"}, None),  # its page says 5 now
    ],
)
@pytest.mark.parametrize("profile", [Profile.ACLED, Profile.UCDP])
def test_what_a_source_tells_of_a_single_event_is_compared_even_where_it_does_not_count(
    row: dict[str, Any], ratio: float | None, profile: Profile
) -> None:
    newer = {"by": "Mayor", "says": ["killed b 5"], "version": 2, "lineage": "page"}
    claims, _ = make_case({**STRIKE, "b": row.get("case_b", "civilians"), "claims": [newer, {"by": "Channel", **row}]})
    figures = profile_source("speaker:channel", [reconcile(claims, profile)], claims).figures
    assert [one.ratio for one in figures] == ([pytest.approx(ratio)] if ratio else [])


def test_copies_are_counted_by_who_was_first() -> None:
    claims, copies = make_case(
        {
            "claims": [
                {"outlet": "Wire", "date": "2024-10-09", "copy": "w"},
                {"outlet": "Daily", "date": "2024-10-10", "copy": "w"},
            ]
        }
    )
    events = [reconcile(claims, copies=copies)]
    wire, daily = (profile_source(f"outlet:{name}", events, claims, copies) for name in ("wire", "daily"))
    assert (wire.copied_by, wire.copies, daily.copied_by, daily.copies) == (1, 0, 0, 1)


def test_a_source_of_which_nothing_is_known() -> None:
    profile = profile_source("outlet:none", [], [])
    assert (profile.claims, profile.figures, profile.quotes) == (0, (), ())
