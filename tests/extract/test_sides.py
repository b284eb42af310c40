"""Who acted and who was acted upon, by the grammar around trigger words."""

import pytest

from crossclaim.extract.evidence import ActorEvidence
from crossclaim.extract.figures import draft_figures
from crossclaim.extract.quantities import find_quantities, find_singular_counts
from crossclaim.extract.sides import Sides, find_sides, is_armed, same_party
from crossclaim.extract.triggers import find_triggers
from crossclaim.model import ActorReading, FigureKind
from marked_parties import KINDS, read_marked

OF_VICTIMS = {FigureKind.KILLED, FigureKind.INJURED, FigureKind.CAPTURED, FigureKind.ABDUCTED}

# Parties are marked [kind:words]; then side a, side b ("-" for none), and why.
SIDES = [
    # verbs
    ("[state:The army] shelled [rebel:rebels] near Osma.", "The army", "rebels", "subject and object"),
    ("[rebel:The Front] attacked [state:a police post].", "The Front", "a police post", "the other way round"),
    ("[rebel:Rebels] were shelled by [state:the army].", "the army", "Rebels", "passive with agent"),
    ("[rebel:Rebels] were heavily shelled overnight by [state:the army].", "the army", "Rebels", "adverbs between"),
    ("[civ:Villagers] were shot by [rebel:gunmen].", "gunmen", "Villagers", "agent named by a trigger too"),
    ("[civ:A teacher] was shot dead in Osma.", "-", "A teacher", "passive without agent"),
    ("[civ:Three boys] died at the hands of [militia:the vigilantes].", "the vigilantes", "Three boys", "hands of"),
    ("[civ:Pilgrims] died when a bus went up.", "-", "Pilgrims", "who dies was acted upon"),
    ("[state:Troops] opened fire on [crowd:protesters].", "Troops", "protesters", "a two-word verb"),
    ("[rebel:The group] has killed [civ:villagers].", "The group", "villagers", "present perfect is active"),
    ("[rebel:The group] captured Osma from [state:the army].", "The group", "the army", "ground has a loser"),
    ("[state:Troops] retook the ridge.", "Troops", "-", "ground without a loser"),
    ("[civ:Families] fled Osma.", "-", "Families", "who flees was acted upon"),
    ("[militia:The militia] abducted [civ:nine women].", "The militia", "nine women", "abduction"),
    ("[state:Police] arrested [civ:two journalists].", "Police", "two journalists", "arrest"),
    ("[clan:Herders] clashed with [civ:farmers] in Lenz.", "Herders", "farmers", "a clash has two sides"),
    ("[state:The army] repelled [rebel:the Front] at dawn.", "The army", "the Front", "repelled: who attacked is b"),
    # nouns
    ("An attack by [rebel:rebels] on [state:a convoy of the army].", "rebels", "a convoy of the army", "by and on"),
    ("[state:The army]'s shelling of [civ:a market] went on.", "The army", "a market", "possessive and of"),
    ("[ext:Coalition] air strikes hit Osma.", "Coalition", "-", "a party right before the deed"),
    ("[state:The army] launched an offensive against [rebel:the Front].", "The army", "the Front", "a carrying verb"),
    ("[state:The army] carried out raids targeting [rebel:militants].", "The army", "militants", "targeting"),
    ("Shelling from [rebel:rebel] positions hit [civ:a school].", "rebel", "a school", "from"),
    ("Clashes broke out between [state:the army] and [rebel:the Front].", "the army", "the Front", "between"),
    ("The battle pitted [clan:the Arrab] against [clan:the Sool].", "the Arrab", "the Sool", "pitted against"),
    ("Fighting with [rebel:the Front] resumed; [state:The army] rested.", "-", "the Front", "a semicolon parts"),
    ("[rebel:The Front] was accused of an attack on [civ:nurses].", "The Front", "nurses", "the only armed party left"),
    ("A suicide attack on [state:a police station] was reported.", "-", "a police station", "an attack without agent"),
    ("[state:Troops] on patrol with [rebel:the rebels] killed [civ:a boy].", "Troops", "a boy", "'with': no subject"),
    # parties that the trigger itself names
    ("[mob:A mob] dragged a man from his home.", "A mob", "-", "the trigger is the party"),
    ("[mob:A mob] beat [civ:a driver] in Lenz.", "A mob", "a driver", "crowds use violence"),
    ("[crowd:Protesters] marched in Goma.", "Protesters", "-", "who protests acts"),
    ("[rebel:Gunmen] stormed [civ:a church].", "Gunmen", "a church", "gunmen are told by name and word"),
    ("[ext:Coalition air strikes] killed [civ:six shepherds].", "Coalition air strikes", "six shepherds", "a deed"),
    # the unarmed do not shell
    ("[civ:Residents] said shells hit Osma.", "-", "-", "witnesses are no party"),
    ("[civ:Farmers] marched in Lenz.", "Farmers", "-", "the unarmed march"),
    ("[civ:Villagers] looted a store.", "Villagers", "-", "the unarmed loot"),
    ("[civ:Villagers] shelled Osma.", "-", "-", "the unarmed do not shell"),
    # victims by number
    ("The blast killed 12 [civ:workers].", "-", "workers", "the counted are side b"),
    ("12 [state:soldiers] and a boy were killed.", "-", "soldiers", "the first counted"),
    ("[state:The army] lost 12 [state:soldiers].", "-", "soldiers", "its own dead; nobody else is named"),
    ("Nine bodies were found in [state:army] uniforms.", "-", "-", "bodies are no party"),
    ("12 catechists were killed.", "-", "catechists", "counted people without a known party"),
    # agreements
    ("[state:The army] and [rebel:the Front] signed a truce.", "The army", "the Front", "both sign"),
    ("A truce between [state:the army] and [rebel:the Front] held.", "the army", "the Front", "a noun alone"),
    # clauses
    ("[state:The army] retreated while [rebel:the Front] shelled Osma.", "the Front", "-", "'while' parts"),
    ("[rebel:The Front] shelled Osma. [civ:Nurses] left.", "The Front", "-", "a full stop parts"),
]  # fmt: skip


