"""The share of a table of sentences whose times are found and read as a careful reader would.

The table was written before the rules and was in sight while they were made, so its share is no estimate for other
texts. ``times_soft.jsonl`` holds other answers that a careful reader may give. Counted by overlap with the quote; on
rows without one nothing may be found.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from crossclaim.temporal import find_times, resolve_times

FOLDER = Path(__file__).parent
FLOOR, STRICT_FLOOR = 0.98, 0.96


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


def accepted(row: dict[str, Any], soft: dict[str, Any]) -> list[tuple[str | None, str | None]]:
    others = soft.get(row["id"]) or []
    others = others if isinstance(others, list) else [others]
    return [(other["start_date"], other["end_date"]) for other in (row, *others)]


def read(row: dict[str, Any]) -> tuple[str, tuple[str | None, str | None]] | None:
    """The words and days of the time that overlaps the quote most; for a row without quote, of any time."""
    times = find_times(row["text"])
    readings = resolve_times(times, date.fromisoformat(row["anchor"]) if row["anchor"] else None)
    start = row["start"] or 0
    end = start + len(row["quote"]) if row["quote"] else len(row["text"])
    overlaps = [min(end, time.end) - max(start, time.start) for time in times]
    best = max(range(len(times)), key=overlaps.__getitem__, default=None)
    if best is None or overlaps[best] <= 0:
        return None
    reading = readings[best]
    words = row["text"][times[best].start : times[best].end]
    return words, tuple(day and day.isoformat() for day in (reading.start_date, reading.end_date))


def is_right(row: dict[str, Any], soft: dict[str, Any]) -> bool:
    found = read(row)
    if row["quote"] is None or found is None:
        return row["quote"] is None and found is None
    return found[1] in accepted(row, soft)


def test_share_of_the_table_that_is_read_right() -> None:
    table = rows("times.jsonl")
    soft = {row["id"]: row["also_accept"] for row in rows("times_soft.jsonl")}
    lenient = Counter(is_right(row, soft) for row in table)
    strict = Counter(is_right(row, {}) for row in table)
    assert lenient[True] / len(table) >= FLOOR
    assert strict[True] / len(table) >= STRICT_FLOOR
