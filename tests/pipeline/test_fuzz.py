"""Nothing that comes in raises, and whatever is read is exact: reports mixed with what captures do to them.

CROSSCLAIM_FUZZ_EXAMPLES sets how many examples are tried.
"""

import json
import os
from collections.abc import Callable

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crossclaim.ingest import Kind
from crossclaim.model import DocumentResult

EXAMPLES = int(os.environ.get("CROSSCLAIM_FUZZ_EXAMPLES", "300"))
Reader = Callable[..., list[DocumentResult]]

SENTENCES = [
    "At least 12 soldiers were killed and 30 wounded in clashes near Aleppo on Monday, officials said.",
    "The army denied that it had shelled the hospital in Kharkiv.",
    "Rebels seized the town of Goma overnight, according to residents cited by the agency.",
    "“We shot down two drones,” said Col. Saw Lin, the group's spokesman, who gave a toll of 7 to 9.",
    "More than 1,200 people have been killed since the uprising of March 2011, the Observatory said.",
    "A car bomb killed dozens in Mogadishu; al-Shabaab claimed responsibility.",
    "The Popular Front of the Khangai Valleys (PFKV) attacked. The PFKV lost 5 to 10 fighters",
    "KABUL, Dec 9 (Bakhtar) - Gunmen abducted 4 aid workers between Friday and Sunday",
    "Syrias Aleppo province opposition fighters said they had captured 3 tanks and 40 of them died",
    "قُتل ثلاثة مدنيين في حلب يوم الاثنين، قالت الوزارة.",
    "По данным штаба, погибли 12 солдат.",
]
PIECES = [
    *("12", "1,200", "2.5 million", "a dozen", "dozens", "1/2", "۱۲", "١٢", "½", "²", "Ⅻ", "1e9", "9" * 400, "0", "-5"),
    *("12-15", "7 to 9", "$1.2 billion", "40%", "T-72", "120mm", "No. 14", "at least", "no fewer than", "up to"),
    *("killed", "wounded", "were captured", "air strike", "shelled", "clashes", "offensive", "troops", "civilians"),
    *("Aleppo", "near Homs", "the village of", "Ghazni province", "Hamas", "the Taliban", "ISIS", "Syrian army"),
    *("said", "that", "according to", "claimed", "denied", "may have", "did not", "reportedly", "by", "and", "of"),
    *("on 31 February 2023", "0000-00-00", "9999-12-31", "last night", "the next day", "since 2011", "99 days ago"),
    *("in the year 1", "9999 years ago", "10000000 weeks later", "24:60", "May", "Monday", "29 February", "the 1800s"),
    *("“", "”", '"', "'", "’", "(", ")", "[", "]", "«", "—", "-", ":", ";", ",", ".", "...", "!", "?", "…", "/", "|"),
    *("💥", "🇸🇾", "👩‍👩‍👧", "🔴", "1️⃣", "\ufe0f", "\u200d", "e\u0301", "\u0301" * 9, "ﷺ", "İ", "ß", "ŉ", "ﬁ", "ſ", "K"),
    *("\u202e", "\u2066", "\u200f", "\u200b", "\ufeff", "\u00ad", "\x00", "\x1b[31m", "\x85", "\u2028", "\x0b", "\x1c"),
    *("Photo: a tank", "3 Comments", "Leave a Reply", "By Jane Doe", "- item", "• item", "1. item", "# title"),
    *("x" * 300, "Aleppo" * 50, "A." * 40, "a-" * 60, "a'" * 60, "http://a.b/2016/06/15/?q=1", "<p>", "</p>", "&amp;"),
]
GAPS = ["", " ", " ", " ", "\n", "\n\n", "\t", "\r\n", "\u00a0", "\u2003", ", ", ". "]


@st.composite
def reports(draw: st.DrawFn) -> str:
    """Text that looks like a report in places."""
    whole = st.sampled_from(SENTENCES)
    part = st.one_of(whole, whole, st.sampled_from(PIECES), st.sampled_from(PIECES), st.text(max_size=12))
    parts = draw(st.lists(st.tuples(part, st.sampled_from(GAPS)), max_size=24))
    return "".join(piece + gap for piece, gap in parts)


TEXTS = st.one_of(reports(), reports(), reports(), st.text(max_size=300))


def as_html(text: str) -> bytes:
    return f"<html><head><title>{text[:60]}</title></head><body><p>{text}</p></body></html>".encode("utf-8", "replace")


def as_json(text: str) -> bytes:
    """JSON lines may carry half of a surrogate pair."""
    return json.dumps(
        {"text": text + "\ud83d"[: len(text) % 4 == 1], "published": text[:10], "title": text[-40:]}
    ).encode()


def as_table(text: str) -> bytes:
    return ('text,url\n"' + text.replace('"', '""') + f'",{text[:20]!r}\n').encode("utf-8", "surrogatepass")


WAYS = {
    Kind.TEXT: lambda text: text.encode("utf-8", "surrogatepass"),
    Kind.HTML: as_html,
    Kind.JSONL: as_json,
    Kind.CSV: as_table,
}


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(text=TEXTS, kind=st.sampled_from([Kind.TEXT, Kind.TEXT, *Kind]))
@example(text="killed 12 " * 40, kind=Kind.TEXT)
@example(text="9" * 5000, kind=Kind.TEXT)  # more digits than int() takes
@example(text="9" * 400 + ".5 percent were killed", kind=Kind.TEXT)  # more than a float holds
@example(text="9" * 400 + " million soldiers were killed 9999999 days ago", kind=Kind.TEXT)
@example(text="\ud800", kind=Kind.JSONL)
def test_a_report_is_read_exactly(text: str, kind: Kind, read_whole_way: Reader) -> None:
    read_whole_way(WAYS[kind](text), kind=kind)


@settings(max_examples=max(EXAMPLES // 3, 1), suppress_health_check=list(HealthCheck))
@given(text=TEXTS, kind=st.sampled_from([Kind.TEXT, Kind.TEXT, Kind.HTML]))
def test_the_encoder_reads_exactly(text: str, kind: Kind, read_learned: Reader) -> None:
    read_learned(WAYS[kind](text), kind=kind)


@settings(max_examples=max(EXAMPLES // 4, 1), suppress_health_check=list(HealthCheck))
@given(text=TEXTS, cuts=st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=6)), max_size=6), kind=st.none())
def test_damaged_bytes_are_read_exactly_or_refused(
    text: str, cuts: list[tuple[int, bytes]], kind: Kind | None, read_whole_way: Reader
) -> None:
    content = text.encode("utf-8", "surrogatepass")
    for place, put_in in cuts:
        content = content[:place] + put_in + content[place + len(put_in) :]
    read_whole_way(content, kind=kind)


@settings(max_examples=max(EXAMPLES // 10, 1), suppress_health_check=list(HealthCheck))
@given(text=reports())
def test_reading_twice_gives_the_same(text: str, read_whole_way: Reader) -> None:
    content = text.encode("utf-8", "replace")
    assert read_whole_way(content, kind=Kind.TEXT) == read_whole_way(content, kind=Kind.TEXT)
