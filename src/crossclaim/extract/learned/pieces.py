"""The word pieces an encoder reads, each with where it stands in the document's text."""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Regex, Tokenizer
from tokenizers.pre_tokenizers import BertPreTokenizer, Sequence, Split

__all__ = ["CLS", "SEP", "Pieces", "cut_pieces", "load_tokenizer"]

Range = tuple[int, int]
Ints = npt.NDArray[np.int64]

CLS, SEP = 101, 102  # of the BERT vocabulary


@dataclass(frozen=True, slots=True)
class Pieces:
    """Word pieces in text order: ``ids``, and the code points ``starts[i]:ends[i]`` that piece i stands for.

    All three are int64 arrays of one length; pieces do not overlap.
    """

    ids: Ints
    starts: Ints
    ends: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def within(self, start: int, end: int) -> Range:
        """The first piece that touches ``start:end`` and the one behind the last."""
        first = int(np.searchsorted(self.ends, start, side="right"))
        return first, max(first, int(np.searchsorted(self.starts, end, side="left")))

    def range_of(self, first: int, last: int) -> Range:
        """The code points from piece ``first`` to piece ``last``, both included."""
        return int(self.starts[first]), int(self.ends[last])


def load_tokenizer(json: str) -> Tokenizer:
    """The tokenizer of a ``tokenizer.json``, without the cutting and padding that such files switch on unasked.

    Symbols are cut off the words they touch: BERT's own rules do so for punctuation, but make one unknown piece of an
    emoji and the word behind it.
    """
    tokenizer: Tokenizer = Tokenizer.from_str(json)
    symbols = Split(Regex(r"\p{S}"), "isolated")
    tokenizer.pre_tokenizer = Sequence([BertPreTokenizer(), symbols])
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def cut_pieces(tokenizer: Tokenizer, text: str, ranges: abc.Sequence[Range]) -> Pieces:
    """The pieces of the given ranges of ``text``, which are in order and disjoint; special pieces are left out."""
    encodings = tokenizer.encode_batch([text[start:end] for start, end in ranges], add_special_tokens=False)
    rows = [
        (piece, begin + start, begin + end)
        for (begin, _), encoding in zip(ranges, encodings, strict=True)
        for piece, (start, end) in zip(encoding.ids, encoding.offsets, strict=True)
        if end > start
    ]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return Pieces(columns[:, 0], columns[:, 1], columns[:, 2])
