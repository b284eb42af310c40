"""Known outlets and speakers: who they are and for whom they speak."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from crossclaim.errors import ResourceError
from crossclaim.model import (
    ActorKind,
    ActorReading,
    AttributionKind,
    Claim,
    Reliability,
    Source,
    SourceKind,
    Span,
    Whose,
    fold_name,
)

__all__ = ["KnownSource", "SourceTable", "infer_outlet_side", "load_sources", "read_sources"]


class Alignment(NamedTuple):
    """The actor a source speaks for, by id and name, and the first and last year of that, None where open."""

    id: str | None
    name: str
    kind: ActorKind | None = None
    first: int | None = None
    last: int | None = None


class KnownSource(NamedTuple):
    """One entry of the list. ``kind`` says what it is: an agency, a ministry, an armed group's media, a monitor."""

    name: str
    names: tuple[str, ...]
    domains: tuple[str, ...]
    country: str | None
    kind: str
    speaks_for: tuple[Alignment, ...] = ()
    reliability: Reliability = Reliability.CANNOT_BE_JUDGED
    note: str | None = None

    def alignment(self, on: date | None) -> Alignment | None:
        """For whom it speaks on a day; without a day, for whom it speaks at last."""
        year = on.year if on else None
        fitting = [
            one
            for one in self.speaks_for
            if year is None or ((one.first is None or one.first <= year) and (one.last is None or year <= one.last))
        ]
        return fitting[-1] if fitting else None


class SourceTable:
    """Known sources by name and by domain; entries added later win."""

    def __init__(self, sources: Iterable[KnownSource]) -> None:
        self.sources = tuple(sources)
        self._by_name = {fold_name(name): one for one in self.sources for name in (one.name, *one.names)}
        self._by_domain = {domain.casefold(): one for one in self.sources for domain in one.domains}

    def find_source(self, outlet: str | None, url: str | None = None, *, on: date | None = None) -> Source | None:
        """The outlet of a document by its name, else by its address; an unknown one is known by name only.

        ``on`` is the day of publication: some outlets changed hands. None where there is neither name nor address.
        """
        host = _host(url)
        known = (self._by_name.get(fold_name(outlet)) if outlet else None) or self._at(host)
        name = known.name if known else outlet or host
        return _source(name, SourceKind.OUTLET, known, on) if name else None

    def find_speaker(self, name: str, *, on: date | None = None) -> Source | None:
        """A speaker of the list by name, None where it is not there."""
        known = self._by_name.get(fold_name(name))
        return _source(known.name, SourceKind.SPEAKER, known, on) if known else None

    def _at(self, host: str | None) -> KnownSource | None:
        """The source of a host or of a domain above it: "arabic.rt.com" is at "rt.com"."""
        parts = (host or "").split(".")
        return next(
            (known for at in range(len(parts) - 1) if (known := self._by_domain.get(".".join(parts[at:])))), None
        )


def _host(url: str | None) -> str | None:
    if not url:
        return None
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname
    except ValueError:  # a mangled address names nobody
        return None
    return host.removeprefix("www.") if host and "." in host else None


def _source(name: str, kind: SourceKind, known: KnownSource | None, on: date | None) -> Source:
    alignment = known.alignment(on) if known else None
    by_actor = kind is SourceKind.SPEAKER and alignment and alignment.id
    return Source(
        id=f"actor:{alignment.id}" if by_actor and alignment else f"{kind}:{fold_name(name)}",
        name=name,
        kind=kind,
        alignment=alignment.name if alignment else None,
        alignment_id=alignment.id if alignment else None,
        alignment_kind=alignment.kind if alignment else None,
        reliability=known.reliability if known else Reliability.CANNOT_BE_JUDGED,
        country=known.country if known else None,
        note=known.note or known.kind.replace("_", " ") if known else None,
    )


@cache
def _bundled() -> tuple[KnownSource, ...]:
    text = files("crossclaim.assess").joinpath("sources.jsonl").read_text(encoding="utf-8")
    return _parse(text, "sources.jsonl")


def load_sources(more: Path | None = None) -> SourceTable:
    """The bundled list; where a user's file names or addresses the same, the file wins.

    Raises:
        ResourceError: a list cannot be read or is damaged.
    """
    return SourceTable((*_bundled(), *read_sources(more))) if more else _bundled_table()


