"""From the words for a party to who that party is."""

from crossclaim.actors.find import find_actors
from crossclaim.actors.index import Actor, ActorIndex, load_actors
from crossclaim.actors.mentions import ActorMention
from crossclaim.actors.ranking import main_countries, place_generic_actors, rank_actors

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
