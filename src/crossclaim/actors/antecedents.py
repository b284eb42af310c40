"""Which party named before a pronoun or a noun takes up: "they", "the group", "its fighters", "the attackers"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from crossclaim.actors.mentions import ActorMention
from crossclaim.actors.roles import roles_of
from crossclaim.actors.wording import pattern
from crossclaim.model import ActorKind, ActorReading

__all__ = ["Antecedents", "Entity"]

_FARTHEST = 5  # sentences back that a noun may take up a party
_REMEMBERED = 40  # sentences in which a name cut short may be found again
_NEAR = 24
UNARMED = frozenset({ActorKind.CIVILIANS})
_STATE = frozenset({ActorKind.STATE_FORCES})


class Entity(NamedTuple):
    """A party where it is named; ``subject`` where it stands as those who act."""

    start: int
    end: int
    sentence: int
    reading: ActorReading
    subject: bool
    known: bool  # by name, not by kind alone
    words: str
    kind: ActorKind | None  # as it is called here: whoever rules, "the army" is a state's


class Antecedents:
    """The parties of a text in order, to be asked for the one that is meant at a place behind them."""

    def __init__(self, text: str, sentences: Sequence[tuple[int, int]]) -> None:
        self._text = text
        self._starts = [start for start, _ in sentences]
        self._by_sentence: dict[int, list[Entity]] = {}

    def add(self, mention: ActorMention) -> None:
        """Take in a party; those before it in the text are in already, or will be asked for all the same."""
        reading = mention.readings[0]
        sentence = self.sentence_at(mention.start)
        before = self._text[max(0, mention.start - _NEAR) : mention.start]
        subject = pattern("oblique").search(before) is None
        known = reading.id is not None or not mention.generic
        words = self._text[mention.start : mention.end]
        state = mention.generic and "government" in roles_of(words)
        kind = ActorKind.STATE_FORCES if state else reading.kind
        entity = Entity(mention.start, mention.end, sentence, reading, subject, known, words, kind)
        row = self._by_sentence.setdefault(sentence, [])
        row.insert(bisect_right(row, entity.start, key=lambda other: other.start), entity)

    def sentence_at(self, position: int) -> int:
        """The number of the sentence that ``position`` is in."""
        return bisect_right(self._starts, position) - 1

    def before(self, position: int, *, here: bool, farthest: int = _FARTHEST) -> Iterator[list[Entity]]:
        """The parties of each sentence before ``position``, the nearest first; ``here`` takes in its own sentence."""
        sentence = self.sentence_at(position)
        for number in range(sentence if here else sentence - 1, sentence - farthest - 1, -1):
            row = [entity for entity in self._by_sentence.get(number, ()) if entity.end <= position]
            if row:
                yield row

    def of_kind(
        self, position: int, kinds: Collection[ActorKind], *, here: bool = False, farthest: int = _FARTHEST
    ) -> Entity | None:
        """The last known party of one of ``kinds``, one that acts before one that does not."""
        for row in self.before(position, here=here, farthest=farthest):
            fitting = [
                entity
                for entity in row
                if entity.known and entity.kind in kinds and (entity.reading.id or entity.kind not in _STATE)
            ]
            if fitting:
                return _leading(fitting)
        return None

    def acting(
        self, position: int, *, here: bool = False, without: Collection[ActorKind] = (), farthest: int = 3
    ) -> Entity | None:
        """Whoever acts in the nearest sentence before that names anybody who may, if that is a known party."""
        for row in self.before(position, here=here, farthest=farthest):
            may = [entity for entity in row if _may_act(entity, without)]
            if may:
                leading = _leading(may)
                return leading if leading.known else None  # "gunmen opened fire. The attackers": nobody known
        return None

    def pair(self, position: int) -> tuple[Entity, Entity] | None:
        """The two parties of the sentence before, for "the former" and "the latter"."""
        for row in self.before(position, here=False, farthest=2):
            parties: dict[str, Entity] = {}
            for entity in row:
                if entity.known:
                    parties.setdefault(entity.reading.id or entity.reading.name, entity)
            if len(parties) >= 2:
                first, *_, last = parties.values()
                return first, last
        return None

    def at(self, position: int) -> Entity | None:
        """The known party whose name begins at ``position``."""
        row = self._by_sentence.get(self.sentence_at(position), ())
        return next((entity for entity in row if entity.known and entity.start <= position < entity.end), None)

    def everybody(self, position: int) -> Iterator[Entity]:
        """Every known party of the sentences before ``position`` that are remembered, the nearest first."""
        sentence = self.sentence_at(position)
        for number in range(sentence, sentence - _REMEMBERED, -1):
            for entity in reversed(self._by_sentence.get(number, ())):
                if entity.known and entity.end <= position:
                    yield entity


def _may_act(entity: Entity, without: Collection[ActorKind]) -> bool:
    """Whether a party may be who acted: those who bear arms, known or not, and people known by name."""
    return entity.kind not in without and (entity.reading.id is not None or entity.kind not in UNARMED)


def _leading(entities: Sequence[Entity]) -> Entity:
    return next((entity for entity in entities if entity.subject), entities[0])
