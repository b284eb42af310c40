"""Texts of any kind, random bytes, and texts made to be slow: all are read, exactly, in time linear in their size.

CROSSCLAIM_STRESS_CHARACTERS sets the size of the texts made to be slow.
"""

import gzip
import os
import random
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from time import process_time

import pytest

from crossclaim.model import DocumentResult

Reader = Callable[..., list[DocumentResult]]

STRESS = int(os.environ.get("CROSSCLAIM_STRESS_CHARACTERS", "20000"))
# Fifteen seconds for a megabyte, and again as much for slower machines; what is not linear takes minutes.
SECONDS_PER_CHARACTER, SECONDS_AT_LEAST = 30e-6, 2.0
SECONDS_PER_ENCODED_CHARACTER = 2e-3  # where every character is a piece and every few pieces are a claim
LARGEST = 150_000  # bytes of one shared file that are read
TEXT_SUFFIXES = {"", ".txt", ".md", ".json", ".jsonl", ".csv", ".xml", ".conllu", ".iob2", ".tex", ".py"}


@pytest.mark.parametrize(
    "piece",
    [
        "word ",
        "Word ",
        "A ",
        "x",
        "A",
        "12 ",
        "1234567890",
        "1,234,",
        "killed 12 ",
        "12 fighters and ",
        "rebels ",
        "Rebels killed 12 soldiers in Aleppo on Monday. ",
        "rebels said that soldiers killed 12 civilians near Aleppo on Monday and shelled a village ",
        '"',
        "“'‘",
        "(",
        "()",
        "(AAAA)",
        "The People Army (AAAA) ",
        "Army of ",
        "Aleppo, Homs, ",
        "Aleppo and ",
        "Aleppo of ",
        "the ",
        "of the ",
        "he said, ",
        "according to ",
        "“killed”, he said. ",
        "on 5 May 2016 ",
        "since Monday and ",
        "last night ",
        ".",
        " . ",
        "...! ",
        "a\n",
        "a\n\n",
        "\n",
        " ",
        "- item\n",
        "Photo: a tank\n",
        "a-",
        "a'",
        "A.",
        "http://a.b/c?",
        "💥",
        "🔴 ",
        "\u0301",
        "\u200d",
        "قالت ",
        "<div>",
        "<p>killed 12 ",
        "&amp;",
        "[",
        '{"text": "a"}\n',
        "a,b\n",
        "\t",
    ],
)
def test_time_is_linear_in_size(piece: str, read_whole_way: Reader) -> None:
    content = "".join(islice(cycle(piece), STRESS)).encode()
    started = process_time()
    read_whole_way(b"x" + content)
    assert process_time() - started < SECONDS_AT_LEAST + STRESS * SECONDS_PER_CHARACTER


@pytest.mark.parametrize(
    "piece",
    [
        "word ",
        "x",
        "12 ",
        "killed 12 ",
        "Rebels killed 12 soldiers in Aleppo on Monday. ",
        "rebels said that soldiers killed 12 civilians near Aleppo on Monday and shelled a village ",
        "a\n",
        "💥",
        "\u0301",
        "قالت ",
        "ฆ่า",
    ],
)
def test_the_encoder_takes_time_linear_in_size(piece: str, read_learned: Reader) -> None:
    content = "".join(islice(cycle(piece), STRESS // 2)).encode()
    started = process_time()
    read_learned(b"x" + content)
    assert process_time() - started < SECONDS_AT_LEAST + STRESS // 2 * SECONDS_PER_ENCODED_CHARACTER


def test_random_bytes_are_read_or_refused(read_whole_way: Reader) -> None:
    random_bytes = random.Random(20241009)
    for length in range(2000):
        read_whole_way(random_bytes.randbytes(length % 500))


def test_every_shared_text_is_read(shared: Path, read_whole_way: Reader) -> None:
    read = [path for path in text_files(shared) if read_whole_way(start_of(path), source=path.name)]
    assert len(read) > 40


def text_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        plain = path.with_suffix("") if path.suffix == ".gz" else path
        if path.is_file() and plain.suffix in TEXT_SUFFIXES:
            yield path


def start_of(path: Path) -> bytes:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        return stream.read(LARGEST)
