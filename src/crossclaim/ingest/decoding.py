"""Bytes to text, never silently changed: byte order mark, UTF-8, declared charset, then a guess that is flagged."""

from __future__ import annotations

import codecs
import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from crossclaim.errors import InputError
from crossclaim.model import Flag

__all__ = ["Decoded", "check_storable", "decode", "name_format", "sniff_encoding"]

# UTF-32 first: its little-endian mark starts with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 64 * 1024
_GUESS_BEFORE, _GUESS_AFTER = 4 * 1024, 12 * 1024


class Decoded(NamedTuple):
    """Text, the encoding it was in, and a flag where that was guessed."""

    text: str
    encoding: str
    flags: tuple[Flag, ...] = ()


def decode(content: bytes, source: str, *, encoding: str | None = None, declared: str | None = None) -> Decoded:
    """The text of ``content`` without its byte order mark; ``encoding`` is forced, ``declared`` tried after UTF-8.

    Raises:
        InputError: empty, blank, binary, or in no encoding that fits.
    """
    if not content:
        raise InputError(source, "empty")
    marked, mark = _byte_order_mark(content)
    if chosen := encoding or marked:
        decoded = Decoded(_decode_strictly(content[mark:], chosen, source), chosen)
    else:
        decoded = _decode_unmarked(content, source, declared)
    check_storable(decoded.text, source)
    if not decoded.text.strip():
        raise InputError(source, "no text")
    return decoded


def sniff_encoding(head: bytes) -> str | None:
    """The encoding that the first bytes show (a mark, or the zeros of UTF-16), None where it may be anything else."""
    return _byte_order_mark(head)[0] or _guess_wide(head)


def check_storable(text: str, source: str) -> None:
    r"""Nothing, if the text holds whole characters only.

    Raises:
        InputError: half a surrogate pair (JSON's "\ud800") would have to be changed to be stored.
    """
    if not text.isascii() and (match := _surrogate().search(text)):
        raise InputError(source, f"half of a surrogate pair (U+{ord(match.group()):04X}) at character {match.start()}")


def name_format(content: bytes) -> str | None:
    """What a file that is no text is ("a PDF file"), by its first bytes; None where they say nothing."""
    signatures, members = _signatures()
    if content.startswith(b"PK\x03\x04"):
        return next(says for member, says in members if member in content[:_SAMPLE])
    return next((says for at, start, says in signatures if content.startswith(start, at)), None)


def _decode_unmarked(content: bytes, source: str, declared: str | None) -> Decoded:
    if says := name_format(content):
        raise InputError(source, f"binary, not text: {says}")
    if b"\x00" in content:
        if (wide := _guess_wide(content)) is None:
            raise InputError(source, "binary, not text (it holds zero bytes)")
        return Decoded(_decode_strictly(content, wide, source), wide)
    if _is_binary(content[:_SAMPLE]):
        raise InputError(source, "binary, not text (it is full of control characters)")
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _decode_declared(content, declared) or _decode_guessed(content, source, error.start)


def _decode_declared(content: bytes, declared: str | None) -> Decoded | None:
    try:
        return Decoded(content.decode(declared), declared) if declared else None
    except (LookupError, UnicodeDecodeError):
        return None


def _decode_guessed(content: bytes, source: str, wrong_at: int) -> Decoded:
    from charset_normalizer import from_bytes

    # The bytes around the first one that is not UTF-8 show the encoding; the ASCII of a long head would not.
    sample = content[max(0, wrong_at - _GUESS_BEFORE) : wrong_at + _GUESS_AFTER]
    best = from_bytes(sample).best()
    if best is None:
        raise InputError(source, f"in no known encoding (byte 0x{content[wrong_at]:02X} at {wrong_at} is not UTF-8)")
    explanation = f"the text is not UTF-8 and declares no charset; read as {best.encoding}, which was guessed"
    flags = (Flag(name="encoding_guessed", explanation=explanation),)
    return Decoded(_decode_strictly(content, best.encoding, source), best.encoding, flags)


def _decode_strictly(content: bytes, encoding: str, source: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(source, f"not {encoding} (byte 0x{content[error.start]:02X} at {error.start})") from error
    except (UnicodeError, LookupError) as error:
        raise InputError(source, f"not {encoding}") from error


def _byte_order_mark(content: bytes) -> tuple[str | None, int]:
    return next(((name, len(mark)) for mark, name in _MARKS if content.startswith(mark)), (None, 0))


def _guess_wide(content: bytes) -> str | None:
    """UTF-16 without a mark: blanks and line ends have their zero byte always on the same side."""
    sample = content[: _SAMPLE & ~1]
    zeros = sample[0::2].count(0), sample[1::2].count(0)
    if not any(zeros) or len(content) % 2 or min(zeros) * 10 > max(zeros) or max(zeros) * 40 < len(sample):
        return None
    name = "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    try:
        text = sample[: len(sample) & ~1].decode(name, "ignore")
    except UnicodeDecodeError:
        return None
    return None if _controls().search(text[:4096]) else name


def _is_binary(sample: bytes) -> bool:
    # Terminal output and old wires hold the odd control character; a tenth of them is no text.
    return len(sample.translate(None, bytes([*range(7), *range(14, 27), *range(28, 32), 127]))) * 10 < len(sample) * 9


@cache
def _signatures() -> tuple[tuple[tuple[int, bytes, str], ...], tuple[tuple[bytes, str], ...]]:
    table = tomllib.loads(files("crossclaim.ingest").joinpath("formats.toml").read_text("utf-8"))
    signatures = tuple((row.get("at", 0), bytes.fromhex(row["hex"]), row["says"]) for row in table["signature"])
    return signatures, tuple((row["member"].encode(), row["says"]) for row in table["zip"])


@cache
def _surrogate() -> re.Pattern[str]:
    return re.compile("[\ud800-\udfff]")


@cache
def _controls() -> re.Pattern[str]:
    return re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
