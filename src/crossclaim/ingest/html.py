"""Reader for pages: the blocks a browser shows, sorted into segments, with a map back to the page's text content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from crossclaim.errors import InputError
from crossclaim.ingest.blocks import Block, split_blocks
from crossclaim.ingest.decoding import decode
from crossclaim.ingest.documents import Origin
from crossclaim.ingest.dom import PageBlock, parse_page, read_blocks
from crossclaim.ingest.maintext import MainText, find_main_text, fold
from crossclaim.ingest.metadata import PageMetadata, declared_in_page, read_metadata
from crossclaim.ingest.options import ReadOptions
from crossclaim.ingest.segments import is_prose, label_blocks
from crossclaim.ingest.text import declared_charset
from crossclaim.model import DateShown, Document, OffsetMap, PublishedDate, Segment, SegmentKind

__all__ = ["read_html"]

_BETWEEN = "\n\n"
_LINK_DENSE = 0.6
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_OUTSIDE = "outside the main text"


def read_html(content: bytes, origin: Origin, options: ReadOptions) -> Document:
    """The document of a page: its shown blocks in document order, parted by blank lines.

    The offset map leads into ``text_content`` of the decoded page. A title that stands only in the metadata is
    appended as a segment of its own, which the map does not lead back from.

    Raises:
        InputError: empty, binary, in no encoding that fits, or without any text.
    """
    declared = declared_charset(origin.media_type) or declared_in_page(content)
    decoded = decode(content, origin.source, encoding=options.encoding, declared=declared)
    tree = parse_page(decoded.text)
    if tree is None or not (shown := read_blocks(tree)) or all(block.tag == "title" for block in shown):
        raise InputError(origin.source, "a page without any text")
    metadata = read_metadata(tree)
    blocks, title = _choose_title(shown, metadata)
    kinds = _sort_blocks(blocks, title, find_main_text(tree, blocks))
    text = _BETWEEN.join(block.text for block in blocks)
    segments = label_blocks(text, list(_place(text, blocks, kinds)))
    document = _compose(text, segments, blocks, metadata, origin)
    given = PublishedDate(date=options.published, method="given") if options.published else document.published
    return document.model_copy(update={"flags": decoded.flags, "published": given})


def _compose(
    text: str, segments: tuple[Segment, ...], blocks: Sequence[PageBlock], metadata: PageMetadata, origin: Origin
) -> Document:
    title = next((text[part.start : part.end] for part in segments if part.kind is SegmentKind.TITLE), None)
    if title is None and metadata.title:
        start = len(text) + len(_BETWEEN)
        text, title = f"{text}{_BETWEEN}{metadata.title}", metadata.title
        reason = "title from the page's metadata"
        segments = (*segments, Segment(kind=SegmentKind.TITLE, start=start, end=len(text), reason=reason))
    return Document(
        id=origin.source,
        text=text,
        segments=segments,
        offsets=OffsetMap(runs=tuple(_runs(blocks))),
        capture_id=origin.capture_id,
        title=title,
        language=metadata.language,
        outlet=metadata.outlet,
        url=metadata.url,
        published=PublishedDate(date=metadata.published, method="metadata") if metadata.published else None,
        dates=tuple(
            DateShown(date=stated.day, source="metadata", why=stated.name, changed=stated.changed)
            for stated in metadata.dates
        ),
    )


def _choose_title(shown: list[PageBlock], metadata: PageMetadata) -> tuple[list[PageBlock], PageBlock | None]:
    """The blocks with one title among them at most, and which it is: the heading shown, else the ``<title>``."""
    named = next((block for block in shown if block.tag == "title"), None)
    blocks = [block for block in shown if block.tag != "title"]
    names = fold(f"{metadata.title or ''} {named.text if named else ''}")
    open_blocks = [block for block in blocks if not (block.role and block.role.firm)]
    headings = [block for block in open_blocks if block.tag == "h1"]
    said = [block for block in open_blocks if metadata.title and fold(block.text) == fold(metadata.title)]
    for heading in [*(heading for heading in headings if fold(heading.text) in names), *said]:
        return blocks, heading
    if len(headings) == 1:
        return blocks, headings[0]
    if named is None:
        return blocks, None
    _cut_outlet(named, metadata)
    return [named, *blocks], named


def _cut_outlet(title: PageBlock, metadata: PageMetadata) -> None:
    """Cuts the outlet's name off a ``<title>`` ("Army retakes Homs | The Daily")."""
    for mark in (" | ", " - ", " – ", " — ", " » "):
        headline, found, outlet = title.text.rpartition(mark)
        if found and headline.strip() and (mark == " | " or fold(outlet) == fold(metadata.outlet or "")):
            title.text = headline.rstrip()
            end = len(title.text)
            title.runs = [(first, at, min(length, end - first)) for first, at, length in title.runs if first < end]
            return


def _sort_blocks(
    blocks: Sequence[PageBlock], title: PageBlock | None, main: MainText | None
) -> list[tuple[SegmentKind | None, str | None]]:
    """For each block its kind and the reason, None for text that the lines' own patterns may still set aside."""
    held = [main is not None and main.holds(block) for block in blocks]
    parents = {block.parent for block, holds in zip(blocks, held, strict=True) if holds and is_prose(block.text)}
    return [
        (SegmentKind.TITLE, None) if block is title else _sort_block(block, main, holds, block.parent in parents)
        for block, holds in zip(blocks, held, strict=True)
    ]


def _sort_block(
    block: PageBlock, main: MainText | None, holds: bool, beside_main: bool
) -> tuple[SegmentKind | None, str | None]:
    role = block.role
    dense = block.linked >= _LINK_DENSE * len(block.text)
    if role and (role.firm or not (holds and is_prose(block.text))):
        return role.kind, role.reason
    if holds:
        return None, None
    if main is None:
        return (SegmentKind.BOILERPLATE, "nothing but links") if dense and not is_prose(block.text) else (None, None)
    if main.comments_on(block):
        return SegmentKind.COMMENT, "reader comment"
    # Finders drop a paragraph here and there; what reads as prose beside main text is main text.
    if beside_main and not dense and (is_prose(block.text) or block.tag in _HEADINGS):
        return None, None
    return SegmentKind.BOILERPLATE, _OUTSIDE


def _place(
    text: str, blocks: Sequence[PageBlock], kinds: Sequence[tuple[SegmentKind | None, str | None]]
) -> Iterator[Block]:
    for start, block, (kind, reason) in zip(_starts(blocks), blocks, kinds, strict=True):
        end = start + len(block.text)
        parts = split_blocks(text, start, end)
        if kind is SegmentKind.TITLE:
            parts = [Block(parts[0].start, parts[-1].end)]
        yield from (replace(part, kind=kind, reason=reason) for part in parts)


def _runs(blocks: Sequence[PageBlock]) -> Iterator[tuple[int, int, int]]:
    for start, block in zip(_starts(blocks), blocks, strict=True):
        yield from ((start + first, origin, length) for first, origin, length in block.runs)


def _starts(blocks: Sequence[PageBlock]) -> list[int]:
    lengths = (len(block.text) + len(_BETWEEN) for block in blocks[:-1])
    return list(accumulate(lengths, initial=0))
