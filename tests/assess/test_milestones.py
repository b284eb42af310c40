import json
import tomllib
from collections import Counter
from datetime import date
from importlib.resources import files

import pytest
from pydantic import ValidationError

from crossclaim.assess import Milestone, MilestoneKind, MilestoneTable, load_milestones
from crossclaim.assess.wording import load_wording


def milestone(**fields: object) -> Milestone:
    known = {"id": "m1", "what": "It ended.", "kind": "war_ended", "start": "2009-05-18", "end": "2009-05-19"}
    return Milestone.model_validate({**known, "terms": [["war", "ended"]], **fields})


def test_every_row_of_the_table_is_whole_and_has_its_own_id() -> None:
    lines = files("crossclaim.assess").joinpath("milestones.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert not [name for name, count in Counter(row["id"] for row in rows).items() if count > 1]
    assert len(load_milestones().milestones) == len(rows) > 800
    assert all(row["source"] and row["country"] and row["what"].endswith(".") for row in rows)
    assert all(date(1990, 1, 1) <= one.start <= one.end for one in load_milestones().milestones)


@pytest.mark.parametrize(
    "fields",
    [
        {"end": "2009-05-17"},  # ends before it starts
        {"terms": []},
        {"terms": [["war", ""]]},
        {"kind": "battle"},
    ],
)
def test_a_milestone_that_breaks_a_rule_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        milestone(**fields)


def test_a_later_row_replaces_one_of_the_same_id() -> None:
    table = MilestoneTable([milestone()]).extended([milestone(what="It ended otherwise.")])
    assert [one.what for one in table.milestones] == ["It ended otherwise."]


def test_wording_knows_the_kinds_and_classes_it_speaks_of() -> None:
    wording = load_wording()
    assert set(wording.by_kind) <= {kind.value for kind in MilestoneKind}
    classes = {event.name for event in wording.classes.values()}
    assert set().union(*wording.by_kind.values()) <= classes
    fates = {f"{kind}_{side}" for kind in ("leader_died", "leader_captured", "leader_left_office") for side in _SIDES}
    assert fates <= set(wording.cues)


_SIDES = ("left", "right")


def test_every_cue_says_what_it_serves() -> None:
    table = tomllib.loads(files("crossclaim.assess").joinpath("wording.toml").read_text(encoding="utf-8"))
    assert all(cue["serves"] for cue in table["cue"])
    assert len({cue["name"] for cue in table["cue"]}) == len(table["cue"])
