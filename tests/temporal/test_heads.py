"""The share of two tables of pages whose own day is found, or rightly none, and whose second days are flagged.

The pages are invented. In ``heads.jsonl``, ``candidates`` lists what a careful reader sees, and ``conflict`` says
whether any of them differ: dates of change, copyright years, comments and the day after among them. ``second_day``
says whether a second day of publication is stated, more than a day apart, which is what the flag means; these labels
were written when it was given that meaning, with its results in sight. ``heads_stated.jsonl`` was written before the
code that reads what pages state.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from crossclaim.ingest import ReadOptions, read_capture
from crossclaim.model import Capture, Document
from crossclaim.pipeline.dating import date_document


def read(row: dict[str, Any]) -> Document:
    capture = Capture(content=row["html"].encode(), source=row["url"] or row["id"], media_type="text/html")
    (document,) = read_capture(capture, ReadOptions())
    assert isinstance(document, Document)
    return date_document(document.model_copy(update={"url": document.url or row["url"]}))


@pytest.mark.parametrize(
    ("name", "label", "day_floor", "flag_floor"),
    [("heads.jsonl", "second_day", 0.97, 0.90), ("heads_stated.jsonl", "conflict", 1.0, 1.0)],
)
def test_share_of_pages_whose_own_day_is_found_and_whose_second_days_are_flagged(
    name: str, label: str, day_floor: float, flag_floor: float
) -> None:
    table = [json.loads(line) for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()]
    right: Counter[str] = Counter()
    for row in table:
        document = read(row)
        day = document.published and document.published.date.isoformat()
        right["day"] += day == row["expected"]
        right["flag"] += row[label] == any(flag.name == "page_date_conflict" for flag in document.flags)
    assert right["day"] / len(table) >= day_floor
    assert right["flag"] / len(table) >= flag_floor
