"""Everybody that a text means: parties by name, spelling, person or role, and what takes them up again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from crossclaim.actors.antecedents import Antecedents, Entity
from crossclaim.actors.index import Actor, ActorIndex
from crossclaim.actors.introductions import find_abbreviated, of_a_state
from crossclaim.actors.mentions import ActorMention
from crossclaim.actors.people import find_people
from crossclaim.actors.refusal import is_no_party
from crossclaim.actors.roles import ROLES, roles_of
from crossclaim.actors.setting import Setting
from crossclaim.actors.unheard import find_unheard, proposed_kind
from crossclaim.actors.wording import head_nouns, is_modifier, kind_label, pattern, referring, referring_kinds
from crossclaim.model import ActorKind, ActorReading
from crossclaim.text.phrases import CaseRule, PhraseIndex

__all__ = ["read_parties"]

Range = tuple[int, int]

_BEFORE = 90  # characters that hold a determiner and what stands between it and its noun
_NOUNS = ("state", "foreign", "rebels", "militia", "crowd", "group")
_DEED = 60  # characters behind people in which a crowd does violence
_COUNTRY_FIRST = frozenset(["police", "government", "authorities", "regime", "junta", "ministry", "security forces"])
_DEFINITE = frozenset(["the", "these", "those", "this", "that"])
_POINTING = frozenset(["those", "these"])
_OWNED = frozenset(["its", "their", "his", "her"])
_STATE = frozenset({ActorKind.STATE_FORCES})
_PARTISAN = frozenset(["takfiris", "terrorists", "terrorist", "terrorist organisations", "terrorist organizations"])
_UNKNOWN = "Unidentified armed group"


def read_parties(
    text: str,
    ranges: Sequence[Range],
    sentences: Sequence[Range],
    mentions: Sequence[ActorMention],
    index: ActorIndex,
    setting: Setting,
    *,
    places: Sequence[tuple[int, int, str | None]] = (),
) -> list[ActorMention]:
    """Who is meant, in text order and disjoint.

    ``mentions`` are those that ``find_actors`` found, ranked. They come back with the party they mean here, without
    those that are no party's name, and with what only the text around tells: people, groups unheard of, other
    spellings, pronouns and nouns that take up a party named before. ``places`` are the ranges that name places, with
    the country of each.
    """
    return _Reader(text, ranges, sentences, index, setting, places).read(mentions)


class _Reader:
    """One text's parties while they are read."""

    def __init__(
        self,
        text: str,
        ranges: Sequence[Range],
        sentences: Sequence[Range],
        index: ActorIndex,
        setting: Setting,
        places: Sequence[tuple[int, int, str | None]],
    ) -> None:
        self.text, self.ranges, self.index, self.setting = text, ranges, index, setting
        self.places = {(start, end) for start, end, _ in places}
        self._place_at = {position: place for place in self.places for position in range(*place)}
        self._homes = {text[start:end]: country for start, end, country in places if country}
        self.antecedents = Antecedents(text, sentences)

    def read(self, mentions: Sequence[ActorMention]) -> list[ActorMention]:
        homes = [mention.readings[0].country for mention in mentions if not mention.generic]
        refused = {mention for mention in mentions if is_no_party(self.text, mention)}
        kept = [self._as_called(mention, homes) for mention in mentions if mention not in refused]
        named = self._named([mention for mention in kept if not mention.generic])
        for mention in named:
            self.antecedents.add(mention)
        generic = _apart([mention for mention in kept if mention.generic], named)
        taken = _Taken([*named, *refused])
        read = list(self._taking_up(generic, taken))
        return sorted([*named, *read], key=lambda mention: mention[:2])

    def _as_called(self, mention: ActorMention, homes: Sequence[str | None]) -> ActorMention:
        """A listed name as a generic party, where it is a common noun that another country's party is called by too.

        "Coca growers" and "the Maoists" are listed for one country each; "IS-inspired terrorists" are not IS.
        """
        words = self.text[mention.start : mention.end]
        if mention.generic or mention.readings[0].id is None:
            return mention
        own = mention.readings[0].country
        located = self.setting.located or {home for home in homes if home and home != own}
        here = not located or any(reading.country is None or reading.country in located for reading in mention.readings)
        common = words[1:].islower() and (words[0].islower() or words.casefold() in _commons())
        if (here or not common) and not pattern("inspired").search(words):
            return mention
        last = words.casefold().rpartition(" ")[2]
        head = next(iter(head_nouns().get(last)), None)
        kind = head[0] if head else mention.readings[0].kind
        evidence = (f"“{words}” is a kind of party, not a name",)
        return mention._replace(
            readings=(ActorReading(id=None, name=kind_label(kind), kind=kind, evidence=evidence),), generic=True
        )

    # --- parties by name

    def _named(self, listed: Sequence[ActorMention]) -> list[ActorMention]:
        """Listed names as they are meant here, with those that only this text tells, in order and disjoint."""
        text, ranges, index, setting = self.text, self.ranges, self.index, self.setting
        known = {(mention.start, mention.end) for mention in listed if mention.readings[0].id}
        respelled = index.spellings.find(text, ranges, countries=setting.countries, known=known)
        respelled = [mention for mention in respelled if (mention.start, mention.end) not in self.places]
        unheard = map(
            self._of_its_state, find_unheard(text, ranges, index, country=setting.country, places=self.places)
        )
        abbreviated = list(find_abbreviated(text, ranges, index, setting))
        settled = [self._settled(mention) for mention in listed]
        told = _Taken([*abbreviated, *respelled])
        settled = [m for m in settled if m.readings[0].id or not told.holds(m.start, m.end)]
        named = _longest([*abbreviated, *respelled, *unheard, *settled, *self._peoples()])
        said = {reading.id for mention in named for reading in mention.readings[:1] if reading.id}
        people = find_people(text, ranges, index, countries=setting.countries, day=setting.day, said=said)
        named = [mention for mention in named if not is_no_party(text, mention)]
        return _longest([*named, *(person for person in people if not is_no_party(text, person))])

    def _of_its_state(self, mention: ActorMention) -> ActorMention:
        """A name on no list as its state's, where it says which state that is: "Ukraine's Air Force"."""
        reading = of_a_state(mention.readings[0].name, self.index, self.setting)
        return mention._replace(readings=(reading,)) if reading else mention

    def _settled(self, mention: ActorMention) -> ActorMention:
        """A listed name with the bearer ahead that fits the text's countries and day."""
        text, setting, index = self.text[mention.start : mention.end], self.setting, self.index
        rank = {country: place for place, country in enumerate(setting.countries)}
        year = setting.day.year if setting.day else None

        def unlikely(reading: ActorReading) -> tuple[bool, bool, int]:
            actor = index.by_id.get(reading.id or "")
            away = rank.get(reading.country, len(rank)) if reading.country else 0
            return not (actor and actor.own), actor is not None and not actor.was_active(year), away

        readings = sorted(mention.readings, key=unlikely)
        state = readings[0].kind is ActorKind.STATE_FORCES and not any(self._is_own(reading) for reading in readings)
        meant = self._of_people(text) if state else None
        if meant is None and readings[0].id is None and state:
            meant = of_a_state(text, index, setting)
        meant = meant or self._member(text, readings[0])
        if meant is None and readings[0].id is None and pattern("of_the_state").search(text) is None:
            name = readings[0].name
            evidence = (*readings[0].evidence, "its kind is told by the words of its name")
            proposed = {"kind": proposed_kind(name), "country": setting.country, "evidence": evidence}
            readings = [readings[0].model_copy(update=proposed)]
        ahead = [meant] if meant else []
        return mention._replace(readings=(*ahead, *(r for r in readings if not meant or r.id != meant.id)))

    def _member(self, words: str, reading: ActorReading) -> ActorReading | None:
        """The part of an umbrella that its name means here: "UN peacekeepers" in Mali are MINUSMA."""
        for role in roles_of(words):
            holder = self.setting.holder(role, self.index)
            actor = self.index.by_id.get(holder.id or "") if holder else None
            if actor is not None and actor.parent is not None and actor.parent == reading.id:
                return holder
        return None

    def _is_own(self, reading: ActorReading) -> bool:
        actor = self.index.by_id.get(reading.id or "")
        return actor is not None and actor.own

    def _of_people(self, words: str) -> ActorReading | None:
        """Whose forces "Afghan border forces" are on the day: a people's name before a noun in small letters."""
        parts = words.removeprefix("the ").removeprefix("The ").split()
        for size in (2, 1):
            country = self.index.demonyms.get(" ".join(parts[:size]).casefold())
            if country and all(part[0].islower() for part in parts[size:]):
                holder = self.setting.holder("government", self.index, country)
                return holder if holder and holder.id != f"gov-{country.lower()}" else None
        return None

    def _peoples(self) -> Iterator[ActorMention]:
        """Peoples that act as their forces do: "the Ethiopians drove tanks"."""
        patterns = (pattern("people_alone"), pattern("people_more"))
        found = (m for form in patterns for start, end in self.ranges for m in form.finditer(self.text, start, end))
        for match in found:
            country = self.index.demonyms.get(match["people"].casefold())
            if country and (reading := self.setting.holder("government", self.index, country)):
                yield ActorMention(match.start("people"), match.end("people"), (reading,), generic=False)

    # --- parties by role, and what takes up another

    def _taking_up(self, generic: Sequence[ActorMention], taken: _Taken) -> Iterator[ActorMention]:
        """Generic parties with whom they mean, and what takes up a known party, in text order."""
        candidates = sorted(
            [*self._pronouns(), *self._short_forms(), *self._nouns(generic)], key=lambda c: (c[0], -c[1])
        )
        for start, end, word, mention in candidates:
            if taken.holds(start, end):
                continue
            found = self._read_one(start, end, word, mention)
            if found is not None:
                taken.add(found)
                self.antecedents.add(found)
                yield found

    def _nouns(self, generic: Sequence[ActorMention]) -> Iterator[tuple[int, int, str, ActorMention | None]]:
        """Generic parties and role words, each with the word that tells and the mention it is, if it is one."""
        inside: dict[ActorMention, str] = {}
        covering = {position: mention for mention in generic for position in range(mention.start, mention.end)}
        for match in (match for start, end in self.ranges for match in _phrases().find(self.text, start, end)):
            mention = covering.get(match.start) or covering.get(match.end - 1)
            word = self.text[match.start : match.end].casefold()
            if mention is None:
                yield match.start, match.end, word, None
            elif len(word) >= len(inside.get(mention, "")):
                inside[mention] = word
        for mention in generic:
            words = self.text[mention.start : mention.end].casefold()
            yield mention.start, mention.end, inside.get(mention, words.rpartition(" ")[2]), mention

    def _pronouns(self) -> Iterator[tuple[int, int, str, ActorMention | None]]:
        for name in ("pronoun", "former"):
            for match in (m for start, end in self.ranges for m in pattern(name).finditer(self.text, start, end)):
                yield match.start(), match.end(), f"<{match.lastgroup}>", None

    def _short_forms(self) -> Iterator[tuple[int, int, str, ActorMention | None]]:
        for match in (m for start, end in self.ranges for m in pattern("short_form").finditer(self.text, start, end)):
            if match.span("word") not in self.places:
                yield match.start("word"), match.end(), "<short>", None

    def _read_one(self, start: int, end: int, word: str, mention: ActorMention | None) -> ActorMention | None:
        if word.startswith("<"):
            reading = self._of_pronoun(start, end, word)
            return ActorMention(start, end, (reading,), generic=False) if reading else None
        determined = pattern("determined").search(self.text, max(0, start - _BEFORE), start)
        determiner = (determined["word"] or determined["owner"]) if determined else ""
        reading = self._of_noun(start, end, word, determiner, mention)
        if mention is None:
            left = determined.start() if determined else start
            return ActorMention(left, end, (reading,), generic=True) if reading else None
        if reading and determined and determiner.casefold() in _OWNED:
            return mention._replace(start=determined.start(), readings=(reading,))
        return mention._replace(readings=(reading or self._by_kind(mention),))

    def _by_kind(self, mention: ActorMention) -> ActorReading:
        """A generic party of the text's country: people who march are protesters, who lynch are rioters."""
        reading = mention.readings[0]
        if reading.kind is ActorKind.CIVILIANS:
            words = self.text[mention.start : mention.end].casefold().split()
            before = self.text[max(0, mention.start - 12) : mention.start].casefold().split()[-1:]
            behind = self.text[mention.end : mention.end + _DEED].casefold().split()
            kind: ActorKind | None = reading.kind
            if behind and behind[0] in referring("marching"):
                kind = ActorKind.PROTESTERS
            elif not referring("angry").isdisjoint([*words, *before]) and not referring("lynching").isdisjoint(behind):
                kind = ActorKind.RIOTERS
            if kind is ActorKind.PROTESTERS and (holder := self.setting.holder("protesters", self.index)):
                return holder
            if kind is not reading.kind:
                reading = reading.model_copy(update={"kind": kind, "name": kind_label(kind)})
        return self.setting.pattern_reading(reading)

    def _of_pronoun(self, start: int, end: int, word: str) -> ActorReading | None:
        if word == "<short>":
            return self._of_short_form(start, end)
        if word in {"<former>", "<latter>"}:
            pair = self.antecedents.pair(start)
            return _taken_up(self.text[start:end], pair[word == "<latter>"]) if pair else None
        entity = self.antecedents.acting(start, here=False)
        return _taken_up(self.text[start:end], entity) if entity else None

    def _of_short_form(self, start: int, end: int) -> ActorReading | None:
        word = self.text[start:end]
        for entity in self.antecedents.everybody(start):
            if word in entity.words.split() or word in self._words_of(entity.reading.id):
                return _taken_up(word, entity)
        return None

    def _words_of(self, id_: str | None) -> frozenset[str]:
        actor = self.index.by_id.get(id_ or "")
        return _name_words(actor) if actor else frozenset()

    def _of_noun(
        self, start: int, end: int, word: str, determiner: str, mention: ActorMention | None
    ) -> ActorReading | None:
        """Whom a noun means: who owns or leads it, a party named before, the holder of a role, or nobody known."""
        low = determiner.casefold()
        words = self.text[mention.start : mention.end] if mention else word
        if low in _OWNED:
            entity = self.antecedents.acting(start, here=True) if _is_owned(low, word) else None
            return _taken_up(f"{low} {word}", entity) if entity else None
        if mention is not None and mention.readings[0].kind is ActorKind.CIVILIANS and not _may_be_armed(word, words):
            pointed = self._antecedent_by_deed(start, word) if low in _POINTING else None
            return self._of_tribe(start, end, word) or pointed
        if word in referring("civilians"):
            civilians = ActorReading(id=None, name=kind_label(ActorKind.CIVILIANS), kind=ActorKind.CIVILIANS)
            return self._by_kind(ActorMention(start, end, (civilians,), generic=True))
        if reading := self._of_owner(start, determiner) or self._of_leader(end) or self._of_tribe(start, end, word):
            return reading
        if _is_unsaid(words):
            return self._unknown(words)
        definite = low in _DEFINITE
        entity = self._antecedent(start, word) if definite else None
        if entity is not None:
            return _taken_up(f"the {word}", entity)
        if reading := self._of_role(start, word, words, low):
            return reading
        if definite and (reading := self._antecedent_by_deed(start, word)):
            return reading
        return self._unknown(words) if word in referring("unidentified") else None

    def _of_owner(self, start: int, owner: str) -> ActorReading | None:
        """The party of "Khartoum's forces", "Taylor's boys", "the movement's fighters"."""
        if owner[-2:].strip("s") not in {"'", "’"}:
            return None
        name = owner.rstrip("s").rstrip("'’")
        if name[:4].casefold() == "the ":
            entity = self._antecedent(start, name[4:].casefold())
            return _taken_up(owner, entity) if entity else None
        for entity in self.antecedents.everybody(start):
            if name in entity.words.split():
                return _taken_up(owner, entity)
        fitting = [actor for actor in self.index.names.get(name) if actor.country in self.setting.countries]
        if fitting:
            return fitting[0].reading(f"{name} stands for it")
        return self.setting.holder("government", self.index, self._homes[name]) if name in self._homes else None

    def _of_leader(self, end: int) -> ActorReading | None:
        """The party of "militias under Haftar", "terrorists of the PYD": the one named right behind."""
        led = pattern("led_by").match(self.text, end)
        entity = self.antecedents.at(led.end()) if led else None
        return _taken_up(self.text[end : led.end()].strip(), entity) if led and entity else None

    def _of_tribe(self, start: int, end: int, word: str) -> ActorReading | None:
        """A people's militia: "Hausa youths", "armed men of the Rup Dinka"."""
        last = word.rpartition(" ")[2]
        if word not in referring("peoples") and last not in referring("peoples"):
            return None
        match = pattern("tribe_before").search(self.text, max(0, start - 45), start)
        if match is None or self._is_place(*match.span("people")):
            match = pattern("tribe_behind").match(self.text, end)
        if match is None or self._is_place(*match.span("people")):
            return None
        people = match["people"]
        lead = pattern("lead_in").match(f"{people} ")
        if lead or self.index.demonyms.get(people.casefold()) or self.index.demonyms.get(people.split()[-1].casefold()):
            return None
        opens = pattern("sentence_start").search(self.text, max(0, match.start("people") - 4), match.start("people"))
        listed = next((a for p in (people, people.split()[-1]) for a in self.index.names.get(f"{p} militia")), None)
        if listed is not None:
            return listed.reading(f"the militia of the {people}")
        first = people.split()[0].casefold()
        if is_modifier(first) or first in referring("unheard.stop") or (opens and " " not in people):
            return None  # "Fourteen herders", "Masked men"
        evidence = (f"“{people}” before “{last}” is a people's name: a communal militia, not in the list of actors",)
        return ActorReading(
            id=None,
            name=f"{people} militia",
            kind=ActorKind.IDENTITY_MILITIA,
            country=self.setting.country,
            evidence=evidence,
        )

    def _is_place(self, start: int, end: int) -> bool:
        return start in self._place_at or end - 1 in self._place_at

    def _antecedent(self, start: int, word: str) -> Entity | None:
        for name in _NOUNS:
            if word not in referring(f"nouns.{name}"):
                continue
            if name == "state" and word in _COUNTRY_FIRST and self.setting.country:
                return None
            farthest = 2 if name == "state" else 5
            kinds = referring_kinds(name)
            entity = self.antecedents.of_kind(start, kinds, here=name == "group", farthest=farthest)
            if entity is not None and self._is_the_one(start, name, entity):
                return entity
        return None

    def _is_the_one(self, start: int, noun: str, entity: Entity) -> bool:
        """Whether nobody else is meant: no other rebels named, no state of the text's own beside a foreign one."""
        others = {
            other.reading.id or other.reading.name
            for other in self.antecedents.everybody(start)
            if other.kind is entity.kind
        }
        if noun == "militia":
            return len(others) == 1
        if noun == "rebels":
            actor = self.index.by_id.get(entity.reading.id or "")
            own = self.index.government(self.setting.country)
            at_home = actor is None or actor.country in {None, self.setting.country} or not own
            fights = actor is not None and own is not None and any(enemy.id == own.id for enemy in actor.against)
            abroad = actor is None or actor.country not in self.setting.located
            return len(others) == 1 and (at_home or fights or abroad)
        if noun == "state":
            own_forces = self.setting.holder("government", self.index)
            return own_forces is None or entity.reading.id == own_forces.id or own_forces.id not in others
        return True

    def _antecedent_by_deed(self, start: int, word: str) -> ActorReading | None:
        """Who acted in what was told before: "the attackers"; failing that, in the same sentence."""
        if word not in referring("deeds"):
            return None
        without = _STATE if word in referring("outsiders") else frozenset()
        entity = self.antecedents.acting(start, without=without, farthest=1)
        entity = entity or self.antecedents.acting(start, here=True, without=without)
        return _taken_up(f"the {word}", entity) if entity else None

    def _of_role(self, start: int, word: str, words: str, determiner: str) -> ActorReading | None:
        told = words.casefold().replace("-", " ").split()
        if self._is_of_others(start) or not referring("unsure").isdisjoint(told):
            return None
        for role in (*roles_of(words), *roles_of(word)):
            if role == "militants" and determiner not in _DEFINITE and word not in _PARTISAN:
                continue
            if role == "government" and not referring("not_own").isdisjoint(told):
                continue
            if reading := self.setting.holder(role, self.index):
                because = f"“{word}” is a role, read as the party that held it then"
                return reading.model_copy(update={"evidence": (because, *reading.evidence)})
        return None

    def _is_of_others(self, start: int) -> bool:
        """Whether a word before says whose they are, so that the country's own are not meant: "Goma rebels"."""
        name = pattern("name_before").search(self.text, max(0, start - 30), start)
        if name is None:
            return False
        place = self._place_at.get(start - 2)
        return place is None or pattern("located").search(self.text, max(0, place[0] - 24), place[0]) is None

    def _unknown(self, words: str) -> ActorReading:
        country = self.setting.country
        name = self.setting.name_of(country) if country else None
        evidence = (f"“{words}”: the report does not say who they are",)
        label = f"{_UNKNOWN} ({name})" if name else _UNKNOWN
        return ActorReading(id=None, name=label, kind=None, country=country if name else None, evidence=evidence)


