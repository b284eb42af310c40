"""Who is who among the sides that the claims of an event name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from crossclaim.model import ActorKind, ActorReading, Participant, SourcedClaim, Span, Whose, fold_name
from crossclaim.reconcile.rules import load_lexicon

__all__ = ["CIVILIANS", "Cast", "Party", "find_cast", "in_group", "last_word"]

CIVILIANS = "civilians"
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
    """The parties of an event's claims: by claim id both sides, and by key how each party is called."""

    sides: dict[str, Sides]
    parties: dict[str, Party]

    def party(self, claim: SourcedClaim, whose: Whose, of: Span | None) -> Party | None:
        """Whose people or things a figure of a claim counts, None where that is not told."""
        first, second = self.sides[claim.id]
        told = first if whose is Whose.A else second if whose is Whose.B else None
        if in_group(of, "civilians"):
            return self.civilians
        if told is None and any(in_group(of, group) for group in ("children", "women", "elderly")):
            return self.civilians
        return told and self.parties[told.key]

    @property
    def civilians(self) -> Party:
        """The civilians of the event, as its claims call them."""
        return self.parties.get(CIVILIANS, Party(CIVILIANS, "Civilians", None))


def find_cast(claims: Sequence[SourcedClaim]) -> Cast:
    """The sides of every claim, the same party under one key.

    A side of which only words are known, facing one of the two parties of the event, is the other one: "the invaders"
    who fight the Front are the army that the other claims name.
    """
    sides = {claim.id: (_read_party(claim.claim.side_a), _read_party(claim.claim.side_b)) for claim in claims}
    known = {side.key for pair in sides.values() for side in pair if side and side.actor and side.key != CIVILIANS}
    named = _names(sides.values())
    if len(known) == 2:
        sides = {claim: _completed(pair, known, named) for claim, pair in sides.items()}
    return Cast(sides, named)


def _completed(pair: Sides, known: set[str], named: dict[str, Party]) -> Sides:
    first, second = pair
    if first and second:
        if not first.is_known and second.key in known:
            return named[(known - {second.key}).pop()], second
        if not second.is_known and first.key in known:
            return first, named[(known - {first.key}).pop()]
    return pair


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


def _read_party(side: Participant | None) -> Party | None:
    if side is None:
        return None
    if side.actor is not None:
        if side.actor.kind is ActorKind.CIVILIANS:
            return Party(CIVILIANS, side.actor.name, _bare(side.actor))
        return Party(side.actor.id or fold_name(side.actor.name), side.actor.name, _bare(side.actor))
    if any(in_group(side.span, group) for group in ("civilians", "children", "women", "elderly")):
        return Party(CIVILIANS, "Civilians", None)
    return Party(f"words:{fold_name(side.span.quote)}", side.span.quote, None)


def in_group(span: Span | None, group: str) -> bool:
    """Whether the last word of what is counted, or of a side, is in a group of the lexicon."""
    return span is not None and last_word(span) in load_lexicon().groups[group]


def last_word(span: Span) -> str:
    """The last word of a phrase, what it is about as a rule; of "residents of the town" the word before "of"."""
    head = re.split(r"\s(?:of|from|in|at)\s", span.quote.casefold(), maxsplit=1)[0]
    words = _WORD.findall(head)
    return words[-1] if words else ""
