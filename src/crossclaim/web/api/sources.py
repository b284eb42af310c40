"""Sources and parties: who is heard, how they compare, and who is who."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from crossclaim.engine import find_source, profile_of, rate, rating_of, with_rating
from crossclaim.model import ActorReading, Reliability, Source
from crossclaim.web.api.asking import Asked, Fresh, Rater, Reader, found
from crossclaim.web.api.queries import Asking, Day, LongId, LongWords, Words
from crossclaim.web.api.views import SourceCount, SourceDetail
from crossclaim.web.desk import Desk

__all__ = ["router", "source_named"]

router = APIRouter(tags=["sources and parties"])


class SourcesQuery(Asking):
    """How many sources."""

    most: int = Field(default=50, ge=1, le=1000, description="At most so many, those heard most.")


class ActorQuery(Asking):
    """Whom a name may mean, where and when."""

    name: Words = Field(description="A name, abbreviation, person or role.")
    date: Day | None = Field(default=None, description="The day that a text tells of.")
    country: str | None = Field(default=None, pattern="^[A-Z]{2}$", description="The country that it tells of.")


class Rating(BaseModel):
    """What is thought of a source; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    reliability: Reliability | None = None
    aligned: LongWords | None = Field(default=None, description='The party it speaks for; "" for none.')
    note: LongWords | None = None


class Rated(BaseModel):
    """What a rating changed."""

    source: Source
    events: int = Field(description="How many events were reconciled anew.")


@router.get("/sources", dependencies=[Fresh])
def list_sources(query: Annotated[SourcesQuery, Query()], desk: Asked, _: Reader) -> list[SourceCount]:
    """Who publishes and who is quoted, those heard most first."""
    rated = {source.id: source for source in desk.store.sources()}
    heard = desk.store.claim_facets(most=query.most).sources
    return [SourceCount(id=name, claims=count, source=rated.get(name)) for name, count in heard]


@router.get("/sources/{source_id:path}", dependencies=[Fresh])
def get_source(source_id: LongId, desk: Asked, _: Reader) -> SourceDetail:
    """One source by id or name: how it was rated, and how it compares with others on the same events."""
    source = source_named(source_id, desk)
    history = desk.store.source_history(source.id)
    return SourceDetail(source=source, history=list(history), profile=profile_of(desk.store, source))


@router.put("/sources/{source_id:path}")
def put_rating(source_id: LongId, rating: Rating, desk: Asked, user: Rater) -> Rated:
    """Say how reliable a source is and whom it speaks for; its events are reconciled anew."""
    source = source_named(source_id, desk)
    said: dict[str, Any] = {}
    if rating.reliability is not None:
        said["reliability"] = rating.reliability
    if rating.aligned is not None:
        said |= _speaking_for(rating.aligned, source)
    if rating.note is not None:
        said["note"] = rating.note or None
    told = rating_of(source, said)
    return Rated(source=with_rating(source, told), events=rate(desk.store, desk.policy, told, by=user.name))


def _speaking_for(party: str, source: Source) -> dict[str, Any]:
    """Whom a source is said to speak for; where that is whom it is known to, with what is known of that party."""
    names = ("alignment", "alignment_id", "alignment_kind")
    if party == source.alignment:
        return {name: getattr(source, name) for name in names}
    return dict.fromkeys(names) | {"alignment": party or None}


@router.get("/actors")
def find_actors(query: Annotated[ActorQuery, Query()], desk: Asked, _: Reader) -> list[ActorReading]:
    """Whom a name may mean, the likelier first, with the reasons."""
    return desk.look_up_actor(query.name, day=query.date, country=query.country)


def source_named(name: str, desk: Desk) -> Source:
    """The source of that id or name, as it was first heard and rated.

    Raises:
        HTTPException: 404, no claim has it.
    """
    source = find_source(desk.store, name)
    found(source, "source")
    assert source is not None  # noqa: S101
    return source
