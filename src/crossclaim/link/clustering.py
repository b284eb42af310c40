"""From links and judgements to occurrences: which claims are held to tell of one.

The partition is a function of the set of claims, of links and of judgements, whatever their order. Claims that strong
links connect form a component; inside it, the two groups whose claims are most alike on average are joined, again and
again, as long as that average reaches the threshold. What lies in one component never depends on another, and a
component that grows large is taken apart at higher thresholds: so a claim that arrives changes little, however much is
told of one place day after day.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from crossclaim.link.joining import Groups, connected
from crossclaim.link.judging import Conflict, Rulings, settle
from crossclaim.link.weights import load_weights
from crossclaim.model import Judgement, Link

__all__ = ["LARGEST", "Partition", "cluster", "components"]

Pair = tuple[str, str]
# For some claims and a threshold, the pairs that any of them is in: by a link of that probability or more, or by a
# judgement "same", followed or not.
Neighbours = Callable[[Collection[str], float], Iterable[Pair]]

LARGEST = 100  # claims of a component that is clustered in one piece
STEP = 0.05  # by which the threshold rises over a larger one
HIGHEST = 0.95
DECIMALS = 9  # averages that differ by rounding alone are alike


class Partition(NamedTuple):
    """Claims by occurrence: each cluster sorted, the clusters by their least claim; and judgements not followed."""

    clusters: tuple[tuple[str, ...], ...]
    conflicts: tuple[Conflict, ...] = ()


def cluster(
    ids: Iterable[str], links: Iterable[Link], judgements: Iterable[Judgement], *, join: float | None = None
) -> Partition:
    """The partition of the claims ``ids``; links and judgements that name other claims are left out.

    ``join`` is the average probability from which groups are one, the learned threshold unless given.
    """
    join = load_weights().join if join is None else join
    known = set(ids)
    rulings = settle(judgement for judgement in judgements if {judgement.first, judgement.second} <= known)
    chances = {
        (link.first, link.second): link.probability
        for link in sorted(links, key=lambda link: (link.first, link.second, link.probability))
        if link.first in known and link.second in known
    }
    found: list[tuple[str, ...]] = []
    components = list(_components(known, chances, rulings, join))
    for component, inside in zip(components, _by_component(components, chances), strict=True):
        found += _agglomerate(component, inside, rulings, join)
    return Partition(tuple(sorted(found)), rulings.conflicts)


def components(
    wanted: Iterable[str], neighbours: Neighbours, *, changed: Collection[str] = (), join: float | None = None
) -> list[tuple[str, ...]]:
    """The components to be clustered, each by itself, for ``cluster`` to hold of the claims ``wanted`` and all others.

    ``changed`` are those that are new or that a judgement was made on; what their arrival makes too large, and takes
    apart, is among the components. For a claim that is taken away, ``wanted`` holds its neighbours as they were. Of
    what is large no more is looked at than its parts at a higher threshold.
    """
    join = load_weights().join if join is None else join
    *lower, highest = _thresholds(join)
    found: list[tuple[str, ...]] = []
    rest = set(wanted)
    for threshold in lower:
        whole, large = _explore(rest, neighbours, threshold, most=LARGEST)
        found += whole
        rest = (rest & large) | _outgrown(large.intersection(changed), neighbours, threshold)
    return found + _explore(rest, neighbours, highest)[0]


def _explore(
    start: Iterable[str], neighbours: Neighbours, threshold: float, *, most: int | None = None
) -> tuple[list[tuple[str, ...]], set[str]]:
    """The components of some claims, and what was seen of those of more than ``most``."""
    groups, found = Groups(), set(start)
    front = found
    while front:
        pairs = list(neighbours(sorted(front), threshold))
        for one, other in pairs:
            groups.join(one, other)
        front = {name for pair in pairs for name in pair} - found
        found = found | front
        if most is not None:
            sizes = Counter(map(groups.of, found))
            front = {name for name in front if sizes[groups.of(name)] <= most}
    several = groups.members(found)
    large = {name for group in several if most is not None and len(group) > most for name in group}
    return [group for group in several if group[0] not in large], large


def _outgrown(changed: Collection[str], neighbours: Neighbours, threshold: float) -> set[str]:
    """The claims of components that were no larger than ``LARGEST`` without the changed ones."""
    gone = frozenset(changed)

    def before(names: Collection[str], threshold: float) -> Iterator[Pair]:
        return (pair for pair in neighbours(names, threshold) if gone.isdisjoint(pair))

    beside = {name for pair in neighbours(sorted(gone), threshold) for name in pair} - gone if gone else set()
    whole, _ = _explore(beside, before, threshold, most=LARGEST)
    return {name for component in whole for name in component}


def _thresholds(join: float) -> list[float]:
    """From the one that joins to the highest, at which a component is taken as large as it is."""
    thresholds = [join]
    while thresholds[-1] < HIGHEST:
        thresholds.append(thresholds[-1] + STEP)
    return thresholds


def _components(
    known: Collection[str], chances: Mapping[Pair, float], rulings: Rulings, join: float
) -> Iterator[tuple[str, ...]]:
    """Claims connected by strong links or by judgements; what is too large is split at rising thresholds."""
    waiting = [*known]
    *lower, highest = _thresholds(join)
    for threshold in [*lower, highest]:
        inside = set(waiting)
        pairs = [pair for pair in (*_strong(chances, threshold), *rulings.told) if inside.issuperset(pair)]
        waiting = []
        for component in connected(inside, pairs):
            if len(component) <= LARGEST or threshold == highest:
                yield component
            else:
                waiting += component


def _by_component(components: Sequence[Sequence[str]], chances: Mapping[Pair, float]) -> list[dict[Pair, float]]:
    """The links inside each component."""
    number_of = {name: number for number, component in enumerate(components) for name in component}
    inside: list[dict[Pair, float]] = [{} for _ in components]
    for (one, other), chance in chances.items():
        if number_of[one] == number_of[other]:
            inside[number_of[one]][one, other] = chance
    return inside


def _strong(chances: Mapping[Pair, float], threshold: float) -> list[Pair]:
    return [pair for pair, chance in chances.items() if chance >= threshold]


def _agglomerate(
    component: Sequence[str], chances: Mapping[Pair, float], rulings: Rulings, join: float
) -> list[tuple[str, ...]]:
    """Average linkage: a pair without a link counts as probability 0, a pair judged different is never joined."""
    if len(component) == 1:
        return [tuple(component)]
    inside = set(component)
    held = [pair for pair in rulings.same if pair[0] in inside]
    merging = _Merging(connected(component, held))
    merging.weigh(chances.items())
    merging.forbid(pair for pair in rulings.apart if pair[0] in inside and pair[1] in inside)
    merging.run(join)
    return merging.clusters()


class _Merging:
    """Groups on their way to clusters, each named by its least claim."""

    def __init__(self, groups: Iterable[tuple[str, ...]]) -> None:
        self.members = {group[0]: group for group in groups}
        self.group_of = {name: group[0] for group in self.members.values() for name in group}
        self.sums: dict[str, dict[str, float]] = defaultdict(dict)
        self.apart: dict[str, set[str]] = defaultdict(set)

    def weigh(self, chances: Iterable[tuple[Pair, float]]) -> None:
        for (one, other), chance in chances:
            mine, theirs = self.group_of[one], self.group_of[other]
            if mine != theirs:
                self._add(mine, theirs, chance)

    def forbid(self, pairs: Iterable[Pair]) -> None:
        for one, other in pairs:
            mine, theirs = self.group_of[one], self.group_of[other]
            self.apart[mine].add(theirs)
            self.apart[theirs].add(mine)

    def run(self, join: float) -> None:
        """Join the most alike first; where two averages are alike, those whose names come first."""
        heap = [self._entry(one, other) for one in self.sums for other in self.sums[one] if one < other]
        heapq.heapify(heap)
        while heap and -heap[0][0] >= join:
            entry = heapq.heappop(heap)
            _, one, other = entry
            gone = one not in self.members or other not in self.members
            if gone or other in self.apart[one] or entry != self._entry(one, other):
                continue
            self._merge(one, other)
            for third in self.sums[one]:
                heapq.heappush(heap, self._entry(*sorted((one, third))))

    def clusters(self) -> list[tuple[str, ...]]:
        return [tuple(sorted(group)) for group in self.members.values()]

    def _entry(self, one: str, other: str) -> tuple[float, str, str]:
        pairs = len(self.members[one]) * len(self.members[other])
        return -round(self.sums[one].get(other, 0.0) / pairs, DECIMALS), one, other

    def _merge(self, one: str, other: str) -> None:
        self.members[one] += self.members.pop(other)
        for third, chance in self.sums.pop(other).items():
            del self.sums[third][other]
            if third != one:
                self._add(one, third, chance)
        for third in self.apart.pop(other, set()):
            self.apart[third].discard(other)
            self.apart[third].add(one)
            self.apart[one].add(third)

    def _add(self, one: str, other: str, chance: float) -> None:
        self.sums[one][other] = self.sums[other][one] = self.sums[one].get(other, 0.0) + chance
