"""What changed between two versions of a text: silent edits, with where they stand now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from crossclaim.model import Document
from crossclaim.store.records import Change
from crossclaim.text.sentences import split_sentences

__all__ = ["list_changes"]

Range = tuple[int, int]
_WORD = re.compile(r"\w+|[^\w\s]")


def list_changes(before: str, document: Document) -> Iterator[Change]:
    """The edits from an earlier text to a document's, in order: sentences are matched first, then the words in them.

    Blanks alone are no edit.
    """
    after = document.text
    old, new = split_sentences(before), split_sentences(after)
    for tag, i, j, k, m in _operations(before, old, after, new):
        if tag == "replace":
            yield from _changed_words(before, _cover(old[i:j]), document, _cover(new[k:m]))
        elif tag == "delete":
            yield _change(before, _cover(old[i:j]), document, (at := _place(new, k, after), at))
        elif tag == "insert":
            yield _change(before, (0, 0), document, _cover(new[k:m]))


def _changed_words(before: str, old_range: Range, document: Document, new_range: Range) -> Iterator[Change]:
    after = document.text
    old, new = list(_words(before, old_range)), list(_words(after, new_range))
    for tag, i, j, k, m in _operations(before, old, after, new):
        if tag != "equal":
            at = _place(new, k, after)
            stands = _cover(new[k:m]) if k < m else (at, at)
            yield _change(before, _cover(old[i:j]) if i < j else (0, 0), document, stands)


def _operations(before: str, old: list[Range], after: str, new: list[Range]) -> list[tuple[str, int, int, int, int]]:
    first = [" ".join(before[start:end].split()) for start, end in old]
    second = [" ".join(after[start:end].split()) for start, end in new]
    return list(SequenceMatcher(None, first, second, autojunk=False).get_opcodes())


def _words(text: str, within: Range) -> Iterator[Range]:
    return (match.span() for match in _WORD.finditer(text, *within))


def _cover(ranges: list[Range]) -> Range:
    return ranges[0][0], ranges[-1][1]


def _place(ranges: list[Range], number: int, text: str) -> int:
    """Where the range of that number begins, the end of the text after the last one."""
    return ranges[number][0] if number < len(ranges) else len(text)


def _change(before: str, old: Range, document: Document, new: Range) -> Change:
    span = document.span(*new) if new[0] < new[1] else None
    return Change(before=before[old[0] : old[1]], span=span, at=new[0])
