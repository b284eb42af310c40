"""Hostile and odd text on its way to a terminal."""

import pytest

from crossclaim.cli.plain import first_words, isolate, plain


@pytest.mark.parametrize(
    ("text", "shown", "reason"),
    [
        ("12 people\n  were\tkilled", "12 people were killed", "a quote over several lines"),
        ("\x1b[31mred\x1b[0m", "�red�", "colours"),
        ("a\x1b]8;;https://example.org\x07link\x1b]8;;\x07", "a�link�", "a link that says another thing"),
        ("a\x1b]0;title\x1b\\b", "a�b", "a new window title, closed by ST"),
        ("a\x1b]0;never closed", "a�", "an unclosed string takes the rest of its line"),
        ("a\x1b]0;never closed\nnext line", "a� next line", "and no more than that"),
        ("a\x9b2Jb", "a�b", "an eight-bit CSI"),
        ("a\x1bcb\x07\x00", "a�b��", "reset, bell, NUL"),
        ("user\u202egpj.exe", "usergpj.exe", "an override that turns what follows around"),
        ("zero\u200bwidth\ufeff", "zerowidth", "nothing to see"),
        ("می\u200cخواهم", "می\u200cخواهم", "Persian needs its joiners"),
        ("👨\u200d👩\u200d👧 🦁 ✊🏻", "👨\u200d👩\u200d👧 🦁 ✊🏻", "so do emoji"),
        ("half \ud83d a pair", "half � a pair", "UTF-8 cannot carry it"),
        ("Z\u0301\u0301\u0301\u0301\u0301\u0301!", "Z\u0301\u0301\u0301\u0301!", "a flood of marks"),
        ("[bold red]not markup[/]", "[bold red]not markup[/]", "brackets are only brackets"),
        ("", "", "nothing"),
    ],
)
def test_plain_keeps_words_and_drops_orders(text: str, shown: str, reason: str) -> None:
    assert plain(text) == shown, reason


@pytest.mark.parametrize("unit", ["\x1b", "\x1b]", "\x1b[", "a\u0301", "\u202e", " "])
def test_plain_takes_a_page_of_orders_in_its_stride(unit: str) -> None:
    assert "\x1b" not in plain(unit * 200_000)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Idlib", "Idlib"), ("إدلب", "\u2068إدلب\u2069"), ("חאן יונס", "\u2068חאן יונס\u2069"), ("Ідліб 🦁", "Ідліб 🦁")],
)
def test_isolate_sets_right_to_left_words_apart(text: str, shown: str) -> None:
    assert isolate(text) == shown


@pytest.mark.parametrize(
    ("text", "length", "shown"),
    [
        ("Leave a Reply", 60, "Leave a Reply"),
        ("Their harvest was taken by the militia", 20, "Their harvest was…"),
        ("ааааааааааааааааааааа", 10, "аааааааааа…"),
        ("word " * 10**5, 12, "word word…"),
        (" " * 10**5 + "late", 12, "…"),
    ],
)
def test_first_words_are_cut_at_a_blank(text: str, length: int, shown: str) -> None:
    assert first_words(text, length) == shown
