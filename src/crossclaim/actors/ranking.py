"""Which bearer of a name is meant, and whose "army" it is: parties read in the light of the document's country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from crossclaim.actors.index import ActorIndex
from crossclaim.actors.mentions import ActorMention
from crossclaim.model import ActorKind, ActorReading

__all__ = ["drop_stray_initials", "main_countries", "place_generic_actors", "rank_actors"]


_TELLING = 4  # initials that few other things have


def main_countries(mentions: Sequence[ActorMention]) -> list[str]:
    """Countries (ISO 3166-1 alpha-2) of the named parties, most frequent first."""
    counts = Counter(mention.readings[0].country for mention in mentions if not mention.generic)
    return [country for country, _ in counts.most_common() if country]


def rank_actors(
    mentions: Sequence[ActorMention], index: ActorIndex, *, countries: Sequence[str], year: int | None
) -> list[ActorMention]:
    """The mentions with the readings that fit ``countries`` (ISO alpha-2, most important first) and ``year`` ahead."""
    rank = {country: position for position, country in enumerate(countries)}

    def unlikely(reading: ActorReading) -> tuple[bool, int]:
        known = index.by_id.get(reading.id or "")
        # A group at home in no one country ("Daesh") fits every country.
        away = rank.get(reading.country, len(rank)) if reading.country else 0
        return known is not None and not known.was_active(year), away

    return [
        mention._replace(readings=tuple(sorted(mention.readings, key=unlikely)))
        if len(mention.readings) > 1
        else mention
        for mention in mentions
    ]


def drop_stray_initials(
    text: str, mentions: Sequence[ActorMention], *, countries: Collection[str]
) -> list[ActorMention]:
    """The mentions without initials of groups from countries the text does not speak of: "4 APCs" is no militia."""
    if not countries:
        return list(mentions)
    return [mention for mention in mentions if not _is_stray(text, mention, countries)]


def _is_stray(text: str, mention: ActorMention, countries: Collection[str]) -> bool:
    word = text[mention.start : mention.end]
    homes = {reading.country for reading in mention.readings}
    initials = len(word) <= 5 and " " not in word and word.rstrip("s").isupper()
    if len(word) >= _TELLING and not word.endswith("s"):
        return False  # "FARC negotiators" are FARC's, wherever they negotiate
    return initials and not mention.generic and None not in homes and homes.isdisjoint(countries)


def place_generic_actors(
    mentions: Sequence[ActorMention], index: ActorIndex, *, country: str | None, country_name: str | None
) -> list[ActorMention]:
    """Generic parties tied to the country a document is about: "the army" is its government's, "rebels" are its."""
    if country is None or country_name is None:
        return list(mentions)
    return [_placed(mention, index, country, country_name) if mention.generic else mention for mention in mentions]


def _placed(mention: ActorMention, index: ActorIndex, country: str, country_name: str) -> ActorMention:
    reading = mention.readings[0]
    if reading.country is not None:
        return mention
    government = index.government(country) if reading.kind is ActorKind.STATE_FORCES else None
    placed = reading.model_copy(
        update={
            "id": government.id if government else reading.id,
            "name": government.name if government else f"{reading.name} ({country_name})",
            "country": country,
            "evidence": (*reading.evidence, f"the document is about {country_name}"),
        }
    )
    return mention._replace(readings=(placed,))
