"""The rules by which the figures of several sources become low, best and high."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from crossclaim.model import Modality, PassedOver, Reliability
from crossclaim.reconcile.rules import Rules, load_lexicon
from crossclaim.reconcile.statements import GIVES_NO_NUMBER, LeftOut, Stance, Statement

__all__ = ["ESTIMATES", "Estimate"]

_LETTERS = tuple(Reliability)
_PART_ONLY = "tells of a part, where others tell of all"


class Estimate(NamedTuple):
    """Low, best and high, the rule that chose, and what it did without."""

    low: float | None
    best: float | None
    high: float | None
    rule: str
    left_out: tuple[LeftOut, ...] = ()


class _Pool(NamedTuple):
    """Statements by how they stand to those counted.

    ``possible`` are what is held possible beside what is told as a fact. ``mark`` names the rule where no credible
    source gives a number (``poor_only``), or nobody tells one as a fact (``possible_only``).
    """

    neutral: list[Statement]
    own: list[Statement]
    rival: list[Statement]
    possible: list[Statement]
    left_out: list[LeftOut]
    mark: str | None

    @property
    def all(self) -> list[Statement]:
        """Every statement in it."""
        return [*self.neutral, *self.own, *self.rival]


def lowest_credible(statements: Sequence[Statement], rules: Rules) -> Estimate:
    """One number, the most conservative of credible sources: neutral ones before a party's own, that before a rival's.

    A higher figure that two or more independent sources bear out replaces a lower one that stands alone; a party's
    admission of more own dead than that is the floor.
    """
    pool = _pool(statements)
    if not pool.all:
        return _without_number(statements, rules, pool.left_out)
    name, tier = next(
        (name, tier)
        for name, tier in (("lowest_credible", pool.neutral), ("own_loss", pool.own), ("rival_only", pool.rival))
        if tier
    )
    tier, worded = _numbers_first(tier)
    chosen, corroborated = _conservative(tier)
    name = "corroborated" if corroborated else name
    floor = max(_admissions(pool), key=_point, default=None)
    if floor and pool.neutral and _point(floor) > _point(chosen[0]):
        name, chosen = "admission_floor", [floor]
    unsure = [(one.claim.id, PassedOver.POSSIBLE.value) for one in pool.possible]
    left_out = [*pool.left_out, *worded, *unsure, *_passed_over(pool.all, chosen, worded)]
    low, best = _least(one.bounds.low for one in chosen), _point(chosen[0])
    highs = [one.bounds.high for one in chosen if one.bounds.high is not None]
    return Estimate(low, best, max(highs, default=None), rules.name(pool.mark or name), tuple(left_out))


def by_reliability(statements: Sequence[Statement], rules: Rules) -> Estimate:
    """Low, best and high: best from the most reliable source outside the parties, then the most independent sources.

    A party's figure of the other side's loss enters high only, unless nobody else gives one, as does what is held
    possible where others tell of a fact; a party's admission of more own dead than best lifts best.
    """
    pool = _pool(statements)
    if not pool.all:
        return _without_number(statements, rules, pool.left_out)
    sober = [*pool.neutral, *pool.own] or pool.rival
    ranked, _ = _numbers_first(pool.neutral or sober)
    if pool.neutral:
        name, best = "by_reliability", _most_reliable(ranked)
    else:
        name, best = ("parties_only" if pool.own else "rival_only"), min(map(_point, ranked))
    floor = max(map(_point, _admissions(pool)), default=best)
    if floor > best:
        name, best = ("admission_floor" if pool.neutral else name), floor
    low, high = _least(one.bounds.low for one in sober), _most([*pool.all, *pool.possible])
    low = low if low is None else min(low, best)
    high = high if high is None else max(high, best)
    return Estimate(low, best, high, rules.name(pool.mark or name), tuple(pool.left_out))


def least_and_most(statements: Sequence[Statement], rules: Rules) -> Estimate:
    """The range of what independent sources tell, without a best figure.

    A party's "none" on harm laid at its own door is no count. Where status is unsure, or a figure is only held possible
    beside one told as a fact, the upper end alone counts.
    """
    pool = _pool(statements)
    told = [one for one in pool.all if one.stance is not Stance.OWN or _point(one)]
    left_out = [*pool.left_out, *((one.claim.id, PassedOver.NONE_LOST.value) for one in pool.all if one not in told)]
    told = told or pool.possible
    if not told:
        return _without_number(statements, rules, left_out)
    sure, unsure = [one for one in told if not one.unsure], [*(one for one in told if one.unsure), *pool.possible]
    if not rules.words_always:  # a number for people of unsure status says nothing of how many the sure ones were
        (sure, worded), (unsure, vague) = _numbers_first(sure), _numbers_first(unsure)
        left_out += [*worded, *vague]
    if not rules.single_for_both:
        low_or_open, high_or_open = _least(one.bounds.low for one in sure or unsure), _most([*sure, *unsure])
        return Estimate(low_or_open, None, high_or_open, _ranged(rules, pool), tuple(left_out))
    low, high = min(map(_least_of, sure), default=0.0), max(map(_most_of, [*sure, *unsure]))
    rule = _ranged(rules, pool) if sure else rules.name("unsure")
    return Estimate(low, None, high, rule, tuple(left_out))


ESTIMATES: Mapping[str, Callable[[Sequence[Statement], Rules], Estimate]] = MappingProxyType(
    {rule.__name__: rule for rule in (lowest_credible, by_reliability, least_and_most)}
)


def _ranged(rules: Rules, pool: _Pool) -> str:
    return rules.name(pool.mark or "least_and_most")


def _pool(statements: Sequence[Statement]) -> _Pool:
    numbers = [one for one in statements if not one.bounds.unknown]
    known = [one for one in numbers if not _is_told_whole(one, numbers)]
    left_out = [(one.claim.id, one.why) for one in statements if one.bounds.unknown]
    left_out += [(one.claim.id, _PART_ONLY) for one in numbers if one not in known]
    credible = [one for one in known if one.letter not in load_lexicon().not_credible]
    if credible:
        left_out += [(one.claim.id, PassedOver.POOR.value) for one in known if one not in credible]
    heard = credible or known
    possible = [one for one in heard if one.claim.claim.modality is Modality.POSSIBLE]
    facts = [one for one in heard if one not in possible]
    neutral, own, rival = ([one for one in facts or heard if one.stance is stance] for stance in Stance)
    mark = "poor_only" if known and not credible else "possible_only" if possible and not facts else None
    return _Pool(neutral, own, rival, possible if facts else [], left_out, mark)


def _is_told_whole(statement: Statement, others: Sequence[Statement]) -> bool:
    """Whether a total made of parts is one that others tell of: "two children died" says nothing against 14 dead."""
    told = [_point(one) for one in others if not one.implied]
    return statement.implied and bool(told) and _point(statement) <= max(told)


def _without_number(statements: Sequence[Statement], rules: Rules, left_out: Sequence[LeftOut]) -> Estimate:
    """What a profile records where somebody says that the number is not known; nothing where nobody says even that."""
    silent = [one for one in statements if one.bounds.unknown and one.why == GIVES_NO_NUMBER]
    others = tuple((claim, why) for claim, why in left_out if why != GIVES_NO_NUMBER)
    if not silent:
        return Estimate(None, None, None, rules.name("nothing_counts"), others)
    number = min((one.bounds.point for one in silent if one.bounds.point is not None), default=None)
    return Estimate(number, number, None, rules.name("unknown"), others)


def _numbers_first(statements: list[Statement]) -> tuple[list[Statement], list[LeftOut]]:
    numbers = [one for one in statements if not one.bounds.from_words]
    if not numbers:
        return statements, []
    worded = [one for one in statements if one.bounds.from_words]
    return numbers, [(one.claim.id, "words, where others give a number") for one in worded]


def _conservative(statements: Sequence[Statement]) -> tuple[list[Statement], bool]:
    """The statements of the lowest figure, or of the lowest one borne out where the lowest stands alone."""
    by_point: dict[float, list[Statement]] = {}
    for one in statements:
        by_point.setdefault(_point(one), []).append(one)
    lowest = min(by_point)
    borne_out = [point for point, ones in by_point.items() if len({one.voice for one in ones}) > 1]
    if len({one.voice for one in by_point[lowest]}) == 1 and borne_out:
        return by_point[min(borne_out)], True
    return by_point[lowest], False


def _passed_over(pool: Sequence[Statement], chosen: Sequence[Statement], worded: Sequence[LeftOut]) -> list[LeftOut]:
    told = {claim for claim, _ in worded}
    level = _point(chosen[0])
    return [(one.claim.id, _why_passed(one, level)) for one in pool if one not in chosen and one.claim.id not in told]


def _why_passed(statement: Statement, level: float) -> str:
    if statement.stance is Stance.RIVAL:
        return (PassedOver.RIVAL if statement.row.party else PassedOver.UNTOLD).value
    if statement.stance is Stance.OWN:
        return PassedOver.OWN.value
    return (PassedOver.HIGHER if _point(statement) > level else PassedOver.LOWER).value


def _admissions(pool: _Pool) -> list[Statement]:
    """What parties admit of their own loss; none lost is no admission."""
    return [one for one in pool.own if not one.bounds.from_words and _point(one) > 0]


def _most_reliable(statements: Sequence[Statement]) -> float:
    voices: dict[float, set[str]] = {}
    for one in statements:
        voices.setdefault(_point(one), set()).add(one.voice)

    def rank(one: Statement) -> tuple[int, int, int, float]:
        day = one.day or date.min
        return (_LETTERS.index(one.letter), -len(voices[_point(one)]), -day.toordinal(), _point(one))

    return _point(min(statements, key=rank))


def _point(statement: Statement) -> float:
    point = statement.bounds.point
    if point is None:  # never 0: nobody says that none died
        raise ValueError(f"{statement.claim.id}: {statement.words!r} gives no number")
    return point


def _least(lows: Iterable[float | None]) -> float | None:
    return min((low for low in lows if low is not None), default=None)


def _most(statements: Sequence[Statement]) -> float | None:
    """The highest closed end; None where a figure that is open above starts over it."""
    closed = [one.bounds.high for one in statements if one.bounds.high is not None]
    opened = [one.bounds.low for one in statements if one.bounds.high is None and one.bounds.low is not None]
    if not closed or max(opened, default=0) > max(closed):
        return None
    return max(closed)


def _least_of(statement: Statement) -> float:
    low = statement.bounds.low
    return _point(statement) if low is None else low


def _most_of(statement: Statement) -> float:
    high = statement.bounds.high
    return _point(statement) if high is None else high