class _Taken:
    """Ranges that are spoken for."""

    def __init__(self, mentions: Iterable[ActorMention]) -> None:
        self._positions = {position for mention in mentions for position in range(mention.start, mention.end)}

    def holds(self, start: int, end: int) -> bool:
        return start in self._positions or end - 1 in self._positions

    def add(self, mention: ActorMention) -> None:
        self._positions.update(range(mention.start, mention.end))


def _taken_up(words: str, entity: Entity) -> ActorReading:
    because = f"“{words}” takes up “{entity.words}” named before"
    return entity.reading.model_copy(update={"evidence": (because, *entity.reading.evidence)})


def _is_owned(pronoun: str, word: str) -> bool:
    """Whether a party may be meant by its own people: "his people" are anybody's."""
    return word in referring("people") and (word != "people" or pronoun == "its")


def _may_be_armed(word: str, words: str) -> bool:
    """Whether people called by a word for civilians may be a party: "security men", "unknown persons"."""
    told = word in referring("unidentified") or " " in word
    return told or _is_unsaid(words)


def _is_unsaid(words: str) -> bool:
    return not referring("unsaid").isdisjoint(words.casefold().split())


def _apart(mentions: Sequence[ActorMention], named: Sequence[ActorMention]) -> list[ActorMention]:
    taken = _Taken(named)
    return [mention for mention in mentions if not taken.holds(mention.start, mention.end)]


def _longest(mentions: Iterable[ActorMention]) -> list[ActorMention]:
    """The mentions without overlaps, in order: the longest of those that do, of equals the first given."""
    kept: list[ActorMention] = []
    taken = _Taken(())
    for mention in sorted(mentions, key=lambda mention: mention.start - mention.end):
        if not taken.holds(mention.start, mention.end):
            taken.add(mention)
            kept.append(mention)
    return sorted(kept, key=lambda mention: mention[:2])


@cache
def _commons() -> frozenset[str]:
    """Words that take up parties of any name, by which a listed party may be called too."""
    return frozenset().union(*(referring(f"nouns.{name}") for name in _NOUNS), referring("civilians"))


@cache
def _name_words(actor: Actor) -> frozenset[str]:
    return frozenset(word for name in actor.names for word in name.split() if word[:1].isupper())


@cache
def _phrases() -> PhraseIndex[str]:
    lists = [
        *(f"nouns.{name}" for name in _NOUNS),
        *("deeds", "people", "unidentified", "civilians"),
        *(f"roles.{role}" for role in ROLES),
    ]
    words = frozenset().union(*map(referring, lists))
    return PhraseIndex(((word, word) for word in sorted(words)), case_rule=lambda _: CaseRule.ANY)
