"""Which parts of a sentence may hold a claim of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crossclaim.extract.attribution import AttributedContent
from crossclaim.extract.cues import cue_pattern
from crossclaim.extract.evidence import Evidence, within
from crossclaim.extract.triggers import Trigger

__all__ = ["find_stretches"]

Range = tuple[int, int]

# "told the agency that": whom it was said to belongs to the saying.
_ADDRESS = re.compile(r"(?:told|tells|telling|informed|assured|warned)\s[^.;:]{1,40}\sthat\s*", re.IGNORECASE)

_LONGEST_DATE = 120  # code points


def find_stretches(text: str, sentence: Range, evidence: Evidence) -> Iterator[Range]:
    """The parts of a sentence that may each hold a claim: cut at who asserts, and where a second occurrence begins."""
    for start, end in _said_parts(text, sentence, evidence.attributed):
        start, end = _trim(text, start, end)
        yield from _split(text, *_trim(text, _past_report_date(start, evidence), end), evidence)


def _past_report_date(start: int, evidence: Evidence) -> int:
    """Behind a date of the report that opens a stretch: "said | on Saturday | that ..."."""
    return next(
        (
            time.end
            for time in within(evidence.times, start, start + _LONGEST_DATE)
            if time.start == start and time.reporting
        ),
        start,
    )


def _said_parts(text: str, sentence: Range, attributed: Sequence[AttributedContent]) -> list[Range]:
    """The sentence without the words that only say who asserts, cut where one asserter ends and the next begins."""
    start, end = sentence
    cuts = sorted(
        cut
        for content in attributed
        # "were reportedly killed", "claimed responsibility for": the words stand inside the statement
        if content.source is not None and content.rule != "responsibility"
        for cut in _cuts(text, content)
        if start <= cut[0] and cut[1] <= end
    )
    parts, reached = [], start
    for cut_start, cut_end in cuts:
        if cut_start > reached:
            parts.append((reached, cut_start))
        reached = max(reached, cut_end)
    return [*parts, (reached, end)] if reached < end else parts


def _cuts(text: str, content: AttributedContent) -> Iterator[Range]:
    """Source and cue, the cue with those it is said to: "told the agency that"."""
    if content.source is not None:
        yield content.source
    if content.cue is not None:
        start, end = content.cue
        addressed = _ADDRESS.fullmatch(text, start, max(end, content.content[0])) is not None
        yield start, content.content[0] if addressed else end


def _split(text: str, start: int, end: int, evidence: Evidence) -> Iterator[Range]:
    for separator in cue_pattern("splits").finditer(text, start, end):
        left, right = evidence.triggers_in(start, separator.start()), evidence.triggers_in(separator.end(), end)
        if _stands_alone(left) and _stands_alone(right) and _finite(right) and _tell_apart(left, right):
            yield _trim(text, start, separator.start())
            yield from _split(text, *_trim(text, separator.end(), end), evidence)
            return
    if start < end:
        yield start, end


def _stands_alone(triggers: Sequence[Trigger]) -> bool:
    return any(trigger.group.role == "event" and trigger.group.weight >= 0.6 for trigger in triggers)


def _finite(triggers: Sequence[Trigger]) -> bool:
    """Whether a verb in the past asserts something of its own, rather than a noun hanging on the clause before."""
    return any(trigger.form in {"past", "participle", "phrase"} for trigger in triggers)


def _tell_apart(left: Sequence[Trigger], right: Sequence[Trigger]) -> bool:
    def types(triggers: Sequence[Trigger]) -> set[str]:
        return {trigger.group.type or trigger.group.name for trigger in triggers if trigger.group.role == "event"}

    protests = {"peaceful_protest", "protest_with_intervention", "excessive_force_against_protesters"}
    together = types(left) | types(right)
    return not types(left) & types(right) and "attack" not in together and not together <= protests


_EDGE = re.compile(r"[\s,;:.–—-]*(?:(?:and|but|that|while|as|also|meanwhile|then|adding)\b[\s,]*)*", re.IGNORECASE)


def _trim(text: str, start: int, end: int) -> Range:
    lead = _EDGE.match(text, start, end)
    start = lead.end() if lead else start
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:–—-"):
        end -= 1
    return start, end
