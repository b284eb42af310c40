"""From the words for a party to who that party is."""

from crossclaim.actors.find import ActorMention, find_actors, main_countries, place_generic_actors, rank_actors
from crossclaim.actors.index import Actor, ActorIndex, load_actors

__all__ = [
    "Actor",
    "ActorIndex",
    "ActorMention",
    "find_actors",
    "load_actors",
    "main_countries",
    "place_generic_actors",
    "rank_actors",
]
