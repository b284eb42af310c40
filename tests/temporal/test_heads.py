"""The share of a table of pages whose own day is found, or rightly none, and whose other days are flagged.

The pages are invented. ``candidates`` in the table lists what a careful reader sees, among it days that the HTML reader
does not hand on (dates of change in the metadata, copyright years, comments); so not every conflict can be flagged.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from crossclaim.ingest import ReadOptions, read_capture
from crossclaim.model import Capture, Document
from crossclaim.pipeline.dating import date_document

TABLE = Path(__file__).with_name("heads.jsonl")
DAY_FLOOR, CONFLICT_FLOOR = 0.94, 0.74


def read(row: dict[str, Any]) -> Document:
    capture = Capture(content=row["html"].encode(), source=row["url"] or row["id"], media_type="text/html")
    (document,) = read_capture(capture, ReadOptions())
    assert isinstance(document, Document)
    return date_document(document.model_copy(update={"url": document.url or row["url"]}))


def test_share_of_pages_whose_own_day_is_found_and_whose_conflicts_are_flagged() -> None:
    table = [json.loads(line) for line in TABLE.read_text(encoding="utf-8").splitlines()]
    right: Counter[str] = Counter()
    for row in table:
        document = read(row)
        day = document.published and document.published.date.isoformat()
        right["day"] += day == row["expected"]
        right["conflict"] += row["conflict"] == any(flag.name == "page_date_conflict" for flag in document.flags)
    assert right["day"] / len(table) >= DAY_FLOOR
    assert right["conflict"] / len(table) >= CONFLICT_FLOOR
