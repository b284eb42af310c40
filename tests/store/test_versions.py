"""Silent edits: what changed between two versions, and where it stands now."""

from __future__ import annotations

import pytest

from crossclaim.store import Store
from store.samples import put, report


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("Seven died. All were soldiers.", "Nine died. All were soldiers.", [("Seven", "Nine")]),
        ("Seven died. All fled.", "Seven died.\n\nAll  fled.", []),  # blanks are no edit
        ("Seven died. All fled.", "Seven died.", [("All fled.", None)]),
        ("Seven died.", "Seven died. All fled.", [("", "All fled.")]),
        ("At least 12 fighters died.", "At least 12 civilians and 3 fighters died.", [("", "civilians and 3")]),
        ("The army said 💥 40 fell.", "The army claimed 💥 45 fell.", [("said", "claimed"), ("40", "45")]),
        ("Rebels shelled the market.", "The market was shelled.", None),
    ],
)
def test_edits_are_told_with_their_place(
    store: Store, before: str, after: str, changes: list[tuple[str, str | None]] | None
) -> None:
    old, new = (report(text, version=version, quotes=()) for version, text in enumerate((before, after), start=1))
    with store.write(by="ana") as writer:
        put(writer, old, new)
    found = store.changes(old.id, new.id)
    assert all(change.span.is_exact(after) for change in found if change.span)
    assert all(0 <= change.at <= len(after) for change in found)
    if changes is None:
        assert found
    else:
        assert [(change.before, change.span.quote if change.span else None) for change in found] == changes
