import tomllib
from importlib.resources import files

from crossclaim.geo.lexicon import load_lexicon


def test_every_group_says_which_text_it_serves() -> None:
    table = tomllib.loads((files("crossclaim.geo") / "places.toml").read_text(encoding="utf-8"))
    assert table
    assert [name for name, group in table.items() if not group.get("serves")] == []


def test_words_are_lower_case_and_groups_are_filled() -> None:
    lexicon = load_lexicon()
    only_wide = {"toponyms", "adjectival", "wide"}
    for name, words in lexicon._asdict().items():
        if name in only_wide:
            continue
        assert words, name
        assert [word for word in words if word != word.lower()] == [], name


def test_demonyms_are_no_places_and_have_one_country() -> None:
    lexicon = load_lexicon()
    assert lexicon.demonym["syrian"] == "SY"
    assert lexicon.demonym["afghans"] == "AF"
    assert "kurdish" not in lexicon.demonym
    assert all(len(code) == 2 and code.isupper() for code in lexicon.demonym.values())
