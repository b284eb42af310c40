"""What a page says of itself: language, outlet, address, title and date of publication."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from email.utils import parsedate_to_datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from crossclaim.ingest.documents import read_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["PageMetadata", "StatedDate", "declared_in_page", "read_metadata"]

# By how surely they mean the day of publication; the first that holds a date is taken.
_DATE_NAMES = (
    "article:published_time",
    "og:published_time",
    "article:published",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_time",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "date",
    "dc.date.created",
    "dc.date.available",
)
_CHANGE_NAMES = (
    "article:modified_time",
    "article:modified",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "lastmod",
    "revised",
    "dcterms.modified",
    "dc.date.modified",
)
# By how surely they mean the day of publication, then of a change.
_LINKED_NAMES = ("datePublished", "uploadDate", "dateCreated", "dateModified")
# What a page's own story is called in JSON-LD: the date of an organisation or of a related story is another's.
_STORIES = re.compile(r"Article|Posting|Report|VideoObject|WebPage|CreativeWork|Statement", re.IGNORECASE)
_CHANGED_TIME = re.compile(r"updat|modif|edit|revis", re.IGNORECASE)
_TIME_ELEMENT = "a time element of the page"
_EARLIEST, _LATEST = 1900, 2200
_CHARSET_WINDOW = 4096


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A day that a page states as its own: ``name`` says where, ``changed`` marks a day of change."""

    day: date
    name: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """None stands for what the page does not say; ``dates`` are the days that it states, the surest first."""

    title: str | None = None
    language: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: date | None = None
    dates: tuple[StatedDate, ...] = ()


def read_metadata(tree: HtmlElement) -> PageMetadata:
    """The metadata in a page's ``html``, ``meta``, ``link``, ``time`` and JSON-LD."""
    named = _named_values(tree)
    links = (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    dates = tuple(_dates(tree, named))
    return PageMetadata(
        title=named.get("og:title") or named.get("twitter:title"),
        language=_language(tree.get("lang") or tree.get("xml:lang") or ""),
        outlet=named.get("og:site_name"),
        url=_web_address(next(links, None)) or _web_address(named.get("og:url")),
        published=next((stated.day for stated in dates if not stated.changed), None),
        dates=dates,
    )


def declared_in_page(content: bytes) -> str | None:
    """The charset that a page's ``meta`` names, None where it names none."""
    match = _charset().search(content[:_CHARSET_WINDOW])
    return match.group(1).decode("ascii") if match else None


def _named_values(tree: HtmlElement) -> dict[str, str]:
    named: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        value = " ".join((meta.get("content") or "").split())
        if name and value:
            named.setdefault(name, value)
    return named


def _dates(tree: HtmlElement, named: dict[str, str]) -> Iterator[StatedDate]:
    """The days that the page states; one that a time element shows and the head calls a change is a change."""
    found = [stated for given in _given_dates(tree, named) if (stated := _stated(*given))]
    changes = {stated.day for stated in found if stated.changed}
    for stated in found:
        live = stated.name == _TIME_ELEMENT and stated.day in changes
        yield replace(stated, changed=True) if live else stated


def _stated(given: str, name: str, changed: bool) -> StatedDate | None:
    day = read_date(given) or read_date(given[:10]) or _read_mail_date(given)
    return StatedDate(day, name, changed) if day and _EARLIEST <= day.year <= _LATEST else None


def _read_mail_date(given: str) -> date | None:
    """The day of "Thu, 02 Mar 2017 08:00:00 GMT", as mail and servers write it (RFC 5322)."""
    try:
        return parsedate_to_datetime(given).date()
    except ValueError:
        return None


def _given_dates(tree: HtmlElement, named: dict[str, str]) -> Iterator[tuple[str, str, bool]]:
    """What the page gives as dates, with where and whether that is a day of change, the surest first."""
    yield from ((named[name], f"{name} in the page's head", False) for name in _DATE_NAMES if name in named)
    linked = list(_linked(tree))
    for name in _LINKED_NAMES:
        changed = name == "dateModified"
        yield from ((entry[name], f"{name} in the page's JSON-LD", changed) for entry in linked if name in entry)
    # Times of comments and of other stories lie below the report's own, as far as pages are alike.
    for time in tree.iter("time"):
        if time.get("datetime") and not _is_aside(time):
            words = " ".join(filter(None, (time.get("class"), time.get("itemprop"), time.get("id"))))
            changed = _CHANGED_TIME.search(words) is not None
            yield time.get("datetime") or "", _TIME_ELEMENT, changed
    for number in ("1", "2"):
        label = named.get(f"twitter:label{number}", "").lower()
        if label.startswith(("published", "date", "posted")):
            yield named.get(f"twitter:data{number}", ""), f"twitter:data{number} in the page's head", False
    yield from ((named[name], f"{name} in the page's head", True) for name in _CHANGE_NAMES if name in named)


def _linked(tree: HtmlElement) -> Iterator[dict[str, str]]:
    """The dates of each story in the page's JSON-LD, by their names."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            given = json.loads(script.text or "")
        except (ValueError, RecursionError):
            # Often not quite JSON: a date is told by its name alone.
            yield dict(reversed(_linked_date().findall(script.text or "")))
            continue
        for entry in _entries(given):
            kind = entry.get("@type", "")
            if not kind or _STORIES.search(str(kind)):
                yield {name: entry[name] for name in _LINKED_NAMES if isinstance(entry.get(name), str)}


def _entries(given: object) -> Iterator[dict[str, Any]]:
    """The objects of a page's JSON-LD that may be its story: on top, in a list or in its graph."""
    for entry in given if isinstance(given, list) else [given]:
        if isinstance(entry, dict):
            yield entry
            graph = entry.get("@graph")
            yield from (part for part in graph if isinstance(part, dict)) if isinstance(graph, list) else ()


def _is_aside(element: HtmlElement) -> bool:
    outer = [element, *element.iterancestors()]
    return any(
        frame.tag in {"aside", "nav", "footer"} or "comment" in f"{frame.get('class')} {frame.get('id')}".lower()
        for frame in outer
        if frame.tag not in {"html", "body"}
    )


def _language(given: str) -> str | None:
    match = _language_tag().match(given.strip())
    return match.group(1).lower() if match else None


def _web_address(given: str | None) -> str | None:
    return given.strip() if given and given.strip().lower().startswith(("http://", "https://")) else None


@cache
def _language_tag() -> re.Pattern[str]:
    return re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9-]{1,20})?$")


@cache
def _linked_date() -> re.Pattern[str]:
    return re.compile(rf'"({"|".join(_LINKED_NAMES)})"\s{{0,5}}:\s{{0,5}}"([^"]{{8,40}})"')


@cache
def _charset() -> re.Pattern[bytes]:
    return re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)
