"""Bytes to text: never changed silently, never guessed without a flag, refused with a reason."""

import io
import zipfile

import pytest

from crossclaim.errors import InputError
from crossclaim.ingest import Kind, ReadOptions, Unread, read_capture
from crossclaim.ingest.decoding import check_storable, decode, name_format
from crossclaim.model import Capture, Document

ARABIC = "قُتل ثلاثة مدنيين في قصف على حلب يوم الثلاثاء، بحسب المرصد.\n"
RUSSIAN = "В результате обстрела погибли три человека, сообщил глава администрации города. " * 6


def zip_with(member: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(member, "x")
    return packed.getvalue()


def read(content: bytes, **options: object) -> Document | Unread:
    (found,) = read_capture(Capture(content=content, source="report.txt"), ReadOptions.model_validate(options))
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [ARABIC, "💥 12 killed\r\nin Homs\r\n", "A\u0301 combining\n"])
def test_unicode_is_read_to_the_letter(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), "x").text == text


def test_byte_order_mark_is_no_part_of_the_text() -> None:
    document = read("\ufeffNine killed in Homs".encode())
    assert isinstance(document, Document)
    assert document.text == "Nine killed in Homs"
    assert document.offsets.runs == ((0, 0, 19),)


def test_declared_charset_is_believed_before_a_guess() -> None:
    page = f"<html><head><meta charset=windows-1251><title>x</title></head><body><p>{RUSSIAN}</p></body></html>"
    document = read(page.encode("windows-1251"))
    assert isinstance(document, Document)
    assert RUSSIAN.strip() in document.text
    assert document.flags == ()


def test_guessed_charset_is_flagged() -> None:
    document = read(RUSSIAN.encode("windows-1251"))
    assert isinstance(document, Document)
    assert document.text == RUSSIAN
    assert [flag.name for flag in document.flags] == ["encoding_guessed"]


def test_encoding_can_be_forced() -> None:
    document = read("Tuğba öldü, 3 yaralı".encode("iso-8859-9"), encoding="iso-8859-9")
    assert isinstance(document, Document)
    assert document.text == "Tuğba öldü, 3 yaralı"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "no text"),
        (b" \r\n\t ", "no text"),
        (b"%PDF-1.7 x", "binary, not text: a PDF file"),
        (b"\x89PNG\r\n\x1a\n....", "binary, not text: a PNG image"),
        (b"\x1f\x8b\x08\x00", "binary, not text: a gzip file: unpack it first"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "binary, not text: an old Office file (DOC, XLS): save it as text"),
        (zip_with("word/document.xml"), "binary, not text: a Word file (DOCX): save it as text"),
        (zip_with("xl/workbook.xml"), "binary, not text: an Excel file (XLSX): save it as CSV"),
        (zip_with("[Content_Types].xml"), "binary, not text: an Office file (DOCX, XLSX or PPTX): save it as text"),
        (zip_with("a.txt"), "binary, not text: a ZIP archive: unpack it first"),
        (b"WARC/1.0\r\nx", "binary, not text: a web archive (WARC)"),
        (b"text with a \x00 in it and \x00\x01\x02 more", "binary, not text (it holds zero bytes)"),
        (b"\x01\x02\x03\x04 abc", "binary, not text (it is full of control characters)"),
        (b"\xff\xfeabc", "not utf-16-le (byte 0x63 at 2)"),
        (b"<rss version='2.0'></rss>", "a feed (RSS or Atom) or other XML, which is not read"),
        (b"<html><head><title>x</title></head></html>", "a page without any text"),
        (b"<!-- nothing -->", "a page without any text"),
    ],
)
def test_refusals_say_why(content: bytes, reason: str) -> None:
    found = read(content, kind=Kind.HTML) if content == b"<!-- nothing -->" else read(content)
    assert found == Unread(source="report.txt", reason=reason)


def test_forced_encoding_that_does_not_fit_is_refused() -> None:
    assert read(b"caf\xe9", encoding="utf-8") == Unread(source="report.txt", reason="not utf-8 (byte 0xE9 at 3)")


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(InputError, match=r"surrogate pair \(U\+D800\) at character 2"):
        check_storable("é \ud800", "x")


def test_larger_than_the_bound_is_refused() -> None:
    assert read(b"word " * 100, max_bytes=200) == Unread(source="report.txt", reason="larger than 0.000191 MiB")


def test_text_is_no_known_format() -> None:
    assert name_format(b"PK units are in the town") is None
