"""What was counted of a store, kept until somebody writes to it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

__all__ = ["Counted"]

Value = TypeVar("Value")


class _Slot:
    """One value, counted once even where many ask for it at the same time."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.values: list[Any] = []


class Counted:
    """So many values at most, by what was asked; all are let go of when the head of the audit chain is another one."""

    def __init__(self, most: int = 512) -> None:
        self._most = most
        self._lock = Lock()
        self._head = ""
        self._slots: OrderedDict[Hashable, _Slot] = OrderedDict()

    def get(self, head: str, asked: Hashable, count: Callable[[], Value]) -> Value:
        """The value as it was counted at this head, or counted now."""
        slot = self._slot(head, asked)
        with slot.lock:
            if not slot.values:
                slot.values.append(count())
            value: Value = slot.values[0]
            return value

    def _slot(self, head: str, asked: Hashable) -> _Slot:
        with self._lock:
            if head != self._head:
                self._head = head
                self._slots.clear()
            slot = self._slots.setdefault(asked, _Slot())
            self._slots.move_to_end(asked)
            while len(self._slots) > self._most:
                self._slots.popitem(last=False)
            return slot
