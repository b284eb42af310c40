"""How records read on a page: days, places, sides, numbers and names, as plain text that templates escape."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import Any

from crossclaim.errors import ResourceError
from crossclaim.geo import Gazetteer
from crossclaim.model import (
    Event,
    EventFigure,
    Figure,
    Heading,
    Operator,
    Source,
    SourcedClaim,
    fold_name,
    shared_names,
)

__all__ = [
    "FILTERS",
    "bounds_words",
    "country_name",
    "days_words",
    "event_title",
    "figure_words",
    "low_best_high",
    "name_of",
    "number_words",
    "outlet_words",
    "place_words",
    "shown",
    "side_words",
    "told_words",
    "value_words",
    "voice_words",
]

# They steer the direction of what follows or show nothing: in a quotation they could make it read as what it is not.
_STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@cache
def _wording() -> Mapping[str, Mapping[str, str]]:
    return {**shared_names(), **tomllib.loads((files(__package__) / "wording.toml").read_text(encoding="utf-8"))}


def name_of(value: Any, group: str) -> str:
    """What an identifier is called, or its own words where the table has none: ``single_source`` -> single source."""
    name = str(value)
    if group == "feature" and name.startswith("types:"):
        return "kinds: " + " with ".join(name_of(one, "claim_type").lower() for one in name[6:].split("+"))
    return _wording().get(group, {}).get(name) or name.replace("_", " ")


def shown(text: str) -> str:
    """A report's words, code point for code point, with what would steer the page replaced by a visible mark."""
    return _STEERING.sub("\ufffd", text)


def modality_words(value: Any) -> str:
    """The modality, empty where it is plainly said to have happened."""
    return _wording()["modality"].get(str(value), str(value))


def days_words(start: date | str | None, end: date | str | None) -> str:
    """Some days: one as 8 Oct 2024, several as 8–9 Oct 2024; an open end as a question mark."""
    first, last = _day(start), _day(end)
    if first is None and last is None:
        return "undated"
    if first is None or last is None:
        return f"{_written(first) if first else '?'} to {_written(last) if last else '?'}"
    if first == last:
        return _written(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_written(last)}"
    return f"{_written(first)} – {_written(last)}"


def _day(day: date | str | None) -> date | None:
    return date.fromisoformat(day) if isinstance(day, str) else day


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _written(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def day_words(day: date | None) -> str:
    """One day, or that it is not known."""
    return _written(day) if day else "no date"


def moment_words(at: datetime) -> str:
    """A moment in UTC, and that it is: who reads it may sit anywhere."""
    utc = at.astimezone(UTC)
    return f"{_written(utc.date())}, {utc:%H:%M} UTC"


def place_words(value: Any) -> str:
    """A place in words: name, province, country."""
    if value is None:
        return "place not told"
    if not isinstance(value, Mapping):
        return shown(str(value))
    country = value.get("country")
    parts = [value.get("name"), value.get("admin1"), country_name(country) if country else None]
    return shown(", ".join(dict.fromkeys(str(part) for part in parts if part)))


@cache
def country_name(code: str) -> str:
    """The name of a country by its ISO code; the code where there is no such country or no gazetteer."""
    try:
        with Gazetteer.open(None) as gazetteer:
            row = gazetteer.country(code)
    except ResourceError:
        return code
    return row.name if row else code


def side_words(value: Any) -> str:
    """A side in words."""
    if value is None:
        return "not told"
    return shown(str(value.get("name") if isinstance(value, Mapping) else value))


def value_words(value: Any, field: str) -> str:
    """The value of an event's field in words."""
    if value is None:
        return "not told"
    if field == "place":
        return place_words(value)
    if field == "type":
        return name_of(value, "claim_type")
    if field == "modality":
        return modality_words(value) or "said to have happened"
    if isinstance(value, Mapping) and ("start" in value or "end" in value):
        return days_words(value.get("start"), value.get("end"))
    return side_words(value)


def number_words(bound: float | None) -> str:
    """A number, a dash where it is open."""
    if bound is None:
        return "–"
    return f"{bound:,.6g}" if bound % 1 else f"{bound:,.0f}"


def bounds_words(low: float | None, high: float | None) -> str:
    """Two bounds in words: exactly, at least, at most, or from one to the other."""
    if low is None and high is None:
        return "no number"
    if high is None:
        return f"at least {number_words(low)}"
    if low is None:
        return f"at most {number_words(high)}"
    return number_words(low) if low == high else f"{number_words(low)} to {number_words(high)}"


def low_best_high(figure: EventFigure) -> str:
    """The bounds of a figure of an event: one number where all three are that, else all three."""
    bounds = (figure.low, figure.best, figure.high)
    if len(set(bounds)) == 1:
        return number_words(figure.best)
    return " / ".join(number_words(bound) for bound in bounds)


def figure_words(figure: EventFigure) -> str:
    """What a figure of an event counts: killed of Army (children)."""
    party = f"of {shown(figure.party)}" if figure.party else "(side not told)"
    return f"{figure.kind} {party}{f' ({shown(figure.of)})' if figure.of else ''}"


def told_words(figure: Figure) -> str:
    """What a figure of a claim says, with its bounds where words alone do not tell them."""
    of = f" {shown(figure.of.quote)}" if figure.of else ""
    quantity = figure.quantity
    if quantity.op is Operator.EXACT and number_words(quantity.low) == figure.span.quote:
        return f"{figure.kind}{of}"
    if quantity.low is None and quantity.high is None:
        return f"{figure.kind}{of}: in words, no number"
    return f"{figure.kind}{of}: {bounds_words(quantity.low, quantity.high)}"


def source_words(source: Source) -> str:
    """The source with the party it speaks for, where that is another than itself."""
    party = source.alignment
    if party is None or fold_name(party) == fold_name(source.name):
        return shown(source.name)
    return f"{shown(source.name)} (for {shown(party)})"


def outlet_words(heading: Heading) -> str:
    """The outlet, else the name of the file or the address."""
    return shown(heading.outlet.name if heading.outlet else short_name(heading.lineage))


def short_name(name: str) -> str:
    """The name of a file without its folders; any other name as it is."""
    return name if "://" in name else PurePath(name).name or name


def voice_words(claim: SourcedClaim) -> str:
    """Who asserts it and where it stands."""
    speaker, outlet = claim.asserter, claim.heading.outlet
    if speaker is None:
        return outlet_words(claim.heading)
    if outlet and fold_name(speaker.name) == fold_name(outlet.name):
        return source_words(speaker)
    return f"{source_words(speaker)}, in {outlet_words(claim.heading)}"


def event_title(event: Event) -> str:
    """What, where and when, in one line."""
    place = event.fields["place"].value if "place" in event.fields else None
    where = place_words(place)
    return f"{name_of(event.type, 'claim_type')}, {where}, {days_words(event.start, event.end)}"


def counted(number: int, noun: str) -> str:
    """How many of what: 1 source, 2,000 sources."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def percent(share: float) -> str:
    """A share as a percentage."""
    return f"{share:.0%}"


FILTERS = {
    "bounds": bounds_words,
    "country": country_name,
    "counted": counted,
    "day": day_words,
    "days": days_words,
    "event_title": event_title,
    "figure_name": figure_words,
    "modality": modality_words,
    "moment": moment_words,
    "name_of": name_of,
    "number": number_words,
    "outlet": outlet_words,
    "percent": percent,
    "place": place_words,
    "short_name": short_name,
    "shown": shown,
    "side": side_words,
    "source": source_words,
    "told": told_words,
    "value": value_words,
    "voice": voice_words,
}