@cache
def _bundled_table() -> SourceTable:
    return SourceTable(_bundled())


def read_sources(path: Path) -> tuple[KnownSource, ...]:
    """The sources of a user's file, an object a line; only ``name`` is required.

    Raises:
        ResourceError: the file cannot be read or is damaged; the message names file and line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise ResourceError(f"{path}: {error}") from error
    return _parse(text, str(path))


def _parse(text: str, origin: str) -> tuple[KnownSource, ...]:
    sources = []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            sources += [_entry(json.loads(line))] if line.strip() else []
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ResourceError(f"{origin}:{number}: {error!r}") from error
    return tuple(sources)


def _entry(row: Mapping[str, Any]) -> KnownSource:
    return KnownSource(
        name=row["name"],
        names=tuple(row.get("names", ())),
        domains=tuple(row.get("domains", ())),
        country=row.get("country"),
        kind=row.get("kind", "outlet"),
        speaks_for=tuple(
            Alignment(one.get("id"), one["name"], _kind(one.get("kind")), one.get("from"), one.get("to"))
            for one in row.get("speaks_for", ())
        ),
        reliability=Reliability(row.get("reliability", "F")),
        note=row.get("note"),
    )


def _kind(name: str | None) -> ActorKind | None:
    return ActorKind(name) if name else None


# "our fighters": who writes so is one of them. "Our correspondent" and "our reader" are not among the words.
_OURS = re.compile(
    r"\bour(?: own| brave| heroic| valiant| armed| special)? (?:fighters|forces|troops|soldiers|army|units"
    r"|men and women|mujahideen|mujahidin|brothers|guerrillas|defenders|martyrs|warriors|militants|resistance"
    r"|heroes|comrades)\b",
    re.IGNORECASE,
)


# An outlet that is a ministry by its whole name; of which state, its claims tell. One that names a country is that
# country's, whoever else its claims tell of.
_STATE_OFFICE = re.compile(
    r"(?:press (?:office|service|centre|center) of )?(?:the )?"
    r"(?:(?:ministry|department) of (?:national )?(?:defen[cs]e|(?:the )?interior)|(?:defen[cs]e|interior) ministry)",
    re.IGNORECASE,
)


def infer_outlet_side(claims: Iterable[Claim], outlet: str | None = None) -> ActorReading | None:
    """For whom an outlet that is in no list speaks, None where that cannot be told.

    It is the actor whom it calls "our fighters" in its own voice, unless it calls two so alike. An ``outlet`` that is
    called a ministry, and no country's, speaks for the one state whose forces its claims name.
    """
    claims = list(claims)
    state = _state_of(claims) if outlet and _STATE_OFFICE.fullmatch(outlet.strip()) else None
    return state or _called_ours(claims)


def _state_of(claims: Iterable[Claim]) -> ActorReading | None:
    sides = [side.actor for claim in claims for side in (claim.side_a, claim.side_b) if side and side.actor]
    states = [actor for actor in sides if actor.kind is ActorKind.STATE_FORCES]
    if len({actor.country or actor.name for actor in states}) != 1:
        return None
    return min(states, key=lambda actor: (actor.id is None, actor.name))  # rather the government than "its forces"


def _called_ours(claims: Iterable[Claim]) -> ActorReading | None:
    called: Counter[tuple[str | None, str]] = Counter()
    readings: dict[tuple[str | None, str], ActorReading] = {}
    for claim in claims:
        if claim.attribution.kind is AttributionKind.NARRATOR:
            for actor in _ours(claim):
                called[(actor.id, actor.name)] += 1
                readings[(actor.id, actor.name)] = actor
    ranked = called.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return readings[ranked[0][0]]


def _ours(claim: Claim) -> Iterable[ActorReading]:
    for match in _OURS.finditer(claim.quote.quote):
        start, end = claim.quote.start + match.start(), claim.quote.start + match.end()
        for whose, side in ((Whose.A, claim.side_a), (Whose.B, claim.side_b)):
            counted = [figure.of for figure in claim.figures if figure.whose is whose]
            if side and side.actor and any(_touches(span, start, end) for span in (side.span, *counted)):
                yield side.actor
                break


def _touches(span: Span | None, start: int, end: int) -> bool:
    return span is not None and span.start < end and start < span.end
