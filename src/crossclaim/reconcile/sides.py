"""Who is who among the sides that the claims of an event name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from crossclaim.model import (
    ActorKind,
    ActorReading,
    Participant,
    Source,
    SourcedClaim,
    Span,
    Ties,
    Whose,
    fights,
    fold_name,
    is_allied,
    speaks_for,
)
from crossclaim.reconcile.rules import load_lexicon

__all__ = ["CIVILIANS", "Cast", "Party", "are_apart", "bears_arms", "find_cast", "in_group", "is_general", "last_word"]

CIVILIANS = "civilians"
_OTHER = "other"  # the camp of who has a name and is of no known kind
# "Rebels (Mongolia)": the name of a sort of party, as the list of actors makes it.
_GENERAL = re.compile(r" \([^()]+\)$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Party(NamedTuple):
    """A side as the claims name it. ``key`` is what sides are compared by; all civilians are one."""

    key: str
    name: str
    actor: ActorReading | None

    @property
    def is_known(self) -> bool:
        """Whether it is more than words."""
        return self.actor is not None or self.key == CIVILIANS


Sides = tuple[Party | None, Party | None]


class Cast(NamedTuple):
    """The parties of an event's claims: by claim id both sides, by key how each is called and all it is called."""

    sides: dict[str, Sides]
    parties: dict[str, Party]
    called: dict[str, tuple[ActorReading, ...]]

    def stands_with(self, claim: SourcedClaim, ties: Ties) -> frozenset[str] | None:
        """The keys of the parties on whose side it is who vouches for a claim, None where that is nobody's.

        Empty for a party to the conflict that is no side of the event. Sources that are left unnamed are their
        outlet's own.
        """
        voucher = claim.asserter
        if voucher is not None and not voucher.named and voucher.alignment is None:
            voucher = claim.heading.outlet
        actors = [(key, actor) for key, names in self.called.items() for actor in names]
        sided = frozenset(
            key for key, actor in actors if speaks_for(voucher, actor, ties) or is_allied(voucher, actor, ties)
        )
        place = claim.claim.place.reading if claim.claim.place else None
        is_party = fights(voucher, [actor for _, actor in actors], place.country if place else None)
        return sided if sided or is_party else None

    def same_party(self, source: Source) -> str | None:
        """The key of the party that a source is aligned with by id or name, None where it is not in the event."""
        for key, names in self.called.items():
            for actor in names:
                by_id = source.alignment_id is not None and source.alignment_id == actor.id
                if by_id or (source.alignment and fold_name(source.alignment) == fold_name(actor.name)):
                    return key
        return None

    def party(self, claim: SourcedClaim, whose: Whose, of: Span | None) -> Party | None:
        """Whose people or things a figure of a claim counts, None where that is not told."""
        first, second = self.sides[claim.id]
        told = first if whose is Whose.A else second if whose is Whose.B else None
        if told and told.key == CIVILIANS and bears_arms(of):
            return None  # soldiers who died beside villagers are not among the villagers
        if in_group(of, "civilians"):
            return self.civilians
        if told is None and any(in_group(of, group) for group in ("children", "women", "elderly")):
            return self.civilians
        return told and self.parties[told.key]

    def opposite(self, claim: SourcedClaim, party: Party | None, of: Span | None) -> Party | None:
        """The other side, where what is counted is of that sort: "soldiers" on the side of rebels who fight a state.

        An opponent of whom nothing is told may be of either sort.
        """
        first, second = self.sides[claim.id]
        if party is None or first is None or second is None or party.key not in (first.key, second.key):
            return None
        other = second if party.key == first.key else first
        sort = "state" if in_group(of, "state_people") else "non_state" if in_group(of, "armed_people") else None
        if sort is None or CIVILIANS in (party.key, other.key) or other.key == party.key:
            return None
        ours, theirs = (_sort_of(self.parties[key]) for key in (party.key, other.key))
        fits = ours != sort if theirs == sort else theirs is None and ours is not None and ours != sort
        return self.parties[other.key] if fits else None

    def can_be_of(self, party: Party | None, of: Span | None) -> bool:
        """Whether people so called may be a party's: "militants" are no army's, but rebels may have "soldiers"."""
        return party is None or _sort_of(party) != "state" or not in_group(of, "armed_people")

    @property
    def civilians(self) -> Party:
        """The civilians of the event, as its claims call them."""
        return self.parties.get(CIVILIANS, Party(CIVILIANS, "Civilians", None))


def find_cast(claims: Sequence[SourcedClaim]) -> Cast:
    """The sides of every claim, the same party under one key.

    A general name ("Rebels (Mongolia)") is the one party of its sort that the claims name, unless they set the two
    against each other. A side of which only words are known, facing one of the two parties of the event, is the other
    one: "the invaders" who fight the Front are the army that the other claims name.
    """
    sides = {
        claim.id: (_read_party(claim.claim.side_a, claim.asserter), _read_party(claim.claim.side_b, claim.asserter))
        for claim in claims
    }
    same = _general_names(list(sides.values()))
    called = _called(sides.values(), same)
    sides = {claim: _renamed(pair, same) for claim, pair in sides.items()}
    named = _names(sides.values())
    known = {key for key, party in named.items() if _camp(party) is not None}
    if len(known) == 2:
        sides = {claim: _completed(pair, known, named) for claim, pair in sides.items()}
    return Cast(sides, named, called)


