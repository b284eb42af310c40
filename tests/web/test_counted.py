"""What was counted holds until the store is another one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from crossclaim.web.counted import Counted


def test_a_value_is_counted_once_for_each_question_and_head() -> None:
    counted, asked = Counted(), list[str]()

    def count(name: str) -> str:
        asked.append(name)
        return name

    for head, name in (("h1", "a"), ("h1", "b"), ("h1", "a"), ("h2", "a"), ("h2", "a")):
        assert counted.get(head, name, lambda name=name: count(name)) == name  # type: ignore[misc]
    assert asked == ["a", "b", "a"]


def test_the_longest_unasked_is_let_go_of() -> None:
    counted, asked = Counted(most=2), list[str]()
    for name in "abacab":
        counted.get("h", name, lambda name=name: asked.append(name))  # type: ignore[misc]
    assert asked == ["a", "b", "c", "b"]


def test_who_asks_meanwhile_waits_for_the_same_answer() -> None:
    counted, begun, go_on, asked = Counted(), Event(), Event(), list[int]()

    def slowly() -> int:
        asked.append(1)
        begun.set()
        assert go_on.wait(10)
        return 7

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(counted.get, "h", "a", slowly)
        assert begun.wait(10)
        second = threads.submit(counted.get, "h", "a", slowly)
        go_on.set()
        assert (first.result(10), second.result(10), asked) == (7, 7, [1])


def test_a_failure_is_not_kept() -> None:
    counted = Counted()
    for value in (0, 2):
        try:
            assert counted.get("h", "a", lambda value=value: 4 // value) == 2  # type: ignore[misc]
        except ZeroDivisionError:
            assert value == 0
