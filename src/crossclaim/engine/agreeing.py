"""How far two coders who decided without seeing each other's word agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from crossclaim.model import ReviewState
from crossclaim.store import Reader

__all__ = ["Agreement", "agreements", "cohens_kappa"]

# (what the first coder said, what the second said) to how many claims they said it of.
Table = Mapping[tuple[ReviewState, ReviewState], int]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two coders and the claims that both decided on blindly.

    ``observed`` is the part of these ``items`` on which they said the same, ``kappa`` that part corrected for chance,
    None where it is not defined; ``table`` counts what the first and what the second of ``coders`` said.
    """

    coders: tuple[str, ...]
    items: int
    observed: float
    kappa: float | None
    table: tuple[tuple[ReviewState, ReviewState, int], ...]


def agreements(reader: Reader) -> tuple[Agreement, ...]:
    """That of every two coders who decided blindly on the same claims, those with most claims first, then by name.

    Of a coder who decided twice on a claim, the later word counts; what was undone does not, and neither do claims of
    versions that a page has no more: what was said of them was said again of the same words in the next.
    """
    blind = [review for review in reader.reviews() if review.blind]
    counting = reader.claims_in_force({review.claim for review in blind})
    said: dict[str, dict[str, ReviewState]] = defaultdict(dict)
    for review in blind:
        if review.claim in counting:
            said[review.claim][review.by] = review.state
    tables: dict[tuple[str, str], Counter[tuple[ReviewState, ReviewState]]] = defaultdict(Counter)
    for states in said.values():
        for one, other in combinations(sorted(states), 2):
            tables[one, other][states[one], states[other]] += 1
    ordered = sorted(tables.items(), key=lambda entry: (-entry[1].total(), entry[0]))
    return tuple(_agreement(coders, table) for coders, table in ordered)


def _agreement(coders: tuple[str, str], table: Counter[tuple[ReviewState, ReviewState]]) -> Agreement:
    items = table.total()
    observed = sum(count for (one, other), count in table.items() if one is other) / items
    rows = tuple((one, other, count) for (one, other), count in sorted(table.items()))
    return Agreement(coders, items, observed, cohens_kappa(table), rows)


def cohens_kappa(table: Table) -> float | None:
    """Cohen's kappa of two coders: (p_o - p_e) / (1 - p_e).

    p_o is the part of items on which they agree, p_e the part on which they would by chance: the sum over categories of
    the product of the parts that each gave to it. From J. Cohen, "A coefficient of agreement for nominal scales",
    Educational and Psychological Measurement 20 (1960), 37-46. None where there are no items, or where both gave all
    of them to one category: then p_e is 1.
    """
    items = sum(table.values())
    firsts, seconds = Counter[ReviewState](), Counter[ReviewState]()
    for (one, other), count in table.items():
        firsts[one] += count
        seconds[other] += count
    by_chance = sum(firsts[category] * seconds[category] for category in firsts)
    if by_chance == items * items:
        return None
    agreed = sum(count for (one, other), count in table.items() if one is other)
    return (agreed * items - by_chance) / (items * items - by_chance)
