"""From the words for a party to who that party is."""

from crossclaim.actors.find import find_actors, is_own
from crossclaim.actors.index import Actor, ActorIndex, load_actors
from crossclaim.actors.lookup import look_up
from crossclaim.actors.mentions import ActorMention
from crossclaim.actors.own_list import read_actors
from crossclaim.actors.packed import load_index, pack_index
from crossclaim.actors.parties import read_parties
from crossclaim.actors.ranking import drop_stray_initials, main_countries, place_generic_actors, rank_actors
from crossclaim.actors.setting import Setting, weigh_countries

__all__ = [
    "Actor",
    "ActorIndex",
    "ActorMention",
    "Setting",
    "drop_stray_initials",
    "find_actors",
    "is_own",
    "load_actors",
    "load_index",
    "look_up",
    "main_countries",
    "pack_index",
    "place_generic_actors",
    "rank_actors",
    "read_actors",
    "read_parties",
    "weigh_countries",
]
