"""Nothing that comes in raises; what is read is tiled by its segments and maps back letter by letter."""

import codecs
import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crossclaim.ingest import Kind, ReadOptions, Unread, find_segments, read_capture, text_content
from crossclaim.ingest.decoding import decode
from crossclaim.model import Capture, Document

TAGS = [
    "p",
    "div",
    "b",
    "h1",
    "br",
    "li",
    "pre",
    "script",
    "title",
    "figcaption",
    "nav",
    "a",
    "table",
    "td",
    "svg",
    "form",
]
LINES = [
    "Photo: a tank in Kutum",
    "3 Comments",
    "Leave a Reply",
    "By Jane Doe",
    "Related stories",
    "KABUL, Dec 9 (Agency) - ",
    "Fri. Dec 9th, 2022",
    "@user: hope not",
    "قُتل ثلاثة مدنيين في حلب.",
    "💥 Troops shelled the village, killing 12 people and wounding dozens more.",
    "",
    "   ",
    "\u200f",
    "\x85",
    "\u2028",
]


def assert_tiled(document: Document) -> None:
    reached = 0
    for segment in document.segments:
        passage = document.text[segment.start : segment.end]
        assert passage == passage.strip()
        assert not document.text[reached : segment.start].strip()
        reached = segment.end
    assert not document.text[reached:].strip()


def assert_mapped(document: Document, content: str) -> None:
    for start, origin, length in document.offsets.runs:
        assert document.text[start : start + length] == content[origin : origin + length]


def read_one(content: bytes, kind: Kind | None) -> list[Document]:
    read = list(read_capture(Capture(content=content, source="x"), ReadOptions(kind=kind)))
    documents = [document for document in read if isinstance(document, Document)]
    assert len(read) - len(documents) == sum(isinstance(part, Unread) for part in read)
    for document in documents:
        assert_tiled(document)
    return documents


@pytest.mark.parametrize("kind", [None, *Kind])
@given(content=st.binary(max_size=400))
@example(content=b"")
@example(content=b"\xff\xfe")
@example(content=b"\x00\x00\xfe\xff")
@example(content=b"<")
@example(content=b'{"text": "\\ud800"}')
@settings(max_examples=60)
def test_any_bytes_are_read_or_refused(kind: Kind | None, content: bytes) -> None:
    read_one(content, kind)


@pytest.mark.parametrize("kind", [Kind.TEXT, None])
@given(text=st.text(max_size=400))
@settings(max_examples=80)
def test_any_text_is_kept_to_the_letter(kind: Kind | None, text: str) -> None:
    if any("\ud800" <= character <= "\udfff" for character in text):
        text = text.encode("utf-8", "replace").decode()
    for document in read_one(codecs.BOM_UTF8 + text.encode(), kind):
        if kind is Kind.TEXT:
            assert document.text == text
            assert_mapped(document, text)


@given(lines=st.lists(st.sampled_from(LINES), max_size=14), end=st.sampled_from(["\n", "\r\n", "\n\n", "\r"]))
@settings(max_examples=150)
def test_any_order_of_lines_is_tiled(lines: list[str], end: str) -> None:
    text = end.join(lines)
    document = Document(id="x", text=text, segments=find_segments(text), offsets={"runs": ()})
    assert_tiled(document)


markup = st.lists(
    st.one_of(
        st.sampled_from([f"<{tag}>" for tag in TAGS]),
        st.sampled_from([f"</{tag}>" for tag in TAGS]),
        st.sampled_from(LINES),
        st.sampled_from(
            ["&amp;", "&nbsp;", "&#128165;", "&bogus;", "<!-- no -->", "<?x y?>", "&#0;", "<![CDATA[x]]>", "&", "<"]
        ),
        st.sampled_from(
            ['<div class="comments">', '<p class="share">', "<div hidden>", '<p style="display:none">', " ", "\n"]
        ),
        st.text(max_size=8).filter(lambda text: text.isprintable()),
    ),
    max_size=40,
).map("".join)


@given(page=markup)
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_any_markup_maps_back_into_its_text_content(page: str) -> None:
    content = page.encode("utf-8", "replace")
    for document in read_one(content, Kind.HTML):
        assert_mapped(document, text_content(decode(content, "x").text))
        assert sum(length for _, _, length in document.offsets.runs) <= len(document.text)


@given(
    st.dictionaries(
        st.sampled_from(["text", "title", "doc", "published", "url"]), st.text(max_size=60) | st.integers() | st.none()
    )
)
@settings(max_examples=100)
def test_any_record_is_read_or_refused(record: dict[str, object]) -> None:
    for document in read_one(json.dumps(record).encode(), Kind.JSONL):
        text = record["text"]
        assert isinstance(text, str)
        assert document.text.startswith(text)
        assert_mapped(document, text)
