"""JSON lines and tables: a record each, one that fails never stops the others."""

import io
import json
from collections.abc import Iterator
from datetime import date

import pytest
from pydantic import ValidationError

from crossclaim.ingest import Kind, ReadOptions, Unread, open_sources, read_capture
from crossclaim.model import Capture, Document, PublishedDate, SegmentKind

BODY = "At least nine traders were killed in Kutum on Tuesday, two witnesses said."


def read(content: str | bytes, source: str = "a.jsonl", **options: object) -> list[Document | Unread]:
    content = content.encode() if isinstance(content, str) else content
    return list(read_capture(Capture(content=content, source=source), ReadOptions.model_validate(options)))


def texts(found: list[Document | Unread]) -> list[str]:
    return [part.text if isinstance(part, Document) else part.reason for part in found]


def only(found: list[Document | Unread]) -> Document:
    (document,) = found
    assert isinstance(document, Document)
    return document


def test_fields_of_a_record() -> None:
    record = {"doc": 7, "text": BODY, "published": "2016-06-15", "url": "https://a.example", "outlet": "wire"}
    document = only(read(json.dumps(record)))
    assert (document.id, document.text, document.url, document.outlet) == ("7", BODY, "https://a.example", "wire")
    assert document.published == PublishedDate(date=date(2016, 6, 15), method="metadata")
    assert document.offsets.runs == ((0, 0, len(BODY)),)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{broken", "no JSON (Expecting property name enclosed in double quotes at character 1)"),
        ("7", "no JSON object but a number"),
        ('"x"', "no JSON object but a string"),
        ('{"text": ""}', "no text"),
        ('{"text": null}', "no text"),
        ('{"text": 7}', "text is no string but int"),
        ('{"name": "x", "who": "y"}', "no column for the text; name it with text=COLUMN; the columns are: name, who"),
        ('{"text": "\\ud800 killed"}', "half of a surrogate pair (U+D800) at character 0"),
        ('{"text": ' + "9" * 5000 + "}", "JSON that cannot be read (ValueError)"),
        ('{"text": ' + "[" * 100_000, "JSON that cannot be read (RecursionError)"),
    ],
)
def test_broken_record_is_named_by_its_line_and_skipped(line: str, reason: str) -> None:
    good = json.dumps({"text": BODY})
    found = read(f"{good}\n\n{line}\r\n{good}\n", kind="jsonl")
    assert texts(found) == [BODY, reason, BODY]
    assert [part.source for part in found if isinstance(part, Unread)] == ["a.jsonl:3"]
    assert [part.id for part in found if isinstance(part, Document)] == ["a.jsonl:1", "a.jsonl:4"]


def test_line_that_is_no_utf8_is_named_and_skipped() -> None:
    assert texts(read(b'{"text": "caf\xe9"}\n{"text": "Nine killed"}')) == [
        "not UTF-8 (byte 0xE9 at 13)",
        "Nine killed",
    ]


def test_record_over_the_bound_is_skipped() -> None:
    found = read(json.dumps({"text": "x" * 500}) + "\n" + json.dumps({"text": "Nine killed"}), max_bytes=300)
    assert texts(found) == ["a record larger than 300 bytes", "Nine killed"]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([{"text": "one"}, {"text": "two"}]),
        json.dumps([{"text": "one"}, {"text": "two"}], indent=2),
        '\ufeff{"text": "one"}\n{"text": "two"}',
        '{"text": "one"}\r\n{"text": "two"}\r\n',
    ],
)
@pytest.mark.parametrize("source", ["a.json", "a.txt", "a.html"])  # content tells, whatever the name
def test_json_in_its_layouts(content: str, source: str) -> None:
    assert texts(read(content, source)) == ["one", "two"]
    assert texts(read(content.removeprefix("\ufeff").encode("utf-16"), source)) == ["one", "two"]


def test_one_object_over_many_lines() -> None:
    assert texts(read(json.dumps({"text": "one", "published": None}, indent=4), "a.json")) == ["one"]


