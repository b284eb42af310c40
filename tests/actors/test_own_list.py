"""A user's own actors: the forms they come in, and what is said of a file with a mistake."""

from pathlib import Path

import pytest

from crossclaim.actors import Actor, read_actors
from crossclaim.errors import InputError
from crossclaim.model import ActorKind

HEAD = "id,name,kind,country,aliases,from,to,parent"


def read(tmp_path: Path, name: str, text: str) -> tuple[Actor, ...]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_actors(path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("own.csv", f"{HEAD}\nkvf,Khangai Front,rebel_group,MN,the Front;KVF,2019,2024,umbrella\n"),
        ("own.CSV", f"\ufeff{HEAD}\n\nkvf, Khangai Front ,rebel_group,MN,the Front| KVF ,2019,2024,umbrella\n"),
        ("own.tsv", "name\tid\tkind\tcountry\taliases\tfrom\tto\tparent\nKhangai Front\tkvf\trebel_group\tMN\t"
         "the Front;KVF\t2019\t2024\tumbrella"),
        ("own.jsonl", '{"id": "kvf", "name": "Khangai Front", "kind": "rebel_group", "country": "MN", "aliases": '
         '["the Front", "KVF"], "active": [2019, 2024], "parent": "umbrella"}\n\n'),
        ("own.jsonl", '{"id": "kvf", "name": "Khangai Front", "kind": "rebel_group", "country": "MN", "aliases": '
         '["the Front", "KVF"], "from": 2019, "to": 2024, "parent": "umbrella"}'),
    ],
)  # fmt: skip
def test_forms_of_a_list(name: str, text: str, tmp_path: Path) -> None:
    (actor,) = read(tmp_path, name, text)
    assert actor == Actor(
        id="kvf",
        name="Khangai Front",
        kind=ActorKind.REBEL_GROUP,
        country="MN",
        names=("Khangai Front", "the Front", "KVF"),
        active=(2019, 2024),
        parent="umbrella",
        own=True,
    )


def test_what_is_left_empty_is_open(tmp_path: Path) -> None:
    (actor,) = read(tmp_path, "own.csv", "id,name,kind,from,to\nx,X Front,rebel_group,2019,\n")
    assert (actor.country, actor.active, actor.parent) == (None, (2019, None), None)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.csv", "", "line 1: lacks the column id"),
        ("a.csv", "id,name,kind,alias\n", "line 1: the column 'alias' is none of id, name"),
        ("a.csv", "id,name\nx,X", "line 1: lacks the column kind"),
        ("a.csv", f"{HEAD}\nx,,rebel_group", "line 2: lacks name"),
        ("a.csv", f"{HEAD}\nx,X,rebels", "line 2: the kind 'rebels' is none of state_forces"),
        ("a.csv", f"{HEAD}\nx,X,rebel_group,Syria", "line 2: the country 'Syria' is not a code"),
        ("a.csv", f"{HEAD}\nx,X,rebel_group,SY,,soon", "line 2: 'soon' in from is not a year"),
        ("a.csv", f"{HEAD}\nx,X,rebel_group,SY,,2020,2010", "line 2: ends in 2010, before it begins in 2020"),
        ("a.csv", f"{HEAD}\nx,X,rebel_group\n\nx,Y,rebel_group", "line 4: the id 'x' stands in line 2 already"),
        ("a.csv", f"{HEAD}\nx,X,rebel_group,SY,a,1,2,p,more", "line 2: 9 cells where the head of the table has 8"),
        ("a.csv", f'{HEAD}\nx,"X', "not a table"),
        ("a.jsonl", '\n{"id": "x"}', "line 2: lacks name"),
        ("a.jsonl", "[]", "line 1: not a JSON object"),
        ("a.jsonl", "{", "line 1: not JSON"),
        ("a.jsonl", '{"id": ["x"], "name": "X", "kind": "rebel_group"}', "line 1: id is not text"),
        ("a.jsonl", '{"id": "x", "name": "X", "kind": "rebel_group", "alias": "Y"}', "there is no field 'alias'"),
        ("a.jsonl", '{"id": "x", "name": "X", "kind": "rebel_group", "aliases": "Y"}', "aliases is not a list"),
        ("a.jsonl", '{"id": "x", "name": "X", "kind": "rebel_group", "active": 2015}', "active is not a first and"),
        ("a.jsonl", '{"id": "x", "name": "X", "kind": "rebel_group", "persons": ["N"]}', "persons is not a list"),
        ("a.jsonl", '{"id": "x", "name": "X", "kind": "rebel_group", "against": [{"id": 3}]}', "against is not a list"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_by_file_line_and_reason(name: str, text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        read(tmp_path, name, text)
    assert str(raised.value).startswith(str(tmp_path / name))
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "latin.csv").write_bytes(b"id,name,kind\nx,\xe9,rebel_group")
    for name, says in (("none.csv", "No such file"), ("latin.csv", "not UTF-8")):
        with pytest.raises(InputError, match=says):
            read_actors(tmp_path / name)
