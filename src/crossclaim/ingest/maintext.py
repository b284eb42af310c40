"""Which blocks of a page are its main text and which its comments, as trafilatura finds them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from crossclaim.ingest.dom import PageBlock, deepest_nesting

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["MainText", "find_main_text", "fold"]

# The finder walks trees by recursion and compares passages pairwise: beyond these it is left out.
_DEEPEST = 150
_MOST_BLOCKS = 5000
_LONGEST = 2 * 2**20
_LEAST_MAIN = 100
_SHORT = 25


@dataclass(frozen=True, slots=True)
class MainText:
    """Folded main text and comments of a page, and the folded paragraphs of each."""

    main: str
    comments: str
    main_paragraphs: frozenset[str]
    comment_paragraphs: frozenset[str]

    def holds(self, block: PageBlock) -> bool:
        """Whether the block is part of the main text."""
        return _is_within(fold(block.text), self.main, self.main_paragraphs)

    def comments_on(self, block: PageBlock) -> bool:
        """Whether the block is part of the comments."""
        return _is_within(fold(block.text), self.comments, self.comment_paragraphs)


def find_main_text(tree: HtmlElement, blocks: list[PageBlock]) -> MainText | None:
    """The main text of the page, None where the page is too short, too large or too deep to tell."""
    if (
        len(blocks) > _MOST_BLOCKS
        or sum(len(block.text) for block in blocks) > _LONGEST
        or deepest_nesting(tree) > _DEEPEST
    ):
        return None
    found = _extractor()(tree, include_comments=True, include_tables=True, with_metadata=False)
    if found is None or found.body is None:
        return None
    main, main_paragraphs = _fold_tree(found.body)
    comments, comment_paragraphs = _fold_tree(found.commentsbody)
    return MainText(main, comments, main_paragraphs, comment_paragraphs) if len(main) >= _LEAST_MAIN else None


def fold(text: str) -> str:
    """The letters and digits of a text, without case: what is left of it in any layout."""
    return _no_word().sub("", text).casefold()


def _is_within(folded: str, whole: str, paragraphs: frozenset[str]) -> bool:
    # A word or two ("Syria", "Read more") lies in any text; a short block has to be a paragraph of its own.
    return folded in paragraphs or (len(folded) > _SHORT and folded in whole)


def _fold_tree(body: Any) -> tuple[str, frozenset[str]]:
    if body is None:
        return "", frozenset()
    # The innermost elements, and the paragraphs with what is inside them; comments are no elements.
    innermost = (element for element in body.iter("*") if len(element) == 0)
    paragraphs = frozenset(fold("".join(element.itertext())) for element in (*innermost, *body.iterchildren("*")))
    return fold("".join(body.itertext())), paragraphs


@cache
def _extractor() -> Any:
    import logging

    from trafilatura import bare_extraction

    # It logs "discarding data" for each short page, to standard error where nothing is configured.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return bare_extraction


@cache
def _no_word() -> re.Pattern[str]:
    return re.compile(r"[\W_]+")
