"""What people said of the claims of a version that a new one replaces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from crossclaim.errors import SpanError
from crossclaim.model import Correction, Document, Judgement, JudgementSubject, Review, SourcedClaim, Span
from crossclaim.store import Writer

__all__ = ["carry_corrections", "carry_judgements", "carry_reviews", "find_successors"]

_CARRIED = " (passed on the same words in an earlier version)"


def carry_judgements(before: Sequence[SourcedClaim], after: Sequence[SourcedClaim], writer: Writer) -> None:
    """Hold what was judged of some versions' claims of those of the next versions that stand in the same words.

    A claim whose words were changed is another one: what was judged of it is kept, and decides nothing any more.
    """
    successors = find_successors(before, after)
    if not successors:
        return
    judged = [one for one in writer.judgements(JudgementSubject.CLAIM, touching=successors) if one.retires is None]
    pairs = {one.id: _pair(one, successors) for one in judged}
    counting = writer.claims_in_force({end for pair in pairs.values() for end in pair})
    for judgement in judged:
        first, second = pairs[judgement.id]
        if first != second and counting.issuperset((first, second)):
            writer.put_judgement(_carried(judgement, first, second))


def carry_reviews(before: Sequence[SourcedClaim], after: Sequence[SourcedClaim], writer: Writer) -> None:
    """Hold what was decided on some versions' claims of those of the next versions that stand in the same words."""
    successors = find_successors(before, after)
    if successors and (decided := writer.reviews(successors)):
        writer.put_reviews([_carried_review(review, successors[review.claim]) for review in decided])


def carry_corrections(
    before: Sequence[SourcedClaim],
    after: Sequence[SourcedClaim],
    documents: Mapping[str, Document],
    writer: Writer,
) -> set[str]:
    """Correct in the same words of the next versions what was corrected before; the documents whose claims change.

    ``documents`` are the next versions by their ids. A correction whose words are no longer there is not carried on.
    """
    successors = find_successors(before, after)
    earlier, later = {claim.id: claim for claim in before}, {claim.id: claim for claim in after}
    changed: set[str] = set()
    for correction in writer.corrections(successors) if successors else ():
        claim = later[successors[correction.claim]]
        document = documents[claim.heading.document_id]
        shift = claim.claim.quote.start - earlier[correction.claim].claim.quote.start
        try:
            value = _moved(correction.value, shift, document)
        except SpanError:
            continue
        writer.put_correction(_carried_correction(correction, claim.id, value))
        changed.add(claim.heading.document_id)
    return changed


def _moved(value: Any, shift: int, document: Document) -> Any:
    """A JSON value with its spans where the same words stand in another text.

    They are where they would be if the text before had grown by ``shift``, or at the one place that has these words.

    Raises:
        SpanError: they are neither.
    """
    if isinstance(value, dict):
        if value.keys() == Span.model_fields.keys():
            return _moved_span(Span.model_validate(value), shift, document).model_dump(mode="json")
        return {name: _moved(inner, shift, document) for name, inner in value.items()}
    return [_moved(inner, shift, document) for inner in value] if isinstance(value, list) else value


def _moved_span(span: Span, shift: int, document: Document) -> Span:
    start = span.start + shift
    if start < 0 or not document.text.startswith(span.quote, start):
        if document.text.count(span.quote) != 1:
            raise SpanError(f"{document.id}: words of a correction are not there, or in several places")
        start = document.text.index(span.quote)
    return document.span(start, start + len(span.quote))


def find_successors(before: Sequence[SourcedClaim], after: Sequence[SourcedClaim]) -> dict[str, str]:
    """The claim of the later version for each claim of the earlier one: the same type in the same words, in order.

    Pages are kept apart: words that two of them share are no successors of each other.
    """
    waiting: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for claim in reversed(after):
        waiting[_words(claim)].append(claim.id)
    return {claim.id: waiting[_words(claim)].pop() for claim in before if waiting[_words(claim)]}


def _words(claim: SourcedClaim) -> tuple[str, ...]:
    return claim.heading.lineage, claim.claim.type.value, " ".join(claim.claim.quote.quote.split())


def _pair(judgement: Judgement, successors: dict[str, str]) -> tuple[str, str]:
    one, other = sorted(successors.get(end, end) for end in (judgement.first, judgement.second))
    return one, other


def _carried(judgement: Judgement, first: str, second: str) -> Judgement:
    digits = sha256(f"{judgement.id}\0carried\0{first}\0{second}".encode()).hexdigest()[:20]
    why = f"{judgement.why.removesuffix(_CARRIED)}{_CARRIED}"
    return judgement.model_copy(update={"id": digits, "first": first, "second": second, "why": why})


def _carried_review(review: Review, claim: str) -> Review:
    digits = sha256(f"{review.id}\0carried\0{claim}".encode()).hexdigest()[:20]
    note = f"{review.note.removesuffix(_CARRIED)}{_CARRIED}"
    return review.model_copy(update={"id": digits, "claim": claim, "note": note})


def _carried_correction(correction: Correction, claim: str, value: Any) -> Correction:
    digits = sha256(f"{correction.id}\0carried\0{claim}".encode()).hexdigest()[:20]
    why = f"{correction.why.removesuffix(_CARRIED)}{_CARRIED}"
    return correction.model_copy(update={"id": digits, "claim": claim, "value": value, "why": why})
