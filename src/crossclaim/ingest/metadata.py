"""What a page says of itself: language, outlet, address, title and date of publication."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from crossclaim.ingest.documents import read_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["PageMetadata", "declared_in_page", "read_metadata"]

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
)
_EARLIEST, _LATEST = 1900, 2200
_CHARSET_WINDOW = 4096


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """None stands for what the page does not say."""

    title: str | None = None
    language: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: date | None = None


def read_metadata(tree: HtmlElement) -> PageMetadata:
    """The metadata in a page's ``html``, ``meta``, ``link``, ``time`` and JSON-LD."""
    named = _named_values(tree)
    links = (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    return PageMetadata(
        title=named.get("og:title") or named.get("twitter:title"),
        language=_language(tree.get("lang") or tree.get("xml:lang") or ""),
        outlet=named.get("og:site_name"),
        url=_web_address(next(links, None)) or _web_address(named.get("og:url")),
        published=_published(tree, named),
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


def _published(tree: HtmlElement, named: dict[str, str]) -> date | None:
    for given in _given_dates(tree, named):
        day = read_date(given) or read_date(given[:10])
        if day and _EARLIEST <= day.year <= _LATEST:
            return day
    return None


def _given_dates(tree: HtmlElement, named: dict[str, str]) -> Iterator[str]:
    yield from (named[name] for name in _DATE_NAMES if name in named)
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and (match := _date_published().search(script.text or "")):
            yield match.group(1)
    # Times of comments and of other stories lie below the report's own, as far as pages are alike.
    yield from (
        time.get("datetime") or "" for time in tree.iter("time") if time.get("datetime") and not _is_aside(time)
    )


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
def _date_published() -> re.Pattern[str]:
    return re.compile(r'"datePublished"\s{0,5}:\s{0,5}"([^"]{8,40})"')


@cache
def _charset() -> re.Pattern[bytes]:
    return re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)
