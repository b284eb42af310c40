"""The parts of a text: title, dateline, body, captions, comments and page furniture, told line by line.

Losing body text costs claims, so a block is set aside only where a named pattern takes the whole of it, or where it
stands below a heading that opens the reader comments. A text of one block keeps everything but a leading date.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crossclaim.ingest.blocks import Block, split_blocks
from crossclaim.ingest.patterns import LinePattern, find_line_pattern, load_patterns, strip_decoration
from crossclaim.model import Segment, SegmentKind

__all__ = ["find_page_date", "find_segments", "is_prose", "label_blocks"]

_PROSE_LENGTH, _SENTENCE_LENGTH = 160, 40
_BODY_BEFORE_COMMENTS = 100
_LINK_LENGTH, _MOST_LINKS = 150, 30
_PREFIX_WINDOW = 160
_MOST_PREFIXES = 3
_SUFFIX_WINDOW = 320


@dataclass(slots=True)
class _Progress:
    """What has been read so far: characters of body, whether prose began, the section that is open."""

    body: int = 0
    prose: bool = False
    section: str | None = None
    links: int = 0
    posts: bool = False


def find_segments(text: str, *, title: tuple[int, int] | None = None) -> tuple[Segment, ...]:
    """The segments of ``text``: trimmed, ordered, disjoint; together they cover everything that is not blank.

    ``title`` is the range of a title known beforehand; without it the first line may be taken for one.
    """
    blocks = split_blocks(text)
    return label_blocks(text, list(_carve(text, blocks, title)) if title else blocks)


def label_blocks(text: str, blocks: Sequence[Block]) -> tuple[Segment, ...]:
    """The segments that blocks make. Blocks with a kind keep it, unless a pattern knows the block more exactly."""
    if len(blocks) > 1:
        progress = _Progress()
        blocks = [_label(text, block, index >= len(blocks) - 2, progress) for index, block in enumerate(blocks)]
    blocks = [part for block in _split_dateline(text, _pick_title(text, blocks)) for part in _cut_suffixes(text, block)]
    return tuple(
        Segment(kind=block.kind or SegmentKind.BODY, start=block.start, end=block.end, reason=block.reason)
        for block in blocks
    )


def find_page_date(text: str, start: int, end: int) -> int | None:
    """Where the text goes on after a page date at ``start``; None where no date stands there alone."""
    window = text[start : min(end, start + _PREFIX_WINDOW)]
    match = load_patterns().prefixes[0].pattern.match(window)
    return start + match.end() if match and start + match.end() < end else None


def is_prose(passage: str) -> bool:
    """Whether a block reads as running text: a sentence, or long enough to be one without its full stop."""
    return len(passage) >= _PROSE_LENGTH or (len(passage) >= _SENTENCE_LENGTH and passage[-1] in '.!?…"”»。؟।')


def _label(text: str, block: Block, last: bool, progress: _Progress) -> Block:
    if block.kind in {SegmentKind.TITLE, SegmentKind.CAPTION}:
        return block
    line = text[block.start : block.end] if block.end - block.start <= 2 * _PROSE_LENGTH + 100 else ""
    pattern = find_line_pattern(line, _zones(progress, last)) if line else None
    if pattern and not (pattern.kind is SegmentKind.COMMENT and progress.posts):
        return _labelled(block, pattern, progress)
    if block.kind is not None:
        return block
    if progress.section and (kept := _continue_section(text, block, progress)):
        return kept
    _read_body(text, block, line, progress)
    return block


def _zones(progress: _Progress, last: bool) -> frozenset[str]:
    zones = {"any"}
    if not progress.prose:
        zones |= {"head", "edge"}
    if last:
        zones.add("edge")
    if progress.body >= _SENTENCE_LENGTH:
        zones.add("after")
    return frozenset(zones)


def _labelled(block: Block, pattern: LinePattern, progress: _Progress) -> Block:
    if pattern.opens and progress.body >= _BODY_BEFORE_COMMENTS:
        # A list of links ends where prose begins again; comments and their form last to the end of the page.
        if pattern.opens != "list" or progress.section is None:
            progress.section, progress.links = pattern.opens, 0
    elif progress.section == "comments" and pattern.kind not in {SegmentKind.BOILERPLATE, SegmentKind.COMMENT}:
        return replace(block, kind=SegmentKind.COMMENT, reason="reader comment")
    return replace(block, kind=pattern.kind, reason=pattern.reason)


def _continue_section(text: str, block: Block, progress: _Progress) -> Block | None:
    if progress.section == "comments":
        return replace(block, kind=SegmentKind.COMMENT, reason="below the heading of the reader comments")
    if progress.section == "form":
        return replace(block, kind=SegmentKind.COMMENT, reason="below the comment form")
    progress.links += 1
    passage = text[block.start : block.end]
    if len(passage) <= _LINK_LENGTH and passage[-1] not in ".!?…" and progress.links <= _MOST_LINKS:
        return replace(block, kind=SegmentKind.BOILERPLATE, reason="below the heading of links to other stories")
    progress.section = None
    return None


def _read_body(text: str, block: Block, line: str, progress: _Progress) -> None:
    if not progress.body and line and (pattern := find_line_pattern(line, frozenset({"after"}))):
        # A text that starts with a post ("@name: ...") is a list of posts: the others are no comments on it.
        progress.posts |= pattern.kind is SegmentKind.COMMENT
    progress.body += block.end - block.start
    progress.prose |= is_prose(text[block.start : block.end])


def _pick_title(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks with the likeliest title of those before the first prose marked.

    A page that opens with its own name gives the title below its date, in a paragraph of its own; others open with it.
    """
    blocks = list(blocks)
    kinds = [block.kind for block in blocks]
    prose = (at for at, block in enumerate(blocks) if block.kind is None and is_prose(text[block.start : block.end]))
    first_prose = next(prose, 0)
    if SegmentKind.TITLE in kinds:
        return blocks
    candidates = [at for at in range(first_prose) if kinds[at] is None and _may_be_title(text, blocks[at])]
    alone = [at for at in candidates if SegmentKind.DATELINE in kinds[:at] and _stands_alone(text, blocks, at)]
    if candidates:
        best = (alone or candidates)[0]
        blocks[best] = replace(blocks[best], kind=SegmentKind.TITLE)
    return blocks