def test_bracketed_date_is_no_json() -> None:
    text = "[Mon, 24 November 2008, 15:42 GMT]\n\nNine people were killed in the bombing of the market, police said."
    assert texts(read(text, "a.txt")) == [text]


@pytest.mark.parametrize(
    ("title", "text", "title_at"),
    [
        ("Nine killed", f"Nine killed\n\n{BODY}", "Nine killed"),
        ("NINE  killed", f"Nine killed\n\n{BODY}", "Nine killed"),  # case and blanks do not count
        ("Syria’s army kills 9", f"Syrias army kills 9 {BODY}", "Syrias army kills 9"),  # lost punctuation
        ("Nine killed | The Ledger", f"Nine killed. {BODY}", "Nine killed."),  # the outlet's name behind it
        ("Nine killed", f"15 June 2016 Nine killed. {BODY}", "Nine killed."),  # behind a page date
        ("Nine killed", f"15 June 2016\n\nNine killed\n\n{BODY}", "Nine killed"),
    ],
)
def test_title_is_marked_where_the_text_says_it(title: str, text: str, title_at: str) -> None:
    document = only(read(json.dumps({"text": text, "title": title})))
    assert document.text == text
    assert [text[part.start : part.end] for part in document.segments if part.kind is SegmentKind.TITLE] == [title_at]
    assert document.title == title


def test_title_that_the_text_lacks_is_appended() -> None:
    document = only(read(json.dumps({"text": BODY, "title": "Raid on a market"})))
    assert document.text == f"{BODY}\n\nRaid on a market"
    assert [(part.kind, part.start) for part in document.segments] == [
        (SegmentKind.BODY, 0),
        (SegmentKind.TITLE, len(BODY) + 2),
    ]
    assert document.offsets.to_capture(len(BODY) + 2, len(document.text)) is None
    assert document.offsets.to_capture(0, 8) == (0, 8)


def test_sentence_that_runs_on_from_the_title_is_not_broken() -> None:
    document = only(read(json.dumps({"text": BODY, "title": "At least nine traders were killed in Kutum"})))
    assert document.text == BODY
    assert [part.kind for part in document.segments] == [SegmentKind.BODY]


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2016-06-15", date(2016, 6, 15)),
        ("2016-06-15T23:59:00Z", date(2016, 6, 15)),
        ("15 June 2016", date(2016, 6, 15)),
        ("June 15, 2016", date(2016, 6, 15)),
    ],
)
def test_date_of_publication(given: str, day: date) -> None:
    document = only(read(json.dumps({"text": BODY, "published": given})))
    assert document.published == PublishedDate(date=day, method="metadata")


@pytest.mark.parametrize("given", ["06/07/2016", "yesterday", 1466000000, True])
def test_date_that_is_no_date_is_flagged_not_guessed(given: object) -> None:
    document = only(read(json.dumps({"text": BODY, "published": given})))
    assert document.published is None
    assert [flag.name for flag in document.flags] == ["published_not_read"]


def test_date_of_the_options_stands_in() -> None:
    document = only(read(json.dumps({"text": BODY}), published="2020-01-02"))
    assert document.published == PublishedDate(date=date(2020, 1, 2), method="given")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("source", ["a.csv", "a.tsv", "a.txt"])
def test_table_with_usual_columns(delimiter: str, source: str) -> None:
    rows = [["ID", "Headline", "Pub Date", "Body"], ["r1", "Raid", "2016-06-15", f'"{BODY}"'], ["r2", "", "", '"two"']]
    content = "\r\n".join(delimiter.join(row) for row in rows)
    content = content if source != "a.txt" else content.replace("Pub Date", "Pub_Date")
    one, two = read(content, source)
    assert isinstance(one, Document)
    assert isinstance(two, Document)
    assert (one.id, one.title, one.published) == (
        "r1",
        "Raid",
        PublishedDate(date=date(2016, 6, 15), method="metadata"),
    )
    assert (two.id, two.text, two.title) == ("r2", "two", None)


def test_columns_by_name() -> None:
    found = read("Nr,Meldung\n1,Nine killed\n", "a.csv", columns={"text": "Meldung", "doc": "Nr"})
    assert [(part.id, part.text) for part in found if isinstance(part, Document)] == [("1", "Nine killed")]


