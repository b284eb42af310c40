"""The JSON of ``crossclaim read``: field names, absences, numbers, exact words, and the schema that describes it."""

import json
from typing import Any

import jsonschema
import pytest

from crossclaim.export import output_schema, to_json, to_output
from crossclaim.model import Document, DocumentResult, OffsetMap

CONTRACT: dict[str, Any] = {
    "doc": "reports/ministry.txt",
    "document": {
        "published": {"date": "2024-10-09", "start": 36, "end": 50, "text": "9 October 2024", "method": "text"},
        "segments": [{"kind": "title", "start": 0, "end": 35}],
        "flags": [{"name": "party_source", "spans": []}],
    },
    "claims": [
        {
            "id": "c1",
            "type": "armed_clash",
            "score": 0.9,
            "quote": {"start": 51, "end": 167},
            "side_a": {"text": "soldiers", "actor": None},
            "side_b": {
                "text": "the Khangai Valleys Front",
                "actor": {"id": "front", "name": "Khangai Valleys Front (Mongolia)", "kind": "rebel_group"},
            },
            "place": {
                "text": "near Tosontsengel",
                "name": "Tosontsengel",
                "admin1": "Zavkhan",
                "country": "MN",
                "lat": 48.75667,
                "lon": 98.28389,
                "precision": "locality",
                "gazetteer_id": "2029156",
            },
            "time": {
                "text": "last night",
                "start_date": "2024-10-08",
                "end_date": "2024-10-09",
                "precision": "part_of_day",
            },
            "figures": [
                {"text": "Over 2,400", "kind": "fighters", "whose": "a", "op": ">", "low": 2400, "high": None},
                {"text": "dozens", "kind": "killed", "of": None, "op": "vague", "low": None, "high": None},
            ],
            "attribution": {"kind": "narrator", "source": None, "cue": None, "parent": None},
            "modality": "actual",
            "cumulative": False,
        },
        {
            "place": None,
            "time": None,
            "side_a": None,
            "figures": [{"of": {"text": "people"}, "op": "range", "low": 5, "high": 7}],
            "attribution": {
                "kind": "unnamed",
                "source": {"text": "A doctor"},
                "cue": {"text": "told"},
                "parent": {"kind": "named", "source": {"text": "the agency"}, "parent": None},
            },
            "cumulative": True,
        },
        {
            "place": {"text": "a clinic", "name": None, "country": None, "lat": None, "precision": None},
            "time": {"text": "on Monday", "start_date": None, "end_date": None, "precision": None},
            "modality": "denied",
        },
    ],
    "dropped": 1,
}


def shown(result: DocumentResult, *, with_text: bool = False, with_mentions: bool = False) -> Any:
    return json.loads(to_json(to_output(result, with_text=with_text, with_mentions=with_mentions)))


def disagreements(expected: Any, found: Any, path: str = "") -> list[str]:
    """Where ``found`` lacks what is expected; more fields and more list items are no disagreement."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return [
            line
            for name, part in expected.items()
            for line in (disagreements(part, found[name], f"{path}.{name}") if name in found else [f"{path}.{name}"])
        ]
    if isinstance(expected, list) and isinstance(found, list) and expected:
        return [
            line
            for number, part in enumerate(expected)
            for line in disagreements(part, found[number], f"{path}[{number}]")
        ]
    same = expected == found and type(expected) is type(found)
    return [] if same else [f"{path}: {expected!r} is {found!r}"]


def test_output_has_the_fields_of_the_contract(result: DocumentResult) -> None:
    assert disagreements(CONTRACT, shown(result)) == []


def test_every_quote_is_exact(result: DocumentResult) -> None:
    output = shown(result, with_text=True, with_mentions=True)
    text = output["document"]["text"]

    def walk(part: Any) -> int:
        if isinstance(part, list):
            return sum(walk(item) for item in part)
        if not isinstance(part, dict):
            return 0
        if "text" in part and part.get("start") is not None:
            assert text[part["start"] : part["end"]] == part["text"]
        return 1 + sum(walk(item) for item in part.values())

    assert walk(output) > 30


@pytest.mark.parametrize("with_text", [False, True])
@pytest.mark.parametrize("with_mentions", [False, True])
def test_text_and_mentions_are_absent_unless_asked_for(
    result: DocumentResult, with_text: bool, with_mentions: bool
) -> None:
    output = shown(result, with_text=with_text, with_mentions=with_mentions)
    assert ("text" in output["document"]) is with_text
    assert ("mentions" in output) is with_mentions


def test_mentions_keep_their_runners_up(result: DocumentResult) -> None:
    place, number, cue = shown(result, with_mentions=True)["mentions"]
    assert (place["reading"]["name"], [other["name"] for other in place["alternatives"]]) == (
        "Tosontsengel",
        ["Zavkhan"],
    )
    assert number["reading"] == {"op": "=", "low": 2400, "high": 2400, "unit": "count"}
    assert (cue["label"], cue["reading"], cue["alternatives"]) == ("cue", None, [])


@pytest.mark.parametrize("with_text", [False, True])
@pytest.mark.parametrize("with_mentions", [False, True])
def test_output_fits_its_schema(result: DocumentResult, with_text: bool, with_mentions: bool) -> None:
    schema = output_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(shown(result, with_text=with_text, with_mentions=with_mentions), schema)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda output: output.pop("claims"),
        lambda output: output["claims"][0].update(type="battle"),
        lambda output: output["claims"][0].pop("place"),
        lambda output: output["claims"][0]["figures"][0].update(low="2400"),
        lambda output: output["document"].update(text=None),
        lambda output: output.update(mentions=None),
    ],
)
def test_schema_refuses_what_breaks_the_contract(result: DocumentResult, spoil: Any) -> None:
    output = shown(result)
    spoil(output)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(output, output_schema())


def test_schema_describes_every_field() -> None:
    schema = output_schema()
    records = [schema, *(part for part in schema["$defs"].values() if part.get("type") == "object")]
    silent = [
        f"{record['title']}.{name}"
        for record in records
        for name, field in record["properties"].items()
        if not field.get("description")
    ]
    assert silent == []
    assert set(schema["required"]) == {"doc", "document", "claims", "dropped"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("fighters 💥 أبو بكر e\u0301", "several scripts stay readable"),
        ("half \ud83d a pair", "UTF-8 cannot carry it"),
        ("\x9b2J \x1b[2J \u202e \u2028 \x00", "a terminal or an editor would obey it"),
    ],
)
def test_json_carries_any_text(text: str, reason: str) -> None:
    document = Document(id="d", text=text, segments=(), offsets=OffsetMap.identity(len(text)))
    line = to_json(to_output(DocumentResult(document=document), with_text=True))
    assert json.loads(line.encode())["document"]["text"] == text, reason
    assert len(line.splitlines()) == 1
    assert not {character for character in line if ord(character) < 32 or character in "\x9b\u202e\u2028"}


def test_document_id_rests_on_the_text_alone(result: DocumentResult) -> None:
    elsewhere = result.document.model_copy(update={"id": "other", "url": "https://example.org"})
    ids = {to_output(DocumentResult(document=document)).document.id for document in (result.document, elsewhere)}
    assert len(ids) == 1
    assert len(ids.pop()) == 16