def _stands_alone(text: str, blocks: Sequence[Block], at: int) -> bool:
    before = text[blocks[at - 1].end : blocks[at].start]
    after = text[blocks[at].end : blocks[at + 1].start]
    return all(max(gap.count("\n"), gap.count("\r")) > 1 for gap in (before, after))


def _may_be_title(text: str, block: Block) -> bool:
    patterns = load_patterns()
    line = text[block.start : block.end]
    words = line.split()
    return (
        len(line) <= patterns.title_length
        and 2 <= len(words) <= patterns.title_words
        and not line.endswith(patterns.not_after_title)
        and not line[0].islower()
        and "|" not in line
        # A bullet or an emoji in front makes it one entry of a list.
        and strip_decoration(line)[:1] == line[0]
    )


def _split_dateline(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks with the dateline of the first paragraph cut off it."""
    split: list[Block] = []
    prose = False
    for block in blocks:
        if prose or block.kind is not None:
            split.append(block)
            continue
        prose = len(blocks) == 1 or is_prose(text[block.start : block.end])
        split.extend(_cut_prefixes(text, block) if prose else (block,))
    return split


def _cut_prefixes(text: str, block: Block) -> Iterator[Block]:
    start = block.start
    for _ in range(_MOST_PREFIXES):
        cut = _find_prefix(text, start, block.end)
        if cut is None:
            break
        end, reason = cut
        yield Block(start, start + len(text[start:end].rstrip()), SegmentKind.DATELINE, reason)
        start = end
    yield replace(block, start=start)


def _find_prefix(text: str, start: int, end: int) -> tuple[int, str] | None:
    patterns = load_patterns()
    window = text[start : min(end, start + _PREFIX_WINDOW)]
    for prefix in patterns.prefixes:
        match = prefix.pattern.match(window)
        if match and start + match.end() < end and _is_dateline(match.groupdict()):
            return start + match.end(), prefix.reason
    return None


def _cut_suffixes(text: str, block: Block) -> Iterator[Block]:
    """The block, what the desk wrote at its end apart."""
    if block.kind is None and text[block.end - 2 : block.end].rstrip(".").endswith((")", "]")):
        for suffix in load_patterns().suffixes:
            match = suffix.pattern.search(text, max(block.start + 1, block.end - _SUFFIX_WINDOW), block.end)
            body = text[block.start : match.start()].rstrip() if match else ""
            if match and body:
                yield replace(block, end=block.start + len(body))
                yield Block(match.start(), block.end, SegmentKind.BOILERPLATE, suffix.reason)
                return
    yield block


def _is_dateline(found: dict[str, str | None]) -> bool:
    """Whether the place before the dash is one: in capitals, or beside a date or a known agency."""
    place = found.get("place")
    if place is None:
        return True
    patterns = load_patterns()
    if "date" in found:
        return not place.islower() and place[0].isupper() and len(place.split()) <= 4
    if found.get("wire") or found.get("slashed") or patterns.agencies.fullmatch(found.get("agency") or ""):
        return place[0].isupper() and len(place.split()) <= 4
    if not place.isupper() or place in patterns.not_places:
        return False
    return bool(found.get("region")) or sum(map(str.isalpha, place)) >= 5 or place in patterns.short_places


def _carve(text: str, blocks: Sequence[Block], title: tuple[int, int]) -> Iterator[Block]:
    """The blocks with the title's range cut out of those that hold it."""
    start, end = title
    for block in blocks:
        if block.end <= start or end <= block.start:
            yield block
            continue
        yield from _piece(text, block.start, max(start, block.start), None)
        yield from _piece(text, max(start, block.start), min(end, block.end), SegmentKind.TITLE)
        yield from _piece(text, min(end, block.end), block.end, None)


def _piece(text: str, start: int, end: int, kind: SegmentKind | None) -> Iterator[Block]:
    passage = text[start:end]
    if stripped := passage.strip():
        first = start + passage.index(stripped[0])
        yield Block(first, first + len(stripped), kind)
