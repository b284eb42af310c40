"""A stream whose first bytes were read to look at them, whole again."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["Rejoined"]


class Rejoined(io.RawIOBase):
    """The bytes of ``head``, then those of ``rest``. Wrapping it in a buffer makes a stream like any other."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head = io.BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        """True: this stream can only be read."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """The number of bytes put into ``buffer``, zero at the end."""
        view = memoryview(buffer)
        chunk = self._head.read(len(view)) or self._rest.read(len(view))
        view[: len(chunk)] = chunk
        return len(chunk)
