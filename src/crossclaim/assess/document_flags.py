"""Warnings on documents: copies, old reports, figures outside the text, and changes that a page does not own to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from crossclaim.assess.cue_words import cue_pattern
from crossclaim.model import Claim, CopyKind, Document, DocumentCopy, Flag, SegmentKind, Span
from crossclaim.text.sentences import split_sentences

__all__ = ["TextChange", "copied_document", "figures_outside_text", "recycled_document", "silent_edit"]

_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_SET_ASIDE = (SegmentKind.CAPTION, SegmentKind.COMMENT)
# What may stand between a number and the word that makes it a claim: "20 destroyed vehicles", "1,000 dead soldiers".
_NEAR = 25  # code points
# A report that is told again is told again soon; after this many days it is old news under a new date.
OLD = 30  # days


class TextChange(NamedTuple):
    """Words of the older version of a page and what stands there now; "" where nothing did or does.

    ``span`` is of the newer text, None where the words are gone.
    """

    before: str
    after: str
    span: Span | None = None


def copied_document(
    document_id: str, copies: Iterable[DocumentCopy], names: Mapping[str, str] | None = None
) -> Flag | None:
    """Other documents have this one's words. ``names`` call documents by id."""
    shared = sorted(
        (other, share, copy.kind) for copy in copies if (found := _other(document_id, copy)) for other, share in [found]
    )
    if not shared:
        return None
    told = [f"{(names or {}).get(other, other)} ({share:.0%})" for other, share, _ in shared[:4]]
    more = f" and {len(shared) - 4} others" if len(shared) > 4 else ""
    whole = any(kind is CopyKind.COPY for _, _, kind in shared)
    what = "This text" if whole else "Part of this text"
    words = f"{what} stands in {', '.join(told)}{more} as well: one source, not {len(shared) + 1}."
    return Flag(name="copied_text", explanation=words)


def recycled_document(
    document_id: str,
    published: date | None,
    copies: Iterable[DocumentCopy],
    days: Mapping[str, date | None],
    names: Mapping[str, str] | None = None,
) -> Flag | None:
    """The text was published long before under another date. ``days`` are the dates of the others, by id."""
    if published is None:
        return None
    older = sorted(
        (day, other)
        for copy in copies
        if (found := _other(document_id, copy)) and copy.kind is CopyKind.COPY
        for other in [found[0]]
        if (day := days.get(other)) is not None and (published - day).days > OLD
    )
    if not older:
        return None
    day, other = older[0]
    words = f"This text was published on {day} by {(names or {}).get(other, other)}; this page is of {published}."
    return Flag(name="recycled_report", explanation=words)


def _other(document_id: str, copy: DocumentCopy) -> tuple[str, float] | None:
    """The other document of a copy, and the part of this one's text that it shares."""
    if copy.first == document_id:
        return copy.second, copy.shared_first
    return (copy.first, copy.shared_second) if copy.second == document_id else None


def figures_outside_text(document: Document, claims: Sequence[Claim]) -> Flag | None:
    """Captions or readers' comments hold figures of losses that no claim of the text has.

    Such segments carry no claims. Figures in captions are quoted; readers' words are only counted.
    """
    known = {number for claim in claims for figure in claim.figures for number in _NUMBER.findall(figure.span.quote)}
    captions: list[Span] = []
    comments = 0
    for segment in document.segments:
        if segment.kind not in _SET_ASIDE:
            continue
        found = [span for span in _figures(document, segment.start, segment.end) if span.quote not in known]
        if segment.kind is SegmentKind.CAPTION:
            captions += found
        else:
            comments += len(found)
    if not captions and not comments:
        return None
    parts = [f"{len(captions)} in captions"] * bool(captions) + [f"{comments} in readers' comments"] * bool(comments)
    words = f"Figures that no claim of the text has stand outside it: {' and '.join(parts)}. They make no claims."
    return Flag(name="figures_outside_text", explanation=words, spans=tuple(captions))


def _figures(document: Document, start: int, end: int) -> Iterable[Span]:
    for first, last in split_sentences(document.text, start, end):
        for number in _NUMBER.finditer(document.text, first, last):
            near = document.text[max(first, number.start() - _NEAR) : min(last, number.end() + _NEAR)]
            if cue_pattern("claim_like").search(near):
                yield document.span(number.start(), number.end())


def silent_edit(changes: Sequence[TextChange], text: str) -> Flag | None:
    """A page was changed and ``text``, the newer version, does not say so. Changed numbers come first."""
    told = [change for change in changes if change.before.strip() != change.after.strip()]
    if not told or cue_pattern("correction").search(text):
        return None
    ordered = sorted(told, key=lambda change: _numbers(change.before) == _numbers(change.after))
    words = "; ".join(_said(change) for change in ordered[:3])
    more = f"; and {len(told) - 3} more" if len(told) > 3 else ""
    return Flag(
        name="silent_edit",
        explanation=f"The page was changed and does not say so: {words}{more}.",
        spans=tuple(change.span for change in ordered if change.span),
    )


def _numbers(words: str) -> list[str]:
    return _NUMBER.findall(words)


def _said(change: TextChange) -> str:
    before, after = (_cut(words.strip()) for words in (change.before, change.after))
    if not before:
        return f'"{after}" was added'
    return f'"{before}" is gone' if not after else f'"{before}" became "{after}"'


def _cut(words: str) -> str:
    return words if len(words) <= 80 else f"{words[:77].rstrip()}..."
