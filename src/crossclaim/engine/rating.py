"""What people think of sources: only what they said of one, laid over what each document tells of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from crossclaim.model import Source, SourcedClaim
from crossclaim.store import Reader

__all__ = ["add_to_rating", "rated", "rating_of", "with_rating"]

# Which source it is that a rating is of.
_NAMED = {"id", "name", "kind", "named"}
# What a person says of a source; its name and kind, and whom it spoke for when, are as they were read.
_SAID = ("reliability", "alignment", "alignment_id", "alignment_kind", "note")


def rated(claims: Iterable[SourcedClaim], reader: Reader) -> tuple[SourcedClaim, ...]:
    """The claims with their sources as people rated them since they were read."""
    ratings = {source.id: source for source in reader.sources()}
    if not ratings:
        return tuple(claims)
    return tuple(_rated(claim, ratings) for claim in claims)


def _rated(claim: SourcedClaim, ratings: Mapping[str, Source]) -> SourcedClaim:
    outlet = claim.heading.outlet
    rated_outlet = with_rating(outlet, ratings.get(outlet.id)) if outlet else None
    heading = claim.heading.model_copy(update={"outlet": rated_outlet})
    speakers = tuple(with_rating(speaker, ratings.get(speaker.id)) for speaker in claim.speakers)
    return claim.model_copy(update={"heading": heading, "speakers": speakers})


def rating_of(source: Source, said: Mapping[str, Any]) -> Source:
    """A rating of a source that says these fields of it, and leaves all others as each document tells them."""
    return Source.model_validate(source.model_dump(include=_NAMED) | dict(said))


def with_rating(source: Source, rating: Source | None) -> Source:
    """The source as it was read, with what people said of it."""
    return source.model_copy(update=_said(rating)) if rating else source


def add_to_rating(rating: Source, earlier: Source | None) -> Source:
    """A rating with what was said before of the rest; one that says nothing anew is the earlier one."""
    said = (_said(earlier) if earlier else {}) | _said(rating)
    return Source(id=rating.id, name=rating.name, kind=rating.kind, named=rating.named, **said)


def _said(rating: Source) -> dict[str, Any]:
    return {name: getattr(rating, name) for name in _SAID if name in rating.model_fields_set}
