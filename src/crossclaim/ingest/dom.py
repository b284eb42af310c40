"""Pages as trees, and the blocks of text that a browser would show, each mapped back to the page's text content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from crossclaim.ingest.roles import Layout, Role, find_role, load_layout

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["PageBlock", "deepest_nesting", "parse_page", "read_blocks", "text_content"]


@dataclass(slots=True)
class PageBlock:
    """Text between two block boundaries, blanks folded as browsers do.

    ``runs`` are (offset in the block, offset in the page's text content, length) of text taken over letter by letter;
    ``linked`` counts characters inside links; ``parent`` numbers the element around the block's own.
    """

    tag: str
    parent: int
    role: Role | None
    text: str = ""
    runs: list[tuple[int, int, int]] = field(default_factory=list)
    linked: int = 0


def parse_page(markup: str) -> HtmlElement | None:
    """The tree of a page, None for a page without any element or text."""
    tree, too_deep = _parse(markup)
    # libxml2 drops what lies below 2048 open elements. Such a page loses its structure instead of its text.
    return _parse(_nested_tag().sub("<br>", markup))[0] if too_deep else tree


def text_content(page: bytes | str | HtmlElement) -> str:
    """The text nodes of a page, joined in document order: what the offset map of its document leads into.

    Bytes are taken for UTF-8. Text inside scripts and styles is part of it, comments and markup are not.
    """
    if isinstance(page, bytes):
        page = page.decode("utf-8-sig")
    tree = parse_page(page) if isinstance(page, str) else page
    return "" if tree is None else "".join(step.text for step in _walk(tree))


def read_blocks(tree: HtmlElement) -> list[PageBlock]:
    """The shown blocks of a page that hold text, in document order; the one of ``<title>`` is the first."""
    reader = _BlockReader(load_layout())
    for step in _walk(tree):
        if step.opened is not None:
            reader.open(step.opened)
        elif step.closed:
            reader.close()
        reader.add(step.text)
    reader.flush()
    return reader.blocks


def deepest_nesting(tree: HtmlElement) -> int:
    """How many elements lie open at once."""
    depth = deepest = 0
    for step in _walk(tree):
        depth += (step.opened is not None) - step.closed
        deepest = max(deepest, depth)
    return deepest


class _Step(NamedTuple):
    """An element opened or closed, or a comment passed; ``text`` is the text node that follows."""

    text: str
    opened: HtmlElement | None = None
    closed: bool = False


class _Frame(NamedTuple):
    """An open element as far as its text is concerned."""

    number: int
    tag: str
    role: Role | None
    block: int
    is_block: bool
    verbatim: bool
    linked: bool


@dataclass(slots=True)
class _BlockReader:
    """Gathers text nodes into blocks while elements open and close."""

    layout: Layout
    blocks: list[PageBlock] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=list)
    current: PageBlock | None = None
    offset: int = 0
    gap: str = ""
    parts: list[str] = field(default_factory=list)
    length: int = 0
    reached: int = 0
    opened: int = 0
    titled: bool = False

    def open(self, element: HtmlElement) -> None:
        frame = self._enter(element)
        if frame.tag == "br":
            self.gap += "\n"
        if frame.is_block:
            self.flush()
        self.frames.append(frame)

    def close(self) -> None:
        if self.frames.pop().is_block:
            self.flush()

    def flush(self) -> None:
        # A block of no-break spaces is blank to a reader, though no browser folds it.
        if self.current is not None and (text := "".join(self.parts)).strip():
            self.current.text = text
            self.blocks.append(self.current)
        self.current, self.gap = None, ""

    def add(self, text: str) -> None:
        # In ``gap`` a line end stands for <br> only; those of the markup are blanks like any other.
        start = self.offset
        self.offset += len(text)
        if not self.frames or not text or ((role := self.frames[-1].role) and role.hidden):
            return
        pieces = _verbatim() if self.frames[-1].verbatim else _folded()
        reached = 0
        for piece in pieces.finditer(text):
            self.gap += text[reached : piece.start()].replace("\n", "\t")
            self._append(piece.group(), start + piece.start())
            reached = piece.end()
        self.gap += text[reached:].replace("\n", "\t")

    def _append(self, piece: str, origin: int) -> None:
        block = self.current or self._begin()
        if self.gap == " " and origin == self.reached + 1:
            # The blank is the page's own: the run goes on over it.
            first, at, length = block.runs[-1]
            block.runs[-1] = (first, at, length + 1 + len(piece))
            self._put(" " + piece)
        else:
            self._put("\n" * min(self.gap.count("\n"), 2) or " " * bool(self.gap))
            block.runs.append((self.length, origin, len(piece)))
            self._put(piece)
        block.linked += len(piece) * self.frames[-1].linked
        self.gap, self.reached = "", origin + len(piece)

    def _begin(self) -> PageBlock:
        frame = self.frames[-1]
        self.current = PageBlock(self._block_tag(), frame.block, frame.role)
        self.parts, self.length, self.gap, self.reached = [], 0, "", -2
        return self.current

    def _put(self, piece: str) -> None:
        self.parts.append(piece)
        self.length += len(piece)

    def _block_tag(self) -> str:
        return next((frame.tag for frame in reversed(self.frames) if frame.is_block), "body")

    def _enter(self, element: HtmlElement) -> _Frame:
        outer = self.frames[-1] if self.frames else _Frame(0, "", None, 0, is_block=True, verbatim=False, linked=False)
        tag = element.tag.lower() if isinstance(element.tag, str) else ""
        self.opened += 1
        if tag == "title" and not self.titled and outer.tag in {"head", "html", "body"}:
            self.titled = True
            return _Frame(self.opened, tag, None, 0, is_block=True, verbatim=False, linked=False)
        is_block = tag in self.layout.blocks
        return _Frame(
            number=self.opened,
            tag=tag,
            role=_inherit(outer.role, tag, element),
            block=(outer.number if outer.is_block else outer.block) if is_block else outer.block,
            is_block=is_block,
            verbatim=outer.verbatim or tag in self.layout.preformatted,
            linked=outer.linked or tag == "a",
        )


def _inherit(outer: Role | None, tag: str, element: HtmlElement) -> Role | None:
    """The role of an element inside one of role ``outer``: hidden stays hidden, firm yields to firm only."""
    if outer and outer.hidden:
        return outer
    own = find_role(tag, element.attrib)
    if own is None or (outer and outer.firm and not own.firm):
        return outer
    return outer if _frames_report(own, tag, element) else own


def _frames_report(role: Role, tag: str, element: HtmlElement) -> bool:
    """Whether a class such as "share" or "sidebar" stands on the element around the whole report."""
    by_class = not role.hidden and tag not in load_layout().by_tag
    return by_class and next(element.iter("h1", "main"), None) is not None


def _walk(tree: HtmlElement) -> Iterator[_Step]:
    from lxml import etree

    for event, node in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event == "start":
            yield _Step(node.text or "", opened=node)
        elif node is not tree or event != "end":
            yield _Step(node.tail or "", closed=event == "end")
        else:
            yield _Step("", closed=True)


def _parse(markup: str) -> tuple[HtmlElement | None, bool]:
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    tree = etree.fromstring(markup.encode("utf-8"), parser=parser)
    return tree, any("depth" in entry.message.lower() for entry in parser.error_log)


@cache
def _folded() -> re.Pattern[str]:
    return re.compile(r"[^ \t\n\r\f]+(?: [^ \t\n\r\f]+)*")


@cache
def _verbatim() -> re.Pattern[str]:
    return re.compile(r"\S(?:[\s\S]*\S)?")


@cache
def _nested_tag() -> re.Pattern[str]:
    kept = "html|head|body|title|meta|link|script|style|template|noscript|br|h1"
    return re.compile(rf"</?(?!(?:{kept})\b)[a-zA-Z][^<>]{{0,2000}}>", re.IGNORECASE)
