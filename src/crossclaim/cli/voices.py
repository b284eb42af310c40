"""Who says a claim, for people: the speaker, the party spoken for, where it is published; and who judged what of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crossclaim.cli.page import quoted, short_name
from crossclaim.engine import Unfollowed
from crossclaim.model import Heading, Judgement, Reliability, Source, SourcedClaim, fold_name

__all__ = ["name_source", "name_voice", "name_voices", "tell_conflict", "where_published"]


def name_source(source: Source, *, letter: bool = True) -> str:
    """The source with the party it speaks for, where that is another than itself, and its letter, where it has one."""
    party, rated = source.alignment, source.reliability is not Reliability.CANNOT_BE_JUDGED
    notes = [f"for {quoted(party)}"] if party and fold_name(party) != fold_name(source.name) else []
    notes += [f"rated {source.reliability}"] if letter and rated else []
    return f"{quoted(source.name)} ({', '.join(notes)})" if notes else quoted(source.name)


def where_published(heading: Heading) -> str:
    """The outlet, else the name of the file or the address."""
    return quoted(heading.outlet.name if heading.outlet else short_name(heading.lineage))


def name_voice(claim: SourcedClaim) -> str:
    """Who asserts it and where; a report that speaks for itself is its outlet, or its file."""
    speaker, outlet = claim.asserter, claim.heading.outlet
    if speaker is None:
        return where_published(claim.heading)
    if outlet and fold_name(speaker.name) == fold_name(outlet.name):
        return name_source(speaker)
    return f"{name_source(speaker)}, in {where_published(claim.heading)}"


def name_voices(claims: Iterable[SourcedClaim]) -> list[str]:
    """Every voice of some claims once, in the order of the claims."""
    names = {fold_name(name): name for name in map(name_voice, reversed(list(claims)))}
    return list(reversed(names.values()))


def tell_conflict(conflict: Unfollowed, numbers: Mapping[str, str] | None = None) -> str:
    """A judgement that is not followed, the reason and those against it; claims by their ``numbers``, where given."""
    against = "; ".join(_judgement(one, numbers or {}) for one in conflict.against)
    return f"{_judgement(conflict.judgement, numbers or {})} {conflict.reason}: {against}"


def _judgement(judgement: Judgement, numbers: Mapping[str, str]) -> str:
    first, second = (numbers.get(end, end) for end in (judgement.first, judgement.second))
    who = f"{quoted(judgement.by)} on {judgement.at.date()}"
    return f"“{judgement.verdict}” on {first} and {second} ({who}: {quoted(judgement.why)})"