def sides_of(text: str, actors: list[ActorEvidence]) -> Sides:
    triggers = find_triggers(text)
    figures = draft_figures(text, sorted([*find_quantities(text), *find_singular_counts(text)]), triggers)
    victims = [figure.mention.of for figure in figures if figure.kind in OF_VICTIMS and figure.mention.of]
    return find_sides(text, 0, len(text), triggers, actors, victims=victims)


@pytest.mark.parametrize(("marked", "a", "b", "reason"), SIDES)
def test_sides_of_a_sentence(marked: str, a: str, b: str, reason: str) -> None:
    text, actors = read_marked(marked)
    found = sides_of(text, actors)
    assert tuple(text[side.start : side.end] if side else "-" for side in found) == (a, b), reason


def test_only_parties_inside_the_stretch_are_sides() -> None:
    text, actors = read_marked("[state:The army] shelled Osma. [rebel:The Front] shelled Lenz.")
    found = find_sides(text, 23, len(text), find_triggers(text, 23), actors)
    assert (found.a, found.b) == (actors[1], None)


def test_one_party_is_not_on_both_sides() -> None:
    text, actors = read_marked("[rebel:The Front] shelled Osma, and [rebel:The Front] lost men.")
    assert same_party(*actors)
    assert sides_of(text, actors).b is None


@pytest.mark.parametrize("kind", KINDS)
def test_arms_are_told_by_kind(kind: str) -> None:
    armed = kind not in {"mob", "crowd", "civ"}
    assert is_armed(ActorReading(id=None, name="x", kind=KINDS[kind])) is armed


def test_unknown_kinds_are_neither() -> None:
    assert is_armed(None) is None
    assert is_armed(ActorReading(id=None, name="x", kind=None)) is None
    assert not same_party(ActorEvidence(0, 1, None), ActorEvidence(0, 1, None))


def test_many_parties_on_one_line_stay_linear() -> None:
    text, actors = read_marked("[civ:Residents] said shells fell, " * 2000)
    assert sides_of(text, actors) == Sides(None, None)
