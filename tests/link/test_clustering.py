"""From links and judgements to clusters: independent of order, and the same whether done in parts or as a whole."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossclaim.link import cluster, components, in_force
from crossclaim.link import clustering as clustering_module
from crossclaim.model import Judgement, JudgementSubject, Link, Verdict

JOIN = 0.6
IDS = [f"c{number}" for number in range(9)]
START = datetime(2031, 5, 3, tzinfo=UTC)


def link(first: str, second: str, probability: float) -> Link:
    first, second = sorted((first, second))
    return Link(first=first, second=second, probability=probability)


def judged(number: int, first: str, second: str, verdict: Verdict, retires: str | None = None) -> Judgement:
    first, second = sorted((first, second))
    return Judgement(
        id=f"j{number}",
        subject=JudgementSubject.CLAIM,
        first=first,
        second=second,
        verdict=verdict,
        why="read both",
        by="ann",
        at=START + timedelta(minutes=number),
        retires=retires,
    )


def parts(links: Iterable[Link], judgements: Iterable[Judgement] = (), ids: str = "abcd") -> list[str]:
    return ["".join(several) for several in cluster(ids, links, judgements, join=JOIN).clusters]


STRONG = [link("a", "b", 0.9), link("b", "c", 0.9), link("a", "c", 0.9)]
SAME, DIFFERENT = Verdict.SAME, Verdict.DIFFERENT


@pytest.mark.parametrize(
    ("links", "judgements", "clusters"),
    [
        ([], [], ["a", "b", "c", "d"]),
        (STRONG, [], ["abc", "d"]),
        ([link("a", "b", 0.9), link("b", "c", 0.7)], [], ["ab", "c", "d"]),  # c is unlike a: 0.35 on average
        (STRONG, [judged(1, "a", "c", DIFFERENT)], ["ab", "c", "d"]),  # nor through b
        ([], [judged(1, "a", "d", SAME)], ["ad", "b", "c"]),
        (STRONG, [judged(1, "a", "d", SAME)], ["ad", "bc"]),  # b and c are like a, but on average not like a and d
        ([], [judged(1, "a", "d", Verdict.UNSURE)], ["a", "b", "c", "d"]),
        # undone
        (STRONG, [judged(1, "a", "c", DIFFERENT), judged(2, "a", "c", Verdict.UNSURE, retires="j1")], ["abc", "d"]),
        # the undoing undone
        (
            STRONG,
            [
                judged(1, "a", "c", DIFFERENT),
                judged(2, "a", "c", Verdict.UNSURE, retires="j1"),
                judged(3, "a", "c", Verdict.UNSURE, retires="j2"),
            ],
            ["ab", "c", "d"],
        ),
        # the latest word on a pair stands
        ([], [judged(1, "a", "b", DIFFERENT), judged(2, "a", "b", SAME)], ["ab", "c", "d"]),
    ],
)
def test_clusters_follow_links_and_judgements(
    links: list[Link], judgements: list[Judgement], clusters: list[str]
) -> None:
    assert parts(links, judgements) == clusters


def test_a_chain_of_same_gives_way_to_different_and_that_is_reported() -> None:
    judgements = [judged(1, "a", "b", SAME), judged(2, "b", "c", SAME), judged(3, "a", "c", DIFFERENT)]
    partition = cluster("abc", [], judgements, join=JOIN)
    assert partition.clusters == (("a",), ("b", "c"))
    assert [(conflict.judgement, conflict.against) for conflict in partition.conflicts] == [("j1", ("j3",))]


def test_a_judgement_gone_against_by_a_later_one_is_reported() -> None:
    partition = cluster("ab", [], [judged(1, "a", "b", SAME), judged(2, "a", "b", DIFFERENT)], join=JOIN)
    assert partition.clusters == (("a",), ("b",))
    assert [conflict.judgement for conflict in partition.conflicts] == ["j1"]


def test_what_is_retired_is_not_in_force() -> None:
    judgements = [judged(1, "a", "b", SAME), judged(2, "a", "b", Verdict.UNSURE, retires="j1")]
    assert [each.id for each in in_force(judgements)] == ["j2"]


PAIRS = [(one, other) for number, one in enumerate(IDS) for other in IDS[number + 1 :]]
LINKS = st.dictionaries(st.sampled_from(PAIRS), st.sampled_from([0.1, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99]), max_size=25).map(
    lambda chances: [link(*pair, chance) for pair, chance in chances.items()]
)
JUDGEMENTS = st.lists(st.tuples(st.sampled_from(PAIRS), st.sampled_from([SAME, DIFFERENT])), max_size=5).map(
    lambda told: [judged(number, *pair, verdict) for number, (pair, verdict) in enumerate(told)]
)


@given(LINKS, JUDGEMENTS, st.randoms())
def test_the_order_of_arrival_makes_no_difference(
    links: list[Link], judgements: list[Judgement], random: object
) -> None:
    shuffled = [list(IDS), list(links), list(judgements)]
    for several in shuffled:
        random.shuffle(several)  # type: ignore[attr-defined]
    assert cluster(*shuffled, join=JOIN) == cluster(IDS, links, judgements, join=JOIN)  # type: ignore[arg-type]


@given(LINKS, JUDGEMENTS)
def test_different_is_never_in_one_cluster(links: list[Link], judgements: list[Judgement]) -> None:
    latest = {(each.first, each.second): each.verdict for each in judgements}
    for several in cluster(IDS, links, judgements, join=JOIN).clusters:
        assert not any(verdict is DIFFERENT and set(pair) <= set(several) for pair, verdict in latest.items())


def anew(
    ids: Collection[str],
    links: list[Link],
    judgements: list[Judgement],
    wanted: Collection[str],
    changed: Collection[str] = (),
) -> list[tuple[str, ...]]:
    """What is to be clustered once ``wanted`` are touched, each component by itself."""

    def neighbours(names: Collection[str], threshold: float) -> list[tuple[str, str]]:
        strong = [(each.first, each.second) for each in links if each.probability >= threshold]
        held = [(each.first, each.second) for each in judgements if each.verdict is SAME]
        pairs = [pair for pair in (*strong, *held) if set(pair) <= set(ids)]
        return [pair for pair in pairs if not set(pair).isdisjoint(names)]

    found = components(wanted, neighbours, changed=changed, join=JOIN)
    return [several for part in found for several in cluster(part, links, judgements, join=JOIN).clusters]


def put_in(before: Iterable[tuple[str, ...]], made: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    touched = {name for several in made for name in several}
    return sorted([*(several for several in before if touched.isdisjoint(several)), *made])


@given(LINKS, JUDGEMENTS, st.sets(st.sampled_from(IDS), min_size=1, max_size=3), st.sampled_from([1, 2, 3, 4, 100]))
def test_clustering_what_claims_touch_is_clustering_the_whole(
    links: list[Link], judgements: list[Judgement], new: set[str], largest: int
) -> None:
    """The ``new`` ones arrive last or are taken away: only what they touch is clustered anew, the rest stays."""
    older = [name for name in IDS if name not in new]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clustering_module, "LARGEST", largest)
        whole = list(cluster(IDS, links, judgements, join=JOIN).clusters)
        without = list(cluster(older, links, judgements, join=JOIN).clusters)
        assert put_in(without, anew(IDS, links, judgements, new, new)) == whole
        strong = [{each.first, each.second} for each in links if each.probability >= JOIN]
        tied = [*strong, *({each.first, each.second} for each in judgements if each.verdict is SAME)]
        beside = {name for pair in tied if not pair.isdisjoint(new) for name in pair} - new
        fellows = {name for several in whole if not new.isdisjoint(several) for name in several} - new
        kept = [several for several in whole if new.isdisjoint(several)]
        assert put_in(kept, anew(older, links, judgements, beside | fellows)) == without


@given(LINKS, JUDGEMENTS, st.sampled_from(PAIRS), st.sampled_from([SAME, DIFFERENT]), st.sampled_from([1, 2, 3, 100]))
def test_what_a_judgement_touches_is_clustered_anew(
    links: list[Link], judgements: list[Judgement], pair: tuple[str, str], verdict: Verdict, largest: int
) -> None:
    """A judgement comes, and goes again."""
    more = [*judgements, judged(99, *pair, verdict)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clustering_module, "LARGEST", largest)
        before = list(cluster(IDS, links, judgements, join=JOIN).clusters)
        after = list(cluster(IDS, links, more, join=JOIN).clusters)
        assert put_in(before, anew(IDS, links, more, pair, pair)) == after
        assert put_in(after, anew(IDS, links, judgements, pair, pair)) == before


def test_a_very_large_component_is_split_at_rising_thresholds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clustering_module, "LARGEST", 3)
    links = [link("a", "b", 0.95), link("c", "d", 0.95), *(link(one, other, 0.7) for one in "ab" for other in "cd")]
    assert parts(links) == ["ab", "cd"]
    monkeypatch.setattr(clustering_module, "LARGEST", 4)
    assert parts(links) == ["abcd"]
