"""What each claim says of how many: figures by kind, party and part, and why some are left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import reduce
from typing import NamedTuple

from crossclaim.model import (
    ClaimType,
    Figure,
    FigureKind,
    Modality,
    Reliability,
    SourcedClaim,
    Span,
    Ties,
    Unit,
)
from crossclaim.reconcile.numbers import Bounds, add_bounds, are_compatible, join_bounds, read_bounds, read_plain
from crossclaim.reconcile.parts import (
    PEOPLE,
    FigureId,
    Part,
    are_one_breath,
    figure_id,
    find_parts,
    mixed_wholes,
    without_former,
)
from crossclaim.reconcile.rules import Rules, load_lexicon
from crossclaim.reconcile.sides import CIVILIANS, Cast, Party, in_group, last_word
from crossclaim.reconcile.voices import teller

__all__ = [
    "GIVES_NO_NUMBER",
    "LeftOut",
    "RowKey",
    "Scene",
    "Stance",
    "Statement",
    "find_statements",
    "letter_of",
    "strip_superseded",
]

_HARM = {FigureKind.KILLED, FigureKind.INJURED, FigureKind.OTHER}
_SORTS = ("state_people", "armed_people")
_LETTERS = tuple(Reliability)
LeftOut = tuple[str, str]
_NO_NUMBER = Bounds(None, None, None, unknown=True)
GIVES_NO_NUMBER = "gives no number"
_UNSQUARED = "figures of one claim that cannot be squared"
_UNTOLD = "several figures of one claim, and who is counted by which is not told"


class Stance(StrEnum):
    """How who vouches for a figure stands to those it counts."""

    NEUTRAL = "neutral"
    OWN = "own"  # its own dead, or civilians whom it harmed itself
    RIVAL = "rival"  # the other side's dead, civilians harmed by others, or a party's figure of a side not told


class RowKey(NamedTuple):
    """What a row of figures counts: a kind, the key of a party, and a part of its people or a sort of thing."""

    kind: FigureKind
    party: str | None
    of: str | None


class Statement(NamedTuple):
    """One figure as one claim tells it. ``bounds`` follow the profile, ``plain`` only the words.

    ``unsure`` are people of whom nobody says whether they were civilians. ``why`` says why bounds that are unknown are.
    ``implied`` is a total that the claim does not tell, as many as the parts that it does tell.
    """

    claim: SourcedClaim
    row: RowKey
    bounds: Bounds
    plain: Bounds
    voice: str
    stance: Stance
    letter: Reliability
    words: str
    unsure: bool = False
    why: str = GIVES_NO_NUMBER
    implied: bool = False

    @property
    def day(self) -> date | None:
        """The day the document was published."""
        return self.claim.heading.published


class Scene(NamedTuple):
    """What statements are read in: who the sides are, who is one source, how large the event is."""

    cast: Cast
    voices: Mapping[str, str]
    ties: Ties
    event_type: ClaimType


_Groups = dict[tuple[FigureKind, str | None], list[Figure]]


class _Told(NamedTuple):
    of: str | None
    bounds: Bounds
    plain: Bounds
    words: str
    head: str | None  # the word for who is counted, None where it is for anybody
    armed: bool  # whether that is a word for those who fight
    why: str = GIVES_NO_NUMBER
    implied: bool = False


def find_statements(
    claims: Sequence[SourcedClaim], scene: Scene, rules: Rules, *, tally: bool = False
) -> tuple[list[Statement], dict[RowKey, list[LeftOut]]]:
    """Every figure of the claims that may enter the event, and those that may not, with the reason.

    Totals may enter where the event itself is a ``tally``.
    """
    statements: list[Statement] = []
    left_out: dict[RowKey, list[LeftOut]] = {}
    for claim in claims:
        for statement in _read_claim(claim, scene, rules):
            if reason := _refusal(claim, tally=tally):
                left_out.setdefault(statement.row, []).append((claim.id, reason))
            else:
                statements.append(statement)
    return statements, left_out


def _refusal(claim: SourcedClaim, *, tally: bool) -> str | None:
    if not tally and (claim.claim.cumulative or claim.claim.type is ClaimType.TALLY):
        return "a total over a period or several incidents"
    if claim.claim.modality is Modality.DENIED:
        return "a figure that is denied"
    if claim.claim.modality is Modality.PLANNED:
        return "a figure of what is still to come"
    return None


def _read_claim(claim: SourcedClaim, scene: Scene, rules: Rules) -> Iterator[Statement]:
    parts = find_parts(claim.claim)
    groups = _groups(claim, parts, scene.cast)
    for (kind, party_key), told_of in _sorted_out(groups, claim, scene.cast).items():
        figures = without_former(claim.claim, told_of)
        for told in _rows(claim, kind, figures, rules, parts, is_large=scene.event_type in rules.large_scale):
            yield _statement(claim, RowKey(kind, party_key, told.of), told, scene)
            if told.of == "casualties" and rules.unknown is not None:
                nobody = Bounds(rules.unknown, rules.unknown, None, from_words=True, unknown=True)
                unsplit = told._replace(of=None, bounds=nobody, plain=Bounds(None, None, None, True, True))
                yield _statement(claim, RowKey(FigureKind.KILLED, party_key, None), unsplit, scene)


def _groups(claim: SourcedClaim, parts: Mapping[FigureId, Part], cast: Cast) -> _Groups:
    """The figures of a claim by kind and by whom they count, None where that is not told or is several."""
    groups: _Groups = {}
    mixed = mixed_wholes(claim.claim, parts)
    for figure in claim.claim.figures:
        if figure.quantity.unit is Unit.COUNT:
            party = None if figure_id(figure) in mixed else cast.party(claim, figure.whose, figure.of)
            groups.setdefault((_kind(figure), party.key if party else None), []).append(figure)
    return groups


def _sorted_out(groups: _Groups, claim: SourcedClaim, cast: Cast) -> _Groups:
    """The figures of one claim by whom they count.

    Where one claim has soldiers and terrorists on one side, of whatever kind the figures are, one of the two was read
    on the wrong side: the figure whose people are of the other side's sort goes there, and with it what follows in the
    same breath without a word of its own ("170 soldiers were killed and 45 captured"). Where no other side is told, it
    counts people of a side not told.
    """
    by_party: dict[str | None, list[Figure]] = {}
    for (_, party_key), figures in groups.items():
        by_party.setdefault(party_key, []).extend(figures)
    mixed = {key: _counted(figures, claim) for key, figures in by_party.items() if _is_mixed(figures)}
    found: _Groups = {}
    for (kind, party_key), figures in groups.items():
        party = cast.parties.get(party_key) if party_key else None
        for figure in figures:
            counted = mixed.get(party_key, {}).get(figure.span.start)
            other = cast.opposite(claim, party, counted) if counted else None
            own_key = party_key if cast.can_be_of(party, counted) else None
            found.setdefault((kind, other.key if other else own_key), []).append(figure)
    return found


def _counted(figures: Sequence[Figure], claim: SourcedClaim) -> dict[int, Span]:
    """By where a figure stands the words for who is counted, its own or those of the figure in the same breath."""
    found: dict[int, Span] = {}
    before: Figure | None = None
    for figure in sorted(figures, key=lambda one: one.span.start):
        same = before is not None and are_one_breath(claim.claim.quote, [before, figure])
        of = figure.of or (found.get(before.span.start) if before and same else None)
        if of is not None:
            found[figure.span.start] = of
        before = figure
    return found


def _is_mixed(figures: Sequence[Figure]) -> bool:
    """Whether both people of a state and people who fight one are counted."""
    return all(any(in_group(one.of, sort) for one in figures) for sort in _SORTS)


def _kind(figure: Figure) -> FigureKind:
    """The kind; dead and wounded counted together are of no kind of their own, "no casualties" kills nobody."""
    unsplit = figure.kind in _HARM and in_group(figure.of, "casualties") and figure.quantity.high != 0
    return FigureKind.OTHER if unsplit else figure.kind


def _statement(claim: SourcedClaim, row: RowKey, told: _Told, scene: Scene) -> Statement:
    party = scene.cast.parties.get(row.party) if row.party else None
    of_people = row.kind in (FigureKind.KILLED, FigureKind.INJURED) and told.of is None
    unsure = row.party is None and of_people and not told.armed
    return Statement(
        claim,
        row,
        told.bounds,
        told.plain,
        scene.voices[claim.id],
        _stance(claim, party, scene),
        letter_of(claim),
        told.words,
        unsure,
        told.why,
        told.implied,
    )


def _stance(claim: SourcedClaim, counted: Party | None, scene: Scene) -> Stance:
    """Whose figure it is: a party is never a neutral source, neither of losses of a side that is not told."""
    ours = scene.cast.stands_with(claim, scene.ties)
    if ours is None:
        return Stance.NEUTRAL
    first, second = scene.cast.sides[claim.id]
    if counted is None or counted.key == CIVILIANS:
        may_harm = counted is not None or (second is not None and second.key == CIVILIANS)
        return Stance.OWN if may_harm and first is not None and first.key in ours else Stance.RIVAL
    return Stance.OWN if counted.key in ours else Stance.RIVAL


def letter_of(claim: SourcedClaim) -> Reliability:
    """The letter of the weakest link from the outlet to the first source; F where none of them was judged."""
    links = [*claim.speakers, claim.heading.outlet]
    known = [link.reliability for link in links if link and link.reliability is not Reliability.CANNOT_BE_JUDGED]
    return max(known, key=_LETTERS.index) if known else Reliability.CANNOT_BE_JUDGED


def _rows(
    claim: SourcedClaim,
    kind: FigureKind,
    figures: Sequence[Figure],
    rules: Rules,
    parts: Mapping[FigureId, Part],
    *,
    is_large: bool,
) -> Iterator[_Told]:
    """The totals and the parts that one claim tells for one kind and party."""
    part_of = {figure_id(one): parts[figure_id(one)].label for one in figures if figure_id(one) in parts}
    told = [_told(kind, figure, rules, part_of.get(figure_id(figure)), is_large=is_large) for figure in figures]
    if kind not in PEOPLE:
        yield from _joined(told)
        return
    wholes = [one for one in told if one.of is None]
    in_parts = list(_joined([one for one in told if one.of is not None]))
    if wholes:
        yield _whole(claim, wholes, [one for one in figures if figure_id(one) not in part_of])
    elif in_parts:
        yield _implied(in_parts)
    yield from in_parts


def _told(kind: FigureKind, figure: Figure, rules: Rules, part: str | None, *, is_large: bool) -> _Told:
    words = figure.span.quote
    bounds = read_bounds(figure.quantity, words, rules, is_large=is_large)
    of = part if kind in PEOPLE else _sort(figure)
    armed = any(in_group(figure.of, sort) for sort in _SORTS)
    return _Told(of, bounds, read_plain(figure.quantity, words), words, _head(figure), armed)


def _sort(figure: Figure) -> str | None:
    """What sort of thing is counted, by its last word in the singular; dead and wounded together are "casualties"."""
    if in_group(figure.of, "casualties") and figure.kind in _HARM:
        return "casualties"
    word = last_word(figure.of) if figure.of else ""
    return (word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word) or None


def _joined(told: Sequence[_Told]) -> Iterator[_Told]:
    by_sort: dict[str | None, _Told] = {}
    for one in told:
        known = by_sort.get(one.of)
        by_sort[one.of] = _join(known, one) if known else one
    yield from by_sort.values()


def _join(first: _Told, second: _Told) -> _Told:
    """Two figures for the same people or things."""
    bounds = join_bounds(first.bounds, second.bounds)
    return first._replace(
        bounds=bounds,
        plain=join_bounds(first.plain, second.plain),
        words=f"{first.words}; {second.words}",
        armed=first.armed and second.armed,
        why=_UNSQUARED if bounds.unknown and not (first.bounds.unknown or second.bounds.unknown) else second.why,
    )


def _whole(claim: SourcedClaim, wholes: Sequence[_Told], figures: Sequence[Figure]) -> _Told:
    """The total that one claim tells.

    Figures for the same people bound one number; sorts of people told apart in one breath are added. Else the figure
    for anybody that can hold the others is the total; without one there are at least as many as the largest figure
    says, at most as many as all together. No number follows where a figure is open below, or where soldiers and rebels
    stand on one side.
    """
    sorts, is_mixed = list(_by_head(wholes)), _is_mixed(figures)
    if len(sorts) == 1 or all(one.bounds.unknown for one in sorts):
        return sorts[0]
    apart = all(one.head is not None for one in sorts) or any(
        one.head in load_lexicon().groups["besides"] for one in sorts
    )
    if apart and not is_mixed and len(sorts) == len(wholes) and are_one_breath(claim.claim.quote, figures):
        return reduce(_add, sorts)
    both = sorts[0]._replace(words="; ".join(one.words for one in wholes), armed=all(one.armed for one in sorts))
    if is_mixed:
        return both._replace(bounds=_NO_NUMBER, plain=_NO_NUMBER, why=_UNTOLD)
    whole = next((one for one in sorts if one.head is None and not apart), None)
    if whole and all(_holds(whole.plain, one.plain) for one in sorts):
        return both._replace(bounds=whole.bounds, plain=whole.plain)
    bounds, plain = _at_least([one.bounds for one in sorts]), _at_least([one.plain for one in sorts])
    return both._replace(bounds=bounds, plain=plain, why=_UNTOLD)


def _holds(whole: Bounds, part: Bounds) -> bool:
    return whole.high is None or part.low is None or part.low <= whole.high


def _at_least(several: Sequence[Bounds]) -> Bounds:
    """As many as the largest of several figures says, at most as many as their sum; no number where one has no low."""
    known = [one for one in several if not one.unknown]
    lows = [one.low for one in known if one.low is not None]
    highs = [one.high for one in several if one.high is not None]
    if not lows or len(lows) < len(known):
        return _NO_NUMBER
    words, rounded = any(one.from_words for one in known), any(one.rounded for one in known)
    high = sum(highs) if len(highs) == len(several) else None
    return Bounds(max(lows), max(lows), high, from_words=words, rounded=rounded)


def _by_head(wholes: Sequence[_Told]) -> Iterator[_Told]:
    """One figure for each sort of people; "nine others" are a sort of their own."""
    by_head: dict[str | None, _Told] = {}
    for one in wholes:
        known = by_head.get(one.head)
        by_head[one.head] = _join(known, one) if known else one
    yield from by_head.values()


def _head(figure: Figure) -> str | None:
    word = last_word(figure.of) if figure.of else ""
    return None if not word or word in load_lexicon().groups["everybody"] else word


def _add(first: _Told, second: _Told) -> _Told:
    return first._replace(
        bounds=add_bounds(first.bounds, second.bounds),
        plain=add_bounds(first.plain, second.plain),
        words=f"{first.words} and {second.words}",
        armed=first.armed and second.armed,
    )


def _implied(parts: Sequence[_Told]) -> _Told:
    """At least as many in all as the parts together, where no total is told."""
    summed = reduce(_add, parts)
    return summed._replace(of=None, bounds=_open(summed.bounds), plain=_open(summed.plain), implied=True)


def _open(bounds: Bounds) -> Bounds:
    if bounds.low is None:
        return Bounds(None, None, None, bounds.from_words, unknown=True)
    return bounds._replace(point=bounds.low, high=None)


def strip_superseded(statements: Sequence[Statement], cast: Cast) -> tuple[list[Statement], list[LeftOut]]:
    """The latest of each teller's statements on one row; a later one replaces, it is never added.

    A later figure that says the same less exactly ("dozens" after "64") replaces nothing. Where the order of two
    statements is not known, both stay.
    """
    kept: list[Statement] = []
    left_out: list[LeftOut] = []
    by_teller: dict[tuple[str, RowKey], list[Statement]] = {}
    for statement in sorted(statements, key=_age):
        told_by = teller(statement.claim, statement.voice, cast)
        by_teller.setdefault((told_by, statement.row), []).append(statement)
    for told in by_teller.values():
        latest: list[Statement] = []
        for statement in told:
            latest, gone = _replace(latest, statement)
            left_out += gone
        kept += latest
    return sorted(kept, key=lambda statement: statement.claim.id), left_out


def _age(statement: Statement) -> tuple[date, bool, str]:
    return statement.day or date.min, _is_update(statement), statement.claim.id


def _replace(latest: list[Statement], new: Statement) -> tuple[list[Statement], list[LeftOut]]:
    stay, gone = [], []
    for old in latest:
        if _is_vaguer(new, old):
            return latest, [(new.claim.id, f"says less exactly what {old.claim.id} says")]
        if _is_vaguer(old, new):
            gone.append((old.claim.id, f"says less exactly what {new.claim.id} says"))
        elif _is_later(new, old):
            gone.append((old.claim.id, f"replaced by the later figure of {new.claim.id}"))
        else:
            stay.append(old)
    return [*stay, new], gone


def _is_vaguer(one: Statement, other: Statement) -> bool:
    """Whether ``one`` adds nothing to ``other``: it is open or words where the other is a number that fits it."""
    if one.claim.id == other.claim.id or not are_compatible(one.plain, other.plain) or one.plain == other.plain:
        return False
    return (one.plain.from_words and not other.plain.from_words) or (not one.plain.is_closed and other.plain.is_closed)


def _is_later(new: Statement, old: Statement) -> bool:
    if new.plain == old.plain:
        return False  # the same figure told again replaces nothing
    if new.day and old.day and new.day != old.day:
        return new.day > old.day
    same_text = new.claim.heading.document_id == old.claim.heading.document_id
    return same_text and _is_update(new) and not _is_update(old)


def _is_update(statement: Statement) -> bool:
    quote = statement.claim.claim.quote.quote.casefold()
    return any(cue in quote for cue in load_lexicon().cues["update"])
