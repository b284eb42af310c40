"""The type a claim's words tell, through its triggers and sides."""

import pytest

from crossclaim.extract.claim_types import choose_type
from crossclaim.extract.sides import find_sides
from crossclaim.extract.triggers import find_triggers
from crossclaim.model import ClaimType
from marked_parties import read_marked

# Parties are marked [kind:words]; then the type, and why.
TYPES = [
    ("An air strike killed nine.", "air_drone_strike", "named outright"),
    ("[state:The army] bombed Osma.", "air_drone_strike", "bombed: from the air"),
    ("Warplanes killed six in Osma.", "air_drone_strike", "the means, and harm"),
    ("Barrel bombs destroyed a clinic.", "air_drone_strike", "only dropped from the air"),
    ("A drone attack hit a fuel depot.", "air_drone_strike", "drone attack is no plain attack"),
    ("[state:The army] shelled Osma.", "shelling_artillery_missile", "a verb of indirect fire"),
    ("A rocket killed a boy.", "shelling_artillery_missile", "the means, and harm"),
    ("[state:The army] bombarded Osma.", "shelling_artillery_missile", "bombarded, by what is not said"),
    ("Jets bombarded Osma.", "air_drone_strike", "bombarded, by jets"),
    ("Missile attack on Osma 🚀", "shelling_artillery_missile", "a headline without a verb"),
    ("A suicide bomber struck a mosque.", "suicide_bomb", "the attacker dies"),
    ("He blew himself up at the gate.", "suicide_bomb", "told by a phrase"),
    ("A roadside bomb killed two [state:soldiers].", "remote_explosive_landmine_ied", "a planted device"),
    ("A bomb went off in Lenz.", "remote_explosive_landmine_ied", "a bomb that goes off was planted"),
    ("A blast rocked Lenz.", "remote_explosive_landmine_ied", "a blast alone"),
    ("A landmine killed a herder.", "remote_explosive_landmine_ied", "mines"),
    ("Someone threw a hand grenade at a bar.", "grenade", "thrown"),
    ("[rebel:Fighters] with rocket-propelled grenades attacked [state:a post].", "armed_clash", "no thrown grenade"),
    ("Sarin was used; a chemical attack killed 40.", "chemical_weapon", "poison before all else"),
    ("[state:Jets] dropped bombs filled with chlorine gas, killing six.", "air_drone_strike", "gas as a means"),
    ("[rebel:Rebels] clashed with [state:the army].", "armed_clash", "two armed sides"),
    ("[rebel:Rebels] attacked [state:an army post].", "armed_clash", "an armed target"),
    ("[rebel:Rebels] attacked [civ:a village market].", "attack", "an unarmed target"),
    ("[rebel:Gunmen] killed 12 [civ:villagers].", "attack", "the dead bore no arms"),
    ("[rebel:Gunmen] killed 12 [state:soldiers].", "armed_clash", "the dead bore arms"),
    ("A journalist was shot dead.", "attack", "a word for the unarmed where no party is known"),
    ("[rebel:Rebels] beheaded [civ:a miner].", "attack", "killed by hand"),
    ("[state:The army] retook Osma.", "government_regains_territory", "ground taken by a state"),
    ("[ext:Coalition forces] seized the port.", "government_regains_territory", "by its allies"),
    ("[rebel:The Front] seized Osma.", "non_state_actor_overtakes_territory", "by a group"),
    ("Osma was seized overnight.", "non_state_actor_overtakes_territory", "by whom is not known"),
    ("Federal troops captured Osma.", "government_regains_territory", "wording of the state's side"),
    ("[rebel:The Front] withdrew from Osma.", "non_violent_transfer_of_territory", "no fight"),
    ("[rebel:Gunmen] kidnapped 17 [civ:pupils].", "abduction_forced_disappearance", "taken"),
    ("[rebel:Gunmen] kidnapped and killed [civ:a priest].", "attack", "death decides over abduction"),
    ("[state:Police] arrested 30 [civ:students].", "arrests", "by authorities"),
    ("[state:Soldiers] raped [civ:two women].", "sexual_violence", "before all other harm"),
    ("[mob:A mob] lynched [civ:a driver].", "mob_violence", "a crowd kills"),
    ("[mob:Rioters] threw stones.", "violent_demonstration", "a crowd fights"),
    ("[crowd:Thousands] marched in Lenz.", "peaceful_protest", "nobody hurt"),
    ("[state:Police] used tear gas at a protest.", "protest_with_intervention", "force short of lethal"),
    ("[state:Police] killed two at a protest.", "excessive_force_against_protesters", "lethal force"),
    ("[mob:Looters] set fire to a warehouse.", "looting_property_destruction", "property"),
    ("[state:Sappers] defused a device.", "disrupted_weapons_use", "kept from use"),
    ("[state:The army] set up a base near Osma.", "headquarters_or_base_established", "a base"),
    ("The sides signed a peace deal.", "agreement", "reached"),
    ("Forty fighters surrendered.", "change_to_group_activity", "arms laid down"),
    ("[state:The army] sent reinforcements to Osma.", "other_strategic", "moved, not fought"),
]  # fmt: skip


def type_of(marked: str, *, cumulative: bool = False, before: ClaimType | None = None) -> ClaimType:
    text, actors = read_marked(marked)
    triggers = find_triggers(text)
    sides = find_sides(text, 0, len(text), triggers, actors)
    return choose_type(text, triggers, sides, cumulative=cumulative, before=before)


@pytest.mark.parametrize(("marked", "claim_type", "reason"), TYPES)
def test_type_of_a_sentence(marked: str, claim_type: str, reason: str) -> None:
    assert type_of(marked) == claim_type, reason


@pytest.mark.parametrize(
    ("marked", "before", "claim_type", "reason"),
    [
        ("The blast wounded nine.", "air_drone_strike", "air_drone_strike", "the blast told of before"),
        ("A blast wounded nine.", "air_drone_strike", "remote_explosive_landmine_ied", "another blast"),
        ("The blast wounded nine.", "arrests", "remote_explosive_landmine_ied", "no explosion before"),
        ("The bombardment went on.", "air_drone_strike", "air_drone_strike", "from the air as before"),
        ("Nine people were killed.", "shelling_artillery_missile", "shelling_artillery_missile", "its toll"),
        ("Nine [civ:people] were shot dead.", "shelling_artillery_missile", "attack", "by hand, whatever was before"),
        ("Nine [civ:people] were killed.", "agreement", "attack", "an agreement has no toll"),
    ],
)
def test_words_that_point_back_take_the_type_before(marked: str, before: str, claim_type: str, reason: str) -> None:
    assert type_of(marked, before=ClaimType(before)) == claim_type, reason


@pytest.mark.parametrize(
    ("marked", "claim_type", "reason"),
    [
        ("The war has killed 40,000 people.", "tally", "a whole war"),
        ("Some 300 people have been killed since May.", "tally", "nobody is said to have done it"),
        ("Air strikes have killed 300 people since May.", "air_drone_strike", "the means is told"),
        ("[rebel:The Front] has killed 300 [civ:people] since May.", "attack", "the doer is told"),
        ("Some 2,000 people have been arrested since May.", "arrests", "arrests are no dead"),
    ],
)
def test_totals(marked: str, claim_type: str, reason: str) -> None:
    assert type_of(marked, cumulative=True) == claim_type, reason