def _general_names(pairs: Sequence[Sides]) -> dict[str, Party]:
    """What each general name stands for: the one party of its camp with a name of its own, else the commonest."""
    facing = {frozenset((one.key, other.key)) for one, other in pairs if one and other}
    named = _names(pairs)
    counts = Counter(side.key for pair in pairs for side in pair if side)
    found: dict[str, Party] = {}
    for party in named.values():
        if not _is_general(party) or _camp(party) is None:
            continue
        camp = [other for other in named.values() if _camp(other) == _camp(party)]
        own = [other for other in camp if not _is_general(other)]
        general = min(camp, key=lambda other: (-counts[other.key], other.key))
        chosen = own[0] if len(own) == 1 else general if not own else party
        if frozenset((chosen.key, party.key)) not in facing:
            found[party.key] = chosen
    return found


def _called(pairs: Iterable[Sides], same: Mapping[str, Party]) -> dict[str, tuple[ActorReading, ...]]:
    """Every actor that the claims name, under the key of the party it stands for, in a fixed order."""
    found: dict[str, dict[str, ActorReading]] = {}
    for side in (side for pair in pairs for side in pair if side and side.actor):
        actor = side.actor
        if actor is not None and side.key != CIVILIANS:
            found.setdefault(same.get(side.key, side).key, {})[actor.model_dump_json()] = actor
    return {key: tuple(actors[name] for name in sorted(actors)) for key, actors in sorted(found.items())}


def _renamed(pair: Sides, same: Mapping[str, Party]) -> Sides:
    first, second = (side and same.get(side.key, side) for side in pair)
    return first, second


def _is_general(party: Party) -> bool:
    return party.actor is not None and party.actor.id is None and _GENERAL.search(party.actor.name) is not None


def is_general(party: Party) -> bool:
    """Whether it is called by a sort of party only, "Rebels (Mongolia)", or by words that no list knows."""
    return party.key != CIVILIANS and (party.actor is None or _is_general(party))


def are_apart(first: Party, second: Party, ties: Ties) -> bool:
    """Whether two parties are not one and not on one side; "gunmen" may be whoever else has arms."""
    if ties.are_allied(first.key, second.key):
        return False
    may_be_anybody = is_general(first) or is_general(second)
    camps = {_camp(first), _camp(second)} - {None, _OTHER}
    return not may_be_anybody or len(camps) > 1


def _camp(party: Party) -> str | None:
    """Whether a party is a state's or not, None for civilians and for what is not known."""
    kind = party.actor.kind if party.actor and party.key != CIVILIANS else None
    if kind in (ActorKind.STATE_FORCES, ActorKind.EXTERNAL_FORCES):
        return kind.value
    if kind in (ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA, ActorKind.IDENTITY_MILITIA):
        return "non_state"
    return _OTHER if party.actor is not None and not _is_general(party) and party.key != CIVILIANS else None


def _sort_of(party: Party) -> str | None:
    """Of a state or not, None where a party may be either."""
    camp = _camp(party)
    return "state" if camp == ActorKind.STATE_FORCES.value else "non_state" if camp == "non_state" else None


def _completed(pair: Sides, known: set[str], named: dict[str, Party]) -> Sides:
    first, second = pair
    if first and second:
        if _is_open(first) and second.key in known:
            return named[(known - {second.key}).pop()], second
        if _is_open(second) and first.key in known:
            return first, named[(known - {first.key}).pop()]
    return pair


def _is_open(party: Party) -> bool:
    """Whether who it is has to follow from whom it faces."""
    return party.key != CIVILIANS and _camp(party) is None


def _names(pairs: Iterable[Sides]) -> dict[str, Party]:
    """Each party as most claims call it, ties broken by name."""
    called: dict[str, Counter[Party]] = {}
    for pair in pairs:
        for side in pair:
            if side is not None:
                called.setdefault(side.key, Counter())[side._replace(actor=_bare(side.actor))] += 1
    return {
        key: min(names.items(), key=lambda entry: (entry[0].actor is None, -entry[1], entry[0].name))[0]
        for key, names in called.items()
    }


def _bare(actor: ActorReading | None) -> ActorReading | None:
    return actor and actor.model_copy(update={"evidence": ()})


def _read_party(side: Participant | None, asserter: Source | None) -> Party | None:
    """The party of a side; "we" are the party of who says so."""
    if side is None:
        return None
    actor = side.actor or (_party_of(asserter) if in_group(side.span, "speakers") else None)
    if actor is not None:
        if actor.kind is ActorKind.CIVILIANS:
            return Party(CIVILIANS, actor.name, _bare(actor))
        return Party(actor.id or fold_name(actor.name), actor.name, _bare(actor))
    if any(in_group(side.span, group) for group in ("civilians", "children", "women", "elderly")):
        return Party(CIVILIANS, "Civilians", None)
    return Party(f"words:{fold_name(side.span.quote)}", side.span.quote, None)


def _party_of(source: Source | None) -> ActorReading | None:
    if source is None or source.alignment is None:
        return None
    return ActorReading(
        id=source.alignment_id, name=source.alignment, kind=source.alignment_kind, country=source.country
    )


def bears_arms(span: Span | None) -> bool:
    """Whether what is counted are people with arms: soldiers, rebels, attackers of whatever side."""
    return any(in_group(span, group) for group in ("state_people", "armed_people", "attackers"))


def in_group(span: Span | None, group: str) -> bool:
    """Whether the last word of what is counted, or of a side, is in a group of the lexicon."""
    return span is not None and last_word(span) in load_lexicon().groups[group]


def last_word(span: Span) -> str:
    """The last word of a phrase, what it is about as a rule; of "residents of the town" the word before "of"."""
    head = re.split(r"\s(?:of|from|in|at)\s", span.quote.casefold(), maxsplit=1)[0]
    words = _WORD.findall(head)
    return words[-1] if words else ""
