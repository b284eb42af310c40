"""How far read places lie from where annotators put them: ``python -m crossclaim.evaluate.places``.

Measured on GeoVirus and GeoWebNews (Gritta et al. 2020, "A Pragmatic Guide to Geoparsing Evaluation"), whose usual
bound for "right" is 161 km (100 miles). Needs the shared corpora; says so where they are absent.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from crossclaim.evaluate.corpora import shared_folder
from crossclaim.geo.distances import kilometres
from crossclaim.model import Document, MentionLabel, OffsetMap, PlaceReading, Segment, SegmentKind
from crossclaim.pipeline import ExtractorName, Resources, load_resources, read_document

__all__ = ["PlaceScore", "Toponym", "main", "read_toponyms", "score_places"]

RIGHT_WITHIN = 161.0  # kilometres
CORPORA = {"geovirus": "data/geovirus/GeoVirus.xml.gz", "geowebnews": "data/geowebnews/GWN.xml.gz"}
_SHIFT = 4  # code points by which the corpora's offsets may be off


class Toponym(NamedTuple):
    """A place name at ``text[start:end]`` and its point in degrees (WGS84)."""

    start: int
    end: int
    lat: float
    lon: float


class PlaceScore(NamedTuple):
    """Counts over gold toponyms: all, those with a mention, those whose mention has a point, those near enough."""

    gold: int
    found: int
    placed: int
    right: int

    @property
    def of_found(self) -> float:
        """The share of the found ones that lie near enough; one without a point does not."""
        return self.right / self.found if self.found else 0.0

    @property
    def of_gold(self) -> float:
        """The share of all gold toponyms that lie near enough."""
        return self.right / self.gold if self.gold else 0.0


def read_toponyms(path: Path) -> Iterator[tuple[str, list[Toponym]]]:
    """The texts of a corpus, each with its toponyms that have a point; those whose words are not found are left out."""
    content = gzip.decompress(path.read_bytes())
    for article in etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True)).iter("article"):
        text = article.findtext("text") or ""
        found = [_toponym(text, entry) for entry in article.iter("location", "toponym")]
        yield text, [each for each in found if each is not None]


def _toponym(text: str, entry: etree._Element) -> Toponym | None:
    name = entry.findtext("name") or entry.findtext("extractedName")
    lat, lon = (
        entry.findtext(short) or entry.findtext(long) for short, long in (("lat", "latitude"), ("lon", "longitude"))
    )
    told = int(entry.findtext("start") or 0)
    starts = (told + shift for shift in sorted(range(-_SHIFT, _SHIFT + 1), key=abs) if told + shift >= 0)
    start = next((at for at in starts if name and text.startswith(name, at)), None)
    if not name or not lat or not lon or start is None:
        return None
    return Toponym(start, start + len(name), float(lat), float(lon))


def score_places(texts: Iterable[tuple[str, Sequence[Toponym]]], resources: Resources) -> PlaceScore:
    """Read each text and compare: a toponym is found where a place mention shares a code point with it."""
    gold = found = placed = right = 0
    for number, (text, toponyms) in enumerate(texts):
        body = Segment(kind=SegmentKind.BODY, start=0, end=len(text))
        document = Document(id=str(number), text=text, segments=(body,), offsets=OffsetMap.identity(len(text)))
        mentions = [
            (mention.span.start, mention.span.end, reading)
            for mention in read_document(document, resources).mentions
            if mention.label is MentionLabel.PLACE
            for reading in mention.readings[:1]
            if isinstance(reading, PlaceReading)
        ]
        for toponym in toponyms:
            gold += 1
            touching = [each for each in mentions if each[0] < toponym.end and toponym.start < each[1]]
            if not touching:
                continue
            found += 1
            *_, reading = max(touching, key=lambda each: _shared(each[0], each[1], toponym))
            if reading.lat is not None and reading.lon is not None:
                placed += 1
                right += kilometres(reading.lat, reading.lon, toponym.lat, toponym.lon) <= RIGHT_WITHIN
    return PlaceScore(gold, found, placed, right)


def _shared(start: int, end: int, toponym: Toponym) -> float:
    """What share of the words of both is in both (Jaccard index of code points)."""
    both = min(end, toponym.end) - max(start, toponym.start)
    return both / (max(end, toponym.end) - min(start, toponym.start))


def main() -> int:
    """Score both corpora and print a line for each; 1 where they are absent."""
    shared = shared_folder()
    absent = [path for path in CORPORA.values() if not (shared / path).is_file()]
    if absent:
        sys.stderr.write(f"not measured: {shared / absent[0]} is absent\n")
        return 1
    with load_resources(extractor=ExtractorName.RULES) as resources:
        for name, path in CORPORA.items():
            score = score_places(read_toponyms(shared / path), resources)
            sys.stdout.write(
                f"{name:12}{score.gold:6} names {score.found:6} found {score.right:6} within {RIGHT_WITHIN:.0f} km: "
                f"{score.of_found:.3f} of the found, {score.of_gold:.3f} of all\n"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