@pytest.mark.parametrize(
    ("content", "columns", "reason"),
    [
        ("a,b\n1,2\n", {}, "no column for the text; name it with text=COLUMN; the columns are: a, b"),
        ("a,b\n1,2\n", {"text": "c"}, "no column 'c' for text; the columns are: a, b"),
        ("text,b\n", {}, "a header and no rows"),
        ("", {}, "empty"),
    ],
)
def test_table_that_cannot_be_read(content: str, columns: dict[str, str], reason: str) -> None:
    assert read(content, "a.csv", columns=columns) == [Unread(source="a.csv", reason=reason)]


def test_table_keeps_line_breaks_and_quotes_in_cells() -> None:
    found = read('id,text\n1,"He said ""no"".\r\n\r\nNine died, \u2028 then."\n\n2,\n3,three,extra\n', "a.csv")
    assert texts(found) == ['He said "no".\r\n\r\nNine died, \u2028 then.', "no text", "three"]


@pytest.mark.parametrize(
    ("content", "kept", "reason"),
    [
        (
            '1,"Two died.\n2,Three died.\n3,Four died.\n',
            [],
            "a quote opened in line 2 does not close; nothing is read up to line 4",
        ),
        (
            '1,Two died.\n2,"Three died.\n3,"Four died."\n4,Five died.\n',
            ["Two died.", "Five died."],
            "a quote opened in line 3 does not close; nothing is read up to line 4",
        ),
    ],
)
def test_open_quote_swallows_no_row_in_silence(content: str, kept: list[str], reason: str) -> None:
    found = read(f"id,text\n{content}", "a.csv")
    assert [part.text for part in found if isinstance(part, Document)] == kept
    assert [part.reason for part in found if isinstance(part, Unread)] == [reason]


def test_odd_quotes_within_a_line_do_no_harm() -> None:
    found = read('id,text\n1,"Two" died.\n2,Three "men" died.\n3,"Four\ndied." \n', "a.csv")
    assert texts(found) == ["Two died.", 'Three "men" died.', "Four\ndied. "]


def test_long_cells_are_kept() -> None:
    long = "Nine people died. " * 20_000
    assert texts(read(f'id,text\n1,"{long}"\n', "a.csv")) == [long]


def test_table_from_a_spreadsheet_in_its_own_encoding() -> None:
    found = read(
        "id;text\n1;Los agresores quemaron dos camionetas en Bogotá según el teniente Peña\n".encode("cp1252"), "a.csv"
    )
    (document,) = found
    assert isinstance(document, Document)
    assert "Bogotá" in document.text
    assert [flag.name for flag in document.flags] == ["encoding_guessed"]


def test_prose_with_commas_is_no_table() -> None:
    text = "Text, body and soul: nine people were killed.\nThe rest, in content and title, was a lie.\n"
    assert texts(read(text, "a.txt")) == [text]


def test_unknown_field_of_columns_is_refused() -> None:
    with pytest.raises(ValidationError, match="no such field: txt"):
        ReadOptions(columns={"txt": "a"})
    with pytest.raises(ValidationError, match="no such encoding"):
        ReadOptions(encoding="klingon")


class _Endless(io.RawIOBase):
    """Records without end: only a reader that streams gets anywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        record = (json.dumps({"text": BODY}) + "\n").encode()
        buffer[: len(record)] = record
        self.given += len(record)
        return len(record)


def test_json_lines_are_streamed() -> None:
    endless = _Endless()
    found: Iterator[Document | Unread] = open_sources(["-"], ReadOptions(kind=Kind.JSONL), io.BufferedReader(endless))
    assert [next(found).__class__ for _ in range(50)] == [Document] * 50
    assert endless.given < 300_000


def test_table_over_the_bound_is_streamed() -> None:
    rows = "".join(f"{number},Nine killed in raid {number}\n" for number in range(2000))
    found = read(f"id,text\n{rows}", "a.csv", max_bytes=1000)
    assert len(found) == 2000
    assert all(isinstance(part, Document) for part in found)
